"""What is wrong with a return is said: the code, the cells, what is there and what to do. All else is silence."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.checks import (
    Admission,
    Arrival,
    Given,
    LedgerExtract,
    catalogue,
    check_admission,
    check_arrival,
    check_return,
    codes_of,
)
from commissioning.checks.answers import MOST_NAMED, as_typed, row_is_missing
from commissioning.findings import Checks, Fault, combined, place_at, said
from commissioning.ledger import history_before
from commissioning.model.contract import Terms
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.posted import History
from commissioning.model.quantity import AnswerKey, Missing, Quantity
from commissioning.model.returned import Cell, Cells, Identity, Trouble, Typed
from commissioning.period import read_period
from commissioning.returns import read_return
from commissioning.specification import read_specification, write_specification
from commissioning.template import COLUMNS
from tests import test_files
from tests.builders import CLEAN, a_key, a_return, a_sheet, a_specification, changed, entries, some_terms
from tests.test_choices_and_days import FINDINGS as OF_WORDS
from tests.test_going_on import WORDS as GOING_ON_WORDS
from tests.test_layout_words import HIDDEN, LAYOUT_WORDS
from tests.test_meaning_checks import MEANING_WORDS
from tests.test_narrative import WORDS as NARRATIVE_WORDS
from tests.test_reading_checks import WORDS as READING_WORDS
from tests.test_told import RESTATED

SPECIFICATION = a_specification()


def found(findings: tuple[Finding, ...]) -> list[str]:
    """Findings as `A001 Refuge!G6`, every place of each."""
    return [f"{finding.code} {' '.join(map(str, finding.places))}".strip() for finding in findings]


def returned(changes: str, terms: Terms | None = None) -> tuple[Finding, ...]:
    """The findings of the clean return with some answers changed."""
    return check_return(a_return(changed(CLEAN, changes), a_specification(terms) if terms else SPECIFICATION))


def test_the_clean_return_has_no_findings() -> None:
    """Every case below changes this one."""
    assert returned("") == ()


# One return: what is typed instead, and what is found.

NOBODY_CAME = """
referrals 0
referrals/source/police 0
referrals/source/other 0
referrals/source/not-known 0
accepted 0
open-at-end 12
"""

CASES = [
    # Is each answer there, and is it an answer?
    ("accepted", ["C001 Refuge!G11"]),
    ("accepted nine\nunits some", ["C003 Refuge!G11 Whole contract!G7"]),
    ("accepted\nunits\nreferrals/source/other", ["C001 Refuge!G8 Refuge!G11 Whole contract!G7"]),
    ("declared-by", ["C002 Narrative!D7"]),
    ("waiting\nturned-away\ncommentary", []),
    ("accepted nine", ["C003 Refuge!G11"]),
    ("waiting up a bit", ["C003 Advocacy!G12"]),
    ("accepted #REF!", ["C004 Refuge!G11"]),
    ("commentary #NAME?", ["C004 Narrative!D6"]),
    ("declared-by #NAME?", ["C004 Narrative!D7"]),
    ("accepted 48 | | #NAME?", ["S004 Refuge!I11"]),
    # Is it an explanation that will be read?
    ("waiting | | Nobody counts them yet", ["S001 Advocacy!I12"]),
    ("accepted | | Nobody counted them", ["C001 Refuge!G11"]),
    ("accepted | not known | Nobody counted them", []),
    (f"accepted 48 | | {'w' * 1000}", []),
    (f"accepted 48 | | {'w' * 1001}", ["S002 Refuge!I11"]),
    ("accepted 48 | | 45", ["S003 Refuge!I11"]),
    ("accepted 48 | | n/a", []),
    ("accepted 48 | | 45 of them by telephone", []),
    # Two things wrong with one answer are both said.
    ("accepted -1.5", ["C006 Refuge!G11", "C007 Refuge!G11"]),
    ("satisfied 175.00005%", ["C008 Advocacy!G11", "C010 Advocacy!G11"]),
    ("accepted some | see note", ["C003 Refuge!G11", "C012 Refuge!H11"]),
    ("accepted 9999999999999.5", ["C011 Refuge!G11"]),
    ("accepted =B6", ["C005 Refuge!G11"]),
    ("accepted -1", ["C006 Refuge!G11"]),
    ("spend -100.50", []),
    ("accepted 48.5", ["C007 Refuge!G11"]),
    ("spend 100.505", ["C008 Whole contract!G9"]),
    ("staff 7.12345", ["C008 Whole contract!G8"]),
    ("satisfied 0.75", ["C009 Advocacy!G11"]),
    ("satisfied 175%", ["C010 Advocacy!G11"]),
    ("waiting 175%", ["M001 Advocacy!G12"]),
    ("accepted 9999999999999", ["C011 Refuge!G11"]),
    ("accepted 48 | see note", ["C012 Refuge!H11"]),
    ("accepted 48 | not known", ["C013 Refuge!G11"]),
    ("accepted | fewer than", ["C014 Refuge!G11"]),
    ("accepted | not known\nopen-at-end | not applicable", []),
    # Unreadable answers have their own finding; the rules they are part of are silent.
    ("referrals sixty", ["C003 Refuge!G6"]),
    ("referrals/source/police many\naccepted 99", ["C003 Refuge!G7", "A004 Refuge!G11 Refuge!G6"]),
    # Do the figures agree with each other?
    ("referrals 61", ["A001 Refuge!G6"]),
    ("referrals/source/not-known 1", ["A001 Refuge!G6"]),
    ("referrals/source/other | not known", []),
    ("referrals/source/other 18 | fewer than", []),
    ("people/abuse/physical 31", ["A002 Advocacy!G7 Advocacy!G6"]),
    ("people 24", ["A002 Advocacy!G8 Advocacy!G6"]),
    ("people 19", ["A002 Advocacy!G7 Advocacy!G6", "A002 Advocacy!G8 Advocacy!G6"]),
    ("people/abuse/physical 30\npeople/abuse/economic 30", []),
    ("people/abuse/physical 31\npeople/abuse/economic | not known", []),
    ("open-at-end 61", ["A003 Refuge!G13 Refuge!G12 Refuge!G11"]),
    ("open-at-end 60", []),
    ("accepted 61", ["A004 Refuge!G11 Refuge!G6"]),
    ("accepted 60", []),
    # 75% of 236: 176, 177 and 178 round to it, and no other count does.
    ("happy 175", ["A005 Advocacy!G11 Advocacy!G9 Advocacy!G10"]),
    ("happy 176", []),
    ("happy 178", []),
    ("happy 179", ["A005 Advocacy!G11 Advocacy!G9 Advocacy!G10"]),
    ("surveys 20\nhappy 18\nsatisfied 95%", ["A005 Advocacy!G11 Advocacy!G9 Advocacy!G10"]),
    ("surveys 236\nhappy 96\nsatisfied 40%", ["A005 Advocacy!G11 Advocacy!G9 Advocacy!G10"]),
    ("surveys 117\nhappy 103\nsatisfied 88%", []),
    ("surveys 20\nhappy 12\nsatisfied 60%", []),
    ("surveys 0\nhappy 0\nsatisfied | not applicable", []),
    ("happy 175\nsatisfied 75% | about", []),
    ("happy 175\nsurveys 236 | fewer than", []),
    ("surveys 5\nhappy | not known\nsatisfied 88%", ["A006 Advocacy!G11 Advocacy!G9 Advocacy!G10"]),
    ("surveys 117\nhappy | not known\nsatisfied 88%", []),
    ("surveys 20\nhappy | not known\nsatisfied 60%", []),
    ("surveys 0\nhappy | not known\nsatisfied 50%", ["A006 Advocacy!G11 Advocacy!G9 Advocacy!G10"]),
    # Is what was aimed at reached? 59 and 29 are short of 60 and 50%.
    ("referrals 59\nreferrals/source/police 39", ["T001 Refuge!G6"]),
    ("accepted 29", ["T001 Refuge!G11 Refuge!G6"]),
    ("accepted 30", []),
    ("trained 49", ["T001 Whole contract!G6"]),
    # Out of no referrals there is no rate to miss its target.
    (NOBODY_CAME, ["T001 Refuge!G6"]),
    ("trained 49 | fewer than", []),
]


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_a_return_by_itself(changes: str, expected: list[str]) -> None:
    """Each fault once, at its cells, and nothing else."""
    assert found(returned(changes)) == expected


def with_a_row_gone() -> tuple[Finding, ...]:
    """The clean return without the row that asks for units."""
    smaller = a_specification(some_terms("- measure.units"))
    answers = "\n".join(line for line in CLEAN.splitlines() if not line.startswith("units"))
    return check_return(Given(read_return(a_sheet(answers, smaller), SPECIFICATION), SPECIFICATION))


def with_a_row_unclear() -> tuple[Finding, ...]:
    """The clean return where nobody can tell which row is that of units."""
    given = a_return(CLEAN)
    answers = tuple(
        replace(answer, given=Missing.UNREADABLE, trouble=Trouble.ROW_UNCLEAR)
        if answer.key.measure == "units"
        else answer
        for answer in given.returned.answers
    )
    return check_return(Given(replace(given.returned, answers=answers), given.specification))


def headed_alike() -> Cells:
    """The clean return where the second source is headed like the first, each as the template writes its label."""
    cells = with_cell(a_sheet(CLEAN, SPECIFICATION), (7, COLUMNS["measure"]), "Source: Police")
    return with_cell(cells, (8, COLUMNS["measure"]), "Source: Police")


def with_cell(cells: Cells, at: tuple[int, int], text: str) -> Cells:
    """The cells with a text on the first sheet."""
    first, *others = cells.sheets
    return replace(cells, sheets=(replace(first, cells={**first.cells, at: Cell(Typed.TEXT, text)}), *others))


def with_one_label_twice() -> tuple[Finding, ...]:
    """As in a paper's table whose second part is headed like its first: read by code, and said."""
    return check_return(Given(read_return(headed_alike(), SPECIFICATION), SPECIFICATION))


