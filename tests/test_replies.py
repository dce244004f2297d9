"""What is sent back about a return: what it says, where it is kept, how it is given again, and what came of it."""

import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from commissioning.cli import main
from commissioning.errors import NothingThere
from commissioning.model.document import Document, Words
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.quantity import Missing, Quantity
from commissioning.model.reply import Earlier, Listed, Reply
from commissioning.ooxml.marking import SIGNED
from commissioning.readers import read
from commissioning.report.reply import (
    NOTHING_FOUND,
    areas,
    progress_in_words,
    progress_since,
    remarks_on,
    reply_document,
    summary,
)
from commissioning.returns.replied import KEPT, MADE_BY
from commissioning.work.checking import Checked, read_and_check
from commissioning.work.importing import import_returns
from commissioning.work.replying import kept_replies, progress_of, reply_to
from commissioning.work.workspace import Workspace
from tests.clients.libreoffice import LibreOffice
from tests.formats import MAKERS
from tests.packages import packed, parts_of
from tests.provider import DRESS, a_return, a_workspace
from tests.worked import ACTOR, clock

GOOD = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")
WRONG = a_return("2025-26-Q1", "open-at-start four, moved-in three, open-at-end 4")
UNEXPLAINED = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 9, trained 10")


def a_finding(severity: Severity, *places: str, code: str = "C001") -> Finding:
    """A finding at places such as `Refuge!G6`."""
    return Finding(code, severity, tuple(Place(*place.split("!")) for place in places), "It is odd.", "Mend it.")


S, E, W, N = Severity.STOPS, Severity.NEEDS_EXPLANATION, Severity.WAIVED, Severity.NOTE
SUMMARIES = (
    ((), NOTHING_FOUND),
    ((S,), "1 thing stops it."),
    ((S, S, E, E, E, N, N, N, N), "2 things stop it, 3 need explanation, 4 notes."),
    ((E, W, W, N), "1 needs explanation, 2 were waived, 1 note."),
)


@pytest.mark.parametrize(("severities", "words"), SUMMARIES)
def test_a_reply_says_first_how_much_was_found(severities: tuple[Severity, ...], words: str) -> None:
    assert summary(tuple(map(a_finding, severities))) == words


AREAS = (
    ("Refuge!G6 Refuge!G7 Refuge!G8", "Refuge!G6:G8"),
    ("Refuge!G6 Refuge!G8 Refuge!G9", "Refuge!G6 Refuge!G8:G9"),
    ("Refuge!G6 Refuge!H7 Helpline!H8", "Refuge!G6 Refuge!H7 Helpline!H8"),
    ("Refuge!G7 Refuge!G6", "Refuge!G7 Refuge!G6"),
    ("_return notes", "_return notes"),
)


@pytest.mark.parametrize(("places", "joined"), AREAS)
def test_cells_under_each_other_are_said_as_one_area(places: str, joined: str) -> None:
    found = areas(Place(*place.split("!")) for place in places.split())
    assert " ".join(map(str, found)) == joined


def page(findings: tuple[Finding, ...]) -> Document:
    """The page that says them."""
    return reply_document(remarks_on(findings, "a return", None, "", None), "It comes alone.")


def test_a_page_groups_what_was_found_by_what_it_asks_in_the_order_it_was_found() -> None:
    findings = (a_finding(N, "A!A1"), a_finding(S, "A!B1"), a_finding(E, "B!A1"), a_finding(S, code="I001"))
    [sheet] = page(findings).sheets
    tables = {table.title: [row[0] for row in table.rows] for table in sheet.tables}
    assert {title: [words.text for words in found if isinstance(words, Words)] for title, found in tables.items()} == {
        "What stops it": ["A!B1", "the file"],
        "What needs explanation": ["B!A1"],
        "Notes": ["A!A1"],
    }


# What came of an earlier reply

NOW = remarks_on((a_finding(S, "A!A2", "A!A4"), a_finding(E, code="H001")), "", None, "1", None)
LISTED = tuple(Listed("C001", Place("A", f"A{row}")) for row in range(1, 5))
SINCE = (
    (LISTED, "2 of 4 put right since it was marked. Not yet: A!A2, A!A4."),
    (LISTED[:1], "1 of 1 put right since it was marked."),
    ((Listed("H001", Place()), *LISTED[:1]), "1 of 2 put right since it was marked. Not yet: H001."),
    ((Listed("A009", Place("A", "A2")), *LISTED[:1]), "1 of 2 put right since it was marked. Not yet: A!A2."),
    ((Listed("H002", Place()), Listed("H001", Place())), "1 of 2 put right since it was marked. Not yet: H001."),
)


