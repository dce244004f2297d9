"""Every value of a workbook comes out as it was typed, and what is no workbook is refused in plain words."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import NotOurs
from commissioning.model.returned import Cell, Cells, DefinedName, SheetCells, Typed
from commissioning.ooxml import package as guard
from commissioning.ooxml import sheet
from commissioning.ooxml import texts as loose_parts
from commissioning.ooxml.package import open_package
from commissioning.ooxml.styles import shows_percent
from commissioning.ooxml.workbook import rectangle
from commissioning.readers import read, readers, xlsx
from commissioning.readers.xlsx import exact
from tests.binaries import as_compound

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FILL = Callable[[xlsxwriter.Workbook], object]


def written(fill: FILL) -> bytes:
    """A workbook that XlsxWriter makes."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book)
    return out.getvalue()


def with_cells(values: dict[str, object], title: str = "Refuge") -> bytes:
    """A workbook of one sheet that openpyxl makes, with values by address."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.title = title
    for address, value in values.items():
        book.active[address] = value
    book.save(out)
    return out.getvalue()


def patched(content: bytes, parts: dict[str, str | bytes | None], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with parts put in place of its own, or with None taken out."""
    with zipfile.ZipFile(BytesIO(content)) as before:
        kept = {name: before.read(name) for name in before.namelist()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as after:
        for name, part in (kept | parts).items():
            if part is not None:
                after.writestr(name, part)
    return out.getvalue()


def with_rows(rows: str, *, around: str = "{}", namespace: str = MAIN) -> bytes:
    """A workbook whose sheet has these rows, written out as in its part."""
    data = around.format(f"<sheetData>{rows}</sheetData>")
    return patched(with_cells({}), {SHEET: f'<worksheet xmlns="{namespace}">{data}</worksheet>'})


def refuge(content: bytes) -> SheetCells:
    """The first sheet of a file."""
    return read(content).sheets[0]


def in_row(cells: str) -> dict[tuple[int, int], Cell]:
    """What is read of a row of cells, written out as in a sheet's part."""
    return dict(refuge(with_rows(f'<row r="1">{cells}</row>')).cells)


def texts(cells: Cells) -> dict[str, list[str]]:
    """The loose texts by where they are."""
    found: dict[str, list[str]] = {}
    for loose in cells.loose:
        found.setdefault(loose.where, []).append(loose.text)
    return found


# Values

VALUES = [
    (12, Cell(Typed.NUMBER, "12", Decimal(12))),
    (0, Cell(Typed.NUMBER, "0", Decimal(0))),
    (-3, Cell(Typed.NUMBER, "-3", Decimal(-3))),
    (0.1, Cell(Typed.NUMBER, "0.1", Decimal("0.1"))),
    (0.1 + 0.2, Cell(Typed.NUMBER, "0.3", Decimal("0.3"))),
    (1139.5, Cell(Typed.NUMBER, "1139.5", Decimal("1139.5"))),
    (10**20, Cell(Typed.NUMBER, "1" + "0" * 20, Decimal(10**20))),
    ("  two words ", Cell(Typed.TEXT, "  two words ")),
    ("0012", Cell(Typed.TEXT, "0012")),
    ("88%", Cell(Typed.TEXT, "88%")),
    (" ", Cell(Typed.TEXT, " ")),
    ("first\nsecond", Cell(Typed.TEXT, "first\nsecond")),
    (True, Cell(Typed.BOOLEAN, "TRUE")),
    (False, Cell(Typed.BOOLEAN, "FALSE")),
    (date(2026, 4, 1), Cell(Typed.DATE, "2026-04-01", day=date(2026, 4, 1))),
    (datetime(2026, 4, 1, 9, 30), Cell(Typed.DATE, "2026-04-01T09:30:00", day=date(2026, 4, 1))),  # noqa: DTZ001
    (time(9, 30), Cell(Typed.DATE, "09:30:00")),
    (timedelta(hours=30, minutes=5), Cell(Typed.DATE, "30:05:00")),
    ("#N/A", Cell(Typed.ERROR, "#N/A")),
    ("#DIV/0!", Cell(Typed.ERROR, "#DIV/0!")),
]


@pytest.mark.parametrize(("typed", "cell"), VALUES)
def test_value_is_read_as_it_was_typed(typed: object, cell: Cell) -> None:
    """Each value has its kind, its exact number and the text a person would call it."""
    assert refuge(with_cells({"B4": typed})).cells == {(4, 2): cell}


def test_cells_have_their_true_addresses() -> None:
    """Rows and columns count from 1 also where the first used cell is D7."""
    cells = refuge(with_cells({"D7": 12, "AA9": "x"})).cells
    assert {place: cell.text for place, cell in cells.items()} == {(7, 4): "12", (9, 27): "x"}


def test_cells_without_addresses_stand_one_after_another() -> None:
    """Some programs leave addresses out: a row follows the row before, a cell the cell before."""
    cells = refuge(
        with_rows(
            "<row><c><v>1</v></c><c><v>2</v></c></row>"
            '<row r="5"><c><v>3</v></c><c r="D5"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row>'
        )
    ).cells
    expected = {(1, 1): "1", (1, 2): "2", (5, 1): "3", (5, 4): "4", (5, 5): "5", (6, 1): "6"}
    assert {place: cell.text for place, cell in cells.items()} == expected


def test_formatted_and_empty_cells_are_no_cells() -> None:
    """A format is not an answer, and neither is an empty text."""
    assert in_row('<c r="A1" s="0"/><c r="B1" t="str"><v></v></c><c r="C1" t="inlineStr"><is><t/></is></c>') == {}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<f>B1+1</f><v>3</v>", Cell(Typed.NUMBER, "3", Decimal(3), formula="=B1+1")),
        ("<f>B1+1</f>", Cell(Typed.UNCALCULATED, "=B1+1", formula="=B1+1")),
        ("<f>B1+1</f><v></v>", Cell(Typed.UNCALCULATED, "=B1+1", formula="=B1+1")),
        ('<f t="shared" si="0"/><v>3</v>', Cell(Typed.NUMBER, "3", Decimal(3), formula="=")),
    ],
)
def test_formula_is_told_and_a_missing_result_is_not_a_blank(cell: str, expected: Cell) -> None:
    """A result that was never calculated is a kind of its own, neither blank nor 0."""
    assert in_row(f'<c r="A1">{cell}</c>') == {(1, 1): expected}


