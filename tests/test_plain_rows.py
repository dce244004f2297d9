"""Rows that are read by one expression say the same as those that are read from a tree, or are left to the tree."""

import pytest

from commissioning.ooxml import sheet
from commissioning.ooxml.package import Package
from commissioning.ooxml.plain_rows import plain_rows
from commissioning.ooxml.sheet import SheetPart, sheet_part

HEAD = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="urn:sheet"><sheetData>'
TAIL = '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>'

PLAIN = {
    "values": '<row r="2"><c r="A2" s="3"><v>12</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" s="1"/></row>',
    "a formula and its result": '<row r="6"><c r="J6" t="str"><f>IF(G6&lt;0,"a &amp; b",1)</f><v>ok</v></c></row>',
    "no result": '<row r="6"><c r="J6"><f>G6</f><v/></c><c r="K6"><f>G6</f></c><c r="L6" t="str"><f/><v></v></c></row>',
    "shared and array formulas": (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c>'
        '<c r="C1"><f t="array" ref="C1:D1">B1</f><v>1</v></c><c r="D1"><v>2</v></c></row>'
    ),
    "words typed in": '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> a &gt; b </t></is></c></row>',
    "a hidden row and an empty one": '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row><row r="2" ht="0"/>',
    "a place written twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "an address of another row": '<row r="1"><c r="A9"><v>1</v></c></row>',
}
LEFT_TO_THE_TREE = {
    "a comment": '<row r="1"><!-- <c r="A1"><v>1</v></c> --></row>',
    "words that are quoted whole": '<row r="1"><c r="A1" t="str"><v><![CDATA[<c r="B1"><v>1</v></c>]]></v></c></row>',
    "a cell without an address": '<row r="1"><c><v>1</v></c></row>',
    "a cell outside a row": '<row r="1"></row><c r="A2"><v>1</v></c>',
    "a cell before all rows": '<c r="A2"><v>1</v></c><row r="3"/>',
    "a cell after an empty row": '<row r="1"/><c r="A2"><v>1</v></c>',
    "a sign by its number": '<row r="1"><c r="A1" t="str"><v>&#163;5</v></c></row>',
    "parts of a text": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>',
    "an attribute more": '<row r="1"><c r="A1" cm="1"><v>1</v></c></row>',
    "an element more": '<row r="1"><x><c r="A1"><v>1</v></c></x></row>',
}


def part(rows: str) -> bytes:
    """The bytes of a sheet's part with these rows."""
    return f"{HEAD}{rows}{TAIL}".encode()


def said(found: SheetPart) -> tuple[object, ...]:
    """Everything that is read of a sheet but its tree."""
    return found.cells, found.repeated, found.hidden_rows, found.hidden_columns, found.merged


def by_tree(content: bytes, monkeypatch: pytest.MonkeyPatch) -> SheetPart:
    """The same part, read from a tree whatever its rows."""
    with monkeypatch.context() as patch:
        patch.setattr(sheet, "plain_rows", lambda _: None)
        return sheet_part(Package({"sheet": content}), "sheet")


@pytest.mark.parametrize("rows", PLAIN.values(), ids=PLAIN)
def test_plain_rows_say_what_a_tree_of_them_says(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And are read without one."""
    assert plain_rows(part(rows))
    assert said(sheet_part(Package({"sheet": part(rows)}), "sheet")) == said(by_tree(part(rows), monkeypatch))


@pytest.mark.parametrize("rows", LEFT_TO_THE_TREE.values(), ids=LEFT_TO_THE_TREE)
def test_other_rows_are_left_to_the_tree(rows: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is guessed of what no spreadsheet program writes."""
    assert plain_rows(part(rows)) is None
    assert said(sheet_part(Package({"sheet": part(rows)}), "sheet")) == said(by_tree(part(rows), monkeypatch))


def test_data_that_stand_in_a_comment_are_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows look plain, and the part does not hold them."""
    content = (
        part(PLAIN["values"]).replace(b"<sheetData>", b"<!--<sheetData>").replace(b"</sheetData>", b"</sheetData>-->")
    )
    assert plain_rows(content)
    assert sheet_part(Package({"sheet": content}), "sheet").cells == {}
    assert said(by_tree(content, monkeypatch))[0] == {}
