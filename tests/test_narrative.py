"""Words beside figures: a claim that the figures do not show is noted, and what claims nothing clear is left alone."""

from dataclasses import replace

import pytest

from commissioning.checks import check_admission
from commissioning.checks.claims import claims
from commissioning.findings import said
from commissioning.model.finding import Finding, Severity
from tests.builders import among_earlier

LAST, YEAR_AGO, NOW = "2026-27-Q1", "2025-26-Q2", "2026-27-Q2"
EARLIER = {LAST: "referrals 60\naccepted 40", YEAR_AGO: "referrals 55\naccepted 44"}


def found(words: str, now: str = "referrals 48\naccepted 42", text: str = "") -> tuple[Finding, ...]:
    """What is said of a return with a commentary, after 60 referrals last quarter and 55 a year ago."""
    return check_admission(among_earlier(EARLIER, NOW, f"{now}\ncommentary {words}", text))


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Findings as `V001 Narrative!D6 Refuge!G6`."""
    return [f"{one.code} {' '.join(map(str, one.places))}" for one in findings if one.code[0] == "V"]


REFERRALS, ACCEPTED = ["V001 Narrative!D6 Refuge!G6"], ["V001 Narrative!D6 Refuge!G11"]
# Referrals: 48 now, 60 last quarter, 55 a year ago. Accepted: 42 now, 40 and 44.
CLAIMS = [
    ("Referrals rose.", REFERRALS),
    ("REFERRALS HAVE INCREASED", REFERRALS),
    ("There was an increase in referrals this quarter.", REFERRALS),
    ("We saw a significant increase in the number of referrals.", REFERRALS),
    ("There is an upward trend in referrals.", REFERRALS),
    ("More referrals were made.", REFERRALS),
    ("Referrals were higher than last quarter.", REFERRALS),
    ("Referrals remained steady.", REFERRALS),
    ("Staff were ill. Referrals went up.", REFERRALS),
    ("Referrals rose compared with last year.", REFERRALS),
    ("Accepted fell since last quarter.", ACCEPTED),
    ("Accepted rose since last year.", ACCEPTED),
    # The figures show it, or may: of the two that it can mean, one does.
    ("Referrals fell.", []),
    ("Fewer referrals were made.", []),
    ("Referrals declined since last quarter.", []),
    ("Accepted rose.", []),
    ("Accepted fell.", []),
    ("Accepted remained steady.", []),
    # No claim, a claim denied, hoped for, or about something else.
    ("Referrals come from the police.", []),
    ("There was no increase in referrals.", []),
    ("Referrals have not increased.", []),
    ("Referrals haven't risen.", []),
    ("Without any rise in referrals we coped.", []),
    ("We expect referrals to rise.", []),
    ("We aim to increase referrals.", []),
    ("Referrals may have risen.", []),
    ("If referrals rose we would need more staff.", []),
    ("Repeat referrals rose.", []),
    ("Referrals from the police rose.", []),
    ("Police referrals increased.", []),
    ("The increase in complexity is what referrals bring.", []),
    ("Referrals rose while accepted fell.", []),
    ("Referrals rose and fell.", []),
    ("Referrals rose in 2019.", []),
    ("Referrals rose over three years.", []),
    ("Referrals are more complex.", []),
    ("More complex referrals were made.", []),
    ("Rent went up.", []),
    ("The police rose to the challenge.", []),
    # Which way is better is contract text: more referrals are, here.
    ("Referrals have improved.", REFERRALS),
    ("Referrals got worse.", []),
    ("Accepted improved.", []),
]


@pytest.mark.parametrize(("words", "expected"), CLAIMS)
def test_what_words_claim_and_figures_do_not_show_is_noted(words: str, expected: list[str]) -> None:
    """At the words and at the figure; wherever it is not plain what is meant, nothing is said."""
    assert codes(found(words)) == expected


def test_which_way_is_better_decides_what_an_improvement_is() -> None:
    """Where less is better, fewer referrals are one; where nothing is said of it, there is nothing to hold against."""
    lower = '- measure.referrals.target\nmeasure.referrals.polarity = "lower"'
    neither = "- measure.referrals.target\n- measure.referrals.polarity"
    assert codes(found("Referrals have improved.", text=lower)) == []
    assert codes(found("Referrals have worsened.", text=lower)) == REFERRALS
    assert codes(found("Referrals have worsened.", text=neither)) == []


BESIDE = [
    ("Increase due to the campaign", ["V001 Refuge!I6 Refuge!G6"]),
    ("A significant rise.", ["V001 Refuge!I6 Refuge!G6"]),
    ("Referrals increased", ["V001 Refuge!I6 Refuge!G6"]),
    ("Fall since the summer", []),
    ("Increase in complexity", []),
    ("No increase", []),
    ("Police sent more", []),
]


@pytest.mark.parametrize(("words", "expected"), BESIDE)
def test_a_bare_claim_beside_a_figure_is_of_that_figure(words: str, expected: list[str]) -> None:
    """An explanation need not name what it stands beside."""
    assert codes(found("", f"referrals 48 | | {words}")) == expected


def test_nothing_is_held_against_figures_that_are_not_there() -> None:
    """A first return, figures with a bound on either side, and those that are still provisional."""
    alone = check_admission(among_earlier({}, NOW, "referrals 48\ncommentary Referrals rose."))
    unsure = found("Referrals rose.", "referrals 48 | about")
    held = among_earlier({LAST: "referrals 60"}, NOW, "referrals 48\ncommentary Referrals rose.", "", (LAST,))
    assert codes(alone) == codes(unsure) == codes(check_admission(held)) == []


def test_a_label_that_two_services_share_names_neither() -> None:
    """Nobody guesses which of them is meant."""
    text = 'measure.units.label = "Referrals"'
    assert codes(found("Referrals rose.", text=text)) == []
    assert codes(found("Referrals rose.", "referrals 48\nunits 9", text)) == []


def test_the_longer_of_two_labels_is_what_is_meant() -> None:
    """Referrals accepted are not referrals."""
    text = 'measure.accepted.label = "Referrals accepted"'
    assert codes(found("Referrals accepted rose since last year.", text=text)) == ACCEPTED
    assert codes(found("Referrals accepted rose since last quarter.", text=text)) == []


def test_how_much_a_steady_figure_may_move_is_contract_text() -> None:
    """48 after 60 is a fifth less; 12 fewer are more than the 10 below which nothing is said."""
    assert codes(found("Referrals were stable.", text="history.steady = 20")) == []
    assert codes(found("Referrals were stable.", text="history.smallest = 13")) == []


# What a paper says, quoted in contract text.

QUOTED = 'statement = [{ period = "2026-27-Q2", says = "Demand has grown.", measures = ["referrals", "accepted"] }]'
PAPERS = [
    (QUOTED, "referrals 48\naccepted 39", ["V002 Refuge!G6 Refuge!G11"]),
    # One of the two shows it.
    (QUOTED, "referrals 61\naccepted 39", []),
    (QUOTED.replace("2026-27-Q2", "2026-27-Q1"), "referrals 48\naccepted 39", []),
    (QUOTED.replace("has grown", "has not grown"), "referrals 48\naccepted 39", []),
    (QUOTED, "referrals | not known\naccepted | not known", []),
]


@pytest.mark.parametrize(("text", "now", "expected"), PAPERS)
def test_what_a_paper_says_is_held_against_the_figures_it_is_of(text: str, now: str, expected: list[str]) -> None:
    """Noted where none of them shows it."""
    assert codes(found("", now, text)) == expected


WHOLE_YEAR = """
- measure.trained.target
- measure.trained.rating
reporting = { frequency = "span", spans = ["2025-26", "2026-27-Q1"] }
statement = [{ period = "2026-27-Q1", says = "Demand has grown.", measures = ["referrals", "accepted"] }]
"""


def of_a_quarter(referrals: str) -> tuple[Finding, ...]:
    """What is said of a quarter after a year with 2,247 accepted, where nothing else was asked before."""
    return check_admission(
        among_earlier({"2025-26": "accepted 2247"}, "2026-27-Q1", f"referrals {referrals}", WHOLE_YEAR)
    )


def test_a_quarter_is_held_against_the_average_of_a_year_and_never_made_a_year() -> None:
    """2,247 / 4 is 561.75, and 447 of 561.75 is 79.6%; the sum is shown, and that it may not be of one thing."""
    [finding] = [one for one in of_a_quarter("447") if one.code == "V002"]
    assert "2,247 / 4 is 561.75 a quarter, and 447 is 20.4% less, if the two count the same." in finding.there
    assert "1,788" not in finding.there
    assert codes(of_a_quarter("562")) == []


READ = [
    ("Referrals rose by 12.5. Others fell.", ["rose", "fell"]),
    ("Referrals rose; calls fell", ["rose", "fell"]),
    ("Numbers went down", ["fell"]),
    ("Timeliness has improved", ["improved"]),
    ("Sit down and stand up", []),
    ("Seven in the drop-in", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_text_is_read_sentence_by_sentence(text: str, expected: list[str]) -> None:
    """A number's point ends none."""
    assert [claim.way.value for claim in claims(text)] == expected


