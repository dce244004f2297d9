"""Figures of a place that nobody provides, shown beside the contracts that serve it. Nobody is rated on them."""

from collections.abc import Iterable, Iterator

from commissioning.measures import KINDS
from commissioning.model.document import Column, Look, Piece, Sheet, Table, Words
from commissioning.model.expression import Difference
from commissioning.model.figure import Figure
from commissioning.model.quantity import Bound, Quantity
from commissioning.model.reference import Scorecard
from commissioning.report.evidence import ContractEvidence, figure_cell, leading_words
from commissioning.report.movement import how_much
from commissioning.report.worked_out import worked_out
from commissioning.totals.lines import Line
from commissioning.totals.rates import expectation_in_words, rate_in_words

NAME = "Scorecard"
RULE = Words(
    "What is recorded of a place, by those who record it. It is nobody's performance: no one is rated on it, and no"
    " figure here is a target. More reports can mean more abuse, or more people who ask for help.",
    Look.QUIET,
)
BESIDE = "They serve the place; its figures are not of them alone."

Row = tuple[Piece, ...]


def scorecard_sheets(label: str, evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> tuple[Sheet, ...]:
    """One sheet of every place that has a scorecard in the period; none where there is no scorecard."""
    cards = [(one, one.terms.scorecard) for one in evidence if one.terms.scorecard]
    tables = tuple(table for one, card in cards for table in _tables(one, card, evidence, names))
    lead = (*leading_words(one for one, _ in cards), RULE)
    return (Sheet(NAME, f"Scorecard, {label}", lead, tables),) if cards else ()


def _tables(
    one: ContractEvidence, card: Scorecard, evidence: Iterable[ContractEvidence], names: dict[str, str]
) -> Iterator[Table]:
    columns = (
        Column("What is recorded", 40),
        Column("Period", 14),
        Column("Figure", 12),
        Column("The period before", 14),
        Column("Change", 18),
        Column("Out of what, and what is published of it", 64),
    )
    rows = tuple(_row(one, line) for line in one.lines if _is_shown(line))
    recorded = (f"Recorded by: {card.source}.",)
    yield Table(card.place, columns, rows, recorded, empty="No figure of the place is in for this period.")
    yield _beside(card, evidence, names)


def _is_shown(line: Line) -> bool:
    """Whether a line is a whole measure in numbers."""
    whole = line.measure is not None and not line.key.dimension and not line.implied
    return whole and line.measure is not None and KINDS[line.measure.kind].guard is not None


def _row(one: ContractEvidence, line: Line) -> Row:
    now, before = line.now, line.before if line.total is None else None
    if now is None:
        return (Words(line.about, Look.STRONG), *(Words("") for _ in range(4)), Words("not returned", Look.QUIET))
    return (
        Words(line.about, Look.STRONG),
        Words(now.period_label),
        figure_cell(now),
        figure_cell(before) if before else Words("not compared", Look.QUIET),
        _change(now, before),
        Words(_context(one, line, now)),
    )


def _change(now: Figure, before: Figure | None) -> Piece:
    """What a figure is more or less than the one before, where both are exact."""
    if before is None or not (_is_exact(now) and _is_exact(before)):
        return Words("")
    if now.expression is None or before.expression is None:
        return Words("")
    if now.kind == "rate" and now.denominator != before.denominator:
        return Words("out of another number", Look.QUIET)
    if KINDS[now.kind].is_percent and isinstance(now.given, Quantity) and isinstance(before.given, Quantity):
        return Words(how_much(now.given.value - before.given.value, now))
    return worked_out(Difference(now.expression, before.expression), now.kind, (*now.sources, *before.sources))


def _is_exact(figure: Figure) -> bool:
    return isinstance(figure.given, Quantity) and figure.given.bound is Bound.EXACT


def _context(one: ContractEvidence, line: Line, now: Figure) -> str:
    """What a rate is against, what is published of such figures, and what the measure counts."""
    measure = line.measure
    if measure is None:
        return ""
    against = rate_in_words(one.terms, measure, now.period) if measure.reference else ""
    expected = "" if measure.reference else expectation_in_words(one.terms.expectation(measure.expected))
    said = "; ".join(part for part in (against, expected) if part)
    said = said or measure.counting_rule or ""
    return f"{said[:1].upper()}{said[1:]}"


def _beside(card: Scorecard, evidence: Iterable[ContractEvidence], names: dict[str, str]) -> Table:
    columns = (Column("Contract", 40), Column("Provider", 40), Column("Services", 64))
    there = [one for one in evidence if one.terms.contract in card.beside]
    rows = tuple(
        (
            Words(one.terms.title, Look.STRONG, to=names[one.terms.contract]),
            Words(one.provider),
            Words("; ".join(service.title for service in one.terms.services)),
        )
        for one in there
    )
    missing = [id for id in card.beside if id not in {one.terms.contract for one in there}]
    absent = (f"Without a figure in this workbook: {', '.join(missing)}.",) if missing else ()
    title = f"Contracts that serve {card.place}"
    return Table(title, columns, rows, (BESIDE, *absent), empty="No contract that serves it is in this workbook.")
