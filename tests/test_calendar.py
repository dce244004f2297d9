"""Reporting periods of years that start in any month, and working days in England."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.calendar import (
    CYCLE_MONTHS,
    add_working_days,
    cycle_period,
    day_in_words,
    days_of_one_hand,
    days_written,
    is_cycle_period,
    parts_of,
    periods_within,
    previous,
    year_of,
    year_to_date,
)
from commissioning.errors import UnclearPeriod
from commissioning.period import Period, label, read_period

# A year round any of these stays inside the calendar.
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
FREQUENCIES = st.sampled_from(sorted(CYCLE_MONTHS))
ANY_MONTH = st.integers(1, 12)


def labels(periods: tuple[Period, ...]) -> str:
    """The periods' labels, in years from April."""
    return " ".join(label(period) for period in periods)


def day_after(period: Period) -> date | None:
    """The first day that the period no longer holds."""
    return period.end and period.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "year_starts", "expected"),
    [
        ("2019-04-01", 4, "2019-20"),
        ("2020-03-31", 4, "2019-20"),
        ("2019-03-31", 4, "2018-19"),
        ("2019-12-31", 1, "2019"),
        ("2020-08-31", 9, "2019-20"),
    ],
)
def test_the_year_a_day_is_in(day: str, year_starts: int, expected: str) -> None:
    """A year begins on the first of the month that contract text names."""
    assert label(year_of(date.fromisoformat(day), year_starts), year_starts) == expected


@pytest.mark.parametrize(
    ("frequency", "expected"),
    [
        ("year", "2019-20"),
        ("half", "2019-20-H1 2019-20-H2"),
        ("quarter", "2019-20-Q1 2019-20-Q2 2019-20-Q3 2019-20-Q4"),
        ("month", "2019-04 2019-05 2019-06 2019-07 2019-08 2019-09 2019-10 2019-11 2019-12 2020-01 2020-02 2020-03"),
    ],
)
def test_the_parts_of_a_year(frequency: str, expected: str) -> None:
    """Parts come in order."""
    assert labels(parts_of(read_period("2019-20"), frequency)) == expected


@given(DAYS, FREQUENCIES, ANY_MONTH)
def test_every_day_is_in_just_one_part_of_its_year(day: date, frequency: str, year_starts: int) -> None:
    """Parts of a year meet without gap or overlap, and the one with the day is its reporting period."""
    year = year_of(day, year_starts)
    parts = parts_of(year, frequency)
    assert (parts[0].start, parts[-1].end) == (year.start, year.end)
    assert all(day_after(earlier) == later.start for earlier, later in pairwise(parts))
    assert [part for part in parts if part.contains(Period(day, day))] == [cycle_period(day, frequency, year_starts)]


@given(DAYS, FREQUENCIES, ANY_MONTH)
def test_the_previous_period_ends_the_day_before(day: date, frequency: str, year_starts: int) -> None:
    """Going back one period leaves no gap, and arrives at a period of the same calendar."""
    period = cycle_period(day, frequency, year_starts)
    before = previous(period, frequency, year_starts)
    assert day_after(before) == period.start
    assert is_cycle_period(before, frequency, year_starts)


@pytest.mark.parametrize(
    ("span", "frequency", "expected"),
    [
        ("2019-04-01..2020-03-31", "quarter", "2019-20-Q1 2019-20-Q2 2019-20-Q3 2019-20-Q4"),
        ("2019-05-01..2020-03-30", "quarter", "2019-20-Q2 2019-20-Q3"),
        ("2019-01-01..2021-03-31", "year", "2019-20 2020-21"),
        ("2019-04-02..2019-06-29", "month", "2019-05"),
        ("2019-04-02..2019-06-29", "quarter", ""),
        ("2019-12..2020-03", "month", "2019-12 2020-01 2020-02 2020-03"),
    ],
)
def test_the_periods_wholly_inside_a_span(span: str, frequency: str, expected: str) -> None:
    """A period that sticks out at either end is left out."""
    assert labels(periods_within(read_period(span), frequency, 4)) == expected


@given(DAYS, st.integers(0, 1500), FREQUENCIES, ANY_MONTH)
def test_no_period_inside_a_span_is_missed(day: date, days: int, frequency: str, year_starts: int) -> None:
    """The periods inside are those that walking the span's days comes across."""
    span = Period(day, day + timedelta(days=days))
    met = {cycle_period(day + timedelta(days=step), frequency, year_starts) for step in range(0, days + 1)}
    inside = sorted((period for period in met if span.contains(period)), key=lambda period: period.sort_key)
    assert list(periods_within(span, frequency, year_starts)) == inside


@pytest.mark.parametrize("span", ["2019-11..", "..2021-12-31"])
def test_a_span_with_an_open_end_has_no_list_of_periods(span: str) -> None:
    """The refusal names the span and asks for both ends."""
    with pytest.raises(UnclearPeriod, match="first and last day"):
        periods_within(read_period(span), "quarter", 4)


