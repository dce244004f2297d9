"""Do the dates of contract text make sense? Asked of contract text itself; nothing here is a fault of it."""

from collections.abc import Iterator
from datetime import date

from commissioning.calendar import bank_holiday, day_in_words
from commissioning.checks.agreements import Agreement
from commissioning.contract.reporting import period_label
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS, Over
from commissioning.model.agreed import EventSort
from commissioning.model.contract import Terms
from commissioning.model.finding import Severity
from commissioning.period import Period

TIME_CHECKS = Checks(Agreement, "Do the dates of contract text make sense?", rank=90)
declare = TIME_CHECKS.declare


@declare(
    "D001",
    Severity.NOTE,
    "{what} is said to be on {day}, which was {why}.",
    "Meetings are seldom held then: look the day up in the minutes, and leave it if it is right.",
)
def meeting_is_on_no_working_day(agreement: Agreement) -> Iterator[Fault]:
    """A meeting on a weekend or a bank holiday is likely a slip of the pen: in an event, or a paper's own day."""
    for path, day in _meetings(agreement.terms):
        if why := _why_no_working_day(day, agreement.terms):
            what = "The paper" if path == "source.dated" else "A meeting"
            yield Fault((agreement.clause(path),), {"what": what, "day": day_in_words(day), "why": why})


@declare(
    "D002",
    Severity.NOTE,
    "{about} is as at {as_at}, {days} days before the paper of {dated}.",
    "Readers will take it for the present: say how old it is, or allow for more in source.as_at_within_days.",
)
def figure_is_as_at_long_before_the_paper(agreement: Agreement) -> Iterator[Fault]:
    """How long is long is a policy of contract text, `source.as_at_within_days`: 42 days unless it says otherwise."""
    source = agreement.terms.source
    if source is None or source.dated is None:
        return
    for key, about, as_at in _as_at_days(agreement.terms):
        days = (source.dated - as_at).days
        if days > source.as_at_within_days:
            facts = {"about": about, "as_at": day_in_words(as_at), "days": str(days)}
            yield Fault((agreement.clause(key),), {**facts, "dated": day_in_words(source.dated)})


@declare(
    "D003",
    Severity.NOTE,
    "The figures{span} do not say {what}{as_at}.",
    "Nothing per month or year can be worked out from them: ask for the missing day, and write it in.",
)
def span_does_not_say_when_it_ends(agreement: Agreement) -> Iterator[Fault]:
    """A count since a day grows for ever; without its end, or the day it was taken, it compares with nothing."""
    for span in _dated_spans(agreement.terms):
        what = _not_said(span)
        if what:
            as_at = f"; they are told as at {day_in_words(span.as_at)}" if span.as_at else ""
            facts = {"span": _for(agreement.terms, span), "what": what, "as_at": as_at}
            yield Fault((agreement.clause("reporting"),), facts)


def _meetings(terms: Terms) -> Iterator[tuple[str, date]]:
    for number, event in enumerate(terms.events, 1):
        day = _day(event.on) if event.sort is EventSort.MEETING else None
        if day:
            yield f"event.{number}.on", day
    if terms.source and terms.source.dated:
        yield "source.dated", terms.source.dated


def _day(words: str | None) -> date | None:
    """The day, where contract text names one and not a month or a year."""
    try:
        return date.fromisoformat(words) if words and words.count("-") == len(("year", "month")) else None
    except ValueError:
        return None


def _why_no_working_day(day: date, terms: Terms) -> str:
    """`a Saturday`, `a bank holiday (Good Friday)`; empty for a working day where the contract is."""
    if day.weekday() in (5, 6):
        return f"a {day:%A}"
    name = bank_holiday(day, terms.reporting.bank_holidays) if terms.reporting else bank_holiday(day)
    return f"a bank holiday ({name})" if name else ""


def _as_at_days(terms: Terms) -> Iterator[tuple[str, str, date]]:
    """What is told of one day: spans by the day they state, else levels by the end of their span."""
    levels = [measure for measure in terms.measures if KINDS[measure.kind].over_time is Over.LAST]
    for span in _dated_spans(terms):
        day = span.as_at or (span.end if levels else None)
        if day:
            yield "reporting", f"{'What is returned' if span.as_at else levels[0].label}{_for(terms, span)}", day
    for capacity in terms.capacity:
        for _, agreed in capacity.amounts:
            if agreed.when.period and agreed.when.period.as_at:
                yield f"capacity.{capacity.code}", capacity.label, agreed.when.period.as_at


def _dated_spans(terms: Terms) -> tuple[Period, ...]:
    return terms.reporting.spans if terms.reporting else ()


def _for(terms: Terms, span: Period) -> str:
    return f" for {period_label(terms, span)}" if span.start or span.end else ""


def _not_said(span: Period) -> str:
    if span.end is None:
        return "when they end" if span.start else "for which time they are"
    return "when they begin" if span.start is None else ""
