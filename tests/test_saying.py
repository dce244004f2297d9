"""Findings are said in the template's order, grouped, once each, with what was explained; and a slip gets a hint."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from commissioning.cli import main
from commissioning.cli.findings_json import findings_schema
from commissioning.findings import cells_in_words, explanation_of, grouped, in_order, in_short, tried_out
from commissioning.model.finding import Place, Severity
from commissioning.model.returned import Return
from commissioning.nearest import did_you_mean, nearest
from commissioning.work.checking import read_and_check
from tests.builders import CLEAN, changed
from tests.builders import a_return as as_read
from tests.provider import REFUGE, a_return, a_workspace, blank_return, sent
from tests.test_checks import a_finding, found
from tests.test_checks import returned as checked

# Near misses.

CONTRACTS = ("harbour-and-vale", "trafford-marac", "trafford-strive", "wirral-marac", "wirral-drive")
STATUSES = ("not known", "not applicable", "fewer than", "about", "to be confirmed")
PERIODS = ("2025-26", "2025-26-H1", "2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")
NEAR = [
    ("not knwn", STATUSES, ["not known"]),
    ("Not aplcable", STATUSES, ["not applicable"]),
    ("fewer", STATUSES, ["fewer than"]),
    ("see note", STATUSES, []),
    ("unknown at present", STATUSES, []),
    ("two rooms were closed", STATUSES, []),
    ("harbor", CONTRACTS, ["harbour-and-vale"]),
    ("trafford", CONTRACTS, ["trafford-marac", "trafford-strive"]),
    ("vale-and-harbour", CONTRACTS, ["harbour-and-vale"]),
    ("elsewhere", CONTRACTS, []),
    ("refrrals", ("referrals", "accepted"), ["referrals"]),
    ("open", ("open-at-start", "open-at-end", "accepted"), ["open-at-start", "open-at-end"]),
    ("Q3 2025-26", PERIODS, ["2025-26-Q3"]),
    ("2025-26Q3", PERIODS, ["2025-26-Q3"]),
    # One of four quarters is as likely as the next, so none is offered.
    ("2025-26-Q9", PERIODS, []),
    ("a", CONTRACTS, []),
    ("", CONTRACTS, []),
    ("harbor", (), []),
]


@pytest.mark.parametrize(("word", "known", "meant"), NEAR)
def test_what_a_slip_of_the_pen_means(word: str, known: tuple[str, ...], meant: list[str]) -> None:
    """One word, or the few that are as near; never a guess."""
    assert list(nearest(word, known)) == meant


def test_a_hint_names_every_word_that_is_as_near() -> None:
    """In words; the other advice stands where nothing is near."""
    assert did_you_mean("harbor", CONTRACTS) == "Did you mean harbour-and-vale?"
    assert did_you_mean("trafford", CONTRACTS) == "Did you mean trafford-marac or trafford-strive?"
    assert did_you_mean("elsewhere", CONTRACTS, "Write one.") == "Write one."


HINTS = [
    ("accepted 48 | not knwn", "Did you mean not known? Choose one of: "),
    ("accepted 48 | not", "Did you mean not known or not applicable? Choose one of: "),
    ("accepted 48 | Jo said so", "Choose one of: "),
]


@pytest.mark.parametrize(("changes", "begins"), HINTS)
def test_a_mistyped_status_is_offered_what_was_probably_meant(changes: str, begins: str) -> None:
    """Never what was typed, which may name somebody."""
    [finding] = checked(changes)
    assert finding.remedy.startswith(begins)
    assert "Jo" not in finding.remedy


MISTYPED = [
    (["figures", "--contract", "refug"], "There is no contract 'refug'; did you mean refuge?"),
    (["figures", "--contract", "refuge", "--period", "2025-26-Q33"], "Did you mean 2025-26-Q3?"),
    (["workbook", "2025-26-Q3-", "-o", "never.xlsx"], "Did you mean 2025-26-Q3?"),
    (["trace", "refuge", "trainde"], "refuge has no measure 'trainde'; did you mean trained?"),
    (["contracts", "--commissioner", "a-counsil"], "did you mean a-council?"),
    (["explain", "A01"], "did you mean A001?"),
]


@pytest.mark.parametrize(("command", "words"), MISTYPED)
def test_a_mistyped_command_is_offered_what_was_probably_meant(tmp_path: Path, command: list[str], words: str) -> None:
    """A contract, a period, a measure, an organisation, a check."""
    a_workspace(tmp_path / "ws")
    where = [] if command[0] == "explain" else ["--workspace", str(tmp_path / "ws")]
    result = CliRunner().invoke(main, [*command, *where])
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())


# The template's own order.


def test_findings_stand_in_the_templates_own_order() -> None:
    """Of the file first; then answer by answer, with whatever stands beside or under each; then other sheets."""
    given = a_westshire_return("")
    findings = [
        a_finding("L001", "Zoo!A1"),
        a_finding("C002", "Narrative!D7"),
        a_finding("C001", "Refuge!G10"),
        a_finding("L001", "Refuge!M9"),
        a_finding("C012", "Refuge!H9", "Zoo!A1"),
        a_finding("L002", "Refuge!B40"),
        a_finding("C018", "Refuge!G4"),
        a_finding("C001", "Advocacy!G6"),
        a_finding("P001", "file name"),
        a_finding("L003", "Refuge"),
        a_finding("I005", "_return"),
        a_finding("R001"),
    ]
    expected = [
        "I005 _return",
        "P001 file name",
        "R001",
        "L003 Refuge",
        "C018 Refuge!G4",
        "C012 Refuge!H9 Zoo!A1",
        "L001 Refuge!M9",
        "C001 Refuge!G10",
        "L002 Refuge!B40",
        "C001 Advocacy!G6",
        "C002 Narrative!D7",
        "L001 Zoo!A1",
    ]
    sheets = ("Zoo", "_return", "Narrative", "Advocacy", "Refuge")
    assert found(in_order(findings, given, sheets)) == expected
    assert found(in_order(reversed(findings), given, sheets)) == expected


def a_westshire_return(changes: str) -> Return:
    """The clean return of Westshire with some answers changed, as it is read."""
    return as_read(changed(CLEAN, changes)).returned


def test_moved_sheets_and_rows_leave_the_order_as_it_was() -> None:
    """The order is that of the questions, wherever the answers now stand."""
    answers = "open-at-start some, moved-in 3, trained 2"
    plain = a_return("2025-26-Q1", answers)
    book = openpyxl.load_workbook(BytesIO(plain))
    sheet = book["Refuge"]
    first, last = ([cell.value for cell in sheet[row]] for row in (6, 8))
    for column, (upper, lower) in enumerate(zip(last, first, strict=True), 1):
        sheet.cell(6, column).value, sheet.cell(8, column).value = upper, lower
    book.move_sheet("Refuge", 2)
    saved = BytesIO()
    book.save(saved)
    before, after = (read_and_check(content, "q1.xlsx").findings for content in (plain, saved.getvalue()))
    assert [(one.code, one.measures) for one in before] == [(one.code, one.measures) for one in after]
    assert found(after) == ["I006", "C003 Refuge!G8", "C001 Refuge!G6"]


def test_the_same_fault_in_many_cells_is_said_once_with_its_cells_in_order() -> None:
    """The template's order of answers, over sheets."""
    [blank] = checked("trained\nreferrals/source/other\naccepted\nunits")
    assert found((blank,)) == ["C001 Refuge!G8 Refuge!G11 Whole contract!G6 Whole contract!G7"]


