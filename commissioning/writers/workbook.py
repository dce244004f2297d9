"""A Document to an xlsx workbook: words as words, numbers as numbers, computed numbers as their own formulas."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from commissioning import sums
from commissioning.measures import KINDS
from commissioning.model.document import Document, Look, Number, Piece, Sheet, Table, Trend, Words
from commissioning.model.expression import Sum
from commissioning.model.quantity import Bound, Given, Quantity
from commissioning.writers import formula
from commissioning.writers.dress import Dress
from commissioning.writers.sheets import A3, A4, Ink, cell_name, lines_needed, quoted, set_up_page, workbook_bytes
from commissioning.writers.writer import Writer

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

RATING_COLOURS = {"Green": "good", "Amber": "warn", "Red": "bad"}
ROOM = 1.18
"""A line holds a little more than a column's width in digits, since most letters are narrower."""
PENCE_PLACES = 2
KEPT = Context(prec=17)
"""A spreadsheet keeps binary fractions; seventeen digits name any of them."""


@dataclass(frozen=True)
class _Names:
    """Where each named number of the document stands, and what stands there: what formulas are printed from."""

    places: Mapping[Hashable, str]
    given: Mapping[Hashable, Given]


def write_workbook(document: Document, dress: Dress) -> bytes:
    """The document as a workbook; equal documents give equal bytes."""
    names = _Names(_places(document), _given(document))

    def build(workbook: "Workbook", ink: Ink) -> None:
        for sheet in document.sheets:
            _Page(workbook.add_worksheet(sheet.name), sheet, ink, names).write()

    return workbook_bytes(build, dress.theme, title=document.title, subject=document.subject)


def _tables(sheet: Sheet) -> Iterable[tuple[int, Table]]:
    """Each table with the row (from 0) of its title: under the sheet's title and lead, two rows apart."""
    row = len(sheet.lead) + 2
    for table in sheet.tables:
        yield row, table
        row += _first_row(table) + max(1, len(table.rows)) + len(table.notes) + 2


def _first_row(table: Table) -> int:
    """How far under its title a table's rows begin: under its headings, where it has some."""
    return 2 if any(column.heading for column in table.columns) else 1


def _places(document: Document) -> Mapping[Hashable, str]:
    """Where each named number stands: the only home of a workbook's addresses."""
    return {
        piece.name: f"{quoted(sheet.name)}!{cell_name(row + 1, column + 1, absolute=True)}"
        for sheet in document.sheets
        for top, table in _tables(sheet)
        for row, pieces in enumerate(table.rows, top + _first_row(table))
        for column, piece in enumerate(pieces)
        if isinstance(piece, Number) and piece.name is not None
    }


def _given(document: Document) -> Mapping[Hashable, Given]:
    pieces = (piece for sheet in document.sheets for table in sheet.tables for row in table.rows for piece in row)
    named = (piece for piece in pieces if isinstance(piece, Number) and piece.name is not None)
    return {piece.name: KINDS[piece.kind].in_sums(piece.given) for piece in named}


