"""Elements of OpenDocument to the texts in them: words, and the attributes that hold words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from commissioning.model.returned import LooseText
from commissioning.ooxml.package import Package, local_name, root
from commissioning.ooxml.texts import of_files_inside, said_at

if TYPE_CHECKING:
    from lxml.etree import _Element

_WITH_WORDS = frozenset(
    {"href", "condition", "title", "name", "display-name", "author", "label", "string-value", "expression", "value"}
)
_PARAGRAPHS = frozenset({"p", "h"})
_STYLES = frozenset({"automatic-styles", "styles", "font-face-decls", "number-style"})
_WITHOUT_WORDS = ("META-INF/manifest.xml", "settings.xml", "Configurations2/", "Thumbnails/", "content.xml")
_CALLED = (
    ("meta.xml", "document properties"),
    ("styles.xml", "header or footer of the workbook"),
    ("Basic/", "macros of the workbook"),
    ("Object", "chart or object of the workbook"),
    ("", "other parts of the workbook"),
)


def texts_of(element: "_Element") -> Iterator[str]:
    """The texts of an element and all in it: a paragraph is one text, whatever formats divide it."""
    yield from (unquote(str(text)) for key, text in element.attrib.items() if _local(str(key)) in _WITH_WORDS)
    name = local_name(element)
    if name in _PARAGRAPHS:
        yield "".join(str(text) for text in element.itertext())
    elif name:
        yield element.text or ""
    for child in element:
        if name not in _PARAGRAPHS or len(child.attrib):
            yield from texts_of(child)


def loose_texts(package: Package, content: "_Element") -> Iterator[LooseText]:
    """Every text outside cells: of the content without its rows, and of the other parts."""
    for part in content.iterchildren():
        if local_name(part) in _STYLES:
            continue
        where = "document properties" if local_name(part) == "meta" else "settings of the workbook"
        yield from said_at(where, texts_of(part))
    for name in sorted(package.parts):
        if name.endswith(".xml") and (not name.startswith(_WITHOUT_WORDS)):
            called = next(called for start, called in _CALLED if name.startswith(start))
            yield from said_at(called, _without_styles(root(package, name)))
    yield from of_files_inside(package)


def _without_styles(part: "_Element") -> Iterator[str]:
    """The texts of a part; of styles only those that stand on pages, which are headers and footers."""
    for child in part:
        if local_name(child) not in _STYLES:
            yield from texts_of(child)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
