"""Which periods' workbooks a contract is in: by what is known of its time, and no further."""

import pytest

from commissioning.period import read_period
from commissioning.work.publishing import concerns
from tests.builders import a_contract

PAPER = """
title = "Westshire domestic abuse services"
origin = "transcribed"
source = { paper = "Westshire Cabinet", dated = 2016-04-15, lines = "1-9" }
parties = { lead = "westshire-council", provider = "safe-house" }
"""
"""Westshire as a paper of 15 April 2016 tells of it, which says nothing of its time."""


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("", ["2016-17"]),
        ('term.starts = "2014-10"', ["2014-15", "2015-16", "2016-17"]),
        ('term.starts = "2018-10"', ["2018-19"]),
        ("term.ends = 2018-03-31", ["2016-17", "2017-18"]),
        ('term.ends = "2014-12"', ["2014-15"]),
        ('term = { starts = "2012-04", ends = "2014-03" }', ["2012-13", "2013-14"]),
        (
            'funding.contribution.award = { funder = "health-board", amount = "138000.00", period = "2014-15" }',
            ["2014-15", "2016-17"],
        ),
        (
            'funding.contribution.a = { funder = "health-board", amount = "9.00", per = "year", from = "2018-10" }',
            ["2016-17", "2018-19"],
        ),
    ],
    ids=[
        "the year of its paper where nothing else is said",
        "a start to the year of its paper",
        "a start after its paper, for that year",
        "the year of its paper to an end",
        "an end before its paper, for that year",
        "a start to an end",
        "a year for which money is stated",
        "money from a day on, for that day's year",
    ],
)
def test_a_contract_is_in_the_workbooks_of_the_years_that_are_known_of_it(said: str, years: list[str]) -> None:
    """An end that the paper does not state is no reason to be in every workbook before or after."""
    contract = a_contract(said, base=PAPER)
    every = [f"{year}-{(year + 1) % 100:02}" for year in range(2012, 2031)]
    assert [year for year in every if concerns(contract, read_period(year))] == years


def test_a_contract_without_a_paper_is_in_the_workbooks_of_its_term() -> None:
    """Westshire runs from April 2025 to March 2028."""
    contract = a_contract()
    every = ["2024-25", "2025-26", "2026-27-Q2", "2027-28", "2028-29"]
    assert [period for period in every if concerns(contract, read_period(period))] == every[1:4]
