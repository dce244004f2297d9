"""Posting periods of an accounting year: which follows which, how the year is called, and its first and last day."""

import pytest

from commissioning.period import read_period
from commissioning.posting import accounting_year, read_posting


@pytest.mark.parametrize(
    ("posting", "then", "next_month"),
    [
        ("2025-26-P01", "2025-26-P02", "2025-26-P02"),
        ("2025-26-P12", "2025-26-P13", "2026-27-P01"),
        ("2025-26-P13", "2026-27-P01", "2026-27-P01"),
        ("1999-00-P12", "1999-00-P13", "2000-01-P01"),
    ],
)
def test_13_follows_the_last_month_and_is_no_month(posting: str, then: str, next_month: str) -> None:
    found = read_posting(posting)
    assert (str(found.next), str(found.next_month)) == (then, next_month)


@pytest.mark.parametrize(("posting", "year"), [("2025-26-P13", "2025-26"), ("1999-00-P01", "1999-00")])
def test_a_posting_period_tells_its_accounting_year(posting: str, year: str) -> None:
    found = read_posting(posting)
    assert found.year_label == year
    assert accounting_year(found.year) == read_period(year)


def test_an_accounting_year_may_start_in_another_month() -> None:
    assert accounting_year(2025, 10) == read_period("2025-10-01..2026-09-30")
