"""Sheets as lines of text go in; the workbook that an organisation would send in its own layout comes out."""

import re
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl

from commissioning.contract import read_book
from commissioning.measures import KINDS
from commissioning.model.contract import Contract
from commissioning.model.quantity import Bound, Quantity
from commissioning.work.checking import Checked, Known, read_and_check
from tests.builders import ORGANISATIONS, contract_text

LAYOUTS = Path(__file__).parent / "layouts"


def a_file(sheets: str) -> bytes:
    """A workbook: a sheet after each line `## Name`, a row a line, a cell between two strokes.

    `12` is a number, `50%` one with that format, `2025-04-03` a day, `'12` text; `<` is merged with the cell to its
    left, `^` with the one above.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for part in sheets.strip().split("## ")[1:]:
        name, _, rows = part.partition("\n")
        sheet = book.create_sheet(name.strip())
        for row, line in enumerate(rows.rstrip("\n").split("\n"), 1):
            for column, text in enumerate(line.split("|"), 1):
                _type(sheet, row, column, text.strip())
        _merge(sheet)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _type(sheet: openpyxl.worksheet.worksheet.Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        cell.value = float(text) if "." in text else int(text)
    elif re.fullmatch(r"\d+%", text):
        cell.value, cell.number_format = int(text[:-1]) / 100, "0%"
    elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        cell.value, cell.number_format = datetime.fromisoformat(text), "dd/mm/yyyy"
    elif text:
        cell.value = text.removeprefix("'")


def _merge(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    """Cells of `<` and `^` go under the cell that they point to."""
    for sign, down, right in (("<", 0, 1), ("^", 1, 0)):
        marked = {(c.row, c.column) for cells in sheet.iter_rows() for c in cells if c.value == sign}
        for row, column in sorted(marked):
            if (row - down, column - right) in marked:
                continue
            last = (row, column)
            while (last[0] + down, last[1] + right) in marked:
                last = (last[0] + down, last[1] + right)
            for r in range(row, last[0] + 1):
                for c in range(column, last[1] + 1):
                    sheet.cell(r, c).value = None
            sheet.merge_cells(start_row=row - down, start_column=column - right, end_row=last[0], end_column=last[1])


def parts(name: str) -> tuple[str, str]:
    """A worked layout: its contract text, and the file that was sent."""
    text, _, sheets = (LAYOUTS / f"{name}.txt").read_text(encoding="utf-8").partition("# The file\n")
    return text, sheets


def contracts(text: str, name: str = "own") -> Mapping[str, Contract]:
    """A book of that one contract, which must be without fault."""
    book = read_book({"organisations.toml": ORGANISATIONS, f"{name}.toml": contract_text(base=text)})
    assert [str(fault) for fault in book.faults] == []
    return book.contracts


def checked(text: str, sheets: str | bytes) -> Checked:
    """A file as it is read by the layout of that contract."""
    content = sheets if isinstance(sheets, bytes) else a_file(sheets)
    return read_and_check(content, "own.xlsx", Known(contracts(text)))


def answers(one: Checked) -> list[str]:
    """What was read, a line an answer: `refuge:moved-in/age/18-64 5`, `calls not known`."""
    assert one.returned is not None
    assert one.specification is not None
    kinds = {row.key: row.kind for _, row in one.specification.rows()}
    lines = []
    for answer in one.returned.answers:
        service = f"{answer.key.service}:" if answer.key.service else ""
        given = answer.given
        bound = f"{given.bound} " if isinstance(given, Quantity) and given.bound is not Bound.EXACT else ""
        kind = KINDS[kinds[answer.key]]
        shown = f"{bound}{kind.show(given.value)}" if isinstance(given, Quantity) else answer.words or given.value
        lines.append(f"{service}{answer.key.code} {shown}")
    return lines


def said(one: Checked) -> list[str]:
    """Every finding in order of codes, a line each: code and cells."""
    return sorted(" ".join((finding.code, *map(str, finding.places))) for finding in one.findings)