SILENT = [
    # A total with a part that cannot be read; a percentage without its base; a relation over what is blank.
    ("referrals/source/police many\nreferrals 61", {"C003"}),
    ("surveys\nhappy 1", {"C001"}),
    ("open-at-start n/a\nopen-at-end 99", {"C035"}),
    ("surveys | not known\nhappy 1", set()),
]


@pytest.mark.parametrize(("changes", "codes"), SILENT)
def test_what_depends_on_an_answer_that_is_not_known_is_silent(changes: str, codes: set[str]) -> None:
    """The answer has its own finding; nothing is said twice, or guessed."""
    assert {finding.code for finding in checked(changes)} == codes


# On a screen.

CELLS = [
    ("A!G6 A!G7 A!G8", "A!G6:G8"),
    ("A!G6 A!G7", "A!G6, A!G7"),
    ("A!G8 A!G7 A!G6", "A!G8, A!G7, A!G6"),
    ("A!G6 A!G7 A!G8 B!G9 A!H4 A!H5 A!H6", "A!G6:G8, B!G9, A!H4:H6"),
    ("A!G6 A!H6 A!I6", "A!G6, A!H6, A!I6"),
    ("A!Z9 A!Z10 A!Z11 A!Z13", "A!Z9:Z11, A!Z13"),
    ("A!A6 A!B6 A!A7 A!B7 A!A8 A!B8", "A!A6:A8, A!B6:B8"),
    ("file A B", "file, A, B"),
    ("", ""),
]


