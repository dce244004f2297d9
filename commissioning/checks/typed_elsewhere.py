"""What was typed where nothing is asked? Nothing is passed over in silence; what it says is not repeated."""

from collections.abc import Callable, Iterator, Sequence
from textwrap import shorten

from commissioning.checks.answers import Given
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Severity
from commissioning.model.returned import Stray, StraySort

ELSEWHERE_CHECKS = Checks(Given, "What was typed where nothing is asked?", rank=28)
MOST_SHOWN = 300
"""So many letters of what was printed are shown."""
declare = ELSEWHERE_CHECKS.declare


def _one_fault(given: Given, is_meant: Callable[[Stray], bool]) -> Iterator[Fault]:
    """One fault with the places of all those strays; where there are too many to name, it says how many more."""
    strays = [stray for stray in given.returned.strays if is_meant(stray)]
    if strays:
        yield _fault(strays)


def _fault(strays: Sequence[Stray], **facts: str) -> Fault:
    places = tuple(place for stray in strays for place in stray.places)
    more = sum(stray.count for stray in strays) - len(places)
    return Fault(places, {"more": f" (and in {more:,} more cells)" if more else "", **facts})


def _is_of(stray: Stray, *sorts: StraySort) -> bool:
    """Whether a stray is of one of the sorts, and is not said by L001 already."""
    return stray.sort in sorts and not _is_like_an_answer(stray)


def _is_like_an_answer(stray: Stray) -> bool:
    within = (StraySort.BESIDE_ANSWER, StraySort.OVER_ISSUED, StraySort.UNDER_MERGE)
    return stray.figures and stray.sort in within


@declare(
    "L001",
    Severity.NEEDS_EXPLANATION,
    "A figure stands here{more} where nothing is asked; no answer was read from it.",
    "If it is an answer, put it under the column of figures in the row of its measure; "
    "if not, take it out or say what it is.",
    "What is the figure, and does it belong to an answer?",
)
def figure_stands_where_none_is_asked(given: Given) -> Iterator[Fault]:
    """In the row of an answer, under the figures or over what was issued, a figure could be the answer itself."""
    return _one_fault(given, _is_like_an_answer)


@declare(
    "L002",
    Severity.NOTE,
    "Something is typed here{more} where nothing is asked; it was not read as an answer.",
    "If it explains a figure, put it in the explanation beside that figure.",
)
def something_is_typed_where_nothing_is_asked(given: Given) -> Iterator[Fault]:
    """Beside, above and below the table people write what they want to be read."""
    sorts = (StraySort.BESIDE_ANSWER, StraySort.ELSEWHERE)
    return _one_fault(given, lambda stray: _is_of(stray, *sorts) and not stray.hidden)


@declare(
    "L003",
    Severity.NOTE,
    "Something is typed here{more} in a hidden row, column or sheet; it was not read as an answer.",
    "Take it out if it was left by mistake.",
)
def something_is_typed_out_of_sight(given: Given) -> Iterator[Fault]:
    """What is hidden is sent along, whether or not that is meant."""
    sorts = (StraySort.BESIDE_ANSWER, StraySort.ELSEWHERE, StraySort.ADDED_SHEET)
    return _one_fault(given, lambda stray: _is_of(stray, *sorts) and stray.hidden)


@declare(
    "L004",
    Severity.NOTE,
    "This sheet{more} was not issued with the return; nothing was read from it.",
    "If it holds answers, put them in the sheets that ask for them.",
)
def sheet_was_added(given: Given) -> Iterator[Fault]:
    """A sheet of workings is harmless, and may be what the answers should have been typed in."""
    return _one_fault(given, lambda stray: _is_of(stray, StraySort.ADDED_SHEET) and not stray.hidden)


@declare(
    "L005",
    Severity.NOTE,
    "What was issued here{more} was typed over; the answer was read as it was asked.",
    "If you answered another question than the one asked, say so in the explanation.",
)
def issued_words_were_changed(given: Given) -> Iterator[Fault]:
    """A label or unit in other words may mean that something else was counted."""
    return _one_fault(given, lambda stray: _is_of(stray, StraySort.OVER_ISSUED))


@declare(
    "L006",
    Severity.NOTE,
    "Something stands here{more} under merged cells, where nobody sees it; it was not read as an answer.",
    "Take the cells apart, and take it out or put it where it belongs.",
)
def something_stands_under_merged_cells(given: Given) -> Iterator[Fault]:
    """Merging hides all but the first cell, and keeps what stood in the others."""
    return _one_fault(given, lambda stray: _is_of(stray, StraySort.UNDER_MERGE))


@declare(
    "L007",
    Severity.NOTE,
    "The words issued here{more} were changed. They were: “{printed}”",
    "If you went by other words than these, say so in the explanation.",
)
def definition_or_target_was_changed(given: Given) -> Iterator[Fault]:
    """Whoever changes a definition counts something else, and the commissioner compares it with what was asked."""
    for stray in given.returned.strays:
        if stray.sort is StraySort.REWORDED:
            yield _fault((stray,), printed=shorten(stray.printed, MOST_SHOWN, placeholder="…"))
