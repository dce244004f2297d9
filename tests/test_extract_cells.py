"""Cells of a general ledger's extract: read where they can mean but one thing."""

from datetime import date

import pytest

from commissioning.funding.general_ledger.extract_cells import day_in, money_in, posting_in
from commissioning.model.returned import Cell, Typed
from commissioning.money import pounds

PERIODS = [
    ("3", "2025-26-P03"),
    ("P03", "2025-26-P03"),
    ("Period 3", "2025-26-P03"),
    ("13", "2025-26-P13"),
    ("2024-25 P3", "2024-25-P03"),
    ("24/25 P3", "2024-25-P03"),
    ("P12 2024/25", "2024-25-P12"),
    ("2024-25-P13", "2024-25-P13"),
    ("Jun-25", "2025-26-P03"),
    ("March 2026", "2025-26-P12"),
    ("2026-03", "2025-26-P12"),
    ("0", "is no posting period from 1 to 13"),
    ("14", "is no posting period from 1 to 13"),
    ("202503", "could be more than one posting period"),
    ("2025 P3", "is no accounting year such as 2025-26"),
    ("Q1", "is no posting period from 1 to 13"),
    ("", "is empty"),
]


@pytest.mark.parametrize(("typed", "means"), PERIODS)
def test_a_posting_period_is_read_where_it_can_mean_but_one(typed: str, means: str) -> None:
    """In years from April; without a year of its own it is of the one given."""
    reading = posting_in(Cell(Typed.TEXT, typed), 2025, 4)
    assert str(reading.posting or reading.unread) == means


def test_a_posting_period_without_any_year_is_asked_about() -> None:
    """A number alone is of no year."""
    assert str(posting_in(Cell(Typed.TEXT, "3"), None, 4).unread) == "is a posting period without its accounting year"


@pytest.mark.parametrize(
    ("day", "means"),
    [
        (date(2025, 6, 1), "2025-26-P03"),
        (date(2025, 6, 30), "2025-26-P03"),
        (date(2026, 6, 25), "could be more than one posting period"),
    ],
)
def test_a_spreadsheets_month_is_read_by_its_first_or_last_day(day: date, means: str) -> None:
    """`Jun-25`, typed into a spreadsheet, may be kept as 25 June of the year it was typed in."""
    reading = posting_in(Cell(Typed.DATE, str(day), day=day), 2025, 4)
    assert str(reading.posting or reading.unread) == means


AMOUNTS = [
    ("1,234.50", "1,234.50", "-1,234.50"),
    ("-20.00", "-20.00", "20.00"),
    ("(20.00)", "-20.00", "20.00"),
    ("20.00-", "-20.00", "20.00"),
    ("20.00 CR", "-20.00", "-20.00"),
    ("20.00DR", "20.00", "20.00"),
    ("-20.00 CR", "is not pounds and pence", "is not pounds and pence"),
    ("1.234,50", "is not pounds and pence", "is not pounds and pence"),
    ("0.125", "is not pounds and pence", "is not pounds and pence"),
]


@pytest.mark.parametrize(("typed", "plain", "turned"), AMOUNTS)
def test_an_amount_is_read_with_spend_positive(typed: str, plain: str, turned: str) -> None:
    """CR and DR say themselves which way; a bare sign is as the layout says."""
    cell = Cell(Typed.TEXT, typed)
    read_as = [money_in(cell, credits_positive=turns) for turns in (False, True)]
    assert [pounds(one.pence) if one.pence is not None else one.unread for one in read_as] == [plain, turned]


@pytest.mark.parametrize(
    ("typed", "asked", "day_first"),
    [
        ("2025-06-03", "2025-06-03", "2025-06-03"),
        ("25/06/2025", "2025-06-25", "2025-06-25"),
        ("03/06/2025", "could be two days", "2025-06-03"),
        ("31/06/2025", "is no day", "is no day"),
        ("June", "is no day", "is no day"),
    ],
)
def test_a_day_that_could_be_two_is_asked_about(typed: str, asked: str, day_first: str) -> None:
    """Unless the layout says that the day comes first."""
    readings = [day_in(Cell(Typed.TEXT, typed), day_first=first) for first in (False, True)]
    assert [str(one.day or one.unread) for one in readings] == [asked, day_first]
