"""What is said of a file in an organisation's own layout: what is there, what to do; and what is said of layouts."""

import pytest

from commissioning.contract import read_book
from commissioning.findings import said
from tests.builders import ORGANISATIONS, contract_text
from tests.own_files import checked, parts

SIMPLE, LIST, WIDE, GRANT = "simple", "case_system", "government", "commissioner"
# By code: the file, what is changed in it or in its layout, and the words.
LAYOUT_WORDS = {
    "Y001": (
        SIMPLE,
        ("", ""),
        "Y001, note. This file is not a return issued here; it was read by the layout “Safe House's own report” of "
        "own, for 2025-26-Q1. Look through what was read before relying on it.",
    ),
    "Y002": (
        SIMPLE,
        (
            "# The file",
            '[layout.two]\ntitle = "Two"\nsigns = [{ text = "Period" }]\n'
            'cell = [{ text = "x", measure = "calls" }]\n# The file',
        ),
        "Y002, stops. This file has the signs of more than one layout: “Safe House's own report (own)” and "
        "“Two (own)”. Add a sign to these layouts that only one of the files has.",
    ),
    "Y003": (
        SIMPLE,
        ("Q1 2025/26", "last quarter"),
        "Figures!B2: Y003, stops. The file does not state a period that own reports: there stands words. "
        "Write it where the file has its period, such as 2025-26-Q2, and check again.",
    ),
    "Y004": (
        LIST,
        ("", ""),
        "Y004, stops. This is a list of cases. Its rows were counted, and it is not kept. "
        "Put the counts into the return you were sent, and send that; take the list out of your mail.",
    ),
    "Y005": (
        SIMPLE,
        ("Helpline\n", "\n"),
        "Y005, needs explanation. The file should have “Calls”, and nothing in it is that. "
        "Put it back under its own headings, or say why it is left out.",
    ),
    "Y006": (
        SIMPLE,
        ("Helpline\n", "Measure | This quarter\n1 | 2\n\nHelpline\n"),
        "Figures!A4, Figures!A9: Y006, stops. The headings of “Households” stand here more than once. "
        "Leave one of them, or let contract text say above which one it starts.",
    ),
    "Y007": (
        WIDE,
        ("A1-END\n", "A1 END\n"),
        "1 Provision: Y007, needs explanation. “A1 Spaces” should end above “A1-END”, which is not there. "
        "Put the end back, or check that nothing below was read as part of it.",
    ),
    "Y008": (
        LIST,
        ("Sessions held |", "Sessions |"),
        "Export: Y008, stops. “Cases” should have the column “Sessions held”, which is not there. "
        "Make the extract again with that column.",
    ),
    "Y009": (
        SIMPLE,
        ("Households admitted | 12", "Households admittd | 12"),
        "Figures!A5: Y009, note. This was read as “households admitted”, which it almost is. Check that it is meant.",
    ),
    "Y010": (
        SIMPLE,
        ("Households departed | 9", "Households departd | 9\nHouseholds deparded | 3"),
        "Figures!A6, Figures!A7: Y010, stops. This is almost “households departed”, and it cannot be told which is "
        "meant. Write the text as it is in contract text.",
    ),
    "Y011": (
        SIMPLE,
        ("Households waiting | 4", "Households waiting | 4\nTurned away | 2"),
        "Figures!B8: Y011, needs explanation. Here stand figures of which contract text does not say what they are. "
        "They were not read. Say what they are; the layout in contract text can then name them, or ignore them.",
    ),
    "Y012": (
        SIMPLE,
        ("Safe House report\n", "Safe House report | | 77 | 78\n"),
        "Figures: Y012, note. Outside the tables of the layout stand figures that were not read: 2, the first at C1. "
        "Check that none of them was meant as an answer.",
    ),
    "Y013": (
        SIMPLE,
        ("", ""),
        "Figures!B10, Figures!B11: Y013, note. “Calls” was added up from these cells to 160. Check the total.",
    ),
    "Y014": (
        SIMPLE,
        ("night | 60", "night | n/k"),
        "Figures!B11: Y014, needs explanation. “Calls” is added up from several cells, and here is no exact figure. "
        "It was read as not known. Enter the figure, or explain.",
    ),
    "Y015": (
        WIDE,
        ("", ""),
        "3 Money!B3, 3 Money!B4: Y015, note. These figures were multiplied by 1000, as contract text says. "
        "Check that they are in the usual unit.",
    ),
    "Y016": (
        WIDE,
        ("", ""),
        "2 People!B8, 2 People!C8: Y016, note. These figures are of other periods, and were not read. "
        "Correct an earlier period by sending its file again.",
    ),
    "Y017": (
        LIST,
        ("", ""),
        "Export: Y017, note. 1 of the rows have a date outside the period, and were not counted. "
        "Check that the extract is of the right period.",
    ),
    "Y018": (
        GRANT,
        ("", ""),
        "Return!D10: Y018, note. What stands here was read as fewer than 5, as contract text says. "
        "Check that it is meant.",
    ),
    "Y019": (
        LIST,
        ("AD | POL", "ZZ | POL"),
        "Export!C6: Y019, needs explanation. In “Cases” these cells hold nothing that could be counted: no date, "
        "one that can be two days, or an unknown code. Correct them, and check again.",
    ),
    "Y021": (
        SIMPLE,
        ("Households admitted | 12\n", ""),
        "Y021, stops. Nothing in this file is the answer to: Moved in. "
        "Add what is missing; or let the layout in contract text say where it stands, or that it is left out.",
    ),
    "Y022": (
        SIMPLE,
        ("Households departed | 9", "Households departed | 9\nHouseholds departed | 8"),
        "Figures!B6: Y022, stops. “Moved out” stands in this file more than once, with different figures; "
        "this is the first. Correct the wrong one.",
    ),
}
HIDDEN = "Y020"
"""Said of cells that a person hid: see test_layout_work."""


