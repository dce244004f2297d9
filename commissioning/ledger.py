"""Return, findings and decisions to Verdict and Entries; entries to History. All pure: the store only keeps them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from commissioning.beside import say_given
from commissioning.calendar import day_in_words
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.measure import Choice
from commissioning.model.posted import Change, Decision, Entry, History, Receipt, State, Verdict
from commissioning.model.quantity import AnswerKey, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Return
from commissioning.model.template import Row, Specification
from commissioning.period import Period


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
        if _what_is_given(answer, rows[answer.key]) is not Missing.BLANK or answer.words
    )


def _what_is_given(answer: Answer, row: Row) -> Given:
    """The number or gap; for a blank, what its kind says that a blank is."""
    is_blank = answer.given is Missing.BLANK and not answer.words
    return KINDS[row.kind].when_blank if is_blank else answer.given


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
        given=_what_is_given(answer, row),
        words=answer.words,
        explanation=answer.explanation,
        place=answer.place,
        state=State.PROVISIONAL,
    )


def history_before(entries: Iterable[Entry], period: Period) -> History:
    """What was posted for periods that ended before this one began."""
    earlier = [e for e in entries if e.period.end and period.start and e.period.end < period.start]
    figures: dict[Period, dict[AnswerKey, Given]] = {}
    words: dict[Period, dict[AnswerKey, str]] = {}
    for entry in earlier:
        figures.setdefault(entry.period, {})[entry.key] = entry.given
        if entry.words:
            words.setdefault(entry.period, {})[entry.key] = entry.words
    return History(figures, frozenset(entry.period for entry in earlier if entry.state is State.PROVISIONAL), words)


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


def changes_between(before: Iterable[Entry], after: Iterable[Entry], terms: Terms | None = None) -> tuple[Change, ...]:
    """What a correction changed, answer by answer: in the order of the corrected return, then of what it left out.
    With the terms, choices are said by their labels."""
    choices = {measure.code: measure.choices for measure in terms.measures} if terms else {}
    earlier, later = ({entry.key: entry for entry in entries} for entries in (before, after))
    pairs = ((earlier.get(key), later.get(key), key) for key in dict.fromkeys((*later, *earlier)))
    return tuple(
        Change(key, before, after, old.place if old else Place(), new.place if new else Place())
        for old, new, key in pairs
        for before, after in ((_said(old, choices), _said(new, choices)),)
        if before != after
    )


def _said(entry: Entry | None, choices: Mapping[str, tuple[Choice, ...]]) -> str:
    """What an entry says, in words and with its unit's own mark; a blank is said as such."""
    if entry is None:
        return Missing.BLANK.value
    standing = entry.given.standing if isinstance(entry.given, Quantity) else Standing.STATED
    number = say_given(entry.given, entry.kind) + ("" if standing is Standing.STATED else f" ({standing})")
    words = KINDS[entry.kind].in_words(entry.words, choices.get(entry.key.measure, ()))
    given = words or number
    return f"{given}, explained as: {entry.explanation}" if entry.explanation else given
