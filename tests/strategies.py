"""Chance goes in; contract text that a commissioner could write, and answers that a provider could give, come out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from commissioning.calendar import day_in_words
from commissioning.contract import read_book
from commissioning.contract.raw import PERIODS_A_YEAR, UNKNOWNS, WHOLE_CONTRACT
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.model.template import Row, Template
from commissioning.period import Period
from commissioning.returns import statuses
from commissioning.template import lay_out
from tests.provider import ORGANISATIONS, Typed

Tables = dict[str, Any]

COUNTED = [key for key, kind in KINDS.items() if kind.is_amount and kind.answered]
ASKED = [key for key, kind in KINDS.items() if kind.is_asked]

# What a contract may well say, and what a spreadsheet, a formula, TOML or a sheet's name could trip over.
ODD_TITLES = st.sampled_from(
    [
        "Refuge [north]: 24/7 * men? & \\ women",
        "A service whose title is much longer than the name of a sheet may be",
        "'quoted'",
        'The "Phoenix" project’s O\'Brien house',
        "Größe, 家, 🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠🏠",
        "Cover",
        "narrative",
        "History",
        "_return",
        "R1C1",
        "=1+1",
        "{{ brackets }} & <b>",
        " ",
    ]
)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=30)
TITLES = ODD_TITLES | WORDS
LABELS = TITLES.filter(lambda label: label.strip(" .,:;*") and label.isprintable())
DAYS = st.dates(date(1990, 1, 1), date(2079, 12, 31))
ODD_IDS = ["code", "figure", "status", "explanation", "measure", "check", "a", "1", "referrals", "new-cases", "in-10"]
SENTENCES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"], include_characters="\n"), max_size=60)
ODD_SENTENCES = st.sampled_from(["=1+1", "#N/A", "12", "'=x", "@SUM(1)", "true", "1 < 2 & 3", "a\nb", "not known"])


def toml(tables: Tables) -> str:
    """Tables as the text that a commissioner would have written."""
    top = [f"{key} = {_inline(value)}" for key, value in tables.items() if key not in _SECTIONS]
    sections = [
        "\n".join([f"[{name}.{id}]", *(f"{key} = {_inline(value)}" for key, value in table.items())])
        for name in _SECTIONS
        for id, table in tables.get(name, {}).items()
    ]
    return "\n\n".join(["\n".join(top), *sections])


_SECTIONS = ("service", "dimension", "rating", "measure", "relation")


def _inline(value: object) -> str:
    match value:
        case dict():
            return "{ " + ", ".join(f"{key} = {_inline(inner)}" for key, inner in value.items()) + " }"
        case list():
            return "[" + ", ".join(map(_inline, value)) + "]"
        case date():
            return value.isoformat()
        case Decimal():
            return f'"{value}"'
        case _:
            return json.dumps(value, ensure_ascii=False)


@st.composite
def contract_texts(draw: st.DrawFn) -> str:
    """A contract file without fault: up to three services, every kind, breakdowns, targets and relations."""
    services = draw(st.lists(st.sampled_from(["refuge", "helpline", "idva", "code"]), unique=True, max_size=3))
    frequency = draw(st.sampled_from([*PERIODS_A_YEAR, "span"]))
    dimensions = {id: draw(_dimensions()) for id in draw(st.sampled_from([[], ["age"], ["age", "need"]]))}
    codes = draw(st.lists(st.sampled_from(ODD_IDS), unique=True, min_size=1, max_size=6))
    measures = {code: draw(_measures(services, dimensions, frequency)) for code in codes}
    tables: Tables = {
        "title": draw(TITLES),
        "origin": draw(st.sampled_from(["issued", "illustrative"])),
        "legal_form": "contract",
        "value": "not stated",
        "funding": "not stated",
        "parties": {"lead": "a-council", "provider": "a-provider"},
        "term": {"starts": "not stated", "ends": "not stated"},
        "reporting": draw(_reporting(frequency)),
        "service": {id: {"title": draw(TITLES)} for id in services},
        "dimension": dimensions,
        "rating": {"near": {"tolerance": 10}},
        "measure": measures,
    }
    measures |= draw(_measures_of_measures(measures, services))
    tables["relation"] = draw(_relations(measures, dimensions, services))
    return toml(tables)


@st.composite
def _reporting(draw: st.DrawFn, frequency: str) -> Tables:
    due = {"frequency": frequency, "due_working_days": draw(st.sampled_from([0, 15, "not stated"]))}
    if frequency == "span":
        return due | {"span": "2025-01-01..2025-09-30"}
    return due | {"year_starts": draw(st.integers(1, 12))}


@st.composite
def _dimensions(draw: st.DrawFn) -> Tables:
    ids = draw(st.lists(st.sampled_from(["16-17", "other", "a"]), unique=True, min_size=1))
    categories = {id: draw(TITLES) for id in ids}
    label, unknowns = draw(TITLES), draw(st.booleans())
    return {"label": label, "exclusive": draw(st.booleans()), "categories": categories, "unknowns": unknowns}


@st.composite
def _measures(draw: st.DrawFn, services: list[str], dimensions: Tables, frequency: str) -> Tables:
    kind = draw(st.sampled_from(ASKED))
    measure: Tables = {
        "label": draw(TITLES),
        "kind": kind,
        "role": draw(st.sampled_from(["input", "output", "outcome", "quality"])),
        "unit": draw(st.sampled_from(KINDS[kind].units) if KINDS[kind].units else WORDS),
        "definition": draw(SENTENCES.filter(bool) | st.just("not stated")),
        "counting_rule": draw(SENTENCES.filter(bool)),
        "services": draw(st.lists(st.sampled_from([*services, WHOLE_CONTRACT]), unique=True)),
        "required": draw(st.booleans()),
    }
    if KINDS[kind].guard:
        measure["bounds"] = draw(st.sampled_from([[], ["about"], ["at least", "fewer than"]]))
        measure |= draw(_targets(frequency)) if KINDS[kind].has_figure else {}
    if kind == "choice":
        labels = draw(st.lists(LABELS, unique_by=_folded, min_size=2, max_size=4))
        measure["choices"] = {f"c{number}": label for number, label in enumerate(labels)}
    if kind == "milestone":
        measure["due"] = draw(st.just("not stated") | DAYS)
    if kind in COUNTED:
        measure["breakdowns"] = draw(st.sampled_from([[], list(dimensions)]))
    return measure


def _folded(label: str) -> str:
    return " ".join(label.casefold().split()).strip(" .,:;*")


@st.composite
def _targets(draw: st.DrawFn, frequency: str) -> Tables:
    aim = st.integers(0, 100) | st.decimals(0, 100, places=2)
    a_year = PERIODS_A_YEAR.get(frequency, 0)
    each_period = st.lists(aim, min_size=a_year, max_size=a_year)
    match draw(st.sampled_from(["none", "per_period", "annual", *(["cumulative"] if a_year else [])])):
        case "none":
            return {}
        case form:
            target = {form: draw(each_period if form == "cumulative" else aim)}
            return {"target": target, "polarity": draw(st.sampled_from(["higher", "lower"])), "rating": "near"}


@st.composite
def _measures_of_measures(draw: st.DrawFn, measures: Tables, services: list[str]) -> Tables:
    """A ratio, a stated percentage and an opening figure, where two measures are asked of the same service."""
    found: Tables = {}
    for one, other in pairwise(code for code, measure in measures.items() if measure["kind"] in COUNTED):
        shared = [id for id in _asked_of(measures[one], services) if id in _asked_of(measures[other], services)]
        words = {"label": draw(TITLES), "role": "context", "unit": "x", "definition": "x", "counting_rule": "x"}
        if shared:
            found = {
                "ratio-of-two": {**words, "kind": "ratio", "numerator": one, "denominator": other},
                "stated": {**words, "kind": "stated-percentage", "base": one, "count": other},
                "opening": {**words, "kind": measures[one]["kind"], "unit": measures[one]["unit"], "opens": one},
            }
            found = {code: {**measure, "services": shared} for code, measure in found.items()}
    return draw(st.sampled_from([{}, found]))


@st.composite
def _relations(draw: st.DrawFn, measures: Tables, dimensions: Tables, services: list[str]) -> Tables:
    relations: Tables = {}
    for id in draw(st.sampled_from([[], *([id] for id in [*services, WHOLE_CONTRACT])])):
        here = {code: m for code, m in measures.items() if m["kind"] in COUNTED and id in _asked_of(m, services)}
        terms = list(here) + [part for code, measure in here.items() for part in _parts(code, measure, dimensions)]
        if terms:
            left = draw(st.lists(st.sampled_from(terms), min_size=1, max_size=3))
            right = draw(st.sampled_from([*terms, "0", "12"]))
            joint, sign = draw(st.sampled_from([" + ", " - "])), draw(st.sampled_from(["=", "<=", ">=", "<", ">"]))
            holds = f"{joint.join(left)} {sign} {right}"
            relations["must-hold"] = {"says": draw(TITLES), "holds": holds, "services": [id]}
    return relations


def _asked_of(measure: Tables, services: list[str]) -> list[str]:
    return measure.get("services") or services or [WHOLE_CONTRACT]


def _parts(code: str, measure: Tables, dimensions: Tables) -> list[str]:
    return [
        f"{code}/{id}/{category}"
        for id in measure.get("breakdowns", ())
        for category in (*dimensions[id]["categories"], *(UNKNOWNS if dimensions[id]["unknowns"] else ()))
    ]


@dataclass(frozen=True, repr=False)
class Answered:
    """A blank return, what is typed in it, and what that means: given and words, by key."""

    text: str
    template: Template
    typed: Mapping[AnswerKey, Typed]
    means: Mapping[AnswerKey, tuple[Given, str]]

    def __repr__(self) -> str:
        return "\n".join(
            [self.text, self.template.period_label, *(f"{key.code}: {t}" for key, t in self.typed.items())]
        )


@st.composite
def answered_returns(draw: st.DrawFn) -> Answered:
    """A return of a random contract for a random period of its calendar, with random answers."""
    text = draw(contract_texts())
    book = read_book({"organisations.toml": ORGANISATIONS, "odd.toml": text})
    assert [str(fault) for fault in book.faults] == []
    terms = book.contracts["odd"].latest
    template = lay_out(terms, draw(st.sampled_from(_periods(terms))))
    answers = {row.key: draw(_answers(row)) for _, row in template.specification.rows()}
    typed = {key: typed for key, (typed, _) in answers.items()}
    return Answered(text, template, typed, {key: means for key, (_, means) in answers.items()})


def _periods(terms: Terms) -> tuple[Period, ...]:
    reporting = terms.reporting
    assert reporting
    if reporting.spans:
        return reporting.spans
    return reporting.calendar.within(Period(date(2024, 1, 1), date(2026, 12, 31)))


def figures(kind: str) -> st.SearchStrategy[tuple[int | float, Decimal]]:
    """What is typed into a cell of that kind, and the number it means in the measure's own unit."""
    guard = KINDS[kind].guard
    assert guard
    if not guard.places:
        whole = st.integers(0, 20) | st.integers(0, 10**12)
        return whole.map(lambda number: (number, Decimal(number)))
    low = float(guard.minimum) if guard.minimum is not None else -1e9
    high = float(guard.maximum) if guard.maximum is not None else 1e9
    exact = st.decimals(Decimal(low), Decimal(high), places=guard.places).map(lambda number: number or Decimal(0))
    return exact.map(lambda number: (float(number / 100 if guard.percent else number), number))


@st.composite
def _answers(draw: st.DrawFn, row: Row) -> tuple[Typed, tuple[Given, str]]:
    words = draw(st.just("") | ODD_SENTENCES | SENTENCES)
    if not KINDS[row.kind].stands_among_figures:
        return Typed(words), (Missing.BLANK, words.strip())
    status = draw(st.just("") | st.sampled_from(statuses(row)))
    if status in (Missing.NOT_KNOWN, Missing.NOT_APPLICABLE):
        return Typed(None, status, words), (Missing(status), words.strip())
    if not status and draw(st.integers(0, 9)) == 0:
        return Typed(None, "", words), (Missing.BLANK, words.strip())
    if KINDS[row.kind].answer:
        chosen = draw(st.sampled_from(row.choices)) if row.choices else None
        day = draw(DAYS)
        given = (Missing.BLANK, chosen.id if chosen else day.isoformat())
        return Typed(chosen.label if chosen else day_in_words(day), "", words), given
    typed, number = draw(figures(row.kind))
    bound = Bound(status) if status in set(Bound) else Bound.EXACT
    standing = Standing(status) if status == Standing.TO_BE_CONFIRMED else Standing.STATED
    return Typed(typed, status, words), (Quantity(number, bound, standing), words.strip())
