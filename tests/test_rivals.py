"""Two returns for one place: what is kept of the one not taken in, and what `status` says until it is settled."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from commissioning.cli import main
from commissioning.model.organisation import Actor
from commissioning.model.posted import Rival
from commissioning.period import read_period
from commissioning.store import Store
from commissioning.work.deciding import Matter, accept
from commissioning.work.importing import import_returns
from commissioning.work.status import overview
from commissioning.work.workspace import Workspace
from tests.packages import packed, parts_of
from tests.provider import a_return, a_workspace, sent
from tests.shelf_rows import rows

OFFICER = Actor("Priya Shah")
Q1 = "2025-26-Q1"
FIRST = {"first.xlsx": a_return(Q1, "open-at-start 4, moved-in 3, open-at-end 4, trained 10")}
UNCLEAR = {"first.xlsx": a_return(Q1, "open-at-start 4, moved-in 3, open-at-end 9, trained 10")}
SECOND = {"second.xlsx": a_return(Q1, "open-at-start 4, moved-in 5, open-at-end 8, trained 11")}
SAVED_AGAIN = {"again.xlsx": packed(parts_of(FIRST["first.xlsx"]))}
PART = {"part.xlsx": a_return(Q1, "notes All is well")}

CAME = "second.xlsx, received on 9 July 2025, was not taken in: There is another return for this contract and period: "
REMEDY = (
    "Nothing of this one was posted. If it corrects the other, import it by itself with --correction and the reason."
)


def at(day: int) -> datetime:
    """A morning in July."""
    return datetime(2025, 7, day, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with an empty ledger."""
    return a_workspace(tmp_path / "ws")


def came(workspace: Workspace, files: dict[str, bytes], day: int, correction: str = "") -> None:
    """Files that are imported together on a day of July."""
    with TemporaryDirectory() as folder:
        import_returns(workspace, sent(Path(folder), files), OFFICER, lambda: at(day), correction=correction)


def state_on(workspace: Workspace, day: int) -> tuple[str, tuple[str, ...]]:
    """How the return of the first quarter stands on a day of July, and the notes about it."""
    [one] = overview(workspace, OFFICER, lambda: at(day), Q1, date(2025, 7, day)).returns
    return one.state, one.notes


def test_status_tells_of_a_return_that_disagreed_with_the_one_that_stands(workspace: Workspace) -> None:
    """From the day it came, until a correction stands."""
    came(workspace, FIRST, 7)
    came(workspace, SECOND, 9)
    said = f"{CAME}first.xlsx, received on 7 July 2025. {REMEDY}"
    assert state_on(workspace, 8) == ("accepted", ())
    state, [note] = state_on(workspace, 9)
    assert (state, note.startswith(said)) == ("accepted", True)
    came(workspace, SECOND, 11, "The register was counted twice.")
    assert state_on(workspace, 11) == ("accepted", ("corrected on 11 July 2025: The register was counted twice.",))


def test_accepting_the_one_that_stands_settles_it(workspace: Workspace) -> None:
    came(workspace, UNCLEAR, 7)
    came(workspace, SECOND, 9)
    assert len(state_on(workspace, 9)[1]) == 1
    accept(Matter(workspace, "refuge", Q1, OFFICER, lambda: at(10)), "The first is right: asked on the telephone.")
    assert state_on(workspace, 10) == ("accepted", ("accepted by Priya Shah",))


def test_of_two_that_came_together_both_are_told_until_one_is_taken_in(workspace: Workspace) -> None:
    came(workspace, FIRST | SECOND, 9)
    state, notes = state_on(workspace, 9)
    assert state == "several came"
    found = {note.partition(", received")[0]: note for note in notes}
    # Two that come together are taken in the order of their sha256, which the moment of saving changes.
    assert sorted(found) == ["first.xlsx", "second.xlsx"]
    assert f"{CAME[11:]}first.xlsx. {REMEDY}" in found["second.xlsx"]
    came(workspace, SECOND, 10)
    assert state_on(workspace, 10) == ("accepted", ())


def test_what_was_said_of_the_two_is_kept_and_no_figure(workspace: Workspace) -> None:
    """Parts of one return are to be put together, and status says how."""
    came(workspace, FIRST, 7)
    came(workspace, PART, 9)
    _, notes = state_on(workspace, 9)
    assert "Put them together with commissioning refill" in notes[-1]
    [sign] = rows(workspace)["rivals"]
    assert sign.keys() == {
        "number", "sha256", "file", "received", "contract", "period", "starts", "ends", "as_at", "against", "said",
        "recorded_at", "actor", "engine_version",
    }  # fmt: skip
    assert "Households" not in sign["said"]


def test_the_same_rival_again_adds_no_sign(workspace: Workspace) -> None:
    came(workspace, FIRST, 7)
    for day in (9, 10):
        came(workspace, SECOND, day)
    assert len(rows(workspace)["rivals"]) == 1


def test_the_same_answers_in_another_file_disagree_with_nothing(workspace: Workspace) -> None:
    came(workspace, FIRST, 7)
    came(workspace, SAVED_AGAIN, 9)
    assert rows(workspace)["rivals"] == []
    assert state_on(workspace, 9) == ("accepted", ())


def test_the_name_of_a_rivals_file_repeats_nobody(workspace: Workspace) -> None:
    came(workspace, FIRST, 7)
    came(workspace, {"Q1 ring 07700 900123.xlsx": SECOND["second.xlsx"]}, 9)
    assert "900123" not in str(rows(workspace)["rivals"])


def test_status_prints_it(workspace: Workspace) -> None:
    came(workspace, FIRST | SECOND, 9)
    said = CliRunner().invoke(main, ["status", Q1, "--on", "2025-07-09", "--workspace", str(workspace.folder)]).output
    assert "several came" in said
    assert "first.xlsx, received on 9 July 2025, was not taken in" in said


def test_a_sign_comes_back_as_it_was_recorded(tmp_path: Path) -> None:
    sign = Rival("a" * 64, "q1.xlsx", at(3), "refuge", read_period(Q1), "", "Another came. Ask.", "Priya Shah", at(4))
    with Store.open(tmp_path) as store:
        store.note_rival(sign)
        assert store.rivals() == (sign,)
