"""The bytes of a file to Cells, by the kind of file that its content shows it to be.

To add a kind of file: a module here that declares a Reader.
"""

import re
from dataclasses import replace
from functools import cache

from commissioning.errors import NotOurs
from commissioning.model.returned import Cells
from commissioning.ooxml.package import part_names
from commissioning.readers.reader import Reader
from commissioning.rooms import declared

AS_XLSX = "Save it as an Excel workbook (.xlsx) and send that."

_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", f"This is either an old Excel file (.xls) or a workbook with a password. {AS_XLSX}"),
    (b"%PDF", f"This is a PDF, which cannot be read as a return. {AS_XLSX}"),
    (b"{\\rtf", f"This is a text document, not a workbook. {AS_XLSX}"),
)
_PARTS = (
    ("xl/workbook.bin", f"This is a binary Excel workbook (.xlsb). {AS_XLSX}"),
    ("content.xml", f"This is an OpenDocument file (.ods or similar). {AS_XLSX}"),
    ("Index/Document.iwa", f"This is an Apple Numbers file. {AS_XLSX}"),
    ("word/document.xml", "This is a Word document, not a workbook. Send the Excel workbook (.xlsx) itself."),
    ("ppt/presentation.xml", "This is a presentation, not a workbook. Send the Excel workbook (.xlsx) itself."),
)
PACKAGE = b"PK\x03\x04"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROL_CHARACTER = re.compile(rb"[\x00-\x08\x0e-\x1a]")
_EMPTY = "This file is empty. Send the Excel workbook (.xlsx) again."
_ARCHIVE = "This is a zip archive without a workbook in it. Take the Excel workbook (.xlsx) out and send that."
_TEXT = f"This is a text file (a .csv, for example), not a workbook. {AS_XLSX}"
_NO_LETTER = "An answer has a character in it that is no letter (NUL). Type that answer anew and send it again."
_UNKNOWN = f"This is not a workbook. {AS_XLSX}"


@cache
def readers() -> tuple[Reader, ...]:
    """What reads each kind of file; looked for when first asked."""
    return declared(__name__, Reader)


def read(content: bytes) -> Cells:
    """Everything in a file that one of the readers recognises; NotOurs says what another file is, and what to do."""
    reader = next((reader for reader in readers() if reader.recognises(content)), None)
    if reader is None:
        raise NotOurs(_what_is_in(part_names(content)) if content.startswith(PACKAGE) else _what_else(content))
    cells = reader.read(content)
    if any("\0" in cell.text for sheet in cells.sheets for cell in sheet.cells.values()):
        raise NotOurs(_NO_LETTER)
    return replace(cells, format=reader.format)


def _what_is_in(names: frozenset[str]) -> str:
    return next((words for part, words in _PARTS if part in names), _ARCHIVE)


def _what_else(content: bytes) -> str:
    if not content.strip():
        return _EMPTY
    known = (words for beginning, words in _BEGINNINGS if content.startswith(beginning))
    return next(known, _TEXT if _is_text(content) else _UNKNOWN)


def _is_text(content: bytes) -> bool:
    return content.startswith(_UTF_16) or not _CONTROL_CHARACTER.search(content[:4096])


__all__ = ["Reader", "read", "readers"]
