"""What a statement tells of expenditure: by service, accrued, still provisional, and forecast. Money is in pence."""

from dataclasses import dataclass

from commissioning.period import Period
from commissioning.posting import Posting


@dataclass(frozen=True, slots=True)
class ServiceSpending:
    """What was charged for a service in the period and in the accounting year before it, with its budget of the year.

    `vat` is what is known of it, and `vat_not_stated` the number of charges that do not tell. None is no budget stated.
    """

    contract: str
    service: str
    title: str
    budget: int | None
    moved: int
    earlier: int
    pence: int
    vat: int
    vat_not_stated: int
    share_earlier: int
    share: int
    charges: tuple[int, ...]

    @property
    def to_date(self) -> int:
        """What was charged in the accounting year until the end of the period."""
        return self.earlier + self.pence


@dataclass(frozen=True, slots=True)
class Accrual:
    """An accrual, its reversal or a prepayment of the period, as recorded or as the general ledger has it."""

    contract: str
    service: str
    what: str
    pence: int
    posting: Posting
    reference: str
    recorded: str


@dataclass(frozen=True, slots=True)
class ForecastOutturn:
    """What a contract is forecast to come to in its year for this funder; None where something is not known."""

    contract: str
    title: str
    budget: int | None
    forecast: int | None
    says: str


@dataclass(frozen=True, slots=True)
class Provisional:
    """Expenditure returned and still provisional, in pence: in no charge, and in nobody's share."""

    contract: str
    service: str
    title: str
    period: Period
    pence: int


@dataclass(frozen=True, slots=True)
class SortOfCost:
    """Expenditure of one sort, such as staff, as an accepted return gives it for its period, in pence."""

    contract: str
    service: str
    title: str
    sort: str
    period: Period
    pence: int