@pytest.mark.parametrize(("listed", "words"), SINCE)
def test_the_second_answer_says_how_much_is_put_right_and_what_is_not(listed: tuple[Listed, ...], words: str) -> None:
    progress = progress_since(Earlier("1", "Findings", listed), NOW, frozenset())
    assert progress is not None
    assert progress_in_words(progress) == words


def test_what_only_an_import_can_tell_is_not_counted_as_put_right_by_a_check() -> None:
    earlier = Earlier("1", "Findings", (Listed("R001", Place()), *LISTED[:1]))
    progress = progress_since(earlier, NOW, frozenset({"R001"}))
    assert progress is not None
    assert (progress.put_right, progress.of) == (1, 1)


def test_what_was_listed_of_another_edition_says_nothing() -> None:
    assert progress_since(Earlier("2", "Findings", LISTED), NOW, frozenset()) is None


def checked(content: bytes, file: str = "return.xlsx") -> Checked:
    """A lone file, checked."""
    return read_and_check(content, file)


def answered(content: bytes, file: str = "return.xlsx") -> bytes:
    """The same, marked."""
    one = checked(content, file)
    marked = reply_to(one, one.findings, DRESS, alone=True).marked
    assert marked is not None
    return marked


def said_of(one: Checked) -> list[tuple[str, tuple[Place, ...]]]:
    """The codes and places of what was found."""
    return [(finding.code, finding.places) for finding in one.findings]


@pytest.mark.parametrize("content", [GOOD, WRONG, UNEXPLAINED])
def test_a_marked_file_is_found_to_be_what_it_was(content: bytes) -> None:
    before, after = checked(content), checked(answered(content))
    assert said_of(after) == said_of(before)
    assert before.returned is not None
    assert after.returned is not None
    assert after.returned.answers == before.returned.answers
    assert set(after.returned.loose) == set(before.returned.loose)


def test_a_forged_list_changes_no_finding() -> None:
    """What the hidden sheet says counts for one sentence, and its words are never repeated."""
    parts = parts_of(answered(WRONG))
    [name] = [name for name, content in parts.items() if MADE_BY.encode() in content]
    forged = parts[name].replace(b"C001", b"C999").replace(b"Refuge", b"Jane Doe")
    one = checked(packed(parts | {name: forged}))
    assert said_of(one) == said_of(checked(WRONG))
    progress = progress_of(one, one.findings, alone=True)
    assert progress is not None
    assert "Jane" not in progress_in_words(progress)


def test_a_file_that_only_looks_marked_is_read_as_any_other() -> None:
    book = openpyxl.load_workbook(BytesIO(WRONG))
    book.create_sheet(KEPT)["A1"] = "something else"
    saved = BytesIO()
    book.save(saved)
    one = checked(saved.getvalue())
    assert one.earlier is None
    added = ("L004", (Place(KEPT),))
    assert [said for said in said_of(one) if said != added] == said_of(checked(WRONG))
    assert added in said_of(one)


@pytest.mark.real_client
def test_a_marked_file_is_filled_in_and_sent_again_through_libreoffice(tmp_path: Path) -> None:
    """WRONG has two figures in words and one left blank: two of the three are put right."""
    before, after = tmp_path / "marked.xlsx", tmp_path / "again.xlsx"
    before.write_bytes(answered(WRONG))
    with LibreOffice() as office:
        office.fill(before, after, {"Refuge!G6": 4, "Whole contract!G6": 10})
    one = checked(after.read_bytes())
    progress = progress_of(one, one.findings, alone=True)
    assert progress is not None
    assert progress_in_words(progress) == "2 of 3 put right since it was marked. Not yet: Refuge!G7."
    book = openpyxl.load_workbook(BytesIO(answered(after.read_bytes())))
    blank = openpyxl.load_workbook(BytesIO(WRONG))
    cells = {"Refuge": ("G6", "G7"), "Whole contract": ("G6",)}
    fills = {f"{s}!{c}": book[s][c].fill.fgColor.rgb == blank[s][c].fill.fgColor.rgb for s in cells for c in cells[s]}
    assert fills == {"Refuge!G6": True, "Refuge!G7": False, "Whole contract!G6": True}
    notes = [cell.coordinate for row in book["Refuge"].iter_rows() for cell in row if cell.comment]
    assert notes == ["G7"]
    assert book.sheetnames.count("Findings") == 1
    assert [name for name in book.sheetnames if name.startswith("Findings")] == ["Findings"]


# Where a reply is written


