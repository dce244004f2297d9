"""The bytes of an Excel workbook to Cells: values by calamine, and from the package's parts what it does not tell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isfinite
from typing import TYPE_CHECKING, Any

from commissioning.errors import NotOurs
from commissioning.model.returned import Cell, Cells, SheetCells, Typed
from commissioning.ooxml.noticing import has_macros_enabled, noticed_in
from commissioning.ooxml.package import DAMAGED, Package, open_package, part_names, repacked
from commissioning.ooxml.sheet import MOST_CELLS, TOO_MANY_CELLS, SheetPart, WrittenCell, sheet_part
from commissioning.ooxml.styles import percent_styles
from commissioning.ooxml.texts import loose_texts, unused_strings
from commissioning.ooxml.workbook import WORKBOOK, WorkbookPart, workbook_part
from commissioning.readers.noticing import noticed_on
from commissioning.readers.reader import Reader
from commissioning.readers.values import exact, of_hours, of_number

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Value = float | str | bool | date | time | timedelta
"""What calamine gives for a cell."""

_FOR_CALAMINE = frozenset({"[Content_Types].xml", "_rels/.rels", WORKBOOK, "xl/_rels/workbook.xml.rels"})


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet's values as calamine gives them, and how many rows and columns stand before the first."""

    rows: list[list[Value]]
    before: tuple[int, int]

    def value(self, place: tuple[int, int]) -> Value:
        """The value at (row, column), both counted from 1; an empty text where there is none."""
        row, column = place[0] - 1 - self.before[0], place[1] - 1 - self.before[1]
        if row < 0 or column < 0:
            return ""
        try:
            return self.rows[row][column]
        except IndexError:
            return ""


def is_xlsx(content: bytes) -> bool:
    """Whether this is a package with a workbook in it."""
    try:
        return content.startswith(b"PK\x03\x04") and WORKBOOK in part_names(content)
    except NotOurs:
        return False


def read_xlsx(content: bytes) -> Cells:
    """Every cell of every sheet, hidden ones too, the names, and every text outside cells."""
    package = open_package(content)
    book = workbook_part(package)
    parts = _sheet_parts(package, book)
    grids = _grids(package, book)
    percent = percent_styles(package, book.styles)
    sheets = tuple(
        _sheet(sheet.name, parts[sheet.part], grids[sheet.name], percent, visible=sheet.visible)
        for sheet in book.worksheets()
    )
    rests = {name: part.rest for name, part in parts.items()}
    loose = (*loose_texts(package, book, rests), *unused_strings(package, book, _used_strings(parts)))
    noticed = (*noticed_in(package, book, parts), *noticed_on(sheets, counts_from_1900=not book.counts_from_1904))
    return Cells(sheets, book.names, loose, "xlsm" if has_macros_enabled(package) else READER.format, noticed)


READER = Reader("xlsx", is_xlsx, read_xlsx)


def _sheet_parts(package: Package, book: WorkbookPart) -> dict[str, SheetPart]:
    """The sheets' parts by name; sheets that reach too far are refused before a grid of them is made."""
    parts, area = {}, 0
    for sheet in book.worksheets():
        if sheet.part in parts:
            raise NotOurs(DAMAGED)
        parts[sheet.part] = sheet_part(package, sheet.part)
        area += parts[sheet.part].area()
        if area > MOST_CELLS:
            raise NotOurs(TOO_MANY_CELLS)
    return parts


def _grids(package: Package, book: WorkbookPart) -> dict[str, Grid]:
    """Each sheet's values, by calamine, and by the second reader where that trips up calamine."""
    needed = _FOR_CALAMINE | {sheet.part for sheet in book.worksheets()} | {book.styles, book.strings}
    whole = repacked(package, frozenset(needed))
    try:
        return _calamine_grids(whole, book)
    except NotOurs:
        return second_grids(whole, book)


def _calamine_grids(content: bytes, book: WorkbookPart) -> dict[str, Grid]:
    from python_calamine import CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return {sheet.name: _grid(workbook, sheet.name) for sheet in book.worksheets()}
    except MemoryError:
        raise
    except Exception as error:
        raise NotOurs(DAMAGED) from error
    except BaseException as error:
        # A panic of the library beneath calamine is no Exception, and has no importable name.
        if type(error).__name__ == "PanicException":
            raise NotOurs(DAMAGED) from error
        raise


def second_grids(content: bytes, book: WorkbookPart) -> dict[str, Grid]:
    """Each sheet's values by openpyxl, the second reader, for the few files that only it opens."""
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(BytesIO(content), data_only=True, keep_links=False)
        return {sheet.name: _second_grid(workbook[sheet.name].values) for sheet in book.worksheets()}
    except MemoryError:
        raise
    except Exception as error:
        raise NotOurs(DAMAGED) from error


def _second_grid(rows: Iterable[Iterable[Any]]) -> Grid:
    return Grid([["" if value is None else value for value in row] for row in rows], (0, 0))


def _grid(workbook: "CalamineWorkbook", name: str) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    return Grid(sheet.to_python(), sheet.start or (0, 0))


def _used_strings(parts: Mapping[str, SheetPart]) -> frozenset[str]:
    return frozenset(
        cell.value for part in parts.values() for cell in part.cells.values() if cell.letter == "s" and cell.value
    )


def _sheet(name: str, part: SheetPart, grid: Grid, percent: frozenset[int], *, visible: bool) -> SheetCells:
    cells: dict[tuple[int, int], Cell] = {}
    texts: dict[str, Cell] = {}
    for place, written in part.cells.items():
        cell = _cell(written, grid.value(place), texts, percent=written.style in percent)
        if cell is not None:
            cells[place] = cell
    return SheetCells(
        name=name,
        visible=visible,
        cells=cells,
        hidden_rows=frozenset(part.hidden_rows),
        hidden_columns=frozenset(part.hidden_columns),
        merged=part.merged,
    )


def _cell(written: WrittenCell, value: Value, texts: dict[str, Cell], *, percent: bool) -> Cell | None:
    """What a cell holds; None for an empty text. Cells of the sheet with the same text are one, kept in `texts`."""
    if written.letter == "e":
        return Cell(Typed.ERROR, written.value or "", formula=written.formula)
    # A formula whose result is not stored; an empty text is a result.
    if not written.value and (written.value is None or written.letter != "str"):
        return Cell(Typed.UNCALCULATED, written.formula or "", formula=written.formula, percent=percent)
    if value == "":
        return None
    if written.formula is not None or not isinstance(value, str):
        return _of_value(value, written.formula, percent=percent)
    if value not in texts:
        texts[value] = Cell(Typed.TEXT, value)
    return texts[value]


def _of_value(value: Value, formula: str | None, *, percent: bool) -> Cell:
    if isinstance(value, str):
        return Cell(Typed.TEXT, value, None, formula)
    if isinstance(value, bool):
        return Cell(Typed.BOOLEAN, str(value).upper(), None, formula)
    if isinstance(value, float | int) and isfinite(value):
        return of_number(exact(value), formula, percent=percent)
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(Typed.DATE, value.isoformat(), formula=formula, day=day)
    if isinstance(value, time):
        return Cell(Typed.DATE, value.isoformat(), formula=formula)
    if isinstance(value, timedelta):
        return Cell(Typed.DATE, of_hours(value), formula=formula)
    return Cell(Typed.TEXT, str(value), None, formula)
