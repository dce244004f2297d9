"""An answer is found by its block, its code and its label, wherever it has moved, and read with its status."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from commissioning.model.finding import Place
from commissioning.model.quantity import AnswerKey, Bound, Missing, Quantity, Standing
from commissioning.model.returned import (
    Answer,
    Cell,
    Cells,
    DefinedName,
    Identity,
    LooseText,
    SheetCells,
    Trouble,
    Typed,
)
from commissioning.returns import read_identity, read_return, statuses
from tests.builders import CLEAN, a_return, a_sheet, a_specification, changed, some_terms

SPECIFICATION = a_specification()
ACCEPTED = AnswerKey("refuge", "accepted")


def answer(line: str) -> Answer:
    """The one answer of a line, as it is read."""
    given = a_return(line).returned
    code = line.split(maxsplit=1)[0]
    [found] = [answer for answer in given.answers if answer.key.code == code]
    return found


# Identity.


def hidden(text: str) -> Cells:
    """A hidden sheet from lines like `contract westshire`."""
    cells = {}
    for row, line in enumerate(text.splitlines(), 1):
        for column, word in enumerate(line.split(maxsplit=1), 1):
            cells[(row, column)] = Cell(Typed.TEXT, word)
    return Cells((SheetCells("_return", visible=False, cells=cells),))


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("", Identity()),
        ("format 1\ncontract westshire\nperiod p\nedition abc", Identity("westshire", "p", "abc")),
        # A specification that is longer than a cell stands in several, and is joined again.
        ("specification {a\nedition abc\nspecification b}", Identity("", "", "abc", "{ab}")),
        ("contract", Identity()),
    ],
)
def test_a_file_says_what_it_is_in_its_hidden_sheet(text: str, identity: Identity) -> None:
    """What it does not say is empty."""
    assert read_identity(hidden(text)) == identity


def test_a_file_without_the_hidden_sheet_says_nothing() -> None:
    """It is no return of ours."""
    assert read_identity(Cells(())) is None


# What an answer and its status come to.

READ: list[tuple[str, Quantity | Missing]] = [
    ("accepted 48", Quantity(Decimal(48))),
    ("accepted 0", Quantity(Decimal(0))),
    ("accepted", Missing.BLANK),
    ("accepted | not known", Missing.NOT_KNOWN),
    ("accepted |  Not   Known ", Missing.NOT_KNOWN),
    ("accepted | not applicable", Missing.NOT_APPLICABLE),
    ("accepted 5 | fewer than", Quantity(Decimal(5), Bound.FEWER_THAN)),
    ("accepted 5 | to be confirmed", Quantity(Decimal(5), standing=Standing.TO_BE_CONFIRMED)),
    ("spend 1000000 | over", Quantity(Decimal(1000000), Bound.OVER)),
    ("satisfied 75% | about", Quantity(Decimal(75), Bound.ABOUT)),
    ("waiting -12.5%", Quantity(Decimal("-12.5"))),
]


@pytest.mark.parametrize(("line", "given"), READ)
def test_a_figure_and_its_status_are_one_answer(line: str, given: Quantity | Missing) -> None:
    """A gap with a reason, a bound, or a figure to be confirmed."""
    found = answer(line)
    assert (found.given, found.trouble) == (given, None)


TROUBLED = [
    ("accepted nine", Trouble.NOT_A_NUMBER),
    ("accepted nine | not known", Trouble.NOT_A_NUMBER),
    ("accepted 48 | not known", Trouble.STATUS_AND_FIGURE),
    ("accepted 0 | not applicable", Trouble.STATUS_AND_FIGURE),
    ("accepted | fewer than", Trouble.BOUND_WITHOUT_FIGURE),
    ("accepted | to be confirmed", Trouble.BOUND_WITHOUT_FIGURE),
    ("accepted 48 | over", Trouble.UNKNOWN_STATUS),
    ("accepted | over", Trouble.UNKNOWN_STATUS),
    ("accepted 48 | see below", Trouble.UNKNOWN_STATUS),
]


@pytest.mark.parametrize(("line", "trouble"), TROUBLED)
def test_an_answer_that_is_none_has_a_trouble_and_no_figure(line: str, trouble: Trouble) -> None:
    """What cannot be read is never half read."""
    found = answer(line)
    assert (found.given, found.trouble) == (Missing.UNREADABLE, trouble)


def test_an_answer_keeps_what_was_typed_and_where() -> None:
    """As typed, with its explanation, its status and the places of both."""
    found = answer("accepted  nine | fewer than | Counted by hand")
    assert (found.typed, found.status, found.explanation) == ("nine", "fewer than", "Counted by hand")
    assert (found.place, found.status_place) == (Place("Refuge", "G11"), Place("Refuge", "H11"))
    assert found.about == "Accepted"


def test_an_answer_in_words_is_kept_as_it_was_typed() -> None:
    """A number too, and whatever looks like a formula."""
    assert answer("turned-away Two families; none with a pet").words == "Two families; none with a pet"
    assert answer("commentary 48").words == "48"
    assert (answer("commentary 48").given, answer("turned-away").words) == (Missing.BLANK, "")


def test_the_words_that_may_stand_beside_a_figure() -> None:
    """The gaps, the bounds of its kind, and to be confirmed; beside words, none."""
    rows = {row.key.code: row for _, row in SPECIFICATION.rows()}
    assert statuses(rows["accepted"]) == ("not known", "not applicable", "fewer than", "to be confirmed")
    assert statuses(rows["staff"]) == ("not known", "not applicable", "to be confirmed")
    assert statuses(rows["turned-away"]) == ()


# Wherever it has moved.


def moved(change: Callable[[int, int], tuple[int, int]], sheet: str = "Refuge") -> Cells:
    """The clean return with a sheet's cells somewhere else."""
    cells = a_sheet(CLEAN, SPECIFICATION)
    shifted = {change(*place): cell for place, cell in _sheet(cells, sheet).cells.items()}
    return with_sheet(cells, sheet, replace(_sheet(cells, sheet), cells=shifted))


