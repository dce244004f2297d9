"""A marked file is the provider's own: every part as it was, apart from those that a mark must touch."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.reply import Remarks
from commissioning.ooxml.marking import MOST_MARKED, SIGNED, NotMarked, ending_of, marked
from commissioning.readers import read
from commissioning.report.reply import remarks_on
from commissioning.returns.replied import read_earlier, without_reply
from tests.clients.libreoffice import LibreOffice
from tests.packages import FIGURES, MAIN, OFFICE, PLAIN, packed, parts_of, rich_workbook

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")  # openpyxl says so.

STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def found(*cells: str, severity: Severity = Severity.STOPS, there: str = "It is odd.", code: str = "C001") -> Finding:
    """A finding at cells such as `Figures!B1`."""
    places = tuple(Place(*cell.split("!")) for cell in cells)
    return Finding(code, severity, places, there, "Mend it.")


def remarks(*findings: Finding) -> Remarks:
    """What a reply says of these findings."""
    return remarks_on(findings, "a return", None, "an edition", None)


def opened(content: bytes) -> Any:
    """A workbook as another library reads it, with its macros."""
    return openpyxl.load_workbook(BytesIO(content), keep_vba=True)


EVERYWHERE = remarks(
    found("Figures!B1", "Figures!B2", "Figures!B4", "Figures!C3", "Figures!C9", "Figures!F2"),
    found("Other one!A2", severity=Severity.NEEDS_EXPLANATION, code="A001"),
    found("Gone!A1", code="C002"),
    found(severity=Severity.NOTE, code="I006"),
)
TOUCHED = {
    "[Content_Types].xml",
    "docProps/app.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet3.xml",
    "xl/worksheets/_rels/sheet3.xml.rels",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
}
ADDED = {
    "xl/worksheets/sheet4.xml",
    "xl/worksheets/sheet5.xml",
    "xl/comments2.xml",
    "xl/drawings/vmlDrawing2.vml",
}


def test_every_part_is_as_it_was_apart_from_those_a_mark_must_touch() -> None:
    before, after = parts_of(rich_workbook()), parts_of(marked(rich_workbook(), EVERYWHERE))
    assert {name for name in before if before[name] != after[name]} == TOUCHED
    assert after.keys() - before.keys() == ADDED
    assert list(after)[: len(before)] == list(before)


def test_what_is_added_is_written_alike_whatever_another_library_has_taught_lxml() -> None:
    """Openpyxl teaches it prefixes for the whole process; this workbook's root declares none of those."""
    linked = parts_of(rich_workbook())["xl/workbook.xml"].decode().replace(" xmlns:r=", " xmlns:rel=")
    content = rich_workbook({"xl/workbook.xml": linked.replace(" r:id=", " rel:id=")})
    program = (
        "import sys; from tests.test_marking import EVERYWHERE, marked;"
        "sys.stdout.buffer.write(marked(sys.stdin.buffer.read(), EVERYWHERE))"
    )
    teaching = f"from lxml import etree; etree.register_namespace('other', {OFFICE!r}); {program}"
    told = [
        subprocess.run([sys.executable, "-c", each], input=content, capture_output=True, check=True).stdout
        for each in (program, teaching)
    ]
    assert told[0] == told[1] != b""


def test_untouched_parts_are_copied_as_they_were_packed() -> None:
    def as_packed(content: bytes) -> dict[str, tuple[bytes, Any]]:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            assert archive.testzip() is None
            entries = [(info, info.header_offset + 30 + len(info.filename)) for info in archive.infolist()]
        return {i.filename: (content[at : at + i.compress_size], i.date_time) for i, at in entries}

    before, after = as_packed(rich_workbook()), as_packed(marked(rich_workbook(), EVERYWHERE))
    assert {name for name in before if before[name] != after[name]} == TOUCHED


def test_names_views_and_sheets_go_on_meaning_the_same() -> None:
    book = opened(marked(rich_workbook(), EVERYWHERE))
    assert book.sheetnames == ["Findings", "Front", "Figures", "Other one", "_findings"]
    assert book["_findings"].sheet_state == "veryHidden"
    assert book.active.title == "Findings"
    assert book.views[0].firstSheet == 0
    assert str(book["Figures"].print_area) == "'Figures'!$A$1:$D$9"
    assert [book[name].defined_names["mine"].value for name in ("Other one",)] == ["'Other one'!$A$1"]
    assert book.defined_names["mine"].value == "Figures!$B$1"


