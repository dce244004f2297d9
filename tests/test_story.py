"""The illustrative contract through four quarters: one corrected, one late, one with a waiver, one missing."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from commissioning.model.document import Document, Words
from commissioning.period import read_period
from commissioning.register import Status
from commissioning.report.monitoring import monitoring_workbook
from commissioning.work.deciding import Matter, accept, query, waive
from commissioning.work.importing import import_returns
from commissioning.work.meeting import questions_for
from commissioning.work.publishing import gather, write_workbook
from commissioning.work.status import overview
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR, FUND, HARBOUR, laid_out

CORRECTED = Path(__file__).parent / "returns" / f"{HARBOUR}-2025-26-Q1-corrected.xlsx"
TODAY = date(2026, 4, 30)
LEFT_OUT = "Two referrals by letter, and seven calls, were left out."
NIGHT = "The council made a move at night; agreed at the review."
LETTERS = "Letters are not kept by source yet."
WAITING = "The waiting list grew by 8%: what was done?"


def at(day: date) -> datetime:
    """Noon on a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """What was done up to the end of April 2026; the fourth return, due on 23 April, has not come."""
    workspace = laid_out(tmp_path_factory.mktemp("story"))
    (workspace.folder / "contracts" / f"{FUND}.toml").unlink()  # Its year is told elsewhere.

    def came(file: Path, day: date, correction: str = "") -> None:
        import_returns(workspace, [file], ACTOR, lambda: at(day), received=day, correction=correction)

    def matter(quarter: str, day: date) -> Matter:
        return Matter(workspace, HARBOUR, quarter, ACTOR, lambda: at(day))

    returns = workspace.folder / "returns"
    came(returns / f"{HARBOUR}-2025-26-Q1.xlsx", date(2025, 7, 18))
    came(CORRECTED, date(2025, 8, 4), LEFT_OUT)
    came(returns / f"{HARBOUR}-2025-26-Q2.xlsx", date(2025, 10, 28))
    accept(matter("2025-26-Q2", date(2025, 11, 3)), NIGHT)
    came(returns / f"{HARBOUR}-2025-26-Q3.xlsx", date(2026, 1, 20))
    waive(matter("2025-26-Q3", date(2026, 2, 2)), "A001", LETTERS, date(2026, 6, 30))
    query(matter("2025-26-Q3", date(2026, 2, 3)), WAITING, date(2026, 2, 20))
    return workspace


@pytest.fixture(scope="module")
def document(workspace: Workspace) -> Document:
    """The year's workbook as it stands."""
    return monitoring_workbook("2025-26", gather(workspace, read_period("2025-26"), ACTOR, TODAY))


def rows(document: Document, sheet: str, table: str) -> list[list[str]]:
    """The words of a table; numbers are left out."""
    [page] = [page for page in document.sheets if page.name == sheet]
    [found] = [found for found in page.tables if found.title == table]
    return [[piece.text for piece in row if isinstance(piece, Words)] for row in found.rows]


def test_status_shows_each_as_it_is(workspace: Workspace) -> None:
    """Due on 21 July, 21 October, 22 January and 23 April: working days without bank holidays."""
    found = overview(workspace, ACTOR, lambda: at(TODAY), "2025-26")
    assert [(one.expected.label, one.status, one.days_late, one.state) for one in found.returns] == [
        ("2025-26-Q1", Status.ON_TIME, 0, "accepted"),
        ("2025-26-Q2", Status.LATE, 7, "accepted"),
        ("2025-26-Q3", Status.ON_TIME, 0, "provisional: queried"),
        ("2025-26-Q4", Status.OUTSTANDING, 7, ""),
    ]
    corrected, late, waived, missing = (one.notes for one in found.returns)
    assert corrected == (f"corrected on 4 August 2025: {LEFT_OUT}",)
    assert late == ("accepted by Worked examples",)
    assert waived == (
        "queried by Worked examples, answer asked by 20 February 2026",
        f"A001: Waived by Worked examples until 30 June 2026: {LETTERS}",
    )
    assert missing == ()


