"""The books of one contract: everything posted and recorded about its money, from which every answer is worked out."""

from dataclasses import dataclass

from commissioning.model.accounts import Charge, IssuedStatement, LedgerLine, MoneyEvent, MoneySort
from commissioning.model.contract import Contract
from commissioning.model.funding import FundingLine
from commissioning.model.posted import Entry
from commissioning.posting import Posting
from commissioning.totals.figures import Ledger


@dataclass(frozen=True, slots=True)
class Books:
    """A contract and what was posted and recorded of it, oldest first; statements are those that it has part in.

    `entries` are the figures of its returns that stand, under its newest codes.
    """

    contract: Contract
    entries: tuple[Entry, ...] = ()
    charges: tuple[Charge, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    events: tuple[MoneyEvent, ...] = ()
    statements: tuple[IssuedStatement, ...] = ()

    @property
    def ledger(self) -> Ledger:
        """Its returns' figures, from which `figures_of` a period are worked out."""
        return Ledger(self.contract, self.entries)

    @property
    def newest(self) -> int:
        """The number of the charge that was posted last; 0 where none is."""
        return max((charge.number for charge in self.charges), default=0)

    @property
    def closed(self) -> frozenset[Posting]:
        """The posting periods that are closed."""
        return frozenset(event.posting for event in self.events if event.sort is MoneySort.CLOSED)

    @property
    def standing_events(self) -> tuple[MoneyEvent, ...]:
        """What was recorded, without the events that were undone and those that undid them."""
        gone = {event.undoes for event in self.events} - {0}
        return tuple(event for event in self.events if event.number not in gone and not event.undoes)

    @property
    def funding_lines(self) -> dict[str, FundingLine]:
        """The funding lines of every version of the contract by code; of one code, the newest."""
        return {line.code: line for line in self.contract.funding_lines}

    def lines_of(self, funder: str) -> dict[str, FundingLine | None]:
        """A funder's lines by code, as the newest version words each; None for one that stands in charges alone."""
        stated = self.funding_lines
        own = {code: line for code, line in stated.items() if line.funder and line.funder.id == funder}
        posted = [part.line for charge in self.charges for part in charge.parts if part.funder == funder]
        return {code: own.get(code, stated.get(code)) for code in dict.fromkeys((*own, *posted))}

    def open_from(self, posting: Posting) -> Posting:
        """The posting period itself, or the next one that is open."""
        closed = self.closed
        while posting in closed:
            posting = posting.next
        return posting
