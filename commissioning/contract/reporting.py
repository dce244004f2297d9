"""What terms say about time: which periods are reported, and when a return is due."""

from datetime import date

from commissioning import calendar
from commissioning.model.contract import Terms
from commissioning.period import Period, label, read_period

APRIL = 4
"""Where a contract states no reporting year, its labels are those of the financial year."""


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


def place_in_year(terms: Terms, period: Period) -> int:
    """Which period of the reporting year this is, counted from 1, wherever the term begins."""
    reporting = terms.reporting
    if reporting is None or not is_reported(terms, period) or reporting.frequency == "span":
        return 1
    return len(calendar.year_to_date(period, reporting.frequency, reporting.year_starts))


def ends_year(terms: Terms, period: Period) -> bool:
    """Whether the reporting year ends with this period."""
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
