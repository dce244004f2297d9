"""What terms say about time: which periods are reported, and when a return is due."""

import re
from datetime import date

from commissioning import calendar
from commissioning.model.contract import Reporting, Terms
from commissioning.period import MONTH_NAMES, YEAR_MONTHS, Period, label, read_period
from commissioning.posting import APRIL

_PROGRAMME = re.compile(r"programme (month|quarter|half|year) ([1-9]\d{0,3})")


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
    """The period by the label the contract's own calendar gives it: `2025-26-Q1`, `programme quarter 7`,
    `12 months to September 2024`, `Autumn 2021`."""
    return own_label(terms, period) or label(period, year_starts(terms))


def read_label(terms: Terms, text: str) -> Period:
    """The period that a label of the contract's own calendar means, or any other does in its years; UnclearPeriod."""
    return named_by(terms, text) or owed_for(terms, read_period(text, year_starts(terms)))


def named_by(terms: Terms, text: str) -> Period | None:
    """The period that this contract alone calls so: one of its named terms, or of its numbered periods."""
    reporting, words = terms.reporting, " ".join(text.split()).casefold()
    if reporting is None:
        return None
    for name, span in reporting.terms:
        if name.casefold() == words:
            return span
    numbered = _PROGRAMME.fullmatch(words)
    if numbered is None or reporting.counts_from is None:
        return None
    whole = calendar.Cycle(calendar.CYCLE_MONTHS[numbered[1]], reporting.counts_from).numbered(int(numbered[2]))
    return owed_for(terms, whole)


def owed_for(terms: Terms, asked: Period) -> Period:
    """The period that a return is for, where its contract begins inside the one asked for: the part that runs."""
    return terms.reporting.calendar.owed_for(asked) if terms.reporting else asked


def own_label(terms: Terms, period: Period) -> str:
    """What a period is called in this contract alone: the name of a term, a number, so many months; else empty."""
    reporting = terms.reporting
    if reporting is None:
        return ""
    named = {span: name for name, span in reporting.terms}
    if period in named:
        return named[period]
    if reporting.rolling_months and period.end and reporting.calendar.has(period):
        last = f"{MONTH_NAMES[period.end.month - 1]} {period.end.year}"
        is_by_months = (period.end + calendar.ONE_DAY).day == 1
        return f"{reporting.rolling_months} months to {last if is_by_months else calendar.day_in_words(period.end)}"
    return _programme_label(reporting, period)


def _programme_label(reporting: Reporting, period: Period) -> str:
    """`programme quarter 7`, where periods are counted from a day; a first one that is only part keeps its number."""
    if reporting.counts_from is None or period.start is None or period.start < reporting.counts_from:
        return ""
    for name in dict.fromkeys((reporting.frequency, *calendar.CYCLE_MONTHS)):
        cycle = calendar.Cycle(calendar.CYCLE_MONTHS[name], reporting.counts_from)
        if cycle.at(period.start) == period:
            return f"programme {name} {cycle.number(period.start)}"
    return ""


def is_reported(terms: Terms, period: Period) -> bool:
    """Whether a return is owed for exactly this period."""
    return terms.reporting is not None and terms.reporting.calendar.has(period)


def reported_within(terms: Terms, span: Period) -> tuple[Period, ...]:
    """The periods inside a span for which returns are owed, in order; of rolling months those that end inside it."""
    if terms.reporting is None:
        return ()
    periods = terms.reporting.calendar.within(span)
    return tuple(period for period in periods if period in terms.reporting.spans or term_of(terms).overlaps(period))


def previous_period(terms: Terms, period: Period) -> Period | None:
    """The reporting period before this one; None for a contract that reports spans."""
    return terms.reporting.calendar.previous(period) if terms.reporting else None


def own_days(terms: Terms, period: Period) -> Period:
    """The days of a period that no return before it is for; of rolling months the last ones."""
    return terms.reporting.calendar.own_days(period) if terms.reporting else period


def adds_up(terms: Terms, period: Period) -> bool:
    """Whether the period is one of several whose figures add up to those of a year."""
    phase = terms.reporting.calendar.phase_at(period.start) if terms.reporting and period.start else None
    return phase is not None and phase.adds_up and (phase.cycle is None or phase.cycle.months < YEAR_MONTHS)


def year_to_date(terms: Terms, period: Period) -> tuple[Period, ...]:
    """The reporting periods of the year up to and including this one."""
    if terms.reporting is None or not is_reported(terms, period):
        return (period,)
    so_far = terms.reporting.calendar.year_to_date(period)
    return tuple(one for one in so_far if term_of(terms).overlaps(one)) or (period,)


def part_of(terms: Terms, period: Period) -> Period | None:
    """The whole reporting period of which a contract that begins inside it reports only the part; None otherwise."""
    return terms.reporting.calendar.whole(period) if terms.reporting else None


def due_date(terms: Terms, period: Period) -> date | None:
    """The last day a return is on time; None where it is not stated."""
    reporting = terms.reporting
    if reporting is None or reporting.due_working_days is None or period.end is None:
        return None
    return calendar.add_working_days(period.end, reporting.due_working_days, reporting.bank_holidays)


def place_in_year(terms: Terms, period: Period) -> int:
    """Which period of the reporting year this is, counted from 1, wherever the term begins."""
    return terms.reporting.calendar.place_in_year(period) if terms.reporting else 1


def ends_year(terms: Terms, period: Period) -> bool:
    """Whether the reporting year ends with this period."""
    if period.end is None:
        return False
    phase = terms.reporting.calendar.phase_at(period.end) if terms.reporting else None
    year = phase.years.at(period.end) if phase else calendar.year_of(period.end, year_starts(terms))
    return year.end == period.end


def known_start(terms: Terms, period: Period) -> date | None:
    """The first day that a period is known to hold: its own; or else the contract's, or that of the year from April of
    the day it is told as at, of its paper or of its end. None where nothing is stated."""
    if period.start:
        return period.start
    day = period.as_at or (terms.source.dated if terms.source else None)
    stated = [known for known in (day, period.end) if known]
    start = term_of(terms).start or (calendar.year_of(min(stated), APRIL).start if stated else None)
    return min(start, period.end) if start and period.end else start
