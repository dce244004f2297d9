"""What was read in another form, found by another trace or typed elsewhere is said, and all else is silence."""

from dataclasses import replace

import pytest

from commissioning.checks import Given, check_return
from commissioning.findings import said
from commissioning.model.finding import Finding
from commissioning.model.returned import Cell, Cells, SheetCells, Typed
from commissioning.privacy import spared, without_names
from commissioning.readers import read
from commissioning.returns import read_return
from commissioning.work.checking import read_and_check
from tests.builders import CLEAN, a_return, a_specification, changed, some_terms
from tests.provider import REFUGE, blank_return
from tests.spoiling import PERIOD, findings, found, good, of, typed, with_sheet
from tests.spoils import good as westshire
from tests.test_committed_returns import RETURNS

WESTSHIRE = a_specification()


def returned(changes: str) -> tuple[Finding, ...]:
    """The findings of Westshire's clean return with some answers changed."""
    return check_return(a_return(changed(CLEAN, changes), WESTSHIRE))


def hidden(rows: tuple[int, ...] = (), columns: tuple[int, ...] = (), cells: Cells | None = None) -> Cells:
    """The return with more rows or columns of the first table hidden."""
    cells = cells or good()
    sheet = of(cells, "Refuge")
    return with_sheet(
        cells, replace(sheet, hidden_rows=sheet.hidden_rows | set(rows), hidden_columns=frozenset(columns))
    )


def merged(area: str, cells: Cells) -> Cells:
    """The return with cells of the first table merged."""
    sheet = of(cells, "Refuge")
    return with_sheet(cells, replace(sheet, merged=(*sheet.merged, area)))


def added(*, visible: bool = True) -> Cells:
    """The return with a sheet of somebody's own."""
    own = {(row, 1): Cell(Typed.TEXT, "A case") for row in range(1, 4)}
    return with_sheet(good(), SheetCells("Workings", visible, own))


def renamed(name: str) -> Cells:
    """The return with its first table's sheet renamed and no defined names."""
    return replace(with_sheet(good(), replace(of(good(), "Refuge"), name=name), "Refuge"), names=())


