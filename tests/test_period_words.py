"""Periods in the words of papers: every one that the five papers write, and other ways of writing the same."""

import csv
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import UnclearPeriod
from commissioning.period import MONTH_NAMES, label, read_period, whole_months

PAPERS = Path(__file__).parent / "facts" / "periods.csv"


def phrases() -> list[dict[str, str]]:
    """What the papers write where they mean a time: the paper, its line, the words, and what they are read as."""
    with PAPERS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def refusal(text: str, year_starts: int = 4) -> str:
    """The words in which a text is refused."""
    with pytest.raises(UnclearPeriod) as refused:
        read_period(text, year_starts)
    return str(refused.value)


def readings(message: str) -> list[str]:
    """Every label and span that a refusal names to be written instead."""
    spans = r"(?:\d{4}(?:-\d\d){0,2})?\.\.(?:\d{4}(?:-\d\d){0,2})?"
    _, _, advice = message.partition(": ")
    return re.findall(rf"{spans}|\d{{4}}-\d\d(?:-[HQ]\d)?(?!-)", advice)


@pytest.mark.parametrize("row", phrases(), ids=lambda row: f"{row['paper']}:{row['line']} {row['words']}")
def test_every_period_that_the_papers_write_is_read_or_refused_with_its_readings(row: dict[str, str]) -> None:
    """A day is no period, and a year alone may be from January or April; what is read is read to the day."""
    if row["reads"]:
        assert str(read_period(row["words"])) == row["reads"]
    else:
        message = refusal(row["words"])
        assert [one for one in row["refused_with"].split("; ") if one not in message] == []


def test_the_papers_table_is_of_all_five_papers_in_order() -> None:
    """So that a paper left out, or a line twice, is seen."""
    rows = [(row["paper"], int(row["line"])) for row in phrases()]
    assert sorted({paper for paper, _ in rows}) == ["S0", "S1", "S2", "S3", "S4"]
    assert all(before <= after for before, after in pairwise(rows))


SAME = [
    # The words, and the label they mean in years from April.
    ("FY22", "2021-22"),  # the year that ends in 2022, as accounts are named
    ("FY 2021-22", "2021-22"),
    ("FY2021/22", "2021-22"),
    ("financial year 2021/22", "2021-22"),
    ("2021/22 financial year", "2021-22"),
    ("April 2016\N{EN DASH}March 2017", "2016-17"),
    ("Apr 2016 - Mar 2017", "2016-17"),
    ("Sept 2019 to Nov 2019", "2019-09..2019-11"),
    ("October to December 2019", "2019-20-Q3"),
    ("November 2019 - January", None),
    ("Nov - Jan 2020", "2019-11..2020-01"),
    ("first quarter of 2017-2018", "2017-18-Q1"),
    ("1st quarter 2017/18", "2017-18-Q1"),
    ("Q1 2017/18", "2017-18-Q1"),
    ("2017/18 Q1", "2017-18-Q1"),
    ("Q2 2011-12", "2011-12-Q2"),  # a quarter is of a year, so that it cannot be of December
    ("quarter 2 2019-20", "2019-20-Q2"),
    ("Quarter 4 of 2019/20", "2019-20-Q4"),
    ("last quarter of 2019-20", "2019-20-Q4"),
    ("first six months of 2019-20", "2019-20-H1"),
    ("first nine months of 2019-20", "2019-04..2019-12"),
    ("last 3 months of 2019-20", "2019-20-Q4"),
    ("second half of 2019/20", "2019-20-H2"),
    ("H1 2019/20", "2019-20-H1"),
    ("12 months to 30 September 2024", "2023-10..2024-09"),
    ("twelve months ending September 2024", "2023-10..2024-09"),
    ("12 months to 15 September 2024", "2023-09-16..2024-09-15"),
    ("year ended 31 March 2020", "2019-20"),
    ("quarter ending 30 June 2025", "2025-26-Q1"),
    ("1 April 2025 to 30 June 2025", "2025-26-Q1"),
    ("20 December to 3 January 2020", "2019-12-20..2020-01-03"),
    ("as at 31 December 2021", "2021-12-31..2021-12"),
    ("2021/22 academic year", "2021-09..2022-08"),
    ("academic year 2011-12", "2011-09..2012-08"),
    ("calendar year 2021", "2021-01..2021-12"),
    ("since 1 May 2016", "2016-05.."),
    ("up to 31 March 2018", "..2018-03"),
    ("2008-11", "2008-11"),  # November, where no strategy may stand
]


