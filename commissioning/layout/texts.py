"""Texts of a file against the texts a layout expects: equal but for case and spaces, else almost equal, else not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.layout import Noticed, Oddity

SHORT = 4
"""A word with fewer letters is another word if one of them differs: in, on; not, now."""
NEAR = 80
"""How alike two words are, of 100, that are one word with a slip of the keyboard."""

Where = TypeVar("Where")
Said = TypeVar("Said")


def fold(text: str) -> str:
    """A text without what does not tell it from another: case, and how many spaces of which sort."""
    return " ".join(text.casefold().split())


def is_near(one: str, other: str) -> bool:
    """Whether two folded texts differ by slips of the keyboard alone: word by word, never in a digit, a short word
    or a first letter (`in` and `on`, `planned` and `unplanned` are different things)."""
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(map(_is_near_word, words, others))


def _is_near_word(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio

    if one == other:
        return True
    plain = one[:1] == other[:1] and not any(letter.isdigit() for letter in one + other)
    return plain and min(len(one), len(other)) >= SHORT and ratio(one, other) >= NEAR


@dataclass(frozen=True, slots=True)
class At:
    """A text of the file and the cell it stands in."""

    sheet: str
    row: int
    column: int
    text: str

    @property
    def place(self) -> Place:
        """Its cell."""
        return place_at(self.sheet, self.row, self.column)


@dataclass(frozen=True, slots=True)
class Matched:
    """The expected text that each text of the file was taken for, by folded text of the file; and what is odd."""

    taken: Mapping[str, str]
    noticed: tuple[Noticed, ...] = field(default=())


def match(expected: Iterable[str], there: Iterable[At], ignore: Iterable[str] = ()) -> Matched:
    """Each text of the file with the expected text (folded) it is, or almost is where nothing else is that."""
    wanted, known = tuple(dict.fromkeys(fold(text) for text in expected)), {fold(text) for text in ignore}
    by_text: dict[str, list[At]] = {}
    for at in there:
        by_text.setdefault(fold(at.text), []).append(at)
    taken = {text: text for text in wanted if text in by_text}
    missing = [text for text in wanted if text not in taken]
    others = [text for text in by_text if text and text not in taken and text not in known]
    near = {text: [other for other in others if is_near(text, other)] for text in missing}
    noticed = []
    for other in dict.fromkeys(other for found in near.values() for other in found):
        means = [text for text, found in near.items() if other in found]
        is_plain = len(means) == 1 and len(near[means[0]]) == 1
        places = tuple(at.place for at in by_text[other])
        noticed.append(
            Noticed(
                Oddity.TEXT_IS_ALMOST_THE_ONE_EXPECTED if is_plain else Oddity.TEXT_IS_ALMOST_TWO,
                places,
                {"text": _quoted(means)},
            )
        )
        if is_plain:
            taken[other] = means[0]
    return Matched(taken, tuple(noticed))


def _quoted(texts: Iterable[str]) -> str:
    return " or ".join(f"“{text}”" for text in texts)
