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


_LENGTH = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTERS = re.compile("[dmyhs]", re.IGNORECASE)
BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""The formats of dates and times that have a number and no words."""
BUILT_IN_LENGTH = 46


def shows_length(code: str) -> bool:
    """Whether a number format shows hours, minutes or seconds beyond a day: `[h]:mm`."""
    return bool(_LENGTH.search(code))


def shows_date(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    return shows_length(code) or (bool(_DATE_LETTERS.search(_LITERAL.sub("", code))) and "general" not in code.lower())
