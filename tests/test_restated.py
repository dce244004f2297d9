"""Earlier figures that a return prints: what differs from what was recorded is asked about, at its cell."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from commissioning.checks import check_admission
from commissioning.model.finding import Finding, Place
from commissioning.model.returned import Cell, Printed, Typed
from commissioning.returns import read_return
from commissioning.work.importing import import_returns
from tests.builders import a_cell, a_sheet, a_specification, among_earlier
from tests.worked import ACTOR, HARBOUR, clock, laid_out

PRINTED = [
    ("48", "48", True),
    ("48", '"48"', True),
    ("48", '"48 (provisional)"', True),
    ("48", "45", False),
    ("48", '"45"', False),
    ("1234", '"1,234"', True),
    ("48 | fewer than", '"fewer than 48"', True),
    ("48 | fewer than", "48", False),
    ("| not known", '"not known"', True),
    ("| not known", "45", False),
    ("48", "", True),
    ("48", '"see note"', True),
]


@pytest.mark.parametrize(("recorded", "printed", "is_silent"), PRINTED)
def test_what_a_return_says_of_last_period_is_what_was_recorded(
    recorded: str, printed: str, is_silent: bool
) -> None:  # a case
    """A figure that was changed by the way is asked about; the same one in another dress is not."""
    assert [f"{one.code} {one.places[0]}" for one in printing(recorded, printed)] == (
        [] if is_silent else ["H005 Refuge!E11"]
    )


def last(cell: Cell | None) -> tuple[Printed, ...]:
    """What stands beside an answer for last period."""
    return (Printed(cell, Place("Refuge", "E11")),) if cell else ()


def printing(recorded: str, printed: str, provisional: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """What is said of a return that prints a figure beside Accepted, of which another may have been recorded."""
    earlier = {"2025-26-Q1": f"accepted {recorded}"}
    admission = among_earlier(earlier, "2025-26-Q2", "accepted 50", "", provisional)
    there = {answer.about: answer for answer in admission.returned.answers}
    there["Accepted"] = replace(there["Accepted"], earlier=last(a_cell(printed)))
    answers = there.values()
    return check_admission(replace(admission, returned=replace(admission.returned, answers=tuple(answers))))


def test_an_opening_is_printed_beside_the_last_closing_figure() -> None:
    """What stands beside it as last period's is that."""
    printed = last(Cell(Typed.TEXT, "14"))
    admission = among_earlier({"2025-26-Q1": "open-at-start 12\nopen-at-end 15"}, "2025-26-Q2", "open-at-start 15")
    there = {answer.about: answer for answer in admission.returned.answers}
    there["Open at start"] = replace(there["Open at start"], earlier=printed)
    returned = replace(admission.returned, answers=tuple(there.values()))
    [finding] = [f for f in check_admission(replace(admission, returned=returned)) if f.code == "H005"]
    assert "“14” stands for the last period, and 15 is what was recorded" in finding.there


def test_a_return_tells_what_stands_beside_its_answers_for_last_period() -> None:
    """Read from the column that bears that code, wherever it now stands."""
    specification = a_specification()
    cells = a_sheet("accepted 48", specification)
    [refuge] = [sheet for sheet in cells.sheets if sheet.name == "Refuge"]
    written = {**refuge.cells, (4, 12): Cell(Typed.TEXT, "last"), (11, 12): Cell(Typed.TEXT, "45")}
    sheets = tuple(replace(refuge, cells=written) if sheet is refuge else sheet for sheet in cells.sheets)
    answers = read_return(replace(cells, sheets=sheets), specification).answers
    assert [(said.cell.text, str(said.place)) for one in answers for said in one.earlier] == [("45", "Refuge!L11")]


def test_a_real_return_whose_last_period_was_typed_over_is_asked_about_when_it_is_imported(tmp_path: Path) -> None:
    """The first quarter sent 64 referrals; the second quarter's file was issued with them, and says 52."""
    workspace = laid_out(tmp_path / "ws")
    files = [workspace.folder / "returns" / f"{HARBOUR}-2025-26-{quarter}.xlsx" for quarter in ("Q1", "Q2")]
    import_returns(workspace, files[:1], ACTOR, clock)
    book = openpyxl.load_workbook(files[1])
    assert book["Refuge"]["E6"].value == "64"
    book["Refuge"]["E6"] = "52"
    book.save(tmp_path / "second.xlsx")
    [outcome] = [one for one in import_returns(workspace, [tmp_path / "second.xlsx"], ACTOR, clock) if not one.because]
    asked = [f"{one.code} {one.places[0]}" for one in outcome.findings if one.code == "H005"]
    assert asked == ["H005 Refuge!E6"]
