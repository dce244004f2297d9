"""Extracts of a general ledger: what their cells mean, what stops them, and what is kept of them."""

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from commissioning.checks import LedgerExtract, codes_of
from commissioning.cli import main
from commissioning.contract import read_book
from commissioning.findings import said
from commissioning.funding.books import Books
from commissioning.funding.general_ledger.coding import coded_since
from commissioning.funding.general_ledger.extract import compared
from commissioning.funding.general_ledger.reconcile import reconcile
from commissioning.funding.general_ledger.reconciliation import ItemSort
from commissioning.model.finance import ExtractField, ExtractLayout
from commissioning.model.funding import Coding, LedgerCode, Means, Money
from commissioning.money import pounds, read_money
from commissioning.posting import Posting, postings_within
from commissioning.work.mailbox import Came
from commissioning.work.shipped import shipped
from commissioning.work.spending import Reading, Spending, read_spending
from tests.builders import shipped_texts
from tests.money_makers import a_charge, a_contract, a_ledger_line, a_year, some_terms
from tests.three_rivers import ANSWERS, QUARTERS, THREE_RIVERS, three_rivers

EXTRACT = shipped("extracts") / "illustrative-three-rivers-2025-26.csv"
MONEY = Money(
    codes=(
        LedgerCode(Coding("C100", "4000"), Means.SPEND, "refuge"),
        LedgerCode(Coding("C100", "9000"), Means.INVOICED, line="ash"),
    )
)
WESTSHIRE = a_contract(some_terms(money=MONEY))
LAYOUT = ExtractLayout(
    "gl",
    "General ledger",
    (
        (ExtractField.COST_CENTRE, "CC"),
        (ExtractField.SUBJECTIVE, "Code"),
        (ExtractField.POSTING, "Period"),
        (ExtractField.NET, "Net"),
        (ExtractField.DOCUMENT, "Doc"),
        (ExtractField.SERVICE_DATE, "Served"),
        (ExtractField.VAT, "VAT"),
        (ExtractField.GROSS, "Gross"),
        (ExtractField.PAYEE, "Payee"),
    ),
)
READING = Reading((LAYOUT,), (WESTSHIRE,), 2025)
HEADINGS = "CC,Code,Period,Net,Doc,Served,VAT,Gross,Payee"
GOOD = "C100,4000,3,100.00,INV-1,2025-06-30,20.00,120.00,Safe House"


def read(*rows: str, reading: Reading = READING, headings: str = HEADINGS, before: Iterable = ()) -> Spending:
    """A csv of these rows under the headings, read and checked."""
    content = "\n".join((headings, *rows, "")).encode()
    return read_spending(Came("extract.csv", content), reading, before)


# Files.

STOPPED = {
    "T101": (
        "Date,What,How much",
        ["1,2,3", "4,5,6"],
        "T101, stops. This file has the headings of no layout of an extract",
    ),
    "T102": (
        HEADINGS.replace("Net", "Amount"),
        [GOOD],
        "csv!A1: T102, stops. The headings “Net” of the layout “General ledger” are not in this row.",
    ),
    "T103": (
        f"{HEADINGS},NET",
        [f"{GOOD},1.00"],
        "csv!A1: T103, stops. The heading “Net” stands in this row more than once.",
    ),
    "T105": (
        HEADINGS,
        [GOOD.replace("100.00", "100.005")],
        "csv!D2: T105, stops. The net here is not pounds and pence.",
    ),
    "T106": (
        HEADINGS,
        [GOOD.replace(",3,", ",202503,"), GOOD.replace(",3,", ",202504,")],
        "csv!C2, csv!C3: T106, stops. The posting period here could be more than one posting period.",
    ),
    "T107": (
        HEADINGS,
        [GOOD.replace("2025-06-30", "03/06/2025")],
        "csv!F2: T107, stops. The service date here could be two days.",
    ),
    "T108": (
        HEADINGS,
        [GOOD.replace("C100", "")],
        "csv!A2: T108, stops. There is an amount in this row, and the cost centre is empty.",
    ),
    "T109": (
        HEADINGS,
        [GOOD, "Total,,,250.00,,,,,"],
        "csv!D3: T109, stops. This row of totals states £250.00, and the lines above it come to £100.00.",
    ),
}


@pytest.mark.parametrize("code", STOPPED)
def test_what_stops_an_extract_is_said_at_its_cell_and_nothing_is_kept(code: str) -> None:
    """A file is kept whole or not at all."""
    headings, rows, words = STOPPED[code]
    found = read(*rows, headings=headings)
    assert [said(one)[: len(words)] for one in found.findings if one.code == code] == [words]
    assert (found.is_stopped, found.kept) == (True, ())