def test_formulas_of_every_type_are_told() -> None:
    """Texts, errors and truths that a formula gave keep it; one that gives an empty text is no cell."""
    cells = in_row(
        '<c r="A1" t="str"><f>"a"</f><v>a</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C1" t="b"><f>1=1</f><v>1</v></c><c r="D1" t="str"><f>""</f><v></v></c>'
    )
    assert [(cell.typed, cell.text, cell.formula) for cell in cells.values()] == [
        (Typed.TEXT, "a", '="a"'),
        (Typed.ERROR, "#DIV/0!", "=1/0"),
        (Typed.BOOLEAN, "TRUE", "=1=1"),
    ]


def test_every_cell_of_an_array_formula_is_a_formula() -> None:
    """Its words stand in the first cell; the others say that a formula fills them."""
    cells = refuge(written(lambda book: book.add_worksheet().write_array_formula("B2:B3", "{=A2:A3*2}"))).cells
    assert [cells[place].formula for place in ((2, 2), (3, 2))] == ["=A2:A3*2", "="]


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0%", True),
        ("0.00%", True),
        ("0.####%", True),
        ("#,##0.0 %;[Red]-0.0%", True),
        ('0.0"%"', False),
        (r"0.0\%", False),
        ('0" % of all"', False),
        ("0", False),
        ("General", False),
    ],
)
def test_percent_format_is_told_from_a_percent_sign_shown(code: str, percent: bool) -> None:
    """50% is kept as 0.5 only where the format multiplies by a hundred."""
    content = written(lambda book: book.add_worksheet().write("A1", 0.5, book.add_format({"num_format": code})))
    cell = refuge(content).cells[1, 1]
    assert (shows_percent(code), cell.percent, cell.text, cell.number) == (
        percent,
        percent,
        "50%" if percent else "0.5",
        Decimal("0.5"),
    )


@pytest.mark.parametrize(("kept", "shown"), [(0.88, "88%"), (0.125, "12.5%"), (1, "100%"), (10, "1000%"), (0, "0%")])
def test_percentage_reads_as_a_person_sees_it(kept: float, shown: str) -> None:
    content = written(lambda book: book.add_worksheet().write("A1", kept, book.add_format({"num_format": 10})))
    assert refuge(content).cells[1, 1].text == shown


