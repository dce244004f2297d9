"""Cells to what a simple formula among them comes to, exactly: + - * / %, SUM and ROUND over cells and numbers.

Whatever is not understood has no result here, and what the spreadsheet kept stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from commissioning.model.returned import Cell, Cells, SheetCells, Typed
from commissioning.money import round_half_up

Place = tuple[str, int, int]
"""A sheet, a row and a column, both counted from 1."""

MOST_LOOKS = 200_000
"""So many cells are looked at in one file; whatever needs more keeps its result."""
DEEPEST = 30
"""Formulas on formulas, and brackets in brackets."""
_MOST_PLACES = 15
_LARGEST = 10**60

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<function>SUM|ROUND)\(|"
    r"(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*!)?\$?(?P<column>[A-Z]{1,3})\$?(?P<row>[1-9]\d{0,6})(?![\w(.])|"
    r"(?P<sign>[-+*/%(),:]))",
    re.IGNORECASE,
)


class Unworkable(Exception):
    """A formula, or a cell it needs, that is not understood here."""


@dataclass(slots=True)
class Working:
    """One file's formulas as they are worked out; each cell once."""

    cells: Cells
    known: dict[Place, Fraction | None] = field(default_factory=dict)
    under_way: set[Place] = field(default_factory=set)
    looks: int = 0

    def result(self, at: Place) -> Fraction | None:
        """What the formula in a cell comes to; None where that is not understood."""
        if at not in self.known:
            if at in self.under_way or len(self.under_way) > DEEPEST:
                return None
            self.known[at] = self._worked(at)
        return self.known[at]

    def _worked(self, at: Place) -> Fraction | None:
        cell = self._cell(at)
        if cell is None or cell.formula is None:
            return None
        self.under_way.add(at)
        try:
            return _Formula(self, at[0], cell.formula.removeprefix("=")).result()
        except (Unworkable, ZeroDivisionError):
            return None
        finally:
            self.under_way.discard(at)

    def number(self, at: Place) -> Fraction:
        """What a cell is in arithmetic: nothing typed is 0; Unworkable for words."""
        cell = self._cell(at)
        if cell is None:
            return Fraction(0)
        worked = self.result(at) if cell.formula is not None else None
        if worked is not None:
            return worked
        if cell.number is None or at in self.under_way:
            raise Unworkable
        return Fraction(cell.number)

    def summed(self, first: Place, last: Place) -> Fraction:
        """The numbers of a rectangle added up; words and blanks are passed over, errors are not."""
        inside = list(self._inside(first, last))
        total = Fraction(0)
        for at, cell in inside:
            if cell.typed in (Typed.NUMBER, Typed.UNCALCULATED, Typed.ERROR, Typed.DATE):
                total += self.number(at)
        return total

    def _inside(self, first: Place, last: Place) -> Iterator[tuple[Place, Cell]]:
        sheet = self._sheet(first[0])
        rows, columns = range(first[1], last[1] + 1), range(first[2], last[2] + 1)
        area = len(rows) * len(columns)
        self._look(min(area, len(sheet.cells)))
        if area <= len(sheet.cells):
            places = ((row, column) for row in rows for column in columns if (row, column) in sheet.cells)
        else:
            places = ((row, column) for row, column in sheet.cells if row in rows and column in columns)
        return (((first[0], *place), sheet.cells[place]) for place in places)

    def _cell(self, at: Place) -> Cell | None:
        self._look(1)
        return self._sheet(at[0]).cells.get(at[1:])

    def _sheet(self, name: str) -> SheetCells:
        sheet = self.cells.sheet(name)
        if sheet is None:
            raise Unworkable
        return sheet

    def _look(self, many: int) -> None:
        self.looks += many
        if self.looks > MOST_LOOKS:
            raise Unworkable


class _Formula:
    """One formula's words, read from the left."""

    def __init__(self, working: Working, sheet: str, text: str) -> None:
        self.working = working
        self.sheet = sheet
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def result(self) -> Fraction:
        """What the whole of it comes to."""
        value = self._sum()
        if self.at != len(self.tokens):
            raise Unworkable
        return value

    def _sum(self) -> Fraction:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unworkable
        value = self._product()
        while sign := self._taken("+", "-"):
            right = self._product()
            value = value + right if sign == "+" else value - right
        self.depth -= 1
        return value

    def _product(self) -> Fraction:
        value = self._signed()
        while sign := self._taken("*", "/"):
            right = self._signed()
            value = value * right if sign == "*" else value / right
            if max(abs(value.numerator), value.denominator) > _LARGEST:
                raise Unworkable
        return value

    def _signed(self) -> Fraction:
        minus = False
        while sign := self._taken("+", "-"):
            minus ^= sign == "-"
        value = self._single()
        while self._taken("%"):
            value /= 100
        return -value if minus else value

    def _single(self) -> Fraction:
        token = self._next()
        if token["number"]:
            return Fraction(token["number"].rstrip("."))
        if token["column"]:
            return self.working.number(self._place(token))
        if token["sign"] == "(":
            value = self._sum()
            self._expect(")")
            return value
        if token["function"]:
            return self._round() if token["function"].upper() == "ROUND" else self._added()
        raise Unworkable

    def _round(self) -> Fraction:
        value = self._sum()
        self._expect(",")
        places = self._sum()
        self._expect(")")
        if places.denominator != 1 or not 0 <= places <= _MOST_PLACES:
            raise Unworkable
        return Fraction(round_half_up(value, int(places)))

    def _added(self) -> Fraction:
        total = Fraction(0)
        while True:
            total += self._part()
            if not self._taken(","):
                break
        self._expect(")")
        return total

    def _part(self) -> Fraction:
        """A range, a cell alone (words in it are passed over), or anything that is worked out."""
        first = self.tokens[self.at] if self.at < len(self.tokens) else None
        after = self.tokens[self.at + 1]["sign"] if self.at + 1 < len(self.tokens) else None
        if first is None or not first["column"] or after not in (":", ",", ")"):
            return self._sum()
        self.at += 1
        start = self._place(first)
        last = self._place(self._next()) if self._taken(":") else start
        (top, bottom), (left, right) = sorted((start[1], last[1])), sorted((start[2], last[2]))
        return self.working.summed((start[0], top, left), (start[0], bottom, right))

    def _place(self, token: "re.Match[str]") -> Place:
        if not token["column"]:
            raise Unworkable
        sheet = token["sheet"]
        name = sheet[:-1].strip("'").replace("''", "'") if sheet else self.sheet
        column = 0
        for letter in token["column"].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        return name, int(token["row"]), column

    def _next(self) -> "re.Match[str]":
        if self.at >= len(self.tokens):
            raise Unworkable
        self.at += 1
        return self.tokens[self.at - 1]

    def _taken(self, *signs: str) -> str:
        sign = self.tokens[self.at]["sign"] if self.at < len(self.tokens) else None
        if sign not in signs:
            return ""
        self.at += 1
        return str(sign)

    def _expect(self, sign: str) -> None:
        if not self._taken(sign):
            raise Unworkable


_LONGEST = 2_000


def _tokens(text: str) -> Iterator["re.Match[str]"]:
    at = 0
    if not text or len(text) > _LONGEST:
        raise Unworkable
    while at < len(text.rstrip()):
        found = _TOKEN.match(text, at)
        if not found:
            raise Unworkable
        yield found
        at = found.end()
