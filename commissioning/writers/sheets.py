"""xlsxwriter, opened the way every workbook of ours is: fixed date, one theme, text that stays text."""

import textwrap
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from commissioning.template import shortened
from commissioning.waste import looked_for_seldom

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A fixed date of creation makes equal input equal bytes.
CREATED = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)

A4 = 9
"""The size of paper as workbooks number it."""


class Ink:
    """The formats of one workbook, made from the theme when first asked for."""

    def __init__(self, workbook: "Workbook", theme: Mapping[str, Any]) -> None:
        self._workbook = workbook
        self._theme = theme
        self._asked: dict[tuple[tuple[str, object], ...], Format] = {}
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **wanted: object) -> "Format":
        """A format; colours may be named as the theme names them."""
        asked = tuple(wanted.items())
        if asked not in self._asked:
            self._asked[asked] = self._format(wanted)
        return self._asked[asked]

    def _format(self, wanted: Mapping[str, object]) -> "Format":
        colours = self._theme["colours"]
        properties = {
            "font_name": self._theme["font"],
            "font_size": self._theme["size"],
            "font_color": "ink",
            "valign": "top",
            **wanted,
        }
        resolved = {
            key: colours.get(value, value) if isinstance(value, str) else value for key, value in properties.items()
        }
        made = self._made
        key = tuple(sorted(resolved.items()))
        if key not in made:
            made[key] = self._workbook.add_format(resolved)
        return made[key]

    def heading(self, **wanted: object) -> "Format":
        """The look of a table's heading."""
        colours = {"bg_color": "heading", "font_color": "heading_ink", "border": 1, "border_color": "rule"}
        return self(**{"bold": True, "text_wrap": True, "valign": "vcenter", "indent": 1, **colours, **wanted})

    def edge(self, **wanted: object) -> "Format":
        """The look of a table's cell: ruled, and wrapped where it is long."""
        return self(**{"border": 1, "border_color": "rule", "text_wrap": True, "valign": "vcenter", **wanted})


@looked_for_seldom()
def workbook_bytes(
    build: Callable[["Workbook", Ink], None], theme: Mapping[str, Any], *, title: str, subject: str = ""
) -> bytes:
    """The workbook that `build` fills, as bytes. Strings are never taken for formulas, links or numbers."""
    import xlsxwriter

    file = BytesIO()
    workbook = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": theme["font"], "font_size": theme["size"]},
        },
    )
    workbook.set_properties({"title": title, "subject": subject, "created": CREATED, "author": "", "comments": ""})
    build(workbook, Ink(workbook, theme))
    workbook.close()
    return file.getvalue()


def set_up_page(sheet: "Worksheet", *, landscape: bool, footer: str, repeat: tuple[int, int] | None = None) -> None:
    """One page wide, with what it is, the sheet's name and the page's number at the foot, headings repeated."""
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    # Excel takes 255 characters, and one & for itself only where two are written.
    sheet.set_footer(f"&L{shortened(footer, 110).replace('&', '&&')}&R&A, page &P of &N")
    if repeat:
        sheet.repeat_rows(*repeat)
    sheet.hide_gridlines(2)


def lines_needed(text: str, width: float) -> int:
    """How many lines a wrapped text takes in a column of that width, in characters."""
    return _lines_needed(text, max(1, int(width)))


@lru_cache(maxsize=4096)
def _lines_needed(text: str, across: int) -> int:
    lines = text.splitlines() or [""]
    # Tabs are as wide as up to eight characters.
    fits = "\t" not in text
    return sum(1 if fits and len(line) <= across else max(1, len(textwrap.wrap(line, across))) for line in lines)


def pixels(width: float) -> int:
    """How many pixels wide a column of so many characters is."""
    return int(width * 7 + 5)


@lru_cache(maxsize=8192)
def cell_name(row: int, column: int, *, absolute: bool = False) -> str:
    """The name of a cell by row and column, both counted from 1."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row - 1, column - 1, row_abs=absolute, col_abs=absolute))


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def protect(sheet: "Worksheet") -> None:
    """Locked against slips, not against people: there is no password."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