def test_text_in_several_typefaces_is_one_text() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet().write_rich_string("A1", "not ", book.add_format({"bold": True}), "known", " yet")

    assert refuge(written(fill)).cells[1, 1].text == "not known yet"


def test_strict_workbook_is_read_as_an_ordinary_one() -> None:
    """Excel can save in the strict form of the standard, whose namespaces differ."""
    strict = with_rows(
        '<row r="2"><c r="B2"><v>7</v></c></row>', namespace="http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert refuge(strict).cells == {(2, 2): Cell(Typed.NUMBER, "7", Decimal(7))}


# What openpyxl writes is what is read

NUMBERS = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.decimals("-1000000000", "1000000000", places=4, allow_nan=False).map(lambda number: number.normalize()),
)
# A carriage return is a line end in XML; `_x0041_` is how a workbook writes a letter it cannot; both change by rule.
TEXTS = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\x7f\ufffe\uffff_"),
    min_size=1,
    max_size=60,
)
AWKWARD = st.sampled_from(
    ["=SUM(A1:A2)", "=", '"quoted"', "'", "'0012", "  leading", "trailing  ", "<b>&amp;</b>", "£1,139"]
)


@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_numbers_come_back_exactly(numbers: list[int | Decimal]) -> None:
    """Up to the fifteen digits a spreadsheet keeps, no number changes."""
    cells = refuge(with_cells({f"C{row}": number for row, number in enumerate(numbers, 3)})).cells
    assert [cells[row, 3].number for row, _ in enumerate(numbers, 3)] == numbers


@given(st.lists(TEXTS | AWKWARD, min_size=1, max_size=20))
def test_texts_come_back_exactly(typed: list[str]) -> None:
    """Spaces at the ends, quotation marks and a text that begins like a formula stay as they were typed."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        for row, text in enumerate(typed):
            sheet.write_string(row, 0, text)

    found = refuge(written(fill)).cells
    assert [(found[row, 1].typed, found[row, 1].text) for row, _ in enumerate(typed, 1)] == [
        (Typed.TEXT, text) for text in typed
    ]


@given(st.lists(TEXTS | AWKWARD | NUMBERS | st.booleans() | st.dates(date(1901, 1, 1)), min_size=1, max_size=12))
def test_second_reader_sees_the_same(values: list[object]) -> None:
    """openpyxl, which shares no code with this reader, finds the same values at the same addresses."""
    book, out = openpyxl.Workbook(), BytesIO()
    for row, value in enumerate(values, 1):
        cell = book.active.cell(row, 4, value)
        cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(out)
    theirs = openpyxl.load_workbook(out, data_only=True).active
    ours = refuge(out.getvalue()).cells
    for row, _ in enumerate(values, 1):
        seen = theirs.cell(row, 4).value
        assert same(ours[row, 4], seen), (ours[row, 4], seen)


def same(cell: Cell, value: object) -> bool:
    """Whether two readers mean the same by a cell."""
    match value:
        case bool():
            return cell.text == str(value).upper()
        case int() | float():
            return cell.number == exact(value)
        case datetime():
            return cell.day == value.date()
    return (cell.typed, cell.text) == (Typed.TEXT, value)


# Sheets and names


def test_hidden_sheets_rows_and_columns_and_merged_cells_are_told() -> None:
    """Hidden sheets are read like the others, and what is hidden or merged on a sheet is said."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Refuge")
        sheet.merge_range("A1:C1", "Referrals")
        sheet.write("B4", 1)
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_row(7, 0)
        sheet.set_column("D:E", None, None, {"hidden": True})
        for name, hide in (("_return", "very_hidden"), ("Lists", "hide")):
            hidden = book.add_worksheet(name)
            hidden.write("A1", f"on {name}")
            getattr(hidden, hide)()

    found = read(written(fill))
    assert [(sheet.name, sheet.visible) for sheet in found.sheets] == [
        ("Refuge", True),
        ("_return", False),
        ("Lists", False),
    ]
    assert [sheet.cells[1, 1].text for sheet in found.sheets] == ["Referrals", "on _return", "on Lists"]
    first = found.sheets[0]
    assert (first.hidden_rows, first.hidden_columns, first.merged) == ({4, 8}, {4, 5}, ("A1:C1",))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Refuge!$B$4:$G$20", ("Refuge", (4, 2), (20, 7))),
        ("=Refuge!$G$20:$B$4", ("Refuge", (4, 2), (20, 7))),
        ("Refuge!$B$4", ("Refuge", (4, 2), (4, 2))),
        ("'Jo''s figures'!$A$1:$AA$2", ("Jo's figures", (1, 1), (2, 27))),
        ("#REF!", None),
        ("Refuge!#REF!", None),
        ("#REF!$A$1", None),
        ("Refuge!$A:$A", None),
        ("Refuge!$A$1,Refuge!$C$1", None),
        ("[1]Refuge!$A$1", None),
        ("'[1]Refuge'!$A$1", None),
        ("OFFSET(Refuge!$A$1,0,0,2,2)", None),
        ("Refuge!$A$1048577", None),
        ("Refuge!$XFE$1", None),
        ("12", None),
    ],
)
def test_name_stands_for_a_rectangle_or_is_left_out(text: str, place: object) -> None:
    """Only a rectangle of one sheet is a place; `#REF!` is what is left of a deleted one."""
    assert rectangle(text) == place


