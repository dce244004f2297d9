"""Funding lines to those that a charge may be met from: which hold, for what, in which spell, and why one is held back.

A charge has a `Setting`. `plan_for` finds the plan of its funding lines: the lines in tie order, each with what its
share, cap and price are, or why it gives nothing. Plans are kept by funding, so that many charges of one contract find
theirs without reading its lines again.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

from commissioning.contract.shares import holds_on
from commissioning.errors import UnclearShares
from commissioning.funding.splitting.meeting import HELD_BACK, Claim, Found, Order, meet, orders_of
from commissioning.funding.splitting.words import say_share
from commissioning.model.agreed import Agreed
from commissioning.model.contract import Funding
from commissioning.model.funding import FundingLine, LineBasis, Negatives
from commissioning.model.quantity import Bound, Missing, Quantity, Standing
from commissioning.money import to_pence
from commissioning.period import Period

UNCOVERED = "Not covered by any funder"
_ALL = Fraction(1)
_MOST_KEPT = 2048
"""The plans of how many contracts' funding are kept."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a charge is of: service, area, period of service and purposes; empty is the whole contract, or not stated.

    `units` are the counts of the period, by measure, that unit prices are for; `met` the conditions
    that are met, each by the code of its line and its words. Without a period the lines must say the same whenever any
    of them holds.
    """

    service: str
    area: str
    period: Period | None
    purposes: tuple[str, ...] = ()
    units: Mapping[str, int | Fraction | Decimal] = field(default_factory=dict)
    met: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Plan:
    """The lines that a charge may be met from, in tie order, and their shares of any charge where these are fixed.

    Not so where a cap or a count decides: then `weights` is None.
    """

    claims: tuple[Claim, ...]

    @cached_property
    def live(self) -> tuple[Claim, ...]:
        """The claims that are not held back."""
        return tuple(one for one in self.claims if not one.held)

    @cached_property
    def is_fixed(self) -> bool:
        """Whether each line's part is the same fraction of any charge."""
        return not any(one.cap is not None or one.basis is LineBasis.UNIT for one in self.live)

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """The orders in which the claims are met, lowest first."""
        return orders_of(self.claims)

    @cached_property
    def first(self) -> tuple[Order, ...]:
        """The orders before the last ones whose lines' parts are the same fractions of whatever is left."""
        end = len(self.orders)
        while end and self.orders[end - 1].is_of_rest:
            end -= 1
        return self.orders[:end]

    @cached_property
    def last(self) -> tuple[Order, ...]:
        """The orders after the first."""
        return self.orders[len(self.first) :]

    @cached_property
    def weights(self) -> "Weights | None":
        """Whole weights over a common denominator, the last of what no line meets, if there is any."""
        return Weights.of(self.in_sequence(meet(self.orders, _ALL, {}, {}), _ALL)) if self.is_fixed else None

    @cached_property
    def weighed_last(self) -> Mapping[str, "Weighed"]:
        """What lines of the last orders give of whatever the first leave, and what no line meets of it, by code."""
        found = meet(self.last, _ALL, {}, {})
        left = self.uncovered(_ALL - _sum(found.values()))
        return {row.found.code: row for row in Weights.of((*found.values(), *left)).rows} if self.last else {}

    @cached_property
    def over_of_last(self) -> int:
        """What the numbers of the last orders' weights come to."""
        return sum(row.number for row in self.weighed_last.values())

    @cached_property
    def held(self) -> Mapping[str, Found]:
        """What is said of claims that are held back, by code."""
        return {one.code: Found(one.code, one.funder, Fraction(0), one.held) for one in self.claims if one.held}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The claims' codes in sequence, and an empty one where something of what the first orders leave is not met."""
        return (*(one.code for one in self.claims), *([""] if "" in self.weighed_last else []))

    def in_sequence(self, found: Mapping[str, Found], total: Fraction) -> tuple[Found, ...]:
        """What lines were found to give of a total, and those held back, in the claims' sequence; last what no line
        meets."""
        every = tuple((found.get(one.code) or self.held[one.code]) for one in self.claims)
        return (*every, *self.uncovered(total - _sum(every)))

    def uncovered(self, left: Fraction) -> tuple[Found, ...]:
        """What no line meets, if there is any: a plain fraction of the charge where all lines are."""
        if not left:
            return ()
        if self.is_fixed and all(one.basis is LineBasis.SHARE for one in self.live):
            return (Found("", "", left, f"{say_share(left)} of ", Fraction(1)),)
        return (Found("", "", left, "what no line meets"),)


