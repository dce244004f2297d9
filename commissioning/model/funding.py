"""Terms of money, as contract text states them: who pays what, for what, in which order, and how providers are paid."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from commissioning.model.agreed import Agreed, Condition
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Standing
from commissioning.period import Period

FUNDER_NOT_STATED = "Funder not stated"

PAID_WITHIN_DAYS = 30
"""How many days after it falls due a public body pays."""


class LineBasis(StrEnum):
    """How the part of a funding line in a charge is found."""

    SHARE = "share of the total"
    SHARE_OF_REST = "share of what is left"
    FIXED = "fixed"
    RESIDUAL = "what is left"
    UNIT = "unit price"
    RESERVE = "reserve"
    MATCH = "match"


class Negatives(StrEnum):
    """What a line does with a charge below nothing that names no charge: takes its part, or none."""

    SHARED = "shared"
    NOT_SHARED = "not shared"


@dataclass(frozen=True, slots=True)
class Coding:
    """Where an amount stands in the general ledger; an empty code is not stated."""

    cost_centre: str = ""
    subjective: str = ""


@dataclass(frozen=True, slots=True)
class FundingLine:
    """A funder's money for the charges of a contract: from which source, on what basis, for what, and in which order.

    Lines of a lower `order` are met first; within one order the sequence of lines never matters. `share` is a fraction
    of 1, of the total or of what lower orders leave; of a residual, its weight among residuals; of a match, how many
    pence for each penny of the line that it `matches`. `amount` is the cap of a fixed line and the opening balance of a
    reserve, in pounds. A unit line gives `price` pence for each unit that `measure` counts. Empty `services`, `areas`
    and `purposes` are all of them. A condition whose day is known holds the line back until it is met (`met`).
    Instalments ("month", "quarter", "year", or "" for billing of actual charges) are due at the beginning of their
    period where `in_advance`, else at its end.
    """

    code: str
    funder: Organisation | None
    basis: LineBasis
    share: Fraction | None = None
    amount: Agreed | None = None
    price: int | None = None
    measure: str = ""
    matches: str = ""
    order: int = 1
    starts: date | None = None
    ends: date | None = None
    services: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    negatives: Negatives = Negatives.SHARED
    standing: Standing = Standing.STATED
    source: str = ""
    label: str = ""
    purchase_order: str = ""
    coding: Coding = Coding()
    instalments: str = ""
    in_advance: bool = False
    says: str = ""
    contribution: str = ""
    """The id of the contribution that it draws, whose amount is its cap; empty where it draws none."""
    reserve: str = ""
    """The id of the reserve that it draws, whose amount is its opening balance; empty where it draws none."""

    @property
    def name(self) -> str:
        """What it is called: its label, or who pays and from which source."""
        who = self.funder.name if self.funder else FUNDER_NOT_STATED
        return self.label or (f"{who}, {self.source}" if self.source else who)

    @property
    def days(self) -> Period:
        """The days on which it holds."""
        return Period(self.starts, self.ends)

    @property
    def is_capped(self) -> bool:
        """Whether it gives no more than an amount in all, or than a contribution that it draws."""
        return bool(self.contribution or self.amount) or self.basis in (LineBasis.FIXED, LineBasis.RESERVE)

    @property
    def is_restricted(self) -> bool:
        """Whether it may not pay for everything."""
        return bool(self.services or self.areas or self.purposes)

    def may_pay_for(self, service: str, area: str, purposes: tuple[str, ...]) -> bool:
        """Whether it may pay for a service of those purposes in an area. One that is for some purposes pays only where
        the service's are stated, and all of them are among its own."""
        fits = (not self.services or service in self.services) and (not self.areas or area in self.areas)
        return fits and (not self.purposes or (bool(purposes) and set(purposes) <= set(self.purposes)))


@dataclass(frozen=True, slots=True)
class Budget:
    """Pence that may be spent in a year on a service; an empty service is the whole contract."""

    code: str
    service: str
    year: Period
    pence: int
    says: str = ""


class PaymentModel(StrEnum):
    """How what a provider is owed is found."""

    BLOCK = "block"
    UNIT_PRICE = "unit price"
    RESULTS = "results"
    GRANT = "grant"


