"""What is said where several files come at once: how many of what, which came twice, and what was written back."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commissioning.checks.answers import as_typed
from commissioning.cli import main
from commissioning.readers import read
from commissioning.work.mailbox import gathered
from tests.formats import MAKERS
from tests.provider import a_return, a_workspace

GOOD = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")
WRONG = a_return("2025-26-Q2", "open-at-start four, moved-in 3, open-at-end 4, trained 12")
NAMED = a_return("2025-26-Q3", "open-at-start 4, moved-in 3 (943 476 5919 came), open-at-end 4, trained 14")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A folder that files are put into, in a workspace's parent folder."""
    a_workspace(tmp_path / "ws")
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def put(box: Path, files: dict[str, bytes]) -> None:
    """The files as they came, in folders of their own where their names say so."""
    for name, content in files.items():
        (box / name).parent.mkdir(parents=True, exist_ok=True)
        (box / name).write_bytes(content)


def run(box: Path, *arguments: object) -> Result:
    """What a person sees who types this."""
    result = CliRunner().invoke(main, [*map(str, arguments), "--workspace", str(box.parent / "ws")])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


TALLIES = (
    ({"a.xlsx": GOOD}, "1 return: 1 accepted. 5 entries posted."),
    ({"a.xlsx": GOOD, "b.xlsx": WRONG}, "2 returns: 1 accepted, 1 stopped. 5 entries posted."),
    ({"a.pdf": b"%PDF"}, "1 file: 1 not known as a return. 0 entries posted."),
    (
        {"a.xlsx": GOOD, "b.xlsx": NAMED, "c.csv": b"a,b"},
        "3 files: 1 return (1 accepted), 1 turned away, 1 not known as a return. 5 entries posted.",
    ),
)


@pytest.mark.parametrize(("files", "words"), TALLIES)
def test_an_import_counts_files_and_returns_for_what_they_are(box: Path, files: dict[str, bytes], words: str) -> None:
    put(box, files)
    assert run(box, "import", box, "--received", "2025-07-10").output.splitlines()[-1] == words


def test_an_import_says_which_files_were_not_marked_and_which_got_no_reply(box: Path) -> None:
    put(box, {"a.xlsx": GOOD, "b.ods": MAKERS["ods"](read(WRONG)), "c.csv": b"a,b"})
    said = run(box, "import", box, "--received", "2025-07-10", "--replies", box.parent / "out").output.splitlines()
    at = said.index(f"{box.parent / 'out'}: 2 pages of findings, 1 marked file, 1 fresh return filled with answers.")
    assert said[at + 1].startswith("b.ods: not marked; its sender is told: Your file could not be marked: only Excel")
    assert said[at + 2] == "c.csv: no reply was written, since nothing of this file is kept."
    names = sorted(path.name for path in (box.parent / "out").iterdir())
    assert names == ["a-findings.html", "a-marked.xlsx", "b-findings.html", "b-refilled.xlsx"]


COPIES = (
    ({"b.xlsx": GOOD, "a.xlsx": GOOD}, "a.xlsx: the same file came as b.xlsx too; it was read once, as a.xlsx."),
    ({"x/a.xlsx": GOOD, "y/a.xlsx": GOOD}, "a.xlsx: the same file came 2 times under this name; it was read once."),
    ({"a.xlsx": GOOD, "b.xlsx": WRONG}, ""),
)


@pytest.mark.parametrize("command", ["check", "import"])
@pytest.mark.parametrize(("files", "words"), COPIES)
def test_of_a_file_that_came_twice_every_name_is_told(
    box: Path, files: dict[str, bytes], words: str, command: str
) -> None:
    put(box, files)
    told = [line for line in run(box, command, box).output.splitlines() if "the same file came" in line]
    assert told == ([words] if words else [])
    [one, *_] = json.loads(run(box, command, box, "--json").output)
    assert one["also_called"] == [Path(name).name for name in sorted(files)[1:] if words]


def test_a_name_that_a_copy_came_under_repeats_nobody(box: Path) -> None:
    put(box, {"a.xlsx": GOOD, "ring 07700 900123.xlsx": GOOD})
    assert "900123" not in run(box, "check", box).output


def test_a_copy_inside_an_archive_is_told_too(box: Path) -> None:
    with zipfile.ZipFile(box / "all.zip", "w") as archive:
        archive.writestr("b.xlsx", GOOD)
    put(box, {"a.xlsx": GOOD})
    [one] = gathered([box])
    assert (one.file, one.also) == ("a.xlsx", ("b.xlsx",))


