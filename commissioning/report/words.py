"""How reports write periods, lists and figures."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from commissioning.beside import say_given
from commissioning.calendar import day_in_words
from commissioning.measures import KINDS
from commissioning.model.figure import Figure
from commissioning.model.quantity import Given, Quantity, Standing
from commissioning.money import round_half_up
from commissioning.period import NOT_STATED, Period, label
from commissioning.posting import APRIL


def period_in_words(period: Period | None, starts: int = APRIL) -> str:
    """A period's label in years from April, since a report may hold contracts of several calendars; one day as that
    day; a span as the contract's own calendar writes it, whose year starts in that month."""
    if period is None:
        return NOT_STATED
    if period.start and period.start == period.end:
        return day_in_words(period.start)
    own = label(period, starts)
    return own if ".." in own else label(period, APRIL)


def days_in_words(period: Period) -> str:
    """`1 April 2025 to 30 June 2025`, of a period of known days."""
    return f"{day_in_words(period.start)} to {day_in_words(period.end)}"


def list_in_words(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""


def rounded(figure: Figure) -> Given:
    """What is computed to one place, as workbooks show it; anything else as it is."""
    if KINDS[figure.kind].figure is None or not isinstance(figure.given, Quantity):
        return figure.given
    return replace(figure.given, value=round_half_up(Fraction(figure.given.value), 1))


def figure_in_words(figure: Figure) -> str:
    """A figure with its bound: `at least 5`, `72.5%`, `not stated`."""
    return figure.words or say_given(rounded(figure), figure.kind)


def shown(figure: Figure) -> str:
    """The value with its bound and, where it is more than stated, its standing, its parts or what it lacks."""
    standing = figure.standing.value if figure.standing not in (None, Standing.STATED) else ""
    parts = ""
    if isinstance(figure.numerator, Quantity) and isinstance(figure.denominator, Quantity):
        parts = f"{say_given(figure.numerator, 'flow')} of {say_given(figure.denominator, 'flow')}"
    beside = ", ".join(words for words in (parts, standing) if words)
    value = figure_in_words(figure)
    return f"{value} ({beside})" if beside else value