def without(*texts: str) -> Cells:
    """The clean return with the first cells of those texts cleared on the first sheet."""
    cells = a_sheet(CLEAN, SPECIFICATION)
    sheet = _sheet(cells, "Refuge")
    kept = {place: cell for place, cell in sheet.cells.items() if cell.text not in texts}
    return with_sheet(cells, "Refuge", replace(sheet, cells=kept))


def with_sheet(cells: Cells, name: str, sheet: SheetCells) -> Cells:
    return replace(cells, sheets=tuple(sheet if one.name == name else one for one in cells.sheets))


def _sheet(cells: Cells, name: str) -> SheetCells:
    found = cells.sheet(name)
    assert found
    return found


def renamed() -> Cells:
    """The first sheet under another name, which the block's defined name follows."""
    cells = a_sheet(CLEAN, SPECIFICATION)
    names = (DefinedName("answers_1", "Our refuge", (4, 1), (13, 10)), *cells.names[1:])
    return replace(with_sheet(cells, "Refuge", replace(_sheet(cells, "Refuge"), name="Our refuge")), names=names)


SAME = [
    ("as issued", a_sheet(CLEAN, SPECIFICATION)),
    ("with two rows above", moved(lambda row, column: (row + 2, column))),
    ("with a column before", moved(lambda row, column: (row, column + 1))),
    ("with a row inserted between", moved(lambda row, column: (row + (row > 9), column))),
    ("sorted upside down", moved(lambda row, column: (20 - row if row > 5 else row, column))),
    ("with the status elsewhere", moved(lambda row, column: (row, 12 if column == 8 else column))),
    ("with a sheet renamed", renamed()),
    ("without the codes of some rows", without("accepted", "open-at-end")),
    ("without the row of codes", without("code", "figure", "status", "explanation")),
    ("without labels", without("Accepted", "Referrals")),
]


@pytest.mark.parametrize(("how", "cells"), SAME)
def test_answers_are_found_wherever_they_have_moved(how: str, cells: Cells) -> None:
    """By block, then by code, then by label; never by a remembered position."""
    expected = {key: (found.given, found.words) for key, found in a_return(CLEAN).returned.by_key().items()}
    read = read_return(cells, SPECIFICATION).by_key()
    assert {key: (found.given, found.words) for key, found in read.items()} == expected, how


