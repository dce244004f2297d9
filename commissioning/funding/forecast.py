"""The books of a contract to the forecast of an accounting year: what was charged, and what is still to come, by a
method that is said in words.

Nothing here is posted or billed. What is provisional is left out, and said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from commissioning.errors import UnclearShares
from commissioning.funding.allocate import UNCOVERED, Setting, allocate
from commissioning.funding.books import Books
from commissioning.funding.forecast_nouns import Ahead, Forecast, Method, Outturn, Strand
from commissioning.funding.lines import cap_of
from commissioning.funding.profile import (
    NO_MONEY,
    RUN,
    Months,
    YearBudget,
    added,
    budgets_of,
    by_month,
    covered,
    months_of,
    numbers_in_words,
    only,
    posted,
    run_rate,
    spread,
    to_come,
    year_of,
)
from commissioning.model.accounts import Charge, MoneySort, Part
from commissioning.model.contract import WHOLE_CONTRACT, Funding, Terms
from commissioning.model.funding import LineBasis
from commissioning.model.posted import State
from commissioning.model.quantity import Quantity
from commissioning.money import say_money, to_pence
from commissioning.period import YEAR_MONTHS, Period
from commissioning.posting import YEAR_END, Posting


def forecast_of(books: Books, upto: Posting, method: Method = Method.BUDGET) -> Forecast:
    """The forecast of the accounting year of a posting period, from what was posted in that year until then."""
    terms = books.contract.terms_for(upto.month())
    charges = posted(books.charges, upto)
    strands = tuple(_strands(books, terms, charges, upto, method))
    services = tuple(_of_strand(terms, strand) for strand in strands)
    ahead, unclear = _with_parts(books, _ahead(terms, strands), upto)
    return Forecast(
        contract=books.contract.id,
        title=terms.title,
        upto=upto,
        year=year_of(upto.year),
        strands=strands,
        services=services,
        funders=() if unclear else _of_funders(books, charges, ahead, strands, upto),
        whole=_whole(services, strands),
        ahead=ahead,
        notes=(*_notes(books, terms, strands, upto), *unclear),
        illustrative=bool(terms.funding and terms.funding.whole_percents_only),
        label=terms.label,
    )


def used_by_line(charges: Iterable[Charge]) -> dict[str, int]:
    """Pence that each funding line has paid of charges, by its code."""
    used: dict[str, int] = {}
    for charge in charges:
        for part in charge.parts:
            used[part.line] = used.get(part.line, 0) + part.pence
    return used


def used_before(books: Books, upto: Posting, until: Posting) -> dict[str, int]:
    """Pence that each line has paid in posting periods before one, over the time that its cap is for: of an amount by
    the year or month those of the accounting year of `upto`, else all."""
    funding = books.contract.terms_for(upto.month()).funding
    caps = {line.code: cap_of(line, funding) for line in funding.lines} if funding else {}
    yearly = {code for code, cap in caps.items() if cap and cap.when.per}
    every = used_by_line(one for one in books.charges if one.posting < until)
    of_year = used_by_line(one for one in books.charges if one.posting < until and one.posting.year == upto.year)
    return {code: of_year.get(code, 0) if code in yearly else pence for code, pence in every.items()}


def _strands(
    books: Books, terms: Terms, charges: tuple[Charge, ...], upto: Posting, method: Method
) -> Iterator[Strand]:
    """The services with a budget of their own, then the others: together where the whole contract has a budget."""
    budgets = {budget.service: budget for budget in budgets_of(terms.money, books.events, upto)}
    own = [service for service in budgets if service]
    for service in own:
        mine = tuple(one for one in charges if one.service == service)
        yield _strand(books, service, mine, budgets[service], upto, method)
    others = tuple(one for one in charges if one.service not in own)
    if "" in budgets:
        rest = _less(budgets[""], [budgets[service] for service in own])
        if others or any(rest.months):
            yield _strand(books, "", others, rest, upto, method)
        return
    for service in sorted({one.service for one in others}):
        mine = tuple(one for one in others if one.service == service)
        yield _strand(books, service, mine, None, upto, method)


def _less(whole: YearBudget, parts: Sequence[YearBudget]) -> YearBudget:
    """What of the whole contract's budget has no service of its own."""
    taken = added(*(part.months for part in parts))
    codes = (*whole.codes, *(code for part in parts for code in part.codes))
    return YearBudget("", tuple(all_ - some for all_, some in zip(whole.months, taken, strict=True)), codes)


