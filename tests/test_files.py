"""What sort of file came, and what came along in it: each is said once, as a note, and held against nobody."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from commissioning.checks import Arrival, check_arrival
from commissioning.checks.files import FILE_CHECKS
from commissioning.findings import said
from commissioning.ledger import verdict_of
from commissioning.model.finding import Place, Severity
from commissioning.model.posted import Verdict
from commissioning.model.returned import Aspect, Noticed
from commissioning.readers import read
from commissioning.work.checking import check_one, read_and_check
from commissioning.work.mailbox import Came
from tests.provider import a_return
from tests.test_readers import MAIN, OFFICE, RELATIONS, patched, with_cells, with_rows, written

RETURN = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")
LINKED = f'<externalLink xmlns="{MAIN}"><{{}}/></externalLink>'


def with_links(kind: str, formula: str) -> bytes:
    """A workbook that is linked to another, or to a program, in A1."""
    content = with_rows(f'<row r="1"><c r="A1"><f>{formula}</f><v>3</v></c><c r="B1"><f>"[1]|"</f><v>1</v></c></row>')
    return patched(content, {"xl/externalLinks/externalLink1.xml": LINKED.format(kind)})


def with_sheet_of(kind: str) -> bytes:
    """A workbook whose second sheet is of another kind."""
    sheets = '<sheet name="One" sheetId="1" o:id="r1"/><sheet name="Two" sheetId="2" o:id="r2"/>'
    book = f'<workbook xmlns="{MAIN}" xmlns:o="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    relations = "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{to}"/>'
        for id, kind, to in (("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", kind, "other/sheet2.xml"))
    )
    links = f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/other/sheet2.xml": "<a/>"}
    return patched(with_cells({}), parts)


def dated(*, from_1904: bool) -> bytes:
    """A workbook with a figure in a cell formatted as a date, and a date of 2026."""
    book, out = openpyxl.Workbook(), BytesIO()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    book.active.title = "Refuge"
    book.active["A1"], book.active["A2"] = 12, date(2026, 4, 1)
    book.active["A1"].number_format = "dd/mm/yyyy"
    book.save(out)
    return out.getvalue()


OLE = '<oleObjects><oleObject progId="Package"/></oleObjects>'
CASES: list[tuple[bytes, list[str]]] = [
    (patched(with_cells({"A1": 1}), {"xl/vbaProject.bin": b"\0"}), ["F005"]),
    (with_sheet_of("xlMacrosheet"), ["F005", "F013 Two"]),
    (with_sheet_of("dialogsheet"), ["F013 Two"]),
    (with_sheet_of("chartsheet"), []),
    (with_links("externalBook", "[1]Sheet1!A1"), ["F006 Refuge!A1"]),
    (with_links("ddeLink", "[1]!x"), ["F007"]),
    (with_links("oleLink", "[1]!x"), ["F007"]),
    (with_rows('<row r="1"><c r="A1"><f>cmd|\'/C calc\'!A0</f><v>3</v></c></row>'), ["F007 Refuge!A1"]),
    (with_rows('<row r="1"><c r="A1"><f>\'a|b\'!A1</f><v>3</v></c></row>'), []),
    (with_rows('<row r="1"><c r="A1"><v>1</v></c></row>', around="{}" + OLE), ["F008 Refuge"]),
    (patched(with_cells({"A1": 1}), {"xl/activeX/activeX1.xml": "<a/>"}), ["F008"]),
    (patched(with_cells({"A1": 1}), {"xl/connections.xml": "<a/>"}), ["F009"]),
    (patched(with_cells({"A1": 1}), {"_xmlsignatures/sig1.xml": "<a/>"}), ["F010"]),
    (
        with_rows(
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1" s="0"/></row>',
            around='{}<mergeCells><mergeCell ref="A1:C1"/></mergeCells>',
        ),
        ["F011 Refuge!B1"],
    ),
    (with_rows('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), ["F012 Refuge!A1"]),
    (with_rows('<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'), []),
    (dated(from_1904=False), ["F014 Refuge!A1"]),
    (dated(from_1904=True), []),
    (with_cells({"A1": "#N/A", "B1": "=1+1"}), []),
    (b"code,figure\nx,1\n", ["F002"]),
    ("code,figure\né,1\n".encode("cp1252"), ["F002", "F003"]),
]


@pytest.mark.parametrize(("content", "codes"), CASES)
def test_what_came_along_is_said_with_its_cells(content: bytes, codes: list[str]) -> None:
    findings = [one for one in read_and_check(content, "a file").findings if one.code.startswith("F")]
    # A blank sheet of openpyxl is called Sheet; here it stands for the refuge's.
    places = [" ".join([one.code, *map(str, one.places)]).replace("Sheet!", "Refuge!") for one in findings]
    assert sorted(place.replace(" Sheet", " Refuge") for place in places) == codes


def test_a_date_is_the_same_day_whichever_year_a_workbook_counts_from() -> None:
    days = [read(dated(from_1904=year)).sheets[0].cells[2, 1].day for year in (False, True)]
    assert [str(day) for day in days] == ["2026-04-01"] * 2


def test_a_workbook_with_macros_is_called_one_and_read_like_any_other() -> None:
    """By its content types, whatever it is called."""
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    content = patched(RETURN, {"[Content_Types].xml": types, "xl/vbaProject.bin": b"\0"})
    found = read_and_check(content, "q1.xlsx")
    plain = read_and_check(RETURN, "q1.xlsx")
    assert read(content).format == "xlsm"
    assert found.returned is not None
    assert plain.returned is not None
    assert found.returned.answers == plain.returned.answers
    assert verdict_of(found.findings) is verdict_of(plain.findings)
    assert [one.code for one in found.findings if one not in plain.findings] == ["F005"]


def test_nothing_that_touches_no_figure_stops_a_return_or_asks_for_an_explanation() -> None:
    """All but a cell written twice, of which nobody can say which was meant."""
    severities = {code: check.severity for code, check in FILE_CHECKS.table.items()}
    assert severities.pop("F012") is Severity.NEEDS_EXPLANATION
    assert set(severities.values()) == {Severity.NOTE}


@pytest.mark.parametrize("aspect", Aspect)
def test_everything_noticed_is_said_by_one_check(aspect: Aspect) -> None:
    noticed = Noticed(aspect, (Place("Refuge", "A1"),), "a fact")
    before = {finding.code for finding in check_arrival(Arrival(None, readable=False, refusal="x"))}
    found = check_arrival(Arrival(None, readable=False, refusal="x", noticed=(noticed,)))
    [finding] = [finding for finding in found if finding.code not in before]
    assert finding.places == (Place("Refuge", "A1"),)


def test_a_password_is_noted_under_the_sha256_of_what_came() -> None:
    checked = check_one(Came("q1.xlsx", RETURN, locked="0" * 64))
    [note] = [said(finding) for finding in checked.findings if finding.code == "F001"]
    assert "0" * 64 in note
    assert verdict_of(checked.findings) is Verdict.ACCEPTED


def test_an_ordinary_workbook_has_nothing_to_be_noted() -> None:
    """Hidden sheets, merged headings, drop-downs, charts, notes and links are in every return."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Refuge")
        sheet.merge_range("A1:C1", "Referrals")
        sheet.data_validation("B4", {"validate": "list", "source": ["a", "b"]})
        sheet.write_comment("B4", "a note")
        sheet.write_url("A9", "https://example.org", None, "a link")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Refuge!$B$4:$B$5"})
        sheet.insert_chart("F4", chart)
        book.add_worksheet("Lists").hide()

    assert read(written(fill)).noticed == ()
    assert read(RETURN).noticed == ()
