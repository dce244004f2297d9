"""What contract text may say of targets and of rating policies, table by table."""

from typing import Annotated, Literal

from pydantic import Field

from commissioning.contract.shapes import Day, Exact, Id, Number, Table, Words, YesOrNo
from commissioning.model.measure import Rounding


class DerivedText(Table):
    """How a target follows from a baseline; the number agreed stands beside it."""

    baseline: Exact
    period: Words
    change: Words
    rounded: Rounding = Rounding.NONE
    differs_because: str = ""


class AimText(Table):
    """What is aimed at, in one of its forms, and where that is from."""

    per_period: Exact | None = None
    cumulative: tuple[Exact, ...] = ()
    annual: Exact | None = None
    profile: tuple[Exact | Words, ...] = ()
    low: Exact | None = None
    high: Exact | None = None
    derived: DerivedText | None = None
    source: str = ""
    agreed: Day | None = None
    on_trial: YesOrNo | Day = False


class LaterTargetText(AimText):
    """What is aimed at instead, in periods that begin on or after a day."""

    holds_from: Annotated[Day, Field(alias="from")]


class TargetText(AimText):
    """What is aimed at, in one of its forms, where that is from, and what takes its place from a day on."""

    changes: tuple[LaterTargetText, ...] = ()


Reach = Annotated[Exact, Field(ge=0)] | Literal["tolerance"]
"""So much of a policy's tolerance, or all of it."""


class BandText(Table):
    """One word of a rating policy, and which figures it is given to."""

    word: Words
    within: Reach | None = None
    beyond: Reach | None = None
    if_improved: YesOrNo = False


class RatingText(Table):
    """How far from a target is Amber; or other words, from the best to the worst."""

    follows: Id | None = None
    tolerance: Annotated[Exact, Field(ge=0)] | None = None
    in_points: YesOrNo = False
    minimum_denominator: Annotated[Number, Field(ge=0)] = 0
    by_profile: YesOrNo = False
    nothing_sent: str = ""
    source: str = ""
    band: tuple[BandText, ...] = ()


class RatingsText(Table):
    """`reference/ratings.toml`: the rating policies that any contract may name."""

    rating: dict[Id, RatingText] = Field(default_factory=dict)
