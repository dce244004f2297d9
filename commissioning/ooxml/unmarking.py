"""A workbook that was marked before in; the workbook without those marks, whatever program saved it since, out."""

from commissioning.model.finding import Place
from commissioning.ooxml.findings_sheet import COLOURS
from commissioning.ooxml.marked_book import Book
from commissioning.ooxml.marked_cells import SheetCells
from commissioning.ooxml.marked_notes import SheetNotes
from commissioning.ooxml.marked_styles import Styles
from commissioning.ooxml.package import root
from commissioning.ooxml.patching import Patch
from commissioning.ooxml.sheet import sheet_part
from commissioning.ooxml.workbook import WorkbookPart, WorkbookSheet, workbook_part
from commissioning.returns.replied import KEPT, Texts, digest_of, earlier_of, marked_cells

Kept = dict[Place, int]
"""The style that each marked cell had, by its place as it then was."""


def unmarked(patch: Patch) -> Patch:
    """The workbook without the sheets, colours and notes of an earlier reply; as it is, where there are none."""
    parts = workbook_part(patch.package)
    sheet = next((sheet for sheet in parts.worksheets() if sheet.name == KEPT), None)
    if sheet is None:
        return patch
    texts, looks = _read(patch, parts, sheet)
    earlier = earlier_of(texts)
    if earlier is None:
        return patch
    kept = {place: looks[at] for place, at in marked_cells(texts) if at in looks}
    theirs = [each for each in parts.worksheets() if each.name not in (KEPT, earlier.sheet)]
    for each in theirs:
        _take_notes(patch, each, earlier.words)
    if parts.styles in patch.parts:
        _undress(patch, theirs, kept, Styles(patch, parts.styles, ""))
    book = Book(patch)
    for name in (KEPT, earlier.sheet):
        if name in book.names():
            book.remove(name)
    return Patch(patch.zipped())


def _read(patch: Patch, parts: WorkbookPart, sheet: WorkbookSheet) -> tuple[Texts, dict[tuple[int, int], int]]:
    """The texts of the hidden sheet, and the style of each of its cells."""
    cells = sheet_part(patch.package, sheet.part).cells
    shared = _shared_texts(patch, parts.strings)
    texts = {
        place: shared[int(cell.value or 0)] if cell.letter == "s" else cell.value or "" for place, cell in cells.items()
    }
    return texts, {place: cell.style for place, cell in cells.items()}


def _shared_texts(patch: Patch, part: str) -> list[str]:
    if part not in patch.parts:
        return []
    found = root(patch.package, part).iterchildren("{*}si")
    return ["".join(str(text) for text in each.itertext()) for each in found]


def _take_notes(patch: Patch, sheet: WorkbookSheet, ours: frozenset[str]) -> None:
    notes = SheetNotes(patch, sheet)
    notes.take_away({cell: digest_of(text) in ours for cell, text in notes.texts().items()})


def _undress(patch: Patch, sheets: list[WorkbookSheet], kept: Kept, styles: Styles) -> None:
    """Give marked cells the look they had: by their place or, where rows have moved since, by what marking had made
    of which style."""
    back = styles.unmarked(tuple(dict.fromkeys(kept.values())), tuple(COLOURS.values()))
    for sheet in sheets:
        if not any(f'"{style}"'.encode() in patch.parts[sheet.part] for style in back):
            continue

        def again(style: int, address: str, name: str = sheet.name) -> int:
            if style not in back:
                return style
            before = kept.get(Place(name, address))
            return before if before is not None and before in back[style] else back[style][0]

        if SheetCells(patch.look(sheet.part)).dress_again(again):
            patch.change(sheet.part)
