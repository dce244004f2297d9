"""The control of a period as a Document: every side as it stands, and each difference a live sum that must be 0.00."""

from collections.abc import Hashable, Iterable, Iterator

from commissioning.funding.splitting.split import UNCOVERED
from commissioning.funding.statements.control import Control, Stated, Tied
from commissioning.model.document import Column, Document, Look, Sheet, Table, Words
from commissioning.model.expression import Difference, Sum, Term
from commissioning.money import say_money
from commissioning.period import label
from commissioning.report.money_cells import AGREED, NOTHING, Row, added, less, posted, posted_or, worked_out

NAME, MONEY, NOTE, LINE = 40, 15, 30, 52
NOT_AGREED = "Not agreed"
BLANK = Words("")
NOTHING_POSTED = "Nothing is posted in the period, so nothing is compared. Import the returns or the extract first."


def control_document(control: Control, commissioner: str = "", labels: tuple[str, ...] = ()) -> Document:
    """The control workbook; `labels` say what must stand on everything made from the contracts' text."""
    when = label(control.period)
    title = f"Control of statements, {when}"
    compared = (_statements(control), _ledger(control), _items(control))
    funders = (_contributions(control), _issued(control))
    sheets = (
        Sheet("Control", title, tuple(_lead(control, labels)), compared),
        Sheet("Contributions", f"Contributions and statements, {when}", (), funders),
    )
    return Document(title, commissioner or "All commissioners", sheets)


def _lead(control: Control, labels: tuple[str, ...]) -> Iterator[Words]:
    apart = control.disagreements
    if apart:
        yield Words(f"{NOT_AGREED}. " + " ".join(apart), Look.WARNING)
    elif not any(_moves(row) for row in control.rows):
        yield Words(NOTHING_POSTED, Look.STRONG)
    else:
        compared = ", the posted charges and the general ledger" if _is_compared(control) else " and the posted charges"
        yield Words(f"{AGREED}: all funders' statements{compared}.", Look.STRONG)
    yield from _explained(control)
    if control.not_compared:
        without = "; ".join(control.not_compared)
        yield Words(f"Not compared with the general ledger, since no extract of it is in: {without}.")
    if control.not_charged:
        yield Words("Not charged: " + " ".join(control.not_charged), Look.WARNING)
    if control.contributions:
        yield Words("Contributions: " + " ".join(control.contributions))
    for words in dict.fromkeys(labels):
        yield Words(words, Look.QUIET)


def _moves(row: Tied) -> bool:
    """Whether anything is stated, posted or compared of a contract."""
    return bool(row.charged or row.uncovered or any((*row.stated, *row.posted)) or row.compared)


def _explained(control: Control) -> Iterator[Words]:
    """What of the general ledger still is to be put right, where it is known why: a sentence for each item."""
    for row in control.rows:
        for item in row.compared.items if row.compared else ():
            yield Words(f"{row.title}: {item.name}, {say_money(item.pence)}. {item.says}".strip())


def _is_compared(control: Control) -> bool:
    return bool(control.rows) and not control.not_compared


def _statements(control: Control) -> Table:
    """Contract by funder as the statements say, against the charges; under it, funder by funder, the posted parts."""
    columns = (
        Column("Contract", NAME),
        *(Column(one.name, MONEY) for one in control.stated),
        *(Column(heading, MONEY) for heading in (UNCOVERED, "Total", "Charges posted", "Difference")),
    )
    rows = tuple(_tied(row, control.stated) for row in control.rows)
    under = tuple(_under(control)) if control.rows else ()
    notes = (
        "Rows and columns are added by formulas. Each difference must be 0.00.",
        "What no funder covers holds also the parts of lines whose funder is not stated.",
    )
    return Table("Statements against posted charges", columns, (*rows, *under), notes, "Nothing is posted.")


def _tied(row: Tied, stated: tuple[Stated, ...]) -> Row:
    names = [("stated", row.contract, one.funder) for one in stated]
    cells = [posted(pence, name) for pence, name in zip(row.stated, names, strict=True)]
    uncovered, total, charged = (_name(what, row) for what in ("uncovered", "total", "charged"))
    return (
        Words(row.title, Look.STRONG),
        *cells,
        posted(row.uncovered, uncovered),
        worked_out(sum(row.stated) + row.uncovered, _added((*names, uncovered)), total, strong=True),
        posted(row.charged, charged),
        worked_out(row.difference, less(total, charged), _name("difference", row), strong=True),
    )


