"""The bytes of an OpenDocument spreadsheet to Cells: packed as .ods, or flat as .fods. One walk over its content."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.model.finding import Place
from commissioning.model.returned import Aspect, Cells, DefinedName, LooseText, Noticed, SheetCells
from commissioning.ooxml.package import (
    LARGEST_FILE,
    MAKE_SMALLER,
    MEGABYTE,
    Package,
    checked,
    local_name,
    open_package,
    part_names,
)
from commissioning.ooxml.texts import said_at
from commissioning.readers.noticing import noticed_on, said_of
from commissioning.readers.odf.cells import TABLE
from commissioning.readers.odf.formulas import named_range
from commissioning.readers.odf.sheets import SHEET, Content, content_of
from commissioning.readers.odf.texts import loose_texts
from commissioning.readers.reader import Reader

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT = "content.xml"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
ENCRYPTED = "This OpenDocument spreadsheet has a password, so it was not opened. Take it off and send it again."
NOT_A_SPREADSHEET = (
    "This is an OpenDocument file, but not a spreadsheet. Save the workbook as .xlsx or .ods and send that."
)
_FLAT = re.compile(rb"<(?:\w+:)?document\b[^>]*opendocument\.spreadsheet")
_FROM_ANOTHER = re.compile(r"'?[a-z]+://.*#\$", re.DOTALL)


def is_ods(content: bytes) -> bool:
    """Whether this is a package with an OpenDocument content in it."""
    try:
        # Names of parts are never packed: without this one there is nothing to look for.
        may_be = content.startswith(b"PK\x03\x04") and CONTENT.encode() in content
        names = part_names(content) if may_be else frozenset()
    except NotOurs:
        return False
    return CONTENT in names


def is_flat(content: bytes) -> bool:
    """Whether this is an OpenDocument spreadsheet in one piece of XML."""
    return bool(_FLAT.search(content[:20_000]))


def read_ods(content: bytes) -> Cells:
    """Every cell of every sheet, hidden ones too, the names, and every text outside cells."""
    package = open_package(content)
    mimetype = package.parts.get("mimetype", SPREADSHEET)
    if not mimetype.strip().startswith(SPREADSHEET):
        raise NotOurs(NOT_A_SPREADSHEET)
    if b"encryption-data" in package.parts.get("META-INF/manifest.xml", b""):
        raise NotOurs(ENCRYPTED)
    return _cells(package, READER.format)


def read_flat(content: bytes) -> Cells:
    """The same of a spreadsheet in one piece."""
    if len(content) > LARGEST_FILE:
        raise NotOurs(f"This file is larger than {LARGEST_FILE // MEGABYTE} MB. {MAKE_SMALLER}")
    return _cells(Package({CONTENT: content}), FLAT.format)


READER = Reader("ods", is_ods, read_ods)
FLAT = Reader("fods", is_flat, read_flat)


def _cells(package: Package, format: str) -> Cells:
    content = content_of(checked(package, CONTENT))
    sheets = tuple(sheet for sheet in content.sheets if not _FROM_ANOTHER.match(sheet.name))
    copies = tuple(sheet for sheet in content.sheets if _FROM_ANOTHER.match(sheet.name))
    loose = (*content.loose, *_of_copies(copies), *loose_texts(package, content.rest))
    noticed = (*_noticed(package, content, copies), *noticed_on(sheets, counts_from_1900=False))
    return Cells(sheets, tuple(_names(content.rest, sheets)), loose, format, noticed)


def _of_copies(copies: tuple[SheetCells, ...]) -> Iterator[LooseText]:
    """What was kept from other workbooks is no sheet of this one."""
    for sheet in copies:
        yield from said_at("copies kept from other workbooks", (cell.text for cell in sheet.cells.values()))


def _names(content: "_Element", sheets: tuple[SheetCells, ...]) -> Iterator[DefinedName]:
    """Names for a rectangle of a sheet that is there, one each; the workbook's own before those of a sheet."""
    listed = {sheet.name for sheet in sheets}
    ranges = sorted(
        content.iter(f"{TABLE}named-range"), key=lambda each: next(each.iterancestors(SHEET), None) is not None
    )
    seen: set[str] = set()
    for each in ranges:
        name = each.get(f"{TABLE}name") or ""
        found = named_range(name, each.get(f"{TABLE}cell-range-address") or "")
        if found and found.sheet in listed and not name.startswith("_xlnm.") and name.casefold() not in seen:
            seen.add(name.casefold())
            yield found


def _has_programs(content: "_Element") -> bool:
    """Whether the content itself holds macros, or says which to run when."""
    inside = (local_name(each) for scripts in content.iterchildren("{*}scripts") for each in scripts.iter())
    return any(name in ("library-embedded", "library-linked", "module", "event-listener") for name in inside)


def _noticed(package: Package, content: Content, copies: tuple[SheetCells, ...]) -> Iterator[Noticed]:
    names = package.parts
    if any(name.startswith(("Basic/", "Scripts/")) for name in names) or _has_programs(content.rest):
        yield Noticed(Aspect.MACROS)
    if copies or next(content.rest.iter(f"{TABLE}table-source"), None) is not None:
        yield Noticed(Aspect.EXTERNAL_LINKS)
    if next(content.rest.iter(f"{TABLE}dde-links"), None) is not None:
        yield Noticed(Aspect.DDE)
    inside = any(name.startswith("Object") and name.endswith(("content.xml", ".ole")) for name in names)
    if (
        content.with_objects
        or inside
        or next(content.rest.iter("{*}object-ole", "{*}floating-frame"), None) is not None
    ):
        yield Noticed(Aspect.EMBEDDED, tuple(map(Place, content.with_objects)))
    if "META-INF/documentsignatures.xml" in names:
        yield from said_of(Aspect.SIGNATURE, fact="signed")