def run(*arguments: object) -> Result:
    """What a person sees who types this."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder with two returns, called alike in two folders, as they came."""
    for folder, content in (("a", WRONG), ("b", GOOD)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "q1.xlsx").write_bytes(content)
    return tmp_path


def test_a_check_writes_a_page_and_the_marked_file(box: Path) -> None:
    result = run("check", box / "a/q1.xlsx", "--html", box / "said.html", "--marked", box / "out/marked.xlsx")
    assert result.exit_code == 1
    assert result.output.splitlines()[-2:] == [
        f"{box}/said.html: q1.xlsx, its findings as a page.",
        f"{box}/out/marked.xlsx: q1.xlsx, its cells marked.",
    ]
    assert "The same is marked in the copy of your file" in (box / "said.html").read_text()
    assert openpyxl.load_workbook(box / "out/marked.xlsx").sheetnames[0] == "Findings"
    assert (box / "a/q1.xlsx").read_bytes() == WRONG


def test_a_page_alone_speaks_of_no_marked_file(box: Path) -> None:
    run("check", box / "a/q1.xlsx", "--html", box / "said.html")
    assert "copy of your file" not in (box / "said.html").read_text()


def test_several_returns_are_written_to_a_folder_each_under_its_own_name(box: Path) -> None:
    run("check", box / "a", box / "b", "--html", box / "out", "--marked", box / "out")
    names = sorted(path.name for path in (box / "out").iterdir())
    assert names == ["q1-findings-2.html", "q1-findings.html", "q1-marked-2.xlsx", "q1-marked.xlsx"]


@pytest.mark.parametrize("out", ["a/q1.xlsx", "marked.xlsm", "marked.html"])
def test_a_reply_is_never_written_over_what_came_nor_under_a_name_that_would_not_open(box: Path, out: str) -> None:
    result = run("check", box / "a/q1.xlsx", "--marked", box / out)
    assert result.exit_code == 2
    assert (box / "a/q1.xlsx").read_bytes() == WRONG


def test_machines_are_told_where_a_reply_is(box: Path) -> None:
    result = run("check", box / "a/q1.xlsx", "--html", box / "said.html", "--marked", box / "m.xlsx", "--json")
    [told] = json.loads(result.output)
    assert (told["page"], told["marked"]) == (f"{box}/said.html", f"{box}/m.xlsx")


def signed(content: bytes) -> bytes:
    """The same with a digital signature in it."""
    return packed(parts_of(content) | {"_xmlsignatures/sig1.xml": b"<Signature/>"})


def test_what_cannot_be_marked_is_answered_by_the_page_which_says_why(box: Path) -> None:
    (box / "signed.xlsx").write_bytes(signed(WRONG))
    result = run("check", box / "signed.xlsx", "--html", box / "said.html", "--marked", box / "m.xlsx")
    words = f"Your file could not be marked: {SIGNED}. Put right in it what is listed here, and send it again."
    assert result.output.splitlines()[-1] == f"signed.xlsx: {words}"
    assert words in (box / "said.html").read_text()
    assert not (box / "m.xlsx").exists()


def test_a_fresh_return_takes_the_place_of_a_file_that_cannot_be_marked() -> None:
    one = checked(MAKERS["ods"](read(WRONG)))
    reply = reply_to(one, one.findings, DRESS, lambda *_: b"filled")
    assert (reply.marked, reply.ending) == (b"filled", ".xlsx")
    assert "With this page comes a fresh return" in reply.page.decode()
    one = checked(signed(WRONG))
    assert reply_to(one, one.findings, DRESS, lambda *_: b"filled").marked is None


def test_a_file_with_personal_data_is_marked_for_its_sender_without_repeating_it(box: Path) -> None:
    named = a_return("2025-26-Q1", "open-at-start 4, moved-in 3 (943 476 5919 came), open-at-end 4, trained 10")
    (box / "named.xlsx").write_bytes(named)
    run("check", box / "named.xlsx", "--marked", box / "m.xlsx", "--html", box / "said.html")
    book = openpyxl.load_workbook(box / "m.xlsx")
    assert book["Refuge"]["I7"].comment is not None
    ours = [cell.value for sheet in ("Findings", KEPT) for row in book[sheet].iter_rows() for cell in row]
    ours += [cell.comment.text for row in book["Refuge"].iter_rows() for cell in row if cell.comment]
    assert [words for words in ours if words and "943" in str(words)] == []
    assert "943 476" not in (box / "said.html").read_text()


