"""Books of contracts and a funder to its Statement of a period: pure, and of posted charges only.

A statement shows the charges that were posted in its posting periods, each with its period of service; so a correction
shows in the statement of the period that it was posted in and moves that by exactly itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from commissioning.funding.books import Books
from commissioning.funding.contributions.received import MoneyIn, money_in
from commissioning.funding.general_ledger.income import invoices_of
from commissioning.funding.general_ledger.reconciliation import Reconciliation, Unexplained
from commissioning.funding.splitting.allocate import working
from commissioning.funding.statements.balances import (
    Span,
    adjustments,
    began,
    is_opening,
    movements,
    without_line,
)
from commissioning.funding.statements.bought import activity_of, bought_of
from commissioning.funding.statements.floors import ceilings_of, floors_of
from commissioning.funding.statements.spending import accruals_of, costs_of, provisional_of, share_of, spending_of
from commissioning.funding.statements.spending_nouns import ForecastOutturn
from commissioning.funding.statements.statement_nouns import (
    COMMISSIONER_NOT_STATED,
    Adjustment,
    Bought,
    ChargeRow,
    ControlTotal,
    Covered,
    FunderPart,
    PartRow,
    Reconciled,
    Reconciling,
    Statement,
)
from commissioning.funding.statements.year_end_notes import year_end_notes
from commissioning.model.accounts import Charge, Part
from commissioning.model.contract import Origin, Terms
from commissioning.model.funding import FUNDER_NOT_STATED
from commissioning.model.organisation import Organisation
from commissioning.money import say_money
from commissioning.period import Period
from commissioning.posting import postings_within


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the books: forecast outturns, and each contract's reconciliation; None where there is none.

    `not_charged` are the contracts' amounts that were returned and are in no charge: id and sentence.
    `activity` is that of all the books, for whoever makes several statements of them; None has it found from the books.
    """

    outturns: tuple[ForecastOutturn, ...] = ()
    reconciliations: tuple[Reconciliation, ...] | None = None
    activity: tuple[Bought, ...] | None = None
    not_charged: tuple[tuple[str, str], ...] = ()


NOTHING_BESIDE = Beside()


def funders_of(all_books: Iterable[Books]) -> tuple[Organisation, ...]:
    """Everybody who is stated to pay, or has a part in a posted charge, by name."""
    found: dict[str, Organisation] = {}
    for books in all_books:
        found |= _funders(books)
    return tuple(sorted(found.values(), key=lambda funder: (funder.name, funder.id)))


def _funders(books: Books) -> Mapping[str, Organisation]:
    posted = {part.funder for charge in books.charges for part in charge.parts if part.funder}
    return {id: Organisation(id, id) for id in sorted(posted)} | books.contract.funders


def concerns(books: Books, funder: str) -> bool:
    """Whether a contract belongs in a funder's statement: it has a line there, or a part in a charge."""
    return bool(books.lines_of(funder))


def lead_of(books: Books, asked: Period) -> Organisation:
    """Who leads the contract, and so answers for the statement."""
    return books.contract.terms_for(asked).parties.lead or COMMISSIONER_NOT_STATED


