"""Files, folders and zip archives go in, as a mailbox holds them; what may be a return comes out, each file once."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from commissioning.errors import NothingThere, NotOurs
from commissioning.ooxml.archive import DEEPEST, INSTEAD, Allowance, TooMuch, is_archive, unpacked
from commissioning.ooxml.package import part_names

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".pdf", ".numbers"})
"""What is taken from a folder or an archive by its name; a workbook under any other name is told by its content."""
ARCHIVES = frozenset({".zip"})
MESSAGES = frozenset({".eml", ".msg"})
"""E-mails, as mail programs keep them."""
TAKEN = WORKBOOKS | ARCHIVES | MESSAGES

_A_MESSAGE = "This is an e-mail, which was not opened. Save the return that is attached to it, and import that."
_TOO_DEEP = f"This zip archive stands inside {DEEPEST} others, so it was not opened. {INSTEAD}"
_NOTHING_IN_IT = "There is no workbook in this zip archive. Ask the sender for the Excel workbook (.xlsx)."


@dataclass(frozen=True, slots=True)
class Came:
    """One file as it came: its own name, without the folders and archives it was in; its bytes, or the path they lie
    at; and, where it was left closed, why."""

    file: str
    source: bytes | Path
    refusal: str = ""

    @property
    def content(self) -> bytes:
        """Its bytes; those of a file in a folder are read each time, so that thousands of files can wait."""
        return self.source if isinstance(self.source, bytes) else self.source.read_bytes()


def gathered(paths: Iterable[Path]) -> tuple[Came, ...]:
    """The files named, and what may be a return in the folders and zip archives named; the same bytes once.

    What spreadsheet programs and computers keep aside is passed over. NothingThere where nothing is left.
    """
    found = [pair for path in paths for file in _files(path) for pair in _with_digests(file)]
    if not found:
        raise NothingThere("There is no workbook in what was named; name the returns, or the folder they are in.")
    # Of two names for the same bytes the first in the alphabet stays, in whatever order they were named.
    stays = dict(sorted(found, key=lambda pair: pair[1].file, reverse=True))
    return tuple(stays[digest] for digest in dict.fromkeys(digest for digest, _ in found))


def _with_digests(file: Path) -> Iterator[tuple[bytes, Came]]:
    """What came in a file, each with its sha256; what is the file itself is left where it lies."""
    content = file.read_bytes()
    for came in _came(file.name, content):
        digest = hashlib.sha256(came.content).digest()
        yield digest, Came(came.file, file, came.refusal) if came.source is content else came


def _files(path: Path) -> Iterator[Path]:
    """The file named, or what may be a return in the folder named."""
    if not path.exists():
        raise NothingThere(f"There is no file or folder {path}; name the returns, or the folder they are in.")
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        inside = PurePosixPath(file.relative_to(path).as_posix())
        if file.is_file() and not _is_kept_aside(inside) and (_is_taken(inside) or _is_workbook_file(file)):
            yield file


def _came(name: str, content: bytes) -> Iterator[Came]:
    """A file itself or, of an archive, the files in it."""
    if not is_archive(content):
        yield Came(name, content, _A_MESSAGE if PurePosixPath(name).suffix.lower() in MESSAGES else "")
        return
    try:
        inside = tuple(_inside(name, content, Allowance(), 1))
    except TooMuch as limit:
        inside = (Came(name, content, str(limit)),)
    yield from inside or (Came(name, content, _NOTHING_IN_IT),)


def _inside(name: str, content: bytes, allowance: Allowance, depth: int) -> Iterator[Came]:
    """The files of an archive and of those inside it; one that cannot be opened by itself is named with the reason."""
    if depth > DEEPEST:
        yield Came(name, content, _TOO_DEEP)
        return
    try:
        members = tuple(unpacked(content, allowance))
    except TooMuch:
        raise
    except NotOurs as refused:
        yield Came(name, content, str(refused))
        return
    for path, member in members:
        inside = PurePosixPath(path)
        if _is_kept_aside(inside):
            continue
        if is_archive(member):
            yield from _inside(inside.name, member, allowance, depth + 1)
        elif _is_taken(inside) or _is_workbook(member):
            yield from _came(inside.name, member)


def _is_kept_aside(path: PurePosixPath) -> bool:
    """What a spreadsheet program or a computer keeps beside the files that people see."""
    return path.name.startswith("~$") or any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def _is_taken(path: PurePosixPath) -> bool:
    return path.suffix.lower() in TAKEN


def _is_workbook_file(file: Path) -> bool:
    with file.open("rb") as opened:
        if opened.read(4) != b"PK\x03\x04":
            return False
    return _is_workbook(file.read_bytes())


def _is_workbook(content: bytes) -> bool:
    """Whether a file is an Excel workbook, whatever it is called."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        return "xl/workbook.xml" in part_names(content)
    except NotOurs:
        return False
