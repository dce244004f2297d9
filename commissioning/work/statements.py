"""A period goes in; each funder's statement of it comes out, from what is posted and recorded now. Nothing is kept."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from commissioning.disclosure import disclosed
from commissioning.errors import CommissioningError, NothingThere
from commissioning.funding.books import Books
from commissioning.funding.charges.charging import PROVISIONAL, TRANSCRIBED, WHOLE_PERCENTS, why_not_charged
from commissioning.funding.charges.due import due
from commissioning.funding.forecasting.forecast import forecast_of
from commissioning.funding.forecasting.forecast_nouns import Forecast
from commissioning.funding.general_ledger.reconcile import reconcile
from commissioning.funding.general_ledger.reconciliation import Reconciliation
from commissioning.funding.statements.bought import activity_of
from commissioning.funding.statements.spending_nouns import ForecastOutturn
from commissioning.funding.statements.statement import Beside, concerns, funders_of, lead_of, statement_of
from commissioning.funding.statements.statement_nouns import Statement
from commissioning.model.document import Document
from commissioning.model.finance import Recipient
from commissioning.model.organisation import Actor, Organisation
from commissioning.money import say_money
from commissioning.nearest import or_hint
from commissioning.period import Period, label
from commissioning.posting import postings_within
from commissioning.report.statement import statement_document
from commissioning.work.accounts import books_of
from commissioning.work.workspace import Workspace


@dataclass(frozen=True)
class Made:
    """A statement as its funder may see it, and the Document that it is sent, made when it is asked for."""

    statement: Statement
    recipient: Recipient

    @cached_property
    def document(self) -> Document:
        """What the funder is sent."""
        return statement_document(self.statement, self.recipient)


def file_names(made: tuple[Made, ...]) -> tuple[str, ...]:
    """What the statements' files are called: by funder, and by commissioner too where there are several of one."""
    funders = Counter(one.statement.funder.id for one in made)
    return tuple(f"{_stem(one.statement, several=funders[one.statement.funder.id] > 1)}.xlsx" for one in made)


def _stem(statement: Statement, *, several: bool) -> str:
    commissioner = statement.commissioner.id or "not-stated"
    return f"{statement.funder.id}-from-{commissioner}" if several else statement.funder.id


def statement_for(
    workspace: Workspace,
    period: str,
    actor: Actor,
    funder: str | None = None,
    contract: str | None = None,
    books: tuple[Books, ...] | None = None,
) -> tuple[Made, ...]:
    """A statement for each funder, or for one, from each commissioner, of one contract or of all that the actor sees.

    `books` are those of the contracts, where they were read before. Funders without anything due, posted or held are
    left out unless named. CommissioningError where no organisation of
    that id pays; NothingThere where there is nothing to state.
    """
    asked = workspace.period(period, actor, contract)
    every = _books(workspace, actor, contract) if books is None else books
    wanted = _funders(every, funder)
    beside = _beside(every, asked)
    made = tuple(
        _made(workspace, statement)
        for one in wanted
        for lead in _leads(every, one, asked)
        if _may_see(actor, one, lead)
        and (_says_something(statement := statement_of(every, one, asked, lead, beside(one))) or funder)
    )
    if not made:
        raise NothingThere(f"Nothing is posted, due or held for {period}, so there is no statement; {_first(every)}")
    return made


def _books(workspace: Workspace, actor: Actor, contract: str | None) -> tuple[Books, ...]:
    with workspace.store() as store:
        return books_of(workspace, actor, store, contract)


def _first(every: tuple[Books, ...]) -> str:
    """What is to be done before there is a statement; of one contract that is never charged, why not."""
    never = why_not_charged(every[0].contract) if len(every) == 1 else ""
    return f"it is {never}." if never == TRANSCRIBED else "import the returns or the ledger's extract first."


def _made(workspace: Workspace, statement: Statement) -> Made:
    recipient = workspace.finance.recipient(statement.funder.id)
    return Made(disclosed(statement, recipient), recipient)


def _funders(every: tuple[Books, ...], funder: str | None) -> tuple[Organisation, ...]:
    found = funders_of(every)
    if funder is None:
        return found
    named = tuple(one for one in found if one.id == funder)
    if not named:
        hint = or_hint(funder, [one.id for one in found], "name one that a contract's funding names.")
        raise CommissioningError(f"There is no funder {funder!r}; {hint}")
    return named


def _may_see(actor: Actor, funder: Organisation, lead: Organisation) -> bool:
    """A statement is for its funder and for who leads the contract; an actor who speaks for none sees all."""
    return not actor.organisations or bool({funder.id, lead.id} & set(actor.organisations))


def _leads(every: tuple[Books, ...], funder: Organisation, asked: Period) -> tuple[Organisation, ...]:
    """Who leads the contracts that a funder pays for, each once, in the order of the contracts."""
    return tuple(dict.fromkeys(lead_of(books, asked) for books in every if concerns(books, funder.id)))


def _beside(every: tuple[Books, ...], asked: Period) -> Callable[[Organisation], Beside]:
    """What stands beside the books for each funder: forecasts and reconciliations are worked out once for all."""
    reconciliations = tuple(_reconciled(every, asked)) or None
    forecasts = [(books, forecast_of(books, postings_within(asked)[-1])) for books in every]

    activity = tuple(row for books in every for row in activity_of(books, asked))

    not_charged = tuple((books.contract.id, words) for books in every for words in not_charged_of(books, asked))

    def beside(funder: Organisation) -> Beside:
        outturns = (one for books, forecast in forecasts for one in _outturns(books, forecast, funder))
        return Beside(tuple(outturns), reconciliations, activity, not_charged)

    return beside


def not_charged_of(books: Books, asked: Period) -> tuple[str, ...]:
    """What was returned for a period and is in no charge, and why, in sentences; provisional figures stand apart."""
    said_elsewhere = {PROVISIONAL, WHOLE_PERCENTS}
    left_out = (one for one in due(books).left_out if one.why not in said_elsewhere and one.period.overlaps(asked))
    return tuple(
        f"{books.contract.terms_for(one.period).service(one.service).title}, {label(one.period)}:"
        f" {say_money(one.pence or 0)} that was returned is in nobody's share. {one.why[:1].upper()}{one.why[1:]}"
        for one in left_out
        if one.pence
    )


def _outturns(books: Books, forecast: Forecast, funder: Organisation) -> Iterator[ForecastOutturn]:
    """What a contract's year is forecast to come to for a funder, over all its lines."""
    codes = books.lines_of(funder.id)
    own = [one for one in forecast.lines if one.key in codes]
    if own:
        known = [one.budget for one in own if one.budget is not None]
        methods = dict.fromkeys(strand.method for strand in forecast.services if strand.method)
        says = " ".join((*methods, *forecast.notes))
        budget = sum(known) if len(known) == len(own) else None
        yield ForecastOutturn(forecast.contract, forecast.title, budget, sum(one.outturn for one in own), says)


def _reconciled(every: tuple[Books, ...], asked: Period) -> Iterator[Reconciliation]:
    """The reconciliation of each contract of which the general ledger has lines in the period."""
    postings = postings_within(asked)
    inside = frozenset(postings)
    return (reconcile(books, postings) for books in every if any(line.posting in inside for line in books.lines))


def _says_something(statement: Statement) -> bool:
    moves = any(row.share or row.due or row.brought_forward or row.adjusted for row in statement.lines)
    return bool(moves or statement.charges or statement.money_in)
