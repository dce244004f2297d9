"""The workbook part of a package, and sheets that come and go; all that counts sheets by their number follows."""

from typing import TYPE_CHECKING

from commissioning.ooxml.package import local_name, related
from commissioning.ooxml.patching import Patch, link_attribute, linking, namespace_of, put_in_order
from commissioning.ooxml.workbook import WORKBOOK

if TYPE_CHECKING:
    from lxml.etree import _Element

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
]
_PROPERTIES = "docProps/app.xml"
_TITLE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpstr"


class Book:
    """The workbook part of a package that is being changed."""

    def __init__(self, patch: Patch) -> None:
        """The workbook as it is."""
        self._patch = patch
        self._root = patch.change(WORKBOOK)
        self.namespace = namespace_of(self._root)
        self._tag = f"{{{self.namespace}}}"
        self._sheets = next(each for each in self._root if local_name(each) == "sheets")

    def names(self) -> list[str]:
        """The sheets' names, in order."""
        return [str(each.get("name", "")) for each in self._sheets]

    def add(self, name: str, content: bytes, *, first: bool) -> None:
        """A new sheet: the first, shown; or the last, which nobody is shown."""
        part = self._patch.add("xl/worksheets/sheet{}.xml", content, SHEET_TYPE)
        id = self._patch.link(WORKBOOK, "worksheet", part, self.namespace)
        number = max((int(each.get("sheetId", 0)) for each in self._sheets), default=0) + 1
        state = {} if first else {"state": "veryHidden"}
        sheet = linking(self.namespace, "sheet", id, name=name, sheetId=str(number), **state)
        at = 0 if first else len(self._sheets)
        if first:
            self._title(name, at)
        self._sheets.insert(at, sheet)
        if first:
            self._renumber(at, 1)

    def remove(self, name: str) -> None:
        """Take a sheet away, with its part and the names that belong to it alone."""
        at = self.names().index(name)
        sheet = self._sheets[at]
        id = str(sheet.get(link_attribute(self.namespace), ""))
        part = next(link.target for link in related(self._patch.package, WORKBOOK) if link.id == id)
        self._title(name, None)
        self._sheets.remove(sheet)
        self._patch.remove(part)
        self._patch.unlink(WORKBOOK, id)
        names = self._root.find(f"{self._tag}definedNames")
        for each in [] if names is None else names.findall(f"{self._tag}definedName"):
            if names is not None and each.get("localSheetId") == str(at):
                names.remove(each)
        self._renumber(at, -1)

    def _renumber(self, at: int, by: int) -> None:
        """Let names of one sheet go on meaning the same sheet; the first sheet that is shown is the one in view."""
        for each in self._root.iter(f"{self._tag}definedName"):
            local = each.get("localSheetId")
            if local is not None and int(local) >= at:
                each.set("localSheetId", str(int(local) + by))
        for view in self._views():
            view.set("activeTab", str(self._first_shown()))
            if view.get("firstSheet") is not None:
                view.set("firstSheet", "0")

    def _views(self) -> "list[_Element]":
        """How the workbook is opened; said, where it is not."""
        views = self._root.find(f"{self._tag}bookViews")
        if views is None:
            views = self._root.makeelement(f"{self._tag}bookViews", {})
            views.append(views.makeelement(f"{self._tag}workbookView", {}))
            put_in_order(self._root, views, _ORDER)
        return views.findall(f"{self._tag}workbookView")

    def _first_shown(self) -> int:
        shown = (at for at, each in enumerate(self._sheets) if each.get("state", "visible") == "visible")
        return next(shown, 0)

    def _title(self, name: str, at: int | None) -> None:
        """Let the file's properties list a new first sheet, or no longer list one; left alone where they differ."""
        if _PROPERTIES not in self._patch.parts:
            return
        counts, titles = (_vector(self._patch.look(_PROPERTIES), what) for what in ("HeadingPairs", "TitlesOfParts"))
        count = next((each for each in counts.iter() if local_name(each) == "i4"), None) if counts is not None else None
        if count is None or titles is None:
            return
        listed = [str(each.text) for each in list(titles)[: int(count.text or 0)]]
        if not set(listed) <= set(self.names()) or (at is None and name not in listed):
            return
        self._patch.change(_PROPERTIES)
        if at is None:
            titles.remove(titles[listed.index(name)])
        else:
            title = titles.makeelement(titles[0].tag if len(titles) else _TITLE, {})
            title.text = name
            titles.insert(at, title)
        count.text = str(len(listed) + (-1 if at is None else 1))
        titles.set("size", str(len(titles)))


def _vector(properties: "_Element", name: str) -> "_Element | None":
    found = next((each for each in properties if local_name(each) == name), None)
    return found[0] if found is not None and len(found) else None
