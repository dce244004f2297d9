"""Files that come in any order, twice, in each other's place, with names of people in them: what the ledger keeps."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from commissioning.errors import CommissioningError
from commissioning.findings import said
from commissioning.model.organisation import Actor
from commissioning.model.posted import Entry, Verdict
from commissioning.work import importing
from commissioning.work.deciding import Matter, accept
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.workspace import Clock, Workspace
from tests.databases import Databases
from tests.provider import REFUGE, a_return, a_workspace, sent
from tests.shelf_rows import contents, originals, rows

OFFICER = Actor("Priya Shah")
TRANSCRIBED = REFUGE.replace(
    'origin = "issued"', 'origin = "transcribed"\nsource = { paper = "A paper", dated = 2026-01-01, lines = "1" }'
)
Empty = Callable[[], AbstractContextManager[Workspace]]
BOOKS = {"refuge.toml": REFUGE, "annexe.toml": REFUGE}


def clock() -> datetime:
    """A day on which the first three quarters are late."""
    return datetime(2026, 4, 10, 9, 0, tzinfo=UTC)


def next_month() -> datetime:
    """A day on which every quarter is late."""
    return datetime(2026, 5, 11, 9, 0, tzinfo=UTC)


def imported(
    workspace: Workspace, files: dict[str, bytes], correction: str = "", now: Clock = clock
) -> dict[str, Outcome]:
    """What became of files that come together, in that order."""
    with TemporaryDirectory() as folder:
        outcomes = import_returns(workspace, sent(Path(folder), files), OFFICER, now, correction=correction)
    return {outcome.file: outcome for outcome in outcomes}


def codes(outcome: Outcome) -> list[str]:
    """The codes of an outcome's findings."""
    return [finding.code for finding in outcome.findings]


def states(workspace: Workspace) -> dict[str, str]:
    """The state of each return that stands, by its file, in one word."""
    with workspace.store() as store:
        return {entry.file: entry.state.value for entry in store.entries()}


@pytest.fixture
def workspace(tmp_path: Path, database: str | None) -> Workspace:
    """A workspace with two contracts and an empty ledger, on each kind of database."""
    workspace = a_workspace(tmp_path / "workspace", BOOKS, database)
    workspace.store().close()
    return workspace


# Any order

FIGURES = {
    "agrees": "open-at-start 4, moved-in 3, open-at-end 4, trained 10",
    "opens otherwise": "open-at-start 9, moved-in 0, open-at-end 4, trained 15",
    "closes otherwise": "open-at-start 4, moved-in 5, open-at-end 9, trained 5",
    "does not add up": "open-at-start 4, moved-in 0, open-at-end 9, trained 20",
    "is stopped": "open-at-start 9, moved-in some, open-at-end 4, trained 0",
}
QUARTERS = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")
PLACES = [*(("refuge", quarter) for quarter in QUARTERS), ("annexe", "2025-26-Q1"), ("annexe", "2025-26-Q2")]

PATIENT = "943 476 5919"
ODD_FILES = {
    "letter.xlsx": b"Dear all, please find attached nothing.",
    "elsewhere.xlsx": a_return("2025-26-Q1", FIGURES["agrees"], contract="elsewhere"),
    "patient.xlsx": a_return("2025-26-Q4", f"open-at-start 4, notes See {PATIENT}", contract="annexe"),
}
RIVALS = {
    "annexe Q3.xlsx": a_return("2025-26-Q3", FIGURES["agrees"], contract="annexe"),
    "annexe Q3 again.xlsx": a_return("2025-26-Q3", FIGURES["opens otherwise"], contract="annexe"),
}


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[dict[str, bytes], list[list[str]]]:
    """Files, and an order they come in, one or several at a time.

    Rivals come together, since of two that come one after the other the first stands.
    """
    drawn = draw(st.dictionaries(st.sampled_from(PLACES), st.sampled_from(sorted(FIGURES)), min_size=1))
    returns = {
        f"{contract} {quarter}.xlsx": a_return(quarter, FIGURES[figures], contract=contract)
        for (contract, quarter), figures in drawn.items()
    }
    copies = {f"copy of {name}": returns[name] for name in draw(st.sets(st.sampled_from(sorted(returns)), max_size=2))}
    groups = draw(st.permutations([*([name] for name in (*returns, *copies, *ODD_FILES)), list(RIVALS)]))
    imports = draw(st.lists(st.booleans(), min_size=len(groups), max_size=len(groups)))
    order: list[list[str]] = [[]]
    for group, joins in zip(groups, imports, strict=True):
        order = [*order[:-1], [*order[-1], *group]] if joins else [*order, group]
    return {**returns, **copies, **ODD_FILES, **RIVALS}, [names for names in order if names]


