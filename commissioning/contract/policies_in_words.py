"""A rating policy in words that a reader of a workbook can check a rating by."""

from collections.abc import Iterator

from commissioning.model.measure import Band, RatingPolicy


def policy_in_words(policy: RatingPolicy, points: str = "percentage points") -> str:
    """Each word and what it is given for, from the best to the worst, and what is not rated. `points` is what a
    tolerance in points is called for the figures that it rates."""
    rules = "; ".join(_rules(policy, points)) + "."
    profile = "Rated on the year to date against its profile so far." if policy.by_profile else ""
    small = f"Out of fewer than {policy.minimum_denominator} is not rated." if policy.minimum_denominator else ""
    return " ".join(part for part in (rules, profile, small) if part)


def _rules(policy: RatingPolicy, points: str) -> Iterator[str]:
    unit, levels = _unit(policy, points), policy.levels
    for place, band in enumerate(levels):
        rule = _rule(band, unit, is_met_here=all(better.within is None for better in levels[:place]))
        yield rule if place else rule[:1].upper() + rule[1:]


def _rule(band: Band, unit: str, *, is_met_here: bool) -> str:
    """What a band's word is for. `is_met_here` where no better band is for figures that only just meet the target."""
    if band.beyond is not None:
        beyond = f" by more than {band.beyond:f}{unit}" if band.beyond else ""
        return f"better than the target{beyond} is {band.word}"
    improved = "improved or maintained on the same period last year" if band.if_improved else ""
    if band.within is None:
        return f"{improved or 'the rest'} is {band.word}"
    short = f"short by no more than {band.within:f}{unit}" if band.within else ""
    reach = " or ".join(part for part in ("met" if is_met_here else "", short) if part)
    return f"{reach}{f' and {improved}' if improved else ''} is {band.word}"


def _unit(policy: RatingPolicy, points: str) -> str:
    """What stands after the numbers of a policy."""
    return f" {points}".rstrip() if policy.in_points else "% of the target"
