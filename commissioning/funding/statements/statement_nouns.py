"""What a funder is told of its money in a period: a Statement and the kinds of rows it holds. Money is in pence."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from commissioning.funding.contributions.received import MoneyIn
from commissioning.funding.statements.spending_nouns import (
    Accrual,
    ForecastOutturn,
    Provisional,
    ServiceSpending,
    SortOfCost,
)
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Given
from commissioning.period import Period
from commissioning.posting import Posting

COMMISSIONER_NOT_STATED = Organisation("", "not stated")


@dataclass(frozen=True, slots=True)
class Covered:
    """A contract that a statement is of; `label` says what must stand on everything made from its text."""

    contract: str
    title: str
    label: str
    is_transcribed: bool
    is_illustrative_shares: bool


@dataclass(frozen=True, slots=True)
class PartRow:
    """The funder's part of a charge by one funding line: what was posted, the exact quota, and its working in words."""

    line: str
    name: str
    pence: int
    quota: Fraction
    why: str


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A charge posted in the period, net, and the funder's parts of it; none where no line of the funder has one."""

    number: int
    contract: str
    service: str
    service_title: str
    area: str
    period: Period
    posting: Posting
    pence: int
    vat: int | None
    source: str
    credits: int
    touches: tuple[str, ...]
    says: str
    parts: tuple[PartRow, ...]

    @property
    def share(self) -> int:
        """The funder's part of it by all its lines."""
        return sum(part.pence for part in self.parts)


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What moved a line's balance beside money in and expenditure: above nothing where it adds to what is held."""

    contract: str
    line: str
    what: str
    pence: int
    posting: Posting
    reference: str
    why: str


@dataclass(frozen=True, slots=True)
class LineMovement:
    """A funding line over the period, in pence. The balance is what the funder has given and has not been spent.

    `due` is None where it is not stated. `unpaid_before` was invoiced and not received before the period.
    `kept_forward` is what was agreed to be carried forward. `restricted_to` says what it may pay for; empty for all.
    `misspent` is what it paid for services or areas that it may not, of the `misspent_charges`.
    """

    contract: str
    line: str
    name: str
    basis: str
    restricted_to: str
    is_reserve: bool
    brought_forward: int
    due: int | None
    due_says: str
    unpaid_before: int
    invoiced: int
    received: int
    share: int
    adjusted: int
    kept_forward: int
    misspent: int
    charges: tuple[int, ...]
    misspent_charges: tuple[int, ...] = ()

    @property
    def is_apart(self) -> bool:
        """Whether its money is for something of its own, so that it makes up for no other line."""
        return bool(self.restricted_to or self.is_reserve)

    @property
    def carried_forward(self) -> int:
        """What is left at the end of the period; below nothing where the funder still owes."""
        return self.brought_forward + self.received - self.share + self.adjusted


class FloorState(StrEnum):
    """What has become of a minimum spend: met or short; or of the most that may be spent: kept or passed."""

    MET = "met"
    SHORT = "short"
    KEPT = "kept"
    PASSED = "passed"
    NOT_YET = "not yet known"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class FloorTest:
    """The least that is to be spent in an area in a year against what was, by period of service, posted until now.

    Floors are no shares: all funders' money counts. `unplaced` was charged in the year for no stated area. Of a
    ceiling `floor` is the most that may be spent.
    """

    contract: str
    area: str
    year: str
    floor: int | None
    spent: int
    unplaced: int
    state: FloorState
    charges: tuple[int, ...]

    @property
    def short_by(self) -> int:
        """What is missing; 0 where nothing is."""
        return max((self.floor or 0) - self.spent, 0)

    @property
    def over_by(self) -> int:
        """What is above it, of the most that may be spent; 0 where nothing is, or none is stated."""
        return 0 if self.floor is None else max(self.spent - self.floor, 0)


@dataclass(frozen=True, slots=True)
class Bought:
    """A figure of the period for a service, and whether this funder pays for the service.

    `counts_things` is so where it may be shown as a proportion: calls, contacts, nights, but never people. `given` is
    None where it is held back, and `held` says by which rule. `of` are the numerator and denominator of a percentage.
    Rows that share one of `ties` give each other away: all but one of them tell the last. It is never more than the
    figures of its service by the measures that `within` names: those who closed and were safer, of those who closed.
    """

    contract: str
    service: str
    title: str
    measure: str
    label: str
    unit: str
    kind: str
    given: Given | None
    of: tuple[Given, Given] | None
    provisional: bool
    counts_things: bool
    is_funded: bool
    ties: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    note: str = ""
    held: str = ""


