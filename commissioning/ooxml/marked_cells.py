"""A sheet's part and the cells that are marked in it in; each of them dressed anew, made where it was not there."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.ooxml.addresses import column_letters, corners, row_and_column
from commissioning.ooxml.package import DAMAGED, local_name
from commissioning.ooxml.patching import namespace_of

if TYPE_CHECKING:
    from lxml.etree import _Element

SHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "drawingHF",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
"""In which order a sheet's part holds what it holds."""

Cell = tuple[int, int]
"""A cell by row and column, both counted from 1."""
Dressing = Callable[[int], int]
"""The number of a cell's style to the number of the one it is to have."""


class SheetCells:
    """The cells of a sheet's part that is being changed."""

    def __init__(self, sheet: "_Element") -> None:
        """The rows as they are."""
        data = next((each for each in sheet if local_name(each) == "sheetData"), None)
        if data is None:
            raise NotOurs(DAMAGED)
        self._sheet, self._data = sheet, data
        self._tag = f"{{{namespace_of(sheet)}}}"
        self._rows = _by_number(data, "row", lambda row, before: int(row.get("r") or before + 1))
        self._merged = [corners(str(each.get("ref", ""))) for each in sheet.iter(f"{self._tag}mergeCell")]

    def shown_at(self, cell: Cell) -> Cell:
        """Where a cell is seen: the first of those that are merged with it."""
        inside = (area for area in self._merged if area[0] <= cell[0] <= area[2] and area[1] <= cell[1] <= area[3])
        return next(((area[0], area[1]) for area in inside), cell)

    def dress(self, cell: Cell, dressing: Dressing) -> int:
        """Give a cell another style, made of the one it has, and say which that was."""
        row = self._row(cell[0])
        found = _by_number(row, "c", _column).get(cell[1])
        if found is None:
            found = self._new_cell(row, cell)
        before = int(found.get("s") or 0)
        found.set("s", str(dressing(before)))
        return before

    def dress_again(self, dressing: "Callable[[int, str], int]") -> bool:
        """Give every cell the style that its own, with its address, leads to; whether that changed any."""
        changed = False
        for cell in self._data.iter(f"{self._tag}c"):
            style = int(cell.get("s") or 0)
            again = dressing(style, str(cell.get("r", "")))
            if again != style:
                cell.set("s", str(again))
                changed = True
        return changed

    def _row(self, number: int) -> "_Element":
        if number not in self._rows:
            row = self._data.makeelement(f"{self._tag}row", {"r": str(number)})
            _put_among(self._data, self._rows, number, row)
            self._rows[number] = row
        return self._rows[number]

    def _new_cell(self, row: "_Element", cell: Cell) -> "_Element":
        address = f"{column_letters(cell[1])}{cell[0]}"
        new = row.makeelement(f"{self._tag}c", {"r": address, "s": str(self._style_of_place(row, cell[1]))})
        _put_among(row, _by_number(row, "c", _column), cell[1], new)
        first, _, last = str(row.get("spans", "")).partition(":")
        if first.isdigit() and last.isdigit():
            row.set("spans", f"{min(int(first), cell[1])}:{max(int(last), cell[1])}")
        self._reach(cell)
        return new

    def _style_of_place(self, row: "_Element", column: int) -> int:
        """The style an empty cell has: its row's or, where that has none, its column's."""
        if row.get("customFormat") in ("1", "true"):
            return int(row.get("s") or 0)
        found = (
            c for c in self._sheet.iter(f"{self._tag}col") if int(c.get("min", 0)) <= column <= int(c.get("max", 0))
        )
        return next((int(each.get("style") or 0) for each in found), 0)

    def _reach(self, cell: Cell) -> None:
        """Let the sheet's stated area hold the cell too."""
        area = next((each for each in self._sheet if local_name(each) == "dimension"), None)
        if area is not None:
            top, left, bottom, right = corners(str(area.get("ref", "")))
            first = f"{column_letters(min(left, cell[1]))}{min(top, cell[0])}"
            area.set("ref", f"{first}:{column_letters(max(right, cell[1]))}{max(bottom, cell[0])}")


def _by_number(parent: "_Element", name: str, number: "Callable[[_Element, int], int]") -> "dict[int, _Element]":
    """The rows of a sheet, or the cells of a row, by number. Each is given the address that it had by its place alone,
    so that another may be put before it."""
    found: dict[int, _Element] = {}
    before = 0
    for each in _named(parent, name):
        before = number(each, before)
        found[before] = each
        if each.get("r") is None:
            row = str(parent.get("r", ""))
            each.set("r", f"{column_letters(before)}{row}" if name == "c" else str(before))
    return found


def _put_among(parent: "_Element", there: "dict[int, _Element]", number: int, new: "_Element") -> None:
    """Put a row or a cell where its number belongs."""
    following = min((each for each in there if each > number), default=None)
    if following is None:
        parent.append(new)
    else:
        there[following].addprevious(new)


def _column(cell: "_Element", before: int) -> int:
    address = cell.get("r")
    place = row_and_column(str(address)) if address else (0, before + 1)
    if place is None:
        raise NotOurs(DAMAGED)
    return place[1]


def _named(parent: "_Element", name: str) -> "Iterable[_Element]":
    return (each for each in parent if local_name(each) == name)
