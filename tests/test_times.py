"""What contract text says of time: which returns are owed for a year, what they are called, and when they are due."""

from datetime import date
from fractions import Fraction

import pytest

from commissioning.beside import target_words
from commissioning.contract.aims import aim_of
from commissioning.contract.reporting import (
    period_label,
    previous_period,
    read_label,
    year_to_date,
)
from commissioning.model.contract import Contract
from commissioning.model.quantity import Quantity
from commissioning.period import read_period
from commissioning.register import LeftOut, expected_for, expected_within, last_ended, what_is_reported
from commissioning.totals.figures import figures_of, year_to_date_figure
from tests.builders import CLEAN, a_book, a_contract, a_ledger, changed

NO_PROFILE = "- measure.trained.target\n"
"""Westshire without its one target by quarters of the year, so that it may report in any other way."""
NUMBERED = NO_PROFILE + 'reporting = { frequency = "quarter", counts_from = 2024-10-01, due_working_days = 10 }'
ROLLING = NO_PROFILE + "reporting.rolling_months = 12"
TERMS = (
    NO_PROFILE
    + """
[reporting]
frequency = "term"
year_starts = 9
due_working_days = 10
[reporting.terms]
"Autumn term 2025" = "2025-09-01..2025-12-19"
"Spring term 2026" = "2026-01-05..2026-03-27"
"Summer term 2026" = "2026-04-13..2026-07-21"
"""
)
MONTHLY_FROM_OCTOBER = (
    NO_PROFILE
    + """
[[variation]]
from = 2025-10-01
reason = "More often, as agreed."
reporting.frequency = "month"
"""
)

# What contract text says; then each return that is owed inside 2025-26, its days and the last day it is on time.
OWED = {
    "quarters of the financial year": (
        "",
        """
        2025-26-Q1  2025-04-01..2025-06-30  2025-07-21
        2025-26-Q2  2025-07-01..2025-09-30  2025-10-21
        2025-26-Q3  2025-10-01..2025-12-31  2026-01-22
        2025-26-Q4  2026-01-01..2026-03-31  2026-04-23
        """,
    ),
    "quarters of a year from November, begun inside one on 1 April": (
        "reporting.year_starts = 11",
        """
        2025-04     2025-04-01..2025-04-30  2025-05-22
        2024-25-Q3  2025-05-01..2025-07-31  2025-08-21
        2024-25-Q4  2025-08-01..2025-10-31  2025-11-21
        2025-26-Q1  2025-11-01..2026-01-31  2026-02-20
        """,
    ),
    "a contract that begins inside a quarter": (
        "term.starts = 2025-05-15",
        """
        2025-05-15..2025-06  2025-05-15..2025-06-30  2025-07-21
        2025-26-Q2           2025-07-01..2025-09-30  2025-10-21
        2025-26-Q3           2025-10-01..2025-12-31  2026-01-22
        2025-26-Q4           2026-01-01..2026-03-31  2026-04-23
        """,
    ),
    "the same, where the first return is for all of its quarter": (
        'term.starts = 2025-05-15\nreporting.first_period = "whole"',
        """
        2025-26-Q1  2025-04-01..2025-06-30  2025-07-21
        2025-26-Q2  2025-07-01..2025-09-30  2025-10-21
        2025-26-Q3  2025-10-01..2025-12-31  2026-01-22
        2025-26-Q4  2026-01-01..2026-03-31  2026-04-23
        """,
    ),
    "quarters numbered from the first day of a programme": (
        NUMBERED,
        """
        programme quarter 3  2025-04-01..2025-06-30  2025-07-14
        programme quarter 4  2025-07-01..2025-09-30  2025-10-14
        programme quarter 5  2025-10-01..2025-12-31  2026-01-15
        programme quarter 6  2026-01-01..2026-03-31  2026-04-16
        """,
    ),
    "the twelve months that end with each quarter": (
        ROLLING,
        """
        12 months to June 2025       2024-07-01..2025-06-30  2025-07-21
        12 months to September 2025  2024-10-01..2025-09-30  2025-10-21
        12 months to December 2025   2025-01-01..2025-12-31  2026-01-22
        12 months to March 2026      2025-04-01..2026-03-31  2026-04-23
        """,
    ),
    "school terms": (
        TERMS,
        """
        Autumn term 2025  2025-09-01..2025-12-19  2026-01-07
        Spring term 2026  2026-01-05..2026-03-27  2026-04-14
        """,
    ),
    "quarters, and months from October": (
        MONTHLY_FROM_OCTOBER,
        """
        2025-26-Q1  2025-04-01..2025-06-30  2025-07-21
        2025-26-Q2  2025-07-01..2025-09-30  2025-10-21
        2025-10     2025-10-01..2025-10-31  2025-11-21
        2025-11     2025-11-01..2025-11-30  2025-12-19
        2025-12     2025-12-01..2025-12-31  2026-01-22
        2026-01     2026-01-01..2026-01-31  2026-02-20
        2026-02     2026-02-01..2026-02-28  2026-03-20
        2026-03     2026-03-01..2026-03-31  2026-04-23
        """,
    ),
    "quarters, due by Scotland's working days": (
        'reporting.bank_holidays = "Scotland"',
        """
        2025-26-Q1  2025-04-01..2025-06-30  2025-07-21
        2025-26-Q2  2025-07-01..2025-09-30  2025-10-21
        2025-26-Q3  2025-10-01..2025-12-31  2026-01-23
        2025-26-Q4  2026-01-01..2026-03-31  2026-04-22
        """,
    ),
}


