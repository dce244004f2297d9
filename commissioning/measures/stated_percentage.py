"""Stated percentage: given without the counts it comes from; kept as stated and never added."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from commissioning.measures.kind import Guard, Kind, Over
from commissioning.model.quantity import Bound, Quantity

STATED_PERCENTAGE = Kind(
    "stated-percentage",
    "stated percentage",
    Guard(4, Decimal(0), Decimal(100), "0.####%", "A percentage from 0% to 100%.", percent=True),
    Over.NEVER,
    Over.NEVER,
    why_not_over_time="a percentage without its counts cannot be added or averaged",
    why_not_over_services="a percentage without its counts cannot be added or averaged",
    bounds=(Bound.ABOUT, Bound.AT_LEAST, Bound.OVER, Bound.UP_TO, Bound.FEWER_THAN),
    rank=8,
    purpose="A percentage that somebody states, with or without the counts it comes from.",
    example="88% of parents felt more confident.",
)


def counts_that_give(stated: Decimal, base: int) -> range:
    """The whole numbers out of `base` that round, half up, to the percentage at the places it is stated to.

    `88` of 117 is given by 103 alone; `75` of 236 by 176, 177 and 178; `88` of 5 by none.
    """
    half = Fraction(1, 2 * 10 ** _places(stated))
    least = ceil((Fraction(stated) - half) * base / 100)
    past = ceil((Fraction(stated) + half) * base / 100)
    return range(max(0, least), min(past, base + 1))


def bases_that_give(stated: Decimal, count: int) -> range:
    """The whole numbers that `count` is the percentage of, rounded half up to the places it is stated to.

    `95` with a count of 18 is given by a base of 19 alone; with a count of 0 nothing tells the base.
    """
    half = Fraction(1, 2 * 10 ** _places(stated))
    least, most = Fraction(stated) - half, Fraction(stated) + half
    if count <= 0 or least <= 0:
        return range(0)
    return range(max(count, floor(100 * count / most) + 1), floor(100 * count / least) + 1)


def implied_count(percentage: object, base: object) -> int | None:
    """The count that a stated percentage of a base implies; None unless exactly one fits."""
    stated, of = (q.value if isinstance(q, Quantity) and q.bound is Bound.EXACT else None for q in (percentage, base))
    if stated is None or of is None or of != of.to_integral_value():
        return None
    counts = counts_that_give(stated, int(of))
    return counts[0] if len(counts) == 1 else None


def _places(stated: Decimal) -> int:
    """How many decimal places the percentage is stated to."""
    exponent = stated.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