WORDS = {
    "V001": (
        found("Referrals rose."),
        "Narrative!D6, Refuge!G6: V001, note. It is said here that Referrals rose. Referrals is 48, and was 60 in "
        "2026-27-Q1. Referrals is 48, and was 55 in 2025-26-Q2. Correct the words or the figure, or say what the words "
        "go by.",
    ),
    "V002": (
        found("", "referrals 48\naccepted | not known", QUOTED),
        "Refuge!G6: V002, note. A paper says of 2026-27-Q2: “Demand has grown.”. The figures given do not show it. "
        "Referrals is 48, and was 60 in 2026-27-Q1. Referrals is 48, and was 55 in 2025-26-Q2. Leave the words out, or "
        "say what they go by.",
    ),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_claim_beside_figures_in_its_own_words(code: str) -> None:
    """The figures it is held against, and nothing of what was typed."""
    findings, words = WORDS[code]
    [finding] = [one for one in findings if one.code == code]
    assert said(finding) == words


def test_a_claim_never_needs_explanation() -> None:
    """Words may go by what was not asked."""
    assert {one.severity for findings, _ in WORDS.values() for one in findings if one.code in WORDS} == {Severity.NOTE}


def test_what_was_typed_is_never_repeated() -> None:
    """It may name somebody."""
    typed = "Referrals rose thanks to Martha Quill."
    findings = found(typed)
    assert not any("Martha" in f"{one.there}{one.remedy}" for one in findings)
    assert replace(findings[0]).there