CLEAN_OF_PEOPLE = "\n".join(line for line in CLEAN.splitlines() if not line.startswith("people/"))
CODES = {f"{letter}4": None for letter in "ABCDEFGHIJ"}
NO_CODE = {"A7": None}
CASES: list[tuple[str, Cells, list[str]]] = [
    ("as it was issued", good(), []),
    # Where the answers are.
    ("a label with a slip", typed({**NO_CODE, "B7": "Housholds that moved in"}), ["C038 Refuge!B7"]),
    ("its words in another order", typed({**NO_CODE, "B7": "Moved in: households"}), ["C038 Refuge!B7"]),
    ("in capitals", typed({**NO_CODE, "B7": "HOUSEHOLDS THAT MOVED IN:"}), []),
    (
        "a label near none",
        typed({**NO_CODE, "B7": "Households that moved out"}),
        ["C015 Refuge!B7"],
    ),
    ("a sheet renamed, no names", renamed("Our refuge"), ["C039 Our refuge"]),
    ("a sheet renamed in another case", renamed("REFUGE "), []),
    ("no row of codes", typed(CODES), ["C040 Refuge!G5"]),
    ("nor headings as issued", typed({**CODES, "G5": "Figures", "B5": "Measures"}), ["C040 Refuge!G5"]),
    ("a column of statuses gone", typed({"H4": None, "H5": None}), ["C043 Refuge"]),
    ("a code of a column gone", typed({"H4": None}), []),
    ("an answer in a hidden row", hidden(rows=(7,)), ["C041 Refuge!G7"]),
    ("answers in a hidden column", hidden(columns=(7,)), ["C041 Refuge!G6 Refuge!G7 Refuge!G8"]),
    ("a status in a hidden column", hidden(columns=(8,), cells=typed({"H7": "fewer than"})), ["C041 Refuge!H7"]),
    ("a hidden answer with its status", hidden(rows=(7,), cells=typed({"H7": "fewer than"})), ["C041 Refuge!G7"]),
    ("an answer under merged cells", merged("G6:G7", good()), ["C042 Refuge!G7"]),
    ("figures merged into one", merged("G6:G7", typed({"G7": None})), ["C044 Refuge!G7"]),
    ("a figure merged into its target", merged("F7:G7", typed({"G7": None})), ["C044 Refuge!G7"]),
    # Formulas.
    ("a stale total", typed({"G8": "=G6+G7-1 -> 5"}), ["X001 Refuge!G8"]),
    ("a true total", typed({"G8": "=SUM(G6:G7)-1 -> 6"}), []),
    ("a total without its result", typed({"G8": "=ROUND((G6+G7)*2/2,0)-1"}), ["X003 Refuge!G8"]),
    ("a total of words", typed({"G8": "=G6+B6 -> 6"}), ["X002 Refuge!G8"]),
    ("a formula in a circle", typed({"G8": "=G8+1"}), ["C005 Refuge!G8"]),
    ("a formula not understood", typed({"G8": "=INDEX(G6:G7,1)+2 -> 6"}), ["X002 Refuge!G8"]),
    ("a check typed over", typed({"J7": "fine"}), ["X005 Refuge!J7"]),
    ("a check under the table typed over", typed({"J12": "agrees"}), ["X005 Refuge!J12"]),
    ("a check that looks elsewhere", typed({"J7": '=IF(G6="","to answer","") -> ok'}), ["X006 Refuge!J7"]),
    ("a check under the table that looks at nothing", typed({"J12": '="agrees" -> agrees'}), ["X006 Refuge!J12"]),
    # Typed elsewhere.
    ("a figure beside an answer", typed({"M7": "9"}), ["L001 Refuge!M7"]),
    ("a figure like “<5” beside one", typed({"M7": "<5"}), ["L001 Refuge!M7"]),
    ("words beside an answer", typed({"M7": "a remark"}), ["L002 Refuge!M7"]),
    ("a figure in a row of its own", typed({"B9": "Visitors", "G9": "9"}), ["L001 Refuge!G9", "L002 Refuge!B9"]),
    ("a figure far from all", typed({"N30": "9"}), ["L002 Refuge!N30"]),
    ("a heading typed over", typed({"G5": "Number"}), ["L005 Refuge!G5"]),
    ("a heading typed elsewhere", typed({"N30": "Figure"}), ["L002 Refuge!N30"]),
    ("words above the table", typed({"C1": "For Q1"}), ["L002 Refuge!C1"]),
    ("a figure typed as last period's", typed({"E7": "9"}), ["L001 Refuge!E7"]),
    ("a figure over a target", typed({"F7": "9"}), ["L001 Refuge!F7"]),
    ("a unit typed over", typed({"D7": "women"}), ["L005 Refuge!D7"]),
    ("a label typed over", typed({"B7": "Women who phoned"}), ["L005 Refuge!B7"]),
    ("a relation typed over", typed({"B12": "All well"}), ["L005 Refuge!B12"]),
    ("words in a hidden row", hidden(rows=(30,), cells=typed({"C30": "a remark"})), ["L003 Refuge!C30"]),
    ("a figure in the row of codes", typed({"M4": "9"}), ["L003 Refuge!M4"]),
    ("words under merged cells", typed({"C12": "a remark"}), ["L006 Refuge!C12"]),
    ("a sheet that was added", added(), ["L004 Workings"]),
    ("a hidden sheet that was added", added(visible=False), ["L003 Workings"]),
    ("words on the cover", typed({"A26": "Ring me"}, sheet="Cover"), ["L002 Cover!A26"]),
    ("words in the cover's third row", typed({"A3": "Ring me"}, sheet="Cover"), ["L002 Cover!A3"]),
    ("a column more in the answers in words", typed({"G7": "Ring me"}, sheet="Narrative"), ["L002 Narrative!G7"]),
    ("a third column in the hidden sheet", typed({"C2": "x"}, sheet="_return"), ["L003 _return!C2"]),
]


@pytest.mark.parametrize(("how", "cells", "expected"), CASES, ids=[case[0] for case in CASES])
def test_whatever_is_out_of_place_is_said_once_at_its_cell(how: str, cells: Cells, expected: list[str]) -> None:
    assert found(cells) == expected, how