def test_names_are_read_with_their_places() -> None:
    """Names of formulas and of sheets that are gone are no places; a copied sheet's own names give way."""

    def fill(book: xlsxwriter.Workbook) -> None:
        first, _, _ = (book.add_worksheet(name) for name in ("Refuge", "Jo's figures", "Copy"))
        first.print_area("A1:B2")
        book.define_name("refuge.stays", "=Refuge!$B$4:$G$20")
        book.define_name("Copy!refuge.stays", "=Copy!$B$4:$G$20")
        book.define_name("Copy!own", "='Jo''s figures'!$A$1")
        book.define_name("broken", "=#REF!")
        book.define_name("gone", "=Helpline!$A$1")

    assert sorted(read(written(fill)).names, key=lambda each: each.name) == [
        DefinedName("own", "Jo's figures", (1, 1), (1, 1)),
        DefinedName("refuge.stays", "Refuge", (4, 2), (20, 7)),
    ]


# Texts outside cells


def test_every_text_outside_cells_is_found() -> None:
    """Notes, headers, properties, names, lists, prompts, formats, boxes, charts and links are all texts of a file."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Refuge")
        sheet.write_comment("B4", "said in a note", {"author": "Jo"})
        sheet.set_header("&L&12said in a header&R&P of &N")
        sheet.set_footer('&C&"Arial,Bold"07700 900123')
        sheet.data_validation(
            "B4", {"validate": "list", "source": ["said in a list", "b"], "input_message": "prompted"}
        )
        sheet.conditional_format(
            "B4", {"type": "text", "criteria": "containing", "value": "conditionally", "format": None}
        )
        sheet.insert_textbox("D4", "said in a box")
        sheet.write_url("A9", "mailto:jo%40example.org", None, "a link")
        chart = book.add_chart({"type": "column"})
        chart.set_title({"name": "said in a chart"})
        chart.add_series({"values": "=Refuge!$B$4:$B$5"})
        sheet.insert_chart("F4", chart)
        book.define_name("kept", '="said in a name"')
        book.set_properties({"author": "said as author", "company": "said as company"})
        book.set_custom_property("Checked by", "said as property")

    found = texts(read(written(fill)))
    expected = {
        "sheet names": "Refuge",
        "notes on sheet Refuge": "said in a note",
        "drop-down list or prompt on sheet Refuge": "prompted",
        "drawing or text box on sheet Refuge": "said in a box",
        "chart on sheet Refuge": "said in a chart",
        "link on sheet Refuge": "mailto:jo@example.org",
        "defined names": '"said in a name"',
        "document properties": "said as property",
    }
    assert {where: text for where, text in expected.items() if text not in found[where]} == {}
    assert {"said as author", "said as company", "Checked by"} <= set(found["document properties"])
    assert '"said in a list,b"' in found["drop-down list or prompt on sheet Refuge"]
    assert "conditionally" in found["conditional format on sheet Refuge"]
    assert [text.split() for text in found["header or footer of sheet Refuge"]] == [
        ["said", "in", "a", "header", "of"],
        ["07700", "900123"],
    ]


RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.mark.parametrize(
    ("part", "xml", "where", "text"),
    [
        ("xl/pivotCache/r1.xml", '<r><s v="Jo Smith"/></r>', "pivot cache", "Jo Smith"),
        ("xl/pivotCache/r1.xml", '<r><n v="9434765870"/></r>', "pivot cache", "9434765870"),
        (
            "xl/externalLinks/e1.xml",
            '<e><cell r="A1" t="str"><v>Jo Smith</v></cell></e>',
            "copies kept from other workbooks",
            "Jo Smith",
        ),
        (
            "xl/persons/person.xml",
            '<p1><person displayName="Jo" userId="jo@example.org"/></p1>',
            "people who wrote comments",
            "jo@example.org",
        ),
        ("xl/threadedComments/t1.xml", "<t><text>Ask Jo</text></t>", "comments on sheet Refuge", "Ask Jo"),
        ("xl/drawings/v1.vml", "<x><div>07700<b> 900123</div></x>", "drawing or text box on sheet Refuge", "07700"),
        (
            "xl/drawings/d1.xml",
            "<d><p><t>077</t><t>00 900123</t></p></d>",
            "drawing or text box on sheet Refuge",
            "07700 900123",
        ),
        ("customXml/item1.xml", "<i>Jo Smith</i>", "data attached to the file", "Jo Smith"),
    ],
)
def test_text_of_a_part_is_found(part: str, xml: str, where: str, text: str) -> None:
    """Parts that no cell shows, as the programs that write them do."""
    relation = f'<Relationship Id="r" Type="{OFFICE}/part" Target="/{part}"/>'
    link = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    content = patched(with_cells({}), {part: xml, "xl/worksheets/_rels/sheet1.xml.rels": link})
    assert text in texts(read(content))[where]


def test_positions_axis_numbers_and_colours_are_not_texts() -> None:
    """Charts number their axes with ten digits that could pass for an NHS number, and some colours for a postcode."""
    chart = '<c><axId val="9434765870"/><srgbClr val="E112AB"/><v>12</v></c>'
    drawing = "<d><colOff>9434765870</colOff></d>"
    content = patched(with_cells({}), {"xl/charts/chart1.xml": chart, "xl/drawings/drawing1.xml": drawing})
    assert not {"9434765870", "E112AB"} & {loose.text for loose in read(content).loose}


def test_text_that_no_cell_uses_any_more_is_found() -> None:
    """What was deleted from the cells can still be in the file."""
    strings = f'<sst xmlns="{MAIN}"><si><t>in use</t></si><si><r><t>Jo </t></r><r><t>Smith</t></r></si></sst>'
    content = written(lambda book: book.add_worksheet().write("A1", "in use"))
    found = read(patched(content, {"xl/sharedStrings.xml": strings}))
    assert (found.sheets[0].cells[1, 1].text, texts(found)["text that no cell uses any more"]) == (
        "in use",
        ["Jo Smith"],
    )


def test_texts_of_a_file_inside_the_file_are_found() -> None:
    """An embedded workbook is looked through as well."""
    inside = written(lambda book: book.add_worksheet().write("A1", "Jo Smith"))
    content = patched(with_cells({}), {"xl/embeddings/oleObject1.xlsx": inside})
    assert "Jo Smith" in texts(read(content))["file inside the workbook"]


def test_plain_return_has_few_texts_outside_cells() -> None:
    """Styles, themes and settings are no texts."""
    found = texts(read(with_cells({"A1": "a", "B2": 5})))
    assert found.keys() == {"sheet names", "document properties"}


# What is no workbook


def ole() -> bytes:
    return bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)


def zipped(**parts: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty"),
        (b"  \r\n", "This file is empty"),
        (ole(), "damaged or was cut short"),
        (bytes(100), "nothing but noughts"),
        (b"%PDF-1.7\n", "This is a PDF"),
        (b"a return\r\nthat is none\r\n", "text file"),
        ("code figure\n".encode("utf-16"), "text file"),
        (b"<html><table></table></html>", "web page"),
        (b"<!DOCTYPE html><html><head><title>Sign in to your account</title></head></html>", "page to sign in at"),
        (b"[InternetShortcut]\r\nURL=https://example.org/q1.xlsx\r\n", "shortcut to a file"),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(60), "shortcut to a file"),
        (b"q1.xlsx".ljust(257, b"\0") + b"ustar\x0000" + bytes(300), "archive of a kind"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is a picture"),
        (b"Rar!\x1a\x07\0", "archive of a kind"),
        (b"\x07\x08\0\0", "This is not a workbook"),
        (as_compound({"WordDocument": b""}), "old Word document"),
        (as_compound({"PowerPoint Document": b""}), "old presentation"),
        (as_compound({"__properties_version1.0": b""}), "e-mail from Outlook"),
        (as_compound({"Other": b""}), "old Office file"),
        (as_compound({"Workbook": bytes.fromhex("0908080000050500")}), "from before 1997"),
        (zipped(notes_dot_txt="a"), "zip archive without a workbook"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text", content_dot_xml="<a/>"), "not a spreadsheet"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<a/>"), "damaged"),
        (zipped(word__document_dot_xml="<a/>"), "Word document"),
        (zipped(mimetype="", **{"encrypted-package": ""}), "OpenDocument file has a password"),
        (zipped(xl__workbook_dot_bin=""), "damaged"),
        (b"PK\x03\x04" + b"nothing like a zip archive" * 9, "cut short"),
        (with_cells({"A1": 1})[:2000], "end of this workbook is missing"),
        (with_rows('<row r="1"><c r="A1" t="str"><v>Two_x0000_moves</v></c></row>'), "no letter (NUL)"),
    ],
)
def test_what_is_no_workbook_is_refused_in_plain_words(content: bytes, words: str) -> None:
    """Each says what the file is and what to send."""
    with pytest.raises(NotOurs) as refused:
        read(content)
    assert words in str(refused.value)
    assert re.search(r"(Send|send) (that|it|the)|send that", str(refused.value))


def test_kind_is_told_by_content() -> None:
    assert [one.format for one in readers() if one.recognises(with_cells({"A1": 1}))] == ["xlsx"]


@pytest.mark.parametrize(
    "parts",
    [
        {SHEET: "<worksheet><sheetData><row"},
        {SHEET: b"\x00\x01\x02"},
        {SHEET: ""},
        {SHEET: None},
        {"xl/workbook.xml": "<workbook/>"},
        {"xl/workbook.xml": "not xml"},
        {"xl/_rels/workbook.xml.rels": "<"},
        {"xl/styles.xml": "<styleSheet>"},
    ],
)
def test_damaged_part_is_refused_in_plain_words(parts: dict[str, str | bytes | None]) -> None:
    """Whatever a library thinks of a malformed part, a person reads what to do."""
    with pytest.raises(NotOurs, match="damaged"):
        read(patched(with_cells({"A1": 1}), parts))


@pytest.mark.parametrize(
    "row",
    [
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="x"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="nowhere">1</f></c></row>',
    ],
)
def test_damaged_row_is_refused_in_plain_words(row: str) -> None:
    """Rows and cells that no sheet has, and texts that are not in the file."""
    with pytest.raises(NotOurs, match="damaged"):
        read(with_rows(row))


@given(st.binary(max_size=400))
def test_anything_after_the_first_letters_of_a_zip_is_refused(rest: bytes) -> None:
    with pytest.raises(NotOurs):
        read(b"PK\x03\x04" + rest)


WHOLE = with_cells({"B2": 12, "B3": "text"})


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 255))
def test_one_wrong_byte_is_read_or_refused_and_never_a_crash(at: int, byte: int) -> None:
    """A file spoilt on its way is refused, or nothing of it changed."""
    spoilt = WHOLE[:at] + bytes([byte]) + WHOLE[at + 1 :]
    try:
        found = read(spoilt).sheets[0].cells
    except NotOurs:
        return
    assert {place: cell.text for place, cell in found.items()} == {(2, 2): "12", (3, 2): "text"}


@given(st.integers(0, len(WHOLE) - 1))
def test_file_cut_short_is_refused(length: int) -> None:
    with pytest.raises(NotOurs):
        read(WHOLE[:length])


# The guard at the door


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused(encoding: str) -> None:
    """A document type can declare entities that grow without end."""
    sheet = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns="{MAIN}"/>'
    with pytest.raises(NotOurs, match="document type"):
        read(patched(with_cells({}), {SHEET: sheet.encode(encoding)}))


@pytest.mark.parametrize(
    ("limit", "value", "words"),
    [
        ("LARGEST_FILE", 1_000, "larger than 0 MB"),
        ("MOST_PARTS", 3, "more than 3 parts"),
        ("LARGEST_PART", 1_000, "larger than 0 MB when unzipped"),
        ("LARGEST_UNZIPPED", 5_000, "larger than 0 MB when unzipped"),
        ("MOST_MARKS", 3, "more than 3 tags"),
    ],
)
def test_each_limit_is_named_when_it_is_broken(
    limit: str, value: int, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is too large says in which way, and to make it smaller."""
    monkeypatch.setattr(guard, limit, value)
    with pytest.raises(NotOurs, match=words):
        read(with_cells({"A1": 1}))


