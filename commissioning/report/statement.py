"""A funder's Statement to its Document: the position on one page, and sheets of all that it rests on."""

from collections.abc import Iterable, Iterator

from commissioning.funding.splitting.allocate import doubt
from commissioning.funding.statements.statement_nouns import LineMovement, Statement
from commissioning.model.accounts import StatementStep
from commissioning.model.document import Document, Look, Piece, Sheet, Table, Words
from commissioning.model.expression import Addition, Difference, Sum, Term
from commissioning.model.finance import Recipient
from commissioning.money import say_money
from commissioning.period import label
from commissioning.report.money_cells import (
    NOTHING,
    Row,
    at_least_nothing,
    columns,
    heads,
    posted,
    posted_or,
    total_of,
    worked_out,
)
from commissioning.report.statement_agrees import agrees_sheet, unexplained_sum, verdict
from commissioning.report.statement_bought import bought_sheet
from commissioning.report.statement_money import contributions_sheet, line_name, restricted_sheet
from commissioning.report.statement_share import share_sheet
from commissioning.report.statement_spending import all_name, spending_sheet
from commissioning.report.words import days_in_words

COVER = columns(("What", 50), ("£", 18), ("Note", 78))
BASIS = (
    "Net of VAT. Expenditure is the charges posted in the period's posting periods, whenever the service was given;"
    " contributions are as received."
)
DRAFT = "Draft: not issued."


def statement_document(statement: Statement, recipient: Recipient, step: StatementStep | None = None) -> Document:
    """The workbook that a funder is sent; `step` says who prepared and reviewed it, once it is issued.

    The statement must be as `disclosure.disclosed` for the same recipient leaves it.
    """
    called = label(statement.period)
    sheets = (
        _position_sheet(statement, called, step),
        spending_sheet(statement, called),
        share_sheet(statement, called),
        contributions_sheet(statement, called),
        restricted_sheet(statement, called),
        bought_sheet(statement, called, recipient),
        agrees_sheet(statement, called),
        _notes_sheet(statement, called),
    )
    return Document(
        f"Statement for {statement.funder.name}, {called}", "What was paid for, by whom, to the penny", sheets
    )


def _position_sheet(statement: Statement, called: str, step: StatementStep | None) -> Sheet:
    title = f"Statement for {statement.funder.name}, {called}"
    parts = (
        ("Balance", _balance(statement)),
        ("Your contribution in the period", _billing(statement)),
        ("Expenditure of the period", _spent(statement)),
        ("Does it agree?", _agrees(statement)),
    )
    rows = tuple(row for head, part in parts for row in (heads(head, len(COVER)), *part))
    tables = (_about(statement, step), Table("The position", COVER, rows))
    return Sheet("Position", title, tuple(warnings(statement)), tables)


def warnings(statement: Statement) -> Iterator[Words]:
    """What must be known before any figure: whose text it is, that shares are rough, that it does not agree."""
    for text in dict.fromkeys(one.label for one in statement.covers if one.label):
        yield Words(text, Look.WARNING)
    if statement.is_illustrative:
        yield Words(f"Illustrative shares. {_doubt(statement)} It cannot be issued.", Look.WARNING)
    if statement.disagreements:
        yield Words(verdict(statement), Look.WARNING)


def _doubt(statement: Statement) -> str:
    rough = {one.contract for one in statement.covers if one.is_illustrative_shares}
    charged = sum(abs(row.pence) for row in statement.charges if row.contract in rough)
    return (
        "The shares are known only as whole percents, so your share may be"
        f" {say_money(doubt(charged))} more or less than is shown."
    )


def _about(statement: Statement, step: StatementStep | None) -> Table:
    said = [
        ("Funder", statement.funder.name),
        ("From", statement.commissioner.name),
        ("Period", f"{days_in_words(statement.period)}; posted in {_postings(statement)}"),
        *(("Contract", one.title) for one in statement.covers),
        ("Basis", BASIS),
        *_version(statement, step),
    ]
    rows = tuple((Words(what, Look.STRONG), Words(text)) for what, text in said)
    return Table("About this statement", columns(("", 50), ("", 18)), rows)