def test_no_committed_return_and_no_blank_one_holds_a_stray() -> None:
    """Whatever was issued is no stray, in any edition there is; a provider's own report is of none."""
    files = {path.name: path.read_bytes() for path in RETURNS.glob("*.xlsx") if "vale-outreach" not in path.name}
    files["blank.xlsx"] = blank_return(REFUGE, PERIOD)[1]
    for name, content in files.items():
        read = read_and_check(content, name).returned
        assert read
        assert (read.strays, read.formulas, read.traced) == ((), (), ()), name
        assert [answer.about for answer in read.answers if answer.tidied or answer.nearly or answer.hidden] == [], name


def test_a_sheet_named_after_somebody_is_said_without_its_name() -> None:
    """The number that would tell who it is stands in no finding."""
    named = replace(
        added(), sheets=(*good().sheets, SheetCells("943 476 5919", visible=True, cells=of(added(), "Workings").cells))
    )
    names = spared(sheet.name for sheet in named.sheets)
    assert [str(place) for finding in without_names(findings(named), names) for place in finding.places] == ["…"]


def test_many_strays_are_counted_and_the_first_of_them_named() -> None:
    """A table of somebody's own below the answers is one finding."""
    [finding] = findings(typed({f"{letter}{row}": "x" for letter in "ABCDE" for row in range(30, 50)}))
    assert (finding.code, len(finding.places)) == ("L002", 40)
    assert "(and in 60 more cells)" in finding.there


def test_a_file_of_a_format_without_formulas_is_not_said_to_have_lost_its_checks() -> None:
    """Values alone were saved; nothing was typed over."""
    plain = tuple(
        replace(sheet, cells={at: replace(cell, formula=None) for at, cell in sheet.cells.items()})
        for sheet in good().sheets
    )
    assert not {finding.code for finding in findings(replace(good(), sheets=plain))} & {"X005", "X006"}


def with_totals(surveys: str) -> tuple[Finding, ...]:
    """What is said of formulas in a return with three broken-down measures, two of whose totals are formulas."""
    parts = "".join(f"measure.{code}.breakdowns = ['source']\n" for code in ("accepted", "open-at-end"))
    specification = a_specification(some_terms("- measure.people.breakdowns\n" + parts))
    totals = "referrals =G7+G8+G9+G10\naccepted =SUM(G12:G15)\nopen-at-end"
    given = a_return(changed(CLEAN_OF_PEOPLE, f"{totals} {surveys}"), specification)
    return tuple(finding for finding in check_return(given) if finding.code == "X004")


def test_a_typed_total_is_said_where_the_others_are_formulas() -> None:
    """One formula more, and nothing is odd."""
    assert [str(place) for finding in with_totals("15") for place in finding.places] == ["Refuge!G17"]
    assert with_totals("=SUM(G18:G21)") == ()


@pytest.mark.parametrize(("kept", "said_of"), [("60", []), ("61", ["X001 Refuge!G6"])])
def test_a_total_that_looks_at_other_rows_is_said_unless_it_is_that_of_its_parts(kept: str, said_of: list[str]) -> None:
    """A program that puts rows in and adjusts no formulas does not make a total wrong."""
    cells = typed({"G6": f"=SUM(G8:G11) -> {kept}"}, read(westshire.good()))
    asked = westshire.template().specification
    told = check_return(Given(read_return(cells, asked), asked))
    assert [f"{one.code} {one.places[0]}" for one in told if one.code == "X001"] == said_of


