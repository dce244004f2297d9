"""The same return in every format is the same Cells; what a format cannot say is said of it."""

import io
import struct
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from commissioning.errors import NotOurs
from commissioning.model.returned import Aspect, Cell, Cells, DefinedName, SheetCells, Typed
from commissioning.ooxml import package as guard
from commissioning.ooxml import sheet as limits
from commissioning.readers import csv as text_files
from commissioning.readers import noticing, ods, read, readers, xls, xlsb
from commissioning.readers.biff import compound, parts, records
from commissioning.readers.odf import sheets as tables
from commissioning.readers.odf.formulas import as_excel_writes
from tests.binaries import as_compound, as_xls, as_xlsb, record8, record12, wide
from tests.formats import MAKERS, as_csv, as_fods, as_ods
from tests.provider import a_return

BINARY = {"xls", "xlsb"}
WITH_SHEETS = sorted(MAKERS.keys() - {"csv"})


def number(text: str, *, formula: str | None = None) -> Cell:
    """A number as it is read."""
    if text.endswith("%"):
        return Cell(Typed.NUMBER, text, Decimal(text[:-1]) / 100, formula, percent=True)
    return Cell(Typed.NUMBER, text, Decimal(text), formula)


def day(text: str) -> Cell:
    """A date, or a time of day, as it is read."""
    return Cell(Typed.DATE, text, day=date.fromisoformat(text[:10]) if "-" in text else None)


VALUES = {
    (2, 2): number("12"),
    (2, 3): number("-3.25"),
    (2, 4): number("0.1"),
    (2, 5): number("88%"),
    (3, 2): Cell(Typed.TEXT, "  two  words "),
    (3, 3): Cell(Typed.TEXT, "0012"),
    (3, 4): Cell(Typed.TEXT, "first\nsecond, “third” £ & <b>"),
    (3, 5): Cell(Typed.TEXT, "=1+1"),
    (4, 2): Cell(Typed.BOOLEAN, "TRUE"),
    (4, 3): Cell(Typed.ERROR, "#DIV/0!"),
    (4, 4): number("7", formula="=B2-5"),
    (4, 5): Cell(Typed.TEXT, "agrees", formula='=IF(B2=12,"agrees","no")'),
    (5, 2): day("2026-04-01"),
    (5, 3): day("2026-04-01T09:30:00"),
    (5, 4): day("09:30:00"),
    (70, 28): number("1000000"),
}
FIRST = SheetCells("Our figures", True, VALUES, frozenset({7, 9}), frozenset({4, 5}), ("B2:E2", "AB70:AC71"))
HIDDEN = SheetCells("_return", False, {(1, 1): Cell(Typed.TEXT, "contract")})
WHOLE = Cells((FIRST, HIDDEN), (DefinedName("figures", "Our figures", (2, 2), (5, 5)),))

PLAIN = Cells((SheetCells("S", True, {(1, 1): number("1")}),))


def plain(cell: Cell, format: str) -> Cell:
    """A cell without what a format does not say: binary workbooks keep the words of formulas packed."""
    return replace(cell, formula="=") if format in BINARY and cell.formula else cell


@pytest.mark.parametrize("format", WITH_SHEETS)
def test_values_are_the_same_in_every_format(format: str) -> None:
    """Numbers, percentages, texts, truths, errors, dates, times and formulas, each at its address."""
    found = read(MAKERS[format](WHOLE))
    assert found.format == format
    assert found.sheets[0].cells == {place: plain(cell, format) for place, cell in VALUES.items()}


@pytest.mark.parametrize("format", WITH_SHEETS)
def test_what_is_hidden_merged_and_named_is_told_in_every_format(format: str) -> None:
    found = read(MAKERS[format](WHOLE))
    assert [(sheet.name, sheet.visible) for sheet in found.sheets] == [("Our figures", True), ("_return", False)]
    first = found.sheets[0]
    assert (first.hidden_rows, first.hidden_columns, first.merged) == ({7, 9}, {4, 5}, ("B2:E2", "AB70:AC71"))
    assert found.names == WHOLE.names


