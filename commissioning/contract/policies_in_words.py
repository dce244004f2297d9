"""A rating policy in words that a reader of a workbook can check a rating by."""

from collections.abc import Iterator
from decimal import Decimal

from commissioning.model.measure import Band, RatingPolicy


def policy_in_words(policy: RatingPolicy) -> str:
    """Each word and what it is given for, from the best to the worst, and what is not rated."""
    rules = "; ".join(_rules(policy)) + "."
    profile = "Rated on the year to date against its profile so far." if policy.by_profile else ""
    small = f"Out of fewer than {policy.minimum_denominator} is not rated." if policy.minimum_denominator else ""
    return " ".join(part for part in (rules, profile, small) if part)


def _rules(policy: RatingPolicy) -> Iterator[str]:
    for place, band in enumerate(policy.levels):
        rule = _rule(policy, band, place)
        yield rule if place else rule[:1].upper() + rule[1:]


def _rule(policy: RatingPolicy, band: Band, place: int) -> str:
    if band.beyond is not None:
        beyond = f" by more than {_amount(policy, band.beyond)}" if band.beyond else ""
        return f"better than the target{beyond} is {band.word}"
    improved = "improved or maintained on the same period last year" if band.if_improved else ""
    if band.within is None:
        return f"{improved or 'the rest'} is {band.word}"
    if not band.within:
        return f"{'met' if place == 0 else 'just met'} is {band.word}"
    by = f"short by no more than {_amount(policy, band.within)}"
    better = "met or " if place == 0 else ""
    return f"{better}{by}{f' and {improved}' if improved else ''} is {band.word}"


def _amount(policy: RatingPolicy, number: Decimal) -> str:
    return f"{number:f} percentage points" if policy.in_points else f"{number:f}% of the target"
