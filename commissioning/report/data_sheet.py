"""Every row the workbook stands on: each figure as returned with its place, and each part of a charge as posted."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from commissioning import sums
from commissioning.measures import KINDS
from commissioning.model.contract import WHOLE_CONTRACT
from commissioning.model.document import Column, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.expression import Term
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import Bound, Quantity
from commissioning.report.agreed import stated_table
from commissioning.report.evidence import Charged, ContractEvidence, part_name
from commissioning.report.money_cells import in_pounds
from commissioning.report.words import period_in_words

COLUMNS = (
    Column("Contract", 17),
    Column("Service", 11),
    Column("Measure", 14),
    Column("Category", 17),
    Column("Period", 12),
    Column("Value", 11),
    Column("Unit", 12),
    Column("Bound", 8),
    Column("Standing", 11),
    Column("State", 11),
    Column("Return (file)", 25),
    Column("Version", 13),
    Column("Sheet", 11),
    Column("Cell", 6),
    Column("sha256", 13),
    Column("Admitted by", 24),
    Column("Used in", 31),
    Column("Explanation, or working", 22),
)
SHORT = 12
"""How many signs of a digest tell it from any other."""


@dataclass(frozen=True, slots=True)
class Use:
    """The sheet and the named number that uses a row."""

    sheet: str
    number: Hashable


def uses(sheets: Iterable[Sheet]) -> Mapping[Hashable, Use]:
    """The first named number of the sheets that shows each row of Data, or else is worked out from it, by its name."""
    named = [(sheet.name, number) for sheet in sheets for number in _named(sheet)]
    named.sort(key=lambda found: not isinstance(found[1].expression, Term))
    found: dict[Hashable, Use] = {}
    for sheet, number in named:
        for key in sums.terms(number.expression) if number.expression is not None else ():
            found.setdefault(key, Use(sheet, number.name))
    return found


def _named(sheet: Sheet) -> Iterator[Number]:
    pieces = (piece for table in sheet.tables for row in table.rows for piece in row)
    return (piece for piece in pieces if isinstance(piece, Number) and piece.name is not None)


def data_sheet(label: str, evidence: tuple[ContractEvidence, ...], used: Mapping[Hashable, Use]) -> Sheet:
    """The rows, contract by contract in order of period and template."""
    returned = tuple(_entry_row(one, entry, used) for one in evidence for entry in one.entries if not _is_text(entry))
    parts = tuple(row for one in evidence for charged in one.charged for row in _part_rows(one, charged, used))
    figures = Table("Figures as returned", COLUMNS, returned, empty="No figure was returned.")
    posted = Table("Parts of charges, as split", COLUMNS, parts, empty="No charge was split.")
    return Sheet("Data", f"Data, {label}", (), (figures, posted, stated_table(evidence)), wide=True)


def _is_text(entry: Entry) -> bool:
    return bool(entry.words) and KINDS[entry.kind].answer is None


def _value(one: ContractEvidence, entry: Entry) -> Piece:
    """The number, under the name by which Sums find it; a choice or a day in words."""
    if not entry.words:
        return Number(entry.given, entry.kind, name=entry.number)
    choices = {measure.code: measure.choices for measure in one.terms.measures}.get(entry.key.measure, ())
    return Words(KINDS[entry.kind].in_words(entry.words, choices))


def _entry_row(one: ContractEvidence, entry: Entry, used: Mapping[Hashable, Use]) -> tuple[Piece, ...]:
    given, bound = entry.given, Bound.EXACT
    standing = "" if entry.words or isinstance(given, Quantity) else given.value
    if isinstance(given, Quantity):
        bound, standing = given.bound, given.standing.value
    return (
        Words(entry.contract),
        Words(entry.key.service or WHOLE_CONTRACT),
        Words(entry.key.measure),
        Words(": ".join(part for part in (entry.key.dimension, entry.key.category) if part)),
        Words(period_in_words(entry.period)),
        _value(one, entry),
        Words(entry.unit),
        Words("" if bound is Bound.EXACT else bound.value),
        Words(standing),
        Words(entry.state.value, Look.WARNING if entry.state is State.PROVISIONAL else Look.PLAIN),
        *_origin(one, entry),
        _use(used, entry.number),
        Words(entry.explanation),
    )


def _origin(one: ContractEvidence, entry: Entry) -> tuple[Words, ...]:
    """The return it came in, by file, version, sheet, cell and digest, and what admitted it."""
    arrived = one.behind.get(entry.sha256)
    return (
        Words(entry.file),
        Words(arrived.receipt.edition[:SHORT] if arrived else "not known"),
        Words(entry.place.sheet),
        Words(entry.place.cell),
        Words(entry.sha256[:SHORT]),
        Words(arrived.admitted if arrived else "not known"),
    )


def _use(used: Mapping[Hashable, Use], name: Hashable) -> Words:
    found = used.get(name)
    return Words(found.sheet, to=found.number) if found else Words("")


def _part_rows(one: ContractEvidence, charged: Charged, used: Mapping[Hashable, Use]) -> Iterable[tuple[Piece, ...]]:
    if charged.split is None:
        return
    source = charged.figure.sources[0]
    for number, (part, words) in enumerate(zip(charged.split.parts, charged.split.working, strict=True)):
        name = part_name(charged, number)
        yield (
            Words(source.contract),
            Words(source.key.service or WHOLE_CONTRACT),
            Words(source.key.measure),
            Words(f"part of {charged.split.names[part.line]}"),
            Words(charged.figure.period_label),
            Number(in_pounds(part.pence), "money", name=name),
            Words("GBP"),
            Words(""),
            Words("split"),
            Words("illustrative" if charged.split.illustrative else "accepted"),
            *_origin(one, source),
            _use(used, name),
            Words(words),
        )
