"""The styles part to which cell styles show their number as a percentage."""

import re

from commissioning.ooxml.package import Package, local_name, root

_BUILT_IN_PERCENT = frozenset({"9", "10"})
# What a format shows as it stands: quoted words, escaped, skipped and repeated characters, colours.
_LITERAL = re.compile(r'"[^"]*"|[\\_*].|\[[^\]]*\]', re.DOTALL)


def percent_styles(package: Package, name: str) -> frozenset[int]:
    """The cell styles, by the number cells call them, whose format has a percent sign of its own."""
    if name not in package.parts:
        return frozenset()
    styles = root(package, name)
    formats = _BUILT_IN_PERCENT | {
        str(each.get("numFmtId")) for each in styles.iter("{*}numFmt") if shows_percent(str(each.get("formatCode", "")))
    }
    return frozenset(
        number
        for table in styles
        if local_name(table) == "cellXfs"
        for number, style in enumerate(table.iterchildren("{*}xf"))
        if style.get("numFmtId") in formats
    )


def shows_percent(code: str) -> bool:
    """Whether a number format multiplies by a hundred: `0.0%` does, `0" % of all"` does not."""
    return "%" in _LITERAL.sub("", code)