def owed(contract: Contract, year: str = "2025-26") -> str:
    """Each return owed inside a year: its label, its days and its due day, a line each."""
    found = expected_within(contract, read_period(year))
    assert not isinstance(found, LeftOut)
    return "\n".join(f"{one.label}  {one.period}  {one.due}" for one in found)


@pytest.mark.parametrize("name", OWED)
def test_which_returns_are_owed_what_they_are_called_and_when_they_are_due(name: str) -> None:
    """Due days counted by hand: past Christmas 2025, New Year, and Easter 2026 (3 and 6 April)."""
    changes, expected = OWED[name]
    lines = [line.split() for line in expected.strip().splitlines()]
    assert [line.split() for line in owed(a_contract(changes)).splitlines()] == lines


@pytest.mark.parametrize("name", OWED)
def test_each_label_is_read_back_as_its_period(name: str) -> None:
    """So that whatever is printed can be typed in again, for the same contract."""
    contract = a_contract(OWED[name][0])
    found = expected_within(contract, read_period("2025-26"))
    assert not isinstance(found, LeftOut)
    assert [read_label(contract.latest, one.label) for one in found] == [one.period for one in found]


@pytest.mark.parametrize(
    ("name", "label", "before", "year"),
    [
        ("quarters of the financial year", "2025-26-Q2", "2025-26-Q1", "2025-26-Q1, 2025-26-Q2"),
        ("a contract that begins inside a quarter", "2025-05-15..2025-06", "", "2025-05-15..2025-06"),
        (
            "a contract that begins inside a quarter",
            "2025-26-Q2",
            "2025-05-15..2025-06",
            "2025-05-15..2025-06, 2025-26-Q2",
        ),
        # The programme's year begins in October.
        (
            "quarters numbered from the first day of a programme",
            "programme quarter 4",
            "programme quarter 3",
            "programme quarter 3, programme quarter 4",
        ),
        (
            "quarters numbered from the first day of a programme",
            "programme quarter 5",
            "programme quarter 4",
            "programme quarter 5",
        ),
        # Periods that overlap are never added.
        (
            "the twelve months that end with each quarter",
            "12 months to December 2025",
            "12 months to September 2025",
            "12 months to December 2025",
        ),
        ("school terms", "Spring term 2026", "Autumn term 2025", "Autumn term 2025, Spring term 2026"),
        ("school terms", "Autumn term 2025", "", "Autumn term 2025"),
        ("quarters, and months from October", "2025-10", "2025-26-Q2", "2025-26-Q1, 2025-26-Q2, 2025-10"),
    ],
)
def test_the_period_before_and_the_year_to_date(name: str, label: str, before: str, year: str) -> None:
    """What stands beside a figure as last period's, and which figures make up the year."""
    contract = a_contract(OWED[name][0])
    period = read_label(contract.latest, label)
    terms = contract.terms_for(period)
    earlier = previous_period(terms, period)
    assert (period_label(terms, earlier) if earlier else "") == before
    so_far = [period_label(contract.terms_for(one), one) for one in year_to_date(terms, period)]
    assert ", ".join(so_far) == year


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (NUMBERED, "reports every quarter, counted from 1 October 2024"),
        (ROLLING, "reports every quarter, the 12 months that end then, in years from April"),
        (TERMS, "reports Autumn term 2025 and Spring term 2026 and Summer term 2026 only"),
    ],
)
def test_how_often_a_contract_reports_is_said_in_words(changes: str, says: str) -> None:
    assert what_is_reported(a_contract(changes).latest) == says


