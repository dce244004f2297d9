"""A quarter as it is typed: closed, issued, corrected, agreed, and held against the general ledger."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from commissioning.cli import main
from commissioning.work.shipped import shipped
from tests.test_cli import Say, returned
from tests.test_cli_quarter import say, words
from tests.three_rivers import a_year
from tests.worked import HARBOUR

__all__ = ["say"]

VALE, LEAD = "illustrative-vale-city-council", "illustrative-harbour-county-council"
FIRST = f"2025-26-Q1/{VALE}/1"
SIGNED = ("--prepared-by", "Priya Shah", "--reviewed-by", "Tom Hall")
TOLD = ("--told", "The general ledger of the quarter is not in yet.")


def corrected(folder: Path) -> str:
    """The return of quarter 1 with £36.00 more spent, of which Vale pays a third."""
    file = returned(folder, f"{HARBOUR}-2025-26-Q1")
    workbook = openpyxl.load_workbook(file)
    workbook["Whole contract"]["G8"] = 148286.37
    workbook.save(file)
    return file


@pytest.fixture
def quarter(say: Say, tmp_path: Path) -> Say:
    """Quarter 1 is in and charged, £148,250.37, and its posting periods are closed."""
    assert say("import", returned(tmp_path, f"{HARBOUR}-2025-26-Q1")).exit_code == 0
    for number in ("01", "02", "03"):
        assert say("money", "close", f"2025-26-P{number}").exit_code == 0
    return say


def test_a_quarter_from_closing_to_a_correction(quarter: Say, tmp_path: Path) -> None:
    issue = ("statement", "issue", "2025-26-Q1", "--funder", VALE, *SIGNED)
    refused = quarter(*issue)
    assert (refused.exit_code, "It is not compared with the general ledger" in words(refused)) == (2, True)
    issued = quarter(*issue, *TOLD, "-o", "first.xlsx")
    assert f"Statement {FIRST} is issued: £49,416.79, prepared by Priya Shah, reviewed by Tom Hall." in words(issued)

    assert quarter("import", corrected(tmp_path), "--correction", "An invoice of June was left out.").exit_code == 0
    listed = words(quarter("statement", "list"))
    assert "-£49,416.79 in 2025-26-P04" in listed
    assert "+£49,428.79 in 2025-26-P04" in listed
    assert f"{VALE}, from" not in listed

    quarter("statement", "show", FIRST, "-o", "again.xlsx")
    assert Path("again.xlsx").read_bytes() == Path("first.xlsx").read_bytes()
    quarter("statement", "dispute", FIRST, "--why", "June is too high.")
    assert f"{FIRST}, disputed: June is too high." in words(quarter("statement", "list"))
    assert "Corrections in later statements: charge" in words(quarter("statement", "agree", FIRST))
    assert "agreed already, by J. Officer" in words(quarter("statement", "agree", FIRST))

    next_one = words(quarter("statement", "2025-26-Q2", "--funder", VALE))
    assert "Less: share of expenditure 12.00" in next_one


def test_the_control_says_what_agrees_and_what_is_not_compared(quarter: Say) -> None:
    said = quarter("statement", "control", "2025-26-Q1", "--commissioner", LEAD, "-o", "control.xlsx")
    assert said.exit_code == 0
    assert "Agreed to the penny: all funders' statements and the posted charges." in words(said)
    assert "Not compared with the general ledger" in words(said)
    assert Path("control.xlsx").read_bytes().startswith(b"PK")


def test_what_is_recorded_is_listed_and_undone_by_its_opposite(quarter: Say) -> None:
    of = ("--contract", HARBOUR, "--line", VALE, "--why", "Quarter 1.")
    recorded = quarter(
        "money", "record", "invoiced", "49,416.79", *of, "--reference", "INV-7", "--posting", "2025-26-P04"
    )
    number = words(recorded).split()[1].removesuffix(":")
    assert f"contribution invoiced £49,416.79 ({VALE}), {HARBOUR} 2025-26-P04, INV-7." in words(recorded)
    closed = quarter("money", "record", "invoiced", "1.00", *of, "--reference", "INV-8", "--posting", "2025-26-P03")
    assert "2025-26-P03 of illustrative-harbour-and-vale is closed; record it in 2025-26-P04" in words(closed)
    assert "contribution invoiced -£49,416.79" in words(quarter("money", "undo", number, "--why", "It was Harbour's."))
    assert f"Undoes event {number}: It was Harbour's." in words(quarter("money", "list"))


def test_closing_the_twelfth_period_posts_the_years_true_up(quarter: Say, tmp_path: Path) -> None:
    for each in ("Q2", "Q3", "Q4"):
        quarter("import", returned(tmp_path, f"{HARBOUR}-2025-26-{each}"))
    said = [words(quarter("money", "close", f"2025-26-P{number:02}")) for number in range(4, 14)]
    assert [("true-up" in each) for each in said].index(True) == 8
    assert "2025-26-P13 is closed" in said[-1]


def test_nothing_is_issued_for_a_real_council(quarter: Say) -> None:
    refused = quarter("statement", "issue", "2019-20", "--funder", "cheshire-east-council", *SIGNED, *TOLD)
    assert refused.exit_code == 2
    assert "nothing is issued here for a real council" in words(refused)


EXTRACT = shipped("extracts") / "illustrative-three-rivers-2025-26.csv"
FUND = "illustrative-safe-homes-fund"


@pytest.fixture
def joint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Type a command beside the joint fund of six, whose four quarters are in and charged."""
    a_year(tmp_path / "fund")
    monkeypatch.chdir(tmp_path)

    def typed(*arguments: str):
        result = CliRunner().invoke(
            main, [*arguments, "--workspace", "fund"], env={"COMMISSIONING_ACTOR": "J. Officer"}
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return typed


def test_a_year_of_six_funders_agrees_to_the_penny_with_the_general_ledger(joint: Say) -> None:
    joint("spend", "import", str(EXTRACT))
    for number in range(1, 4):
        joint("money", "close", f"2025-26-P{number:02}")
    issued = words(joint("statement", "issue", "2025-26-Q1", "--funder", FUND, *SIGNED))
    assert f"Statement 2025-26-Q1/{FUND}/1 is issued:" in issued
    closed = [words(joint("money", "close", f"2025-26-P{number:02}")) for number in range(4, 14)]
    assert "true-up £0.00, illustrative-three-rivers 2025-26-P13." in closed[8]
    for period in ("2025-26-Q1", "2025-26"):
        control = joint("statement", "control", period)
        agreed = "Agreed to the penny: all funders' statements, the posted charges and the general ledger."
        assert (control.exit_code, agreed in words(control)) == (0, True)
    assert "charge" not in words(joint("statement", "list"))


def test_what_the_ledger_does_not_explain_is_said_and_printed_on_what_is_issued(joint: Say, tmp_path: Path) -> None:
    """£5.01 more for the refuge of the Upper Valley in April than was charged."""
    text = EXTRACT.read_text("utf-8").replace("9271.87,1854.37,11126.24", "9276.88,1854.37,11131.25", 1)
    (tmp_path / "more.csv").write_text(text.replace("337059.73", "337064.74"), "utf-8")
    joint("spend", "import", "more.csv")
    for number in range(1, 4):
        joint("money", "close", f"2025-26-P{number:02}")
    control = joint("statement", "control", "2025-26-Q1")
    assert (
        control.exit_code,
        "£5.01 of the general ledger is not explained: £5.01 for Refuge, Upper Valley." in words(control),
    ) == (1, True)

    issue = ("statement", "issue", "2025-26-Q1", "--funder", FUND, *SIGNED)
    refused = joint(*issue)
    assert (refused.exit_code, "£5.01 is not explained" in words(refused)) == (2, True)
    assert joint(*issue, "--told", "£5.01 of April is being looked for.").exit_code == 0
    shown = words(joint("statement", "show", f"2025-26-Q1/{FUND}/1"))
    assert "Not agreed: £5.01 of April is being looked for." in shown
