"""The books of a contract to the forecast of an accounting year: what was charged, and what is still to come, by a
method that is said in words.

Nothing here is posted or billed. What is provisional is left out, and said.
"""

from collections.abc import Iterator, Sequence

from commissioning.funding.books import Books
from commissioning.funding.forecasting.forecast_nouns import Forecast, Method, Outturn, Strand
from commissioning.funding.forecasting.forecast_parts import ahead_of, by_funder, by_line, unit_rates, with_parts
from commissioning.funding.forecasting.profile import (
    NO_MONEY,
    RUN,
    YearBudget,
    added,
    budgets_of,
    by_month,
    covered,
    numbers_in_words,
    only,
    posted,
    run_rate,
    to_come,
)
from commissioning.model.accounts import Charge
from commissioning.model.contract import WHOLE_CONTRACT, Terms
from commissioning.model.funding import LineBasis
from commissioning.model.posted import State
from commissioning.model.quantity import Quantity
from commissioning.money import say_money, to_pence
from commissioning.posting import YEAR_END, Posting, accounting_year


def forecast_of(books: Books, upto: Posting, method: Method = Method.BUDGET) -> Forecast:
    """The forecast of the accounting year of a posting period, from what was posted in that year until then."""
    terms = books.contract.terms_for(upto.month())
    charges = posted(books.charges, upto)
    strands = tuple(_strands(books, terms, charges, upto, method))
    services = tuple(_of_strand(terms, strand) for strand in strands)
    ahead, unclear = with_parts(books, ahead_of(terms, strands), upto)
    lines = () if unclear else by_line(books, charges, ahead, strands, upto)
    return Forecast(
        contract=books.contract.id,
        title=terms.title,
        upto=upto,
        year=accounting_year(upto.year),
        strands=strands,
        services=services,
        funders=by_funder(lines),
        lines=lines,
        whole=_whole(services, strands),
        ahead=ahead,
        notes=(*_notes(books, terms, strands, upto), *unclear),
        illustrative=bool(terms.funding and terms.funding.whole_percents_only),
        label=terms.label,
    )


def _strands(
    books: Books, terms: Terms, charges: tuple[Charge, ...], upto: Posting, method: Method
) -> Iterator[Strand]:
    """The services with a budget of their own, then the others: together where the whole contract has a budget.

    A year's true-up is of no service, and comes to 0."""
    budgets = {budget.service: budget for budget in budgets_of(terms.money, books.standing_events, upto)}
    own = [service for service in budgets if service]
    for service in own:
        mine = tuple(one for one in charges if one.service == service)
        yield _strand(books, service, mine, budgets[service], upto, method)
    others = tuple(one for one in charges if one.service not in own and not one.is_true_up)
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
    of_year = [one for one in charges if one.period.overlaps(accounting_year(upto.year))]
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


def _notes(books: Books, terms: Terms, strands: Sequence[Strand], upto: Posting) -> Iterator[str]:
    """What is not in the forecast, and what to know of it."""
    if not strands:
        yield "Nothing is charged in this year and no budget is stated, so nothing is forecast."
    provisional = sum(_provisional(books, terms, upto))
    if provisional:
        yield f"{say_money(provisional)} in returns is provisional: it is left out, and its months are forecast."
    yield from _gaps(books, terms, strands, upto)
    lines = terms.funding.lines if terms.funding and any(any(strand.ahead) for strand in strands) else ()
    counted = {measure for measures in unit_rates(books, upto).values() for measure in measures}
    for line in lines:
        if line.basis is LineBasis.UNIT:
            rate = "its counts go on as in the months charged" if line.measure in counted else "no count is forecast"
            yield f"{line.name} pays by the count: {rate}."


def _gaps(books: Books, terms: Terms, strands: Sequence[Strand], upto: Posting) -> Iterator[str]:
    """The months until now that nothing is charged for, each with the services of which that is so."""
    found: dict[str, list[str]] = {}
    for strand in strands:
        missing = [number for number in to_come(books.contract, upto, strand.charged) if number <= upto.number]
        if missing:
            found.setdefault(numbers_in_words(missing), []).append(terms.service(strand.service).title)
    for months, titles in found.items():
        yield f"Nothing is charged for {months} of {', '.join(titles)}: these are forecast too."


def _provisional(books: Books, terms: Terms, upto: Posting) -> Iterator[int]:
    """The pence that returns of the year say was spent and that nobody has accepted yet."""
    spend = terms.money.spend
    for entry in books.entries:
        is_whole = entry.kind == "money" and not entry.key.dimension
        is_spend = is_whole and (spend is None or entry.key.measure == spend.net)
        is_late = entry.state is State.PROVISIONAL and entry.period.overlaps(accounting_year(upto.year))
        if is_spend and is_late and isinstance(entry.given, Quantity):
            yield to_pence(entry.given.value)
