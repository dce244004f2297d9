"""Does what was agreed fit together? Asked of one contract's text, whether or not a return has come.

Nothing here is a fault: contract text says what the papers say. It is what somebody should ask before it costs money.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.calendar import day_in_words
from commissioning.contract.reporting import term_of
from commissioning.contract.times import read_day_month_or_year
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.model.agreed import Agreed, Contribution, When
from commissioning.model.contract import Contract, Funding, Terms
from commissioning.model.finding import Clause, Severity
from commissioning.model.quantity import Quantity, Standing
from commissioning.period import Period, label, length


@dataclass(frozen=True, slots=True)
class Agreement:
    """One contract, and what its newest version says."""

    contract: Contract

    @property
    def terms(self) -> Terms:
        """The newest version."""
        return self.contract.latest

    @property
    def funding(self) -> Funding:
        """What is said of money; nothing where it is not stated."""
        return self.terms.funding or Funding((), (), whole_percents_only=False)

    def clause(self, key: str) -> Clause:
        """A key of the contract's file."""
        return Clause(self.contract.file, key)


AGREEMENT_CHECKS = Checks(Agreement, "Does what was agreed fit together?", rank=70)
declare = AGREEMENT_CHECKS.declare


@declare(
    "B001",
    Severity.NOTE,
    "The shares of {funders} are known only as whole percents: {shares}. Each may be half a point more or less, which"
    " is £5,000 either way of every £1,000,000.",
    "Ask for the exact shares, or for pounds, before anything is billed.",
)
def shares_are_whole_percents(agreement: Agreement) -> Iterator[Fault]:
    """A share printed as a whole percent hides up to half a point: 87% of £1,000,000 is £865,000 to £875,000."""
    shares = agreement.funding.shares
    if shares and agreement.funding.whole_percents_only:
        words = ", ".join(f"{share.share * 100}%" for share in shares)
        facts = {"shares": words, "funders": f"{len(shares)} funders"}
        yield Fault((agreement.clause("funding.share"),), facts)


@declare(
    "B002",
    Severity.NOTE,
    "{stated} of the value of {value} has an area in which it must be spent; {rest} has none stated.",
    "Ask where the rest is to be spent. A floor is the least for an area, and no funder's part.",
)
def part_of_the_value_has_no_area(agreement: Agreement) -> Iterator[Fault]:
    """Floors by area are the least to be spent there; what they leave over is nobody's until somebody says."""
    limits = ((f"funding.floor.{floor.code}", floor.agreed) for floor in agreement.funding.floors)
    yield from _rest(agreement, tuple(limits))


@declare(
    "B003",
    Severity.NOTE,
    "{stated} of the value of {value} has a funder; {rest} has none stated.",
    "Ask who pays the rest, before it is spent.",
)
def part_of_the_value_has_no_funder(agreement: Agreement) -> Iterator[Fault]:
    """Money that nobody has promised is money that may not come."""
    if not agreement.funding.shares:
        given = ((f"funding.contribution.{one.code}", one.agreed) for one in agreement.funding.contributions)
        yield from _rest(agreement, tuple(given))


@declare(
    "B004",
    Severity.NOTE,
    "The services run until {ends}, and the last money stated for them is for a time that ends on {paid}.",
    "Ask who pays for the time after {paid}.",
)
def term_outruns_the_stated_funding(agreement: Agreement) -> Iterator[Fault]:
    """A service that is commissioned for longer than it is paid for stops, or is paid from somewhere else. Where lines
    that draw no contribution pay, K002 asks it of them."""
    ends = term_of(agreement.terms).end
    last = max(_funded(agreement), default=None, key=lambda item: item[0])
    if ends and last and last[0] < ends and all(line.contribution for line in agreement.funding.lines):
        facts = {"ends": day_in_words(ends), "paid": day_in_words(last[0])}
        yield Fault((agreement.clause("term.ends"), agreement.clause(last[1])), facts)


@declare(
    "B005",
    Severity.NOTE,
    "{label} is {months} months, and the money for it is for {window}, which is {funded} months.",
    "Ask what pays for the months after that.",
)
def programme_outruns_its_money(agreement: Agreement) -> Iterator[Fault]:
    """A programme of eighteen months does not fit into the money of one financial year, whenever it starts."""
    windows = [(one, window) for one in agreement.funding.contributions if (window := _closed(one.agreed.when))]
    for capacity in agreement.terms.capacity:
        for _, agreed in capacity.amounts if capacity.unit == "months" else ():
            for one, window in windows:
                months = length(window)
                if isinstance(agreed.given, Quantity) and months and months[0] and agreed.given.value > months[0]:
                    places = (agreement.clause(f"capacity.{capacity.code}"), _contribution(agreement, one))
                    facts = {"label": capacity.label, "months": f"{agreed.given.value:f}", "funded": str(months[0])}
                    yield Fault(places, {**facts, "window": label(window)})


