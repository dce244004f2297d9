"""A Document to an xlsx workbook: words as words, numbers as numbers, computed numbers as their own formulas."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from commissioning import sums
from commissioning.measures import KINDS
from commissioning.model.document import Document, Look, Number, Piece, Sheet, Table, Trend, Words
from commissioning.model.expression import Sum
from commissioning.model.quantity import Bound, Quantity
from commissioning.writers import formula
from commissioning.writers.charts import Easel
from commissioning.writers.dress import Dress
from commissioning.writers.paging import A4_LANDSCAPE, A4_UPRIGHT, ROW_HEIGHT, breaks, fits_one_page, fits_upright
from commissioning.writers.places import Places, first_row, is_beside, notes_row, places_of, tables_of, widths_of
from commissioning.writers.sheets import (
    Ink,
    cell_name,
    lines_needed,
    pixels,
    quoted,
    set_up_page,
    workbook_bytes,
)
from commissioning.writers.writer import Writer

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

RATING_COLOURS = {"Green": "good", "Amber": "warn", "Red": "bad"}
ROOM = 1.15
"""A line holds a little more than a column's width in digits, since most letters are narrower."""
BOLD = 1.1
"""Bold letters are broader."""
INDENT = 1.5
PENCE_PLACES = 2
KEPT = Context(prec=17)
"""A spreadsheet keeps binary fractions; seventeen digits name any of them."""
TIP = "Go to {place}"


def write_workbook(document: Document, dress: Dress) -> bytes:
    """The document as a workbook; equal documents give equal bytes."""
    places = places_of(document)

    def build(workbook: "Workbook", ink: Ink) -> None:
        for sheet in document.sheets:
            page = workbook.add_worksheet(sheet.name)
            easel = Easel(workbook, page, sheet, dress.theme)
            _Page(page, sheet, ink, places, easel).write()

    return workbook_bytes(build, dress.theme, title=document.title, subject=document.subject)


def _room(words: Words, width: float) -> float:
    """How many characters a line of words has in a column of that width: fewer where it is bold or indented."""
    broad = BOLD if words.look is Look.STRONG else ROOM
    return (width - INDENT * (2 if words.look is Look.INDENTED else 1)) * broad


