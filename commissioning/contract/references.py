"""What contract text refers to: one version of it, as parsed, goes in; faults of meaning come out.

Each function below asks one question of one part. They read the raw tables and pass over what
`text.py` has already called a fault, so that every fault of a file is said at once.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from commissioning.contract.expressions import UnreadableRelation, measures_in, read_relation
from commissioning.contract.shares import greatest_total, read_share
from commissioning.contract.text import TextFault
from commissioning.errors import CommissioningError
from commissioning.measures import KINDS
from commissioning.model.contract import FundingShare
from commissioning.model.organisation import Organisation
from commissioning.money import read_money, round_half_up
from commissioning.period import read_period

Raw = Mapping[str, Any]
Said = tuple[str, str, str]
"""A key path, what is there, and what to do."""

WHOLE_CONTRACT = "whole-contract"
"""What contract text calls the contract as a whole, where a measure belongs to no one service."""

CATEGORY_PARTS = 2
"""How many strokes stand in `measure/breakdown/category`."""

RESERVED = frozenset({"commentary", "declared-by"})
"""The codes of what every return asks in words, whatever its contract."""

PERIODS_A_YEAR = {"month": 12, "quarter": 4, "half": 2, "year": 1}

_PARTS = ("numerator", "denominator", "base", "count", "opens")
"""The keys of a measure that name another one."""


def reference_faults(raw: Raw, organisations: Mapping[str, Organisation], file: str) -> tuple[TextFault, ...]:
    """Every fault of meaning in one version of a contract."""
    said = [fault for question in _QUESTIONS for fault in question(raw)]
    said += _unknown_organisations(raw, organisations)
    return tuple(TextFault(file, *fault) for fault in said)


def table(raw: Raw, *keys: str) -> Raw:
    """The table under those keys; empty where there is none, or something else stands there."""
    found: Any = raw
    for key in keys:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def _tables(raw: Raw, name: str) -> Iterator[tuple[str, Raw]]:
    return ((key, found) for key, found in table(raw, name).items() if isinstance(found, dict))


def _listed(found: Raw, key: str) -> tuple[str, ...]:
    value = found.get(key, ())
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list | tuple) else ()


def _unknown(path: str, word: str, known: Iterable[str], thing: str) -> Iterator[Said]:
    known = tuple(known)
    if word in known:
        return
    near = difflib.get_close_matches(word, known, 1)
    remedy = (
        f"Did you mean {near[0]}?"
        if near
        else f"Write one of: {', '.join(known)}."
        if known
        else f"Add it as [{thing}.{word}]."
    )
    yield path, f"is {word!r}, which is no {thing} of this file", remedy


def _unknown_organisations(raw: Raw, organisations: Mapping[str, Organisation]) -> Iterator[Said]:
    parties, funding = table(raw, "parties"), table(raw, "funding")
    named: list[tuple[str, Any]] = [
        ("parties.lead", parties.get("lead")),
        ("parties.provider", parties.get("provider")),
    ]
    named += [
        (f"parties.{key}", word) for key in ("commissioners", "sub_contractors") for word in _listed(parties, key)
    ]
    named += [(f"funding.share.{n}.funder", share.get("funder")) for n, share in _shares(funding)]
    for path, word in named:
        if isinstance(word, str) and word not in organisations and word != "not stated":
            near = difflib.get_close_matches(word, tuple(organisations), 1)
            hint = f"Did you mean {near[0]}?" if near else f"Add [{word}] with its name to organisations.toml."
            yield path, f"is {word!r}, which is no organisation", hint


def _measures_name_what_is_there(raw: Raw) -> Iterator[Said]:
    for code, measure in _tables(raw, "measure"):
        for key, thing in (("services", "service"), ("breakdowns", "dimension")):
            for word in _listed(measure, key):
                known = [*table(raw, thing), *([WHOLE_CONTRACT] if thing == "service" else [])]
                yield from _unknown(f"measure.{code}.{key}", word, known, thing)
        for key in _PARTS:
            other = measure.get(key)
            if isinstance(other, str) and other:
                yield from _unknown(f"measure.{code}.{key}", other, table(raw, "measure"), "measure")
        if isinstance(measure.get("rating"), str):
            yield from _unknown(f"measure.{code}.rating", measure["rating"], table(raw, "rating"), "rating")


def _measures_fit_their_kind(raw: Raw) -> Iterator[Said]:
    for code, measure in _tables(raw, "measure"):
        kind = KINDS.get(str(measure.get("kind")))
        if kind is None:
            continue
        parts = [key for key in ("numerator", "denominator") if measure.get(key)]
        if kind.key == "ratio" and parts != ["numerator", "denominator"]:
            yield (
                f"measure.{code}",
                "is a ratio without both its parts",
                "Name the measures that are its numerator and its denominator.",
            )
        if kind.key != "ratio" and parts:
            yield f"measure.{code}.{parts[0]}", f"stands in a {kind.title}", "Take it out, or make the kind a ratio."
        if measure.get("breakdowns") and (kind.guard is None or kind.guard.percent):
            yield (
                f"measure.{code}.breakdowns",
                f"stands in a {kind.title}",
                "Take it out; only counts and money are broken down.",
            )


def _percentages_are_of_something(raw: Raw) -> Iterator[Said]:
    for code, measure in _tables(raw, "measure"):
        kind = KINDS.get(str(measure.get("kind")))
        for key in ("base", "count"):
            if kind and kind.key != "stated-percentage" and measure.get(key):
                yield (
                    f"measure.{code}.{key}",
                    f"stands in a {kind.title}",
                    "Take it out; only a stated percentage has a base and a count.",
                )
        if kind and kind.key == "stated-percentage" and measure.get("count") and not measure.get("base"):
            yield f"measure.{code}.count", "stands without a base", "Name the base that the count is out of."


def _measures_are_asked_where_they_are_used(raw: Raw) -> Iterator[Said]:
    for code, measure in _tables(raw, "measure"):
        for key in _PARTS:
            other = table(raw, "measure", str(measure.get(key) or ""))
            asked = set(_services(raw, other))
            missing = set(_services(raw, measure)) - asked
            if other and asked and missing:
                yield (
                    f"measure.{code}.{key}",
                    f"is not asked of {', '.join(sorted(missing))}",
                    "Ask both of the same services.",
                )


def _measures_stand_on_counts(raw: Raw) -> Iterator[Said]:
    for code, measure in _tables(raw, "measure"):
        for key in _PARTS:
            other = str(measure.get(key) or "")
            kind = KINDS.get(str(table(raw, "measure", other).get("kind")))
            if kind and (kind.guard is None or kind.is_percent):
                yield f"measure.{code}.{key}", f"is {other}, a {kind.title}", "Name a measure that is counted."


def _targets_can_be_met_or_missed(raw: Raw) -> Iterator[Said]:
    frequency = table(raw, "reporting").get("frequency")
    for code, measure in _tables(raw, "measure"):
        target = measure.get("target")
        if not isinstance(target, dict):
            continue
        path = f"measure.{code}.target"
        forms = [key for key in ("per_period", "cumulative", "annual") if key in target]
        if len(forms) != 1:
            yield path, f"states {' and '.join(forms) or 'nothing'}", "State per_period, cumulative or annual."
        if measure.get("polarity", "none") not in ("higher", "lower"):
            yield path, "has no side that is better", 'Add polarity = "higher" or "lower".'
        if measure.get("role") == "context":
            yield path, "stands on a context measure, which is never rated", "Take it out, or change the role."
        numbers = target.get("cumulative")
        if isinstance(numbers, list) and len(numbers) != PERIODS_A_YEAR.get(str(frequency), len(numbers)):
            yield f"{path}.cumulative", f"holds {len(numbers)} numbers", "Write one for each period of the year."
        if numbers is not None and frequency in (None, "span"):
            yield f"{path}.cumulative", "stands in a contract that reports no years", "State per_period instead."


def _relations_can_be_read(raw: Raw) -> Iterator[Said]:
    for code, relation in _tables(raw, "relation"):
        words = relation.get("holds")
        for service in _listed(relation, "services"):
            yield from _unknown(
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
    for word in measures_in(words):
        measure = table(raw, "measure", word)
        yield from _unknown(path, word, table(raw, "measure"), "measure")
        kind = KINDS.get(str(measure.get("kind")))
        if kind and (kind.guard is None or kind.is_percent):
            yield (
                path,
                f"uses {word}, a {kind.title}",
                "Relate counts, money and FTE; percentages and words are not added.",
            )
        asked = set(_services(raw, measure))
        missing = set(_services(raw, relation)) - asked
        if measure and asked and missing:
            yield (
                path,
                f"uses {word}, which is not asked of {', '.join(sorted(missing))}",
                "Name the services where all its measures are asked.",
            )
    yield from _relation_categories(raw, path, words)


def _relation_categories(raw: Raw, path: str, words: str) -> Iterator[Said]:
    for word in words.split():
        if word.count("/") == CATEGORY_PARTS:
            measure, dimension, category = word.split("/")
            known = {**table(raw, "dimension", dimension, "categories"), **_unknowns(raw, dimension)}
            broken_down = dimension in _listed(table(raw, "measure", measure), "breakdowns")
            if not broken_down or category not in known:
                yield (
                    path,
                    f"uses {word}, which is no part of a breakdown",
                    "Write measure/breakdown/category as this file names them.",
                )


UNKNOWNS = {"not-known": "Not known", "prefer-not-to-say": "Prefer not to say"}
"""Kept apart in every breakdown, and never the same as each other."""


def _unknowns(raw: Raw, dimension: str) -> Mapping[str, str]:
    return UNKNOWNS if table(raw, "dimension", dimension).get("unknowns", True) else {}


def _services(raw: Raw, found: Raw) -> tuple[str, ...]:
    """The services something is asked of: those it names and there are, or every one of the contract."""
    if named := _listed(found, "services"):
        return tuple(id for id in named if id == WHOLE_CONTRACT or id in table(raw, "service"))
    return tuple(table(raw, "service")) or (WHOLE_CONTRACT,)


def _funding_adds_up(raw: Raw) -> Iterator[Said]:
    funding = table(raw, "funding")
    read: list[FundingShare] = []
    for number, share in _shares(funding):
        fraction = read_share(str(share.get("share", "")))
        if fraction is None:
            yield f"funding.share.{number}.share", f"is {share.get('share')!r}", 'Write a share such as "87%" or "1/3".'
        else:
            read.append(
                FundingShare(
                    Organisation(str(share.get("funder")), ""), fraction, _day(share, "from"), _day(share, "until")
                )
            )
    total, day = greatest_total(read)
    if total > 1:
        since = f" from {day}" if day else ""
        yield (
            "funding.share",
            f"comes to {round_half_up(total * 100, 2).normalize():f}%{since}",
            "Correct the shares; together they may not pass 100%.",
        )
    funders = tuple(dict.fromkeys(str(share.get("funder")) for _, share in _shares(funding)))
    if funders and sorted(_listed(funding, "tie_order")) != sorted(funders):
        yield "funding.tie_order", "does not name each funder once", f"Write the order of ties: {', '.join(funders)}."


def _shares(funding: Raw) -> list[tuple[int, Raw]]:
    shares = funding.get("share")
    found = shares if isinstance(shares, list) else []
    return [(number, share) for number, share in enumerate(found) if isinstance(share, dict)]


def _day(share: Raw, key: str) -> date | None:
    day = share.get(key)
    return day if type(day) is date else None


def _span_and_term_can_be_read(raw: Raw) -> Iterator[Said]:
    reporting, term = table(raw, "reporting"), table(raw, "term")
    if reporting.get("frequency") == "span" and not reporting.get("span"):
        yield "reporting.span", "is not there", 'Write the span that is reported, such as "2019-04-01..2019-09-30".'
    if reporting.get("span") and reporting.get("frequency") != "span":
        yield "reporting.span", "stands beside a cycle", 'Take it out, or write frequency = "span".'
    spans = [("reporting.span", str(reporting["span"]))] if reporting.get("span") else []
    stated = (term.get(key) for key in ("starts", "ends"))
    ends = [str(end).replace("not stated", "") if isinstance(end, date | str) else "" for end in stated]
    spans += [("term", "..".join(ends))] if any(ends) else []
    for path, words in spans:
        try:
            read_period(words)
        except CommissioningError as unclear:
            yield path, f"is {words!r}", str(unclear)


def _value_can_be_read(raw: Raw) -> Iterator[Said]:
    amount = table(raw, "value").get("amount")
    if isinstance(amount, str):
        try:
            read_money(amount)
        except CommissioningError as unclear:
            yield "value.amount", f"is {amount!r}", str(unclear)


def _transcriptions_name_their_source(raw: Raw) -> Iterator[Said]:
    if raw.get("origin") == "transcribed" and not table(raw, "source"):
        yield "source", "is not there", "Name the paper, its date and the lines this was transcribed from."


def _lists_name_each_thing_once(raw: Raw) -> Iterator[Said]:
    found = [
        (f"{section}.{code}.{key}", _listed(part, key))
        for section, keys in (("measure", ("services", "breakdowns")), ("relation", ("services",)))
        for code, part in _tables(raw, section)
        for key in keys
    ]
    for path, words in found:
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            yield path, f"names {', '.join(twice)} twice", "Name each once."


def _codes_are_free(raw: Raw) -> Iterator[Said]:
    for code in RESERVED & table(raw, "measure").keys():
        yield f"measure.{code}", "is asked in every return already", "Choose another id for this measure."
    for code, dimension in _tables(raw, "dimension"):
        taken = UNKNOWNS.keys() & table(raw, "dimension", code, "categories").keys()
        if taken and dimension.get("unknowns", True):
            yield (
                f"dimension.{code}.categories",
                f"names {', '.join(sorted(taken))}, which every breakdown has",
                "Take it out, or write unknowns = false.",
            )


def _openings_and_starts_make_sense(raw: Raw) -> Iterator[Said]:
    for code, measure in _tables(raw, "measure"):
        if measure.get("opens") == code:
            yield f"measure.{code}.opens", "names the measure itself", "Name the closing measure that this one repeats."
    for number, share in _shares(table(raw, "funding")):
        starts, ends = _day(share, "from"), _day(share, "until")
        if starts and ends and ends < starts:
            yield f"funding.share.{number}.until", f"is {ends}, before it begins", "Write a day after that in from."


def _targets_are_possible(raw: Raw) -> Iterator[Said]:
    for code, measure in _tables(raw, "measure"):
        kind = KINDS.get(str(measure.get("kind")))
        most = kind.guard.maximum if kind and kind.guard else None
        for key, value in table(raw, "measure", code, "target").items():
            numbers = [number for number in (value if isinstance(value, list) else [value]) if _is_number(number)]
            if most is not None and any(Decimal(number) > most for number in numbers):
                yield (
                    f"measure.{code}.target.{key}",
                    f"is {value!r}, more than {most}%",
                    "Write a percentage that can be.",
                )


def _is_number(value: object) -> bool:
    return isinstance(value, int | str) and bool(re.fullmatch(r"-?\d+(\.\d+)?", str(value)))


_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _transcriptions_name_their_source,
    _value_can_be_read,
    _span_and_term_can_be_read,
    _measures_name_what_is_there,
    _measures_fit_their_kind,
    _percentages_are_of_something,
    _measures_are_asked_where_they_are_used,
    _measures_stand_on_counts,
    _targets_can_be_met_or_missed,
    _relations_can_be_read,
    _funding_adds_up,
    _lists_name_each_thing_once,
    _codes_are_free,
    _openings_and_starts_make_sense,
    _targets_are_possible,
)
