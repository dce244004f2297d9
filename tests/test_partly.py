"""One sheet of a return, sent as plain text: too little to take in, and enough to fill a fresh return with."""

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from commissioning.cli import main
from tests.provider import a_return, a_workspace


def one_sheet(content: bytes, sheet: str) -> list[list[object]]:
    """What stands on one sheet, row by row, as a program would save it as .csv."""
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return [["" if value is None else value for value in row] for row in book[sheet].iter_rows(values_only=True)]


def test_one_sheet_as_csv_gets_a_fresh_return_with_its_answers(tmp_path: Path) -> None:
    """It is stopped, since most of the return is missing; nobody has to type again what was read."""
    a_workspace(tmp_path / "ws")
    content = a_return("2025-26-Q1", "open-at-start 12, open-at-end 15, moved-in 3, trained 10")
    sent, page, fresh = (tmp_path / name for name in ("refuge.csv", "page.html", "fresh.xlsx"))
    with sent.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(one_sheet(content, "Refuge"))
    said = ["--contract", "refuge", "--period", "2025-26-Q1", "--html", str(page), "--marked", str(fresh)]
    result = CliRunner().invoke(main, ["check", str(sent), *said, "--workspace", str(tmp_path / "ws")])
    assert result.exit_code == 1
    assert "E008" in result.output
    assert "a fresh return, filled with its answers" in result.output
    figures = [row[6] for row in openpyxl.load_workbook(fresh)["Refuge"].iter_rows(min_row=6, values_only=True)]
    assert [figure for figure in figures if figure in {12, 15, 3}] == [12, 3, 15]
