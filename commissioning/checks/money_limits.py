"""Does the money fit what was agreed? Floors and ceilings by area, awards and reserves, now and by the forecast."""

from collections.abc import Iterator

from commissioning.checks.money import Accounts, charge_place, declare, listed
from commissioning.findings import Fault
from commissioning.funding.forecasting.forecast_nouns import Forecast
from commissioning.funding.forecasting.outlook import LimitOutlook, LimitState, LineOutlook, limits_of, lines_of
from commissioning.model.finding import Severity
from commissioning.model.funding import LineBasis
from commissioning.money import say_money


@declare(
    "K007",
    Severity.NEEDS_EXPLANATION,
    "{spent} was spent in {area} in {year}, and at least {floor} was to be: {short} too little{nowhere}.",
    "Ask what becomes of the difference, and record it.",
)
def floor_is_missed(accounts: Accounts) -> Iterator[Fault]:
    """A floor is the least that is to be spent in an area each year, whoever pays it."""
    yield from _floors(accounts, LimitState.MISSED)


@declare(
    "K008",
    Severity.NOTE,
    "{spent} is spent in {area} so far and {ahead} forecast: {together} in {year}, and at least {floor} is to be. That"
    " is {short} too little{nowhere}.",
    "Ask the provider what is planned in {area} for the rest of the year.",
)
def floor_is_at_risk(accounts: Accounts) -> Iterator[Fault]:
    """While the year runs, more can still be spent there; afterwards it cannot."""
    yield from _floors(accounts, LimitState.AT_RISK)


def _floors(accounts: Accounts, state: LimitState) -> Iterator[Fault]:
    for forecast, found in _limits(accounts, state):
        if found.is_floor and found.pence is not None:
            facts = {"floor": say_money(found.pence), "short": say_money(found.pence - found.together)}
            place = accounts.clause(f"funding.floor.{found.limit.code}")
            yield Fault((place,), {**facts, **_limit_facts(forecast, found)})


@declare(
    "K009",
    Severity.NEEDS_EXPLANATION,
    "{spent} is spent in {area} in {year}, and no more than {ceiling} was to be: {over} too much.",
    "Ask who agreed to it, and have it in writing.",
)
def ceiling_is_passed(accounts: Accounts) -> Iterator[Fault]:
    """A ceiling is the most that may be spent in an area."""
    yield from _ceilings(accounts, LimitState.PASSED)


@declare(
    "K010",
    Severity.NOTE,
    "{spent} is spent in {area} so far and {ahead} forecast: {together} in {year}, and no more than {ceiling} is to be."
    " It is passed in {when}.",
    "Agree what stops before then, or have more agreed.",
)
def ceiling_will_be_passed(accounts: Accounts) -> Iterator[Fault]:
    """Said while there is time to spend less, or to ask for more."""
    yield from _ceilings(accounts, LimitState.WILL_BE_PASSED)


def _ceilings(accounts: Accounts, state: LimitState) -> Iterator[Fault]:
    for forecast, found in _limits(accounts, state):
        if not found.is_floor and found.pence is not None:
            facts = {"ceiling": say_money(found.pence), "over": say_money(found.spent - found.pence)}
            place = accounts.clause(f"funding.ceiling.{found.limit.code}")
            yield Fault((place,), {**facts, **_limit_facts(forecast, found), "when": str(found.passed)})


def _limits(accounts: Accounts, state: LimitState) -> Iterator[tuple[Forecast, LimitOutlook]]:
    for forecast in accounts.forecasts:
        yield from ((forecast, one) for one in limits_of(accounts.books, forecast) if one.state is state)


def _limit_facts(forecast: Forecast, found: LimitOutlook) -> dict[str, str]:
    money = {"spent": found.spent, "ahead": found.ahead, "together": found.together}
    said = {name: say_money(pence) for name, pence in money.items()}
    nowhere = f", and {say_money(found.unplaced)} has no area" if found.unplaced else ""
    return {**said, "area": found.limit.area, "year": forecast.upto.year_label, "nowhere": nowhere}


@declare(
    "K026",
    Severity.NEEDS_EXPLANATION,
    "{pence} charged for {about} has no area, and so counts towards no floor or ceiling: those of {areas}.",
    "Ask the provider where it was spent, and have it returned by area.",
)
def charge_has_no_area(accounts: Accounts) -> Iterator[Fault]:
    """Where least or most is agreed for areas, spending without one could make any of them met or missed."""
    limits = (*accounts.funding.floors, *accounts.funding.ceilings)
    found = [one for one in accounts.charges if limits and not one.area and one.pence]
    for service in sorted({charge.service for charge in found}):
        mine = [charge for charge in found if charge.service == service]
        facts = {"pence": say_money(sum(charge.pence for charge in mine)), "areas": listed(one.area for one in limits)}
        yield Fault(tuple(map(charge_place, mine)), {**facts, "about": accounts.terms.service(service).title})


@declare(
    "K011",
    Severity.NEEDS_EXPLANATION,
    "{line} has {cap}, and {charged} is charged to it: {over} too much.",
    "Ask its funder for more, or who pays the rest. Correct the terms when it is agreed.",
)
def award_is_exceeded(accounts: Accounts) -> Iterator[Fault]:
    """An award is so much and no more; what is charged beyond it will not be paid."""
    yield from _overdrawn(accounts, LineBasis.FIXED)


@declare(
    "K012",
    Severity.NEEDS_EXPLANATION,
    "The reserve {line} has {cap}, and {charged} is charged to it: overdrawn by {over}.",
    "Ask its holder what meets the rest. A reserve cannot go below nothing.",
)
def reserve_is_overdrawn(accounts: Accounts) -> Iterator[Fault]:
    """A reserve holds what was put into it."""
    yield from _overdrawn(accounts, LineBasis.RESERVE)


def _overdrawn(accounts: Accounts, basis: LineBasis) -> Iterator[Fault]:
    for _, found in _outlooks(accounts):
        if found.overdrawn and found.line.basis is basis:
            charged = found.before + found.drawn
            facts = {"cap": say_money(found.cap), "charged": say_money(charged), "over": say_money(found.overdrawn)}
            yield Fault((accounts.line_clause(found.line),), {"line": found.line.name, **facts})


@declare(
    "K013",
    Severity.NOTE,
    "{line} has {cap}; by the forecast the last of it goes in {when}. After that {short} of {year} has no funder.",
    "Ask who pays from then on, while there is time.",
)
def money_runs_out_before_the_year(accounts: Accounts) -> Iterator[Fault]:
    """An award or a reserve that ends before the year leaves spending that nobody has promised to pay."""
    for forecast, found in _outlooks(accounts):
        if found.runs_out and found.is_ahead and found.short > 0:
            facts = {"cap": say_money(found.cap), "when": str(found.runs_out), "short": say_money(found.short)}
            place = accounts.line_clause(found.line)
            yield Fault((place,), {"line": found.line.name, **facts, "year": forecast.upto.year_label})


def _outlooks(accounts: Accounts) -> Iterator[tuple[Forecast, LineOutlook]]:
    for forecast in accounts.forecasts:
        yield from ((forecast, one) for one in lines_of(accounts.books, forecast))
