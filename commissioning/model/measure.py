"""One thing asked for, how it is broken down, what it aims at and how it is rated."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

THE_REST = "the rest"
"""What `count_is` says where a count is of those whom a stated percentage is not of."""

AVERAGE = "average"
"""What `over_time` says where the average of the periods stands, and not the last of them."""


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
    IN_RANGE = "in range"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Category:
    """One part of a breakdown; `continues` are the ids it had in earlier editions.

    `within` is the group that it is a part of, where its breakdown asks groups too; `ages` are the first and the last
    year of age of a band, the last None where it has no end.
    """

    id: str
    label: str
    continues: tuple[str, ...] = ()
    within: str = ""
    ages: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown. Parts of an exclusive one add up to the whole; those of a multi-response one
    do not, since one person may be in several."""

    id: str
    label: str
    exclusive: bool
    categories: tuple[Category, ...]

    @property
    def groups(self) -> dict[str, tuple[Category, ...]]:
        """The categories of each group, by its id; the group itself stands among the categories, before them."""
        ids = dict.fromkeys(one.within for one in self.categories if one.within)
        return {id: tuple(one for one in self.categories if one.within == id) for id in ids}

    @property
    def tops(self) -> tuple[Category, ...]:
        """The groups, and the categories that are in none."""
        return tuple(one for one in self.categories if not one.within)

    @property
    def leaves(self) -> tuple[Category, ...]:
        """The categories that have no parts of their own."""
        return tuple(one for one in self.categories if one.id not in self.groups)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that may be answered where a choice is asked; `continues` are the ids it had in earlier editions."""

    id: str
    label: str
    continues: tuple[str, ...] = ()


Trial: TypeAlias = bool | date
"""Whether a rule is on trial, or until which day: then it is reported, and never counts."""


class Rounding(StrEnum):
    """Which way the number that a formula gives is rounded to a whole one."""

    UP = "up"
    DOWN = "down"
    NEAREST = "nearest"
    NONE = "not rounded"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a target follows from a baseline: 25 in a year, `-25%`, rounded up, is 19.

    `change` is as contract text writes it: a percentage, percentage points or a number, with its sign.
    `differs_because` is why the number agreed is not the one that this gives.
    """

    baseline: Decimal
    period: str
    change: str
    rounded: Rounding = Rounding.NONE
    differs_because: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a measure aims at, in its own unit; None where contract text states none. Against one on trial nothing is
    rated.

    `per_period` holds for each period, `cumulative` for the year to date at each period's end in
    order, `profile` for each period of the year in order, `annual` for the year as a whole; from `low` to `high` is a
    range for each period. `changes` are the targets that take this one's place, each in periods that begin on or
    after its `holds_from`. `each` is what it was agreed for each of (a quarter), where now other periods are reported.
    """

    per_period: Decimal | None = None
    cumulative: tuple[Decimal, ...] = ()
    annual: Decimal | None = None
    on_trial: Trial = False
    profile: tuple[Decimal, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    derived: Derivation | None = None
    source: str = ""
    agreed: date | None = None
    holds_from: date | None = None
    changes: tuple["Target", ...] = ()
    each: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """One word of a rating policy, and which figures it is given to, where no better band's word is.

    `within` are figures that miss the target by no more than so much, `beyond` those that are better than it by more
    than so much, both in the policy's tolerance; with neither, all that are left. With `if_improved` only figures that
    are no worse than those of the same period last year.
    """

    word: str
    within: Decimal | None = None
    beyond: Decimal | None = None
    if_improved: bool = False


@dataclass(frozen=True, slots=True)
class RatingPolicy:
    """How far from its target a figure is Amber before it is Red; or other `bands`, from the best to the worst.

    `tolerance` is percent of the target, or percentage points when `in_points`; the numbers of bands likewise.
    Figures with a denominator under `minimum_denominator` are too small to rate. `by_profile` rates the year to date
    against what the profile comes to so far. `nothing_sent` is the word for a period of which nothing was sent.
    """

    id: str
    tolerance: Decimal | None
    in_points: bool = False
    minimum_denominator: int = 0
    source: str = ""
    bands: tuple[Band, ...] = ()
    by_profile: bool = False
    nothing_sent: str = ""

    @property
    def levels(self) -> tuple[Band, ...]:
        """Its bands, from the best to the worst."""
        return self.bands or (Band("Green", Decimal(0)), Band("Amber", self.tolerance), Band("Red"))


MET_OR_MISSED = RatingPolicy("met-or-missed", Decimal(0))
"""Where contract text names a target and no policy: Green or Red, with nothing between."""


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
    of a ratio; `reference`, `per` and `expected` are those of a rate: the value that its numerator is against, so many
    of it, and what is published of it. `opens` names the closing measure that an opening one must repeat, `to_date_of`
    the measure of which this is the year to date, or the total since a start. `people_may_be_in_both` is the reason a
    sum over services would count people twice. `over_time` says `average` where contract text takes that instead of the
    last figure. `continues` are the codes it had in earlier editions. `choices` are those of a choice; `due` are the
    days by which a milestone is to be met, by service.
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
    reference: str = ""
    per: Decimal | None = None
    expected: str = ""
    to_date_of: str = ""
    since: str = ""
    people_may_be_in_both: str = ""
    over_time: str = ""
    continues: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    due: tuple[tuple[str, date], ...] = ()

    def due_for(self, service: str) -> date | None:
        """The day by which a milestone is to be met in a service; None where none is stated."""
        return dict(self.due).get(service)
