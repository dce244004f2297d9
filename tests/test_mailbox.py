"""Files, folders and zip archives as a mailbox holds them: what is taken, what is passed over, what is left closed."""

import io
import zipfile
from pathlib import Path

import pytest

from commissioning.errors import NothingThere
from commissioning.model.organisation import Actor
from commissioning.model.posted import Verdict
from commissioning.ooxml import archive
from commissioning.readers import read
from commissioning.work.importing import import_returns
from commissioning.work.mailbox import Came, gathered
from commissioning.work.workers import check_files
from tests.formats import MAKERS
from tests.provider import a_return, a_workspace
from tests.worked import clock

RETURN = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")
SECOND = a_return("2025-26-Q2", "open-at-start 4, moved-in 0, open-at-end 3, trained 15")


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these files by their paths inside."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The archive as if its files had a password: the flag that says so, in each file's header and in the directory."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(mark, at + 4)
    return bytes(changed)


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "box"
    folder.mkdir()
    return folder


def put(box: Path, **files: bytes) -> Path:
    """Files in the folder; __ in a name stands for a dot."""
    for name, content in files.items():
        (box / name.replace("__", ".")).write_bytes(content)
    return box


def names(found: tuple[Came, ...]) -> list[str]:
    """The names of what was taken and not refused."""
    return [came.file for came in found if not came.refusal]


def refusals(found: tuple[Came, ...]) -> dict[str, str]:
    """Why files were left closed."""
    return {came.file: came.refusal for came in found if came.refusal}


class TestWhatIsTaken:
    def test_returns_are_found_in_folders_of_archives_and_keep_their_own_names(self, box: Path) -> None:
        """Nothing is kept of the folders or the archive around them."""
        put(box, march__zip=zipped({"From Jo/Refuge/q1.xlsx": RETURN, "q2.xlsx": SECOND}))
        assert names(gathered([box])) == ["q1.xlsx", "q2.xlsx"]

    def test_an_archive_is_told_by_its_content(self, box: Path) -> None:
        """A workbook is a zip file too, whatever either is called."""
        put(box, a__xlsx=zipped({"inside.xlsx": RETURN}), b__zip=SECOND)
        assert names(gathered([box])) == ["inside.xlsx", "b.zip"]

    @pytest.mark.parametrize("format", ["xls", "xlsb", "ods"])
    def test_a_workbook_of_any_kind_under_another_name_is_taken(self, box: Path, format: str) -> None:
        """Only a table in plain text needs its name: any text may look like one."""
        (box / "return").write_bytes(MAKERS[format](read(RETURN)))
        put(box, mail__zip=zipped({"return 2": MAKERS[format](read(SECOND))}), notes=b"a,b\nc,d\n")
        assert names(gathered([box])) == ["return 2", "return"]

    def test_a_workbook_under_another_name_is_taken(self, box: Path) -> None:
        """A mail program that took the ending away has not hidden a return."""
        put(box, q1=RETURN, mail__zip=zipped({"q2.xlsx.download": SECOND}))
        assert names(gathered([box])) == ["q2.xlsx.download", "q1"]

    def test_what_is_kept_aside_is_passed_over(self, box: Path) -> None:
        """Lock files of Excel, the shadows that macOS puts into archives, hidden files; pictures and letters too."""
        aside = {
            "__MACOSX/._q1.xlsx": b"\0\5\x16\7",
            "~$q1.xlsx": b"\x03Jo",
            ".DS_Store": b"\0",
            "logo.png": b"\x89PNG",
            "letter.docx": zipped({"[Content_Types].xml": b"", "word/document.xml": b""}),
        }
        put(box, mail__zip=zipped({**aside, "q1.xlsx": RETURN}))
        (box / "~$q1.xlsx").write_bytes(b"\x03Jo")
        assert [came.file for came in gathered([box])] == ["q1.xlsx"]

    def test_archives_in_archives_are_opened_to_a_small_depth(self, box: Path) -> None:
        """Three may stand one inside the other; a fourth is left closed, and says so."""
        inside = RETURN
        for name in ("q1.xlsx", "three.zip", "two.zip"):
            inside = zipped({name: inside})
        put(box, one__zip=inside)
        assert names(gathered([box])) == ["q1.xlsx"]
        put(box, one__zip=zipped({"one.zip": inside}))
        found = gathered([box])
        assert names(found) == []
        assert refusals(found) == {
            "three.zip": "This zip archive stands inside 3 others, so it was not opened. Unpack it yourself, "
            "and import the returns that were in it."
        }

    def test_the_same_return_is_read_once(self, box: Path) -> None:
        """In the archive, beside it, and under another name: of two names the first in the alphabet stays."""
        put(box, mail__zip=zipped({"z.xlsx": RETURN, "again/q1.xlsx": RETURN}), b__xlsx=RETURN)
        assert names(gathered([box, box / "b.xlsx"])) == ["b.xlsx"]
        assert names(gathered([box / "mail.zip"])) == ["q1.xlsx"]

    def test_a_name_that_may_name_somebody_is_not_the_one_it_is_read_under(self, box: Path) -> None:
        """Where the same return came under a name that names nobody too."""
        put(box, mail__zip=zipped({"about 943 476 5919.xlsx": RETURN, "return.xlsx": RETURN}))
        assert names(gathered([box])) == ["return.xlsx"]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
    def test_a_sheet_saved_as_text_is_taken_and_a_letter_is_not(self, box: Path, encoding: str) -> None:
        """Excel saves one with tabs under the name that letters have."""
        put(box, sheet__txt="code\tfigure\r\na\t£1\r\n".encode(encoding), letter__txt="Dear all".encode(encoding))
        put(box, mail__zip=zipped({"b.txt": "code\tfigure\r\nb\t£2\r\n".encode(encoding), "a.txt": b"Dear Jo"}))
        assert names(gathered([box])) == ["b.txt", "sheet.txt"]


