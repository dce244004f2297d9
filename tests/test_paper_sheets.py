"""Sheets of contracts transcribed from papers: what is said of their time, their parties and their words."""

from datetime import date
from pathlib import Path

import pytest

from commissioning.model.document import Document, Sheet
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.work.importing import import_returns
from commissioning.work.publishing import gather
from commissioning.work.workspace import Workspace
from tests.test_monitoring import rows
from tests.worked import ACTOR, clock, laid_out

PAPERS = {"worcestershire": date(2022, 11, 3), "staffordshire": date(2018, 1, 15), "trafford": date(2016, 4, 15)}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three papers' returns, imported."""
    workspace = laid_out(tmp_path_factory.mktemp("papers"))
    for paper, day in PAPERS.items():
        files = sorted(Path(workspace.folder / "returns").glob(f"{paper}-*.xlsx"))
        import_returns(workspace, files, ACTOR, clock, received=day)
    return workspace


def workbook(papers: Workspace, period: str) -> Document:
    """A period's workbook before it is a file."""
    return monitoring_workbook(period, gather(papers, read_period(period), ACTOR))


def sheet(papers: Workspace, period: str, contract: str) -> Sheet:
    """A contract's sheet in a period's workbook."""
    return next(one for one in workbook(papers, period).sheets if one.name == contract)


def headings(page: Sheet, table: str) -> list[str]:
    """A table's headings."""
    return next([column.heading for column in one.columns] for one in page.tables if one.title == table)


def notes(page: Sheet) -> tuple[str, ...]:
    """What stands under the measures."""
    return page.tables[0].notes


def test_spans_of_one_length_stand_side_by_side(papers: Workspace) -> None:
    """The audits are of one month each, eight months apart: shown, and no direction said of them."""
    page = sheet(papers, "2022-09", "worcestershire-front-door-audit")
    assert headings(page, "Measures")[2:4] == ["2022-01", "2022-09"]
    name = "Days from report to notification, longest"
    [longest] = [row for row in rows(workbook(papers, "2022-09"), page.name, "Measures") if row[0] == name]
    assert longest[2:4] == ["21.0000", "35.0000"]
    assert longest[-2] == "2022-01 is not the period before"


def test_a_breakdown_is_shown_over_the_years_that_were_stated(papers: Workspace) -> None:
    """The paper gives crimes by area for two years, and no total of either."""
    made = workbook(papers, "2021-22")
    north, south = [row for row in rows(made, "worcestershire-police-figures", "By area") if "Worcester" in row[0]][:2]
    assert (north[2:4], south[2:4]) == (["4090.0000", "3910.0000"], ["3820.0000", "3972.0000"])
    crimes = next(row for row in rows(made, "worcestershire-police-figures", "Measures") if "crimes" in row[0])
    assert crimes[2:4] == ["not stated", "not stated"]


def test_a_span_of_another_length_is_named_and_not_set_beside(papers: Workspace) -> None:
    """A quarter is no year; what the paper does not give of it is not stated, and nobody failed to return it."""
    page = sheet(papers, "2017-18", "staffordshire-marac")
    assert headings(page, "Measures")[2] == "2017-18-Q1"
    assert notes(page) == ("2016-17: in a workbook of its own, since only periods of one length stand side by side.",)
    demand = next(row for row in rows(workbook(papers, "2017-18"), page.name, "Measures") if row[0] == "Total demand")
    assert demand[2] == "not stated"


@pytest.mark.parametrize(
    ("period", "contract", "heading", "note"),
    [
        ("2022-23", "worcestershire-nurture", "Period not stated", "A figure whose period is not stated is shown,"),
        ("2022-23", "worcestershire-encompass", "2018..2022-08", "A figure whose period lies only partly in"),
        ("2021-22", "worcestershire-family-safeguard", "..2021-12", "A figure whose period lies only partly in"),
        ("2016-17", "trafford-strive", "15 April 2016", None),
    ],
)
def test_a_time_is_headed_as_it_is_written(
    papers: Workspace, period: str, contract: str, heading: str, note: str | None
) -> None:
    """By its years, months or one day, and no day that the paper does not name."""
    page = sheet(papers, period, contract)
    assert headings(page, "Measures")[2] == heading
    assert [said.startswith(note or "") for said in notes(page)] == ([True] if note else [])