@pytest.mark.parametrize(
    ("text", "frequency", "year_starts"),
    [
        ("2019-20-Q2", "quarter", 4),
        ("2019-07..2019-09", "quarter", 4),
        ("2019-08..2019-10", "quarter", 2),
        ("2019-20", "year", 4),
        ("2019-07", "month", 4),
    ],
)
def test_periods_of_the_calendar(text: str, frequency: str, year_starts: int) -> None:
    """A period with the calendar's length that begins where one of its own does is one of them."""
    assert is_cycle_period(read_period(text), frequency, year_starts)


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2019-08..2019-10", "quarter"),
        ("2019-20-Q2", "half"),
        ("2019-20", "quarter"),
        ("2019-07-01..", "month"),
        ("..2019-07-31", "month"),
        ("2019-20", "span"),
    ],
)
def test_spans_that_are_no_period_of_the_calendar(text: str, frequency: str) -> None:
    """Another length, another beginning, an open end: none is the calendar's own."""
    assert not is_cycle_period(read_period(text), frequency, 4)


@pytest.mark.parametrize(
    ("text", "frequency", "expected"),
    [
        ("2019-20-Q1", "quarter", "2019-20-Q1"),
        ("2019-20-Q3", "quarter", "2019-20-Q1 2019-20-Q2 2019-20-Q3"),
        ("2020-01", "month", "2019-04 2019-05 2019-06 2019-07 2019-08 2019-09 2019-10 2019-11 2019-12 2020-01"),
        ("2019-20-H2", "quarter", "2019-20-Q1 2019-20-Q2 2019-20-Q3 2019-20-Q4"),
        ("2019-20", "year", "2019-20"),
    ],
)
def test_the_year_to_date_starts_again_each_year(text: str, frequency: str, expected: str) -> None:
    """It holds the periods of the same year up to and including the one asked about."""
    assert labels(year_to_date(read_period(text), frequency, 4)) == expected


@pytest.mark.parametrize(
    ("day", "days", "expected"),
    [
        ("2019-06-29", 0, "2019-06-29"),  # a Saturday: nothing is added to it
        ("2019-06-30", 1, "2019-07-01"),
        ("2019-06-30", 10, "2019-07-12"),
        ("2019-07-05", 1, "2019-07-08"),  # over a weekend
        ("2019-04-18", 1, "2019-04-23"),  # Good Friday and Easter Monday
        ("2019-12-31", 15, "2020-01-22"),  # New Year's Day
        ("2020-05-01", 5, "2020-05-11"),  # early May moved to Friday 8 May for VE Day; Monday 4 May was worked
        ("2021-12-24", 1, "2021-12-29"),  # Christmas on a weekend: Monday and Tuesday in its stead
        ("2022-06-01", 1, "2022-06-06"),  # the Platinum Jubilee
        ("2022-09-16", 1, "2022-09-20"),  # the State Funeral
        ("2023-05-05", 1, "2023-05-09"),  # the Coronation
        ("2019-07-11", 1, "2019-07-12"),  # a holiday in Northern Ireland only
        ("2019-11-29", 1, "2019-12-02"),  # St Andrew's Day is Scotland's
        ("2019-08-02", 1, "2019-08-05"),  # the first Monday of August is Scotland's
    ],
)
def test_working_days_leave_out_weekends_and_englands_bank_holidays(day: str, days: int, expected: str) -> None:
    """The count starts the day after."""
    assert add_working_days(date.fromisoformat(day), days) == date.fromisoformat(expected)


WRITTEN = """
30 June 2026                  2026-06-30
30th of June 2026             2026-06-30
30th June, 2026               2026-06-30
Tuesday 30 June 2026          2026-06-30
Tue 30/06/2026                2026-06-30
30-Jun-26                     2026-06-30
30Jun2026                     2026-06-30
June 30, 2026                 2026-06-30
Jun-30-2026                   2026-06-30
30/06/26                      2026-06-30
30.6.2026                     2026-06-30
06/30/2026                    2026-06-30
2026-06-30                    2026-06-30
2026/06/30 00:00:00           2026-06-30
2026-06-30T00:00              2026-06-30
4/4/26                        2026-04-04
30/06/99                      1999-06-30
1st July                      2026-07-01
July 1st                      2026-07-01
03/04/2026                    2026-04-03 2026-03-04
03-04-26                      2026-04-03 2026-03-04
Jul-26
July 26
1 April                       2026-04-01
31 June 2026
31/31/2026
30/06-2026
June 2026
2026
30 June 2026 to 1 July 2026
from 30/06/26
"""


@pytest.mark.parametrize("row", WRITTEN.strip().splitlines())
def test_a_day_is_read_as_people_write_it(row: str) -> None:
    """With both days where either number may be the month; one without its year is of the year beside it."""
    text, _, days = row.partition("  ")
    found = days_written(text, within=read_period("2026-27"))
    assert [day.isoformat() for day in found] == days.split()


def test_a_day_without_its_year_is_none_alone() -> None:
    """Nor is one that the period beside it has twice."""
    assert days_written("1st July") == ()
    assert days_written("1st July", within=read_period("2026-07-01..2027-07-01")) == ()


def test_days_of_one_hand_tell_each_other() -> None:
    """What can only be the month in one is the month in all; where they differ, they are not written alike."""
    both = [date(2026, 4, 1), date(2026, 6, 30)]
    assert days_of_one_hand(("01/04/2026", "30/06/2026")) == (tuple(both),)
    assert days_of_one_hand(("04/01/2026", "06/30/2026")) == (tuple(both),)
    assert len(days_of_one_hand(("01/04/2026", "05/06/2026"))) == 2
    assert days_of_one_hand(("30/06/2026", "06/30/2026")) == ()


@given(DAYS)
def test_the_day_that_we_write_in_words_is_read_back(day: date) -> None:
    """Nothing that we print about a day means another."""
    assert days_written(day_in_words(day)) == (day,)
