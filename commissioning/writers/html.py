"""A Document to one self-contained page: no script, nothing fetched, and the same words as the workbook."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from commissioning import sums
from commissioning.model.document import Document, Look, Number, Piece, Sheet, Table, Trend, Words
from commissioning.model.expression import Sum, Term
from commissioning.writers.amounts import given_of, in_words, shown
from commissioning.writers.drawing import Drawing, chart_drawing, trend_drawing
from commissioning.writers.dress import Dress
from commissioning.writers.writer import Writer

if TYPE_CHECKING:
    from commissioning.model.quantity import Given

RATINGS = {"Green": "good", "Amber": "warn", "Red": "bad"}
MOST_TERMS = 8
"""A Sum of more terms is said by how many they are."""
SHORT = 12
"""Words of no more characters, a period's label among them, stay on one line."""
NARROW = 110
"""A sheet whose tables are no wider, in characters, is printed upright."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a page's table: its words, how they look, its id, where it leads, its picture."""

    text: str
    look: str = ""
    heading: str = ""
    names_row: bool = False
    id: str = ""
    to: str = ""
    how: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True)
class Working:
    """How a computed figure of a table comes about: which it is, in pieces of words, each with where it leads."""

    of: str
    words: tuple[tuple[str, str], ...]
    comes_to: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading, its part of the table's width, and whether figures stand under it."""

    text: str
    width: str
    of_figures: bool


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table as the page shows it."""

    table: Table
    headings: tuple[Heading, ...]
    total: int
    rows: tuple[tuple[Cell, ...], ...]
    workings: tuple[Working, ...]
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A sheet as the page shows it."""

    id: str
    sheet: Sheet
    title: str
    paper: str
    tables: tuple[PageTable, ...]


def write_html(document: Document, dress: Dress) -> bytes:
    """The document as a page of its own, in UTF-8; equal documents give equal bytes."""
    page = _Page(document)
    text = dress.page("document.html", document=document, sections=page.sections(), theme=dress.theme)
    return text.encode("utf-8")


WRITER = Writer("html", "a page for a browser", write_html)


class _Page:
    """A document on its way to a page: the ids of its places, and what stands there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.given: Mapping[Hashable, Given] = given_of(document)
        self.ids: dict[Hashable, str] = {}
        self.called: dict[Hashable, str] = {}
        for number, (sheet, row, piece) in enumerate(_named(document), 1):
            self.ids[piece.name] = f"n{number}"
            self.called[piece.name] = _called(sheet, row)
        for number, sheet in enumerate(document.sheets, 1):
            self.ids[sheet.name] = f"sheet-{number}"

    def sections(self) -> tuple[Section, ...]:
        """Every sheet, in order."""
        return tuple(
            Section(
                self.ids[sheet.name],
                sheet,
                sheet.title if sheet.title != self.document.title else sheet.name,
                _paper(sheet),
                tuple(self._table(table, _widest(sheet)) for table in sheet.tables),
            )
            for sheet in self.document.sheets
        )

    def _table(self, table: Table, widest: int) -> PageTable:
        widths = _widths(table, widest)
        return PageTable(
            table=table,
            headings=_headings(table, widths),
            total=sum(widths),
            rows=tuple(self._row(table, row) for row in table.rows),
            workings=tuple(self._workings(table)),
            drawings=tuple(chart_drawing(chart, table, self.given) for chart in table.charts),
        )

    def _row(self, table: Table, row: tuple[Piece, ...]) -> tuple[Cell, ...]:
        names = _naming_column(row)
        headings = [column.heading for column in table.columns]
        return tuple(
            self._cell(piece, row, heading, names_row=at == names)
            for at, (piece, heading) in enumerate(zip(row, headings, strict=True))
        )

    def _cell(self, piece: Piece, row: tuple[Piece, ...], heading: str, *, names_row: bool) -> Cell:
        if isinstance(piece, Words):
            return Cell(piece.text, _look(piece), heading, names_row, to=self._link(piece.to))
        if isinstance(piece, Trend):
            return Cell("", "trend", heading, drawing=trend_drawing(piece, row, self.given))
        looks = ["number", "strong" if piece.strong else "", "provisional" if piece.provisional else ""]
        if not isinstance(shown(piece, self.given).value, Fraction):
            looks.append("gap")
        return Cell(
            in_words(piece, self.given),
            " ".join(look for look in looks if look),
            heading,
            id=self.ids[piece.name] if piece.name is not None else "",
            to=self._link(_leads_to(piece, self.ids)),
            how="".join(words for words, _ in self._worked_out(piece.expression)) if _is_worked_out(piece) else "",
        )

    def _link(self, to: Hashable) -> str:
        return f"#{self.ids[to]}" if to is not None else ""

    def _workings(self, table: Table) -> Iterator[Working]:
        for row in table.rows:
            for at, piece in enumerate(row):
                if isinstance(piece, Number) and _is_worked_out(piece):
                    of = ", ".join(part for part in (*_words_before(row, at), table.columns[at].heading) if part)
                    yield Working(of, self._worked_out(piece.expression), in_words(piece, self.given))

    def _worked_out(self, expression: Sum | None) -> tuple[tuple[str, str], ...]:
        """A Sum in words: pieces of text, each term with the place it leads to."""
        if expression is None:
            return ()
        keys = tuple(dict.fromkeys(sums.terms(expression)))
        if len(keys) > MOST_TERMS:
            first, last = self._term(keys[0]), self._term(keys[-1])
            return ((f"from {len(keys)} figures, the first ", ""), first, (", the last ", ""), last)
        marks = {key: f"\x00{number}\x00" for number, key in enumerate(keys)}
        pieces = sums.say(expression, marks.__getitem__).split("\x00")
        said = (self._term(keys[int(piece)]) if at % 2 else (piece, "") for at, piece in enumerate(pieces))
        return tuple((words, to) for words, to in said if words)

    def _term(self, key: Hashable) -> tuple[str, str]:
        """What a term is called, and its place."""
        return (self.called[key], f"#{self.ids[key]}") if key in self.called else ("not returned", "")


def _named(document: Document) -> Iterator[tuple[Sheet, tuple[Piece, ...], Number]]:
    for sheet in document.sheets:
        for table in sheet.tables:
            for row in table.rows:
                yield from ((sheet, row, p) for p in row if isinstance(p, Number) and p.name is not None)


def _called(sheet: Sheet, row: tuple[Piece, ...]) -> str:
    """What a named number is called in a Sum's words: by its sheet and the words that stand before it."""
    at = next(at for at, piece in enumerate(row) if isinstance(piece, Number))
    return f"{sheet.name}: {', '.join(_words_before(row, at))}" if at else sheet.name


