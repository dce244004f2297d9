"""What the front page and a contract's sheet say: what changed, which way, what is compared and what is not."""

from pathlib import Path

import pytest

from commissioning.model.document import Document, Sheet, Table, Trend
from commissioning.period import read_period
from commissioning.report.movement import direction
from commissioning.totals.figures import figures_of
from commissioning.totals.lines import lines_of
from commissioning.work.importing import import_returns
from commissioning.work.workspace import Workspace
from tests.builders import a_ledger
from tests.provider import REFUGE, a_return, a_workspace, sent
from tests.test_monitoring import OFFICER, clock, document, rows

TARGETED = REFUGE.replace(
    'counting_rule = "Count each stay once."',
    'counting_rule = "Count each stay once."\npolarity = "higher"\ntarget = { per_period = 4 }',
)
"""The refuge's contract with a target: four households move in each quarter."""
QUIET = "open-at-start 4, open-at-end 4, trained 10"
CHANGES = "What changed since the period before"


def quarters(folder: Path, answers: dict[str, str], text: str = TARGETED) -> Workspace:
    """A workspace in which those quarters of the refuge were returned, a day before each was due."""
    workspace = a_workspace(folder / "ws", {"refuge.toml": text})
    files = {f"{name}.xlsx": a_return(f"2025-26-{name}", said, text=text) for name, said in answers.items()}
    import_returns(workspace, sent(folder / "in", files), OFFICER, clock)
    return workspace


def sheet(made: Document, name: str) -> Sheet:
    """One sheet of a document."""
    return next(one for one in made.sheets if one.name == name)


def table(made: Document, name: str, title: str) -> Table:
    """One table of a sheet."""
    return next(one for one in sheet(made, name).tables if one.title == title)


def measures(workspace: Workspace, period: str) -> dict[str, list[str]]:
    """The contract's measures by name, from the service on."""
    return {row[0]: row[1:] for row in rows(document(workspace, period), "refuge", "Measures") if len(row[1]) > 1}


def test_a_change_is_said_in_a_sentence_and_shown_with_both_figures(tmp_path: Path) -> None:
    """From 3 to 5 is 2 more; a change of rating is said first."""
    said = {"Q1": f"{QUIET}, moved-in 3", "Q2": QUIET.replace("trained 10", "trained 11") + ", moved-in 5"}
    found = list(rows(document(quarters(tmp_path, said), "2025-26-Q2"), "Summary", CHANGES))
    assert [row[:4] for row in found] == [
        ["Households that moved in, Refuge: Red to Green; rose from 3 to 5 (2 more)", "3.0000", "5.0000", "2.0000"],
        ["People trained since the start: rose from 10 to 11 (1 more)", "10.0000", "11.0000", "1.0000"],
    ]
    assert {row[4] for row in found} == {"2025-26-Q1 to 2025-26-Q2"}


def test_what_stayed_the_same_is_no_news(tmp_path: Path) -> None:
    """And where nothing can be compared, a sentence says so."""
    said = dict.fromkeys(("Q1", "Q2"), f"{QUIET}, moved-in 4")
    made = document(quarters(tmp_path, said), "2025-26-Q2")
    assert list(rows(made, "Summary", CHANGES)) == []
    assert table(made, "Summary", CHANGES).empty.startswith("Nothing that can be compared")


@pytest.mark.parametrize(
    ("answers", "period", "direction"),
    [
        ({"Q1": 3, "Q2": 5}, "2025-26-Q2", "↑ improved since 2025-26-Q1"),
        ({"Q1": 5, "Q2": 3}, "2025-26-Q2", "↓ worsened since 2025-26-Q1"),
        ({"Q1": 5, "Q2": 5}, "2025-26-Q2", "→ maintained since 2025-26-Q1"),
        ({"Q1": 5}, "2025-26-Q1", "no earlier figure"),
        ({"Q1": 5, "Q3": 9}, "2025-26-Q3", "not returned in 2025-26-Q2"),
    ],
)
def test_the_direction_of_travel_is_said_in_words(
    tmp_path: Path, answers: dict[str, int], period: str, direction: str
) -> None:
    """Better or worse where the contract says which that is; never over a quarter that is missing."""
    workspace = quarters(tmp_path, {q: f"{QUIET}, moved-in {n}" for q, n in answers.items()})
    assert measures(workspace, period)["Households that moved in"][-2] == direction


def test_figures_that_are_only_limits_have_no_direction() -> None:
    """At least 70 may be 70 or 700; an earlier figure is there, and says nothing of it."""
    returns = {"2025-26-Q1": "referrals 60", "2025-26-Q2": "referrals 70 | at least"}
    ledger, asked = a_ledger(returns, 'measure.referrals.bounds = ["at least"]'), read_period("2025-26-Q2")
    lines = lines_of(ledger, asked, figures_of(ledger, asked))
    [referrals] = [line for line in lines if line.about == "Referrals"]
    assert direction(referrals) == "not compared: not exact"


def test_where_the_contract_says_neither_it_is_higher_or_lower(tmp_path: Path) -> None:
    """More people in a refuge is neither good nor bad."""
    said = {"Q1": f"{QUIET}, moved-in 4", "Q2": "open-at-start 4, open-at-end 3, trained 10, moved-in 4"}
    found = measures(quarters(tmp_path, said), "2025-26-Q2")
    assert found["Households at the end"][-2] == "↓ lower since 2025-26-Q1"