def _under(control: Control) -> Iterator[Row]:
    """The columns added; the parts that are posted of each funder; and by how much the two differ."""
    rows, funders = control.rows, [one.funder for one in control.stated]
    told = [sum(row.stated[n] for row in rows) for n in range(len(funders))]
    owed = [sum(row.posted[n] for row in rows) for n in range(len(funders))]
    ends = [("uncovered", sum(row.uncovered for row in rows)), ("total", _all_stated(rows))]
    ends += [("charged", sum(row.charged for row in rows)), ("difference", sum(row.difference for row in rows))]
    yield (
        Words("Total", Look.STRONG),
        *(
            worked_out(pence, _added(("stated", row.contract, who) for row in rows), ("all stated", who), strong=True)
            for who, pence in zip(funders, told, strict=True)
        ),
        *(
            worked_out(pence, _added(_name(what, row) for row in rows), ("all", what), strong=True)
            for what, pence in ends
        ),
    )
    yield (
        Words("Parts of charges posted"),
        *(posted(pence, ("posted", who)) for who, pence in zip(funders, owed, strict=True)),
        *[BLANK] * 4,
    )
    yield (
        Words("Difference", Look.STRONG),
        *(
            worked_out(said - part, less(("all stated", who), ("posted", who)), ("apart", who), strong=True)
            for who, said, part in zip(funders, told, owed, strict=True)
        ),
        *[BLANK] * 4,
    )


def _all_stated(rows: Iterable[Tied]) -> int:
    return sum(sum(row.stated) + row.uncovered for row in rows)


def _ledger(control: Control) -> Table:
    headings = (
        "Charges posted",
        "Other entries compared",
        "Reconciling items",
        "General ledger",
        "Unexplained difference",
    )
    columns = (Column("Contract", NAME), *(Column(heading, MONEY) for heading in headings))
    rows = tuple(_compared(row) for row in control.rows)
    notes = (
        "Unexplained is the general ledger less the charges, the other entries and the items; it must be 0.00.",
        "Other entries are what was compared beside charges: contributions, which count below nothing.",
    )
    return Table("Posted charges against the general ledger", columns, rows, notes, "Nothing is posted.")


def _compared(row: Tied) -> Row:
    charged = worked_out(row.charged, Term(_name("charged", row)))
    if row.compared is None:
        return (Words(row.title, Look.STRONG), charged, *[Words("not compared", Look.QUIET)] * 4)
    other, items, ledger = (_name(what, row) for what in ("other", "items", "ledger"))
    parts = _added([_name("charged", row), other, items])
    listed = _added(("item", row.contract, number) for number in range(len(row.compared.items)))
    return (
        Words(row.title, Look.STRONG),
        charged,
        posted(row.compared.engine - row.charged, other),
        worked_out(sum(item.pence for item in row.compared.items), listed, items),
        posted(row.compared.ledger, ledger),
        worked_out(row.compared.unexplained, Difference(Term(ledger), parts), _name("unexplained", row), strong=True),
    )


def _items(control: Control) -> Table:
    columns = (Column("Contract", NAME), Column("£", MONEY), Column("Item", MONEY), Column("What it is", NOTE))
    rows = tuple(
        (Words(row.title), posted(item.pence, ("item", row.contract, number)), Words(item.name), Words(item.says))
        for row in control.rows
        for number, item in enumerate(row.compared.items if row.compared else ())
    )
    return Table("Reconciling items", columns, rows, empty="There are none.")


def _contributions(control: Control) -> Table:
    headings = ("Due", "Invoiced", "Due, not invoiced", "Received", "Invoiced, not received")
    columns = (Column("Funder", NAME), Column("Funding line", LINE), *(Column(heading, MONEY) for heading in headings))
    rows = tuple(_contribution_rows(control.stated))
    notes = ("A difference below nothing is more than was due, or more than was invoiced.",) if rows else ()
    return Table("Contributions", columns, rows, notes, "No contribution is due, invoiced or received.")


def _contribution_rows(stated: tuple[Stated, ...]) -> Iterator[Row]:
    for one in stated:
        for each in one.contributions:
            if not (each.due or each.invoiced or each.received):
                continue
            due, invoiced, received = (
                (what, one.funder, each.contract, each.line) for what in ("due", "invoiced", "received")
            )
            apart = posted_or(None)
            if each.due is not None:
                apart = worked_out(each.due - each.invoiced, less(due, invoiced), strong=True)
            yield (
                Words(one.name),
                Words(each.name),
                posted_or(each.due, due),
                posted(each.invoiced, invoiced),
                apart,
                posted(each.received, received),
                worked_out(each.invoiced - each.received, less(invoiced, received), strong=True),
            )


def _issued(control: Control) -> Table:
    columns = (Column("Funder", NAME), Column("Statement", LINE), Column("£", MONEY), Column("State", MONEY))
    rows = tuple(
        (
            Words(one.name),
            Words(one.number or "no number until it is issued"),
            worked_out(sum(pence for _, pence in one.totals), Term(("all stated", one.funder))),
            Words(one.state),
        )
        for one in control.stated
    )
    return Table("Statements", columns, rows if control.rows else (), empty="There are none.")


def _name(what: str, row: Tied) -> Hashable:
    return (what, row.contract)


def _added(names: Iterable[Hashable]) -> Sum:
    """The named numbers added; of none, nothing."""
    found = added(names)
    return found if found.parts else NOTHING