def _strand(
    books: Books, service: str, charges: tuple[Charge, ...], budget: YearBudget | None, upto: Posting, method: Method
) -> Strand:
    charged = covered(charges, upto.year)
    coming = to_come(books.contract, upto, charged)
    of_year = [one for one in charges if one.period.overlaps(year_of(upto.year))]
    runs = bool(charged) and (budget is None or method is Method.RUN_RATE)
    if runs:
        ahead = run_rate(by_month(of_year, upto.year), charged, coming)
    else:
        ahead = only(budget.months, coming) if budget else NO_MONEY
    words = _method(charged, coming, upto, budgeted=budget is not None, runs=runs)
    return Strand(service, charges, by_month(charges, upto.year), ahead, budget, charged, words)


def _method(charged: frozenset[int], coming: Sequence[int], upto: Posting, *, budgeted: bool, runs: bool) -> str:
    """How a line was forecast, in words."""
    if upto.number == YEAR_END or (charged and not coming):
        return "Actuals of the year; nothing is forecast."
    actuals = _actuals(charged)
    ahead = numbers_in_words(coming)
    if runs:
        run = min(RUN, len(charged))
        return f"{actuals}, then the run rate of the last {f'{run} months' if run > 1 else 'month'} for {ahead}."
    if not budgeted:
        return f"{actuals}; nothing is forecast, since no budget is stated and no month is charged."
    in_order = bool(charged) and max(charged) < min(coming)
    return f"{actuals}, then the budget's {'remaining twelfths' if in_order else 'twelfths'} for {ahead}."


def _actuals(charged: frozenset[int]) -> str:
    if not charged:
        return "No actuals"
    last = max(charged)
    return f"Actuals to P{last:02}" if charged == set(range(1, last + 1)) else f"Actuals of {numbers_in_words(charged)}"


def _of_strand(terms: Terms, strand: Strand) -> Outturn:
    name = terms.service(strand.service).title if strand.service else WHOLE_CONTRACT
    budget = strand.budget.pence if strand.budget else None
    return Outturn(strand.service, name, sum(strand.actual), sum(strand.ahead), budget, strand.method)


def _whole(services: Sequence[Outturn], strands: Sequence[Strand]) -> Outturn:
    budgets = [one.budget for one in services]
    known = [budget for budget in budgets if budget is not None]
    budget = sum(known) if strands and len(known) == len(budgets) else None
    actual, ahead = (sum(getattr(one, field) for one in services) for field in ("actual", "ahead"))
    return Outturn("", WHOLE_CONTRACT, actual, ahead, budget, "The sum of the lines above.")


def _ahead(terms: Terms, strands: Iterable[Strand]) -> tuple[Ahead, ...]:
    """What is forecast, by month, service and area, as the charges so far lie."""
    found = (each for strand in strands for each in _by_place(terms, strand, strand.ahead))
    return tuple(sorted(found, key=lambda one: (one.month, one.service, one.area)))


def _by_place(terms: Terms, strand: Strand, months: Months) -> Iterator[Ahead]:
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


def _with_parts(books: Books, ahead: tuple[Ahead, ...], upto: Posting) -> tuple[tuple[Ahead, ...], tuple[str, ...]]:
    """What is forecast with each line's part, a month after another; or why it cannot be split."""
    try:
        return split_ahead(books, ahead, upto, used_before(books, upto, upto.next)), ()
    except UnclearShares as unclear:
        return ahead, (f"The forecast is not split between funders: {unclear}",)


def split_ahead(books: Books, ahead: Iterable[Ahead], upto: Posting, used: Mapping[str, int]) -> tuple[Ahead, ...]:
    """Forecast charges with their parts by the funding of each month, in order, from what the lines have paid."""
    paid, found = dict(used), []
    months = months_of(upto.year)
    for one in ahead:
        month = months[one.month - 1]
        funding = books.contract.terms_for(month).funding
        parts = _parts(books, one, month, funding, paid) if funding and funding.lines else ()
        for part in parts:
            paid[part.line] = paid.get(part.line, 0) + part.pence
        found.append(Ahead(one.service, one.area, one.month, one.pence, parts))
    return tuple(found)