@pytest.mark.parametrize(("places", "words"), CELLS)
def test_many_cells_under_each_other_are_one_range(places: str, words: str) -> None:
    """Two cells stay two, since what they are may differ; the order is kept."""
    assert cells_in_words(Place(*place.split("!")) for place in places.split()) == words


def test_findings_are_grouped_by_what_they_do() -> None:
    """What stops first, what is on trial last; each group in the order given, and none that is empty."""
    note = a_finding("T001", severity=Severity.NOTE)
    findings = (note, a_finding("A001", severity=Severity.NEEDS_EXPLANATION), a_finding("C002"), a_finding("C001"))
    groups = [(group.called, [one.code for one in group.findings]) for group in grouped((tried_out(note), *findings))]
    assert groups == [
        ("What stops it", ["C002", "C001"]),
        ("What needs explanation", ["A001"]),
        ("Notes", ["T001"]),
        ("On trial", ["T001"]),
    ]


SENT = [
    ("open-at-start 4, moved-in some", 1, "this would be stopped", "Put right what stops it, and check again."),
    ("open-at-start 4, moved-in 0, open-at-end 9, trained 2", 0, "provisional", "Correct it, or say why in the"),
    ("open-at-start 4, moved-in 0, open-at-end 9 (two by night), trained 2", 0, "provisional", "you can send it."),
    ("open-at-start 4, moved-in 3, open-at-end 4, trained 2", 0, "would be accepted", "You can send it."),
]


@pytest.mark.parametrize(("answers", "ends", "becomes", "what_next"), SENT)
def test_the_last_line_says_what_would_happen_and_what_to_do_next(
    tmp_path: Path, answers: str, ends: int, becomes: str, what_next: str
) -> None:
    """To a provider, before anything is sent."""
    [file] = sent(tmp_path, {"q1.xlsx": a_return("2025-26-Q1", answers)})
    result = CliRunner().invoke(main, ["check", str(file)])
    last = result.output.splitlines()[-1]
    assert result.exit_code == ends
    assert last.startswith("q1.xlsx: sent as it is")
    assert becomes in last
    assert what_next in last


# What was explained.


def test_an_explanation_belongs_to_a_finding_of_its_row() -> None:
    """Of whichever cell of the row; of no other row or sheet; each once."""
    given = a_westshire_return("accepted 61 | | Two came back\nunits 20 | | Two are closed")
    rows = [("Refuge!G11", "Two came back"), ("Refuge!B11", "Two came back"), ("Refuge!G12", ""), ("Advocacy!G11", "")]
    for place, explanation in rows:
        assert explanation_of(a_finding("A001", place), given.answers) == explanation
    both = a_finding("A001", "Whole contract!G7", "Refuge!G11", "Refuge!H11")
    assert explanation_of(both, given.answers) == "Two came back; Two are closed"
    assert explanation_of(a_finding("R001"), given.answers) == ""


def test_a_long_explanation_is_printed_in_short() -> None:
    """A thousand characters, and a sign that there is more."""
    assert in_short("w" * 1000) == "w" * 1000
    assert in_short("w" * 1001) == "w" * 1000 + "…"


# For machines.


def json_of(command: list[str]) -> list[dict[str, object]]:
    """What a command prints, which must hold to the schema."""
    answer = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    Draft202012Validator(closed(findings_schema())).validate(answer)
    return list(answer)


def closed(schema: Any) -> Any:
    """The schema without room for a key that it does not name."""
    if not isinstance(schema, dict):
        return schema
    shut = {key: closed(value) for key, value in schema.items()}
    return {**shut, "additionalProperties": False} if "properties" in schema else shut


EXPLAINED = "open-at-start 4, moved-in 0, open-at-end 9 (two by night), trained 2"


def test_json_says_all_there_is_to_know_of_a_file(tmp_path: Path) -> None:
    """What it is, what it would come to, and each finding with its cells and what was explained there."""
    workspace = a_workspace(tmp_path / "ws")
    files = {"q1.xlsx": a_return("2025-26-Q1", EXPLAINED), "notes.txt": b"hello"}
    paths = [str(path) for path in sent(tmp_path / "in", files)]
    checked, note = json_of(["check", *paths])
    [template, _] = blank_return(REFUGE, "2025-26-Q1")
    told = {key: checked[key] for key in ("file", "format", "contract", "period", "span", "edition", "verdict")}
    assert told == {
        "file": "q1.xlsx",
        "format": "xlsx",
        "contract": "refuge",
        "period": "2025-26-Q1",
        "span": "2025-04-01..2025-06-30",
        "edition": template.edition,
        "verdict": "needs explanation",
    }
    [finding] = [one for one in checked["findings"] if one["code"] == "A003"]
    assert finding["explanation"] == "two by night"
    assert [place["cell"] for place in finding["places"]] == ["G8", "G6", "G7"]
    assert (note["contract"], note["verdict"]) == (None, "stopped")
    [_, imported] = json_of(["import", *paths, "--received", "2025-07-10", "--workspace", str(workspace.folder)])
    told |= {"posted": 5}
    assert {key: imported[key] for key in told} == told


