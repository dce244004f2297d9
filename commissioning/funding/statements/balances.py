"""The books of a contract and a funder to each of its funding lines: what came in, what was spent, what is left.

All that stands before the first posting period is brought forward, so that one statement opens where the last closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from commissioning.contract.reporting import term_of
from commissioning.funding.amounts import exact_pence
from commissioning.funding.books import Books
from commissioning.funding.contributions.due import due_in
from commissioning.funding.contributions.received import COMES_IN, MoneyIn, money_in
from commissioning.funding.statements.statement_nouns import Adjustment, LineMovement
from commissioning.model.accounts import Charge, MoneyEvent, MoneySort
from commissioning.model.contract import Contract, Terms
from commissioning.model.funding import FundingLine, LineBasis
from commissioning.period import Period
from commissioning.posting import Posting, accounting_year, posting_at

_MOVES = frozenset({MoneySort.OPENING, MoneySort.CLAW_BACK, MoneySort.REFUND, MoneySort.VIREMENT})
_ALWAYS_BEFORE = Posting(0, 1)
"""Where what begins on no stated day stands: before every posting period."""
NEEDS_LINE = frozenset({MoneySort.INVOICED, MoneySort.RECEIVED, MoneySort.CLAW_BACK, MoneySort.REFUND})


@dataclass(frozen=True, slots=True)
class Span:
    """The posting periods of a statement, and what is before them."""

    postings: tuple[Posting, ...]

    @property
    def year(self) -> Period | None:
        """The one accounting year that the posting periods are of; None where they are of several."""
        years = {posting.year for posting in self.postings}
        return accounting_year(years.pop()) if len(years) == 1 else None

    def is_before(self, posting: Posting) -> bool:
        """Whether it comes before the first."""
        return posting < self.postings[0]

    def holds(self, posting: Posting) -> bool:
        """Whether it is one of them."""
        return self.postings[0] <= posting <= self.postings[-1]

    def has_begun(self, posting: Posting) -> bool:
        """Whether it is one of them or before."""
        return posting <= self.postings[-1]


def adjustments(books: Books, codes: Iterable[str]) -> tuple[Adjustment, ...]:
    """Whatever moved the balance of lines: reserves and opening balances, claw-back and virement in, refund and
    virement out."""
    wanted = frozenset(codes)
    recorded = (each for event in books.events for each in _adjustments(event))
    return tuple(each for each in (*_reserves(books.contract), *recorded) if each.line in wanted)


def _reserves(contract: Contract) -> Iterable[Adjustment]:
    """What each reserve begins with, on the day on which it, or else its contract, begins; and what a variation of
    contract text made more or less of it, from its day on."""
    before: dict[str, int] = {}
    for terms in contract.versions:
        for line in terms.funding.lines if terms.funding else ():
            pence = (exact_pence(line.amount) or 0) if _is_reserve(line) else 0
            is_first = line.code not in before
            day = (line.starts or term_of(terms).start) if is_first else terms.holds_from
            what = "Opening balance of the reserve" if is_first else "Reserve changed by a variation"
            if pence != before.get(line.code, 0):
                posting = posting_at(day) if day else _ALWAYS_BEFORE
                moved = pence - before.get(line.code, 0)
                yield Adjustment(contract.id, line.code, what, moved, posting, "", terms.reason)
            before[line.code] = pence


def _adjustments(event: MoneyEvent) -> Iterable[Adjustment]:
    match event.sort:
        case MoneySort.OPENING:
            yield _adjusted(event, event.line, "Opening balance recorded", event.pence)
        case MoneySort.CLAW_BACK:
            yield _adjusted(event, event.line, "Clawed back from the provider", event.pence)
        case MoneySort.REFUND:
            yield _adjusted(event, event.line, "Refunded to the funder", -event.pence)
        case MoneySort.VIREMENT if event.to_line:
            yield _adjusted(event, event.line, "Virement out", -event.pence)
            yield _adjusted(event, event.to_line, "Virement in", event.pence)
        case _:
            return


def _adjusted(event: MoneyEvent, line: str, what: str, pence: int) -> Adjustment:
    return Adjustment(event.contract, line, what, pence, event.posting, event.reference, event.why)


def began(books: Books) -> Posting | None:
    """The first posting period in which money of a contract moved; None where none did."""
    charged = (charge.posting for charge in books.charges)
    came = (line.posting for line in books.lines if line.means in COMES_IN)
    recorded = (one.posting for one in books.events if one.sort in COMES_IN or one.sort in _MOVES)
    return min((*charged, *came, *recorded), default=None)


def is_opening(one: Adjustment, span: Span, first: Posting | None) -> bool:
    """Whether it is in the opening balance: all before the period, and a balance that was there before any money
    moved, in the `first` posting period. One that comes later would not be in what an earlier statement closes with."""
    was_there = one.what.startswith("Opening") and (first is None or one.posting <= max(first, span.postings[0]))
    return span.is_before(one.posting) or (was_there and not (first and span.is_before(first)))


def movements(books: Books, funder: str, terms: Terms, span: Span) -> tuple[LineMovement, ...]:
    """Each of a funder's lines over the period, in the order in which contract text has them."""
    lines = books.lines_of(funder)
    came, moved = money_in(books, lines), adjustments(books, lines)
    first = began(books)
    own = (_LineInBooks(books, terms, funder, code, line, span, first) for code, line in lines.items())
    rows = (_movement(each, came, moved) for each in own)
    return tuple(row for row in rows if _holds(lines[row.line], span) or _has_money(row))


