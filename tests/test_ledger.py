"""Findings come to a verdict, a return to entries, and earlier entries to history."""

from dataclasses import replace
from decimal import Decimal

import pytest

from commissioning.ledger import entries_of, history_before, verdict_of
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.posted import State, Verdict
from commissioning.model.quantity import AnswerKey, Bound, Missing, Quantity
from commissioning.period import Period, read_period
from tests.builders import CLEAN, a_receipt, a_return, a_specification, changed, entries

STOPS, EXPLAIN, NOTE = Severity.STOPS, Severity.NEEDS_EXPLANATION, Severity.NOTE


@pytest.mark.parametrize(
    ("severities", "verdict"),
    [
        ([], Verdict.ACCEPTED),
        ([NOTE], Verdict.ACCEPTED),
        ([NOTE, EXPLAIN], Verdict.NEEDS_EXPLANATION),
        ([EXPLAIN, STOPS, NOTE], Verdict.STOPPED),
        ([STOPS], Verdict.STOPPED),
    ],
)
def test_the_worst_finding_is_the_verdict(severities: list[Severity], verdict: Verdict) -> None:
    """A note is only a note."""
    assert verdict_of(Finding("X001", severity, (), "", "") for severity in severities) is verdict


def posted(answers: str) -> dict[str, object]:
    """What is posted of a return, by code: what is given, or its words."""
    given = a_return(answers)
    found = entries_of(given.returned, given.specification, a_receipt(given.specification))
    return {entry.key.code: entry.words or entry.given for entry in found}


def test_every_answer_given_is_a_line_and_so_is_a_gap_with_a_reason() -> None:
    """A blank that nobody owed is not; a nought is."""
    found = posted(changed(CLEAN, "accepted | not known\nunits 0\nstaff 7 | to be confirmed\nturned-away Two families"))
    assert found["accepted"] is Missing.NOT_KNOWN
    assert found["units"] == Quantity(Decimal(0))
    assert found["turned-away"] == "Two families"
    assert found["declared-by"] == "Service manager"
    assert not {"waiting", "commentary"} & set(found)
    assert len(found) == 20


def test_an_entry_says_where_it_comes_from() -> None:
    """File, cell, contract, period, kind and unit; provisional until the store knows better."""
    given = a_return(changed(CLEAN, "spend 100.50 | up to | Not invoiced yet"))
    receipt = a_receipt(given.specification)
    [spend] = [e for e in entries_of(given.returned, given.specification, receipt) if e.key.measure == "spend"]
    assert (spend.number, spend.sha256, spend.file) == (0, receipt.sha256, "2025-04-01..2025-06-30.xlsx")
    assert (spend.contract, spend.period) == ("westshire", read_period("2025-26-Q1"))
    assert (spend.key, spend.kind, spend.unit) == (AnswerKey("", "spend"), "money", "people")
    assert (spend.given, spend.explanation) == (Quantity(Decimal("100.50"), Bound.UP_TO), "Not invoiced yet")
    assert (spend.place, spend.state) == (Place("Whole contract", "G9"), State.PROVISIONAL)


def test_history_is_what_was_posted_for_periods_that_ended_before() -> None:
    """Neither the period itself, nor a later one, nor one that reaches into it or has no end."""
    first, second = read_period("2025-26-Q1"), read_period("2025-26-Q2")
    before = entries(a_return(CLEAN))
    during = entries(a_return(CLEAN, a_specification(period="2025-26-Q2")), first=100)
    endless = [replace(entry, period=Period(first.start, None)) for entry in before]
    across = [replace(entry, period=read_period("2025-05-01..2025-07-01")) for entry in before]
    history = history_before((*during, *endless, *across, *before), second)
    assert list(history.figures) == [first]
    assert history.figures[first][AnswerKey("refuge", "open-at-end")] == Quantity(Decimal(15))
    assert history_before(before, first).figures == {}
    assert history_before(before, Period(None, second.end)).figures == {}
