"""The text of a period means one thing, or is refused with what to write instead."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from commissioning.errors import UnclearPeriod
from commissioning.period import Period, label, length, read_period

ANY_MONTH = st.integers(1, 12)

CLEAR = [
    # text, the month a year starts in, first day, last day
    ("2019-20", 4, "2019-04-01", "2020-03-31"),
    ("2019/20", 4, "2019-04-01", "2020-03-31"),
    ("2019/2020", 4, "2019-04-01", "2020-03-31"),
    ("2019-2020", 4, "2019-04-01", "2020-03-31"),
    ("1999-00", 4, "1999-04-01", "2000-03-31"),
    ("2012-13", 4, "2012-04-01", "2013-03-31"),
    ("2019-20", 9, "2019-09-01", "2020-08-31"),
    ("2019-20-H1", 4, "2019-04-01", "2019-09-30"),
    ("2019-20-H2", 4, "2019-10-01", "2020-03-31"),
    ("2019-20-H1", 9, "2019-09-01", "2020-02-29"),
    ("2019-20-Q1", 4, "2019-04-01", "2019-06-30"),
    ("2019-20-Q4", 4, "2020-01-01", "2020-03-31"),
    ("2019-20-q4", 4, "2020-01-01", "2020-03-31"),
    ("2019/20-Q3", 4, "2019-10-01", "2019-12-31"),
    ("2019-07", 4, "2019-07-01", "2019-07-31"),
    ("2019-07", 1, "2019-07-01", "2019-07-31"),
    ("2020-02", 4, "2020-02-01", "2020-02-29"),
    (" 2019-07 ", 4, "2019-07-01", "2019-07-31"),
    ("2019-04-01..2019-09-30", 4, "2019-04-01", "2019-09-30"),
    ("2019-04-01..2019-04-01", 4, "2019-04-01", "2019-04-01"),
    ("2019-04..2019-09", 4, "2019-04-01", "2019-09-30"),
    ("2019-04 .. 2019-09-15", 4, "2019-04-01", "2019-09-15"),
    ("2019-11..", 4, "2019-11-01", None),
    ("..2021-12-31", 4, None, "2021-12-31"),
    ("..2021-02", 4, None, "2021-02-28"),
    ("..", 4, None, None),
    ("2011/12", 4, "2011-04-01", "2012-03-31"),
    ("2011-2012", 4, "2011-04-01", "2012-03-31"),
    ("2011-12-Q3", 4, "2011-10-01", "2011-12-31"),
    ("2019", 1, "2019-01-01", "2019-12-31"),
    ("2019-H2", 1, "2019-07-01", "2019-12-31"),
    ("2019-Q1", 1, "2019-01-01", "2019-03-31"),
]

REFUSED = [
    # text, the month a year starts in, what the message tells to write
    ("2011-12", 4, ["December 2011", "2011-12-01..2011-12-31", "April 2011", "2011-04-01..2012-03-31"]),
    ("2000-01", 4, ["January 2000", "2000-01-01..2000-01-31", "April 2000", "2000-04-01..2001-03-31"]),
    ("2011-12", 9, ["2011-12-01..2011-12-31", "2011-09-01..2012-08-31"]),
    ("2011-12", 1, ["2011-12-01..2011-12-31", "2011-04-01..2012-03-31"]),
    ("2011-12..2012-06", 4, ["2011-12-01..2011-12-31", "2011-04-01..2012-03-31"]),
    ("2019", 4, ["2019-20", "2019-01..2019-12"]),
    ("2010", 4, ["2010-04..2011-03", "2010-01..2010-12"]),
    ("2019-Q1", 4, ["2019-20-Q1", "2018-19-Q4"]),
    ("Q1", 4, ["2024-25-Q1"]),
    ("h2", 1, ["2024-H2"]),
    ("2019-21", 4, ["2019-20"]),
    ("2019-13", 4, ["2019-20"]),
    ("2019/07", 4, ["2019-20"]),
    ("2019-2021", 4, ["2019-20"]),
    ("2019-20", 1, ["2019 or 2020"]),
    ("2019-20-Q2", 1, ["2019-Q2 or 2020-Q2"]),
    ("2019-04-01", 4, ["2019-04-01..2019-04-01", "2019-04-01.."]),
    ("2019-02-30..", 4, ["no calendar has"]),
    ("2019-13..", 4, ["2019-04-01..2019-09-30"]),
    ("2019-20..2020-21", 4, ["2019-04-01..2019-09-30"]),
    ("2019-04...2019-09", 4, ["2019-04-01..2019-09-30"]),
    ("2019-09..2019-04", 4, ["earlier day first"]),
    ("9999-00", 4, ["no calendar has"]),
    ("2019-20-Q5", 4, ["2024-25-Q1"]),
    ("summer", 4, ["2024-25-Q1", "2024-04-01..2024-09-30"]),
    ("", 4, ["2024-25"]),
    ("٢٠١٩-٢٠", 4, ["2024-25"]),
]


def a_period(start: str | None, end: str | None) -> Period:
    """The period from one written day to another; None leaves an end open."""
    return Period(*(date.fromisoformat(day) if day else None for day in (start, end)))


@pytest.mark.parametrize(("text", "year_starts", "start", "end"), CLEAR)
def test_a_clear_text_is_its_first_and_last_day(text: str, year_starts: int, start: str, end: str) -> None:
    """Labels and spans give exactly the days they name."""
    assert read_period(text, year_starts) == a_period(start, end)


@pytest.mark.parametrize(("text", "year_starts", "advice"), REFUSED)
def test_an_unclear_text_is_refused_with_what_to_write(text: str, year_starts: int, advice: list[str]) -> None:
    """The refusal names the text and every way of writing what may be meant."""
    with pytest.raises(UnclearPeriod) as refusal:
        read_period(text, year_starts)
    message = str(refusal.value)
    if text != "2019-09..2019-04":  # named by its days
        assert f"'{text.partition('..')[0]}" in message
    assert [words for words in advice if words not in message] == []


@pytest.mark.parametrize("year", range(1999, 2013))
def test_a_month_that_looks_like_a_year_is_refused_and_no_other(year: int) -> None:
    """From 2000-01 to 2011-12 just one month of each year is refused."""
    refused = []
    for month in range(1, 13):
        try:
            read_period(f"{year}-{month:02}")
        except UnclearPeriod:
            refused.append(month)
    assert refused == ([year - 1999] if 2000 <= year <= 2011 else [])


LABELS = [
    ("2019-04-01..2020-03-31", 4, "2019-20"),
    ("2019-04-01..2020-03-31", 1, "2019-04..2020-03"),
    ("2019-01-01..2019-12-31", 1, "2019"),
    ("2019-04-01..2019-09-30", 4, "2019-20-H1"),
    ("2019-07-01..2019-12-31", 1, "2019-H2"),
    ("2020-01-01..2020-03-31", 4, "2019-20-Q4"),
    ("2020-01-01..2020-03-31", 9, "2020-01..2020-03"),
    ("2020-02-01..2020-02-29", 4, "2020-02"),
    ("2019-05-01..2019-07-31", 4, "2019-05..2019-07"),
    ("2019-04-02..2020-03-31", 4, "2019-04-02..2020-03"),
    ("2011-12-01..2011-12-31", 4, "2011-12-01..2011-12-31"),
    ("2011-04-01..2012-03-31", 4, "2011-04..2012-03"),
    ("2011-10-01..2011-12-31", 4, "2011-12-Q3"),
    ("9999-12-01..9999-12-31", 4, "9999-12"),
    ("2019-11..", 4, "2019-11.."),
    ("..2021-12-31", 4, "..2021-12"),
    ("2018..2022-08", 1, "2018..2022-08"),
    ("2018-01..2022-08", 4, "2018-01..2022-08"),
    ("2009-10-01..", 4, "2009-10-01.."),
]


@pytest.mark.parametrize(("span", "year_starts", "expected"), LABELS)
def test_a_label_is_the_shortest_text_that_is_clear(span: str, year_starts: int, expected: str) -> None:
    """Year, half, quarter and month have labels; what would be refused is written as its span."""
    assert label(read_period(span, year_starts), year_starts) == expected


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("2020-02", (1, 0)),
        ("2019-20", (12, 0)),
        ("2019-11..2020-01", (3, 0)),
        ("2019-11-02..2019-11-30", (0, 29)),
        ("2020-01-15..2020-01-15", (0, 1)),
        ("2019-11..", None),
        ("not stated", None),
    ],
)
def test_periods_are_as_long_as_their_months_or_their_days(span: str, expected: tuple[int, int] | None) -> None:
    """February is as long as January; what has an open end has no length."""
    assert length(read_period(span)) == expected


@given(st.dates() | st.none(), st.dates() | st.none(), ANY_MONTH)
def test_any_period_reads_back_from_its_label_and_its_span(
    start: date | None, end: date | None, year_starts: int
) -> None:
    """Whatever is printed for a period reads back as that period."""
    assume(not (start and end) or start <= end)
    period = Period(start, end)
    assert read_period(label(period, year_starts), year_starts) == period
    assert read_period(str(period), year_starts) == period


@given(st.integers(1900, 2199), st.sampled_from(["", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4"]), ANY_MONTH)
def test_a_label_that_reads_is_the_label_of_what_it_reads_as(year: int, part: str, year_starts: int) -> None:
    """Years, halves and quarters come back under the label they were written with, in any calendar."""
    text = f"{year}{part}" if year_starts == 1 else f"{year}-{(year + 1) % 100:02}{part}"
    assume(part or year_starts == 1 or (year + 1) % 100 not in range(1, 13))
    assert label(read_period(text, year_starts), year_starts) == text


INSIDE = [
    # outer, inner, how the inner stands to the outer
    ("2019-20", "2019-20-Q1", "inside"),
    ("2019-20", "2019-20", "inside"),
    ("2019-20-Q1", "2019-20", "overlaps"),
    ("2019-20-Q1", "2019-20-Q2", "apart"),
    ("2019-04-01..2019-04-30", "2019-04-30..2019-05-31", "overlaps"),
    ("2019-20", "2019-11..", "overlaps"),
    ("2019-20", "..", "overlaps"),
    ("2019-11..", "2019-12..", "inside"),
    ("2019-11..", "2019-12..2030-01", "inside"),
    ("2019-11..", "2019-10..2019-12", "overlaps"),
    ("2019-11..", "..2019-10-31", "apart"),
    ("2019-11..", "..2019-11-01", "overlaps"),
    ("..2021-12-31", "2019-20", "inside"),
    ("..", "2019-11..", "inside"),
    ("0001-01-01..", "..", "overlaps"),
    ("..9999-12-31", "2019-11..", "overlaps"),
]


@pytest.mark.parametrize(("outer", "inner", "stands"), INSIDE)
def test_what_lies_inside_and_what_overlaps(outer: str, inner: str, stands: str) -> None:
    """An open end reaches past every day, so it never lies inside a stated one."""
    first, second = read_period(outer), read_period(inner)
    assert first.contains(second) is (stands == "inside")
    assert first.overlaps(second) is second.overlaps(first) is (stands != "apart")


def test_periods_sort_by_start_then_end_with_open_ends_outermost() -> None:
    """A start not stated comes before all, an end not stated after all that start with it."""
    order = ["..2019-12-31", "..", "2019-04", "2019-20-Q1", "2019-20", "2019-04-01..", "2019-05"]
    periods = [read_period(text) for text in order]
    assert sorted(periods[3:] + periods[:3], key=lambda period: period.sort_key) == periods


def test_the_as_at_day_takes_no_part_in_comparing() -> None:
    """A figure for the same days is for the same period, whenever it was true."""
    year = read_period("2019-20")
    dated = Period(year.start, year.end, as_at=date(2020, 3, 31))
    assert (dated, hash(dated)) == (year, hash(year))


def test_a_period_that_ends_before_it_starts_is_refused() -> None:
    """The refusal names both days."""
    with pytest.raises(UnclearPeriod, match=r"2019-09-30\.\.2019-04-01"):
        Period(date(2019, 9, 30), date(2019, 4, 1))
