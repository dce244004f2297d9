"""Cells and a Specification to a Return: each answer found by block, then code, then label.

Nothing is judged here. What cannot be read as its kind is an answer with a Trouble, and the
checks say what to do about it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from commissioning.findings import place_at
from commissioning.measures import KINDS
from commissioning.model.finding import Place
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Cell, Cells, ColumnCode, Identity, Return, SheetCells, Trouble, Typed
from commissioning.model.template import Block, Row, Specification
from commissioning.template import COLUMNS, HIDDEN

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
    located = [(block, _locate(cells, block)) for block in specification.blocks]
    answers = tuple(_answer(found, row) for block, found in located for row in block.rows)
    return Return(
        specification.contract, answers, cells.loose, tuple(_coded_columns(found.sheet) for _, found in located)
    )


@dataclass(frozen=True, slots=True)
class _Located:
    """Where a block is in this file: its sheet, its columns by code, its rows by answer."""

    sheet: SheetCells
    columns: Mapping[str, int]
    rows: Mapping[AnswerKey, int]
    unclear: frozenset[AnswerKey]
    issued_figure: int

    def cell(self, row: int, code: str) -> Cell | None:
        column = self.columns.get(code)
        return self.sheet.cells.get((row, column)) if column else None

    def place(self, row: int, code: str) -> Place:
        return place_at(self.sheet.name, row, self.columns.get(code) or self.figure)

    @property
    def figure(self) -> int:
        """The column of figures; where it was issued, if it is gone."""
        return self.columns.get("figure", self.issued_figure)


def _locate(cells: Cells, block: Block) -> _Located:
    sheet = _sheet_of(cells, block)
    header_row, found = _header(sheet)
    # Where the row of codes is there, a column without its code is gone, and no other may be taken for it.
    columns = {"measure": COLUMNS["measure"], **(found or dict(block.columns))}
    rows = _rows(sheet, block, columns, header_row)
    unclear = _unclear(sheet, block, columns, header_row, rows)
    return _Located(sheet, columns, rows, unclear, block.column("figure"))


def _sheet_of(cells: Cells, block: Block) -> SheetCells:
    """By the block's defined name, which follows a renamed sheet; else by the name it was issued under."""
    named = {name.name: name.sheet for name in cells.names}
    for name in (named.get(block.name, ""), block.sheet):
        if sheet := cells.sheet(name):
            return sheet
    return SheetCells(block.sheet, visible=True, cells={})


def _header(sheet: SheetCells) -> tuple[int, dict[str, int]]:
    """The row that holds the columns' codes, wherever that now is, and each column by its code.

    Of two columns that bear one code the first is read, and a check says that there are two.
    """
    by_row: dict[int, dict[str, int]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.text in COLUMNS:
            by_row.setdefault(row, {}).setdefault(cell.text, column)
    rows = [(row, columns) for row, columns in by_row.items() if len(columns) > 1]
    return max(rows, key=lambda found: (len(found[1]), -found[0]), default=(0, {}))


def _coded_columns(sheet: SheetCells) -> tuple[ColumnCode, ...]:
    """The columns that bear a code, from the left."""
    codes_row, _ = _header(sheet)
    cells = sorted(sheet.cells.items())
    return tuple(
        ColumnCode(cell.text, place_at(sheet.name, row, at))
        for (row, at), cell in cells
        if row == codes_row and cell.text in COLUMNS
    )


def _rows(sheet: SheetCells, block: Block, columns: Mapping[str, int], header_row: int) -> dict[AnswerKey, int]:
    """Each answer's row below the header: by its reference code, and by its label where services share the code
    or where it is gone. No row answers twice."""
    coded, labelled = (_by_text(sheet, columns.get(code, 0), header_row) for code in ("code", "measure"))
    issued = Counter(row.key.code for row in block.rows)
    known = {at for code in issued for at in coded.get(code, ())}
    found: dict[AnswerKey, int] = {}
    taken: set[int] = set()
    for row in block.rows:
        by_code, by_label = coded.get(row.key.code, ()), labelled.get(row.about, ())
        likely = (
            *(at for at in by_code if at in by_label),
            *(by_code if issued[row.key.code] == 1 else ()),
            *(at for at in by_label if at not in known),
        )
        at = next((at for at in likely if at not in taken), None)
        if at is not None:
            found[row.key] = at
            taken.add(at)
    return found


def _unclear(
    sheet: SheetCells, block: Block, columns: Mapping[str, int], header_row: int, rows: Mapping[AnswerKey, int]
) -> frozenset[AnswerKey]:
    """The answers whose row may be another's: one with another row's label, or one of several with its code."""
    coded = _by_text(sheet, columns.get("code", 0), header_row)
    issued = Counter(row.key.code for row in block.rows)
    abouts = Counter(row.about for row in block.rows)
    figure = columns.get("figure", 0)

    def says(at: int, column: str) -> str:
        cell = sheet.cells.get((at, columns.get(column, 0)))
        return cell.text if cell else ""

    def is_unclear(row: Row) -> bool:
        at = rows.get(row.key)
        if at is None:
            return False
        label = says(at, "measure")
        elsewhere = coded.get(row.key.code, []) if issued[row.key.code] == 1 else []
        figures = {sheet.cells[other, figure].text for other in elsewhere if (other, figure) in sheet.cells}
        return (label != row.about and abouts.get(label) == 1) or len(figures) > 1

    return frozenset(row.key for row in block.rows if is_unclear(row))


def _by_text(sheet: SheetCells, column: int, header_row: int) -> dict[str, list[int]]:
    """The rows below the header that have each text in a column, from the top."""
    rows: dict[str, list[int]] = {}
    for (row, at), cell in sorted(sheet.cells.items()):
        if at == column and row > header_row:
            rows.setdefault(cell.text, []).append(row)
    return rows


_NO_WORDS = {Typed.ERROR: Trouble.ERROR_VALUE, Typed.UNCALCULATED: Trouble.UNCALCULATED}


def _answer(found: _Located, row: Row) -> Answer:
    at = found.rows.get(row.key)
    if at is None:
        place = place_at(found.sheet.name, row.row, found.figure)
        return Answer(row.key, row.about, "", Missing.UNREADABLE, place, Trouble.ROW_MISSING)
    if row.key in found.unclear:
        typed = _words(found.cell(at, "figure"))
        return Answer(row.key, row.about, typed, Missing.UNREADABLE, found.place(at, "figure"), Trouble.ROW_UNCLEAR)
    cell = found.cell(at, "figure")
    beside = found.cell(at, "explanation")
    answer = Answer(
        key=row.key,
        about=row.about,
        typed=_words(cell),
        given=Missing.BLANK,
        place=found.place(at, "figure"),
        explanation="" if beside and beside.typed in _NO_WORDS else _words(beside),
        status=_words(found.cell(at, "status")),
        status_place=found.place(at, "status"),
        label=_words(found.cell(at, "measure")),
        label_place=found.place(at, "measure"),
    )
    kind = KINDS[row.kind]
    if kind.guard is None and cell and cell.typed in _NO_WORDS:
        return replace(answer, given=Missing.UNREADABLE, trouble=_NO_WORDS[cell.typed])
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
