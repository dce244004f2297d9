"""The day a milestone was met, the day it is due and the end of a period; how it stands then, and its rating, out."""

from dataclasses import dataclass
from datetime import date

from commissioning.calendar import day_in_words
from commissioning.model.figure import Rating
from commissioning.model.quantity import Given, Missing
from commissioning.totals.ratings import NOT_RATED


@dataclass(frozen=True, slots=True)
class Standing:
    """How a milestone stands at the end of a period: in words, rated, and how many days late where that is known."""

    words: str
    rating: Rating
    late: int | None = None


def standing(given: Given, met: date | None, due: date | None, end: date | None) -> Standing:
    """How it stands on the last day of a period. What is met after that is not met yet, and is said beside it."""
    if end is None:
        return Standing(_met(met), Rating(NOT_RATED, "the period's end is not stated"))
    if met and met <= end:
        return _of_one_met(met, due)
    if given not in (Missing.BLANK, Missing.NOT_MET):
        return Standing("", Rating(NOT_RATED, "no data"))
    later = f"; {_met(met)}, after this period" if met else ""
    return _of_one_open(due, end, later)


def _met(met: date | None) -> str:
    return f"met on {day_in_words(met)}" if met else Missing.NOT_MET.value


def _of_one_met(met: date, due: date | None) -> Standing:
    if due is None:
        return Standing(_met(met), Rating(NOT_RATED, "no due day stated"))
    late = max(0, (met - due).days)
    if not late:
        return Standing(_met(met), Rating("Green", f"met by {day_in_words(due)}, when it was due", 0), 0)
    why = f"met late: it was due on {day_in_words(due)}"
    return Standing(f"{_met(met)}, late by {_days(late)}", Rating("Red", why, 1, missed=True), late)


def _of_one_open(due: date | None, end: date, later: str) -> Standing:
    if due is None:
        return Standing(f"{Missing.NOT_MET}{later}", Rating(NOT_RATED, "no due day stated"))
    if due > end:
        return Standing(f"not due until {day_in_words(due)}{later}", Rating(NOT_RATED, "not due"))
    late = (end - due).days
    said = f"overdue by {_days(late)}" if late else f"not met by {day_in_words(due)}"
    why = f"not met by {day_in_words(end)}: it was due on {day_in_words(due)}"
    return Standing(f"{said}{later}", Rating("Red", why, 1, missed=True), late)


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
