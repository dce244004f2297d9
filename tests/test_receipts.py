"""The receipt of a return: what came, what became of it, what was read of it, and what it adds up to."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commissioning.cli import main
from commissioning.model.document import Document, Number, Piece, Words
from commissioning.model.finding import Finding, Severity
from commissioning.model.posted import Entry, Judgement, State, Verdict
from commissioning.report.receipt import receipt_document
from commissioning.work.importing import import_returns
from commissioning.work.receipts import receipt_for
from commissioning.work.workspace import Workspace
from commissioning.writers.amounts import given_of, in_words
from tests.builders import CLEAN, a_receipt, a_return, a_specification, changed, entries, some_terms
from tests.provider import a_return as provided
from tests.provider import a_workspace
from tests.worked import ACTOR, HARBOUR, clock, laid_out

TERMS = some_terms()
SPECIFICATION = a_specification(TERMS)


def rows(document: Document, table: str) -> list[list[str]]:
    """A table as text, its numbers as a reader sees them."""
    given = given_of(document)

    def text(piece: Piece) -> str:
        return in_words(piece, given) if isinstance(piece, Number) else piece.text if isinstance(piece, Words) else ""

    found = [one for sheet in document.sheets for one in sheet.tables if one.title == table]
    return [[text(piece) for piece in row] for one in found for row in one.rows]


def a_document(posted: tuple[Entry, ...], verdict: Verdict = Verdict.ACCEPTED) -> Document:
    """The receipt of Westshire's return with these entries."""
    receipt = a_receipt(SPECIFICATION)
    return receipt_document(receipt, Judgement(receipt.sha256, verdict, ()), posted, (), TERMS)


def test_it_counts_what_was_taken_and_says_which_gaps_there_are() -> None:
    """19 answers are asked in figures: waiting may be left out and is, units is not known, accepted not applicable,
    which leaves 16; of the three asked in words, commentary and turned-away are left out."""
    given = a_return(changed(CLEAN, "units | not known\naccepted | not applicable"), SPECIFICATION)
    assert rows(a_document(entries(given)), "What was taken") == [
        ["Figures", "16", ""],
        ["Without a figure", "2", "1 not known, 1 not applicable"],
        ["Answers in words", "1", ""],
    ]


TWO_SERVICES = {
    "flow": ("7", ""),
    "snapshot-of-people": ("not added", "one person may be in several services on the day"),
    "distinct-people": ("not added", "one person may be counted in several services"),
}


@pytest.mark.parametrize("kind", TWO_SERVICES)
def test_a_measure_is_added_over_services_only_where_it_may_be(kind: str) -> None:
    """4 in the refuge and 3 in advocacy are 7 referrals, but not 7 people."""
    changes = f'[measure.seen]\nkind = "{kind}"\nservices = ["refuge", "advocacy"]'
    terms = some_terms(changes)
    specification = a_specification(terms)
    posted = entries(a_return("refuge:seen 4\nadvocacy:seen 3", specification))
    receipt = a_receipt(specification)
    page = receipt_document(receipt, Judgement(receipt.sha256, Verdict.ACCEPTED, ()), posted, (), terms)
    [row] = [row for row in rows(page, "Totals to compare with your own") if row[1] == "2"]
    assert (row[2], row[3]) == TWO_SERVICES[kind]


BECAME = [
    (State.ACCEPTED, Verdict.ACCEPTED, "Accepted: "),
    (State.ACCEPTED, Verdict.NEEDS_EXPLANATION, "Accepted: "),
    (State.PROVISIONAL, Verdict.NEEDS_EXPLANATION, "Provisional: "),
    (None, Verdict.STOPPED, "Stopped: "),
    (None, Verdict.ACCEPTED, "Replaced: "),
]


@pytest.mark.parametrize(("state", "verdict", "words"), BECAME)
def test_it_says_what_became_of_the_return(state: State | None, verdict: Verdict, words: str) -> None:
    """By what its figures are now: one accepted by a decision is accepted, one with none left was replaced."""
    posted = entries(a_return(CLEAN, SPECIFICATION), state=state) if state else ()
    page = a_document(posted, verdict)
    assert page.sheets[0].lead[-1].text.startswith(words)
    assert bool(rows(page, "Every answer as it was read")) == bool(posted)


def test_a_worked_receipt_names_the_file_its_digest_and_its_time(worked_workspace: Workspace) -> None:
    """The digest is of the file as it lies among the returns."""
    page = receipt_for(worked_workspace, HARBOUR, "2025-26-Q3", ACTOR)
    facts = {row[0]: row[1] for row in rows(page, "What was received")}
    file = worked_workspace.folder / "returns" / f"{HARBOUR}-2025-26-Q3.xlsx"
    assert facts["Digest of the file (sha256)"] == sha256(file.read_bytes()).hexdigest()
    assert facts["File"] == file.name
    assert facts["Received"] == "20 January 2026"
    assert facts["Provider"] == "Safe Harbour (illustrative)"
    found = rows(page, "What was found")
    assert found[0][:2] == ["needs explanation", "Refuge!G6"]
    assert found[0][2].startswith("A001. Referrals received is 78, but its parts add up to 77.")
    assert ["Refuge!G6", "Referrals received", "78 [p]", ""] in rows(page, "Every answer as it was read")
    totals = {row[0]: row[2] for row in rows(page, "Totals to compare with your own")}
    assert totals["Referrals received"] == "not added"
    assert totals["Calls answered"] == "1,223 [p]"


