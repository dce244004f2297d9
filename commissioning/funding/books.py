"""The books of one contract: everything posted and recorded about its money, from which every answer is worked out."""

from dataclasses import dataclass

from commissioning.model.accounts import Charge, IssuedStatement, LedgerLine, MoneyEvent, MoneySort
from commissioning.model.contract import Contract
from commissioning.model.funding import FundingLine
from commissioning.model.posted import Entry
from commissioning.period import YEAR_MONTHS
from commissioning.posting import YEAR_END, Posting
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
    def newest_event(self) -> int:
        """The number of what was recorded last; 0 where nothing is."""
        return max((event.number for event in self.events), default=0)

    @property
    def closed(self) -> frozenset[Posting]:
        """The posting periods that are closed."""
        return frozenset(event.posting for event in self.events if event.sort is MoneySort.CLOSED)

    def is_closed(self, posting: Posting) -> bool:
        """Whether nothing may be posted to a posting period any more: it is closed, or one after it is.

        Period 13 stays open after months of the next year are closed, if its own 12 was closed in these books.
        """
        closed = self.closed
        if posting in closed:
            return True
        is_late = posting.number == YEAR_END and Posting(posting.year, YEAR_MONTHS) in closed
        return not is_late and any(posting < one for one in closed)

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

    def met(self, line: FundingLine) -> frozenset[str]:
        """The words of the conditions of a line that were recorded as met: those that references name, or its only."""
        own = [one for one in self.standing_events if one.sort is MoneySort.CONDITION_MET and one.line == line.code]
        words = frozenset(condition.says for condition in line.conditions)
        is_named = frozenset(one.reference for one in own if one.reference) & words
        return words if len(words) == 1 and any(not one.reference for one in own) else is_named

    def is_met(self, line: FundingLine) -> bool:
        """Whether every condition of a line that has a day was recorded as met."""
        return {condition.says for condition in line.conditions if condition.by} <= self.met(line)

    def open_from(self, posting: Posting) -> Posting:
        """The posting period itself, or the next one that is open."""
        while self.is_closed(posting):
            posting = posting.next
        return posting
