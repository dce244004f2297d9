"""A charge met by funding lines, order by order, in exact fractions: what each gives, and how it was found.

Within an order every line's part is found from what the lower orders left. Lines of a share, a unit price, a match or
a cap come first; together they never take more than is left, and are cut alike where they would. What then is left of
the order goes to its residual lines. Sequence of lines plays no part: all are reached by code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from commissioning.funding.splitting.words import say_exactly, say_pence, say_share
from commissioning.model.funding import LineBasis
from commissioning.money import say_money

HELD_BACK = "held back: "
"""How the words begin of a line that gives nothing yet."""
_LIMITED = frozenset({LineBasis.FIXED, LineBasis.RESERVE})


@dataclass(frozen=True, slots=True)
class Claim:
    """A funding line that may pay for a charge: its basis, share or weight, cap and price in pence; `held` says why it
    gives nothing, and is empty where it may. What the lines of `pool` drew counts against its cap."""

    code: str
    funder: str
    basis: LineBasis
    order: int
    share: Fraction
    cap: int | None = None
    price: int = 0
    measure: str = ""
    matches: str = ""
    held: str = ""
    pool: tuple[str, ...] = ()
    name: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A line's exact part of a charge, and how it was found: words before and after an amount, all in pence."""

    code: str
    funder: str
    quota: Fraction
    before: str
    amount: Fraction | None = None
    after: str = ""

    @property
    def why(self) -> str:
        """How it was found, in words."""
        return self.before + (say_pence(self.amount) if self.amount is not None else "") + self.after

    def of(self, pence: int | Fraction) -> "Found":
        """It of a charge of so many pence, where it was found as a fraction of any."""
        amount = None if self.amount is None else self.amount * pence
        return replace(self, quota=self.quota * pence, amount=amount)

    def line_of(self, figure: int | Fraction) -> str:
        """The line's code."""
        return self.code

    def funder_of(self, figure: int | Fraction) -> str:
        """The funder's id."""
        return self.funder

    def quota_of(self, figure: int | Fraction) -> Fraction:
        """The exact part times 1 or -1, the sign of its charge."""
        return figure * self.quota

    def why_of(self, figure: int | Fraction) -> str:
        """How it was found, in words."""
        return self.why


@dataclass(frozen=True, slots=True)
class Order:
    """The lines of one order that are not held back, by code; who was met before them, in words; and what every line of
    the charge is called, by code."""

    claims: Mapping[str, Claim]
    after: str
    names: Mapping[str, str]

    @property
    def is_of_rest(self) -> bool:
        """Whether each line's part is the same fraction of whatever lower orders leave."""
        return all(one.cap is None and self._is_of_rest(one) for one in self.claims.values())

    def _is_of_rest(self, one: Claim) -> bool:
        return one.basis in _OF_REST or (one.basis is LineBasis.MATCH and one.matches in self.claims)


_OF_REST = frozenset({LineBasis.RESIDUAL, LineBasis.SHARE_OF_REST})


@dataclass(frozen=True, slots=True)
class _Round:
    """An order as it is met: the whole charge, what lower orders left, who was met in them, what is left of caps."""

    total: Fraction
    left: Fraction
    after: str
    names: Mapping[str, str]
    claims: Mapping[str, Claim]
    earlier: Mapping[str, Found]
    remaining: Mapping[str, int]
    units: Mapping[str, int | Fraction | Decimal]


def orders_of(claims: Sequence[Claim]) -> tuple[Order, ...]:
    """The orders in which claims are met, lowest first, each with its claims in their sequence."""
    live = [one for one in claims if not one.held]
    names = {one.code: one.name or one.code for one in claims}
    return tuple(
        Order(
            {one.code: one for one in live if one.order == order},
            _after([names[one.code] for one in live if one.order < order]),
            names,
        )
        for order in sorted({one.order for one in live})
    )


def meet(
    orders: Sequence[Order], total: Fraction, used: Mapping[str, int], units: Mapping[str, int | Fraction | Decimal]
) -> dict[str, Found]:
    """Each line's part of a charge of `total` pence, 0 or more, by code.

    `used` is what was drawn of each line before, in pence, by code; `units` the counts for unit prices, by measure.
    """
    found: dict[str, Found] = {}
    left = total
    for order in orders:
        remaining = {one.code: _remaining(one, used) for one in order.claims.values() if one.cap is not None}
        now = _Round(total, left, order.after, order.names, order.claims, found.copy(), remaining, units)
        met = _meet_order(now)
        left -= sum((one.quota for one in met.values()), Fraction(0))
        found |= met
    return found


def _remaining(one: Claim, used: Mapping[str, int]) -> int:
    """What is left of a line's cap."""
    return max(0, (one.cap or 0) - sum(used.get(code, 0) for code in one.pool or (one.code,)))


def _after(names: Sequence[str]) -> str:
    """Who was met before, in tie order; from three on, not by name."""
    return "the lines before it" if names[2:] else " and ".join(names)


