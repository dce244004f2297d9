"""A figure as it is reported: its Sum, its value, where it comes from, its target and its rating."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from commissioning.model.expression import Sum
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Given, Quantity, Standing
from commissioning.period import Period


class Basis(StrEnum):
    """How a figure came to be."""

    RETURNED = "as returned"
    COMPUTED = "computed"
    IMPLIED = "implied"
    TOTAL = "total"
    STATED = "stated in contract text"


@dataclass(frozen=True, slots=True)
class Rating:
    """A word, Green, Amber or Red, or `not rated`; and why."""

    word: str
    why: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one period. `expression` is its Sum over entries, by their numbers, or over what contract
    text states, by StatedKey; such a figure has no entries, and says where it is `stated_in`.

    `inside` is false where its span lies only partly in the period asked for: then it is shown and not added.
    `weight` is the Sum of how many people or cases it is of, by which it is weighted where several are put together.
    `unstated` is how firm an amount is that is not stated, where contract text says that much. `words` are what a
    figure says that is no number, as people read it: a choice by its label, a day, how a milestone stands.
    """

    contract: str
    key: AnswerKey
    about: str
    kind: str
    unit: str
    period: Period
    period_label: str
    basis: Basis
    given: Given
    expression: Sum | None
    state: State
    sources: tuple[Entry, ...]
    numerator: Given | None = None
    denominator: Given | None = None
    target: Decimal | None = None
    target_says: str = ""
    rating: Rating = Rating("", "")
    note: str = ""
    inside: bool = True
    stated_in: str = ""
    unstated: Standing | None = None
    weight: Sum | None = None
    words: str = ""

    @property
    def standing(self) -> Standing | None:
        """How firmly it is known; None where nothing is said of that."""
        return self.given.standing if isinstance(self.given, Quantity) else self.unstated

    @property
    def is_timeless(self) -> bool:
        """Whether contract text states no time for it: it may be of any period."""
        return bool(self.stated_in) and not any((self.period.start, self.period.end, self.period.as_at))
