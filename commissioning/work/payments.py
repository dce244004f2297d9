"""A period goes in; what each provider is owed comes out, and what is billed, journalled and published for it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commissioning.calendar import ENGLAND
from commissioning.contract.reporting import APRIL, period_label
from commissioning.errors import NothingThere
from commissioning.funding.billing import BillingRequest, NotBilled, billing_of
from commissioning.funding.books import Books
from commissioning.funding.journal import JournalLine, journal_of
from commissioning.funding.paying.account import accounts_of
from commissioning.funding.spend_list import Published, spend_list
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

    def billing(self) -> tuple[tuple[BillingRequest, ...], tuple[NotBilled, ...]]:
        """What each funder is asked for, and of whom nothing is asked and why."""
        found = [billing_of(books, self.period) for books in self.all_books if _has_funding(books)]
        return tuple(one for asked, _ in found for one in asked), tuple(one for _, others in found for one in others)

    def journal(self) -> tuple[JournalLine, ...]:
        """The recharge of every part that was posted in the period; NothingThere where none was."""
        lines = tuple(line for books in self.all_books for line in journal_of(books, self.period))
        if not lines:
            raise NothingThere(
                f"No charge is posted in {self.called}, so there is nothing to journal; post them first."
            )
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
    called = period_label(found[0].contract.latest, asked) if contract else label(asked, APRIL)
    return PaymentsAsked(workspace, found, asked, called)


def not_billed_in_words(found: Iterable[NotBilled]) -> Iterator[str]:
    """A sentence for each funding line that nobody is asked to pay by."""
    for one in found:
        of = f"{one.contract}, {one.line}" if one.line else one.contract
        yield f"{of}: {one.why}"


def _schedules(books: Books, period: Period) -> Iterator[Scheduled]:
    terms = books.contract.versions_in(period)[-1][0]
    if not any(terms.money.payments for terms in books.contract.versions):
        return
    nation = terms.reporting.bank_holidays if terms.reporting else ENGLAND
    for account in accounts_of(books, period):
        yield Scheduled(account, terms.title, period_label(terms, period), terms.label, nation)


def _has_funding(books: Books) -> bool:
    return any(terms.funding and terms.funding.lines for terms in books.contract.versions)
