"""A sheet's part to its cells as they are written down, what is hidden or merged, and the part without its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from commissioning.errors import NotOurs
from commissioning.ooxml.addresses import (
    LAST_COLUMN,
    LAST_ROW,
    column_number,
    corners,
    in_row,
    row_and_column,
)
from commissioning.ooxml.package import DAMAGED, MOST_MARKS, Package, checked, holds_more_marks, local_name, local_part
from commissioning.ooxml.plain_rows import PlainRows, plain_rows, spread_of, unescaped

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_CELLS = 2_000_000
"""Cells of one workbook, empty ones between the outermost included."""
TOO_MANY_CELLS = (
    f"The sheets of this workbook reach over more than {MOST_CELLS:,} cells. "
    "Delete what stands far outside the questions and send it again."
)

MARKS_OF_A_TREE = 400_000
"""Tags and attributes of a sheet that is read whole: a tree of them takes some tens of megabytes."""

FORMULA_ELSEWHERE = "="
"""What stands for a formula whose words are written in another cell."""

_ZERO_SIZES = ("0", "0.0")


class WrittenCell(NamedTuple):
    """A cell as the part writes it: its type letter, style number, stored value and formula.

    `value` None means that nothing is stored, which a formula's missing result is told by; `spread` is
    the range that one formula fills.
    """

    letter: str
    style: int
    value: str | None
    formula: str | None
    spread: str = ""


@dataclass(slots=True)
class SheetPart:
    """What a sheet's part says; cells that only have a format are left out, and `repeated` are written differently
    more than once."""

    cells: dict[tuple[int, int], WrittenCell] = field(default_factory=dict)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: tuple[str, ...] = ()
    rest: "_Element | None" = None

    def area(self) -> int:
        """Cells of the smallest rectangle that holds every cell."""
        if not self.cells:
            return 0
        rows, columns = [row for row, _ in self.cells], [column for _, column in self.cells]
        return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


def sheet_part(package: Package, name: str) -> SheetPart:
    """Read a sheet's part: an ordinary one whole, a large one row by row, so that it needs no tree of itself."""
    from lxml import etree

    found, content = SheetPart(), checked(package, name)
    try:
        is_small = not holds_more_marks(content, min(MARKS_OF_A_TREE, MOST_MARKS))
        sheet = _of_plain_rows(found, content) if is_small else _row_by_row(found, content)
        if sheet is None:
            found = SheetPart()
            sheet = _whole(found, content)
        _spread_formulas(found)
        found.hidden_columns.update(_hidden_columns(sheet))
    except (etree.LxmlError, ValueError) as error:
        raise NotOurs(DAMAGED) from error
    found.merged = tuple(str(each.get("ref", "")) for each in sheet.iter("{*}mergeCell"))
    found.rest = sheet
    return found


def _of_plain_rows(found: SheetPart, content: bytes) -> "_Element | None":
    """Take the cells without a tree of them, which is faster still; None where the rows are not plain."""
    plain = plain_rows(content)
    sheet = _tree(plain.rest) if plain else None
    if plain is None or sheet is None or not _holds_rows(sheet, plain.rows):
        return None
    _take_rows(found, sheet)
    return sheet if _take_plain(found, plain) else None


def _holds_rows(sheet: "_Element", count: int) -> bool:
    """Whether a tree has so many rows, all of them empty and in the sheet's data."""
    data, rows = sheet.find("{*}sheetData"), list(sheet.iter("{*}row"))
    return len(rows) == count and not any(map(len, rows)) and (len(data) if data is not None else 0) == count


def _take_plain(found: SheetPart, plain: PlainRows) -> bool:
    """Take each cell that holds something; whether all stand where a sheet has cells."""
    columns = {letters: column_number(letters) for letters in plain.column_letters}
    rows = {digits: int(digits) for digits in plain.row_digits}
    if max(columns.values(), default=0) > LAST_COLUMN or max(rows.values(), default=0) > LAST_ROW:
        return False
    cells = found.cells
    for letters, digits, style, letter, attributes, words, value, inline in plain.written():
        text = inline if value is None else value
        if text and "&" in text:
            text = unescaped(text)
        if attributes is not None:
            formula = FORMULA_ELSEWHERE + (unescaped(words) if words else "")
            written = WrittenCell(letter or "n", int(style or 0), text, formula, spread_of(attributes))
        elif text:
            written = WrittenCell(letter or "n", int(style or 0), text, None)
        else:
            continue
        place = (rows[digits], columns[letters])
        if cells.setdefault(place, written) is not written:
            _take_again(found, place, written)
    if len(cells) > MOST_CELLS:
        raise NotOurs(TOO_MANY_CELLS)
    return True