def statement_of(
    all_books: Iterable[Books],
    funder: Organisation,
    period: Period,
    commissioner: Organisation | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> Statement:
    """What a funder is told of a period: of all its contracts, or of those that `commissioner` leads.

    Small numbers and places are still in it: `disclosure.disclosed` holds back what the funder may not see.
    UnclearPeriod where the period has no first or last day.
    """
    span = Span(postings_within(period))
    own = [books for books in all_books if concerns(books, funder.id)]
    if commissioner is not None:
        own = [books for books in own if lead_of(books, period) == commissioner]
    versions = [(books, books.contract.terms_for(period)) for books in own]
    charges = tuple(row for books, terms in versions for row in _charges(books, funder.id, terms, span))
    return Statement(
        funder=funder,
        commissioner=commissioner or COMMISSIONER_NOT_STATED,
        period=period,
        postings=span.postings,
        covers=tuple(_covered(terms) for _, terms in versions),
        charges=charges,
        lines=tuple(row for books, terms in versions for row in movements(books, funder.id, terms, span)),
        money_in=tuple(row for books in own for row in _money_in(books, funder.id, span)),
        adjustments=tuple(row for books in own for row in _adjusted(books, funder.id, span)),
        spending=tuple(row for books, terms in versions for row in spending_of(books, funder.id, terms, span)),
        accruals=tuple(row for books in own for row in accruals_of(books, span)),
        outturns=tuple(row for row in beside.outturns if row.contract in {books.contract.id for books in own}),
        floors=tuple(row for books, terms in versions for row in floors_of(books, terms.funding, span.postings)),
        bought=_bought(own, period, charges, beside.activity),
        controls=tuple(control_total_of(books, terms, span) for books, terms in versions),
        provisional=tuple(row for books in own for row in provisional_of(books, period)),
        reconciled=_all_reconciled(own, beside.reconciliations, funder.id, span),
        year=span.year,
        supersedes=_last_number(own, funder.id, period),
        notes=(
            *(note for books in own for note in _notes(books, funder.id, span)),
            *(note for id, note in beside.not_charged if id in {books.contract.id for books in own}),
        ),
        costs=tuple(row for books in own for row in costs_of(books, period)),
        ceilings=tuple(row for books, terms in versions for row in ceilings_of(books, terms.funding, span.postings)),
    )


def _notes(books: Books, funder: str, span: Span) -> Iterator[str]:
    yield from without_line(books, span)
    yield from year_end_notes(books, funder, span)


def _bought(
    own: Iterable[Books], period: Period, charges: Iterable[ChargeRow], known: tuple[Bought, ...] | None
) -> tuple[Bought, ...]:
    rows = tuple(charges)
    found = ((books, activity_of(books, period) if known is None else known) for books in own)
    return tuple(row for books, activity in found for row in bought_of(activity, books.contract.id, rows))


def _covered(terms: Terms) -> Covered:
    is_illustrative = bool(terms.funding and terms.funding.whole_percents_only)
    return Covered(terms.contract, terms.title, terms.label, terms.origin is Origin.TRANSCRIBED, is_illustrative)


def _charges(books: Books, funder: str, terms: Terms, span: Span) -> Iterator[ChargeRow]:
    names = {code: line.name if line else code for code, line in books.lines_of(funder).items()}
    inside = [charge for charge in books.charges if span.holds(charge.posting)]
    for charge in sorted(inside, key=lambda one: (one.posting, one.number)):
        yield _charge(charge, funder, terms, names)


def _charge(charge: Charge, funder: str, terms: Terms, names: Mapping[str, str]) -> ChargeRow:
    found = zip(charge.parts, working(charge, {}), strict=True)
    own = [(part, said) for part, said in found if part.funder == funder and part.line]
    return ChargeRow(
        number=charge.number,
        contract=charge.contract,
        service=charge.service,
        service_title=terms.service(charge.service).title,
        area=charge.area,
        period=charge.period,
        posting=charge.posting,
        pence=charge.pence,
        vat=charge.vat,
        source=charge.source.value,
        credits=charge.credits,
        touches=charge.touches,
        says=charge.says,
        parts=tuple(
            PartRow(part.line, names[part.line], part.pence, part.quota, _how(part, said)) for part, said in own
        ),
    )


def _how(part: Part, said: str) -> str:
    """What is said of a part, without the line's code that it begins with."""
    return said.removeprefix(f"{part.line}: ")


def _money_in(books: Books, funder: str, span: Span) -> list[MoneyIn]:
    found = [one for one in money_in(books, books.lines_of(funder)) if span.holds(one.posting)]
    return sorted(found, key=lambda one: (one.is_received, one.posting, one.reference))


def _adjusted(books: Books, funder: str, span: Span) -> list[Adjustment]:
    found = adjustments(books, books.lines_of(funder))
    first = began(books)
    return [one for one in found if span.holds(one.posting) and not is_opening(one, span, first)]


def control_total_of(books: Books, terms: Terms, span: Span) -> ControlTotal:
    """Every funder's part of a contract's charges of the period, and what no funder covers, against what was posted."""
    inside = [charge for charge in books.charges if span.holds(charge.posting)]
    names = {id: funder.name for id, funder in _funders(books).items()}
    parts = tuple(FunderPart(id, name, share_of(inside, id)) for id, name in sorted(names.items()))
    unnamed = FunderPart("", FUNDER_NOT_STATED, share_of(inside, ""))
    return ControlTotal(
        contract=books.contract.id,
        title=terms.title,
        posted=sum(charge.pence for charge in inside),
        parts=(*parts, unnamed) if unnamed.pence else parts,
        uncovered=sum(part.pence for charge in inside for part in charge.parts if not part.line),
    )


def _all_reconciled(
    own: Iterable[Books], reconciliations: tuple[Reconciliation, ...] | None, funder: str, span: Span
) -> tuple[Reconciled, ...] | None:
    """Each contract's charges against the general ledger, and what the funder was invoiced; None without a ledger."""
    compared = {one.contract: one for one in reconciliations or ()}
    found: list[Reconciled] = []
    for books in own:
        if books.contract.id in compared:
            found.append(_reconciled(compared[books.contract.id], books.contract.latest))
            if invoices := invoices_of(books, funder, span.postings[-1]):
                found.append(replace(_reconciled(invoices, books.contract.latest), is_income=True))
    return tuple(found) or None


def _reconciled(one: Reconciliation, terms: Terms) -> Reconciled:
    items = tuple(
        Reconciling(
            name=item.sort.value,
            pence=item.pence,
            says=item.says,
            documents=tuple(dict.fromkeys(line.document for line in item.lines)),
            charges=tuple(charge.number for charge in item.charges),
        )
        for item in one.items
    )
    places = tuple(_place(each, terms) for each in one.open)
    return Reconciled(one.contract, terms.title, one.ledger, one.engine, items, one.is_agreed, places=places)


def _place(one: Unexplained, terms: Terms) -> str:
    service = terms.service(one.service).title if one.service else ""
    return f"{say_money(one.pence)} for {', '.join(filter(None, (service, one.area, one.line)))}"


def _last_number(own: Iterable[Books], funder: str, period: Period) -> str:
    """The number of the statement issued last for the funder and period."""
    numbers = [one.number for books in own for one in books.statements if (one.funder, one.period) == (funder, period)]
    return numbers[-1] if numbers else ""
