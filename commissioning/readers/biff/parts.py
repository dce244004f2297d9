"""The binary parts of an .xlsb package to records, and single records to what they say."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from commissioning.errors import NotOurs
from commissioning.ooxml.addresses import LAST_COLUMN, LAST_ROW
from commissioning.ooxml.package import DAMAGED
from commissioning.ooxml.sheet import MOST_CELLS, TOO_MANY_CELLS

ROW, BLANK, RK, ERROR, BOOLEAN, REAL, TEXT, SHARED_TEXT = range(8)
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOLEAN, FORMULA_ERROR = range(8, 12)
SHARED_ITEM, NAME, FORMAT, CELL_FORMAT, COLUMNS, RICH_TEXT = 19, 39, 44, 47, 60, 62
SETTINGS, SHEET, MERGED = 153, 156, 176
OTHER_BOOK, SELF, SAME_SHEET, ADD_IN, SHEETS_REFERRED_TO, LINK = 355, 357, 358, 667, 362, 360
BEGIN_CELL_FORMATS, END_CELL_FORMATS = 617, 618
_CELLS = frozenset((*range(1, 12), RICH_TEXT))
_FORMULAS = frozenset(range(8, 12))
_NO_TEXT = 0xFFFFFFFF

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
# Texts in a part that is not read record by record: three letters or more, two bytes each.
_LETTERS = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01-\x06\x1e-\x21]){3,}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BinaryCell:
    """A cell as its record writes it: what kind of record, its style, and its value."""

    kind: int
    style: int
    value: float | str | bool

    @property
    def is_formula(self) -> bool:
        """Whether a formula gives the value."""
        return self.kind in _FORMULAS


@dataclass(slots=True)
class BinarySheet:
    """What a sheet's binary part says; shared texts are still their numbers."""

    cells: dict[tuple[int, int], BinaryCell] = field(default_factory=dict)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    others: list[bytes] = field(default_factory=list)


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Each record of a part: its kind, and its bytes. IndexError where the part is cut short."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        size = 0
        for shift in (0, 7, 14, 21):
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if at + size > end:
            raise IndexError
        yield kind, part[at : at + size]
        at += size


def text_at(data: bytes, at: int) -> tuple[str, int]:
    """A text with the number of its letters before it, and where it ends."""
    (length,) = struct.unpack_from("<I", data, at)
    if length == _NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(data):
        raise IndexError
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end


def rk_number(data: bytes, at: int) -> float:
    """A number packed into four bytes: a whole number or the better half of another, perhaps a hundredfold."""
    (packed,) = struct.unpack_from("<I", data, at)
    if packed & 2:
        (whole,) = struct.unpack_from("<i", data, at)
        number = float(whole >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))
    return number / 100 if packed & 1 else number


def sheet_of(part: bytes, room: int) -> BinarySheet:
    """A sheet's cells and what is hidden or merged on it; no more cells than there is room for."""
    found, row = BinarySheet(), 0
    try:
        for kind, data in records(part):
            if kind == ROW:
                row = _row(found, data)
            elif kind in _CELLS:
                _take_cell(found, row, kind, data)
            else:
                _take_other(found, kind, data)
            if len(found.cells) > room:
                raise NotOurs(TOO_MANY_CELLS)
    except (struct.error, IndexError) as error:
        raise NotOurs(DAMAGED) from error
    return found


def _take_other(found: BinarySheet, kind: int, data: bytes) -> None:
    """What is hidden or merged; of any other record its bytes, for the words in it."""
    if kind == COLUMNS:
        first, last, width, _, flags = struct.unpack_from("<IIIIH", data)
        if flags & 1 or width == 0:
            found.hidden_columns.update(range(first + 1, min(last + 1, LAST_COLUMN) + 1))
    elif kind == MERGED:
        top, bottom, left, right = struct.unpack_from("<IIII", data)
        if top <= bottom < LAST_ROW and left <= right < LAST_COLUMN:
            found.merged.append((top + 1, left + 1, bottom + 1, right + 1))
    else:
        found.others.append(data)


def _row(found: BinarySheet, data: bytes) -> int:
    (row,) = struct.unpack_from("<I", data)
    if row >= LAST_ROW:
        raise IndexError
    if data[11] & 0x10:
        found.hidden_rows.add(row + 1)
    return int(row) + 1


def _take_cell(found: BinarySheet, row: int, kind: int, data: bytes) -> None:
    column, style = struct.unpack_from("<II", data)
    if column >= LAST_COLUMN:
        raise IndexError
    if kind == BLANK:
        return
    place, cell = (row, column + 1), BinaryCell(kind, style & 0xFFFFFF, _value(kind, data))
    if found.cells.setdefault(place, cell) != cell:
        found.repeated.append(place)
        found.cells[place] = cell


def _value(kind: int, data: bytes) -> float | str | bool:
    if kind == RK:
        return rk_number(data, 8)
    if kind in (REAL, FORMULA_NUMBER):
        return float(struct.unpack_from("<d", data, 8)[0])
    if kind in (BOOLEAN, FORMULA_BOOLEAN):
        return bool(data[8])
    if kind in (ERROR, FORMULA_ERROR):
        return ERRORS.get(data[8], "#ERROR")
    if kind == SHARED_TEXT:
        return float(struct.unpack_from("<I", data, 8)[0])
    return text_at(data, 9 if kind == RICH_TEXT else 8)[0]


def shared_texts(part: bytes) -> list[str]:
    """The texts that cells share, by their numbers."""
    try:
        found = [text_at(data, 1)[0] for kind, data in records(part) if kind == SHARED_ITEM]
    except (struct.error, IndexError) as error:
        raise NotOurs(DAMAGED) from error
    if len(found) > MOST_CELLS:
        raise NotOurs(TOO_MANY_CELLS)
    return found


def formats(part: bytes) -> tuple[list[int], dict[int, str]]:
    """The number format of each cell style, by the number cells call it, and the words of those that have some."""
    styles: list[int] = []
    codes: dict[int, str] = {}
    inside = False
    try:
        for kind, data in records(part):
            inside = kind == BEGIN_CELL_FORMATS or (inside and kind != END_CELL_FORMATS)
            if kind == FORMAT:
                codes[int.from_bytes(data[:2], "little")] = text_at(data, 2)[0]
            elif kind == CELL_FORMAT and inside:
                styles.append(int.from_bytes(data[2:4], "little"))
    except (struct.error, IndexError) as error:
        raise NotOurs(DAMAGED) from error
    return styles, codes


def letters_in(part: bytes) -> Iterator[str]:
    """Whatever looks like words in bytes of which no more is known."""
    return (found[0].decode("utf-16-le", errors="replace") for found in _LETTERS.finditer(part))