@dataclass(frozen=True, slots=True)
class FunderPart:
    """What a funder pays of a contract in the period; an empty id is nobody that is stated."""

    funder: str
    name: str
    pence: int


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A contract's posted charges of the period against all funders' parts and what no funder covers."""

    contract: str
    title: str
    posted: int
    parts: tuple[FunderPart, ...]
    uncovered: int

    @property
    def difference(self) -> int:
        """Must be nothing."""
        return self.posted - self.uncovered - sum(part.pence for part in self.parts)


@dataclass(frozen=True, slots=True)
class Reconciling:
    """A named reason why the general ledger differs from the charges, in pence, and what it is of."""

    name: str
    pence: int
    says: str
    documents: tuple[str, ...] = ()
    charges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A contract's charges (`engine`) against its general ledger (`ledger`), in pence; what nothing explains must be 0.

    With `is_income` it is what was due from the funder against what it was invoiced, both below nothing as income is.
    `is_agreed` is so where nothing is unexplained anywhere, two differences that cancel out included. `places` says how
    much is unexplained of which service and area (it may name where people live: it is for the commissioner alone).
    """

    contract: str
    title: str
    ledger: int
    engine: int
    items: tuple[Reconciling, ...]
    is_agreed: bool
    is_income: bool = False
    places: tuple[str, ...] = ()

    @property
    def unexplained(self) -> int:
        """The one difference that nothing explains."""
        return self.ledger - self.engine - sum(item.pence for item in self.items)


@dataclass(frozen=True, slots=True)
class Statement:
    """All that a funder is told of a period, from one commissioner. `reconciled` is None where there is no ledger.

    `supersedes` is the number of the statement issued last for this funder and period; empty where there is none.
    `notes` are sentences about what the figures rest on. `year` is the accounting year that budgets are of; None for a
    period of several years.
    """

    funder: Organisation
    commissioner: Organisation
    period: Period
    postings: tuple[Posting, ...]
    covers: tuple[Covered, ...]
    charges: tuple[ChargeRow, ...]
    lines: tuple[LineMovement, ...]
    money_in: tuple[MoneyIn, ...]
    adjustments: tuple[Adjustment, ...]
    spending: tuple[ServiceSpending, ...]
    accruals: tuple[Accrual, ...]
    outturns: tuple[ForecastOutturn, ...]
    floors: tuple[FloorTest, ...]
    bought: tuple[Bought, ...]
    controls: tuple[ControlTotal, ...]
    provisional: tuple[Provisional, ...]
    reconciled: tuple[Reconciled, ...] | None
    year: Period | None
    supersedes: str = ""
    notes: tuple[str, ...] = ()
    ceilings: tuple[FloorTest, ...] = ()
    costs: tuple[SortOfCost, ...] = ()

    @property
    def opening(self) -> int:
        """What was held for the funder before the period; below nothing where it owed."""
        return sum(line.brought_forward for line in self.lines)

    @property
    def share(self) -> int:
        """The funder's part of the charges of the period."""
        return sum(charge.share for charge in self.charges)

    @property
    def closing(self) -> int:
        """What is held for the funder after it; below nothing where the funder owes."""
        return sum(line.carried_forward for line in self.lines)

    @property
    def held_apart(self) -> int:
        """What is left of restricted money and reserves, each line by itself."""
        return sum(max(line.carried_forward, 0) for line in self.lines if line.is_apart)

    @property
    def free(self) -> int:
        """The closing balance of all other lines together; below nothing where the funder owes."""
        return sum(line.carried_forward for line in self.lines if not line.is_apart)

    @property
    def kept_free(self) -> int:
        """What was agreed to be carried forward of them."""
        return sum(line.kept_forward for line in self.lines if not line.is_apart)

    @property
    def refundable(self) -> int:
        """What is held beside restricted money, and was not agreed to be carried forward."""
        return max(self.free - self.kept_free, 0)

    @property
    def owed(self) -> int:
        """What the funder still owes: for restricted lines, each by itself, and for all others together."""
        return max(-self.free, 0) + sum(max(-line.carried_forward, 0) for line in self.lines if line.is_apart)

    @property
    def totals(self) -> tuple[tuple[str, int], ...]:
        """The funder's part by contract."""
        return tuple(
            (one.contract, sum(charge.share for charge in self.charges if charge.contract == one.contract))
            for one in self.covers
        )

    @property
    def charge_numbers(self) -> tuple[int, ...]:
        """The numbers of the charges it is of."""
        return tuple(charge.number for charge in self.charges)

    @property
    def unexplained(self) -> int | None:
        """What nothing explains between the charges and the general ledger; None where they were not compared."""
        return sum(one.unexplained for one in self.reconciled) if self.reconciled is not None else None

    @property
    def is_illustrative(self) -> bool:
        """Whether a share is known only as a whole percent."""
        return any(one.is_illustrative_shares for one in self.covers)

    @property
    def disagreements(self) -> tuple[str, ...]:
        """Why it is not agreed, in words; empty where everything that was compared agrees."""
        control = tuple(f"the funders' parts of {one.title}" for one in self.controls if one.difference)
        what = {False: "the general ledger of", True: "what was invoiced for"}
        open_ones = (one for one in self.reconciled or () if not one.is_agreed)
        ledger = tuple(f"{what[one.is_income]} {one.title}" for one in open_ones)
        return control + ledger

    @property
    def why_not_issuable(self) -> tuple[str, ...]:
        """Why it cannot be issued, in sentences; empty where it can."""
        whole = ("Its shares are known only as whole percents; agree exact shares first.",)
        transcribed = ("It is of contract text transcribed from a paper, for which nothing is issued.",)
        return (
            *(whole if self.is_illustrative else ()),
            *(transcribed if any(one.is_transcribed for one in self.covers) else ()),
            *(f"It is not agreed: {each} does not come to 0.00." for each in self.disagreements),
        )
