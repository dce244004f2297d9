"""What names people is turned away: only a sign stays, and the file is locked away where policy says so."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commissioning.cli import main
from commissioning.contract import read_book
from commissioning.errors import CommissioningError, NothingThere
from commissioning.model.organisation import Actor
from commissioning.model.posted import TurnedAway, Verdict
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.store import Store
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.publishing import gather
from commissioning.work.quarantine import signs, unlock, write_keys
from commissioning.work.status import overview
from commissioning.work.workspace import Workspace
from tests.provider import a_return, a_workspace, sent
from tests.shelf_rows import contents, originals, rows
from tests.shelved import FIRST_HALF, NOON

OFFICER = Actor("J. Officer", ("commissioner",))
NHS_NUMBER = "943 476 5870"
FIGURES = "open-at-start 4, moved-in 3, open-at-end 5, trained 2"
GOOD = a_return("2025-26-Q1", FIGURES)
BAD = a_return("2025-26-Q1", f"{FIGURES}, notes Ring {NHS_NUMBER} or 07700 900123")
STORY = a_return("2025-26-Q1", f"{FIGURES}, notes A 34-year-old mother of two from Crewe who fled her husband.")
NAME = f"about {NHS_NUMBER}.xlsx"


def at(day: int) -> datetime:
    return datetime(2025, 7, day, 12, tzinfo=UTC)


def take_in(workspace: Workspace, folder: Path, content: bytes, day: int = 3, name: str = "q1.xlsx") -> Outcome:
    """What became of one file that came that day of July."""
    [outcome] = import_returns(workspace, sent(folder, {name: content}), OFFICER, lambda: at(day))
    return outcome


def with_key(workspace: Workspace, public: str) -> Workspace:
    """The same workspace, with a policy."""
    (workspace.folder / "contracts" / "policies.toml").write_text(f'[quarantine]\npublic_key = "{public}"\n')
    return Workspace(workspace.folder, workspace.database)


@pytest.fixture
def workspace(tmp_path: Path, database: str | None) -> Workspace:
    return a_workspace(tmp_path / "ws", database=database)


def test_what_names_people_leaves_a_sign_and_nothing_else(workspace: Workspace, tmp_path: Path) -> None:
    """Contract, period, when, by whom, and what was found how often; no name, no word, no byte."""
    outcome = take_in(workspace, tmp_path / "in", BAD, name=NAME)
    assert (outcome.verdict, outcome.turned_away, outcome.locked_away) == (Verdict.STOPPED, True, False)
    [sign] = signs(workspace, OFFICER)
    assert (sign.contract, str(sign.period), sign.kinds) == (
        "refuge",
        "2025-04-01..2025-06-30",
        (("P001", 2), ("P004", 1)),
    )
    assert (sign.received, sign.actor, sign.at, sign.box) == (at(3), "J. Officer", at(3), "")
    assert originals(workspace) == set()
    kept = rows(workspace)
    assert [name for name, found in kept.items() if found] == ["alembic_version", "turned_away"]
    secrets = (NHS_NUMBER, NHS_NUMBER.replace(" ", ""), "07700", "about", "Ring", sha256(BAD).hexdigest())
    assert [secret for secret in secrets if secret in repr(kept)] == []


def test_the_same_file_twice_on_one_day_is_said_once(workspace: Workspace, tmp_path: Path) -> None:
    """Two signs that say the same are one line; nothing is kept by which the file could be told again."""
    take_in(workspace, tmp_path / "in", BAD)
    take_in(workspace, tmp_path / "again", BAD, name="other.xlsx")
    assert len(signs(workspace, OFFICER)) == 2
    assert len(state_on(workspace, 3)[1]) == 1


def test_a_file_of_no_known_contract_leaves_a_sign_without_one(workspace: Workspace, tmp_path: Path) -> None:
    """What a strange file says of itself is not repeated either."""
    other = a_workspace(tmp_path / "other")
    (other.folder / "contracts" / "refuge.toml").rename(other.folder / "contracts" / "elsewhere.toml")
    take_in(Workspace(other.folder), tmp_path / "in", BAD)
    [sign] = signs(Workspace(other.folder), OFFICER)
    assert (sign.contract, sign.period) == ("", None)


def test_with_a_key_it_is_locked_away_and_only_the_other_key_opens_it(workspace: Workspace, tmp_path: Path) -> None:
    """Nothing in the clear lies under the ledger's folder."""
    workspace = with_key(workspace, write_keys(tmp_path / "private.key"))
    outcome = take_in(workspace, tmp_path / "in", BAD)
    assert outcome.locked_away
    assert [name for name, content in contents(workspace).items() if BAD[:200] in content] == []
    [sign] = signs(workspace, OFFICER)
    unlock(workspace, sign.box[:12], tmp_path / "private.key", tmp_path / "opened.xlsx")
    assert (tmp_path / "opened.xlsx").read_bytes() == BAD
    assert {(tmp_path / name).stat().st_mode & 0o077 for name in ("private.key", "opened.xlsx")} == {0}


