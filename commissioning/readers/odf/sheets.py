"""The content part of an OpenDocument spreadsheet to its sheets, row by row, and the part without its rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.model.returned import Cell, LooseText, SheetCells
from commissioning.ooxml.addresses import LAST_COLUMN, LAST_ROW
from commissioning.ooxml.package import DAMAGED, MOST_MARKS
from commissioning.ooxml.sheet import MOST_CELLS, TOO_MANY_CELLS
from commissioning.ooxml.texts import said_at
from commissioning.readers.odf.cells import OFFICE, TABLE, cell_of
from commissioning.readers.odf.texts import texts_of

if TYPE_CHECKING:
    from lxml.etree import _Element

ROW, SHEET, COLUMN = f"{TABLE}table-row", f"{TABLE}table", f"{TABLE}table-column"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_HIDDEN = ("collapse", "filter")


@dataclass(slots=True)
class Table:
    """One sheet while it is read: its cells so far, the row it has come to, and texts that stand in no cell."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    row: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    objects: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Content:
    """What the content part says: its sheets, the texts of their notes and links, the sheets with objects, and the
    rest of the part."""

    sheets: tuple[SheetCells, ...]
    loose: tuple[LooseText, ...]
    with_objects: tuple[str, ...]
    rest: "_Element"


def content_of(part: bytes) -> Content:
    """Read every sheet row by row, so that a large one needs no tree of itself."""
    from lxml import etree

    elements = etree.iterparse(
        BytesIO(part), resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    tables: dict[_Element, Table] = {}
    try:
        _take_rows(tables, (element for _, element in elements))
        rest = elements.root
        hidden = _hidden_styles(rest)
        sheets = tuple(_sheet(element, table, hidden) for element, table in tables.items())
    except (etree.LxmlError, ValueError) as error:
        raise NotOurs(DAMAGED) from error
    named = [(sheet.name, table) for sheet, table in zip(sheets, tables.values(), strict=True)]
    if not sheets or len({name for name, _ in named}) < len(named):
        raise NotOurs(DAMAGED)
    loose = tuple(text for name, table in named for text in _loose(name, table))
    return Content(sheets, loose, tuple(name for name, table in named if table.objects), rest)


def _take_rows(tables: "dict[_Element, Table]", elements: "Iterator[_Element]") -> None:
    """Take each row as it ends and let it go; what is kept, and the cells of all sheets, have limits."""
    kept, room = 0, MOST_CELLS
    for element in elements:
        kept += 1 + len(element.attrib)
        if element.tag == ROW:
            sheet = next(element.iterancestors(SHEET), None)
            if sheet is not None:
                room -= _take_row(tables.setdefault(sheet, Table()), element, room)
            kept -= sum(1 + len(each.attrib) for each in element.iterdescendants())
            element.clear()
        elif element.tag == SHEET:
            tables.setdefault(element, Table())
        if kept > MOST_MARKS:
            raise NotOurs(TOO_MANY_CELLS)


def _take_row(table: Table, row: "_Element", room: int) -> int:
    """Take the cells of a row, as often as it is repeated, and say how many; one of nothing only moves on."""
    times, first = _times(row, "number-rows-repeated"), table.row + 1
    table.row = min(table.row + times, LAST_ROW)
    if row.get(f"{TABLE}visibility") in _HIDDEN:
        table.hidden_rows.update(range(first, table.row + 1))
    found = dict(_cells(table, row, first, room))
    if len(found) * times > room:
        raise NotOurs(TOO_MANY_CELLS)
    for number in range(first, table.row + 1) if found else ():
        table.cells.update(((number, column), cell) for column, cell in found.items())
    return len(found) * times


def _cells(table: Table, row: "_Element", number: int, room: int) -> Iterator[tuple[int, Cell]]:
    column = 1
    for element in row.iterchildren(*CELLS):
        times = _times(element, "number-columns-repeated")
        cell = cell_of(element) if len(element) or len(element.attrib) > 1 else None
        if cell is not None and (times > room or column + times - 1 > LAST_COLUMN):
            raise NotOurs(TOO_MANY_CELLS)
        if cell is not None:
            yield from ((at, cell) for at in range(column, column + times))
        if len(element):
            _take_texts(table, element, (number, column))
        _take_merge(table, element, number, column)
        column = min(column + times, LAST_COLUMN + 1)


def _take_texts(table: Table, cell: "_Element", place: tuple[int, int]) -> None:
    """Notes, links and drawings that hang on a cell, which no value of it shows."""
    for note in cell.iter(f"{OFFICE}annotation"):
        table.notes.extend(texts_of(note))
    for element in cell.iterdescendants("{*}a", "{*}object", "{*}object-ole", "{*}floating-frame", "{*}custom-shape"):
        if element.tag.endswith(("}object", "}object-ole", "}floating-frame")):
            table.objects.append(place)
        table.links.extend(texts_of(element))


def _take_merge(table: Table, cell: "_Element", row: int, column: int) -> None:
    across, down = _times(cell, "number-columns-spanned"), _times(cell, "number-rows-spanned")
    if across * down > 1:
        last = (min(row + down - 1, LAST_ROW), min(column + across - 1, LAST_COLUMN))
        table.merged.append(f"{_letters(column)}{row}:{_letters(last[1])}{last[0]}")


def _times(element: "_Element", attribute: str) -> int:
    times = int(element.get(f"{TABLE}{attribute}") or 1)
    if times < 1:
        raise NotOurs(DAMAGED)
    return min(times, LAST_ROW)


def _sheet(element: "_Element", table: Table, hidden: frozenset[str]) -> SheetCells:
    return SheetCells(
        name=element.get(f"{TABLE}name") or "",
        visible=element.get(f"{TABLE}style-name") not in hidden,
        cells=table.cells,
        hidden_rows=frozenset(table.hidden_rows),
        hidden_columns=frozenset(_hidden_columns(element)),
        merged=tuple(table.merged),
    )


def _hidden_styles(content: "_Element") -> frozenset[str]:
    """The styles of sheets that are not shown."""
    return frozenset(
        str(style.get(name))
        for style in content.iter("{*}style")
        for each in style.iterchildren("{*}table-properties")
        if each.get(f"{TABLE}display") == "false"
        for name in style.attrib
        if str(name).endswith("style:1.0}name")
    )


def _hidden_columns(sheet: "_Element") -> Iterator[int]:
    column = 1
    for each in sheet.iter(COLUMN):
        after = min(column + _times(each, "number-columns-repeated"), LAST_COLUMN + 1)
        if each.get(f"{TABLE}visibility") in _HIDDEN:
            yield from range(column, after)
        column = after


def _loose(name: str, table: Table) -> Iterator[LooseText]:
    yield LooseText("sheet names", name)
    yield from said_at(f"notes on sheet {name}", table.notes)
    yield from said_at(f"link on sheet {name}", table.links)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
