"""A figure and what it aims at to a rating: Green, Amber, Red, or a named reason why not rated."""

from decimal import Decimal
from fractions import Fraction

from commissioning.contract.reporting import Aim, aim_of, annual_is_not_due
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.figure import Rating
from commissioning.model.measure import Measure, RatingPolicy, Role
from commissioning.model.posted import State
from commissioning.model.quantity import Bound, Given, Quantity
from commissioning.period import Period

NOT_RATED = "not rated"
MET_OR_MISSED = RatingPolicy("met-or-missed", Decimal(0))
"""Where contract text names a target and no policy: Green or Red, with nothing between."""


def rate(
    terms: Terms, measure: Measure, period: Period, given: Given, state: State, denominator: Given | None = None
) -> Rating:
    """The rating of a measure's figure for a period; the year to date, where the target is on that."""
    aim = aim_of(terms, measure, period)
    policy = next((policy for policy in terms.ratings if policy.id == measure.rating), MET_OR_MISSED)
    unrated = _why_not(terms, measure, period, aim, given, state, policy, denominator)
    if unrated or aim is None or not isinstance(given, Quantity):
        return Rating(NOT_RATED, unrated)
    return _rated(given.value, aim, policy, measure.kind)


def _why_not(  # noqa: PLR0913  # each is one of the reasons
    terms: Terms,
    measure: Measure,
    period: Period,
    aim: Aim | None,
    given: Given,
    state: State,
    policy: RatingPolicy,
    denominator: Given | None,
) -> str:
    reasons = (
        (measure.role is Role.CONTEXT, "context only"),
        (measure.target is None, "no target stated"),
        (aim is None and annual_is_not_due(terms, measure, period), "not due until the year ends"),
        (aim is None, "no target for this period"),
        (not isinstance(given, Quantity), "no data"),
        (isinstance(given, Quantity) and given.bound is not Bound.EXACT, "incomplete"),
        (state is State.PROVISIONAL, "provisional"),
        (_is_too_small(denominator, policy), f"too small: out of fewer than {policy.minimum_denominator}"),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


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