def _widest(sheet: Sheet) -> int:
    """The width of a sheet's widest table, in characters."""
    return max((sum(column.width for column in table.columns) for table in sheet.tables), default=0)


def _widths(table: Table, widest: int) -> list[int]:
    """What each column asks; the last one of a table with room beside it takes that, where its words are longer."""
    widths = [column.width for column in table.columns]
    longest = max((len(row[-1].text) for row in table.rows if isinstance(row[-1], Words)), default=0)
    spare = min(widest - sum(widths), longest - widths[-1])
    return [*widths[:-1], widths[-1] + max(0, spare)]


def _headings(table: Table, widths: list[int]) -> tuple[Heading, ...]:
    figures = {at for row in table.rows for at, piece in enumerate(row) if isinstance(piece, Number)}
    return tuple(
        Heading(column.heading, f"{width * 100 // sum(widths)}%", at in figures)
        for at, (column, width) in enumerate(zip(table.columns, widths, strict=True))
    )


def _words_before(row: tuple[Piece, ...], at: int) -> tuple[str, ...]:
    return tuple(piece.text for piece in row[:at] if isinstance(piece, Words) and piece.text)


def _is_worked_out(number: Number) -> bool:
    """Whether there is more to a computed number than the one it repeats."""
    return number.expression is not None and not isinstance(number.expression, Term)


def _leads_to(number: Number, ids: Mapping[Hashable, str]) -> Hashable:
    """Where a number leads: where it says, or to the one it repeats."""
    if number.to is None and isinstance(number.expression, Term) and number.expression.key in ids:
        return number.expression.key
    return number.to


def _naming_column(row: tuple[Piece, ...]) -> int | None:
    """The column whose words name the row: the strong or indented ones, else the first."""
    words = [(at, piece) for at, piece in enumerate(row) if isinstance(piece, Words) and piece.text]
    named = (at for at, piece in words if piece.look in (Look.STRONG, Look.INDENTED))
    return next(named, words[0][0] if words else None)


def _look(words: Words) -> str:
    if words.look is Look.RATING:
        return f"rating {RATINGS.get(words.text, 'none')}"
    looks = ["" if words.look is Look.PLAIN else words.look.value, "short" if len(words.text) <= SHORT else ""]
    return " ".join(look for look in looks if look)


def _paper(sheet: Sheet) -> str:
    if sheet.wide:
        return "wide"
    return "upright" if _widest(sheet) <= NARROW else "across"
