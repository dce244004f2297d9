"""What stands in the ledger in; the questions for the contract meeting, one page, out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from commissioning.calendar import day_in_words
from commissioning.checks import catalogue
from commissioning.contract.reporting import due_date
from commissioning.findings import in_short
from commissioning.model.contract import Origin
from commissioning.model.document import Column, Document, Look, Sheet, Table, Words
from commissioning.model.finding import Finding, Severity
from commissioning.model.posted import Decision, Entry, State, Verdict
from commissioning.model.quantity import Quantity
from commissioning.report.evidence import Arrived, ContractEvidence
from commissioning.report.words import figure_in_words, period_in_words
from commissioning.totals.ratings import TOO_SMALL

COLUMNS = (Column("", 4), Column("Ask", 58), Column("What the provider says", 27), Column("Where", 21))
WHAT_EXPLAINS_IT = "What explains this?"


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: the question, what the provider has said so far, and where it arises (a cell, a code)."""

    ask: str
    said: str = ""
    where: str = ""


def questions(label: str, evidence: tuple[ContractEvidence, ...], today: date) -> Document:
    """The page: for each contract what to ask its provider and why, most pressing first."""
    title = f"Questions for the meeting, {label}"
    tables = tuple(_table(one, today) for one in evidence)
    asked = tuple(one for one, table in zip(evidence, tables, strict=True) if table.rows)
    quiet = tuple(one.terms.title for one in evidence if one not in asked)
    labels = dict.fromkeys(one.terms.label for one in asked if one.terms.label)
    lead = (*(Words(text, Look.WARNING) for text in labels), *_nothing_to_ask(quiet))
    sheet = Sheet("Questions", title, lead, tuple(table for table in tables if table.rows))
    return Document(title, ", ".join(one.terms.title for one in asked), (sheet,))


def _nothing_to_ask(titles: tuple[str, ...]) -> tuple[Words, ...]:
    return (Words(f"Nothing to ask about: {', '.join(titles)}.", Look.QUIET),) if titles else ()


def _table(one: ContractEvidence, today: date) -> Table:
    provider = one.terms.parties.provider
    found = dict.fromkeys(_questions(one, today))
    rows = tuple(
        (Words(f"{number}."), Words(question.ask), Words(question.said), Words(question.where, Look.QUIET))
        for number, question in enumerate(found, 1)
    )
    return Table(f"{one.terms.title}: {provider.name if provider else 'provider not stated'}", COLUMNS, rows)


def _questions(one: ContractEvidence, today: date) -> Iterator[Question]:
    standing = tuple(arrived for arrived in one.arrived if arrived.stands)
    yield from _outstanding(one, today)
    for arrived in one.arrived:
        if _is_stopped(one, arrived):
            yield from _about_stopped(arrived)
    for arrived in standing:
        yield from _about_findings(one, arrived, {Severity.NEEDS_EXPLANATION})
        yield from _about_queries(arrived, today)
    yield from _about_targets(one)
    for arrived in standing:
        yield from _about_lateness(one, arrived)
        yield from _about_findings(one, arrived, {Severity.NOTE})
        yield from _about_waivers(arrived)
    yield from _about_provisional(one)


def _outstanding(one: ContractEvidence, today: date) -> Iterator[Question]:
    """A return owed and not in, once it is due; a contract transcribed from a paper owes none here."""
    if one.terms.origin is Origin.TRANSCRIBED:
        return
    came = {arrived.receipt.period for arrived in one.arrived}
    for period in one.owed:
        due = due_date(one.terms, period)
        if period not in came and period.end is not None and (due or period.end) < today:
            was_due = f"it was due on {day_in_words(due)}" if due else "its period has ended"
            yield Question(f"No return for {period_in_words(period)} is in; {was_due}. When will it come?")


def _is_stopped(one: ContractEvidence, arrived: Arrived) -> bool:
    """Whether a return was stopped, and neither another stands that came after it nor another was stopped since."""
    if arrived.judgement.verdict is not Verdict.STOPPED or arrived.stands:
        return False
    after = one.arrived[one.arrived.index(arrived) + 1 :]
    return not any(other.receipt.period == arrived.receipt.period for other in after)


def _about_lateness(one: ContractEvidence, arrived: Arrived) -> Iterator[Question]:
    """A return that came late, whatever corrected it since."""
    if days := one.days_late(arrived):
        label = period_in_words(arrived.receipt.period)
        late = f"{days} day{'s' if days > 1 else ''}"
        yield Question(f"The return for {label} came {late} late. What would bring the next one in on time?")


