"""A statement to its sheets of contributions by funding line, of restricted money, and of minimum spends by area."""

from collections.abc import Iterable, Iterator

from commissioning.funding.contributions.due import AS_CHARGED
from commissioning.funding.statements.statement_nouns import ChargeRow, FloorState, FloorTest, LineMovement, Statement
from commissioning.model.document import Look, Number, Sheet, Table, Words
from commissioning.model.expression import Addition, Difference, Sum, Term
from commissioning.model.quantity import Missing
from commissioning.report.money_cells import (
    Row,
    at_least_nothing,
    by_contract,
    columns,
    less,
    posted,
    posted_or,
    total_of,
    words,
    worked_out,
)
from commissioning.report.statement_share import part_name

NAME, MONEY, LONG = 44, 17, 50
Key = tuple[str, str, str]


def line_name(row: LineMovement, what: str) -> Key:
    """The name of a number of a funding line: `due`, `received`, `balance`."""
    return (what, row.contract, row.line)


def contributions_sheet(statement: Statement, called: str) -> Sheet:
    """What was to come in and did, and what is left, by funding line."""
    lead = (
        Words(
            "A balance above nothing is your money that has not been spent; below nothing, it is still owed by you."
            " Balances are of money received, whatever was invoiced."
        ),
    )
    tables = (_invoiced(statement), _balances(statement), _came_in(statement), _adjustments(statement))
    return Sheet("Contributions", f"Contributions and balances, {called}", lead, tables)


def _invoiced(statement: Statement) -> Table:
    headings = columns(
        ("Funding line", NAME),
        ("Due", MONEY),
        ("Invoiced", MONEY),
        ("Received", MONEY),
        ("Invoiced, not received before", MONEY),
        ("Invoiced, not received now", MONEY),
        ("How it falls due", LONG),
    )
    alone = by_contract(statement)
    rows = tuple(_line_invoiced(row, alone[row.contract]) for row in statement.lines)
    return Table("Contributions due, invoiced and received", headings, rows, empty="No funding line is stated.")


def _line_invoiced(row: LineMovement, statement: Statement) -> Row:
    invoiced, received = (_incoming(row, statement, is_received=which) for which in (False, True))
    unpaid: Sum = Difference(
        Addition((Term(line_name(row, "unpaid-before")), Term(line_name(row, "invoiced")))),
        Term(line_name(row, "received")),
    )
    now = row.unpaid_before + row.invoiced - row.received
    return (
        Words(row.name),
        _due(row, statement),
        worked_out(row.invoiced, invoiced, line_name(row, "invoiced")),
        worked_out(row.received, received, line_name(row, "received")),
        posted(row.unpaid_before, line_name(row, "unpaid-before")),
        worked_out(now, unpaid, line_name(row, "unpaid")),
        Words(row.due_says),
    )


def _due(row: LineMovement, statement: Statement) -> Number:
    """What is due: of a line billed as charged, its share by formula."""
    if row.due is not None and row.due_says == AS_CHARGED:
        return worked_out(row.due, _share(row, statement), line_name(row, "due"))
    return posted_or(row.due, line_name(row, "due"))


def _incoming(row: LineMovement, statement: Statement, *, is_received: bool) -> Sum:
    at = (row.contract, row.line, is_received)
    every = enumerate(statement.money_in)
    return total_of(("in", n) for n, one in every if (one.contract, one.line, one.is_received) == at)


def _misspent(row: LineMovement, statement: Statement) -> Sum:
    wrong = frozenset(row.misspent_charges)
    return _parts(row, (charge for charge in statement.charges if charge.number in wrong))


def _share(row: LineMovement, statement: Statement) -> Sum:
    return _parts(row, statement.charges)


def _parts(row: LineMovement, charges: Iterable[ChargeRow]) -> Sum:
    return total_of(
        part_name(charge, place)
        for charge in charges
        for place, part in enumerate(charge.parts)
        if (charge.contract, part.line) == (row.contract, row.line)
    )


def _moved(row: LineMovement, statement: Statement) -> Sum:
    every = enumerate(statement.adjustments)
    return total_of(("moved", n) for n, one in every if (one.contract, one.line) == (row.contract, row.line))


def _balances(statement: Statement) -> Table:
    headings = columns(
        ("Funding line", NAME),
        ("Brought forward", MONEY),
        ("Received", MONEY),
        ("Your share of charges", MONEY),
        ("Other movements", MONEY),
        ("Carried forward", MONEY),
        ("Basis", LONG),
    )
    alone = by_contract(statement)
    rows = tuple(_balance(row, alone[row.contract]) for row in statement.lines)
    note = "Brought forward and received, less your share, with other movements, is carried forward."
    return Table("Balance of each funding line", headings, rows, (note,) if rows else (), empty="No funding line.")


def _balance(row: LineMovement, statement: Statement) -> Row:
    names = {what: line_name(row, what) for what in ("opening", "received", "share", "moved")}
    plus = Addition((Term(names["opening"]), Term(names["received"]), Term(names["moved"])))
    return (
        Words(row.name),
        posted(row.brought_forward, names["opening"]),
        worked_out(row.received, Term(names["received"])),
        worked_out(row.share, _share(row, statement), names["share"]),
        worked_out(row.adjusted, _moved(row, statement), names["moved"]),
        worked_out(row.carried_forward, Difference(plus, Term(names["share"])), line_name(row, "balance")),
        Words(row.basis),
    )


