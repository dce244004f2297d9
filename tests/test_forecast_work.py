"""The forecast as people get it: the command, and a workbook whose every number is its formula."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from commissioning.cli import main
from commissioning.cli.desk import Desk
from commissioning.cli.money_checks import check
from commissioning.funding.forecasting.forecast import forecast_of
from commissioning.funding.forecasting.outlook import limits_of, lines_of
from commissioning.funding.splitting.allocate import Setting, allocate
from commissioning.model.accounts import Charge, ChargeSource
from commissioning.model.document import Document, Number
from commissioning.model.organisation import Actor
from commissioning.model.quantity import Quantity
from commissioning.money import round_half_up
from commissioning.period import read_period
from commissioning.posting import Posting
from commissioning.report.forecast import Prospect, forecast_document
from commissioning.sums import Amount, evaluate, terms
from commissioning.work.starting import lay_out_workspace
from commissioning.work.workspace import Workspace
from tests.money_makers import a_line, books
from tests.test_forecast import HALVES, PLACES, SEPTEMBER, budgets, limited

THREE_RIVERS = "illustrative-three-rivers"
SPENT = {
    ("refuge", "Upper Valley"): 23_500_00,
    ("refuge", "Lower Valley"): 40_123_45,
    ("advocacy", "Upper Valley"): 24_000_00,
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked examples, with two quarters of the illustrative joint fund posted."""
    folder = tmp_path_factory.mktemp("forecast")
    lay_out_workspace(folder)
    actor, there = Actor("Priya Shah"), Workspace(folder)
    contract = there.contract(THREE_RIVERS, actor)
    charges, used = [], dict[str, int]()
    for number in (1, 2):
        period = read_period(f"2025-26-Q{number}")
        for (service, area), pence in SPENT.items():
            assert contract.latest.funding
            purposes = contract.latest.service(service).purposes
            parts = allocate(pence, Setting(service, area, period, purposes), contract.latest.funding, used)
            used |= {part.line: used.get(part.line, 0) + part.pence for part in parts}
            origin = f"return of {period}, {service} {area}"
            posting, source = Posting(2025, number * 3), ChargeSource.RETURN
            made = Charge(
                THREE_RIVERS, service, area, period, posting, pence, source, origin, parts, contract.latest.digest
            )
            charges.append(made)
    with there.store() as store:
        store.post_charges(tuple(charges), actor, datetime(2025, 10, 10, 12, tzinfo=UTC))
    return folder


