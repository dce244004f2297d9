"""The bytes of a compound file (as old Office files are) to its streams, and to what sort of file it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.model.returned import LooseText
from commissioning.ooxml.package import DAMAGED, LARGEST_FILE, MAKE_SMALLER, MEGABYTE
from commissioning.ooxml.texts import said_at

if TYPE_CHECKING:
    from olefile import OleFileIO

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOKS = ("Workbook", "Book")
MOST_STREAMS = 2_000
LARGEST_TOGETHER = 4 * LARGEST_FILE
"""Bytes of all streams: they may not share their sectors."""
_PROPERTIES = ("\x05SummaryInformation", "\x05DocumentSummaryInformation")
_OTHERS = (
    (
        "EncryptedPackage",
        "This workbook has a password, so it was not opened. Take the password off and send it again.",
    ),
    ("WordDocument", "This is an old Word document, not a workbook. Send the Excel workbook (.xlsx) itself."),
    ("PowerPoint Document", "This is an old presentation, not a workbook. Send the Excel workbook (.xlsx) itself."),
    ("__properties_version1.0", "This is an e-mail from Outlook. Save the workbook attached to it and send that."),
)


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file: its streams by path, and the texts of its properties."""

    streams: Mapping[str, bytes]
    properties: tuple[str, ...] = ()

    def workbook(self) -> bytes:
        """The stream of the workbook; empty where there is none."""
        return next((self.streams[name] for name in WORKBOOKS if name in self.streams), b"")


def open_compound(content: bytes) -> Compound:
    """Every stream within the limits; NotOurs where the file is damaged."""
    import olefile

    if len(content) > LARGEST_FILE:
        raise NotOurs(f"This file is larger than {LARGEST_FILE // MEGABYTE} MB. {MAKE_SMALLER}")
    try:
        with olefile.OleFileIO(BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT) as file:
            paths = file.listdir(streams=True, storages=False)
            _refuse_too_large(len(paths), sum(file.get_size(path) for path in paths))
            streams = {"/".join(path): file.openstream(path).read() for path in paths}
            return Compound(streams, tuple(_properties(file, streams)))
    except NotOurs:
        raise
    except Exception as error:
        raise NotOurs(DAMAGED) from error


def _refuse_too_large(parts: int, together: int) -> None:
    if parts > MOST_STREAMS or together > LARGEST_TOGETHER:
        raise NotOurs(f"This workbook has more than {MOST_STREAMS:,} parts, or its parts overlap. {MAKE_SMALLER}")


def another_kind(compound: Compound) -> str:
    """What a compound file without a workbook in it is, and what to do; empty where nobody can say."""
    return next((words for name, words in _OTHERS if name in compound.streams), "")


def loose_properties(compound: Compound) -> Iterator[LooseText]:
    """The texts of a file's properties."""
    yield from said_at("document properties", compound.properties)


def _properties(file: "OleFileIO", streams: Mapping[str, bytes]) -> Iterator[str]:
    for name in _PROPERTIES:
        if name in streams:
            for value in file.getproperties(name).values():
                yield from _texts(value)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, bytes):
        yield value.decode("cp1252", errors="replace").strip("\0")
    elif isinstance(value, str):
        yield value.strip("\0")
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
