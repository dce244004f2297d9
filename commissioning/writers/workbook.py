"""A Document to an xlsx workbook: words as words, numbers as numbers, computed numbers as their own formulas."""

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from commissioning import sums
from commissioning.measures import KINDS
from commissioning.model.document import Document, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.quantity import Bound, Given, Quantity
from commissioning.writers import formula
from commissioning.writers.dress import Dress
from commissioning.writers.sheets import Ink, lines_needed, set_up_page, workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

TITLE_ROWS = 1
RATING_COLOURS = {"Green": "good", "Amber": "warn", "Red": "bad"}
CHARACTERS_A_LINE = 1.12
"""A line holds a little more than a column's width in digits, since most letters are narrower."""


def write_workbook(document: Document, dress: Dress) -> bytes:
    """The document as a workbook; equal documents give equal bytes."""
    places = _places(document)
    given = _given(document)

    def build(workbook: "Workbook", ink: Ink) -> None:
        for sheet in document.sheets:
            _sheet(workbook.add_worksheet(sheet.name), sheet, ink, places, given)

    return workbook_bytes(build, dress.theme, title=document.title, subject=document.subject)


def _tables(sheet: Sheet) -> Iterable[tuple[int, Table]]:
    """Each table with the row (from 0) of its title: under the sheet's title and lead, two rows apart."""
    row = TITLE_ROWS + len(sheet.lead) + 1
    for table in sheet.tables:
        yield row, table
        row += 2 + max(1, len(table.rows)) + len(table.notes) + 2


def _places(document: Document) -> Mapping[Hashable, str]:
    """Where each named number stands: the only home of a workbook's addresses."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    return {
        piece.name: f"{_quoted(sheet.name)}!{xl_rowcol_to_cell(top + 2 + at, column, row_abs=True, col_abs=True)}"
        for sheet in document.sheets
        for top, table in _tables(sheet)
        for at, row in enumerate(table.rows)
        for column, piece in enumerate(row)
        if isinstance(piece, Number) and piece.name is not None
    }


def _given(document: Document) -> Mapping[Hashable, Given]:
    """What stands at each name, as the cell keeps it: what formulas are evaluated on."""
    pieces = (p for sheet in document.sheets for table in sheet.tables for row in table.rows for p in row)
    return {p.name: _as_kept(p) for p in pieces if isinstance(p, Number) and p.name is not None}


def _as_kept(number: Number) -> Given:
    """A percentage is kept as a part of one."""
    guard = KINDS[number.kind].guard
    if isinstance(number.given, Quantity) and guard and guard.percent:
        return Quantity(number.given.value / 100, number.given.bound)
    return number.given


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _sheet(
    page: "Worksheet", sheet: Sheet, ink: Ink, places: Mapping[Hashable, str], given: Mapping[Hashable, Given]
) -> None:
    page.write_string(0, 0, sheet.title, ink(bold=True, font_size=16, font_color="heading"))
    page.set_row(0, 26)
    for number, words in enumerate(sheet.lead, 1):
        page.write_string(number, 0, words.text, _look(words, ink, bordered=False))
    for column, width in _widths(sheet).items():
        page.set_column(column, column, width)
    for top, table in _tables(sheet):
        _table(page, sheet, table, top, ink, places, given)
    set_up_page(page, landscape=sheet.landscape, footer=sheet.title)


def _widths(sheet: Sheet) -> dict[int, int]:
    """The widest that any table asks of a column; a column that stands alone at the right keeps to the page."""
    widths: dict[int, int] = {}
    for table in sheet.tables:
        last = len(table.columns) - 1
        for number, column in enumerate(table.columns):
            spills = number == last and any(len(other.columns) > len(table.columns) for other in sheet.tables)
            widths[number] = max(widths.get(number, 0), 0 if spills else column.width)
    return widths


def _table(
    page: "Worksheet",
    sheet: Sheet,
    table: Table,
    top: int,
    ink: Ink,
    places: Mapping[Hashable, str],
    given: Mapping[Hashable, Given],
) -> None:
    page.write_string(top, 0, table.title, ink(bold=True, font_size=13, font_color="heading"))
    heading = ink(bold=True, bg_color="heading", font_color="heading_ink", text_wrap=True, border=1, border_color="rule")
    if any(column.heading for column in table.columns):
        for number, column in enumerate(table.columns):
            page.write_string(top + 1, number, column.heading, heading)
    widths = _widths(sheet)
    across = _columns_across(sheet, table)
    for at, row in enumerate(table.rows, top + 2):
        for column, piece in enumerate(row):
            if column == len(row) - 1 and across > column:
                page.merge_range(at, column, at, across, "", ink(text_wrap=True, border=1, border_color="rule"))
            _piece(page, at, column, piece, ink, places, given)
        page.set_row(at, _height(row, widths, across))
    if not table.rows:
        page.write_string(top + 2, 0, table.empty, ink(font_color="quiet", italic=True))
    for number, note in enumerate(table.notes, top + 2 + max(1, len(table.rows))):
        page.write_string(number, 0, note, ink(font_color="quiet", font_size=10))


def _columns_across(sheet: Sheet, table: Table) -> int:
    """The column up to which a short table's last column, of words, runs beside its wider neighbours."""
    widest = max(len(other.columns) for other in sheet.tables)
    ends_in_words = all(isinstance(row[-1], Words) for row in table.rows)
    return widest - 1 if ends_in_words else len(table.columns) - 1