def _whole(found: SheetPart, content: bytes) -> "_Element":
    """Take the rows from a tree of the part, which is faster where that is small."""
    sheet = _tree(content)
    _take_rows(found, sheet)
    return sheet


def _tree(content: bytes) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(content, parser)


def _take_rows(found: SheetPart, sheet: "_Element") -> None:
    """Take every row of a tree, and out of it."""
    number = 0
    for row in sheet.iter("{*}row"):
        number = _row_number(row, number)
        _take_row(found, row, number)
    for rows in list(sheet.iter("{*}sheetData")):
        rows.clear()


def _row_by_row(found: SheetPart, content: bytes) -> "_Element":
    """Take each row as it ends and let it go; what is kept, and the cells, have limits."""
    from lxml import etree

    elements = etree.iterparse(
        BytesIO(content), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    number = kept = 0
    for _, element in elements:
        kept += 1 + len(element.attrib)
        if local_name(element) == "row":
            number = _row_number(element, number)
            _take_row(found, element, number)
            kept -= sum(1 + len(each.attrib) for each in element.iterdescendants())
            element.clear()
        if kept > MOST_MARKS:
            raise NotOurs(TOO_MANY_CELLS)
    sheet: _Element = elements.root
    return sheet


def _row_number(row: "_Element", before: int) -> int:
    number = int(row.get("r") or before + 1)
    if not 1 <= number <= LAST_ROW:
        raise NotOurs(DAMAGED)
    return number


def _take_row(found: SheetPart, row: "_Element", number: int) -> None:
    if _is_true(row.get("hidden")) or row.get("ht") in _ZERO_SIZES:
        found.hidden_rows.add(number)
    column, digits = 0, str(number)
    for cell in row.iterchildren("{*}c"):
        address = cell.get("r")
        place = (in_row(address, digits, number) or row_and_column(address)) if address else (number, column + 1)
        if place is None or place[1] > LAST_COLUMN:
            raise NotOurs(DAMAGED)
        column = place[1]
        written = _written(cell) if len(cell) else None
        if written and found.cells.setdefault(place, written) is not written:
            _take_again(found, place, written)
    if len(found.cells) > MOST_CELLS:
        raise NotOurs(TOO_MANY_CELLS)


def _take_again(found: SheetPart, place: tuple[int, int], written: WrittenCell) -> None:
    """Take a cell whose place was taken: the last of several that are written for one place is read."""
    found.repeated += [place] * (found.cells[place] != written)
    found.cells[place] = written


def _written(cell: "_Element") -> WrittenCell | None:
    """What is stored in a cell; None where that is only a format."""
    value, formula, spread = None, None, ""
    for child in cell:
        name = local_part(child.tag)
        if name == "v":
            value = child.text or ""
        elif name == "is":
            value = "".join(str(text) for text in child.itertext())
        elif name == "f":
            formula = FORMULA_ELSEWHERE + (child.text or "")
            spread = "" if child.get("t") == "shared" else str(child.get("ref") or "")
    if not value and formula is None:
        return None
    return WrittenCell(cell.get("t") or "n", int(cell.get("s") or 0), value, formula, spread)


def _spread_formulas(found: SheetPart) -> None:
    """Say of every cell that an array formula fills that a formula fills it; the formula stands in the first alone."""
    filled = 0
    for spread in [cell.spread for cell in found.cells.values() if cell.spread]:
        top, left, bottom, right = corners(spread)
        filled += (bottom - top + 1) * (right - left + 1)
        if filled > MOST_CELLS:
            raise NotOurs(TOO_MANY_CELLS)
        for place in product(range(top, bottom + 1), range(left, right + 1)):
            cell = found.cells.get(place)
            if cell and cell.formula is None:
                found.cells[place] = cell._replace(formula=FORMULA_ELSEWHERE)


def _hidden_columns(sheet: "_Element") -> Iterator[int]:
    """Each hidden column once: column settings stand in order and do not overlap."""
    after = 0
    for columns in sheet.iter("{*}col"):
        first, last = int(columns.get("min") or 1), min(int(columns.get("max") or LAST_COLUMN), LAST_COLUMN)
        if _is_true(columns.get("hidden")) or columns.get("width") in _ZERO_SIZES:
            yield from range(max(first, after + 1), last + 1)
        after = max(after, last)


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")
