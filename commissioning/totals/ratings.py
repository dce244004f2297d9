"""A figure and what it aims at to a rating: Green, Amber, Red, or a named reason why not rated."""

from decimal import Decimal
from fractions import Fraction

from commissioning.contract.aims import Aim, aim_of, annual_is_not_due
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.figure import Rating
from commissioning.model.measure import Measure, RatingPolicy, Role
from commissioning.model.posted import State
from commissioning.model.quantity import Bound, Given, Quantity, Standing
from commissioning.period import Period

NOT_RATED = "not rated"
TOO_SMALL = "too small"
MET_OR_MISSED = RatingPolicy("met-or-missed", Decimal(0))
"""Where contract text names a target and no policy: Green or Red, with nothing between."""


def rate(
    terms: Terms, measure: Measure, period: Period, given: Given, state: State, denominator: Given | None = None
) -> Rating:
    """The rating of a measure's figure for a period; the year to date, where the target is on that."""
    aim = aim_of(terms, measure, period)
    policy = next((policy for policy in terms.ratings if policy.id == measure.rating), MET_OR_MISSED)
    unrated = (
        _why_no_target(terms, measure, period, aim)
        or _why_no_figure(given, state)
        or (_is_too_small(denominator, policy) and f"{TOO_SMALL}: out of fewer than {policy.minimum_denominator}")
    )
    if unrated or aim is None or not isinstance(given, Quantity):
        return Rating(NOT_RATED, unrated or "no data")
    return _rated(given.value, aim, policy, measure.kind)


def _why_no_target(terms: Terms, measure: Measure, period: Period, aim: Aim | None) -> str:
    """Why nothing is aimed at in this period; empty where something is."""
    if measure.role is Role.CONTEXT:
        return "context only"
    if measure.target is None:
        return "no target stated"
    if aim is None:
        return (
            "not due until the year ends" if annual_is_not_due(terms, measure, period) else "no target for this period"
        )
    return "its target is on trial" if aim.on_trial else ""


def _why_no_figure(given: Given, state: State) -> str:
    """Why the figure is not one to be rated; empty where it is."""
    if not isinstance(given, Quantity):
        return "no data"
    if given.bound is not Bound.EXACT:
        return "incomplete"
    if given.standing is Standing.TO_BE_CONFIRMED:
        return "to be confirmed"
    return "provisional" if state is State.PROVISIONAL else ""


def _is_too_small(denominator: Given | None, policy: RatingPolicy) -> bool:
    return isinstance(denominator, Quantity) and denominator.value < policy.minimum_denominator


def _rated(actual: Decimal, aim: Aim, policy: RatingPolicy, kind: str) -> Rating:
    """Met is Green; short by no more than the tolerance is Amber; the rest is Red."""
    short = Fraction(aim.value) - Fraction(actual) if aim.at_least else Fraction(actual) - Fraction(aim.value)
    allowed = Fraction(policy.tolerance) * (1 if policy.in_points else Fraction(abs(aim.value)) / 100)
    side = "at least" if aim.at_least else "at most"
    target = f"{side} {KINDS[kind].show(aim.value)} {aim.says}"
    tolerance = f"{policy.tolerance} percentage points" if policy.in_points else f"{policy.tolerance}%"
    if short <= 0:
        return Rating("Green", f"target of {target} met")
    if short <= allowed:
        return Rating("Amber", f"within {tolerance} of the target of {target}")
    beyond = f" by more than {tolerance}" if policy.tolerance else ""
    return Rating("Red", f"target of {target} missed{beyond}")