WORDS: dict[str, tuple[tuple[Finding, ...], str]] = {
    "C019": (
        returned("accepted 1,5"),
        "Refuge!G11: C019, stops. This cell holds “1,5”, where a comma or point could set off thousands or decimals. "
        "Type the digits alone, with a point before decimals, such as 1139 or 1.5.",
    ),
    "C020": (
        returned("accepted 12/13"),
        "Refuge!G11: C020, stops. This cell holds “12/13”, which could be two figures, a range, a fraction or a date. "
        "Type the one figure that is asked for, and say the rest in the explanation.",
    ),
    "C021": (
        returned("accepted 2025-04-05"),
        "Refuge!G11: C021, stops. This cell holds a date. A spreadsheet makes a date of figures typed with / or - "
        "between them. Type the one figure that is asked for.",
    ),
    "C022": (
        returned("accepted -"),
        "Refuge!G11: C022, stops. This cell holds “-”, which could mean none, not known or not applicable. "
        "Enter 0 if there were none, or leave the figure out and choose a status.",
    ),
    "C023": (
        returned("accepted 40+"),
        "Refuge!G11: C023, stops. This cell holds a figure with a qualifier (such as about, over or +) that this "
        "answer does not offer. Type the exact figure, or choose one of the statuses beside it; say anything more in "
        "the explanation.",
    ),
    "C024": (
        returned("accepted 12 households"),
        "Refuge!G11: C024, stops. This cell holds a figure in households, where the unit asked for is people. "
        "Check that it is the figure asked for, and type it without its unit.",
    ),
    "C025": (
        returned("accepted <5 | to be confirmed"),
        "Refuge!G11: C025, stops. This cell holds a figure or word that says one thing about itself, where the status "
        "beside it, or another word, says another. Type the figure alone and choose one status.",
    ),
    "C026": (
        findings(typed({**NO_CODE, "B7": "Housholds that moved in", "B9": "Households that movd in"}))[:1],
        "Refuge!G7: C026, stops. The row of this answer cannot be told: its code is gone, and the label is near to "
        "more than one that was asked. Put the label back as it was issued, or copy the answers into the return you "
        "were sent.",
    ),
    "C027": (
        returned('accepted "48"'),
        "Refuge!G11: C027, note. The number here is held as text, and was read as the number it says. "
        "Nothing is needed; next time type the figure alone.",
    ),
    "C028": (
        returned("surveys 1,000\nhappy 750"),
        "Advocacy!G9: C028, note. The thousands here are set off by typed marks; the number was read without them. "
        "Nothing is needed; next time type the figure alone.",
    ),
    "C029": (
        returned("spend £5"),
        "Whole contract!G9: C029, note. A pound sign or GBP was typed with the sum here; the sum was read without it. "
        "Nothing is needed; next time type the figure alone.",
    ),
    "C030": (
        returned("accepted 4\u200b8"),
        "Refuge!G11: C030, note. Unusual spaces or characters stand in this cell; it was read as if they were the "
        "usual ones. Nothing is needed; next time type the figure alone.",
    ),
    "C031": (
        returned("spend (100)"),
        "Whole contract!G9: C031, note. A figure in brackets, or with its minus behind it, stands here; it was read "
        "as less than 0. If it is not less than 0, type the figure alone.",
    ),
    "C032": (
        returned("satisfied 75 %"),
        "Advocacy!G11: C032, note. The percentage here is held as text, and was read as the percentage it says. "
        "Nothing is needed; next time type the figure alone.",
    ),
    "C033": (
        returned("units <5"),
        "Whole contract!G7: C033, note. A word or sign beside the figure here was read as the status it means. "
        "Nothing is needed; next time choose it in the status.",
    ),
    "C034": (
        returned("units nil"),
        "Whole contract!G7: C034, note. A word for none stands here, and was read as 0. "
        "If it was not counted, leave the figure out and choose not known.",
    ),
    "C035": (
        returned("units n/a"),
        "Whole contract!G7: C035, note. Words for no figure stand here, and were read as the status not known or not "
        "applicable. If another was meant, leave the figure out and choose it in the status.",
    ),
    "C036": (
        returned("accepted 48 people"),
        "Refuge!G11: C036, note. The unit was typed after the figure here; the figure was read without it. "
        "Nothing is needed; next time type the figure alone.",
    ),
    "C037": (
        returned("units | N/A"),
        "Whole contract!H7: C037, note. The status here is in other words than the list offers, and was read as the "
        "one it means. Nothing is needed; next time choose it from the list.",
    ),
    "C038": (
        findings(typed({**NO_CODE, "B7": "Housholds that moved in"})),
        "Refuge!B7: C038, note. The label here is not quite the one issued, and the row's code is gone; it was read "
        "as “Households that moved in”, which was issued in row 7 of Refuge. "
        "If it is another measure, put the label back as it was issued.",
    ),
    "C039": (
        findings(renamed("Our refuge")),
        "Our refuge: C039, note. This sheet was renamed, and the name that leads to it is gone; it was known by what "
        "stands on it. Nothing is needed.",
    ),
    "C040": (
        findings(typed(CODES)),
        "Refuge!G5: C040, note. The hidden row of codes above this table is gone; its columns were known by their "
        "headings. Nothing is needed.",
    ),
    "C041": (
        findings(hidden(rows=(7,))),
        "Refuge!G7: C041, note. What stands here is in a hidden row, column or sheet, and was read all the same. "
        "If it was hidden because it should not count, take it out.",
    ),
    "C042": (
        findings(merged("G6:G7", good())),
        "Refuge!G7: C042, needs explanation. This answer stands under merged cells, where nobody sees it; it was read "
        "all the same. Take the cells apart, and see that each answer stands in its own row.",
    ),
    "C043": (
        findings(typed({"H4": None, "H5": None})),
        "Refuge: C043, needs explanation. The column status of this table is gone. "
        "Say what stood in it, or copy the answers into the return you were sent.",
    ),
    "X001": (
        findings(typed({"G8": "=G6+G7-1 -> 5"})),
        "Refuge!G8: X001, needs explanation. The formula here was saved with the result 5, but its cells come to 6; "
        "5 was read. Open the file in a spreadsheet program, let it recalculate and save it again, or type the figure.",
    ),
    "X002": (
        findings(typed({"G8": "=G6+B6 -> 6"})),
        "Refuge!G8: X002, note. The figure here is a formula that is not worked out anew; the result that was saved "
        "with it was read. See that the file was recalculated before it was saved.",
    ),
    "X003": (
        findings(typed({"G8": "=G6+G7-1"})),
        "Refuge!G8: X003, note. The formula here was saved without its result; what its cells come to was read. "
        "See that it is the figure you meant.",
    ),
    "X004": (
        with_totals("15"),
        "Refuge!G17: X004, note. A number is typed here, where the other totals on this sheet are formulas. "
        "See that it is the total of its parts.",
    ),
    "X005": (
        findings(typed({"J7": "fine"})),
        "Refuge!J7: X005, note. A check of the sheet itself was typed over here. "
        "Nothing is needed: the checks are made anew when the file is read.",
    ),
    "X006": (
        findings(typed({"J7": '=IF(G6="","to answer","") -> ok'})),
        "Refuge!J7: X006, note. A check of the sheet itself was changed here, and no longer looks at the figures "
        "it is for. Nothing is needed: the checks are made anew when the file is read.",
    ),
    "L001": (
        findings(typed({"M7": "9"})),
        "Refuge!M7: L001, needs explanation. A figure stands here where nothing is asked; no answer was read from it. "
        "If it is an answer, put it under the column of figures in the row of its measure; if not, take it out or say "
        "what it is.",
    ),
    "L002": (
        findings(typed({"M7": "a remark"})),
        "Refuge!M7: L002, note. Something is typed here where nothing is asked; it was not read as an answer. "
        "If it explains a figure, put it in the explanation beside that figure.",
    ),
    "L003": (
        findings(added(visible=False)),
        "Workings: L003, note. Something is typed here in a hidden row, column or sheet; it was not read as an "
        "answer. Take it out if it was left by mistake.",
    ),
    "C044": (
        findings(merged("G6:G7", typed({"G7": None}))),
        "Refuge!G7: C044, stops. This cell is merged into G6, and has no figure of its own; whatever stands in G6 was "
        "read for that row alone. Take the cells apart, and enter each row's own figure.",
    ),
    "L004": (
        findings(added()),
        "Workings: L004, note. This sheet was not issued with the return; nothing was read from it. "
        "If it holds answers, put them in the sheets that ask for them.",
    ),
    "L005": (
        findings(typed({"D7": "women"})),
        "Refuge!D7: L005, note. What was issued here was typed over; the answer was read as it was asked. "
        "If you answered another question than the one asked, say so in the explanation.",
    ),
    "L007": (
        findings(typed({"C6": "All of them"})),
        "Refuge!C6: L007, note. The words issued here were changed. They were: “Households with a place on the first "
        "day. Repeat the last closing figure.” If you went by other words than these, say so in the explanation.",
    ),
    "L006": (
        findings(typed({"C12": "a remark"})),
        "Refuge!C12: L006, note. Something stands here under merged cells, where nobody sees it; it was not read as "
        "an answer. Take the cells apart, and take it out or put it where it belongs.",
    ),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_finding_in_words(code: str) -> None:
    """What is there; what to do."""
    found, words = WORDS[code]
    assert [said(finding) for finding in found] == [words]
