"""What a forecast is made of: the year of a contract by service, by funding line and by month."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from commissioning.funding.forecasting.profile import Months, YearBudget, added
from commissioning.model.accounts import Charge, Part
from commissioning.money import round_half_up
from commissioning.period import Period
from commissioning.posting import Posting


class Method(StrEnum):
    """How the months to come are forecast where a budget is stated; without one it is the run rate."""

    BUDGET = "budget"
    RUN_RATE = "run rate"


@dataclass(frozen=True, slots=True)
class Outturn:
    """What a year comes to, in pence: what was charged, what is forecast, and the budget; None is not stated.

    `key` is a service's id, a funding line's code or a funder's name, empty for the whole contract and for what no
    funder covers. `method` says how what is ahead was found, `funder` is the name of a line's funder.
    """

    key: str
    name: str
    actual: int
    ahead: int
    budget: int | None
    method: str = ""
    funder: str = ""

    @property
    def outturn(self) -> int:
        """What was charged and what is still to come."""
        return self.actual + self.ahead

    @property
    def variance(self) -> int | None:
        """The outturn less the budget: above 0 is overspent."""
        return None if self.budget is None else self.outturn - self.budget

    @property
    def percent(self) -> Fraction | None:
        """The variance of every 100 of the budget, exactly; None without a budget."""
        return Fraction(100 * self.variance, self.budget) if self.budget and self.variance is not None else None

    @property
    def percent_in_words(self) -> str:
        """The percentage to one decimal place, rounded once; empty without one."""
        return "" if self.percent is None else f"{round_half_up(self.percent, 1)}%"


@dataclass(frozen=True, slots=True)
class Ahead:
    """Pence forecast for a month (1 to 12), by service and area, and each funding line's part of them."""

    service: str
    area: str
    month: int
    pence: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Strand:
    """One line of the forecast: a service, or all that have no budget of their own under the whole contract's.

    `actual` and `ahead` are pence by month; `charged` are the months that its charges cover.
    """

    service: str
    charges: tuple[Charge, ...]
    actual: Months
    ahead: Months
    budget: YearBudget | None
    charged: frozenset[int]
    method: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast of an accounting year. Empty `funders` and `lines` are those of a contract that states none.

    `parts` are the charges to come with their parts, a month after another; `illustrative` where the shares are known
    only as whole percents. `notes` say what was left out, and `label` is what
    must stand on everything made of the contract's terms.
    """

    contract: str
    title: str
    upto: Posting
    year: Period
    strands: tuple[Strand, ...]
    services: tuple[Outturn, ...]
    funders: tuple[Outturn, ...]
    lines: tuple[Outturn, ...]
    whole: Outturn
    ahead: tuple[Ahead, ...]
    notes: tuple[str, ...] = ()
    illustrative: bool = False
    label: str = ""

    @property
    def actual_months(self) -> Months:
        """Pence charged, by month."""
        return added(*(strand.actual for strand in self.strands))

    @property
    def ahead_months(self) -> Months:
        """Pence forecast, by month."""
        return added(*(strand.ahead for strand in self.strands))

    @property
    def budget_months(self) -> Months | None:
        """The budget by month; None where none is stated, or not for all of the contract."""
        budgets = [strand.budget for strand in self.strands]
        return added(*(one.months for one in budgets if one)) if budgets and all(budgets) else None