def test_part_that_grows_too_much_is_refused() -> None:
    """Eleven megabytes of nothing pack into some kilobytes; a small part may be packed as tightly."""
    assert open_package(patched(WHOLE, {"customXml/a.xml": b"<a>" + b" " * 9_000_000 + b"</a>"}))
    with pytest.raises(NotOurs, match="100 times its size"):
        open_package(patched(WHOLE, {"customXml/a.xml": b" " * 11_000_000}))


def test_stated_size_of_a_part_is_not_believed() -> None:
    """A part that unzips to more than its directory says is a damaged one."""
    true, false = (len(b" " * size).to_bytes(4, "little") for size in (5_000_000, 50))
    content = patched(WHOLE, {"customXml/a.xml": b" " * 5_000_000})
    with pytest.raises(NotOurs, match="damaged"):
        open_package(content.replace(true, false))


def test_encrypted_part_is_refused() -> None:
    """The flag of the first entry of the directory is set by hand."""
    directory = WHOLE.index(b"PK\x01\x02")
    with pytest.raises(NotOurs, match="password"):
        read(WHOLE[: directory + 8] + b"\x01" + WHOLE[directory + 9 :])


def test_two_parts_of_one_name_are_refused() -> None:
    """Readers differ in which of the two they would take."""
    with pytest.raises(NotOurs, match="damaged"):
        read(patched(with_cells({}), {"xl/Workbook.xml": "<workbook/>"}))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>',
    ],
)
def test_sheet_that_reaches_too_far_is_refused(rows: str) -> None:
    """Two stray cells at the ends of a sheet would need seventeen thousand million places between them."""
    with pytest.raises(NotOurs, match="2,000,000 cells"):
        read(with_rows(rows))


