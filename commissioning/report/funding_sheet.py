"""Who pays: each contract's value, its funders' shares, and the period's charges as they are split."""

from collections.abc import Iterator
from decimal import Decimal

from commissioning.funding.split import Split
from commissioning.model.document import Column, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.expression import Addition, Difference, Sum, Term
from commissioning.model.figure import Figure
from commissioning.model.quantity import Quantity
from commissioning.report.evidence import Charged, ContractEvidence, figure_cell, part_name
from commissioning.report.shares import shares_table
from commissioning.report.words import worth_in_words

Row = tuple[Piece, ...]
CONTRACT, FUNDER, MIDDLE, NUMBER, NOTE = 54, 56, 46, 16, 34
"""Widths that the tables of the sheet share."""


def funding_sheet(label: str, evidence: tuple[ContractEvidence, ...]) -> Sheet:
    """Shares as contract text states them, and charges as split by them. Formulas add; they never split."""
    words = "Each charge is split to the penny by the shares that held in its period; its parts are rows in Data."
    lead = (Words(f"{words} What is provisional is not split."),)
    headings = zip(
        ("Contract", "Funder", "Dates", "Share", "Standing"), (CONTRACT, FUNDER, MIDDLE, NUMBER, NOTE), strict=True
    )
    shares = shares_table(evidence, tuple(Column(*heading) for heading in headings))
    return Sheet("Funding", f"Funding, {label}", lead, (_values(evidence), shares, _charges(evidence)))


def _values(evidence: tuple[ContractEvidence, ...]) -> Table:
    columns = (Column("Contract", CONTRACT), Column("Value", FUNDER), Column("What it is", MIDDLE))
    rows = tuple(
        (
            Words(one.terms.title, Look.STRONG),
            Words(worth_in_words(one.terms)),
            Words(one.terms.value_is or "not stated"),
        )
        for one in evidence
    )
    return Table("Value of each contract", columns, rows, empty="No contract concerns this period.")


def _charges(evidence: tuple[ContractEvidence, ...]) -> Table:
    columns = (
        Column("Contract", CONTRACT),
        Column("Funder", FUNDER),
        Column("Charge", MIDDLE),
        Column("£", NUMBER),
        Column("Note", NOTE),
    )
    rows = tuple(row for one in evidence for charged in one.charged for row in _charge_rows(one, charged))
    return Table("Charges of the period", columns, rows, empty="No charge was returned for a period inside this one.")


def _charge_rows(one: ContractEvidence, charged: Charged) -> Iterator[Row]:
    figure = charged.figure
    about = f"{figure.about}, {figure.period_label}"
    if charged.split is None:
        title = Words(one.terms.title, Look.STRONG)
        yield (title, Words("not split"), Words(about), figure_cell(figure), Words(charged.note))
    else:
        yield from _part_rows(one.terms.title, about, charged, charged.split)
        yield from _total_rows(about, figure, charged, charged.split)


def _part_rows(title: str, about: str, charged: Charged, split: Split) -> Iterator[Row]:
    for number, part in enumerate(split.parts):
        name = part_name(charged, number)
        given = Number(Quantity(Decimal(part.pence) / 100), "money", Term(name), ("funding", name), to=name)
        note = "illustrative" if split.illustrative else charged.note
        yield (Words(title if number == 0 else "", Look.STRONG), Words(part.name), Words(about), given, Words(note))


def _total_rows(about: str, figure: Figure, charged: Charged, split: Split) -> Iterator[Row]:
    total: Sum = Addition(tuple(Term(part_name(charged, number)) for number in range(len(split.parts))))
    everyone = Words("All funders and what is uncovered", Look.STRONG)
    yield (Words(""), everyone, Words(about), Number(figure.given, "money", total, strong=True), Words(""))
    if figure.expression is not None:
        nothing = Number(Quantity(Decimal(0)), "money", Difference(total, figure.expression))
        yield (Words(""), Words("Difference from the charge returned"), Words("must be 0.00"), nothing, Words(""))
