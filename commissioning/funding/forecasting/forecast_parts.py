"""What is forecast, to services, areas and months, and to each funding line's part of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from commissioning.contract.money_over_time import funding_in
from commissioning.errors import UnclearShares
from commissioning.funding.books import Books
from commissioning.funding.charges.due import conditions_met
from commissioning.funding.forecasting.forecast_nouns import Ahead, Outturn, Strand
from commissioning.funding.forecasting.profile import Months, covered, months_of, posted, spread
from commissioning.funding.splitting.allocate import UNCOVERED, Setting, allocate
from commissioning.funding.splitting.used import Used
from commissioning.model.accounts import Charge, Part
from commissioning.model.contract import Terms
from commissioning.model.funding import FUNDER_NOT_STATED, LineBasis
from commissioning.posting import Posting, accounting_year


def ahead_of(terms: Terms, strands: Iterable[Strand]) -> tuple[Ahead, ...]:
    """What is forecast, by month, service and area, as the charges so far lie."""
    found = (each for strand in strands for each in by_place(terms, strand, strand.ahead))
    return tuple(sorted(found, key=lambda one: (one.month, one.service, one.area)))


def by_place(terms: Terms, strand: Strand, months: Months) -> Iterator[Ahead]:
    """Pence by month to services and areas, in the proportion of what was charged to each of them this year."""
    places = _places(terms, strand)
    for month, pence in enumerate(months, 1):
        each = zip(places, spread(pence, list(places.values())), strict=True) if pence else ()
        yield from (Ahead(service, area, month, part) for (service, area), part in each if part)


def _places(terms: Terms, strand: Strand) -> dict[tuple[str, str], int]:
    charged: dict[tuple[str, str], int] = {}
    for charge in strand.charges:
        place = (charge.service, charge.area)
        charged[place] = charged.get(place, 0) + charge.pence
    weighed = {place: pence for place, pence in sorted(charged.items()) if pence > 0}
    areas = terms.service(strand.service).areas if strand.service else ()
    return weighed or {(strand.service, areas[0] if len(areas) == 1 else ""): 1}


def used_by_line(charges: Iterable[Charge]) -> dict[str, int]:
    """Pence that each funding line has paid of charges, by its code."""
    used: dict[str, int] = {}
    for charge in charges:
        for part in charge.parts:
            used[part.line] = used.get(part.line, 0) + part.pence
    return used


def used_until(books: Books, until: Posting) -> Used:
    """What each line had paid before a posting period began, and what virements had moved."""
    charges = (one for one in books.charges if one.posting < until)
    return Used.by(charges, (one for one in books.events if one.posting < until))


def with_parts(books: Books, ahead: tuple[Ahead, ...], upto: Posting) -> tuple[tuple[Ahead, ...], tuple[str, ...]]:
    """What is forecast with each line's part, a month after another; or why it cannot be split."""
    try:
        return split_ahead(books, ahead, upto, used_until(books, upto.next)), ()
    except UnclearShares as unclear:
        return ahead, (f"The forecast is not split between funders: {unclear}",)


def split_ahead(books: Books, ahead: Iterable[Ahead], upto: Posting, used: Used) -> tuple[Ahead, ...]:
    """Forecast charges with their parts by the funding of each month, in order; what they draw is added to `used`."""
    found = []
    months, rates = months_of(upto.year), unit_rates(books, upto)
    for one in ahead:
        month = months[one.month - 1]
        funding = funding_in(books.contract, month)
        parts: tuple[Part, ...] = ()
        if funding and funding.lines:
            units = rates.get((one.service, one.area), {})
            purposes = books.contract.terms_for(month).service(one.service).purposes
            setting = Setting(one.service, one.area, month, purposes, units, conditions_met(books, funding))
            parts = allocate(one.pence, setting, funding, used.of(funding, month))
        used.draw(month, parts)
        found.append(replace(one, parts=parts))
    return tuple(found)


