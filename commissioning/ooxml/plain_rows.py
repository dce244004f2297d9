"""A sheet's part to its cells by one expression, where its rows are written as spreadsheet programs write them.

The expression knows elements and attributes in the order in which Excel, LibreOffice and others write them, and nothing
else: no comments, no prefixes, no unusual entities. A part with anything else in its rows is not read here.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 10_000_000
"""Bytes of a part that is read here; the longest text that the other parser takes."""

Written = tuple[str, str, str | None, str | None, str | None, str | None, str | None, str | None]
"""Letters of the column, row, style, type, attributes of the formula, its words, the value, and the inline text; None
for what a cell does not have."""

_ATTRIBUTES = r'((?: [a-zA-Z]+="[^"<&\t\n]*")*)'
_SPACE = r'(?: xml:space="preserve")?'
_TEXT = r"([^<\0-\x08\x0b-\x1f]*)"
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?: s="([0-9]{1,9})")?(?: t="([a-zA-Z]+)")?'
    rf"(?: ?/>|>(?:<f{_ATTRIBUTES}(?:/>|>{_TEXT}</f>))?"
    rf"(?:<v{_SPACE}>{_TEXT}</v>|<is><t{_SPACE}>{_TEXT}</t></is>)?</c>)"
)
_OF_FORMULA = 4
_ROWS = re.compile(r"(?:<row [^<>]*></row>|<row [^<>]*/>)*")
_DECLARED = re.compile(
    rb"""(?:<\?xml version=["']1\.0["'] encoding=["'](?:UTF|utf)-8["'](?: standalone=["'](?:yes|no)["'])?\?>\s*)?"""
    rb"<worksheet[ >]"
)
_BEGINS, _ENDS = b"<sheetData>", b"</sheetData>"
_IN_NO_TEXT = ("]]>", "\ufffe", "\uffff")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_ATTRIBUTE = re.compile('([a-zA-Z]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class PlainRows:
    """The part with its rows empty, how many these are, and every cell that stood in them, in order: part by part as it
    was split. Only where the part has that many rows, all of them in its data, is it what it looks like."""

    rest: bytes
    rows: int
    cells: tuple[list[str | None], ...]

    @property
    def column_letters(self) -> "frozenset[str]":
        """The letters of all columns that have a cell."""
        return frozenset(filter(None, self.cells[0]))

    @property
    def row_digits(self) -> "frozenset[str]":
        """The numbers of all rows that have a cell."""
        return frozenset(filter(None, self.cells[1]))

    def written(self) -> "Iterator[Written]":
        """Each cell as it is written; entities in texts stand as they are."""
        return zip(*self.cells, strict=True)


def plain_rows(content: bytes) -> PlainRows | None:
    """The cells of a part; None where its rows are written in another way, well or not."""
    begins, ends = content.find(_BEGINS) + len(_BEGINS), content.rfind(_ENDS)
    if not len(_BEGINS) <= begins <= ends or len(content) > LONGEST or not _DECLARED.match(content):
        return None
    try:
        rows = content[begins:ends].decode()
    except UnicodeDecodeError:
        return None
    if not _may_be_texts(rows):
        return None
    split = _CELL.split(rows.replace("<v/>", "<v></v>").replace("<v />", "<v></v>"))
    between = split[:: _CELL.groups + 1]
    empty = "".join(between)
    if _is_outside_a_row(between) or not _ROWS.fullmatch(empty):
        return None
    cells = tuple(split[group :: _CELL.groups + 1] for group in range(1, _CELL.groups + 1))
    if not all(_are_named_once(attributes) for attributes in set(cells[_OF_FORMULA]) if attributes):
        return None
    return PlainRows(content[:begins] + empty.encode() + content[ends:], empty.count("<row "), cells)


def _may_be_texts(rows: str) -> bool:
    """Whether nothing stands in the texts of these rows that no text may hold, or that stands for another sign than
    those known here."""
    if any(sign in rows for sign in _IN_NO_TEXT):
        return False
    return rows.count("&") == sum(rows.count(entity) for entity, _ in _ENTITIES)


def _is_outside_a_row(between: list[str]) -> bool:
    """Whether a cell has no row that is open, by what stands before each cell and after the last."""
    before = list(filter(None, between[:-1]))
    return (len(between) > 1 and not between[0]) or any(each.endswith(("/>", "</row>")) for each in before)


def _are_named_once(attributes: str) -> bool:
    names = [name for name, _ in _ATTRIBUTE.findall(attributes)]
    return len(set(names)) == len(names)


def unescaped(text: str) -> str:
    """A text with the signs that its entities stand for."""
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    return text


def spread_of(attributes: str) -> str:
    """The range that a formula with these attributes fills; empty for none."""
    named = dict(_ATTRIBUTE.findall(attributes)) if attributes else {}
    return "" if named.get("t") == "shared" else str(named.get("ref", ""))