def _version(statement: Statement, step: StatementStep | None) -> Iterator[tuple[str, str]]:
    if step is None:
        after = f" Statement {statement.supersedes} was issued for this period before." if statement.supersedes else ""
        yield ("Version", DRAFT + after)
        return
    yield ("Number", step.number)
    yield ("Prepared by", step.prepared_by)
    yield ("Reviewed by", step.reviewed_by)


def _postings(statement: Statement) -> str:
    return " to ".join(dict.fromkeys(str(one) for one in (statement.postings[0], statement.postings[-1])))


def _all_lines(statement: Statement, what: str) -> Sum:
    return total_of(line_name(row, what) for row in statement.lines)


def _balance(statement: Statement) -> tuple[Row, ...]:
    lines = statement.lines
    received, adjusted = (sum(row.received for row in lines), sum(row.adjusted for row in lines))
    before_share = Addition((Term(("opening",)), Term(("received",)), Term(("adjusted",))))
    return (
        _row("Opening balance", worked_out(statement.opening, _all_lines(statement, "opening"), ("opening",)), OPENING),
        _row("Contribution received", worked_out(received, _all_lines(statement, "received"), ("received",))),
        _row("Less: your share of expenditure", worked_out(statement.share, Term(("share",)), ("cover-share",)), SHARE),
        _row("Claw-back, refunds and virement", worked_out(adjusted, _all_lines(statement, "moved"), ("adjusted",))),
        _closing(statement, Difference(before_share, Term(("cover-share",)))),
        *_what_becomes_of_it(statement),
    )


def _what_becomes_of_it(statement: Statement) -> Iterator[Row]:
    """The closing balance in what is held and what is owed: restricted money makes up for nothing else."""
    apart = [Term(line_name(row, "balance")) for row in statement.lines if row.is_apart]
    others = total_of(line_name(row, "balance") for row in statement.lines if not row.is_apart)
    held = _added(at_least_nothing(balance) for balance in apart)
    owed = _added((_below(others), *(_below(balance) for balance in apart)))
    left = at_least_nothing(Difference(others, Term(("kept",))))
    yield _row("Restricted money and reserves still held", worked_out(statement.held_apart, held), APART)
    yield _row("Agreed to be carried forward, of the rest", posted(statement.kept_free, ("kept",)), "as recorded")
    yield _row("Held for you: to be refunded, or agreed", worked_out(statement.refundable, left))
    yield _row("Owed by you", worked_out(statement.owed, owed))


def _added(parts: Iterable[Sum]) -> Sum:
    found = tuple(parts)
    return Addition(found) if found else NOTHING


def _below(expression: Sum) -> Sum:
    """How far a Sum is below nothing; nothing, where it is not."""
    return at_least_nothing(Difference(NOTHING, expression))


APART = "each for its own purpose; it makes up for nothing else"
OPENING = "the closing balance of the period before"
SHARE = "each charge on the sheet Share"


def _closing(statement: Statement, expression: Sum) -> Row:
    note = "above nothing: held for you; below nothing: owed by you"
    number = worked_out(statement.closing, expression, ("closing",), strong=True)
    return (Words("Closing balance", Look.STRONG), number, Words(note, Look.QUIET))


def _row(what: str, number: Piece, note: str = "") -> Row:
    return (Words(what), number, Words(note, Look.QUIET))


def _billing(statement: Statement) -> tuple[Row, ...]:
    lines = statement.lines
    known = [row for row in lines if row.due is not None]
    unknown = len(lines) - len(known)
    due = worked_out(sum(row.due or 0 for row in known), total_of(line_name(row, "due") for row in known))
    unpaid = sum(row.unpaid_before + row.invoiced - row.received for row in lines)
    return (
        _row("Due", due if known else posted_or(None), f"{_count(unknown)} not known" if unknown else ""),
        _row("Invoiced", worked_out(sum(row.invoiced for row in lines), _all_lines(statement, "invoiced"))),
        _row("Received", worked_out(sum(row.received for row in lines), _all_lines(statement, "received"))),
        _row("Invoiced and not received, to date", worked_out(unpaid, _all_lines(statement, "unpaid"))),
    )


