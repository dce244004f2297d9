"""Terms, a period and history to a Template: every input of a blank return, and where it stands.

This is the only home of a return's addresses. Rows and columns count from 1.
"""

import hashlib
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count

from commissioning import sums
from commissioning.asked import Asked, answers_of, figure_of, rules_of, whole_of
from commissioning.beside import beside
from commissioning.calendar import day_in_words
from commissioning.contract.aims import aim_of, is_on_trial
from commissioning.contract.reporting import due_date, period_label
from commissioning.measures import KINDS, Over
from commissioning.measures.answer import Dating
from commissioning.model.contract import WHOLE_CONTRACT, Relation, Service, Terms
from commissioning.model.expression import Addition, Comparison, Constant, Maximum, Product, Sum, Term
from commissioning.model.finding import Severity
from commissioning.model.measure import THE_REST, Category, Choice, Dimension, Measure, Role
from commissioning.model.posted import History
from commissioning.model.quantity import AnswerKey, Bound, Missing
from commissioning.model.template import (
    Block,
    Opening,
    PeriodTarget,
    Row,
    Specification,
    StatedPercentage,
    Template,
)
from commissioning.period import Period
from commissioning.specification import write_specification

COVER = "Cover"
NARRATIVE = "Narrative"
HIDDEN = "_return"
CODES_ROW = 4
"""The hidden row that holds each column's code; the headings stand under it, the answers under those."""
HEADINGS_ROW = 5
FIRST_ROW = 6
COLUMNS = {
    "code": 1,
    "measure": 2,
    "definition": 3,
    "unit": 4,
    "last": 5,
    "target": 6,
    "figure": 7,
    "status": 8,
    "explanation": 9,
    "check": 10,
}
NARRATIVE_COLUMNS = {"code": 1, "measure": 2, "definition": 3, "figure": 4, "check": 5}
INPUTS = ("code", "figure", "status", "explanation")
"""The columns a reader looks for; the rest is there to be read by people."""

COMMENTARY = Measure(
    code="commentary",
    label="Commentary on the period",
    kind="text",
    role=Role.CONTEXT,
    unit="words",
    definition="What went well, what did not, and what is expected next. Name nobody.",
    counting_rule="Write so that no one who uses the services could be recognised.",
    services=("",),
    required=False,
)
DECLARATION = (
    Measure(
        code="declared-by",
        label="Declared by (job title)",
        kind="text",
        role=Role.CONTEXT,
        unit="words",
        definition="The job title of whoever confirms that these figures are complete and correct.",
        counting_rule="A job title, not a name.",
        services=("",),
    ),
)


def lay_out(terms: Terms, period: Period, history: History | None = None) -> Template:
    """The blank return of a contract for a period, pre-filled from what the ledger held before."""
    specification = specify(terms, period)
    text = write_specification(specification)
    due = due_date(terms, period)
    return Template(
        terms=terms,
        period=period,
        period_label=period_label(terms, period),
        due=f"{due:%A} {day_in_words(due)}" if due else "not stated",
        specification=specification,
        edition=hashlib.sha256(text.encode()).hexdigest(),
        beside=tuple(beside(terms, period, history, specification, declared_measures(terms))),
        live_checks=tuple(_live_checks(specification)),
    )


def specify(terms: Terms, period: Period) -> Specification:
    """What is asked, where, and what must hold of the answers."""
    blocks = tuple(_blocks(terms))
    return Specification(
        contract=terms.contract,
        period=period,
        blocks=blocks,
        relations=tuple(_relations(terms, period)),
        percentages=tuple(_percentages(terms)),
        targets=tuple(_targets(terms, period)),
        openings=tuple(_openings(terms)),
        published_contacts=terms.published_contacts,
    )


def by_present_rules(specification: Specification, now: Specification) -> Specification:
    """An issued edition with what must hold of its answers taken from what its contract asks now for that period.

    What was asked, and where, stays as it was issued; a rule about anything that the edition does not ask is left out.
    """
    there = {row.key for _, row in specification.rows()}
    return replace(
        specification,
        relations=tuple(relation for relation in now.relations if there >= _keys(relation.comparison)),
        percentages=tuple(p for p in now.percentages if there >= {p.percentage, p.base, p.count or p.base}),
        targets=tuple(target for target in now.targets if there >= _keys(target.comparison)),
        openings=tuple(opening for opening in now.openings if there >= {opening.opening, opening.closing}),
    )


def _keys(comparison: Comparison) -> set[Hashable]:
    return {*sums.terms(comparison.left), *sums.terms(comparison.right)}


def places(specification: Specification, column: str = "figure") -> dict[AnswerKey, tuple[str, int, int]]:
    """Where each answer was issued: its sheet, row and column; answers in words have no status or explanation."""
    asked = ((block, row) for block, row in specification.rows() if column in dict(block.columns))
    return {row.key: (block.sheet, row.row, block.column(column)) for block, row in asked}


