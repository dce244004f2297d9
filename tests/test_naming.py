"""Periods as people write them, on covers and in file names; what can mean two things names nothing."""

import pytest

from commissioning.editions.naming import disagrees, periods_named
from commissioning.period import label, read_period

FIRST = read_period("2025-26-Q1")

NAMED = [
    ("Return for 2025-26-Q2", ["2025-26-Q2"]),
    ("Q2 2025/26", ["2025-26-Q2"]),
    ("refuge_Q2_2025-26.xlsx", ["2025-26-Q2"]),
    ("quarter 2, 2025/2026", ["2025-26-Q2"]),
    ("2nd quarter of 2025-26", ["2025-26", "2025-26-Q2"]),
    ("Apr-Jun 2025", ["2025-26-Q1"]),
    ("July to September 2025", ["2025-26-Q2"]),
    ("Dec 2025 - Feb 2026", ["2025-12..2026-02"]),
    ("Sept 2025", ["2025-09"]),
    ("from 01/07/2025 to 30/09/2025", ["2025-26-Q2"]),
    ("Second return: 1st July 2025 - 30th Sept 2025", ["2025-26-Q2", "2025-07", "2025-09"]),
    ("first half 2019/20", ["2019-20-H1"]),
    # A quarter alone is one of the year it stands beside.
    ("return Q3 (final).xlsx", ["2025-26-Q3"]),
    # In years from April a single year may be the calendar's.
    ("Q2 2025", []),
    ("2025", []),
    ("H3 2025-26", ["2025-26"]),
    ("the heart of 2 things", []),
]


@pytest.mark.parametrize(("words", "periods"), NAMED)
def test_periods_are_named_in_many_ways(words: str, periods: list[str]) -> None:
    """A quarter by its number, its months or its label."""
    assert sorted(label(period) for period in periods_named(words, beside=FIRST)) == sorted(periods)


def test_in_years_from_january_a_single_year_is_plain() -> None:
    """And a year across two is none."""
    assert [label(one, 1) for one in periods_named("Q2 2025", 1)] == ["2025-Q2"]
    assert periods_named("Q2 2025/26", 1) == ()


DISAGREES = [
    ("return Q2.xlsx", "2025-26-Q2"),
    ("return Q1.xlsx", None),
    ("01/07/25 to 30/09/25", "2025-26-Q2"),
    ("1 April 2025 to 30 June 2025", None),
    # The year it is in, and the month it was sent in, say nothing against it.
    ("returns 2025-26.xlsx", None),
    ("Q1, sent July 2025.xlsx", None),
    # Where both are named, either may be meant.
    ("Q2 with Q1 corrected.xlsx", None),
]


@pytest.mark.parametrize(("words", "other"), DISAGREES)
def test_another_period_is_one_as_long_in_its_place(words: str, other: str | None) -> None:
    """Only what can be nothing else."""
    found = disagrees(words, FIRST)
    assert (found and label(found)) == other