@dataclass(frozen=True)
class _Page:
    """One sheet as it is written."""

    page: "Worksheet"
    sheet: Sheet
    ink: Ink
    names: _Names

    def write(self) -> None:
        """Title, lead, tables and print set-up."""
        self.page.write_string(0, 0, self.sheet.title, self.ink(bold=True, font_size=16, font_color="heading"))
        self.page.set_row(0, 26)
        widths = self._widths()
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width)
        for number, words in enumerate(self.sheet.lead, 1):
            self.page.merge_range(number, 0, number, max(1, len(widths) - 1), words.text, self._look(words, {}))
        for top, table in _tables(self.sheet):
            self._table(top, table, widths)
        paper = A3 if self.sheet.wide else A4
        set_up_page(self.page, landscape=True, footer=self.sheet.title, repeat=self._headings(), paper=paper)
        if self.sheet.wide:
            self.page.freeze_panes(self._headings()[1] + 1, 0)

    def _headings(self) -> tuple[int, int]:
        """The rows that name the sheet's first table's columns on every page of a long one."""
        top, table = next(iter(_tables(self.sheet)))
        return (top, top + _first_row(table) - 1) if self.sheet.wide else (0, 0)

    def _widths(self) -> tuple[int, ...]:
        """The widest that any table asks of each column; a short table's last one runs over its neighbours."""
        count = max(len(table.columns) for table in self.sheet.tables)
        asked = [
            (number, column.width)
            for table in self.sheet.tables
            for number, column in enumerate(table.columns)
            if number < len(table.columns) - 1 or len(table.columns) == count
        ]
        return tuple(max((width for at, width in asked if at == column), default=10) for column in range(count))

    def _table(self, top: int, table: Table, widths: tuple[int, ...]) -> None:
        title = self.ink(bold=True, font_size=13, font_color="heading")
        self.page.write_string(top, 0, table.title, title)
        self.page.set_row(top, 20)
        across = self._across(table, len(widths))
        first = top + _first_row(table)
        if first - top > 1:
            headings = tuple(Words(column.heading) for column in table.columns)
            self._row(first - 1, headings, widths, across, heading=True)
        for at, row in enumerate(table.rows, first):
            self._row(at, row, widths, across)
        if not table.rows:
            self.page.write_string(first, 0, table.empty, self.ink(font_color="quiet", italic=True))
        for number, note in enumerate(table.notes, first + max(1, len(table.rows))):
            self.page.write_string(number, 0, note, self.ink(font_color="quiet", font_size=10))

    @staticmethod
    def _across(table: Table, columns: int) -> int:
        """The column up to which the last one of a short table runs, if it holds words."""
        ends_in_words = all(isinstance(row[-1], Words) for row in table.rows)
        return columns - 1 if ends_in_words else len(table.columns) - 1

    def _row(
        self, at: int, row: tuple[Piece, ...], widths: tuple[int, ...], across: int, *, heading: bool = False
    ) -> None:
        last = len(row) - 1
        if across > last:
            self.page.merge_range(at, last, at, across, "", self.ink.heading() if heading else self.ink.edge())
        for column, piece in enumerate(row):
            if heading and isinstance(piece, Words):
                self.page.write_string(at, column, piece.text, self.ink.heading())
            else:
                self._piece(at, column, piece)
        room = [*widths[:last], sum(widths[last : max(across, last) + 1])]
        lines = [lines_needed(p.text, w * ROOM) for p, w in zip(row, room, strict=True) if isinstance(p, Words)]
        self.page.set_row(at, min(400.0, 15.0 * max(lines, default=1) + 2))

    def _piece(self, row: int, column: int, piece: Piece) -> None:
        if isinstance(piece, Words):
            self.page.write_string(row, column, piece.text, self._look(piece, {"border": 1, "border_color": "rule"}))
        elif isinstance(piece, Trend):
            raise NotImplementedError("small lines are not drawn yet")
        elif piece.expression is not None:
            self._computed(row, column, piece, piece.expression)
        elif isinstance(piece.given, Quantity):
            kept = KINDS[piece.kind].in_sums(piece.given)
            number = kept.value if isinstance(kept, Quantity) else Decimal()
            self.page.write_number(row, column, number, self._number_format(piece, piece.given.bound))
        else:
            self.page.write_string(row, column, piece.given.value, self._gap())

    def _computed(self, row: int, column: int, piece: Number, expression: Sum) -> None:
        """The Sum as a formula, with what it comes to as the value a reader sees before recalculating."""
        amount = sums.evaluate(expression, self.names.given)
        keys = sums.terms(expression)
        if isinstance(amount, sums.Amount):
            places = PENCE_PLACES if piece.kind == "money" else None
            text = formula.formula(expression, lambda key: self.names.places.get(key, ""), places)
            self.page.write_formula(row, column, text, self._number_format(piece, amount.bound), _kept(amount.value))
        elif len(keys) == 1 and keys[0] in self.names.places:
            text = formula.formula(expression, self.names.places.__getitem__)
            self.page.write_formula(row, column, text, self._gap(), amount.value)
        else:
            self.page.write_string(row, column, amount.value, self._gap())

    def _number_format(self, piece: Number, bound: Bound) -> "Format":
        guard = KINDS[piece.kind].guard
        plain = guard.number_format if guard else "General"
        before = "" if bound is Bound.EXACT else f'"{bound.value} "'
        mark = '" [p]"' if piece.provisional else ""
        decorated = ";".join(f"{before}{part}{mark}" for part in plain.split(";"))
        return self.ink.edge(num_format=decorated, align="right", indent=1, bold=piece.strong)

    def _gap(self) -> "Format":
        return self.ink.edge(font_color="quiet", italic=True, align="right", indent=1)

    def _look(self, words: Words, edge: dict[str, object]) -> "Format":
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


def _kept(value: Fraction) -> Decimal:
    """What a cell keeps of an exact number."""
    return KEPT.divide(Decimal(value.numerator), Decimal(value.denominator))


WRITER = Writer("xlsx", "an Excel workbook", write_workbook)
