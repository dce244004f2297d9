"""The bytes of a text file with a table in it (.csv, .tsv) to Cells: one sheet, every value as it is written."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from commissioning.errors import NotOurs
from commissioning.model.returned import Aspect, Cell, Cells, Noticed, SheetCells, Typed
from commissioning.ooxml.addresses import LAST_COLUMN, LAST_ROW
from commissioning.ooxml.package import LARGEST_FILE, MAKE_SMALLER, MEGABYTE
from commissioning.ooxml.sheet import MOST_CELLS
from commissioning.readers.reader import Reader
from commissioning.readers.values import of_number

SHEET = "csv"
"""What the one sheet is called, since the file does not say."""
LONGEST_VALUE = 100_000
"""Letters of one value."""
SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 64_000
"""Bytes at the beginning by which a text file and its separator are told."""
_ROWS_LOOKED_AT = 200
_ROWS_OF_A_TABLE = 2

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CALLED = {"cp1252": "Windows Western European", "mac_roman": "Macintosh Roman", "cp850": "DOS Western European"}
"""The encodings in which old programs write English, most usual first, as they are known."""
_CONTROL_CHARACTER = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x1a\x7f]")
_OTHER_TEXT = re.compile(r"\s*(<[!?A-Za-z]|\{\\rtf|%PDF|%PDF|(From|Received|Return-Path|MIME-Version|Date): )")
_SAYS_SEPARATOR = re.compile(r"sep=(.)\r?\n")
# As many digits as a spreadsheet keeps; a nought before others makes a code of it.
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?)(%?)\Z")
_MOST_DIGITS = 15

_SEND_INSTEAD = "Save the workbook as .csv again and send that, or send the workbook itself."


def is_csv(content: bytes) -> bool:
    """Whether this is text with a table in it: rows that one separator divides."""
    text = beginning(content)
    return bool(text and not _OTHER_TEXT.match(text) and (_SAYS_SEPARATOR.match(text) or _separator(text)))


def read_csv(content: bytes) -> Cells:
    """Every value of the table. A plain number is a number; what needs thought is left as text."""
    if len(content) > LARGEST_FILE:
        raise NotOurs(f"This file is larger than {LARGEST_FILE // MEGABYTE} MB. {MAKE_SMALLER}")
    text, guessed = _decoded(content)
    said = _SAYS_SEPARATOR.match(text)
    separator = said[1] if said else _separator(text[:LOOKED_AT]) or ","
    cells = dict(_cells(text[said.end() :] if said else text, separator, first=2 if said else 1))
    noticed = [Noticed(Aspect.ONE_SHEET)]
    if guessed:
        noticed.append(Noticed(Aspect.LETTERS_NOT_STATED, fact=_CALLED[guessed]))
    return Cells((SheetCells(SHEET, visible=True, cells=cells),), format=READER.format, noticed=tuple(noticed))


READER = Reader("csv", is_csv, read_csv, rank=900)


def beginning(content: bytes) -> str:
    """The beginning of a file as text; empty where it is none."""
    start = content[:LOOKED_AT]
    if _stated(start) == "utf-8" and _CONTROL_BYTE.search(start[:4096]):
        return ""
    text = start.decode(_stated(start), errors="replace").removeprefix("\ufeff")
    return "" if _CONTROL_CHARACTER.search(text) else text


def _decoded(content: bytes) -> tuple[str, str]:
    """The text, and the encoding it was guessed to be in: empty for a marked one and for UTF-8, which nothing else
    looks like."""
    try:
        return content.decode(_stated(content)).removeprefix("\ufeff"), ""
    except UnicodeDecodeError:
        likeliest = _likeliest(content)
        return content.decode(likeliest, errors="replace"), likeliest


def _stated(content: bytes) -> str:
    """The encoding that a mark states, or that every other byte being nought gives away; else UTF-8."""
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    if marked:
        return marked
    before, after = content[0:400:2].count(0), content[1:400:2].count(0)
    if after and not before:
        return "utf-16-le"
    return "utf-16-be" if before and not after else "utf-8"


def _likeliest(content: bytes) -> str:
    """The old encoding that these letters look most like; which one it is nobody can say for certain."""
    from charset_normalizer import from_bytes

    best = from_bytes(content[:LOOKED_AT], cp_isolation=list(_CALLED)).best()
    return best.encoding if best and best.encoding in _CALLED else "cp1252"


def _separator(text: str) -> str:
    """The sign that divides most rows of a text alike; empty where none so divides two of them, as in a letter."""
    rows, _, sign = max((*_divided(text, sign), sign) for sign in SEPARATORS)
    return sign if rows >= _ROWS_OF_A_TABLE else ""


def _divided(text: str, sign: str) -> tuple[int, int]:
    """How many rows a sign divides into the same number of values, and into how many all of them together."""
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), _ROWS_LOOKED_AT)
    try:
        several = Counter(len(row) for row in rows if len(row) > 1)
    except csv.Error:
        return (0, 0)
    return max(several.values(), default=0), sum(values * count for values, count in several.items())


def _cells(text: str, separator: str, first: int) -> Iterator[tuple[tuple[int, int], Cell]]:
    """The values that are not empty, by row and column, within the limits."""
    count = 0
    for row, values in enumerate(_rows(text, separator), first):
        count += len(values)
        if row > LAST_ROW or len(values) > LAST_COLUMN or count > MOST_CELLS:
            raise NotOurs(
                f"This text file has more than {LAST_ROW:,} rows, {LAST_COLUMN:,} columns or {MOST_CELLS:,} values. "
                f"{MAKE_SMALLER}"
            )
        yield from (((row, column), _cell(value)) for column, value in enumerate(values, 1) if value)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Row by row; where a quotation mark leaves two readings open, neither is taken."""
    csv.field_size_limit(LONGEST_VALUE)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        yield from rows
    except csv.Error as error:
        raise NotOurs(_what_is_wrong(str(error), rows.line_num)) from error


def _what_is_wrong(error: str, line: int) -> str:
    if "field larger" in error:
        return f"A value in line {line} of this text file is longer than {LONGEST_VALUE:,} letters. {MAKE_SMALLER}"
    if "end of data" in error:
        return f"A quotation mark in this text file is opened and never closed: it may be cut short. {_SEND_INSTEAD}"
    return f"A quotation mark in line {line} of this text file stands where no value begins or ends. {_SEND_INSTEAD}"


def _cell(value: str) -> Cell:
    """A plain number as one, a plain percentage too; anything else as the text it is."""
    found = _NUMBER.match(value)
    if not found or sum(each.isdigit() for each in value) > _MOST_DIGITS:
        return Cell(Typed.TEXT, value)
    number = Decimal(found[1])
    return of_number((number / 100 if found[2] else number) + 0, percent=bool(found[2]))