def test_json_repeats_no_explanation_of_a_file_that_names_people(tmp_path: Path) -> None:
    """Nor does the screen."""
    answers = EXPLAINED.replace("two by night", "ring 07700 900123")
    [path] = sent(tmp_path, {"q1.xlsx": a_return("2025-26-Q1", answers)})
    [checked] = json_of(["check", str(path)])
    assert {one["explanation"] for one in checked["findings"]} == {None}
    assert "900123" not in CliRunner().invoke(main, ["check", str(path)]).output


def test_the_schema_is_one_and_is_printed() -> None:
    """For whoever reads the JSON with a program."""
    Draft202012Validator.check_schema(findings_schema())
    printed = CliRunner().invoke(main, ["schema", "--findings"]).output
    assert json.loads(printed) == findings_schema()


# The explanation through the story: typed beside a figure that has a finding, and printed wherever that is.

NIGHT = "=two by night"
IN_WORDS = "open-at-start 4, moved-in 0, open-at-end 9 (=two by night), trained 2"


def test_an_explanation_is_shown_wherever_its_finding_is(tmp_path: Path) -> None:
    """On import, to whoever accepts or queries, in questions, workbook, receipt, figures and trace; always as text."""
    workspace = a_workspace(tmp_path / "ws")
    [path] = sent(tmp_path / "in", {"q1.xlsx": a_return("2025-26-Q1", IN_WORDS)})

    def typed(*command: str) -> str:
        result = CliRunner().invoke(main, [*command, "--workspace", str(workspace.folder)])
        assert result.exit_code == 0, result.output
        return result.output

    said = f"Provider's explanation: {NIGHT}\n"
    assert said in typed("check", str(path))
    assert said in typed("import", str(path), "--received", "2025-07-10")
    assert said in typed("query", "refuge", "2025-26-Q1", "--why", "Which two?", "--until", "2999-12-31")
    assert NIGHT in typed("questions", "2025-26-Q1")
    assert f"Explained as: {NIGHT}" in typed("receipt", "refuge", "2025-26-Q1")
    [figure] = [one for one in json.loads(typed("figures", "--json")) if one["measure"] == "open-at-end"]
    assert figure["sources"][0]["explanation"] == NIGHT
    [trace] = json.loads(typed("trace", "refuge", "open-at-end", "--json"))
    assert [entry["explanation"] for entry in trace["entries"]] == [NIGHT]
    assert NIGHT in typed("trace", "refuge", "open-at-end")
    assert said in typed("accept", "refuge", "2025-26-Q1", "--why", "Agreed on the telephone.")


def test_an_explanation_stands_beside_its_finding_in_the_workbook_as_text(tmp_path: Path) -> None:
    """In Findings, on the contract's sheet and in Data; what begins with = is no formula."""
    workspace = a_workspace(tmp_path / "ws")
    [path] = sent(tmp_path / "in", {"q1.xlsx": a_return("2025-26-Q1", IN_WORDS)})
    where = ["--workspace", str(workspace.folder)]
    CliRunner().invoke(main, ["import", str(path), "--received", "2025-07-10", *where])
    CliRunner().invoke(main, ["workbook", "2025-26-Q1", "-o", str(tmp_path / "w.xlsx"), *where])
    CliRunner().invoke(main, ["workbook", "2025-26-Q1", "-o", str(tmp_path / "w.html"), *where])
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    rows = [[cell for cell in row if cell.value] for row in book["Findings"].iter_rows()]
    [cells] = [row for row in rows if any(cell.value == "A003" for cell in row)]
    assert (cells[-1].value, cells[-1].data_type) == (NIGHT, "s")
    texts = {sheet.title: [c.value for row in sheet for c in row if isinstance(c.value, str)] for sheet in book}
    contract = next(title for title in texts if "refuge" in title.lower())
    assert any(f"Provider's explanation: {NIGHT}" in text for text in texts[contract])
    assert NIGHT in texts["Data"]
    assert f"Provider&#39;s explanation: {NIGHT}" in (tmp_path / "w.html").read_text(encoding="utf-8")
