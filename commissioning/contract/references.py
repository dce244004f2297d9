"""What contract text refers to: one version of it, as parsed, goes in; faults of meaning come out.

Each function below asks one question of one part. They read the raw tables and pass over what
`text.py` has already called a fault, so that every fault of a file is said at once.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from commissioning.contract.agreed_references import AGREED_QUESTIONS, organisations_named
from commissioning.contract.answer_references import ANSWER_QUESTIONS
from commissioning.contract.continuing import continuing_is_clear
from commissioning.contract.cycles import reporting_makes_sense
from commissioning.contract.expressions import UnreadableRelation, answers_in, measures_in, read_relation
from commissioning.contract.funnels import funnels_count_what_passes
from commissioning.contract.going_on import HISTORY_QUESTIONS
from commissioning.contract.layouts import LAYOUT_QUESTIONS
from commissioning.contract.list_references import breakdowns_hold_together
from commissioning.contract.measure_references import MEASURE_QUESTIONS
from commissioning.contract.money_references import FUNDING_QUESTIONS
from commissioning.contract.payment_references import PAYMENT_QUESTIONS
from commissioning.contract.rate_references import RATE_QUESTIONS
from commissioning.contract.rating_references import RATING_QUESTIONS
from commissioning.contract.raw import (
    RESERVED,
    UNKNOWNS,
    WHOLE_CONTRACT,
    Raw,
    Said,
    day_of,
    listed,
    parts_named,
    services_of,
    shares_of,
    table,
    tables,
    unknown,
)
from commissioning.contract.target_references import TARGET_QUESTIONS
from commissioning.contract.text import TextFault
from commissioning.errors import CommissioningError
from commissioning.measures import KINDS, Kind
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import PART
from commissioning.nearest import did_you_mean
from commissioning.period import read_period

CATEGORY_PARTS = 2
"""How many strokes stand in `measure/breakdown/category`."""


def reference_faults(raw: Raw, organisations: Mapping[str, Organisation], file: str) -> tuple[TextFault, ...]:
    """Every fault of meaning in one version of a contract."""
    said = [fault for question in _QUESTIONS for fault in question(raw)]
    said += _unknown_organisations(raw, organisations)
    return tuple(TextFault(file, *fault) for fault in said)


def _unknown_organisations(raw: Raw, organisations: Mapping[str, Organisation]) -> Iterator[Said]:
    parties, funding = table(raw, "parties"), table(raw, "funding")
    named: list[tuple[str, Any]] = [
        ("parties.lead", parties.get("lead")),
        ("parties.provider", parties.get("provider")),
    ]
    named += [
        (f"parties.{key}", word)
        for key in ("commissioners", "sub_contractors", "partners")
        for word in listed(parties, key)
    ]
    named += [(f"funding.share.{n}.funder", share.get("funder")) for n, share in shares_of(funding)]
    named += [
        (f"service.{id}.{key}", word)
        for id, service in tables(raw, "service")
        for key in ("provider", "sub_contractors")
        for word in (listed(service, key) or (service.get(key),))
    ]
    named += organisations_named(raw)
    for path, word in named:
        if isinstance(word, str) and word not in organisations and word != "not stated":
            otherwise = f"Add [{word}] with its name to organisations.toml."
            yield path, f"is {word!r}, which is no organisation", did_you_mean(word, organisations, otherwise)


def _relations_can_be_read(raw: Raw) -> Iterator[Said]:
    for code, relation in tables(raw, "relation"):
        words = relation.get("holds")
        for service in listed(relation, "services"):
            yield from unknown(
                f"relation.{code}.services", service, [*table(raw, "service"), WHOLE_CONTRACT], "service"
            )
        if not isinstance(words, str):
            continue
        try:
            read_relation(words, "")
        except UnreadableRelation as unreadable:
            yield f"relation.{code}.holds", f"is {words!r}", str(unreadable)
            continue
        yield from _relation_measures(raw, code, relation, words)


def _relation_measures(raw: Raw, code: str, relation: Raw, words: str) -> Iterator[Said]:
    path = f"relation.{code}.holds"
    yield from _relation_kinds(raw, path, words)
    for word in measures_in(words):
        measure = table(raw, "measure", word)
        yield from unknown(path, word, table(raw, "measure"), "measure")
        asked = set(services_of(raw, measure))
        missing = set(services_of(raw, relation)) - asked
        if measure and asked and missing:
            yield (
                path,
                f"uses {word}, which is not asked of {', '.join(sorted(missing))}",
                "Name the services where all its measures are asked.",
            )
    yield from _relation_categories(raw, path, words)


def _relation_kinds(raw: Raw, path: str, words: str) -> Iterator[Said]:
    """Answers that no relation can be of, and those that can be compared and not added."""
    for word, is_added in answers_in(words):
        kind = _kind_of(raw, word)
        if kind and kind.parts and not kind.answered:
            named = f"{word}/{PART}/{kind.parts[0].id}"
            yield path, f"uses {word}, a {kind.title}", f"Name one of its parts, such as {named}."
        elif kind and (kind.guard is None or kind.is_percent):
            yield (
                path,
                f"uses {word}, a {kind.title}",
                "Relate counts, money and FTE; percentages and words are not added.",
            )
        elif kind and is_added and not kind.is_amount:
            yield path, f"adds {word}, a {kind.title}", "Compare it alone; only counts, money and FTE are added."


def _kind_of(raw: Raw, word: str) -> Kind | None:
    """The kind of an answer as a relation names it: of a measure, or of one of its parts; None where there is none."""
    measure, _, rest = word.partition("/")
    kind = KINDS.get(str(table(raw, "measure", measure).get("kind")))
    parts = {f"{PART}/{part.id}": KINDS[part.kind] for part in kind.parts} if kind else {}
    return parts.get(rest) if rest.startswith(f"{PART}/") else kind


def _relation_categories(raw: Raw, path: str, words: str) -> Iterator[Said]:
    for word in words.split():
        if word.count("/") == CATEGORY_PARTS:
            measure, dimension, category = word.split("/")
            asked = (table(raw, "dimension", dimension, key) for key in ("categories", "groups"))
            known = {**_unknowns(raw, dimension)}.keys() | set[str]().union(*asked)
            broken_down = dimension in listed(table(raw, "measure", measure), "breakdowns")
            if dimension == PART and category in parts_named(raw, measure):
                continue
            if not broken_down or category not in known:
                yield (
                    path,
                    f"uses {word}, which is no part of a breakdown",
                    "Write measure/breakdown/category, or measure/part/name, as this file names them.",
                )


def _unknowns(raw: Raw, dimension: str) -> Mapping[str, str]:
    return UNKNOWNS if table(raw, "dimension", dimension).get("unknowns", True) else {}


def _term_can_be_read(raw: Raw) -> Iterator[Said]:
    term = table(raw, "term")
    stated = (term.get(key) for key in ("starts", "ends"))
    words = "..".join(str(end).replace("not stated", "") if isinstance(end, date | str) else "" for end in stated)
    try:
        read_period(words)
    except CommissioningError as unclear:
        yield "term", f"is {words!r}", str(unclear)


def _transcriptions_name_their_source(raw: Raw) -> Iterator[Said]:
    if raw.get("origin") == "transcribed" and not table(raw, "source"):
        yield "source", "is not there", "Name the paper, its date and the lines this was transcribed from."


def _lists_name_each_thing_once(raw: Raw) -> Iterator[Said]:
    found = [
        (f"{section}.{code}.{key}", listed(part, key))
        for section, keys in (("measure", ("services", "breakdowns")), ("relation", ("services",)))
        for code, part in tables(raw, section)
        for key in keys
    ]
    for path, words in found:
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            yield path, f"names {', '.join(twice)} twice", "Name each once."


def _codes_are_free(raw: Raw) -> Iterator[Said]:
    for code in RESERVED & table(raw, "measure").keys():
        yield f"measure.{code}", "is asked in every return already", "Choose another id for this measure."
    if PART in table(raw, "dimension"):
        yield f"dimension.{PART}", "is what the parts of a measure stand under", "Choose another id for it."
    for code, dimension in tables(raw, "dimension"):
        taken = UNKNOWNS.keys() & table(raw, "dimension", code, "categories").keys()
        if taken and dimension.get("unknowns", True):
            yield (
                f"dimension.{code}.categories",
                f"names {', '.join(sorted(taken))}, which every breakdown has",
                "Take it out, or write unknowns = false.",
            )


def _openings_and_starts_make_sense(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        for key, advice in (
            ("opens", "closing measure that this one repeats"),
            ("to_date_of", "measure it is the total of"),
        ):
            if measure.get(key) == code:
                yield f"measure.{code}.{key}", "names the measure itself", f"Name the {advice}."
    for number, share in shares_of(table(raw, "funding")):
        starts, ends = day_of(share, "from"), day_of(share, "until")
        if starts and ends and ends < starts:
            yield f"funding.share.{number}.until", f"is {ends}, before it begins", "Write a day after that in from."


_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _transcriptions_name_their_source,
    *MEASURE_QUESTIONS,
    *RATE_QUESTIONS,
    breakdowns_hold_together,
    *ANSWER_QUESTIONS,
    *TARGET_QUESTIONS,
    *RATING_QUESTIONS,
    continuing_is_clear,
    *AGREED_QUESTIONS,
    funnels_count_what_passes,
    *HISTORY_QUESTIONS,
    *LAYOUT_QUESTIONS,
    reporting_makes_sense,
    _term_can_be_read,
    _relations_can_be_read,
    *FUNDING_QUESTIONS,
    *PAYMENT_QUESTIONS,
    _lists_name_each_thing_once,
    _codes_are_free,
    _openings_and_starts_make_sense,
)
