"""Returns of calendars that are not the usual one, issued, filled in and imported in turn."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commissioning.errors import UnclearPeriod
from commissioning.model.organisation import Actor
from commissioning.model.quantity import Given, Quantity
from commissioning.period import read_period
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.issuing import issue_template
from commissioning.work.reporting import figures
from commissioning.work.workspace import Workspace
from tests.provider import REFUGE, a_return, a_workspace, sent

OFFICER = Actor("Officer")
QUARTERLY = 'frequency = "quarter"'
ROLLING = REFUGE.replace(QUARTERLY, f"{QUARTERLY}, rolling_months = 12")
NUMBERED = REFUGE.replace(QUARTERLY, f"{QUARTERLY}, counts_from = 2024-10-01")
FROM_MAY = REFUGE.replace("starts = 2025-04-01", "starts = 2025-05-15")
MONTHLY = '\n[[variation]]\nfrom = 2025-07-01\nreason = "More often."\nreporting.frequency = "month"\n'


def clock() -> datetime:
    """Long after the last return."""
    return datetime(2026, 4, 10, 9, tzinfo=UTC)


def taken(folder: Path, text: str, returns: Mapping[str, str]) -> tuple[Workspace, list[Outcome]]:
    """Each return issued for its label, filled in with its answers and imported, one after the other."""
    workspace = a_workspace(folder / "workspace", {"refuge.toml": text})
    outcomes = []
    for label, answers in returns.items():
        issue_template(workspace, "refuge", label, OFFICER)
        days = str(workspace.period(label, OFFICER, "refuge"))
        content = a_return(days, answers, text=text.replace(MONTHLY, ""))
        files = sent(folder, {f"{days.replace('.', '-')}.xlsx": content})
        outcomes += import_returns(workspace, files, OFFICER, clock, received=None)
    return workspace, outcomes


def codes(outcomes: list[Outcome]) -> list[list[str]]:
    """What was found in each, but for coming late."""
    return [[finding.code for finding in outcome.findings if finding.code != "R001"] for outcome in outcomes]


def of(workspace: Workspace, measure: str, period: str) -> list[Given]:
    """A measure's figures for a period."""
    return [f.given for f in figures(workspace, OFFICER, "refuge", period) if f.key.code == measure]


ONE = "open-at-start 4, moved-in 12, open-at-end 5, trained 10"
TWO = "open-at-start 7, moved-in 14, open-at-end 6, trained 12"
FOLLOWS = "open-at-start 5, moved-in 2, open-at-end 6, trained 12"


def test_twelve_months_that_overlap_are_no_rivals(tmp_path: Path) -> None:
    """Nor does the second open where the first closed: it begins nine months before that."""
    returns = {"12 months to June 2025": ONE, "12 months to September 2025": TWO}
    workspace, outcomes = taken(tmp_path, ROLLING, returns)
    assert codes(outcomes) == [[], []]
    assert [outcome.period for outcome in outcomes] == list(returns)
    found = of(workspace, "moved-in", "2024-07..2025-09")
    assert [given.value for given in found if isinstance(given, Quantity)] == [12, 14]


def test_the_same_twelve_months_twice_are_rivals(tmp_path: Path) -> None:
    """Another return for the very same time needs a reason."""
    workspace, _ = taken(tmp_path, ROLLING, {"12 months to June 2025": ONE})
    again = a_return("12 months to June 2025", TWO, text=ROLLING)
    [outcome] = import_returns(workspace, sent(tmp_path / "more", {"again.xlsx": again}), OFFICER, clock)
    assert "R002" in [finding.code for finding in outcome.findings]


def test_a_running_total_may_not_fall_between_returns_that_overlap(tmp_path: Path) -> None:
    """The last return is history, although its months are not over when these begin."""
    fell = TWO.replace("trained 12", "trained 9")
    _, outcomes = taken(tmp_path, ROLLING, {"12 months to June 2025": ONE, "12 months to September 2025": fell})
    assert codes(outcomes) == [[], ["H002"]]


def test_a_first_return_for_part_of_a_quarter_opens_the_next(tmp_path: Path) -> None:
    """Asked for by its quarter, it is for the days from 15 May; the next quarter opens where it closed."""
    _, outcomes = taken(tmp_path, FROM_MAY, {"2025-26-Q1": ONE, "2025-26-Q2": TWO})
    assert [outcome.period for outcome in outcomes] == ["2025-05-15..2025-06", "2025-26-Q2"]
    assert codes(outcomes) == [[], ["H001"]]


def test_a_month_after_a_quarter_opens_where_the_quarter_closed(tmp_path: Path) -> None:
    """From July the contract reports each month; the half so far is the quarter and the months."""
    workspace, outcomes = taken(tmp_path, REFUGE + MONTHLY, {"2025-26-Q1": ONE, "2025-07": TWO, "2025-08": FOLLOWS})
    assert codes(outcomes) == [[], ["H001"], ["H001"]]
    found = of(workspace, "moved-in", "2025-26-H1")
    assert [given.value for given in found if isinstance(given, Quantity)] == [12, 14, 2, 28]


def test_a_numbered_quarter_is_found_by_its_number_alone(tmp_path: Path) -> None:
    """Programme quarter 3 is April to June 2025, where quarters count from October 2024."""
    workspace, outcomes = taken(tmp_path, NUMBERED, {"programme quarter 3": ONE})
    assert [outcome.period for outcome in outcomes] == ["programme quarter 3"]
    assert workspace.period("Programme Quarter 3", OFFICER) == read_period("2025-26-Q1")


def test_a_number_that_means_two_periods_is_refused_with_both(tmp_path: Path) -> None:
    """Two programmes that began on different days."""
    other = NUMBERED.replace("2024-10-01", "2024-07-01")
    workspace = a_workspace(tmp_path / "workspace", {"refuge.toml": NUMBERED, "other.toml": other})
    both = r"2025-01-01\.\.2025-03-31 \(other\) or 2025-04-01\.\.2025-06-30 \(refuge\)"
    with pytest.raises(UnclearPeriod, match=both):
        workspace.period("programme quarter 3", OFFICER)
