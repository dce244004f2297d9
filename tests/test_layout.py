"""A file in an organisation's own layout is read by what contract text says of it, and nothing of it is guessed."""

import pytest

from commissioning.layout.period_words import period_meant
from commissioning.layout.texts import At, fold, is_near, match
from commissioning.model.layout import Oddity
from commissioning.period import read_period
from tests.own_files import answers, checked, parts, said

# Three organisations' files, each by its layout: tests/layouts/.

GOVERNMENT = """
refuge:moved-in 21
refuge:moved-in/age/child 12
refuge:moved-in/age/adult 9
refuge:moved-in/need/mobility 4
refuge:moved-in/need/language 9
refuge:moved-out 18
refuge:nights 330
refuge:nights-other 63
refuge:children 33
refuge:spend £152,500.00
refuge:referrals 60
refuge:referrals/source/police 40
refuge:referrals/source/self 20
refuge:deaths fewer than 5
dispersed:moved-in 8
dispersed:moved-in/age/child 3
dispersed:moved-in/age/adult 5
dispersed:moved-in/need/mobility 1
dispersed:moved-in/need/language 2
dispersed:moved-out 9
dispersed:nights 93
dispersed:nights-other 18
dispersed:spend £61,250.00
dispersed:deaths 0
units 40
closed 3
calls 605
open 64
satisfied 88%
growth 4%
staff 2.0
undone Two moves were delayed by the weather.
"""

COMMISSIONER = """
idva:referrals 61
idva:referrals/risk/high 30
idva:referrals/risk/standard 28
idva:referrals/risk/not-known fewer than 5
idva:referrals/risk/prefer-not-to-say 0
idva:engaged 45
outreach:referrals 12
outreach:referrals/risk/high 2
outreach:referrals/risk/standard 10
outreach:referrals/risk/not-known 0
outreach:referrals/risk/prefer-not-to-say 0
outreach:engaged 11
spend £12,345.67
"""

CASE_SYSTEM = """
refuge:referrals 3
refuge:referrals/source/police 1
refuge:referrals/source/self 2
refuge:accepted 2
refuge:people 2
idva:referrals 1
idva:referrals/source/police 1
idva:referrals/source/self 0
idva:accepted 1
idva:people 1
sessions 11
"""


@pytest.mark.parametrize(
    ("name", "expected"), [("government", GOVERNMENT), ("commissioner", COMMISSIONER), ("case_system", CASE_SYSTEM)]
)
def test_an_organisations_own_file_is_read_by_its_layout(name: str, expected: str) -> None:
    """Fifteen tables of as many shapes; a cross table by quarter; rows that are counted."""
    one = checked(*parts(name))
    assert answers(one) == expected.strip().splitlines()


NOTICED = {
    "government": """
M001 2 People!B12
M001 2 People!B13
Y001
Y013 1 Provision!B25 1 Provision!B26 1 Provision!B27
Y013 1 Provision!C25 1 Provision!C26 1 Provision!C27
Y013 1 Provision!D25 1 Provision!D26 1 Provision!D27
Y013 1 Provision!E25 1 Provision!E26 1 Provision!E27
Y013 2 People!B7 2 People!C7 2 People!D7
Y016 2 People!B8 2 People!C8
Y015 3 Money!B3 3 Money!B4
Y015 3 Money!B6
Y013 3 Money!B11 3 Money!B12
Y018 4 Refuge!B2
Y018 5 Dispersed!B2
""",
    "commissioner": """
Y001
Y016 Return!C7 Return!C8 Return!C9 Return!C10 Return!C12 Return!C16 Return!C17 Return!C18 Return!C21
Y018 Return!D10
Y018 Return!D11 Return!D19 Return!D20
""",
    "case_system": "Y001\nY004\nY017 Export",
    "simple": "Y001\nY013 Figures!B10 Figures!B11",
}


@pytest.mark.parametrize("name", NOTICED)
def test_everything_that_was_changed_or_passed_over_is_said(name: str) -> None:
    """Sums, units, words for what is missing, figures of other periods: each at its cells."""
    assert said(checked(*parts(name))) == sorted(NOTICED[name].strip().splitlines())


