"""What contract text says of when returns are owed, version by version, to one calendar; or why it is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from commissioning.calendar import CYCLE_MONTHS, LAST_ANCHOR_DAY, Calendar, Cycle, Phase, day_in_words, yearly
from commissioning.contract.agreed_terms import stated
from commissioning.contract.raw import Raw, Said, listed, table
from commissioning.contract.text import ReportingText
from commissioning.errors import CommissioningError
from commissioning.model.contract import Reporting, Terms
from commissioning.period import YEAR_MONTHS, Period, label, read_period
from commissioning.posting import APRIL

NOTHING_OWED = Phase(yearly(APRIL))
"""While a version states no reporting, no return is owed."""


def reporting_of(text: ReportingText, begins: date | None) -> Reporting:
    """When returns are owed by one version that begins on a day, from text in which no fault was found."""
    starts = text.counts_from.month if text.counts_from else text.year_starts
    words = (*((text.span,) if text.span else ()), *text.spans)
    terms = tuple((name, read_period(span, starts)) for name, span in text.terms.items())
    spans = tuple(replace(read_period(span, starts), as_at=text.as_at) for span in words)
    phase = _phase(text, (*spans, *(span for _, span in terms)))
    return Reporting(
        frequency=text.frequency,
        year_starts=starts,
        due_working_days=stated(text.due_working_days),
        spans=phase.spans,
        says=text.says,
        calendar=Calendar((phase,), begins if text.first_period == "part" else None),
        counts_from=text.counts_from,
        rolling_months=text.rolling_months or 0,
        terms=terms,
        pro_rata=text.part_targets == "pro rata",
        bank_holidays=text.bank_holidays,
        day_first=text.day_first,
    )


def _phase(text: ReportingText, spans: tuple[Period, ...]) -> Phase:
    years = Cycle(YEAR_MONTHS, text.counts_from) if text.counts_from else yearly(text.year_starts)
    months = CYCLE_MONTHS.get(text.frequency)
    if months is None:
        return Phase(years, spans=spans, in_order=text.frequency == "term")
    return Phase(years, Cycle(months, years.anchor, text.rolling_months or 0))


def on_one_calendar(versions: Sequence[Terms]) -> tuple[Terms, ...]:
    """The versions of a contract, oldest first, each with the calendar of them all."""
    phases: list[Phase] = []
    for terms in versions:
        phase = _own_phase(terms)
        if not phases or replace(phases[-1], holds_from=None) != phase:
            phases.append(replace(phase, holds_from=terms.holds_from if phases else None))
    begins = [terms.reporting.calendar.begins for terms in versions if terms.reporting]
    calendar = Calendar(tuple(phases), begins[-1] if begins else None)
    return tuple(
        replace(terms, reporting=replace(terms.reporting, calendar=calendar)) if terms.reporting else terms
        for terms in versions
    )


def _own_phase(terms: Terms) -> Phase:
    return terms.reporting.calendar.phases[0] if terms.reporting else NOTHING_OWED


def cuts_of(versions: Sequence[Terms]) -> Iterator[tuple[int, str, str]]:
    """Each version, by its place, that changes what is reported where a period would be cut in two; and what to do."""
    for number, (before, after) in enumerate(pairwise(versions), 1):
        old, new, day = _own_phase(before), _own_phase(after), after.holds_from
        if day is None or old == new:
            continue
        for whose, phase in (("until then", old), ("from then on", new)):
            if cut := _cut(phase, day):
                reason = f"changes the periods that are reported on {day_in_words(day)}"
                inside = f"inside {label(cut)}, a period that is reported {whose}"
                edges = " or ".join(_edges(cut))
                yield number, f"{reason}, {inside}", f"Let it begin with a period: from = {edges}."
                break
        else:
            if old.adds_up != new.adds_up and old.cycle and new.cycle and new.years.at(day).start != day:
                yield (
                    number,
                    f"changes to or from periods that overlap on {day_in_words(day)}, inside a year",
                    f"Let it begin with a year: from = {new.years.at(day).start}.",
                )


def _cut(phase: Phase, day: date) -> Period | None:
    """The period that a change on that day would cut in two."""
    if phase.cycle:
        period = phase.cycle.at(day)
        return None if period.start == day else period
    before = Period(day - timedelta(days=1), day - timedelta(days=1))
    return next((one for one in phase.spans if one.overlaps(before) and one.overlaps(Period(day, day))), None)


def _edges(period: Period) -> Iterator[str]:
    if period.start:
        yield str(period.start)
    if period.end:
        yield str(period.end + timedelta(days=1))


def reporting_makes_sense(raw: Raw) -> Iterator[Said]:
    """What is wrong with one version's own words about its reporting."""
    reporting = table(raw, "reporting")
    if reporting:
        yield from _spans_stand_alone(reporting)
        yield from _spans_can_be_read(reporting)
        yield from _terms_follow_each_other(reporting)
        yield from _counting_is_clear(reporting)


