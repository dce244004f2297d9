"""Terms and a period to what is aimed at by its end."""

from dataclasses import dataclass
from decimal import Decimal

from commissioning.contract.reporting import ends_year, place_in_year
from commissioning.model.contract import Terms
from commissioning.model.measure import Measure, Polarity, Target, Trial
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it bites in one period: on the period's own figure, or on the year to date; one on trial does not
    bite yet."""

    value: Decimal
    on_year_to_date: bool
    at_least: bool
    says: str
    on_trial: bool = False


def aim_of(terms: Terms, measure: Measure, period: Period) -> Aim | None:
    """The target that bites at the end of this period; None where none is stated for it."""
    target = measure.target
    if target is None or measure.polarity is Polarity.NONE:
        return None
    found = _value_and_words(terms, target, period)
    if found is None:
        return None
    value, on_year_to_date, says = found
    return Aim(value, on_year_to_date, measure.polarity is Polarity.HIGHER, says, is_on_trial(target.on_trial, period))


def is_on_trial(trial: Trial, period: Period) -> bool:
    """Whether a rule is on trial in a period: while it lasts, or in a period that began by its last day."""
    if isinstance(trial, bool):
        return trial
    day = period.start or period.end
    return day is None or day <= trial


def annual_is_not_due(terms: Terms, measure: Measure, period: Period) -> bool:
    """Whether the measure's only target is for a year that has not ended with this period."""
    return bool(measure.target and measure.target.annual is not None) and not ends_year(terms, period)


def _value_and_words(terms: Terms, target: Target, period: Period) -> tuple[Decimal, bool, str] | None:
    if target.per_period is not None:
        return target.per_period, False, "each period"
    elapsed = place_in_year(terms, period)
    if target.cumulative and elapsed <= len(target.cumulative):
        return target.cumulative[elapsed - 1], True, "by the end of this period"
    if target.annual is not None and ends_year(terms, period):
        return target.annual, True, "for the year"
    return None