def with_a_column_twice() -> tuple[Finding, ...]:
    """A column of figures that was copied beside the others, with its code."""
    cells = with_cell(with_cell(a_sheet(CLEAN, SPECIFICATION), (4, 13), "figure"), (6, 13), "999")
    return check_return(Given(read_return(cells, SPECIFICATION), SPECIFICATION))


def test_a_label_that_stands_twice_leaves_each_figure_where_its_code_is() -> None:
    """Never silently the last: 40 came from the police and 18 from others, whatever the labels say."""
    answers = read_return(headed_alike(), SPECIFICATION).by_key()
    parts = [answers[AnswerKey("refuge", "referrals", "source", id)].given for id in ("police", "other")]
    assert parts == [Quantity(Decimal(40)), Quantity(Decimal(18))]


def test_of_a_column_that_stands_twice_the_first_is_read() -> None:
    """The copy's 999 is nowhere."""
    cells = with_cell(with_cell(a_sheet(CLEAN, SPECIFICATION), (4, 13), "figure"), (6, 13), "999")
    answers = read_return(cells, SPECIFICATION).by_key()
    assert answers[AnswerKey("refuge", "referrals")].given == Quantity(Decimal(60))


def test_equal_labels_under_different_measures_are_right() -> None:
    """`Police` may stand under each measure that is broken down."""
    terms = some_terms('measure.accepted.breakdowns = ["source"]')
    specification = a_specification(terms)
    cells = a_sheet(CLEAN, specification)
    codes = {row.key.code: row.row for _, row in specification.rows()}
    for code in ("referrals/source/police", "accepted/source/police"):
        cells = with_cell(cells, (codes[code], COLUMNS["measure"]), "Source: Police")
    findings = check_return(Given(read_return(cells, specification), specification))
    assert "C017" not in {finding.code for finding in findings}


