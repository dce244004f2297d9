"""The command `payments` on the illustrative joint fund: what is printed, and the files that it writes."""

import csv
import json
from collections.abc import Hashable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from commissioning import sums
from commissioning.cli import main
from commissioning.funding.paying.account import accounts_of
from commissioning.model.accounts import MoneySort
from commissioning.model.document import Document, Number
from commissioning.model.quantity import Quantity
from commissioning.period import read_period
from commissioning.report.payment_schedule import Scheduled, said_of, schedule_document
from tests.money_makers import an_event
from tests.payment_makers import a_block, a_price, paid, paid_by
from tests.three_rivers import THREE_RIVERS, a_year


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_year(tmp_path_factory.mktemp("fund")).folder


def asked(folder: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["--workspace", str(folder), "payments", *words])
    assert result.exit_code == 0, result.output
    return result.stdout


# By hand, of the first quarter: a quarter of 151,249.99; 3,871 calls at 5.15; 38 people at 115.00; the claim; and
# three twelfths of 80,000.00.
FIRST_QUARTER = {
    "refuge-block": 3781250,
    "helpline-calls": 1993565,
    "advocacy-results": 437000,
    "refuge-claim-of-grant": 2511840,
    "advocacy-block": 2000000,
}


def owed_by_term(folder: Path, period: str) -> dict[str, int]:
    (account,) = json.loads(asked(folder, period, "--json"))["accounts"]
    found: dict[str, int] = {}
    for due in account["due"]:
        found[due["term"]] = found.get(due["term"], 0) + due["owed_pence"]
    return found


def test_a_quarter_worked_by_hand(folder):
    assert owed_by_term(folder, "2025-26-Q1") == FIRST_QUARTER


def test_a_quarter_in_which_a_band_is_crossed_and_a_price_has_risen(folder):
    # Calls: 3,871, 4,019 and 3,990 before it are 11,880; so 120 are at 5.15 and 3,747 at 4.35.
    # The refuge: two quarters of 37,812.4975 and two of 1.5% more come to 152,384.36; the first three to 114,004.68.
    # Claims: 25,118.40, 24,760.15 and 23,902.88 are 73,781.43; 22,218.57 of the award is left for 22,790.31.
    fourth = owed_by_term(folder, "2025-26-Q4")
    assert fourth["helpline-calls"] == 120 * 515 + 3747 * 435
    assert fourth["refuge-block"] == 15238436 - 11400468
    assert fourth["refuge-claim-of-grant"] == 2221857
    assert fourth["advocacy-results"] == 36 * 11500
    assert fourth["advocacy-block"] == 2000000


def test_the_next_year_rises_by_the_index_as_far_as_its_cap(folder):
    # 140.1 against 133.2 is 5.1802% more, and the cap is 4%: 151,249.99 with 1.5% and then 4% more is 159,659.489444 a
    # year, a quarter of which is 39,914.87.
    assert owed_by_term(folder, "2026-27-Q1")["refuge-block"] == 3991487
    page = asked(folder, "2026-27-Q1", "--contract", THREE_RIVERS)
    assert "is 140.1 against 133.2, 5.1802%, capped at 4%, on what earlier rises made of it." in page


def test_the_payment_journal_has_all_that_falls_due_against_the_creditors(folder, tmp_path):
    asked(folder, "2025-26-Q1", "--contract", THREE_RIVERS, "--payment-journal", str(tmp_path / "journal.csv"))
    with (tmp_path / "journal.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Cost centre"] for row in rows if row["Credit"]} == {"TR001"}
    assert sum(Fraction(row["Debit"] or 0) for row in rows) == Fraction("107236.55")


def test_the_page_names_file_and_cell_and_when_to_pay(folder):
    page = asked(folder, "2025-26-Q1", "--contract", THREE_RIVERS)
    assert "3,871 at £5.15 (from number 1 of the year)." in page
    assert "Helpline: Calls answered 3,871 (illustrative-three-rivers-2025-26-Q1.xlsx Helpline!" in page
    assert "2025-07-30" in page
    assert "Illustrative: invented organisations and figures" in page
    assert "To pay £107,236.55." in page


