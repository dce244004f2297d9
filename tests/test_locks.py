"""Files that are locked with a password: opened with one given out of band, or named as what they are."""

import base64
import hashlib
import hmac
import io
import struct
import zipfile
import zlib
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.format.ooxml import OOXMLFile

from commissioning.cli import main
from commissioning.errors import CommissioningError, NotOurs
from commissioning.model.organisation import Actor
from commissioning.ooxml import sealed
from commissioning.readers import locks, read
from commissioning.readers.locks import is_locked, unlocked
from commissioning.work.importing import import_returns
from commissioning.work.mailbox import Came, gathered, read_passwords
from commissioning.work.workers import check_files
from tests.clients.libreoffice import LibreOffice
from tests.formats import as_ods
from tests.provider import a_return, a_workspace
from tests.test_mailbox import zipped
from tests.worked import clock

RETURN = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")
PASSWORD = "blue £5 kettle"  # noqa: S105  # of files made here


def locked_xlsx(content: bytes = RETURN, password: str = PASSWORD) -> bytes:
    """An Excel workbook as Excel locks it."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def locked_ods(content: bytes) -> bytes:
    """An OpenDocument spreadsheet with its content locked, as the standard says."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    plain = packer.compress(parts["content.xml"]) + packer.flush()
    key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(PASSWORD.encode()).digest(), b"salt" * 4, 1000, 32)
    fill = 16 - len(plain) % 16
    padded = plain + bytes(fill - 1) + bytes([fill])
    parts["content.xml"] = Cipher(algorithms.AES(key), modes.CBC(b"i" * 16)).encryptor().update(padded)
    checksum, salt, vector = (
        base64.b64encode(value).decode() for value in (hashlib.sha256(plain[:1024]).digest(), b"salt" * 4, b"i" * 16)
    )
    lock = (
        f'<manifest:encryption-data manifest:checksum-type="urn:x#sha256-1k" manifest:checksum="{checksum}">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"'
        f' manifest:initialisation-vector="{vector}"/>'
        f'<manifest:key-derivation manifest:iteration-count="1000" manifest:salt="{salt}"/>'
        '<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"/>'
        "</manifest:encryption-data></manifest:file-entry>"
    )
    opening = b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"'
    manifest = parts["META-INF/manifest.xml"]
    parts["META-INF/manifest.xml"] = manifest.replace(opening + b"/>", opening + b">" + lock.encode())
    return zipped(parts)