def said(workspace: Path, *words: str) -> str:
    """What a command prints; it ends well."""
    result = CliRunner().invoke(main, ["--workspace", str(workspace), *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_says_the_year_by_service_funder_and_area(workspace: Path) -> None:
    """Two quarters of the refuge are 127,246.90; six twelfths of 247,250.00 are still to come, 123,624.98."""
    printed = said(workspace, "forecast", "2025-26-P06")
    lines = {line.split("  ")[0]: line for line in printed.splitlines()}
    assert "127,246.90  123,624.98  250,871.88  247,250.00" in lines["Refuge"]
    assert "Actuals to P06, then the budget's remaining twelfths for P07 to P12." in lines["Refuge"]
    assert "Nothing is charged for P01 to P06 of Helpline: these are forecast too." in printed
    assert "Ran out in 2025-26-P06 (September 2025)." in printed
    assert "A forecast is never billed." in printed


@pytest.mark.parametrize("period", ["2025-26-Q2", "2025-26-H1", "2025-09"])
def test_a_period_means_its_last_month(workspace: Path, period: str) -> None:
    """The same as 2025-26-P06."""
    assert said(workspace, "forecast", period) == said(workspace, "forecast", "2025-26-P06")


def test_the_run_rate_instead_of_the_budget(workspace: Path) -> None:
    """The refuge at the rate of its last three months: six months more of 63,623.45 a quarter."""
    (found,) = json.loads(said(workspace, "forecast", "2025-26-P06", "--run-rate", "--json"))
    refuge = next(one for one in found["services"] if one["key"] == "refuge")
    assert (refuge["charged"], refuge["forecast"]) == (127_246_90, 127_246_90)


def test_json_holds_every_part_of_the_whole(workspace: Path) -> None:
    """Services, funders, lines and months each come to the outturn of the whole contract."""
    (found,) = json.loads(said(workspace, "forecast", "2025-26-P06", "--json"))
    outturn = found["whole"]["outturn"]
    for part in ("services", "funders", "funding_lines"):
        assert sum(one["outturn"] for one in found[part]) == outturn
    assert sum(found["months"]["charged"]) + sum(found["months"]["forecast"]) == outturn


def test_a_contract_without_money_has_an_empty_forecast(workspace: Path) -> None:
    """Nothing is guessed."""
    printed = said(workspace, "forecast", "2025-26-P06", "--contract", "trafford-marac")
    assert "so nothing is forecast" in printed


def test_the_workbook_is_written(workspace: Path, tmp_path: Path) -> None:
    """A sheet of the year and one of the data beneath it."""
    book = tmp_path / "forecast.xlsx"
    said(workspace, "forecast", "2025-26-P06", "-o", str(book))
    assert book.read_bytes().startswith(b"PK")


def asked(workspace: Path, *words: str) -> str:
    """What `money check` says."""
    desk = Desk(Workspace(workspace), Actor("Priya Shah"))
    return CliRunner().invoke(check, [*words, "--contract", THREE_RIVERS], obj=desk, catch_exceptions=False).output


def test_what_there_is_to_ask_about_the_money(workspace: Path) -> None:
    """Of the grant two quarters are due in advance by September. Lower Valley's refuge, 40,123.45 of 63,623.45, is
    80,246.90 of the half year and 77,962.76 of the rest; the helpline's 84,000.00 would not fill the floor."""
    assert asked(workspace, "2025-26-P06").splitlines() == [
        "illustrative-three-rivers.toml: funding.floor.lower-valley: K008, note. £80,246.90 is spent in Lower Valley"
        " so far and £77,962.76 forecast: £158,209.66 in 2025-26, and at least £247,000.00 is to be. That is £88,790.34"
        " too little, and £84,000.00 has no area. Ask the provider what is planned in Lower Valley for the rest of the"
        " year.",
        "illustrative-three-rivers.toml: funding.line.refuge-grant: K017, needs explanation. Safe Homes Fund, support"
        " in refuges was to give £48,000.00 by 30 September 2025, and £0.00 is received: £48,000.00 is late. Ask the"
        " funder when it comes, or record what was received.",
        "2 questions about the money, as it is posted to 2025-26-P06.",
    ]


def test_what_is_posted_later_is_not_asked_about(workspace: Path) -> None:
    """At the end of the first month, one quarter is due in advance, and no charge is there yet."""
    (found,) = json.loads(asked(workspace, "2025-26-P01", "--json"))
    assert "£24,000.00 by 30 April 2025" in found["there"]


def numbers(document: Document) -> list[Number]:
    """Every number of a document."""
    return [
        cell
        for sheet in document.sheets
        for table in sheet.tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Number)
    ]


def test_every_number_of_the_workbook_is_what_its_formula_comes_to() -> None:
    """The formulas add named cells; what they come to, to four places, is what the engine says."""
    funding = replace(limited("70000", floor=True), lines=(*HALVES.lines, a_line("dean reserve 100.00", order=2)))
    kept = books(funding, PLACES, money=budgets("refuge 120,000.00", "advocacy 12,000.00"))
    forecast = forecast_of(kept, SEPTEMBER)
    one = Prospect(forecast, limits_of(kept, forecast), lines_of(kept, forecast))
    other = replace(one, forecast=replace(forecast, contract="eastshire", title="Eastshire"))
    cells = numbers(forecast_document([one, other], SEPTEMBER))
    named = {cell.name: cell.given for cell in cells if cell.name}
    computed = [cell for cell in cells if cell.expression]
    assert len(computed) > 40
    for cell in computed:
        assert cell.expression
        assert set(terms(cell.expression)) <= named.keys()
        amount = evaluate(cell.expression, named)
        assert isinstance(amount, Amount)
        assert isinstance(cell.given, Quantity)
        scale = 100 if cell.kind == "ratio" else 1
        assert round_half_up(amount.value * scale, 4) == cell.given.value
