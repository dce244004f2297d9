"""Answers that are no numbers to what their figures say, in one period and over several: nothing is ever added."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from commissioning.calendar import day_in_words
from commissioning.measures import KINDS, Over
from commissioning.model.figure import Figure, Rating
from commissioning.model.measure import Choice, Measure, Role
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import Missing
from commissioning.totals.milestones import Standing, standing
from commissioning.totals.ratings import NOT_RATED

MOST_TIMES = ("", "once", "twice")


def said(figure: Figure, measure: Measure) -> Figure:
    """The figure of one answer with its words: a choice by its label, a day, how a milestone stands, and its rating."""
    if KINDS[figure.kind].when_blank is Missing.NOT_MET:
        return _with_standing(figure, measure)
    words = "".join(entry.words for entry in figure.sources[:1])
    return replace(figure, words=KINDS[figure.kind].in_words(words, measure.choices))


def said_over(figure: Figure, measure: Measure, periods: int) -> Figure:
    """The figure of so many periods, whose sources are their entries in order: how often each choice was made, the
    first and last day, the last of a milestone."""
    entries, over_time = figure.sources, KINDS[measure.kind].over_time
    missing = periods - len(entries)
    if over_time is Over.LAST:
        return _last(replace(figure, sources=entries[-1:]), measure, is_complete=not missing)
    words = (
        tally(entries, KINDS[measure.kind].choices_of(measure.choices)) if over_time is Over.TALLY else ends(entries)
    )
    return replace(figure, words=words, note=f"{missing} of {periods} not returned" if missing else "")


def tally(entries: Iterable[Entry], choices: tuple[Choice, ...]) -> str:
    """How often each choice was made, in the list's order, then each gap: `Yes twice, No once, not known once`."""
    entries = tuple(entries)
    known = {choice.id: choice.label for choice in choices}
    said = Counter(known.get(entry.words, entry.words) if entry.words else str(entry.given) for entry in entries)
    order = [label for label in known.values() if label in said]
    return ", ".join(f"{label} {_times(said[label])}" for label in (*order, *(one for one in said if one not in order)))


def _times(number: int) -> str:
    return MOST_TIMES[number] if number < len(MOST_TIMES) else f"{number} times"


def ends(entries: Iterable[Entry]) -> str:
    """The earliest and the latest of several days: `3 May 2026 to 9 July 2026`; the one day, where there is one."""
    days = sorted({date.fromisoformat(entry.words) for entry in entries if entry.words})
    return " to ".join(day_in_words(day) for day in dict.fromkeys((*days[:1], *days[-1:])))


def milestone(figure: Figure, measure: Measure) -> Standing:
    """How a milestone stands by the entry that its figure is from."""
    entry = figure.sources[-1] if figure.sources else None
    met = date.fromisoformat(entry.words) if entry and entry.words else None
    return standing(entry.given if entry else Missing.NOT_RETURNED, met, _due(figure, measure), figure.period.end)


def _due(figure: Figure, measure: Measure) -> date | None:
    return measure.due_for(figure.key.service)


def _with_standing(figure: Figure, measure: Measure) -> Figure:
    found, due = milestone(figure, measure), _due(figure, measure)
    rating = found.rating
    if measure.role is Role.CONTEXT:
        rating = Rating(NOT_RATED, "context only")
    elif figure.state is State.PROVISIONAL:
        rating = Rating(NOT_RATED, "provisional")
    return replace(figure, words=found.words, rating=rating, target_says=f"by {day_in_words(due)}" if due else "")


def _last(figure: Figure, measure: Measure, *, is_complete: bool) -> Figure:
    """The last answer of several periods: one met stays met; one that is not may be met where nothing is in yet."""
    entry = figure.sources[-1] if figure.sources else None
    if entry and (is_complete or entry.words):
        return _with_standing(replace(figure, given=entry.given), measure)
    return replace(figure, given=Missing.NOT_RETURNED, rating=Rating(NOT_RATED, "no data"))