def _height(row: tuple[Piece, ...], widths: Mapping[int, int], across: int) -> float:
    def room(column: int) -> float:
        last = column == len(row) - 1
        return sum(widths[n] for n in range(column, (across if last and across > column else column) + 1)) * CHARACTERS_A_LINE

    lines = [lines_needed(piece.text, room(column)) for column, piece in enumerate(row) if isinstance(piece, Words)]
    return min(400.0, 15.0 * max(lines, default=1) + 2)


def _piece(
    page: "Worksheet",
    row: int,
    column: int,
    piece: Piece,
    ink: Ink,
    places: Mapping[Hashable, str],
    given: Mapping[Hashable, Given],
) -> None:
    if isinstance(piece, Words):
        page.write_string(row, column, piece.text, _look(piece, ink))
    elif piece.expression is not None:
        _computed(page, row, column, piece, ink, places, given)
    elif isinstance(piece.given, Quantity):
        kept = _as_kept(piece)
        page.write_number(row, column, float(kept.value) if isinstance(kept, Quantity) else 0, _number_format(piece, piece.given.bound, ink))
    else:
        page.write_string(row, column, piece.given.value, _gap(ink))


def _computed(
    page: "Worksheet",
    row: int,
    column: int,
    piece: Number,
    ink: Ink,
    places: Mapping[Hashable, str],
    given: Mapping[Hashable, Given],
) -> None:
    """The Sum as a formula, with what it comes to as the value a reader sees before recalculating."""
    if piece.expression is None:
        return
    amount = sums.evaluate(piece.expression, given)
    if isinstance(amount, sums.Amount):
        text = formula.formula(piece.expression, lambda key: places.get(key, ""))
        shown = _number_format(piece, amount.bound, ink)
        page.write_formula(row, column, text, shown, _as_float(amount.value))
        return
    single = sums.terms(piece.expression)
    if len(single) == 1 and single[0] in places:
        text = formula.formula(piece.expression, lambda key: places[key])
        page.write_formula(row, column, text, _gap(ink), amount.value)
    else:
        page.write_string(row, column, amount.value, _gap(ink))


def _as_float(value: Fraction) -> float | int:
    """What a cell can hold of an exact number: the nearest of the spreadsheet's own."""
    return value.numerator if value.denominator == 1 else float(value)


def _number_format(piece: Number, bound: Bound, ink: Ink) -> object:
    guard = KINDS[piece.kind].guard
    plain = guard.number_format if guard else "General"
    before = "" if bound is Bound.EXACT else f'"{bound.value} "'
    mark = '" [p]"' if piece.provisional else ""
    decorated = ";".join(f"{before}{part}{mark}" for part in plain.split(";"))
    style: dict[str, object] = {"bold": True} if piece.strong else {}
    return ink(num_format=decorated, align="right", border=1, border_color="rule", **style)


def _gap(ink: Ink) -> object:
    return ink(font_color="quiet", italic=True, align="right", border=1, border_color="rule")


def _look(words: Words, ink: Ink, *, bordered: bool = True) -> object:
    edge: dict[str, object] = {"border": 1, "border_color": "rule", "text_wrap": True} if bordered else {}
    match words.look:
        case Look.STRONG:
            return ink(bold=True, **edge)
        case Look.QUIET:
            return ink(font_color="quiet", **edge)
        case Look.INDENTED:
            return ink(indent=1, **edge)
        case Look.WARNING:
            return ink(bg_color="warn", **edge)
        case Look.RATING:
            colour = {"bg_color": RATING_COLOURS[words.text]} if words.text in RATING_COLOURS else {"font_color": "quiet"}
            return ink(bold=words.text in RATING_COLOURS, align="center", **colour, **edge)
        case Look.PLAIN:
            return ink(**edge)
