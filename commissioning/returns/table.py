"""The sheet of a table of answers, cell by cell: which were issued or asked for, and what any other one is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from commissioning.model.returned import Cell, StraySort, Typed
from commissioning.model.template import Row, Specification
from commissioning.returns.characters import plain
from commissioning.returns.issued_words import AGREES, LIVE_CHECK, LIVE_HEADINGS, headings_of
from commissioning.returns.labels import label, shown_labels
from commissioning.returns.locating import Located
from commissioning.template import COLUMNS, HEADINGS_ROW, NARRATIVE, NARRATIVE_COLUMNS

ASKED = frozenset({"code", "figure", "status", "explanation", "check"})
"""The columns whose cells are accounted for elsewhere: answers by their checks, checks by theirs."""
BESIDE = frozenset({"definition", "unit", "last", "target", "check"})
"""The columns that say what an answer is of."""

_LIVE = re.compile(rf"{LIVE_CHECK} [0-9]+")
_TITLES = 2


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of a block's sheet: its columns' codes, the row of each answer, the words it was issued with."""

    at: Located
    codes: Mapping[int, str]
    rows: Mapping[int, Row]
    said_elsewhere: frozenset[int]
    titles: frozenset[tuple[int, int]]
    labels: frozenset[str]
    headings: frozenset[str]
    says: frozenset[str]

    @classmethod
    def of(cls, at: Located, specification: Specification) -> "Table":
        """The table of a located block."""
        all_columns = NARRATIVE_COLUMNS if at.block.sheet == NARRATIVE else COLUMNS
        columns = at.columns if at.header.columns else {**all_columns, **at.columns}
        codes = {column: code for code, column in columns.items() if code in all_columns}
        codes |= {column: code for code, _, column in at.header.said}
        shown = shown_labels(at.block)
        rows = {at.rows.found[row.key]: row for row in at.block.rows if row.key in at.rows.found}
        unclear = {row.key.code for row in at.block.rows if row.key in at.rows.unclear}
        code_column = columns.get("code", 0)
        copies = {
            line for (line, column), cell in at.sheet.cells.items() if column == code_column and cell.text in unclear
        }
        return cls(
            at=at,
            codes=codes,
            rows=rows,
            said_elsewhere=frozenset(copies),
            titles=_titles(at),
            labels=frozenset({*shown.values(), *(label(row.about) for row in at.block.rows)}),
            headings=frozenset({*headings_of(at.block).values(), AGREES, *LIVE_HEADINGS.values()}),
            says=frozenset(label(relation.says) for relation in specification.relations),
        )

    def is_answer(self, row: int, column: int) -> bool:
        """Whether a cell is one that an answer is read from."""
        return row in self.rows and self.codes.get(column) in ("figure", "status", "explanation")

    def stray(self, row: int, column: int, cell: Cell) -> StraySort | None:
        """What a cell is that was neither issued nor asked for; None for one that was."""
        if row in self.rows:
            return self._in_answers_row(self.rows[row], column, cell)
        if row in self.said_elsewhere or (row, column) in self.titles or self._is_heading(row, column, cell):
            return None
        if self._is_live_check(row):
            return self._in_live_check(column, cell)
        if self._was_issued(row) and (self.codes.get(column) in BESIDE or column == self._agrees()):
            return None
        if self.codes.get(column) == "figure" and row > self._last_heading():
            return StraySort.BESIDE_ANSWER
        return StraySort.ELSEWHERE

    def _in_answers_row(self, row: Row, column: int, cell: Cell) -> StraySort | None:
        code = self.codes.get(column)
        if code in ASKED or (column == self._agrees() and cell.formula is not None):
            return None
        if code is None:
            return StraySort.BESIDE_ANSWER
        return None if self._is_issued(row, code, cell) else StraySort.OVER_ISSUED

    def _is_issued(self, row: Row, code: str, cell: Cell) -> bool:
        """Whether a cell that only people read can be what was issued in it, as far as that is known."""
        if code == "measure":
            return row.key in self.at.rows.nearly or label(cell.text) in self.labels
        if cell.typed is not Typed.TEXT or cell.formula is not None:
            return False
        if code == "unit":
            return not row.key.dimension and plain(cell.text) == plain(row.unit)
        return code == "last" or not row.key.dimension

    def _is_heading(self, row: int, column: int, cell: Cell) -> bool:
        if row == self._codes_row():
            return cell.text in COLUMNS
        in_heading = row == self.at.header.last_row and column in self.codes
        return row > self._codes_row() and (cell.text in self.headings or (in_heading and self._is_near(column)))

    def _is_near(self, column: int) -> bool:
        """Whether the columns were known by their headings, of which this is one that was retyped."""
        return not self.at.header.codes_row and column in self.codes

    def _is_live_check(self, row: int) -> bool:
        cell = self.at.cell(row, "code")
        return cell is not None and _LIVE.fullmatch(cell.text) is not None

    def _was_issued(self, row: int) -> bool:
        """Whether this is the row of an answer that cannot be told: its check is still there."""
        cell = self.at.cell(row, "check")
        return cell is not None and cell.formula is not None

    def _in_live_check(self, column: int, cell: Cell) -> StraySort | None:
        code = self.codes.get(column)
        if code in ("code", "last", "target", "check"):
            return None
        if code == "measure":
            return None if label(cell.text) in self.says else StraySort.OVER_ISSUED
        return StraySort.ELSEWHERE

    def _agrees(self) -> int:
        return self.at.columns.get("check", 0) + 1

    def _codes_row(self) -> int:
        return self.at.header.codes_row or max(self.at.header.last_row - 1, 0) or self.at.block.header_row

    def _last_heading(self) -> int:
        return self.at.header.last_row or HEADINGS_ROW


def _titles(at: Located) -> frozenset[tuple[int, int]]:
    """The sheet's title and what stands under it: the first of the first two rows that hold words."""
    first: dict[int, int] = {}
    for row, column in sorted(at.sheet.cells):
        if row < (at.header.codes_row or at.header.last_row or at.block.header_row):
            first.setdefault(row, column)
    titles = [place for place in sorted(first.items()) if at.sheet.cells[place].typed is Typed.TEXT]
    return frozenset(titles[:_TITLES])
