"""The styles part and what a cell is to look like in; the number of a style that looks so, out.

Styles that are there are never changed: one that is missing is added, and one that is there already is used again.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.ooxml.package import DAMAGED, local_name
from commissioning.ooxml.patching import Patch, namespace_of, put_in_order

if TYPE_CHECKING:
    from collections.abc import Hashable

    from lxml.etree import _Element

MOST_STYLES = 65_000
"""Excel opens no workbook with many more styles of cells."""
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles")
_PLAIN = (
    '<styleSheet xmlns="{}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"


BODY = 11
"""The size of the words of a table, in points; those wrap."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell of ours looks: colours as ARGB, empty for none."""

    fill: str = ""
    ink: str = "FF1F2933"
    size: int = BODY
    bold: bool = False
    underlined: bool = False
    ruled: bool = False


class Styles:
    """The cell styles of a package that is being changed."""

    def __init__(self, patch: Patch, part: str, namespace: str) -> None:
        """The styles as they are; a plain set of them, where the workbook has none."""
        if part not in patch.parts:
            part = patch.add("xl/styles.xml", _PLAIN.format(namespace).encode(), STYLES_TYPE)
            patch.link("xl/workbook.xml", "styles", part, namespace)
        self._root = patch.change(part)
        self._tag = f"{{{namespace_of(self._root)}}}"
        self._cells = self._table("cellXfs")
        if not len(self._cells) or any(not local_name(style) for style in self._cells):
            raise NotOurs(DAMAGED)
        self._made: dict[Hashable, int] = {}
        self._known: dict[tuple[object, ...], int] = {}
        self._keys: dict[str, dict[tuple[object, ...], int]] = {}
        for at, style in enumerate(self._cells):
            self._known.setdefault(_key(style), at)

    def marked(self, colour: str, style: int) -> int:
        """The style that differs from this one in its fill alone."""
        if (colour, style) not in self._made:
            self._made[colour, style] = self._number(self._with_fill(style, self._fill(colour)))
        return self._made[colour, style]

    def unmarked(self, kept: tuple[int, ...], colours: tuple[str, ...]) -> dict[int, list[int]]:
        """Each style that is as one of the `kept` ones but for such a fill, with those it may have been made of."""
        fills = {str(at) for at, fill in enumerate(self._table("fills")) if _solid(fill) in colours}
        made = [at for at, style in enumerate(self._cells) if style.get("fillId") in fills]
        bare = {at: _key(self._with_fill(at, 0)) for at in {*made, *kept}}
        back = {at: [style for style in kept if style != at and bare[style] == bare[at]] for at in made}
        return {at: styles for at, styles in back.items() if styles}

    def of(self, look: Look) -> int:
        """The style of a cell of ours: at the top, wrapped."""
        if look not in self._made:
            self._made[look] = self._number(self._dressed(look))
        return self._made[look]

    def _dressed(self, look: Look) -> "_Element":
        new = self._new("xf", numFmtId="0", xfId="0", applyFont="1", applyFill="1", applyBorder="1", applyAlignment="1")
        new.set("borderId", str(self._rule()) if look.ruled else "0")
        new.set("fontId", str(self._font(look)))
        new.set("fillId", str(self._fill(look.fill)) if look.fill else "0")
        new.append(self._new("alignment", vertical="top", wrapText="1" if look.size == BODY else "0"))
        return new

    def _with_fill(self, style: int, fill: int) -> "_Element":
        if not 0 <= style < len(self._cells):
            raise NotOurs(DAMAGED)
        new = deepcopy(self._cells[style])
        new.set("fillId", str(fill))
        new.set("applyFill", "1")
        return new

    def _number(self, style: "_Element") -> int:
        key = _key(style)
        if key not in self._known:
            if len(self._cells) >= MOST_STYLES:
                raise NotOurs(DAMAGED)
            self._known[key] = len(self._cells)
            _add(self._cells, style)
        return self._known[key]

    def _fill(self, colour: str) -> int:
        fills = self._table("fills")
        found = next((at for at, fill in enumerate(fills) if _solid(fill) == colour), None)
        if found is not None:
            return found
        pattern = self._new("patternFill", patternType="solid")
        pattern.append(self._new("fgColor", rgb=colour))
        pattern.append(self._new("bgColor", indexed="64"))
        fill = self._new("fill")
        fill.append(pattern)
        return _add(fills, fill)

    def _rule(self) -> int:
        """A thin line beneath."""
        border = self._new("border")
        border.extend([self._new(side) for side in ("left", "right", "top", "bottom", "diagonal")])
        border[3].set("style", "thin")
        border[3].append(self._new("color", rgb="FFC9D1D8"))
        return self._one("borders", border)

    def _font(self, look: Look) -> int:
        font = self._new("font")
        font.extend([self._new(name) for name, wanted in (("b", look.bold), ("u", look.underlined)) if wanted])
        font.extend([self._new("sz", val=str(look.size)), self._new("color", rgb=look.ink)])
        font.append(self._new("name", val="Calibri"))
        return self._one("fonts", font)

    def _one(self, table: str, new: "_Element") -> int:
        """The number of what says the same in a table, added where nothing does."""
        if table not in self._keys:
            self._keys[table] = {}
            for at, each in enumerate(self._table(table)):
                self._keys[table].setdefault(_key(each), at)
        there, key = self._keys[table], _key(new)
        if key not in there:
            there[key] = _add(self._table(table), new)
        return there[key]

    def _table(self, name: str) -> "_Element":
        found = self._root.find(f"{self._tag}{name}")
        if found is None:
            found = self._new(name)
            put_in_order(self._root, found, _ORDER)
        return found

    def _new(self, name: str, **attributes: str) -> "_Element":
        return self._root.makeelement(f"{self._tag}{name}", attributes)


def _add(table: "_Element", new: "_Element") -> int:
    table.append(new)
    table.set("count", str(len(table)))
    return len(table) - 1


def _key(element: "_Element") -> tuple[object, ...]:
    """What an element says, however it is written."""
    return (
        local_name(element),
        tuple(sorted((str(name), str(value)) for name, value in element.attrib.items())),
        tuple(map(_key, element)),
    )


def _solid(fill: "_Element") -> str:
    """The colour of a solid fill; empty for any other."""
    pattern = fill[0] if len(fill) else None
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    return next((str(each.get("rgb", "")) for each in pattern if local_name(each) == "fgColor"), "")
