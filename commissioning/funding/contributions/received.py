"""The books of a contract to the contributions that were invoiced and received by its funding lines."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

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

    What was recorded under the reference of a ledger's document is the same money, and counts once: as the ledger
    has it, from the posting period on in which it has it.
    """
    wanted = frozenset(codes)
    ledger = tuple(_from_ledger(line) for line in books.lines if line.means in COMES_IN and line.line in wanted)
    first: dict[tuple[str, bool, str], Posting] = {}
    for one in ledger:
        if one.reference:
            first[_document(one)] = min(first.get(_document(one), one.posting), one.posting)
    events = (event for event in books.events if event.sort in COMES_IN and event.line in wanted)
    recorded = (_from_event(event) for event in events)
    return (*ledger, *(row for one in recorded for row in _counted_once(one, first.get(_document(one)))))


def _document(one: MoneyIn) -> tuple[str, bool, str]:
    return (one.line, one.is_received, one.reference)


def _counted_once(one: MoneyIn, in_ledger: Posting | None) -> Iterable[MoneyIn]:
    """What was recorded; it is no more once the ledger has it, from the posting period on in which it has it."""
    if in_ledger is None or one.posting < in_ledger:
        yield one
    if in_ledger is not None and one.posting < in_ledger:
        yield replace(one, pence=-one.pence, posting=in_ledger, recorded="recorded, and now in the general ledger")


def _from_ledger(line: LedgerLine) -> MoneyIn:
    is_received = line.means is Means.RECEIVED
    return MoneyIn(line.contract, line.line, is_received, -line.net, line.posting, line.document, "general ledger")


def _from_event(event: MoneyEvent) -> MoneyIn:
    is_received = event.sort is MoneySort.RECEIVED
    return MoneyIn(event.contract, event.line, is_received, event.pence, event.posting, event.reference, "recorded")
