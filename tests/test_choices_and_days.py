"""Choices, yes or no, dates and milestones: what is typed is the one thing it can mean, or is asked about."""

from datetime import date
from decimal import Decimal

import pytest

from commissioning.checks import check_return
from commissioning.contract import read_book
from commissioning.model.finding import Place
from commissioning.model.measure import Choice
from commissioning.model.quantity import AnswerKey, Missing
from commissioning.model.returned import Answer, Cell, Found, Tidying, Trouble, Typed
from commissioning.model.template import Row
from commissioning.period import read_period
from commissioning.returns.answers import read_answer
from commissioning.specification import read_specification, write_specification
from commissioning.template import lay_out
from tests.builders import CLEAN, a_return, a_specification, some_terms

SAID = """
[measure.staffing]
kind = "choice"
services = ["refuge"]
choices = { full = "In full", short = "Shorter hours", safe = "Safe only", shut = "Closed" }

[measure.lead]
kind = "yes-no"
services = ["refuge"]

[measure.reviewed]
kind = "date"
services = ["refuge"]

[measure.opened]
kind = "milestone"
services = ["refuge", "advocacy"]
due = { refuge = 2025-06-30, advocacy = 2025-12-31 }
"""

LIST = tuple(
    Choice(*one) for one in (("full", "In full"), ("short", "Shorter hours"), ("safe", "Safe only"), ("shut", "Closed"))
)
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def a_row(kind: str, *, day_first: bool = False) -> Row:
    """A row that asks one such answer."""
    choices = {"choice": LIST, "yes-no": YES_NO}.get(kind, ())
    return Row(6, AnswerKey("refuge", "asked"), "Asked", kind, "answer", True, (), choices, day_first)


def answered(row: Row, typed: str | Cell, status: str = "") -> Answer:
    """The answer, where that is typed into its cell."""
    cell = typed if isinstance(typed, Cell) else Cell(Typed.TEXT, typed) if typed else None
    beside = Cell(Typed.TEXT, status) if status else None
    return read_answer(row, Found(Place("Refuge", "G6"), cell, beside))


def said(answer: Answer) -> str:
    """What was read: the kept words, the gap, or the trouble."""
    return answer.words or str(answer.trouble or answer.given)


READ = [
    ("choice", "In full", "full", ()),
    ("choice", " in FULL ", "full", ()),
    ("choice", "Closed.", "shut", (Tidying.CHOICE,)),
    ("choice", "short", "short", (Tidying.CHOICE,)),
    ("choice", "Shorter huors", "short", (Tidying.NEAR_CHOICE,)),
    ("choice", "Closd", "shut", (Tidying.NEAR_CHOICE,)),
    ("choice", "N/K", "not known", (Tidying.GAP,)),
    ("yes-no", "Yes", "yes", ()),
    ("yes-no", "y", "yes", (Tidying.CHOICE,)),
    ("yes-no", "✓", "yes", (Tidying.CHOICE,)),
    ("yes-no", "N", "no", (Tidying.CHOICE,)),
    ("yes-no", "n/a", "not applicable", (Tidying.GAP,)),
    ("date", "30 September 2026", "2026-09-30", ()),
    ("date", "2026-09-30", "2026-09-30", ()),
    ("date", "30/09/2026", "2026-09-30", (Tidying.DAY,)),
    ("date", "unknown", "not known", (Tidying.GAP,)),
    ("milestone", "30 Sep 26", "2026-09-30", (Tidying.DAY,)),
    ("milestone", "Not yet", "blank", (Tidying.NOT_MET,)),
    ("milestone", "", "blank", ()),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "kept", "changes"), READ)
def test_what_can_mean_one_thing_is_read(kind: str, typed: str, kept: str, changes: tuple[Tidying, ...]) -> None:
    """A choice is kept by its id, a day as 2026-09-30; how it was typed is noted."""
    answer = answered(a_row(kind), typed)
    assert (said(answer), answer.tidied, answer.trouble) == (kept, changes, None)


ASKED = [
    ("choice", "Open", Trouble.NOT_A_CHOICE),
    ("choice", "Unsafe only", Trouble.NOT_A_CHOICE),
    ("choice", "In full / Closed", Trouble.NOT_A_CHOICE),
    ("choice", "1", Trouble.NOT_A_CHOICE),
    ("yes-no", "Yes and no", Trouble.NOT_A_CHOICE),
    ("yes-no", "x", Trouble.NOT_A_CHOICE),
    ("date", "03/04/2026", Trouble.TWO_DAYS),
    ("date", "April 2026", Trouble.NOT_A_DAY),
    ("date", "Not yet", Trouble.NOT_A_DAY),
    ("date", "30 September 1926", Trouble.FAR_DAY),
    ("milestone", "yes", Trouble.NOT_A_DAY),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "trouble"), ASKED)