@declare(
    "B006",
    Severity.NOTE,
    "The money of {funder} was to come if a condition was met by {by}; on {dated} it was still to be confirmed.",
    "Ask whether the condition was met, and have it in writing.",
)
def condition_date_has_passed(agreement: Agreement) -> Iterator[Fault]:
    """An offer whose day has gone by is an offer no more, until whoever made it says otherwise."""
    dated = agreement.terms.source.dated if agreement.terms.source else None
    for one in agreement.funding.contributions:
        for number, condition in enumerate(one.conditions, 1):
            by = term_end(condition.by)
            if dated and by and by < dated and _standing(one.agreed) is Standing.TO_BE_CONFIRMED:
                place = agreement.clause(f"funding.contribution.{one.code}.condition.{number}")
                funder = one.funder.name if one.funder else "a funder not stated"
                yield Fault((place,), {"funder": funder, "by": day_in_words(by), "dated": day_in_words(dated)})


@declare(
    "B007",
    Severity.NOTE,
    "{title} is for {eligible}, and the value is said to be for {valued}: {missing} are not in it.",
    "Ask what pays for {missing}.",
)
def value_covers_less_than_the_services(agreement: Agreement) -> Iterator[Fault]:
    """A value must name all that it buys: whom it leaves out, somebody else must pay for."""
    valued = _groups(agreement.terms.value_is)
    for service in agreement.terms.services:
        eligible = _groups(service.eligibility)
        missing = tuple(group for group in eligible if group not in valued)
        if missing and len(missing) < len(eligible):
            facts = {"title": service.title, "eligible": _listed(eligible), "missing": _listed(missing)}
            places = (agreement.clause("value.says"), agreement.clause(f"service.{service.id}.eligibility"))
            yield Fault(places, {**facts, "valued": _listed(valued)})


@declare(
    "B008",
    Severity.NOTE,
    "The target of {measures} was agreed for each {each}, and returns are owed every {now}.",
    "Agree what is aimed at in each {now}, and write it from the day on which that began; until then nothing is rated"
    " by it.",
)
def target_is_of_another_cycle(agreement: Agreement) -> Iterator[Fault]:
    """Sixty a quarter are not sixty a month: where the cycle changes, so does what is meant by each period."""
    old = [measure for measure in agreement.terms.measures if measure.target and measure.target.each]
    if old and old[0].target and agreement.terms.reporting:
        facts = {"each": old[0].target.each, "now": agreement.terms.reporting.frequency}
        facts["measures"] = ", ".join(measure.label for measure in old)
        yield Fault(tuple(agreement.clause(f"measure.{measure.code}.target") for measure in old), facts)


def _groups(words: str) -> tuple[str, ...]:
    """Whom a phrase such as `services for victims and perpetrators` names, one by one."""
    whom = words.rpartition(" for ")[2] if " for " in words else words
    return tuple(group.strip() for group in re.split(r", | and ", whom) if group.strip())


def _listed(groups: tuple[str, ...]) -> str:
    *others, last = groups
    return " and ".join(part for part in (", ".join(others), last) if part)


def term_end(text: str | None) -> date | None:
    """The last day of a day or month as contract text writes it."""
    return read_day_month_or_year(text).end if text else None


def _rest(agreement: Agreement, stated: tuple[tuple[str, Agreed], ...]) -> Iterator[Fault]:
    """What of the value remains, once what is stated for the same time is taken off."""
    value, when = agreement.terms.value, agreement.terms.value_when
    parts = [(key, one.given.value) for key, one in stated if isinstance(one.given, Quantity) and one.when == when]
    together = sum((part for _, part in parts), start=Decimal())
    if value is None or not parts or together >= value.value:
        return
    show = KINDS["money"].show
    sums = show(together) if len(parts) == 1 else f"{' + '.join(show(part) for _, part in parts)} = {show(together)}"
    bound = "" if value.bound == "exact" else f"{value.bound} "
    facts = {"stated": sums, "value": f"{bound}{show(value.value)}", "rest": f"{bound}{show(value.value - together)}"}
    yield Fault((agreement.clause("value"), *(agreement.clause(key) for key, _ in parts)), facts)


def _funded(agreement: Agreement) -> Iterator[tuple[date, str]]:
    """The last day of each time that money is stated for, with its key."""
    for one in agreement.funding.contributions:
        window = _closed(one.agreed.when)
        if window and window.end:
            yield window.end, f"funding.contribution.{one.code}"


def _closed(when: When) -> Period | None:
    """The time that an amount is for, where both its ends are stated and it is no yearly sum."""
    return when.period if when.period and when.period.start and when.period.end and not when.per else None


def _contribution(agreement: Agreement, one: Contribution) -> Clause:
    return agreement.clause(f"funding.contribution.{one.code}")


def _standing(agreed: Agreed) -> Standing | None:
    return agreed.given.standing if isinstance(agreed.given, Quantity) else agreed.standing