def test_a_marked_file_opens_at_its_findings_and_at_no_other_sheet_besides() -> None:
    """Of a sheet that is not marked and stood open, the selection is taken away and no more."""
    open_at = '<sheetViews><sheetView {}workbookViewId="0"/></sheetViews><sheetData>'
    saved, closed = (PLAIN.replace("<sheetData>", open_at.format(how)) for how in ('tabSelected="1" ', ""))
    before = rich_workbook({"xl/worksheets/sheet1.xml": saved})
    after = marked(before, EVERYWHERE)
    assert parts_of(after)["xl/worksheets/sheet1.xml"].partition(b"?>")[2].strip() == closed.encode()
    assert [sheet.title for sheet in opened(after) if sheet.sheet_view.tabSelected] == ["Findings"]
    assert marked(after, EVERYWHERE) == after


def test_the_files_properties_list_the_sheet_of_findings_first() -> None:
    properties = parts_of(marked(rich_workbook(), EVERYWHERE))["docProps/app.xml"].decode()
    assert "<vt:i4>4</vt:i4>" in properties
    assert '<vt:vector size="4" baseType="lpstr"><vt:lpstr>Findings</vt:lpstr><vt:lpstr>Front</vt:lpstr>' in properties


STAYS = (
    'x14ac:dyDescent="0.25"',
    "<sheetProtection",
    '<mergeCell ref="A4:B4"/>',
    "<conditionalFormatting",
    "<dataValidations",
    "<x14:dataValidation ",
    "<xm:sqref>B2</xm:sqref>",
    "'Other one'!A1",
    '<drawing r:id="rId1"/>',
    '<legacyDrawing r:id="rId2"/>',
    "<tablePart ",
    "<f>B1*2</f><v>24</v>",
    'mc:Ignorable="x14ac"',
)


@pytest.mark.parametrize("piece", STAYS)
def test_what_a_marked_sheet_holds_stays(piece: str) -> None:
    assert piece in FIGURES
    assert piece in parts_of(marked(rich_workbook(), EVERYWHERE))["xl/worksheets/sheet2.xml"].decode()


def test_a_marked_cell_differs_in_its_fill_alone() -> None:
    before, after = (
        opened(content)["Figures"]["B2"] for content in (rich_workbook(), marked(rich_workbook(), EVERYWHERE))
    )
    assert (before.fill.fgColor.rgb, after.fill.fgColor.rgb) == ("FFFFFBE6", "FFF4A79D")
    for look in ("font", "border", "number_format", "protection", "alignment", "value"):
        assert repr(getattr(before, look)) == repr(getattr(after, look))


def test_a_cell_that_shares_the_style_of_a_marked_one_keeps_its_look() -> None:
    book = opened(marked(rich_workbook(), remarks(found("Figures!B2"))))
    assert book["Figures"]["B1"].fill.fgColor.rgb == "FFFFFBE6"


@pytest.mark.parametrize(("cell", "font"), [("C3", "Arial"), ("C9", "Arial"), ("F2", "Calibri")])
def test_a_cell_that_was_not_there_is_made_in_the_style_of_its_row_or_column(cell: str, font: str) -> None:
    """Row 9 and column C have a style of their own; column F has none."""
    sheet = opened(marked(rich_workbook(), EVERYWHERE))["Figures"]
    assert (sheet[cell].font.name, sheet[cell].fill.fgColor.rgb) == (font, "FFF4A79D")


def test_rows_and_cells_that_are_made_stand_in_order() -> None:
    sheet = parts_of(marked(rich_workbook(), EVERYWHERE))["xl/worksheets/sheet2.xml"].decode()
    rows = [part.split('"')[1] for part in sheet.split("<row ")[1:]]
    assert [row for row in rows if row.isdigit()] == ["1", "2", "3", "4", "6", "9"]
    assert sheet.index('r="B2"') < sheet.index('r="F2"') < sheet.index('r="C3"') < sheet.index('r="A4"')
    assert '<row r="2" spans="1:6"' in sheet
    assert '<dimension ref="A1:F9"/>' in sheet


