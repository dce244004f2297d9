"""Who pays which part, and when: the shares of each version of a contract, and what no funder covers."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from commissioning.calendar import day_in_words
from commissioning.contract.shares import holds_on
from commissioning.funding.split import UNCOVERED
from commissioning.model.contract import Funding, FundingShare, Terms
from commissioning.model.document import Column, Look, Number, Piece, Table, Words
from commissioning.model.expression import Addition, Constant, Difference, Term
from commissioning.model.funding import LineBasis
from commissioning.model.quantity import Quantity
from commissioning.period import Period
from commissioning.report.evidence import ContractEvidence

Row = tuple[Piece, ...]


def shares_table(evidence: tuple[ContractEvidence, ...], columns: tuple[Column, ...]) -> Table:
    """Every share that holds in the period, and, for each stretch between changes, what is left uncovered."""
    rows = tuple(row for one in evidence for row in _rows(one))
    known = "Shares known only as whole percents are illustrative: nothing is billed from them."
    others = "A contract without a row here states no shares: nothing of it is split."
    notes = (f"{known} {others}",) if rows else ()
    return Table("Shares", columns, rows, notes, empty="No shares are stated, so nothing is split.")


def _rows(one: ContractEvidence) -> Iterator[Row]:
    title = one.terms.title
    stated = [(terms, span) for terms, span in _joined(one.versions) if terms.funding and terms.funding.shares]
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
    standing = "illustrative: whole percents" if funding.whole_percents_only else "as agreed"
    held = [(n, share) for n, share in enumerate(funding.shares) if span.overlaps(Period(share.starts, share.ends))]
    for place, (number, share) in enumerate(held):
        yield (
            Words(title if place == 0 else "", Look.STRONG),
            Words(share.funder.name),
            Words(_held(share, span, several=several)),
            Number(_percent(share.share), "stated-percentage", name=("share", terms.digest, number)),
            Words(standing),
        )
    for stretch in _stretches(funding, span) if _only_shares(funding) else ():
        yield from _uncovered(terms, held, stretch)


def _only_shares(funding: Funding) -> bool:
    """Whether shares of the total are all there is, so that what they leave is covered by nobody."""
    return all(line.basis is LineBasis.SHARE and not line.is_restricted for line in funding.lines)


def _held(share: FundingShare, span: Period, *, several: bool) -> str:
    """When a share holds, in words: by its own dates, cut to its version's where versions differ."""
    held = Period(share.starts, share.ends)
    dates = held.common(span) if several else held
    return _dates(dates.start, dates.end)


def _uncovered(terms: Terms, shares: list[tuple[int, FundingShare]], stretch: Period) -> Iterator[Row]:
    there = [(number, share) for number, share in shares if holds_on(share, stretch.start)]
    total = sum((share.share for _, share in there), Fraction())
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
