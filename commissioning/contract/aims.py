"""Terms and a period to what is aimed at by its end, and by which policy it is rated."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissioning.contract.reporting import ends_year, is_reported, part_of, place_in_year
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Terms
from commissioning.model.expression import Operator
from commissioning.model.measure import MET_OR_MISSED, Measure, Polarity, RatingPolicy, Target, Trial
from commissioning.money import round_half_up
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it bites in one period: on the period's own figure, or on the year to date; one on trial does not
    bite yet. Of a range `value` is the lower end and `high` the upper one."""

    value: Decimal
    on_year_to_date: bool
    at_least: bool
    says: str
    on_trial: bool = False
    high: Decimal | None = None

    @property
    def limits(self) -> tuple[tuple[Operator, Decimal], ...]:
        """What a figure must be to meet it: `>=` so much, `<=` so much, or both."""
        if self.high is not None:
            return ((">=", self.value), ("<=", self.high))
        return ((">=" if self.at_least else "<=", self.value),)


def aim_of(terms: Terms, measure: Measure, period: Period) -> Aim | None:
    """The target that bites at the end of this period; None where none is stated for it."""
    target = target_in(measure, period)
    if target is None or measure.polarity is Polarity.NONE:
        return None
    found = _value_and_words(terms, measure, target, period)
    if found is None:
        return None
    value, on_year_to_date, says = found
    at_least = measure.polarity is not Polarity.LOWER
    return Aim(value, on_year_to_date, at_least, says, is_on_trial(target.on_trial, period), target.high)


def aim_in_words(aim: Aim, kind: str) -> str:
    """`at least 60 each period`, `80% to 95% each period`."""
    show = KINDS[kind].show
    if aim.high is not None:
        return f"{show(aim.value)} to {show(aim.high)} {aim.says}"
    return f"{'at least' if aim.at_least else 'at most'} {show(aim.value)} {aim.says}"


def target_in(measure: Measure, period: Period) -> Target | None:
    """The target that holds in a period: the one as first agreed, or the last that had taken its place when the period
    began."""
    target, day = measure.target, period.start or period.end
    if target is None or day is None:
        return target
    held = [later for later in target.changes if later.holds_from and later.holds_from <= day]
    return held[-1] if held else target


def own_target(terms: Terms, measure: Measure, period: Period) -> Target | None:
    """What is aimed at in the period alone, whatever its figure is rated on: of a target for the year to date, what
    it adds in this period. Where that is the same in two periods, the target has stayed as it was."""
    target = target_in(measure, period)
    numbers = target.cumulative if target else ()
    if target is None or not (numbers or target.profile) or not is_reported(terms, period):
        return _bare(target) if target else None
    place = place_in_year(terms, period)
    if target.profile:
        numbers, adds_up = target.profile, False
    else:
        adds_up = KINDS[measure.kind].over_time is Over.SUM
    if place > len(numbers):
        return None
    number = numbers[place - 1]
    return Target(per_period=number - numbers[place - 2] if adds_up and place > 1 else number)


def _bare(target: Target) -> Target:
    """The numbers alone, without where they are from."""
    return Target(target.per_period, target.cumulative, target.annual, low=target.low, high=target.high)


def policy_of(terms: Terms, measure: Measure) -> RatingPolicy:
    """The policy by which a measure is rated: the one it names, or met or missed."""
    return next((policy for policy in terms.ratings if policy.id == measure.rating), MET_OR_MISSED)


def is_on_trial(trial: Trial, period: Period) -> bool:
    """Whether a rule is on trial in a period: while it lasts, or in a period that began by its last day."""
    if isinstance(trial, bool):
        return trial
    day = period.start or period.end
    return day is None or day <= trial


def annual_is_not_due(terms: Terms, measure: Measure, period: Period) -> bool:
    """Whether the measure's only target is for a year that has not ended with this period."""
    target = target_in(measure, period)
    return bool(target and target.annual is not None) and not ends_year(terms, period)


PART = "partial period"
"""Why a target of each period says nothing of one of which the contract ran in a part alone."""


def why_not_of_this(terms: Terms, measure: Measure, period: Period) -> str:
    """Why a target of each period says nothing of this one: the contract ran in a part of it alone, or it was agreed
    for periods of another length. Empty where it does.

    A rate or a level is the same however short the time; what adds up is not, nor is a number of different people.
    """
    target, kind = target_in(measure, period), KINDS[measure.kind]
    if target is None or (target.per_period is None and target.low is None):
        return ""
    if target.each:
        return f"its target is for each {target.each}"
    if part_of(terms, period) is None:
        return ""
    if kind.over_time is Over.SUM:
        return PART if target.low is not None or not (terms.reporting and terms.reporting.pro_rata) else ""
    return PART if kind.over_time is Over.NEVER and not kind.is_percent else ""


def _of_each_period(terms: Terms, measure: Measure, period: Period, value: Decimal) -> tuple[Decimal, bool, str]:
    """A target of each period; in a part of one by its days, to the nearest hundredth, where that is agreed."""
    whole = part_of(terms, period)
    if whole is None or KINDS[measure.kind].over_time is not Over.SUM:
        return value, False, "each period"
    days, of = _days_of(period), _days_of(whole)
    in_part = round_half_up(Fraction(value) * days / of, 2)
    return Decimal(f"{in_part.normalize():f}"), False, f"for {days} of {of} days, from {value:f} each period"


def _days_of(period: Period) -> int:
    return (period.end - period.start).days + 1 if period.start and period.end else 0


def _value_and_words(
    terms: Terms, measure: Measure, target: Target, period: Period
) -> tuple[Decimal, bool, str] | None:
    """The number, whether it is on the year to date, and for what it is."""
    if why_not_of_this(terms, measure, period):
        return None
    if target.per_period is not None:
        return _of_each_period(terms, measure, period, target.per_period)
    if target.low is not None:
        return target.low, False, "each period"
    elapsed = place_in_year(terms, period)
    if target.cumulative and elapsed <= len(target.cumulative):
        return target.cumulative[elapsed - 1], True, "by the end of this period"
    if target.profile and is_reported(terms, period) and elapsed <= len(target.profile):
        if policy_of(terms, measure).by_profile:
            return sum(target.profile[:elapsed], Decimal()), True, "by the end of this period"
        return target.profile[elapsed - 1], False, "in this period"
    if target.annual is not None and ends_year(terms, period):
        return target.annual, True, "for the year"
    return None
