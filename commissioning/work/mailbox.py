"""Files, folders and zip archives go in, as a mailbox holds them; what may be a return comes out, each file once."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from commissioning.errors import CommissioningError, NothingThere, NotOurs
from commissioning.ooxml.archive import DEEPEST, INSTEAD, Allowance, TooMuch, has_password, is_archive, unpacked
from commissioning.ooxml.package import part_names
from commissioning.privacy import masked
from commissioning.readers.biff.compound import COMPOUND
from commissioning.readers.locks import is_locked, unlocked
from commissioning.readers.xls import is_xls

WORKBOOKS = frozenset(
    {
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xltm",
        ".xls",
        ".xlt",
        ".xlsb",
        ".ods",
        ".ots",
        ".fods",
        ".csv",
        ".tsv",
        ".pdf",
        ".numbers",
    }
)
"""What is taken from a folder or an archive by its name; a workbook under any other name is told by its content."""
ARCHIVES = frozenset({".zip"})
MOST_PASSWORDS = 100
"""Passwords to try: each may take a second."""
MESSAGES = frozenset({".eml", ".msg"})
"""E-mails, as mail programs keep them."""
IN_ITS_PLACE = frozenset({".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".url", ".lnk"})
"""Other archives, and shortcuts: a return may be in one, or behind it, so each is named with what to do."""
TAKEN = WORKBOOKS | ARCHIVES | MESSAGES | IN_ITS_PLACE

_OF_WORKBOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin", "content.xml"})
"""Parts that only workbooks have, or OpenDocument files, which say themselves whether they are."""
_BEGINNINGS = (b"PK\x03\x04", COMPOUND)
_AS_TEXT = ".txt"
"""What Excel calls a sheet that is saved as text, with tabs between its cells."""
_SEEN_OF_TEXT = 4096
_A_MESSAGE = "This is an e-mail, which was not opened. Save the return that is attached to it, and import that."
_TOO_DEEP = f"This zip archive stands inside {DEEPEST} others, so it was not opened. {INSTEAD}"
_NOTHING_IN_IT = "There is no workbook in this zip archive. Ask the sender for the Excel workbook (.xlsx)."


@dataclass(frozen=True, slots=True)
class Came:
    """One file as it came: its own name, without the folders and archives it was in; its bytes, or the path they lie
    at; and, where it was left closed, why. Of one that a password opened, the bytes are those without it, and `locked`
    is the sha256 of what came; the `password` is never printed nor kept. `also` are the names that the same bytes came
    under besides."""

    file: str
    source: bytes | Path
    refusal: str = ""
    locked: str = ""
    also: tuple[str, ...] = ()
    password: str = field(default="", repr=False)

    @property
    def content(self) -> bytes:
        """Its bytes; those of a file in a folder are read each time, so that thousands of files can wait."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


def gathered(paths: Iterable[Path], passwords: tuple[str, ...] = ()) -> tuple[Came, ...]:
    """The files named, and what may be a return in the folders and zip archives named; the same bytes once.

    What is locked is opened with the first of the passwords that fits. What spreadsheet programs and computers keep
    aside is passed over. NothingThere where nothing is left.
    """
    found = [pair for path in paths for file in _files(path) for pair in _with_digests(file, passwords)]
    if not found:
        raise NothingThere("There is no workbook in what was named; name the returns, or the folder they are in.")
    alike: dict[bytes, list[Came]] = {}
    for digest, came in found:
        alike.setdefault(digest, []).append(came)
    return tuple(map(_under_one_name, alike.values()))


def _under_one_name(alike: list[Came]) -> Came:
    """Of several names for the same bytes the first in the alphabet stays, in whatever order they were named; one that
    may name somebody, only where no other does not."""
    first, *others = sorted(alike, key=lambda came: (masked(came.file) != came.file, came.file))
    return replace(first, also=tuple(other.file for other in others))


def _with_digests(file: Path, passwords: tuple[str, ...]) -> Iterator[tuple[bytes, Came]]:
    """What came in a file, each with its sha256; what is the file itself is left where it lies."""
    content = file.read_bytes()
    for came in brought(_own_name(file.name), content, passwords):
        digest = hashlib.sha256(came.content).digest()
        yield digest, replace(came, source=file) if came.source is content else came


