"""A line's figures over the last periods to cells of its contract's sheet, with the widths its tables share."""

from collections.abc import Hashable
from dataclasses import replace

from commissioning.measures import KINDS
from commissioning.model.document import Column, Look, Number, Piece, Table, Trend, Words
from commissioning.model.figure import Figure
from commissioning.model.quantity import Quantity
from commissioning.period import NOT_STATED
from commissioning.report.evidence import ContractEvidence, figure_cell
from commissioning.totals.lines import Line, Then

MEASURE, SERVICE, PERIOD, TREND, TARGET, YEAR, RATING, DIRECTION, WHY = 36, 16, 11, 10, 12, 12, 11, 30, 44
"""Widths in characters of the columns of a contract's sheet."""


def period_column(label: str) -> Column:
    """The column of a period's figures."""
    return Column("Period not stated" if label == NOT_STATED else label, PERIOD)


def shown_name(one: ContractEvidence, line: Line, then: Then) -> Hashable:
    """The key of a figure on its contract's sheet."""
    return ("shown", one.terms.contract, line.key, line.implied, then.period)


def then_cell(one: ContractEvidence, line: Line, then: Then) -> Piece:
    """A line's figure in one period, or why there is none."""
    if then.figure is None:
        return Words("" if line.implied else then.says, Look.QUIET)
    return figure_cell(then.figure, shown_name(one, line, then))


def target_cell(figure: Figure | None, none: str = "") -> Piece:
    """What a figure was to reach; a range is in words, and so is that there is none."""
    if figure is None or figure.target is None:
        return Words(none, Look.QUIET)
    if figure.target_high is None:
        return Number(Quantity(figure.target), figure.kind)
    show = KINDS[figure.kind].show
    return Words(f"{show(figure.target)} to {show(figure.target_high)}")


def trend(cells: tuple[Piece, ...], first: int) -> Piece:
    """A small line over the last cells in a row that are numbers, where there are two or more."""
    start = numbers_from(cells)
    return Trend(first + start, first + len(cells) - 1) if start < len(cells) - 1 else Words("")


def numbers_from(cells: tuple[Piece, ...]) -> int:
    """The place from which on every cell is a number."""
    gaps = [at for at, cell in enumerate(cells) if not (isinstance(cell, Number) and isinstance(cell.given, Quantity))]
    return gaps[-1] + 1 if gaps else 0


def is_below_nothing(cells: tuple[Piece, ...]) -> bool:
    """Whether one of the numbers is negative, which a chart that begins at 0 would leave out."""
    given = (cell.given for cell in cells if isinstance(cell, Number))
    return any(isinstance(one, Quantity) and one.value < 0 for one in given)


def without_empty(table: Table) -> Table:
    """The table without the columns in which no row says anything; what is drawn must stand before them."""
    said = [
        at for at in range(len(table.columns)) if not table.rows or any(not _is_empty(row[at]) for row in table.rows)
    ]
    columns = tuple(table.columns[at] for at in said)
    return replace(table, columns=columns, rows=tuple(tuple(row[at] for at in said) for row in table.rows))


def _is_empty(piece: Piece) -> bool:
    return isinstance(piece, Words) and not piece.text
