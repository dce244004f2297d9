"""What was typed where nothing was asked for, and formulas where a figure was."""

from typing import Any

from tests.spoils.good import address
from tests.spoils.spoil import XLSX, Spoil, at, typed


def with_sheet(name: str, state: str = "visible") -> Any:
    """A sheet of the provider's own."""

    def hand(workbook: Any) -> None:
        sheet = workbook.create_sheet(name)
        sheet["A1"], sheet["B1"] = "Waiting", 12
        sheet.sheet_state = state

    return hand


def under_a_merge(workbook: Any) -> None:
    """A figure that stays in the file beneath merged cells."""
    sheet = workbook["Refuge"]
    sheet["C30"], sheet["D30"] = "See below", 5
    sheet.merged_cells.add("C30:D30")


def as_typed_anew(words: str) -> Any:
    """The same words in capitals, with more spaces."""

    def hand(workbook: Any) -> None:
        sheet, _, cell = address(words).partition("!")
        workbook[sheet][cell] = workbook[sheet][cell].value.upper().replace(" ", "  ")

    return hand


SPOILS = (
    Spoil("a figure below the last row", at({"Refuge!G40": 12}), "L001 Refuge!G40"),
    Spoil("words below the last row", at({"Refuge!B40": "We moved office in May"}), "L002 Refuge!B40"),
    Spoil("a figure in a column beside the table", at({"Refuge!M11": 12}), "L001 Refuge!M11"),
    Spoil("words beside the table", at({"Refuge!M11": "as agreed"}), "L002 Refuge!M11"),
    Spoil(
        "a row of the provider's own among the answers",
        at({"Refuge!B14": "Pets", "Refuge!G14": 3}),
        "L001 Refuge!G14; L002 Refuge!B14",
    ),
    Spoil("a figure typed over a definition", at({"accepted.definition": 48}), "L001 accepted.definition"),
    Spoil("a target in other words", at({"accepted.target": "at 40"}), "L007 accepted.target"),
    Spoil(
        "a definition in other words",
        at({"accepted.definition": "Everyone we spoke to"}),
        "L007 accepted.definition",
    ),
    Spoil("a number as text over a definition", at({"accepted.definition": "48"}), "L001 accepted.definition"),
    Spoil(
        "two definitions in other words",
        at({"accepted.definition": "All", "commentary.definition": "Anything"}),
        "L007 accepted.definition; L007 commentary.definition",
    ),
    Spoil("a definition with other capitals and spaces", as_typed_anew("accepted.definition")),
    Spoil("a sheet of the provider's own", with_sheet("Our notes"), "L004 (Our notes)"),
    Spoil("a hidden sheet of the provider's own", with_sheet("Sheet9", "hidden"), "L003 (Sheet9)"),
    Spoil("a figure under merged cells", under_a_merge, "L001 Refuge!D30; L002 Refuge!C30", (XLSX,)),
    Spoil("a counter of the cover typed over", at({"Cover!B13": 0, "Cover!B14": 0}), "L002 Cover!B13 Cover!B14"),
    Spoil("a figure on the cover", at({"Cover!D8": 12}), "L002 Cover!D8"),
    Spoil("an answer's formula with no result", typed(accepted="=20+28"), "X003 accepted", (XLSX,)),
    Spoil("a formula that went wrong", typed(accepted="=1/0"), "C004 accepted", ("ods", "xls")),
    Spoil("an error value pasted", typed(accepted="#N/A"), "C004 accepted"),
    Spoil("a live check typed over", at({"Refuge!J11": "fine"}), "X005 Refuge!J11"),
    Spoil("a live check changed", at({"Refuge!J11": '="fine"'}), "X006 Refuge!J11", (XLSX, "ods")),
)