def test_cells_without_addresses_keep_their_places() -> None:
    """B1 is found by its place alone; what is put between the rows moves none of them."""
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    content = marked(
        rich_workbook({"xl/worksheets/sheet1.xml": sheet}), remarks(found("Front!B1", "Front!D1", "Front!B2"))
    )
    front = opened(content)["Front"]
    assert [[cell.value for cell in row] for row in front.iter_rows()] == [[1, 2, None, None], [3, None, None, None]]
    assert [front[cell].fill.fgColor.rgb for cell in ("B1", "D1", "B2")] == ["FFF4A79D"] * 3


def test_a_cell_under_a_merge_is_marked_where_the_merge_is_seen() -> None:
    sheet = opened(marked(rich_workbook(), EVERYWHERE))["Figures"]
    assert sheet["A4"].fill.fgColor.rgb == "FFF4A79D"
    assert sheet["A4"].comment.text == "C001, stops. It is odd. Mend it."


def test_a_cell_with_a_note_is_marked_and_listed_and_its_note_stays() -> None:
    content = marked(rich_workbook(), remarks(found("Figures!B1", there="It has a note."), found("Figures!B2")))
    book = opened(content)
    assert book["Figures"]["B1"].comment.text == "[Threaded comment] Is this right?"
    assert book["Figures"]["B1"].fill.fgColor.rgb == "FFF4A79D"
    assert book["Figures"]["B2"].comment.text == "C001, stops. It is odd. Mend it."
    there = [row[2] for row in book["Findings"].iter_rows(values_only=True)]
    assert "It has a note. This cell has a note already; nothing was added to it." in there
    assert "It is odd." in there


def test_frames_of_notes_have_numbers_of_their_own() -> None:
    """Block 3 is taken by the file's own frame; the sheet that had none is given block 4."""
    parts = parts_of(marked(rich_workbook(), EVERYWHERE))
    first, second = (parts[f"xl/drawings/vmlDrawing{n}.vml"].decode() for n in (1, 2))
    assert [f'"_x0000_s{n}"' in first for n in (3073, 3074, 3075, 4097)] == [True, True, True, False]
    assert 'data="4"' in second
    assert '"_x0000_s4097"' in second
    assert "<br></div>" in first


