"""A sheet of a package and notes on its cells in; its parts of notes and of their frames with those added, out.

A cell that has a note keeps it: nothing is added there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.ooxml.addresses import LAST_COLUMN, LAST_ROW, column_letters, row_and_column
from commissioning.ooxml.marked_cells import SHEET_ORDER, Cell
from commissioning.ooxml.package import DAMAGED, Link, local_name, related
from commissioning.ooxml.patching import Patch, linking, namespace_of, put_in_order
from commissioning.ooxml.workbook import WorkbookSheet

if TYPE_CHECKING:
    from lxml.etree import _Element

AUTHOR = "Return check"
"""Who wrote our notes."""
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML_NAMES = (
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
)
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:300px;height:110px;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left},15,{top},10,{right},15,{bottom},4</x:Anchor>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_ONE_SHAPE = re.compile(rb"<v:shape\b(?!type)[^>]*>.*?</v:shape>\s*", re.DOTALL)
_SHAPE_NUMBER = re.compile(rb"_x0000_s(\d{1,9})")
_IDMAP = re.compile(rb"<o:idmap\b[^>]*\bdata=\"([\d, ]*)\"")
_SHAPES_A_BLOCK = 1024


class SheetNotes:
    """The notes of one sheet of a package that is being changed."""

    def __init__(self, patch: Patch, sheet: WorkbookSheet) -> None:
        """The notes as they are."""
        self._patch, self._sheet = patch, sheet
        links = {link.kind: link for link in related(patch.package, sheet.part) if not link.external}
        self._comments, self._frames = (links.get(kind) for kind in ("comments", "vmlDrawing"))

    def taken(self) -> frozenset[Cell]:
        """The cells that have a note."""
        return frozenset(place for note in self._notes() if (place := row_and_column(str(note.get("ref", "")))))

    def add(self, notes: Mapping[Cell, str]) -> None:
        """Put notes on cells that have none."""
        if not notes:
            return
        root = self._patch.change(self._part_of_comments())
        tag = f"{{{namespace_of(root)}}}"
        author = _author(root, tag)
        listed = _child(root, tag, "commentList")
        for (row, column), text in sorted(notes.items()):
            note = _sub(listed, f"{tag}comment", ref=f"{column_letters(column)}{row}", authorId=str(author))
            words = _sub(_sub(note, f"{tag}text"), f"{tag}t")
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            words.text = text
        self._frame(sorted(notes))

    def take_away(self, is_ours: "Mapping[Cell, bool]") -> None:
        """Take away the notes on these cells, and what they leave empty."""
        ours = {cell for cell, ours in is_ours.items() if ours}
        if not ours or self._comments is None:
            return
        root = self._patch.change(self._comments.target)
        for note in [note for note in self._notes() if row_and_column(str(note.get("ref", ""))) in ours]:
            listed = note.getparent()
            if listed is not None:
                listed.remove(note)
        self._unframe(ours)
        if not any(local_name(each) == "comment" for each in root.iter()):
            self._drop(self._comments)
            self._comments = None

    def texts(self) -> dict[Cell, str]:
        """What each note says."""
        found = {}
        for note in self._notes():
            place = row_and_column(str(note.get("ref", "")))
            if place:
                found[place] = "".join(str(text) for text in note.itertext())
        return found

    def _notes(self) -> "Iterator[_Element]":
        if self._comments is not None and self._comments.target in self._patch.parts:
            root = self._patch.look(self._comments.target)
            yield from (each for each in root.iter() if local_name(each) == "comment")

    def _namespace(self) -> str:
        return namespace_of(self._patch.look(self._sheet.part))

    def _part_of_comments(self) -> str:
        if self._comments is None:
            new = f'<comments xmlns="{self._namespace()}"><authors/><commentList/></comments>'.encode()
            part = self._patch.add("xl/comments{}.xml", new, _COMMENTS_TYPE)
            id = self._patch.link(self._sheet.part, "comments", part, self._namespace())
            self._comments = Link(id, "comments", part, external=False)
        return self._comments.target

    def _part_of_frames(self) -> str:
        if self._frames is None:
            names = " ".join(f'xmlns:{short}="{long}"' for short, long in _VML_NAMES)
            block = _free_block(self._patch)
            head = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
            new = f"<xml {names}>{head}{_SHAPE_TYPE}</xml>".encode()
            part = self._patch.add("xl/drawings/vmlDrawing{}.vml", new, _VML_TYPE)
            id = self._patch.link(self._sheet.part, "vmlDrawing", part, self._namespace())
            self._frames = Link(id, "vmlDrawing", part, external=False)
            sheet = self._patch.change(self._sheet.part)
            put_in_order(sheet, linking(self._namespace(), "legacyDrawing", id), SHEET_ORDER)
        return self._frames.target

    def _frame(self, cells: list[Cell]) -> None:
        """A frame for each note, put before the end of the part as it is: old frames are not quite XML."""
        part = self._part_of_frames()
        frames = self._patch.parts[part]
        taken = [int(number) for number in _SHAPE_NUMBER.findall(frames)]
        block = next((int(data) for data in _IDMAP.findall(frames) if data.isdigit()), 1)
        first = max([*taken, block * _SHAPES_A_BLOCK]) + 1
        shapes = "".join(_shape(first + at, cell) for at, cell in enumerate(cells))
        if b'id="_x0000_t202"' not in frames:
            shapes = _SHAPE_TYPE + shapes
        at = frames.rfind(b"</xml")
        if at < 0:
            raise NotOurs(DAMAGED)
        undeclared = [name for name in _VML_NAMES if f'xmlns:{name[0]}="{name[1]}"'.encode() not in frames]
        for short, long in undeclared:
            shapes = re.sub(r"<v:shape(type)? ", rf'<v:shape\1 xmlns:{short}="{long}" ', shapes)
        self._patch.put(part, frames[:at] + shapes.encode() + frames[at:])

    def _unframe(self, cells: set[Cell]) -> None:
        if self._frames is None or self._frames.target not in self._patch.parts:
            return
        frames = self._patch.parts[self._frames.target]
        left = _ONE_SHAPE.sub(lambda shape: b"" if _cell_of(shape[0]) in cells else shape[0], frames)
        self._patch.put(self._frames.target, left)
        if not re.search(rb"<v:(?!shapetype|stroke|path)", left):
            self._drop(self._frames)
            self._frames = None
            sheet = self._patch.change(self._sheet.part)
            for drawing in [each for each in sheet if local_name(each) == "legacyDrawing"]:
                sheet.remove(drawing)

    def _drop(self, link: Link) -> None:
        self._patch.remove(link.target)
        self._patch.unlink(self._sheet.part, link.id)


def _shape(id: int, cell: Cell) -> str:
    row, column = cell
    left, top = min(column, LAST_COLUMN - 6), max(min(row - 2, LAST_ROW - 8), 0)
    return _SHAPE.format(id=id, left=left, right=left + 4, top=top, bottom=top + 6, row=row - 1, column=column - 1)


def _cell_of(shape: bytes) -> Cell | None:
    """The cell on which a frame's note is; None for anything that is no note's frame."""
    found = [re.search(rb"<x:%s>(\d{1,7})</x:%s>" % (name, name), shape) for name in (b"Row", b"Column")]
    row, column = found
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column and b'"Note"' in shape else None


def _free_block(patch: Patch) -> int:
    """A number for frames that no other part of frames has taken; each stands for as many frames."""
    parts = (content for part, content in patch.parts.items() if part.endswith(".vml"))
    taken = {int(each) for part in parts for data in _IDMAP.findall(part) for each in data.split(b",") if each.strip()}
    return max(taken, default=0) + 1


def _author(root: "_Element", tag: str) -> int:
    authors = _child(root, tag, "authors")
    names = [author.text for author in authors]
    if AUTHOR not in names:
        _sub(authors, f"{tag}author").text = AUTHOR
        names.append(AUTHOR)
    return names.index(AUTHOR)


def _child(root: "_Element", tag: str, name: str) -> "_Element":
    found = root.find(f"{tag}{name}")
    if found is None:
        found = root.makeelement(f"{tag}{name}", {})
        put_in_order(root, found, ("authors", "commentList"))
    return found


def _sub(parent: "_Element", tag: str, **attributes: str) -> "_Element":
    from lxml import etree

    return etree.SubElement(parent, tag, attributes)
