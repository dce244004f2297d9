"""What a workbook, a blank return and `figures` say of targets, of ratings in other words, and of which way it went."""

from pathlib import Path

import pytest

from commissioning.beside import target_words
from commissioning.cli.asking import figure_json
from commissioning.contract import read_book
from commissioning.contract.aims import aim_of
from commissioning.period import read_period
from commissioning.template import lay_out
from commissioning.totals.figures import figures_of
from tests.builders import a_ledger, shipped_texts, some_terms
from tests.provider import REFUGE, a_workspace
from tests.test_front_page import QUIET, measures, quarters, table
from tests.test_monitoring import document, rows

COAST = read_book(shipped_texts()).contracts["illustrative-targets-coast-support"]
OTHER_WORDS = REFUGE.replace(
    'counting_rule = "Count each stay once."',
    'counting_rule = "Count each stay once."\npolarity = "higher"\nrating = "ours"\ntarget = { per_period = 4,'
    ' source = "Schedule 2", derived = { baseline = 3, period = "2024-25", change = "+25%", rounded = "up" } }',
).replace(
    "[relation.stays]",
    '[rating.ours]\nnothing_sent = "No rating this quarter"\n'
    'band = [{ word = "Met", within = 0 }, { word = "Missed" }]\n\n[relation.stays]',
)


def test_a_policys_own_words_are_shown_and_counted(tmp_path: Path) -> None:
    """Beside the usual ones, worst first; what is short of its target is listed whatever it is called."""
    made = document(quarters(tmp_path, {"Q1": f"{QUIET}, moved-in 3"}, OTHER_WORDS), "2025-26-Q1")
    assert table(made, "Summary", "Ratings").columns[0].heading == "Short of target"
    assert [row[3] for row in rows(made, "Summary", "Ratings")] == ["Missed"]
    assert [column.heading for column in table(made, "Summary", "Contracts").columns] == [
        "Contract",
        "Missed",
        "Not rated",
    ]


def test_a_period_of_which_nothing_came_has_the_policys_word(tmp_path: Path) -> None:
    """London Councils: no rating this quarter."""
    workspace = quarters(tmp_path, {"Q1": f"{QUIET}, moved-in 3"}, OTHER_WORDS)
    assert measures(workspace, "2025-26-Q2")["Households that moved in"][-1] == "No rating this quarter"


def test_what_a_target_follows_from_is_told_on_the_contracts_sheet(tmp_path: Path) -> None:
    """A quarter more than 3 is 3.75, which is 4."""
    made = document(quarters(tmp_path, {"Q1": f"{QUIET}, moved-in 3"}, OTHER_WORDS), "2025-26-Q1")
    assert list(rows(made, "refuge", "What the targets come from")) == [
        ["Households that moved in", "4 each period; 3 in 2024-25 plus 25% is 3.75, rounded up to 4; Schedule 2."]
    ]


def test_a_blank_return_says_what_is_aimed_at_in_its_period() -> None:
    """Of a profile the period's own number, or what the year is to have come to; of a range both ends."""
    said = {}
    for label in ("2024-25-Q2", "2024-25-Q3"):
        period = read_period(label)
        terms = COAST.terms_for(period)
        said[label] = [
            target_words(terms, terms.measure(code), period)
            for code in ("referrals", "sessions", "trained", "repeats", "occupancy")
        ]
    assert said == {
        "2024-25-Q2": [
            "at least 60 each period",
            "at least 108 by the end of this period",
            "at least 15 in this period",
            "not due yet",
            "85% to 95% each period",
        ],
        "2024-25-Q3": [
            "at least 70 each period",
            "at least 168 by the end of this period",
            "at least 40 in this period",
            "not due yet",
            "85% to 95% each period",
        ],
    }


def test_a_return_is_checked_against_both_ends_of_a_range() -> None:
    """Each is a target of its own to the sheet."""
    period = read_period("2024-25-Q2")
    found = lay_out(COAST.terms_for(period), period).specification.targets
    ends = [(target.comparison.operator, target.target) for target in found if target.key.measure == "occupancy"]
    assert ends == [(">=", "85%"), ("<=", "95%")]


