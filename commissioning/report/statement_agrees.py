"""A statement to its sheet of reconciliation: funders' parts against charges, and those against the general ledger."""

from collections.abc import Iterator
from dataclasses import dataclass

from commissioning.funding.splitting.allocate import UNCOVERED
from commissioning.funding.statements.statement_nouns import ControlTotal, Reconciled, Statement
from commissioning.model.document import Look, Sheet, Table, Words
from commissioning.model.expression import Addition, Difference, Sum, Term
from commissioning.report.money_cells import (
    NOT_AGREED,
    Row,
    by_contract,
    columns,
    heads,
    posted,
    total_of,
    words,
    worked_out,
)
from commissioning.report.statement_share import charge_name

COLUMNS = columns(("What", 62), ("£", 20), ("What it is of", 90))


@dataclass(frozen=True, slots=True)
class Compared:
    """What is compared with the general ledger, and what its two sides are called."""

    heading: str
    ledger: str
    engine: str


CHARGES = Compared("what was charged", "Spent, by the general ledger", "Charges posted here")
INVOICES = Compared(
    "what this funder was invoiced, until the end of the period",
    "Invoiced to this funder, by the general ledger (income is below nothing)",
    "Due from this funder",
)


def agrees_sheet(statement: Statement, called: str) -> Sheet:
    """Two differences that must be 0.00: of the funders' parts, and of what nothing explains in the ledger."""
    lead = (Words(verdict(statement), Look.WARNING if statement.disagreements else Look.PLAIN),)
    return Sheet("Reconciliation", f"Reconciliation, {called}", lead, (_controls(statement), _ledgers(statement)))


def verdict(statement: Statement) -> str:
    """Whether the statement agrees, in a sentence."""
    if statement.disagreements:
        return f"This statement is {NOT_AGREED}: {' and '.join(statement.disagreements)} must come to 0.00."
    if statement.reconciled is None:
        return "All funders' parts come to the charges posted. No general ledger was compared."
    return "All funders' parts come to the charges posted, and nothing in the general ledger is unexplained."


def _controls(statement: Statement) -> Table:
    alone = by_contract(statement)
    rows = tuple(row for one in statement.controls for row in _control(alone[one.contract], one))
    return Table("Every funder's part against the charges posted", COLUMNS, rows, empty="There is no charge.")


def _control(statement: Statement, one: ControlTotal) -> Iterator[Row]:
    yield heads(one.title, len(COLUMNS))
    names = [("of-funder", one.contract, part.funder) for part in one.parts]
    for part, name in zip(one.parts, names, strict=True):
        own = part.funder == statement.funder.id
        if own:
            yield (Words(part.name), worked_out(part.pence, _own(statement, one), name), Words("this statement"))
        else:
            yield (Words(part.name), posted(part.pence, name), Words("their statement of the period"))
    uncovered = ("uncovered", one.contract)
    yield (Words(UNCOVERED), posted(one.uncovered, uncovered), Words("billed to nobody"))
    together = total_of((*names, uncovered))
    parts = one.posted - one.difference
    yield (
        Words("All parts", Look.STRONG),
        worked_out(parts, together, ("parts", one.contract), strong=True),
        Words(""),
    )
    charges = total_of(charge_name(row) for row in statement.charges if row.contract == one.contract)
    of = Words("the charges on the sheet Share")
    yield (Words("Charges posted", Look.STRONG), worked_out(one.posted, charges, ("posted", one.contract)), of)
    difference = Difference(Term(("posted", one.contract)), Term(("parts", one.contract)))
    yield (Words("Difference"), worked_out(one.difference, difference, ("off", one.contract)), Words("must be 0.00"))


def _own(statement: Statement, one: ControlTotal) -> Sum:
    """The funder's own part, as it stands on the sheet Expenditure."""
    has_rows = any(row.contract == one.contract for row in statement.spending)
    return total_of([("all-own", one.contract)] if has_rows else [])


def _ledgers(statement: Statement) -> Table:
    rows = tuple(row for one in statement.reconciled or () for row in _ledger(one))
    return Table("Against the general ledger", COLUMNS, rows, empty="No general ledger was compared.")


def _ledger(one: Reconciled) -> Iterator[Row]:
    what = INVOICES if one.is_income else CHARGES
    yield heads(f"{one.title}: {what.heading}", len(COLUMNS))
    at = (one.contract, one.is_income)
    yield (Words(what.ledger), posted(one.ledger, ("ledger", at)), Words(""))
    names = [("item", at, number) for number in range(len(one.items))]
    for name, item in zip(names, one.items, strict=True):
        of = "; ".join(part for part in (item.says.rstrip("."), *_references(item.documents, item.charges)) if part)
        yield (Words(f"Less: {item.name}", Look.INDENTED), posted(item.pence, name), Words(of))
    explained = Difference(Term(("ledger", at)), total_of(names))
    engine = one.ledger - sum(item.pence for item in one.items)
    yield (*words("Ledger as explained", look=Look.STRONG), worked_out(engine, explained, ("explained", at)), Words(""))
    yield (Words(what.engine), posted(one.engine, ("engine", at)), Words(""))
    left = Difference(Term(("explained", at)), Term(("engine", at)))
    state = "must be 0.00" if one.is_agreed else f"must be 0.00: {NOT_AGREED}"
    look = Look.PLAIN if one.is_agreed else Look.WARNING
    difference = worked_out(one.unexplained, left, ("unexplained", at), strong=True)
    yield (Words("Unexplained difference", Look.STRONG), difference, Words(state, look))


def _references(documents: tuple[str, ...], charges: tuple[int, ...]) -> tuple[str, ...]:
    """The ledger's documents and the charges that an item is of."""
    numbers = ", ".join(str(number) for number in charges if number)
    return tuple(
        f"{what} {listed}" for what, listed in (("documents", ", ".join(documents)), ("charges", numbers)) if listed
    )


def unexplained_sum(statement: Statement) -> Sum:
    """Everything that must be 0.00, added up: differences of parts, and what the ledger leaves unexplained."""
    parts = tuple(Term(("off", one.contract)) for one in statement.controls)
    ledgers = tuple(Term(("unexplained", (one.contract, one.is_income))) for one in statement.reconciled or ())
    return Addition((*parts, *ledgers)) if parts or ledgers else total_of(())
