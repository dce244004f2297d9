"""The monitoring workbook as a file: formulas, ways to where figures come from, charts and pages, by other readers."""

import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from commissioning.model.document import Chart, Column, Document, Number, Shape, Sheet, Table, Trend, Words
from commissioning.model.quantity import Quantity
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.work.publishing import gather
from commissioning.work.workspace import Workspace
from commissioning.writers.places import places_of
from commissioning.writers.workbook import write_workbook
from tests.provider import DRESS
from tests.worked import ACTOR, HARBOUR, PERIODS


def opened(path: Path, *, results: bool = False) -> Workbook:
    """A workbook as another reader finds it: its formulas, or what they came to."""
    return openpyxl.load_workbook(BytesIO(path.read_bytes()), data_only=results)


@cache
def document(workspace: Path, period: str) -> Document:
    """The workbook of a period before it is a file."""
    return monitoring_workbook(period, gather(Workspace(workspace), read_period(period), ACTOR))


def pieces(document: Document) -> Iterator[tuple[Sheet, Table, int, Words | Number]]:
    """Every piece with its sheet, its table and its column."""
    for sheet in document.sheets:
        for table in sheet.tables:
            for row in table.rows:
                yield from ((sheet, table, column, piece) for column, piece in enumerate(row))  # type: ignore[misc]


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_outside_data_is_worked_out_or_stated_in_contract_text(
    worked_workspace: Workspace, period: str
) -> None:
    """Only targets and shares are typed; what is computed has its Sum, and its rows are there."""
    made = document(worked_workspace.folder, period)
    typed = {
        table.columns[column].heading
        for sheet, table, column, piece in pieces(made)
        if isinstance(piece, Number) and piece.expression is None and sheet.name != "Data"
    }
    assert typed <= {"Target", "Share"}


@pytest.mark.parametrize("period", PERIODS)
def test_every_computed_figure_is_a_formula(worked_workspace: Workspace, worked_workbooks, period: str) -> None:
    """As many formulas on each sheet as the Document has numbers that a Sum gives a value."""
    book = opened(worked_workbooks[period])
    for sheet in document(worked_workspace.folder, period).sheets:
        cells = (piece for table in sheet.tables for row in table.rows for piece in row)
        summed = [piece for piece in cells if isinstance(piece, Number) and piece.expression is not None]
        computed = sum(isinstance(piece.given, Quantity) for piece in summed)
        formulas = sum(cell.data_type == "f" for row in book[sheet.name].iter_rows() for cell in row)
        # A formula that shows why there is no number is one more.
        assert computed <= formulas <= len(summed), sheet.name


