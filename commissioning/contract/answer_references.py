"""Questions about measures that are answered by a choice or a day: is their list one, and has their day a use?"""

from collections.abc import Callable, Iterator, Mapping

from commissioning.contract.raw import Raw, Said, services_of, tables, unknown
from commissioning.measures import KINDS
from commissioning.measures.answer import Choosing
from commissioning.measures.kind import Kind
from commissioning.model.quantity import Missing

FEWEST = 2
"""One choice alone is no question."""
OF_NUMBERS = ("target", "rating", "bounds", "opens", "since", "people_may_be_in_both")
"""The keys of a measure that speak of numbers."""
SAID_BESIDE = frozenset({Missing.NOT_KNOWN.value, Missing.NOT_APPLICABLE.value})
"""What the status beside an answer says already, so that no choice may."""


def _measures(raw: Raw) -> Iterator[tuple[str, Raw, Kind]]:
    for code, measure in tables(raw, "measure"):
        if kind := KINDS.get(str(measure.get("kind"))):
            yield code, measure, kind


def _choices_stand_in_a_choice(raw: Raw) -> Iterator[Said]:
    for code, measure, kind in _measures(raw):
        is_of_contract = isinstance(kind.answer, Choosing) and not kind.answer.choices
        path, choices = f"measure.{code}.choices", measure.get("choices")
        if not is_of_contract:
            for key in (key for key in ("choices", "choices_continue") if measure.get(key)):
                yield f"measure.{code}.{key}", f"stands in a {kind.title}", 'Take it out, or write kind = "choice".'
        elif not choices:
            yield path, "is not there", 'Write what may be answered, such as { open = "Open", closed = "Closed" }.'
        elif isinstance(choices, Mapping):
            yield from _is_a_list(path, choices)


def _is_a_list(path: str, choices: Mapping[str, object]) -> Iterator[Said]:
    """Faults of the choices themselves."""
    said: dict[str, str] = {}
    if len(choices) < FEWEST:
        yield path, "holds one choice only", "Write two or more; a single one says nothing."
    for id, label in choices.items():
        words = " ".join(str(label).casefold().split()).strip(" .,:;*")
        if not words:
            yield f"{path}.{id}", f"is {label!r}, which says nothing", "Write the words that people read."
        elif words in SAID_BESIDE:
            yield f"{path}.{id}", f"is {label!r}, which the status beside the answer says", "Take it out."
        elif words in said:
            yield f"{path}.{id}", f"is {label!r}, as {said[words]} is", "Give each its own words."
        said.setdefault(words, id)


def _days_are_due_of_milestones(raw: Raw) -> Iterator[Said]:
    for code, measure, kind in _measures(raw):
        due, path = measure.get("due"), f"measure.{code}.due"
        if due not in (None, "not stated") and kind.when_blank is not Missing.NOT_MET:
            yield path, f"stands in a {kind.title}", 'Take it out, or write kind = "milestone".'
        elif isinstance(due, Mapping):
            asked = services_of(raw, measure)
            for service in due:
                yield from unknown(path, service, asked, "service")


def _what_is_no_number_has_nothing_of_numbers(raw: Raw) -> Iterator[Said]:
    for code, measure, kind in _measures(raw):
        for key in OF_NUMBERS if kind.answer else ():
            if measure.get(key) not in (None, "", [], "not stated"):
                yield f"measure.{code}.{key}", f"stands in a {kind.title}, which is no number", _instead(kind)


def _instead(kind: Kind) -> str:
    is_milestone = kind.when_blank is Missing.NOT_MET
    return "Take it out; a milestone is rated by its due day." if is_milestone else "Take it out."


ANSWER_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _choices_stand_in_a_choice,
    _days_are_due_of_milestones,
    _what_is_no_number_has_nothing_of_numbers,
)
