"""Who pays which part, and when: the shares of each version of a contract, and what no funder covers."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from commissioning.calendar import day_in_words
from commissioning.contract.shares import holds_on
from commissioning.funding.splitting.split import UNCOVERED
from commissioning.model.contract import Funding, Terms
from commissioning.model.document import Column, Look, Number, Piece, Table, Words
from commissioning.model.expression import Addition, Constant, Difference, Term
from commissioning.model.funding import FundingLine, LineBasis
from commissioning.model.quantity import Quantity, Standing
from commissioning.money import say_money, to_pence
from commissioning.period import Period
from commissioning.report.evidence import ContractEvidence

Row = tuple[Piece, ...]


def shares_table(evidence: tuple[ContractEvidence, ...], columns: tuple[Column, ...]) -> Table:
    """Every funding line that holds in the period; where all are shares of the total, for each stretch between changes
    what they leave uncovered."""
    rows = tuple(row for one in evidence for row in _rows(one))
    known = "Shares known only as whole percents are illustrative: nothing is billed from them."
    others = "A contract without a row here states no shares: nothing of it is split."
    notes = (f"{known} {others}",) if rows else ()
    return Table("Shares", columns, rows, notes, empty="No shares are stated, so nothing is split.")


def _rows(one: ContractEvidence) -> Iterator[Row]:
    title = one.terms.title
    stated = [(terms, span) for terms, span in _joined(one.versions) if terms.funding and terms.funding.lines]
    for terms, span in stated:
        funding = terms.funding
        if funding:
            yield from _of_version(terms, funding, span, title, several=len(stated) > 1)
            title = ""


def _joined(versions: tuple[tuple[Terms, Period], ...]) -> list[tuple[Terms, Period]]:
    """The versions, those that follow each other with the same funding as one."""
    joined: list[tuple[Terms, Period]] = []
    for terms, span in versions:
        if joined and joined[-1][0].funding == terms.funding:
            joined[-1] = (joined[-1][0], Period(joined[-1][1].start, span.end))
        else:
            joined.append((terms, span))
    return joined


def _of_version(terms: Terms, funding: Funding, span: Period, title: str, *, several: bool) -> Iterator[Row]:
    held = [(n, line) for n, line in enumerate(funding.lines) if span.overlaps(line.days)]
    names = {line.code: line.name for line in funding.lines}
    for place, (number, line) in enumerate(held):
        yield (
            Words(title if place == 0 else "", Look.STRONG),
            Words(line.name),
            Words(_held(line, span, several=several)),
            _share(terms, number, line),
            Words(_standing(funding, line, names)),
        )
    if _is_shared_alone(funding):
        for stretch in _stretches(funding, span):
            yield from _uncovered(terms, held, stretch)


def _is_shared_alone(funding: Funding) -> bool:
    """Whether shares of the total, each for everything, say all of who pays: then what they leave is nobody's."""
    return all(line.basis is LineBasis.SHARE and not line.is_restricted for line in funding.lines)


def _share(terms: Terms, number: int, line: FundingLine) -> Piece:
    if line.basis is not LineBasis.SHARE or line.share is None:
        return Words("")
    return Number(_percent(line.share), "stated-percentage", name=("share", terms.digest, number))


def _standing(funding: Funding, line: FundingLine, names: Mapping[str, str]) -> str:
    """How firm a share is; where other lines stand beside shares, in which order and how each is met."""
    if funding.whole_percents_only:
        return "illustrative: whole percents"
    if _is_shared_alone(funding):
        return "as agreed" if line.standing is Standing.STATED else line.standing
    firm = "" if line.standing is Standing.STATED else f", {line.standing}"
    return f"order {line.order}: {_met(line, names)}{firm}"


def _met(line: FundingLine, names: Mapping[str, str]) -> str:
    """How a line's part of a charge is found, in words."""
    given = line.amount.given if line.amount else None
    most = say_money(to_pence(given.value)) if isinstance(given, Quantity) else "a sum not stated"
    part = f"{line.share} of " if line.share is not None else ""
    return {
        LineBasis.SHARE: "of the total",
        LineBasis.SHARE_OF_REST: f"{part}what is left",
        LineBasis.FIXED: f"up to {most}",
        LineBasis.RESERVE: f"from {most} held back",
        LineBasis.UNIT: f"{say_money(line.price or 0)} for each unit",
        LineBasis.MATCH: f"{part}{names.get(line.matches, line.matches)}",
        LineBasis.RESIDUAL: "what is left",
    }[line.basis]


def _held(line: FundingLine, span: Period, *, several: bool) -> str:
    """When a line holds, in words: by its own dates, cut to its version's where versions differ."""
    held = line.days
    dates = held.common(span) if several else held
    return _dates(dates.start, dates.end)


def _uncovered(terms: Terms, lines: list[tuple[int, FundingLine]], stretch: Period) -> Iterator[Row]:
    there = [(number, line) for number, line in lines if holds_on(line, stretch.start)]
    total = sum((line.share for _, line in there if line.share), Fraction())
    if total < 1:
        covered = Addition((Constant(Fraction()), *(Term(("share", terms.digest, number)) for number, _ in there)))
        left = Number(_percent(1 - total), "stated-percentage", Difference(Constant(Fraction(1)), covered))
        dates = Words(_dates(stretch.start, stretch.end))
        yield (Words(""), Words(UNCOVERED), dates, left, Words("nothing is rescaled"))


def _stretches(funding: Funding, span: Period) -> Iterator[Period]:
    """The stretches of a span between which shares change."""
    starts = {share.starts for share in funding.shares if share.starts}
    starts |= {share.ends + timedelta(days=1) for share in funding.shares if share.ends}
    inside = sorted(day for day in starts if _is_inside(day, span))
    first: list[date | None] = [span.start, *inside]
    last: list[date | None] = [*(day - timedelta(days=1) for day in inside), span.end]
    return (Period(start, end) for start, end in zip(first, last, strict=True))


def _is_inside(day: date, span: Period) -> bool:
    return (span.start is None or day > span.start) and (span.end is None or day <= span.end)


def _percent(share: Fraction) -> Quantity:
    return Quantity(Decimal(share.numerator) * 100 / Decimal(share.denominator))


def _dates(starts: date | None, ends: date | None) -> str:
    if starts is None and ends is None:
        return "no dates stated"
    return f"{day_in_words(starts) or 'from the start'} to {day_in_words(ends) or 'no end stated'}"
