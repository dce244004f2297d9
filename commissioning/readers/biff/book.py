"""The workbook part of an .xlsb package to its sheets, its names and how it counts days."""

import struct
from collections.abc import Iterator, Mapping

from commissioning.errors import NotOurs
from commissioning.model.returned import DefinedName
from commissioning.ooxml.addresses import LAST_COLUMN, LAST_ROW
from commissioning.ooxml.package import DAMAGED, Link, Package, checked, related
from commissioning.ooxml.workbook import WorkbookPart, WorkbookSheet
from commissioning.readers.biff.parts import (
    ADD_IN,
    NAME,
    OTHER_BOOK,
    SAME_SHEET,
    SELF,
    SETTINGS,
    SHEET,
    SHEETS_REFERRED_TO,
    records,
    text_at,
)

BINARY_WORKBOOK = "xl/workbook.bin"
_NOT_A_NAME_OF_CELLS = 0x2 | 0x8 | 0x20
"""Names of functions, of macros, and those that Excel defines itself."""
_OF_THE_WORKBOOK = 0xFFFFFFFF
_ONE_CELL, _AREA = 0x1A, 0x1B

Area = tuple[int, int, int, int, int]
"""A sheet's number, from 0, and the first row and column and the last, from 1."""
_COLUMN = 0x3FFF


def binary_workbook(package: Package) -> WorkbookPart:
    """The list of sheets and names, where the common parts are, and the year that days are counted from."""
    try:
        found = list(records(checked(package, BINARY_WORKBOOK)))
        links = {link.id: link for link in related(package, BINARY_WORKBOOK) if not link.external}
        sheets = tuple(_sheet(data, links) for kind, data in found if kind == SHEET)
        if not sheets or len({sheet.name for sheet in sheets}) < len(sheets):
            raise NotOurs(DAMAGED)
        names = tuple(_names(found, sheets))
        from_1904 = any(data[0] & 1 for kind, data in found if kind == SETTINGS)
    except (struct.error, IndexError) as error:
        raise NotOurs(DAMAGED) from error
    parts = {link.kind: link.target for link in links.values()}
    return WorkbookPart(sheets, names, parts.get("styles", ""), parts.get("sharedStrings", ""), from_1904)


def _sheet(data: bytes, links: Mapping[str, Link]) -> WorkbookSheet:
    (state,) = struct.unpack_from("<I", data)
    link_id, at = text_at(data, 8)
    link = links.get(link_id)
    return WorkbookSheet(
        name=text_at(data, at)[0],
        visible=state == 0,
        part=link.target if link else "",
        kind=link.kind if link else "",
    )


def _names(found: list[tuple[int, bytes]], sheets: tuple[WorkbookSheet, ...]) -> Iterator[DefinedName]:
    """Names for a rectangle of a sheet that is there, one each; the workbook's own before those of a sheet."""
    places = _sheets_referred_to(found)
    defined = sorted((_defined(data, places) for kind, data in found if kind == NAME), key=lambda each: each[0])
    seen: set[str] = set()
    for _, name, area in defined:
        if area is not None and name.casefold() not in seen and 0 <= area[0] < len(sheets):
            seen.add(name.casefold())
            yield DefinedName(name, sheets[area[0]].name, area[1:3], area[3:5])


def _sheets_referred_to(found: list[tuple[int, bytes]]) -> list[int]:
    """Which sheet of this workbook each reference of a formula means; -1 for those of others, and for several."""
    books = [kind for kind, _ in found if kind in (OTHER_BOOK, SELF, SAME_SHEET, ADD_IN)]
    data = next((data for kind, data in found if kind == SHEETS_REFERRED_TO), b"\0\0\0\0")
    (count,) = struct.unpack_from("<I", data)
    meant: list[int] = []
    for number in range(min(count, (len(data) - 4) // 12)):
        book, first, last = struct.unpack_from("<Iii", data, 4 + 12 * number)
        meant.append(first if first == last and book < len(books) and books[book] == SELF else -1)
    return meant


def _defined(data: bytes, places: list[int]) -> tuple[bool, str, Area | None]:
    """Whether a name is of one sheet alone, the name, and its sheet, first row and column and last."""
    flags, _, sheet = struct.unpack_from("<IBI", data)
    name, at = text_at(data, 9)
    (size,) = struct.unpack_from("<I", data, at)
    formula = data[at + 4 : at + 4 + size]
    of_cells = not flags & _NOT_A_NAME_OF_CELLS and not name.startswith("_xlnm.")
    return sheet != _OF_THE_WORKBOOK, name, _area(formula, places) if of_cells else None


def _area(formula: bytes, places: list[int]) -> Area | None:
    """The rectangle that a formula of one reference means; None for any other formula."""
    kind = formula[0] & 0x1F if formula else 0
    if kind == _ONE_CELL and len(formula) == 9:  # noqa: PLR2004  # one reference and no more
        which, top, left = struct.unpack_from("<HIH", formula, 1)
        bottom, right = top, left
    elif kind == _AREA and len(formula) == 15:  # noqa: PLR2004  # one area and no more
        which, top, bottom, left, right = struct.unpack_from("<HIIHH", formula, 1)
    else:
        return None
    sheet = places[which] if which < len(places) else -1
    left, right = left & _COLUMN, right & _COLUMN
    inside = top <= bottom < LAST_ROW and left <= right < LAST_COLUMN
    return (sheet, top + 1, left + 1, bottom + 1, right + 1) if inside else None
