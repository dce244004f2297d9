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
    """A word, Green, Amber or Red or another of its policy's, or `not rated`; and why.

    `place` is the word's among those of its policy, 0 for the best; None where the figure is not rated. It is `missed`
    where a figure that just meets its target has a better word.
    """

    word: str
    why: str
    place: int | None = None
    missed: bool = False

    @property
    def is_rated(self) -> bool:
        """Whether it is a word of its policy."""
        return self.place is not None


@dataclass(frozen=True, slots=True)
class Travel:
    """Which way a figure went since another period, `since`: improved, maintained or worsened, or without a judgement
    higher, lower or the same; no word, and why, where the two cannot be compared.

    `before` and `last` are the two figures, in the measure's own unit. `gain` is 1 for better, 0 for neither, -1 for
    worse, whatever was aimed at then and now; None where it is not known which side is better. Either figure may still
    be provisional.
    """

    word: str = ""
    since: str = ""
    before: Decimal | None = None
    last: Decimal | None = None
    gain: int | None = None
    why: str = ""
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one period. `expression` is its Sum over entries, by their numbers, or over what contract
    text states, by StatedKey; such a figure has no entries, and says where it is `stated_in`.

    `inside` is false where its span lies only partly in the period asked for: then it is shown and not added.
    `target_high` is the upper end where the target is a range from `target`. `short_term` is which way it went since
    the period before, `long_term` since the same period last year; None where that is no question.
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
    target_high: Decimal | None = None
    short_term: Travel | None = None
    long_term: Travel | None = None

    @property
    def standing(self) -> Standing | None:
        """How firmly it is known; None where nothing is said of that."""
        return self.given.standing if isinstance(self.given, Quantity) else self.unstated

    @property
    def is_timeless(self) -> bool:
        """Whether contract text states no time for it: it may be of any period."""
        return bool(self.stated_in) and not any((self.period.start, self.period.end, self.period.as_at))
