"""The bytes of a zip archive of files to those files; what breaks a limit is refused in words that name it."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from commissioning.errors import NotOurs
from commissioning.ooxml.package import (
    HIGHEST_RATIO,
    MEGABYTE,
    PLAIN_METHODS,
    ZIP_TROUBLE,
    packed_too_tightly,
)
from commissioning.ooxml.sealed import AES, is_sealed, unsealed

ZIP_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip package or archive, and one with nothing in it."""
NOT_ARCHIVES = frozenset({"[Content_Types].xml", "mimetype", "Index/Document.iwa", "Index.zip"})
"""A zip with one of these in it is a document by itself: of Office, OpenDocument or Apple."""

LARGEST_ARCHIVE = 200 * MEGABYTE
"""Bytes of an archive as it came."""
MOST_FILES = 2_000
"""Files of one archive, with those of the archives inside it."""
LARGEST_UNPACKED = 500 * MEGABYTE
"""Bytes of all of them together."""
DIRECTORY_ENTRY = b"PK\x01\x02"
MOST_ENTRIES = 100_000
"""Directory entries in the bytes of an archive, those of what is stored in it too: each takes memory to look at."""
DEEPEST = 3
"""How many archives may stand one inside the other."""

INSTEAD = "Unpack it yourself, and import the returns that were in it."
DAMAGED = (
    f"This zip archive is damaged or was cut short on its way. Ask for it again, or {INSTEAD[0].lower()}{INSTEAD[1:]}"
)


@dataclass
class Allowance:
    """What is left of the limits while an archive, and the archives inside it, are unpacked."""

    files: int = MOST_FILES
    bytes: int = LARGEST_UNPACKED

    def take(self, size: int) -> None:
        """Count one file more, of so many bytes; TooMuch names the limit that it breaks."""
        self.files -= 1
        self.bytes -= size
        if self.files < 0:
            raise TooMuch(f"This zip archive holds more than {MOST_FILES:,} files. {INSTEAD}")
        if self.bytes < 0:
            raise TooMuch(f"This zip archive is larger than {LARGEST_UNPACKED // MEGABYTE} MB when unpacked. {INSTEAD}")


class TooMuch(NotOurs):
    """An archive that, with the archives inside it, breaks a limit; none of its files is read."""


def is_archive(content: bytes) -> bool:
    """Whether a file is a zip archive of files, and not a document that is zipped by its own program."""
    if not content.startswith(ZIP_BEGINNINGS):
        return False
    if _is_too_large(content):
        return True
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return not NOT_ARCHIVES & set(archive.namelist())
    except ZIP_TROUBLE:
        return False


def unpacked(content: bytes, allowance: Allowance, passwords: tuple[str, ...] = ()) -> Iterator[tuple[str, bytes]]:
    """Each file of an archive by its path inside, in the archive's own order; NotOurs says what is wrong with it.

    Files with a password are opened with the first of the passwords that fits.
    """
    if _is_too_large(content):
        raise TooMuch(
            f"This zip archive is larger than {LARGEST_ARCHIVE // MEGABYTE} MB, or holds more than "
            f"{MOST_ENTRIES:,} entries. {INSTEAD}"
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            for entry in entries:
                _refuse_unsafe(entry)
                allowance.take(entry.file_size)
            for entry in entries:
                found = _opened(archive, content, entry, passwords) if is_sealed(entry) else _content(archive, entry)
                yield entry.filename.replace("\\", "/"), found
    except ZIP_TROUBLE as error:
        raise NotOurs(DAMAGED) from error


def _is_too_large(content: bytes) -> bool:
    """Whether an archive is too large to look into, by its bytes alone."""
    return len(content) > LARGEST_ARCHIVE or content.count(DIRECTORY_ENTRY) > MOST_ENTRIES


def _refuse_unsafe(entry: zipfile.ZipInfo) -> None:
    if entry.compress_type not in PLAIN_METHODS and not (is_sealed(entry) and entry.compress_type == AES):
        raise NotOurs(f"This zip archive is packed in a way that is not read here. {INSTEAD}")
    if packed_too_tightly(entry):
        raise TooMuch(
            f"A file in this zip archive grows to more than {HIGHEST_RATIO} times its size when unpacked. {INSTEAD}"
        )


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one file, which must be as many as the directory says."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise NotOurs(DAMAGED)
    return content


def _opened(archive: zipfile.ZipFile, content: bytes, entry: zipfile.ZipInfo, passwords: tuple[str, ...]) -> bytes:
    """The bytes of one file that has a password."""
    found = unsealed(archive, content, entry, passwords)
    if found is None:
        raise NotOurs(
            "This zip archive has a password, so it was not opened. "
            f"Tell the password by telephone to whoever imports it (--passwords). {INSTEAD}"
            if not passwords
            else f"This zip archive has a password, and none of those given opens it. {INSTEAD}"
        )
    return found


def has_password(content: bytes) -> bool:
    """Whether any file of an archive has a password."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return any(map(is_sealed, archive.infolist()))
    except ZIP_TROUBLE:
        return False