@pytest.mark.parametrize(("words", "expected"), SAME)
def test_other_ways_of_writing_the_same(words: str, expected: str | None) -> None:
    """One period, whichever way it is written; a year left out at the end is never guessed."""
    if expected is None:
        refusal(words)
    else:
        assert label(read_period(words)) == expected


def test_a_figure_as_at_a_day_keeps_the_day() -> None:
    """What was true on a day is said to be as at it."""
    assert read_period("as at 31 December 2021").as_at == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("words", "year_starts", "expected"),
    [
        ("Q1 2017/18", 9, "2017-09..2017-11"),
        ("first half of 2017/18", 10, "2017-10..2018-03"),
        ("Q3 2019", 1, "2019-07..2019-09"),
        ("FY22", 9, "2021-04..2022-03"),  # a financial year is from April, whenever the contract's own begins
        ("2021/22 academic year", 10, "2021-09..2022-08"),
    ],
)
def test_a_part_is_of_the_contracts_own_year(words: str, year_starts: int, expected: str) -> None:
    """Quarters are counted from the month in which the year starts."""
    assert read_period(words, year_starts) == read_period(expected)


STRATEGIES = [
    ("2017-20", 4, "2017-04..2020-03"),
    ("2014-18", 4, "2014-04..2018-03"),
    ("2015-2018", 4, "2015-04..2018-03"),
    ("2017/20", 4, "2017-04..2020-03"),
    ("2015-2018", 1, "2015-01..2018-12"),
]


@pytest.mark.parametrize(("words", "year_starts", "expected"), STRATEGIES)
def test_a_strategys_years_are_read_only_where_one_may_stand(words: str, year_starts: int, expected: str) -> None:
    """Anywhere else it may be a slip for one year, so both readings are offered."""
    assert read_period(words, year_starts, strategies=True) == read_period(expected)
    message = refusal(words, year_starts)
    first = words[:4]
    assert f"write {first}" in message
    assert read_period(expected) in [read_period(one, year_starts) for one in readings(message)]


def test_a_month_that_may_be_a_strategy_is_refused_where_one_may_stand() -> None:
    """November 2008, or the years to March 2011."""
    with pytest.raises(UnclearPeriod, match=r"2008-11-01\.\.2008-11-30 for the month, 2008-04\.\.2011-03"):
        read_period("2008-11", strategies=True)


UNCLEAR = [
    # The words, and every reading they have.
    ("2021", {"2021-22", "2021-01..2021-12"}),
    ("2011-12", {"2011-12-01..2011-12-31", "2011-04-01..2012-03-31"}),
    ("12/13", {"2012-13", "2013-12"}),
    ("21/22", {"2021-22"}),
    ("04/22", {"2022-04"}),
    ("2021-2", {"2021-22", "2021-02"}),
    ("2017-20", {"2017-18", "2017-04..2020-03"}),
    ("Q1", {"2024-25-Q1"}),
    ("first quarter", {"2024-25-Q1"}),
    ("Q1 2019", {"2019-20-Q1", "2018-19-Q4"}),
    ("Oct - Dec", {"2024-25-Q3"}),
    ("31st December 2021", {"2021-12-31..2021-12-31", "2021-12-31.."}),
]


@pytest.mark.parametrize(("words", "expected"), UNCLEAR)
def test_what_is_unclear_is_refused_with_readings_that_can_be_pasted_back(words: str, expected: set[str]) -> None:
    """Each reading that the message names is read as it stands."""
    named = readings(refusal(words))
    assert set(named) == expected
    assert len({read_period(one) for one in named}) == len(expected)


@given(st.integers(1999, 2050), st.integers(1, 12), st.integers(1, 24), st.sampled_from([1, 4, 9, 10]))
def test_months_in_words_are_read_back_from_their_label(year: int, month: int, count: int, year_starts: int) -> None:
    """However a run of months is written, it is the same days, and so is its label."""
    period = whole_months(date(year, month, 1), count)
    assert period.start
    assert period.end
    first, last = (f"{MONTH_NAMES[day.month - 1]} {day.year}" for day in (period.start, period.end))
    written = [f"{first} to {last}", f"{first[:3]} {first[-4:]} - {last}", f"{count} months to {last}"]
    assert {read_period(words, year_starts) for words in written} == {period}
    assert read_period(label(period, year_starts), year_starts) == period
