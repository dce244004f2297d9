"""What terms say about time: which periods are reported, when a return is due, and what is aimed at by then."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning import calendar
from commissioning.model.contract import Terms
from commissioning.model.measure import Measure, Polarity, Target, Trial
from commissioning.period import Period, label, read_period

APRIL = 4
"""Where a contract states no reporting year, its labels are those of the financial year."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as it bites in one period: on the period's own figure, or on the year to date; one on trial does not
    bite yet."""

    value: Decimal
    on_year_to_date: bool
    at_least: bool
    says: str
    on_trial: bool = False


def year_starts(terms: Terms) -> int:
    """The month in which the contract's reporting year starts."""
    return terms.reporting.year_starts if terms.reporting else APRIL


def term_of(terms: Terms) -> Period:
    """From when and until when the contract runs; an end that is not stated is open."""
    return read_period(f"{terms.starts or ''}..{terms.ends or ''}")


def why_not_running(terms: Terms, period: Period, called: str) -> str:
    """That the contract does not run in a period, in words; empty where it does."""
    if term_of(terms).overlaps(period):
        return ""
    term = f"{terms.starts or 'not stated'} to {terms.ends or 'not stated'}"
    return f"{terms.contract} does not run in {called}: its term is {term}; record an extension first."


def period_label(terms: Terms, period: Period) -> str:
    """The period by the label the contract's own calendar gives it."""
    return label(period, year_starts(terms))


def is_reported(terms: Terms, period: Period) -> bool:
    """Whether a return is owed for exactly this period."""
    if terms.reporting is None:
        return False
    if terms.reporting.frequency == "span":
        return period in terms.reporting.spans
    return calendar.is_cycle_period(period, terms.reporting.frequency, terms.reporting.year_starts)


def reported_within(terms: Terms, span: Period) -> tuple[Period, ...]:
    """The periods wholly inside a span for which returns are owed, in order."""
    reporting = terms.reporting
    if reporting is None or span.start is None or span.end is None:
        return ()
    if reporting.frequency == "span":
        return tuple(one for one in reporting.spans if span.contains(one))
    periods = calendar.periods_within(span, reporting.frequency, reporting.year_starts)
    return tuple(period for period in periods if term_of(terms).overlaps(period))


def previous_period(terms: Terms, period: Period) -> Period | None:
    """The reporting period before this one; None for a contract that reports spans."""
    reporting = terms.reporting
    if reporting is None or reporting.frequency == "span":
        return None
    return calendar.previous(period, reporting.frequency, reporting.year_starts)


def year_to_date(terms: Terms, period: Period) -> tuple[Period, ...]:
    """The reporting periods of the year up to and including this one."""
    reporting = terms.reporting
    if reporting is None or not is_reported(terms, period) or reporting.frequency == "span":
        return (period,)
    so_far = calendar.year_to_date(period, reporting.frequency, reporting.year_starts)
    return tuple(one for one in so_far if term_of(terms).overlaps(one)) or (period,)


def due_date(terms: Terms, period: Period) -> date | None:
    """The last day a return is on time; None where it is not stated."""
    days = terms.reporting.due_working_days if terms.reporting else None
    return calendar.add_working_days(period.end, days) if days is not None and period.end else None


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
    return bool(measure.target and measure.target.annual is not None) and not _ends_year(terms, period)


def _value_and_words(terms: Terms, target: Target, period: Period) -> tuple[Decimal, bool, str] | None:
    if target.per_period is not None:
        return target.per_period, False, "each period"
    elapsed = _place_in_year(terms, period)
    if target.cumulative and elapsed <= len(target.cumulative):
        return target.cumulative[elapsed - 1], True, "by the end of this period"
    if target.annual is not None and _ends_year(terms, period):
        return target.annual, True, "for the year"
    return None


def _place_in_year(terms: Terms, period: Period) -> int:
    """Which period of the reporting year this is, counted from 1, wherever the term begins."""
    reporting = terms.reporting
    if reporting is None or not is_reported(terms, period) or reporting.frequency == "span":
        return 1
    return len(calendar.year_to_date(period, reporting.frequency, reporting.year_starts))


def _ends_year(terms: Terms, period: Period) -> bool:
    if period.end is None:
        return False
    return calendar.year_of(period.end, year_starts(terms)).end == period.end


def known_start(terms: Terms, period: Period) -> date | None:
    """The first day that a period is known to hold: its own; or else the contract's, or that of the year from April of
    the day it is told as at, of its paper or of its end. None where nothing is stated."""
    if period.start:
        return period.start
    day = period.as_at or (terms.source.dated if terms.source else None)
    stated = [known for known in (day, period.end) if known]
    start = term_of(terms).start or (calendar.year_of(min(stated), APRIL).start if stated else None)
    return min(start, period.end) if start and period.end else start