def test_figures_for_machines_have_both_ends_and_both_directions() -> None:
    """Exact numbers as text, and the reason where nothing can be said."""
    returns = {"2025-26-Q1": "units 50", "2025-26-Q2": "units 45"}
    text = 'measure.units = { polarity = "in range", target = { low = 10, high = 40 } }'
    found = figures_of(a_ledger(returns, text), read_period("2025-26-Q2"))
    [units] = [figure_json(figure) for figure in found if figure.key.measure == "units"]
    assert (units["target"], units["target_high"], units["rating"]) == ("10", "40", "Red")
    assert units["since_period_before"] == {
        "direction": "improved",
        "since": "2025-26-Q1",
        "before": "50",
        "now": "45",
        "provisional": False,
        "why": None,
    }
    assert units["since_last_year"] is None


def test_a_change_holds_from_the_first_period_that_begins_on_or_after_its_day() -> None:
    """One in the middle of a period waits for the next."""
    dated = "[{ from = 2025-07-01, per_period = 70 }, { from = 2025-11-01, annual = 300 }]"
    terms = some_terms(f"measure.referrals.target.changes = {dated}")
    found = [aim_of(terms, terms.measure("referrals"), read_period(f"2025-26-Q{n}")) for n in (1, 2, 3)]
    assert [aim and str(aim.value) for aim in found] == ["60", "70", "70"]
    last = aim_of(terms, terms.measure("referrals"), read_period("2025-26-Q4"))
    assert last is not None
    assert (str(last.value), last.says) == ("300", "for the year")


def test_a_profile_in_parts_comes_to_the_years_target_to_the_last_place() -> None:
    """Thirds of 100 are 33.3333, 33.3334 and 33.3333."""
    changes = """
measure.surveys.polarity = "higher"
measure.surveys.target = { annual = 100, profile = ["1/3", "1/3", "1/3", "0%"] }
"""
    target = some_terms(changes).measure("surveys").target
    assert target is not None
    assert [str(part) for part in target.profile] == ["33.3333", "33.3334", "33.3333", "0.0000"]
    assert sum(target.profile) == target.annual


def test_a_folder_without_reference_files_may_name_published_policies(tmp_path: Path) -> None:
    """They come with the engine; a folder's own file of them takes their place."""
    text = REFUGE.replace('unit = "households"', 'unit = "households"\nrating = "havering-2013-14"')
    workspace = a_workspace(tmp_path / "ws")
    (workspace.folder / "contracts" / "refuge.toml").write_text(text, encoding="utf-8")
    assert [str(fault) for fault in type(workspace)(workspace.folder).read_book.faults] == []
    own = workspace.folder / "contracts" / "reference"
    own.mkdir()
    (own / "ratings.toml").write_text("[rating.ours]\ntolerance = 10\n", encoding="utf-8")
    assert type(workspace)(workspace.folder).read_book.faults


MONTHLY = """
- measure.trained.target
[[variation]]
from = 2025-07-01
reason = "Figures are wanted sooner."
reporting.frequency = "month"
"""
BY_MONTH = MONTHLY + "measure.referrals.target.per_period = 20\n"


@pytest.mark.parametrize(
    ("changes", "rating", "shown"),
    [
        (MONTHLY, ("not rated", "its target is for each quarter"), "none: its target is for each quarter"),
        (BY_MONTH, ("Green", "target of at least 20 each period met"), "at least 20 each period"),
    ],
    ids=["the target stays as it was", "the target is restated"],
)
def test_a_target_of_each_quarter_says_nothing_of_a_month(changes: str, rating: tuple[str, str], shown: str) -> None:
    """20 referrals in July meet 60 a quarter as well as a month can; nobody is Red for a number meant for three."""
    answers = "referrals {0}\nreferrals/source/police {0}\nreferrals/source/other 0\nreferrals/source/not-known 0"
    ledger = a_ledger({"2025-26-Q1": answers.format(60), "2025-07": answers.format(20)}, changes)
    found = [one for one in figures_of(ledger) if (one.key.measure, one.key.dimension) == ("referrals", "")]
    quarter, month = [(one.rating.word, one.rating.why) for one in found]
    assert (quarter, month) == (("Green", "target of at least 60 each period met"), rating)
    assert [one.short_term.why for one in found if one.short_term][-1] == "2025-26-Q1 is a period of another length"
    terms = ledger.contract.terms_for(july := read_period("2025-07"))
    assert target_words(terms, terms.measure("referrals"), july) == shown
    asked = [target.key.measure for target in lay_out(terms, july).specification.targets]
    assert ("referrals" in asked) == (rating[0] == "Green")
