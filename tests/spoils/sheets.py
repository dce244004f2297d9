"""Spoilt sheets: what people do to the rows, columns and sheets around their answers."""

from typing import Any

from openpyxl.formula.translate import Translator

from tests.spoils.good import address
from tests.spoils.spoil import XLSX, Hand, Spoil, at, both


def on(sheet: str, do: Any) -> Hand:
    """Do something to a sheet."""
    return lambda workbook: do(workbook[sheet])


def adjusted(sheet: str, rows: int, columns: int, since: int) -> Hand:
    """Formulas that refer to what has moved, as a spreadsheet program adjusts them."""

    def hand(workbook: Any) -> None:
        for row in workbook[sheet].iter_rows():
            for cell in row:
                has_moved = (cell.row if rows else cell.column) >= since
                if has_moved and isinstance(cell.value, str) and cell.value.startswith("="):
                    before = workbook[sheet].cell(cell.row - rows, cell.column - columns).coordinate
                    cell.value = Translator(cell.value, before).translate_formula(cell.coordinate)

    return hand


def moved(sheet: str, row: int, to: int) -> Hand:
    """Cut a whole row out and put it in elsewhere."""

    def hand(workbook: Any) -> None:
        cells = [cell.value for cell in workbook[sheet][row]]
        workbook[sheet].delete_rows(row)
        workbook[sheet].insert_rows(to)
        for column, content in enumerate(cells, 1):
            workbook[sheet].cell(to, column, content)

    return hand


def swapped(sheet: str, one: str, other: str) -> Hand:
    """Two cells change places, each called as `good.address` calls it."""

    def hand(workbook: Any) -> None:
        of = workbook[sheet]
        first, second = (address(cell).rpartition("!")[2] for cell in (one, other))
        of[first], of[second] = of[second].value, of[first].value

    return hand


def renamed(sheet: str, to: str) -> Hand:
    """A sheet under another name."""
    return lambda workbook: setattr(workbook[sheet], "title", to)


def without_names(workbook: Any) -> None:
    """Every defined name taken out."""
    workbook.defined_names.clear()


def without_codes(sheet: str) -> Hand:
    """The column of codes emptied below its heading."""
    return on(sheet, lambda of: [setattr(row[0], "value", None) for row in of.iter_rows(min_row=6)])


SPOILS = (
    Spoil(
        "a row put in between answers", both(on("Refuge", lambda of: of.insert_rows(8)), adjusted("Refuge", 1, 0, 9))
    ),
    Spoil(
        "a column put in before the figures",
        both(on("Refuge", lambda of: of.insert_cols(7)), adjusted("Refuge", 0, 1, 8)),
    ),
    Spoil("a row above everything", both(on("Advocacy", lambda of: of.insert_rows(1)), adjusted("Advocacy", 1, 0, 2))),
    Spoil(
        "an answer's row moved to the end",
        moved("Refuge", 11, 30),
        through=(XLSX,),
    ),
    Spoil(
        "an answer's row taken out",
        both(on("Refuge", lambda of: of.delete_rows(11)), adjusted("Refuge", -1, 0, 11)),
        "C015 (Refuge)",
    ),
    Spoil(
        "the same row twice with two figures",
        both(at({f"Refuge!{c}30": v for c, v in {"A": "accepted", "B": "Accepted", "G": 47}.items()})),
        "C016 accepted",
    ),
    Spoil(
        "two labels that changed places",
        swapped("Refuge", "accepted.measure", "open-at-start.measure"),
        "C016 accepted open-at-start",
    ),
    Spoil(
        "the label and figure of a part and of another measure changed places",
        both(
            swapped("Advocacy", "people/abuse/physical.measure", "happy.measure"),
            swapped("Advocacy", "people/abuse/physical", "happy"),
        ),
        "C016 people/abuse/physical happy",
    ),
    Spoil("a label typed anew, nearly the same", at({"accepted.measure": "Akcepted "}), "L005 accepted.measure"),
    Spoil(
        "a label and its code gone",
        at({"accepted.measure": None, "Refuge!A11": None}),
        "C015 accepted.measure",
        through=(XLSX,),
    ),
    Spoil(
        "the last label and its code in other words",
        at({"open-at-end.measure": "Still here", "Refuge!A13": None, "Refuge!B40": "A remark"}),
        "C015 open-at-end.measure; L002 Refuge!B40",
        through=(XLSX,),
    ),
    Spoil(
        "the figures of two rows merged",
        both(on("Refuge", lambda of: of.merge_cells("G11:G12"))),
        "C044 open-at-start",
        through=(XLSX, "ods"),
    ),
    Spoil("one label on two rows", at({"open-at-start.measure": "Open at end"}), "C016 open-at-start"),
    Spoil("the column of codes emptied", without_codes("Refuge"), "L002 Refuge!B17 Refuge!B18 Refuge!B19"),
    Spoil(
        "the hidden row of codes taken out",
        both(on("Refuge", lambda of: of.delete_rows(4)), adjusted("Refuge", -1, 0, 4)),
        "C040 Refuge!G4",
    ),
    Spoil(
        "the column of figures taken out",
        on("Advocacy", lambda of: of.delete_cols(7)),
        "C001 people people/abuse/physical people/abuse/economic surveys happy satisfied; C043 (Advocacy)",
    ),
    Spoil("two columns of figures", at({"Refuge!M4": "figure", "Refuge!M6": 60}), "C018 Refuge!G4 Refuge!M4"),
    Spoil("a sheet under another name", renamed("Refuge", "Our refuge"), "C039 (Our refuge)"),
    Spoil(
        "a sheet under another name, and the names gone",
        both(renamed("Refuge", "Our refuge"), without_names),
        "C039 (Our refuge)",
    ),
    Spoil("every defined name taken out", without_names),
    Spoil("the sheets in another order", lambda workbook: workbook.move_sheet("Narrative", -3)),
    Spoil(
        "a sheet taken out",
        lambda workbook: workbook.remove(workbook["Advocacy"]),
        "C015 (Advocacy)",
    ),
    Spoil("the hidden sheet taken out", lambda workbook: workbook.remove(workbook["_return"]), "I001"),
    Spoil("the hidden sheet damaged", at({"(_return!B5)": "{"}), "I004 (_return)"),
    Spoil(
        "the hidden sheet taken out, and another's address on the cover",
        both(lambda workbook: workbook.remove(workbook["_return"]), at({"Cover!A30": "or ring jo@example.org"})),
        "I001; P003 Cover!A30",
    ),
    Spoil(
        "an answer in a hidden row",
        on("Refuge", lambda of: setattr(of.row_dimensions[11], "hidden", True)),
        "C041 accepted",
    ),
    Spoil(
        "answers in a hidden column",
        on("Refuge", lambda of: setattr(of.column_dimensions["G"], "hidden", True)),
        "C041 referrals referrals/source/police referrals/source/other "
        "referrals/source/not-known referrals/source/prefer-not-to-say accepted open-at-start open-at-end",
    ),
)