def _sum(found: Iterable[Found]) -> Fraction:
    return sum((one.quota for one in found), Fraction(0))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A line whose part is the same fraction of any charge, `number` of `over`, and what was found for a charge of 1:
    a basis of parts, whose figure is the pence of the charge."""

    found: Found
    number: int
    over: int

    def line_of(self, figure: int | Fraction) -> str:
        """The line's code."""
        return self.found.code

    def funder_of(self, figure: int | Fraction) -> str:
        """The funder's id."""
        return self.found.funder

    def quota_of(self, figure: int | Fraction) -> Fraction:
        """The exact part of a charge of so many pence, with its sign."""
        return Fraction(figure * self.number, self.over)

    def why_of(self, figure: int | Fraction) -> str:
        """How it was found, in words, whatever the charge's sign."""
        return self.found.of(figure if figure >= 0 else -figure).why


@dataclass(frozen=True, slots=True)
class Weights:
    """Lines and their parts of any charge, as whole numbers that come to `over`."""

    rows: tuple[Weighed, ...]
    numbers: tuple[int, ...]
    over: int

    @classmethod
    def of(cls, found: tuple[Found, ...]) -> "Weights":
        """Fractions that come to 1, over their common denominator."""
        over = lcm(*(one.quota.denominator for one in found))
        numbers = tuple(int(one.quota * over) for one in found)
        return cls(tuple(Weighed(*pair, over) for pair in zip(found, numbers, strict=True)), numbers, over)


class _For(NamedTuple):
    """What decides which lines a charge may be met from, apart from days."""

    service: str
    area: str
    purposes: tuple[str, ...]
    met: frozenset[tuple[str, str]]
    is_negative: bool


@dataclass(frozen=True, slots=True)
class _Course:
    """The plans of one sort of charge over time: from which day each holds, the first from the beginning."""

    days: tuple[date, ...]
    plans: tuple[Plan, ...]

    def plan_in(self, period: Period | None) -> Plan:
        """The plan that holds all through a period; UnclearShares where it changes inside."""
        if period is None:
            return self._only()
        first = bisect_right(self.days, period.start or date.min) - 1
        if first + 1 < len(self.days) and self.days[first + 1] <= (period.end or date.max):
            day = self.days[first + 1]
            raise UnclearShares(
                f"The shares change on {day}, inside {period}: split what falls before that day on its own."
            )
        return self.plans[first]

    def _only(self) -> Plan:
        there = [(day, plan) for day, plan in zip(self.days, self.plans, strict=True) if plan.claims]
        for day, plan in there[1:]:
            if plan.live != there[0][1].live:
                raise UnclearShares(f"The shares change on {day}: give the period that the amount is for.")
        return there[0][1] if there else self.plans[0]


@dataclass(frozen=True, slots=True)
class _Known:
    """A funding, which of a charge's traits its lines ask for, and the courses that were asked for before."""

    funding: Funding
    asks: tuple[bool, bool, bool]
    courses: dict[tuple[str, str, tuple[str, ...], frozenset[tuple[str, str]], bool], _Course]


_known: dict[int, _Known] = {}


def plan_for(funding: Funding, setting: Setting, *, is_negative: bool = False) -> Plan:
    """The lines for a charge; UnclearShares where they change inside its period."""
    # By identity, since to hash all of a contract's funding takes longer than to split a charge by it. What is known
    # holds the funding, so that no other can come to have its identity.
    known = _known.get(id(funding)) or _get_to_know(funding)
    services, areas, purposes = known.asks
    of = (
        setting.service if services else "",
        setting.area if areas else "",
        setting.purposes if purposes else (),
        setting.met,
        is_negative,
    )
    course = known.courses.get(of)
    if course is None:
        course = known.courses[of] = _course(funding, _For(*of))
    return course.plan_in(setting.period)


def names_of(funding: Funding) -> dict[str, str]:
    """What each line is called, by its code; the empty code is what no funder covers."""
    return {line.code: line.name for line in funding.lines} | {"": UNCOVERED}


def cap_of(line: FundingLine, funding: Funding) -> Agreed | None:
    """The most that a line gives in all: its contribution's amount, or its own; None where nothing limits it."""
    drawn = {gift.code: gift.agreed for gift in funding.contributions}
    if line.contribution:
        return drawn.get(line.contribution, Agreed(Missing.NOT_STATED))
    return line.amount or (Agreed(Missing.NOT_STATED) if line.basis in _LIMITED else None)


_LIMITED = frozenset({LineBasis.FIXED, LineBasis.RESERVE})


def _get_to_know(funding: Funding) -> _Known:
    if len(_known) >= _MOST_KEPT:
        _known.clear()
    lines = funding.lines
    asks = (any(line.services for line in lines), any(line.areas for line in lines), any(o.purposes for o in lines))
    return _known.setdefault(id(funding), _Known(funding, asks, {}))