def test_a_row_that_is_gone_is_said_of_its_sheet() -> None:
    """Another answer may stand in its cell by now, and is read as ever."""
    assert found(with_a_row_gone()) == ["C015 Whole contract"]


def test_rows_that_are_gone_are_named_and_the_rest_counted() -> None:
    """One finding for a sheet, however many rows it lacks."""
    given = a_return(CLEAN)
    answers = tuple(
        replace(answer, trouble=Trouble.ROW_MISSING, label_place=Place()) for answer in given.returned.answers
    )
    said_of_refuge = next(iter(row_is_missing(replace(given, returned=replace(given.returned, answers=answers)))))
    assert said_of_refuge.facts["rows"].startswith("The rows “Referrals”, “")
    assert said_of_refuge.facts["rows"].count("“") == MOST_NAMED
    assert said_of_refuge.facts["rows"].endswith(" more are")


STOPPING = 'relation.stays.when_broken = "stops"'


def test_a_relation_stops_a_return_where_the_contract_says_so() -> None:
    """Otherwise it needs explanation, which would not mend one that stops."""
    [plain], [stopping] = returned("open-at-end 61"), returned("open-at-end 61", some_terms(STOPPING))
    assert (plain.severity, stopping.severity) == (Severity.NEEDS_EXPLANATION, Severity.STOPS)
    assert "explain" in plain.remedy
    assert stopping.remedy == "Correct the figures."


RELATED = [
    ("spend <= 1000", "spend 1000.5", "Here Spend is £1,000.50, and the limit is 1,000."),
    ("20 >= units", "units 21", "Here the limit is 20, and Units is 21."),
    ("staff - 0 = units", "staff 7.25\nunits 8", "Here Staff (7.25) − 0 comes to 7.25, and Units is 8."),
]


@pytest.mark.parametrize(("holds", "changes", "words"), RELATED)
def test_a_broken_relation_shows_each_side_as_its_kind_does(holds: str, changes: str, words: str) -> None:
    """Money with pence, FTE with its places, and what contract text states as it is."""
    relation = f'relation.stays = {{ says = "So.", holds = "{holds}", services = ["whole-contract"] }}'
    [finding] = [one for one in returned(changes, some_terms(relation)) if one.code == "A003"]
    assert finding.there == f"So. {words}"


def test_a_finding_names_the_measures_it_is_about() -> None:
    """For whoever looks for what is said of one."""
    [relation] = returned("open-at-end 61")
    assert relation.measures == ("open-at-end", "open-at-start", "accepted")


# A file, before its answers are read.

WESTSHIRE = Identity("westshire", "2025-26-Q1", "abc", "{}")
KNOWN = frozenset({"westshire"})
FIRST = ("westshire", "2025-26-Q1")
ARRIVALS = [
    (Arrival(None, readable=False, refusal="This is a PDF. Send a workbook."), ["I000"]),
    (Arrival(None, readable=False), ["I001"]),
    (Arrival(None, readable=False, contracts=KNOWN), ["I001"]),
    (Arrival(WESTSHIRE, readable=True, contracts=KNOWN, kept="{}", issued_for=FIRST), []),
    (Arrival(WESTSHIRE, readable=True, contracts=frozenset(), kept="{}", issued_for=FIRST), ["I002 _return"]),
    (Arrival(Identity(), readable=False, contracts=KNOWN), ["I002 _return", "I003 _return"]),
    (Arrival(WESTSHIRE, readable=False, contracts=KNOWN), ["I003 _return"]),
    (Arrival(WESTSHIRE, readable=False), ["I004 _return"]),
    (Arrival(WESTSHIRE, readable=True, contracts=KNOWN, kept="{ }", issued_for=FIRST), ["I005 _return"]),
    (Arrival(WESTSHIRE, readable=True, issued_for=FIRST), ["I006"]),
    # The contract and period that the sheet names are not those of the specification.
    (Arrival(WESTSHIRE, readable=True, issued_for=("westshire", "2025-26-Q2")), ["I005 _return", "I006"]),
]


@pytest.mark.parametrize(("arrival", "expected"), ARRIVALS)
def test_a_file_as_it_arrives(arrival: Arrival, expected: list[str]) -> None:
    """Whose it is and which edition; a lone file is trusted, and told so."""
    assert found(check_arrival(arrival)) == expected