def _came_in(statement: Statement) -> Table:
    headings = columns(
        ("Funding line", NAME), ("Posted in", MONEY), ("What", MONEY), ("£", MONEY), ("Reference", MONEY), ("From", 20)
    )
    names = _names(statement)
    rows = tuple(
        (
            *words(names.get((one.contract, one.line), one.line), str(one.posting)),
            Words("received" if one.is_received else "invoiced"),
            posted(one.pence, ("in", number)),
            *words(one.reference, one.recorded),
        )
        for number, one in enumerate(statement.money_in)
    )
    return Table("Each invoice and receipt of the period", headings, rows, empty="None was recorded.")


def _adjustments(statement: Statement) -> Table:
    headings = columns(
        ("Funding line", NAME), ("Posted in", MONEY), ("What", MONEY), ("£", MONEY), ("Reference", MONEY), ("Why", 20)
    )
    names = _names(statement)
    rows = tuple(
        (
            *words(names.get((one.contract, one.line), one.line), str(one.posting), one.what),
            posted(one.pence, ("moved", number)),
            *words(one.reference, one.why),
        )
        for number, one in enumerate(statement.adjustments)
    )
    title = "Claw-back, refunds and virement of the period"
    return Table(title, headings, rows, empty="None was recorded.")


def _names(statement: Statement) -> dict[tuple[str, str], str]:
    return {(row.contract, row.line): row.name for row in statement.lines}


def restricted_sheet(statement: Statement, called: str) -> Sheet:
    """Money that may not pay for everything and reserves; then the least that is to be spent by area."""
    lead = (
        Words(
            "A minimum spend by area is no share: whatever any funder paid for in the area counts towards it, by the"
            " period of service."
        ),
    )
    tables = (_restricted(statement), _floors(statement), *_ceilings(statement))
    return Sheet("Restricted and floors", f"Restricted money and minimum spends, {called}", lead, tables)


def _restricted(statement: Statement) -> Table:
    headings = columns(
        ("Funding line", NAME),
        ("Brought forward", MONEY),
        ("Received", MONEY),
        ("Spent on what it may", MONEY),
        ("Spent on what it may not", MONEY),
        ("Other movements", MONEY),
        ("Carried forward", MONEY),
        ("What it is for", LONG),
    )
    alone = by_contract(statement)
    rows = tuple(_restricted_row(row, alone[row.contract]) for row in statement.lines if row.is_apart)
    return Table("Restricted money and reserves", headings, rows, empty="None of your money is restricted.")


def _restricted_row(row: LineMovement, statement: Statement) -> Row:
    names = {what: Term(line_name(row, what)) for what in ("opening", "received", "share", "moved", "balance")}
    rightly = Difference(names["share"], Term(line_name(row, "misspent")))
    return (
        Words(row.name),
        worked_out(row.brought_forward, names["opening"]),
        worked_out(row.received, names["received"]),
        worked_out(row.share - row.misspent, rightly),
        worked_out(row.misspent, _misspent(row, statement), line_name(row, "misspent")),
        worked_out(row.adjusted, names["moved"]),
        worked_out(row.carried_forward, names["balance"]),
        Words("; ".join(part for part in ("reserve" if row.is_reserve else "", row.restricted_to) if part)),
    )


def _floors(statement: Statement) -> Table:
    headings = columns(
        ("Area", NAME),
        ("Year", MONEY),
        ("To be spent, at least", MONEY),
        ("Spent by now", MONEY),
        ("Still to spend", MONEY),
        ("State", MONEY),
        ("For no stated area", MONEY),
        ("Contract", LONG),
    )
    titles = {one.contract: one.title for one in statement.covers}
    rows = tuple(_floor(row, titles[row.contract]) for row in statement.floors)
    unclear = any(row.unplaced for row in statement.floors)
    note = "What was charged for no stated area may belong to any: while it could make up the rest, nothing is short."
    notes = (note,) if unclear else ()
    return Table("Minimum spends by area", headings, rows, notes, empty="No minimum spend is stated.")


def _floor(row: FloorTest, title: str) -> Row:
    at = (row.contract, row.area, row.year)
    missing = at_least_nothing(less(("floor", *at), ("in-area", *at)))
    state = "short" if row.state is FloorState.SHORT else row.state.value
    return (
        *words(row.area, row.year),
        posted_or(row.floor, ("floor", *at)),
        posted(row.spent, ("in-area", *at)),
        Number(Missing.NOT_STATED, "money") if row.floor is None else worked_out(row.short_by, missing),
        Words(state, Look.WARNING if row.state is FloorState.SHORT else Look.PLAIN),
        posted(row.unplaced),
        Words(title),
    )


def _ceilings(statement: Statement) -> Iterator[Table]:
    """The most that may be spent by area, where any is stated."""
    headings = columns(
        ("Area", NAME),
        ("Year", MONEY),
        ("To be spent, at most", MONEY),
        ("Spent by now", MONEY),
        ("Over it", MONEY),
        ("State", MONEY),
        ("For no stated area", MONEY),
        ("Contract", LONG),
    )
    titles = {one.contract: one.title for one in statement.covers}
    if statement.ceilings:
        rows = tuple(_ceiling(row, titles[row.contract]) for row in statement.ceilings)
        yield Table("The most that may be spent by area", headings, rows)


def _ceiling(row: FloorTest, title: str) -> Row:
    at = (row.contract, row.area, row.year)
    over = at_least_nothing(less(("in-area-of-most", *at), ("most", *at)))
    return (
        *words(row.area, row.year),
        posted_or(row.floor, ("most", *at)),
        posted(row.spent, ("in-area-of-most", *at)),
        Number(Missing.NOT_STATED, "money") if row.floor is None else worked_out(row.over_by, over),
        Words(row.state.value, Look.WARNING if row.state is FloorState.PASSED else Look.PLAIN),
        posted(row.unplaced),
        Words(title),
    )