def test_what_could_mean_two_things_is_asked(kind: str, typed: str, trouble: Trouble) -> None:
    """`Unsafe` is no slip for `safe`, and 3/4 has two readings."""
    answer = answered(a_row(kind), typed)
    assert (answer.trouble, answer.given, answer.words) == (trouble, Missing.UNREADABLE, "")


def test_cells_of_other_sorts() -> None:
    """A tick box, a day as a spreadsheet keeps it, a number, an error."""
    day = Cell(Typed.DATE, "2026-04-03", day=date(2026, 4, 3))
    assert said(answered(a_row("date"), day)) == "2026-04-03"
    assert said(answered(a_row("yes-no"), Cell(Typed.BOOLEAN, "TRUE"))) == "yes"
    assert answered(a_row("date"), Cell(Typed.NUMBER, "46115", Decimal(46115))).trouble is Trouble.NOT_A_DAY
    assert answered(a_row("choice"), day).trouble is Trouble.NOT_A_CHOICE
    assert answered(a_row("choice"), Cell(Typed.ERROR, "#REF!")).trouble is Trouble.ERROR_VALUE
    assert answered(a_row("date"), Cell(Typed.UNCALCULATED, "")).trouble is Trouble.UNCALCULATED


def test_the_contract_may_say_how_days_are_typed() -> None:
    """3/4 is 3 April where it says so."""
    assert said(answered(a_row("date", day_first=True), "03/04/2026")) == "2026-04-03"


STATUSES = [
    ("choice", "", "not known", "not known"),
    ("choice", "", "Don't know", "not known"),
    ("choice", "In full", "not known", "status and figure"),
    ("date", "2026-09-30", "to be confirmed", "unknown status"),
    ("milestone", "", "not applicable", "not applicable"),
    ("yes-no", "n/a", "not known", "qualified twice"),
]


@pytest.mark.parametrize(("kind", "typed", "status", "read"), STATUSES)
def test_a_status_stands_in_the_place_of_an_answer(kind: str, typed: str, status: str, read: str) -> None:
    """As beside a figure: either the one or the other."""
    assert said(answered(a_row(kind), typed, status)) == read


# What is asked, and where.


def test_they_stand_among_the_figures_and_text_does_not() -> None:
    """With a status, on the sheet of their service; a milestone may be left blank."""
    specification = a_specification(some_terms(SAID))
    found = {row.key.code: (block.sheet, row) for block, row in specification.rows() if row.key.service == "refuge"}
    assert {found[code][0] for code in ("staffing", "lead", "reviewed", "opened")} == {"Refuge"}
    assert found["turned-away"][0] == "Narrative"
    assert [found[code][1].required for code in ("staffing", "reviewed", "opened")] == [True, True, False]
    assert found["staffing"][1].choices == LIST
    assert found["lead"][1].choices == YES_NO


def test_a_specification_keeps_its_choices() -> None:
    """And one without any is written as it always was."""
    changes = f"{SAID}\n[reporting]\nday_first = true\n"
    specification = a_specification(some_terms(changes))
    assert read_specification(write_specification(specification)) == specification
    assert [row.key.measure for _, row in specification.rows() if row.day_first] == ["reviewed", "opened", "opened"]
    plain = write_specification(a_specification())
    assert not any(word in plain for word in ("choices", "day first"))


def test_a_milestone_says_by_when() -> None:
    """In the column of targets, service by service."""
    template = lay_out(some_terms(SAID), read_period("2025-26-Q1"))
    asked = {(sheet, beside.label): beside.target for sheet, _, beside in template.beside}
    assert asked["Refuge", "Opened"] == "by 30 June 2025"
    assert asked["Advocacy", "Opened"] == "by 31 December 2025"
    assert asked["Refuge", "Staffing"] == ""


# What is found.

GOOD = f"""{CLEAN}
staffing In full
lead Yes
reviewed 3 April 2025
refuge:opened 25 June 2025
advocacy:opened
"""