@dataclass(frozen=True)
class _Page:
    """One sheet as it is written; `heights` are those of its rows so far, in points, `trends` the small columns to be
    drawn in it, cell and range by how they are drawn, and `looks` the formats of its words and numbers so far."""

    page: "Worksheet"
    sheet: Sheet
    ink: Ink
    places: Places
    easel: Easel
    heights: dict[int, float] = field(default_factory=dict)
    trends: dict[tuple[tuple[str, object], ...], dict[str, str]] = field(default_factory=dict)
    looks: "dict[tuple[Hashable, ...], Format]" = field(default_factory=dict)

    def write(self) -> None:
        """Title, lead, tables and print set-up."""
        self.page.write_string(0, 0, self.sheet.title, self.ink(bold=True, font_size=16, font_color="heading"))
        self._height(0, 26)
        widths = widths_of(self.sheet)
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width)
        for number, words in enumerate(self.sheet.lead, 1):
            self._across_page(number, words.text, self._look(words, ruled=False), widths)
        for top, table in tables_of(self.sheet):
            self._table(top, table, widths)
        self._draw_trends()
        self._set_up()

    def _set_up(self) -> None:
        """How the sheet is printed, and what stays in sight while one scrolls."""
        repeat = self._headings()
        wide = sum(map(pixels, widths_of(self.sheet)))
        across = self.sheet.wide or fits_one_page(self.sheet, self.heights, wide, A4_LANDSCAPE)
        upright = not across and fits_upright(self.sheet, self.heights, wide, A4_UPRIGHT)
        set_up_page(self.page, landscape=not upright, footer=self.sheet.title, repeat=repeat)
        self.page.freeze_panes(repeat[1] + 1, 0)
        if self.sheet.wide:
            return
        if across or upright:
            self.page.fit_to_pages(1, 1)
        else:
            self.page.set_h_pagebreaks(breaks(self.sheet, self.heights, wide, A4_LANDSCAPE))

    def _headings(self) -> tuple[int, int]:
        """The rows that stay in sight: the title, or the headings of a sheet whose first table is the long one."""
        top, table = next(iter(tables_of(self.sheet)), (0, None))
        first_is_it = table is not None and (self.sheet.wide or len(self.sheet.tables) == 1)
        return (top, top + first_row(table) - 1) if first_is_it and table is not None else (0, 0)

    def _table(self, top: int, table: Table, widths: tuple[int, ...]) -> None:
        self.page.write_string(top, 0, table.title, self.ink(bold=True, font_size=13, font_color="heading"))
        self._height(top, 20)
        across = self._across(table, len(widths))
        first = top + first_row(table)
        if first - top > 1:
            headings = tuple(Words(column.heading) for column in table.columns)
            self._row(first - 1, headings, widths, across, heading=True)
        for at, row in enumerate(table.rows, first):
            self._row(at, row, widths, across)
        if not table.rows:
            self.page.write_string(first, 0, table.empty, self.ink(font_color="quiet", italic=True))
        over = widths[: len(table.columns)] if is_beside(table, self.sheet) else widths
        quiet = self.ink(font_color="quiet", font_size=10, text_wrap=True, valign="vcenter")
        for number, note in enumerate(table.notes, notes_row(top, table)):
            self._across_page(number, note, quiet, over)
        self.easel.draw(top, table)

    def _across_page(self, row: int, text: str, look: "Format", widths: tuple[int, ...]) -> None:
        """Words over the whole width of the sheet, as high as they need."""
        if len(widths) > 1:
            self.page.merge_range(row, 0, row, len(widths) - 1, "", look)
        self.page.write_string(row, 0, text, look)
        self._height(row, ROW_HEIGHT * lines_needed(text, sum(widths) * ROOM) + 3)

    def _across(self, table: Table, columns: int) -> int:
        """The column up to which the last one of a short table runs, if it holds words and no chart stands there."""
        ends_in_words = not is_beside(table, self.sheet) and all(isinstance(row[-1], Words) for row in table.rows)
        return columns - 1 if ends_in_words else len(table.columns) - 1

    def _row(
        self, at: int, row: tuple[Piece, ...], widths: tuple[int, ...], across: int, *, heading: bool = False
    ) -> None:
        last = len(row) - 1
        if isinstance(row[0], Words) and row[0].look is Look.GROUP:
            self._group(at, row[0].text, max(across, last))
            return
        if across > last:
            self.page.merge_range(at, last, at, across, "", self.ink.heading() if heading else self.ink.edge())
        for column, piece in enumerate(row):
            if heading and isinstance(piece, Words):
                numbers = any(isinstance(of[column], Number) for of in self._rows_under(at))
                centred = {"align": "right"} if numbers else {}
                self.page.write_string(at, column, piece.text, self.ink.heading(**centred))
            elif isinstance(piece, Trend):
                self._trend(at, column, piece, row[piece.first : piece.last + 1])
            else:
                self._piece(at, column, piece)
        room = [*widths[:last], sum(widths[last : max(across, last) + 1])]
        lines = [lines_needed(p.text, _room(p, w)) for p, w in zip(row, room, strict=True) if isinstance(p, Words)]
        self._height(at, min(400.0, ROW_HEIGHT * max(lines, default=1) + 2))

    def _group(self, at: int, text: str, across: int) -> None:
        """What heads the rows under it, over the whole table."""
        look = self.ink.edge(bold=True, bg_color="band", font_color="heading", indent=1)
        self.page.merge_range(at, 0, at, across, "", look)
        self.page.write_string(at, 0, text, look)
        self._height(at, ROW_HEIGHT + 2)

    def _rows_under(self, heading: int) -> tuple[tuple[Piece, ...], ...]:
        """The rows of the table whose headings stand in that row."""
        return next(table.rows for top, table in tables_of(self.sheet) if top + first_row(table) - 1 == heading)

    def _height(self, row: int, points: float) -> None:
        self.heights[row] = points
        self.page.set_row(row, points)

    def _piece(self, row: int, column: int, piece: Words | Number) -> None:
        if isinstance(piece, Words):
            self._words(row, column, piece)
        else:
            if piece.to is not None:
                self._way(row, column, piece.to, "", self._gap())
            self._number(row, column, piece)

    def _words(self, row: int, column: int, words: Words) -> None:
        """Words, and where they lead to a number, its cell as well."""
        look = self._look(words, ruled=True)
        if words.to is None:
            self.page.write_string(row, column, words.text, look)
            return
        cell = f", {self.places.spots[words.to].cell}" if words.to in self.places.spots else ""
        self._way(row, column, words.to, f"{words.text}{cell}", look)

    def _way(self, row: int, column: int, to: Hashable, text: str, look: "Format") -> None:
        """A way to another cell of the workbook."""
        spot = self.places.leads_to(to)
        url = f"internal:{quoted(spot.sheet)}!{spot.cell}"
        self.page.write_url(row, column, url, look, text, TIP.format(place=f"{spot.sheet}, {spot.cell}"))

    def _trend(self, row: int, column: int, trend: Trend, numbers: tuple[Piece, ...]) -> None:
        """Small columns from 0, unless one is below it; not a line, which LibreOffice leaves out of print."""
        self.page.write_blank(row, column, None, self.ink.edge())
        drawn = self.easel.theme["charts"]
        where = f"{quoted(self.sheet.name)}!{_cell(row, trend.first)}:{_cell(row, trend.last)}"
        options = {"type": "column", "series_color": drawn["trend"]}
        options |= {"last_point": True, "last_color": drawn["trend_last"], "negative_points": False}
        given = [n.given.value for n in numbers if isinstance(n, Number) and isinstance(n.given, Quantity)]
        scale = {"axis": True} if min(given, default=0) < 0 else {"min": 0, "max": self._headroom(numbers)}
        alike = self.trends.setdefault(tuple((options | scale).items()), {})
        alike[_cell(row, column)] = where

    def _draw_trends(self) -> None:
        """The small columns of the sheet, those on one scale together: xlsxwriter takes long over each group."""
        for options, alike in self.trends.items():
            first = next(iter(alike))
            self.page.add_sparkline(first, {**dict(options), "location": [*alike], "range": [*alike.values()]})

    @staticmethod
    def _headroom(numbers: tuple[Piece, ...]) -> str:
        """A third more than the largest, as its cell keeps it, so that the columns of one row do not touch the next."""
        kept = [KINDS[n.kind].in_sums(n.given) for n in numbers if isinstance(n, Number)]
        largest = max((one.value for one in kept if isinstance(one, Quantity)), default=Decimal())
        return f"{largest * 4 / 3 or 1:.6g}"

    def _number(self, row: int, column: int, piece: Number) -> None:
        if piece.expression is not None:
            self._computed(row, column, piece, piece.expression)
        elif isinstance(piece.given, Quantity):
            kept = KINDS[piece.kind].in_sums(piece.given)
            number = kept.value if isinstance(kept, Quantity) else Decimal()
            self.page.write_number(row, column, number, self._number_format(piece, piece.given.bound))
        else:
            self.page.write_string(row, column, piece.given.value, self._gap())

    def _computed(self, row: int, column: int, piece: Number, expression: Sum) -> None:
        """The Sum as a formula, with what it comes to as the value a reader sees before recalculating."""
        amount = sums.evaluate(expression, self.places.given)
        keys = sums.terms(expression)
        if isinstance(amount, sums.Amount):
            places = PENCE_PLACES if piece.kind == "money" else None
            text = formula.formula(expression, self.places.reference, places)
            self.page.write_formula(row, column, text, self._number_format(piece, amount.bound), _kept(amount.value))
        elif len(keys) == 1 and keys[0] in self.places.spots:
            text = formula.formula(expression, self.places.reference)
            self.page.write_formula(row, column, text, self._gap(), amount.value)
        else:
            self.page.write_string(row, column, amount.value, self._gap())

    def _number_format(self, piece: Number, bound: Bound) -> "Format":
        asked = (piece.kind, bound, piece.provisional, piece.strong)
        if asked not in self.looks:
            self.looks[asked] = self._format_of(piece, bound)
        return self.looks[asked]

    def _format_of(self, piece: Number, bound: Bound) -> "Format":
        guard = KINDS[piece.kind].guard
        plain = guard.number_format if guard else "General"
        before = "" if bound is Bound.EXACT else f'"{bound.value} "'
        mark = '" [p]"' if piece.provisional else ""
        # The width of a bracket is left free on the right, which an indent does not do in every program.
        decorated = ";".join(f"{before}{part}{mark}_)" for part in plain.split(";"))
        return self.ink.edge(num_format=decorated, align="right", text_wrap=False, bold=piece.strong)

    def _gap(self) -> "Format":
        return self.ink.edge(font_color="quiet", italic=True, align="right", indent=1, text_wrap=False)

    def _look(self, words: Words, *, ruled: bool) -> "Format":
        asked = (words.look, words.text if words.look is Look.RATING else "", ruled)
        if asked not in self.looks:
            self.looks[asked] = self._look_of(words, {"border": 1, "border_color": "rule"} if ruled else {})
        return self.looks[asked]

    def _look_of(self, words: Words, edge: dict[str, object]) -> "Format":
        wanted: dict[str, object] = {"text_wrap": True, "valign": "vcenter", "indent": 1 if edge else 0, **edge}
        match words.look:
            case Look.STRONG:
                wanted["bold"] = True
            case Look.QUIET:
                wanted["font_color"] = "quiet"
            case Look.INDENTED:
                wanted["indent"] = 2
            case Look.WARNING:
                wanted["bg_color"] = "warn"
            case Look.RATING:
                rated = words.text in RATING_COLOURS
                wanted |= {"bg_color": RATING_COLOURS[words.text], "bold": True} if rated else {"font_color": "quiet"}
                wanted |= {"align": "center", "indent": 0}
            case Look.PLAIN:
                pass
        return self.ink(**wanted)


def _cell(row: int, column: int) -> str:
    return cell_name(row + 1, column + 1)


def _kept(value: Fraction) -> Decimal:
    """What a cell keeps of an exact number."""
    return KEPT.divide(Decimal(value.numerator), Decimal(value.denominator))


WRITER = Writer("xlsx", "an Excel workbook", write_workbook)
