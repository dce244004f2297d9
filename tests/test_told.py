"""Answers that are no numbers, through the whole line: issued, sent, posted, told over a year, and never added."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from commissioning.cli import main
from commissioning.model.document import Document, Number, Piece, Words
from commissioning.model.figure import Basis, Figure
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import Missing
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.totals.in_words import ends, tally
from commissioning.work.publishing import gather
from commissioning.work.receipts import receipt_for
from commissioning.work.reporting import figures
from commissioning.work.tracing import say_entry, trace
from commissioning.work.workspace import Workspace
from tests.moor import OFFICER, Q1, Q2, a_moor, a_template, came, filled, issued


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The first two quarters: the first clean, the second with two things to explain."""
    workspace = a_moor(tmp_path_factory.mktemp("moor") / "ws")
    came(workspace, "q1.xlsx", filled("2025-26-Q1", Q1), date(2025, 7, 10))
    came(workspace, "q2.xlsx", filled("2025-26-Q2", {**Q2, "Helpline!G10": None}), date(2025, 10, 10))
    return workspace


def told(found: Iterable[Figure], basis: Basis = Basis.RETURNED) -> list[tuple[str, str, str, str]]:
    """What is told of each answer that is no number."""
    kinds = ("choice", "yes-no", "date", "milestone")
    return [
        (one.key.service, one.key.measure, one.words or str(one.given), rated(one))
        for one in found
        if one.kind in kinds and one.basis is basis
    ]


def rated(figure: Figure) -> str:
    """The rating and why."""
    return ": ".join(part for part in (figure.rating.word, figure.rating.why) if part)


def test_each_answer_is_told_in_words_and_milestones_as_they_stood(workspace: Workspace) -> None:
    """A choice by its label, a day in words; due by 30 June, 30 September and 31 December."""
    assert told(figures(workspace, OFFICER, "moor", "2025-26-Q1")) == [
        ("helpline", "line-open", "In full", ""),
        ("helpline", "safeguarding-lead", "Yes", ""),
        ("helpline", "opened", "met on 25 June 2025", "Green: met by 30 June 2025, when it was due"),
        ("helpline", "accredited", "not due until 30 September 2025", "not rated: not due"),
        ("safe-home", "safeguarding-lead", "No", ""),
        ("safe-home", "opened", "not due until 31 December 2025", "not rated: not due"),
        ("", "policy-reviewed", "3 April 2025", ""),
    ]
    missed = "Red: not met by 30 September 2025: it was due on 30 September 2025"
    second = told(figures(workspace, OFFICER, "moor", "2025-26-Q2"))
    assert ("helpline", "accredited", "not met by 30 September 2025", missed) in second
    assert ("safe-home", "safeguarding-lead", "not known", "") in second


def test_over_a_year_they_are_told_and_never_added(workspace: Workspace) -> None:
    """How often each was said, the first day and the last; a milestone that is met stays met, another may be by now."""
    found = told(figures(workspace, OFFICER, "moor", "2025-26"), Basis.TOTAL)
    assert [words[:3] for words in found] == [
        ("helpline", "line-open", "In full once, With shorter hours once"),
        ("helpline", "safeguarding-lead", "Yes twice"),
        ("safe-home", "safeguarding-lead", "No once, not known once"),
        ("", "policy-reviewed", "3 April 2025 to 9 September 2025"),
        ("helpline", "opened", "met on 25 June 2025"),
        ("safe-home", "opened", "not returned"),
        ("helpline", "accredited", "not returned"),
    ]
    totals = [f for f in figures(workspace, OFFICER, "moor", "2025-26") if f.basis is Basis.TOTAL and f.words]
    assert {f.expression for f in totals} == {None}
    assert [f.note for f in totals if f.kind == "choice"] == ["2 of 4 not returned"]


def test_machines_are_told_the_kept_answer_beside_the_words(workspace: Workspace) -> None:
    """A choice by its id, a day as 2025-06-25; a gap is missing, a word is not."""
    asked = ["figures", "--contract", "moor", "--period", "2025-26-Q2", "--workspace", str(workspace.folder)]
    found = json.loads(CliRunner().invoke(main, [*asked, "--json"]).stdout)
    by_key = {(one["service"], one["measure"]): one for one in found}
    keys = ("answer", "words", "value", "missing")
    assert [by_key["helpline", "line-open"][key] for key in keys] == [
        "reduced",
        "With shorter hours",
        None,
        None,
    ]
    assert [by_key["helpline", "opened"][key] for key in keys] == ["2025-06-25", "met on 25 June 2025", None, None]
    assert [by_key["safe-home", "safeguarding-lead"][key] for key in keys] == [None, None, None, "not known"]
    plain = CliRunner().invoke(main, asked).stdout
    assert "With shorter hours" in plain
    assert "by 30 September 2025" in plain