# A return among the others: what the first quarter said, what the second does, when it came.

ON_TIME, LATE = date(2025, 10, 21), date(2025, 10, 22)
OPENS_AT_15 = changed(
    CLEAN, "open-at-start 15\nreferrals 63\nreferrals/source/police 43\naccepted 47\npeople 31\nsurveys 237"
)
"""A second quarter that opens where the first one closed."""
ADMISSIONS = [
    ("", "", ON_TIME, "", []),
    ("", "open-at-start 12", ON_TIME, "", ["H001 Refuge!G12"]),
    ("open-at-end 0", "", ON_TIME, "", ["H001 Refuge!G12"]),
    ("open-at-end | not known", "open-at-start 12", ON_TIME, "", []),
    ("", "open-at-start | not known", ON_TIME, "", []),
    ("open-at-end 20 | fewer than", "", ON_TIME, "", []),
    ("", "open-at-start twelve", ON_TIME, "", []),
    ("trained 56", "", ON_TIME, "", ["H002 Whole contract!G6"]),
    ("trained 55", "", ON_TIME, "", []),
    ("trained 56", "trained 0", ON_TIME, "", ["H002 Whole contract!G6"]),
    ("trained 0", "trained 0", ON_TIME, "", []),
    ("trained | not known", "", ON_TIME, "", []),
    # A snapshot may fall; only what is counted since a start may not.
    ("units 25", "", ON_TIME, "", []),
    ("", "", LATE, "", ["R001"]),
    ("", "", ON_TIME, "other.xlsx", ["R002"]),
    ("", "", date(2025, 9, 29), "", ["R004"]),
    ("", "", date(2025, 9, 30), "", []),
    (
        "trained 56",
        "open-at-start 12",
        LATE,
        "other.xlsx",
        ["H001 Refuge!G12", "H002 Whole contract!G6", "R001", "R002"],
    ),
]


def admitted(before: str, now: str, received: date, rival: str = "", due: date | None = ON_TIME) -> tuple[Finding, ...]:
    """The findings of a second quarter's return when it is admitted after a first."""
    first, second = read_period("2025-26-Q1"), read_period("2025-26-Q2")
    given = a_return(changed(OPENS_AT_15, now), a_specification(period="2025-26-Q2"))
    history = history_before(entries(a_return(changed(CLEAN, before))), second)
    return check_admission(Admission(given.returned, given.specification, history, first, received, due, rival))


def booked(answers: str) -> tuple[Finding, ...]:
    """The findings of a return of bookings, and of whatever else is answered, that comes a day early."""
    terms = some_terms('- measure.trained.target\nmeasure.trained.kind = "bookings"')
    specification = a_specification(terms, "2025-26-Q2")
    given = a_return(answers, specification)
    history = History({})
    return check_admission(Admission(given.returned, specification, history, None, date(2025, 9, 29), None))


def test_bookings_may_be_of_days_to_come_and_nothing_beside_them() -> None:
    """A figure beside them that is no booking is asked about at its cell; a gap is no figure."""
    assert found(booked("trained 20\nunits | not known")) == ["R005"]
    assert found(booked("trained 20\nunits 4")) == ["R004 Whole contract!G7", "R005 Whole contract!G6"]
    assert found(booked("units 4")) == ["R004"]
    assert found(booked("")) == ["R004"]


@pytest.mark.parametrize(("before", "now", "received", "rival", "expected"), ADMISSIONS)
def test_a_return_among_the_others(before: str, now: str, received: date, rival: str, expected: list[str]) -> None:
    """Against the one before it, the day it was due, and any other for its period."""
    assert found(admitted(before, now, received, rival)) == expected


def test_a_first_return_and_one_without_a_due_date_are_judged_by_themselves() -> None:
    """Nothing is invented to compare with."""
    assert admitted("", "", LATE, due=None) == ()
    given = a_return(changed(CLEAN, "open-at-start 99"))
    for previous in (None, read_period("2024-25-Q4")):
        admission = Admission(given.returned, given.specification, History({}), previous, ON_TIME, None)
        assert check_admission(admission) == ()


def test_over_a_missing_return_an_opening_is_not_compared_and_a_running_total_is() -> None:
    """Stays may have begun and ended in between; what is counted since a start cannot have fallen."""
    third = read_period("2025-26-Q3")
    given = a_return(changed(CLEAN, "open-at-start 99\ntrained 1"), a_specification(period="2025-26-Q3"))
    history = history_before(entries(a_return(CLEAN)), third)
    second, january = read_period("2025-26-Q2"), date(2026, 1, 10)
    admission = Admission(given.returned, given.specification, history, second, january, None)
    assert found(check_admission(admission)) == ["H002 Whole contract!G6"]


def outdated() -> tuple[Finding, ...]:
    """The findings of a return that was issued before contract text changed."""
    given = a_return(CLEAN)
    return check_admission(
        Admission(given.returned, given.specification, History({}), None, ON_TIME, None, outdated=True)
    )


def read_anew() -> tuple[Finding, ...]:
    """The findings of a file whose layout now finds another figure in it."""
    given = a_return(CLEAN)
    posted = {answer.key: answer.given for answer in given.returned.answers if not answer.words}
    accepted = a_key("accepted", given.specification)
    before = {**posted, accepted: replace(posted[accepted], value=Decimal(47))}  # type: ignore[type-var]
    return check_admission(
        Admission(given.returned, given.specification, History({}), None, ON_TIME, None, posted=before)
    )


