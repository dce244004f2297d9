"""A package and its sheets' parts to what came along in it: macros, links, objects, connections, a signature."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.returned import Aspect, Noticed
from commissioning.ooxml.package import Package, local_name, root
from commissioning.ooxml.sheet import SheetPart
from commissioning.ooxml.workbook import WorkbookPart

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_PLACES = 50
CONTENT_TYPES = "[Content_Types].xml"
SIGNATURES = "_xmlsignatures/"
MACRO_PARTS = ("vbaProject.bin", "vbaProjectSignature.bin")
MACRO_SHEETS = frozenset({"xlMacrosheet", "xlIntlMacrosheet"})

# Texts, and names of sheets in quotation marks, may hold the same signs.
_QUOTED = re.compile(r"\"[^\"]*\"|(?<!\|)'(?:[^'\[]|'')*'!")
_OTHER_WORKBOOK = re.compile(r"\[\d+\]")
_OTHER_PROGRAM = re.compile(r"\w\s*\|\s*['\w]")
_OBJECTS = ("{*}oleObjects", "{*}controls")


def has_macros_enabled(package: Package) -> bool:
    """Whether the package says that it is a workbook with macros (.xlsm), whatever its name."""
    return b"macroEnabled" in package.parts.get(CONTENT_TYPES, b"")


def noticed_in(package: Package, book: WorkbookPart, parts: Mapping[str, SheetPart]) -> Iterator[Noticed]:
    """What came along in a workbook's package, each with the places it touches where that can be told."""
    names = package.parts
    if any(name.endswith(MACRO_PARTS) for name in names) or any(sheet.kind in MACRO_SHEETS for sheet in book.sheets):
        yield Noticed(Aspect.MACROS)
    yield from _links(package, book, parts)
    objects = tuple(Place(sheet.name) for sheet in book.worksheets() if _holds_objects(parts[sheet.part].rest))
    if objects or any(name.startswith(("xl/embeddings/", "xl/activeX/")) for name in names):
        yield Noticed(Aspect.EMBEDDED, objects)
    if any(name.startswith(("xl/connections", "xl/queryTables/")) for name in names):
        yield Noticed(Aspect.CONNECTIONS)
    if any(name.startswith(SIGNATURES) for name in names):
        yield Noticed(Aspect.SIGNATURE)
    unseen = tuple(Place(sheet.name) for sheet in book.sheets if sheet.kind not in ("worksheet", "chartsheet"))
    if unseen:
        yield Noticed(Aspect.UNSEEN_SHEET, unseen)
    twice = _places(book, {sheet.part: parts[sheet.part].repeated for sheet in book.worksheets()})
    if twice:
        yield Noticed(Aspect.WRITTEN_TWICE, twice)


def _links(package: Package, book: WorkbookPart, parts: Mapping[str, SheetPart]) -> Iterator[Noticed]:
    """Links to other workbooks and to other programs; the cells that use them are named."""
    kinds = {kind for name in package.parts if name.startswith("xl/externalLinks/") for kind in _kinds(package, name)}
    if "externalBook" in kinds:
        yield Noticed(Aspect.EXTERNAL_LINKS, _with_formula(book, parts, "[", _OTHER_WORKBOOK))
    programs = _with_formula(book, parts, "|", _OTHER_PROGRAM)
    if programs or kinds & {"ddeLink", "oleLink"}:
        yield Noticed(Aspect.DDE, programs)


def _kinds(package: Package, name: str) -> set[str]:
    if not name.endswith(".xml"):
        return set()
    return {local_name(child) for child in root(package, name)}


def _with_formula(
    book: WorkbookPart, parts: Mapping[str, SheetPart], sign: str, words: re.Pattern[str]
) -> tuple[Place, ...]:
    """The cells whose formula has these words, and so their sign, outside quoted texts, the first of them."""
    return _places(
        book,
        {
            sheet.part: [
                place
                for place, cell in parts[sheet.part].cells.items()
                if cell.formula and sign in cell.formula and words.search(_QUOTED.sub("", cell.formula))
            ]
            for sheet in book.worksheets()
        },
    )


def _places(book: WorkbookPart, cells: Mapping[str, list[tuple[int, int]]]) -> tuple[Place, ...]:
    found = (place_at(sheet.name, *place) for sheet in book.worksheets() for place in cells[sheet.part])
    return tuple(place for place, _ in zip(found, range(MOST_PLACES), strict=False))


def _holds_objects(rest: "_Element | None") -> bool:
    return rest is not None and next(rest.iter(*_OBJECTS), None) is not None
