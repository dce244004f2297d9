"""A package and changes to some of its parts in; the package with those parts changed, and no other, out."""

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.ooxml.package import DAMAGED, Package, local_name, open_package, root
from commissioning.ooxml.zipped import entries, packed, zipped

if TYPE_CHECKING:
    from lxml.etree import _Element

CONTENT_TYPES = "[Content_Types].xml"
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KINDS = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/spreadsheetml/main": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
"""What relationships are called in ordinary workbooks, and in strict ones, by the namespace of their parts."""


class Patch:
    """A package on its way to another: parts are parsed when they are asked for, and only changed ones written."""

    def __init__(self, content: bytes) -> None:
        """Nothing is changed yet."""
        self.content = content
        self.parts = dict(open_package(content).parts)
        self.package = Package(self.parts)
        self._trees: dict[str, _Element] = {}
        self._changed: set[str] = set()

    def look(self, part: str) -> "_Element":
        """The XML of a part, to look at."""
        if part not in self._trees:
            self._trees[part] = root(self.package, part)
        return self._trees[part]

    def change(self, part: str) -> "_Element":
        """The XML of a part, to change."""
        self._changed.add(part)
        return self.look(part)

    def put(self, part: str, content: bytes) -> None:
        """A part's bytes, new or in place of what it held."""
        self._trees.pop(part, None)
        self.parts[part] = content
        self._changed.add(part)

    def remove(self, part: str) -> None:
        """Take a part away, with its relationships and its content type."""
        for name in (part, links_part(part)):
            self.parts.pop(name, None)
            self._trees.pop(name, None)
        self._forget_type(part)

    def add(self, pattern: str, content: bytes, content_type: str) -> str:
        """A new part under the first free number of a pattern such as `xl/comments{}.xml`; its name."""
        there = {name.casefold() for name in self.parts}
        free = (name for n in range(1, 9_999) if (name := pattern.format(n)).casefold() not in there)
        part = next(free, "")
        if not part:
            raise NotOurs(DAMAGED)
        self.put(part, content)
        self._forget_type(part)
        types = self.change(CONTENT_TYPES)
        ending = part.rpartition(".")[2]
        if ending == "vml":
            said = {str(each.get("Extension", "")).casefold() for each in types.iter(f"{_CONTENT_TYPES}Default")}
            if ending not in said:
                new = _sub(types, f"{_CONTENT_TYPES}Default", Extension=ending, ContentType=content_type)
                types.insert(0, new)
        else:
            _sub(types, f"{_CONTENT_TYPES}Override", PartName=f"/{part}", ContentType=content_type)
        return part

    def _forget_type(self, part: str) -> None:
        types = self.change(CONTENT_TYPES)
        for override in types.findall(f"{_CONTENT_TYPES}Override"):
            if str(override.get("PartName", "")).casefold() == f"/{part}".casefold():
                types.remove(override)

    def link(self, part: str, kind: str, target: str, namespace: str) -> str:
        """A new relationship from one part to another; its id."""
        beside = links_part(part)
        if beside not in self.parts:
            self.put(beside, f'<Relationships xmlns="{_LINKS[1:-1]}"/>'.encode())
        links = self.change(beside)
        taken = {str(each.get("Id", "")) for each in links}
        id = next(name for n in range(1, 99_999) if (name := f"rId{n}") not in taken)
        to = posixpath.relpath(target, posixpath.dirname(part))
        _sub(links, f"{_LINKS}Relationship", Id=id, Type=f"{_KINDS[namespace]}/{kind}", Target=to)
        return id

    def unlink(self, part: str, id: str) -> None:
        """Take a relationship away."""
        links = self.change(links_part(part))
        for each in links.findall(f"{_LINKS}Relationship"):
            if each.get("Id") == id:
                links.remove(each)
        if not len(links):
            self.parts.pop(links_part(part))
            self._trees.pop(links_part(part))

    def zipped(self) -> bytes:
        """The package as it now is: unchanged entries as they were packed, in their order, and new ones after them."""
        written: list[tuple[str, bytes]] = []
        for part in self._changed & self.parts.keys():
            written.append((part, _serialised(self._trees[part]) if part in self._trees else self.parts[part]))
        new = dict(written)
        kept = [
            packed(name, new.pop(name)) if name in new else entry
            for name, entry in entries(self.content)
            if name in self.parts or name.endswith("/")
        ]
        return zipped((*kept, *(packed(name, new[name]) for name in self.parts if name in new)))


def links_part(part: str) -> str:
    """The part that holds the relationships of a part."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def namespace_of(element: "_Element") -> str:
    """The namespace of a spreadsheet part's root; NotOurs for one that no spreadsheet has."""
    namespace = str(element.tag).rpartition("}")[0].removeprefix("{")
    if namespace not in _KINDS:
        raise NotOurs(DAMAGED)
    return namespace


def link_attribute(namespace: str) -> str:
    """The attribute by which a part of that namespace names one of its relationships."""
    return f"{{{_KINDS[namespace]}}}id"


def linking(namespace: str, tag: str, id: str, **attributes: str) -> "_Element":
    """An element that names one of its part's relationships. Its prefix is said: another library may have taught lxml
    one for the whole process, and equal files must make equal files."""
    from lxml import etree

    names = {"r": _KINDS[namespace]}
    element = etree.Element(f"{{{namespace}}}{tag}", attributes, nsmap=names)
    element.set(link_attribute(namespace), id)
    return element


def put_in_order(parent: "_Element", child: "_Element", order: Iterable[str]) -> None:
    """Put a child after those that the order of names puts before it; what the order does not name stays behind it."""
    names = tuple(order)
    before = set(names[: names.index(local_name(child)) + 1])
    last = max((at for at, each in enumerate(parent) if local_name(each) in before), default=-1)
    parent.insert(last + 1, child)


def _sub(parent: "_Element", tag: str, **attributes: str) -> "_Element":
    from lxml import etree

    return etree.SubElement(parent, tag, attributes)


def _serialised(element: "_Element") -> bytes:
    from lxml import etree

    return etree.tostring(element.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