def test_an_explanation_is_read_beside_its_figure() -> None:
    one = checked(*parts("commissioner"))
    assert one.returned is not None
    explained = {answer.key.code: answer.explanation for answer in one.returned.answers if answer.explanation}
    assert explained == {"referrals": "A new police unit refers to us."}


# What may be wrong with such a file: what is changed in the file of Safe House, and what is said beside Y001.

SUM = "Y013 Figures!B10 Figures!B11"
"""The note that calls by day and by night were added up, where nothing above them was moved."""
SPOILT = [
    ("case and spaces", "Households admitted", "HOUSEHOLDS   Admitted", [SUM]),
    (
        "a slip in a text",
        "Households admitted",
        "Housholds admittd",
        ["Y009 Figures!A5", SUM],
    ),
    (
        "another text",
        "Households admitted",
        "Families admitted",
        ["Y021", "Y011 Figures!B5", SUM],
    ),
    (
        "a text made of two",
        "Households departed | 9\nHouseholds waiting",
        "Households dewaiting",
        ["Y021", "Y011 Figures!B6", "Y013 Figures!B9 Figures!B10"],
    ),
    (
        "one text almost twice",
        "Households departed | 9",
        "Households departd | 9\nHouseholds deparded | 3",
        ["Y021", "Y010 Figures!A6 Figures!A7", "Y011 Figures!B6 Figures!B7", "Y013 Figures!B11 Figures!B12"],
    ),
    (
        "a row stands twice, alike",
        "Households departed | 9",
        "Households departed | 9\nHouseholds departed | 9",
        ["Y013 Figures!B11 Figures!B12"],
    ),
    (
        "a row stands twice, unlike",
        "Households departed | 9",
        "Households departed | 9\nHouseholds departed | 8",
        ["Y022 Figures!B6", "Y013 Figures!B11 Figures!B12"],
    ),
    (
        "a row inserted",
        "Households admitted",
        "Families turned away | 7\nHouseholds admitted",
        ["Y011 Figures!B5", "Y013 Figures!B11 Figures!B12"],
    ),
    (
        "a row that is ignored",
        "Households admitted",
        "Nationally | 7\nHouseholds admitted",
        ["Y013 Figures!B11 Figures!B12"],
    ),
    (
        "a column inserted",
        "12\nHouseholds departed | 9",
        "12 | 40\nHouseholds departed | 9 | 31",
        ["Y011 Figures!C5 Figures!C6", SUM],
    ),
    (
        "columns in another order",
        "Measure | This quarter\nHouseholds admitted | 12\nHouseholds departed | 9\nHouseholds waiting | 4",
        "This quarter | Measure\n12 | Households admitted\n9 | Households departed\n4 | Households waiting",
        [SUM],
    ),
    ("rows moved down", "Measure |", "\n\nOur figures\nMeasure |", ["Y013 Figures!B13 Figures!B14"]),
    ("a sheet renamed, almost", "## Figures", "## Figuers", ["Y013 Figuers!B10 Figuers!B11"]),
    ("a sheet renamed", "## Figures", "## Report", ["Y005", "Y021", "Y012 Report", "Y013 Report!B10 Report!B11"]),
    ("a table left out", "Helpline\nCalls by day | 100\nCalls by night | 60", "", ["Y005", "Y021"]),
    (
        "the headings twice",
        "Helpline\n",
        "Measure | This quarter\nHouseholds admitted | 12\n\nHelpline\n",
        ["Y021", "Y012 Figures", "Y006 Figures!A4 Figures!A9", "Y013 Figures!B13 Figures!B14"],
    ),
    (
        "a figure elsewhere",
        "Safe House report",
        "Safe House report | | 77",
        ["Y012 Figures", SUM],
    ),
    ("a year beside the title", "Safe House report", "Safe House report | in 2025", [SUM]),
    (
        "a word for what is missing",
        "admitted | 12",
        "admitted | N/K",
        ["Y018 Figures!B5", SUM],
    ),
    (
        "a word that means nothing",
        "admitted | 12",
        "admitted | lots",
        ["C003 Figures!B5", SUM],
    ),
    ("a blank", "admitted | 12", "admitted |", ["C001 Figures!B5", SUM]),
    ("a blank that need not be filled", "waiting | 4", "waiting |", [SUM]),
    ("a part is blank", "night | 60", "night |", ["Y014 Figures!B11"]),
    ("a part is not known", "night | 60", "night | n/k", ["Y014 Figures!B11", "Y018 Figures!B11"]),
    ("a part is words", "night | 60", "night | 60ish", ["C003 Figures!B11"]),
    ("a part stands twice", "Calls by night", "Calls by day", ["Y022 Figures!B10"]),
    ("a fraction", "admitted | 12", "admitted | 12.5", ["C007 Figures!B5", SUM]),
]


