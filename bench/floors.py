"""The least anyone could do: what each of our steps is measured against, in other people's libraries alone."""

import os
import sqlite3
import warnings
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from lxml import etree
from python_calamine import CalamineWorkbook

Rows = dict[str, list[tuple[str, list[tuple[Any, ...]]]]]
"""By return: for each table the statement that adds a row, and the rows."""


def read_parts(content: bytes) -> int:
    """Every value by calamine, and a walk over every element of every part by lxml; how many there were."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    seen = sum(1 for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for _ in row)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                seen += sum(1 for _ in etree.fromstring(archive.read(name)).iter())
    return seen


def open_by_openpyxl(content: bytes) -> object:
    """What most programs do: openpyxl's whole model of a workbook."""
    return openpyxl.load_workbook(BytesIO(content))


@dataclass(frozen=True, slots=True)
class Kept:
    """What an import left in a ledger: the statements that make its tables, and the rows of each return."""

    schema: tuple[str, ...]
    rows: Rows


def kept_in(ledger: Path) -> Kept:
    """The rows that the floor writes too."""
    with sqlite3.connect(ledger) as connection:
        schema = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
        rows: Rows = defaultdict(list)
        of_judgement = dict(connection.execute("SELECT number, sha256 FROM verdicts").fetchall())
        for table in ("receipts", "verdicts", "findings", "entries"):
            found = connection.execute(f"SELECT * FROM {table}")  # noqa: S608  # one of four names
            names = [column[0] for column in found.description]
            by_return: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
            for row in found:
                named = dict(zip(names, row, strict=True))
                by_return[named["sha256"] if "sha256" in named else of_judgement[named["judgement"]]].append(row)
            adding = f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})"  # noqa: S608
            for sha256, its_rows in by_return.items():
                rows[sha256].append((adding, its_rows))
    connection.close()
    return Kept(tuple(sql for sql in schema if "sqlite_" not in sql), dict(rows))


def read_and_keep(files: tuple[Path, ...], kept: Kept, folder: Path) -> None:
    """Read the parts of each file; write and fsync it; and commit the rows of each return, as durably as we do."""
    folder.mkdir(parents=True)
    for file in files:
        content = file.read_bytes()
        read_parts(content)
        with (folder / file.name).open("xb") as copy:
            copy.write(content)
            copy.flush()
            os.fsync(copy.fileno())
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for sql in kept.schema:
        connection.execute(sql)
    for tables in kept.rows.values():
        connection.execute("BEGIN IMMEDIATE")
        for adding, rows in tables:
            connection.executemany(adding, rows)
        connection.execute("COMMIT")
    connection.close()


Sheets = dict[str, list[tuple[int, int, Any]]]


def cells_of(content: bytes) -> Sheets:
    """Every cell that a workbook writes down, by sheet: row, column and what is in it; None for only a format."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it cannot keep.
        book = openpyxl.load_workbook(BytesIO(content))
    return {
        sheet.title: [
            (int(cell.row or 1) - 1, int(cell.column or 1) - 1, cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.has_style
        ]
        for sheet in book.worksheets
    }


def write_cells(sheets: Sheets) -> bytes:
    """The same cells by bare xlsxwriter, in one format; no drop-downs, rules, widths or pages."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    form = book.add_format({"border": 1})
    for name, cells in sheets.items():
        sheet = book.add_worksheet(name)
        for row, column, value in cells:
            if value is None:
                sheet.write_blank(row, column, None, form)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(row, column, value, form)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, form)
            else:
                sheet.write(row, column, value, form)
    book.close()
    return out.getvalue()


def total_by_duckdb(connection: Any, periods: list[str]) -> list[tuple[Any, ...]]:
    """The same runs: each answer's entries over some periods in order, and what they come to."""
    asked = ", ".join("?" * len(periods))
    return list(
        connection.execute(
            "SELECT contract, service, measure, dimension, category, list(number ORDER BY starts, number), sum(units)"  # noqa: S608
            f" FROM entries WHERE period IN ({asked}) GROUP BY ALL ORDER BY min(number)",
            periods,
        ).fetchall()
    )
