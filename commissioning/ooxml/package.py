"""The bytes of a zip package to its parts, and one part to its XML; what breaks a limit is refused in plain words."""

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs

if TYPE_CHECKING:
    from lxml.etree import _Element

MEGABYTE = 1_000_000
LARGEST_FILE = 25 * MEGABYTE
"""Bytes of a file as it was sent."""
MOST_PARTS = 2_000
"""Entries of one zip package."""
LARGEST_UNZIPPED = 200 * MEGABYTE
"""Bytes of all parts together."""
LARGEST_PART = 100 * MEGABYTE
"""Bytes of one part."""
RATIO_MATTERS_FROM = 10 * MEGABYTE
"""A part smaller than this may be packed as tightly as it likes."""
HIGHEST_RATIO = 100
"""How many times larger a large part may become when it is unzipped."""
MOST_MARKS = 4_000_000
"""Tags and attributes of one part that is read whole: each takes far more memory than its bytes."""

SAVE_AGAIN = "Open it in Excel, save it as an Excel workbook (.xlsx) and send that."
MAKE_SMALLER = "Take out what the return does not need and send it again."
CUT_SHORT = "The end of this workbook is missing: it was cut short on its way. Send it again."
DAMAGED = f"This workbook is damaged or was cut short on its way. {SAVE_AGAIN}"

PLAIN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
_END_OF_DIRECTORY = b"PK\x05\x06"
_END_WITHIN = 66_000
"""Bytes at the end of a zip package that the end of its directory stands in."""
ZIP_TROUBLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Package:
    """A zip package that passed the guard: its parts by name, all unzipped."""

    parts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship of a part: what kind, and which part or outside address it leads to."""

    id: str
    kind: str
    target: str
    external: bool


def open_package(content: bytes) -> Package:
    """Every part of a package within the limits, whatever its directory claims."""
    with _directory(content) as archive:
        entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        _refuse_unsafe(entries)
        return Package({entry_name(entry): _unzipped(archive, entry) for entry in entries})


def part_names(content: bytes) -> frozenset[str]:
    """The names in a package's directory; nothing is unzipped."""
    with _directory(content) as archive:
        return frozenset(map(entry_name, archive.infolist()))


def one_part(content: bytes, name: str) -> bytes:
    """One part of a package, alone unzipped; empty where there is none of that name."""
    with _directory(content) as archive:
        entry = next((each for each in archive.infolist() if entry_name(each) == name), None)
        return b"" if entry is None else _unzipped(archive, entry)


def repacked(package: Package, names: frozenset[str]) -> bytes:
    """A package of these parts alone, unpacked: another library reads exactly what the guard saw."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(names & package.parts.keys()):
            archive.writestr(zipfile.ZipInfo(name), package.parts[name])
    return out.getvalue()


def root(package: Package, name: str, *, forgiving: bool = False) -> "_Element":
    """The XML of a part, entities refused; `forgiving` reads the old drawing parts that are not quite XML."""
    from lxml import etree

    content = checked(package, name)
    if holds_more_marks(content, MOST_MARKS):
        msg = f"A part of this workbook has more than {MOST_MARKS:,} tags ({name}). {MAKE_SMALLER}"
        raise NotOurs(msg)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=forgiving)
    try:
        found = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise NotOurs(DAMAGED) from error
    return etree.Element("nothing") if found is None else found


def checked(package: Package, name: str) -> bytes:
    """The bytes of a part that is there and declares no document type, so that no entity can grow."""
    content = package.parts.get(name)
    if content is None:
        raise NotOurs(DAMAGED)
    # UTF-16 puts a zero byte beside each letter.
    if b"<!DOCTYPE" in (content.replace(b"\0", b"") if b"\0" in content else content):
        msg = f"This workbook holds a document type declaration, which no spreadsheet program writes. {SAVE_AGAIN}"
        raise NotOurs(msg)
    return content


def holds_more_marks(content: bytes, most: int) -> bool:
    """Whether the bytes of a part could hold more tags and attributes than that; so many bytes cannot."""
    return len(content) > most and content.count(b"<") + content.count(b"=") > most


def local_name(element: "_Element") -> str:
    """An element's name without its namespace: strict and ordinary workbooks differ in that alone."""
    return local_part(element.tag)


@lru_cache(maxsize=1024)
def local_part(tag: object) -> str:
    """A tag without its namespace; empty for what is no element, such as a comment."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def related(package: Package, name: str) -> Iterator[Link]:
    """The relationships of a part."""
    folder, file = posixpath.split(name)
    beside = f"{folder}/_rels/{file}.rels".lstrip("/")
    if beside not in package.parts:
        return
    for link in root(package, beside):
        external = link.get("TargetMode") == "External"
        target = str(link.get("Target", ""))
        place = target if external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield Link(str(link.get("Id", "")), str(link.get("Type", "")).rpartition("/")[2], place, external)


def _directory(content: bytes) -> zipfile.ZipFile:
    if len(content) > LARGEST_FILE:
        msg = f"This file is larger than {LARGEST_FILE // MEGABYTE} MB. {MAKE_SMALLER}"
        raise NotOurs(msg)
    try:
        return zipfile.ZipFile(BytesIO(content))
    except ZIP_TROUBLE as error:
        has_end = _END_OF_DIRECTORY in content[-_END_WITHIN:]
        raise NotOurs(DAMAGED if has_end else CUT_SHORT) from error


def entry_name(entry: zipfile.ZipInfo) -> str:
    """What a part is called, however its name was written down."""
    return entry.filename.replace("\\", "/").lstrip("/")


def _refuse_unsafe(entries: list[zipfile.ZipInfo]) -> None:
    """Stop at the first limit that the directory itself says is broken."""
    for broken, words in _limits(entries):
        if broken:
            raise NotOurs(words)


def _limits(entries: list[zipfile.ZipInfo]) -> Iterator[tuple[bool, str]]:
    yield (
        len(entries) > MOST_PARTS,
        f"This workbook has more than {MOST_PARTS:,} parts. {MAKE_SMALLER}",
    )
    yield (
        any(entry.flag_bits & ENCRYPTED for entry in entries),
        "This workbook has a password. Take the password off and send it again.",
    )
    yield len({entry_name(entry).casefold() for entry in entries}) < len(entries), DAMAGED
    yield any(entry.compress_type not in PLAIN_METHODS for entry in entries), DAMAGED
    yield (
        any(entry.file_size > LARGEST_PART for entry in entries),
        f"A part of this workbook is larger than {LARGEST_PART // MEGABYTE} MB when unzipped. {MAKE_SMALLER}",
    )
    yield (
        sum(entry.file_size for entry in entries) > LARGEST_UNZIPPED,
        f"This workbook is larger than {LARGEST_UNZIPPED // MEGABYTE} MB when unzipped. {MAKE_SMALLER}",
    )
    yield (
        any(map(packed_too_tightly, entries)),
        f"A part of this workbook grows to more than {HIGHEST_RATIO} times its size when unzipped. {SAVE_AGAIN}",
    )


def packed_too_tightly(entry: zipfile.ZipInfo) -> bool:
    """Whether a large entry grows more than any honest file does when it is unzipped."""
    return entry.file_size > max(RATIO_MATTERS_FROM, HIGHEST_RATIO * entry.compress_size)


def _unzipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as part:
            # A bounded read: unbounded ones unpack all there is before they look at the stated size.
            content = part.read(entry.file_size + 1)
    except ZIP_TROUBLE as error:
        raise NotOurs(DAMAGED) from error
    if len(content) != entry.file_size:
        raise NotOurs(DAMAGED)
    return content