OTHERWISE = {"T104", "T110", "T111", "T112", "T113", "T114", "T115", "T116"}
"""What the tests below find."""


def test_every_check_of_extracts_has_its_case() -> None:
    """A check that no case raises is not done."""
    assert STOPPED.keys() | OTHERWISE == codes_of(LedgerExtract)


def test_two_layouts_that_fit_are_asked_about() -> None:
    """T104."""
    found = read(GOOD, reading=replace(READING, layouts=(LAYOUT, replace(LAYOUT, id="two", title="Another"))))
    assert [one.code for one in found.findings] == ["T104"]
    assert "General ledger, sheet csv; Another, sheet csv" in found.findings[0].there


def test_a_code_of_two_contracts_stops() -> None:
    """T110: one line is counted once."""
    other = replace(WESTSHIRE, id="eastshire")
    found = read(GOOD, reading=replace(READING, contracts=(WESTSHIRE, other)))
    assert [said(one) for one in found.findings] == [
        "csv!D2: T110, stops. Cost centre C100, subjective 4000 is of more than one contract: eastshire, westshire."
        " Leave the code in the text of one of them, or give each a code of its own."
    ]


def test_lines_are_kept_by_the_codes_of_contracts() -> None:
    """What they mean; those of other cost centres are counted and named."""
    found = read(
        GOOD,
        "C100,9000,P4,-40.00,SI-1,,,,Ash Council",
        "C100,4999,4,7.00,INV-2,,,,Safe House",
        "C900,4000,4,8.00,INV-3,,,,Jo Bloggs",
    )
    kept = [(line.document, str(line.posting), line.net, line.means, line.service, line.line) for line in found.kept]
    assert kept == [
        ("INV-1", "2025-26-P03", 10000, Means.SPEND, "refuge", ""),
        ("SI-1", "2025-26-P04", -4000, Means.INVOICED, "", "ash"),
        ("INV-2", "2025-26-P04", 700, None, "", ""),
    ]
    assert [(one.code, [str(place) for place in one.places]) for one in found.findings] == [
        ("T112", []),
        ("T113", ["csv!D4"]),
    ]
    assert "There is 1 line of other cost centres than those of contracts: C900 (1)." in found.findings[0].there
    assert found.others == 1


def test_no_payee_is_ever_printed() -> None:
    """A payee may be a person, also where every row is wrong."""
    wrong = [GOOD.replace("Safe House", "Jo Bloggs").replace("100.00", typed) for typed in ("x", "1.005", "")]
    found = read(*wrong, "C1,4000,3,5.00,INV-9,,,,Jo Bloggs", "C100,4999,3,5.00,INV-9,,1.00,9.00,Jo Bloggs")
    assert found.findings
    assert "Bloggs" not in "".join(map(said, found.findings))


def test_totals_and_empty_rows_are_no_lines() -> None:
    """A subtotal is of the lines since the one before it."""
    more = GOOD.replace("INV-1", "INV-2").replace("100.00", "30.00")
    found = read(GOOD, "Total,,,100.00,,,,,", ",,,,,,,,", more, "Total,,,30.00,,,,,", "Grand total,,,130.00,,,,,")
    assert [line.document for line in found.kept] == ["INV-1", "INV-2"]


def test_a_total_is_not_compared_with_lines_that_could_not_be_read() -> None:
    """One slip is one fault."""
    found = read(GOOD, GOOD.replace("100.00", "x"), "Total,,,200.00,,,,,")
    assert [one.code for one in found.findings] == ["T105"]


def test_gross_that_is_not_net_and_vat_is_a_note() -> None:
    """T114: the line is kept as the ledger has it."""
    found = read("C100,4000,3,120.00,INV-1,2025-06-30,20.00,120.00,Safe House")
    assert ([one.code for one in found.findings], len(found.kept)) == (["T114"], 1)


