"""The books of a contract to what a funder is told of its year's end: what becomes of an under- or overspend."""

from collections.abc import Iterator

from commissioning.calendar import day_in_words, year_of
from commissioning.contract.reporting import year_starts
from commissioning.contract.times import read_day_month_or_year
from commissioning.funding.books import Books
from commissioning.funding.paying.year_end import Fate, YearEndOutcome, year_end_of
from commissioning.funding.statements.balances import Span
from commissioning.model.funding import FundingLine
from commissioning.money import say_money
from commissioning.period import Period, label


def year_end_notes(books: Books, funder: str, span: Span) -> Iterator[str]:
    """Until its day, by when an underspend is to be declared; at the end of the contract's year, what becomes of it."""
    begins, ends = span.postings[0].month().start, span.postings[-1].month().end
    if begins is None or ends is None:
        return
    terms = books.contract.terms_for(Period(ends, ends))
    year = year_of(ends, year_starts(terms))
    by = terms.money.year_end.declare_by
    last = read_day_month_or_year(by).end if by else None
    if last and year.contains(Period(last, last)) and last >= begins:
        yield f"{terms.title}: an underspend of {label(year)} is to be declared by {day_in_words(last)}."
    if year.end == ends:
        outcome = year_end_of(books, year)
        if outcome.left:
            yield _said(books, terms.title, outcome, funder)


def _said(books: Books, title: str, outcome: YearEndOutcome, funder: str) -> str:
    year, pence = label(outcome.year), say_money(abs(outcome.left))
    left, over = f"of the budget of {year}, {pence} is left over", f"the budget of {year} is overspent by {pence}"
    stands = "" if outcome.is_closed else ", as it stands: posting period 13 is not closed"
    head = f"{title}: {left if outcome.left > 0 else over}{stands}."
    own = books.lines_of(funder)
    told = (_fate(fate, own[fate.to]) if fate.to in own else _of_nobody(fate, books) for fate in outcome.fates)
    return " ".join((head, *filter(None, told)))


def _fate(fate: Fate, line: FundingLine | None) -> str:
    name = line.name if line else fate.to
    return f"Of it {say_money(fate.pence)} is of your line {name}. {fate.why}"


def _of_nobody(fate: Fate, books: Books) -> str:
    """What goes to, or is met by, something that is nobody's line; empty for another funder's line."""
    fundings = (terms.funding for terms in books.contract.versions if terms.funding)
    codes = {line.code for funding in fundings for line in funding.lines}
    return "" if fate.to in codes else f"{say_money(fate.pence)}: {fate.to or 'not stated'}. {fate.why}"