def _meet_order(now: _Round) -> dict[str, Found]:
    """What the lines of one order give."""
    weights = {code: weight for code, one in now.claims.items() if (weight := _weight(one, now)) is not None}
    wants: dict[str, Found] = {}
    for code in now.claims:
        if code not in weights:
            _want(code, now, wants)
    asked = sum((one.quota for one in wants.values()), Fraction(0))
    if asked > now.left:
        wants = {code: _cut(one, asked, now) for code, one in wants.items()}
    return wants | _rest(weights, max(Fraction(0), now.left - asked), now)


def _weight(one: Claim, now: _Round) -> Fraction | None:
    """The weight of a residual line, or of one that matches it in the same order; None for any other."""
    weight, seen = Fraction(1), {one.code}
    while one.basis is LineBasis.MATCH and one.matches in now.claims:
        weight, one = weight * one.share, now.claims[one.matches]
        if one.code in seen:
            raise ValueError(f"funding lines match each other in a circle: {', '.join(sorted(seen))}")
        seen.add(one.code)
    return weight * one.share if one.basis is LineBasis.RESIDUAL else None


def _want(code: str, now: _Round, wants: dict[str, Found]) -> Found:
    """What a line gives where enough is left; those that it matches are found before it."""
    if code not in wants:
        one = now.claims[code]
        if one.basis is LineBasis.MATCH and one.matches in now.claims:
            _want(one.matches, now, wants)
        wants[code] = _within(_found(one, now, wants), now)
    return wants[code]


def _found(one: Claim, now: _Round, wants: Mapping[str, Found]) -> Found:
    match one.basis:
        case LineBasis.SHARE:
            return _of(one, one.share * now.total, f"{say_share(one.share)} of ", now.total)
        case LineBasis.SHARE_OF_REST if now.after:
            after = f" is left after {now.after}; {say_share(one.share)} of it"
            return _of(one, one.share * now.left, "", now.left, after)
        case LineBasis.SHARE_OF_REST:
            return _of(one, one.share * now.left, f"{say_share(one.share)} of ", now.left)
        case LineBasis.UNIT:
            return _by_unit(one, now)
        case LineBasis.MATCH:
            matched = wants.get(one.matches) or now.earlier.get(one.matches)
            return _match(one, matched, now.names.get(one.matches, one.matches))
        case _:
            return _limited(one, now)


def _of(one: Claim, quota: Fraction, before: str, amount: Fraction | None = None, after: str = "") -> Found:
    return Found(one.code, one.funder, quota, before, amount, after)


def _by_unit(one: Claim, now: _Round) -> Found:
    count = now.units.get(one.measure)
    if count is None:
        return _of(one, Fraction(0), f"{HELD_BACK}no count of {one.measure} is known for the period")
    return _of(one, one.price * Fraction(count), f"{count} {one.measure} at {say_money(one.price)} each")


def _match(one: Claim, matched: Found | None, name: str) -> Found:
    if matched is None:
        return _of(one, Fraction(0), f"{HELD_BACK}{name}, which it matches, gives nothing here")
    before = f"{say_share(one.share)} of the part of {name}, "
    return _of(one, one.share * matched.quota, before, matched.quota, ",")


def _limited(one: Claim, now: _Round) -> Found:
    """A fixed line's or a reserve's part: the order's caps are drawn alike, in proportion to what is left of each."""
    own = now.remaining[one.code]
    limited = (other.code for other in now.claims.values() if other.basis in _LIMITED)
    every = sum(now.remaining[code] for code in limited)
    drawn = min(now.left, Fraction(every))
    cap = f"{say_money(own)} is left of its {say_money(one.cap or 0)}"
    if not every or drawn == every:
        return _of(one, Fraction(own), f"all that is left of its {say_money(one.cap or 0)}")
    if own == every:
        return _of(one, drawn, f"{cap}; all of ", drawn, " still to be met")
    share = Fraction(own, every)
    return _of(one, drawn * share, f"{cap}, and {say_money(every)} of all such lines; {share} of ", drawn, " to be met")


def _within(found: Found, now: _Round) -> Found:
    """A part that stops at what is left of its line's cap."""
    left = now.remaining.get(found.code)
    if left is None or found.quota <= left:
        return found
    words = f"{found.why.rstrip(',')} would be {say_exactly(found.quota)}, but all that is left of its cap"
    return replace(found, quota=Fraction(left), before=words, amount=None, after="")


def _cut(found: Found, asked: Fraction, now: _Round) -> Found:
    """A part cut with all others of its order to what is left."""
    part = now.left / asked
    after = f"{found.after.rstrip(',')}, and {part} of that, as lines of its order ask for more than is left,"
    return replace(found, quota=found.quota * part, after=after) if found.quota else found


def _rest(weights: Mapping[str, Fraction], rest: Fraction, now: _Round) -> dict[str, Found]:
    """What residual lines give: all that is left, by weight."""
    every = sum(weights.values(), Fraction(0))
    shares = {code: weight / every if every else Fraction(0) for code, weight in weights.items()}
    return {code: _within(_residual(now.claims[code], share, rest), now) for code, share in shares.items()}


def _residual(one: Claim, share: Fraction, rest: Fraction) -> Found:
    if share == 1:
        return _of(one, rest, "all that is left")
    return _of(one, share * rest, "what is left is ", rest, f"; {say_share(share)} of it")
