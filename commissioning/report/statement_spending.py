"""A statement to its sheet of expenditure: by service with budget and VAT, accruals, what is provisional, the forecast.

What was spent in the period is added from the charges on the sheet Share; earlier months are values posted then.
"""

from collections.abc import Iterator

from commissioning.funding.statements.spending_nouns import Accrual, ForecastOutturn, Provisional, ServiceSpending
from commissioning.funding.statements.statement_nouns import ChargeRow, Statement
from commissioning.model.document import Column, Look, Number, Sheet, Table, Words
from commissioning.model.expression import Addition, Term
from commissioning.model.quantity import Missing
from commissioning.period import label
from commissioning.report.money_cells import (
    Row,
    by_contract,
    columns,
    heads,
    less,
    posted,
    posted_or,
    total_of,
    words,
    worked_out,
)
from commissioning.report.statement_share import charge_name, part_names, vat_name

MONEY = 15
COLUMNS = columns(
    ("Service", 38),
    ("Budget of the year", MONEY),
    ("Earlier in the year", MONEY),
    ("This period", MONEY),
    ("Year to date", MONEY),
    ("Left of budget", MONEY),
    ("Your share earlier in the year", MONEY),
    ("Your share, this period", MONEY),
    ("Your share, year to date", MONEY),
    ("VAT of this period", MONEY),
)


def spent_name(contract: str, service: str) -> tuple[str, str, str]:
    """The name of what was spent for a service in the period."""
    return ("spent", contract, service)


def own_name(contract: str, service: str) -> tuple[str, str, str]:
    """The name of the funder's part of it."""
    return ("own", contract, service)


def all_name(column: str, contract: str) -> tuple[str, str]:
    """The name of a column's total of a contract: `spent` or `own`."""
    return (f"all-{column}", contract)


def spending_sheet(statement: Statement, called: str) -> Sheet:
    """Expenditure of the contracts, all funders together, and the funder's part."""
    lead = (
        Words(
            "Expenditure is net of VAT, as posted, of all funders together. VAT stands apart and is shared with nobody."
        ),
    )
    tables = (
        _services(statement),
        *_costs(statement),
        _accruals(statement),
        _provisional(statement),
        _outturns(statement),
    )
    return Sheet("Expenditure", f"Expenditure, {called}", lead, tables)


def _services(statement: Statement) -> Table:
    alone = by_contract(statement)
    rows = tuple(row for one in statement.covers for row in _contract(alone[one.contract], one.contract, one.title))
    year = f"Budgets are of {label(statement.year)}." if statement.year else "No budget is shown for several years."
    moved = any(row.moved for row in statement.spending)
    virement = (" Budgets are after the virements recorded so far." if moved else "",)
    return Table("Expenditure by service", COLUMNS, rows, (year + "".join(virement),), empty="Nothing was posted.")


def _contract(statement: Statement, contract: str, title: str) -> Iterator[Row]:
    own = [row for row in statement.spending if row.contract == contract]
    if own:
        yield heads(title, len(COLUMNS))
        yield from (_service(row, statement) for row in own)
        yield _all_services(own, contract)


def _service(row: ServiceSpending, statement: Statement) -> Row:
    charges = [one for one in statement.charges if (one.contract, one.service) == (row.contract, row.service)]
    at = (row.contract, row.service)
    budget = None if row.budget is None else row.budget + row.moved
    left = less(("budget", *at), ("to-date", *at))
    share = total_of(name for one in charges for name in part_names(one))
    own_to_date = Addition((Term(("own-earlier", *at)), Term(own_name(*at))))
    return (
        Words(row.title),
        posted_or(budget, ("budget", *at)),
        posted(row.earlier, ("earlier", *at)),
        worked_out(row.pence, total_of(charge_name(one) for one in charges), spent_name(*at)),
        worked_out(row.to_date, Addition((Term(("earlier", *at)), Term(spent_name(*at)))), ("to-date", *at)),
        posted_or(None) if budget is None else worked_out(budget - row.to_date, left, ("left", *at)),
        posted(row.share_earlier, ("own-earlier", *at)),
        worked_out(row.share, share, own_name(*at)),
        worked_out(row.share_earlier + row.share, own_to_date, ("own-to-date", *at)),
        _vat(row, charges),
    )


def _vat(row: ServiceSpending, charges: list[ChargeRow]) -> Number:
    """VAT as far as it is told: `so far`, where some charges do not tell theirs; as returned for the whole service,
    where charges by area tell none and their returns do."""
    if not charges:
        return posted(0)
    if not row.vat_not_stated and any(charge.vat is None for charge in charges):
        return posted(row.vat)
    return Number(Missing.NOT_STATED, "money", total_of(vat_name(one) for one in charges))