# Where a reply is kept


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with nothing imported yet."""
    return a_workspace(tmp_path / "workspace")


def put_in(workspace: Workspace, tmp_path: Path, content: bytes, name: str = "q1.xlsx") -> str:
    """Import a return, and say the sha256 it came under."""
    path = tmp_path / name
    path.write_bytes(content)
    [outcome] = import_returns(workspace, [path], ACTOR, clock)
    return outcome.sha256


@pytest.mark.parametrize("content", [GOOD, WRONG, UNEXPLAINED])
def test_an_import_keeps_the_reply_beside_the_return_stopped_or_not(
    workspace: Workspace, tmp_path: Path, content: bytes
) -> None:
    sha256 = put_in(workspace, tmp_path, content)
    [(file, reply)] = kept_replies(workspace, [sha256], ACTOR).values()
    assert file == "q1.xlsx"
    assert reply.marked is not None
    assert reply.page.startswith(b"<!DOCTYPE html>")
    assert openpyxl.load_workbook(BytesIO(reply.marked)).sheetnames[0] == "Findings"


def test_the_reply_to_an_import_says_what_only_an_import_can_tell(workspace: Workspace, tmp_path: Path) -> None:
    sha256 = put_in(workspace, tmp_path, GOOD)
    [(_, reply)] = kept_replies(workspace, [sha256], ACTOR).values()
    assert "R001" in reply.page.decode()
    assert "I006" not in reply.page.decode()


def test_of_files_that_leave_no_trace_no_reply_is_kept(workspace: Workspace, tmp_path: Path) -> None:
    put_in(workspace, tmp_path, GOOD)
    named = a_return("2025-26-Q2", "open-at-start 4, moved-in 3 (943 476 5919 came), open-at-end 4, trained 10")
    for content in (named, UNEXPLAINED, b"no workbook"):
        put_in(workspace, tmp_path, content)
    assert len(list((workspace.folder / "ledger" / "replies").glob("??/*"))) == 1


def test_a_reply_is_kept_as_one_file_so_that_none_is_ever_half_there(workspace: Workspace, tmp_path: Path) -> None:
    put_in(workspace, tmp_path, WRONG)
    [kept] = (workspace.folder / "ledger" / "replies").glob("??/*")
    with zipfile.ZipFile(kept) as archive:
        assert archive.namelist() == ["findings.html", "marked.xlsx"]


def test_importing_again_makes_a_reply_that_was_lost(workspace: Workspace, tmp_path: Path) -> None:
    sha256 = put_in(workspace, tmp_path, WRONG)
    before = kept_replies(workspace, [sha256], ACTOR)
    [kept] = (workspace.folder / "ledger" / "replies").glob("??/*")
    kept.write_bytes(kept.read_bytes()[:100])
    with pytest.raises(NothingThere, match="import the return again"):
        kept_replies(workspace, [sha256], ACTOR)
    put_in(workspace, tmp_path, WRONG)
    assert kept_replies(workspace, [sha256], ACTOR) == before


def test_a_return_that_is_judged_again_has_a_new_reply(workspace: Workspace, tmp_path: Path) -> None:
    """The second quarter starts with other households than the first, imported later, ended with."""
    second = put_in(
        workspace, tmp_path, a_return("2025-26-Q2", "open-at-start 9, moved-in 3, open-at-end 4, trained 12")
    )
    [(_, before)] = kept_replies(workspace, [second], ACTOR).values()
    put_in(workspace, tmp_path, GOOD)
    [(_, after)] = kept_replies(workspace, [second], ACTOR).values()
    assert "H001" not in before.page.decode()
    assert "H001" in after.page.decode()


def test_kept_replies_are_written_for_sending_back_and_given_again_later(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "q1.xlsx").write_bytes(WRONG)
    here = ("--workspace", workspace.folder)
    result = run("import", tmp_path / "q1.xlsx", "--replies", tmp_path / "back", *here)
    assert result.output.splitlines()[-1] == f"{tmp_path}/back: 1 page of findings, 1 marked file."
    again = run("reply", "refuge", "2025-26-Q1", "-o", tmp_path / "again", *here)
    assert again.output.splitlines() == [
        f"{tmp_path}/again/q1-findings.html: q1.xlsx, its findings as a page.",
        f"{tmp_path}/again/q1-marked.xlsx: q1.xlsx, its cells marked.",
    ]
    written = [sorted((p.name, p.read_bytes()) for p in (tmp_path / folder).iterdir()) for folder in ("back", "again")]
    assert written[0] == written[1]
    assert [name for name, _ in written[0]] == ["q1-findings.html", "q1-marked.xlsx"]


def test_a_reply_to_a_return_that_never_came_is_a_mistake_of_the_operator(workspace: Workspace, tmp_path: Path) -> None:
    result = run("reply", "refuge", "2025-26-Q2", "-o", tmp_path, "--workspace", workspace.folder)
    assert result.exit_code == 2
    assert "No return of refuge for 2025-26-Q2 was received, so there is nothing to send back." in result.output


def test_why_a_file_was_not_marked_is_kept_too(workspace: Workspace, tmp_path: Path) -> None:
    sha256 = put_in(workspace, tmp_path, signed(WRONG))
    [(_, reply)] = kept_replies(workspace, [sha256], ACTOR).values()
    assert replace(reply, page=b"") == Reply(b"", None, ".xlsx", reply.instead)
    assert SIGNED in reply.instead


@pytest.mark.parametrize("form", ["ods", "xls"])
def test_what_cannot_be_marked_comes_back_as_a_fresh_return_filled_with_its_answers(form: str, tmp_path: Path) -> None:
    """The page says why; what could not be read is blank in it, and everything else stands where it was."""
    workspace = a_workspace(tmp_path / "ws")
    sent_in = read(a_return("2025-26-Q1", "open-at-start 4, moved-in 1 or 2 (two late), trained 9, notes =All well"))
    came = tmp_path / f"return.{form}"
    came.write_bytes(MAKERS[form](sent_in))
    out = tmp_path / "out"
    told = CliRunner().invoke(main, ["--workspace", str(workspace.folder), "check", str(came), "--marked", str(out)])
    assert "return-refilled.xlsx: " in told.output
    assert "could not be marked" in told.output
    fresh = checked((out / "return-refilled.xlsx").read_bytes())
    assert fresh.returned is not None
    found = {answer.key.code: answer.words or answer.given for answer in fresh.returned.answers}
    assert found["open-at-start"] == Quantity(Decimal(4))
    assert found["trained"] == Quantity(Decimal(9))
    assert found["moved-in"] is Missing.BLANK
    assert found["notes"] == "=All well"


def test_a_marked_file_shows_what_was_explained_and_is_still_found_to_be_what_it_was() -> None:
    """On its sheet of findings and in the note at the cell; sent again it is read as before."""
    content = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 9 (=Two came at night), trained 10")
    words = "Correct it, or leave it if this says why: =Two came at night"
    book = openpyxl.load_workbook(BytesIO(answered(content)))
    rows = list(book["Findings"].iter_rows(values_only=True))
    assert [row[3] for row in rows if row[4] == "A003"][:1] == [words]
    assert [row[0] for row in rows if "Nothing more is asked of you" in str(row[0])] != []
    assert book["Refuge"]["G8"].comment.text.endswith(f" {words}")
    assert said_of(checked(answered(content))) == said_of(checked(content))


def test_an_explanation_in_which_somebody_may_be_named_is_not_repeated() -> None:
    one = checked(a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 9 (see ref DA/12345), trained 10"))
    assert "P010" in [finding.code for finding in one.findings]
    assert one.explained == ()


def test_the_page_repeats_what_was_explained_unless_somebody_is_named_in_it() -> None:
    """Whoever has said why is not asked to say why; the words of a file that names people stand nowhere."""

    def page(explanation: str) -> str:
        one = checked(a_return("2025-26-Q1", f"open-at-start 4, moved-in 3, open-at-end 9 ({explanation}), trained 10"))
        assert "A003" in [finding.code for finding in one.findings]
        return reply_to(one, one.findings, DRESS, alone=True).page.decode()

    assert "Correct it, or leave it if this says why: Two came at night." in page("Two came at night.")
    assert "came at night" not in page("943 476 5919 came at night")


def test_a_sheet_named_after_somebody_is_marked_and_its_name_is_nowhere_else() -> None:
    """Neither in what is said nor with the figures that are posted, nor on the page."""
    book = openpyxl.load_workbook(BytesIO(UNEXPLAINED))
    book["Refuge"].title = "Mrs Sarah Ahmed"
    saved = BytesIO()
    book.save(saved)
    checked = read_and_check(saved.getvalue(), "return.xlsx")
    assert checked.returned
    assert "Mrs … …" in {answer.place.sheet for answer in checked.returned.answers}
    assert "Ahmed" not in repr((checked.findings, checked.returned.answers))
    reply = reply_to(checked, checked.findings, DRESS)
    assert b"Ahmed" not in reply.page
    assert reply.marked
    marked = openpyxl.load_workbook(BytesIO(reply.marked))["Mrs Sarah Ahmed"]
    assert [cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment] == ["G6", "G7", "G8"]
