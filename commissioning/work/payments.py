"""A period goes in; what each provider is owed comes out, and what is billed, journalled and published for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commissioning.calendar import ENGLAND, year_of
from commissioning.contract.reporting import APRIL, period_label, year_starts
from commissioning.errors import CommissioningError, NothingThere
from commissioning.funding.books import Books
from commissioning.funding.contributions.billing import BillingRequest, NotBilled, billing_of
from commissioning.funding.paying.account import accounts_of
from commissioning.funding.paying.journal import JournalLine, journal_of, payment_journal_of
from commissioning.funding.paying.spend_list import Published, spend_list
from commissioning.funding.paying.year_end import YearEndOutcome, year_end_of
from commissioning.model.contract import Origin
from commissioning.model.organisation import Actor
from commissioning.period import Period, label
from commissioning.report.payment_schedule import Scheduled
from commissioning.work.accounts import books_of
from commissioning.work.workspace import Workspace


@dataclass(frozen=True)
class PaymentsAsked:
    """The books that a period's payments are asked of, read once; and what the period is called."""

    workspace: Workspace
    all_books: tuple[Books, ...]
    period: Period
    called: str

    def schedules(self) -> tuple[Scheduled, ...]:
        """The account of each provider that anything falls due to."""
        return tuple(one for books in self.all_books for one in _schedules(books, self.period))

    def year_ends(self) -> tuple[YearEndOutcome, ...]:
        """What becomes of the money of each contract whose year ends with the period, where a budget is stated."""
        found = (one for books in self.all_books if (one := _year_end(books, self.period)))
        return tuple(one for one in found if one.budget is not None)

    def billing(self) -> tuple[tuple[BillingRequest, ...], tuple[NotBilled, ...]]:
        """What each funder is asked for, and of whom nothing is asked and why."""
        found = [billing_of(books, self.period) for books in self.all_books if _is_billed(books)]
        return tuple(one for asked, _ in found for one in asked), tuple(one for _, others in found for one in others)

    def journal(self) -> tuple[JournalLine, ...]:
        """The recharge of every part that was posted in the period; NothingThere where none was."""
        lines = tuple(line for books in self.all_books for line in journal_of(books, self.period))
        if not lines:
            raise NothingThere(
                f"No charge is posted in {self.called}, so there is nothing to journal; post them first."
            )
        return lines

    def payment_journal(self) -> tuple[JournalLine, ...]:
        """What falls due to providers in the period, by its codes; NothingThere where nothing does."""
        creditors = self.workspace.finance.creditors
        lines = tuple(line for books in self.all_books for line in payment_journal_of(books, self.period, creditors))
        if not lines:
            raise NothingThere(f"Nothing falls due to any provider in {self.called}, so there is nothing to journal.")
        return lines

    def spending(self) -> tuple[Published, ...]:
        """The payments of the period that are published."""
        workspace = self.workspace
        return spend_list(self.all_books, self.period, workspace.finance.spend_list, workspace.book.organisations)


def payments_asked(workspace: Workspace, period: str, actor: Actor, contract: str | None = None) -> PaymentsAsked:
    """The books of one contract, or of every one that the actor sees, for a period as it is typed."""
    asked = workspace.period(period, actor, contract)
    with workspace.store() as store:
        found = books_of(workspace, actor, store, contract)
    if contract and found[0].contract.versions_in(asked)[-1][0].origin is Origin.TRANSCRIBED:
        raise CommissioningError(
            f"{contract} is transcribed from a published paper; no payment is worked out here for a real council."
        )
    called = period_label(found[0].contract.latest, asked) if contract else label(asked, APRIL)
    return PaymentsAsked(workspace, found, asked, called)


def not_billed_in_words(found: Iterable[NotBilled]) -> Iterator[str]:
    """A sentence for each funding line that nobody is asked to pay by."""
    for one in found:
        of = f"{one.contract}, {one.line}" if one.line else one.contract
        yield f"{of}: {one.why}"


def _schedules(books: Books, period: Period) -> Iterator[Scheduled]:
    terms = books.contract.versions_in(period)[-1][0]
    if terms.origin is Origin.TRANSCRIBED or not any(one.money.payments for one in books.contract.versions):
        return
    nation = terms.reporting.bank_holidays if terms.reporting else ENGLAND
    for account in accounts_of(books, period):
        yield Scheduled(account, terms.title, period_label(terms, period), terms.label, nation)


def _year_end(books: Books, period: Period) -> YearEndOutcome | None:
    """The outcome of the contract's year that ends with a period; None where none does."""
    terms = books.contract.versions_in(period)[-1][0]
    if terms.origin is Origin.TRANSCRIBED or period.end is None:
        return None
    year = year_of(period.end, year_starts(terms))
    return year_end_of(books, year) if year.end == period.end else None


def _is_billed(books: Books) -> bool:
    """Whether anything is to be said of billing a contract's funders: it states funding lines."""
    return bool(books.contract.funding_lines)