def declared_measures(terms: Terms) -> tuple[Measure, ...]:
    """What every return asks in words; a transcribed one cannot be declared by its provider."""
    return (COMMENTARY,) if terms.origin == "transcribed" else (COMMENTARY, *DECLARATION)


def asked(terms: Terms, service: str) -> tuple[Measure, ...]:
    """The measures answered for a service; ratios are computed and not asked."""
    return tuple(m for m in terms.measures if service in m.services and KINDS[m.kind].is_asked)


def _blocks(terms: Terms) -> Iterator[Block]:
    taken = {COVER.lower(), NARRATIVE.lower(), HIDDEN.lower()}
    for number, service in enumerate(_services(terms), 1):
        figures = [m for m in asked(terms, service.id) if KINDS[m.kind].stands_among_figures]
        if figures:
            rows = _rows(figures, service.id, terms)
            yield Block(f"answers_{number}", _sheet_name(service.title, taken), CODES_ROW, _pairs(COLUMNS), rows)
    yield Block("narrative", NARRATIVE, CODES_ROW, _pairs(NARRATIVE_COLUMNS), _narrative_rows(terms))


def _services(terms: Terms) -> tuple[Service, ...]:
    return (*terms.services, Service("", WHOLE_CONTRACT))


def _pairs(columns: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((code, column) for code, column in columns.items() if code in (*INPUTS, "check"))


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a spreadsheet allows: short, without its seven forbidden signs, not taken, not in quotes."""
    plain = shortened(re.sub(r"[\[\]:*?/\\]", " ", title).strip("' "), 28).strip("' ") or "Service"
    name, number = plain, 1
    while name.lower() in taken or name.lower() == "history":
        number += 1
        name = f"{plain} {number}"
    taken.add(name.lower())
    return name


def shortened(text: str, most: int) -> str:
    """The beginning of a text that is at most so long as a spreadsheet counts: most emoji are two characters there."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore")


def _rows(measures: Iterable[Measure], service: str, terms: Terms) -> tuple[Row, ...]:
    numbers = count(FIRST_ROW)
    return tuple(row for measure in measures for row in _rows_of(measure, service, terms, numbers))


def _rows_of(measure: Measure, service: str, terms: Terms, numbers: Iterator[int]) -> Iterator[Row]:
    """What is asked of a measure: the whole and its parts, then each breakdown of the whole."""
    day_first = terms.reporting is not None and terms.reporting.day_first
    yield from (_row(next(numbers), measure, each, day_first=day_first) for each in answers_of(measure, service))
    whole = _row(0, measure, whole_of(measure, service), day_first=day_first)
    guarded = (whole.bounds, whole.choices, whole.day_first)
    for dimension in _dimensions(measure, terms):
        of = f"{measure.label}, {dimension.label.lower()}"
        for category in dimension.categories:
            key = AnswerKey(service, measure.code, dimension.id, category.id)
            required = whole.required and category.id not in dimension.groups
            yield Row(next(numbers), key, f"{of}: {category.label}", whole.kind, whole.unit, required, *guarded)


def _row(row: int, measure: Measure, each: Asked, *, day_first: bool = False) -> Row:
    kind, own = KINDS[each.kind], map(Bound, measure.bounds) if not each.key.is_part else ()
    bounds = tuple(dict.fromkeys((*kind.bounds, *own)))
    required = each.required and kind.when_blank is Missing.BLANK
    day_first = day_first and isinstance(kind.answer, Dating)
    choices = tuple(Choice(choice.id, choice.label) for choice in kind.choices_of(measure.choices))
    return Row(row, each.key, each.about, each.kind, each.unit, required, bounds, choices, day_first)


def _narrative_rows(terms: Terms) -> tuple[Row, ...]:
    """Every answer in words, of every service, on one sheet: what is asked of the contract, then by service."""
    lines = [(measure, whole_of(measure, "")) for measure in declared_measures(terms)]
    for service in _services(terms):
        words = [m for m in asked(terms, service.id) if not KINDS[m.kind].stands_among_figures]
        answers = [(m, whole_of(m, service.id)) for m in words]
        before = f"{service.title}: " if service.id else ""
        lines += [(m, replace(each, about=f"{before}{each.about}")) for m, each in answers]
    return tuple(_row(FIRST_ROW + n, *line) for n, line in enumerate(lines))


def _dimensions(measure: Measure, terms: Terms) -> tuple[Dimension, ...]:
    return tuple(terms.dimension(id) for id in measure.breakdowns)


def _relations(terms: Terms, period: Period) -> Iterator[Relation]:
    for service in _services(terms):
        for measure in asked(terms, service.id):
            for dimension in _dimensions(measure, terms):
                yield from _parts_against_whole(measure, dimension, service.id)
            yield from _rules(measure, service.id)
        for measure in terms.measures:
            if service.id in measure.services and measure.kind == "ratio":
                yield _no_more_than_all(measure, terms, service.id)
        for relation in terms.relations:
            if relation.service == service.id:
                yield replace(relation, on_trial=is_on_trial(relation.on_trial, period))