@pytest.mark.parametrize("period", PERIODS)
def test_every_way_leads_to_a_cell_that_is_there(worked_workbooks, period: str) -> None:
    """Inside the workbook only; a way to Data leads to a row that names its file and its cell, or its contract text."""
    book = opened(worked_workbooks[period])
    ways = [(sheet, cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert ways
    for sheet, cell in ways:
        name, _, at = cell.hyperlink.location.rpartition("!")
        target = book[name.strip("'")][at]
        assert target.value is not None, (sheet.title, cell.coordinate)
        if target.parent.title == "Data" and ".toml [" not in str(target.parent[f"J{target.row}"].value):
            file, place = target.parent[f"K{target.row}"].value, target.parent[f"N{target.row}"].value
            assert file.endswith(".xlsx"), cell.coordinate
            assert re.fullmatch(r"[A-Z]+[0-9]+", place), cell.coordinate


def test_a_row_of_data_names_the_cell_that_uses_it(worked_workbooks) -> None:
    """And that cell's formula names the row."""
    book = opened(worked_workbooks["2025-26-Q4"])
    data = book["Data"]
    used = [cell for cell in data["Q"] if cell.hyperlink]
    # Calls are shown in a row of their own, and stand in a rate above it as well: the row is named.
    [calls] = [row for row in data.iter_rows(values_only=True) if (row[2], row[4]) == ("calls", "2025-26-Q4")]
    assert book[HARBOUR][f"A{calls[16].rpartition('F')[2]}"].value == "Calls received"
    assert len(used) > 150  # four quarters of 44 figures that are numbers, and the parts of a charge
    for cell in used:
        name, _, at = cell.hyperlink.location.rpartition("!")
        assert cell.value == f"{name.strip(chr(39))}, {at}"
        formula = book[name.strip("'")][at].value
        assert any(_covers(reference, cell.row) for reference in re.findall(r"\$F\$\d+(?::\$F\$\d+)?", formula)), at


def _covers(reference: str, row: int) -> bool:
    first, *last = map(int, re.findall(r"\d+", reference))
    return first <= row <= (last or [first])[0]


def charts(path: Path) -> Iterator[etree._Element]:
    """The charts of a workbook, as parts of its file."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if name.startswith("xl/charts/chart"):
                yield etree.fromstring(parts.read(name))


CHART = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def test_every_chart_is_drawn_from_cells_that_hold_numbers_and_names(worked_workbooks) -> None:
    """A chart of words, or of cells that moved, would be drawn as noughts."""
    path = worked_workbooks["2025-26-Q4"]
    book = opened(path, results=True)
    found = list(charts(path))
    # Two rated measures, a funnel and a breakdown: no more than four on the contract's sheet.
    assert len(found) == 4
    for chart in found:
        for what, kind in (("val", (int, float)), ("cat", str), ("tx", str)):
            for reference in chart.iterfind(f".//c:{what}//c:f", CHART):
                sheet, _, cells = str(reference.text).rpartition("!")
                left, top, right, bottom = range_boundaries(cells.replace("$", ""))
                rows = book[sheet.strip("'")].iter_rows(top, bottom, left, right)
                assert all(isinstance(cell.value, kind) for row in rows for cell in row), reference.text


@pytest.mark.parametrize("period", PERIODS)
def test_no_chart_covers_a_cell_that_says_something(worked_workbooks, period: str) -> None:
    """By the cells in which its drawing begins and ends."""
    book = opened(worked_workbooks[period])
    for sheet in book:
        for chart in sheet._charts:  # openpyxl has no other word for it
            begins, ends = chart.anchor._from, chart.anchor.to
            under = sheet.iter_rows(begins.row + 1, ends.row + 1, begins.col + 1, ends.col + 1)
            assert not [cell.coordinate for row in under for cell in row if cell.value is not None], sheet.title


@pytest.mark.parametrize("period", PERIODS)
def test_the_front_page_is_one_page_and_every_sheet_is_ready_to_print(worked_workbooks, period: str) -> None:
    """A4 across; one page wide; headings on every page; a foot that says what it is."""
    book = opened(worked_workbooks[period])
    # With nothing said of its height in pages, a sheet's file means one.
    assert book["Summary"].page_setup.fitToHeight in (None, 1)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.print_title_rows
        assert sheet.freeze_panes
        assert "page &P of &N" in sheet.oddFooter.right.text


HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_like_formulas_stay_words_wherever_a_document_puts_them(words: str) -> None:
    """In a sheet's title, a lead, a heading, a cell, a way, a note and a chart's title and names."""
    rows = ((Words(words, to="Page"), Number(Quantity(1), "flow")), (Words(words), Number(Quantity(2), "flow")))
    columns = (Column(words, 20), Column(words, 20))
    drawn = tuple(Chart(words, shape, 0, (1,), 0, 1) for shape in Shape)
    table = Table(words, columns, rows, (words,), charts=drawn)
    sheet = Sheet("Page", words, (Words(words),), (table, Table(words, columns, (), empty=words)))
    content = write_workbook(Document(words, words, (sheet,)), DRESS)
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for row in book["Page"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert sum(cell.value == words for cell in cells) == 10
    with zipfile.ZipFile(BytesIO(content)) as parts:
        drawings = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(drawings) == len(Shape)
    assert all(words in re.sub("<[^>]*>", " ", drawing.partition("<c:plotArea>")[0]) for drawing in drawings)
    assert not any("<c:f>" in drawing.partition("<c:plotArea>")[0] for drawing in drawings)


def test_a_way_to_nowhere_is_our_fault() -> None:
    """It crashes, and is not left out in silence."""
    sheet = Sheet("Page", "Page", (), (Table("A table", (Column("", 9),), ((Words("Go", to="Nowhere"),),)),))
    with pytest.raises(KeyError, match="Nowhere"):
        write_workbook(Document("A document", "", (sheet,)), DRESS)


def test_names_of_sheets_are_safe_and_told_apart(worked_workspace: Workspace) -> None:
    """No longer than 31 signs, none of those that spreadsheets refuse, and none twice, in whatever case."""
    for period in PERIODS:
        names = [sheet.name for sheet in document(worked_workspace.folder, period).sheets]
        assert all(re.fullmatch(r"[^\[\]:*?/\\']{1,31}", name) for name in names)
        assert len({name.lower() for name in names}) == len(names)


def test_every_named_number_is_named_once(worked_workspace: Workspace) -> None:
    """Otherwise a way would lead to another cell than the one meant."""
    for period in PERIODS:
        made = document(worked_workspace.folder, period)
        names = [piece.name for _, _, _, piece in pieces(made) if isinstance(piece, Number) and piece.name is not None]
        assert len(names) == len(set(names)) == len(places_of(made).spots)


def test_small_columns_stand_each_in_its_row_on_its_own_scale() -> None:
    """Rows whose largest number is alike share a scale, and each still draws its own numbers; a third more is room."""
    numbers = [(3, 6), (6, 1), (9, 2)]
    rows = tuple(
        (Words("Row"), *(Number(Quantity(Decimal(each)), "flow") for each in row), Trend(1, 2)) for row in numbers
    )
    columns = tuple(Column(heading, 10) for heading in ("What", "Q1", "Q2", "Trend"))
    made = Document("Any", "", (Sheet("Any", "Any", (), (Table("Table", columns, rows),)),))
    sheet = etree.fromstring(zipfile.ZipFile(BytesIO(write_workbook(made, DRESS))).read("xl/worksheets/sheet1.xml"))
    groups = list(sheet.iter("{*}sparklineGroup"))
    drawn = {tuple(one.itertext()): each.get("manualMax") for each in groups for one in each.iter("{*}sparkline")}
    assert drawn == {("'Any'!B5:C5", "D5"): "8", ("'Any'!B6:C6", "D6"): "8", ("'Any'!B7:C7", "D7"): "12"}