class OldZip:
    """The old way of locking a zip archive, which Python reads and does not write."""

    def __init__(self, password: bytes) -> None:
        self.keys = [0x12345678, 0x23456789, 0x34567890]
        for byte in password:
            self.turn(byte)

    def turn(self, byte: int) -> None:
        first, second, third = self.keys
        first = crc(first, byte)
        second = ((second + (first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self.keys = [first, second, crc(third, second >> 24)]

    def lock(self, plain: bytes) -> bytes:
        out = bytearray()
        for byte in plain:
            low = (self.keys[2] | 2) & 0xFFFF
            out.append(byte ^ (low * (low ^ 1) >> 8) & 0xFF)
            self.turn(byte)
        return bytes(out)


def crc(before: int, byte: int) -> int:
    """One step of the checksum that the old way turns its keys with."""
    value = (before ^ byte) & 0xFF
    for _ in range(8):
        value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
    return before >> 8 ^ value


def archive_of(data: bytes, plain: bytes, *, method: int, extra: bytes = b"") -> bytes:
    """A zip archive of one file q1.xlsx whose bytes are locked already."""
    name, checksum = b"q1.xlsx", 0 if extra else zlib.crc32(plain)
    common = struct.pack("<HHHHHIIIHH", 20, 1, method, 0, 33, checksum, len(data), len(plain), len(name), len(extra))
    local = b"PK\x03\x04" + common + name + extra + data
    entry = b"PK\x01\x02\x14\0" + common + bytes(14) + name + extra
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def locked_zip(content: bytes) -> bytes:
    """The old way, as Windows and 7-Zip do it."""
    head = bytes(11) + (zlib.crc32(content) >> 24).to_bytes(1, "big")
    return archive_of(OldZip(PASSWORD.encode()).lock(head + content), content, method=0)


def aes_zip(content: bytes) -> bytes:
    """WinZip's way, at its strongest."""
    salt = b"0123456789abcdef"
    keys = hashlib.pbkdf2_hmac("sha1", PASSWORD.encode(), salt, 1000, 66)
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    counters = b"".join(number.to_bytes(16, "little") for number in range(1, len(packed) // 16 + 2))
    stream = Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor().update(counters)  # noqa: S305  # as WinZip does
    shut = bytes(one ^ other for one, other in zip(packed, stream, strict=False))
    seal = hmac.new(keys[32:64], shut, hashlib.sha1).digest()[:10]
    extra = struct.pack("<HHHHBH", 0x9901, 7, 2, int.from_bytes(b"AE", "little"), 3, 8)
    return archive_of(salt + keys[64:] + shut + seal, content, method=99, extra=extra)


ODS = as_ods(read(RETURN))
LOCKED = {
    "q1.xlsx": (locked_xlsx(), RETURN),
    "q1.ods": (locked_ods(ODS), ODS),
    "old.zip": (locked_zip(RETURN), RETURN),
    "new.zip": (aes_zip(RETURN), RETURN),
}


def came(folder: Path, name: str, content: bytes, *passwords: str) -> Came:
    """One file as it comes in."""
    (folder / name).write_bytes(content)
    [found] = gathered([folder / name], passwords)
    return found


@pytest.mark.parametrize("name", LOCKED)
def test_a_locked_file_is_opened_by_the_password_that_fits(tmp_path: Path, name: str) -> None:
    """Others are tried before it. The sha256 of what came is said."""
    content, plain = LOCKED[name]
    found = came(tmp_path, name, content, "wrong", PASSWORD)
    assert found.refusal == ""
    assert found.locked == hashlib.sha256(content).hexdigest()
    assert read(found.content) == read(plain)


@pytest.mark.parametrize("name", LOCKED)
@pytest.mark.parametrize("passwords", [(), ("wrong",)])
def test_without_its_password_a_locked_file_is_named_as_one(
    tmp_path: Path, name: str, passwords: tuple[str, ...]
) -> None:
    found = came(tmp_path, name, LOCKED[name][0], *passwords)
    [checked] = check_files([found])
    assert [finding.code for finding in checked.findings] == ["I000"]
    assert "has a password" in checked.findings[0].there
    assert PASSWORD not in str(checked.findings)


def test_a_workbook_that_excel_opens_without_asking_is_opened(tmp_path: Path) -> None:
    """Excel locks what is only protected against changes with a password that everybody knows."""
    found = came(tmp_path, "q1.xlsx", locked_xlsx(password="VelvetSweatshop"))  # noqa: S106  # Excel's own
    assert (found.refusal, found.content) == ("", RETURN)


def test_a_locked_file_that_is_read_by_itself_says_that_it_is() -> None:
    """A reader is never handed one by the mailbox."""
    for name in ("q1.xlsx", "q1.ods"):
        with pytest.raises(NotOurs, match="has a password"):
            read(LOCKED[name][0])


def test_what_is_not_locked_is_not_taken_for_it() -> None:
    assert [
        is_locked(content) for content in (RETURN, as_ods(read(RETURN)), b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
    ] == [False] * 5


def test_what_is_kept_has_no_password_and_the_ledger_remembers_that_it_had_one(tmp_path: Path) -> None:
    """Judged again later, by other rules, the note still stands, and no password is asked for."""
    workspace = a_workspace(tmp_path / "workspace")
    (tmp_path / "q1.xlsx").write_bytes(LOCKED["q1.xlsx"][0])
    secrets = tmp_path / "passwords.txt"
    secrets.write_text(f"wrong\n\n{PASSWORD}\n", encoding="utf-8")
    actor = Actor("Priya Shah")
    [outcome] = import_returns(workspace, [tmp_path / "q1.xlsx"], actor, clock, passwords=read_passwords(secrets))
    assert outcome.sha256 == hashlib.sha256(RETURN).hexdigest()
    assert [finding.code for finding in outcome.findings if finding.code == "F001"] == ["F001"]
    assert hashlib.sha256(LOCKED["q1.xlsx"][0]).hexdigest() in outcome.findings[0].there
    with workspace.store() as store:
        assert store.original(outcome.sha256) == RETURN
    text = workspace.folder / "contracts" / "refuge.toml"
    text.write_text(text.read_text().replace("Count each stay once.", "Count each stay once only."))
    (tmp_path / "q2.xlsx").write_bytes(a_return("2025-26-Q2", "open-at-start 4, moved-in 0, open-at-end 3, trained 15"))
    again = import_returns(type(workspace)(workspace.folder), [tmp_path / "q2.xlsx"], actor, clock)
    assert len(again) >= 1
    with workspace.store() as store:
        judgement = store.judgement(outcome.sha256)
    assert judgement is not None
    assert "F001" in [finding.code for finding in judgement.findings]
    everything = b"".join(path.read_bytes() for path in workspace.folder.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in everything


def test_a_password_that_would_take_too_long_to_try_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file says itself how many rounds a try takes."""
    with pytest.raises(NotOurs, match="more than a million rounds"):
        unlocked(_many_rounds(), (PASSWORD,))
    monkeypatch.setattr(locks, "MOST_ROUNDS", 10)
    with pytest.raises(NotOurs, match="more than a million rounds"):
        unlocked(LOCKED["q1.xlsx"][0], (PASSWORD,))


def _many_rounds() -> bytes:
    from tests.test_readers import patched

    content = LOCKED["q1.ods"][0]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = package.read("META-INF/manifest.xml")
    return patched(content, {"META-INF/manifest.xml": manifest.replace(b'"1000"', b'"99999999"')})


def test_a_large_file_in_a_locked_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old way takes seconds for each million bytes."""
    monkeypatch.setattr(sealed, "LARGEST_SEALED", 1000)
    assert "larger than 0 MB" in came(tmp_path, "old.zip", LOCKED["old.zip"][0], PASSWORD).refusal


@pytest.mark.parametrize("content", [None, b"\xff\xfe\xff", b"\n".join(b"%d" % number for number in range(101))])
def test_a_file_of_passwords_that_is_none_is_said(tmp_path: Path, content: bytes | None) -> None:
    """Not there, no text, or far too many to try; none of them is repeated."""
    file = tmp_path / "passwords.txt"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommissioningError, match=r"no text file that can be read|more than 100 passwords"):
        read_passwords(file)


@pytest.mark.real_client
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_what_libreoffice_locks_is_opened(libreoffice: LibreOffice, tmp_path: Path, suffix: str) -> None:
    """And what it saves without a password has the same answers."""
    (tmp_path / "q1.xlsx").write_bytes(RETURN)
    with libreoffice.open_document(tmp_path / "q1.xlsx") as document:
        for name, password in (("open", ""), ("locked", PASSWORD)):
            document.save(tmp_path / f"{name}.{suffix}", password)
    [there, opened] = gathered([tmp_path / f"open.{suffix}", tmp_path / f"locked.{suffix}"], (PASSWORD,))
    assert opened.locked
    [issued, first, second] = check_files([Came("q1.xlsx", RETURN), there, opened])
    assert issued.returned is not None
    assert [one.returned.answers for one in (first, second) if one.returned] == [issued.returned.answers] * 2


# What goes back is locked again


def run(*arguments: object) -> str:
    """What a person sees who types this, once nothing went wrong."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder with a locked return, the passwords, and a workspace."""
    a_workspace(tmp_path / "ws")
    (tmp_path / "q1.xlsx").write_bytes(locked_xlsx())
    (tmp_path / "passwords.txt").write_text(f"wrong\n{PASSWORD}\n", encoding="utf-8")
    return tmp_path


def first_sheet(content: bytes) -> str:
    """The first sheet of a workbook that the password opens."""
    plain, password = unlocked(content, (PASSWORD,))
    assert password == PASSWORD
    return openpyxl.load_workbook(io.BytesIO(plain)).sheetnames[0]


def test_the_marked_copy_of_a_locked_file_has_its_password(inbox: Path) -> None:
    """The page says so too, and nobody prints the password."""
    locked = ("--passwords", inbox / "passwords.txt")
    said = run("check", inbox / "q1.xlsx", *locked, "--marked", inbox / "m.xlsx", "--html", inbox / "said.html")
    assert f"{inbox}/m.xlsx: it opens with the password that the file came with." in said
    assert first_sheet((inbox / "m.xlsx").read_bytes()) == "Findings"
    page = (inbox / "said.html").read_text(encoding="utf-8")
    assert "Your file came with a password." in page
    assert PASSWORD not in said + page
    assert [one.findings[0].code for one in check_files(gathered([inbox / "m.xlsx"], (PASSWORD,)))] == ["F001"]


def test_an_import_locks_what_it_writes_and_what_is_given_again_says_that_it_is_not(inbox: Path) -> None:
    here = ("--workspace", inbox / "ws")
    given = ("--passwords", inbox / "passwords.txt", "--replies", inbox / "out")
    assert "it opens with the password that the file came with." in run("import", inbox / "q1.xlsx", *given, *here)
    assert first_sheet((inbox / "out" / "q1-marked.xlsx").read_bytes()) == "Findings"
    again = run("reply", "refuge", "2025-26-Q1", "-o", inbox / "again", *here)
    assert f"{inbox}/again/q1-marked.xlsx: the file came with a password, and this copy has none: lock it" in again
    assert not is_locked((inbox / "again" / "q1-marked.xlsx").read_bytes())


def test_a_locked_file_is_refilled_from_with_its_password(inbox: Path) -> None:
    (inbox / "other.xlsx").write_bytes(RETURN)
    files = (inbox / "q1.xlsx", inbox / "other.xlsx")
    given = ("--passwords", inbox / "passwords.txt", "--workspace", inbox / "ws")
    said = run("refill", files[0], "-o", inbox / "new.xlsx", *given)
    assert f"{inbox}/new.xlsx: q1.xlsx came with a password, and this file has none: keep it as safely." in said
    assert "5 answers of 7 carried over" in said
    assert "password" not in run("refill", files[1], "-o", inbox / "new.xlsx", *given)