@settings(max_examples=25)
@given(came=arrivals())
def test_what_is_found_and_posted_does_not_depend_on_the_order_of_files(
    came: tuple[dict[str, bytes], list[list[str]]], empty: Empty
) -> None:
    """One at a time, all at once, or some of each: every return ends with the same findings, verdict and figures."""
    files, order = came
    assert told(empty, order, files) == told(empty, [sorted(files)], files)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Empty]:
    """Makes copies of a workspace with two contracts and nothing in its ledger, each for as long as it is needed."""
    with databases.new() as database:
        workspace = a_workspace(tmp_path_factory.mktemp("orders") / "empty", BOOKS, database)
        workspace.store().close()

        @contextmanager
        def copy() -> Iterator[Workspace]:
            with TemporaryDirectory() as folder, databases.like(database) as url:
                yield Workspace(shutil.copytree(workspace.folder, Path(folder) / "workspace"), url)

        yield copy


def told(empty: Empty, order: list[list[str]], files: dict[str, bytes]) -> dict[str, object]:
    """What the ledger says of each return in the end: its judgement and its figures with their state."""
    with empty() as workspace:
        for names in order:
            imported(workspace, {name: files[name] for name in names})
        with workspace.store() as store:
            kept, entries = {receipt.sha256 for receipt in store.receipts()}, store.entries()
            assert store.originals() == kept
            return {sha: (store.judgement(sha), figures(entries, sha)) for sha in kept}


def figures(entries: tuple[Entry, ...], sha256: str) -> list[tuple[object, ...]]:
    """The figures of one return, in the order they were posted."""
    return [(e.contract, e.period, e.key, e.given, e.words, e.state) for e in entries if e.sha256 == sha256]


TOGETHER = {
    **ODD_FILES,
    **RIVALS,
    "Q1.xlsx": a_return("2025-26-Q1", FIGURES["closes otherwise"]),
    "Q2.xlsx": a_return("2025-26-Q2", FIGURES["agrees"]),
    "Q3.xlsx": a_return("2025-26-Q3", FIGURES["is stopped"]),
}
FOUND = {
    "letter.xlsx": ["I000"],
    "elsewhere.xlsx": ["I002", "I003"],
    "patient.xlsx": ["P001", "C001"],
    "annexe Q3.xlsx": ["E011", "R001", "R002"],
    "annexe Q3 again.xlsx": ["E011", "R001", "R002"],
    "Q1.xlsx": ["R001"],
    "Q2.xlsx": ["R001", "H001"],
    "Q3.xlsx": ["R001", "C003", "H001", "H002"],
}


@settings(max_examples=10)
@given(names=st.permutations(sorted(TOGETHER)))
def test_files_that_come_together_are_told_of_alike_in_any_order(names: list[str], empty: Empty) -> None:
    """Also those of which nothing is kept."""
    with empty() as workspace:
        outcomes = imported(workspace, {name: TOGETHER[name] for name in names})
    assert {name: sorted(codes(outcome)) for name, outcome in outcomes.items()} == {
        name: sorted(found) for name, found in FOUND.items()
    }


