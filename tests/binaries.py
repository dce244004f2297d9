"""Cells to the bytes of binary workbooks, .xls and .xlsb, as the formats' descriptions ask for; no Excel is here."""

import io
import struct
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from commissioning.model.returned import Cell, Cells, SheetCells, Typed
from commissioning.ooxml.addresses import corners

CODES = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}
PLAIN, PERCENT, DATE = 0, 1, 2
"""The cell styles of a made workbook."""


def style(cell: Cell) -> int:
    """Which of the three a cell has."""
    return DATE if cell.typed is Typed.DATE else PERCENT if cell.percent else PLAIN


def days(cell: Cell, *, from_1904: bool) -> float:
    """A date as a workbook keeps it: whole and part days since the end of 1899, or the beginning of 1904."""
    moment = datetime.fromisoformat(cell.text) if cell.day else datetime.fromisoformat(f"1970-01-01T{cell.text}")
    if cell.day is None:
        return (moment - datetime.fromisoformat("1970-01-01T00:00")) / timedelta(days=1)
    start = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if cell.day < date(1900, 3, 1) else 30)
    return (moment - datetime.combine(start, datetime.min.time())) / timedelta(days=1)


def number(cell: Cell, *, from_1904: bool) -> float:
    """What a number or a date is kept as."""
    return days(cell, from_1904=from_1904) if cell.typed is Typed.DATE else float(cell.number or 0)


# .xlsb: a package of parts, each a row of records


