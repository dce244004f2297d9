"""What comparing a general ledger with posted charges gives: pairs, named items, and what nobody can explain."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.model.accounts import Charge, LedgerLine
from commissioning.model.funding import Coding, Means
from commissioning.posting import Posting


class ItemSort(StrEnum):
    """Why the general ledger and the charges differ, where that is proved."""

    GROSS_FOR_NET = "gross posted for net"
    WRONG_PERIOD = "wrong posting period"
    WRONG_YEAR = "wrong accounting year"
    MISSING_ACCRUAL = "missing accrual"
    NOT_REVERSED = "accrual not reversed"
    REVERSED = "accrual reversed"
    DUPLICATE = "duplicate invoice"
    PENNY = "one penny"
    MISCODED = "miscoded service"
    CHARGED_LATER = "charged in another posting period"
    NO_CHARGE = "line in the ledger with no charge"
    NO_LINE = "charge with no line in the ledger"
    OTHER_YEARS_SHARE = "contribution invoiced at another year's share"
    NOT_INVOICED = "contribution not invoiced"


@dataclass(frozen=True, slots=True)
class Correction:
    """A line to post to the general ledger: pence (spend positive), where, for what, and the document it puts right."""

    posting: Posting
    coding: Coding
    pence: int
    document: str = ""
    service: str = ""
    area: str = ""
    service_date: date | None = None
    means: Means = Means.SPEND
    line: str = ""
    """The id of the funding line that it is of, where it is income."""


@dataclass(frozen=True, slots=True)
class Item:
    """A named reason, the pence by which the ledger is above the charges for it, what it is of and what corrects it.

    `otherwise` is another name that fits the same lines as well, with the same correction.
    """

    sort: ItemSort
    pence: int
    service: str = ""
    area: str = ""
    lines: tuple[LedgerLine, ...] = ()
    charges: tuple[Charge, ...] = ()
    corrections: tuple[Correction, ...] = ()
    otherwise: ItemSort | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """Lines and charges that come to the same pence, and by what they were matched."""

    lines: tuple[LedgerLine, ...]
    charges: tuple[Charge, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Unexplained:
    """Pence by which the ledger is above the charges of a service and area (or the contributions of a funding line)
    without proof why; `readings` are explanations that would each fit, where there are several."""

    pence: int
    service: str = ""
    area: str = ""
    line: str = ""
    lines: tuple[LedgerLine, ...] = ()
    charges: tuple[Charge, ...] = ()
    readings: tuple[tuple[Item, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class IncomeDue:
    """A funder's contribution that is due in a posting period: of which funding line, how many pence, and of how many
    pence it is the share (0 where it is no share)."""

    line: str
    posting: Posting
    pence: int
    shared: int = 0


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A general ledger and the charges of some posting periods, in pence: `ledger` less `engine` is what the items
    come to and what is unexplained. Contributions count as income, below nothing, on both sides."""

    contract: str
    postings: tuple[Posting, ...]
    ledger: int
    engine: int
    matched: tuple[Matched, ...] = ()
    items: tuple[Item, ...] = ()
    open: tuple[Unexplained, ...] = ()

    @property
    def unexplained(self) -> int:
        """The one difference that nothing explains, in pence."""
        return self.ledger - self.engine - sum(item.pence for item in self.items)

    @property
    def is_agreed(self) -> bool:
        """Whether nothing is unexplained anywhere; two differences that cancel out are not agreed."""
        return not self.open
