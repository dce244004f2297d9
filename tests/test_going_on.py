"""Figures beside those before them: what is asked about, at its cell with its arithmetic, and what is not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.checks import check_admission
from commissioning.checks.going_on import _median
from commissioning.findings import said
from commissioning.model.finding import Finding, Severity
from tests.builders import among_earlier
from tests.test_restated import printing

QUARTERS = tuple(f"{year}-Q{quarter}" for year in ("2025-26", "2026-27", "2027-28") for quarter in (1, 2, 3, 4))


def found(answer: str, before: str, now: str, text: str = "", provisional: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """What is said of the last of some quarters, where one answer has had these figures, oldest first."""
    figures = before.split()
    earlier = {
        quarter: f"{answer} {figure}" for quarter, figure in zip(QUARTERS, figures, strict=False) if figure != "-"
    }
    period = QUARTERS[len(figures)]
    return check_admission(among_earlier(earlier, period, f"{answer} {now}", text, provisional))


def places(findings: tuple[Finding, ...]) -> list[str]:
    """Findings as `H007 Refuge!G6`."""
    return [f"{one.code} {' '.join(map(str, one.places))}".strip() for one in findings if one.code[0] in "HW"]


FAR = [
    # Median 12, distances 3 2 1 0 1 2 3 3, half within 2 or 2.5: 60 lies 48 away, which is far.
    ("accepted", "9 10 11 12 13 14 15 15", "60", ["H007 Refuge!G11"]),
    ("accepted", "9 10 11 12 13 14 15 15", "21", []),
    # Median 50, distances 1 1 2 2: half within 1.5. 57 is 7 away: less than the 10 below which nothing is said.
    ("accepted", "49 51 48 52", "57", []),
    # 60 is 10 away: 10 x 0.6745 / 1.5 is 4.5, more than 3.5.
    ("accepted", "49 51 48 52", "60", ["H007 Refuge!G11"]),
    # Median 50, half within 10: 101 is 51 x 0.6745 / 10 = 3.44 away, and 102 is 3.51.
    ("accepted", "40 60 40 60", "101", []),
    ("accepted", "40 60 40 60", "102", ["H007 Refuge!G11"]),
    # Three are too few to tell.
    ("accepted", "12 12 12", "90", []),
    ("accepted", "12 12 12 12", "90", ["H007 Refuge!G11"]),
    ("accepted", "12 12 12 12", "21", []),
    # Half are one number: the mean distance (18 / 5) stands in, and 4.5 of them are allowed: 20 + 15.8.
    ("accepted", "20 20 20 29 29", "35", []),
    ("accepted", "20 20 20 29 29", "36", ["H007 Refuge!G11"]),
    # What has a bound is not compared, on either side; and a gap is no figure.
    ("accepted", "12 12 12 -", "90", []),
    ("accepted", "12 12 12 12", "90 | fewer than", []),
    ("accepted", "12 12 12 12", "| not known", []),
    # Parts are too small, and a running total only grows.
    ("referrals/source/other", "12 12 12 12", "90", []),
    ("trained", "12 12 12 12", "90", []),
    # 0 where there always were some.
    ("accepted", "12 12 12 12", "0", ["H009 Refuge!G11"]),
    ("accepted", "12 12 12", "0", []),
    ("accepted", "12 12 0 12", "0", []),
    ("accepted", "2 1 3 4", "0", []),
    ("accepted", "5 5 5 5", "0", ["H009 Refuge!G11"]),
]


@pytest.mark.parametrize(("answer", "before", "now", "expected"), FAR)
def test_a_figure_far_from_those_before_it_is_asked_about(
    answer: str, before: str, now: str, expected: list[str]
) -> None:
    """By the median of its own history and how far from it half of them lie; small counts and short histories never."""
    assert places(found(answer, before, now)) == expected


POLICIES = [
    ("history.periods = 3", "12 12 12", "90", ["H007 Refuge!G11"]),
    ("history.smallest = 100", "12 12 12 12", "90", []),
    ('history.far = "5"', "49 51 48 52", "60", []),
    ('history.far = "4.4"', "49 51 48 52", "60", ["H007 Refuge!G11"]),
]


@pytest.mark.parametrize(("text", "before", "now", "expected"), POLICIES)
def test_how_far_is_far_is_contract_text(text: str, before: str, now: str, expected: list[str]) -> None:
    """Every number of it is named there; what is left out has its default."""
    assert places(found("accepted", before, now, text)) == expected


def test_what_is_still_provisional_is_not_among_those_before() -> None:
    """It may yet be corrected, and would mislead."""
    assert places(found("accepted", "12 12 12 12", "90", provisional=("2025-26-Q2",))) == []
    assert places(found("accepted", "12 12 12 12 12", "90", provisional=("2025-26-Q2",))) == ["H007 Refuge!G11"]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_half_of_all_numbers_are_on_either_side_of_their_median(numbers: list[int]) -> None:
    """Exactly, in whatever order they came."""
    middle = _median([Fraction(number) for number in numbers])
    assert 2 * sum(number <= middle for number in numbers) >= len(numbers)
    assert 2 * sum(number >= middle for number in numbers) >= len(numbers)


CHANGED = """
[[variation]]
from = 2025-10-01
reason = "Agreed."
"""
CHANGES = [
    ('measure.accepted.definition = "Households."', "40", "80", ["H008 Refuge!G11"], "its definition changed"),
    ('measure.accepted.counting_rule = "Once."', "40", "80", ["H008 Refuge!G11"], "its counting rule changed"),
    ('parties.provider = "health-board"', "40", "80", ["H008 Refuge!G11"], "the provider changed"),
    ('service.refuge.provider = "health-board"', "40", "80", ["H008 Refuge!G11"], "the provider changed"),
    ('measure.accepted.definition = "Households."', "40", "49", [], ""),
    ('measure.surveys.definition = "Sent."', "40", "80", [], ""),
    ("reporting.due_working_days = 10", "40", "80", [], ""),
]


@pytest.mark.parametrize(("change", "before", "now", "expected", "words"), CHANGES)
def test_a_jump_where_what_is_counted_changed_is_noted(
    change: str, before: str, now: str, expected: list[str], words: str
) -> None:
    """The two figures are not of the same thing; so nobody asks which of them is wrong."""
    findings = found("accepted", f"- {before}", now, f"{CHANGED}{change}\n")
    assert places(findings) == expected
    assert all(words in one.there for one in findings)


def test_figures_before_a_change_are_no_history_of_those_after_it() -> None:
    """Four of the old and two of the new: too few to be far from. Where they meet it is said that they differ."""
    text = CHANGED.replace("2025-10-01", "2026-04-01") + 'measure.accepted.definition = "Households."\n'
    assert places(found("accepted", "12 12 12 12", "90", text)) == ["H008 Refuge!G11"]
    assert places(found("accepted", "12 12 12 12 90", "30", text)) == []


# A whole return beside the one before it.

REFUGE_FIGURES = """
referrals 60
referrals/source/police 40
referrals/source/other 18
referrals/source/not-known 2
accepted 48
open-at-end 15
"""
SAME = [
    ("", ["H006 Refuge!G6 Refuge!G7 Refuge!G8 Refuge!G9 Refuge!G11 Refuge!G13"]),
    ("accepted 47", ["H006 Refuge!G6 Refuge!G7 Refuge!G8 Refuge!G9 Refuge!G13"]),
    ("accepted 47\nopen-at-end 16", []),
    ("accepted 48 | about", ["H006 Refuge!G6 Refuge!G7 Refuge!G8 Refuge!G9 Refuge!G13"]),
    # The two changed places, and no more than five of the others are as they were.
    ("referrals 48\naccepted 60", ["H013 Refuge!G6 Refuge!G11"]),
    ("referrals/source/police 18\nreferrals/source/other 40\naccepted 1", ["H013 Refuge!G7 Refuge!G8"]),
    # Of other services, of parts and wholes, or small ones: chance.
    ("referrals/source/police 48\naccepted 40\nopen-at-end 14", []),
    ("referrals/source/not-known 15\nopen-at-end 2\naccepted 1", []),
    ("referrals 100\nreferrals/source/police 18\nreferrals/source/other 41\naccepted 1", []),
]


@pytest.mark.parametrize(("changes", "expected"), SAME)
def test_a_copy_of_the_last_return_and_two_rows_mixed_up_are_noted(changes: str, expected: list[str]) -> None:
    """One figure that is as it was is nothing."""
    lines = {line.split()[0]: line for line in (REFUGE_FIGURES + changes).splitlines() if line}
    admission = among_earlier({"2025-26-Q1": REFUGE_FIGURES}, "2025-26-Q2", "\n".join(lines.values()))
    assert places(check_admission(admission)) == expected


def test_places_posts_and_money_that_stay_the_same_are_no_copy() -> None:
    """They are agreed, and should."""
    steady = "units 20\nstaff 7.5\nspend 120.50"
    admission = among_earlier({"2025-26-Q1": steady}, "2025-26-Q2", steady, "history.same = 2")
    assert places(check_admission(admission)) == []


def test_a_copy_is_looked_for_beside_the_last_return_alone() -> None:
    """Not beside one before a return that is missing, nor one that is still provisional."""
    for earlier, provisional in (("2025-26-Q1", ()), ("2025-26-Q2", ("2025-26-Q2",))):
        admission = among_earlier({earlier: REFUGE_FIGURES}, "2025-26-Q3", REFUGE_FIGURES, "", provisional)
        assert places(check_admission(admission)) == []


TO_DATE = """
[measure.people-to-date]
kind = "distinct-people"
services = ["advocacy"]
to_date_of = "people"

