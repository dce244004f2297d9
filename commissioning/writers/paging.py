"""Where a sheet's pages end: tables and charts kept together as far as a page holds them. Heights are in points."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commissioning.model.document import Look, Sheet, Table, Words
from commissioning.writers.places import charts_row, first_row, is_beside, last_row, tables_of

ROW_HEIGHT = 15.0
"""What a row is high unless it is set."""
POINTS_A_PIXEL = 0.75
A_LITTLE_MORE = 1.3
"""What is longer than a page by less than this is printed smaller, on one."""
READABLE = 0.7
"""How small a sheet may be printed so as to go on one upright page."""
NEARLY_EMPTY = 1 / 3
"""A page of which less than this is used is not left for a table to begin the next."""
TOGETHER = 4
"""A table that a page cannot hold is not begun with fewer rows than these at a page's foot."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What can be printed on, in points."""

    width: float
    height: float


A4_LANDSCAPE = Paper(752.0, 490.0)
A4_UPRIGHT = Paper(506.0, 736.0)
"""Within the margins of `set_up_page`, a little less than there is: programs round to whole percents."""


def fits_one_page(sheet: Sheet, heights: Mapping[int, float], pixels: int, paper: Paper) -> bool:
    """Whether the sheet goes on one page, if need be a little smaller than its width alone asks for."""
    return _whole(sheet, heights) <= _page(pixels, paper) * A_LITTLE_MORE


def fits_upright(sheet: Sheet, heights: Mapping[int, float], pixels: int, paper: Paper) -> bool:
    """Whether the sheet goes on one upright page, and stays large enough to be read."""
    scale = paper.width / max(1.0, pixels * POINTS_A_PIXEL)
    return scale >= READABLE and _whole(sheet, heights) <= _page(pixels, paper)


def _whole(sheet: Sheet, heights: Mapping[int, float]) -> float:
    """How high all of a sheet is."""
    end = max((last_row(top, table, sheet) for top, table in tables_of(sheet)), default=0)
    return sum(heights.get(row, ROW_HEIGHT) for row in range(end + 1))


def _page(pixels: int, paper: Paper) -> float:
    """How much of a sheet, so many pixels wide, stands on one page."""
    return paper.height / min(1.0, paper.width / max(1.0, pixels * POINTS_A_PIXEL))


def breaks(sheet: Sheet, heights: Mapping[int, float], pixels: int, paper: Paper) -> list[int]:
    """The rows (from 0) that a new page begins with, where the sheet's columns are that many pixels wide."""
    page = _page(pixels, paper)
    found: list[int] = []
    used = _high(heights, 0, len(sheet.lead) + 1)
    for top, table in tables_of(sheet):
        for first, last in _blocks(sheet, (top, table), heights, used, page):
            need = _high(heights, first, last)
            if used + need > page:
                found.append(first)
                used = heights.get(0, ROW_HEIGHT)
            used += need
    return found


def _high(heights: Mapping[int, float], first: int, last: int) -> float:
    return sum(heights.get(row, ROW_HEIGHT) for row in range(first, last + 1))


def _blocks(
    sheet: Sheet, placed: tuple[int, Table], heights: Mapping[int, float], used: float, page: float
) -> Iterable[tuple[int, int]]:
    """The first and last rows of what is kept together where so much of a page is used: a table with its charts; or,
    where no page holds that, or its next page would leave most of this one empty, its head with its first rows, each
    row after that, and its charts."""
    top, table = placed
    last = last_row(top, table, sheet)
    need = _high(heights, top, last + 1)
    goes_on = used + need > page and used < page * NEARLY_EMPTY
    if need <= page - heights.get(0, ROW_HEIGHT) and not goes_on:
        return ((top, last + 1),)
    charts = last + 1 if is_beside(table, sheet) else charts_row(top, table, sheet)
    return _pieces(top, _heads(top, table), charts, last)


def _heads(top: int, table: Table) -> frozenset[int]:
    """The rows that head others, which no page ends with."""
    first = top + first_row(table)
    return frozenset(
        row
        for row, (piece, *_) in enumerate(table.rows, first)
        if row < first + TOGETHER or (isinstance(piece, Words) and piece.look is Look.GROUP)
    )


def _pieces(top: int, heads: frozenset[int], charts: int, last: int) -> Iterable[tuple[int, int]]:
    begun = top
    for row in range(top, charts):
        if row not in heads and row >= min(heads, default=top):
            yield begun, row
            begun = row + 1
    yield begun, last + 1