def test_asking_for_a_quarter_that_the_contract_begins_inside_is_asking_for_the_part() -> None:
    """Whoever issues 2025-26-Q1 to all gets the return for the part that this one runs."""
    contract = a_contract("term.starts = 2025-05-15")
    found = expected_for(contract, read_period("2025-26-Q1"), "2025-26-Q1")
    assert not isinstance(found, LeftOut)
    assert str(found.period) == "2025-05-15..2025-06-30"
    assert read_label(contract.latest, "2025-26-Q1") == found.period


def test_the_last_return_before_a_change_of_cycle_is_of_the_old_one() -> None:
    """On 3 October the second quarter has ended and no month of the new cycle has."""
    contract = a_contract(MONTHLY_FROM_OCTOBER)
    [october, november] = (last_ended(contract, day) for day in (date(2025, 10, 3), date(2025, 11, 3)))
    assert not isinstance(october, LeftOut)
    assert not isinstance(november, LeftOut)
    assert [one.label for one in (*october, *november)] == ["2025-26-Q2", "2025-10"]


VARIED = "\n[[variation]]\nfrom = {}\nreason = 'As agreed.'\n{}"
CUTS = [
    # What it was, the day it changes and what it changes to; what is said.
    (
        NO_PROFILE,
        ("2025-11-01", 'reporting.frequency = "month"'),
        "variation.0: reporting changes the periods that are reported on 1 November 2025, inside 2025-26-Q3, a period "
        "that is reported until then. Let it begin with a period: from = 2025-10-01 or 2026-01-01.",
    ),
    (
        NO_PROFILE + 'reporting.frequency = "month"',
        ("2025-11-01", 'reporting.frequency = "quarter"'),
        "variation.0: reporting changes the periods that are reported on 1 November 2025, inside 2025-26-Q3, a period "
        "that is reported from then on. Let it begin with a period: from = 2025-10-01 or 2026-01-01.",
    ),
    (
        NO_PROFILE,
        ("2025-07-01", "reporting.rolling_months = 12"),
        "variation.0: reporting changes to or from periods that overlap on 1 July 2025, inside a year. Let it begin "
        "with a year: from = 2025-04-01.",
    ),
]


@pytest.mark.parametrize(("before", "change", "message"), CUTS)
def test_a_change_that_would_cut_a_period_in_two_is_refused(before: str, change: tuple[str, str], message: str) -> None:
    """Named with the period, and the days on which it could begin."""
    book = a_book(before + VARIED.format(*change))
    assert [str(fault) for fault in book.faults] == [f"westshire.toml: {message}"]


def test_a_change_of_the_years_first_month_is_taken_from_a_period_on() -> None:
    """Quarters of years from April end where those of years from January do."""
    contract = a_contract(NO_PROFILE + VARIED.format("2026-01-01", "reporting.year_starts = 1"))
    assert [line.split()[0] for line in owed(contract, "2025-10..2026-06").splitlines()] == [
        "2025-26-Q3",
        "2026-Q1",
        "2026-Q2",
    ]


MONTHS = ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03")


