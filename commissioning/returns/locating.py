"""Cells and a Block to where its answers now are: by block, then code, then label, never by a remembered place."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.quantity import AnswerKey
from commissioning.model.returned import Cell, Cells, ColumnCode, Found, SheetCells, Trouble
from commissioning.model.template import Block, Row
from commissioning.template import COLUMNS


@dataclass(frozen=True, slots=True)
class Located:
    """Where a block is in this file: its sheet, its columns by code, its rows by answer."""

    sheet: SheetCells
    columns: Mapping[str, int]
    rows: Mapping[AnswerKey, int]
    unclear: frozenset[AnswerKey]
    issued_figure: int

    def found(self, row: Row) -> Found:
        """What this file holds for the answer that a row asks for."""
        at = self.rows.get(row.key)
        if at is None:
            return Found(place_at(self.sheet.name, row.row, self.figure), trouble=Trouble.ROW_MISSING)
        if row.key in self.unclear:
            return Found(self.place(at, "figure"), self.cell(at, "figure"), trouble=Trouble.ROW_UNCLEAR)
        return Found(
            place=self.place(at, "figure"),
            figure=self.cell(at, "figure"),
            status=self.cell(at, "status"),
            status_place=self.place(at, "status"),
            explanation=self.cell(at, "explanation"),
            label=self.cell(at, "measure"),
            label_place=self.place(at, "measure"),
            explanation_place=self.place(at, "explanation"),
        )

    def cell(self, row: int, code: str) -> Cell | None:
        """The cell in a row under a column's code, if it is not empty."""
        column = self.columns.get(code)
        return self.sheet.cells.get((row, column)) if column else None

    def place(self, row: int, code: str) -> Place:
        """Where a row crosses the column of that code."""
        return place_at(self.sheet.name, row, self.columns.get(code) or self.figure)

    @property
    def figure(self) -> int:
        """The column of figures; where it was issued, if it is gone."""
        return self.columns.get("figure", self.issued_figure)


def locate(cells: Cells, block: Block) -> Located:
    """Where a block's sheet, columns and rows are in this file."""
    sheet = _sheet_of(cells, block)
    header_row, found = _header(sheet)
    # Where the row of codes is there, a column without its code is gone, and no other may be taken for it.
    columns = {"measure": COLUMNS["measure"], **(found or dict(block.columns))}
    rows = _rows(sheet, block, columns, header_row)
    unclear = _unclear(sheet, block, columns, header_row, rows)
    return Located(sheet, columns, rows, unclear, block.column("figure"))


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


def coded_columns(sheet: SheetCells) -> tuple[ColumnCode, ...]:
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
