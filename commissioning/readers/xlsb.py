"""The bytes of a binary Excel workbook (.xlsb) to Cells: one walk over the records of each part."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite

from commissioning.errors import NotOurs
from commissioning.findings import place_at
from commissioning.model.returned import Aspect, Cell, Cells, LooseText, Noticed, SheetCells, Typed
from commissioning.ooxml.noticing import noticed_in
from commissioning.ooxml.package import DAMAGED, Package, checked, open_package, part_names
from commissioning.ooxml.sheet import FORMULA_ELSEWHERE, MOST_CELLS, SheetPart
from commissioning.ooxml.styles import BUILT_IN_DATES, BUILT_IN_LENGTH, shows_date, shows_length, shows_percent
from commissioning.ooxml.texts import of_files_inside, of_part, said_at
from commissioning.ooxml.workbook import WorkbookPart
from commissioning.readers.biff.book import BINARY_WORKBOOK, binary_workbook
from commissioning.readers.biff.parts import (
    ERROR,
    FORMULA_ERROR,
    LINK,
    SHARED_TEXT,
    BinaryCell,
    BinarySheet,
    formats,
    letters_in,
    records,
    shared_texts,
    sheet_of,
)
from commissioning.readers.noticing import noticed_on, said_of
from commissioning.readers.reader import Reader
from commissioning.readers.values import exact, of_days, of_number

_PERCENT = frozenset({9, 10})
_WITHOUT_WORDS = ("xl/styles", "xl/theme", "xl/calcChain", "xl/sharedStrings", "xl/worksheets/", "xl/binaryIndex")
_CALLED = (
    ("xl/comments", "notes on the workbook"),
    ("xl/pivotCache", "pivot cache"),
    ("", "other parts of the workbook"),
)
_MOST_WORDS = 200_000
"""Texts of parts that are not read record by record."""


def is_xlsb(content: bytes) -> bool:
    """Whether this is a package with a binary workbook in it."""
    try:
        may_be = content.startswith(b"PK\x03\x04") and BINARY_WORKBOOK.encode() in content
        return may_be and BINARY_WORKBOOK in part_names(content)
    except NotOurs:
        return False


def read_xlsb(content: bytes) -> Cells:
    """Every cell of every sheet, hidden ones too, the names, and the texts outside cells as far as they can be told."""
    package = open_package(content)
    book = binary_workbook(package)
    parts = _sheet_parts(package, book)
    texts = shared_texts(checked(package, book.strings)) if book.strings in package.parts else []
    styles = Styles(package, book)
    sheets = tuple(
        _sheet(sheet.name, parts[sheet.part], styles, texts, visible=sheet.visible) for sheet in book.worksheets()
    )
    loose = (*_loose(package, book, parts), *_unused(parts, texts))
    noticed = (*_noticed(package, book, parts), *noticed_on(sheets, counts_from_1900=not book.counts_from_1904))
    return Cells(sheets, book.names, loose, READER.format, noticed)


READER = Reader("xlsb", is_xlsb, read_xlsb)


class Styles:
    """How each cell style shows its number: as a percentage, a day, or a length of time."""

    def __init__(self, package: Package, book: WorkbookPart) -> None:
        found, codes = formats(package.parts.get(book.styles, b""))
        self.from_1904 = book.counts_from_1904
        shown = {number: codes.get(number, "") for number in set(found)}
        percent = {n for n, code in shown.items() if n in _PERCENT or shows_percent(code)}
        dates = {n for n, code in shown.items() if n in BUILT_IN_DATES or (code and shows_date(code))}
        lengths = {n for n, code in shown.items() if n == BUILT_IN_LENGTH or shows_length(code)}
        self.percent = frozenset(style for style, number in enumerate(found) if number in percent)
        self.dates = frozenset(style for style, number in enumerate(found) if number in dates)
        self.lengths = frozenset(style for style, number in enumerate(found) if number in lengths)

    def cell(self, number: float, style: int) -> Cell:
        """A number as its style shows it."""
        if not isfinite(number):
            return Cell(Typed.ERROR, "#NUM!")
        if style in self.dates:
            return of_days(number, from_1904=self.from_1904, is_length=style in self.lengths)
        return of_number(exact(number), percent=style in self.percent)


def _sheet_parts(package: Package, book: WorkbookPart) -> dict[str, BinarySheet]:
    parts: dict[str, BinarySheet] = {}
    room = MOST_CELLS
    for sheet in book.worksheets():
        if sheet.part in parts:
            raise NotOurs(DAMAGED)
        parts[sheet.part] = sheet_of(checked(package, sheet.part), room)
        room -= len(parts[sheet.part].cells)
    return parts


def _sheet(name: str, part: BinarySheet, styles: Styles, texts: list[str], *, visible: bool) -> SheetCells:
    found = {place: _cell(cell, styles, texts) for place, cell in part.cells.items()}
    return SheetCells(
        name=name,
        visible=visible,
        cells={place: cell for place, cell in found.items() if cell.text},
        hidden_rows=frozenset(part.hidden_rows),
        hidden_columns=frozenset(part.hidden_columns),
        merged=tuple(f"{place_at('', *area[:2]).cell}:{place_at('', *area[2:]).cell}" for area in part.merged),
    )


def _cell(cell: BinaryCell, styles: Styles, texts: list[str]) -> Cell:
    found = _of_value(cell, styles, texts)
    return replace(found, formula=FORMULA_ELSEWHERE) if cell.is_formula else found


def _of_value(cell: BinaryCell, styles: Styles, texts: list[str]) -> Cell:
    if cell.kind == SHARED_TEXT:
        if cell.value >= len(texts):  # type: ignore[operator]  # a number, as its record is
            raise NotOurs(DAMAGED)
        return Cell(Typed.TEXT, texts[int(cell.value)])
    if cell.kind in (ERROR, FORMULA_ERROR):
        return Cell(Typed.ERROR, str(cell.value))
    if isinstance(cell.value, bool):
        return Cell(Typed.BOOLEAN, str(cell.value).upper())
    if isinstance(cell.value, str):
        return Cell(Typed.TEXT, cell.value)
    return styles.cell(cell.value, cell.style)


def _loose(package: Package, book: WorkbookPart, parts: Mapping[str, BinarySheet]) -> Iterator[LooseText]:
    """Parts that are XML are read as in any workbook; of binary ones whatever looks like words is a text."""
    for sheet in book.sheets:
        yield LooseText("sheet names", sheet.name)
    for sheet in book.worksheets():
        words = (text for record in parts[sheet.part].others for text in letters_in(record))
        yield from _some(f"settings of sheet {sheet.name}", words)
    for name in sorted(package.parts):
        yield from of_part(package, name, "")
        if name.endswith(".bin") and name.startswith("xl/") and not name.startswith(_WITHOUT_WORDS):
            called = next(called for start, called in _CALLED if name.startswith(start))
            yield from _some(called, letters_in(package.parts[name]))
    yield from of_files_inside(package)


def _some(where: str, words: Iterator[str]) -> Iterator[LooseText]:
    return said_at(where, (text for text, _ in zip(words, range(_MOST_WORDS), strict=False)))


def _unused(parts: Mapping[str, BinarySheet], texts: list[str]) -> Iterator[LooseText]:
    used = {cell.value for part in parts.values() for cell in part.cells.values() if cell.kind == SHARED_TEXT}
    unused = (text for number, text in enumerate(texts) if number not in used)
    return said_at("text that no cell uses any more", unused)


def _noticed(package: Package, book: WorkbookPart, parts: Mapping[str, BinarySheet]) -> Iterator[Noticed]:
    if any(cell.is_formula for part in parts.values() for cell in part.cells.values()):
        yield from said_of(Aspect.FORMULA_WORDS_UNREAD, fact=".xlsb")
    yield from noticed_in(package, book, {name: SheetPart(repeated=part.repeated) for name, part in parts.items()})
    kinds = {kind for name in package.parts if name.startswith("xl/externalLinks/") for kind in _links(package, name)}
    if 0 in kinds:
        yield Noticed(Aspect.EXTERNAL_LINKS)
    if kinds & {1, 2}:
        yield Noticed(Aspect.DDE)


def _links(package: Package, name: str) -> set[int]:
    """What the links of a part lead to: 0 a workbook, 1 and 2 another program."""
    if not name.endswith(".bin"):
        return set()
    try:
        return {int.from_bytes(data[:2], "little") for kind, data in records(package.parts[name]) if kind == LINK}
    except IndexError as error:
        raise NotOurs(DAMAGED) from error
