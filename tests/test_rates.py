"""Rates against dated values: worked by hand, said to be old, shown beside what is published, and never rated."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.model.figure import Figure
from commissioning.model.quantity import Missing, Quantity
from commissioning.model.reference import DatedValue, Reference
from commissioning.period import read_period
from commissioning.report.words import shown
from commissioning.template import lay_out
from commissioning.totals.figures import figures_of
from tests.builders import CLEAN, a_ledger, changed, some_terms
from tests.test_lists import a_book

RATE = """
[measure.rate]
label = "Referrals for every 10,000 women"
kind = "rate"
role = "context"
services = ["refuge"]
numerator = "referrals"
reference = "women"
per = 10000
expected = "usual"
[reference.women]
label = "Adult females, Westshire"
unit = "adult females"
values = [{ from = 2011-03-27, value = 30000 }, { from = 2025-07-01, value = 40000 }]
source = "Census"
dated = "not stated"
checked = "illustrative"
[expectation.usual]
label = "referrals for every 10,000"
low = 18
high = 22
source = "A study"
dated = "not stated"
checked = "not checked"
"""


def rate(returns: dict[str, int], asked: str | None = None, changes: str = RATE) -> Figure:
    """The last rate that these referrals by quarter come to."""
    answers = {period: changed(CLEAN, f"referrals {count}") for period, count in returns.items()}
    ledger = a_ledger(answers, changes)
    found = figures_of(ledger, read_period(asked) if asked else None)
    return [figure for figure in found if figure.key.measure == "rate"][-1]


# Referrals by quarter, the period asked for, and the rate worked by hand.
BY_HAND = [
    ({"2025-26-Q1": 60}, None, "20"),  # 60 out of 30,000
    ({"2025-26-Q2": 60}, None, "15"),  # 60 out of the 40,000 of 1 July
    ({"2025-26-Q1": 0}, None, "0"),
    ({"2025-26-Q1": 1}, None, "0.3333"),
    ({"2025-26-Q1": 60, "2025-26-Q2": 60, "2025-26-Q3": 40, "2025-26-Q4": 40}, "2025-26", "50"),  # 200 out of 40,000
]


@pytest.mark.parametrize(("returns", "asked", "expected"), BY_HAND)
def test_a_rate_is_of_the_value_that_holds_on_the_periods_last_day(
    returns: dict[str, int], asked: str | None, expected: str
) -> None:
    """Over a year the cases add up, and the population does not."""
    assert rate(returns, asked).given == Quantity(Decimal(expected))


def test_a_rate_is_computed_and_never_asked() -> None:
    """There is no cell for it."""
    rows = lay_out(some_terms(RATE), read_period("2025-26-Q1")).specification.rows()
    assert "rate" not in {row.key.measure for _, row in rows}


def test_beside_a_rate_stand_its_value_its_source_its_age_and_what_is_published() -> None:
    """So that whoever reads it can judge it; and the parts it is worked out from."""
    figure = rate({"2025-26-Q1": 61})
    assert shown(figure) == "20.3 (61 of 30,000)"
    assert figure.note == (
        "for every 10,000 of 30,000 adult females (Adult females, Westshire, 27 March 2011: Census, illustrative);"
        " that value is 14 years old;"
        " published as expected: 18 to 22 referrals for every 10,000 (A study, not checked against its source);"
        " nobody is rated by it"
    )
    assert "years old" not in rate({"2025-26-Q2": 61}).note


def test_nobody_is_rated_by_what_is_published() -> None:
    """A rate far from it is context, like one within it."""
    assert [rate({"2025-26-Q1": count}).rating.word for count in (60, 600)] == ["not rated", "not rated"]


def test_before_the_first_value_there_is_no_rate() -> None:
    """And that is said; nothing is put in its place."""
    later = RATE.replace("{ from = 2011-03-27, value = 30000 }, ", "")
    figure = rate({"2025-26-Q1": 60}, changes=later)
    assert isinstance(figure.given, Missing)
    assert figure.note == "no value of Adult females, Westshire holds in this period"


@pytest.mark.parametrize(
    ("ends", "value", "years"),
    [("2011-03-26", None, None), ("2011-03-27", 30000, 0), ("2012-03-26", 30000, 0), ("2021-03-28", 40000, 0)],
)
def test_the_value_in_force_changes_on_its_day(ends: str, value: int | None, years: int | None) -> None:
    """Neither a day before, nor after."""
    values = (DatedValue(date(2011, 3, 27), Decimal(30000)), DatedValue(date(2021, 3, 21), Decimal(40000)))
    women = Reference("women", "Women", "women", values, 10, "Census", "illustrative")
    period = read_period(f"2010-04-01..{ends}")
    held = women.in_force(period)
    assert (held.value if held else None) == value
    assert (women.years_old(held, period) if held else None) == years


def test_a_contract_takes_what_is_published_by_its_name() -> None:
    """SafeLives: 40 cases for every 10,000 adult females; one that it writes itself comes first."""
    expected = 'measure.referrals.expected = "marac-cases-per-10000-adult-females"\ndimension.made = "sex"\n'
    terms = a_book(expected).contracts["westshire"].latest
    assert [(one.low, one.high) for one in terms.expectations] == [(Decimal(40), Decimal(40))]
    own = "[expectation.marac-cases-per-10000-adult-females]\n"
    own += 'label = "cases"\nvalue = 50\nsource = "Us"\ndated = "not stated"\nchecked = "illustrative"\n'
    terms = a_book(expected + own).contracts["westshire"].latest
    assert [one.high for one in terms.expectations] == [Decimal(50)]
