"""Reporting periods of years that start in any month, and working days in each nation."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.calendar import (
    CYCLE_MONTHS,
    NATIONS,
    Calendar,
    Cycle,
    Phase,
    a_year_before,
    add_working_days,
    cycle_period,
    day_in_words,
    days_of_one_hand,
    days_written,
    is_working_day,
    parts_of,
    working_days_between,
    year_of,
    yearly,
)
from commissioning.period import Period, label, read_period

# A year round any of these stays inside the calendar.
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
FREQUENCIES = st.sampled_from(sorted(CYCLE_MONTHS))
ANY_MONTH = st.integers(1, 12)
FIRST_DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def labels(periods: tuple[Period, ...]) -> str:
    """The periods' labels, in years from April."""
    return " ".join(label(period) for period in periods)


def a_calendar(frequency: str, year_starts: int = 4) -> Calendar:
    """The calendar of a contract that has one cycle, without end."""
    years = yearly(year_starts)
    return Calendar((Phase(years, yearly(year_starts, CYCLE_MONTHS[frequency])),))


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
    calendar = a_calendar(frequency, year_starts)
    before = calendar.previous(period)
    assert before is not None
    assert day_after(before) == period.start
    assert calendar.has(before)


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
    assert labels(a_calendar(frequency).within(read_period(span))) == expected


@given(DAYS, st.integers(0, 1500), FREQUENCIES, ANY_MONTH)
def test_no_period_inside_a_span_is_missed(day: date, days: int, frequency: str, year_starts: int) -> None:
    """The periods inside are those that walking the span's days comes across."""
    span = Period(day, day + timedelta(days=days))
    met = {cycle_period(day + timedelta(days=step), frequency, year_starts) for step in range(0, days + 1)}
    inside = sorted((period for period in met if span.contains(period)), key=lambda period: period.sort_key)
    assert list(a_calendar(frequency, year_starts).within(span)) == inside


@pytest.mark.parametrize("span", ["2019-11..", "..2021-12-31"])
def test_a_span_with_an_open_end_has_no_list_of_periods(span: str) -> None:
    """Nothing says where the list would end."""
    assert a_calendar("quarter").within(read_period(span)) == ()


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
    assert a_calendar(frequency, year_starts).has(read_period(text, year_starts))


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2019-08..2019-10", "quarter"),
        ("2019-20-Q2", "half"),
        ("2019-20", "quarter"),
        ("2019-07-01..", "month"),
        ("..2019-07-31", "month"),
    ],
)
def test_spans_that_are_no_period_of_the_calendar(text: str, frequency: str) -> None:
    """Another length, another beginning, an open end: none is the calendar's own."""
    assert not a_calendar(frequency).has(read_period(text))


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
    assert labels(a_calendar(frequency).year_to_date(read_period(text))) == expected


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


@pytest.mark.parametrize(
    ("day", "days", "nation", "expected"),
    [
        # Christmas Day and Boxing Day 2025 are a Thursday and a Friday, New Year's Day a Thursday.
        ("2025-12-23", 5, "England", "2026-01-02"),  # 24, 29, 30, 31 December, 2 January
        ("2025-12-23", 5, "Wales", "2026-01-02"),
        ("2025-12-23", 5, "Scotland", "2026-01-05"),  # 2 January is a holiday there
        ("2025-12-23", 5, "Northern Ireland", "2026-01-02"),
        # Easter 2026: Good Friday is 3 April, Easter Monday 6 April.
        ("2026-03-31", 15, "England", "2026-04-23"),  # 1, 2, 7 to 10, 13 to 17, 20 to 23 April
        ("2026-03-31", 15, "Scotland", "2026-04-22"),  # Easter Monday is worked there
        # St Patrick's Day 2026 is a Tuesday, the Boyne a Monday after the Sunday 12 July.
        ("2026-03-16", 1, "Northern Ireland", "2026-03-18"),
        ("2026-03-16", 1, "England", "2026-03-17"),
        ("2026-07-10", 1, "Northern Ireland", "2026-07-14"),
        ("2026-07-10", 1, "Wales", "2026-07-13"),
        # The first Monday of August is Scotland's, the last one everyone else's.
        ("2026-07-31", 1, "Scotland", "2026-08-04"),
        ("2026-08-28", 1, "Scotland", "2026-08-31"),
        ("2026-08-28", 1, "Wales", "2026-09-01"),
        ("2022-06-01", 1, "Scotland", "2022-06-06"),  # the Platinum Jubilee, 2 and 3 June, everywhere
        ("2022-09-16", 1, "Northern Ireland", "2022-09-20"),  # the State Funeral
        ("2023-05-05", 1, "Wales", "2023-05-09"),  # the Coronation, 8 May
    ],
)
def test_each_nation_has_its_own_bank_holidays(day: str, days: int, nation: str, expected: str) -> None:
    """Counted by hand over Christmas, Easter and the days that one nation has alone."""
    assert add_working_days(date.fromisoformat(day), days, nation) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-07-18", "2025-07-18", 0),
        ("2025-07-18", "2025-07-21", 1),  # Friday to Monday
        ("2025-07-18", "2025-07-20", 0),
        ("2025-12-23", "2026-01-02", 5),
        ("2026-01-02", "2025-12-23", -5),
        ("2022-06-01", "2022-06-06", 1),
    ],
)
def test_the_working_days_from_one_day_to_another(first: str, last: str, expected: int) -> None:
    """The first day is not counted, the last one is; backwards it is the same number below nought."""
    assert working_days_between(date.fromisoformat(first), date.fromisoformat(last)) == expected


