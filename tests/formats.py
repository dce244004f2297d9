"""Cells to the bytes of files in every format that is read: one way to say what a provider sends in each."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from commissioning.model.returned import Cell, Cells, SheetCells, Typed
from commissioning.ooxml.addresses import corners
from tests.binaries import as_xls, as_xlsb

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style", "meta")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{SPREADSHEET}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def as_ods(cells: Cells, more: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet of these cells; `more` are parts besides."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", SPREADSHEET, zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        package.writestr(
            "content.xml", f"<office:document-content {NAMESPACES} {CALC}>{_body(cells)}</office:document-content>"
        )
        for name, part in (more or {}).items():
            package.writestr(name, part)
    return out.getvalue()


def as_fods(cells: Cells) -> bytes:
    """The same in one piece."""
    opening = f'<?xml version="1.0"?><office:document {NAMESPACES} {CALC} office:mimetype="{SPREADSHEET}">'
    return f"{opening}{_body(cells)}</office:document>".encode()


def as_csv(cells: Cells) -> bytes:
    """The first sheet as plain text."""
    sheet, out = cells.sheets[0], io.StringIO()
    last = max(row for row, _ in sheet.cells), max(column for _, column in sheet.cells)
    rows = csv.writer(out)
    for row in range(1, last[0] + 1):
        found = (sheet.cells.get((row, column)) for column in range(1, last[1] + 1))
        rows.writerow([cell.text if cell else "" for cell in found])
    return out.getvalue().encode()


MAKERS: dict[str, Callable[[Cells], bytes]] = {
    "xls": as_xls,
    "xlsb": as_xlsb,
    "ods": as_ods,
    "fods": as_fods,
    "csv": as_csv,
}
"""What makes a file of each kind; an .xlsx is what the engine itself issues."""


def _body(cells: Cells) -> str:
    hidden = (
        '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    names = "".join(
        f"<table:named-range table:name={quoteattr(name.name)} table:cell-range-address="
        + quoteattr(
            f"$'{name.sheet}'.${_letters(name.first[1])}${name.first[0]}:.${_letters(name.last[1])}${name.last[0]}"
        )
        + "/>"
        for name in cells.names
    )
    sheets = "".join(map(_table, cells.sheets))
    named = f"<table:named-expressions>{names}</table:named-expressions>"
    return f"{hidden}<office:body><office:spreadsheet>{sheets}{named}</office:spreadsheet></office:body>"


def _table(sheet: SheetCells) -> str:
    style = "" if sheet.visible else ' table:style-name="ta2"'
    columns = "".join(
        f"<table:table-column{_hidden(column, sheet.hidden_columns)}/>"
        for column in range(1, max(sheet.hidden_columns, default=0) + 1)
    )
    spans = {corners(area)[:2]: corners(area) for area in sheet.merged}
    by_row = {row: [at for _, at in places] for row, places in groupby(sorted(sheet.cells), lambda place: place[0])}
    rows, before = [], 0
    for row in sorted({*by_row, *sheet.hidden_rows}):
        if row > before + 1:
            rows.append(f'<table:table-row table:number-rows-repeated="{row - before - 1}"/>')
        found, column = [], 0
        for at in by_row.get(row, []):
            if at > column + 1:
                found.append(f'<table:table-cell table:number-columns-repeated="{at - column - 1}"/>')
            found.append(_cell(sheet.cells[row, at], spans.get((row, at))))
            column = at
        rows.append(f"<table:table-row{_hidden(row, sheet.hidden_rows)}>{''.join(found)}</table:table-row>")
        before = row
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{columns}{''.join(rows)}</table:table>"


def _hidden(at: int, hidden: frozenset[int]) -> str:
    return ' table:visibility="collapse"' if at in hidden else ""


def _cell(cell: Cell, span: tuple[int, int, int, int] | None) -> str:
    attributes = [f"table:formula={quoteattr('of:' + cell.formula)}"] if cell.formula else []
    if span:
        top, left, bottom, right = span
        attributes.append(
            f'table:number-columns-spanned="{right - left + 1}" table:number-rows-spanned="{bottom - top + 1}"'
        )
    if cell.typed is Typed.NUMBER:
        kind = "percentage" if cell.percent else "float"
        attributes.append(f'office:value-type="{kind}" office:value="{cell.number}"')
    elif cell.typed is Typed.BOOLEAN:
        attributes.append(f'office:value-type="boolean" office:boolean-value="{cell.text.lower()}"')
    elif cell.typed is Typed.DATE:
        attributes.append(_date(cell))
    elif cell.typed is Typed.ERROR:
        attributes.append('office:value-type="string" office:string-value="" calcext:value-type="error"')
    elif cell.typed is Typed.TEXT:
        attributes.append('office:value-type="string"')
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in cell.text.split("\n"))
    shown = "" if cell.typed is Typed.UNCALCULATED else lines
    return f"<table:table-cell {' '.join(attributes)}>{shown}</table:table-cell>"


def _date(cell: Cell) -> str:
    if cell.day:
        return f'office:value-type="date" office:date-value="{cell.text}"'
    moment = datetime.fromisoformat(f"1970-01-01T{cell.text}")
    return f'office:value-type="time" office:time-value="{moment:PT%HH%MM%SS}"'


def _spaced(line: str) -> str:
    """Spaces beyond the first of a row of them are marks in OpenDocument."""
    return re.sub(r"^ | (?= )| $", "<text:s/>", escape(line))


def _letters(column: int) -> str:
    return (_letters((column - 1) // 26) if column > 26 else "") + chr(ord("A") + (column - 1) % 26)