# Every code in its own words.

WORDS: dict[str, tuple[tuple[Finding, ...], str]] = {
    "I000": (
        check_arrival(ARRIVALS[0][0]),
        "I000, stops. This is a PDF. Send a workbook.",
    ),
    "I001": (
        check_arrival(ARRIVALS[1][0]),
        "I001, stops. This file does not say which return it is, since its hidden sheet _return is missing. "
        "Fill in the return you were sent, and send that file.",
    ),
    "I002": (
        check_arrival(ARRIVALS[4][0]),
        "_return: I002, stops. This return is for the contract westshire, of which there is no contract text here. "
        "Send it to the commissioner who issued it, or add the contract text.",
    ),
    "I003": (
        check_arrival(ARRIVALS[6][0]),
        "_return: I003, stops. This return is of an edition that was never issued here. "
        "Copy the answers into the return you were sent, and send that file.",
    ),
    "I004": (
        check_arrival(ARRIVALS[7][0]),
        "_return: I004, stops. The hidden sheet _return is damaged: what it holds is not the specification of a "
        "return. Copy the answers into the return you were sent, and send that file.",
    ),
    "I005": (
        check_arrival(ARRIVALS[8][0]),
        "_return: I005, needs explanation. The hidden sheet _return does not say what it said when this return was "
        "issued. Nothing is lost: the answers were read by the edition as issued. "
        "Say how the sheet came to be changed.",
    ),
    "I006": (
        check_arrival(ARRIVALS[9][0]),
        "I006, note. This file was checked on its own, by the specification it carries. "
        "Checks against earlier returns and the due date are made when it is imported.",
    ),
    "C001": (
        returned("accepted"),
        "Refuge!G11: C001, stops. This answer is blank. "
        "Enter the figure, 0 if there were none, or choose a status such as not known.",
    ),
    "C002": (
        returned("declared-by"),
        "Narrative!D7: C002, stops. This question is not answered. Answer it in a few words.",
    ),
    "C003": (
        returned("accepted nine or so"),
        "Refuge!G11: C003, stops. This cell holds words, where a number is asked for. "
        "Type only the figure, for example 9; anything more belongs in the status or the explanation.",
    ),
    "C004": (
        returned("accepted #REF!"),
        "Refuge!G11: C004, stops. This cell holds an error, such as #REF! or #DIV/0!. "
        "Type the answer itself; begin words with a letter, not with = + or -.",
    ),
    "C005": (
        returned("accepted =B6"),
        "Refuge!G11: C005, stops. This cell holds a formula without its result. "
        "Type the figure itself, or open the file in a spreadsheet program and save it again.",
    ),
    "C006": (
        returned("accepted -1"),
        "Refuge!G11: C006, stops. This cell holds “-1”, less than 0. Enter 0 or more.",
    ),
    "C007": (
        returned("accepted 48.5"),
        "Refuge!G11: C007, stops. This cell holds “48.5”, not a whole number. Enter a whole number.",
    ),
    "C008": (
        returned("spend 100.505"),
        "Whole contract!G9: C008, stops. This cell holds “100.505”, with more decimal places than are kept. "
        "Enter money to the penny, and other figures to at most four places, such as 88.0342%.",
    ),
    "C009": (
        returned("satisfied 0.75"),
        "Advocacy!G11: C009, stops. This cell holds “0.75”, which could be a part of one or a percentage below 1%. "
        "Type it with its sign, such as 88% or 0.88%.",
    ),
    "C010": (
        returned("satisfied 175%"),
        "Advocacy!G11: C010, stops. This cell holds “175%”, more than 100%. Enter a percentage from 0% to 100%.",
    ),
    "C011": (
        returned("accepted 9999999999999"),
        "Refuge!G11: C011, stops. This cell holds “9999999999999”, larger than any figure of a return. "
        "Enter the figure again.",
    ),
    "C012": (
        returned("accepted 48 | see note"),
        "Refuge!H11: C012, stops. The status of this answer is not one that can be chosen here. "
        "Choose one of: not known, not applicable, fewer than, to be confirmed. "
        "Anything more goes in the explanation beside it.",
    ),
    "C013": (
        returned("accepted 48 | not known"),
        "Refuge!G11: C013, stops. This answer has both a figure and the status not known or not applicable. "
        "Leave out one of the two.",
    ),
    "C014": (
        returned("accepted | fewer than"),
        "Refuge!G11: C014, stops. This answer has a status that belongs to a figure, such as fewer than or to be "
        "confirmed, but no figure. Enter the figure, or choose not known.",
    ),
    "C015": (
        with_a_row_gone(),
        "Whole contract: C015, stops. The row “Units” is gone: the sheet has neither code nor label of what is asked "
        "there. Put back what was deleted or retyped, or copy the answers into the return you were sent, and send that "
        "file.",
    ),
    "C016": (
        with_a_row_unclear(),
        "Whole contract!G7: C016, stops. It cannot be told which row this is: its code stands on another row with "
        "another figure, or the label beside it is another row's. Undo the sorting or copying of rows, or copy the "
        "answers into the return you were sent.",
    ),
    "C017": (
        with_one_label_twice(),
        "Refuge!B7, Refuge!B8: C017, needs explanation. These rows bear one label, and were issued as "
        "“Referrals, source: Police” and “Referrals, source: Other”. "
        "Each was read by its code. Correct the label, or the figures if they belong to it.",
    ),
    "C018": (
        with_a_column_twice(),
        "Refuge!G4, Refuge!M4: C018, needs explanation. Two columns bear the code figure, and only the first was read. "
        "Take out the one that is not the answer.",
    ),
    "A001": (
        returned("referrals 61"),
        "Refuge!G6: A001, needs explanation. Referrals is 61, but its parts add up to 60. "
        "Correct the total or the parts.",
    ),
    "A002": (
        returned("people/abuse/physical 31"),
        "Advocacy!G7, Advocacy!G6: A002, needs explanation. People, type of abuse: Physical is 31, more than People, "
        "which is 30. Correct the part or the whole.",
    ),
    "A003": (
        returned("open-at-end 61"),
        "Refuge!G13, Refuge!G12, Refuge!G11: A003, needs explanation. Nobody leaves before they came. "
        "Here Open at end is 61, and Open at start (12) + Accepted (48) comes to 60. "
        "Correct the figures, or explain beside them why this is so.",
    ),
    "A004": (
        returned("accepted 61"),
        "Refuge!G11, Refuge!G6: A004, needs explanation. Accepted is 61, more than Referrals, which is 60, "
        "so the ratio is above one. Correct the figures, or explain beside them why this is so.",
    ),
    "A005": (
        returned("happy 175"),
        "Advocacy!G11, Advocacy!G9, Advocacy!G10: A005, needs explanation. 75% of 236 needs 176, 177 or 178; "
        "the counts give 175, which is 74.2%. Correct the percentage or the counts: "
        "what gives it is 176, 177 or 178 of 236 or 175 of 232, 233 or 234.",
    ),
    "A006": (
        returned("surveys 5\nhappy | not known\nsatisfied 88%"),
        "Advocacy!G11, Advocacy!G9, Advocacy!G10: A006, needs explanation. 88% of 5 cannot be: no whole number out of "
        "5 comes to it. Correct the percentage or the number it is of; where that is 0, choose not applicable.",
    ),
    "T001": (
        returned("accepted 29"),
        "Refuge!G11, Refuge!G6: T001, note. Refuge: Accepted, out of referrals is 48.3%; the target is at least 50%. "
        "Say why in the explanation beside it.",
    ),
    "S001": (
        returned("waiting | | Nobody counts them yet"),
        "Advocacy!I12: S001, note. There is an explanation here, and no figure or status that it explains. "
        "Nothing is kept of it. Enter the figure or choose a status, or say it in the commentary.",
    ),
    "S002": (
        returned(f"accepted 48 | | {'w' * 1001}"),
        "Refuge!I11: S002, note. This explanation is longer than 1,000 characters. It is kept in full; beside the "
        "figure, reports print its beginning. Say the gist first, or use the commentary.",
    ),
    "S003": (
        returned("accepted 48 | | 45"),
        "Refuge!I11: S003, note. This explanation holds only a figure. It was kept as an explanation. "
        "If it is the answer, move it to the column of figures.",
    ),
    "S004": (
        returned("accepted 48 | | #NAME?"),
        "Refuge!I11: S004, note. This explanation is an error, such as #NAME?, so its words are lost. "
        "Type it again, beginning with a letter, not with = + or -.",
    ),
    "H001": (
        admitted("", "open-at-start 12", ON_TIME),
        "Refuge!G12: H001, needs explanation. Open at start is 12, but Open at end was 15 in the last return. "
        "Correct the opening figure, or say why the last closing figure no longer holds.",
    ),
    "H002": (
        admitted("trained 1140", "", ON_TIME),
        "Whole contract!G6: H002, needs explanation. Trained counts from a start, and fell from 1,140 to 55 since the "
        "last return. Correct it, or say what was taken out and why.",
    ),
    "R001": (
        admitted("", "", LATE),
        "R001, note. This return was due on 21 October 2025 and came on 22 October 2025, 1 day late. "
        "It was read all the same.",
    ),
    "R002": (
        admitted("", "", ON_TIME, "other.xlsx"),
        "R002, stops. There is another return for this contract and period: other.xlsx. Nothing of this one was "
        "posted. If it corrects the other, import it by itself with --correction and the reason.",
    ),
    "R003": (
        outdated(),
        "R003, note. This return was issued before the contract text was last changed, so it does not ask what is "
        "asked now. It was read as it was issued; issue the return again if what changed must be answered.",
    ),
    "R004": (
        admitted("", "", date(2025, 9, 29)),
        "R004, needs explanation. This return came on 29 September 2025, before its period ended on "
        "30 September 2025. Say how the figures of days to come are known.",
    ),
    "R005": (
        booked("trained 20"),
        "R005, note. This return came on 29 September 2025, before its period ended on 30 September 2025: "
        "its figures are bookings. Nothing more is asked; a booking may be of days to come.",
    ),
    "R006": (
        read_anew(),
        "Refuge!G11: R006, needs explanation. By its layout as it now is, this file is read otherwise than it was "
        "posted: Accepted. What was posted still stands. Save the file under another name and import it with "
        "--correction; or put the layout back as it was.",
    ),
}


