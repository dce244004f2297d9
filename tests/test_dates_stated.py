"""Notes on the dates of contract text: meetings on days off, figures long out of date, spans without an end."""

import pytest

from commissioning.checks import Agreement, check_agreement
from commissioning.model.contract import Contract
from commissioning.model.finding import Finding
from commissioning.work.importing import Outcome
from commissioning.work.workspace import Workspace
from tests.builders import a_contract

PAPER = """
title = "Westshire domestic abuse services"
origin = "transcribed"
source = { paper = "Westshire Cabinet", dated = 2018-01-15, lines = "1-9" }
parties = { lead = "westshire-council", provider = "safe-house" }
"""
LEVEL = """
reporting = {{ frequency = "span", span = "{}" }}
measure.open = {{ kind = "snapshot-of-things" }}
"""

# What contract text says, and the notes there are on it; the ids are rows of facts/seed_inconsistencies.csv.
NOTES = [
    (
        "I-F1",
        'event = [{ sort = "meeting", on = 2016-01-16 }]',
        ["D001 A meeting is said to be on 16 January 2016, which was a Saturday"],
    ),
    (
        "",
        'event = [{ sort = "meeting", on = 2016-01-17 }]',
        ["D001 A meeting is said to be on 17 January 2016, which was a Sunday"],
    ),
    (
        "",
        'event = [{ sort = "meeting", on = 2018-03-30 }]',
        ["D001 A meeting is said to be on 30 March 2018, which was a bank holiday (Good Friday)"],
    ),
    ("", 'event = [{ sort = "meeting", on = 2016-01-18 }]', []),  # a Monday
    ("", 'event = [{ sort = "meeting", on = "2016-01" }]', []),  # some day of January
    ("", 'event = [{ sort = "launch", on = 2016-01-16 }]', []),  # what is no meeting may be on any day
    ("", "source.dated = 2016-01-16", ["D001 The paper is said to be on 16 January 2016, which was a Saturday"]),
    # November 2017 ends 46 days before 15 January 2018.
    ("I-F4", LEVEL.format("2017-11"), ["D002 Open for 2017-11 is as at 30 November 2017, 46 days"]),
    ("", LEVEL.format("2017-12"), []),
    ("", "source.as_at_within_days = 46" + LEVEL.format("2017-11"), []),
    (
        "",
        "source.as_at_within_days = 14" + LEVEL.format("2017-12"),
        ["D002 Open for 2017-12 is as at 31 December 2017"],
    ),
    (
        "",
        'reporting = { frequency = "span", span = "2016-17", as_at = 2017-05-01 }',
        ["D002 What is returned for 2016-17 is as at 1 May 2017, 259 days"],
    ),
    # What was counted over a year is told when it is told.
    ("", 'reporting = { frequency = "span", span = "2016-17" }\nmeasure.came = { kind = "flow" }', []),
    (
        "I-W1",
        'reporting = { frequency = "span", span = "2016-11.." }',
        ["D003 The figures for 2016-11.. do not say when they end"],
    ),
    ("", 'reporting = { frequency = "span", span = "2016-11..2017-03" }', []),
]


def dated(contract: Contract) -> tuple[Finding, ...]:
    """What there is to ask about the dates of a contract's text, and of nothing else in it."""
    return tuple(finding for finding in check_agreement(Agreement(contract)) if finding.code.startswith("D"))


@pytest.mark.parametrize(("row", "changes", "expected"), NOTES)
def test_notes_on_the_dates_of_contract_text(row: str, changes: str, expected: list[str]) -> None:
    """None of them is a fault: each says what to look up."""
    terms = a_contract(changes, base=PAPER)
    found = [f"{finding.code} {finding.there}" for finding in dated(terms)]
    assert [words[: len(start)] for words, start in zip(found, expected, strict=True)] == expected, row


def test_a_meeting_where_the_bank_holidays_are_scotlands() -> None:
    """2 January 2026 is a Friday, and a holiday there alone."""
    meeting = 'event = [{ sort = "meeting", on = 2026-01-02 }]\n'
    there, here = (a_contract(meeting + more) for more in ('reporting.bank_holidays = "Scotland"', ""))
    assert [finding.code for finding in dated(there)] == ["D001"]
    assert dated(here) == ()


def test_the_papers_own_contracts_raise_the_notes_that_their_text_calls_for(
    papers: tuple[Workspace, dict[str, Outcome]],
) -> None:
    """The rows I-F1, I-F4 and I-W1 of the papers, and what else is told of old or open times; no other note."""
    found = [(contract.id, note.code) for contract in papers[0].book.contracts.values() for note in dated(contract)]
    assert sorted(found) == [
        ("staffordshire-da-services", "D001"),
        ("staffordshire-homicide-reviews", "D002"),
        ("wirral-daily-meetings", "D003"),
        ("worcestershire-family-safeguarding", "D002"),
        ("worcestershire-family-safeguarding", "D003"),
        ("worcestershire-nurture", "D003"),
    ]