@pytest.mark.parametrize("code", LAYOUT_WORDS)
def test_a_finding_about_a_laid_file_in_words(code: str) -> None:
    """What is there; what to do. What the file holds in words is never repeated."""
    name, change, words = LAYOUT_WORDS[code]
    text, sheets = (part.replace(*change) if change[0] else part for part in _with_end(name))
    found = [said(finding) for finding in checked(text, sheets).findings if finding.code == code]
    assert words in found


def _with_end(name: str) -> tuple[str, str]:
    text, sheets = parts(name)
    return f"{text}# The file", sheets


# Faults of a layout: what is written over it, and what is said.

TABLE = '[layout.own]\ntitle = "Own"\nsigns = [{{ text = "Own" }}]\n{}\n'
FAULTS = [
    (
        'table = [{ title = "T", measure = "call" }]',
        "layout.own.table.0 is 'call', which is no measure of this file. Did you mean calls?",
    ),
    (
        'table = [{ title = "T", rows = { A = "calls", B = "cals" } }]',
        "layout.own.table.0.rows.B is 'cals', which is no measure of this file. Did you mean calls?",
    ),
    (
        'table = [{ title = "T", measure = "calls", columns = { A = { service = "refug" } } }]',
        "layout.own.table.0.columns.A.service is 'refug', which is no service of this file. Did you mean refuge?",
    ),
    (
        'table = [{ title = "T", measure = "calls", rows = { A = { category = "age" } } }]',
        "layout.own.table.0.rows.A.category is 'age'. Write breakdown/category, such as age/18-24.",
    ),
    (
        'table = [{ title = "T", measure = "calls", rows = { A = { category = "age/old" } } }]',
        "layout.own.table.0.rows.A.category is 'age', which is no dimension of this file. Add it as [dimension.age].",
    ),
    (
        'table = [{ title = "T", measure = "calls", times = "a thousand" }]',
        'layout.own.table.0.times is \'a thousand\'. Write what a figure is multiplied by, such as "1000" or "1/60".',
    ),
    (
        'table = [{ title = "T", measure = "calls", times = "0" }]',
        'layout.own.table.0.times is \'0\'. Write what a figure is multiplied by, such as "1000" or "1/60".',
    ),
    (
        'table = [{ title = "T", measure = "calls", percent = "of one" }]',
        "layout.own.table.0.percent is said of calls, a flow count. Take it out; write times for other units.",
    ),
    (
        'table = [{ title = "T", measure = "calls", columns = { A = { period = "soon" } } }]',
        "layout.own.table.0.columns.A.period is 'soon'. Write a part of the year, such as Q1 or April, or a label.",
    ),
    (
        'table = [{ title = "T" }]',
        "layout.own.table.0 does not say of which measure its figures are. Name one, here or for a row or column.",
    ),
    (
        'table = [{ title = "T", measure = "calls", header_rows = 0, periods = "across" }]',
        "layout.own.table.0.header_rows is 0, and columns need headings. Write how many rows they take.",
    ),
    (
        'table = [{ title = "T", measure = "calls", columnz = {} }]',
        "layout.own.table.0.columnz is not a key of contract text. Did you mean columns?",
    ),
    (
        'missing = { c = "suppressed" }',
        "layout.own.missing.c is 'suppressed'. "
        "Write 0, not known, not applicable, or a bound with its number, such as fewer than 5.",
    ),
    ('left_out = ["cals"]', "layout.own.left_out is 'cals', which is no measure of this file. Did you mean calls?"),
    (
        'list = [{ title = "L", count = [{ measure = "calls" }] }]',
        "layout.own.holds is 'figures'. Write holds = \"cases\" where there is a list, and only there: "
        "such a file is counted and not kept.",
    ),
    (
        'holds = "cases"\nlist = [{ title = "L", count = [{ measure = "calls", by = { S = { A = "cals" } } }] }]',
        "layout.own.list.0.count.0.by.S.A is 'cals', which is no measure of this file. Did you mean calls?",
    ),
    ('holds = "cases"\nlist = [{ title = "L", count = [] }]', "layout.own.list.0.count is empty. Write at least one."),
    ('cell = [{ text = "A", right = -1, measure = "calls" }]', "layout.own.cell.0.right is -1. Write 0 or more."),
]


@pytest.mark.parametrize(("written", "expected"), FAULTS)
def test_a_fault_of_a_layout_is_said_at_its_key(written: str, expected: str) -> None:
    """As every fault of contract text is."""
    text = contract_text(base=parts("simple")[0].partition("[layout.own]")[0])
    book = read_book({"organisations.toml": ORGANISATIONS, "own.toml": text + TABLE.format(written)})
    assert [str(fault).removeprefix("own.toml: ") for fault in book.faults] == [expected]


def test_a_layout_needs_a_sign() -> None:
    text = contract_text(base=parts("simple")[0].partition("[layout.own]")[0])
    book = read_book(
        {"organisations.toml": ORGANISATIONS, "own.toml": f'{text}[layout.own]\ntitle = "O"\nsigns = []\n'}
    )
    assert [str(fault) for fault in book.faults] == ["own.toml: layout.own.signs is empty. Write at least one."]
