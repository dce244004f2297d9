"""A word that is none of those there are goes in; what was probably meant comes out, never more than a few."""

from collections.abc import Iterable

ALIKE = 75
"""How alike, out of 100, a word must be to be offered: a slip of the pen, or a clear part of a longer one."""
AS_GOOD = 2
"""Words that come within this of the best are as likely to be meant."""
MOST = 3
"""More than so many that are equally near help nobody."""


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The words most like this one, whatever its case: one or, where several are as near, up to three; else none."""
    from rapidfuzz import fuzz

    scores = {one: fuzz.WRatio(word.casefold(), one.casefold(), score_cutoff=ALIKE) for one in known}
    best = max(scores.values(), default=0)
    near = tuple(one for one, score in scores.items() if score and score >= best - AS_GOOD)
    return near if len(near) <= MOST else ()


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """`Did you mean referrals?`, `Did you mean open-at-start or open-at-end?`; the other advice where nothing is near."""
    *others, last = nearest(word, known) or ("",)
    if not last:
        return otherwise
    return f"Did you mean {' or '.join(part for part in (', '.join(others), last) if part)}?"


def or_hint(word: str, known: Iterable[str], otherwise: str) -> str:
    """The same inside a sentence, after a semicolon: `did you mean referrals?`."""
    meant = did_you_mean(word, known)
    return f"d{meant[1:]}" if meant else otherwise