def _all_services(rows: list[ServiceSpending], contract: str) -> Row:
    """The contract's total. Its budget is the whole contract's where one is stated, else that of all services."""
    cells = [_total(rows, contract, column) for column in ("earlier", "spent", "to-date")]
    own = [_total(rows, contract, column) for column in ("own-earlier", "own", "own-to-date")]
    whole = next((row for row in rows if not row.service and row.budget is not None), None)
    budgeted = [whole] if whole else [row for row in rows if row.budget is not None or row.to_date]
    known = all(row.budget is not None for row in budgeted)
    pence = sum((row.budget or 0) + row.moved for row in budgeted)
    of = total_of(("budget", contract, row.service) for row in budgeted)
    budget = worked_out(pence, of, all_name("budget", contract), strong=True) if known else posted_or(None)
    spent = sum(row.to_date for row in rows)
    left = less(all_name("budget", contract), all_name("to-date", contract))
    remaining = worked_out(pence - spent, left, strong=True) if known else posted_or(None)
    return (Words("All services", Look.STRONG), budget, *cells, remaining, *own, Words(""))


def _total(rows: list[ServiceSpending], contract: str, column: str) -> Number:
    pence = sum(_of_column(row, column) for row in rows)
    return worked_out(
        pence, total_of((column, contract, row.service) for row in rows), all_name(column, contract), strong=True
    )


def _of_column(row: ServiceSpending, column: str) -> int:
    return {
        "earlier": row.earlier,
        "spent": row.pence,
        "to-date": row.to_date,
        "own-earlier": row.share_earlier,
        "own": row.share,
        "own-to-date": row.share_earlier + row.share,
    }[column]


def _costs(statement: Statement) -> Iterator[Table]:
    """Staff and other costs where returns tell them apart, and what of the expenditure is accrued."""
    if statement.costs:
        rows = tuple(
            (*words(row.title, row.sort, label(row.period)), posted(row.pence, ("cost", number)))
            for number, row in enumerate(statement.costs)
        )
        note = "As returned, of all funders together and by period of service; nothing is shared by it."
        yield Table("Staff, other costs and accruals", _as(("Service", "Sort of cost", "For", "£")), rows, (note,))


def _accruals(statement: Statement) -> Table:
    headings = ("What", "Posted in", "£", "Reference", "Where it is kept")
    rows = tuple(_accrual(row, statement) for row in statement.accruals)
    note = "They are in expenditure only where a charge was posted of them."
    return Table("Accruals and prepayments", _as(headings), rows, (note,) if rows else (), empty="None was recorded.")


def _accrual(row: Accrual, statement: Statement) -> Row:
    titles = {(one.contract, one.service): one.title for one in statement.spending}
    what = ", ".join(part for part in (row.what, titles.get((row.contract, row.service), row.service)) if part)
    return (*words(what, str(row.posting)), posted(row.pence), *words(row.reference, row.recorded))


def _provisional(statement: Statement) -> Table:
    rows = tuple(_still_provisional(row) for row in statement.provisional)
    note = "Nothing here is in a charge, a share or a balance; it is charged once its return is accepted."
    return Table(
        "Provisional expenditure",
        _as(("Service", "For", "£")),
        rows,
        (note,) if rows else (),
        empty="No expenditure of the period is provisional.",
    )


def _still_provisional(row: Provisional) -> Row:
    name = ("provisional", row.contract, row.service, row.period)
    return (*words(row.title, label(row.period)), posted(row.pence, name, provisional=True))


def _outturns(statement: Statement) -> Table:
    headings = ("Contract", "Budget", "Forecast outturn", "Variance", "How it was forecast")
    rows = tuple(_outturn(row) for row in statement.outturns)
    return Table("Forecast of your share of the year", _as(headings), rows, empty="Not forecast.")


def _outturn(row: ForecastOutturn) -> Row:
    names = (("outturn-budget", row.contract), ("outturn", row.contract))
    variance = posted_or(None)
    if row.budget is not None and row.forecast is not None:
        variance = worked_out(row.forecast - row.budget, less(names[1], names[0]))
    budget, forecast = posted_or(row.budget, names[0]), posted_or(row.forecast, names[1])
    return (Words(row.title), budget, forecast, variance, Words(row.says))


def _as(headings: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns as wide as those of the sheet's first table."""
    return tuple(Column(heading, column.width) for heading, column in zip(headings, COLUMNS, strict=False))