def unit_rates(books: Books, upto: Posting) -> dict[tuple[str, str], dict[str, Fraction]]:
    """How many units a month the lines of a unit price have paid for this year, by service and area, then measure."""
    funding = funding_in(books.contract, accounting_year(upto.year))
    priced = {one.code: one for one in funding.lines if one.basis is LineBasis.UNIT and one.price} if funding else {}
    charges = [one for one in posted(books.charges, upto) if one.period.overlaps(accounting_year(upto.year))]
    found: dict[tuple[str, str], dict[str, Fraction]] = {}
    for place in {(one.service, one.area) for one in charges if priced}:
        mine = [one for one in charges if (one.service, one.area) == place]
        months = len(covered(mine, upto.year))
        for code, line in sorted(priced.items()):
            quota = sum((part.quota for one in mine for part in one.parts if part.line == code), Fraction())
            if quota and months and line.price:
                found.setdefault(place, {}).setdefault(line.measure, quota / line.price / months)
    return found


def by_line(
    books: Books, charges: Sequence[Charge], ahead: Sequence[Ahead], strands: Sequence[Strand], upto: Posting
) -> tuple[Outturn, ...]:
    """Each funding line's part of the year, what no funder covers last; its part of the budget is found likewise."""
    spent, coming = used_by_line(charges), _sums(ahead)
    budget = _budget_by_line(books, strands, upto) or {}
    lines, funders = books.funding_lines, funders_of(books, charges, ahead)
    there = {*spent, *coming, *budget}
    codes = [code for code in (*lines, *sorted(there - lines.keys())) if code and code in there]
    uncovered = [""] if any(found.get("") for found in (spent, coming, budget)) else []
    return tuple(
        Outturn(
            code,
            (lines[code].name if code in lines else code) or UNCOVERED,
            spent.get(code, 0),
            coming.get(code, 0),
            budget.get(code, 0) if budget else None,
            funder=funders.get(code, ""),
        )
        for code in (*codes, *uncovered)
    )


def by_funder(lines: Sequence[Outturn]) -> tuple[Outturn, ...]:
    """The lines of each funder together, in the order of their first, what no funder covers last."""
    names = dict.fromkeys(one.funder for one in lines)
    return tuple(
        Outturn(
            name,
            name or UNCOVERED,
            sum(one.actual for one in lines if one.funder == name),
            sum(one.ahead for one in lines if one.funder == name),
            None if lines[0].budget is None else sum(one.budget or 0 for one in lines if one.funder == name),
        )
        for name in sorted(names, key=lambda name: not name)
    )


def funders_of(books: Books, charges: Sequence[Charge], ahead: Sequence[Ahead]) -> dict[str, str]:
    """The name of each line's funder, `not stated` where none is; the id where contract text has it no more."""
    named = {part.line: part.funder for one in charges for part in one.parts}
    named |= {part.line: part.funder for one in ahead for part in one.parts}
    lines = books.funding_lines.items()
    stated = {code: line.funder.name if line.funder else FUNDER_NOT_STATED for code, line in lines}
    return named | stated | {"": ""}


def _budget_by_line(books: Books, strands: Sequence[Strand], upto: Posting) -> dict[str, int] | None:
    """The budget as the same lines would share it, month by month; None where a part of the contract has none."""
    if not strands or not all(strand.budget for strand in strands):
        return None
    terms = books.contract.terms_for(upto.month())
    placed = (each for one in strands if one.budget for each in by_place(terms, one, one.budget.months))
    in_order = sorted(placed, key=lambda one: (one.month, one.service, one.area))
    try:
        return _sums(split_ahead(books, in_order, upto, used_until(books, Posting(upto.year, 1))))
    except UnclearShares:
        return None


def _sums(ahead: Iterable[Ahead]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in (part for one in ahead for part in one.parts):
        found[part.line] = found.get(part.line, 0) + part.pence
    return found
