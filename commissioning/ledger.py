"""Return, findings and decisions to Verdict and Entries; entries to History. All pure: the store only keeps them."""

from collections.abc import Iterable

from commissioning.model.finding import Finding, Severity
from commissioning.model.posted import Entry, History, Receipt, State, Verdict
from commissioning.model.quantity import AnswerKey, Given, Missing
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