def cells(rows: Iterable[tuple[Piece, ...]]) -> list[list[str]]:
    """A table's words, and its numbers as they are given."""
    return [[piece.text if isinstance(piece, Words) else shown(piece) for piece in row] for row in rows]


def shown(piece: Piece) -> str:
    """A number's given value."""
    return str(piece.given.value) if isinstance(piece, Number) else ""


def table(document: Document, sheet: str, title: str) -> list[list[str]]:
    """The rows of one table."""
    [page] = [page for page in document.sheets if page.name == sheet]
    [found] = [found for found in page.tables if found.title == title]
    return cells(found.rows)


@pytest.fixture(scope="module")
def document(workspace: Workspace) -> Document:
    """The workbook of the second quarter."""
    evidence = gather(workspace, read_period("2025-26-Q2"), OFFICER, date(2025, 11, 1))
    return monitoring_workbook("2025-26-Q2", evidence)


def test_the_workbook_tells_them_in_a_table_of_their_own(document: Document) -> None:
    """With how many days a rated milestone is late."""
    rows = {(row[0], row[1]): row[2:] for row in table(document, "moor", "Choices, dates and milestones")}
    staffed = rows["How the line was staffed", "Helpline"]
    assert staffed[:4] == ["In full", "With shorter hours", "", "In full once, With shorter hours once"]
    opened = rows["Open on every evening", "Helpline"]
    assert opened[:6] == ["met on 25 June 2025", "met on 25 June 2025", "by 30 June 2025", "", "0", "Green"]
    measures = table(document, "moor", "Measures")
    assert [row[0] for row in measures] == ["Outputs", "Calls answered"]


def test_what_is_red_is_on_the_front_page_and_counted(document: Document) -> None:
    """As a missed target is."""
    [red] = table(document, "Summary", "Ratings")
    assert red[:4] == [
        "Accredited by the helplines' body, Helpline",
        "not met by 30 September 2025",
        "by 30 September 2025",
        "Red",
    ]
    [counted] = table(document, "Summary", "Contracts")
    assert counted[1:] == ["1", "1", "2"]


def test_every_answer_is_a_row_of_data(document: Document) -> None:
    """With the return and the cell that it came in."""
    rows = [row for row in table(document, "Data", "Figures as returned") if row[4] == "2025-26-Q2"]
    assert [(row[2], row[5], row[13]) for row in rows] == [
        ("calls", "120", "G6"),
        ("line-open", "With shorter hours", "G7"),
        ("safeguarding-lead", "Yes", "G8"),
        ("opened", "25 June 2025", "G9"),
        ("accredited", "not met yet", "G10"),
        ("safeguarding-lead", "not known", "G6"),
        ("opened", "not met yet", "G7"),
        ("policy-reviewed", "9 September 2025", "G6"),
    ]


def test_an_explanation_beside_a_blank_milestone_is_kept(workspace: Workspace) -> None:
    """Why it is not met yet is worth as much as why a target is missed."""
    [found] = [f for f in figures(workspace, OFFICER, "moor", "2025-26-Q1") if f.key.measure == "accredited"]
    assert (found.given, found.note) == (Missing.NOT_MET, "The visit is in July.")


def test_the_receipt_says_each_answer_in_words(workspace: Workspace) -> None:
    """As the list has it."""
    receipt = receipt_for(workspace, "moor", "2025-26-Q1", OFFICER)
    [answers] = [found for found in receipt.sheets[0].tables if found.title == "Every answer as it was read"]
    said = [row[1:] for row in cells(answers.rows)]
    assert ["How the line was staffed", "In full", ""] in said
    assert ["Accredited by the helplines' body", "not met yet", "The visit is in July."] in said
    assert ["Declared by (job title)", "in words", "Manager"] in said


def test_the_next_blank_shows_what_was_answered_last(workspace: Workspace) -> None:
    """So that a milestone's day can be repeated."""
    sheet = openpyxl.load_workbook(BytesIO(issued(workspace, "2025-26-Q3")))["Helpline"]
    assert [sheet.cell(row, 5).value for row in range(7, 11)] == [
        "With shorter hours",
        "Yes",
        "25 June 2025",
        "not met yet",
    ]