def test_a_measure_that_was_worded_otherwise_before_is_not_compared(tmp_path: Path) -> None:
    """The figures stand beside each other; no sentence, no direction and no line joins them."""
    varied = f"""{TARGETED}
[[variation]]
from = 2025-07-01
reason = "Stays of one night no longer count."
measure.moved-in.definition = "Households whose stay of two nights or more began."
"""
    workspace = a_workspace(tmp_path / "ws", {"refuge.toml": varied})
    files = {"Q1.xlsx": a_return("2025-26-Q1", f"{QUIET}, moved-in 3", text=TARGETED)}
    files["Q2.xlsx"] = a_return("2025-26-Q2", f"{QUIET}, moved-in 5", text=varied)
    editions(workspace, TARGETED)
    import_returns(workspace, sent(tmp_path / "in", files), OFFICER, clock)
    found = measures(workspace, "2025-26-Q2")["Households that moved in"]
    assert found[1:3] == ["3.0000", "5.0000"]
    assert found[-2] == "asked differently before"
    assert not [row for row in rows(document(workspace, "2025-26-Q2"), "Summary", CHANGES) if "moved in" in row[0]]


def editions(workspace: Workspace, text: str) -> None:
    """Keep the first quarter's edition of another wording of the contract too."""
    from commissioning.specification import write_specification
    from tests.provider import blank_return

    template, _ = blank_return(text, "2025-26-Q1")
    kept = workspace.folder / "returns" / "editions" / f"{template.edition}.json"
    kept.write_text(write_specification(template.specification), encoding="utf-8")


def test_four_periods_are_shown_oldest_first_and_a_small_line_joins_the_numbers_at_their_end(tmp_path: Path) -> None:
    """The second quarter is missing, so the line begins with the third."""
    said = {q: f"{QUIET}, moved-in {n}" for q, n in (("Q1", 3), ("Q3", 5), ("Q4", 6))}
    made = document(quarters(tmp_path, said), "2025-26-Q4")
    shown = table(made, "refuge", "Measures")
    assert [column.heading for column in shown.columns[2:6]] == [f"2025-26-Q{n}" for n in (1, 2, 3, 4)]
    row = next(row for row in shown.rows if getattr(row[0], "text", "") == "Households that moved in")
    assert row[6] == Trend(4, 5)
    assert measures(quarters(tmp_path / "again", said), "2025-26-Q4")["Households that moved in"][1:5] == [
        "3.0000",
        "not returned",
        "5.0000",
        "6.0000",
    ]


def test_returns_that_are_late_or_missing_stand_on_the_front_page_and_others_do_not(tmp_path: Path) -> None:
    """Q1 was due on 21 July 2025, and all came on 10 April 2026: 263 days after it. Q4 is not in."""
    workspace = quarters(tmp_path, {"Q1": f"{QUIET}, moved-in 4"})
    [late] = rows(document(workspace, "2025-26-Q1"), "Summary", "Returns outstanding or late")
    assert late[1:5] == ["2025-26-Q1", "21 July 2025", "10 April 2026", "accepted, 263 days late"]
    [missing] = rows(document(workspace, "2025-26-Q4"), "Summary", "Returns outstanding or late")
    assert missing[3:5] == ["not received", "outstanding"]


def test_a_return_that_needs_explanation_asks_for_a_decision_wherever_its_figures_are_used(tmp_path: Path) -> None:
    """The second quarter's figures are in the third's year to date."""
    said = {"Q2": "open-at-start 4, moved-in 0, open-at-end 9, trained 10", "Q3": f"{QUIET}, moved-in 4"}
    workspace = quarters(tmp_path, said)
    for period in ("2025-26-Q2", "2025-26-Q3"):
        needs = list(rows(document(workspace, period), "Summary", "What needs a decision"))
        assert ["2025-26-Q2", "accept or query"] in [row[1:3] for row in needs]
    [change] = [r for r in rows(document(workspace, "2025-26-Q3"), "Summary", CHANGES) if "moved in" in r[0]]
    assert change[0] == "Households that moved in, Refuge: rose from 0 to 4 (4 more) [p]"


def test_ratings_are_counted_and_the_red_and_amber_listed(tmp_path: Path) -> None:
    """Three moved in and the target is four; of the three other figures none has a target."""
    made = document(quarters(tmp_path, {"Q1": f"{QUIET}, moved-in 3"}), "2025-26-Q1")
    [red] = rows(made, "Summary", "Ratings")
    assert red[:5] == ["Households that moved in, Refuge", "3.0000", "4.0000", "Red", "no earlier figure"]
    assert [column.heading for column in table(made, "Summary", "Contracts").columns] == [
        "Contract",
        "Red",
        "Not rated",
    ]
    assert list(rows(made, "Summary", "Contracts")) == [["A refuge, for tests", "1.0000", "3"]]


def test_where_all_is_well_the_front_page_says_so(tmp_path: Path) -> None:
    """A sentence in the place of each empty table."""
    made = document(quarters(tmp_path, {"Q1": f"{QUIET}, moved-in 4"}), "2025-26-Q1")
    assert table(made, "Summary", "What needs a decision").empty == "Nothing: every return that is in stands."
    assert table(made, "Summary", "Ratings").rows == ()
    assert table(made, "Summary", "Ratings").empty == "Nothing is Red or Amber."
