"""A period goes in; what each provider is owed comes out, and what is billed, journalled and published for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from commissioning.calendar import ENGLAND, year_of
from commissioning.contract.reporting import period_label, year_starts
from commissioning.disclosure import bill_disclosed
from commissioning.errors import CommissioningError, NoCode, NothingThere
from commissioning.funding.books import Books
from commissioning.funding.contributions.billing import BillingRequest, NotBilled, billing_of
from commissioning.funding.paying.account import accounts_of
from commissioning.funding.paying.journal import JournalLine, journal_of, payment_journal_of
from commissioning.funding.paying.spend_list import Published, spend_list
from commissioning.funding.paying.year_end import YearEndOutcome, year_end_of
from commissioning.model.contract import Origin
from commissioning.model.organisation import Actor
from commissioning.period import Period, label
from commissioning.posting import APRIL
from commissioning.report.payment_schedule import Scheduled
from commissioning.work.accounts import books_of
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Journalled:
    """The lines of a journal, both sides the same in each posting period; and a sentence for each contract that is not
    in it for want of a code."""

    lines: tuple[JournalLine, ...]
    left_out: tuple[str, ...] = ()


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
        """What each funder is asked for, as it may see it; and of whom nothing is asked and why."""
        found = [(books, *billing_of(books, self.period)) for books in self.all_books if _is_billed(books)]
        requests = tuple(self._shown(books, one) for books, asked, _ in found for one in asked)
        return requests, tuple(one for _, _, others in found for one in others)

    def _shown(self, books: Books, one: BillingRequest) -> BillingRequest:
        recipient = self.workspace.finance.recipient(one.line.funder.id if one.line.funder else "")
        return bill_disclosed(one, books.contract.versions, recipient)

    def journal(self) -> Journalled:
        """The recharge of every part that was posted in the period; NothingThere where none was, NoCode where no
        contract has the codes."""
        return self._journalled(
            lambda books: journal_of(books, self.period),
            f"No charge is posted in {self.called}, so there is nothing to journal; post them first.",
        )

    def payment_journal(self) -> Journalled:
        """What falls due to providers in the period, by its codes; NothingThere where nothing does, NoCode where no
        contract has the codes."""
        creditors = self.workspace.finance.creditors
        return self._journalled(
            lambda books: payment_journal_of(books, self.period, creditors),
            f"Nothing falls due to any provider in {self.called}, so there is nothing to journal.",
        )

    def _journalled(self, of: Callable[[Books], tuple[JournalLine, ...]], nothing: str) -> Journalled:
        """The journal of every contract that has its codes, and why others are left out: each whole or not at all."""
        lines: list[JournalLine] = []
        left_out: list[str] = []
        for books in self.all_books:
            try:
                lines += of(books)
            except NoCode as missing:
                left_out.append(str(missing))
        if left_out and not lines:
            raise NoCode(" ".join(left_out))
        if not lines:
            raise NothingThere(nothing)
        return Journalled(tuple(lines), tuple(left_out))

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
        of = f"{one.contract}, {one.name or one.line}" if one.line else one.contract
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
