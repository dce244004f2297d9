"""The period's returns, each with what proves it and what it comes to, and every finding in those that stand."""

from collections.abc import Iterator

from commissioning.calendar import day_in_words
from commissioning.contract.reporting import year_starts
from commissioning.model.contract import Origin
from commissioning.model.document import Column, Look, Piece, Sheet, Table, Words
from commissioning.model.finding import Finding, Severity
from commissioning.model.posted import Change, State
from commissioning.model.quantity import Quantity
from commissioning.period import Period
from commissioning.register import in_words
from commissioning.report.data_sheet import SHORT
from commissioning.report.evidence import Arrived, ContractEvidence
from commissioning.report.parts_of_contract import say_decision
from commissioning.report.summary import counted
from commissioning.report.words import period_in_words
from commissioning.template import COMMENTARY, DECLARATION
from commissioning.totals.figures import about

Row = tuple[Piece, ...]
WORST_FIRST = tuple(Severity)


def returns_sheet(label: str, evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> Sheet:
    """Every return owed or received, in order of contract and period."""
    columns = (
        Column("Contract", 54),
        Column("Provider", 20),
        Column("Return for", 12),
        Column("Due", 15),
        Column("Received", 15),
        Column("On time", 12),
        Column("What it comes to", 17),
        Column("Figures", 9),
        Column("of which provisional", 12),
        Column("File, version and sha256", 40),
        Column("Corrections and decisions", 44),
    )
    rows = tuple(row for one in evidence for row in _rows(one, names))
    table = Table("Returns", columns, rows, empty="No contract concerns this period.")
    return Sheet("Returns", f"Returns, {label}", (), (table,))


def corrections_sheets(label: str, evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> tuple[Sheet, ...]:
    """What each correction of the period changed, answer by answer; no sheet where none came."""
    columns = (
        Column("Contract", 54),
        Column("Return for", 12),
        Column("Service", 20),
        Column("Answer", 34),
        Column("Cell", 20),
        Column("Was", 24),
        Column("Is", 24),
        Column("Why", 44),
    )
    rows = tuple(
        (
            Words(one.terms.title, Look.STRONG, to=names[one.terms.contract]),
            Words(period_in_words(arrived.receipt.period)),
            Words(one.terms.service(change.key.service).title),
            Words(_answer(one, change)),
            Words(str(change.place_after if change.place_after.cell else change.place_before)),
            Words(change.before),
            Words(change.after),
            Words(f"{day_in_words(arrived.receipt.received.date())}: {arrived.receipt.correction_reason}"),
        )
        for one in evidence
        for arrived in one.arrived
        for change in arrived.changes
    )
    sheet = Sheet("Corrections", f"Corrections, {label}", (), (Table("What corrections changed", columns, rows),))
    return (sheet,) if rows else ()


def _rows(one: ContractEvidence, names: dict[str, str]) -> Iterator[Row]:
    came = (arrived.receipt.period for arrived in one.arrived if arrived.receipt.period)
    periods: tuple[Period | None, ...] = tuple(dict.fromkeys((*one.owed, *came)))
    for period in periods or (None,):
        returns: list[Arrived | None] = [arrived for arrived in one.arrived if arrived.receipt.period == period]
        for arrived in returns or [None]:
            yield _row(one, period, arrived, names)


def _row(one: ContractEvidence, period: Period | None, arrived: Arrived | None, names: dict[str, str]) -> Row:
    digest = arrived.receipt.sha256 if arrived else ""
    entries = [e for e in one.entries if e.sha256 == digest and isinstance(e.given, Quantity)]
    provisional = [entry.number for entry in entries if entry.state is State.PROVISIONAL]
    nothing = "no return is owed" if period is None else one.awaited(period)
    return (
        Words(one.terms.title, Look.STRONG, to=names[one.terms.contract]),
        Words(one.provider),
        Words(period_in_words(period, year_starts(one.terms)) if period else ""),
        Words((day_in_words(one.due.get(period)) or "not stated") if period else ""),
        Words(_received(one, arrived)),
        Words(_in_time(one, arrived)),
        Words(arrived.state if arrived else nothing, _look(arrived, period)),
        counted(entry.number for entry in entries),
        counted(provisional),
        Words(_proof(arrived) if arrived else ""),
        Words("\n".join((*(_decided(one, arrived) if arrived else ()), *_sent_back(one, period)))),
    )


def _look(arrived: Arrived | None, period: Period | None) -> Look:
    fine = arrived.stands and not arrived.provisional if arrived else period is None
    return Look.PLAIN if fine else Look.WARNING


def _received(one: ContractEvidence, arrived: Arrived | None) -> str:
    """The day a return came; what was transcribed from a paper never came from its provider."""
    if arrived is None:
        return "not received" if one.owed else ""
    if one.terms.origin is Origin.TRANSCRIBED:
        return "transcribed"
    return day_in_words(arrived.receipt.received.date())


def _in_time(one: ContractEvidence, arrived: Arrived | None) -> str:
    if arrived is None or one.terms.origin is Origin.TRANSCRIBED:
        return ""
    if arrived.receipt.period is None or one.due.get(arrived.receipt.period) is None:
        return "no day stated"
    if arrived.receipt.corrects:
        return "a correction"
    late = one.days_late(arrived)
    return f"{late} {'day' if late == 1 else 'days'} late" if late else "on time"


def _proof(arrived: Arrived) -> str:
    receipt = arrived.receipt
    return f"{receipt.file}\nversion {receipt.edition[:SHORT] or 'not stated'}, sha256 {receipt.sha256[:SHORT]}"


def _decided(one: ContractEvidence, arrived: Arrived) -> Iterator[str]:
    receipt = arrived.receipt
    if receipt.corrects:
        yield f"Corrects {receipt.corrects[:SHORT]}: {receipt.correction_reason}"
    for decision in arrived.decisions:
        yield f"{decision.actor}, {day_in_words(decision.at.date())}. {say_decision(arrived, decision)}"


def _sent_back(one: ContractEvidence, period: Period | None) -> Iterator[str]:
    """A sentence for each day on which files were turned away, such as `Turned away on 3 May 2026: NHS number`."""
    for words in dict.fromkeys(map(in_words, one.turned_away_since(period))):
        yield f"{words[0].upper()}{words[1:]}."


def findings_sheet(label: str, evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> Sheet:
    """Every finding of the returns that stand, and of those that were stopped, the gravest first."""
    columns = (
        Column("Severity", 17),
        Column("Code", 8),
        Column("Contract", 54),
        Column("Return for", 12),
        Column("Where", 24),
        Column("What was found", 66),
        Column("What to do", 44),
        Column("Explained beside it", 44),
    )
    found = [(one, arrived, finding) for one in evidence for arrived, finding in _found(one)]
    found.sort(key=lambda each: WORST_FIRST.index(each[2].severity))
    rows = tuple(_finding(*each, names) for each in found)
    table = Table("Findings", columns, rows, empty="No check found anything.")
    return Sheet("Findings", f"Findings, {label}", (), (table,))


def _answer(one: ContractEvidence, change: Change) -> str:
    """What a changed answer is called."""
    asked = (COMMENTARY, *DECLARATION, *one.terms.measures)
    return about(one.terms, change.key, {measure.code: measure for measure in asked}.get(change.key.measure))


def _found(one: ContractEvidence) -> Iterator[tuple[Arrived, Finding]]:
    for arrived in one.arrived:
        stands = arrived.stands or (arrived.receipt.period and one.standing(arrived.receipt.period) is arrived)
        if stands:
            yield from ((arrived, finding) for finding in arrived.judgement.findings)


def _finding(one: ContractEvidence, arrived: Arrived, finding: Finding, names: dict[str, str]) -> Row:
    severity, remedy = arrived.said_of(finding)
    pressing = finding.severity in (Severity.STOPS, Severity.NEEDS_EXPLANATION) and not arrived.accepted
    look = Look.WARNING if pressing else Look.PLAIN
    return (
        Words(severity, look),
        Words(finding.code, Look.STRONG),
        Words(one.terms.title, to=names[one.terms.contract]),
        Words(period_in_words(arrived.receipt.period, year_starts(one.terms))),
        Words(", ".join(str(place) for place in finding.places) or arrived.receipt.file),
        Words(finding.there),
        Words(remedy),
        Words(one.explained(arrived, finding)),
    )
