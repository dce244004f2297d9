"""A package to every text of it that stands in no cell: notes, properties, names, caches, links."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote

from commissioning.errors import NotOurs
from commissioning.model.returned import LooseText
from commissioning.ooxml.addresses import row_and_column
from commissioning.ooxml.package import Link, Package, local_name, open_package, related, root
from commissioning.ooxml.workbook import WORKBOOK, WorkbookPart, WorkbookSheet, rectangle

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_FILES_INSIDE = 20
"""Workbooks and documents that one workbook may hold."""
FILE_INSIDE = "file inside the workbook"

# How the parts of a package are called, by how their names begin; {} is where the part belongs.
_CALLED = (
    ("xl/comments", "notes on {}"),
    ("xl/threadedComments", "comments on {}"),
    ("xl/persons", "people who wrote comments"),
    ("xl/drawings", "drawing or text box on {}"),
    ("xl/charts", "chart on {}"),
    ("xl/diagrams", "drawing or text box on {}"),
    ("xl/tables", "table on {}"),
    ("xl/pivotTables", "pivot table on {}"),
    ("xl/pivotCache", "pivot cache"),
    ("xl/externalLinks", "copies kept from other workbooks"),
    ("xl/connections", "connections to other data"),
    ("docProps/", "document properties"),
    ("customXml/", "data attached to the file"),
    ("xl/", "other parts of {}"),
)
_ON_SHEET = {
    "headerFooter": "header or footer of {}",
    "dataValidations": "drop-down list or prompt on {}",
    "conditionalFormatting": "conditional format on {}",
    "hyperlinks": "link on {}",
}
_NOTES = ("{*}comment", "{*}threadedComment")
_WITHOUT_WORDS = ("xl/styles", "xl/theme", "xl/calcChain", "xl/sharedStrings", WORKBOOK)

# One sentence may be split over many runs of these; a telephone number then stands in none of them.
_PARAGRAPHS = frozenset({"si", "text", "p", "textbox"})
_ATTRIBUTE_WITH_WORDS = re.compile(
    "altText|author|caption|comment|descr|description|display|displayName|error|errorTitle|help|name|prompt|"
    "promptTitle|refreshedBy|statusBar|text|title|tooltip|url|user|userId|userName|v"
)
# Charts number their axes with ten digits, and drawings say in digits where they are; `v` alone is a value.
_POSITIONS = frozenset({"col", "colOff", "row", "rowOff", "Anchor", "Row", "Column", "sqref"})
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[A-Za-z]|[0-9]{1,2}(?=\D)|(?=&))')


def loose_texts(package: Package, book: WorkbookPart, rests: Mapping[str, "_Element | None"]) -> Iterator[LooseText]:
    """Every text outside cells; `rests` are the sheets' parts without their rows, by part."""
    for sheet in book.sheets:
        yield LooseText("sheet names", sheet.name)
    yield from _of_workbook(package)
    for sheet in book.sheets:
        yield from _of_sheet(sheet, rests.get(sheet.part))
    owners = _owners(package, book)
    for part in sorted(package.parts.keys() - rests.keys()):
        yield from of_part(package, part, owners.get(part, ""))
    for part in sorted(rests):
        for link in related(package, part):
            yield from _outside(link, owners[part])
    yield from of_files_inside(package)


def unused_strings(package: Package, book: WorkbookPart, used: frozenset[str]) -> Iterator[LooseText]:
    """Shared texts that no cell shows any more: what was deleted can still be in the file."""
    if book.strings in package.parts:
        for number, text in enumerate(root(package, book.strings).iterchildren("{*}si")):
            if str(number) not in used:
                yield from said_at("text that no cell uses any more", words(text))


def words(element: "_Element") -> Iterator[str]:
    """The texts of an element and all in it, and those of its attributes that say something; what an attribute of that
    name has said before is not repeated."""
    found: list[str] = []
    _add_words(element, found, set())
    return iter(found)


def _add_words(element: "_Element", found: list[str], seen: set[tuple[str, str]]) -> None:
    for each in cast("list[tuple[str, str]]", element.items()):
        if each not in seen:
            seen.add(each)
            if _says_something(*each):
                found.append(each[1])
    name, text = local_name(element), element.text
    if name in _PARAGRAPHS:
        found.append("".join(str(text) for text in element.itertext()))
        return
    if text and name and name not in _POSITIONS:
        found.append(text)
    for child in element:
        _add_words(child, found, seen)
        if child.tail:
            found.append(child.tail)