def test_an_earlier_return_that_comes_later_has_the_later_ones_judged_again(workspace: Workspace) -> None:
    """The second quarter was accepted while nobody knew how the first one closed."""
    later, earlier = {"Q2.xlsx": TOGETHER["Q2.xlsx"]}, {"Q1.xlsx": TOGETHER["Q1.xlsx"]}
    assert codes(imported(workspace, later)["Q2.xlsx"]) == ["R001"]
    assert states(workspace) == {"Q2.xlsx": "accepted"}
    assert imported(workspace, earlier)["Q1.xlsx"].again == ("2025-26-Q2: needs explanation",)
    assert states(workspace) == {"Q1.xlsx": "accepted", "Q2.xlsx": "provisional"}
    assert codes(imported(workspace, later)["Q2.xlsx"]) == ["R001", "H001"]


def test_a_later_return_that_comes_again_with_an_earlier_one_is_judged_again_too(workspace: Workspace) -> None:
    """Once, and by itself: the earlier one has nothing to say of it."""
    later, earlier = {"Q2.xlsx": TOGETHER["Q2.xlsx"]}, {"Q1.xlsx": TOGETHER["Q1.xlsx"]}
    imported(workspace, later)
    outcomes = imported(workspace, later | earlier)
    assert (outcomes["Q1.xlsx"].again, codes(outcomes["Q2.xlsx"])) == ((), ["R001", "H001"])
    assert states(workspace) == {"Q1.xlsx": "accepted", "Q2.xlsx": "provisional"}
    assert [row["sha256"] for row in rows(workspace)["verdicts"]].count(outcomes["Q2.xlsx"].sha256) == 2


def test_a_stopped_return_is_judged_again_and_stays_stopped(workspace: Workspace) -> None:
    """What else is wrong with it may come to light; it posts nothing all the same."""
    stopped = imported(workspace, {"Q3.xlsx": TOGETHER["Q3.xlsx"]})["Q3.xlsx"]
    assert codes(stopped) == ["R001", "C003"]
    assert imported(workspace, {"Q2.xlsx": TOGETHER["Q2.xlsx"]})["Q2.xlsx"].again == ()
    with workspace.store() as store:
        judgement = store.judgement(stopped.sha256)
    assert judgement
    assert judgement.verdict is Verdict.STOPPED
    assert {finding.code for finding in judgement.findings} == {"R001", "C003", "H001", "H002"}
    assert states(workspace) == {"Q2.xlsx": "accepted"}


# Twice


def recorded(workspace: Workspace) -> dict[str, object]:
    """Every row, apart from the signs of what was turned away."""
    return {table: found for table, found in rows(workspace).items() if table != "turned_away"}


def test_the_same_file_twice_adds_nothing_under_whatever_name(workspace: Workspace) -> None:
    """No receipt, no verdict, no entry, no file; not even a month later. Only what is turned away leaves a sign each
    time that it comes."""
    files = {name: content for name, content in TOGETHER.items() if name not in RIVALS}
    imported(workspace, files)
    once, kept = recorded(workspace), originals(workspace)
    renamed = {f"copy of {name}": content for name, content in files.items()}
    again = imported(workspace, files | renamed)
    for name, content in renamed.items():
        again |= imported(workspace, {name: content}, now=next_month)
    assert (recorded(workspace), originals(workspace)) == (once, kept)
    assert [outcome.file for outcome in again.values() if outcome.posted] == []
    assert {outcome.file for outcome in again.values() if outcome.known_before} >= {"Q1.xlsx", "copy of Q2.xlsx"}
    assert (len(once["receipts"]), len(kept)) == (3, 3)


def test_two_copies_in_one_import_are_one_return(workspace: Workspace) -> None:
    """And no rivals."""
    outcomes = imported(workspace, {"b.xlsx": TOGETHER["Q1.xlsx"], "a.xlsx": TOGETHER["Q1.xlsx"]})
    assert {name: codes(outcome) for name, outcome in outcomes.items()} == {"a.xlsx": ["R001"]}
    assert states(workspace) == {"a.xlsx": "accepted"}


# Corrections

FIRST = {"first.xlsx": a_return("2025-26-Q1", FIGURES["agrees"])}
SECOND = {"second.xlsx": a_return("2025-26-Q1", FIGURES["closes otherwise"])}
THIRD = {"third.xlsx": a_return("2025-26-Q1", FIGURES["agrees"].replace("trained 10", "trained 9"))}
BROKEN = {"broken.xlsx": a_return("2025-26-Q1", FIGURES["is stopped"])}


