"""How answers are given that are neither numbers nor free text: one out of a list, or a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commissioning.calendar import day_in_words
from commissioning.model.measure import Choice


@dataclass(frozen=True, slots=True)
class Choosing:
    """One out of a list, kept by its id: the kind's own `choices` or, where it has none, those of contract text.

    `also` are other words that mean a choice, in small letters, with its id.
    """

    asks: str
    choices: tuple[Choice, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)

    def show(self, words: str, choices: tuple[Choice, ...]) -> str:
        """The label of a choice; its id, where the list no longer has it."""
        return {choice.id: choice.label for choice in choices or self.choices}.get(words, words)


@dataclass(frozen=True, slots=True)
class Dating:
    """A day, kept as 2026-09-30, between two sensible ones; one that `has_happened` lies by the period's end."""

    asks: str
    earliest: date = date(1990, 1, 1)
    latest: date = date(2079, 12, 31)
    has_happened: bool = False

    def show(self, words: str, choices: tuple[Choice, ...]) -> str:  # as a choice is shown
        """The day in words."""
        return day_in_words(date.fromisoformat(words)) if words else ""