def test_a_tale_over_the_year_is_traced_to_each_return(workspace: Workspace) -> None:
    """No Sum is made up for it; each entry says what was answered."""
    [*_, year] = trace(workspace, OFFICER, "moor", "line-open", "helpline", "2025-26")
    assert year.says == "told, not added: In full once, With shorter hours once"
    assert [(entry.file, say_entry(entry)) for entry, _ in year.entries] == [
        ("q1.xlsx", "In full"),
        ("q2.xlsx", "With shorter hours"),
    ]
    [first, *_] = trace(workspace, OFFICER, "moor", "opened", "helpline", "2025-26-Q1")
    assert first.says == "Helpline!G9 in 2025-26-Q1 (25 June 2025)"


# What history tells.


def findings(workspace: Workspace, **cells_of_q2: object) -> list[tuple[str, str]]:
    """What is found in a second quarter that differs in these cells of the helpline."""
    changes = {f"Helpline!{cell}": typed for cell, typed in cells_of_q2.items()}
    content = filled("2025-26-Q2", {**Q2, "Helpline!G10": None, **changes})
    return [(f.code, f.there) for f in came(workspace, "q2.xlsx", content, date(2025, 10, 10)).findings]


@pytest.fixture
def after_q1(tmp_path: Path) -> Workspace:
    """A workspace with the first quarter in it."""
    workspace = a_moor(tmp_path / "ws")
    came(workspace, "q1.xlsx", filled("2025-26-Q1", Q1), date(2025, 7, 10))
    return workspace


def test_a_day_met_stays_as_it_was_reported(after_q1: Workspace) -> None:
    """The same day again says nothing."""
    assert findings(after_q1) == []


RESTATED = {
    "H010": (
        {"G9": date(2025, 6, 26)},
        "Open on every evening was met on 25 June 2025 by an earlier return, and on 26 June 2025 by this one.",
    ),
    "H011": (
        {"G9": None},
        "Open on every evening was met on 25 June 2025 by an earlier return, and this one gives no day.",
    ),
    "H012": (
        {"G10": date(2025, 10, 12)},
        "Accredited by the helplines' body is said to be met on 12 October 2025, "
        "but this return came on 10 October 2025.",
    ),
}
"""What differs in the second quarter, and what is said of it."""


@pytest.mark.parametrize("code", RESTATED)
def test_a_day_that_changes_goes_or_is_to_come_is_asked_about(after_q1: Workspace, code: str) -> None:
    """The return is provisional until somebody explains it. A day to come is after the period too."""
    changes, said = RESTATED[code]
    found = [one for one in findings(after_q1, **changes) if one[0] != "W005"]
    assert found == [(code, said)]
    states = {f.state for f in figures(after_q1, OFFICER, "moor", "2025-26-Q2") if not f.stated_in}
    assert states == {State.PROVISIONAL}


def test_a_correction_says_what_it_changed_in_words(after_q1: Workspace) -> None:
    """By label, by day, and by what a blank says."""
    right = filled(
        "2025-26-Q1", {**Q1, "Helpline!G7": "Closed", "Helpline!G9": None, "Whole contract!G6": date(2025, 5, 1)}
    )
    outcome = came(after_q1, "again.xlsx", right, date(2025, 7, 20), "Typed wrongly.")
    assert [(change.before, change.after) for change in outcome.changes] == [
        ("In full", "Closed"),
        ("25 June 2025", "not met yet"),
        ("3 April 2025", "1 May 2025"),
    ]


# Over several periods, by hand.


def test_how_often_each_was_said_is_in_the_order_of_the_list() -> None:
    """Whatever order the periods come in, and each gap under its own name."""
    [measure] = [one for one in a_template("2025-26-Q1").terms.measures if one.code == "line-open"]
    entries = [an_entry(words) for words in ("closed", "full", "closed", "closed", "")]
    assert tally(entries, measure.choices) == "In full once, Closed 3 times, not known once"
    assert tally(reversed(entries), measure.choices) == tally(entries, measure.choices)
    assert tally([], measure.choices) == ""


def test_the_earliest_and_the_latest_day() -> None:
    """One day alone is both."""
    days = [an_entry(words) for words in ("2025-09-09", "2025-04-03", "2025-05-01", "")]
    assert ends(days) == "3 April 2025 to 9 September 2025"
    assert ends(days[:1]) == ends(days[:1] * 2) == "9 September 2025"
    assert ends([]) == ""


def an_entry(words: str) -> Entry:
    """An entry that says so; not known, where it says nothing."""
    from tests.builders import CLEAN, a_return, entries

    [entry, *_] = entries(a_return(CLEAN))
    return replace(entry, words=words, given=Missing.BLANK if words else Missing.NOT_KNOWN)
