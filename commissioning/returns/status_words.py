"""The words that may stand beside a figure, and the other words that mean the same: data, and one look at it."""

from commissioning.measures import KINDS
from commissioning.model.quantity import Bound, Missing, Standing
from commissioning.model.template import Row
from commissioning.returns.characters import plain

SAID_MISSING = {word.value: word for word in (Missing.NOT_KNOWN, Missing.NOT_APPLICABLE)}

GAPS = {
    Missing.NOT_KNOWN: ("not known", "unknown", "n/k", "nk", "not recorded", "don't know", "do not know", "dont know"),
    Missing.NOT_APPLICABLE: ("not applicable", "n/a", "n.a.", "na", "n / a"),
}
"""What is typed where there is no figure, by the gap it means."""

BOUNDS = {
    Bound.FEWER_THAN: ("fewer than", "less than", "under", "below", "<"),
    Bound.AT_LEAST: ("at least", "no fewer than", "no less than", "minimum of", "minimum", "min.", "min", ">=", "≥"),
    Bound.OVER: ("over", "more than", "above", ">"),
    Bound.UP_TO: ("up to", "at most", "no more than", "maximum of", "maximum", "max.", "max", "<=", "≤"),
    Bound.ABOUT: (
        *("about", "approximately", "approx.", "approx", "around", "roughly", "circa", "ca.", "ca", "c.", "c", "~"),
        *("estimated", "estimate", "est.", "est"),
    ),
}
"""What is typed before a figure, by the bound it means."""

AFTER = {
    Bound.AT_LEAST: ("+", "plus", "or more", "or over", "or above"),
    Bound.UP_TO: ("or fewer", "or less", "or under", "or below"),
    Bound.ABOUT: ("approximately", "approx.", "approx", "estimated", "estimate", "est.", "est"),
    Standing.TO_BE_CONFIRMED: ("to be confirmed", "tbc", "t.b.c.", "provisional"),
}
"""What is typed after a figure, by the bound or standing it means."""

MEANT: dict[str, str] = {
    word: str(meant)
    for table in (GAPS, BOUNDS, {Standing.TO_BE_CONFIRMED: AFTER[Standing.TO_BE_CONFIRMED]})
    for meant, words in table.items()
    for word in words
}
"""Each word for a status, and the status it means."""


def statuses(row: Row) -> tuple[str, ...]:
    """The words a provider may choose beside a figure."""
    if not KINDS[row.kind].stands_among_figures:
        return ()
    if KINDS[row.kind].guard is None:
        return tuple(SAID_MISSING)
    return (*SAID_MISSING, *row.bounds, Standing.TO_BE_CONFIRMED.value)


def offered(row: Row) -> tuple[str, ...]:
    """The same, as plain text."""
    return tuple(str(status) for status in statuses(row))


def meant(typed: str) -> str:
    """The status that words mean, `not known` for `Don't know`; other words as they are, in small letters."""
    words = plain(typed)
    return MEANT.get(words, words)