def _parts(books: Books, one: Ahead, month: Period, funding: Funding, paid: Mapping[str, int]) -> tuple[Part, ...]:
    lines = {event.line for event in books.events if event.sort is MoneySort.CONDITION_MET}
    met = frozenset(condition.says for line in funding.lines if line.code in lines for condition in line.conditions)
    return allocate(one.pence, Setting(one.service, one.area, month, met=met), funding, paid)


def _of_funders(
    books: Books, charges: Sequence[Charge], ahead: Sequence[Ahead], strands: Sequence[Strand], upto: Posting
) -> tuple[Outturn, ...]:
    """Each funding line's part of the year, what no funder covers last; its part of the budget is found likewise."""
    spent = used_by_line(charges)
    coming = _sums(ahead)
    budget = _budget_by_line(books, strands, upto) or {}
    lines = {line.code: line.name for terms in books.contract.versions if terms.funding for line in terms.funding.lines}
    parts = (*(part for one in charges for part in one.parts), *(part for one in ahead for part in one.parts))
    named = {part.line: part.funder for part in parts}
    codes = [code for code in (*lines, *sorted(named.keys() - lines.keys())) if code]
    there = [code for code in codes if any(code in found for found in (spent, coming, budget))]
    uncovered = [""] if any(found.get("") for found in (spent, coming, budget)) else []
    return tuple(
        Outturn(
            code,
            lines.get(code) or named.get(code) or UNCOVERED,
            spent.get(code, 0),
            coming.get(code, 0),
            budget.get(code, 0) if budget else None,
        )
        for code in (*there, *uncovered)
    )


def _budget_by_line(books: Books, strands: Sequence[Strand], upto: Posting) -> dict[str, int] | None:
    """The budget as the same lines would share it, month by month; None where a part of the contract has none."""
    if not strands or not all(strand.budget for strand in strands):
        return None
    terms = books.contract.terms_for(upto.month())
    placed = (each for one in strands if one.budget for each in _by_place(terms, one, one.budget.months))
    in_order = sorted(placed, key=lambda one: (one.month, one.service, one.area))
    try:
        return _sums(split_ahead(books, in_order, upto, used_before(books, upto, Posting(upto.year, 1))))
    except UnclearShares:
        return None


def _sums(ahead: Iterable[Ahead]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in (part for one in ahead for part in one.parts):
        found[part.line] = found.get(part.line, 0) + part.pence
    return found


def _notes(books: Books, terms: Terms, strands: Sequence[Strand], upto: Posting) -> Iterator[str]:
    """What is not in the forecast, and what to know of it."""
    if not strands:
        yield "Nothing is charged in this year and no budget is stated, so nothing is forecast."
    provisional = sum(_provisional(books, terms, upto))
    if provisional:
        yield f"{say_money(provisional)} in returns is provisional: it is left out, and its months are forecast."
    for strand in strands:
        missing = [n for n in to_come(books.contract, upto, strand.charged) if n <= upto.number]
        if missing and upto.number <= YEAR_MONTHS:
            name = terms.service(strand.service).title
            yield f"{name}: nothing is charged for {numbers_in_words(missing)}, so these are forecast too."

    lines = terms.funding.lines if terms.funding and any(any(strand.ahead) for strand in strands) else ()
    for line in lines:
        if line.basis is LineBasis.UNIT or line.purposes:
            why = "is for stated purposes" if line.purposes else "pays by the count, and no counts are forecast"
            yield f"{line.name} {why}: it takes no part in what is forecast."


def _provisional(books: Books, terms: Terms, upto: Posting) -> Iterator[int]:
    """The pence that returns of the year say was spent and that nobody has accepted yet."""
    spend = terms.money.spend.net if terms.money.spend else ""
    for entry in books.entries:
        is_ours = entry.key.measure == spend and not entry.key.dimension and entry.state is State.PROVISIONAL
        if spend and is_ours and entry.period.overlaps(year_of(upto.year)) and isinstance(entry.given, Quantity):
            yield to_pence(entry.given.value)
