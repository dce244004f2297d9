"""The answers of several files to one return go in; each answer once, and what they do not agree on, comes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from commissioning.editions.moving import is_given
from commissioning.model.finding import Place
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Return
from commissioning.model.template import Row, Specification
from commissioning.returns import statuses

LONGEST = 32_767
"""A cell holds at most so many characters."""


class Left(StrEnum):
    """Why an answer was not carried over."""

    DIFFERENT = "the files differ"
    EXPLANATIONS_DIFFER = "the explanations differ"
    UNREADABLE = "it cannot be read"
    NOT_ASKED = "it is not asked now"
    NOT_OFFERED = "its status cannot be chosen now, or it is longer than a cell"


@dataclass(frozen=True, slots=True)
class Source:
    """An answer and the file it is from."""

    file: str
    answer: Answer

    @property
    def place(self) -> Place:
        """Where it stands in that file."""
        return self.answer.place


@dataclass(frozen=True, slots=True)
class NotCarried:
    """An answer left blank, why, and where it stands in each file."""

    about: str
    why: Left
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """The answers that could be carried over, in the template's own order; what could not; what nobody answered."""

    answers: tuple[Answer, ...]
    not_carried: tuple[NotCarried, ...]
    blank: tuple[Row, ...]


def merge(now: Specification, returns: Iterable[tuple[str, Return]]) -> Merged:
    """Several returns, by file, whose answers stand under the codes of `now`, as one.

    What is blank in one and filled in another is taken, what is equal is one, and what differs is left blank.
    """
    found: dict[AnswerKey, list[Source]] = {}
    for file, returned in returns:
        for answer in returned.answers:
            if is_given(answer):
                found.setdefault(answer.key, []).append(Source(file, answer))
    rows = {row.key: row for _, row in now.rows()}
    decided = {key: _one_of(row, tuple(found.get(key, ()))) for key, row in rows.items()}
    gone = (_left(sources, Left.NOT_ASKED) for key, sources in found.items() if key not in rows)
    return Merged(
        answers=tuple(answer for answer, _ in decided.values() if answer),
        not_carried=(*(one for _, left in decided.values() for one in left), *gone),
        blank=tuple(row for key, row in rows.items() if key not in found),
    )


def _one_of(row: Row, sources: tuple[Source, ...]) -> tuple[Answer | None, tuple[NotCarried, ...]]:
    """What is carried over for a row, and what is not."""
    readable = tuple(source for source in sources if source.answer.given is not Missing.UNREADABLE)
    if len(readable) < len(sources):
        return None, (_left([one for one in sources if one not in readable], Left.UNREADABLE),)
    offered = [source for source in readable if _fits(source.answer, row)]
    if len(offered) < len(readable):
        return None, (_left([one for one in readable if one not in offered], Left.NOT_OFFERED),)
    figures = [source for source in readable if _has_figure(source.answer)]
    if len({_figure(source.answer) for source in figures}) > 1:
        return None, (_left(figures, Left.DIFFERENT),)
    return _explained(figures, readable)


def _explained(figures: list[Source], sources: tuple[Source, ...]) -> tuple[Answer | None, tuple[NotCarried, ...]]:
    """The one figure, with the one explanation that any of the files gives."""
    words = [source for source in sources if source.answer.explanation]
    explanations = list(dict.fromkeys(source.answer.explanation for source in words))
    if not sources:
        return None, ()
    answer = (*figures, *sources)[0]
    if len(explanations) > 1:
        return replace(answer.answer, explanation=""), (_left(words, Left.EXPLANATIONS_DIFFER),)
    return replace(answer.answer, explanation=explanations[0] if explanations else ""), ()


def _left(sources: Iterable[Source], why: Left) -> NotCarried:
    sources = tuple(sources)
    return NotCarried(sources[0].answer.about, why, sources)


def status_of(given: Given) -> str | None:
    """The one word of the status column that says what a figure does not; None where it would take two."""
    if not isinstance(given, Quantity):
        return "" if given is Missing.BLANK else given.value
    said = [given.bound.value] if given.bound is not Bound.EXACT else []
    said += [given.standing.value] if given.standing is not Standing.STATED else []
    return None if len(said) > 1 else "".join(said)


def _fits(answer: Answer, row: Row) -> bool:
    """Whether a cell can hold the words, and the row offers the status."""
    status = status_of(answer.given)
    offered = status is not None and (not status or status in {str(word) for word in statuses(row)})
    is_chosen = not row.choices or answer.words in ("", *(choice.id for choice in row.choices))
    return offered and is_chosen and max(len(answer.words), len(answer.explanation)) <= LONGEST


def _has_figure(answer: Answer) -> bool:
    return answer.given is not Missing.BLANK or bool(answer.words)


def _figure(answer: Answer) -> tuple[Given, str]:
    return answer.given, answer.words


class Rivalry(StrEnum):
    """How the answers of a return go together with those of others for its contract and period."""

    PARTS = "parts"
    SAME = "same"
    OTHER = "other"
    UNCLEAR = "unclear"


GivenAnswers = Mapping[AnswerKey, tuple[Given, str]]
"""What is given, and the words, of the answers that give anything."""


def given_of(answers: Iterable[Answer]) -> GivenAnswers:
    """What a return answers."""
    return {answer.key: _figure(answer) for answer in answers if _has_figure(answer)}


def rivalry(ours: GivenAnswers, others: Iterable[GivenAnswers]) -> Rivalry:
    """Whether a return says nothing that another does not say, fits together with all of them, or says other things.

    Other ones are mostly other figures where both answer; words alone tell nothing.
    """
    sorts = [_against(ours, other) for other in others]
    if Rivalry.SAME in sorts:
        return Rivalry.SAME
    if sorts and set(sorts) == {Rivalry.PARTS}:
        return Rivalry.PARTS
    return Rivalry.OTHER if Rivalry.OTHER in sorts else Rivalry.UNCLEAR


def _against(ours: GivenAnswers, other: GivenAnswers) -> Rivalry:
    both = [key for key in ours if key in other]
    if all(ours[key] == other[key] for key in both):
        if len(both) == len(ours):
            return Rivalry.SAME
        return Rivalry.PARTS if len(both) < len(other) else Rivalry.UNCLEAR
    figures = [key for key in both if not ours[key][1]]
    changed = sum(ours[key] != other[key] for key in figures)
    return Rivalry.OTHER if changed * 2 > len(figures) else Rivalry.UNCLEAR
