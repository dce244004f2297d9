"""A workbook's bytes to text that a person can review: names, cells, formats, guards and formulas.

openpyxl reads it, which had no part in writing it. What many rows have in common is said once, with
`{row}` where each names its own. `make golden` writes the dumps in `golden/` anew.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from commissioning.period import read_period
from commissioning.template import lay_out
from commissioning.work.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"
HARBOUR = "illustrative-harbour-and-vale"
LONGEST = 400
"""Longer texts are cut: a specification is known by its edition."""


def dump(content: bytes) -> str:
    """The whole workbook, sheet by sheet in order."""
    book, results = (load_workbook(BytesIO(content), data_only=cached) for cached in (False, True))
    names = [f"name {name} = {found.attr_text}" for name, found in book.defined_names.items()]
    sheets = ["\n".join(_sheet(sheet, results[sheet.title])) for sheet in book.worksheets]
    return "\n\n".join(["\n".join(names or ["no names"]), *sheets]) + "\n"


def _sheet(sheet: Worksheet, results: Worksheet) -> Iterator[str]:
    yield f"sheet {sheet.title}: {', '.join(_manner(sheet))}"
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]
    yield from _texts(cells)
    formulas = [cell for cell in cells if cell.data_type == "f"]
    shapes = (f"{_by_row(cell)} → {_value(results[cell.coordinate].value)}" for cell in formulas)
    yield from _grouped("formula", zip(formulas, shapes, strict=True))
    yield from _grouped("format", ((cell, _format(cell)) for cell in cells))
    yield from _grouped("guard", _guards(sheet))
    for ranges in sheet.conditional_formatting:
        rules = dict.fromkeys(f"{rule.type} {' '.join(rule.formula)}" for rule in ranges.rules)
        yield f"colour {ranges.sqref}: {'; '.join(rules)}"
    if sheet.merged_cells.ranges:
        yield f"merged {' '.join(sorted(str(one) for one in sheet.merged_cells.ranges))}"


def _manner(sheet: Worksheet) -> Iterator[str]:
    """How the sheet stands there: shown or not, locked or not, frozen, printed."""
    yield sheet.sheet_state
    yield "protected" if sheet.protection.sheet else "open"
    hidden = [str(number) for number, row in sheet.row_dimensions.items() if row.hidden]
    if hidden:
        yield f"hidden rows {' '.join(hidden)}"
    if sheet.freeze_panes:
        yield f"frozen at {sheet.freeze_panes}"
    yield sheet.page_setup.orientation or "no page set up"
    if sheet.print_title_rows:
        yield f"repeats {sheet.print_title_rows}"


def _texts(cells: list[Cell]) -> Iterator[str]:
    """What stands typed in each row, formulas left out."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.value not in (None, "") and cell.data_type != "f":
            rows.setdefault(cell.row, []).append(cell)
    for number, row in rows.items():
        yield f"{number:>4} " + " | ".join(f"{cell.column_letter} {_value(cell.value)}" for cell in row)


def _value(value: Any) -> str:
    """A text in quotes, so that 9 and "9" are two things."""
    if not isinstance(value, str):
        return "blank" if value is None else str(value)
    begins = value[:LONGEST].rpartition(" ")[0] or value[:LONGEST]
    shown = value if len(value) <= LONGEST else f"{begins} … ({len(value):,} characters)"
    return '"' + shown.replace("\n", "\\n") + '"'


def _by_row(cell: Cell) -> str:
    """The formula, with the row it stands in left open."""
    return re.sub(rf"(?<=[A-Z]){cell.row}(?![0-9(])", "{row}", str(cell.value))


def _format(cell: Cell) -> str:
    shown = "" if cell.number_format == "General" else cell.number_format
    sheet = cell.parent
    free = isinstance(sheet, Worksheet) and sheet.protection.sheet and not cell.protection.locked
    return ", ".join(part for part in (shown, "to fill in" if free else "") if part)


def _guards(sheet: Worksheet) -> Iterator[tuple[Cell, str]]:
    """Each guarded cell, and what its guard asks and does."""
    for guard in sheet.data_validations.dataValidation:
        for at in guard.sqref.ranges:
            rows = sheet.iter_rows(at.min_row, at.max_row, at.min_col, at.max_col)
            yield from ((cell, _guard(guard)) for row in rows for cell in row if isinstance(cell, Cell))


def _guard(guard: DataValidation) -> str:
    limits = " to ".join(str(limit) for limit in (guard.formula1, guard.formula2) if limit is not None)
    operator = {"greaterThanOrEqual": "at least ", None: "", "between": ""}.get(guard.operator, f"{guard.operator} ")
    said = f" “{guard.prompt}”" if guard.prompt else ""
    return f"{guard.type} {operator}{limits}, else {guard.errorStyle or 'stop'}{said}"


def _grouped(what: str, cells: Iterable[tuple[Cell, str]]) -> Iterator[str]:
    """Cells of a column of which the same is said, on one line with their rows; those of which nothing is, left out."""
    alike: dict[tuple[str, str], list[int]] = {}
    for cell, said in cells:
        if said:
            alike.setdefault((cell.column_letter, said), []).append(cell.row)
    for (column, said), rows in alike.items():
        yield f"{what} {' '.join(_runs(column, sorted(rows)))}: {said}"


def _runs(column: str, rows: list[int]) -> Iterator[str]:
    """`G6:G10 G12`."""
    first = last = rows[0]
    for row in [*rows[1:], 0]:
        if row == last + 1:
            last = row
            continue
        yield f"{column}{first}" if first == last else f"{column}{first}:{column}{last}"
        first = last = row


def blank_return(workspace: Workspace) -> bytes:
    """The illustrative contract's blank return, as issued before anything was returned."""
    from commissioning.writers.returns import write_return

    terms = workspace.book.contracts[HARBOUR].versions[0]
    return write_return(lay_out(terms, read_period("2025-26-Q1")), workspace.dress)


def monitoring_workbook(workspace: Workspace) -> bytes:
    """The workbook of the second quarter: ratings, a decision and a charge that was split."""
    from commissioning.work.publishing import write_workbook
    from tests.worked import ACTOR

    return write_workbook(workspace, "2025-26-Q2", ACTOR)[0]


DUMPS: dict[str, Callable[[Workspace], bytes]] = {
    "blank-return.txt": blank_return,
    "monitoring-workbook.txt": monitoring_workbook,
}


def rewrite() -> None:
    """Write every dump in `golden/` anew."""
    from tests.worked import worked

    with TemporaryDirectory() as folder:
        workspace = worked(Path(folder))
        for name, build in DUMPS.items():
            (GOLDEN / name).write_text(dump(build(workspace)), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