def _parts_against_whole(measure: Measure, dimension: Dimension, service: str) -> Iterator[Relation]:
    """The categories against the whole and, where groups are asked too, the groups against it and each against its own.

    The categories come before the groups: where they are all given, it is they that make up the whole.
    """
    key, label = AnswerKey(service, measure.code), f"{measure.label} by {dimension.label.lower()}"
    code = f"{measure.code}-by-{dimension.id}"
    yield _parts(code, label, key, dimension, dimension.leaves)
    if dimension.groups:
        yield _parts(f"{code}-groups", f"{label}, in groups,", key, dimension, dimension.tops)
    labels = {category.id: category.label for category in dimension.categories}
    for group, parts in dimension.groups.items():
        whole = key._replace(dimension=dimension.id, category=group)
        yield _parts(f"{code}-{group}", f"{label}: parts of {labels[group]}", whole, dimension, parts, labels[group])


def _parts(  # parts, and the whole they make up
    code: str,
    label: str,
    whole: AnswerKey,
    dimension: Dimension,
    categories: tuple[Category, ...],
    of: str = "all of them",
) -> Relation:
    terms = tuple(Term(whole._replace(dimension=dimension.id, category=one.id)) for one in categories)
    if dimension.exclusive:
        says, comparison = f"{label} add up to {of}.", Comparison(Addition(terms), "=", Term(whole))
    else:
        says, comparison = f"{label}: no part is more than {of}.", Comparison(Maximum(terms), "<=", Term(whole))
    return Relation(code, whole.service, says, comparison, Severity.NEEDS_EXPLANATION, "parts")


def _rules(measure: Measure, service: str) -> Iterator[Relation]:
    for rule, comparison in rules_of(measure, service):
        yield Relation(
            f"{measure.code}-{rule.id}", service, f"{measure.label}: {rule.says}.", comparison, rule.severity
        )


def _no_more_than_all(measure: Measure, terms: Terms, service: str) -> Relation:
    part, whole = terms.measure(measure.numerator), terms.measure(measure.denominator)
    comparison = Comparison(Term(AnswerKey(service, part.code)), "<=", Term(AnswerKey(service, whole.code)))
    says = f"{part.label}: no more than {_lower_first(whole.label)}."
    return Relation(measure.code, service, says, comparison, Severity.NEEDS_EXPLANATION, "ratio")


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _percentages(terms: Terms) -> Iterator[StatedPercentage]:
    for measure in terms.measures:
        for service in measure.services if measure.base else ():
            count = AnswerKey(service, measure.count) if measure.count else None
            base = AnswerKey(service, measure.base)
            yield StatedPercentage(AnswerKey(service, measure.code), base, count, measure.count_is == THE_REST)


def _targets(terms: Terms, period: Period) -> Iterator[PeriodTarget]:
    """Targets that this period's own answers meet or miss. Those on a sum over the year need history."""
    for measure in terms.measures:
        aim = aim_of(terms, measure, period)
        if aim is None or (aim.on_year_to_date and KINDS[measure.kind].over_time is not Over.LAST):
            continue
        for service in measure.services:
            key = AnswerKey(service, measure.code)
            about = f"{terms.service(service).title}: {measure.label}" if service else measure.label
            for side, limit in aim.limits:
                comparison = Comparison(_measured(measure, key), side, Constant(_exact(limit)))
                yield PeriodTarget(about, key, comparison, KINDS[measure.kind].show(limit), aim.on_trial)


def _exact(value: object) -> Fraction:
    return Fraction(str(value))


def _measured(measure: Measure, key: AnswerKey) -> Sum:
    kind, figure = KINDS[measure.kind], figure_of(measure, key.service)
    return Product(figure, Constant(Fraction(100))) if kind.figure and kind.is_percent else figure


def _openings(terms: Terms) -> Iterator[Opening]:
    """What opens where the return before it closed; of rolling months none does, since they begin long before that."""
    for measure in () if terms.reporting and terms.reporting.rolling_months else terms.measures:
        for service in measure.services if measure.opens else ():
            yield Opening(AnswerKey(service, measure.code), AnswerKey(service, measure.opens))


def _live_checks(specification: Specification) -> Iterator[tuple[str, int, Relation]]:
    """Each relation under the answers of its sheet, two rows below the last of them; one on trial says nothing there,
    since the sheet counts what it says."""
    for block in specification.blocks:
        services = {row.key.service for row in block.rows}
        counted = [r for r in specification.relations if r.service in services and not r.on_trial]
        relations = counted if block.sheet != NARRATIVE else []
        first = block.rows[-1].row + 4 if block.rows else FIRST_ROW
        yield from ((block.sheet, first + n, relation) for n, relation in enumerate(relations))
