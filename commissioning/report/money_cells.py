"""Pence to the numbers of a sheet: posted values as they are, everything else as its own formula."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING

from commissioning.funding.statements.statement_nouns import ChargeRow, Statement
from commissioning.model.document import Column, Look, Number, Piece, Words
from commissioning.model.expression import Addition, Constant, Difference, Maximum, Sum, Term
from commissioning.model.quantity import Missing, Quantity

if TYPE_CHECKING:
    from commissioning.funding.statements.spending_nouns import ServiceSpending

Row = tuple[Piece, ...]
NOTHING = Constant(Fraction(0))
NOT_AGREED = "not agreed"


def pounds(pence: int | None, expression: Sum | None = None, name: Hashable = None, *, strong: bool = False) -> Number:
    """Pence as a number of a sheet, with the formula that it comes of where there is one; None is not stated."""
    given = Missing.NOT_STATED if pence is None else in_pounds(pence)
    return Number(given, "money", expression, name, strong=strong)


def posted(pence: int, name: Hashable = None, *, provisional: bool = False) -> Number:
    """Pence as they were posted or recorded: a value, which formulas may add."""
    return Number(in_pounds(pence), "money", name=name, provisional=provisional)


def posted_or(pence: int | None, name: Hashable = None, gap: Missing = Missing.NOT_STATED) -> Number:
    """Pence as they are stated, or that they are not."""
    return posted(pence, name) if pence is not None else Number(gap, "money", name=name)


def worked_out(pence: int, expression: Sum, name: Hashable = None, *, strong: bool = False) -> Number:
    """What a formula comes to, in pence, and the formula."""
    return pounds(pence, expression, name, strong=strong)


def in_pounds(pence: int) -> Quantity:
    """Pence as an exact number of pounds."""
    return Quantity(Decimal(pence) / 100)


def added(names: Iterable[Hashable]) -> Addition:
    """Named numbers added up, all of which must be known."""
    return Addition(tuple(Term(name) for name in names))


def total_of(names: Iterable[Hashable]) -> Sum:
    """Named numbers added up; nothing, where there are none."""
    parts = tuple(Term(name) for name in names)
    return Addition(parts, complete=False, may_fall=True) if parts else NOTHING


def by_contract(statement: Statement) -> Mapping[str, Statement]:
    """The statement with the charges and the spending of each contract alone: rows of one are not looked for in all."""
    charges: dict[str, list[ChargeRow]] = {}
    for charge in statement.charges:
        charges.setdefault(charge.contract, []).append(charge)
    spending: dict[str, list[ServiceSpending]] = {}
    for row in statement.spending:
        spending.setdefault(row.contract, []).append(row)
    ids = dict.fromkeys(row.contract for rows in _ROWS(statement) for row in rows)
    return {
        id: replace(statement, charges=tuple(charges.get(id, ())), spending=tuple(spending.get(id, ()))) for id in ids
    }


_ROWS = attrgetter("covers", "lines", "controls")


def less(left: Hashable, right: Hashable) -> Sum:
    """One named number less another."""
    return Difference(Term(left), Term(right))


def at_least_nothing(expression: Sum) -> Sum:
    """A Sum, or nothing where that is less than nothing."""
    return Maximum((expression, NOTHING))


def columns(*headings: tuple[str, int]) -> tuple[Column, ...]:
    """Columns by heading and width in characters."""
    return tuple(Column(heading, width) for heading, width in headings)


def words(*texts: str, look: Look = Look.PLAIN) -> Row:
    """Texts, a cell each."""
    return tuple(Words(text, look) for text in texts)


def heads(title: str, count: int) -> Row:
    """A row that heads those under it, over so many columns."""
    return (Words(title, Look.GROUP), *words(*[""] * (count - 1)))