def _files(path: Path) -> Iterator[Path]:
    """The file named, or what may be a return in the folder named."""
    if not path.exists():
        raise NothingThere(f"There is no file or folder {path}; name the returns, or the folder they are in.")
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        inside = PurePosixPath(file.relative_to(path).as_posix())
        if file.is_file() and not _is_kept_aside(inside) and (_is_taken(inside) or _is_return_file(file)):
            yield file


def read_passwords(file: Path) -> tuple[str, ...]:
    """The passwords of a text file, one a line; CommissioningError where there is no such file, or far too many."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommissioningError(
            f"{file} is no text file that can be read; name one with a password a line."
        ) from error
    passwords = tuple(dict.fromkeys(line for line in lines if line))
    if len(passwords) > MOST_PASSWORDS:
        raise CommissioningError(f"{file} holds more than {MOST_PASSWORDS} passwords; keep those of these files.")
    return passwords


def brought(name: str, content: bytes, passwords: tuple[str, ...]) -> Iterator[Came]:
    """A file itself or, of an archive, the files in it."""
    if not is_archive(content):
        yield _single(name, content, passwords)
        return
    try:
        inside = tuple(_inside(name, content, Allowance(), 1, passwords))
    except TooMuch as limit:
        inside = (Came(name, content, str(limit)),)
    yield from inside or (Came(name, content, _NOTHING_IN_IT),)


def _single(name: str, content: bytes, passwords: tuple[str, ...], sealed: str = "") -> Came:
    """A file that is no archive, opened where it is locked; `sealed` is the sha256 of a locked archive it was in."""
    if PurePosixPath(name).suffix.lower() in MESSAGES:
        return Came(name, content, _A_MESSAGE)
    if not is_locked(content):
        return Came(name, content, locked=sealed)
    try:
        opened, password = unlocked(content, passwords)
        return Came(name, opened, locked=_sha256(content), password=password)
    except NotOurs as refused:
        return Came(name, content, str(refused))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _inside(name: str, content: bytes, allowance: Allowance, depth: int, passwords: tuple[str, ...]) -> Iterator[Came]:
    """The files of an archive and of those inside it; one that cannot be opened by itself is named with the reason."""
    if depth > DEEPEST:
        yield Came(name, content, _TOO_DEEP)
        return
    try:
        members = tuple(unpacked(content, allowance, passwords))
    except TooMuch:
        raise
    except NotOurs as refused:
        yield Came(name, content, str(refused))
        return
    sealed = _sha256(content) if has_password(content) else ""
    for path, member in members:
        inside = PurePosixPath(path)
        if _is_kept_aside(inside):
            continue
        if is_archive(member):
            yield from _inside(_own_name(path), member, allowance, depth + 1, passwords)
        elif _is_taken(inside) or _is_table(inside, member) or _is_workbook(member):
            yield _single(_own_name(path), member, passwords, sealed)


def _own_name(path: str) -> str:
    """A file's name without its folders, however they are written, and without what no screen shows."""
    name = path.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return "".join(letter if letter.isprintable() else "-" for letter in name)


def _is_kept_aside(path: PurePosixPath) -> bool:
    """What a spreadsheet program or a computer keeps beside the files that people see."""
    return path.name.startswith("~$") or any(_is_hidden(part) or part == "__MACOSX" for part in path.parts)


def _is_hidden(part: str) -> bool:
    """By a dot before its name; the folder above, `..`, is none."""
    return part.startswith(".") and part.strip(".") != ""


def _is_taken(path: PurePosixPath) -> bool:
    return path.suffix.lower() in TAKEN


def _is_return_file(file: Path) -> bool:
    """Whether a file may be a return, whatever it is called."""
    with file.open("rb") as opened:
        beginning = opened.read(_SEEN_OF_TEXT)
    if not beginning.startswith(_BEGINNINGS):
        return _is_table(PurePosixPath(file.name), beginning)
    return _is_workbook(file.read_bytes())


def _is_table(path: PurePosixPath, content: bytes) -> bool:
    """Whether a file of text is a sheet that was saved as one."""
    return path.suffix.lower() == _AS_TEXT and b"\t" in content[:_SEEN_OF_TEXT]


def _is_workbook(content: bytes) -> bool:
    """Whether a file is a workbook, whatever it is called."""
    if content.startswith(COMPOUND):
        return is_xls(content) or is_locked(content)
    if not content.startswith(_BEGINNINGS):
        return False
    try:
        return bool(_OF_WORKBOOKS & part_names(content))
    except NotOurs:
        return False
