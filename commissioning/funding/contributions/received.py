"""The books of a contract to the contributions that were invoiced and received by its funding lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from commissioning.funding.books import Books
from commissioning.model.accounts import LedgerLine, MoneyEvent, MoneySort
from commissioning.model.funding import Means
from commissioning.posting import Posting

COMES_IN = {
    MoneySort.INVOICED: False,
    MoneySort.RECEIVED: True,
    Means.INVOICED: False,
    Means.RECEIVED: True,
}
"""Which sorts of event and of ledger line are a contribution, and whether it is received."""


@dataclass(frozen=True, slots=True)
class MoneyIn:
    """A contribution invoiced or received: of which line, by which reference, and where it is kept."""

    contract: str
    line: str
    is_received: bool
    pence: int
    posting: Posting
    reference: str
    recorded: str


def money_in(books: Books, codes: Iterable[str]) -> tuple[MoneyIn, ...]:
    """Contributions invoiced and received by lines, as the general ledger has them and as they were recorded.

    What was recorded under the reference of a ledger's document is the same money, and counts once.
    """
    wanted = frozenset(codes)
    ledger = tuple(_from_ledger(line) for line in books.lines if line.means in COMES_IN and line.line in wanted)
    known = {(one.line, one.is_received, one.reference) for one in ledger if one.reference}
    events = (event for event in books.events if event.sort in COMES_IN and event.line in wanted)
    recorded = tuple(_from_event(event) for event in events)
    return (*ledger, *(one for one in recorded if (one.line, one.is_received, one.reference) not in known))


def _from_ledger(line: LedgerLine) -> MoneyIn:
    is_received = line.means is Means.RECEIVED
    return MoneyIn(line.contract, line.line, is_received, -line.net, line.posting, line.document, "general ledger")


def _from_event(event: MoneyEvent) -> MoneyIn:
    is_received = event.sort is MoneySort.RECEIVED
    return MoneyIn(event.contract, event.line, is_received, event.pence, event.posting, event.reference, "recorded")
