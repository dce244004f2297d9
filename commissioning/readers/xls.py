"""The bytes of an Excel workbook of before 2007 (.xls) to Cells: values by xlrd, and the rest from its records."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.returned import Aspect, Cell, Cells, DefinedName, LooseText, Noticed, SheetCells, Typed
from commissioning.ooxml.package import DAMAGED
from commissioning.ooxml.sheet import FORMULA_ELSEWHERE, MOST_CELLS, TOO_MANY_CELLS
from commissioning.ooxml.styles import shows_length, shows_percent
from commissioning.ooxml.texts import said_at
from commissioning.readers.biff.compound import COMPOUND, Compound, loose_properties, open_compound
from commissioning.readers.biff.records import (
    MACRO_SHEET,
    PROGRAM,
    QUERY,
    VBA,
    WORKSHEET,
    Stream,
    Substream,
    is_locked,
    is_of_today,
    pivot_texts,
    walked,
)
from commissioning.readers.noticing import noticed_on, said_of
from commissioning.readers.reader import Reader
from commissioning.readers.values import exact, of_days, of_number

if TYPE_CHECKING:
    from xlrd.book import Book, Name
    from xlrd.sheet import Cell as XlrdCell
    from xlrd.sheet import Sheet

LOCKED = "This workbook has a password, so it was not opened. Take the password off and send it again."
TOO_OLD = (
    "This workbook is of a kind from before 1997. Open it in Excel, save it as an Excel workbook (.xlsx) and send that."
)
_PIVOTS = "_SX_DB_CUR/"
_NOTHING = Substream()


def is_xls(content: bytes) -> bool:
    """Whether this is a compound file with a workbook in it."""
    if not content.startswith(COMPOUND):
        return False
    try:
        return bool(open_compound(content).workbook())
    except NotOurs:
        return False


def read_xls(content: bytes) -> Cells:
    """Every cell of every sheet, hidden ones too, the names, and every text outside cells that can be told."""
    compound = open_compound(content)
    stream = compound.workbook()
    if is_locked(stream):
        raise NotOurs(LOCKED)
    if not is_of_today(stream):
        raise NotOurs(TOO_OLD)
    found = walked(stream)
    offsets = [offset for offset, kind in found.sheets if kind == WORKSHEET]
    if not offsets or len(set(offsets)) < len(offsets):
        raise NotOurs(DAMAGED)
    book = _book(content)
    if len(book.sheets()) != len(offsets):
        raise NotOurs(DAMAGED)
    parts = [found.parts.get(offset, _NOTHING) for offset in offsets]
    try:
        sheets = tuple(_sheet(book, sheet, part) for sheet, part in zip(book.sheets(), parts, strict=True))
    except (LookupError, ArithmeticError, AttributeError) as error:
        raise NotOurs(DAMAGED) from error
    _refuse_too_large(sheets)
    loose = (*_loose(book, sheets, parts), *_unused(book, found), *_of_file(compound, found))
    noticed = (*_noticed(book, compound, found, sheets), *noticed_on(sheets, counts_from_1900=not book.datemode))
    return Cells(sheets, tuple(_names(book, sheets)), loose, READER.format, noticed)


READER = Reader("xls", is_xls, read_xls)


def _book(content: bytes) -> "Book":
    """The workbook as xlrd reads it; whatever it stumbles over is damage."""
    import xlrd

    try:
        # On demand: the texts that no cell uses are let go of otherwise.
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
        )
        book.sheets()
    except Exception as error:
        raise NotOurs(DAMAGED) from error
    return book


def _refuse_too_large(sheets: tuple[SheetCells, ...]) -> None:
    if sum(len(sheet.cells) for sheet in sheets) > MOST_CELLS:
        raise NotOurs(TOO_MANY_CELLS)


def _sheet(book: "Book", sheet: "Sheet", part: Substream) -> SheetCells:
    cells: dict[tuple[int, int], Cell] = {}
    for row in range(sheet.nrows):
        for column, each in enumerate(sheet.row(row)):
            place = (row + 1, column + 1)
            cell = _cell(book, each)
            if cell is not None and (cell.text or cell.typed is not Typed.TEXT):
                cells[place] = replace(cell, formula=FORMULA_ELSEWHERE) if place in part.formulas else cell
    return SheetCells(
        name=sheet.name,
        visible=sheet.visibility == 0,
        cells=cells,
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        hidden_columns=frozenset(_hidden_columns(sheet)),
        merged=tuple(
            f"{place_at('', top + 1, left + 1).cell}:{place_at('', bottom, right).cell}"
            for top, bottom, left, right in sheet.merged_cells
        ),
    )


def _hidden_columns(sheet: "Sheet") -> Iterator[int]:
    return (column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0)


def _cell(book: "Book", cell: "XlrdCell") -> Cell | None:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Cell(Typed.TEXT, cell.value)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Cell(Typed.BOOLEAN, "TRUE" if cell.value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Cell(Typed.ERROR, xlrd.error_text_from_code.get(cell.value, "#ERROR"))
    if cell.ctype not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return None
    if not isfinite(cell.value):
        return Cell(Typed.ERROR, "#NUM!")
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_DATE:
        return of_days(cell.value, from_1904=bool(book.datemode), is_length=shows_length(code))
    return of_number(exact(cell.value), percent=shows_percent(code))


def _names(book: "Book", sheets: tuple[SheetCells, ...]) -> Iterator[DefinedName]:
    """Names for a rectangle of a sheet that is there, one each; the workbook's own before those of a sheet."""
    seen: set[str] = set()
    for name in sorted(book.name_obj_list, key=lambda each: each.scope >= 0):
        area = None if name.builtin or name.macro or name.func else _area(name)
        if area is None or name.name.startswith("_xlnm.") or name.name.casefold() in seen:
            continue
        first_sheet, last_sheet, top, bottom, left, right = area
        if first_sheet + 1 == last_sheet and 0 <= first_sheet < len(sheets):
            seen.add(name.name.casefold())
            yield DefinedName(name.name, sheets[first_sheet].name, (top + 1, left + 1), (bottom, right))


