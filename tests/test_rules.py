"""The list of rules that a contract's returns are held to: nothing is raised that does not stand in it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from commissioning.checks import OF_RETURNS, Laid, catalogue
from commissioning.cli import main
from commissioning.model.finding import Severity
from commissioning.report.rules import RuleHeld, rules_held, rules_page
from commissioning.work.importing import Outcome
from commissioning.work.workspace import Workspace
from tests.builders import a_contract
from tests.test_going_on import TO_DATE
from tests.test_narrative import QUOTED

LAYOUT = """
[layout.theirs]
title = "Their sheet"
holds = "figures"
signs = [{ text = "Their sheet" }]
cell = [{ text = "Referrals", right = 1, measure = "referrals" }]
"""
EVERYTHING = f"{QUOTED}\n{TO_DATE}\n{LAYOUT}"
OF_LAYOUTS = {check.code for _, checks in catalogue(frozenset({Laid})) for check in checks}


def rules(text: str = "") -> list[RuleHeld]:
    """Every rule of the contract, with changes of its text."""
    return [rule for group in rules_held(a_contract(text)) for rule in group.rules]


def test_every_check_of_returns_stands_in_the_list_of_a_contract_that_states_everything() -> None:
    """Of the engine once, and of contract text once for each key that states it."""
    every = {check.code for _, checks in catalogue(OF_RETURNS) for check in checks}
    assert every - {rule.code for rule in rules(EVERYTHING)} == set()


def test_what_nothing_states_is_no_rule_of_the_contract() -> None:
    """Without a total to date or a statement there is nothing to hold against."""
    there = {rule.code for rule in rules()}
    assert there.isdisjoint({"H003", "H004", "V002"} | OF_LAYOUTS)
    assert len(OF_LAYOUTS) > 5


def test_whatever_is_raised_in_the_papers_returns_stands_in_the_list_of_its_contract(
    papers: tuple[Workspace, dict[str, Outcome]],
) -> None:
    """A finding without a rule would come out of nowhere."""
    workspace, outcomes = papers
    contracts = workspace.book.contracts
    raised = {(outcome.contract, finding.code) for outcome in outcomes.values() for finding in outcome.findings}
    listed = {id: {rule.code for group in rules_held(one) for rule in group.rules} for id, one in contracts.items()}
    assert [(contract, code) for contract, code in raised if code not in listed[contract]] == []
    assert len(raised) > 8


RATED_BY_PERCENT = (
    "Referrals: at least 60 each period. "
    "Met is Green; short by no more than 10% of the target is Amber; the rest is Red."
)
RATED_BY_POINTS = (
    "Accepted, out of referrals: at least 50% each period. Met is Green; short by no more than 5 percentage points is "
    "Amber; the rest is Red. Out of fewer than 10 is not rated."
)
OF_TEXT = [
    ("A001", "measure.referrals.breakdowns", "Refuge: Referrals by source add up to all of them."),
    ("A002", "measure.people.breakdowns", "Advocacy: People by type of abuse: no part is more than all of them."),
    ("A003", "relation.stays", "Refuge: Nobody leaves before they came."),
    ("A004", "measure.accepted-rate", "Refuge: Accepted: no more than referrals."),
    ("A005", "measure.satisfied.base", "Satisfied agrees with its counts, out of Surveys."),
    ("T001", "measure.referrals.target", "Referrals: at least 60 each period."),
    ("T001", "measure.trained.target", "Trained: at least 50, 100, 150, 200 by the end of each period in turn."),
    ("H001", "measure.open-at-start.opens", "Open at start is what the last Open at end was."),
    ("H002", "measure.trained.kind", "Trained never falls."),
    ("", "rating.ten-percent", RATED_BY_PERCENT),
    ("", "rating.five-points", RATED_BY_POINTS),
    ("C001", "engine", "Required answer is blank."),
    ("C006", "kind of measure", "Answer is negative."),
    ("H007", "policy: history", "Figure is far from those before."),
]


@pytest.mark.parametrize(("code", "source", "says"), OF_TEXT, ids=lambda part: part[:40])
def test_each_rule_says_what_it_asks_and_where_it_is_from(code: str, source: str, says: str) -> None:
    """In the contract's own words, where it is the contract's."""
    assert (code, source, says) in [(rule.code, rule.source, rule.says) for rule in rules()]


def test_a_rule_of_the_contract_does_what_the_contract_says() -> None:
    """It may stop, and may be on trial."""
    [plain] = [rule for rule in rules() if rule.code == "A003"]
    [changed] = [
        r for r in rules('relation.stays.when_broken = "stops"\nrelation.stays.on_trial = true') if r.code == "A003"
    ]
    assert (plain.does, changed.does) == ("needs explanation", "stops, on trial")
    assert changed.severity is Severity.STOPS


def test_the_policy_is_said_with_its_numbers() -> None:
    """Whether contract text states it, or the default holds."""
    said = [rules_page([a_contract(text)]).sheets[0].lead[-1].text for text in ("", "history.periods = 6")]
    assert "where contract text states nothing else: at least 4 earlier periods" in said[0]
    assert "as contract text states: at least 6 earlier periods" in said[1]


def test_the_list_as_it_is_typed(tmp_path: Path) -> None:
    """For people, for machines, and as a workbook."""
    where = ["--workspace", str(Path(__file__).parents[1])]
    output = CliRunner().invoke(main, [*where, "rules", "worcestershire-front-door-audit"]).output
    assert "V002" in output
    assert "statement.0" in output
    found = json.loads(CliRunner().invoke(main, [*where, "rules", "--json", "worcestershire-front-door-audit"]).output)
    [[*held]] = found.values()
    assert {"code", "question", "says", "severity", "on_trial", "source"} == set(held[0])
    for name in ("rules.xlsx", "rules.html"):
        assert CliRunner().invoke(main, [*where, "rules", "-o", str(tmp_path / name)]).exit_code == 0
        assert (tmp_path / name).stat().st_size > 1000
    assert CliRunner().invoke(main, [*where, "rules", "no-such"]).exit_code == 2