def _holds(line: FundingLine | None, span: Span) -> bool:
    """Whether a line holds at some time of the posting periods."""
    first, last = span.postings[0].month(), span.postings[-1].month()
    return line is not None and line.days.overlaps(Period(first.start, last.end))


def _has_money(row: LineMovement) -> bool:
    amounts = (row.brought_forward, row.share, row.invoiced, row.received, row.adjusted, row.unpaid_before)
    return any(amounts) or bool(row.charges)


@dataclass(frozen=True, slots=True)
class _LineInBooks:
    """A line in the books, and the period asked for."""

    books: Books
    terms: Terms
    funder: str
    code: str
    line: FundingLine | None
    span: Span
    first: Posting | None

    def parts(self, charges: Iterable[Charge]) -> int:
        return sum(
            part.pence
            for charge in charges
            for part in charge.parts
            if (part.line, part.funder) == (self.code, self.funder)
        )

    def parts_in(self, posting: Posting) -> int:
        return self.parts(charge for charge in self.books.charges if charge.posting == posting)

    @property
    def before(self) -> list[Charge]:
        return [charge for charge in self.books.charges if self.span.is_before(charge.posting)]

    @property
    def inside(self) -> list[Charge]:
        return [charge for charge in self.books.charges if self.span.holds(charge.posting)]


def _movement(of: _LineInBooks, came: tuple[MoneyIn, ...], moved: tuple[Adjustment, ...]) -> LineMovement:
    own_in = [one for one in came if one.line == of.code]
    before = [one for one in own_in if of.span.is_before(one.posting)]
    inside = [one for one in own_in if of.span.holds(one.posting)]
    own_moved = [one for one in moved if one.line == of.code and of.span.has_begun(one.posting)]
    opening = sum(one.pence for one in own_moved if is_opening(one, of.span, of.first))
    line, misspent = of.line, _misspent(of)
    due = due_in(of.books, of.code, of.span.postings, of.parts_in) if line else None
    return LineMovement(
        contract=of.books.contract.id,
        line=of.code,
        name=line.name if line else of.code,
        basis=line.basis.value if line else "no longer in contract text",
        restricted_to=restricted_to(line, of.terms) if line else "",
        is_reserve=_is_reserve(line),
        brought_forward=_received(before) - of.parts(of.before) + opening,
        due=due.pence if due else None,
        due_says=due.says if due else "no longer in contract text",
        unpaid_before=_invoiced(before) - _received(before),
        invoiced=_invoiced(inside),
        received=_received(inside),
        share=of.parts(of.inside),
        adjusted=sum(one.pence for one in own_moved) - opening,
        kept_forward=_kept_forward(of),
        misspent=of.parts(misspent),
        charges=tuple(one.number for one in of.inside if of.parts([one])),
        misspent_charges=tuple(charge.number for charge in misspent),
    )


def _is_reserve(line: FundingLine | None) -> bool:
    return line is not None and line.basis is LineBasis.RESERVE


def _received(rows: Iterable[MoneyIn]) -> int:
    return sum(one.pence for one in rows if one.is_received)


def _invoiced(rows: Iterable[MoneyIn]) -> int:
    return sum(one.pence for one in rows if not one.is_received)


def _kept_forward(of: _LineInBooks) -> int:
    sort, own = MoneySort.CARRY_FORWARD, of.code
    found = (event for event in of.books.events if event.sort is sort and event.line == own)
    return sum(event.pence for event in found if of.span.holds(event.posting))


def _misspent(of: _LineInBooks) -> list[Charge]:
    """The charges of the period that the line paid for, though it may not pay for their service, area or purposes."""
    line = of.line
    if line is None:
        return []
    paid = (one for one in of.inside if not one.is_true_up and of.parts([one]))
    return [one for one in paid if not line.may_pay_for(one.service, one.area, of.terms.service(one.service).purposes)]


def restricted_to(line: FundingLine, terms: Terms) -> str:
    """What a line may pay for, in words; empty where it may pay for everything."""
    services = ", ".join(terms.service(id).title for id in line.services)
    parts = (services, ", ".join(line.areas), ", ".join(line.purposes))
    return "; ".join(part for part in parts if part)


def without_line(books: Books, span: Span) -> tuple[str, ...]:
    """What was recorded in the period for no funding line, so that it is in nobody's balance, in sentences."""
    events = (event for event in books.events if event.sort in NEEDS_LINE and span.holds(event.posting))
    title = books.contract.latest.title
    return tuple(
        f"{event.sort.capitalize()} in {event.posting} was recorded for no funding line of {title} and is in"
        " nobody's statement; record it again with its line."
        for event in events
        if not event.line
    )