def _says_something(name: str, value: str) -> bool:
    if name[0] == "{" or (value.isdecimal() and name != "v"):
        return False
    return _has_words(name) or "@" in value or _has_a_space(value)


def _has_a_space(value: str) -> bool:
    """Whether a value is several words, or has any kind of space at an end."""
    return bool(value) and value.split(None, 1) != [value]


@lru_cache(maxsize=1024)
def _has_words(attribute: str) -> bool:
    return _ATTRIBUTE_WITH_WORDS.fullmatch(attribute) is not None


def said_at(where: str, texts: Iterable[str], at: tuple[int, int] = (0, 0)) -> Iterator[LooseText]:
    """Texts that stand in no cell with where they stand, each once; single letters say nothing."""
    for text in dict.fromkeys(texts):
        if len(text.strip()) > 1:
            yield LooseText(where, text, at)


def _of_workbook(package: Package) -> Iterator[LooseText]:
    for part in root(package, WORKBOOK):
        if local_name(part) == "definedNames":
            for each in part:
                texts = (str(each.get(key, "")) for key in ("name", "comment", "description", "help", "statusBar"))
                yield from said_at("defined names", texts)
                yield from said_at("defined names", [] if rectangle(each.text or "") else [each.text or ""])
        elif local_name(part) != "sheets":
            yield from said_at("workbook settings", words(part))


def _of_sheet(sheet: WorkbookSheet, rest: "_Element | None") -> Iterator[LooseText]:
    if rest is None:
        return
    for part in rest:
        name = local_name(part)
        if name not in ("sheetData", "mergeCells", "cols"):
            texts = map(_without_codes, words(part)) if name == "headerFooter" else words(part)
            yield from said_at(_ON_SHEET.get(name, "settings of {}").format(f"sheet {sheet.name}"), texts)


def _without_codes(header: str) -> str:
    """A header's words: its codes for place, typeface and size stand directly before them."""
    return _HEADER_CODE.sub(" ", header)


def _owners(package: Package, book: WorkbookPart) -> dict[str, str]:
    """Which sheet each part hangs on, directly or through a drawing."""
    owners: dict[str, str] = {}
    for sheet in book.sheets:
        waiting = [sheet.part]
        while waiting:
            part = waiting.pop()
            if part in package.parts and part not in owners:
                owners[part] = f"sheet {sheet.name}"
                waiting.extend(link.target for link in related(package, part) if not link.external)
    return owners


def of_part(package: Package, part: str, owner: str) -> Iterator[LooseText]:
    """The texts of one part, and the outside addresses it leads to; `owner` is the sheet it hangs on, if any."""
    for link in related(package, part):
        yield from _outside(link, owner)
    if part.startswith(_WITHOUT_WORDS) or not part.endswith((".xml", ".vml")):
        return
    called = next((called for start, called in _CALLED if part.startswith(start)), "")
    if called:
        where = called.format(owner or "the workbook")
        found = root(package, part, forgiving=part.endswith(".vml"))
        notes = [(note, tuple(words(note))) for note in found.iter(*_NOTES)]
        for note, texts in notes:
            yield from said_at(where, texts, row_and_column(str(note.get("ref", ""))) or (0, 0))
        of_notes = {text for _, texts in notes for text in texts}
        yield from said_at(where, [text for text in words(found) if text not in of_notes])


def _outside(link: Link, owner: str) -> Iterator[LooseText]:
    if link.external:
        yield from said_at(f"link on {owner or 'the workbook'}", [unquote(link.target)])


def of_files_inside(package: Package) -> Iterator[LooseText]:
    """The texts of workbooks and documents that were put into this one; what is inside those is not opened."""
    inside = [part for part in package.parts.values() if part.startswith(b"PK\x03\x04")]
    if len(inside) > MOST_FILES_INSIDE:
        msg = f"This workbook holds more than {MOST_FILES_INSIDE} other files. Take them out and send it again."
        raise NotOurs(msg)
    for file in map(open_package, inside):
        for part in sorted(file.parts):
            if part.endswith(".xml"):
                yield from said_at(FILE_INSIDE, words(root(file, part)))
