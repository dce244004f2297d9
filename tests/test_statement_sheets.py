"""Statements as workbooks: opened and worked out anew by LibreOffice, agreeing to the penny; texts stay texts."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from commissioning.cli import main
from commissioning.disclosure import disclosed
from commissioning.errors import NothingThere
from commissioning.funding.forecasting.forecast import forecast_of
from commissioning.funding.general_ledger.reconciliation import Item, ItemSort, Reconciliation, Unexplained
from commissioning.funding.statements.spending_nouns import ForecastOutturn
from commissioning.funding.statements.statement import Beside, funders_of, lead_of, statement_of
from commissioning.funding.statements.statement_nouns import Statement
from commissioning.model.accounts import ChargeSource, MoneySort
from commissioning.model.document import Document, Number, Words
from commissioning.model.finance import Recipient
from commissioning.model.organisation import Actor
from commissioning.model.quantity import AnswerKey, Quantity
from commissioning.period import read_period
from commissioning.posting import read_posting
from commissioning.report.statement import statement_document
from commissioning.work.accounts import books_of
from commissioning.work.shipped import shipped
from commissioning.work.statements import statement_for
from commissioning.work.workspace import Workspace
from commissioning.writers import writer_for
from commissioning.writers.amounts import given_of, numbers_of, shown
from commissioning.writers.dress import Dress
from tests.clients.libreoffice import LibreOffice
from tests.money_makers import a_charge, a_funder, a_funding, a_line, an_event, books
from tests.test_office import differences
from tests.three_rivers import PROVIDER, a_year, answered

Q2 = "2025-26-Q2"
CITY = "illustrative-rivermouth-city-council"
COUNTY = "illustrative-three-rivers-county-council"


@pytest.fixture(scope="module")
def joint_fund(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The illustrative joint fund's year, posted; nobody changes it."""
    return a_year(tmp_path_factory.mktemp("joint-fund"))


def written(document: Document, path: Path) -> Path:
    """The workbook in a file."""
    path.write_bytes(writer_for(path).write(document, Dress(shipped("templates"))))
    return path


@pytest.mark.real_client
def test_every_funders_statement_agrees_when_worked_out_anew(
    libreoffice: LibreOffice, joint_fund: Workspace, tmp_path: Path
):
    """Every formula comes to what it was saved with, and the funders' shares to the charges of the quarter."""
    shares = []
    for number, one in enumerate(statement_for(joint_fund, Q2, PROVIDER)):
        path = written(one.document, tmp_path / f"{number}.xlsx")
        assert differences(libreoffice, path) == {}
        shares.append(labelled(path)["Your share of it"])
    assert len(shares) == 6
    # Spent in the quarter: 62104.33 + 21377.18 + 25083.07.
    assert sum(shares) == Decimal("108564.58")


def labelled(path: Path) -> dict[str, Decimal]:
    """What stands beside each label of the sheet Position, as it was saved."""
    rows = openpyxl.load_workbook(path, data_only=True)["Position"].iter_rows(values_only=True)
    return {str(row[0]): Decimal(f"{row[1]:.15g}") for row in rows if isinstance(row[1], int | float)}


HOSTILE = ("=1+1", "+44", "-2", "@SUM(A1)", '=HYPERLINK("http://example.com")')


def a_hostile_statement() -> Statement:
    """Texts that a spreadsheet would take for formulas, wherever somebody's words stand."""
    charges = [a_charge("ash 60.00, uncovered 40.00", says=words, area=words) for words in HOSTILE]
    events = [
        an_event(MoneySort.REFUND, "1.00", line="ash", why=words, reference=words, posting="2025-26-P02")
        for words in HOSTILE
    ]
    funding = a_funding(a_line("ash 60%", label=HOSTILE[0], purposes=HOSTILE))
    kept = books(funding, charges, events)
    return statement_of([kept], a_funder("ash"), read_period("2025-26-Q1"))


