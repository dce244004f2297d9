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


ELSEWHERE = [("F001", ["F001"]), ("F004", ["F004"])]
"""What no .xlsx has by itself: a password taken off, and formulas packed; see test_locks and test_formats."""

WORDS = {
    "F001": (
        Noticed(Aspect.LOCKED, fact="a fact"),
        "F001, note. This file came locked with a password, itself or the archive it was in; what came has the sha256 "
        "a fact. It was opened. What is kept is the file without its password.",
    ),
    "F002": (
        Noticed(Aspect.ONE_SHEET),
        "F002, note. A .csv file holds one sheet as plain text: no formulas, hidden cells, notes or other sheets. "
        "Send the workbook itself where you have it.",
    ),
    "F003": (
        Noticed(Aspect.LETTERS_NOT_STATED, fact="DOS"),
        "F003, note. This file does not say how its letters are written; it was read as DOS. "
        "Figures are not affected. Look at accents and pound signs in what you typed.",
    ),
    "F004": (
        Noticed(Aspect.FORMULA_WORDS_UNREAD, fact=".xls"),
        "F004, note. In this sort of workbook (.xls) only the results of formulas can be read, not the formulas. "
        "Results were read as they were kept; send it as an Excel workbook (.xlsx) where a formula matters.",
    ),
    "F005": (
        Noticed(Aspect.MACROS),
        "F005, note. This workbook brings macros (programs inside the workbook). They were not run. "
        "Nothing else is needed.",
    ),
    "F006": (
        Noticed(Aspect.EXTERNAL_LINKS, (Place("Refuge", "G6"),)),
        "Refuge!G6: F006, note. This workbook is linked to other workbooks. The links were not followed: where a "
        "formula uses one, its last result was read.",
    ),
    "F007": (
        Noticed(Aspect.DDE),
        "F007, note. This workbook is linked to another program (DDE or OLE), which it may try to start when it is "
        "opened. The link was not followed. Do not allow it when a spreadsheet program asks; take it out if you can.",
    ),
    "F008": (
        Noticed(Aspect.EMBEDDED, (Place("Refuge"),)),
        "Refuge: F008, note. This workbook holds other files or controls (embedded objects). They were not opened, "
        "and nothing in them counts as an answer.",
    ),
    "F009": (
        Noticed(Aspect.CONNECTIONS),
        "F009, note. This workbook is connected to other data (a database or a web page). The connection was not "
        "used: what it fetched last was read.",
    ),
    "F010": (
        Noticed(Aspect.SIGNATURE),
        "F010, note. This workbook bears a digital signature. Whether it is valid was not looked at. It ends when "
        "anything in the file is changed.",
    ),
    "F011": (
        Noticed(Aspect.UNDER_MERGE, (Place("Refuge", "G6"),)),
        "Refuge!G6: F011, note. Something stands under merged cells, where you do not see it; some programs read it "
        "and others do not. It was read as it stands. Split the merged cells, and clear what should not be there.",
    ),
    "F012": (
        Noticed(Aspect.WRITTEN_TWICE, (Place("Refuge", "G6"),)),
        "Refuge!G6: F012, needs explanation. This cell is written in the file more than once, so that programs may "
        "show different contents. Type its content anew, save the file and send it again; or say that the content "
        "read is right.",
    ),
    "F013": (
        Noticed(Aspect.UNSEEN_SHEET, (Place("Refuge"),)),
        "Refuge: F013, note. This sheet is not an ordinary one, so that some programs do not show it, and no answer "
        "was read from it. If it holds answers, copy them into the return's own sheets.",
    ),
    "F014": (
        Noticed(Aspect.EARLY_DATES, (Place("Refuge", "G6"),)),
        "Refuge!G6: F014, note. This is a date before March 1900, on which spreadsheet programs differ by a day. "
        "If a figure was meant, format the cell as a number; if a date was, type it anew.",
    ),
}


@pytest.mark.parametrize("code", WORDS)
def test_what_is_noticed_in_words(code: str) -> None:
    """What is there; what to do."""
    noticed, words = WORDS[code]
    found = check_arrival(Arrival(None, readable=False, refusal="x", noticed=(noticed,)))
    assert [said(finding) for finding in found if finding.code != "I000"] == [words]


def test_everything_that_can_be_noticed_has_words() -> None:
    assert sorted(noticed.aspect for noticed, _ in WORDS.values()) == sorted(Aspect)


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
