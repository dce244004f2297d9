"""Files that no reader recognises, to what they are and what to do: told by their content, never by their name."""

import re

from commissioning.ooxml.package import part_names
from commissioning.readers.biff.compound import COMPOUND, another_kind, open_compound
from commissioning.readers.csv import beginning

AS_XLSX = "Save it as an Excel workbook (.xlsx) and send that."
INSTEAD = "Send the Excel workbook (.xlsx) itself."
_PICTURE = f"This is a picture, not a workbook. {INSTEAD}"
_SHORTCUT = f"This is a shortcut to a file, not the file. {INSTEAD}"
_SIGN_IN = "This is a page to sign in at, saved in place of the file. Download the workbook itself, and send that."
_PACKED = "This is an archive of a kind that is not opened here. Unpack it, and send the workbook that was in it."

_BEGINNINGS = (
    (b"%PDF", f"This is a PDF, which cannot be read as a return. {AS_XLSX}"),
    (b"{\\rtf", f"This is a text document, not a workbook. {AS_XLSX}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"7z\xbc\xaf\x27\x1c", _PACKED),
    (b"Rar!", _PACKED),
    (b"\x1f\x8b", _PACKED),
    (b"BZh", _PACKED),
    (b"\xfd7zXZ", _PACKED),
    (b"[InternetShortcut]", _SHORTCUT),
    (b"L\0\0\0\x01\x14\x02\0", _SHORTCUT),
)
_PARTS = (
    ("encrypted-package", f"This OpenDocument file has a password, so it was not opened. {AS_XLSX}"),
    ("Index/Document.iwa", f"This is an Apple Numbers file. {AS_XLSX}"),
    ("Index.zip", f"This is an Apple Numbers file. {AS_XLSX}"),
    ("word/document.xml", f"This is a Word document, not a workbook. {INSTEAD}"),
    ("ppt/presentation.xml", f"This is a presentation, not a workbook. {INSTEAD}"),
)
_TEXTS = (
    (re.compile(r"\s*(?:<!--.*?-->\s*)*<(!doctype html|html|table|head|body|meta)\b", re.I | re.S), "web page"),
    (re.compile(r"\s*<\?xml.*urn:schemas-microsoft-com:office:spreadsheet", re.S), "XML spreadsheet of 2003"),
    (re.compile(r"\s*<"), "file of XML"),
    (re.compile(r"(From|Received|Return-Path|MIME-Version|Date): "), "e-mail"),
)
_ASKS_TO_SIGN_IN = re.compile(r"\s*<.*?<title>[^<]*\b(?:sign|log)[ -]?in\b", re.I | re.S)
_OLD_OFFICE = f"This is an old Office file without a workbook in it that can be read. {AS_XLSX}"
_EMPTY = "This file is empty. Send the Excel workbook (.xlsx) again."
_ZEROS = "This file holds nothing but noughts: it was lost on its way. Send the Excel workbook (.xlsx) again."
_ARCHIVE = "This is a zip archive without a workbook in it. Take the Excel workbook (.xlsx) out and send that."
_TEXT = f"This is a text file without a table in it, not a workbook. {INSTEAD}"
_UNKNOWN = f"This is not a workbook. {AS_XLSX}"


def what_it_is(content: bytes) -> str:
    """What a file is, in a sentence, and what to do about it in another; NotOurs says what is wrong with a package."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        names = part_names(content)
        return next((words for part, words in _PARTS if part in names), _ARCHIVE)
    if not content.strip(b"\0 \t\r\n"):
        return _ZEROS if b"\0" in content else _EMPTY
    if content.startswith(COMPOUND):
        return another_kind(open_compound(content)) or _OLD_OFFICE
    if content[257:262] == b"ustar":
        return _PACKED
    known = next((words for start, words in _BEGINNINGS if content.startswith(start)), "")
    return known or _of_text(beginning(content))


def _of_text(text: str) -> str:
    if not text:
        return _UNKNOWN
    if _ASKS_TO_SIGN_IN.match(text):
        return _SIGN_IN
    found = next((name for pattern, name in _TEXTS if pattern.match(text)), "")
    article = "an" if found[:1] in "eX" else "a"
    return f"This is {article} {found}, whatever its name says. {AS_XLSX}" if found else _TEXT
