"""trace: from a figure back to its Sum, its entries, their returns and the decisions that admitted them."""

import pytest

from commissioning.errors import CommissioningError, NothingThere
from commissioning.report.words import shown
from commissioning.work.tracing import trace
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR, HARBOUR

SERVICES = "staffordshire-da-services"


def test_a_ratio_is_traced_to_both_its_counts(worked_workspace: Workspace) -> None:
    """37 of 51 people left safer in the second quarter, which a decision admitted."""
    [found] = trace(worked_workspace, ACTOR, HARBOUR, "safer-rate", None, "2025-26-Q2")
    assert found.says == "Advocacy (IDVA)!G22 in 2025-26-Q2 (37) out of Advocacy (IDVA)!G21 in 2025-26-Q2 (51)"
    assert [str(entry.place) for entry, _ in found.entries] == ["Advocacy (IDVA)!G22", "Advocacy (IDVA)!G21"]
    for entry, arrived in found.entries:
        assert arrived is not None
        assert entry.sha256 == arrived.receipt.sha256
        assert arrived.receipt.file == f"{HARBOUR}-2025-26-Q2.xlsx"
        assert arrived.admitted == (
            "accepted by Worked examples on 17 April 2026: The council made a move at night; agreed at the review."
        )


def test_a_year_is_traced_to_each_quarter_of_it(worked_workspace: Workspace) -> None:
    """64, 57, 78 and 73 referrals to the refuge; the third quarter is provisional, and so is the year."""
    *quarters, year = trace(worked_workspace, ACTOR, HARBOUR, "referrals", "refuge", "2025-26")
    assert [one.says for one in quarters] == [
        f"Refuge!G6 in 2025-26-Q{n} ({value})" for n, value in enumerate((64, 57, 78, 73), 1)
    ]
    assert year.says == " + ".join(one.says for one in quarters)
    admitted = [arrived.admitted for _, arrived in year.entries if arrived]
    assert admitted[0] == "accepted on import: nothing to explain"
    assert admitted[2] == "provisional: not accepted yet"
    assert year.figure.state.value == "provisional"


def test_a_part_of_a_breakdown_is_named_with_strokes(worked_workspace: Workspace) -> None:
    """The refuge's police referrals of the third quarter stand under its total."""
    [found] = trace(worked_workspace, ACTOR, HARBOUR, "referrals/source/police", "refuge", "2025-26-Q3")
    assert found.says == "Refuge!G7 in 2025-26-Q3 (30)"


def test_what_is_not_added_says_why(worked_workspace: Workspace) -> None:
    """Different people of four quarters make no year."""
    year = trace(worked_workspace, ACTOR, HARBOUR, "people-supported", None, "2025-26")[-1]
    assert year.says == "not worked out: one person may be counted in several periods"
    assert year.entries == ()


def test_what_contract_text_states_is_traced_to_its_table(worked_workspace: Workspace) -> None:
    """The paper gives the county council's yearly part on lines 30 to 39."""
    [found] = trace(worked_workspace, ACTOR, SERVICES, "county-council", None, None)
    assert found.says == "Contribution, Staffordshire County Council (£600,000.00)"
    [stated] = found.stated
    assert stated.stated_in.startswith(f"{SERVICES}.toml [funding.contribution.county-council], lines ")
    assert found.entries == ()


def test_what_is_left_of_a_value_is_traced_to_the_amounts_it_comes_of(worked_workspace: Workspace) -> None:
    """1,836,000 - 600,000 - 421,000 = 815,000."""
    [found] = trace(worked_workspace, ACTOR, SERVICES, "no-stated-area", None, None)
    assert shown(found.figure) == "at least £815,000.00 (to be confirmed)"
    assert found.says == (
        "Value (at least £1,836,000.00 (to be confirmed)) − Minimum spend, Staffordshire (£600,000.00)"
        " − Minimum spend, Stoke-on-Trent (£421,000.00)"
    )
    tables = [figure.stated_in.split(" ")[1].rstrip(",") for figure in found.stated]
    assert tables == ["[value]", "[funding.floor.staffordshire]", "[funding.floor.stoke-on-trent]"]


def test_a_total_of_capacity_is_traced_to_each_service(worked_workspace: Workspace) -> None:
    """3, 1, a half and a half are 5; the line's staff is not stated, so it is at least 5."""
    *services, whole = trace(worked_workspace, ACTOR, "trafford-victim-support", "fte", None, None)
    assert [shown(one.figure) for one in (*services, whole)] == [
        "3.0",
        "1.0",
        "not stated",
        "0.5",
        "0.5",
        "at least 5.0",
    ]
    assert whole.says.startswith("Full-time equivalents, IDVA (3.0) + ")
    assert len(whole.stated) == 5


def test_a_measure_that_came_only_in_parts_names_them(papers: tuple[Workspace, object]) -> None:
    """The paper gives the crimes of the north and of the south, and no whole."""
    words = "holds crimes only in parts; ask for one of them: crimes/area/north, crimes/area/south."
    with pytest.raises(NothingThere, match=words):
        trace(papers[0], ACTOR, "worcestershire-police-figures", "crimes", None, None)


def test_what_is_stated_for_another_time_says_so(worked_workspace: Workspace) -> None:
    """The yearly part begins in October 2018."""
    with pytest.raises(NothingThere, match="states no county-council in 2013-14"):
        trace(worked_workspace, ACTOR, SERVICES, "county-council", None, "2013-14")


@pytest.mark.parametrize(
    ("measure", "service", "period", "words"),
    [
        ("referralz", None, None, "has no measure 'referralz'; did you mean referrals?"),
        ("referrals", "refug", None, "has no service 'refug'; did you mean refuge?"),
        ("referrals", None, "2026-27-Q1", "holds no figure of referrals in 2026-27-Q1"),
    ],
)
def test_what_is_not_there_is_said(
    worked_workspace: Workspace, measure: str, service: str | None, period: str | None, words: str
) -> None:
    """With the nearest that is."""
    with pytest.raises(CommissioningError, match=words.replace("?", r"\?")) as refused:
        trace(worked_workspace, ACTOR, HARBOUR, measure, service, period)
    assert isinstance(refused.value, NothingThere) == (period is not None)