@pytest.mark.parametrize("code", WORDS)
def test_a_finding_in_words(code: str) -> None:
    """What is there; what to do."""
    findings, words = WORDS[code]
    assert [said(finding) for finding in findings] == [words]


def test_every_check_has_its_words_and_its_case() -> None:
    """A check that no case raises is not done."""
    # Those of editions are in test_editions.py, those of contract text in test_review.py and test_dates_stated.py,
    # those of a general ledger's extracts in test_spending.py, those of money in test_money_checks.py.
    declared = {check.code for _, checks in catalogue() for check in checks if check.code[0] not in "EBGNDK"}
    declared -= codes_of(LedgerExtract)
    tables: list[Any] = [*CASES, *ARRIVALS, *ADMISSIONS, *test_files.CASES, *test_files.ELSEWHERE]
    raised = {line.split()[0] for *_, expected in tables for line in expected} | {
        "C015",
        "C016",
        "C017",
        "C018",
        "R003",
        "R005",
        "R006",
    }
    told = {code for _, code, _ in OF_WORDS if code.startswith("W")} | RESTATED.keys()
    elsewhere = READING_WORDS.keys() | MEANING_WORDS.keys() | {*LAYOUT_WORDS, HIDDEN} | told
    elsewhere |= GOING_ON_WORDS.keys() | NARRATIVE_WORDS.keys()
    assert WORDS.keys() | test_files.WORDS.keys() | elsewhere == declared
    assert raised | elsewhere == declared


