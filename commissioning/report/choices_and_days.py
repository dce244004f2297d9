"""The answers of a contract that are no numbers: a row each over the last periods, and how milestones stand."""

from collections.abc import Iterator
from decimal import Decimal

from commissioning.measures import KINDS, Over
from commissioning.model.document import Column, Look, Number, Piece, Table, Words
from commissioning.model.figure import Figure
from commissioning.model.quantity import Missing, Quantity
from commissioning.report.evidence import ContractEvidence
from commissioning.report.line_cells import (
    MEASURE,
    RATING,
    SERVICE,
    TARGET,
    WHY,
    YEAR,
    period_column,
    shown_name,
    then_cell,
    without_empty,
)
from commissioning.totals.in_words import milestone
from commissioning.totals.lines import Line

AS_IT_STOOD = (
    "A milestone is told as it stood on the last day of each period. One met by its due day is Green, one that is late "
    "or overdue Red; before that day it is not rated."
)
WIDEST = 24
"""How wide a period's column is: a day in words needs more room than a number."""


def choices_and_days(one: ContractEvidence, label: str) -> tuple[Table, ...]:
    """The table of them; none where a contract asks none."""
    lines = tuple(line for line in one.lines if line.measure and KINDS[line.measure.kind].answer)
    if not lines:
        return ()
    over = f"All of {label}" if any(line.total for line in lines) else "Year to date"
    columns = (
        Column("Question", MEASURE),
        Column("Service", SERVICE),
        *(Column(period_column(then.label).heading, WIDEST) for then in lines[0].thens),
        Column("Due", TARGET + 6),
        Column(over, YEAR + 18),
        Column("Days late", RATING),
        Column("Rating", RATING),
        Column("Why, and what the provider says", WHY),
    )
    rows = tuple(_row(one, line) for line in lines)
    return (without_empty(Table("Choices, dates and milestones", columns, rows, tuple(_notes(lines)))),)


def _row(one: ContractEvidence, line: Line) -> tuple[Piece, ...]:
    last = line.last
    year = line.total or (one.year_of(last) if last else None)
    said = (last.rating.why, f"Provider: {last.note}" if last.note else "") if last else ()
    return (
        Words(line.about, Look.STRONG),
        Words(one.terms.service(line.key.service).title),
        *(_unnamed(then_cell(one, line, then)) for then in line.thens),
        Words(last.target_says if last else ""),
        Words(_over_time(line, year), Look.QUIET),
        _late(one, line, last),
        Words(last.rating.word if last else "", Look.RATING),
        Words(". ".join(part for part in said if part)),
    )


def _over_time(line: Line, year: Figure | None) -> str:
    """What the periods come to; nothing of a milestone in a period of its own, where the last one is shown already."""
    is_told = line.measure is not None and KINDS[line.measure.kind].over_time is Over.LAST and not line.total
    return year.words if year and not is_told else ""


def _unnamed(cell: Piece) -> Piece:
    """A gap in words: what is no number is not found by any Sum."""
    return Words(cell.given.value, Look.QUIET) if isinstance(cell, Number) and isinstance(cell.given, Missing) else cell


def _late(one: ContractEvidence, line: Line, last: Figure | None) -> Piece:
    """How many days late a rated milestone is; under the name by which the summary counts what is rated."""
    found = milestone(last, line.measure) if last and line.measure and last.words and last.target_says else None
    if found is None or found.late is None:
        return Words("")
    name = shown_name(one, line, line.thens[line.newest])
    return Number(Quantity(Decimal(found.late)), "flow", name=name)


def _notes(lines: tuple[Line, ...]) -> Iterator[str]:
    if any(line.measure and KINDS[line.measure.kind].when_blank is Missing.NOT_MET for line in lines):
        yield AS_IT_STOOD
    yield "Choices and dates are told and never added: how often each was said, the earliest and the latest."