class TestWhatIsLeftClosed:
    @pytest.mark.parametrize("name", ["message.eml", "Message.MSG"])
    def test_an_email(self, box: Path, name: str) -> None:
        """It may hold a return, so it is not passed over in silence."""
        (box / name).write_bytes(b"From: jo\nSubject: return\n\n")
        assert refusals(gathered([box])) == {
            name: "This is an e-mail, which was not opened. Save the return that is attached to it, and import that."
        }

    def test_an_archive_with_a_password(self, box: Path) -> None:
        """The whole of it; what else came is read."""
        put(box, locked__zip=locked(zipped({"q1.xlsx": b"secret"})), q2__xlsx=SECOND)
        found = gathered([box])
        assert names(found) == ["q2.xlsx"]
        assert refusals(found)["locked.zip"].startswith("This zip archive has a password, so it was not opened. ")

    def test_an_archive_inside_another_that_is_damaged(self, box: Path) -> None:
        """It alone is named."""
        damaged = bytearray(zipped({"q1.xlsx": RETURN}, zipfile.ZIP_STORED))
        damaged[200] ^= 0xFF
        put(box, mail__zip=zipped({"bad.zip": bytes(damaged), "q2.xlsx": SECOND}))
        found = gathered([box])
        assert names(found) == ["q2.xlsx"]
        assert list(refusals(found)) == ["bad.zip"]
        assert "damaged or was cut short" in refusals(found)["bad.zip"]

    def test_an_archive_without_a_workbook(self, box: Path) -> None:
        """Somebody sent the wrong thing."""
        put(box, photos__zip=zipped({"a.png": b"\x89PNG"}))
        assert refusals(gathered([box])) == {
            "photos.zip": "There is no workbook in this zip archive. Ask the sender for the Excel workbook (.xlsx)."
        }

    def test_what_cannot_hold_a_return_at_all_is_said(self, tmp_path: Path) -> None:
        """A folder with nothing in it, a path with nothing at it."""
        (tmp_path / "notes.txt").write_text("nothing")
        with pytest.raises(NothingThere, match="There is no workbook in what was named"):
            gathered([tmp_path])
        with pytest.raises(NothingThere, match="There is no file or folder"):
            gathered([tmp_path / "elsewhere"])


