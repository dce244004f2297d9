"""A funding line and posting periods to the contribution that falls due in them, in pence, or why that is not known."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from commissioning.funding.amounts import exact_pence
from commissioning.funding.books import Books
from commissioning.model.agreed import Agreed
from commissioning.model.contract import Funding
from commissioning.model.funding import FundingLine, LineBasis
from commissioning.model.quantity import Missing, Standing
from commissioning.period import YEAR_MONTHS, Period
from commissioning.posting import YEAR_END, Posting, posting_at

INSTALMENT_MONTHS = {"month": 1, "quarter": 3, "year": YEAR_MONTHS}
AS_CHARGED = "billed as charged"
NOT_IN_TEXT = "not in contract text at that time"
NOTHING_AGREED = Agreed(Missing.NOT_STATED)


@dataclass(frozen=True, slots=True)
class ContributionDue:
    """Pence that fall due, None where that is not known, and what they are or why not, in a few words."""

    pence: int | None
    says: str


def due_of(
    line: FundingLine, funding: Funding | None, postings: tuple[Posting, ...], share: int, *, is_met: bool = True
) -> ContributionDue:
    """What a funder is to give by a line in some posting periods.

    Instalments fall due in the first month that they are for where they are in advance, else in the last. A line
    without instalments is billed for its `share` of the charges. `is_met` says that its dated conditions are.
    """
    if line.basis is LineBasis.RESERVE:
        return ContributionDue(0, "met from the reserve")
    agreed = _agreed(line, funding)
    if Standing.TO_BE_CONFIRMED in (line.standing, agreed.standing):
        return ContributionDue(None, "to be confirmed")
    if not line.instalments:
        return ContributionDue(share, AS_CHARGED)
    if why := _why_not_known(line, agreed, is_met=is_met):
        return ContributionDue(None, why)
    found = [pence for posting in postings if (pence := _instalment(line, agreed, posting)) is not None]
    when = "in advance" if line.in_advance else "in arrears"
    return ContributionDue(sum(found), f"each {line.instalments}, {when}")


def due_in(books: Books, code: str, postings: Iterable[Posting], share_in: Callable[[Posting], int]) -> ContributionDue:
    """What a funder is to give by a line in some posting periods, each by the terms that held in its month.

    `share_in` is the line's part of the charges of a posting period, in pence.
    """
    found: list[ContributionDue] = []
    for (line, funding), spell in groupby(postings, lambda posting: _held(books, code, posting)):
        of = tuple(spell)
        share = sum(map(share_in, of))
        met = line is not None and books.is_met(line)
        found.append(due_of(line, funding, of, share, is_met=met) if line else ContributionDue(share, NOT_IN_TEXT))
    return _together(found)


def _held(books: Books, code: str, posting: Posting) -> tuple[FundingLine | None, Funding | None]:
    """The line as it is worded in a posting period, and the funding that it stands in."""
    funding = books.contract.terms_for(posting.month()).funding
    return next((each for each in (funding.lines if funding else ()) if each.code == code), None), funding


def _together(dues: list[ContributionDue]) -> ContributionDue:
    """What falls due under several terms, one after another; not known where that of any is not."""
    for one in dues:
        if one.pence is None:
            return one
    says = "; ".join(dict.fromkeys(one.says for one in dues if one.pence or len(dues) == 1))
    return ContributionDue(sum(one.pence or 0 for one in dues), says or dues[-1].says)


def _agreed(line: FundingLine, funding: Funding | None) -> Agreed:
    """The amount of the line, else that of the contribution it draws."""
    contributions = funding.contributions if funding else ()
    drawn = (each.agreed for each in contributions if line.contribution and each.code == line.contribution)
    return line.amount or next(drawn, NOTHING_AGREED)


def _why_not_known(line: FundingLine, agreed: Agreed, *, is_met: bool) -> str:
    if not is_met and any(condition.by for condition in line.conditions):
        return "held back until its condition is met"
    if exact_pence(agreed) is None:
        return "no exact amount stated"
    span = _span(line, agreed)
    is_open = span.start is None or span.end is None
    return "no time stated for the amount" if is_open and not agreed.when.per else ""


def _span(line: FundingLine, agreed: Agreed) -> Period:
    held = line.days
    stated = agreed.when.period
    return held.common(stated) if stated and stated.overlaps(held) else stated or held


def _instalment(line: FundingLine, agreed: Agreed, posting: Posting) -> int | None:
    """The instalment that falls due in a posting period; None where none does."""
    if posting.number == YEAR_END:
        return None
    months = INSTALMENT_MONTHS[line.instalments]
    first = (posting.number - 1) // months * months + 1
    span = _span(line, agreed)
    held = [each for each in _months(posting.year, first, months) if each.month().overlaps(span)]
    if not held or posting != held[0 if line.in_advance else -1]:
        return None
    return sum(_of_month(each, exact_pence(agreed) or 0, agreed, span) for each in held)


def _months(year: int, first: int, months: int) -> Iterator[Posting]:
    return (Posting(year, first + after) for after in range(months))


def _of_month(month: Posting, pence: int, agreed: Agreed, span: Period) -> int:
    """A month's pence, so rounded that all of an amount's months come to it."""
    if agreed.when.per == "month":
        return pence
    if agreed.when.per == "year" or span.start is None or span.end is None:
        return _step(pence, month.number, YEAR_MONTHS)
    start, end = posting_at(span.start), posting_at(span.end)
    return _step(pence, _apart(start, month) + 1, _apart(start, end) + 1)


def _apart(earlier: Posting, later: Posting) -> int:
    return (later.year - earlier.year) * YEAR_MONTHS + later.number - earlier.number


def _step(pence: int, place: int, of: int) -> int:
    return pence * place // of - pence * (place - 1) // of