def test_an_answers_place_is_where_it_is_now() -> None:
    """So that a finding points at the file that was sent."""
    read = read_return(moved(lambda row, column: (row + 2, column + 1)), SPECIFICATION).by_key()
    assert read[ACCEPTED].place == Place("Refuge", "H13")
    assert read_return(renamed(), SPECIFICATION).by_key()[ACCEPTED].place == Place("Our refuge", "G11")


def test_a_row_that_is_gone_is_missing_where_it_was_issued() -> None:
    """Not blank: nobody knows what was answered."""
    found = read_return(without("accepted", "Accepted"), SPECIFICATION).by_key()[ACCEPTED]
    assert (found.given, found.trouble, found.place) == (
        Missing.UNREADABLE,
        Trouble.ROW_MISSING,
        Place("Refuge", "G11"),
    )


def test_a_sheet_that_is_gone_is_every_row_of_it_missing() -> None:
    """And nothing of the others."""
    cells = a_sheet(CLEAN, SPECIFICATION)
    read = read_return(replace(cells, sheets=cells.sheets[1:]), SPECIFICATION)
    gone = {found.key.service for found in read.answers if found.trouble is Trouble.ROW_MISSING}
    assert gone == {"refuge"}
    assert sum(found.trouble is None for found in read.answers) == 14


def test_a_row_copied_as_it_is_answers_once_and_one_with_another_figure_cannot_be_told() -> None:
    """Which of two figures is meant nobody guesses."""
    cells = a_sheet(CLEAN, SPECIFICATION)
    sheet = _sheet(cells, "Refuge")
    copied = {(30, column): cell for (row, column), cell in sheet.cells.items() if row == 11}
    for below, expected in (({}, None), ({(30, 7): Cell(Typed.NUMBER, "99", Decimal(99))}, Trouble.ROW_UNCLEAR)):
        twice = {**sheet.cells, **copied, **below}
        read = read_return(with_sheet(cells, "Refuge", replace(sheet, cells=twice)), SPECIFICATION)
        assert read.by_key()[ACCEPTED].trouble == expected
    assert read.by_key()[ACCEPTED].given is Missing.UNREADABLE


def test_rows_sorted_without_their_codes_cannot_be_told() -> None:
    """A hidden code beside another row's label would give one measure the other's figure."""
    cells = a_sheet(CLEAN, SPECIFICATION)
    sheet = _sheet(cells, "Refuge")
    rows = {row.key.code: row for block, row in SPECIFICATION.rows() if block.sheet == "Refuge"}
    one, other = rows["accepted"], rows["open-at-end"]
    labelled = dict(sheet.cells)
    labelled[one.row, 2], labelled[other.row, 2] = (Cell(Typed.TEXT, about) for about in (other.about, one.about))
    read = read_return(with_sheet(cells, "Refuge", replace(sheet, cells=labelled)), SPECIFICATION)
    unclear = {answer.key.code for answer in read.answers if answer.trouble is Trouble.ROW_UNCLEAR}
    assert unclear == {"accepted", "open-at-end"}


def test_words_asked_of_two_services_are_told_apart_by_their_labels() -> None:
    """On the one sheet of words they share a code."""
    terms = some_terms('measure.turned-away.services = ["refuge", "advocacy"]')
    specification = a_specification(terms)
    answers = changed(CLEAN, "").replace("turned-away", "refuge:turned-away Three\nadvocacy:turned-away Four")
    read = read_return(a_sheet(answers, specification), specification).by_key()
    assert [read[AnswerKey(service, "turned-away")].words for service in ("refuge", "advocacy")] == ["Three", "Four"]


def test_loose_texts_travel_with_the_return() -> None:
    """For whoever looks for names in them."""
    loose = (LooseText("a note", "Call me"),)
    assert read_return(replace(a_sheet(CLEAN, SPECIFICATION), loose=loose), SPECIFICATION).loose == loose
