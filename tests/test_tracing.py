"""trace: from a figure back to its Sum, its entries, their returns and the decisions that admitted them."""

import pytest

from commissioning.errors import CommissioningError, NothingThere
from commissioning.work.tracing import trace
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR, HARBOUR


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
