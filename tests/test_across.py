"""Figures of several services and contracts: added where they may be, and in words why not where they may not."""

from pathlib import Path

import pytest

from commissioning.model.document import Number
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.workspace import Workspace
from tests.provider import REFUGE, a_return, a_workspace, sent
from tests.test_front_page import table
from tests.test_monitoring import OFFICER, clock, document, rows
from tests.worked import HARBOUR

MOVED = "Households that moved in"
Papers = tuple[Workspace, dict[str, Outcome]]


def two_refuges(folder: Path, other: str) -> Workspace:
    """Two contracts; 3 households moved in at the one, 4 at the other."""
    texts = {"refuge.toml": REFUGE, "annexe.toml": other}
    workspace = a_workspace(folder / "ws", texts)
    answers = "open-at-start 4, open-at-end 4, trained 10, moved-in"
    files = {
        "refuge.xlsx": a_return("2025-26-Q1", f"{answers} 3"),
        "annexe.xlsx": a_return("2025-26-Q1", f"{answers} 4", contract="annexe", text=other),
    }
    import_returns(workspace, sent(folder / "in", files), OFFICER, clock)
    return workspace


@pytest.mark.parametrize("where", ["By provider", "By measure"])
def test_a_flow_of_two_contracts_that_mean_the_same_is_added(tmp_path: Path, where: str) -> None:
    """3 and 4 make 7, as a Sum; people in a refuge on one day are not added."""
    made = document(two_refuges(tmp_path, REFUGE), "2025-26-Q1")
    found = {row[0]: row for row in rows(made, where, "Measures")}
    assert found[f"{MOVED}, together"][4] == "7.0000"
    assert found["Households at the end, together"][4] == "not added"
    assert found["Households at the end, together"][7].startswith("not added: one person may be in several services")
    totals = [piece for row in table(made, where, "Measures").rows for piece in row if isinstance(piece, Number)]
    assert all(total.expression is not None for total in totals)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('definition = "Households whose stay began."', 'definition = "Households whose stay of a week began."'),
        ('counting_rule = "Count each stay once."', 'counting_rule = "Count each household once."'),
    ],
)
def test_one_code_with_two_meanings_is_never_added(tmp_path: Path, old: str, new: str) -> None:
    """They stand apart, and a note says why."""
    made = document(two_refuges(tmp_path, REFUGE.replace(old, new)), "2025-26-Q1")
    found = [row for row in rows(made, "By measure", "Measures") if row[0].startswith(MOVED)]
    assert [row[4] for row in found] == ["4.0000", "3.0000"]
    assert table(made, "By measure", "Measures").notes == (
        "moved-in means different things in different contracts, so it is not added.",
    )


def test_people_who_may_be_in_both_services_are_not_added(worked_workspace: Workspace) -> None:
    """The contract says so of referrals, and the sheet gives its reason."""
    found = {row[0]: row for row in rows(document(worked_workspace, "2025-26-Q4"), "By measure", "Measures")}
    why = "not added: one person may be referred to the refuge and to an advocate"
    assert found["Referrals received, together"][4:] == ["not added", "", "", why]


def test_a_service_for_two_areas_stands_under_both_together(worked_workspace: Workspace) -> None:
    """The advocates serve Harbour alone; refuge and helpline serve both, and are not divided."""
    found = list(rows(document(worked_workspace, "2025-26-Q4"), "By area", "Measures"))
    joint = next(number for number, row in enumerate(found) if row[0] == "Harbour and Vale (jointly)")
    assert found[0][0] == "Harbour"
    assert {row[2] for row in found[1:joint]} == {"Advocacy (IDVA)"}
    assert {row[2] for row in found[joint + 1 :]} == {"Refuge", "Helpline", "Whole contract"}


def test_each_funder_has_its_part_of_the_charge(worked_workspace: Workspace) -> None:
    """A third of £152,004.95 is 5,066,831 2/3 pence; the third largest remainder gets the last of three odd pennies.

    The others have 7/8, 3/4, 11/20 and 19/120 of a penny over.
    """
    found = list(rows(document(worked_workspace, "2025-26-Q4"), "By funder", "Parts of charges"))
    heading = next(n for n, row in enumerate(found) if row[0].startswith("Vale City Council"))
    assert found[heading + 1][3:5] == ["33.33%", "50668.3200"]


def test_a_funnel_gives_parts_only_of_what_counts_the_same(worked_workspace: Workspace) -> None:
    """Of 71 referrals to the advocates 60 were accepted: 84.5070%. Cases closed are people, not referrals."""
    title = "From referral to the end of support: Advocacy (IDVA)"
    made = document(worked_workspace, "2025-26-Q4")
    assert list(rows(made, HARBOUR, title)) == [
        ["Referrals received", "71.0000", ""],
        ["Referrals accepted", "60.0000", "84.5070"],
        ["Cases closed", "52.0000", "not compared"],
        ["People who left safer", "42.0000", "not compared"],
    ]
    notes = table(made, HARBOUR, title).notes
    assert "not one group of people" in notes[0]
    assert notes[1] == "Counts of people are not compared with counts of referrals."


def test_a_stage_whose_unit_is_not_stated_is_shown_and_not_compared(papers: Papers) -> None:
    """The paper has 630 referrals to group work and 432 who entered, and does not say what the 432 are."""
    title = "From referral to entering service"
    made = document(papers[0], "2021-22")
    assert next(rows(made, "worcestershire-daass", title)) == ["Group work", "630.0000", "432.0000"]
    notes = table(made, "worcestershire-daass", title).notes
    assert notes[1] == "Counts of what is not stated are not compared with counts of referrals."


def test_parts_of_a_breakdown_are_of_their_whole_only_where_nobody_is_in_two(worked_workspace: Workspace) -> None:
    """27 of the refuge's 73 referrals came from the police, 36.9863%; types of abuse overlap and have no such part."""
    made = document(worked_workspace, "2025-26-Q4")
    police = next(row for row in rows(made, HARBOUR, "By referral source") if row[0] == "Police")
    assert police[-1] == "36.9863"
    abuse = table(made, HARBOUR, "By type of abuse")
    assert abuse.columns[-1].heading == "Trend"
    assert abuse.notes == ("One person may be in several of these, so they do not add up to the whole.",)


RATE = """
[measure.stayed]
label = "Still there at the end, out of those who moved in"
kind = "ratio"
role = "output"
unit = "percent"
definition = "The two counts."
counting_rule = "Computed."
numerator = "open-at-end"
denominator = "moved-in"
"""


def test_a_ratio_of_people_on_one_day_is_not_added_over_contracts(tmp_path: Path) -> None:
    """A person on both sides of the sum would be in its numerator twice."""
    text = REFUGE.replace("[relation.stays]", f"{RATE}\n[relation.stays]")
    texts = {"refuge.toml": text, "annexe.toml": text}
    workspace = a_workspace(tmp_path / "ws", texts)
    answers = "open-at-start 4, open-at-end 4, trained 10, moved-in 8"
    files = {f"{one}.xlsx": a_return("2025-26-Q1", answers, contract=one, text=text) for one in ("refuge", "annexe")}
    import_returns(workspace, sent(tmp_path / "in", files), OFFICER, clock)
    found = {row[0]: row for row in rows(document(workspace, "2025-26-Q1"), "By measure", "Measures")}
    why = found["Still there at the end, out of those who moved in, together"][7]
    assert why == "not added: one person may be in several services on the day"