def trained(workspace: Workspace) -> dict[str, str]:
    """How many were trained, by the file that now says so."""
    with workspace.store() as store:
        return {entry.file: str(entry.given.value) for entry in store.entries() if entry.key.measure == "trained"}


def test_another_return_for_a_recorded_period_is_stopped_and_is_not_kept(workspace: Workspace) -> None:
    """It says which return is there, when it came, and what to do."""
    imported(workspace, FIRST)
    before, kept = rows(workspace), originals(workspace)
    outcome = imported(workspace, SECOND, now=next_month)["second.xlsx"]
    (rival,) = [finding for finding in outcome.findings if finding.code == "R002"]
    assert rival.there == (
        "There is another return for this contract and period: first.xlsx, received on 10 April 2026."
    )
    assert "--correction" in rival.remedy
    assert (outcome.verdict, outcome.posted) == (Verdict.STOPPED, 0)
    after = rows(workspace)
    assert [row["file"] for row in after["rivals"]] == ["second.xlsx"]
    assert (after | {"rivals": []}, originals(workspace)) == (before, kept)


def test_a_correction_takes_the_place_of_the_return_it_corrects(workspace: Workspace) -> None:
    """And so does a correction of the correction; all three stay on the shelf."""
    imported(workspace, FIRST)
    imported(workspace, SECOND, "The register was counted twice.")
    assert trained(workspace) == {"second.xlsx": "5"}
    imported(workspace, THIRD, "One came twice.")
    assert trained(workspace) == {"third.xlsx": "9"}
    receipts = rows(workspace)["receipts"]
    assert [receipt["correction_reason"] for receipt in receipts] == [
        "", "The register was counted twice.", "One came twice.",
    ]  # fmt: skip
    assert [receipt["corrects"] for receipt in receipts] == [None, *(receipt["sha256"] for receipt in receipts[:2])]
    assert len(originals(workspace)) == 3


@pytest.mark.parametrize(("file", "reason"), [(FIRST, ""), (SECOND, ""), (SECOND, "The register was counted twice.")])
def test_a_correction_and_what_it_corrected_may_come_again(
    workspace: Workspace, file: dict[str, bytes], reason: str
) -> None:
    """Both are known, and neither is a rival of the other."""
    imported(workspace, FIRST)
    imported(workspace, SECOND, "The register was counted twice.")
    before = rows(workspace)
    (outcome,) = imported(workspace, file, reason).values()
    assert (outcome.known_before, outcome.posted, "R002" in codes(outcome)) == (True, 0, False)
    assert outcome.replaced is (file is FIRST)
    assert rows(workspace) == before


def test_a_correction_has_the_later_returns_judged_again(workspace: Workspace) -> None:
    """They opened where the corrected return closed."""
    imported(workspace, FIRST | {"Q2.xlsx": TOGETHER["Q2.xlsx"]})
    corrected = imported(workspace, SECOND, "The register was counted twice.")["second.xlsx"]
    assert corrected.again == ("2025-26-Q2: needs explanation",)
    assert imported(workspace, THIRD, "It was not.")["third.xlsx"].again == ("2025-26-Q2: accepted",)


def test_a_correction_that_is_stopped_leaves_the_recorded_return_standing(workspace: Workspace) -> None:
    """It is received and judged; a better one can still come."""
    imported(workspace, FIRST)
    assert imported(workspace, BROKEN, "The register was counted twice.")["broken.xlsx"].verdict is Verdict.STOPPED
    assert trained(workspace) == {"first.xlsx": "10"}
    assert imported(workspace, SECOND, "Now it can be read.")["second.xlsx"].posted == 5
    assert trained(workspace) == {"second.xlsx": "5"}