@pytest.mark.parametrize(("what", "there", "instead", "expected"), SPOILT, ids=[case[0] for case in SPOILT])
def test_what_is_said_of_a_file_that_is_not_as_described(
    what: str, there: str, instead: str, expected: list[str]
) -> None:
    """Each fault once, at its cells, beside Y001; a harmless change is silent."""
    text, sheets = parts("simple")
    assert there in sheets
    assert said(checked(text, sheets.replace(there, instead))) == sorted(["Y001", *expected])


def test_a_part_that_is_not_known_makes_the_sum_not_known() -> None:
    text, sheets = parts("simple")
    assert "helpline:calls not known" in answers(checked(text, sheets.replace("night | 60", "night | n/k")))


def test_a_file_without_a_sign_is_no_return() -> None:
    text, sheets = parts("simple")
    assert said(checked(text, sheets.replace("Safe House report", "Safe House"))) == ["I001"]


TWO = """
[layout.other]
title = "Another report"
signs = [{ text = "Helpline" }]
cell = [{ text = "Calls by day", right = 1, measure = "calls" }]
"""


def test_a_file_with_the_signs_of_two_layouts_is_asked_about() -> None:
    """And nothing of it is read."""
    text, sheets = parts("simple")
    one = checked(text + TWO, sheets)
    assert said(one) == ["Y002"]
    assert one.returned is None


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Quarter ending 30 June 2025", "Y001"),
        ("April to June 2025", "Y001"),
        ("2025/26", "Y003 Figures!B2"),
        ("Q1", "Y003 Figures!B2"),
        ("June 2025", "Y003 Figures!B2"),
        ("Q1 2025/26 (July to September)", "Y003 Figures!B2"),
        ("", "Y003"),
    ],
)
def test_a_file_is_for_the_period_that_it_states(stated: str, expected: str) -> None:
    """One that the contract reports, and in words that mean nothing else."""
    text, sheets = parts("simple")
    assert expected in said(checked(text, sheets.replace("Q1 2025/26", stated)))


# A list of cases that is not as described.

LISTS = [
    ("an unknown service", "K-3 | 2025-05-01 | AD", "K-3 | 2025-05-01 | XX", ["Y019 Export!C6"], "idva:referrals 0"),
    ("an unknown source", "AD | POL", "AD | ANON", ["A001 Export!B3", "Y019 Export!D6"], "idva:referrals 1"),
    ("a date in words", "K-3 | 2025-05-01", "K-3 | May", ["Y019 Export!B6"], "idva:referrals 0"),
    ("a date that can be two days", "13/06/2025", "02/06/2025", ["Y019 Export!B7"], "refuge:referrals 2"),
    ("both days in no other period", "13/06/2025", "05/06/2025", [], "refuge:referrals 3"),
    ("a date that another tells", "2025-05-01 | AD", "'02/05/2025 | AD", [], "idva:referrals 1"),
    ("the month first", "'13/06/2025", "'06/13/2025", [], "refuge:referrals 3"),
    ("no case reference", "K-3 | 2025", " | 2025", ["Y019 Export!A6"], "idva:people 0"),
    ("sessions in words", "Accepted | 7", "Accepted | seven", ["Y019 Export!F6"], "sessions 4"),
    ("another column of figures", "Bed\n", "Room\n", ["Y011 Export!G3"], "sessions 11"),
    ("a column left out", "Source", "Origin", ["Y021", "Y008 Export"], "sessions 11"),
]


