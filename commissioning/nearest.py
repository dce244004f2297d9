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
