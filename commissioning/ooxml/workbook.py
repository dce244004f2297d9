"""The workbook part to its sheets, where the common parts are, and the names it defines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.model.returned import DefinedName
from commissioning.ooxml.addresses import corners
from commissioning.ooxml.package import DAMAGED, Package, related, root

if TYPE_CHECKING:
    from lxml.etree import _Element

WORKBOOK = "xl/workbook.xml"
_BUILT_IN_NAMES = "_xlnm."
_RECTANGLE = re.compile(r"=?(?:'((?:[^'\[\]]|'')+)'|([^'#!,()\[\]\s]+))!([$A-Z0-9]+)(?::([$A-Z0-9]+))?\Z")


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """A sheet as the workbook lists it, and the part that holds it."""

    name: str
    visible: bool
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class WorkbookPart:
    """What the workbook part says; `styles` and `strings` are parts' names, empty where there are none; days are
    counted from 1900 or from 1904."""

    sheets: tuple[WorkbookSheet, ...]
    names: tuple[DefinedName, ...]
    styles: str
    strings: str
    counts_from_1904: bool = False

    def worksheets(self) -> tuple[WorkbookSheet, ...]:
        """The sheets that have cells: charts on a sheet of their own have none."""
        return tuple(sheet for sheet in self.sheets if sheet.kind == "worksheet")


def workbook_part(package: Package) -> WorkbookPart:
    """Read the workbook's list of sheets and names."""
    book = root(package, WORKBOOK)
    links = {link.id: link for link in related(package, WORKBOOK) if not link.external}
    parts = {link.kind: link.target for link in links.values()}
    sheets = tuple(
        WorkbookSheet(
            name=str(each.get("name", "")),
            visible=each.get("state", "visible") == "visible",
            part=links[link_id].target if (link_id := _link_id(each)) in links else "",
            kind=links[link_id].kind if link_id in links else "",
        )
        for each in book.iterfind("{*}sheets/{*}sheet")
    )
    if not sheets or len({sheet.name for sheet in sheets}) < len(sheets):
        raise NotOurs(DAMAGED)
    names = tuple(_rectangles(book, {sheet.name.casefold(): sheet.name for sheet in sheets}))
    settings = book.find("{*}workbookPr")
    from_1904 = settings is not None and settings.get("date1904") in ("1", "true", "on")
    return WorkbookPart(sheets, names, parts.get("styles", ""), parts.get("sharedStrings", ""), from_1904)


def rectangle(text: str) -> tuple[str, tuple[int, int], tuple[int, int]] | None:
    """The sheet and first and last cell of `'Our figures'!$B$4:$G$20`; None for anything else."""
    found = _RECTANGLE.match(text.strip())
    if not found:
        return None
    try:
        top, left, bottom, right = corners(f"{found[3]}:{found[4] or found[3]}")
    except ValueError:
        return None
    return (found[1] or found[2]).replace("''", "'"), (top, left), (bottom, right)


def _rectangles(book: "_Element", sheets: dict[str, str]) -> Iterator[DefinedName]:
    """Names for a rectangle of a sheet that is there, one each.

    A copied sheet brings its own copies of names along; the workbook's own name goes before those.
    """
    defined = sorted(book.iterfind("{*}definedNames/{*}definedName"), key=lambda each: "localSheetId" in each.attrib)
    seen: set[str] = set()
    for each in defined:
        name, place = str(each.get("name", "")), rectangle(each.text or "")
        if place is None or name.startswith(_BUILT_IN_NAMES) or name.casefold() in seen:
            continue
        if place[0].casefold() in sheets:
            seen.add(name.casefold())
            yield DefinedName(name, sheets[place[0].casefold()], place[1], place[2])


def _link_id(sheet: "_Element") -> str:
    """The relationship a sheet is found by, in the strict namespace or the ordinary one."""
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("relationships}id")), "")
