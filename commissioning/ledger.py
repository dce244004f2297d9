"""Return, findings and decisions to Verdict and Entries; entries to History. All pure: the store only keeps them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from commissioning.calendar import day_in_words
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.posted import Change, Decision, Entry, History, Receipt, State, Verdict
from commissioning.model.quantity import AnswerKey, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Return
from commissioning.model.template import Row, Specification
from commissioning.period import Period
from commissioning.template import say_given


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """What the findings come to. A typed explanation alone changes nothing; a decision does."""
    severities = {finding.severity for finding in findings}
    if Severity.STOPS in severities:
        return Verdict.STOPPED
    return Verdict.NEEDS_EXPLANATION if Severity.NEEDS_EXPLANATION in severities else Verdict.ACCEPTED


def entries_of(returned: Return, specification: Specification, receipt: Receipt) -> tuple[Entry, ...]:
    """A line for each answer given, gaps with a reason among them. Blanks that nobody owed are not posted."""
    rows = {row.key: row for _, row in specification.rows()}
    return tuple(
        _entry(answer, rows[answer.key], specification, receipt)
        for answer in returned.answers
        if answer.given is not Missing.BLANK or answer.words
    )


def _entry(answer: Answer, row: Row, specification: Specification, receipt: Receipt) -> Entry:
    return Entry(
        number=0,
        sha256=receipt.sha256,
        file=receipt.file,
        contract=specification.contract,
        period=specification.period,
        key=answer.key,
        kind=row.kind,
        unit=row.unit,
        given=answer.given,
        words=answer.words,
        explanation=answer.explanation,
        place=answer.place,
        state=State.PROVISIONAL,
    )


def history_before(entries: Iterable[Entry], period: Period) -> History:
    """What was posted for periods that ended before this one began."""
    earlier = [e for e in entries if e.period.end and period.start and e.period.end < period.start]
    figures: dict[Period, dict[AnswerKey, Given]] = {}
    for entry in earlier:
        figures.setdefault(entry.period, {})[entry.key] = entry.given
    return History(figures, frozenset(entry.period for entry in earlier if entry.state is State.PROVISIONAL))


def with_waivers(findings: Iterable[Finding], waivers: Iterable[Decision], received: date) -> tuple[Finding, ...]:
    """The findings, those marked as waived that a waiver covers in a return received on that day.

    Only what needs explanation can be waived: nothing that stops, and nothing about other measures. Of several waivers
    of the same, oldest first, the newest holds.
    """
    waivers = tuple(waivers)
    return tuple(_with_waiver(finding, _waiver_of(finding, waivers, received)) for finding in findings)


def _waiver_of(finding: Finding, waivers: tuple[Decision, ...], received: date) -> Decision | None:
    if finding.severity is not Severity.NEEDS_EXPLANATION:
        return None
    about = (w for w in reversed(waivers) if w.code == finding.code and set(finding.measures) <= set(w.measures))
    newest = next(about, None)
    return newest if newest and (newest.until is None or received <= newest.until) else None


def _with_waiver(finding: Finding, waiver: Decision | None) -> Finding:
    if waiver is None:
        return finding
    why = waiver.why if waiver.why.endswith((".", "!", "?")) else f"{waiver.why}."
    said = f"Waived by {waiver.actor} until {day_in_words(waiver.until)}: {why}"
    return replace(finding, severity=Severity.WAIVED, remedy=said)


def changes_between(before: Iterable[Entry], after: Iterable[Entry]) -> tuple[Change, ...]:
    """What a correction changed, answer by answer: in the order of the corrected return, then of what it left out."""
    earlier, later = ({entry.key: entry for entry in entries} for entries in (before, after))
    pairs = ((earlier.get(key), later.get(key), key) for key in dict.fromkeys((*later, *earlier)))
    return tuple(
        Change(key, _said(old), _said(new), old.place if old else Place(), new.place if new else Place())
        for old, new, key in pairs
        if _said(old) != _said(new)
    )


def _said(entry: Entry | None) -> str:
    """What an entry says, in words and with its unit's own mark; a blank is said as such."""
    if entry is None:
        return Missing.BLANK.value
    standing = entry.given.standing if isinstance(entry.given, Quantity) else Standing.STATED
    number = say_given(entry.given, entry.kind) + ("" if standing is Standing.STATED else f" ({standing})")
    given = entry.words or number
    return f"{given}, explained as: {entry.explanation}" if entry.explanation else given
