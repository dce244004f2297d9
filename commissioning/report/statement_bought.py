"""A statement to its sheet of what the money bought: in full, by service funded, and in proportion, each labelled."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from commissioning.disclosure import MARK, PLACE_HELD, rules_in_words
from commissioning.funding.statements.statement_nouns import Bought, Statement
from commissioning.model.document import Look, Number, Piece, Sheet, Table, Words
from commissioning.model.expression import Product, Ratio, Term
from commissioning.model.finance import Recipient
from commissioning.model.quantity import Bound, Quantity
from commissioning.money import round_half_up
from commissioning.report.money_cells import Row, columns, heads, words
from commissioning.report.statement_spending import all_name, own_name, spent_name

COLUMNS = columns(
    ("Service", 30),
    ("Measure", 52),
    ("Unit", 14),
    ("In full", 16),
    ("By service funded", 18),
    ("In proportion", 16),
    ("How to read it", 56),
)
PROPORTION = "stated-statistic"
"""The kind of number that a proportion is: it has decimals, and is never added."""

HOW = (
    "In full: what all funders' money bought together.",
    "By service funded: the same figure, where your money paid for some of the service in the period.",
    "In proportion: of calls, contacts, nights and the like, the part that your share of the service's charges is of"
    " all of them. It is arithmetic and no count; people are never shown so.",
)


def bought_sheet(statement: Statement, called: str, recipient: Recipient) -> Sheet:
    """Measures of the period by service. Figures of different columns must not be added."""
    lead = tuple(Words(text) for text in HOW)
    rows = tuple(row for one in statement.covers for row in _contract(statement, one.contract, one.title))
    held = any(row.held for row in statement.bought) or any(row.area == PLACE_HELD for row in statement.charges)
    notes = rules_in_words(recipient) if held else ()
    table = Table("Activity of the period", COLUMNS, rows, notes, empty="No figure of the period is known.")
    return Sheet("What it bought", f"What the money bought, {called}", lead, (table,))


def _contract(statement: Statement, contract: str, title: str) -> Iterator[Row]:
    own = [row for row in statement.bought if row.contract == contract]
    if own and len(statement.covers) > 1:
        yield heads(title, len(COLUMNS))
    for place, row in enumerate(own):
        is_new = place == 0 or own[place - 1].service != row.service
        yield (Words(row.title if is_new else "", Look.STRONG), *_row(statement, row))


def _row(statement: Statement, row: Bought) -> Row:
    proportion, why = _proportion(statement, row)
    name = ("bought", row.contract, row.service, row.measure)
    funded: Piece = _figure(row) if row.is_funded else Words("not funded by you", Look.QUIET)
    notes = "; ".join(part for part in (why, "provisional" if row.provisional else "", row.note) if part)
    return (*words(row.label, row.unit), _figure(row, name), funded, proportion, Words(notes))


def _figure(row: Bought, name: tuple[str, ...] | None = None) -> Piece:
    """The figure, or the mark of one that is held back. What repeats a figure in its row leads to it by formula."""
    if row.given is None:
        return Words(MARK)
    if name is None:
        first = Term(("bought", row.contract, row.service, row.measure))
        return Number(row.given, row.kind, first, provisional=row.provisional)
    return Number(row.given, row.kind, name=name, provisional=row.provisional)


def _proportion(statement: Statement, row: Bought) -> tuple[Piece, str]:
    """The figure times the funder's part of the service's charges; or no number, and why."""
    if not row.counts_things:
        return Words("", Look.QUIET), "not split: it may be of people, or does not add up"
    given = row.given
    exact = isinstance(given, Quantity) and given.bound is Bound.EXACT and not row.provisional
    spent, own = charged(statement, row)
    if not exact or not isinstance(given, Quantity):
        return Words("", Look.QUIET), "not split: the figure is not exact or not accepted"
    if spent <= 0 or own < 0:
        return Words("", Look.QUIET), "not split: nothing was charged for it in the period"
    names = _names(row)
    share = Ratio(Term(names[1]), Term(names[0]))
    value = Quantity(Decimal(round_half_up(Fraction(given.value) * own / spent, 4)))
    formula = Product(Term(("bought", row.contract, row.service, row.measure)), share)
    return Number(value, PROPORTION, formula), "a proportion by your share of the charges, not a count"


def charged(statement: Statement, row: Bought) -> tuple[int, int]:
    """What was charged in the period for the service of a figure (for all, of the whole contract), and the funder's
    part of it, in pence."""
    own = [
        charge
        for charge in statement.charges
        if charge.contract == row.contract and (not row.service or charge.service == row.service)
    ]
    return sum(charge.pence for charge in own), sum(charge.share for charge in own)


def _names(row: Bought) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if row.service:
        return spent_name(row.contract, row.service), own_name(row.contract, row.service)
    return all_name("spent", row.contract), all_name("own", row.contract)
