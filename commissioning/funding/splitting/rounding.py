"""Exact parts of a whole number to whole numbers that add up to it: by largest remainder, the only way there is."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


def rounded(shares: Sequence[int], over: int) -> list[int]:
    """Whole numbers for shares that are so many `over`-ths each and come to a whole number.

    Each is rounded down, and what is left over goes, one each, to the largest remainders, equal ones in their sequence.
    Remainders are below 1 and come to what is left over, so that more of them are above 0 than there are ones to give:
    only a share that is broken is ever rounded up. So a whole share stays as it is, a share of 0 stays 0, none at or
    below a whole number passes it, and none that is 0 or more falls below 0.
    """
    whole = [share // over for share in shares]
    left = sum(shares) // over - sum(whole)
    if left:
        rests = [share % over for share in shares]
        # Sorting is stable, and stays so in reverse: equal remainders keep their sequence.
        for place in sorted(range(len(rests)), key=rests.__getitem__, reverse=True)[:left]:
            whole[place] += 1
    return whole


def rounded_fractions(shares: Sequence[Fraction]) -> list[int]:
    """Whole numbers for fractions that come to a whole number; where that is below 0, as its mirror image."""
    over = lcm(*(share.denominator for share in shares))
    units = [share.numerator * (over // share.denominator) for share in shares]
    if sum(units) < 0:
        return [-one for one in rounded([-unit for unit in units], over)]
    return rounded(units, over)