@pytest.mark.parametrize(("what", "there", "instead", "expected", "answer"), LISTS, ids=[case[0] for case in LISTS])
def test_what_a_list_could_not_count_is_said(
    what: str, there: str, instead: str, expected: list[str], answer: str
) -> None:
    """At its cells, without what stands in them."""
    text, sheets = parts("case_system")
    one = checked(text, sheets.replace(there, instead))
    assert [line for line in said(one) if line.split()[0] not in {"Y001", "Y004", "Y017"}] == sorted(expected)
    assert answer in answers(one)


# Texts.


@pytest.mark.parametrize(
    ("one", "other"),
    [("Referrals received", "Referrrals receivved"), ("Households admitted", "houseHolds  admittd"), ("Self", "Self")],
)
def test_a_slip_of_the_keyboard_is_the_same_text(one: str, other: str) -> None:
    assert is_near(fold(one), fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Referred in", "Referred on"),
        ("Planned exits", "Unplanned exits"),
        ("Aged 16 to 17", "Aged 16 to 18"),
        ("Q1", "Q2"),
        ("Accepted", "Not accepted"),
        ("Male", "Female"),
        ("Police", "Policy work"),
        ("Known", "Unknown"),
    ],
)
def test_texts_that_mean_different_things_are_never_almost_the_same(one: str, other: str) -> None:
    assert not is_near(fold(one), fold(other))


def test_a_text_that_is_almost_two_expected_ones_is_neither() -> None:
    """And where two are almost the one expected, neither is."""
    there = [At("Figures", 4, 1, "Cases clozed")]
    matched = match(["Cases closed", "Cases cloned"], there)
    assert matched.taken == {}
    assert [(one.what, str(one.places[0])) for one in matched.noticed] == [(Oddity.TEXT_IS_ALMOST_TWO, "Figures!A4")]


# Periods in words.

PERIODS = [
    ("2025-26-Q1", "2025-26-Q1"),
    ("Q1 2025/26", "2025-26-Q1"),
    ("q1 25/26", "2025-26-Q1"),
    ("Quarter 1 of 2025/26", "2025-26-Q1"),
    ("2025/26 - Quarter 2", "2025-26-Q2"),
    ("2025-26 Quarter 1 (April to June)", "2025-26-Q1"),
    ("April – June 2025", "2025-26-Q1"),
    ("Oct 2025 to Mar 2026", "2025-26-H2"),
    ("December - February 2026", "2025-12..2026-02"),
    ("Apr-25", "2025-04"),
    ("September 2025", "2025-09"),
    ("1 April 2025 to 30 June 2025", "2025-26-Q1"),
    ("01/04/2025 - 30/06/2025", "2025-26-Q1"),
    ("01/04/25 to 30/06/25", "2025-26-Q1"),
    ("1st July to 30th September", "2025-26-Q2"),
    ("04/05/2025 to 05/06/2025", None),
    ("Quarter ending 30th June 2025", "2025-26-Q1"),
    ("Year ended 31 March 2026", "2025-26"),
    ("FY2025/26", "2025-26"),
    ("2025/26", "2025-26"),
    ("H2 2025/26", "2025-26-H2"),
    ("Q3", "2025-26-Q3"),
    ("January", "2026-01"),
    ("Jan to Mar", "2025-26-Q4"),
    ("Q1 2025", None),
    ("2011-12", None),
    ("Q5 2025/26", None),
    ("2025/27", None),
    ("Quarter ending 29 June 2025", None),
    ("Q1 2025/26 (July to September)", None),
    ("31 June 2025 to 31 July 2025", None),
    ("this quarter", None),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_a_period_is_read_in_the_words_people_use(text: str, expected: str | None) -> None:
    """Years start in April here; words that could mean two periods mean none."""
    within = read_period("2025-26-Q2")
    assert period_meant(text, 4, within) == (read_period(expected) if expected else None)


def test_a_part_of_a_year_alone_means_nothing_without_a_year() -> None:
    assert period_meant("Q3", 4) is None
