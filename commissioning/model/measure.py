"""One thing asked for, how it is broken down, what it aims at and how it is rated."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

THE_REST = "the rest"
"""What `count_is` says where a count is of those whom a stated percentage is not of."""


class Role(StrEnum):
    """What a measure is for. Context measures are never rated against a provider."""

    INPUT = "input"
    OUTPUT = "output"
    OUTCOME = "outcome"
    QUALITY = "quality"
    CONTEXT = "context"


class Polarity(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Category:
    """One part of a breakdown; `continues` are the ids it had in earlier editions."""

    id: str
    label: str
    continues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown. Parts of an exclusive one add up to the whole; those of a multi-response one
    do not, since one person may be in several."""

    id: str
    label: str
    exclusive: bool
    categories: tuple[Category, ...]


Trial: TypeAlias = bool | date
"""Whether a rule is on trial, or until which day: then it is reported, and never counts."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure aims at, in its own unit; None where contract text states none. Against one on trial nothing is
    rated.

    `per_period` holds for each period, `cumulative` for the year to date at each period's end in
    order, `annual` for the year as a whole.
    """

    per_period: Decimal | None = None
    cumulative: tuple[Decimal, ...] = ()
    annual: Decimal | None = None
    on_trial: Trial = False


@dataclass(frozen=True, slots=True)
class RatingPolicy:
    """How far from its target a figure is Amber before it is Red.

    `tolerance` is percent of the target, or percentage points when `in_points`.
    Figures with a denominator under `minimum_denominator` are too small to rate.
    """

    id: str
    tolerance: Decimal
    in_points: bool = False
    minimum_denominator: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPolicy:
    """When a figure is asked about because of those before it; where contract text says nothing, these hold.

    `periods` are the fewest earlier ones that a figure is compared with, `far` how many times as far as most it lies
    (a modified z-score), `smallest` the difference below which nothing is said, `same` how many figures that are all as
    they were are a copy, and `steady` the percent by which a figure that is called steady may move.
    """

    periods: int = 4
    far: Decimal = Decimal("3.5")
    smallest: Decimal = Decimal(10)
    same: int = 5
    steady: Decimal = Decimal(10)


DEFAULT_HISTORY = HistoryPolicy()
"""What holds where contract text says nothing of it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said in words, outside any return, of what measures show in a period."""

    says: str
    period: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing asked for. Its kind is named by key, so that the noun needs no functions.

    `services` empty means the whole contract. `base` and `count` name the measures a stated percentage is
    of; `count_is` says where the count is of the rest of the base. `numerator` and `denominator` are those
    of a ratio; `opens` names the closing measure that an opening one must repeat, `to_date_of` the measure of which
    this is the year to date, or the total since a start. `people_may_be_in_both` is the reason a sum over services
    would count people twice. `continues` are the codes it had in earlier editions.
    """

    code: str
    label: str
    kind: str
    role: Role
    unit: str
    definition: str | None
    counting_rule: str | None
    polarity: Polarity = Polarity.NONE
    services: tuple[str, ...] = ()
    breakdowns: tuple[str, ...] = ()
    target: Target | None = None
    rating: str | None = None
    required: bool = True
    bounds: tuple[str, ...] = ()
    numerator: str = ""
    denominator: str = ""
    base: str = ""
    count: str = ""
    count_is: str = "the count"
    opens: str = ""
    to_date_of: str = ""
    since: str = ""
    people_may_be_in_both: str = ""
    continues: tuple[str, ...] = ()
