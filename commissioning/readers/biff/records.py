"""The records of an .xls workbook stream to what the reader of its values does not tell: formulas, texts, links."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from commissioning.errors import NotOurs
from commissioning.ooxml.package import DAMAGED
from commissioning.ooxml.sheet import MOST_CELLS, TOO_MANY_CELLS

BOF, EOF, CONTINUE, FILEPASS, BOUNDSHEET = 0x809, 0x0A, 0x3C, 0x2F, 0x85
FORMULA, LABELSST, MULRK, MULBLANK, SUPBOOK, EXTERNNAME = 0x06, 0xFD, 0xBD, 0xBE, 0x1AE, 0x23
TXO, HEADER, FOOTER, DV, VBA, QUERY, PIVOT_TEXT = 0x1B6, 0x14, 0x15, 0x1BE, 0xD3, 0x1AD, 0xCD
_CELLS = frozenset({FORMULA, LABELSST, MULRK, MULBLANK, 0x203, 0x27E, 0x204, 0x205, 0xD6, 0x201})
_BLANK = 0x201
BIFF8 = 0x600
WORKSHEET, MACRO_SHEET, CHART, PROGRAM = 0, 1, 2, 6
MOST_SHEETS = 1_000
_SELF, _ADD_IN = 0x0401, 0x3A01

Record = tuple[int, int, bytes]
"""What kind a record is, where it begins, and its bytes."""


@dataclass(slots=True)
class Substream:
    """One sheet's part of the stream: where it begins, which of its cells are formulas, and its texts."""

    formulas: set[tuple[int, int]] = field(default_factory=set)
    seen: dict[tuple[int, int], bytes] = field(default_factory=dict)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Stream:
    """What the records of a workbook say; `kinds` are those that stand in it anywhere."""

    sheets: list[tuple[int, int]] = field(default_factory=list)
    parts: dict[int, Substream] = field(default_factory=dict)
    kinds: set[int] = field(default_factory=set)
    used_strings: set[int] = field(default_factory=set)
    other_workbooks: bool = False
    other_programs: bool = False


def records(stream: bytes) -> Iterator[Record]:
    """Each record of a stream, as far as the stream is whole."""
    at, end = 0, len(stream) - 4
    while at <= end:
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, at, stream[at + 4 : at + 4 + size]
        at += 4 + size


def is_locked(stream: bytes) -> bool:
    """Whether a workbook's stream says that it has a password, which it does at its beginning."""
    return any(kind == FILEPASS for _, (kind, _, _) in zip(range(20), records(stream), strict=False))


def is_of_today(stream: bytes) -> bool:
    """Whether the stream is as programs since 1997 write it."""
    return stream[:2] == BOF.to_bytes(2, "little") and stream[4:6] == BIFF8.to_bytes(2, "little")


def walked(stream: bytes) -> Stream:
    """Everything the records say, within the limits; NotOurs where they make no sense."""
    found, depth, at, cells = Stream(), 0, 0, 0
    text_follows = False
    try:
        for kind, start, data in records(stream):
            found.kinds.add(kind)
            if kind == BOF:
                depth, at = depth + 1, (start if depth == 0 else at)
            elif kind == EOF:
                depth = max(0, depth - 1)
            elif kind in _CELLS and depth == 1:
                cells += _take_cell(found, found.parts.setdefault(at, Substream()), kind, data)
            elif kind == CONTINUE and text_follows:
                found.parts.setdefault(at, Substream()).texts.append(("drawing or text box on {}", _letters(data, 0)))
            else:
                _take_other(found, found.parts.setdefault(at, Substream()), kind, data)
            text_follows = kind == TXO and int.from_bytes(data[10:12], "little") > 0
            if cells > MOST_CELLS or len(found.sheets) > MOST_SHEETS:
                raise NotOurs(TOO_MANY_CELLS)
    except (struct.error, IndexError) as error:
        raise NotOurs(DAMAGED) from error
    return found


def _take_cell(found: Stream, part: Substream, kind: int, data: bytes) -> int:
    """Note what sort of cell a record writes, and say how many cells it writes."""
    row, column = struct.unpack_from("<HH", data)
    if kind in (MULRK, MULBLANK):
        return max(0, int.from_bytes(data[-2:], "little") - int(column)) + 1
    place = (row + 1, column + 1)
    if kind == FORMULA:
        part.formulas.add(place)
    if kind == LABELSST:
        found.used_strings.add(int.from_bytes(data[6:10], "little"))
    if kind != _BLANK and part.seen.setdefault(place, data) != data:
        part.repeated.append(place)
    return 1


def _take_other(found: Stream, part: Substream, kind: int, data: bytes) -> None:
    if kind == BOUNDSHEET:
        found.sheets.append((int.from_bytes(data[:4], "little"), data[5]))
    elif kind in (HEADER, FOOTER) and data:
        part.texts.append(("header or footer of {}", _text(data, 0)[0]))
    elif kind == DV:
        part.texts.extend(("drop-down list or prompt on {}", text) for text in _prompts(data))
    elif kind == SUPBOOK:
        _take_link(found, data)


def _take_link(found: Stream, data: bytes) -> None:
    sheets, length = struct.unpack_from("<HH", data)
    if length in (_SELF, _ADD_IN):
        return
    if sheets:
        found.other_workbooks = True
    elif b"\x03" in data[4:]:
        found.other_programs = True


def _prompts(data: bytes) -> Iterator[str]:
    at = 4
    for _ in range(4):
        text, at = _text(data, at)
        yield text


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    length, wide = struct.unpack_from("<HB", data, at)
    size = length * 2 if wide & 1 else length
    return _letters(data[: at + 3 + size], at + 2), at + 3 + size


def _letters(data: bytes, at: int) -> str:
    """The letters after the byte that says how wide they are."""
    if at >= len(data):
        return ""
    return data[at + 1 :].decode("utf-16-le" if data[at] & 1 else "cp1252", errors="replace")


def pivot_texts(stream: bytes) -> Iterator[str]:
    """The texts that a pivot table keeps of the cells it was made from."""
    for kind, _, data in records(stream):
        if kind == PIVOT_TEXT and len(data) > 3:  # noqa: PLR2004  # its length and width
            yield _text(data, 0)[0]