def test_the_front_page_says_what_is_outstanding_late_and_asked(document: Document) -> None:
    """The query comes first; the late return and the missing one are listed with their days."""
    [needs] = rows(document, "Summary", "What needs a decision")
    asked = f"Worked examples asked for an answer by 20 February 2026: {WAITING}"
    assert needs[1:] == ["2025-26-Q3", "have answered", asked]
    lacking = rows(document, "Summary", "Returns outstanding or late")
    assert [row[1:5] for row in lacking] == [
        ["2025-26-Q2", "21 October 2025", "28 October 2025", "accepted by decision, 7 days late"],
        ["2025-26-Q4", "23 April 2026", "not received", "outstanding"],
    ]
    summary = document.sheets[0]
    assert summary.lead[0] == Words("As things stood on 30 April 2026.", summary.lead[0].look)


def test_what_changed_is_told_of_the_newest_quarter_that_is_in(document: Document) -> None:
    """The fourth is missing, so the third is compared with the second."""
    changed = rows(document, "Summary", "What changed since the period before")
    assert {row[1] for row in changed} == {"2025-26-Q2 to 2025-26-Q3"}
    assert "Referrals received, Refuge: rose from 57 to 78 (21 more) [p]" in [row[0] for row in changed]


def test_a_return_that_is_not_due_yet_is_not_outstanding(workspace: Workspace) -> None:
    """On its last day it is still in time."""
    made = monitoring_workbook("2025-26", gather(workspace, read_period("2025-26"), ACTOR, date(2026, 4, 23)))
    assert rows(made, "Summary", "Returns outstanding or late")[-1][3:5] == ["not received", "not due yet"]


def test_returns_show_the_correction_beside_what_it_replaced(document: Document) -> None:
    """Both files, what each comes to and why."""
    listed = rows(document, "Returns", "Returns")
    assert [(row[2], row[6]) for row in listed] == [
        ("2025-26-Q1", "replaced by a correction"),
        ("2025-26-Q1", "accepted"),
        ("2025-26-Q2", "accepted by decision"),
        ("2025-26-Q3", "provisional: queried"),
        ("2025-26-Q4", "outstanding"),
    ]
    assert LEFT_OUT in listed[1][-1]


def test_a_correction_is_compared_cell_by_cell(document: Document) -> None:
    """64 referrals became 66, 6 from other sources 8, and 1,132 answered calls 1,139."""
    why = f"4 August 2025: {LEFT_OUT}"
    assert [row[2:] for row in rows(document, "Corrections", "What corrections changed")] == [
        ["Refuge", "Referrals received", "Refuge!G6", "64", "66", why],
        ["Refuge", "Referrals received, referral source: Other", "Refuge!G11", "6", "8", why],
        ["Helpline", "Calls answered", "Helpline!G7", "1,132", "1,139", why],
    ]


def test_a_waived_finding_says_so_where_it_stands(document: Document) -> None:
    """It is no longer among what needs explanation."""
    found = [row for row in rows(document, "Findings", "Findings") if row[1] == "A001"]
    assert [(row[0], row[3], row[6]) for row in found] == [
        ("waived", "2025-26-Q3", f"Waived by Worked examples until 30 June 2026: {LETTERS}")
    ]


def test_the_questions_are_those_of_the_meeting(workspace: Workspace) -> None:
    """What is missing first, then the query, then what is waived; what was accepted is asked no more."""
    page = questions_for(workspace, "2025-26", ACTOR, TODAY)
    [sheet] = page.sheets
    asked = [row[1].text for table in sheet.tables for row in table.rows if isinstance(row[1], Words)]
    assert asked[0] == ("No return for 2025-26-Q4 is in; it was due on 23 April 2026. When will it come?")
    assert asked[1] == WAITING
    assert any("Waived by Worked examples until 30 June 2026" in ask for ask in asked)
    assert not any(NIGHT in ask for ask in asked)


def test_a_year_with_a_return_missing_is_at_least_so_much(workspace: Workspace) -> None:
    """Referrals to the refuge: 66 corrected, 57 and 78 come to 201, with one quarter of four not known."""
    from commissioning.work.reporting import figures

    [total] = [
        figure
        for figure in figures(workspace, ACTOR, HARBOUR, "2025-26")
        if (figure.key.service, figure.key.code, figure.basis) == ("refuge", "referrals", "total")
    ]
    assert (int(total.given.value), total.given.bound, total.note) == (201, "at least", "1 of 4 not returned")


def test_the_workbook_of_the_year_opens_and_has_a_sheet_for_the_correction(workspace: Workspace) -> None:
    """As a file."""
    content, _ = write_workbook(workspace, "2025-26", ACTOR, today=TODAY)
    names = openpyxl.load_workbook(BytesIO(content)).sheetnames
    assert "Corrections" in names