def _about_stopped(arrived: Arrived) -> Iterator[Question]:
    stops = [finding for finding in arrived.judgement.findings if finding.severity is Severity.STOPS]
    first = _where(stops[:1])
    more = f" and {len(stops) - 1} more" if len(stops) > 1 else ""
    came = day_in_words(arrived.receipt.received.date())
    why = f"{stops[0].there[0].lower()}{stops[0].there[1:]}" if stops[0].there else "it cannot be read."
    yield Question(
        f"The return that came on {came} was stopped: {why} When will a corrected one come?", where=f"{first}{more}"
    )


def _about_findings(one: ContractEvidence, arrived: Arrived, severities: set[Severity]) -> Iterator[Question]:
    """What was found and is not decided; a note only where its check has a question."""
    if arrived.accepted and Severity.NEEDS_EXPLANATION in severities:
        return
    endings = {check.code: check.question for _, checks in catalogue() for check in checks}
    for finding in arrived.judgement.findings:
        ending = endings.get(finding.code, "")
        is_asked = ending or finding.severity is Severity.NEEDS_EXPLANATION
        if finding.severity in severities and is_asked and not finding.on_trial and not _is_rated(one, finding):
            about, said = _about(finding), one.explained(arrived, finding)
            yield Question(f"{about}{finding.there} {ending or WHAT_EXPLAINS_IT}", said, _where([finding]))


def _about(finding: Finding) -> str:
    """The sheet that a finding is on, where its own words do not begin with it."""
    sheet = finding.places[0].sheet if finding.places else ""
    return f"{sheet}: " if sheet and not sheet.startswith("_") and not finding.there.startswith(sheet) else ""


def _explained(entries: Iterable[Entry]) -> str:
    """What the provider typed beside these figures."""
    return "; ".join(dict.fromkeys(in_short(entry.explanation) for entry in entries if entry.explanation))


def _where(findings: Iterable[Finding]) -> str:
    return "; ".join(", ".join([*map(str, finding.places), finding.code]) for finding in findings)


def _about_queries(arrived: Arrived, today: date) -> Iterator[Question]:
    """The query that holds the return back."""
    if query := arrived.query:
        yield Question(query.why, where=f"asked by {query.actor} on {_on(query)}{_due(query, today)}")


def _due(decision: Decision, today: date) -> str:
    if decision.until is None:
        return ""
    was = "was due" if decision.until < today else "is due"
    return f"; the answer {was} by {day_in_words(decision.until)}"


def _about_waivers(arrived: Arrived) -> Iterator[Question]:
    """What was found and lets pass by a waiver, given for this return or an earlier one."""
    for finding in arrived.waived:
        yield Question(
            f"{_about(finding)}{finding.there} {finding.remedy} Is it being put right?", where=_where([finding])
        )


def _on(decision: Decision) -> str:
    return day_in_words(decision.at.date())


def _about_targets(one: ContractEvidence) -> Iterator[Question]:
    """What is rated short of its target, worst first: the figure, why, and what the provider says of it."""
    missed = [figure for figure in one.figures if figure.rating.missed and figure.inside]
    for figure in sorted(missed, key=lambda one: -(one.rating.place or 0)):
        service = one.terms.service(figure.key.service).title
        what = f"{service}: {figure.about} is {figure_in_words(figure)}, {figure.rating.word}: {figure.rating.why}."
        cells = ", ".join(str(entry.place) for entry in figure.sources[:3])
        yield Question(f"{what} What is being done about it?", _explained(figure.sources), cells)


def _is_rated(one: ContractEvidence, finding: Finding) -> bool:
    """Whether a missed target is asked about by its rating already, or is one of a figure too small to rate."""
    settled = (f for f in one.figures if f.inside and (f.rating.missed or f.rating.why.startswith(TOO_SMALL)))
    return finding.code == "T001" and any(e.place in finding.places for figure in settled for e in figure.sources)


def _about_provisional(one: ContractEvidence) -> Iterator[Question]:
    """How many figures of the period asked for are provisional; words and gaps are no figures."""
    within = (entry for entry in one.entries if one.asked.contains(entry.period))
    figures = [e for e in within if e.state is State.PROVISIONAL and isinstance(e.given, Quantity)]
    if figures:
        periods = ", ".join(dict.fromkeys(period_in_words(entry.period) for entry in figures))
        many = f"{len(figures)} figures of {periods} are" if len(figures) > 1 else f"1 figure of {periods} is"
        they = "they" if len(figures) > 1 else "it"
        ask = f"{many} provisional and not billed. Once what is asked above is settled, can {they} be accepted?"
        yield Question(ask)
