"""Figures of a place that nobody provides, shown beside the contracts that serve it. Nobody is rated on them."""

from collections.abc import Iterable, Iterator

from commissioning.measures import KINDS
from commissioning.model.document import Column, Look, Piece, Sheet, Table, Words
from commissioning.model.expression import Difference
from commissioning.model.figure import Figure
from commissioning.model.quantity import Bound, Quantity
from commissioning.model.reference import Scorecard
from commissioning.report.across import AREA
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
    places = dict.fromkeys(card.place for _, card in cards)
    tables = tuple(
        table
        for place in places
        for table in (
            *(_recorded(one, card) for one, card in cards if card.place == place),
            _beside(place, [id for _, card in cards if card.place == place for id in card.beside], evidence, names),
        )
    )
    lead = (*leading_words(one for one, _ in cards), RULE)
    return (Sheet(NAME, f"Scorecard, {label}", lead, tables),) if cards else ()


def _recorded(one: ContractEvidence, card: Scorecard) -> Table:
    columns = (
        Column("What is recorded", 58),
        Column("Period", 14),
        Column("Figure", 12),
        Column("The period before", 14),
        Column("Change", 18),
        Column("Out of what, and what is published of it", 64),
    )
    rows = tuple(_row(one, line) for line in _shown(one))
    title = f"{card.place}, recorded by {card.source}"
    return Table(title, columns, rows, empty="No figure of the place is in for this period.")


def _shown(one: ContractEvidence) -> Iterator[Line]:
    """Whole measures in numbers, and their parts by area; a whole that nobody states is left to its parts."""
    lines = [line for line in one.lines if line.measure and not line.implied and KINDS[line.measure.kind].guard]
    by_area = {line.key.measure for line in lines if line.key.dimension == AREA}
    for line in lines:
        is_stated = line.now is not None and isinstance(line.now.given, Quantity)
        whole = not line.key.dimension and (is_stated or line.key.measure not in by_area)
        if whole or line.key.dimension == AREA:
            yield line


def _row(one: ContractEvidence, line: Line) -> Row:
    now, before = line.now or line.last, line.before if line.total is None else None
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


def _beside(place: str, beside: list[str], evidence: Iterable[ContractEvidence], names: dict[str, str]) -> Table:
    columns = (Column("Contract", 58), Column("Provider", 58), Column("Services", 64))
    there = [one for one in evidence if one.terms.contract in beside]
    rows = tuple(
        (
            Words(one.terms.title, Look.STRONG, to=names[one.terms.contract]),
            Words(one.provider),
            Words("; ".join(service.title for service in one.terms.services)),
        )
        for one in there
    )
    missing = sorted({*beside} - {one.terms.contract for one in there})
    absent = (f"Without a figure in this workbook: {', '.join(missing)}.",) if missing else ()
    empty = "No contract that serves it is in this workbook."
    return Table(f"Contracts that serve {place}", columns, rows, (BESIDE, *absent), empty=empty)