@given(st.dates(date(2000, 1, 1), date(2035, 12, 31)), st.integers(1, 60), st.sampled_from(sorted(NATIONS)))
def test_a_due_day_is_a_working_day_just_so_many_working_days_away(day: date, days: int, nation: str) -> None:
    """Counting there and measuring back agree."""
    due = add_working_days(day, days, nation)
    assert is_working_day(due, nation)
    assert working_days_between(day, due, nation) == days


@given(FIRST_DAYS, st.integers(1, 28), FREQUENCIES, st.integers(1, 400))
def test_numbered_periods_meet_and_are_found_by_their_days(day: date, of_month: int, frequency: str, n: int) -> None:
    """From any first day; each begins where the one before it ended."""
    cycle = Cycle(CYCLE_MONTHS[frequency], day.replace(day=of_month))
    before, period = cycle.numbered(n), cycle.numbered(n + 1)
    assert before.end
    assert period.start
    assert period.end
    assert before.end + timedelta(days=1) == period.start
    assert {cycle.number(period.start), cycle.number(period.end)} == {n + 1}


@given(FIRST_DAYS, st.integers(1, 12), FREQUENCIES, st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_every_day_that_a_contract_runs_is_in_one_return(
    begins: date, starts: int, frequency: str, until: date
) -> None:
    """Whenever it begins: the first return is for the part of a period, and no day is left out or counted twice."""
    cycle = yearly(starts, CYCLE_MONTHS[frequency])
    calendar = Calendar((Phase(yearly(starts), cycle),), begins)
    last = cycle.at(max(begins, until)).end
    periods = [one for one in calendar.within(Period(begins, last)) if one.start and one.end]
    assert (periods[0].start, periods[-1].end) == (begins, last)
    assert all(a.end and a.end + timedelta(days=1) == b.start for a, b in pairwise(periods))
    assert all(calendar.has(one) for one in periods)


@given(st.integers(2025, 2040), st.integers(0, 11), FREQUENCIES, FREQUENCIES)
def test_a_change_of_cycle_at_an_edge_leaves_no_day_out(year: int, month: int, before: str, after: str) -> None:
    """Where both cycles have an edge, the periods of one follow those of the other."""
    day = date(year, month + 1, 1)
    phases = [Phase(yearly(4), yearly(4, CYCLE_MONTHS[name])) for name in (before, after)]
    if any(phase.cycle is None or phase.cycle.at(day).start != day for phase in phases):
        return
    calendar = Calendar((phases[0], Phase(phases[1].years, phases[1].cycle, holds_from=day)))
    periods = calendar.within(Period(date(year - 2, 4, 1), date(year + 3, 3, 31)))
    assert all(a.end and a.end + timedelta(days=1) == b.start for a, b in pairwise(periods))
    assert all(calendar.previous(b) == a for a, b in pairwise(periods))


@pytest.mark.parametrize(
    ("ends", "days", "expected"),
    [
        ("2024-12-31", 15, "2025-01-22"),  # 1 January; 2 to 3, 6 to 10, 13 to 17, 20 to 22 January
        ("2025-12-31", 15, "2026-01-22"),  # 1 January; 2, 5 to 9, 12 to 16, 19 to 22 January
        ("2024-03-31", 15, "2024-04-22"),  # Easter Monday is 1 April; 2 to 5, 8 to 12, 15 to 19, 22 April
        ("2025-03-31", 15, "2025-04-23"),  # 1 to 4, 7 to 11, 14 to 17, then past Easter 22 and 23 April
        ("2026-03-31", 10, "2026-04-16"),  # 1 and 2 April, then past Easter 7 to 10, 13 to 16 April
        ("2022-05-31", 10, "2022-06-16"),  # 1 June, then past the Jubilee 6 to 10, 13 to 16 June
        ("2022-08-31", 15, "2022-09-22"),  # 1, 2, 5 to 9, 12 to 16, then past the State Funeral 20 to 22 September
        ("2023-04-30", 10, "2023-05-16"),  # not 1 and 8 May: 2 to 5, 9 to 12, 15 and 16 May
    ],
)
def test_due_days_past_christmas_easter_and_days_given_once(ends: str, days: int, expected: str) -> None:
    """Worked by hand from a wall calendar."""
    assert add_working_days(date.fromisoformat(ends), days) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2025-26-Q2", "2024-25-Q2"),
        ("2025-26", "2024-25"),
        # The whole of February, however long it is.
        ("2025-02-01..2025-02-28", "2024-02-01..2024-02-29"),
        ("2024-02-01..2024-02-29", "2023-02-01..2023-02-28"),
        ("2025-04-15..2025-07-14", "2024-04-15..2024-07-14"),
        ("2024-02-29..2024-05-28", "2023-02-28..2023-05-28"),
    ],
)
def test_the_same_period_a_year_before(period: str, before: str) -> None:
    """Months go back to months, other days to the same days."""
    assert a_year_before(read_period(period)) == read_period(before)
