"""Is each answer there, and is it an answer? One look at every cell that was asked for."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from commissioning import privacy
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.model.finding import Place, Severity
from commissioning.model.quantity import Missing
from commissioning.model.returned import Answer, Return, Trouble
from commissioning.model.template import Row, Specification
from commissioning.nearest import did_you_mean
from commissioning.returns import statuses


@dataclass(frozen=True)
class Given:
    """A return, and the specification it was read by."""

    returned: Return
    specification: Specification

    def answers(self) -> tuple[tuple[Row, Answer], ...]:
        """Every answer with the row that asked for it."""
        return self._answers

    @cached_property
    def _answers(self) -> tuple[tuple[Row, Answer], ...]:
        rows = {row.key: row for _, row in self.specification.rows()}
        return tuple((rows[answer.key], answer) for answer in self.returned.answers)

    @cached_property
    def troubled(self) -> tuple[tuple[Row, Answer], ...]:
        """Those of them that have any trouble."""
        return tuple((row, answer) for row, answer in self._answers if answer.trouble or answer.besides)


ANSWER_CHECKS = Checks(Given, "Is each answer there, and is it an answer?", rank=20)
declare = ANSWER_CHECKS.declare

NUMBER_LIKE = re.compile(r"[\d\s.,%£$€<>+\-–()*~/]{1,20}|[+-]?\d(\.\d{1,15})?E[+-]?\d{1,3}", re.I)
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
MOST_NAMED = 5
"""Rows of one sheet that are named in a finding; the rest are counted."""
NOWHERE = "the sheet has neither code nor label of what is asked there"
INSTEAD = "this row stands where it was, and has neither its code nor its label"
HARMLESS = frozenset({"n/a", "na", "nil", "none", "tbc", "tbd", "unknown", "zero", "not known", "not applicable"})


def as_typed(text: str) -> str:
    """What was typed, where it is like a figure; other words or numbers may name someone, and are not repeated."""
    if ISO_DATE.match(text):
        return "a date"
    shown = text.lower() in HARMLESS or (NUMBER_LIKE.fullmatch(text) and not privacy.identifies(text))
    return f"“{text}”" if shown else "words"


def _all_typed(answers: list[Answer]) -> str:
    """What was typed in several cells, each thing once: `“12”, “<5” and words`."""
    typed = list(dict.fromkeys(as_typed(answer.typed) for answer in answers))
    return " and ".join(part for part in (", ".join(typed[:-1]), typed[-1]) if part)


def with_trouble(given: Given, trouble: Trouble) -> Iterator[tuple[Row, Answer]]:
    """Every answer in which something is wrong in that way, with its row."""
    return ((row, answer) for row, answer in given.troubled if trouble in (answer.trouble, *answer.besides))


def _fault(answer: Answer, place: Place | None = None, **facts: str) -> Fault:
    return Fault((place or answer.place,), {"typed": as_typed(answer.typed), **facts}, (answer.key.measure,))


def _troubled(trouble: Trouble) -> Callable[[Given], Iterable[Fault]]:
    """The check that says one trouble once, with every cell it is in."""

    def find(given: Given) -> Iterator[Fault]:
        answers = [answer for _, answer in with_trouble(given, trouble)]
        if answers:
            measures = tuple(dict.fromkeys(answer.key.measure for answer in answers))
            cells = "This cell holds" if len(answers) == 1 else "These cells hold"
            places = tuple(answer.place for answer in answers)
            yield Fault(places, {"typed": _all_typed(answers), "cells": cells}, measures)

    return find


def declare_trouble(code: str, trouble: Trouble, name: str, why: str, there: str, remedy: str) -> None:
    """Declare the check that says one trouble, under its code and in its words."""
    find = _troubled(trouble)
    find.__name__, find.__doc__ = name, why
    declare(code, Severity.STOPS, there, remedy)(find)


@declare(
    "C001",
    Severity.STOPS,
    "This answer is blank.",
    "Enter the figure, 0 if there were none, or choose a status such as not known.",
)
def required_answer_is_blank(given: Given) -> Iterator[Fault]:
    """A blank is not 0: nobody can tell none from not counted."""
    for row, answer in given.answers():
        if row.required and is_blank(row, answer) and not answer.under_merge:
            yield Fault((answer.place,), measures=(answer.key.measure,))


def is_blank(row: Row, answer: Answer) -> bool:
    """Whether nothing stands where a figure is asked for."""
    return answer.given is Missing.BLANK and not answer.words and KINDS[row.kind].stands_among_figures


@declare(
    "C002",
    Severity.STOPS,
    "This question is not answered.",
    "Answer it in a few words.",
)
def required_words_are_missing(given: Given) -> Iterator[Fault]:
    """A declaration without a job title declares nothing."""
    for row, answer in given.answers():
        is_text = not KINDS[row.kind].stands_among_figures
        if row.required and is_text and not answer.words and answer.trouble is None:
            yield Fault((answer.place,), measures=(answer.key.measure,))


declare_trouble(
    "C003",
    Trouble.NOT_A_NUMBER,
    "answer_is_not_a_number",
    "Words cannot be added up. What can only mean one number is read, and noted.",
    "{cells} {typed}, where a number is asked for.",
    "Type only the figure, for example 9; anything more belongs in the status or the explanation.",
)
declare_trouble(
    "C004",
    Trouble.ERROR_VALUE,
    "answer_is_an_error_value",
    "An error value says that a formula went wrong.",
    "{cells} an error, such as #REF! or #DIV/0!.",
    "Type the answer itself; begin words with a letter, not with = + or -.",
)
declare_trouble(
    "C005",
    Trouble.UNCALCULATED,
    "formula_has_no_result",
    "A file that was never recalculated keeps no results of its formulas.",
    "{cells} a formula without its result.",
    "Type the figure itself, or open the file in a spreadsheet program and save it again.",
)
declare_trouble(
    "C006",
    Trouble.NEGATIVE,
    "answer_is_negative",
    "There are no fewer than none.",
    "{cells} {typed}, less than 0.",
    "Enter 0 or more.",
)
declare_trouble(
    "C007",
    Trouble.NOT_WHOLE,
    "answer_is_not_whole",
    "People, households and contacts are counted whole.",
    "{cells} {typed}, not a whole number.",
    "Enter a whole number.",
)
declare_trouble(
    "C008",
    Trouble.TOO_PRECISE,
    "answer_is_too_precise",
    "Pennies are not split, and FTE and percentages are kept to four places.",
    "{cells} {typed}, with more decimal places than are kept.",
    "Enter money to the penny, and other figures to at most four places, such as 88.0342%.",
)
declare_trouble(
    "C009",
    Trouble.UNCLEAR_PERCENT,
    "percentage_could_be_two_things",
    "0.88 may be 88% or less than 1%; nobody guesses.",
    "{cells} {typed}, which could be a part of one or a percentage below 1%.",
    "Type it with its sign, such as 88% or 0.88%.",
)
declare_trouble(
    "C010",
    Trouble.OVER_A_HUNDRED,
    "percentage_is_over_a_hundred",
    "A part is not more than the whole.",
    "{cells} {typed}, more than 100%.",
    "Enter a percentage from 0% to 100%.",
)
declare_trouble(
    "C011",
    Trouble.TOO_LARGE,
    "answer_is_too_large",
    "A figure past a million million is a slip of the keyboard.",
    "{cells} {typed}, larger than any figure of a return.",
    "Enter the figure again.",
)


@declare(
    "C012",
    Severity.STOPS,
    "The status of this answer is not one that can be chosen here.",
    "{meant}Choose one of: {choices}. Anything more goes in the explanation beside it.",
)
def status_is_unknown(given: Given) -> Iterator[Fault]:
    """A status in other words cannot be told from a comment."""
    for row, answer in with_trouble(given, Trouble.UNKNOWN_STATUS):
        meant = did_you_mean(answer.status, map(str, statuses(row)))
        if NUMBER_LIKE.fullmatch(answer.status):
            meant = "Move the figure to its own column."
        facts = {"choices": ", ".join(statuses(row)), "meant": f"{meant} " if meant else ""}
        yield _fault(answer, answer.status_place, **facts)


@declare(
    "C013",
    Severity.STOPS,
    "This answer has both a figure and the status not known or not applicable.",
    "Leave out one of the two.",
)
def status_contradicts_figure(given: Given) -> Iterator[Fault]:
    """Either there is a figure or there is none."""
    return (_fault(answer) for _, answer in with_trouble(given, Trouble.STATUS_AND_FIGURE))


@declare(
    "C014",
    Severity.STOPS,
    "This answer has a status that belongs to a figure, such as fewer than or to be confirmed, but no figure.",
    "Enter the figure, or choose not known.",
)
def status_needs_a_figure(given: Given) -> Iterator[Fault]:
    """Fewer than what?"""
    return (_fault(answer) for _, answer in with_trouble(given, Trouble.BOUND_WITHOUT_FIGURE))


@declare(
    "C015",
    Severity.STOPS,
    "{rows} gone: {why}.",
    "Put back what was deleted or retyped, or copy the answers into the return you were sent, and send that file.",
)
def row_is_missing(given: Given) -> Iterator[Fault]:
    """An answer is found by its code, then by its label, never by a remembered position: so no cell is named, unless
    one row alone stands where it was."""
    gone: dict[Place, list[Answer]] = {}
    for _, answer in with_trouble(given, Trouble.ROW_MISSING):
        here = answer.label_place if answer.label_place.sheet else Place(answer.place.sheet)
        gone.setdefault(here, []).append(answer)
    for place, answers in gone.items():
        measures = tuple(dict.fromkeys(answer.key.measure for answer in answers))
        rows = _rows_named([answer.about for answer in answers])
        yield Fault((place,), {"rows": rows, "why": INSTEAD if place.cell else NOWHERE}, measures)


def _rows_named(labels: list[str]) -> str:
    """Rows by the first of their labels, as a sentence about them begins: `The rows “Police” and 3 more are`."""
    shown = [f"“{label}”" for label in labels[:MOST_NAMED]]
    more = [f"{len(labels) - MOST_NAMED} more"] if len(labels) > MOST_NAMED else []
    named = " and ".join(part for part in (", ".join((*shown, *more)[:-1]), (*shown, *more)[-1]) if part)
    return f"The row {named} is" if len(labels) == 1 else f"The rows {named} are"


@declare(
    "C016",
    Severity.STOPS,
    "It cannot be told which row this is: its code stands on another row with another figure, "
    "or the label beside it is another row's.",
    "Undo the sorting or copying of rows, or copy the answers into the return you were sent.",
)
def row_is_unclear(given: Given) -> Iterator[Fault]:
    """Figures that were moved without their codes would be taken for each other's."""
    return (_fault(answer) for _, answer in with_trouble(given, Trouble.ROW_UNCLEAR))


