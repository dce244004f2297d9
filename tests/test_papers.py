"""What the papers' own figures raise when they are imported, and what they do not: by return, cell and words."""

import pytest

from commissioning.model.document import Number
from commissioning.model.finding import Finding, Severity
from commissioning.model.quantity import Quantity
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.work.importing import Outcome
from commissioning.work.publishing import gather
from commissioning.work.reporting import figures
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR

Papers = tuple[Workspace, dict[str, Outcome]]
FAMILIES = "worcestershire-family-safeguarding-to-2021-12-31"
AUDIT = "worcestershire-front-door-audit-2022-09"
POLICE = "worcestershire-police-figures-2021-22"
MARAC = "staffordshire-marac-2017-18-Q1"
TRAINING = "worcestershire-training-2022-04-to-2022-12"

RAISED = (
    # 175 of 236 is 74.15%; 75% is 176 (74.6%) to 178 (75.4%).
    (
        FAMILIES,
        "A005",
        "Family safeguarding!G15",
        "75% of 236 needs 176, 177 or 178; the counts give 175 (236 less 61)",
    ),
    # 96 of 236 is 40.68%; 94 is 39.8% and 95 is 40.3%.
    (FAMILIES, "A005", "Family safeguarding!G17", "40% of 236 needs 94 or 95; the counts give 96, which is 40.7%"),
    # 61 + 80 + 96 is one more than 236.
    (FAMILIES, "A003", "Family safeguarding!G7", "comes to 237, and Children worked with is 236"),
    # 19 of 20 is 95%; 18 of 19 is 94.7%, which rounds to it; 18 of 20 is 90%.
    (AUDIT, "A005", "Audit by sample!G8", "95% of 20 needs 19; the counts give 18, which is 90%"),
    (AUDIT, "A005", "Audit by sample!G8", "19 of 20 or 18 of 19"),
    # The paper heads its fourth column North a second time.
    (POLICE, "C017", "Police figures!B8", "Domestic abuse crimes, area: South Worcestershire"),
    (POLICE, "C017", "Police figures!B11", "Domestic abuse incidents, area: South Worcestershire"),
    # 10 and 10 days on average, 21 and 35 at most; 2,247 / 4 is 561.75, and 447 / 561.75 is 0.796.
    (AUDIT, "V002", "Audit by sample!G9", "on average is 10, and was 10 in 2022-01"),
    (AUDIT, "V002", "Audit by sample!G11", "longest is 35, and was 21 in 2022-01"),
    (MARAC, "V002", "MARAC!G7", "2,247 / 4 is 561.75 a quarter, and 447 is 20.4% less"),
    # Bookings to December in a paper of 3 November.
    (TRAINING, "R005", "", "3 November 2022, before its period ended on 31 December 2022"),
)
"""Return, code, one of the places, and words of it."""

SILENT = (
    (FAMILIES, "Family safeguarding!G14", "79%: 236 less 49 is 187, which is 79.2%"),
    (FAMILIES, "Family safeguarding!G16", "34%: 80 of 236 is 33.9%"),
    (FAMILIES, "Family safeguarding!G9", "61 = 49 + 12"),
    (FAMILIES, "Family safeguarding!G11", "80 = 46 + 34"),
    ("worcestershire-front-door-audit-2022-01", "Audit by sample!G8", "60%: 12 of 20"),
    ("worcestershire-daass-2021-22", "Helpline support!G7", "1139 of 1139"),
    ("greater-manchester-demand-2013-14", "Calls to the police!G7", "74% of 66,174 fits many counts"),
    ("cheshire-east-mycwa-2019-20-H1", "Whole family service!G6", "nothing is said of it"),
)
"""Return, a cell that no finding names, and why it is right."""


def said(finding: Finding) -> str:
    """All that a finding says."""
    return f"{finding.there} {finding.remedy}"


@pytest.mark.parametrize(("name", "code", "place", "words"), RAISED, ids=lambda part: part[:60])
def test_a_figure_of_the_papers_that_does_not_agree_is_raised(
    papers: Papers, name: str, code: str, place: str, words: str
) -> None:
    """At its cell, in words that name what would agree."""
    found = [f for f in papers[1][name].findings if f.code == code and words in said(f)]
    assert len(found) == 1, papers[1][name].findings
    assert not place or place in map(str, found[0].places)


@pytest.mark.parametrize(("name", "place", "why"), SILENT, ids=[f"{row[0]} {row[2]}" for row in SILENT])
def test_a_figure_of_the_papers_that_agrees_is_left_alone(papers: Papers, name: str, place: str, why: str) -> None:
    """No finding is about it."""
    assert why
    assert [f for f in papers[1][name].findings if place in map(str, f.places)] == []


def test_nothing_else_is_raised_and_nothing_stops(papers: Papers) -> None:
    """Every other return of the papers is taken as it is; what is raised is to be explained, a booking only noted."""
    found = {name: sorted(f.code for f in outcome.findings) for name, outcome in papers[1].items() if outcome.findings}
    assert found == {
        FAMILIES: ["A003", "A005", "A005"],
        AUDIT: ["A005", "V002"],
        MARAC: ["V002"],
        POLICE: ["C017", "C017"],
        TRAINING: ["M003", "R005"],
        "cheshire-east-idva-2019-20-H1": ["M001", "M001"],
        "cheshire-east-mycwa-2019-20-H1": ["M002"],
        "greater-manchester-demand-2013-14": ["M001", "M001", "M001"],
        "worcestershire-front-door-2022-23-Q1": ["M001"],
        "worcestershire-front-door-2022-23-Q2": ["M001"],
    }
    severities = {f.severity for outcome in papers[1].values() for f in outcome.findings}
    assert severities == {Severity.NEEDS_EXPLANATION, Severity.NOTE}
    assert {f.severity for f in papers[1][TRAINING].findings} == {Severity.NOTE}
    assert papers[1][TRAINING].verdict == "accepted"


def test_the_mislabelled_column_is_read_by_its_code(papers: Papers) -> None:
    """Four figures, none of which took another's place; the last column is the South's."""
    found = figures(papers[0], ACTOR, "worcestershire-police-figures", "2021-22")
    by_key = {(f.key.measure, f.key.category): f.given.value for f in found if isinstance(f.given, Quantity)}
    assert by_key == {
        ("crimes", "north"): 3910,
        ("crimes", "south"): 3972,
        ("incidents", "north"): 2463,
        ("incidents", "south"): 2355,
    }


def test_a_funnel_of_many_strands_is_one_table_of_them(papers: Papers) -> None:
    """The paper's two rows of five strands, side by side; one bar each for referred and entered."""
    workspace, _ = papers
    made = monitoring_workbook("2021-22", gather(workspace, read_period("2021-22"), ACTOR))
    [sheet] = [sheet for sheet in made.sheets if sheet.name == "worcestershire-daass"]
    [table] = [table for table in sheet.tables if table.title == "From referral to entering service"]
    given = [[piece.given for piece in row if isinstance(piece, Number)] for row in table.rows]
    assert [[int(one.value) for one in row if isinstance(one, Quantity)] for row in given] == [
        [630, 432],
        [1139, 1139],
        [187, 112],
        [224, 44],
        [70, 42],
    ]
    [chart] = table.charts
    assert (chart.series, chart.first, chart.last) == ((1, 2), 0, 4)
