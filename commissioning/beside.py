"""A specification and history to what a provider reads beside each input: labels, last period's figure, the target."""

from collections.abc import Iterable, Iterator, Mapping

from commissioning.asked import answer_of
from commissioning.calendar import day_in_words
from commissioning.contract.aims import PART, aim_in_words, aim_of, why_not_of_this
from commissioning.contract.reporting import previous_period
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.measure import Measure
from commissioning.model.posted import History
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity
from commissioning.model.template import Beside, Row, Specification
from commissioning.period import Period

SAID_OF_GROUP = "Left blank, it is the sum of the rows under it."
"""What stands for a definition beside a group of a breakdown."""


def beside(
    terms: Terms, period: Period, history: History | None, specification: Specification, declared: Iterable[Measure]
) -> Iterator[tuple[str, int, Beside]]:
    """The words beside each input, with its sheet and row; `declared` are the measures that no contract text names."""
    measures = {measure.code: measure for measure in (*terms.measures, *declared)}
    before, said = _last_period(terms, period, history)
    is_provisional = history is not None and previous_period(terms, period) in history.provisional
    closings = {opening.opening: opening.closing for opening in specification.openings}
    first = {(row.key.service, row.key.measure): row.key for _, row in reversed(tuple(specification.rows()))}
    for block, row in specification.rows():
        measure = measures[row.key.measure]
        last = before.get(closings.get(row.key, row.key))
        words = say_answer(measure, row.kind, last, said.get(row.key, ""), provisional=is_provisional)
        whole = row.key == first[row.key.service, row.key.measure]
        yield (
            block.sheet,
            row.row,
            Beside(
                label=row.about if whole else _row_label(terms, row, measure),
                indent=0 if whole else _indent(terms, row.key),
                definition=_definition(measure) if whole else _said_of_group(terms, row.key),
                unit=row.unit if whole or row.key.is_part else "",
                last_period=words if last is not None else "",
                target=target_words(terms, measure, period, row.key.service) if whole else "",
            ),
        )


def _indent(terms: Terms, key: AnswerKey) -> int:
    """How far a row stands in: a part under its whole, and a category under its group."""
    found = () if key.is_part or not key.dimension else terms.dimension(key.dimension).categories
    return 2 if any(one.within for one in found if one.id == key.category) else 1


def _said_of_group(terms: Terms, key: AnswerKey) -> str:
    if key.is_part or not key.dimension or key.category not in terms.dimension(key.dimension).groups:
        return ""
    return SAID_OF_GROUP


def say_answer(measure: Measure, kind: str, given: Given | None, words: str, *, provisional: bool = False) -> str:
    """What was answered, in words: a number, a gap, a choice by its label, a day; nothing for None."""
    mark = " (provisional)" if provisional else ""
    if given is None:
        return ""
    said = KINDS[measure.kind].in_words(words, measure.choices) if words else say_given(given, kind)
    return f"{said}{mark}"


def _last_period(
    terms: Terms, period: Period, history: History | None
) -> tuple[Mapping[AnswerKey, Given], Mapping[AnswerKey, str]]:
    """The figures of the period before, and the words of what is answered without one."""
    previous = previous_period(terms, period)
    if history is None or previous is None:
        return {}, {}
    return history.figures.get(previous, {}), history.words.get(previous, {})


def _row_label(terms: Terms, row: Row, measure: Measure) -> str:
    """What a row is called under the whole it is of; a part of what has no row of its own, by its full name."""
    if row.key.is_part:
        return answer_of(measure, row.key).label if KINDS[measure.kind].answered else row.about
    dimension = terms.dimension(row.key.dimension)
    category = {c.id: c.label for c in dimension.categories}[row.key.category]
    return f"{dimension.label}: {category}"


def _definition(measure: Measure) -> str:
    if measure.definition is None and measure.counting_rule is None:
        return "Definition and counting rule: not stated"
    return " ".join(part or "(not stated)" for part in (measure.definition, measure.counting_rule))


def target_words(terms: Terms, measure: Measure, period: Period, service: str = "") -> str:
    """What a measure aims at by the end of a period: `at least 60 each period`, `not due yet`, `not stated`; of a
    milestone, the day by which it is to be met."""
    if KINDS[measure.kind].when_blank is Missing.NOT_MET:
        due = measure.due_for(service)
        return f"by {day_in_words(due)}" if due else "not stated"
    if KINDS[measure.kind].guard is None or not KINDS[measure.kind].has_figure:
        return ""
    aim = aim_of(terms, measure, period)
    if aim is None and (unfit := why_not_of_this(terms, measure, period)):
        return "none for part of a period" if unfit == PART else f"none: {unfit}"
    if aim is None:
        return "not stated" if measure.target is None else "not due yet"
    return f"{aim_in_words(aim, measure.kind)}{', on trial' if aim.on_trial else ''}"


def say_given(given: Given, kind: str) -> str:
    """A figure or a gap in words: `at least 5`, `88%`, `not known`."""
    if not isinstance(given, Quantity):
        return given.value
    bound = "" if given.bound is Bound.EXACT else f"{given.bound} "
    return f"{bound}{KINDS[kind].show(given.value)}"