@declare(
    "C017",
    Severity.NEEDS_EXPLANATION,
    "These rows bear one label, and were issued as {issued}.",
    "Each was read by its code. Correct the label, or the figures if they belong to it.",
)
def label_stands_twice(given: Given) -> Iterator[Fault]:
    """A table with one heading twice may hold one part's figures in another's place."""
    labelled: dict[tuple[str, str, str], list[Answer]] = {}
    for answer in given.returned.answers:
        if answer.label and answer.trouble is not Trouble.ROW_UNCLEAR:
            labelled.setdefault((answer.key.service, answer.key.measure, answer.label), []).append(answer)
    for (_, measure, _), answers in labelled.items():
        abouts = dict.fromkeys(answer.about for answer in answers)
        if len(abouts) > 1:
            places = tuple(answer.label_place for answer in answers)
            yield Fault(places, {"issued": " and ".join(f"“{about}”" for about in abouts)}, (measure,))


@declare(
    "C018",
    Severity.NEEDS_EXPLANATION,
    "Two columns bear the code {code}, and only the first was read.",
    "Take out the one that is not the answer.",
)
def column_stands_twice(given: Given) -> Iterator[Fault]:
    """Which of two columns holds the answers, nobody guesses silently."""
    for columns in given.returned.columns:
        for code in dict.fromkeys(column.code for column in columns):
            found = [column for column in columns if column.code == code]
            if len(found) > 1:
                yield Fault(tuple(column.place for column in found), {"code": code})
