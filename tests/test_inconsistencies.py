"""Every place where a paper does not agree with itself, by the row of `seed_inconsistencies.csv` that tells of it.

A row marked `check` raises its finding on that paper's own example; one marked `design` cannot arise; a `control` stays
silent. What takes a person to see is `human`; what later work brings is `later`: both are listed, with why.
"""

import csv
from pathlib import Path

import pytest

from commissioning.findings import cells_in_words
from commissioning.model.figure import Basis, Figure
from commissioning.model.finding import Finding
from commissioning.model.quantity import Quantity
from commissioning.period import read_period
from commissioning.work.importing import Outcome
from commissioning.work.reporting import figures
from commissioning.work.reviewing import review
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR

Papers = tuple[Workspace, dict[str, Outcome]]
TABLE = Path(__file__).parent / "facts" / "seed_inconsistencies.csv"
CASES = Path(__file__).parent / "cases"
TEXT = "contract text"
"""Where a finding is raised that needs no return: a row of the table then names the file and the key."""


def rows_of(name: Path) -> list[dict[str, str]]:
    """A table's rows, by the names of its columns."""
    with name.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ANSWERED = rows_of(CASES / "what-the-papers-raise.csv")
CHECKED = [row for row in ANSWERED if row["marked"] == "check"]
CONTROLS = [row for row in ANSWERED if row["marked"] == "control"]


def called(row: dict[str, str]) -> str:
    """A row of the table as a test is called by it."""
    return f"{row['row']} {row['code']} {row['place']}"


@pytest.fixture(scope="module")
def asked() -> tuple[Finding, ...]:
    """What contract text raises by itself."""
    return review(Workspace(Path(__file__).parents[1]), ACTOR)


def findings(where: str, papers: Papers, asked: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What is raised in a return, or by contract text."""
    return asked if where == TEXT else papers[1][where].findings


@pytest.mark.parametrize("row", CHECKED, ids=called)
def test_what_a_paper_does_not_agree_with_itself_about_is_raised(
    papers: Papers, asked: tuple[Finding, ...], row: dict[str, str]
) -> None:
    """On the paper's own example, at its cell or key, with the arithmetic."""
    there = findings(row["raised in"], papers, asked)
    found = [f for f in there if f.code == row["code"] and row["words, or why"] in f"{f.there} {f.remedy}"]
    at = [f for f in found if not row["place"] or row["place"] in map(str, f.places)]
    assert len(at) == 1, [f"{f.code} {cells_in_words(f.places)}: {f.there}" for f in there]


@pytest.mark.parametrize("row", CONTROLS, ids=called)
def test_what_agrees_is_left_alone(papers: Papers, asked: tuple[Finding, ...], row: dict[str, str]) -> None:
    """The papers' own figures that do agree raise nothing."""
    there = findings(row["raised in"], papers, asked)
    assert [f for f in there if any(str(place).startswith(row["place"]) for place in f.places)] == []


def returned(papers: Papers, contract: str, period: str | None = None) -> tuple[Figure, ...]:
    """The figures of a contract as they were returned."""
    return tuple(figure for figure in figures(papers[0], ACTOR, contract, period) if figure.basis is Basis.RETURNED)


def test_a_quarter_never_stands_among_the_figures_of_a_year(papers: Papers) -> None:
    """I-O9: 26 referrals of the first quarter of 2022-23 stand beside the totals of 2021-22 in the paper."""
    year = read_period("2021-22")
    every = [figure for figure in figures(papers[0], ACTOR, None, "2021-22") if figure.basis is Basis.RETURNED]
    assert all(year.overlaps(figure.period) for figure in every)
    quarter = returned(papers, "worcestershire-play-therapy")
    assert {str(figure.period) for figure in quarter} == {str(read_period("2022-23-Q1"))}
    assert not set(quarter) & set(every)


def test_contacts_and_people_of_several_strands_are_never_one_sum(papers: Papers) -> None:
    """I-O10: 1,139 calls and 224 referrals to a refuge are not 1,363 of anything."""
    terms = papers[0].contract("worcestershire-daass", ACTOR).latest
    assert all(measure.people_may_be_in_both for measure in terms.measures)
    values = [figure.given.value for figure in figures(papers[0], ACTOR) if isinstance(figure.given, Quantity)]
    assert 2250 not in values  # 630 + 1139 + 187 + 224 + 70
    assert 1769 not in values  # 432 + 1139 + 112 + 44 + 42


@pytest.mark.parametrize("style", ["2021/2", "2021/22", "2021/2022", "2021-22"])
def test_every_style_of_a_year_is_the_same_year(style: str) -> None:
    """I-O13: four styles in one paper, one year; it prints in one style."""
    assert read_period(style) == read_period("2021-04-01..2022-03-31")


def test_a_half_a_quarter_and_a_cohort_keep_their_own_periods(papers: Papers) -> None:
    """I-C2: the section speaks of six months, its finance of a quarter, its appendix of another."""
    found = {
        contract: {str(figure.period) for figure in returned(papers, contract)}
        for contract in ("cheshire-east-mycwa", "cheshire-east-employment")
    }
    assert found == {
        "cheshire-east-mycwa": {str(read_period("2019-20-H1"))},
        "cheshire-east-employment": {str(read_period("2019-20-Q3"))},
    }
    half = figures(papers[0], ACTOR, "cheshire-east-employment", "2019-20-H1")
    assert [figure for figure in half if figure.basis is Basis.RETURNED] == []


def test_those_who_came_in_and_those_who_finished_make_no_rate(papers: Papers) -> None:
    """I-C4: 11 men finished and 24 were referred, of other times and not all of them men: 45.8% is computed nowhere."""
    found = figures(papers[0], ACTOR, "cheshire-east-mycwa")
    assert {figure.kind for figure in found if figure.basis is Basis.COMPUTED} <= {"money"}
    values = [figure.given.value for figure in found if isinstance(figure.given, Quantity)]
    assert not any(45 < value < 46 for value in values)


def test_every_row_of_the_papers_is_answered_for_as_it_is_marked() -> None:
    """The papers' own table says of each row what a machine can do; ours says where it is done, or why not."""
    marked = {(row["id"], row["machine"]) for row in rows_of(TABLE)}
    assert {(row["row"], row["marked"]) for row in ANSWERED} == marked


def test_every_design_names_the_test_that_shows_it() -> None:
    """Why a fault cannot arise is shown by a test of this file, and what only a person can see says why."""
    designs = [row["place"] for row in ANSWERED if row["marked"] == "design"]
    assert [name for name in designs if name not in globals()] == []
    assert [row for row in ANSWERED if not row["words, or why"]] == []