@dataclass(frozen=True, slots=True)
class PriceBand:
    """The price in pence of each unit of a year from one number on (1 for the first) up to another; None is no end."""

    first: int
    last: int | None
    pence: int


@dataclass(frozen=True, slots=True)
class Indexation:
    """How prices and block sums rise from a day on: by a fixed fraction, or by an index against its value at the base.

    `values` are the index's dated values; the rise is held between `collar` and `cap`, fractions where stated.
    """

    holds_from: date
    fixed: Fraction | None = None
    index: str = ""
    base: Decimal | None = None
    values: tuple[tuple[date, Decimal], ...] = ()
    cap: Fraction | None = None
    collar: Fraction | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    """One way in which the provider is paid.

    A block is `amount` pounds a year in `instalments` (month or quarter), in advance or arrears. A unit price counts
    `measure` and pays by `bands`; `floor` and `ceiling` are the least and most of a year, in pence. Results pay the
    band's price for each accepted outcome of `measure`. A grant pays the eligible spend that is claimed in the money
    `measure`, up to `amount`.
    """

    code: str
    model: PaymentModel
    service: str = ""
    amount: Agreed | None = None
    instalments: str = "quarter"
    in_advance: bool = False
    measure: str = ""
    bands: tuple[PriceBand, ...] = ()
    floor: int | None = None
    ceiling: int | None = None
    indexations: tuple[Indexation, ...] = ()
    starts: date | None = None
    ends: date | None = None
    coding: Coding = Coding()
    purchase_order: str = ""
    says: str = ""


class Underspend(StrEnum):
    """What becomes of money that a year leaves over."""

    RETURN = "return"
    CARRY_FORWARD = "carry forward"
    PRO_RATA = "pro rata"
    POOL = "risk pool"


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What becomes of an underspend, and what meets an overspend, one after another; None and empty are not stated."""

    underspend: Underspend | None = None
    overspend: tuple[str, ...] = ()
    declare_by: str | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class SpendBlock:
    """Which money measures of a return say what was spent, by their ids; empty where the return does not ask it.

    `net` is what is charged; `area` and `cost` are breakdowns of it, by areas and by sorts of cost (staff, other).
    """

    net: str
    vat: str = ""
    gross: str = ""
    accruals: str = ""
    area: str = ""
    cost: str = ""


class Means(StrEnum):
    """What a line of the general ledger is to a contract."""

    SPEND = "spend"
    ACCRUAL = "accrual"
    PREPAYMENT = "prepayment"
    INVOICED = "contribution invoiced"
    RECEIVED = "contribution received"
    PAID = "payment to the provider"


@dataclass(frozen=True, slots=True)
class LedgerCode:
    """What the lines of a cost centre and subjective code are: of which service and area, or of which funding line."""

    coding: Coding
    means: Means
    service: str = ""
    area: str = ""
    line: str = ""


class ChargedFrom(StrEnum):
    """What the charges that funders share are taken from."""

    RETURNS = "returns"
    LEDGER = "general ledger"
    PAYMENTS = "payments"


class VatTreatment(StrEnum):
    """How VAT on the provider's charge is treated, as somebody has decided; the shares are of net amounts always."""

    OUTSIDE_SCOPE = "outside the scope"
    EXEMPT = "exempt"
    STANDARD = "standard rated"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Vat:
    """How VAT is treated, and who decided it."""

    treatment: VatTreatment = VatTreatment.NOT_STATED
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """What a contract says of money beyond who gives it: budgets, payment, charging, coding and the end of the year."""

    budgets: tuple[Budget, ...] = ()
    payments: tuple[PaymentTerm, ...] = ()
    year_end: YearEnd = YearEnd()
    spend: SpendBlock | None = None
    codes: tuple[LedgerCode, ...] = ()
    charged_from: ChargedFrom = ChargedFrom.RETURNS
    vat: Vat = Vat()
    authority: str = ""
    """Who approved the spending, and when; empty is not stated."""

    def budget(self, service: str, year: Period) -> Budget | None:
        """The budget of a service in a year."""
        return next((one for one in self.budgets if (one.service, one.year) == (service, year)), None)


NOTHING_OF_MONEY = Money()