def test_another_key_opens_nothing(workspace: Workspace, tmp_path: Path) -> None:
    """And a file that holds no key is told from a wrong one."""
    workspace = with_key(workspace, write_keys(tmp_path / "private.key"))
    take_in(workspace, tmp_path / "in", BAD)
    [sign] = signs(workspace, OFFICER)
    write_keys(tmp_path / "wrong.key")
    (tmp_path / "no.key").write_text("letmein")
    for key, words in (("wrong.key", "This key does not open"), ("no.key", "The key cannot be read")):
        with pytest.raises(CommissioningError, match=words):
            unlock(workspace, sign.box, tmp_path / key, tmp_path / "opened.xlsx")
    assert not (tmp_path / "opened.xlsx").exists()


def test_a_box_is_told_by_its_name(workspace: Workspace, tmp_path: Path) -> None:
    """Of which the beginning is enough, where it is the beginning of one alone."""
    workspace = with_key(workspace, write_keys(tmp_path / "private.key"))
    for day in (3, 4):
        take_in(workspace, tmp_path / "in", BAD, day)
    assert len({sign.box for sign in signs(workspace, OFFICER)}) == 2
    for name in ("", "none"):
        with pytest.raises(NothingThere, match="No one file in quarantine"):
            unlock(workspace, name, tmp_path / "private.key", tmp_path / "opened.xlsx")


def test_what_is_there_is_not_written_over(workspace: Workspace, tmp_path: Path) -> None:
    """Least of all a private key."""
    write_keys(tmp_path / "private.key")
    before = (tmp_path / "private.key").read_bytes()
    with pytest.raises(CommissioningError, match="is there already"):
        write_keys(tmp_path / "private.key")
    with pytest.raises(CommissioningError, match="is there already"):
        unlock(workspace, "0" * 64, tmp_path / "private.key", tmp_path / "private.key")
    assert (tmp_path / "private.key").read_bytes() == before


def test_what_may_tell_who_somebody_is_is_kept_provisional(workspace: Workspace, tmp_path: Path) -> None:
    """A guess throws no file away; somebody has to accept it."""
    outcome = take_in(workspace, tmp_path / "in", STORY)
    assert [finding.code for finding in outcome.findings] == ["P012"]
    assert (outcome.verdict, outcome.turned_away, outcome.posted) == (Verdict.NEEDS_EXPLANATION, False, 6)
    assert (signs(workspace, OFFICER), len(originals(workspace))) == ((), 1)


def state_on(workspace: Workspace, day: int) -> tuple[str, tuple[str, ...]]:
    [one] = overview(workspace, OFFICER, lambda: at(day), "2025-26-Q1", date(2025, 7, day)).returns
    return one.state, one.notes


def test_status_tells_what_was_turned_away_until_a_good_return_comes(workspace: Workspace, tmp_path: Path) -> None:
    """And again where another bad one comes after that."""
    take_in(workspace, tmp_path / "in", BAD, 3)
    turned = "turned away on 3 July 2025: NHS number, telephone number"
    assert [state_on(workspace, day) for day in (2, 3)] == [("", ()), ("turned away", (turned,))]
    take_in(workspace, tmp_path / "in", GOOD, 7, "good.xlsx")
    assert state_on(workspace, 8) == ("accepted", ())
    again = a_return("2025-26-Q1", f"{FIGURES}, notes jo@example.org")
    take_in(workspace, tmp_path / "in", again, 9)
    assert state_on(workspace, 9) == ("accepted", ("turned away on 9 July 2025: e-mail address",))