def found_in(*lines: str) -> list[tuple[str, str]]:
    """The findings on a good return with these lines in place of its own."""
    changed = {line.split(maxsplit=1)[0]: line for line in (*GOOD.splitlines(), *lines) if line}
    given = a_return("\n".join(changed.values()), a_specification(some_terms(SAID)))
    return [(finding.code, f"{finding.there} {finding.remedy}") for finding in check_return(given)]


def test_a_good_return_has_nothing_to_say() -> None:
    """A milestone that is not due and blank is no answer owed."""
    assert found_in() == []


FINDINGS = [
    ("staffing", "C001", "This answer is blank."),
    ("staffing Open", "W001", "Choose one of: In full, Shorter hours, Safe only, Closed."),
    ("staffing Shorter", "W001", "Did you mean Shorter hours?"),
    ("lead maybe", "W001", "Choose one of: Yes, No."),
    ("reviewed spring", "W002", "This cell holds words, where a day is asked for."),
    ("reviewed 03/04/2025", "W003", "“03/04/2025”, which could be 3 April 2025 or 4 March 2025."),
    ("reviewed 3 April 1925", "W004", "This day is not between 1 January 1990 and 31 December 2079."),
    ("refuge:opened 1 July 2025", "W005", "met on 1 July 2025, after the period ended on 30 June 2025."),
    ("lead ✓", "W006", "was read as Yes."),
    ("staffing Shorter huors", "W007", "was read as Shorter hours."),
    ("reviewed 30/04/2025", "W008", "was read as 30 April 2025."),
    ("advocacy:opened not yet", "W009", "were read as not met yet."),
    ("reviewed 3 April 2025 | not known", "C013", "both a figure and the status"),
    ("staffing #REF!", "C004", "This cell holds an error"),
]


@pytest.mark.parametrize(("line", "code", "words"), FINDINGS)
def test_each_slip_is_one_finding_that_says_what_to_do(line: str, code: str, words: str) -> None:
    """In the words of the list, and the two days that it could be."""
    [(found, there)] = found_in(line)
    assert found == code
    assert words in there


def test_words_that_may_name_someone_are_not_repeated() -> None:
    """What stands where a choice is asked is any words."""
    [(_, there)] = found_in("staffing Jane Example came")
    assert "Jane" not in there
    assert there.startswith("This cell holds words, which is not on its list.")


# Faults of contract text.

FAULTS = [
    ('measure.units.choices = { a = "A", b = "B" }', "measure.units.choices stands in a snapshot of things."),
    ('measure.lead.choices = { a = "A", b = "B" }', "measure.lead.choices stands in a yes or no."),
    ("- measure.staffing.choices", "measure.staffing.choices is not there."),
    ("\n".join(f"- measure.staffing.choices.{id}" for id in ("short", "safe", "shut")), "holds one choice only."),
    ('measure.staffing.choices.other = "CLOSED"', "measure.staffing.choices.other is 'CLOSED', as shut is."),
    ('measure.staffing.choices.other = "Not known"', "is 'Not known', which the status beside the answer says."),
    ('measure.staffing.choices_continue = { full = ["shut"] }', "names shut, which is still asked."),
    ('measure.staffing.choices_continue = { opens = ["closed"] }', "is 'opens', which is no choice of this file."),
    ("measure.reviewed.due = 2025-06-30", "measure.reviewed.due stands in a date."),
    ("measure.opened.due.helpline = 2025-06-30", "measure.opened.due is 'helpline', which is no service of this file."),
    ('measure.opened.due.refuge = "June"', "measure.opened.due.refuge is 'June'."),
    ('measure.opened = { polarity = "higher", target = { per_period = 1 } }', "measure.opened.target stands in a mile"),
    ('measure.lead.bounds = ["at least"]', "measure.lead.bounds stands in a yes or no, which is no number."),
    ('measure.lead.breakdowns = ["source"]', "measure.lead.breakdowns stands in a yes or no."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "fault"), FAULTS)
def test_a_fault_of_contract_text_is_said_plainly(changes: str, fault: str) -> None:
    """One slip is one fault, at its key."""
    said = [str(one) for one in a_book_of(changes)]
    assert len(said) == 1, said
    assert fault in said[0]


def a_book_of(changes: str) -> list[object]:
    """The faults of the contract with these changes."""
    from tests.builders import ORGANISATIONS, contract_raw, contract_text, toml

    base = toml(contract_raw(SAID))
    return list(read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": contract_text(changes, base)}).faults)
