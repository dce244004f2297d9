"""Answers of any files that can be read are put into the return as it is asked now; what differs is named."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings

from commissioning.cli import main
from commissioning.editions.merging import Left, Merged, Rivalry, given_of, merge, rivalry
from commissioning.errors import CommissioningError
from commissioning.model.organisation import Actor
from commissioning.work.checking import read_and_check
from commissioning.work.fresh import refilled
from commissioning.work.importing import import_returns
from commissioning.work.refilling import Refilled, refill
from commissioning.work.workspace import Workspace
from commissioning.writers.returns import write_return
from tests.builders import a_return, a_specification
from tests.provider import DRESS, REFUGE, Typed, a_workspace, blank_return, filled, sent, template_of
from tests.provider import a_return as a_file
from tests.strategies import Answered, answered_returns
from tests.test_continuing import CLEAN_FILE, EDITED

OFFICER = Actor("Priya Shah")
NOW = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)


# Merging.

NOW_ASKED = a_specification()


def merged(*returns: str) -> Merged:
    """Returns of Westshire, `a`, `b` and so on, put together."""
    named = zip("abc", returns, strict=False)
    return merge(NOW_ASKED, [(file, a_return(answers, NOW_ASKED).returned) for file, answers in named])


def carried(found: Merged) -> dict[str, str]:
    """What is carried over, as it was typed, with the explanation."""
    return {
        answer.key.code: " | ".join(part for part in (answer.typed, answer.status, answer.explanation) if part)
        for answer in found.answers
    }


TOGETHER = [
    # Blank in one and filled in another is taken; equal is one.
    (("accepted 48", "surveys 9"), {"accepted": "48", "surveys": "9"}, {}),
    (("accepted 48", "accepted 48"), {"accepted": "48"}, {}),
    (("accepted 48", 'accepted 48 | | "By hand"'), {"accepted": "48 | By hand"}, {}),
    (('accepted | | "Later"', "accepted 48"), {"accepted": "48 | Later"}, {}),
    (("accepted | not known", "accepted | Not known"), {"accepted": "not known"}, {}),
    # What differs is left blank, whatever differs.
    (("accepted 48", "accepted 47"), {}, {"accepted": Left.DIFFERENT}),
    (("accepted 48", "accepted 48 | about"), {}, {"accepted": Left.UNREADABLE}),
    (("spend 48", "spend 48 | over"), {}, {"spend": Left.DIFFERENT}),
    (("accepted 48", "accepted | not known"), {}, {"accepted": Left.DIFFERENT}),
    (('accepted 48 | | "A"', 'accepted 48 | | "B"'), {"accepted": "48"}, {"accepted": Left.EXPLANATIONS_DIFFER}),
    (("commentary Quiet", "commentary Busy"), {}, {"commentary": Left.DIFFERENT}),
    # What cannot be read is no answer, and nobody chooses the other.
    (("accepted nine", "surveys 9"), {"surveys": "9"}, {"accepted": Left.UNREADABLE}),
    (("accepted nine", "accepted 9"), {}, {"accepted": Left.UNREADABLE}),
]


@pytest.mark.parametrize(("returns", "answers", "left"), TOGETHER)
def test_answers_are_put_together(returns: tuple[str, ...], answers: dict[str, str], left: dict[str, Left]) -> None:
    """Each once, or named."""
    found = merged(*returns)
    assert carried(found) == answers
    assert {one.sources[0].answer.key.code: one.why for one in found.not_carried} == left


def test_what_differs_is_named_with_every_file_and_cell() -> None:
    """So that the one that is right can be looked up."""
    [one] = merged("accepted 48", "surveys 9", "accepted 47").not_carried
    assert [(source.file, str(source.place)) for source in one.sources] == [("a", "Refuge!G11"), ("c", "Refuge!G11")]


def test_what_nobody_answered_is_counted() -> None:
    """It is blank in what is written too."""
    found = merged("accepted 48")
    assert len(found.blank) == len(list(NOW_ASKED.rows())) - 1


RIVALS = [
    (("accepted 48",), ("surveys 9",), Rivalry.PARTS),
    (("accepted 48", "surveys 9"), ("accepted 48", "happy 9"), Rivalry.PARTS),
    (("accepted 48",), ("accepted 48", "happy 9"), Rivalry.SAME),
    (("accepted 48", "happy 9"), ("accepted 48",), Rivalry.UNCLEAR),
    (("accepted 48", "happy 9"), ("accepted 47", "happy 8"), Rivalry.OTHER),
    (("accepted 48", "happy 9"), ("accepted 47", "happy 9"), Rivalry.UNCLEAR),
    (("commentary Quiet",), ("commentary Busy",), Rivalry.UNCLEAR),
]


@pytest.mark.parametrize(("ours", "other", "sort"), RIVALS)
def test_how_two_returns_go_together(ours: tuple[str, ...], other: tuple[str, ...], sort: Rivalry) -> None:
    """Parts, the same again, or other figures."""
    one, two = (given_of(a_return("\n".join(lines)).returned.answers) for lines in (ours, other))
    assert rivalry(one, [two]) is sort


# Writing.


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(answered_returns())
def test_what_is_refilled_reads_back_as_the_same_answers(case: Answered) -> None:
    """Whatever the contract and the answers: figures, statuses, explanations and words."""
    first = read_and_check(filled(write_return(case.template, DRESS), case.template, case.typed), "a.xlsx").returned
    assert first is not None
    carried_over = merge(case.template.specification, [("a.xlsx", first)]).answers
    again = read_and_check(refilled(case.template, carried_over), "b.xlsx").returned
    assert again is not None
    kept = {answer.key for answer in carried_over}
    told = [(a.key, a.given, a.words, a.explanation) for a in first.answers if a.key in kept]
    assert [(a.key, a.given, a.words, a.explanation) for a in again.answers if a.key in kept] == told


def test_equal_answers_give_equal_bytes_and_none_the_blank_return() -> None:
    """Whoever writes them, and when."""
    template, blank = blank_return(REFUGE, "2025-26-Q1")
    returned = read_and_check(a_file("2025-26-Q1", CLEAN_FILE), "a.xlsx").returned
    assert returned is not None
    assert refilled(template, returned.answers) == refilled(template, returned.answers)
    assert refilled(template, ()) == blank


PLANTED = ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(0)", "=cmd|' /c calc'!A0"]


@pytest.mark.parametrize("words", PLANTED)
def test_what_looks_like_a_formula_is_written_as_text(words: str) -> None:
    """In the narrative and in an explanation."""
    template, blank = blank_return(REFUGE, "2025-26-Q1")
    keys = {row.key.code: row.key for _, row in template.specification.rows()}
    typed = {keys["notes"]: Typed(words), keys["moved-in"]: Typed(3, explanation=words)}
    returned = read_and_check(filled(blank, template, typed), "a.xlsx").returned
    assert returned is not None
    workbook = openpyxl.load_workbook(BytesIO(refilled(template, returned.answers)))
    cells = [workbook["Narrative"]["D8"], workbook["Refuge"]["I7"]]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", words.strip())] * 2


def test_the_sheets_own_checks_say_what_the_answers_come_to() -> None:
    """A program that does not recalculate shows them as they are."""
    template = template_of(REFUGE, "2025-26-Q1")
    returned = read_and_check(a_file("2025-26-Q1", "open-at-start 0, moved-in 3, open-at-end 9"), "a.xlsx").returned
    assert returned is not None
    workbook = openpyxl.load_workbook(BytesIO(refilled(template, returned.answers)), data_only=True)
    refuge, cover = workbook["Refuge"], workbook["Cover"]
    assert [refuge[f"J{row}"].value for row in (6, 7, 8)] == [None, None, None]
    assert workbook["Whole contract"]["J6"].value == "to answer"
    checks = [[cell.value for cell in row] for row in refuge["E12:J12"]]
    assert checks == [[9, 3, None, None, None, "does not agree"]]
    assert refuge["K8"].value == "does not agree, see below"
    counters = {cover.cell(row, 1).value: cover.cell(row, 2).value for row in range(1, 20)}
    assert counters["Answers still missing"] == 1
    assert counters["Figures that do not agree"] == 1


# The job.


def put_together(workspace: Workspace, folder: Path, files: dict[str, bytes], *whose: str) -> Refilled:
    """What refilling these files comes to, said to be of a contract and period or not."""
    return refill(workspace, sent(folder, files), OFFICER, (whose[0], whose[1]) if whose else None)


COPIES = {
    "a.xlsx": "open-at-start 0, moved-in 3",
    "b.xlsx": "open-at-end 3, moved-in 3",
    "c.xlsx": "trained 12, notes All well",
}


def test_three_copies_become_one_return_that_is_accepted(tmp_path: Path) -> None:
    """Filled in by three colleagues, put together, and imported."""
    workspace = a_workspace(tmp_path / "ws")
    done = put_together(workspace, tmp_path / "in", {name: a_file("2025-26-Q1", said) for name, said in COPIES.items()})
    assert (done.merged.not_carried, done.merged.blank[0].key.code) == ((), "commentary")
    [outcome] = import_returns(workspace, sent(tmp_path / "out", {"Q1.xlsx": done.content}), OFFICER, lambda: NOW)
    assert (outcome.verdict.value, outcome.posted) == ("accepted", 6)


def test_an_earlier_edition_is_refilled_into_the_present_one(tmp_path: Path) -> None:
    """Renamed answers in their new place, what is gone named, what is new left blank."""
    workspace = a_workspace(tmp_path / "ws", {"refuge.toml": EDITED})
    done = put_together(
        workspace, tmp_path / "in", {"Q1.xlsx": a_file("2025-26-Q1", CLEAN_FILE)}, "refuge", "2025-26-Q2"
    )
    assert {answer.key.code: answer.typed for answer in done.merged.answers}["arrived"] == "3"
    assert [(one.about, one.why) for one in done.merged.not_carried] == [("Refuge: Notes", Left.NOT_ASKED)]
    assert [row.key.code for row in done.merged.blank] == ["moved-out", "commentary"]
    workbook = openpyxl.load_workbook(BytesIO(done.content))
    assert (workbook["Refuge"]["A7"].value, workbook["Refuge"]["G7"].value) == ("arrived", 3)


def test_files_of_several_returns_are_not_mixed(tmp_path: Path) -> None:
    """Which is meant must be said."""
    files = {f"Q{n}.xlsx": a_file(f"2025-26-Q{n}", CLEAN_FILE) for n in (1, 2)}
    with pytest.raises(CommissioningError, match="several returns"):
        put_together(a_workspace(tmp_path / "ws"), tmp_path / "in", files)


def test_a_file_that_names_people_is_left_out(tmp_path: Path) -> None:
    """Nothing of it is carried over, and the reason is said without the words."""
    workspace = a_workspace(tmp_path / "ws")
    named = a_file("2025-26-Q1", "open-at-start 0, notes Ring jane.doe@example.org")
    files = {"a.xlsx": named, "b.xlsx": a_file("2025-26-Q1", "moved-in 3")}
    done = put_together(workspace, tmp_path / "in", files)
    assert [(left.file, [f.code for f in left.findings]) for left in done.left_out] == [("a.xlsx", ["P003"])]
    assert [answer.key.code for answer in done.merged.answers if answer.key.code == "open-at-start"] == []
    with pytest.raises(CommissioningError, match="P003") as refused:
        put_together(workspace, tmp_path / "alone", {"a.xlsx": named})
    assert "jane" not in str(refused.value)


def test_the_command_prints_what_was_carried_over_and_what_not(tmp_path: Path) -> None:
    """On the screen by file and cell; for machines as JSON."""
    workspace = a_workspace(tmp_path / "ws")
    files = {"a.xlsx": a_file("2025-26-Q1", "moved-in 3"), "b.xlsx": a_file("2025-26-Q1", "moved-in 4, trained 2")}
    paths = [str(path) for path in sent(tmp_path / "in", files)]
    out, where = str(tmp_path / "out.xlsx"), ["--workspace", str(workspace.folder)]
    done = CliRunner().invoke(main, ["refill", *paths, "-o", out, *where])
    assert done.output.splitlines() == [
        "a.xlsx Refuge!G7, b.xlsx Refuge!G7: Households that moved in: the files differ, so it was left blank. "
        "Type the one that is right.",
        f"{out}: refuge 2025-26-Q1: 2 answers of 7 carried over from 2 files; 1 not carried over, 4 answered in none.",
    ]
    assert done.exit_code == 1
    told = json.loads(CliRunner().invoke(main, ["refill", *paths, "-o", out, "--json", *where]).output)
    assert told["not_carried_over"][0]["places"][1] == {"file": "b.xlsx", "sheet": "Refuge", "cell": "G7"}
    assert [one["answer"] for one in told["carried_over"]] == ["trained", "declared-by"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["-o", "in/a.xlsx"], "is one of the files that are read"),
        (["-o", "out.xlsx", "--contract", "refuge"], "takes both"),
    ],
)
def test_a_mistaken_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], words: str
) -> None:
    """In one sentence."""
    workspace = a_workspace(tmp_path / "ws")
    sent(tmp_path / "in", {"a.xlsx": a_file("2025-26-Q1", "moved-in 3")})
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["refill", "in/a.xlsx", *options, "--workspace", str(workspace.folder)])
    assert (done.exit_code, words in done.output.replace("\n", " ")) == (2, True)
