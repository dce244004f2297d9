"""Cells and a Specification to a Return: each answer found by block, then code, then label.

Nothing is judged here. What cannot be read as its kind is an answer with a Trouble, and the
checks say what to do about it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commissioning.findings import place_at
from commissioning.measures import KINDS
from commissioning.model.finding import Place
from commissioning.model.quantity import Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Cell, Cells, Identity, Return, SheetCells, Trouble
from commissioning.model.template import Block, Row, Specification
from commissioning.template import COLUMNS, HIDDEN, INPUTS

KEYS, VALUES = 1, 2
"""The columns of `_return`."""

SAID_MISSING = {word.value: word for word in (Missing.NOT_KNOWN, Missing.NOT_APPLICABLE)}


def read_identity(cells: Cells) -> Identity | None:
    """What the file says of itself in its hidden `_return` sheet; None where it has none."""
    sheet = cells.sheet(HIDDEN)
    if sheet is None:
        return None
    said: dict[str, str] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        key = sheet.cells.get((row, KEYS))
        if column == VALUES and key:
            said[key.text] = said.get(key.text, "") + cell.text
    known = {name: said.get(name, "") for name in ("contract", "period", "edition", "specification")}
    return Identity(**known)


def read_return(cells: Cells, specification: Specification) -> Return:
    """Every answer the specification asks for, as the file gives it."""
    answers = tuple(
        _answer(found, row) for block in specification.blocks for found in [_locate(cells, block)] for row in block.rows
    )
    return Return(specification.contract, answers, cells.loose)


@dataclass(frozen=True, slots=True)
class _Located:
    """Where a block is in this file: its sheet, its columns by code, its rows by code."""

    sheet: SheetCells
    columns: Mapping[str, int]
    rows: Mapping[str, int]

    def cell(self, row: int, code: str) -> Cell | None:
        column = self.columns.get(code)
        return self.sheet.cells.get((row, column)) if column else None

    def place(self, row: int, code: str) -> Place:
        return place_at(self.sheet.name, row, self.columns.get(code, self.columns["figure"]))


def _locate(cells: Cells, block: Block) -> _Located:
    sheet = _sheet_of(cells, block)
    columns = {**dict(block.columns), **_columns(sheet, block)}
    return _Located(sheet, columns, _rows(sheet, block, columns))


def _sheet_of(cells: Cells, block: Block) -> SheetCells:
    """By the block's defined name, which follows a renamed sheet; else by the name it was issued under."""
    named = {name.name: name.sheet for name in cells.names}
    for name in (named.get(block.name, ""), block.sheet):
        if sheet := cells.sheet(name):
            return sheet
    return SheetCells(block.sheet, visible=True, cells={})


def _columns(sheet: SheetCells, block: Block) -> dict[str, int]:
    """Each input column by its code, from the row that holds the codes, wherever that now is."""
    issued = dict(block.columns)
    wanted = {code for code in INPUTS if code in issued}
    by_row: dict[int, dict[str, int]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.text in wanted:
            by_row.setdefault(row, {})[cell.text] = column
    return max(by_row.values(), key=len, default={}) if by_row else {}


def _rows(sheet: SheetCells, block: Block, columns: Mapping[str, int]) -> dict[str, int]:
    """Each row by its reference code; by its label where the code is gone."""
    codes = {row.key.code: row for row in block.rows}
    found = {
        cell.text: row
        for (row, column), cell in sorted(sheet.cells.items(), reverse=True)
        if column == columns["code"] and cell.text in codes
    }
    labels = {
        cell.text: row
        for (row, column), cell in sorted(sheet.cells.items(), reverse=True)
        if column == COLUMNS["measure"]
    }
    by_label = {code: labels[row.about] for code, row in codes.items() if row.about in labels}
    return by_label | found


def _answer(found: _Located, row: Row) -> Answer:
    at = found.rows.get(row.key.code)
    if at is None:
        place = place_at(found.sheet.name, row.row, found.columns["figure"])
        return Answer(row.key, row.about, "", Missing.UNREADABLE, place, Trouble.ROW_MISSING)
    cell = found.cell(at, "figure")
    words = _words(found.cell(at, "explanation"))
    answer = Answer(
        key=row.key,
        about=row.about,
        typed=_words(cell),
        given=Missing.BLANK,
        place=found.place(at, "figure"),
        explanation=words,
        status=_words(found.cell(at, "status")),
        status_place=found.place(at, "status"),
    )
    kind = KINDS[row.kind]
    if kind.guard is None:
        return replace(answer, words=answer.typed)
    given = kind.read(cell)
    if isinstance(given, Trouble):
        return replace(answer, given=Missing.UNREADABLE, trouble=given)
    return _with_status(answer, given, row)


def _with_status(answer: Answer, given: Given, row: Row) -> Answer:
    """The answer with what its status says of it: a gap's reason, a bound, or a figure to be confirmed."""
    status = " ".join(answer.status.lower().split())
    if not status:
        return replace(answer, given=given)
    if status in SAID_MISSING:
        clash = isinstance(given, Quantity)
        return (
            replace(answer, given=Missing.UNREADABLE, trouble=Trouble.STATUS_AND_FIGURE)
            if clash
            else replace(answer, given=SAID_MISSING[status])
        )
    qualified = _qualified(given, status, row) if isinstance(given, Quantity) else Trouble.BOUND_WITHOUT_FIGURE
    if status not in _offered(row):
        qualified = Trouble.UNKNOWN_STATUS
    if isinstance(qualified, Trouble):
        return replace(answer, given=Missing.UNREADABLE, trouble=qualified)
    return replace(answer, given=qualified)


def _qualified(given: Quantity, status: str, row: Row) -> Quantity:
    if status == Standing.TO_BE_CONFIRMED:
        return replace(given, standing=Standing.TO_BE_CONFIRMED)
    return replace(given, bound=Bound(status)) if status in row.bounds else given


def statuses(row: Row) -> tuple[str, ...]:
    """The words a provider may choose beside a figure."""
    if KINDS[row.kind].guard is None:
        return ()
    return (*SAID_MISSING, *row.bounds, Standing.TO_BE_CONFIRMED.value)


def _offered(row: Row) -> tuple[str, ...]:
    return tuple(str(status) for status in statuses(row))


def _words(cell: Cell | None) -> str:
    return cell.text.strip() if cell else ""
