"""Who pays: each contract's value, its funders' shares, and the period's charges as they were split."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from commissioning.model.contract import FundingShare
from commissioning.model.document import Column, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.expression import Addition, Constant, Difference, Term
from commissioning.model.quantity import Quantity
from commissioning.report.evidence import Charged, ContractEvidence
from commissioning.template import say_given

Row = tuple[Piece, ...]


def funding_sheet(label: str, evidence: tuple[ContractEvidence, ...]) -> Sheet:
    """Shares as contract text states them, and charges as posted. Formulas add; they never split."""
    lead = (
        Words(
            "A charge is split once, to the penny, and the parts are rows in Data. What is provisional is not split."
        ),
    )
    return Sheet("Funding", f"Funding, {label}", lead, (_values(evidence), _shares(evidence), _charges(evidence)))


def _values(evidence: tuple[ContractEvidence, ...]) -> Table:
    columns = (Column("Contract", 46), Column("Value", 52), Column("What it is", 40))
    rows = tuple(
        (
            Words(one.terms.title, Look.STRONG),
            Words(say_given(one.terms.value, "money") if one.terms.value else "not stated"),
            Words(one.terms.value_is or "not stated"),
        )
        for one in evidence
    )
    return Table("Value of each contract", columns, rows, empty="No contract concerns this period.")


def _shares(evidence: tuple[ContractEvidence, ...]) -> Table:
    columns = (
        Column("Contract", 46),
        Column("Funder", 52),
        Column("Dates", 40),
        Column("Share", 16),
        Column("Standing", 24),
    )
    rows = tuple(row for one in evidence for row in _share_rows(one))
    return Table(
        "Shares",
        columns,
        rows,
        ("Shares known only as whole percents are illustrative: nothing is billed from them.",),
        empty="No shares are stated.",
    )


def _share_rows(one: ContractEvidence) -> Iterable[Row]:
    funding = one.terms.funding
    if funding is None:
        yield (Words(one.terms.title, Look.STRONG), Words("not stated"), Words(""), Words(""), Words(""))
        return
    standing = "illustrative: whole percents" if funding.whole_percents_only else "as agreed"
    for number, share in enumerate(funding.shares):
        name = ("share", one.terms.contract, number)
        yield (
            Words(one.terms.title if number == 0 else ""),
            Words(share.funder.name, Look.STRONG),
            Words(_dates(share)),
            Number(_percent(share.share), "stated-percentage", name=name),
            Words(standing),
        )
    held = [n for n, share in enumerate(funding.shares) if _holds(share, one)]
    total = sum((funding.shares[n].share for n in held), Fraction())
    added = Addition(tuple(Term(("share", one.terms.contract, n)) for n in held))
    if held and total < 1:
        uncovered = Difference(Constant(Fraction(1)), added)
        yield (
            Words(""),
            Words("Not covered by any funder"),
            Words("in this period"),
            Number(_percent(1 - total), "stated-percentage", uncovered),
            Words("its own line; nothing is rescaled"),
        )


def _percent(share: Fraction) -> Quantity:
    return Quantity(Decimal(share.numerator) * 100 / Decimal(share.denominator))


def _dates(share: FundingShare) -> str:
    if share.starts is None and share.ends is None:
        return "no dates stated"
    return f"{share.starts or 'from the start'} to {share.ends or 'no end'}"


def _holds(share: FundingShare, one: ContractEvidence) -> bool:
    start, end = one.asked.start, one.asked.end
    return (share.starts is None or (start is not None and share.starts <= start)) and (
        share.ends is None or (end is not None and end <= share.ends)
    )


def _charges(evidence: tuple[ContractEvidence, ...]) -> Table:
    columns = (Column("Contract", 46), Column("Funder", 52), Column("Charge", 40), Column("£", 16), Column("Note", 24))
    rows = tuple(row for one in evidence for charged in one.charged for row in _charge_rows(one, charged))
    return Table("Charges of the period", columns, rows, empty="No charge was returned for this period.")


def _charge_rows(one: ContractEvidence, charged: Charged) -> Iterable[Row]:
    figure = charged.figure
    about = f"{figure.about}, {figure.period_label}"
    if charged.split is None:
        yield (
            Words(one.terms.title, Look.STRONG),
            Words("not split"),
            Words(about),
            Number(figure.given, "money", figure.expression, provisional=figure.state == "provisional"),
            Words(charged.why_not),
        )
        return
    names = [part_name(charged, number) for number in range(len(charged.split.parts))]
    for number, part in enumerate(charged.split.parts):
        given = Quantity(Decimal(part.pence) / 100)
        yield (
            Words(one.terms.title if number == 0 else ""),
            Words(part.name, Look.STRONG),
            Words(about),
            Number(given, "money", Term(names[number])),
            Words("illustrative" if charged.split.illustrative else ""),
        )
    total = Addition(tuple(Term(name) for name in names))
    yield (
        Words(""),
        Words("All funders and what is uncovered", Look.STRONG),
        Words(about),
        Number(figure.given, "money", total, strong=True),
        Words(""),
    )
    if figure.expression is not None:
        difference = Difference(total, figure.expression)
        yield (
            Words(""),
            Words("Difference from the charge returned"),
            Words("must be 0.00"),
            Number(Quantity(Decimal(0)), "money", difference),
            Words(""),
        )


def part_name(charged: Charged, number: int) -> tuple[str, int, int]:
    """The key of a funder's part of a charge: its row in Data."""
    return ("part", charged.figure.sources[0].number, number)
