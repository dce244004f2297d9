"""Cells and Blocks to where their answers now are: by block, then code, then label, never by a remembered place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.returned import Cell, Cells, ColumnCode, Found, Printed, SheetCells, Trace, Traced, Trouble
from commissioning.model.template import Block, Row
from commissioning.returns.columns import Header, find_header
from commissioning.returns.merges import Merges
from commissioning.returns.rows import Rows, find_rows
from commissioning.returns.sheets import sheets_of
from commissioning.template import COLUMNS, INPUTS


@dataclass(frozen=True, slots=True)
class Located:
    """Where a block is in this file: its sheet, its columns by code, its rows by answer."""

    block: Block
    sheet: SheetCells
    header: Header
    columns: Mapping[str, int]
    rows: Rows
    merges: Merges
    by_contents: bool

    def found(self, row: Row) -> Found:
        """What this file holds for the answer that a row asks for."""
        at = self.rows.found.get(row.key)
        if at is None and (now := self.rows.instead.get(row.key)):
            return Found(self.place(now, "figure"), trouble=Trouble.ROW_MISSING, label_place=self.place(now, "measure"))
        if at is None:
            unclear = row.key in self.rows.between
            trouble = Trouble.LABEL_UNCLEAR if unclear else Trouble.ROW_MISSING
            return Found(place_at(self.sheet.name, row.row, self.figure), trouble=trouble)
        if row.key in self.rows.unclear:
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
            nearly=row.key in self.rows.nearly,
            hidden=self._unseen(at),
            under_merge=self.seen_at(at, self.figure),
            earlier=tuple(self._printed(at)),
        )

    def _printed(self, at: int) -> Iterator[Printed]:
        """What stands in a row for the last period."""
        cell = self.cell(at, "last")
        if cell is not None:
            yield Printed(cell, self.place(at, "last"))

    def cell(self, row: int, code: str) -> Cell | None:
        """The cell in a row under a column's code, if it is not empty."""
        column = self.columns.get(code)
        return self.sheet.cells.get((row, column)) if column else None

    def column(self, code: str) -> Iterator[tuple[int, Cell]]:
        """Every cell of a column by its row."""
        column = self.columns.get(code)
        return ((row, cell) for (row, at), cell in self.sheet.cells.items() if at == column)

    def place(self, row: int, code: str) -> Place:
        """Where a row crosses the column of that code."""
        return place_at(self.sheet.name, row, self.columns.get(code) or self.figure)

    def seen_at(self, row: int, column: int) -> str:
        """The cell that is seen of the merged cells over another; empty where there are none."""
        over = self.merges.seen_at(row, column)
        return place_at(self.sheet.name, *over).cell if over else ""

    def _unseen(self, row: int) -> tuple[Place, ...]:
        """The cells of an answer that hold something and are hidden: the figure, else what stands beside it."""
        typed = [code for code in ("figure", "status", "explanation") if self.cell(row, code)]
        hidden = [code for code in typed if self.is_hidden(row, self.columns[code])]
        return tuple(self.place(row, code) for code in (hidden[:1] if hidden[:1] == ["figure"] else hidden))

    def is_hidden(self, row: int, column: int) -> bool:
        """Whether nobody sees that cell as the file opens."""
        return not self.sheet.visible or row in self.sheet.hidden_rows or column in self.sheet.hidden_columns

    @property
    def figure(self) -> int:
        """The column of figures; where it was issued, if it is gone."""
        return self.columns.get("figure", self.block.column("figure"))

    def coded_columns(self) -> tuple[ColumnCode, ...]:
        """The columns that bear a code or its heading, from the left."""
        said = sorted(self.header.said, key=lambda found: found[2])
        return tuple(ColumnCode(code, place_at(self.sheet.name, row, column)) for code, row, column in said)

    def traced(self) -> Iterator[Traced]:
        """What was known by another trace than its own name and codes, and which columns of answers are gone."""
        if self.by_contents:
            yield Traced(Trace.CONTENTS, Place(self.sheet.name))
        if not self.header.codes_row and self.header.last_row:
            yield Traced(Trace.HEADINGS, place_at(self.sheet.name, self.header.last_row, self.figure))
        if self.header.columns:
            asked = dict(self.block.columns)
            gone = (code for code in INPUTS if code in asked and code not in self.columns)
            yield from (Traced(Trace.GONE, Place(self.sheet.name), code) for code in gone)


def locate(cells: Cells, blocks: tuple[Block, ...]) -> tuple[Located, ...]:
    """Where each block's sheet, columns and rows are in this file, in the blocks' own order."""
    sheets = sheets_of(cells, blocks)
    found = ((block, *sheets[block.name]) for block in blocks)
    return tuple(_located(block, sheet, by_contents=by_contents) for block, sheet, by_contents in found)


def _located(block: Block, sheet: SheetCells, *, by_contents: bool) -> Located:
    header = find_header(sheet, block)
    # Where codes or headings are there, a column without its own is gone, and no other may be taken for it.
    columns = {"measure": COLUMNS["measure"], **(header.columns or dict(block.columns))}
    rows = find_rows(sheet, block, header, columns)
    return Located(block, sheet, header, columns, rows, Merges.of(sheet), by_contents)