@pytest.mark.parametrize("make", [as_xls, as_xlsb])
def test_a_day_is_the_same_whatever_year_a_file_counts_from(make: object) -> None:
    dates = {(1, 1): day("2026-04-01"), (2, 1): day("1904-01-02"), (3, 1): day("2026-04-01T23:59:59")}
    cells = Cells((SheetCells("Dates", True, dates),))
    assert [read(make(cells, from_1904=year)).sheets[0].cells for year in (False, True)] == [dates, dates]


def test_a_date_of_opendocument_does_not_depend_on_the_year_counted_from() -> None:
    """It is written out in full; the setting only says how it would be counted."""
    setting = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    content = as_fods(WHOLE).replace(b"<office:spreadsheet>", f"<office:spreadsheet>{setting}".encode())
    assert read(content).sheets[0].cells[5, 2] == day("2026-04-01")


@pytest.mark.parametrize("format", ["xls", "xlsb"])
def test_calamine_sees_the_same_in_binary_workbooks(format: str) -> None:
    """It shares no code with these readers."""
    content = MAKERS[format](WHOLE)
    theirs = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Our figures")
    top, left = theirs.start
    grid = theirs.to_python()
    ours = read(content).sheets[0].cells
    for (row, column), cell in ours.items():
        seen = grid[row - 1 - top][column - 1 - left]
        same = cell.number == Decimal(str(seen)) if cell.number is not None else str(seen) in (cell.text, str(cell.day))
        kept_apart = cell.typed in (Typed.BOOLEAN, Typed.ERROR) or "T" in cell.text
        assert same or kept_apart, (row, column, cell, seen)


RETURN = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")


@pytest.mark.parametrize("format", WITH_SHEETS)
def test_a_return_gives_the_same_answers_in_every_format(format: str) -> None:
    """And so the same findings, apart from those about the file itself."""
    from commissioning.work.checking import read_and_check

    issued = read_and_check(RETURN, "q1.xlsx")
    sent = read_and_check(MAKERS[format](read(RETURN)), f"q1.{format}")
    assert issued.returned is not None
    assert sent.returned is not None
    assert sent.returned.answers == issued.returned.answers
    assert [finding.code for finding in sent.findings if finding.code[0] != "F"] == [
        finding.code for finding in issued.findings
    ]


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("of:=SUM([.B6:.B9];1)", "=SUM(B6:B9,1)"),
        ("of:=[$'Our figures'.$A$1]+[$Refuge.B2]", "='Our figures'!$A$1+Refuge!B2"),
        ('of:=COUNTIF([$Refuge.$J$6:.$J$24];"a;[b]")', '=COUNTIF(Refuge!$J$6:$J$24,"a;[b]")'),
        ("of:=[$'It''s: here'.A1:.A2]", "='It''s: here'!A1:A2"),
        ("msoxl:=A1", "=A1"),
    ],
)
def test_formulas_of_opendocument_are_said_as_excel_writes_them(formula: str, written: str) -> None:
    assert as_excel_writes(formula) == written


# Texts that stand in no cell: people's names hide there.


def texts(cells: Cells) -> dict[str, list[str]]:
    """The loose texts by where they are."""
    found: dict[str, list[str]] = {}
    for loose in cells.loose:
        found.setdefault(loose.where, []).append(loose.text)
    return found


def test_texts_outside_the_cells_of_opendocument_are_found() -> None:
    """Notes, links, properties, headers, prompts, drawings, and what was changed and not accepted."""
    note = "<office:annotation><dc:creator>Jo</dc:creator><text:p>said in a note</text:p></office:annotation>"
    cell = f'<table:table-cell xmlns:dc="d" xmlns:xlink="x">{note}<text:p><text:a xlink:href="mailto:jo@example.org">a'
    link = f"{cell}</text:a></text:p></table:table-cell>"
    change = "<table:tracked-changes><text:p>said before</text:p></table:tracked-changes>"
    prompt = "<table:content-validations><text:p>prompted</text:p></table:content-validations>"
    content = as_fods(Cells((SheetCells("S", True, {(1, 1): number("1")}),)))
    content = content.replace(b"<office:spreadsheet>", f"<office:spreadsheet>{change}{prompt}".encode())
    content = content.replace(b"</table:table-row>", f"{link}</table:table-row>".encode())
    content = content.replace(b"<office:body>", b"<office:meta><meta:user>Pat</meta:user></office:meta><office:body>")
    found = texts(read(content))
    assert {"Jo", "said in a note"} <= set(found["notes on sheet S"])
    assert "mailto:jo@example.org" in found["link on sheet S"]
    assert {"said before", "prompted"} <= set(found["settings of the workbook"])
    assert found["document properties"] == ["Pat"]
    packed = as_ods(WHOLE, {"styles.xml": b"<s><h>Header by Sam</h></s>", "meta.xml": b"<m><c>Ali</c></m>"})
    assert texts(read(packed))["header or footer of the workbook"] == ["Header by Sam"]
    assert texts(read(packed))["document properties"] == ["Ali"]


