"""How a milestone stands at the end of a period, by hand: met, late, not due, overdue, and how that is rated."""

from datetime import date

import pytest

from commissioning.model.quantity import Given, Missing
from commissioning.totals.milestones import standing

END = date(2025, 9, 30)

AFTER = "met on 2 October 2025, after this period"
STANDS = [
    # met, due; what it says, its rating, days late
    ("2025-06-25", "2025-06-30", "met on 25 June 2025", "Green", 0),
    ("2025-06-30", "2025-06-30", "met on 30 June 2025", "Green", 0),
    ("2025-07-01", "2025-06-30", "met on 1 July 2025, late by 1 day", "Red", 1),
    ("2025-09-30", "2025-06-30", "met on 30 September 2025, late by 92 days", "Red", 92),
    ("2025-09-30", "2025-12-31", "met on 30 September 2025", "Green", 0),
    ("2025-06-25", "", "met on 25 June 2025", "not rated", None),
    ("", "2025-12-31", "not due until 31 December 2025", "not rated", None),
    ("", "2025-10-01", "not due until 1 October 2025", "not rated", None),
    ("", "2025-09-30", "not met by 30 September 2025", "Red", 0),
    ("", "2025-09-29", "overdue by 1 day", "Red", 1),
    ("", "2025-06-30", "overdue by 92 days", "Red", 92),
    ("", "", "not met yet", "not rated", None),
    ("2025-10-02", "2025-12-31", f"not due until 31 December 2025; {AFTER}", "not rated", None),
    ("2025-10-02", "2025-09-01", f"overdue by 29 days; {AFTER}", "Red", 29),
]  # fmt: skip


def day(text: str) -> date | None:
    """A day, or none."""
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("met", "due", "words", "rating", "late"), STANDS)
def test_how_a_milestone_stands_on_the_last_day(met: str, due: str, words: str, rating: str, late: int | None) -> None:
    """By the calendar of the period alone; no clock is asked."""
    found = standing(Missing.BLANK if met else Missing.NOT_MET, day(met), day(due), END)
    assert (found.words, found.rating.word, found.late) == (words, rating, late)
    assert found.rating.why


@pytest.mark.parametrize("gap", [Missing.NOT_KNOWN, Missing.NOT_APPLICABLE, Missing.NOT_RETURNED])
def test_a_milestone_of_which_nothing_is_known_is_not_overdue(gap: Given) -> None:
    """Nobody said that it is not met."""
    found = standing(gap, None, date(2025, 6, 30), END)
    assert (found.words, found.rating.word, found.rating.why, found.late) == ("", "not rated", "no data", None)


def test_without_an_end_nothing_is_due() -> None:
    """A period whose end is not stated has no last day to stand on."""
    found = standing(Missing.NOT_MET, None, date(2025, 6, 30), None)
    assert (found.words, found.rating.word) == ("not met yet", "not rated")
