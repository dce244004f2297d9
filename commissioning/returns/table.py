"""The sheet of a table of answers, cell by cell: which were issued or asked for, and what any other one is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from commissioning.beside import SAID_OF_GROUP
from commissioning.model.returned import Cell, StraySort, Typed
from commissioning.model.template import Row, Specification
from commissioning.returns.characters import plain
from commissioning.returns.issued_words import AGREES, HEADINGS, LIVE_CHECK, LIVE_HEADINGS, NARRATIVE_HEADINGS
from commissioning.returns.labels import label, shown_labels
from commissioning.returns.locating import Located
from commissioning.template import COLUMNS, HEADINGS_ROW, NARRATIVE, NARRATIVE_COLUMNS

ASKED = frozenset({"code", "figure", "status", "explanation", "check"})
"""The columns whose cells are accounted for elsewhere: answers by their checks, checks by theirs."""
BESIDE = frozenset({"definition", "unit", "last", "target", "check"})
"""The columns that say what an answer is of."""
HEADING_WORDS = frozenset((*HEADINGS.values(), *NARRATIVE_HEADINGS.values(), *LIVE_HEADINGS.values(), AGREES))

_FIGURE = re.compile(r"[£<>~(-]{0,3}\s?[0-9][0-9.,]*\s?[%+)-]?")
_LIVE = re.compile(rf"{LIVE_CHECK} [0-9]+")
_PRINTED = ("definition", "target")
_TITLES = 2


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of a block's sheet: its columns' codes, what each row is, the words it was issued with.

    `printed` are the definition and target of each row as they were issued, by sheet and row, as far as that is known;
    `said_elsewhere` are rows of which a check says that they cannot be told; `lost`, issued rows whose answer was not
    found.
    """

    at: Located
    codes: Mapping[int, str]
    rows: Mapping[int, Row]
    said_elsewhere: frozenset[int]
    live_checks: frozenset[int]
    lost: frozenset[int]
    titles: frozenset[tuple[int, int]]
    labels: frozenset[str]
    says: frozenset[str]
    codes_row: int
    headings_row: int
    agrees: int
    printed: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, at: Located, specification: Specification, printed: Mapping[str, tuple[str, str]]) -> "Table":
        """The table of a located block."""
        all_columns = NARRATIVE_COLUMNS if at.block.sheet == NARRATIVE else COLUMNS
        columns = at.columns if at.header.columns else {**all_columns, **at.columns}
        codes = {column: code for code, column in columns.items() if code in all_columns}
        codes |= {column: code for code, _, column in at.header.said}
        unclear = {row.key.code for row in at.block.rows if row.key in at.rows.unclear}
        coded = {row: cell.text for row, cell in at.column("code")}
        return cls(
            at=at,
            codes=codes,
            rows={at.rows.found[row.key]: row for row in at.block.rows if row.key in at.rows.found},
            said_elsewhere=frozenset(row for row, code in coded.items() if code in unclear)
            | set(at.rows.instead.values()),
            live_checks=frozenset(row for row, code in coded.items() if _LIVE.fullmatch(code)),
            lost=frozenset(row for row, cell in at.column("check") if cell.formula is not None),
            titles=_titles(at),
            labels=frozenset({*shown_labels(at.block).values(), *(label(row.about) for row in at.block.rows)}),
            says=frozenset(label(relation.says) for relation in specification.relations),
            codes_row=at.header.codes_row or max(at.header.last_row - 1, 0) or at.block.header_row,
            headings_row=at.header.last_row or HEADINGS_ROW,
            agrees=at.columns.get("check", 0) + 1,
            printed=printed,
        )

    def is_answer(self, row: int, column: int) -> bool:
        """Whether a cell is one that an answer is read from."""
        return row in self.rows and self.codes.get(column) in ("figure", "status", "explanation")

    def stray(self, row: int, column: int, cell: Cell) -> StraySort | None:
        """What a cell is that was neither issued nor asked for; None for one that was."""
        if row in self.rows:
            return self._in_answers_row(self.rows[row], column, cell)
        if row in self.said_elsewhere or (row, column) in self.titles:
            return None
        code = self.codes.get(column)
        if code is None and column != self.agrees:
            return StraySort.ELSEWHERE
        if row in self.live_checks:
            return self._in_live_check(column, cell)
        if self._is_heading(row, cell) or (row in self.lost and (code in BESIDE or column == self.agrees)):
            return None
        if self.codes_row <= row <= self.headings_row:
            return StraySort.OVER_ISSUED
        return StraySort.BESIDE_ANSWER if code == "figure" and row > self.headings_row else StraySort.ELSEWHERE

    def _in_answers_row(self, row: Row, column: int, cell: Cell) -> StraySort | None:
        code = self.codes.get(column)
        if code in ASKED or (column == self.agrees and cell.formula is not None):
            return None
        if code is None:
            return StraySort.BESIDE_ANSWER
        if not self._is_issued(row, code, cell):
            return StraySort.OVER_ISSUED
        was = self._printed(row, code)
        if not was or plain(was) == plain(cell.text):
            return None
        return StraySort.OVER_ISSUED if is_figure(cell) else StraySort.REWORDED

    def was(self, row: int, column: int) -> str:
        """What was printed in a cell of an answer's row; empty where that is not known."""
        return self._printed(self.rows[row], self.codes.get(column, "")) if row in self.rows else ""

    def _printed(self, row: Row, code: str) -> str:
        both = self.printed.get(f"{self.at.block.sheet}!{row.row}", ("", ""))
        return both[_PRINTED.index(code)] if code in _PRINTED else ""

    def _is_issued(self, row: Row, code: str, cell: Cell) -> bool:
        """Whether a cell that only people read can be what was issued in it, as far as that is known."""
        if code == "measure":
            return row.key in self.at.rows.nearly or label(cell.text) in self.labels
        if cell.typed is not Typed.TEXT or cell.formula is not None:
            return False
        if code == "unit":
            return plain(cell.text) == plain(row.unit) and (row.key.is_part or not row.key.dimension)
        if code == "definition" and plain(cell.text) == plain(SAID_OF_GROUP):
            return True
        return code == "last" or row.key.is_part or not row.key.dimension

    def _is_heading(self, row: int, cell: Cell) -> bool:
        """Whether a cell of a known column holds what was issued over it; retyped, if the column was known by that."""
        if row == self.codes_row:
            return cell.text in COLUMNS
        retyped = row == self.headings_row and not self.at.header.codes_row
        return row > self.codes_row and (cell.text in HEADING_WORDS or retyped)

    def _in_live_check(self, column: int, cell: Cell) -> StraySort | None:
        code = self.codes.get(column)
        if code in ("code", "last", "target", "check"):
            return None
        if code == "measure":
            return None if label(cell.text) in self.says else StraySort.OVER_ISSUED
        return StraySort.ELSEWHERE


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, or what looks like one."""
    return cell.typed is Typed.NUMBER or (cell.typed is Typed.TEXT and bool(_FIGURE.fullmatch(cell.text.strip())))


def _titles(at: Located) -> frozenset[tuple[int, int]]:
    """The sheet's title and what stands under it: the first of the first two rows that hold words."""
    top = at.header.codes_row or at.header.last_row or at.block.header_row
    first: dict[int, int] = {}
    for row, column in sorted(place for place in at.sheet.cells if place[0] < top):
        first.setdefault(row, column)
    titles = [place for place in sorted(first.items()) if at.sheet.cells[place].typed is Typed.TEXT]
    return frozenset(titles[:_TITLES])