# Where replies are written


def written(folder: Path) -> list[str]:
    """The names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_no_reply_is_written_over_a_file_that_came_in_the_same_folder(box: Path) -> None:
    """A marked file that came back lies beside the one it was made from, and replies are wanted there too."""
    put(box, {"q.xlsx": WRONG, "q-marked.xlsx": GOOD})
    assert run(box, "check", box, "--marked", box, "--html", box).exit_code == 1
    assert ((box / "q.xlsx").read_bytes(), (box / "q-marked.xlsx").read_bytes()) == (WRONG, GOOD)
    assert written(box) == [
        "q-findings-2.html", "q-marked-2.xlsx", "q-marked-findings.html", "q-marked-marked.xlsx", "q-marked.xlsx",
        "q.xlsx",
    ]  # fmt: skip


def test_page_and_marked_file_of_one_return_have_one_number(box: Path) -> None:
    """The first of three cannot be marked, and the others' names differ in capitals alone."""
    put(box, {"a/q.pdf": b"%PDF", "b/q.xlsx": GOOD, "c/Q.XLSX": WRONG})
    run(box, "check", box / "a", box / "b", box / "c", "--marked", box / "out", "--html", box / "out")
    assert written(box / "out") == [
        "Q-findings-3.html", "Q-marked-3.xlsx", "q-findings-2.html", "q-findings.html", "q-marked-2.xlsx"
    ]  # fmt: skip


ODD_NAMES = {
    "a:b?.xlsx": "a-b--findings.html",
    "north\\q1.xlsx": "q1-findings.html",
    "../../q1.xlsx": "q1-findings.html",
    "\x1b[2Jq1.xlsx": "-[2Jq1-findings.html",
    f"{'long ' * 45}.xlsx": f"{('long ' * 20).strip()}-findings.html",
    " . .xlsx": "return-findings.html",
}


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_reply_has_a_name_that_any_computer_takes(box: Path, name: str) -> None:
    with zipfile.ZipFile(box / "all.zip", "w") as archive:
        archive.writestr(name, GOOD)
    said = run(box, "check", box / "all.zip", "--html", box / "out").output
    assert written(box / "out") == [ODD_NAMES[name]]
    assert "\x1b" not in said


def test_several_replies_are_not_written_to_one_file(box: Path) -> None:
    put(box, {"a.xlsx": GOOD, "b.xlsx": WRONG})
    result = run(box, "check", box, "--html", box / "said.html")
    assert result.exit_code == 2
    assert "is one file, and several are to be written; name a folder." in " ".join(result.output.split())
    assert written(box) == ["a.xlsx", "b.xlsx"]


def test_what_may_hold_a_return_and_is_not_opened_is_named_in_a_folder_too(box: Path) -> None:
    """An archive of another kind, and a shortcut to a file."""
    put(box, {"a.7z": b"7z\xbc\xaf\x27\x1c", "b.url": b"[InternetShortcut]\r\nURL=https://example.org/q1.xlsx\r\n"})
    said = run(box, "import", box).output
    assert "archive of a kind that is not opened here" in said
    assert "This is a shortcut to a file, not the file." in said
    assert said.splitlines()[-1] == "2 files: 2 not known as a return. 0 entries posted."


def test_a_file_that_could_not_be_read_is_not_marked_and_no_cell_of_it_is_spoken_of(box: Path) -> None:
    """Something was put before it on its way: a program that mends it may open it, but nothing was read."""
    put(box, {"q.xlsx": b"From: a scanner\n" + GOOD})
    out = box.parent / "out"
    said = run(box, "check", box, "--marked", out, "--html", out).output
    assert written(out) == ["q-findings.html"]
    words = "Your file could not be read, so it was not marked. Do what is said here, and send it again."
    assert said.splitlines()[-1] == f"q.xlsx: {words}"
    assert words in (out / "q-findings.html").read_text(encoding="utf-8")


TYPED = {"4E+30": "“4E+30”", "1.5e12": "“1.5e12”", "12": "“12”", "4E Jones": "words", "Ev 4": "words"}


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_as_a_program_shortens_it_is_said_as_one(typed: str) -> None:
    assert as_typed(typed) == TYPED[typed]