def _area(name: "Name") -> tuple[int, int, int, int, int, int] | None:
    """The one rectangle that a name stands for, as xlrd counts: from 0, the ends left out."""
    value = getattr(name.result, "value", None)
    area = getattr(value[0], "coords", None) if isinstance(value, list) and len(value) == 1 else None
    return tuple(area) if area is not None else None


def _loose(book: "Book", sheets: tuple[SheetCells, ...], parts: list[Substream]) -> Iterator[LooseText]:
    for found in sheets:
        yield LooseText("sheet names", found.name)
    yield from said_at("defined names", (name.name for name in book.name_obj_list if not name.builtin))
    for sheet, part in zip(book.sheets(), parts, strict=True):
        where = f"sheet {sheet.name}"
        notes = sheet.cell_note_map.values()
        yield from said_at(f"notes on {where}", (text or "" for note in notes for text in (note.author, note.text)))
        yield from said_at(f"link on {where}", _link_texts(sheet))
        for called, text in part.texts:
            yield from said_at(called.format(where), [text])


def _link_texts(sheet: "Sheet") -> Iterator[str]:
    for link in sheet.hyperlink_list:
        for text in (link.url_or_path, link.textmark, link.desc, link.quicktip):
            yield text.decode("cp1252", errors="replace") if isinstance(text, bytes) else text or ""


def _unused(book: "Book", found: Stream) -> Iterator[LooseText]:
    """Shared texts that no cell shows any more: what was deleted can still be in the file."""
    strings: list[str] = getattr(book, "_sharedstrings", None) or []
    unused = (text for number, text in enumerate(strings) if number not in found.used_strings)
    yield from said_at("text that no cell uses any more", unused)


def _of_file(compound: Compound, found: Stream) -> Iterator[LooseText]:
    """The texts of the whole file: properties, those before the first sheet, and what pivot tables keep."""
    yield from loose_properties(compound)
    for called, text in found.parts.get(0, _NOTHING).texts:
        yield from said_at(called.format("the workbook"), [text])
    for name, stream in compound.streams.items():
        if name.startswith(_PIVOTS):
            yield from said_at("pivot cache", pivot_texts(stream))


def _noticed(book: "Book", compound: Compound, found: Stream, sheets: tuple[SheetCells, ...]) -> Iterator[Noticed]:
    if any(part.formulas for part in found.parts.values()):
        yield from said_of(Aspect.FORMULA_WORDS_UNREAD, fact=".xls")
    kinds = {kind for _, kind in found.sheets}
    if VBA in found.kinds or kinds & {MACRO_SHEET, PROGRAM} or _has(compound.streams, "_VBA_PROJECT"):
        yield Noticed(Aspect.MACROS)
    if found.other_workbooks:
        yield Noticed(Aspect.EXTERNAL_LINKS)
    if found.other_programs:
        yield Noticed(Aspect.DDE)
    if _has(compound.streams, "MBD", "LNK", "Ctls"):
        yield Noticed(Aspect.EMBEDDED)
    if QUERY in found.kinds:
        yield Noticed(Aspect.CONNECTIONS)
    if _has(compound.streams, "_signatures", "_xmlsignatures"):
        yield Noticed(Aspect.SIGNATURE)
    parts = [found.parts.get(offset, _NOTHING) for offset, kind in found.sheets if kind == WORKSHEET]
    twice = (
        Place(sheet.name, place_at("", row, column).cell)
        for sheet, part in zip(sheets, parts, strict=True)
        for row, column in part.repeated
    )
    yield from said_of(Aspect.WRITTEN_TWICE, twice)


def _has(streams: Mapping[str, bytes], *beginnings: str) -> bool:
    return any(name.startswith(beginnings) for name in streams)
