"""A word that is none of those there are goes in; what was probably meant comes out, never more than a few."""

from collections.abc import Iterable, Mapping

ALIKE = 75
"""How alike, out of 100, a word must be to be offered: a slip of the pen, or a clear part of a longer one."""
AS_GOOD = 2
"""Words that come within this of the best are as likely to be meant."""
AS_LONG = 15
"""Of those, one that is less alike by this much, taken as a whole, is not."""
LEAST = 3
"""Fewer letters than so many are part of nearly every word."""
MOST = 3
"""More than so many that are equally near help nobody."""


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The words most like this one, whatever its case: one or, where several are as near, up to three; else none."""
    from rapidfuzz import fuzz

    typed = _plain(word)
    scores = {one: _alike(typed, _plain(one)) for one in known}
    near = _best({one: score for one, score in scores.items() if score >= ALIKE}, AS_GOOD)
    whole = _best({one: fuzz.token_sort_ratio(typed, _plain(one)) for one in near}, AS_LONG)
    return whole if len(whole) <= MOST else ()


def _alike(typed: str, known: str) -> float:
    """Out of 100: as they stand; nearly as good, with their parts in another order; or as a part of what is known."""
    from rapidfuzz import fuzz

    part = 0.9 * fuzz.partial_ratio(typed, known) if LEAST <= len(typed) <= len(known) else 0.0
    return max(fuzz.ratio(typed, known), 0.95 * fuzz.token_sort_ratio(typed, known), part)


def _best(scores: Mapping[str, float], within: int) -> tuple[str, ...]:
    best = max(scores.values(), default=0)
    return tuple(one for one, score in scores.items() if score >= best - within)


def _plain(word: str) -> str:
    """Without case, and with the parts of an id or a label as words."""
    return word.casefold().replace("-", " ")


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """`Did you mean referrals?`, `Did you mean moved-in or moved-out?`; the other advice where nothing is near."""
    *others, last = nearest(word, known) or ("",)
    if not last:
        return otherwise
    return f"Did you mean {' or '.join(part for part in (', '.join(others), last) if part)}?"


def or_hint(word: str, known: Iterable[str], otherwise: str) -> str:
    """The same inside a sentence, after a semicolon: `did you mean referrals?`."""
    meant = did_you_mean(word, known)
    return f"d{meant[1:]}" if meant else otherwise


VARIANT = 80
"""How alike, out of 100, two names are that may be the same."""
SLIP = 90
"""How alike, out of 100, two words are of which one may be a slip of the pen: so are not two places."""
INITIALS = 3
"""Names of at least so many letters, all of them capitals, are initials: a letter more or less may be the same body."""


def is_variant(name: str, other: str) -> bool:
    """Whether two names that differ are of one body, written otherwise: a word or two apart, initials by a letter.

    Case, spaces, punctuation and sorts of apostrophe do not tell names apart at all.
    """
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    if _letters(name) == _letters(other):
        return False
    if name.isupper() or other.isupper():
        both = name.isupper() and other.isupper() and min(len(name), len(other)) >= INITIALS
        return both and Levenshtein.distance(name, other) == 1
    return fuzz.token_sort_ratio(name.casefold(), other.casefold()) >= VARIANT


def is_misspelt(name: str, other: str) -> bool:
    """Whether two names that differ have the same words, but for slips of the pen and small words: `Safe House` and
    `Safehouse`, `Vale Womens Aid` and `Vale Women's Aid`, and not two counties' councils."""
    from rapidfuzz import fuzz

    one, two = (set(_words(text)) for text in (name, other))
    apart = [(word, two - one) for word in one - two] + [(word, one - two) for word in two - one]
    alike = all(any(fuzz.ratio(word, twin) >= SLIP for twin in others) for word, others in apart)
    return name != other and (alike or _letters(name) == _letters(other))


_SMALL = frozenset({"the", "of", "for", "and", "in"})


def _words(name: str) -> list[str]:
    plain = "".join(letter if letter.isalnum() or letter.isspace() else "" for letter in name.casefold())
    return [word for word in plain.split() if word not in _SMALL]


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