def wide(text: str) -> bytes:
    """A text with its length in four bytes before it."""
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def record12(kind: int, data: bytes = b"") -> bytes:
    """One record of a part."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + data


def as_xlsb(cells: Cells, *, from_1904: bool = False, more: dict[str, bytes] | None = None) -> bytes:
    """A binary workbook of these cells, with what is hidden, merged and named; `more` are parts besides."""
    texts = list(dict.fromkeys(c.text for s in cells.sheets for c in s.cells.values() if c.typed is Typed.TEXT))
    numbers = {text: at for at, text in enumerate(texts)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in _parts12(cells, from_1904=from_1904).items():
            book.writestr(name, part)
        items = b"".join(record12(19, b"\0" + wide(text)) for text in texts)
        count = struct.pack("<II", len(texts), len(texts))
        book.writestr("xl/sharedStrings.bin", record12(159, count) + items + record12(160))
        for at, sheet in enumerate(cells.sheets, 1):
            book.writestr(f"xl/worksheets/sheet{at}.bin", _sheet12(sheet, numbers, from_1904=from_1904))
        for name, part in (more or {}).items():
            book.writestr(name, part)
    return out.getvalue()


def _parts12(cells: Cells, *, from_1904: bool) -> dict[str, bytes]:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = "application/vnd.ms-excel."
    sheets = range(1, len(cells.sheets) + 1)
    links = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.bin") for at in sheets]
    links += [("rIdS", "styles", "styles.bin"), ("rIdT", "sharedStrings", "sharedStrings.bin")]
    overrides = [(f"/xl/worksheets/sheet{at}.bin", "worksheet") for at in sheets]
    overrides += [("/xl/styles.bin", "styles"), ("/xl/sharedStrings.bin", "sharedStrings")]
    bundles = b"".join(
        record12(156, struct.pack("<II", 0 if sheet.visible else 1, at) + wide(f"rId{at}") + wide(sheet.name))
        for at, sheet in enumerate(cells.sheets, 1)
    )
    workbook = (
        record12(131)
        + record12(153, struct.pack("<III", int(from_1904), 0, 0))
        + record12(143)
        + bundles
        + record12(144)
        + b"".join(_names12(cells))
        + record12(132)
    )
    return {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="bin" ContentType="{types}sheet.binary.macroEnabled.main"/>'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            + "".join(f'<Override PartName="{name}" ContentType="{types}{kind}"/>' for name, kind in overrides)
            + "</Types>"
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{relations}"><Relationship Id="r" Type="{office}/officeDocument"'
            ' Target="xl/workbook.bin"/></Relationships>'
        ).encode(),
        "xl/_rels/workbook.bin.rels": (
            f'<Relationships xmlns="{relations}">'
            + "".join(f'<Relationship Id="{id}" Type="{office}/{kind}" Target="{to}"/>' for id, kind, to in links)
            + "</Relationships>"
        ).encode(),
        "xl/workbook.bin": workbook,
        "xl/styles.bin": record12(278)
        + record12(617, struct.pack("<I", 3))
        + b"".join(record12(47, struct.pack("<HH", 0, id) + bytes(12)) for id in (0, 10, 14))
        + record12(618)
        + record12(279),
    }


def _names12(cells: Cells) -> Iterator[bytes]:
    if not cells.names:
        return
    order = {sheet.name: at for at, sheet in enumerate(cells.sheets)}
    yield record12(353)
    yield record12(357)
    triples = b"".join(struct.pack("<Iii", 0, at, at) for at in order.values())
    yield record12(362, struct.pack("<I", len(order)) + triples)
    yield record12(354)
    for name in cells.names:
        (top, left), (bottom, right) = name.first, name.last
        area = struct.pack("<BHIIHH", 0x3B, order[name.sheet], top - 1, bottom - 1, left - 1, right - 1)
        formula = struct.pack("<I", len(area)) + area + struct.pack("<I", 0)
        yield record12(39, struct.pack("<IBI", 0, 0, 0xFFFFFFFF) + wide(name.name) + formula + b"\xff" * 4)


def _sheet12(sheet: SheetCells, numbers: dict[str, int], *, from_1904: bool) -> bytes:
    rows, columns = [at[0] for at in sheet.cells] or [1], [at[1] for at in sheet.cells] or [1]
    edges = struct.pack("<IIII", min(rows) - 1, max(rows) - 1, min(columns) - 1, max(columns) - 1)
    out = [record12(129), record12(148, edges)]
    if sheet.hidden_columns:
        out.append(record12(390))
        out += [record12(60, struct.pack("<IIIIH", c - 1, c - 1, 256, 0, 1)) for c in sorted(sheet.hidden_columns)]
        out.append(record12(391))
    out.append(record12(145))
    for row in sorted({row for row, _ in sheet.cells} | sheet.hidden_rows):
        flags = 0x10 if row in sheet.hidden_rows else 0
        out.append(record12(0, struct.pack("<IIHBB", row - 1, 0, 300, 0, flags) + b"\0" + struct.pack("<I", 0)))
        for column in sorted(column for at, column in sheet.cells if at == row):
            out.append(_cell12(sheet.cells[row, column], column, numbers, from_1904=from_1904))
    out.append(record12(146))
    for merged in sheet.merged:
        top, left, bottom, right = (each - 1 for each in corners(merged))
        out.append(record12(176, struct.pack("<IIII", top, bottom, left, right)))
    return b"".join([*out, record12(130)])


def _cell12(cell: Cell, column: int, numbers: dict[str, int], *, from_1904: bool) -> bytes:
    at = struct.pack("<II", column - 1, style(cell))
    # The formula of every made cell is 1, whose token is a whole number.
    formula = struct.pack("<HI", 0, 3) + b"\x1e\x01\x00" + struct.pack("<I", 0) if cell.formula else b""
    if cell.typed is Typed.TEXT:
        return (
            record12(8, at + wide(cell.text) + formula)
            if formula
            else record12(7, at + struct.pack("<I", numbers[cell.text]))
        )
    if cell.typed is Typed.BOOLEAN:
        return record12(10 if formula else 4, at + bytes([cell.text == "TRUE"]) + formula)
    if cell.typed is Typed.ERROR:
        return record12(11 if formula else 3, at + bytes([CODES[cell.text]]) + formula)
    return record12(9 if formula else 5, at + struct.pack("<d", number(cell, from_1904=from_1904)) + formula)


# .xls: a compound file with a stream of records in it

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LARGEST_RECORD = 8224


def as_compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each filled up so that it stands in sectors of its own."""
    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    sectors = [-(-len(data) // SECTOR) for data in padded.values()]
    directory = -(-(len(padded) + 1) // 4)
    tables = 1
    while tables * SECTOR // 4 < tables + directory + sum(sectors):
        tables += 1
    fat = [FAT] * tables + [*range(tables + 1, tables + directory), END]
    starts = []
    for count in sectors:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    fat += [FREE] * (tables * SECTOR // 4 - len(fat))
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for at, ((name, data), start) in enumerate(zip(padded.items(), starts, strict=True), 1):
        entries.append(_entry(name, 2, start, len(data), right=at + 1 if at < len(padded) else FREE))
    header = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16) + struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6,
        0, tables, tables, 0, 4096, END, 0, END, 0, 0)  # fmt: skip
    header = header[:76] + struct.pack("<109I", *[*range(tables), *[FREE] * (109 - tables)])
    body = [struct.pack(f"<{len(fat)}I", *fat), b"".join(entries).ljust(directory * SECTOR, b"\0")]
    body += [data.ljust(-(-len(data) // SECTOR) * SECTOR, b"\0") for data in padded.values()]
    return header + b"".join(body)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    letters = name.encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters) + 2, kind, 1, FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record8(kind: int, data: bytes = b"") -> bytes:
    """One record of a stream."""
    return struct.pack("<HH", kind, len(data)) + data


def as_xls(cells: Cells, *, from_1904: bool = False, more: dict[str, bytes] | None = None) -> bytes:
    """An old workbook of these cells, with what is hidden, merged and named; `more` are streams besides."""
    texts = list(dict.fromkeys(c.text for s in cells.sheets for c in s.cells.values() if c.typed is Typed.TEXT))
    numbers = {text: at for at, text in enumerate(texts)}
    before = record8(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6)) + record8(0x42, b"\xb0\x04")
    before += record8(0x22, struct.pack("<H", int(from_1904)))
    before += record8(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\0Arial")
    # The first sixteen are styles by custom; cells have the three after them.
    before += b"".join(record8(0xE0, struct.pack("<HHH", 0, 0, 0xFFF5) + bytes(14)) for _ in range(16))
    before += b"".join(record8(0xE0, struct.pack("<HHH", 0, id, 1) + bytes(14)) for id in (0, 10, 14))
    after = b"".join(_names8(cells)) + b"".join(_texts8(texts)) + record8(0x0A)
    sheets = [_sheet8(sheet, numbers, from_1904=from_1904) for sheet in cells.sheets]
    lists = [_listed8(sheet, 0) for sheet in cells.sheets]
    at = len(before) + sum(map(len, lists)) + len(after)
    starts = [at]
    for sheet in sheets:
        starts.append(starts[-1] + len(sheet))
    listed = [_listed8(sheet, start) for sheet, start in zip(cells.sheets, starts, strict=False)]
    return as_compound({"Workbook": b"".join([before, *listed, after, *sheets]), **(more or {})})


def _listed8(sheet: SheetCells, start: int) -> bytes:
    name = sheet.name.encode("utf-16-le")
    return record8(0x85, struct.pack("<IBBBB", start, 0 if sheet.visible else 1, 0, len(name) // 2, 1) + name)


def _names8(cells: Cells) -> Iterator[bytes]:
    order = {sheet.name: at for at, sheet in enumerate(cells.sheets)}
    yield record8(0x1AE, struct.pack("<HH", len(order), 0x0401))
    yield record8(
        0x17, struct.pack("<H", len(order)) + b"".join(struct.pack("<HHH", 0, at, at) for at in order.values())
    )
    for name in cells.names:
        (top, left), (bottom, right) = name.first, name.last
        area = struct.pack("<BHHHHH", 0x3B, order[name.sheet], top - 1, bottom - 1, left - 1, right - 1)
        letters = b"\1" + name.name.encode("utf-16-le")
        yield record8(0x18, struct.pack("<HBBHHHI", 0, 0, len(name.name), len(area), 0, 0, 0) + letters + area)


def _texts8(texts: list[str]) -> Iterator[bytes]:
    """The shared texts, carried over into as many records as they need."""
    pieces = [bytearray(struct.pack("<II", len(texts), len(texts)))]
    for text in texts:
        letters = text.encode("utf-16-le")
        if LARGEST_RECORD - len(pieces[-1]) < 5:
            pieces.append(bytearray())
        pieces[-1] += struct.pack("<HB", len(letters) // 2, 1)
        while letters:
            room = (LARGEST_RECORD - len(pieces[-1])) // 2 * 2
            pieces[-1] += letters[:room]
            letters = letters[room:]
            if letters:
                pieces.append(bytearray(b"\1"))
    for at, piece in enumerate(pieces):
        yield record8(0x3C if at else 0xFC, bytes(piece))


def _sheet8(sheet: SheetCells, numbers: dict[str, int], *, from_1904: bool) -> bytes:
    out = [record8(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))]
    out += [record8(0x7D, struct.pack("<HHHHHH", c - 1, c - 1, 2560, 16, 1, 0)) for c in sorted(sheet.hidden_columns)]
    out += [
        record8(0x208, struct.pack("<HHHHHHHH", row - 1, 0, 1, 300, 0, 0, 0x20, 0)) for row in sorted(sheet.hidden_rows)
    ]
    for (row, column), cell in sorted(sheet.cells.items()):
        out.append(
            _cell8(cell, struct.pack("<HHH", row - 1, column - 1, 16 + style(cell)), numbers, from_1904=from_1904)
        )
    areas = [tuple(each - 1 for each in corners(merged)) for merged in sheet.merged]
    if areas:
        packed = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in areas)
        out.append(record8(0xE5, struct.pack("<H", len(areas)) + packed))
    return b"".join([*out, record8(0x0A)])


def _cell8(cell: Cell, at: bytes, numbers: dict[str, int], *, from_1904: bool) -> bytes:
    formula = struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00"
    if cell.formula:
        result, after = _result8(cell, from_1904=from_1904)
        return record8(0x06, at + result + formula) + after
    if cell.typed is Typed.TEXT:
        return record8(0xFD, at + struct.pack("<I", numbers[cell.text]))
    if cell.typed is Typed.BOOLEAN:
        return record8(0x205, at + bytes([cell.text == "TRUE", 0]))
    if cell.typed is Typed.ERROR:
        return record8(0x205, at + bytes([CODES[cell.text], 1]))
    return record8(0x203, at + struct.pack("<d", number(cell, from_1904=from_1904)))


def _result8(cell: Cell, *, from_1904: bool) -> tuple[bytes, bytes]:
    """What a formula gave, and the record of its text after it."""
    if cell.typed is Typed.TEXT:
        letters = cell.text.encode("utf-16-le")
        return b"\0\0\0\0\0\0\xff\xff", record8(0x207, struct.pack("<HB", len(letters) // 2, 1) + letters)
    if cell.typed is Typed.BOOLEAN:
        return bytes([1, 0, cell.text == "TRUE", 0, 0, 0, 0xFF, 0xFF]), b""
    if cell.typed is Typed.ERROR:
        return bytes([2, 0, CODES[cell.text], 0, 0, 0, 0xFF, 0xFF]), b""
    return struct.pack("<d", number(cell, from_1904=from_1904)), b""