[measure.seen]
kind = "flow"
services = ["whole-contract"]

[measure.seen-since-start]
kind = "cumulative"
services = ["whole-contract"]
to_date_of = "seen"
"""
PEOPLE = "people {}\npeople-to-date {}"
YEAR = [
    # Quarter by quarter: people of the quarter, and of the year so far.
    (["30 30", "25 50"], [], ""),
    (["30 30", "25 55"], [], ""),
    (["30 30", "25 30"], [], ""),
    (["30 30", "25 56"], ["H003"], "more than all of its periods come to: 30 + 25 = 55"),
    (["30 30", "25 29"], ["H003"], "fewer than the 30 of 2025-26-Q1"),
    (["20 20", "35 30"], ["H003"], "fewer than the 35 of 2025-26-Q2 alone"),
    (["30 31"], ["H003"], "more than all of its periods come to: 30 = 30"),
    # Without one of its quarters nobody knows the most there can be.
    (["- -", "25 90"], [], ""),
    (["- -", "25 24"], ["H003"], "fewer than the 25 of 2025-26-Q2 alone"),
    # A new year begins anew.
    (["30 30", "25 50", "20 60", "20 70", "15 15"], [], ""),
]


@pytest.mark.parametrize(("quarters", "expected", "words"), YEAR)
def test_people_of_the_year_so_far_lie_between_the_most_of_a_quarter_and_all_of_them(
    quarters: list[str], expected: list[str], words: str
) -> None:
    """max(quarters) <= year to date <= sum(quarters), and it never falls within the year."""
    answers = [PEOPLE.format(*quarter.split()) if quarter != "- -" else "" for quarter in quarters]
    earlier = {period: text for period, text in zip(QUARTERS, answers[:-1], strict=False) if text}
    findings = check_admission(among_earlier(earlier, QUARTERS[len(answers) - 1], answers[-1], TO_DATE))
    assert [one.code for one in findings if one.code[0] == "H"] == expected
    assert all(words in one.there for one in findings if one.code == "H003")


SINCE_START = [
    # 100 before, and 20 more.
    ("120", []),
    ("125", ["H004"]),
    ("119", ["H004"]),
    ("100 | about", []),
    # A total that fell is said to have fallen, and no more.
    ("90", ["H002"]),
    ("| not known", []),
]


@pytest.mark.parametrize(("total", "expected"), SINCE_START)
def test_a_total_that_does_not_go_on_from_the_last_one_restates_it(total: str, expected: list[str]) -> None:
    """What came in the period, and what was there before it, make what is there now."""
    assert [one.code for one in restated(total) if one.code[0] == "H"] == expected


def restated(total: str) -> tuple[Finding, ...]:
    """What is said of a total since a start, where 20 came after a total of 100."""
    before, now = "seen 40\nseen-since-start 100", f"seen 20\nseen-since-start {total}"
    return check_admission(among_earlier({"2025-26-Q1": before}, "2025-26-Q2", now, TO_DATE))


WORDS = {
    "H003": (
        check_admission(
            among_earlier({"2025-26-Q1": PEOPLE.format(30, 30)}, "2025-26-Q2", PEOPLE.format(25, 56), TO_DATE)
        ),
        "H003, needs explanation. People to date is 56, more than all of its periods come to: 30 + 25 = 55. "
        "Correct it, or say how people were counted over the year so far.",
    ),
    "H004": (
        restated("125"),
        "H004, needs explanation. Seen since start is 125, of which 20 came in this period: so it was 105 before, and "
        "the last return said 100. Correct it, or say which earlier figures have changed; an earlier return is "
        "corrected by a new one.",
    ),
    "H005": (
        printing("48", "45", ("2025-26-Q1",)),
        "Refuge!E11: H005, note. Beside Accepted, “45” stands for the last period, and 48 (still provisional) is what "
        "was recorded of it. Leave earlier figures as they were sent. If one was wrong, send that return again.",
    ),
    "H006": (
        check_admission(among_earlier({"2025-26-Q1": REFUGE_FIGURES}, "2025-26-Q2", f"{REFUGE_FIGURES}people 3")),
        "Refuge!G6:G9, Refuge!G11, Refuge!G13: H006, note. 6 figures of Refuge are exactly what they were in the last "
        "return. If last period's figures were sent again by mistake, send this period's.",
    ),
    "H007": (
        found("accepted", "9 10 11 12 13 14 15 15", "60"),
        "Refuge!G11: H007, note. Accepted is 60, far from the 8 before it: their median is 12.5, half of them within 2 "
        "of it. Check it. If it is right, say beside it what happened.",
    ),
    "H008": (
        found("accepted", "- 40", "80", f'{CHANGED}measure.accepted.definition = "Households."\n'),
        "Refuge!G11: H008, note. Accepted is 80 and was 40 in 2025-26-Q2, and its definition changed in between: the "
        "two are not of the same thing. Nothing is wrong. Say beside it how much of the change comes from that, if you "
        "know.",
    ),
    "H009": (
        found("accepted", "12 9 12 12", "0"),
        "Refuge!G11: H009, note. Accepted is 0, and was 9 or more in each of the 4 periods before. If there is no "
        "figure, choose a status such as not known. If there were none, say beside it why.",
    ),
    "H013": (
        check_admission(
            among_earlier({"2025-26-Q1": "referrals 60\naccepted 48"}, "2025-26-Q2", "referrals 48\naccepted 60")
        ),
        "Refuge!G6, Refuge!G11: H013, note. Referrals is 48 and Accepted is 60; in the last return it was the other "
        "way round. If the two were mixed up, correct them.",
    ),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_figure_beside_those_before_it_in_its_own_words(code: str) -> None:
    """Sheet, cell, what is there with its arithmetic, and what to do."""
    findings, words = WORDS[code]
    [finding] = [one for one in findings if one.code == code]
    assert said(finding).endswith(words)


def test_what_merely_stands_out_is_a_note() -> None:
    """It touches no figure; what cannot be is to be explained."""
    severities = {code: {one.severity for one in findings if one.code == code} for code, (findings, _) in WORDS.items()}
    explained = {code for code, found_ones in severities.items() if found_ones == {Severity.NEEDS_EXPLANATION}}
    assert explained == {"H003", "H004"}


@pytest.mark.parametrize(
    ("provisional", "words"), [((), "was 15 in"), (("2025-26-Q1",), "was 15 (still provisional) in")]
)
def test_what_is_still_provisional_is_said_to_be_so(provisional: tuple[str, ...], words: str) -> None:
    """It may be that one which is wrong."""
    admission = among_earlier({"2025-26-Q1": "open-at-end 15"}, "2025-26-Q2", "open-at-start 12", "", provisional)
    [finding] = [one for one in check_admission(admission) if one.code == "H001"]
    assert words in finding.there
