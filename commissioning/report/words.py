"""How reports write periods, lists and figures."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from commissioning.contract.reporting import APRIL
from commissioning.model.figure import Figure
from commissioning.model.quantity import Given, Quantity
from commissioning.money import round_half_up
from commissioning.period import Period, label
from commissioning.template import say_given


def period_in_words(period: Period | None) -> str:
    """A period's label in years from April, since a report may hold contracts of several calendars."""
    return label(period, APRIL) if period else "not stated"


def list_in_words(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part) if names else ""


def rounded(figure: Figure) -> Given:
    """A ratio to one place, as workbooks show it; anything else as it is."""
    if figure.kind != "ratio" or not isinstance(figure.given, Quantity):
        return figure.given
    return replace(figure.given, value=round_half_up(Fraction(figure.given.value), 1))


def figure_in_words(figure: Figure) -> str:
    """A figure with its bound: `at least 5`, `72.5%`, `not stated`."""
    return say_given(rounded(figure), figure.kind)