def a_workbook(rows: list[list[object]], *, hidden: int | None = None) -> bytes:
    """An xlsx with a title above its headings."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("Transactions")
        sheet.write(0, 0, "General ledger transactions")
        for number, row in enumerate(([*HEADINGS.split(",")], *rows), 2):
            sheet.write_row(number, 0, row)
        if hidden is not None:
            sheet.set_row(hidden, None, None, {"hidden": True})
    return content.getvalue()


def test_a_workbook_is_read_like_a_text_file() -> None:
    """Headings anywhere near its top, numbers as numbers; rows that a filter hides are read, and said."""
    rows: list[list[object]] = [
        ["C100", 4000, 3, 100.1, "INV-1", "2025-06-30", 20.02, 120.12, "Safe House"],
        ["C100", 4000, "P04", 0.3, "INV-2", "2025-07-31", "", "", "=cmd|' /C calc'!A0"],
    ]
    found = read_spending(Came("gl.xlsx", a_workbook(rows, hidden=4)), READING)
    assert [(line.net, line.vat, line.coding.subjective) for line in found.kept] == [
        (10010, 2002, "4000"),
        (30, None, "4000"),
    ]
    assert [(one.code, str(one.places[0])) for one in found.findings] == [("T115", "Transactions!D5")]


def test_what_is_no_table_is_refused() -> None:
    """The guard at the door is that of returns."""
    found = read_spending(Came("gl.pdf", b"%PDF-1.7"), READING)
    assert ([one.code for one in found.findings], found.is_stopped) == (["I000"], True)


# Again.


def test_what_was_imported_before_is_not_added_again() -> None:
    """Whatever the order of the rows; two lines that are alike in everything are two."""
    rows = [GOOD, GOOD, GOOD.replace("100.00", "55.00").replace("120.00", "75.00")]
    first = read(*rows)
    again = read(*reversed(rows), before=first.kept)
    assert [line.key for line in first.kept] == [f"INV-1/C100/4000/2025-26-P03/{n}" for n in (1, 2, 3)]
    assert (again.kept, again.known, again.findings) == ((), 3, ())


def test_a_line_that_changed_is_said_and_the_first_stands() -> None:
    """T111."""
    first = read(GOOD)
    again = read(GOOD.replace("100.00", "90.00").replace("120.00", "110.00"), before=first.kept)
    assert [said(one) for one in again.findings] == [
        "csv!D2: T111, needs explanation. Document INV-1 in 2025-26-P03 says something else here than when it was"
        " imported before. What was imported before still stands. Ask for the correcting journal, since a posted line"
        " does not change."
    ]
    assert (again.kept, again.changed) == ((), 1)


def test_a_line_that_is_not_there_any_more_is_said_and_stands() -> None:
    """T116: where others of its code and posting period are there; a file of another period leaves it out rightly."""
    other = GOOD.replace("INV-1", "INV-2")
    first = read(GOOD, other)
    again = read(other, before=first.kept)
    assert [said(one) for one in again.findings] == [
        "T116, needs explanation. Document INV-1 of 2025-26-P03, imported before, is not in this file; others of"
        " its code and period are. What was imported before still stands. Ask whether the file is whole; a line is"
        " taken back only by another."
    ]
    assert (again.kept, again.known) == ((), 1)


def test_a_code_that_contract_text_states_later_counts_from_then_on() -> None:
    """T113 says to add it, and the line is not kept a second time."""
    line = a_ledger_line("10.00", means=None, service="", coding=Coding("C100", "4999"))
    code = LedgerCode(line.coding, Means.SPEND, service="advocacy")
    stated = a_contract(some_terms(money=Money(codes=(code,))))
    assert [(one.means, one.service) for one in coded_since([line], stated)] == [(Means.SPEND, "advocacy")]
    assert coded_since([line], a_contract()) == (line,)


LINES = st.lists(
    st.tuples(st.sampled_from(["A", "B"]), st.integers(-5, 5), st.integers(1, 2)).map(
        lambda told: a_ledger_line(pounds(told[1]), document=told[0], posting=Posting(2025, told[2]), key="")
    ),
    max_size=8,
)


@given(LINES, st.randoms(use_true_random=False))
def test_a_later_extract_adds_only_what_is_new(lines: list, random: object) -> None:
    """Imported in two goes, in any order, it is the same lines under keys of their own as imported at once."""
    at = random.randint(0, len(lines))  # type: ignore[attr-defined]
    first = compared(lines[:at], ()).new
    shuffled = random.sample(lines, len(lines))  # type: ignore[attr-defined]
    second = compared(shuffled, first)
    assert len({line.key for line in (*first, *second.new)}) == len(lines)
    assert (second.known, len(second.changed), len(second.new)) == (at, 0, len(lines) - at)


# The illustrative extract.


def test_the_illustrative_extract_is_read_and_reconciled_with_what_the_returns_say() -> None:
    """431,721.53 in the year, as its provider returned it; 96,000.00 of the grant invoiced."""
    book = read_book(shipped_texts())
    reading = Reading(book.finance.extracts, tuple(book.contracts.values()))
    found = read_spending(Came(EXTRACT.name, EXTRACT.read_bytes()), reading)
    assert [one.code for one in found.findings] == ["T112"]
    assert {line.contract for line in found.kept} == {THREE_RIVERS}
    spent = sum(line.net for line in found.kept if line.means in (Means.SPEND, Means.ACCRUAL))
    invoiced = sum(line.net for line in found.kept if line.means is Means.INVOICED)
    assert (pounds(spent), pounds(invoiced), found.others) == ("431,721.53", "-96,000.00", 2)
    agreed = reconcile(Books(three_rivers(), charges=returned(), lines=found.kept), postings_within(a_year()))
    assert (agreed.items, agreed.unexplained, agreed.is_agreed) == ((), 0, True)


def test_each_quarter_of_the_illustrative_extract_is_reconciled_too() -> None:
    """Accruals stand in the quarter of the service and are reversed in the next."""
    book = read_book(shipped_texts())
    found = read_spending(Came(EXTRACT.name, EXTRACT.read_bytes()), Reading(book.finance.extracts, (three_rivers(),)))
    kept = Books(three_rivers(), charges=returned(), lines=found.kept)
    for quarter in range(4):
        scope = [Posting(2025, 3 * quarter + month) for month in (1, 2, 3)]
        agreed = reconcile(kept, scope)
        assert (agreed.items, agreed.unexplained, agreed.is_agreed) == ((), 0, True)


def test_the_first_quarters_extracts_hold_an_invoice_twice_and_then_take_it_back() -> None:
    """As they are imported one after another: a duplicate that is named, nothing left, then the year with both."""
    books = Books(three_rivers(), charges=returned())
    said = []
    for name in ("-Q1", "-Q1-corrected", ""):
        path = EXTRACT.with_stem(EXTRACT.stem + name)
        came = read_spending(Came(path.name, path.read_bytes()), all_of_it())
        books = replace(books, lines=(*books.lines, *compared(came.kept, books.lines).new))
        quarter = reconcile(books, [Posting(2025, month) for month in (1, 2, 3)])
        said.append([(item.sort, pounds(item.pence)) for item in quarter.items])
        assert quarter.is_agreed
        assert compared(came.kept, books.lines).known == len(books.lines) == len(came.kept)
    assert said == [[(ItemSort.DUPLICATE, "10,292.29")], [], []]
    assert reconcile(books, postings_within(a_year())).items == ()


def all_of_it() -> Reading:
    return Reading(read_book(shipped_texts()).finance.extracts, (three_rivers(),))


def returned() -> tuple:
    """What the provider says was spent, by service, area and quarter, as charges."""
    labels = {"upper-valley": "Upper Valley", "lower-valley": "Lower Valley"}
    rows = [line.split() for line in ANSWERS.strip().splitlines() if "/area/" in line and "spent-net" in line]
    return tuple(
        replace(
            a_charge(
                f"county {pounds(read_money(amount))}",
                service=service,
                area=labels[answer.rpartition("/")[2]],
                period=quarter,
                origin=f"return {quarter} {service}/{answer}",
            ),
            number=number,
        )
        for number, (service, answer, amount, quarter) in enumerate(
            ((row[0], row[1], row[2 + n], quarter) for row in rows for n, quarter in enumerate(QUARTERS)), 1
        )
    )


# The command.


def say(folder: Path, *arguments: str) -> Result:
    """Type a command in that workspace."""
    of = ["--workspace", str(folder), "--actor", "J. Officer", *arguments]
    return CliRunner().invoke(main, of, env={"DATABASE_URL": None}, catch_exceptions=False)


def test_the_command_keeps_the_lines_once(tmp_path: Path) -> None:
    """As it is typed, and typed again."""
    say(tmp_path, "init", str(tmp_path / "ws"))
    first = say(tmp_path / "ws", "spend", "import", str(EXTRACT))
    again = say(tmp_path / "ws", "spend", "import", str(EXTRACT))
    assert (first.exit_code, again.exit_code) == (0, 0)
    what = f"{EXTRACT.name}: General ledger transactions (illustrative):"
    assert f"{what} 93 lines kept, 2 lines of no contract, not kept." in first.output
    assert f"{what} 0 lines kept, 93 lines kept before, 2 lines of no contract, not kept." in again.output


def test_the_command_ends_with_1_where_something_stops(tmp_path: Path) -> None:
    """And names the layouts there are, where another is asked for."""
    say(tmp_path, "init", str(tmp_path / "ws"))
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(EXTRACT.read_text(encoding="utf-8").replace("2025-26,1,", "2025-26,15,", 1), encoding="utf-8")
    stopped = say(tmp_path / "ws", "spend", "import", str(wrong))
    assert stopped.exit_code == 1
    assert "csv!B2: The posting period here is no posting period from 1 to 13." in stopped.output
    assert "stopped; nothing was kept." in stopped.output
    mistaken = say(tmp_path / "ws", "spend", "import", str(EXTRACT), "--extract", "general")
    assert mistaken.exit_code == 2
    assert "There is no [extract.general] in contracts/finance.toml" in " ".join(mistaken.output.split())
