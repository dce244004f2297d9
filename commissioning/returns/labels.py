"""Labels as a sheet shows them to the rows they can be: the same but for letters and spaces, or nearly the same."""

import re
from collections.abc import Iterable
from functools import lru_cache

from commissioning.model.template import Block, Row
from commissioning.returns.characters import plain

LITTLE_WORDS = frozenset(
    ("a", "an", "and", "are", "been", "for", "has", "have", "is", "number", "of", "that", "the", "was", "were", "which")
)
"""Words whose coming or going leaves a label the same one."""

_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)?|[<>%£+&]")
_SHORT, _LONG = 4, 8
"""Shorter words are the same or another; words from the second length on may differ in two places."""


@lru_cache(maxsize=8192)
def label(text: str) -> str:
    """A label without what does not tell it from others: capitals, spaces, marks at its end."""
    return plain(text).strip(" .,:;*")


def shown_labels(block: Block) -> dict[Row, str]:
    """What each row is called on its sheet: a part by its dimension and category, under the whole it is of."""
    wholes = {(row.key.service, row.key.measure): row.about for row in block.rows if not row.key.dimension}
    return {row: label(_shown(row, wholes.get((row.key.service, row.key.measure), ""))) for row in block.rows}


def _shown(row: Row, whole: str) -> str:
    return row.about.removeprefix(f"{whole}, ") if row.key.dimension and whole else row.about


def near_ones(text: str, labels: Iterable[str]) -> tuple[str, ...]:
    """Those of the labels that the text may be a slip for; itself not among them."""
    words = _words(text)
    return tuple(other for other in dict.fromkeys(labels) if other != text and _are_near(words, _words(other)))


def _words(text: str) -> list[str]:
    return [word for word in _WORDS.findall(text) if word not in LITTLE_WORDS]


def _are_near(words: list[str], others: list[str]) -> bool:
    """Whether the same words are there, in any order, each with a slip of the keyboard at most."""
    if not words or len(words) != len(others):
        return False
    left = list(others)
    for word in words:
        found = next((other for other in left if other == word), None) or next(
            (other for other in left if _is_slip(word, other)), None
        )
        if found is None:
            return False
        left.remove(found)
    return True


def _is_slip(word: str, other: str) -> bool:
    from rapidfuzz.distance import OSA

    shorter = min(len(word), len(other))
    if shorter < _SHORT or any(character.isdigit() for character in word + other):
        return False
    return OSA.distance(word, other) <= (1 if shorter < _LONG else 2)
