"""Every row the workbook stands on: each figure as returned with its place, and each part of a charge as posted."""

from collections.abc import Iterable
from decimal import Decimal

from commissioning.calendar import day_in_words
from commissioning.funding.split import working
from commissioning.model.contract import WHOLE_CONTRACT
from commissioning.model.document import Column, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import Bound, Quantity
from commissioning.report.agreed import stated_table
from commissioning.report.evidence import Charged, ContractEvidence, part_name
from commissioning.report.words import period_in_words

COLUMNS = (
    Column("Contract", 30),
    Column("Service", 20),
    Column("Measure", 24),
    Column("Category", 24),
    Column("Period", 12),
    Column("Value", 14),
    Column("Unit", 12),
    Column("Bound", 10),
    Column("Standing", 15),
    Column("State", 12),
    Column("File", 40),
    Column("Sheet", 20),
    Column("Cell", 8),
    Column("Return (sha256)", 16),
    Column("Explanation, decision or working", 60),
)


def data_sheet(label: str, evidence: tuple[ContractEvidence, ...]) -> Sheet:
    """The rows, contract by contract in order of period and template."""
    returned = tuple(_entry_row(one, entry) for one in evidence for entry in one.entries if not entry.words)
    parts = tuple(row for one in evidence for charged in one.charged for row in _part_rows(one, charged))
    figures = Table("Figures as returned", COLUMNS, returned, empty="No figure was returned.")
    posted = Table("Parts of charges, as split", COLUMNS, parts, empty="No charge was split.")
    return Sheet("Data", f"Data, {label}", (), (figures, posted, stated_table(evidence)), wide=True)


def _entry_row(one: ContractEvidence, entry: Entry) -> tuple[Piece, ...]:
    given = entry.given
    bound, standing = (given.bound, given.standing.value) if isinstance(given, Quantity) else (Bound.EXACT, given.value)
    decided = [d for a in one.arrived if a.receipt.sha256 == entry.sha256 for d in a.accepted]
    why = [*(f"Accepted by {d.actor}, {day_in_words(d.at.date())}; see Summary" for d in decided), entry.explanation]
    return (
        Words(entry.contract),
        Words(entry.key.service or WHOLE_CONTRACT),
        Words(entry.key.measure),
        Words(": ".join(part for part in (entry.key.dimension, entry.key.category) if part)),
        Words(period_in_words(entry.period)),
        Number(given, entry.kind, name=entry.number),
        Words(entry.unit),
        Words("" if bound is Bound.EXACT else bound.value),
        Words(standing),
        Words(entry.state.value, Look.WARNING if entry.state is State.PROVISIONAL else Look.PLAIN),
        Words(entry.file),
        Words(entry.place.sheet),
        Words(entry.place.cell),
        Words(entry.sha256[:12]),
        Words(". ".join(part for part in why if part)),
    )


def _part_rows(one: ContractEvidence, charged: Charged) -> Iterable[tuple[Piece, ...]]:
    if charged.split is None:
        return
    source = charged.figure.sources[0]
    for number, (part, words) in enumerate(zip(charged.split.parts, working(charged.split), strict=True)):
        yield (
            Words(source.contract),
            Words(source.key.service or WHOLE_CONTRACT),
            Words(source.key.measure),
            Words(f"part of {part.name}"),
            Words(charged.figure.period_label),
            Number(Quantity(Decimal(part.pence) / 100), "money", name=part_name(charged, number)),
            Words("GBP"),
            Words(""),
            Words("split"),
            Words("illustrative" if charged.split.illustrative else "accepted"),
            Words(source.file),
            Words(source.place.sheet),
            Words(source.place.cell),
            Words(source.sha256[:12]),
            Words(words),
        )
