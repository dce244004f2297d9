"""Where pages end, where charts stand, and cells that stand under each other written as one range."""

from decimal import Decimal

import pytest

from commissioning.model.document import Chart, Column, Look, Number, Shape, Sheet, Table, Words
from commissioning.model.quantity import Quantity
from commissioning.writers.formula import in_runs
from commissioning.writers.paging import A4_LANDSCAPE, A4_UPRIGHT, breaks, fits_one_page, fits_upright
from commissioning.writers.places import CHART_ROWS, charts_row, is_beside, last_row, tables_of

CHART = Chart("Drawn", Shape.BARS, 0, (1,), 0, 1)
WIDE = 1000
"""Pixels of a sheet that a page shows in full size: 490 points of it, 32 rows of 15."""


def a_table(rows: int, width: int = 60, groups: tuple[int, ...] = (), charts: tuple[Chart, ...] = ()) -> Table:
    """A table of so many rows of 15 points, some of them heading the others."""
    made = tuple(
        (Words(f"Row {row}", Look.GROUP if row in groups else Look.PLAIN), Number(Quantity(Decimal(row)), "flow"))
        for row in range(rows)
    )
    return Table("A table", (Column("What", width), Column("How many", 10)), made, charts=charts)


def test_a_short_sheet_has_no_page_ends_and_goes_on_one_page() -> None:
    """Ten rows are 150 points."""
    sheet = Sheet("Page", "A page", (), (a_table(10),))
    assert breaks(sheet, {}, WIDE, A4_LANDSCAPE) == []
    assert fits_one_page(sheet, {}, WIDE, A4_LANDSCAPE)


@pytest.mark.parametrize(("rows", "fits"), [(36, True), (39, False)])
def test_a_little_more_than_a_page_is_printed_smaller_on_one(rows: int, fits: bool) -> None:
    """A page holds 490 points, and so 637 made smaller: 42 rows, of which the titles take four."""
    assert fits_one_page(Sheet("Page", "A page", (), (a_table(rows),)), {}, WIDE, A4_LANDSCAPE) is fits


@pytest.mark.parametrize(("pixels", "rows", "fits"), [(900, 50, True), (900, 70, False), (1000, 20, False)])
def test_a_long_and_narrow_sheet_is_printed_upright_while_it_can_be_read(pixels: int, rows: int, fits: bool) -> None:
    """900 pixels are 675 points, three quarters of which are 506: an upright page of 736 points holds 981, or 65 rows,
    of which titles take four. 1,000 pixels would be printed at two thirds."""
    assert fits_upright(Sheet("Page", "A page", (), (a_table(rows),)), {}, pixels, A4_UPRIGHT) is fits


def test_a_table_that_fits_a_page_is_not_cut() -> None:
    """The second begins the second page, since the first leaves too little of the first."""
    sheet = Sheet("Page", "A page", (), (a_table(20), a_table(20)))
    [_, (second, _)] = tables_of(sheet)
    assert breaks(sheet, {}, WIDE, A4_LANDSCAPE) == [second]


@pytest.mark.parametrize(("before", "goes_on"), [(5, True), (8, False)])
def test_a_page_that_is_nearly_empty_is_not_left_so(before: int, goes_on: bool) -> None:
    """A third of 490 points is 163: two rows of titles, two of heads and five are 135 of them, and a blank row 150;
    with eight rows 195. A table of 28 rows would fit the next page whole."""
    sheet = Sheet("Page", "A page", (), (a_table(before), a_table(28)))
    [_, (second, _)] = tables_of(sheet)
    [first, *_] = breaks(sheet, {}, WIDE, A4_LANDSCAPE)
    assert (first > second) is goes_on


def test_no_page_ends_with_a_row_that_heads_others() -> None:
    """The row that heads the others goes with them to the next page."""
    longest = Sheet("Page", "A page", (), (a_table(60),))
    [first, *_] = breaks(longest, {}, WIDE, A4_LANDSCAPE)
    rows_begin = 4
    headed = Sheet("Page", "A page", (), (a_table(60, groups=(first - rows_begin - 1,)),))
    assert breaks(headed, {}, WIDE, A4_LANDSCAPE)[0] == first - 1


def test_charts_stand_beside_a_narrow_table_and_beneath_a_broad_one() -> None:
    """Beside, where the rest of the sheet is broad enough; and the next table begins under them."""
    broad = Table("Broad", tuple(Column(f"Column {n}", 20) for n in range(8)), ())
    narrow = a_table(3, width=20, charts=(CHART,))
    sheet = Sheet("Page", "A page", (), (narrow, broad))
    [(top, _), (under, _)] = tables_of(sheet)
    assert is_beside(narrow, sheet)
    assert charts_row(top, narrow, sheet) == top + 1
    assert under == top + CHART_ROWS + 2
    alone = Sheet("Page", "A page", (), (narrow,))
    assert not is_beside(narrow, alone)
    assert charts_row(top, narrow, alone) == top + 2 + 3
    assert last_row(top, narrow, alone) == top + 2 + 3 - 1 + CHART_ROWS


@pytest.mark.parametrize(
    ("references", "expected"),
    [
        (["'Data'!$F$5", "'Data'!$F$6", "'Data'!$F$7"], ["'Data'!$F$5:$F$7"]),
        (["'Data'!$F$5", "'Data'!$F$7"], ["'Data'!$F$5", "'Data'!$F$7"]),
        (["'Data'!$F$5", "'Data'!$G$6"], ["'Data'!$F$5", "'Data'!$G$6"]),
        (["'Data'!$F$5", "'Page'!$F$6"], ["'Data'!$F$5", "'Page'!$F$6"]),
        (["'Data'!$F$6", "'Data'!$F$5"], ["'Data'!$F$6", "'Data'!$F$5"]),
        (["'Data'!$F$5+1", "'Data'!$F$6"], ["'Data'!$F$5+1", "'Data'!$F$6"]),
        ([], []),
    ],
)
def test_cells_under_each_other_are_one_range_and_no_others_are(references: list[str], expected: list[str]) -> None:
    """Nothing is taken in that was not named."""
    assert in_runs(references) == expected
