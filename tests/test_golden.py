"""The blank return and the monitoring workbook are as someone last reviewed them; `make golden` dumps them anew."""

from io import BytesIO

import pytest
import xlsxwriter

from commissioning.work.workspace import Workspace
from tests.workbook_text import DUMPS, GOLDEN, dump


@pytest.mark.parametrize("name", DUMPS)
def test_a_workbook_is_as_it_was_last_reviewed(name: str, worked_workspace: Workspace) -> None:
    """Names, cells, formats, guards and formulas; where a change is meant, `make golden` and review the difference."""
    assert dump(DUMPS[name](worked_workspace)) == (GOLDEN / name).read_text(encoding="utf-8")


def test_every_dump_is_of_a_workbook_that_is_made() -> None:
    """None is left over from one that is made no more."""
    assert {path.name for path in GOLDEN.iterdir()} == set(DUMPS)


SMALL = """\
name all_contacts = Return!$B$2:$B$4

sheet Return: visible, protected, hidden rows 1, frozen at A2, landscape, repeats $1:$1
   1 A "code"
   2 A "9" | B 9
   3 B 0.5
   9 A "merged"
formula C2:C3: =B{row}*$B$2+B10 → 18
formula C4: =B2 → blank
format B3: 0.0%
format B4: #,##0, to fill in
guard B2:B4 B6: whole at least 0, else stop “A whole number.”
colour C2:C4: cellIs "agrees"; expression $A$1=1
merged A9:B9

sheet Notes: veryHidden, open, no page set up
   1 A "Words … (406 characters)"
"""


def test_a_dump_says_what_a_reviewer_must_see() -> None:
    """Every sort of thing that a workbook of ours has, told apart: the text 9 from the number, what is alike once."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Return")
        notes = book.add_worksheet("Notes")
        notes.write_string(0, 0, "Words " + "x" * 400)
        notes.very_hidden()
        book.define_name("all_contacts", "=Return!$B$2:$B$4")
        sheet.write_column(0, 0, ["code"])
        sheet.write_string(1, 0, "9")
        sheet.write_number(1, 1, 9)
        sheet.write_number(2, 1, 0.5, book.add_format({"num_format": "0.0%"}))
        sheet.write_blank(3, 1, None, book.add_format({"num_format": "#,##0", "locked": False}))
        sheet.write_formula("C2", "=B2*$B$2+B10", None, 18)
        sheet.write_formula("C3", "=B3*$B$2+B10", None, 18)
        sheet.write_formula("C4", "=B2", None, "")
        guard = {"validate": "integer", "criteria": ">=", "value": 0, "input_message": "A whole number."}
        sheet.data_validation("B2:B4", guard)
        sheet.data_validation("B6", guard)
        sheet.conditional_format("C2:C4", {"type": "cell", "criteria": "==", "value": '"agrees"'})
        sheet.conditional_format("C2:C4", {"type": "formula", "criteria": "=$A$1=1"})
        sheet.merge_range("A9:B9", "merged")
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        sheet.protect()
    assert dump(out.getvalue()) == SMALL