@pytest.mark.parametrize(
    ("period", "contract", "said"),
    [
        ("2016-17", "trafford-strive", "Commissioned by Trafford Council; until March 2017."),
        ("2022-23", "worcestershire-da-grant", "Commissioned by Worcestershire County Council."),
        ("2017-18", "staffordshire-homicide-reviews", "Parties not stated."),
        ("2022-23", "worcestershire-nurture", "West Mercia Women's Aid provides for Worcestershire County Council."),
        ("2022-23", "worcestershire-encompass", "Worcestershire Children First provides it."),
    ],
)
def test_who_provides_for_whom_is_said_as_far_as_it_is_stated(
    papers: Workspace, period: str, contract: str, said: str
) -> None:
    """What is not stated makes no sentence."""
    assert sheet(papers, period, contract).lead[0].text == said


def test_words_noted_from_a_paper_are_not_called_the_providers(papers: Workspace) -> None:
    """Who reads the figures out of a paper notes them; the provider has sent nothing."""
    page = sheet(papers, "2022-23", "worcestershire-training")
    assert "Why, and what is noted" in headings(page, "Measures")
    assert not [table for table in page.tables if "provider" in table.title]


def test_a_contract_that_returns_nothing_has_no_empty_tables(papers: Workspace) -> None:
    """What the paper states of it is all there is; and a remark on its periods stands with its facts."""
    grant = sheet(papers, "2022-23", "worcestershire-da-grant")
    assert all(table.rows for table in grant.tables)
    assert "The contract" in {table.title for table in grant.tables}
    facts = dict(rows(workbook(papers, "2022-23"), "worcestershire-nurture", "The contract"))
    assert facts["Periods reported"].startswith("No period is stated")
    assert "Sub-contractors" not in facts
    assert facts["Source"].endswith(", line 70")


def test_what_is_only_partly_of_the_period_is_listed_by_measure_and_not_added(papers: Workspace) -> None:
    """The notifications since a launch, and two courses whose period nobody states, are figures of the paper too."""
    found = {row[0]: row for row in rows(workbook(papers, "2022-23"), "By measure", "Measures")}
    assert found["Notifications sent to schools since the launch"][4::3] == [
        "12000.0000",
        "no target stated; not added: only partly inside this period",
    ]
    assert found["Participants"][-1] == "no target stated; not added: its period is not stated"


def test_every_figure_of_the_period_is_listed_not_only_the_last(papers: Workspace) -> None:
    """Two quarters' percentages stand under each other, and are not added."""
    found = [row for row in rows(workbook(papers, "2022-23"), "By provider", "Measures") if "police" in row[0]]
    assert [row[3:5] for row in found[:2]] == [["2022-23-Q1", "38.0000"], ["2022-23-Q2", "42.0000"]]
    assert found[2][4] == "not added"


def test_a_breakdown_by_area_stands_under_its_areas(papers: Workspace) -> None:
    """Crimes and incidents of 2021-22 in the north."""
    found = list(rows(workbook(papers, "2021-22"), "By area", "Measures"))
    north = next(at for at, row in enumerate(found) if row[0] == "North Worcestershire")
    assert [row[4] for row in found[north + 1 : north + 3]] == ["3910.0000", "2463.0000"]


def test_a_sheet_of_no_figures_has_no_heading_over_nothing(papers: Workspace) -> None:
    """What is only planned has returned nothing."""
    made = workbook(papers, "2023-24")
    assert list(rows(made, "By measure", "Measures")) == []


def test_every_sheet_says_that_it_is_transcribed(papers: Workspace) -> None:
    """A page that is torn out says so too."""
    made = workbook(papers, "2022-23")
    assert [one.name for one in made.sheets if not any("Transcribed" in words.text for words in one.lead)] == []


def test_figures_of_the_period_are_counted_apart_from_those_partly_of_it(papers: Workspace) -> None:
    """Of 21 figures of 2022-23 shown, three run from the launch and two have no period; six audited need explaining."""
    found = list(rows(workbook(papers, "2022-23"), "Summary", "How many figures are provisional"))
    assert [row[1:] for row in found] == [["16.0000", "6.0000"], ["5.0000", "none"]]


def test_no_return_is_expected_where_none_is_owed(papers: Workspace) -> None:
    """Nothing was received, since nothing was asked."""
    grant = next(row for row in rows(workbook(papers, "2022-23"), "Returns", "Returns") if "grant" in row[0])
    assert grant[2:7] == ["", "", "", "", "no return is owed"]
