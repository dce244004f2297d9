"""What a paper leaves open about its figures stands on the contract's sheet, where the figures are."""

from commissioning.report.meanings import TITLE
from commissioning.work.importing import Outcome
from commissioning.work.workspace import Workspace
from tests.test_monitoring import document, rows
from tests.worked import HARBOUR

Papers = tuple[Workspace, dict[str, Outcome]]


def test_percentages_whose_base_is_not_clear_say_so_on_the_sheet(papers: Papers) -> None:
    """68%, 82% and 20%; of the calls, and of those at standard risk, nothing need be said."""
    said = dict(rows(document(papers[0], "2013-14"), "greater-manchester-demand", TITLE))
    assert list(said) == ["Repeat vulnerability, lowest", "Repeat vulnerability, highest", "Children present"]
    assert all("the paper leaves it open" in words for words in said.values())


def test_a_counting_rule_follows_its_definition(papers: Papers) -> None:
    """Entered service as a part of referrals is computed here, and how; the two counts have no definition."""
    said = dict(rows(document(papers[0], "2021-22"), "worcestershire-daass", TITLE))
    assert list(said) == ["Entered service, out of referrals"]
    assert said["Entered service, out of referrals"].endswith("of the same strand and year.")


def test_units_commissioned_name_the_target_that_capacity_states(papers: Papers) -> None:
    """15 are returned; 29 is aimed at, by when is not stated, so that nothing is rated."""
    said = dict(rows(document(papers[0], "2022-23"), "worcestershire-dispersed-units", TITLE))
    assert "target, 29" in said["Units commissioned to date"]


def test_a_contract_whose_returns_are_issued_has_no_such_table(worked_workspace: Workspace) -> None:
    """Its definitions stand in the return itself."""
    sheets = document(worked_workspace, "2025-26-Q4").sheets
    sheet = next(sheet for sheet in sheets if sheet.name == HARBOUR)
    assert TITLE not in [table.title for table in sheet.tables]