def years_start(reporting: Raw) -> int:
    """The month in which the years of raw text start; April where it says none that there is."""
    counted, month = reporting.get("counts_from"), reporting.get("year_starts")
    if type(counted) is date:
        return counted.month
    return month if type(month) is int and 1 <= month <= YEAR_MONTHS else APRIL


def _spans(reporting: Raw) -> list[tuple[str, str]]:
    spans = [(f"reporting.spans.{n}", word) for n, word in enumerate(listed(reporting, "spans"))]
    return [*spans, *([("reporting.span", str(reporting["span"]))] if reporting.get("span") else [])]


def _terms(reporting: Raw) -> list[tuple[str, str]]:
    words = ((name, span) for name, span in table(reporting, "terms").items() if isinstance(span, str))
    return [(f"reporting.terms.{name}", span) for name, span in words]


def _spans_stand_alone(reporting: Raw) -> Iterator[Said]:
    spans, terms, frequency = _spans(reporting), _terms(reporting), reporting.get("frequency")
    if frequency == "span" and not spans:
        yield "reporting.span", "is not there", 'Write the span that is reported, such as "2019-04-01..2019-09-30".'
    if spans and frequency != "span":
        yield spans[0][0].removesuffix(".0"), "stands beside a cycle", 'Take it out, or write frequency = "span".'
    if frequency == "term" and not terms:
        yield "reporting.terms", "is not there", 'Write each term, such as "Autumn 2021" = "2021-09-01..2021-12-17".'
    if terms and frequency != "term":
        yield "reporting.terms", "stands beside another frequency", 'Take it out, or write frequency = "term".'
    if frequency == "term" and "year_starts" not in reporting:
        yield "reporting.year_starts", "is not there", "Write the month in which the year starts: 9 for September."


def _spans_can_be_read(reporting: Raw) -> Iterator[Said]:
    for path, words in (*_spans(reporting), *_terms(reporting)):
        try:
            read_period(words, years_start(reporting))
        except CommissioningError as unclear:
            yield path, f"is {words!r}", str(unclear)


def _terms_follow_each_other(reporting: Raw) -> Iterator[Said]:
    read: list[tuple[str, Period]] = []
    for path, words in _terms(reporting):
        try:
            read.append((path, read_period(words, years_start(reporting))))
        except CommissioningError:
            return
    for path, span in read:
        if span.start is None or span.end is None:
            yield path, f"is {label(span)}, with an open end", "Write the first and last day of the term."
    for (_, earlier), (path, later) in pairwise(read):
        if earlier.end and later.start and later.start <= earlier.end:
            yield path, "begins before the term above it has ended", "Write the terms in order, none inside another."


def _counting_is_clear(reporting: Raw) -> Iterator[Said]:
    counted, months = reporting.get("counts_from"), CYCLE_MONTHS.get(str(reporting.get("frequency")))
    beside = [key for key in ("counts_from", "rolling_months", "first_period", "part_targets") if key in reporting]
    if months is None and beside:
        yield f"reporting.{beside[0]}", "stands beside spans", "Take it out; it is said of months, quarters and years."
    if type(counted) is date and counted.day > LAST_ANCHOR_DAY:
        yield (
            "reporting.counts_from",
            f"is {counted}, a day that not every month has",
            f"Write a day of the month from 1 to {LAST_ANCHOR_DAY}.",
        )
    if type(counted) is date and "year_starts" in reporting:
        yield "reporting.year_starts", "stands beside counts_from", "Take it out; years are counted from that day too."
    rolling = reporting.get("rolling_months")
    if type(rolling) is int and months and rolling <= months:
        yield "reporting.rolling_months", f"is {rolling}", "Write more months than a period has, or take it out."
