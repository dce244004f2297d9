"""Who pays: the money that contract text states, its funders' shares, and the period's charges as they are split."""

from collections.abc import Iterator
from decimal import Decimal

from commissioning.funding.splitting.split import Split
from commissioning.model.document import Column, Look, Number, Sheet, Table, Words
from commissioning.model.expression import Difference, Sum, Term
from commissioning.model.figure import Figure
from commissioning.model.quantity import Quantity
from commissioning.report.evidence import Charged, ContractEvidence, figure_cell, part_name
from commissioning.report.money_cells import Row, added, in_pounds
from commissioning.report.shares import shares_table
from commissioning.report.stated_money import NEVER_CHARGED, TITLE, Stated, standing_of, stated_money, time_of

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
    return Sheet("Funding", f"Funding, {label}", lead, (_stated(evidence), shares, _charges(evidence)))


def _stated(evidence: tuple[ContractEvidence, ...]) -> Table:
    """Values, contributions, limits of spending and reserves, and what of a value has no stated area or funder."""
    columns = (
        Column("Contract", CONTRACT),
        Column("What it is", FUNDER),
        Column("For when, and what is said of it", MIDDLE),
        Column("£", NUMBER),
        Column("Standing", NOTE),
    )
    found = stated_money(evidence)
    rows = tuple(
        _stated_row(each, first=number == 0 or found[number - 1].one is not each.one)
        for number, each in enumerate(found)
    )
    return Table(TITLE, columns, rows, _notes(evidence, found), empty="No money is stated.")


def _stated_row(each: Stated, *, first: bool) -> Row:
    figure = each.figure
    return (
        Words(each.one.terms.title if first else "", Look.STRONG),
        Words(figure.about),
        Words("; ".join(part for part in (time_of(figure).text, figure.note) if part)),
        figure_cell(figure),
        standing_of(figure),
    )


def _notes(evidence: tuple[ContractEvidence, ...], found: tuple[Stated, ...]) -> tuple[str, ...]:
    """How to read the amounts, and of which contracts nothing is stated that they are worth."""
    unvalued = [one.terms.title for one in evidence if one.terms.value is None]
    worth = (f"No value is stated of: {'; '.join(unvalued)}.",) if unvalued else ()
    return ((NEVER_CHARGED,) if found else ()) + worth


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
        given = Number(in_pounds(part.pence), "money", Term(name), ("funding", name), to=name)
        note = "illustrative" if split.illustrative else charged.note
        yield (
            Words(title if number == 0 else "", Look.STRONG),
            Words(split.names[part.line]),
            Words(about),
            given,
            Words(note),
        )


def _total_rows(about: str, figure: Figure, charged: Charged, split: Split) -> Iterator[Row]:
    total: Sum = added(part_name(charged, number) for number in range(len(split.parts)))
    everyone = Words("All funders and what is uncovered", Look.STRONG)
    yield (Words(""), everyone, Words(about), Number(figure.given, "money", total, strong=True), Words(""))
    if figure.expression is not None:
        nothing = Number(Quantity(Decimal(0)), "money", Difference(total, figure.expression))
        yield (Words(""), Words("Difference from the charge returned"), Words("must be 0.00"), nothing, Words(""))