class TestLimits:
    """Each is named in the message; nothing of an archive that breaks one is read."""

    def test_files(self, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Those of archives inside count too: two here, and two in the inner one, with the inner one itself."""
        content = zipped({"inner.zip": zipped({"1.xlsx": b"1", "2.xlsx": b"2"}), "3.xlsx": b"3"})
        put(box, mail__zip=content)
        monkeypatch.setattr(archive.Allowance.__init__, "__defaults__", (4, archive.LARGEST_UNPACKED))
        assert names(gathered([box])) == ["1.xlsx", "2.xlsx", "3.xlsx"]
        monkeypatch.setattr(archive.Allowance.__init__, "__defaults__", (3, archive.LARGEST_UNPACKED))
        found = gathered([box])
        assert names(found) == []
        assert refusals(found)["mail.zip"].startswith("This zip archive holds more than 2,000 files. ")

    def test_bytes_when_unpacked(self, box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        put(box, mail__zip=zipped({"1.csv": b"a" * 60, "2.csv": b"b" * 41}))
        monkeypatch.setattr(archive.Allowance.__init__, "__defaults__", (10, 100))
        assert refusals(gathered([box]))["mail.zip"].startswith(
            "This zip archive is larger than 500 MB when unpacked. "
        )

    def test_how_much_a_file_may_grow(self, box: Path) -> None:
        """Twenty million zeros, packed a thousandfold, are nobody's return."""
        put(box, mail__zip=zipped({"q1.xlsx": RETURN, "bomb.csv": b"\0" * 20_000_000}))
        found = gathered([box])
        assert names(found) == []
        assert "grows to more than 100 times its size" in refusals(found)["mail.zip"]

    def test_an_archive_that_is_itself_too_large_is_not_looked_into(
        self, box: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(box, mail__zip=zipped({"q1.xlsx": RETURN}))
        with monkeypatch.context() as smaller:
            smaller.setattr(archive, "LARGEST_ARCHIVE", 1000)
            assert refusals(gathered([box]))["mail.zip"].startswith("This zip archive is larger than ")
        monkeypatch.setattr(archive, "MOST_ENTRIES", 0)
        assert "or holds more than 0 entries. " in refusals(gathered([box]))["mail.zip"]

    def test_a_file_that_says_it_is_smaller_than_it_is_damaged(self, box: Path) -> None:
        """The directory's word is not taken for it."""
        content = bytearray(zipped({"q1.csv": b"a" * 5000}))
        at = content.find(b"PK\x01\x02")
        content[at + 24 : at + 28] = (100).to_bytes(4, "little")
        put(box, mail__zip=bytes(content))
        assert "damaged" in refusals(gathered([box]))["mail.zip"]


OFFICER = Actor("Priya Shah")


def test_an_archive_is_imported_like_the_files_in_it(tmp_path: Path, box: Path) -> None:
    """Each return is posted and kept under its own name; what is no return has its finding like any other."""
    workspace = a_workspace(tmp_path / "workspace")
    stray = b"name,born\n"
    put(box, mail__zip=zipped({"Jo/q1.xlsx": RETURN, "q2.xlsx": SECOND, "list.csv": stray}), again__xlsx=RETURN)
    outcomes = {outcome.file: outcome for outcome in import_returns(workspace, [box], OFFICER, clock)}
    assert {file: outcome.posted for file, outcome in outcomes.items()} == {
        "again.xlsx": 5,
        "q2.xlsx": 5,
        "list.csv": 0,
    }
    assert outcomes["list.csv"].verdict is Verdict.STOPPED
    assert [finding.code for finding in outcomes["list.csv"].findings] == ["I000"]
    with workspace.store() as store:
        assert {receipt.file for receipt in store.receipts()} == {"again.xlsx", "q2.xlsx"}
        assert len(store.originals()) == 2


def test_a_name_inside_an_archive_is_looked_at_for_personal_data(box: Path) -> None:
    """Like the name of any file."""
    put(box, mail__zip=zipped({"about 943 476 5919.xlsx": RETURN}))
    [checked] = check_files(gathered([box]))
    assert [(f.code, [str(place) for place in f.places]) for f in checked.findings if f.code == "P001"] == [
        ("P001", ["file name"])
    ]


def test_what_was_left_closed_is_checked_as_a_file_that_cannot_be_read(box: Path) -> None:
    """With the reason as its finding."""
    put(box, message__eml=b"From: jo\n")
    [checked] = check_files(gathered([box]))
    assert [(finding.code, finding.there[:17]) for finding in checked.findings] == [("I000", "This is an e-mail")]
