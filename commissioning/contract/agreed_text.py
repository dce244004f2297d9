"""The door of what contract text states without a return: amounts and their times, capacity and events."""

from typing import Literal

from pydantic import Field

from commissioning.contract.shapes import Day, Exact, Id, NotStated, StatedBound, Table, Words
from commissioning.measures import KINDS
from commissioning.model.agreed import CapacityState, EventSort
from commissioning.model.quantity import Bound, Standing


class TimedText(Table):
    """What an amount is for: a `period`, or so much `per` year from a day or month, and as at when."""

    period: Words | None = None
    per: Literal["year", "month"] | None = None
    starts: Day | Words | None = Field(None, alias="from")
    ends: Day | Words | None = Field(None, alias="until")
    as_at: Day | None = None


class AmountText(TimedText):
    """An amount of money in pounds, how firm it is, and what it is for."""

    amount: Words | NotStated
    bound: StatedBound = Bound.EXACT
    standing: Standing = Standing.STATED
    says: str = ""


class ValueText(AmountText):
    """What the contract is worth, of what that is the worth, and for what time."""

    amount: Words
    says: Words


_AGREED = (kind for kind in KINDS.values() if kind.guard and kind.answered and not kind.is_percent and not kind.parts)
CAPACITY_KINDS = tuple(kind.key for kind in _AGREED)
"""The kinds of what can be agreed as one number."""


class CapacityText(TimedText):
    """What is agreed to be provided and is no measure reported: in all, or by service."""

    label: Words
    unit: Words
    kind: Literal[CAPACITY_KINDS] = "snapshot-of-things"  # type: ignore[valid-type]  # the kinds are data
    amount: Exact | NotStated | None = None
    amounts: dict[Id, Exact | NotStated] = Field(default_factory=dict)
    bound: StatedBound = Bound.EXACT
    standing: Standing = Standing.STATED
    state: CapacityState = Field(CapacityState.AGREED, alias="is")
    says: str = ""


class EventText(Table):
    """Something that happened to the arrangement, or is planned, on a day, in a month or in a year."""

    sort: EventSort
    on: Day | Words = "not stated"
    by: Day | Words | None = None
    was: Day | Words | None = None
    from_provider: Id | None = None
    to_provider: Id | None = None
    says: str = ""
