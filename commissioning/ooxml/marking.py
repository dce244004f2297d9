"""A workbook's bytes and remarks on it in; the same workbook out, with its cells marked and a sheet of findings first.

Lossless: every part is copied as it was packed, apart from the content types, the workbook and its relationships,
the styles, the marked sheets and theirs, their notes and the notes' frames, the list of sheets in the file's
properties and, of the sheets that stood open when it was saved, that they stand open no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from operator import itemgetter

from commissioning.errors import NotOurs
from commissioning.model.finding import Place, Severity
from commissioning.model.reply import Earlier, Remark, Remarks
from commissioning.ooxml.addresses import column_letters, row_and_column
from commissioning.ooxml.findings_sheet import COLOURS, findings_sheet, kept_sheet, texts
from commissioning.ooxml.marked_book import Book
from commissioning.ooxml.marked_cells import Cell, SheetCells
from commissioning.ooxml.marked_notes import AUTHOR, SheetNotes
from commissioning.ooxml.marked_styles import Styles
from commissioning.ooxml.package import one_part, part_names
from commissioning.ooxml.patching import CONTENT_TYPES, Patch
from commissioning.ooxml.unmarking import unmarked
from commissioning.ooxml.workbook import WORKBOOK, WorkbookSheet, workbook_part
from commissioning.privacy import masked
from commissioning.report.reply import note_on
from commissioning.returns.replied import FINDINGS, KEPT, digest_of, rows_of

MOST_MARKED = 5_000
"""Cells that are marked in one file; the rest are listed alone."""
SIGNED = "it bears a digital signature, which any mark would break"
NOT_A_PACKAGE = "only Excel workbooks (.xlsx and .xlsm) that open without a password can be marked"
UNUSUAL = "it is built in a way that cannot be marked without a risk to what is in it"
_SIGNATURES = "_xmlsignatures/"


class NotMarked(Exception):
    """A file that is answered by the page alone; the message says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class _Marks:
    """The remarks at each cell of one sheet, by where the cell is seen."""

    sheet: WorkbookSheet
    seen: SheetCells
    cells: dict[Cell, list[Remark]]
    placed: dict[Cell, list[Place]]


def can_be_marked(content: bytes) -> str:
    """Why a file cannot be marked; empty where it can."""
    try:
        names = part_names(content)
    except NotOurs:
        return NOT_A_PACKAGE
    if WORKBOOK not in names:
        return NOT_A_PACKAGE
    return SIGNED if any(name.startswith(_SIGNATURES) for name in names) else ""


def ending_of(content: bytes) -> str:
    """By which ending Excel opens a workbook: one with macros, under no other than its own."""
    return ".xlsm" if b"macroEnabled" in one_part(content, CONTENT_TYPES) else ".xlsx"


def marked(content: bytes, remarks: Remarks) -> bytes:
    """The workbook with every remark marked at its cells; NotMarked says why it cannot be.

    Marks that an earlier reply left are taken away first.
    """
    from lxml import etree

    if why := can_be_marked(content):
        raise NotMarked(why)
    try:
        return _marked(unmarked(Patch(content)), remarks)
    except (NotOurs, ValueError, etree.LxmlError) as unusual:
        raise NotMarked(UNUSUAL) from unusual


def _marked(patch: Patch, remarks: Remarks) -> bytes:
    parts = workbook_part(patch.package)
    book = Book(patch)
    styles = Styles(patch, parts.styles, book.namespace)
    dressed: dict[Place, int] = {}
    noted: set[Place] = set()
    notes: list[str] = []
    for marks in _marks(patch, remarks, parts.worksheets()):
        dressed |= _dress(patch, marks, styles)
        noted |= _note(patch, marks, notes)
    _put_away(patch, parts.sheets)
    name = _free_name(book.names())
    if KEPT in book.names():
        raise NotOurs(UNUSUAL)
    shown = {sheet.name for sheet in parts.sheets if sheet.visible}
    book.add(name, findings_sheet(remarks, styles, book.namespace, shown, noted), first=True)
    words = frozenset(map(digest_of, (*texts(remarks), *notes, AUTHOR)))
    kept = Earlier(remarks.edition, name, remarks.listed, words)
    book.add(KEPT, kept_sheet(rows_of(kept, dressed), dressed, book.namespace), first=False)
    return patch.zipped()


