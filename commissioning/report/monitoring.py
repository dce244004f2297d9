"""The monitoring workbook of a period: what is in, what it says, who pays, and every row it stands on."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from commissioning.calendar import day_in_words
from commissioning.model.contract import Origin
from commissioning.model.document import Column, Document, Look, Number, Sheet, Table, Words
from commissioning.model.expression import Count, Term
from commissioning.model.figure import Figure
from commissioning.model.finding import Severity
from commissioning.model.posted import State
from commissioning.model.quantity import Quantity
from commissioning.report.contract_sheet import contract_sheet
from commissioning.report.data_sheet import data_sheet
from commissioning.report.evidence import Arrived, ContractEvidence, figure_cell, leading_words
from commissioning.report.funding_sheet import funding_sheet
from commissioning.report.words import period_in_words

if TYPE_CHECKING:
    from commissioning.period import Period


def monitoring_workbook(label: str, evidence: tuple[ContractEvidence, ...]) -> Document:
    """The whole workbook as a Document."""
    names = sheet_names(evidence)
    sheets = (
        _summary(label, evidence, names),
        *(contract_sheet(one, names[one.terms.contract], label) for one in evidence),
        funding_sheet(label, evidence),
        data_sheet(label, evidence),
    )
    return Document(f"Monitoring workbook, {label}", ", ".join(one.terms.title for one in evidence), sheets)


def sheet_names(evidence: Iterable[ContractEvidence]) -> dict[str, str]:
    """A short name for each contract's sheet: its id, as far as a spreadsheet allows."""
    names: dict[str, str] = {}
    for one in evidence:
        name = one.terms.contract[:31]
        taken = {other.lower() for other in names.values()} | {"summary", "funding", "data", "history"}
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{one.terms.contract[:28]} {number}"
        names[one.terms.contract] = name
    return names


def _summary(label: str, evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> Sheet:
    return Sheet(
        "Summary",
        f"Monitoring workbook, {label}",
        leading_words(evidence),
        (_returns(evidence, names), _ratings(evidence), _decisions(evidence)),
    )


def _returns(evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> Table:
    columns = (
        Column("Contract", 44),
        Column("Provider", 28),
        Column("Return for", 22),
        Column("Due", 17),
        Column("Received", 17),
        Column("State", 27),
        Column("Figures", 10),
        Column("of which provisional", 13),
        Column("Sheet", 30),
    )
    rows = tuple(row for one in evidence for row in _return_rows(one, names[one.terms.contract]))
    return Table("Returns", columns, rows, empty="No contract concerns this period.")


def _return_rows(one: ContractEvidence, sheet: str) -> Iterable[tuple[Words | Number, ...]]:
    provider = one.terms.parties.provider.name if one.terms.parties.provider else "not stated"
    came = (arrived.receipt.period for arrived in one.arrived if arrived.receipt.period)
    periods: tuple[Period | None, ...] = tuple(dict.fromkeys((*one.owed, *came)))
    for period in periods or (None,):
        standing = [a for a in one.arrived if a.receipt.period == period]
        arrived = next((a for a in standing if a.stands), standing[-1] if standing else None)
        entries = [e for e in one.entries if e.period == period and isinstance(e.given, Quantity)]
        provisional = [entry for entry in entries if entry.state is State.PROVISIONAL]
        yield (
            Words(one.terms.title, Look.STRONG),
            Words(provider),
            Words(period_in_words(period) if period else "not stated"),
            Words(one.due.get(period, "not stated") if period else "not stated"),
            Words(_received(one, arrived)),
            Words(arrived.state if arrived else "no return is owed" if period is None else "outstanding"),
            _count([entry.number for entry in entries]),
            _count([entry.number for entry in provisional]),
            Words(sheet, Look.QUIET),
        )


def _received(one: ContractEvidence, arrived: Arrived | None) -> str:
    """The day a return came; what was transcribed from a paper never came from its provider."""
    if arrived is None:
        return "not received"
    if one.terms.origin is Origin.TRANSCRIBED:
        return "transcribed"
    return day_in_words(arrived.receipt.received.date())


def _count(numbers: list[int]) -> Number | Words:
    """How many figures there are, counted from their rows in Data; with none, the word."""
    if not numbers:
        return Words("none", Look.QUIET)
    expression = Count(tuple(Term(number) for number in numbers))
    return Number(Quantity(Decimal(len(numbers))), "flow", expression)


def _ratings(evidence: tuple[ContractEvidence, ...]) -> Table:
    columns = (
        Column("Contract", 44),
        Column("Measure", 28),
        Column("Return for", 22),
        Column("Service", 17),
        Column("Actual", 17),
        Column("Rating", 27),
        Column("Why", 60),
    )
    order = {"Red": 0, "Amber": 1, "Green": 2}
    rated = [
        (one, figure) for one in evidence for figure in one.figures if figure.rating.word in order and figure.inside
    ]
    rows = tuple(_rated_row(one, figure) for one, figure in sorted(rated, key=lambda pair: order[pair[1].rating.word]))
    unrated = sum(1 for one in evidence for figure in one.figures if figure.rating.word == "not rated")
    notes = (
        (f"Not rated for a stated reason: {unrated} figures; the contract's sheet says why of each.",)
        if unrated
        else ()
    )
    return Table(
        "Ratings",
        columns,
        rows,
        notes,
        empty="Nothing is rated: no target is stated, or what would be rated is provisional.",
    )


def _rated_row(one: ContractEvidence, figure: Figure) -> tuple[Words | Number, ...]:
    return (
        Words(one.terms.title),
        Words(figure.about, Look.STRONG),
        Words(figure.period_label),
        Words(one.terms.service(figure.key.service).title),
        figure_cell(figure),
        Words(figure.rating.word, Look.RATING),
        Words(figure.rating.why),
    )


def _decisions(evidence: tuple[ContractEvidence, ...]) -> Table:
    columns = (
        Column("Contract", 44),
        Column("Return for", 28),
        Column("Needs", 22),
        Column("Where", 17),
        Column("What was found, or decided", 90),
    )
    rows = tuple(row for one in evidence for arrived in one.arrived if arrived.stands for row in _decided(one, arrived))
    return Table("For decision", columns, rows, empty="Nothing needs a decision.")


def _decided(one: ContractEvidence, arrived: Arrived) -> Iterator[tuple[Words, ...]]:
    """What was decided about the return that stands, and what still asks for a decision."""
    label = period_in_words(arrived.receipt.period) if arrived.receipt.period else ""
    of = (Words(one.terms.title), Words(label))
    nothing = (Words("nothing more"), Words(""))
    if arrived.receipt.corrects:
        yield (*of, *nothing, Words(f"Corrects an earlier return: {arrived.receipt.correction_reason}"))
    for decision in arrived.accepted:
        when = day_in_words(decision.at.date())
        yield (*of, *nothing, Words(f"Accepted by {decision.actor} on {when}: {decision.why}"))
    for finding in arrived.judgement.findings:
        if finding.severity is not Severity.NOTE:
            needs = "explained by decision" if arrived.accepted else finding.severity.value
            places = ", ".join(str(place) for place in finding.places)
            yield (*of, Words(needs), Words(places), Words(f"{finding.code}. {finding.there}"))
