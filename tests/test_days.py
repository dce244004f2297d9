"""A text that is a whole day and no more is that day; what could be two days is both."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.calendar import day_in_words
from commissioning.days import days_written

APRIL_3, MARCH_4 = date(2026, 4, 3), date(2026, 3, 4)

ONE_DAY = [
    "2026-04-03",
    "2026/4/3",
    "2026-04-03 00:00:00",
    "2026-04-03T00:00:00",
    "3 April 2026",
    "  3  April  2026 ",
    "3rd April 2026",
    "3rd of April, 2026",
    "03-Apr-26",
    "3.Apr.2026",
    "3 APR 2026",
    "April 3, 2026",
    "Apr 3rd 2026",
    "Friday 3 April 2026",
    "Fri, 3 Apr 2026",
]


@pytest.mark.parametrize("text", ONE_DAY)
def test_a_day_that_is_written_clearly_is_one(text: str) -> None:
    """With its month as a word, or its year first."""
    assert days_written(text) == (APRIL_3,)


def test_figures_alone_may_be_two_days() -> None:
    """Day and month, or month and day; nobody guesses."""
    for text in ("03/04/2026", "3/4/26", "3.4.2026", "03 04 2026"):
        assert days_written(text) == (APRIL_3, MARCH_4)
    assert days_written("26-04-03") == (date(2003, 4, 26), APRIL_3)


def test_figures_that_fit_one_way_are_one_day() -> None:
    """No month has a number over 12; the same day twice is one."""
    assert days_written("13/04/2026") == days_written("04/13/2026") == (date(2026, 4, 13),)
    assert days_written("05/05/2026") == (date(2026, 5, 5),)


@pytest.mark.parametrize(
    "text",
    [
        *("", "April 2026", "3 April", "31/02/2026", "30 February 2026", "40/40/2026", "Thursday 3 April 2026", "2026"),
        *("46115", "met 3 April 2026", "3 April 2026 or so", "3 Aprilis 2026", "3 April 2026 14:30", "0/4/2026"),
    ],
)
def test_what_is_no_whole_day_is_none(text: str) -> None:
    """A month, a day that is not in the calendar, another weekday than it was, or anything more."""
    assert days_written(text) == ()


@given(st.dates(date(1990, 1, 1), date(2079, 12, 31)))
def test_every_day_in_our_own_words_is_that_day(day: date) -> None:
    """As it is issued, as it is kept, and day first."""
    assert days_written(day_in_words(day)) == days_written(day.isoformat()) == (day,)
    assert days_written(f"{day:%d/%m/%Y}")[0] == day
    assert days_written(f"{day + timedelta(days=1):%A} {day_in_words(day)}") == ()
