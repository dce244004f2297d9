"""What a kind of measure is: how Excel guards its answer, how we read and show it, how it adds up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from commissioning.measures.answer import Choosing, Dating
from commissioning.model.expression import Comparison, Sum
from commissioning.model.finding import Severity
from commissioning.model.measure import Choice
from commissioning.model.quantity import Bound, Given, Missing, Quantity
from commissioning.model.returned import Cell, Trouble, Typed

LARGEST = Decimal(10) ** 12
"""No count or sum of pounds in a return comes near this; a larger one is a slip of the keyboard."""

SMALL_NUMBERS = (Bound.FEWER_THAN,)
MONEY_BOUNDS = (Bound.FEWER_THAN, Bound.AT_LEAST, Bound.OVER, Bound.UP_TO, Bound.ABOUT)


class Over(StrEnum):
    """How figures of a kind add up over time or over services."""

    SUM = "added up"
    LAST = "the last one"
    AVERAGE = "the average"
    LEAST = "the least of them"
    MOST = "the most of them"
    RATIO = "numerators over denominators"
    WEIGHTED = "weighted by how many each is of"
    PARTS = "worked out from its parts"
    TALLY = "how often each was said"
    ENDS = "the earliest and the latest"
    NEVER = "never added"


@dataclass(frozen=True, slots=True)
class Guard:
    """What may stand in an answer's cell, said once for Excel's guard, the live check and the reader.

    `places` are the decimal places kept; 0 is a whole number. At least `least_places` are shown.
    `percent` cells show 88% for a kept 0.88.
    """

    places: int
    minimum: Decimal | None
    maximum: Decimal | None
    number_format: str
    asks: str
    percent: bool = False
    least_places: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One of the numbers that an answer is made of, typed in a row of its own under its measure.

    It is guarded, read, shown and added up as its own `kind` is, and never where it says why not.
    An empty `unit` is the measure's own. `weight` is the part that says how many it is of.
    """

    id: str
    label: str
    kind: str
    unit: str = ""
    required: bool = True
    weight: str = ""
    why_not_over_time: str = ""
    why_not_over_services: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between parts: its terms are their ids. `says` follows the measure's label."""

    id: str
    says: str
    comparison: Comparison
    severity: Severity = Severity.NEEDS_EXPLANATION


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of answer. `guard` is None for answers in words; `answer` is how one is given that is neither a number
    nor free text, and stands among the numbers. `when_blank` is what a blank answer says.
    `purpose` and `example` are for whoever chooses a kind.

    `is_counted` is false for numbers that come from counts which are not given; a kind that `looks_ahead`
    may be of days to come. `rank` is its place among the kinds wherever they are listed, by key where it is the same.

    `parts` are asked in rows of their own. `figure` is the Sum over parts, by their ids, that a kind which is not
    itself `answered` comes to; without it, the parts are all there is. `rules` must hold between them, and `weight`
    is the part that says how many the answer is of. `units` are all that the answer may be in, where that matters;
    a kind that `may_be_averaged` is so over time where contract text says so. `purpose` and `example` are for whoever
    chooses a kind.
    """

    key: str
    title: str
    guard: Guard | None
    over_time: Over
    over_services: Over
    answered: bool = True
    why_not_over_time: str = ""
    why_not_over_services: str = ""
    bounds: tuple[Bound, ...] = ()
    is_counted: bool = True
    looks_ahead: bool = False
    rank: int = 100
    parts: tuple[Part, ...] = ()
    figure: Sum | None = None
    rules: tuple[Rule, ...] = ()
    weight: str = ""
    units: tuple[str, ...] = ()
    may_be_averaged: bool = False
    answer: Choosing | Dating | None = None
    when_blank: Missing = Missing.BLANK
    purpose: str = ""
    example: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether anything of it is typed: the answer itself, or parts of it."""
        return self.answered or bool(self.parts)

    @property
    def has_figure(self) -> bool:
        """Whether it comes to one figure, typed or computed, which a target can be about."""
        return self.answered or self.figure is not None

    def read(self, cell: Cell | None) -> Quantity | Missing | Trouble:
        """What stands in the cell, in the measure's own unit; percent comes as percent."""
        if cell is None or (cell.typed is Typed.TEXT and not cell.text.strip()):
            return Missing.BLANK
        return read_number(cell, self.guard) if self.guard else Missing.NOT_APPLICABLE

    def besides(self, cell: Cell | None) -> tuple[Trouble, ...]:
        """What is wrong with a number apart from what `read` says, and would still be once that is put right."""
        return _besides(cell, self.guard) if cell and self.guard else ()

    def show(self, value: Decimal) -> str:
        """The number as a person reads it, with no more places than it needs."""
        return show_number(value, self.guard)

    def in_sums(self, given: Given) -> Given:
        """What stands for the answer in a Sum and in a cell: a percentage is a part of one there."""
        return replace(given, value=given.value / 100) if self.is_percent and isinstance(given, Quantity) else given

    def from_sum(self, value: Fraction) -> Fraction:
        """What a Sum comes to, in the measure's own unit."""
        return value * 100 if self.is_percent else value

    def in_words(self, words: str, choices: Iterable[Choice] = ()) -> str:
        """An answer that is no number, as people read it: a choice by its label, a day in words, text as it is."""
        return self.answer.show(words, tuple(choices)) if self.answer else words

    def choices_of(self, contract: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """What may be answered, in order: the contract's own list or the kind's; none where nothing is chosen."""
        return (contract or self.answer.choices) if isinstance(self.answer, Choosing) else ()

    @property
    def stands_among_figures(self) -> bool:
        """Whether it is asked on the service's own sheet, with a status beside it; free text is not."""
        return self.guard is not None or self.answer is not None

    @property
    def may_be_negative(self) -> bool:
        """Whether an answer may be less than nothing, such as a credit."""
        return self.guard is not None and self.guard.minimum is None

    @property
    def is_amount(self) -> bool:
        """Whether the answer is a count or a sum, of which another may be a part."""
        return self.guard is not None and not self.guard.percent and self.is_counted

    @property
    def is_change(self) -> bool:
        """Whether it is itself a change in percent, of which the change since the last period says nothing."""
        return self.guard is not None and self.guard.percent and (self.guard.minimum is None or self.guard.minimum < 0)

    @property
    def is_percent(self) -> bool:
        """Whether the unit is percent."""
        return self.guard is not None and self.guard.percent


def read_number(cell: Cell, guard: Guard) -> Quantity | Trouble:
    """The number in a cell, or why there is none."""
    if cell.number is None:
        return {"error": Trouble.ERROR_VALUE, "uncalculated": Trouble.UNCALCULATED}.get(
            cell.typed.value, Trouble.NOT_A_NUMBER
        )
    found = next(_troubles(cell, guard), None)
    return found or Quantity(_in_unit(cell.number, cell, guard))


def _in_unit(number: Decimal, cell: Cell, guard: Guard) -> Decimal:
    return number * 100 if guard.percent and cell.percent else number


def _troubles(cell: Cell, guard: Guard) -> Iterator[Trouble]:
    value = _in_unit(cell.number, cell, guard) if cell.number is not None else None
    return (trouble for trouble, is_so in _TROUBLES if value is not None and is_so(value, guard, cell))


def _besides(cell: Cell, guard: Guard) -> tuple[Trouble, ...]:
    found = tuple(_troubles(cell, guard))
    apart = (trouble for trouble in found[1:] if found[0] in _OUT_OF_RANGE and trouble in _TOO_FINE)
    return tuple(apart)[:1]


def show_number(value: Decimal, guard: Guard | None) -> str:
    """A number with thousands separators; money always with pence, percent with its sign."""
    if guard is None:
        return str(value)
    if guard.number_format.startswith("£"):
        sign = "-" if value < 0 else ""
        return f"{sign}£{abs(value):,.2f}"
    plain = f"{value:,f}"
    short = plain.rstrip("0").rstrip(".") if "." in plain else plain
    if guard.least_places > len(short.partition(".")[2]):
        short = f"{value:,.{guard.least_places}f}"
    return f"{short}%" if guard.percent else short


def _finer_than(value: Decimal, places: int) -> bool:
    if value == int(value):
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent < -places


# In the order a person would complain; the first that is so is said, and of the others what does not follow from it.
_TROUBLES: tuple[tuple[Trouble, Callable[[Decimal, Guard, Cell], bool]], ...] = (
    (Trouble.TOO_LARGE, lambda value, guard, cell: abs(value) > LARGEST),
    (Trouble.UNCLEAR_PERCENT, lambda value, guard, cell: guard.percent and not cell.percent and 0 < abs(value) <= 1),
    (Trouble.NEGATIVE, lambda value, guard, cell: guard.minimum is not None and value < guard.minimum),
    (Trouble.OVER_A_HUNDRED, lambda value, guard, cell: guard.maximum is not None and value > guard.maximum),
    (Trouble.NOT_WHOLE, lambda value, guard, cell: guard.places == 0 and _finer_than(value, 0)),
    (Trouble.TOO_PRECISE, lambda value, guard, cell: _finer_than(value, guard.places)),
)

_OUT_OF_RANGE = frozenset({Trouble.NEGATIVE, Trouble.OVER_A_HUNDRED})
_TOO_FINE = frozenset({Trouble.NOT_WHOLE, Trouble.TOO_PRECISE})

WHOLE_NUMBER = Guard(0, Decimal(0), None, "#,##0", "A whole number, 0 or more.")
NUMBER = Guard(4, Decimal(0), None, "#,##0.####", "A number, 0 or more, such as 10 or 10.5.")