def test_the_journal_moves_every_posted_penny_once_and_balances(folder, tmp_path):
    asked(folder, "2025-26-Q3", "--journal", str(tmp_path / "journal.csv"))
    with (tmp_path / "journal.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    debit, credit = (sum(Fraction(row[side] or 0) for row in rows) for side in ("Debit", "Credit"))
    assert debit == credit == Fraction("60998.71") + Fraction("21006.53") + Fraction("25402.95")


def test_each_funder_is_sent_a_request_of_its_own_in_two_formats(folder, tmp_path):
    said = asked(folder, "2025-26-Q3", "--billing", str(tmp_path / "bills"))
    names = sorted(path.name for path in (tmp_path / "bills").iterdir())
    assert f"{THREE_RIVERS} health-calls 2025-26-Q3.html" in names
    assert len(names) == 14
    # 3,990 calls at 1.85.
    assert "health-calls 2025-26-Q3.xlsx: 1 billing request, £7,381.50 net." in said
    assert f"Not billed: {THREE_RIVERS}, county-rest: The lead commissioner" in said


def test_nothing_is_written_where_a_file_cannot_be_made(folder, tmp_path):
    words = ["2026-27-Q4", "--schedule", str(tmp_path / "s.xlsx"), "--journal", str(tmp_path / "j.csv")]
    refused = CliRunner().invoke(main, ["--workspace", str(folder), "payments", *words])
    assert refused.exit_code == 2
    assert "No charge is posted in 2026-27-Q4" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_spend_list_has_its_headings_where_nothing_was_paid(folder, tmp_path):
    said = asked(folder, "2025-26-Q3", "--spend-list", str(tmp_path / "list.csv"))
    assert "0 payments, 0 with its name left out" in said
    assert (tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()[0].startswith("Date,Accounting period")


def test_the_end_of_a_year_says_what_meets_the_overspend(folder):
    (end,) = json.loads(asked(folder, "2025-26-Q4", "--json"))["year_ends"]
    # Budgets of 247,250.00, 84,000.00 and 100,000.00; charged 431,721.53.
    assert (end["budget_pence"], end["charged_pence"], end["left_pence"]) == (43125000, 43172153, -47153)
    assert sum(fate["pence"] for fate in end["fates"]) == 47153


def test_what_a_provisional_figure_would_be_is_said_and_never_stands_in_a_column():
    books = paid_by(a_price("nights", "1- at 10.00"), returns="2025-26-Q1 nights 7 provisional")
    (account,) = accounts_of(books, read_period("2025-26-Q1"))
    document = schedule_document("2025-26-Q1", (Scheduled(account, "Westshire", "2025-26-Q1"),))
    assert "Accepted as it is, it would come to £70.00." in said_of(account.dues[0])
    assert {each.given.value for each in numbers(document).values() if isinstance(each.given, Quantity)} == {0}


def numbers(document: Document) -> Mapping[Hashable, Number]:
    """The named numbers of a document."""
    tables = (table for sheet in document.sheets for table in sheet.tables)
    pieces = (piece for table in tables for row in table.rows for piece in row)
    return {piece.name: piece for piece in pieces if isinstance(piece, Number) and piece.name}


def test_every_formula_of_a_schedule_comes_to_the_figure_beside_it():
    withheld = an_event(MoneySort.WITHHELD, "90.00", posting="2025-26-P04")
    released = an_event(MoneySort.RELEASED, "40.00", posting="2025-26-P05")
    clawed = an_event(MoneySort.CLAW_BACK, "25.00", posting="2025-26-P05")
    lines = (paid("310.00", "2025-26-P04"), paid("12.34", "2025-26-P07", on="2025-08-01"))
    price = a_price("nights", "1- at 10.00")
    books = paid_by(
        a_block("1,200.00"),
        price,
        returns="2025-26-Q1 nights 2, 2025-26-Q2 nights 3",
        lines=lines,
        events=(withheld, released, clawed),
    )
    (account,) = accounts_of(books, read_period("2025-26-Q2"))
    named = numbers(schedule_document("2025-26-Q2", (Scheduled(account, "Westshire", "2025-26-Q2"),)))
    given = {
        name: sums.Amount(Fraction(each.given.value))
        for name, each in named.items()
        if isinstance(each.given, Quantity)
    }
    formulas = {name: each.expression for name, each in named.items() if each.expression}
    assert {name[-1] for name in formulas} >= {"owed", "adjustment", "withheld", "taken back", "to pay"}
    for name, expression in formulas.items():
        came = sums.evaluate(expression, given)
        assert isinstance(came, sums.Amount)
        assert came.value == given[name].value, name
    # 300 + 30 owed; 320 was owed before and 310 paid; 50 withheld, 25 taken back, 12.34 paid.
    assert account.to_pay == 33000 + 1000 - 5000 - 2500 - 1234