def _count(lines: int) -> str:
    return f"of {lines} funding line{'s' if lines > 1 else ''}"


def _spent(statement: Statement) -> tuple[Row, ...]:
    contracts = tuple(dict.fromkeys(row.contract for row in statement.spending))
    spent, uncovered = (sum(row.pence for row in statement.spending), [one.uncovered for one in statement.controls])
    names = [("uncovered", one.contract) for one in statement.controls]
    provisional = [("provisional", row.contract, row.service, row.period) for row in statement.provisional]
    held = sum(row.pence for row in statement.provisional)
    everyone = total_of(all_name("spent", contract) for contract in contracts)
    return (
        _row("All funders' expenditure", worked_out(spent, everyone, ("cover-spent",))),
        _row("Your share of it", worked_out(statement.share, Term(("share",)))),
        _row("Not covered by any funder", worked_out(sum(uncovered), total_of(names)), "billed to nobody"),
        _row("Provisional: in nobody's share", worked_out(held, total_of(provisional)), "until its return is accepted"),
        *(_forecast(statement)),
    )


def _forecast(statement: Statement) -> Iterator[Row]:
    known = [row for row in statement.outturns if row.forecast is not None]
    if not known:
        yield (Words("Forecast of your share of the year"), Words("not forecast", Look.QUIET), Words(""))
        return
    outturn = total_of(("outturn", row.contract) for row in known)
    yield _row("Forecast of your share of the year", worked_out(sum(row.forecast or 0 for row in known), outturn))
    budgeted = [row for row in known if row.budget is not None]
    if budgeted:
        budget = total_of(("outturn-budget", row.contract) for row in budgeted)
        forecast = total_of(("outturn", row.contract) for row in budgeted)
        variance = sum((row.forecast or 0) - (row.budget or 0) for row in budgeted)
        yield _row("Variance from its budget", worked_out(variance, Difference(forecast, budget)))


def _agrees(statement: Statement) -> tuple[Row, ...]:
    difference = sum(one.difference for one in statement.controls) + (statement.unexplained or 0)
    note = verdict(statement)
    number = worked_out(difference, unexplained_sum(statement), strong=True)
    look = Look.WARNING if statement.disagreements else Look.PLAIN
    return ((Words("Unexplained difference", Look.STRONG), number, Words(note, look)),)


NOTES = (
    (
        "Share",
        "Each charge is split between funding lines once, when it is posted, and rounded to pennies there.",
    ),
    ("Correction", "It takes back a charge by a credit and posts a new one, in a posting period that is open."),
    ("Posting period", "1 to 12 are the months of the accounting year from April; 13 takes what came after its end."),
    ("Provisional", "Returned, and not accepted yet. It is never billed, paid or shared."),
    ("Not covered", "What no funding line pays for. It is in no funder's balance."),
    ("Due", "What the terms ask in the period. Of a line billed as charged, your share of its charges."),
    ("Received", "Counted once, where the general ledger and a record name the same document."),
    ("Claw-back", "Money back from the provider. Recorded here only where no charge was credited for it."),
)


def _notes_sheet(statement: Statement, called: str) -> Sheet:
    headings = columns(("Word", 24), ("Meaning", 120))
    rows = tuple((Words(word, Look.STRONG), Words(means)) for word, means in NOTES)
    seen = tuple((Words("Please note", Look.STRONG), Words(note)) for note in notes_of(statement))
    tables = (Table("What words mean", headings, rows), Table("About these figures", headings, seen))
    return Sheet("Notes", f"Notes, {called}", (), tables)


def notes_of(statement: Statement) -> tuple[str, ...]:
    """What a reader should know about the figures of this statement."""
    misspent = [row for row in statement.lines if row.misspent]
    return (
        *statement.notes,
        *(f"{row.name} paid for what it may not: see the sheet Restricted and floors." for row in misspent),
        *(f"What is due by {row.name} is not known: {row.due_says}." for row in _unknown(statement)),
    )


def _unknown(statement: Statement) -> tuple[LineMovement, ...]:
    return tuple(row for row in statement.lines if row.due is None)