def _put_away(patch: Patch, sheets: tuple[WorkbookSheet, ...]) -> None:
    """Let no sheet be selected: whatever is typed with two selected is typed into both."""
    for sheet in sheets:
        if b"tabSelected" in patch.parts.get(sheet.part, b""):
            for view in patch.change(sheet.part).iterfind("{*}sheetViews/{*}sheetView"):
                if view.get("tabSelected") is not None:
                    del view.attrib["tabSelected"]


def _marks(patch: Patch, remarks: Remarks, sheets: tuple[WorkbookSheet, ...]) -> Iterator[_Marks]:
    """What is to be marked, sheet by sheet; a cell under a merge is marked where the merge is seen."""
    at: dict[str, dict[Cell, list[Remark]]] = {}
    made = [remark for group in remarks.groups for remark in group.remarks]
    pairs = [(remark, place) for remark in made for place in remark.finding.places][:MOST_MARKED]
    called = _called(sheets)
    for remark, place in pairs:
        cell = row_and_column(place.cell)
        if cell:
            at.setdefault(called.get(place.sheet, place.sheet), {}).setdefault(cell, []).append(remark)
    for sheet in sheets:
        if sheet.name in at:
            seen = SheetCells(patch.look(sheet.part))
            cells: dict[Cell, list[Remark]] = {}
            placed: dict[Cell, list[Place]] = {}
            for cell, found in at[sheet.name].items():
                cells.setdefault(seen.shown_at(cell), []).extend(found)
                placed.setdefault(seen.shown_at(cell), []).append(_place(sheet, cell))
            yield _Marks(sheet, seen, cells, placed)


def _called(sheets: tuple[WorkbookSheet, ...]) -> dict[str, str]:
    """The name of each sheet that findings call otherwise, since it may name somebody, by what they alone call it."""
    names = [(masked(sheet.name), sheet.name) for sheet in sheets]
    said = [shown for shown, _ in names]
    return {shown: name for shown, name in names if shown != name and said.count(shown) == 1}


def _dress(patch: Patch, marks: _Marks, styles: Styles) -> dict[Place, int]:
    """Fill each marked cell; which style it had, by place."""
    patch.change(marks.sheet.part)
    return {
        _place(marks.sheet, cell): marks.seen.dress(cell, partial(styles.marked, _colour(found)))
        for cell, found in sorted(marks.cells.items(), key=itemgetter(0))
    }


def _note(patch: Patch, marks: _Marks, said: list[str]) -> set[Place]:
    """Put a note on each marked cell that has none; the places of those that have one."""
    notes = SheetNotes(patch, marks.sheet)
    taken = notes.taken()
    new = {cell: note_on(found) for cell, found in marks.cells.items() if cell not in taken}
    notes.add(new)
    said += new.values()
    return {place for cell, places in marks.placed.items() if cell in taken for place in places}


def _colour(remarks: list[Remark]) -> str:
    """The colour of what weighs most."""
    return COLOURS[min((remark.finding.severity for remark in remarks), key=list(Severity).index)]


def _place(sheet: WorkbookSheet, cell: Cell) -> Place:
    return Place(sheet.name, f"{column_letters(cell[1])}{cell[0]}")


def _free_name(taken: list[str]) -> str:
    """`Findings` or, where a sheet of the provider's own is called that, another."""
    folded = {name.casefold() for name in taken}
    names = (FINDINGS, *(f"{FINDINGS} {number}" for number in range(2, 2_000)))
    return next(name for name in names if name.casefold() not in folded)