def test_the_sheet_of_findings_leads_to_each_cell() -> None:
    sheet = opened(marked(rich_workbook(), EVERYWHERE))["Findings"]
    links = {cell.value: cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {
        "Figures!B1:B2": "'Figures'!B1:B2",
        "Figures!B4": "'Figures'!B4",
        "Figures!C3": "'Figures'!C3",
        "Figures!C9": "'Figures'!C9",
        "Figures!F2": "'Figures'!F2",
        "Other one!A2": "'Other one'!A2",
    }
    words = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {
        "Gone!A1",
        "the file",
        "stops",
        "needs explanation",
        "note",
        "2 things stop it, 1 needs explanation, 1 note.",
    } <= words


def test_the_weightiest_finding_of_a_cell_colours_it_and_its_note_says_all() -> None:
    content = marked(
        rich_workbook(), remarks(found("Figures!B2", severity=Severity.NOTE, code="T001"), found("Figures!B2"))
    )
    cell = opened(content)["Figures"]["B2"]
    assert cell.fill.fgColor.rgb == "FFF4A79D"
    assert cell.comment.text == "C001, stops. It is odd. Mend it.\nT001, note. It is odd. Mend it."


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://a")', "<b>&amp;</b>"])
def test_words_that_look_like_formulas_stay_words(words: str) -> None:
    cells = [
        c for row in opened(marked(rich_workbook(), remarks(found(there=words))))["Findings"].iter_rows() for c in row
    ]
    assert [cell.data_type for cell in cells if cell.value == words] == ["s"]


TO_DO = (
    (remarks(), "Nothing in it has to be put right."),
    (remarks(found("Front!A1", severity=Severity.NOTE)), "Nothing in it has to be put right."),
    (EVERYWHERE, "Each cell listed here is marked on its sheet. Put it right there, save the file, and send it again"),
)


@pytest.mark.parametrize(("said", "words"), TO_DO)
def test_the_sheet_of_findings_asks_for_something_only_where_something_presses(said: Remarks, words: str) -> None:
    lead = [row[0] or "" for row in opened(marked(rich_workbook(), said))["Findings"].iter_rows(values_only=True)]
    assert [line for line in lead if line.startswith(words)] != []


def test_marking_a_marked_file_again_changes_nothing() -> None:
    once = marked(rich_workbook(), EVERYWHERE)
    assert marked(once, EVERYWHERE) == once


def test_what_is_put_right_loses_its_mark_and_its_note() -> None:
    once = marked(rich_workbook(), EVERYWHERE)
    parts = parts_of(marked(once, remarks(found("Figures!B2"))))
    book = opened(marked(once, remarks(found("Figures!B2"))))
    assert book["Figures"]["B1"].fill.fgColor.rgb == "FFFFFBE6"
    assert book["Figures"]["B1"].comment.text == "[Threaded comment] Is this right?"
    assert [book["Figures"][cell].comment for cell in ("A4", "C3", "F2")] == [None] * 3
    assert book["Figures"]["B2"].fill.fgColor.rgb == "FFF4A79D"
    assert book["Other one"]["A2"].fill.fgColor.rgb == "00000000"
    assert parts.keys() - parts_of(rich_workbook()).keys() == {"xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml"}
    assert parts["xl/drawings/vmlDrawing1.vml"].count(b"<v:shape ") == 2


def test_a_mark_is_taken_away_where_rows_have_moved_since() -> None:
    once = parts_of(marked(rich_workbook(), remarks(found("Figures!B2"))))
    moved = once["xl/worksheets/sheet2.xml"].replace(b'r="B2"', b'r="B3"').replace(b'r="A2"', b'r="A3"')
    again = packed(once | {"xl/worksheets/sheet2.xml": moved.replace(b'<row r="2"', b'<row r="3"')})
    sheet = opened(marked(again, remarks(found("Figures!A1"))))["Figures"]
    assert sheet["B3"].fill.fgColor.rgb == "FFFFFBE6"
    assert sheet["A1"].fill.fgColor.rgb == "FFF4A79D"


def test_a_sheet_of_the_providers_own_of_that_name_is_left_alone() -> None:
    workbook = parts_of(rich_workbook())["xl/workbook.xml"].decode().replace('name="Front"', 'name="findings"')
    once = marked(rich_workbook({"xl/workbook.xml": workbook}), EVERYWHERE)
    assert opened(marked(once, EVERYWHERE)).sheetnames[:2] == ["Findings 2", "findings"]


def test_a_sheet_called_as_ours_that_is_not_ours_is_left_alone() -> None:
    workbook = parts_of(rich_workbook())["xl/workbook.xml"].decode().replace('name="Front"', 'name="_findings"')
    with pytest.raises(NotMarked):
        marked(rich_workbook({"xl/workbook.xml": workbook}), EVERYWHERE)


def test_a_signed_workbook_is_not_marked() -> None:
    with pytest.raises(NotMarked, match=SIGNED):
        marked(rich_workbook({"_xmlsignatures/sig1.xml": "<Signature/>"}), EVERYWHERE)


@pytest.mark.parametrize("content", [b"", b"name,figure\n", b"\xd0\xcf\x11\xe0", b"PK\x03\x04 cut short"])
def test_what_is_no_workbook_is_not_marked(content: bytes) -> None:
    with pytest.raises(NotMarked, match=r"\.xlsx and \.xlsm"):
        marked(content, EVERYWHERE)


BROKEN = {
    "a row that is numbered in words": {"xl/worksheets/sheet2.xml": FIGURES.replace('<row r="4"', '<row r="four"')},
    "a style that is not there": {"xl/worksheets/sheet2.xml": FIGURES.replace('r="B2" s="1"', 'r="B2" s="99"')},
    "a sheet that is not XML": {"xl/worksheets/sheet2.xml": "<worksheet"},
    "a sheet without rows": {"xl/worksheets/sheet2.xml": f'<worksheet xmlns="{MAIN}"/>'},
    "a sheet of another kind": {"xl/worksheets/sheet2.xml": PLAIN.replace(MAIN, "urn:other")},
    "styles of another kind": {"xl/styles.xml": "<styleSheet/>"},
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_workbook_is_not_marked_and_nothing_crashes(fault: str) -> None:
    with pytest.raises(NotMarked, match="cannot be marked without a risk"):
        marked(rich_workbook(BROKEN[fault]), EVERYWHERE)


def test_a_workbook_zipped_with_backslashes_is_marked_with_names_that_any_program_knows() -> None:
    zipped = packed({name.replace("/", "\\"): part for name, part in parts_of(rich_workbook()).items()})
    assert opened(marked(zipped, EVERYWHERE)).sheetnames[:2] == ["Findings", "Front"]


def test_a_strict_workbook_is_marked_in_its_own_namespace() -> None:
    parts = parts_of(rich_workbook())
    strict = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            text = content.decode()
            for ordinary, new in STRICT.items():
                text = text.replace(ordinary, new)
            strict[name] = text
    after = parts_of(marked(rich_workbook(strict), EVERYWHERE))
    for name in ADDED - {"xl/drawings/vmlDrawing2.vml"}:
        assert STRICT[MAIN].encode() in after[name]
        assert MAIN.encode() not in after[name]
    assert OFFICE.encode() not in after["xl/_rels/workbook.xml.rels"] + after["xl/workbook.xml"]


def test_a_workbook_without_styles_or_views_is_marked() -> None:
    parts = parts_of(rich_workbook())
    views = '<bookViews><workbookView activeTab="1" firstSheet="1"/></bookViews>'
    workbook = parts["xl/workbook.xml"].decode().replace(views, "")
    links = (
        parts["xl/_rels/workbook.xml.rels"]
        .decode()
        .replace("styles.xml", "sharedStrings.xml")
        .replace("/styles", "/none")
    )
    plain = {"xl/worksheets/sheet2.xml": PLAIN, "xl/worksheets/_rels/sheet2.xml.rels": None}
    content = rich_workbook(
        {"xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": links, "xl/styles.xml": None, **plain}
    )
    book = opened(marked(content, remarks(found("Figures!A1"))))
    assert book.active.title == "Findings"
    assert book["Figures"]["A1"].fill.fgColor.rgb == "FFF4A79D"


def test_a_workbook_with_macros_keeps_their_ending() -> None:
    types = parts_of(rich_workbook())["[Content_Types].xml"].decode()
    plain = types.replace("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "application/x")
    assert ending_of(rich_workbook()) == ".xlsm"
    assert ending_of(rich_workbook({"[Content_Types].xml": plain})) == ".xlsx"


def test_our_reader_sees_only_what_the_provider_wrote() -> None:
    before = read(rich_workbook())
    after = read(marked(rich_workbook(), EVERYWHERE))
    own = without_reply(after, read_earlier(after))
    assert own.sheets == before.sheets
    assert own.names == before.names
    assert set(own.loose) == set(before.loose)


def test_what_somebody_types_on_the_sheet_of_findings_is_not_overlooked() -> None:
    parts = parts_of(marked(rich_workbook(), EVERYWHERE))
    typed = b'<c r="G1" t="inlineStr"><is><t>We cannot tell</t></is></c></row>'
    sheet4 = parts["xl/worksheets/sheet4.xml"].replace(b"</row>", typed, 1)
    cells = read(packed(parts | {"xl/worksheets/sheet4.xml": sheet4}))
    sheet = without_reply(cells, read_earlier(cells)).sheet("Findings")
    assert sheet is not None
    assert [cell.text for cell in sheet.cells.values()] == ["We cannot tell"]


def test_no_more_cells_are_marked_than_a_reader_could_use() -> None:
    cells = [f"Front!A{row}" for row in range(1, MOST_MARKED + 3)]
    parts = parts_of(marked(rich_workbook(), remarks(found(*cells))))
    assert parts["xl/worksheets/sheet1.xml"].count(b"<c ") == MOST_MARKED
    assert f"Front!A1:A{MOST_MARKED + 2}".encode() in parts["xl/worksheets/sheet4.xml"]


@pytest.mark.real_client
def test_libreoffice_opens_a_marked_workbook_and_works_on_in_it(tmp_path: Path) -> None:
    """D1 is twice B1, which is marked and not locked; the drop-down's own sheet is still where it leads."""
    workbook = tmp_path / "marked.xlsm"
    workbook.write_bytes(marked(rich_workbook(), EVERYWHERE))
    with LibreOffice() as office:
        shown = office.evaluate(workbook, {"Figures!B1": 21}, ["Figures!D1", "Findings!A1", "Other one!A2"])
    assert shown["Figures!D1"].value == 42
    assert (shown["Findings!A1"].value, shown["Other one!A2"].value) == ("What was found in your return", "no")