def test_the_workbook_tells_what_was_turned_away(workspace: Workspace, tmp_path: Path) -> None:
    """Beside the return that is still owed, and no more once a good one has come."""

    def beside_the_return() -> str:
        document = monitoring_workbook("2025-26-Q1", gather(workspace, read_period("2025-26-Q1"), OFFICER))
        sheet = next(sheet for sheet in document.sheets if sheet.name == "Returns")
        return str(sheet.tables[0].rows[0][-1].text)

    take_in(workspace, tmp_path / "in", BAD)
    assert beside_the_return() == "Turned away on 3 July 2025: NHS number, telephone number."
    take_in(workspace, tmp_path / "in", GOOD, 7, "good.xlsx")
    assert beside_the_return() == ""


def test_a_sign_comes_back_as_it_was_recorded(store: Store) -> None:
    """With its contract and period, and without."""
    known = TurnedAway(NOON, (("P001", 2),), "Priya Shah", NOON, "refuge", FIRST_HALF, "b" * 64)
    unknown = TurnedAway(NOON, (("P001", 1), ("P011", 1)), "Priya Shah", NOON)
    for sign in (known, unknown, known):
        store.turn_away(sign)
    assert store.turned_away() == (known, unknown, known)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", []),
        ('[quarantine]\npublic_key = "sRCe7eOEqQTZXiBZxxR0D3pr1THBOLjkFxppFOSv7CQ="', []),
        ('[quarantine]\npublic_key = "letmein"', ["quarantine.public_key is not a public key. Make a pair with:"]),
        ("[quarantine]", ["quarantine.public_key is not there. Add it."]),
        ("[quarantin]", ["quarantin is not a key of contract text. Did you mean quarantine?"]),
    ],
)
def test_policies_are_contract_text(text: str, faults: list[str]) -> None:
    """With faults said at their key, and no contract of that name."""
    book = read_book({"policies.toml": text})
    assert [str(fault)[: len(f"policies.toml: {want}")] for fault, want in zip(book.faults, faults, strict=True)] == [
        f"policies.toml: {want}" for want in faults
    ]
    assert book.contracts == {}


@pytest.fixture
def typed(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path / "ws")


def say(workspace: Workspace, *arguments: str) -> Result:
    """Type a command there."""
    of = ["--workspace", str(workspace.folder), "--actor", "J. Officer", *arguments]
    return CliRunner().invoke(main, of, env={"DATABASE_URL": None}, catch_exceptions=False)


def test_the_commands_make_keys_lock_list_and_open(typed: Workspace, tmp_path: Path) -> None:
    """As they are typed one after another."""
    made = say(typed, "quarantine", "keys", "-o", str(tmp_path / "private.key"))
    (typed.folder / "contracts" / "policies.toml").write_text(made.output.partition("policies.toml:\n")[2])
    [path] = sent(tmp_path / "in", {NAME: BAD})
    imported = say(typed, "import", str(path), "--received", "2025-07-03")
    assert imported.exit_code == 1
    assert "turned away: it names people. The file is locked away in quarantine;" in imported.output
    listed = say(typed, "quarantine", "list").output
    assert "NHS number in 2 places, telephone number in 1 place" in listed
    [row] = json.loads(say(typed, "quarantine", "list", "--json").output)
    assert (row["contract"], row["found"]) == ("refuge", {"P001": 2, "P004": 1})
    key, out = str(tmp_path / "private.key"), str(tmp_path / "out.xlsx")
    opened = say(typed, "quarantine", "open", row["box"][:12], "--key", key, "-o", out)
    assert (opened.exit_code, Path(out).read_bytes()) == (0, BAD)
    assert NHS_NUMBER not in imported.output + listed + opened.output


def test_without_a_key_the_command_says_that_it_was_not_kept(typed: Workspace, tmp_path: Path) -> None:
    """And the list says so too."""
    [path] = sent(tmp_path / "in", {NAME: BAD})
    assert "turned away: it names people. The file was not kept;" in say(typed, "import", str(path)).output
    assert "not kept" in say(typed, "quarantine", "list").output


def test_the_list_says_the_period_as_its_contract_does_and_equal_signs_once(typed: Workspace, tmp_path: Path) -> None:
    """A folder is imported again when more has come: what was in it before is no further incident to look into."""
    [path] = sent(tmp_path / "in", {NAME: BAD})
    for _ in range(2):
        say(typed, "import", str(path), "--received", "2025-07-03")
    _, row, last = say(typed, "quarantine", "list").output.splitlines()
    assert "refuge    2025-26-Q1  NHS number in 2 places" in row
    assert row.split()[-1] == "2"
    assert last == "2 files turned away; one that was imported again counts again."
