"""A column of a layout that says which figures are final, and which are still to be confirmed."""

import pytest

from commissioning.model.quantity import Missing, Quantity, Standing
from tests.own_files import checked, parts

TEXT, SHEETS = parts("simple")
WITH_STATUS = TEXT.replace(
    'columns = { "This quarter" = {} }',
    'columns = { "This quarter" = {} }\nstatus = "State"\nstatuses = { "Not yet signed off" = "to be confirmed" }',
)


def read(admitted: str, state: str) -> tuple[object, list[str]]:
    """What is read of the households that moved in, in a row with that state, and the codes of what is said of it."""
    sheets = SHEETS.replace("This quarter", "This quarter | State")
    one = checked(WITH_STATUS, sheets.replace("admitted | 12", f"admitted | {admitted} | {state}"))
    assert one.returned
    [given] = [answer.given for answer in one.returned.answers if answer.key.measure == "moved-in"]
    return given, [finding.code for finding in one.findings if finding.code[0] == "C"]


@pytest.mark.parametrize(
    ("state", "standing"),
    [
        ("final", Standing.STATED),
        ("Final", Standing.STATED),
        ("", Standing.STATED),
        ("Provisional", Standing.TO_BE_CONFIRMED),
        ("not yet signed off", Standing.TO_BE_CONFIRMED),
    ],
)
def test_a_row_says_whether_its_figure_is_final(state: str, standing: Standing) -> None:
    """In the layout's own words, or in the two that every layout knows."""
    given, said = read("12", state)
    assert isinstance(given, Quantity)
    assert (given.value, given.standing, said) == (12, standing, [])


def test_a_word_that_no_layout_knows_is_asked_about() -> None:
    """What it says of the figure is not guessed."""
    given, said = read("12", "see note")
    assert (given, said) == (Missing.UNREADABLE, ["C012"])


def test_a_total_of_provisional_parts_is_provisional() -> None:
    """Added up from the calls by day and by night, of which one is not final."""
    text = TEXT.replace(
        'starts = "Helpline"\nheader_rows = 0', 'starts = "Helpline"\nheader_rows = 1\nstatus = "State"'
    )
    sheets = SHEETS.replace("Helpline\n", "Helpline\nCalls | Number | State\n").replace(
        "night | 60", "night | 60 | provisional"
    )
    one = checked(text, sheets)
    assert one.returned
    [given] = [answer.given for answer in one.returned.answers if answer.key.measure == "calls"]
    assert isinstance(given, Quantity)
    assert (given.value, given.standing) == (160, Standing.TO_BE_CONFIRMED)
