"""The charts of a table to native charts of a workbook, side by side beneath it, over the cells they are drawn from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from commissioning.measures import KINDS
from commissioning.model.document import Chart, Number, Shape, Sheet, Table
from commissioning.writers.places import CHART_ROWS, charts_row, first_row, is_beside, widths_of
from commissioning.writers.sheets import pixels

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROW = 20
"""How many pixels high a row of ordinary height is."""
GAP = 12
WIDEST = 640
LOOKS: Mapping[Shape, Mapping[str, str]] = {
    Shape.COLUMNS: {"type": "column"},
    Shape.BARS: {"type": "bar"},
    Shape.LINE: {"type": "line"},
}

LIKE_A_CELL = re.compile(r"!(?=\$?[A-Z]+\$?\d)")
"""What makes a chart's title, such as `Help!A1`, be taken for the cell that holds it."""


@dataclass(frozen=True)
class Easel:
    """Where charts are drawn: the workbook, a page of it, the sheet it shows, and the theme."""

    workbook: "Workbook"
    page: "Worksheet"
    sheet: Sheet
    theme: Mapping[str, Any]

    def draw(self, top: int, table: Table) -> None:
        """Every chart of the table whose title stands in row `top` (from 0)."""
        if not table.charts:
            return
        column = len(table.columns) if is_beside(table, self.sheet) else 0
        room = sum(pixels(width) for width in widths_of(self.sheet)[column:])
        wide = min(WIDEST, room // len(table.charts) - GAP)
        for number, chart in enumerate(table.charts):
            drawn = _chart(self, chart, table, top + first_row(table))
            drawn.set_size({"width": wide, "height": CHART_ROWS * ROW - GAP})
            offset = number * (wide + GAP) + (GAP if column else 0)
            place = {"x_offset": offset, "y_offset": 0 if column else GAP // 2, "object_position": 2}
            row = charts_row(top, table, self.sheet)
            self.page.insert_chart(row, column, drawn, {**place, "description": chart.title})


def _chart(easel: Easel, chart: Chart, table: Table, first: int) -> Any:
    """The chart over its cells; `first` is the row of the table's first row."""
    drawn = easel.workbook.add_chart(dict(LOOKS[chart.shape]))
    series = tuple(_series(chart, easel.page.get_name(), first))
    for number, one in enumerate(series):
        drawn.add_series({**one, **_ink(easel.theme, chart, number, len(series))})
    quiet = easel.theme["colours"]["quiet"]
    text = {"name": easel.theme["font"], "size": 9, "color": quiet}
    title = LIKE_A_CELL.sub("! ", chart.title)
    name_font = {**text, "size": 10.5, "bold": True, "color": easel.theme["colours"]["heading"]}
    drawn.set_title({"name": title, "name_font": name_font, "overlay": False})
    drawn.set_legend({"none": True} if len(series) == 1 else {"position": "bottom", "font": text})
    _axes(drawn, chart, text, easel.theme, percent=_is_percent(chart, table))
    drawn.set_chartarea({"border": {"color": easel.theme["colours"]["rule"]}})
    return drawn


def _series(chart: Chart, sheet: str, first: int) -> Any:
    """Each series by the cells its name, its labels and its numbers stand in."""
    top, bottom, head = first + chart.first, first + chart.last, first - 1
    if chart.across:
        left, right = chart.series[0], chart.series[-1]
        for row in range(top, bottom + 1):
            yield {
                "name": [sheet, row, chart.labels],
                "categories": [sheet, head, left, head, right],
                "values": [sheet, row, left, row, right],
            }
    else:
        for column in chart.series:
            yield {
                "name": [sheet, head, column],
                "categories": [sheet, top, chart.labels, bottom, chart.labels],
                "values": [sheet, top, column, bottom, column],
            }


def _ink(theme: Mapping[str, Any], chart: Chart, number: int, of: int) -> Mapping[str, Any]:
    """How a series is drawn: each in a colour of its own, lines with markers, bars with their numbers beside them."""
    colour = theme["charts"]["series"][number % len(theme["charts"]["series"])]
    if chart.shape is Shape.LINE:
        marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
        return {"line": {"color": colour, "width": 2.25}, "marker": marker}
    font = {"name": theme["font"], "size": 9, "color": theme["colours"]["ink"]}
    labels = {"data_labels": {"value": True, "font": font}} if chart.shape is Shape.BARS or of == 1 else {}
    return {"fill": {"color": colour}, "border": {"none": True}, "gap": 55, "overlap": 0, **labels}


def _axes(drawn: Any, chart: Chart, text: Mapping[str, Any], theme: Mapping[str, Any], *, percent: bool) -> None:
    bars = chart.shape is Shape.BARS
    grid = {"visible": not bars, "line": {"color": theme["charts"]["grid"], "width": 0.75}}
    plain = {"num_font": text, "major_tick_mark": "none", "minor_tick_mark": "none"}
    labels = {**plain, "line": {"color": theme["colours"]["rule"], "width": 0.75}, "reverse": bars}
    most = {"max": 1, "major_unit": 0.25} if percent else {}
    numbers = {**plain, "num_format": "0%" if percent else "#,##0", "min": 0, **most, "line": {"none": True}}
    numbers |= {"major_gridlines": grid, "visible": not bars}
    # Bars lie on their side: what they are named by stands where other charts have their numbers.
    drawn.set_x_axis({**numbers, "major_gridlines": grid} if bars else labels)
    drawn.set_y_axis(labels | {"major_gridlines": {"visible": False}} if bars else numbers)


def _is_percent(chart: Chart, table: Table) -> bool:
    pieces = (table.rows[chart.first][column] for column in chart.series)
    return any(isinstance(piece, Number) and KINDS[piece.kind].is_percent for piece in pieces)
