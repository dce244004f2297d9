"""A period goes in; what the accounting year will come to, and what there is to ask about its money, come out."""

from dataclasses import replace
from datetime import date, timedelta

from commissioning.checks import Accounts, check_accounts
from commissioning.errors import CommissioningError, UnclearPeriod
from commissioning.funding.books import Books
from commissioning.funding.forecasting.forecast import forecast_of
from commissioning.funding.forecasting.forecast_nouns import Method
from commissioning.funding.forecasting.outlook import limits_of, lines_of
from commissioning.model.finding import Finding
from commissioning.model.organisation import Actor
from commissioning.posting import Posting, posting_at, postings_within, read_posting
from commissioning.report.forecast import Prospect
from commissioning.work.accounts import books_of
from commissioning.work.workspace import Workspace


def forecasts(
    workspace: Workspace, actor: Actor, upto: Posting, contract: str | None = None, method: Method = Method.BUDGET
) -> tuple[Prospect, ...]:
    """What a posting period's accounting year will come to, for one contract or each that has money in that year."""
    found = (_prospect(books, upto, method) for books in _books(workspace, actor, contract))
    return tuple(one for one in found if contract or one.forecast.strands)


def money_findings(
    workspace: Workspace, actor: Actor, today: date, upto: Posting, contract: str | None = None
) -> tuple[Finding, ...]:
    """What there is to ask about the money of one contract, or of all, as far as it is posted until a period; on the
    day after that period, or today if that is sooner."""
    end = upto.month().end
    day = min(today, end + timedelta(days=1)) if end else today
    every = (_until(books, upto) for books in _books(workspace, actor, contract))
    return tuple(finding for books in every for finding in check_accounts(Accounts(books, day, upto)))


def _until(books: Books, upto: Posting) -> Books:
    """The books without what was posted after a period."""
    return replace(
        books,
        charges=tuple(one for one in books.charges if one.posting <= upto),
        lines=tuple(one for one in books.lines if one.posting <= upto),
        events=tuple(one for one in books.events if one.posting <= upto),
    )


def posting_of(workspace: Workspace, text: str | None, actor: Actor, today: date, contract: str | None) -> Posting:
    """The posting period that is meant: as it is written, the last of a period, or that of today; UnclearPeriod."""
    if text is None:
        return posting_at(today)
    try:
        return read_posting(text)
    except UnclearPeriod:
        period = workspace.period(text, actor, contract)
    found = postings_within(period)
    months = [one for one in found if one == posting_at(one.month().start or today)]
    if not months:
        raise CommissioningError(f"No posting period lies in '{text}': write a month, a quarter, or 2025-26-P03.")
    return months[-1]


def _prospect(books: Books, upto: Posting, method: Method) -> Prospect:
    forecast = forecast_of(books, upto, method)
    return Prospect(forecast, limits_of(books, forecast), lines_of(books, forecast))


def _books(workspace: Workspace, actor: Actor, contract: str | None) -> tuple[Books, ...]:
    with workspace.store() as store:
        return books_of(workspace, actor, store, contract)