def test_a_correction_of_nothing_is_refused(workspace: Workspace) -> None:
    """Also where what came before was stopped, or is of another period or contract."""
    others = {
        "Q2.xlsx": TOGETHER["Q2.xlsx"],
        "annexe.xlsx": a_return("2025-26-Q1", FIGURES["agrees"], contract="annexe"),
    }
    imported(workspace, BROKEN | others)
    before = contents(workspace)
    with pytest.raises(CommissioningError, match=r"no recorded return that first\.xlsx could correct"):
        imported(workspace, FIRST, "It was wrong.")
    with pytest.raises(CommissioningError, match="imported by itself"):
        imported(workspace, FIRST | SECOND, "It was wrong.")
    with pytest.raises(CommissioningError, match=r"Q2\.xlsx was imported before, so it corrects nothing"):
        imported(workspace, {"Q2.xlsx": TOGETHER["Q2.xlsx"]}, "It was wrong.")
    assert contents(workspace) == before


# Cut off


@pytest.mark.parametrize("reason", ["", "The register was counted twice."])
def test_an_import_cut_off_before_it_came_to_the_later_returns_is_completed_by_another(
    workspace: Workspace, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own return is known by then, and has the later ones judged again all the same."""
    imported(workspace, {"Q2.xlsx": TOGETHER["Q2.xlsx"]} | (FIRST if reason else {}))
    with monkeypatch.context() as patch:
        patch.setattr(importing, "judge_again", _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            imported(workspace, SECOND, reason)
    assert states(workspace) == {"Q2.xlsx": "accepted", "second.xlsx": "accepted"}
    outcome = imported(workspace, SECOND, reason)["second.xlsx"]
    assert (outcome.known_before, outcome.again) == (True, ("2025-26-Q2: needs explanation",))
    assert states(workspace) == {"Q2.xlsx": "provisional", "second.xlsx": "accepted"}


def _pull_the_plug(*_: object) -> None:
    raise KeyboardInterrupt


# People


def with_people(where: str) -> dict[str, bytes]:
    """A return that is well but for an NHS number in one place."""
    if where == "in the file name":
        return {f"Q1 {PATIENT}.xlsx": FIRST["first.xlsx"]}
    if where in ANSWERS:
        return {"Q1.xlsx": a_return("2025-26-Q1", ANSWERS[where])}
    book, saved = openpyxl.load_workbook(BytesIO(FIRST["first.xlsx"])), BytesIO()
    if where == "in a note":
        book["Refuge"]["G6"].comment = Comment(f"See {PATIENT}", "Manager")
    else:
        book.properties.title = f"About {PATIENT}"
    book.save(saved)
    return {"Q1.xlsx": saved.getvalue()}


ANSWERS = {
    "in an answer": f"{FIGURES['agrees']}, notes She is {PATIENT}",
    "beside a figure": FIGURES["agrees"].replace("moved-in 3", f"moved-in 3 (one is {PATIENT})"),
    "instead of a figure": FIGURES["agrees"].replace("moved-in 3", f"moved-in {PATIENT}"),
}


@pytest.mark.parametrize("where", [*ANSWERS, "in a note", "in a property", "in the file name"])
@pytest.mark.parametrize("reason", ["", "The register was counted twice."])
def test_of_a_return_that_names_someone_not_a_byte_is_kept(workspace: Workspace, where: str, reason: str) -> None:
    """No receipt, no file, no word of it but a sign that it came, wherever the number stands; and nobody repeats it."""
    if reason:
        imported(workspace, SECOND)
    before = rows(workspace), originals(workspace)
    ((name, content),) = with_people(where).items()
    (outcome,) = imported(workspace, {name: content}, reason).values()
    assert "P001" in codes(outcome)
    assert (outcome.verdict, outcome.posted) == (Verdict.STOPPED, 0)
    assert PATIENT not in "".join(said(finding) for finding in outcome.findings)
    after = rows(workspace)
    assert len(after["turned_away"]) == 1
    assert (after | {"turned_away": []}, originals(workspace)) == before
    traces = [PATIENT, PATIENT.replace(" ", ""), sha256(content).hexdigest()]
    everything = b"".join(contents(workspace).values())
    assert [trace for trace in traces if trace.encode() in everything] == []


@pytest.mark.parametrize("name", ["letter.xlsx", "elsewhere.xlsx"])
def test_a_file_that_is_no_return_of_ours_leaves_no_trace(workspace: Workspace, name: str) -> None:
    """Nobody may keep what nobody asked for."""
    before = contents(workspace)
    outcome = imported(workspace, {name: ODD_FILES[name]})[name]
    assert (outcome.verdict, outcome.contract, outcome.posted) == (Verdict.STOPPED, "", 0)
    assert contents(workspace) == before


# Acceptance

QUERIED = {"Q2.xlsx": a_return("2025-26-Q2", FIGURES["does not add up"])}


def accepted(workspace: Workspace, period: str = "2025-26-Q2", why: str = "Five came by night.") -> None:
    """The officer accepts the return of the refuge for a period."""
    accept(Matter(workspace, "refuge", period, OFFICER, clock), why)


def test_an_accepted_return_is_no_longer_provisional(workspace: Workspace) -> None:
    """And stays accepted when the file comes again."""
    assert imported(workspace, QUERIED)["Q2.xlsx"].verdict is Verdict.NEEDS_EXPLANATION
    assert states(workspace) == {"Q2.xlsx": "provisional"}
    accepted(workspace)
    assert states(workspace) == {"Q2.xlsx": "accepted"}
    assert imported(workspace, QUERIED)["Q2.xlsx"].verdict is Verdict.ACCEPTED
    assert states(workspace) == {"Q2.xlsx": "accepted"}


@pytest.mark.parametrize(
    ("earlier", "state"),
    [("agrees", "accepted"), ("closes otherwise", "provisional")],
    ids=["no new finding", "a new finding"],
)
def test_what_was_accepted_is_provisional_again_once_something_else_is_found(
    workspace: Workspace, earlier: str, state: str
) -> None:
    """A decision holds for the findings it was taken on."""
    imported(workspace, QUERIED)
    accepted(workspace)
    imported(workspace, {"Q1.xlsx": a_return("2025-26-Q1", FIGURES[earlier])})
    assert states(workspace)["Q2.xlsx"] == state


def test_a_correction_is_not_accepted_because_what_it_corrects_was(workspace: Workspace) -> None:
    """Its figures are others."""
    imported(workspace, QUERIED)
    accepted(workspace)
    correction = {"new.xlsx": a_return("2025-26-Q2", FIGURES["does not add up"].replace("trained 20", "trained 21"))}
    imported(workspace, correction, "One was left out.")
    assert states(workspace) == {"new.xlsx": "provisional"}


REFUSED = [
    ({}, "2025-26-Q2", "Yes.", "No return of refuge for 2025-26-Q2 is posted"),
    (QUERIED, "2025-26-Q1", "Yes.", "No return of refuge for 2025-26-Q1 is posted"),
    (QUERIED, "2025-26-Q2", " ", "Say why"),
    ({"Q2.xlsx": TOGETHER["Q2.xlsx"]}, "2025-26-Q2", "Yes.", "accepted already"),
    (BROKEN, "2025-26-Q1", "Yes.", "No return of refuge for 2025-26-Q1 is posted"),
]


@pytest.mark.parametrize(("files", "period", "why", "words"), REFUSED)
def test_what_cannot_be_accepted_is_refused(
    workspace: Workspace, files: dict[str, bytes], period: str, why: str, words: str
) -> None:
    """Nothing there, nothing said, nothing to decide."""
    if files:
        imported(workspace, files)
    before = rows(workspace)
    with pytest.raises(CommissioningError, match=words):
        accepted(workspace, period, why)
    assert rows(workspace) == before


def test_of_a_transcribed_contract_nothing_is_accepted(tmp_path: Path, database: str | None) -> None:
    """What a real council thinks is not for this engine to say."""
    workspace = a_workspace(tmp_path / "workspace", {"refuge.toml": TRANSCRIBED}, database)
    imported(workspace, {"Q2.xlsx": a_return("2025-26-Q2", FIGURES["does not add up"], text=TRANSCRIBED)})
    with pytest.raises(CommissioningError, match="nothing is decided here for a real council"):
        accepted(workspace)
    assert states(workspace) == {"Q2.xlsx": "provisional"}