def test_words_that_look_like_formulas_stay_words(tmp_path: Path):
    recipient = Recipient("ash", hides_places=False)
    path = written(statement_document(a_hostile_statement(), recipient), tmp_path / "statement.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = [str(cell.value) for cell in cells if cell.data_type == "s"]
    assert all(any(words in text for text in texts) for words in HOSTILE)
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert formulas
    assert not [text for text in formulas if "http" in text or "SUM(A1)" in text or text == "=1+1"]


def sheet_words(document: Document, name: str) -> list[str]:
    """Every text of a sheet."""
    [sheet] = [sheet for sheet in document.sheets if sheet.name == name]
    pieces = [piece for table in sheet.tables for row in table.rows for piece in row]
    return [*(words.text for words in sheet.lead), *(piece.text for piece in pieces if isinstance(piece, Words))]


def a_document(beside: Beside | None = None, **funding: object) -> Document:
    """The first quarter's statement to Ash Council of one charge and its correction in the same quarter."""
    charges = [
        a_charge("ash 60.00, beech 40.00"),
        a_charge("ash -60.00, beech -40.00", source=ChargeSource.CREDIT, credits=1, touches=("2025-26-Q1/ash/1",)),
    ]
    kept = books(replace(a_funding("ash 60%", "beech 40%"), **funding), charges)  # type: ignore[arg-type]
    asked = read_period("2025-26-Q1")
    made = statement_of([kept], a_funder("ash"), asked, lead_of(kept, asked), beside or Beside())
    return statement_document(disclosed(made, Recipient("ash")), Recipient("ash"))


def test_a_credit_names_its_charge_and_the_statement_it_touches():
    assert "credit of charge 1; touches statement 2025-26-Q1/ash/1" in sheet_words(a_document(), "Share")


def test_whole_percents_are_illustrative_with_the_width_of_the_doubt():
    [warning] = [text for text in sheet_words(a_document(whole_percents_only=True), "Position") if "percents" in text]
    # Half a point of two charges of £100.00.
    assert "£1.00 more or less" in warning


def test_vat_is_told_as_returns_give_it_where_charges_by_area_tell_none(joint_fund: Workspace):
    [made] = statement_for(joint_fund, "2025-26-Q1", PROVIDER, CITY)
    [sheet] = [sheet for sheet in made.document.sheets if sheet.name == "Expenditure"]
    told = {row[0].text: row[-1] for row in sheet.tables[0].rows if isinstance(row[0], Words) and len(row) > 1}
    vat = {service: told[service].given for service in ("Refuge", "Helpline", "Advocacy (IDVA)")}  # type: ignore[union-attr]
    every = answered("2025-26-Q1")
    returned = [every[AnswerKey(service, "spent-vat")] for service in ("refuge", "helpline", "advocacy")]
    assert list(vat.values()) == [Quantity(Decimal(pounds)) for pounds in returned]


def test_what_was_bought_is_in_full_by_service_funded_and_of_things_alone_in_proportion(joint_fund: Workspace):
    """Calls by the Trust's part of the helpline; people, of a service that it pays nothing for, never split."""
    [made] = statement_for(joint_fund, "2025-26-Q1", PROVIDER, "illustrative-three-rivers-community-trust")
    [table] = next(sheet for sheet in made.document.sheets if sheet.name == "What it bought").tables
    rows = {row[1].text: row for row in table.rows if isinstance(row[1], Words)}
    _, _, _, full, funded, proportion, how = rows["Calls answered"]
    assert isinstance(full, Number)
    assert isinstance(funded, Number)
    assert isinstance(proportion, Number)
    assert isinstance(proportion.given, Quantity)
    assert full.given == funded.given == Quantity(Decimal(3871))
    # 3,871 calls at £1.85 are health's £7,161.35; a penny for two of it is £3,580.68 of what was spent.
    spent = Fraction(answered("2025-26-Q1")[AnswerKey("helpline", "spent-net")])
    assert abs(Fraction(proportion.given.value) - 3871 * Fraction("3580.68") / spent) <= Fraction(1, 20_000)
    assert "not a count" in how.text
    people = rows["People supported"]
    assert [piece.text for piece in people[4:6]] == ["not funded by you", ""]
    assert people[6].text.startswith("not split: it may be of people")


def test_without_a_forecast_it_says_so():
    assert "not forecast" in sheet_words(a_document(), "Position")
    forecast = Beside((ForecastOutturn("westshire", "Westshire", 10000, 12000, "As budgeted."),))
    assert "not forecast" not in sheet_words(a_document(forecast), "Position")


def disagreeing(document: Document) -> list[Number]:
    """Sums of money whose formula does not come to what the statement says."""
    given = given_of(document)
    sums = [one for one in numbers_of(document) if one.expression and one.kind == "money"]
    known = [(one, one.given) for one in sums if isinstance(one.given, Quantity)]
    assert known
    return [one for one, stated in known if shown(one, given).value != Fraction(stated.value)]


@pytest.mark.parametrize("period", ["2025-26-Q1", Q2, "2025-26-Q4", "2025-26"])
def test_every_formula_comes_to_what_the_statement_says(joint_fund: Workspace, period: str):
    for one in statement_for(joint_fund, period, PROVIDER):
        assert disagreeing(one.document) == []


EVERYTHING = (
    (MoneySort.OPENING, "5.00", {"posting": "2025-26-P01"}),
    (MoneySort.INVOICED, "70.00", {}),
    (MoneySort.RECEIVED, "50.00", {}),
    (MoneySort.CLAW_BACK, "4.00", {}),
    (MoneySort.REFUND, "3.00", {}),
    (MoneySort.CARRY_FORWARD, "2.00", {}),
    (MoneySort.ACCRUAL, "9.00", {"service": "refuge"}),
    (MoneySort.VIREMENT, "1.00", {"to_line": "grant"}),
)


def test_so_it_does_where_everything_is_recorded():
    events = [an_event(sort, pounds, **{"line": "ash", **others}) for sort, pounds, others in EVERYTHING]
    funding = a_funding("ash 60%", a_line("ash fixed 10.00", code="grant", services=("refuge",)))
    wrong = replace(a_charge("ash 60.00, uncovered 40.00", service="advocacy"), vat=100)
    paid = replace(wrong, parts=tuple(replace(part, line=part.line and "grant") for part in wrong.parts))
    kept = books(funding, [wrong, paid], events)
    items = (Item(ItemSort.PENNY, 1, says="One penny."),)
    ledger = Reconciliation("westshire", (), 20003, 20000, (), items, (Unexplained(2),))
    beside = Beside((ForecastOutturn("westshire", "Westshire", 10000, 12000, ""),), (ledger,))
    made = statement_of([kept], a_funder("ash"), read_period("2025-26-Q1"), beside=beside)
    document = statement_document(made, Recipient("ash"))
    assert disagreeing(document) == []
    assert "Less: one penny" in sheet_words(document, "Reconciliation")
    assert any("not agreed" in text for text in sheet_words(document, "Position"))
    # Opening 5; received 50; shares 60 and 60; clawed back 4, refunded 3, moved 1 from one line to the other.
    assert made.closing == 500 + 5000 - 12000 + 400 - 300
    assert [line.misspent for line in made.lines] == [0, 6000]


class TestCommand:
    @pytest.fixture
    def say(self, joint_fund: Workspace):
        """Type a command in the joint fund's workspace."""

        def typed(*arguments: str) -> Result:
            return CliRunner().invoke(main, ["--workspace", str(joint_fund.folder), *arguments])

        return typed

    def test_it_prints_the_position_of_every_funder(self, say):
        result = say("statement", Q2)
        assert result.exit_code == 0
        assert result.output.count("Closing balance") == 6

    def test_show_need_not_be_named(self, say):
        assert say("statement", Q2).output == say("statement", "show", Q2).output

    def test_one_funder_goes_to_a_file(self, say, tmp_path: Path):
        file = tmp_path / "county.xlsx"
        assert say("statement", Q2, "--funder", COUNTY, "-o", str(file)).exit_code == 0
        assert openpyxl.load_workbook(file).sheetnames[0] == "Position"

    def test_several_funders_go_to_a_folder_one_file_each(self, say, tmp_path: Path):
        assert say("statement", Q2, "-o", str(tmp_path / "out")).exit_code == 0
        assert f"{COUNTY}.xlsx" in {path.name for path in (tmp_path / "out").iterdir()}
        assert len(list((tmp_path / "out").iterdir())) == 6

    def test_several_funders_do_not_go_to_one_file(self, say, tmp_path: Path):
        result = say("statement", Q2, "-o", str(tmp_path / "all.xlsx"))
        assert result.exit_code == 2
        assert "--funder" in result.output
        assert not list(tmp_path.iterdir())

    def test_a_funder_that_is_not_there_is_a_mistake(self, say):
        result = say("statement", Q2, "--funder", "nobody")
        assert result.exit_code == 2
        assert "There is no funder 'nobody'" in result.output

    def test_a_period_without_money_has_no_statement(self, say):
        assert say("statement", "2019-20-Q1").exit_code == 2

    def test_it_is_printed_for_machines(self, say):
        output = say("statement", Q2, "--json").output
        assert '"share_pence"' in output
        assert '"agrees": true' in output


def test_the_funders_forecasts_come_to_the_contracts(joint_fund: Workspace):
    made = statement_for(joint_fund, Q2, PROVIDER)
    with joint_fund.store() as store:
        [kept] = books_of(joint_fund, PROVIDER, store)
    forecasts = [outturn.forecast for one in made for outturn in one.statement.outturns]
    assert sum(filter(None, forecasts)) == forecast_of(kept, read_posting("2025-26-P06")).whole.outturn


@pytest.mark.parametrize(("organisation", "seen"), [(COUNTY, 6), (CITY, 1), ("illustrative-riverside-support", 0)])
def test_a_statement_is_for_its_funder_and_for_who_leads(joint_fund: Workspace, organisation: str, seen: int):
    actor = Actor("J. Officer", organisations=(organisation,))
    made = statement_for(joint_fund, Q2, actor) if seen else ()
    assert len(made) == seen
    if not seen:
        with pytest.raises(NothingThere):
            statement_for(joint_fund, Q2, actor)


def test_funders_come_by_name(joint_fund: Workspace):
    names = [one.statement.funder.name for one in statement_for(joint_fund, Q2, PROVIDER)]
    assert names == sorted(names)
    assert funders_of(()) == ()