def _course(funding: Funding, of: _For) -> _Course:
    lines = tuple(line for line in funding.lines if line.may_pay_for(of.service, of.area, of.purposes))
    starts = {line.starts for line in lines if line.starts}
    after_ends = {line.ends + timedelta(days=1) for line in lines if line.ends and line.ends < date.max}
    days, plans = [date.min], [_plan_on(date.min, lines, funding, of)]
    for day in sorted(starts | after_ends):
        plan = _plan_on(day, lines, funding, of)
        if plan.live != plans[-1].live:
            days.append(day)
            plans.append(plan)
    return _Course(tuple(days), tuple(plans))


def _plan_on(day: date, lines: Iterable[FundingLine], funding: Funding, of: _For) -> Plan:
    held = _joined(line for line in lines if holds_on(line, day))
    claims = [_claim(line, funding, of) for line in held]
    _refuse_wrong_shares(claims)
    _refuse_one_cap_twice(claims)
    order = {funder: place for place, funder in enumerate(funding.tie_order)}
    claims.sort(key=lambda one: (order.get(one.funder, len(order)), one.funder, one.code))
    return Plan(tuple(claims))


def _joined(lines: Iterable[FundingLine]) -> tuple[FundingLine, ...]:
    """Lines by their codes; shares under one code at one time are one share."""
    joined: dict[str, FundingLine] = {}
    for line in lines:
        joined[line.code] = _both(joined[line.code], line) if line.code in joined else line
    return tuple(joined.values())


def _both(one: FundingLine, other: FundingLine) -> FundingLine:
    if one.basis is other.basis is LineBasis.SHARE and one.share is not None and other.share is not None:
        return replace(one, share=one.share + other.share)
    raise ValueError(f"two funding lines are called {one.code} at one time")


def _claim(line: FundingLine, funding: Funding, of: _For) -> Claim:
    agreed = cap_of(line, funding)
    why = _held_back(line, agreed, of)
    cap = to_pence(agreed.given.value) if agreed and isinstance(agreed.given, Quantity) and not why else None
    is_weight = line.basis is LineBasis.RESIDUAL and line.share is None
    return Claim(
        code=line.code,
        funder=line.funder.id if line.funder else "",
        basis=line.basis,
        order=line.order,
        share=Fraction(1) if is_weight else line.share or Fraction(0),
        cap=cap,
        price=line.price or 0,
        measure=line.measure,
        matches=line.matches,
        held=f"{HELD_BACK}{why}" if why else "",
        pool=tuple(sorted(o.code for o in funding.lines if o.contribution == line.contribution and line.contribution)),
        name=line.name,
    )


def _held_back(line: FundingLine, agreed: Agreed | None, of: _For) -> str:
    """Why a line that is eligible gives nothing; empty where it may give."""
    if line.standing is not Standing.STATED:
        return f"what it gives is {line.standing}"
    if line.basis not in _WITHOUT_SHARE and line.share is None:
        return "its share is not stated"
    if line.basis is LineBasis.UNIT and line.price is None:
        return "its price is not stated"
    if agreed and (unclear := _unclear(agreed)):
        return f"its amount is {unclear}"
    for condition in line.conditions:
        if condition.by and (line.code, condition.says) not in of.met:
            return f"'{condition.says}' is to be met by {condition.by}"
    if of.is_negative and line.negatives is Negatives.NOT_SHARED:
        return "it takes no part in what is below nothing"
    return ""


_WITHOUT_SHARE = _LIMITED | {LineBasis.UNIT, LineBasis.RESIDUAL}


def _unclear(agreed: Agreed) -> str:
    given = agreed.given
    if isinstance(given, Missing):
        return agreed.standing.value if agreed.standing else given.value
    if given.standing is not Standing.STATED:
        return given.standing.value
    return "" if given.bound in (Bound.EXACT, Bound.UP_TO) else f"only known as '{given.bound}'"


def _refuse_wrong_shares(claims: Iterable[Claim]) -> None:
    """Contract text is checked before, so that shares that cannot be are a fault of this engine."""
    totals: dict[int, Fraction] = {}
    for one in claims:
        if one.basis is LineBasis.SHARE and not one.held:
            totals[one.order] = totals.get(one.order, Fraction(0)) + one.share
        if one.share < 0:
            raise ValueError(f"shares are below 0: {one.code}")
    if max(totals.values(), default=Fraction(0)) > 1:
        raise ValueError(f"shares come to more than 1: {totals}")


def _refuse_one_cap_twice(claims: Iterable[Claim]) -> None:
    pools = [one.pool for one in claims if one.pool and not one.held]
    for pool in pools:
        if pools.count(pool) > 1:
            raise UnclearShares(
                f"The lines {' and '.join(pool)} draw the same contribution for the same charge, so it is not clear"
                " which is met first: give them different services, areas, purposes or dates."
            )
