"""What an answer or a stated amount can be: a number with a bound and a standing, or a named gap."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

PART = "part"
"""The dimension of an answer that is one of the parts of a measure; no breakdown is called so."""


class Bound(StrEnum):
    """How a number limits the true one. What has come so far limits nothing, where a credit may still come."""

    EXACT = "exact"
    AT_LEAST = "at least"
    OVER = "over"
    UP_TO = "up to"
    ABOUT = "about"
    FEWER_THAN = "fewer than"
    SO_FAR = "so far"


class Standing(StrEnum):
    """How firmly a number is known."""

    STATED = "stated"
    IMPLIED = "implied"
    TO_BE_CONFIRMED = "to be confirmed"


class Missing(StrEnum):
    """Why there is no number. Each prints as its own words, and none of them is 0."""

    BLANK = "blank"
    NOT_KNOWN = "not known"
    NOT_APPLICABLE = "not applicable"
    NOT_STATED = "not stated"
    NOT_RETURNED = "not returned"
    NOT_ADDED = "not added"
    UNREADABLE = "cannot be read"
    NOT_MET = "not met yet"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in its measure's own unit: people, pounds, percent, FTE. Never a float."""

    value: Decimal
    bound: Bound = Bound.EXACT
    standing: Standing = Standing.STATED


Given = Quantity | Missing
"""What stands in a place where a number may stand."""


class AnswerKey(NamedTuple):
    """Which answer of a contract: service, measure and, in a breakdown, dimension and category.

    A tuple, since answers are looked up by it everywhere.

    An empty service means the whole contract; an empty dimension, the whole measure; the dimension `part`, one of
    the parts that a measure is made of.
    """

    service: str
    measure: str
    dimension: str = ""
    category: str = ""

    @property
    def is_part(self) -> bool:
        """Whether it is one of the parts that a measure is made of, and no category of a breakdown."""
        return self.dimension == PART

    @property
    def code(self) -> str:
        """The reference code of the answer's row: `referrals` or `referrals/age/16-17`."""
        if not self.dimension and not self.category:
            return self.measure
        return "/".join(part for part in (self.measure, self.dimension, self.category) if part)