def test_declared_dimension_is_not_believed() -> None:
    """Programs state the used area wrongly, and some state all of the sheet."""
    found = refuge(with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', around='<dimension ref="A1:XFD1048576"/>{}'))
    assert found.cells.keys() == {(1, 1)}


def test_formats_far_out_are_no_cells() -> None:
    """A whole sheet that someone coloured in has no more cells than it has answers."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert refuge(with_rows(rows)).cells.keys() == {(1, 1)}


@pytest.mark.parametrize(("limit", "value"), [("MOST_CELLS", 2), ("MOST_MARKS", 4)])
def test_sheet_with_too_many_cells_is_refused_while_it_is_read(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows after the limit are never read, and neither is what someone put in place of rows."""
    monkeypatch.setattr(sheet, limit, value)
    with pytest.raises(NotOurs, match="2,000,000 cells"):
        read(with_cells({"A1": 1, "A2": 2, "A3": 3, "A4": 4, "A5": 5}))


def test_too_many_files_inside_the_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loose_parts, "MOST_FILES_INSIDE", 1)
    inside = {f"xl/embeddings/file{number}.xlsx": with_cells({}) for number in (1, 2)}
    with pytest.raises(NotOurs, match="more than 1 other files"):
        read(patched(with_cells({}), inside))


def test_two_sheets_of_one_part_are_refused() -> None:
    """A small file could otherwise be read thousands of times over."""
    sheets = "".join(f'<sheet name="{name}" sheetId="{name}" o:id="r1"/>' for name in (1, 2))
    book = f'<workbook xmlns="{MAIN}" xmlns:o="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    relation = f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    links = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    with pytest.raises(NotOurs, match="damaged"):
        read(patched(with_cells({}), {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links}))


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "returns").glob("*.xlsx")), ids=lambda path: path.stem
)
def test_the_second_reader_finds_in_real_returns_what_the_first_does(path, monkeypatch):
    """The second, openpyxl, stands in for the few files that only it opens."""
    content = path.read_bytes()
    first = xlsx.read_xlsx(content)

    def refuse(*_):
        raise NotOurs("Not by this reader.")

    monkeypatch.setattr(xlsx, "_calamine_grids", refuse)
    assert xlsx.read_xlsx(content) == first