MORE_WORDS = [
    ("surveys 20\nhappy 18\nsatisfied 95%", "95% of 20 needs 19; the counts give 18, which is 90%."),
    ("surveys 236\nhappy 96\nsatisfied 40%", "40% of 236 needs 94 or 95; the counts give 96, which is 40.7%."),
    ("surveys 5000\nhappy 1\nsatisfied 75%", "75% of 5,000 needs 3,725 to 3,774; the counts give 1, which is 0%."),
    ("surveys 5\nhappy 4\nsatisfied 88%", "88% of 5 needs a count that is not whole; the counts give 4, which is 80%."),
    ("accepted none of 9", "This cell holds words, where a number is asked for."),
    ('accepted "48."', "This cell holds “48.”, where a number is asked for."),
    ("accepted nine\nunits 5*\nsurveys 7*", "These cells hold words, “7*” and “5*”, where a number is asked for."),
    ("trained 49", "Trained is 49; the target is at least 50."),
]


FITTING = [
    # 19/20 is 95%, 18/19 is 94.7%: both round to 95%. 96/238 to 96/243 are 40.3% to 39.5%.
    ("surveys 20\nhappy 18\nsatisfied 95%", "what gives it is 19 of 20 or 18 of 19."),
    ("surveys 236\nhappy 96\nsatisfied 40%", "what gives it is 94 or 95 of 236 or 96 of 238 to 243."),
    ("surveys 5\nhappy 4\nsatisfied 88%", "Correct the percentage or the counts."),
    ("surveys 20\nhappy 0\nsatisfied 95%", "what gives it is 19 of 20."),
    ("surveys 5\nhappy 5\nsatisfied 83%", "what gives it is 5 of 6."),
]


@pytest.mark.parametrize(("changes", "words"), FITTING)
def test_a_percentage_that_disagrees_names_the_counts_and_the_bases_that_fit(changes: str, words: str) -> None:
    """Either may be the slip of the pen."""
    assert "; ".join(finding.remedy for finding in returned(changes)).endswith(words)


REST = some_terms('measure.satisfied.count_is = "the rest"')


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        # 236 less 49 is 187, which is 79.2%; 236 less 61 is 175, which is 74.2%.
        ("happy 49\nsatisfied 79%", []),
        (
            "happy 61\nsatisfied 75%",
            ["75% of 236 needs 176, 177 or 178; the counts give 175 (236 less 61), which is 74.2%."],
        ),
    ],
)
def test_a_count_may_be_of_the_rest(changes: str, words: list[str]) -> None:
    """A success may be told by those who had none."""
    assert [finding.there for finding in returned(changes, REST)] == words


def test_an_edition_without_a_rest_is_written_as_it_always_was() -> None:
    """Digests of committed editions do not change; one with a rest reads back."""
    plain, rest = a_specification(), a_specification(REST)
    assert '"percentages":[[["advocacy","satisfied","",""],' in write_specification(plain)
    assert write_specification(plain).count(",1]]") == 0
    assert read_specification(write_specification(rest)) == rest
    assert rest.percentages[0].the_rest


@pytest.mark.parametrize(("changes", "words"), MORE_WORDS)
def test_what_a_finding_says_is_there(changes: str, words: str) -> None:
    """Figures as typed or as their kind shows them."""
    [finding] = returned(changes)
    assert finding.there == words


def test_a_missed_target_that_is_explained_needs_no_asking() -> None:
    """The explanation may stand beside either figure of a ratio."""
    [finding] = returned("accepted 29 | | Two rooms were closed for repair")
    assert finding.remedy == "It is explained beside the figure."


def test_a_target_to_stay_under_is_missed_from_above() -> None:
    """Lower is better, and the target itself is met."""
    terms = some_terms('measure.units = { polarity = "lower", target = { per_period = 20 } }')
    assert returned("", terms) == ()
    [finding] = returned("units 21", terms)
    assert finding.there == "Units is 21; the target is at most 20."


@pytest.mark.parametrize("late", [(date(2025, 10, 22), "1 day late"), (date(2025, 10, 24), "3 days late")])
def test_how_late_a_return_is(late: tuple[date, str]) -> None:
    """In days, one or several."""
    [finding] = admitted("", "", late[0])
    assert finding.there.endswith(f"{late[1]}.")