def text8(text: str) -> bytes:
    """A text with its length in two bytes and how wide its letters are before it."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def in_sheet8(content_of_sheet: bytes) -> bytes:
    """An old workbook of one sheet, which has these records too."""
    stream = compound.open_compound(as_xls(PLAIN)).workbook().rstrip(b"\0")
    assert stream.endswith(b"\x0a")
    return as_compound({"Workbook": stream[:-1] + content_of_sheet + record8(0x0A)})


def test_texts_outside_the_cells_of_an_old_workbook_are_found() -> None:
    """Headers, prompts, text boxes, properties kept by pivot tables, and shared texts that no cell uses."""
    prompts = struct.pack("<I", 0) + b"".join(map(text8, ("title", "wrong", "said as prompt", "said as error")))
    shape = record8(0x5D, struct.pack("<HHHH", 0x15, 0x12, 6, 1) + bytes(14 + 4))
    box = shape + record8(0x1B6, bytes(10) + struct.pack("<H", 8) + bytes(6)) + record8(0x3C, b"\0" + b"in a box")
    content = in_sheet8(record8(0x14, text8("said above")) + record8(0x1BE, prompts) + box)
    found = texts(read(content))
    assert found["header or footer of sheet S"] == ["said above"]
    assert "said as prompt" in found["drop-down list or prompt on sheet S"]
    assert found["drawing or text box on sheet S"] == ["in a box"]
    pivots = as_xls(WHOLE, more={"_SX_DB_CUR": record8(0xCD, text8("Jo Smith"))})
    assert "Jo Smith" not in texts(read(pivots)).get("pivot cache", [])
    assert list(records.pivot_texts(record8(0xCD, text8("Jo Smith")))) == ["Jo Smith"]


def test_texts_outside_the_cells_of_a_binary_workbook_are_found() -> None:
    """Of binary parts whatever looks like words is a text; parts of XML are read as in any workbook."""
    more = {
        "xl/comments1.bin": record12(637, b"\0" + wide("Ask Jo Smith")),
        "xl/pivotCache/pivotCacheRecords1.bin": record12(24, wide("kept by a pivot")),
        "docProps/core.xml": b"<p><creator>Pat</creator></p>",
    }
    found = texts(read(as_xlsb(WHOLE, more=more)))
    assert "Ask Jo Smith" in found["notes on the workbook"]
    assert "kept by a pivot" in found["pivot cache"]
    assert found["document properties"] == ["Pat"]


@pytest.mark.parametrize("make", [as_xls, as_xlsb])
def test_shared_texts_that_no_cell_uses_any_more_are_found(make: object) -> None:
    """The cell says text 0 where it said text 1."""
    cells = Cells((SheetCells("S", True, {(1, 1): Cell(Typed.TEXT, "kept"), (2, 1): Cell(Typed.TEXT, "Jo Smith")}),))
    content = make(cells)
    if make is as_xls:
        changed = content.replace(
            record8(0xFD, struct.pack("<HHHI", 1, 0, 16, 1)), record8(0xFD, struct.pack("<HHHI", 1, 0, 16, 0))
        )
    else:
        changed = _with_part(
            content,
            "xl/worksheets/sheet1.bin",
            record12(7, struct.pack("<III", 0, 0, 1)),
            record12(7, struct.pack("<III", 0, 0, 0)),
        )
    assert texts(read(changed))["text that no cell uses any more"] == ["Jo Smith"]


def _with_part(content: bytes, name: str, before: bytes, after: bytes) -> bytes:
    from tests.test_readers import patched

    part = guard.open_package(content).parts[name]
    assert before in part
    return patched(content, {name: part.replace(before, after)})


# What is noticed of a file itself


def aspects(content: bytes) -> list[tuple[Aspect, list[str]]]:
    """What was noticed, and where."""
    return [(each.aspect, [str(place) for place in each.places]) for each in read(content).noticed]


UNDER = Cells((SheetCells("S", True, {(1, 1): number("1"), (1, 2): number("2")}, merged=("A1:B1", "A5:IV65536")),))


@pytest.mark.parametrize("format", WITH_SHEETS)
def test_a_plain_file_has_nothing_to_notice(format: str) -> None:
    """Hidden sheets and merged headings are no news: real returns are full of them."""
    whole = replace(WHOLE.sheets[0], cells={(1, 1): number("1")}, merged=("A1:B2",))
    assert aspects(MAKERS[format](replace(WHOLE, sheets=(whole, HIDDEN)))) == []


@pytest.mark.parametrize("format", WITH_SHEETS)
def test_values_under_merged_cells_are_noticed(format: str) -> None:
    assert aspects(MAKERS[format](UNDER)) == [(Aspect.UNDER_MERGE, ["S!B1"])]


@pytest.mark.parametrize("make", [as_xls, as_xlsb])
def test_early_dates_are_noticed_where_programs_differ(make: object) -> None:
    """Only where days are counted from 1900."""
    early = Cells((SheetCells("S", True, {(1, 1): day("1900-02-27"), (2, 1): day("1900-03-01")}),))
    assert aspects(make(early)) == [(Aspect.EARLY_DATES, ["S!A1"])]
    from_1904 = Cells((SheetCells("S", True, {(1, 1): day("1904-01-02")}),))
    assert aspects(make(from_1904, from_1904=True)) == []


def link8(kind: bytes, sheets: int) -> bytes:
    return record8(0x1AE, struct.pack("<HHB", sheets, len(kind), 0) + kind)


@pytest.mark.parametrize(
    ("content", "aspect"),
    [
        (in_sheet8(link8(b"other.xls", 1)), Aspect.EXTERNAL_LINKS),
        (in_sheet8(link8(b"cmd\x03topic", 0)), Aspect.DDE),
        (in_sheet8(record8(0xD3)), Aspect.MACROS),
        (in_sheet8(record8(0x1AD)), Aspect.CONNECTIONS),
        (as_xls(PLAIN, more={"_VBA_PROJECT_CUR": b""}), Aspect.MACROS),
        (as_xls(PLAIN, more={"MBD0001": b""}), Aspect.EMBEDDED),
        (as_xls(PLAIN, more={"_signatures": b""}), Aspect.SIGNATURE),
        (as_xlsb(PLAIN, more={"xl/vbaProject.bin": b""}), Aspect.MACROS),
        (as_xlsb(PLAIN, more={"xl/externalLinks/e1.bin": record12(360, b"\0\0")}), Aspect.EXTERNAL_LINKS),
        (as_xlsb(PLAIN, more={"xl/externalLinks/e1.bin": record12(360, b"\1\0")}), Aspect.DDE),
        (as_xlsb(PLAIN, more={"xl/embeddings/o1.bin": b""}), Aspect.EMBEDDED),
        (as_xlsb(PLAIN, more={"_xmlsignatures/s.xml": b"<a/>"}), Aspect.SIGNATURE),
        (as_ods(PLAIN, {"Basic/Standard/Module1.xml": b"<a/>"}), Aspect.MACROS),
        (as_ods(PLAIN, {"Object 1/content.xml": b"<a/>"}), Aspect.EMBEDDED),
        (as_ods(PLAIN, {"META-INF/documentsignatures.xml": b"<a/>"}), Aspect.SIGNATURE),
        (as_fods(PLAIN).replace(b"</office:spreadsheet>", b"<table:dde-links/></office:spreadsheet>"), Aspect.DDE),
        (as_fods(PLAIN).replace(b'table:name="S"', b"table:name=\"'file:///o.ods'#$S\""), Aspect.EXTERNAL_LINKS),
        (as_csv(PLAIN) + b"2,3\n4,5\n", Aspect.ONE_SHEET),
    ],
)
def test_what_came_along_is_noticed_in_every_format(content: bytes, aspect: Aspect) -> None:
    """Macros, links, objects, connections and signatures: noted, never followed, never run."""
    assert [found for found, _ in aspects(content)] == [aspect]


@pytest.mark.parametrize("format", ["xls", "xlsb"])
def test_that_the_words_of_formulas_are_not_read_is_said(format: str) -> None:
    content = MAKERS[format](Cells((SheetCells("S", True, {(1, 1): number("1", formula="=1")}),)))
    assert [(each.aspect, each.fact) for each in read(content).noticed] == [(Aspect.FORMULA_WORDS_UNREAD, f".{format}")]


def test_a_cell_that_is_written_twice_is_noticed() -> None:
    twice = in_sheet8(record8(0x203, struct.pack("<HHHd", 0, 0, 16, 2.0)))
    assert aspects(twice) == [(Aspect.WRITTEN_TWICE, ["S!A1"])]
    same = in_sheet8(record8(0x203, struct.pack("<HHHd", 0, 0, 16, 1.0)))
    assert aspects(same) == []


# Limits, in every format


@pytest.mark.parametrize("format", sorted(MAKERS))
def test_a_file_that_is_too_large_is_refused_in_every_format(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = MAKERS[format](WHOLE)
    for module in (guard, compound, ods, text_files):
        monkeypatch.setattr(module, "LARGEST_FILE", 1000 if format == "csv" and len(content) > 1000 else 10)
    reader = next(reader for reader in readers() if reader.format == format)
    with pytest.raises(NotOurs, match=r"larger than .* MB"):
        reader.read(content)


@pytest.mark.parametrize("format", sorted(MAKERS))
def test_too_many_cells_are_refused_in_every_format(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (limits, parts, records, tables, text_files, xls, xlsb):
        monkeypatch.setattr(module, "MOST_CELLS", 3)
    with pytest.raises(NotOurs, match=r"2,000,000 cells|3 values"):
        read(MAKERS[format](WHOLE))


@pytest.mark.parametrize(
    "cells",
    [
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
        ' office:value-type="float" office:value="1"/></table:table-row>',
        '<table:table-row><table:table-cell table:number-columns-repeated="99999" office:value-type="float"'
        ' office:value="1"/></table:table-row>',
    ],
)
def test_cells_repeated_without_end_are_refused(cells: str) -> None:
    """A hundred letters can stand for seventeen thousand million cells."""
    content = as_fods(PLAIN).replace(b"</table:table>", f"{cells}</table:table>".encode())
    with pytest.raises(NotOurs, match="2,000,000 cells"):
        read(content)


def test_empty_rows_and_cells_repeated_to_the_end_of_the_sheet_are_no_cells() -> None:
    """Every program writes them."""
    cells = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = f'<table:table-row table:number-rows-repeated="1048575">{cells}'
    content = as_fods(PLAIN).replace(b"</table:table>", f"{rows}</table:table-row></table:table>".encode())
    assert read(content).sheets[0].cells.keys() == {(1, 1)}


def test_a_document_type_is_refused_in_opendocument() -> None:
    content = as_fods(PLAIN).replace(b"?>", b'?><!DOCTYPE a [<!ENTITY b "c">]>', 1)
    with pytest.raises(NotOurs, match="document type"):
        read(content)


def test_overlapping_merges_do_not_take_forever() -> None:
    """A thousand ranges over a thousand cells are looked at once, not a thousand times."""
    row = {(1, column): number("1") for column in range(1, 1000)}
    sheet = SheetCells("S", True, row, merged=("A1:ALK1",) * 5000)
    found = next(noticing.noticed_on((sheet,), counts_from_1900=True))
    assert len(found.places) == noticing.MOST_PLACES