def test_totals_over_both_cycles_add_up() -> None:
    """60 and 70 referrals in two quarters, then 1 to 6 in six months: 151 in the year, and 136 by December."""
    returns = {"2025-26-Q1": "referrals 60", "2025-26-Q2": "referrals 70"}
    returns |= {month: f"referrals {n}" for n, month in enumerate(MONTHS, 1)}
    ledger = a_ledger(returns, MONTHLY_FROM_OCTOBER)
    [total] = [
        figure
        for figure in figures_of(ledger, read_period("2025-26"))
        if figure.basis == "total" and figure.key.code == "referrals"
    ]
    assert isinstance(total.given, Quantity)
    assert total.given.value == 151
    measure = ledger.contract.latest.measure("referrals")
    by_december = year_to_date_figure(ledger, read_period("2025-12"), total.key, measure)
    assert isinstance(by_december.given, Quantity)
    assert by_december.given.value == 136


def test_rolling_months_are_never_added_and_the_last_stands() -> None:
    """600 in the year to June and 640 in the year to September are not 1,240 of anything."""
    ledger = a_ledger({"2024-07..2025-06": "referrals 600", "2024-10..2025-09": "referrals 640"}, ROLLING)
    found = figures_of(ledger, read_period("2024-04..2026-03"))
    counts = [figure for figure in found if figure.key.code == "referrals"]
    assert [figure.given.value for figure in counts if isinstance(figure.given, Quantity)] == [600, 640]
    last = year_to_date_figure(ledger, counts[-1].period, counts[-1].key, ledger.contract.latest.measure("referrals"))
    assert isinstance(last.given, Quantity)
    assert last.given.value == 640


@pytest.mark.parametrize(("first", "more"), [("2025-05-15..2025-06", ""), ("2025-26-Q1", "first_period = 'whole'")])
def test_a_first_year_that_begins_inside_a_quarter_has_a_total(first: str, more: str) -> None:
    """Over the days that the contract ran, or over its whole quarters."""
    returns = {first: "referrals 20", "2025-26-Q2": "referrals 60"}
    ledger = a_ledger(returns, f"[term]\nstarts = 2025-05-15\n[reporting]\n{more}")
    found = figures_of(ledger, read_period("2025-26-H1"))
    totals = {figure.key.code: figure.given for figure in found if figure.basis == "total"}
    assert isinstance(totals["referrals"], Quantity)
    assert totals["referrals"].value == 80


PART = "term.starts = 2025-05-15\n"
PRO_RATA = PART + 'reporting.part_targets = "pro rata"'


@pytest.mark.parametrize(
    ("changes", "measure", "words"),
    [
        (PART, "referrals", "none for part of a period"),
        # 15 May to 30 June is 47 of 91 days: 60 x 47 / 91 is 30.989.
        (PRO_RATA, "referrals", "at least 30.99 for 47 of 91 days, from 60 each period"),
        # A rate is the same however short the time.
        (PRO_RATA, "accepted-rate", "at least 50% each period"),
        (PART, "accepted-rate", "at least 50% each period"),
    ],
)
def test_a_target_of_each_period_in_part_of_one(changes: str, measure: str, words: str) -> None:
    """Made smaller only where contract text says so; otherwise nothing is aimed at."""
    terms = a_contract(changes).latest
    assert target_words(terms, terms.measure(measure), read_period("2025-05-15..2025-06")) == words


def test_what_is_not_aimed_at_in_part_of_a_period_is_not_rated() -> None:
    """It says so; with a target for the part it is Green or Red."""
    returns = {"2025-05-15..2025-06": changed(CLEAN, "referrals 31")}
    said_of = {}
    for changes in (PART, PRO_RATA):
        [figure] = [f for f in figures_of(a_ledger(returns, changes)) if f.key.code == "referrals"]
        said_of[changes] = figure.rating and (figure.rating.word, figure.rating.why)
    assert said_of[PART] == ("not rated", "partial period")
    assert said_of[PRO_RATA] == ("Green", "target of at least 30.99 for 47 of 91 days, from 60 each period met")


def test_a_target_in_a_whole_period_is_as_agreed() -> None:
    """The second quarter is whole, however the first was."""
    terms = a_contract(PRO_RATA).latest
    aim = aim_of(terms, terms.measure("referrals"), read_period("2025-26-Q2"))
    assert aim
    assert Fraction(aim.value) == 60