def test_an_opening_whose_closing_is_not_asked_is_named_by_its_code() -> None:
    """A closing measure may be asked no longer."""
    first, second = read_period("2025-26-Q1"), read_period("2025-26-Q2")
    specification = a_specification(period="2025-26-Q2")
    refuge = specification.blocks[0]
    shorter = replace(refuge, rows=tuple(row for row in refuge.rows if row.key.measure != "open-at-end"))
    asked = replace(specification, blocks=(shorter, *specification.blocks[1:]))
    answers = "\n".join(line for line in CLEAN.splitlines() if not line.startswith("open-at-end"))
    history = history_before(entries(a_return(CLEAN)), second)
    given = a_return(answers, asked)
    findings = check_admission(Admission(given.returned, asked, history, first, ON_TIME, None))
    [finding] = [one for one in findings if one.code == "H001"]
    assert finding.there == "Open at start is 12, but open-at-end was 15 in the last return."


# What is repeated of what was typed.


@pytest.mark.parametrize("text", ["9", "1,234.50", "-3", "£12", "88%", "<5", "01/04/2025", "n/a", "NIL", "tbc"])
def test_what_is_like_a_number_is_repeated_as_typed(text: str) -> None:
    """So that the provider finds it."""
    assert as_typed(text) == f"“{text}”"


@pytest.mark.parametrize(
    "text", ["", "Jo Smith", "9 for Jo", "ring 07700 900123 please", "07700 900123", "943 476 5870", "1" * 21]
)
def test_other_words_may_name_someone_and_are_not_repeated(text: str) -> None:
    """A finding travels further than the file."""
    assert as_typed(text) == "words"


# How findings are put together.


def a_finding(code: str, *places: str, there: str = "Here.", severity: Severity = Severity.STOPS) -> Finding:
    """A finding of that code at places like `Refuge!G6`."""
    return Finding(
        code, severity, tuple(Place(*place.split("!")) for place in places), there, "Do it.", (code.lower(),)
    )


def test_the_same_words_in_many_cells_are_one_finding() -> None:
    """With every place once, in the order they were met; other words or another severity are another finding."""
    both = combined([a_finding("C001", "A!B1"), a_finding("C001", "A!B2"), a_finding("C001", "A!B1")])
    assert found(both) == ["C001 A!B1 A!B2"]
    others = (a_finding("C001", "A!B2", there="There."), a_finding("C001", "A!B3", severity=Severity.NOTE))
    assert len(combined([a_finding("C001", "A!B1"), *others])) == 3


@pytest.mark.parametrize(("column", "cell"), [(1, "A9"), (26, "Z9"), (27, "AA9"), (702, "ZZ9"), (703, "AAA9")])
def test_a_place_is_a_sheet_and_a_cell(column: int, cell: str) -> None:
    """As spreadsheets name their columns."""
    assert place_at("Refuge", 9, column) == Place("Refuge", cell)


def test_a_finding_on_one_line_names_the_file_where_that_is_not_plain() -> None:
    """File, places, code, severity, what is there, what to do."""
    assert said(a_finding("C001", "Refuge!G6"), "q1.xlsx") == "q1.xlsx: Refuge!G6: C001, stops. Here. Do it."
    assert said(a_finding("R001")) == "R001, stops. Here. Do it."


def test_no_code_is_declared_twice() -> None:
    """One code, one check."""
    checks = Checks(str, "Is it so?")

    @checks.declare("X001", Severity.NOTE, "{what}.", "Nothing.")
    def it_is_so(evidence: str) -> Iterator[Fault]:
        """Because."""
        yield Fault((), {"what": evidence})

    assert found(checks.findings("So")) == ["X001"]
    assert (checks.table["X001"].name, checks.table["X001"].why) == ("it is so", "Because.")
    with pytest.raises(ValueError, match="X001"):
        checks.declare("X001", Severity.NOTE, "", "")(it_is_so)


def test_the_catalogue_reads_as_complaints() -> None:
    """Every check has a name, a reason and words; only a refusal brings its own remedy."""
    checks = [check for _, group in catalogue() for check in group]
    assert all(check.name and check.why and check.there for check in checks)
    assert [check.code for check in checks if not check.remedy] == ["I000"]


# Whatever is typed.

ODD = ["", "0", "7", "60", "-3", "9.5", "88%", "0.5", "n/a", "#REF!", "=A1", "1E15", "Jo", '"9"']
STATUSES = ["", "not known", "not applicable", "fewer than", "about", "to be confirmed", "whatever"]


@given(
    st.dictionaries(
        st.sampled_from([line.split()[0] for line in CLEAN.strip().splitlines()]),
        st.tuples(
            st.sampled_from(ODD),
            st.sampled_from(STATUSES),
            st.sampled_from(["", "Jo said so"]),
        ),
        max_size=22,
    )
)
def test_whatever_is_typed_is_checked_without_repeating_a_name(answers: dict[str, tuple[str, str, str]]) -> None:
    """Any answers at all come to findings; each finding has its words, and none names anyone."""
    lines = "\n".join(f"{code} {' | '.join(parts)}" for code, parts in answers.items())
    for finding in returned(lines):
        assert "Jo" not in said(finding)
        assert "{" not in said(finding)