def test_a_decision_is_on_the_receipt(worked_workspace: Workspace) -> None:
    """Who accepted the second quarter, when, and why."""
    page = receipt_for(worked_workspace, HARBOUR, "2025-26-Q2", ACTOR)
    [[what, who, why]] = rows(page, "What was decided")
    assert (what, who) == ("accepted", "Worked examples, 17 April 2026")
    assert why == "The council made a move at night; agreed at the review."


def test_what_must_be_done_first_stands_first_on_a_receipt() -> None:
    """What stops it, what is to be explained, what is to know."""
    receipt = a_receipt(SPECIFICATION)
    severities = (Severity.NOTE, Severity.NEEDS_EXPLANATION, Severity.STOPS)
    found = tuple(Finding("C001", severity, (), "It is odd.", "Mend it.") for severity in severities)
    page = receipt_document(receipt, Judgement(receipt.sha256, Verdict.STOPPED, found), (), (), TERMS)
    assert [row[0] for row in rows(page, "What was found")] == ["stops", "needs explanation", "note"]


def test_the_receipt_of_a_stopped_return_shows_what_was_explained_in_it(tmp_path: Path) -> None:
    workspace = a_workspace(tmp_path / "ws")
    answers = "open-at-start four, moved-in 3 (two came by night), open-at-end 9, trained -1 (sent back)"
    (tmp_path / "q1.xlsx").write_bytes(provided("2025-26-Q1", answers))
    [outcome] = import_returns(workspace, [tmp_path / "q1.xlsx"], ACTOR, clock)
    assert outcome.verdict is Verdict.STOPPED
    found = {row[1]: row[2] for row in rows(receipt_for(workspace, "refuge", "2025-26-Q1", ACTOR), "What was found")}
    assert found["Whole contract!G6"].endswith(" Explained as: sent back")


class TestCommands:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """The worked examples, nothing imported."""
        laid_out(tmp_path / "ws")
        return tmp_path

    def say(self, folder: Path, *arguments: str) -> Result:
        result = CliRunner().invoke(main, [*arguments, "--workspace", str(folder / "ws")])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def test_import_writes_a_receipt_for_each_return_recorded(self, folder: Path) -> None:
        """None for a file that is no return of ours; a digest in the name keeps two of one period apart."""
        (folder / "notes.xlsx").write_bytes(b"not a workbook")
        files = [str(folder / "ws" / "returns" / f"{HARBOUR}-2025-26-{q}.xlsx") for q in ("Q1", "Q3")]
        result = self.say(folder, "import", *files, str(folder / "notes.xlsx"), "--receipts", str(folder / "out"))
        assert f"{folder / 'out'}: 2 receipts." in result.output
        names = sorted(path.name for path in (folder / "out").iterdir())
        assert [re.sub("-[0-9a-f]{8}.html", "", name) for name in names] == [
            f"receipt-{HARBOUR}-2025-26-Q1",
            f"receipt-{HARBOUR}-2025-26-Q3",
        ]

    def test_a_receipt_is_printed_or_written(self, folder: Path) -> None:
        """In words on the screen; as a page or a workbook by the file's ending."""
        period = (HARBOUR, "2025-26-Q1")
        missing = self.say(folder, "receipt", *period)
        assert missing.exit_code == 2
        assert "was received, so there is nothing to send back" in " ".join(missing.output.split())
        self.say(folder, "import", str(folder / "ws" / "returns" / f"{HARBOUR}-2025-26-Q1.xlsx"))
        assert "What was received" in self.say(folder, "receipt", *period).output
        for name, begins in (("receipt.html", b"<!DOCTYPE html>"), ("receipt.xlsx", b"PK")):
            assert self.say(folder, "receipt", *period, "-o", str(folder / name)).exit_code == 0
            assert (folder / name).read_bytes().startswith(begins)

    def test_questions_are_printed_or_written(self, folder: Path) -> None:
        """On the screen they are numbered."""
        self.say(folder, "import", str(folder / "ws" / "returns" / f"{HARBOUR}-2025-26-Q3.xlsx"))
        said = self.say(folder, "questions", "2025-26-Q3").output
        assert re.search(r"^1\. +Refuge: Referrals received is 78", said, re.MULTILINE)
        page = folder / "out" / "questions.html"
        assert self.say(folder, "questions", "2025-26-Q3", "--contract", HARBOUR, "-o", str(page)).exit_code == 0
        assert page.read_bytes().startswith(b"<!DOCTYPE html>")
