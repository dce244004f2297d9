"""A charge in pence and the funding of its contract to each line's part, to the penny; credits, and a year's drift."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm

from commissioning.errors import UnclearMoney
from commissioning.funding.splitting.lines import UNCOVERED, Plan, Setting, Weighed, Weights, names_of, plan_for
from commissioning.funding.splitting.meeting import HELD_BACK, Found, meet
from commissioning.funding.splitting.rounding import rounded, rounded_fractions
from commissioning.funding.splitting.words import say_exactly
from commissioning.model.accounts import Charge, Part, PartBasis, part_by
from commissioning.model.contract import Funding
from commissioning.money import say_money

__all__ = ("UNCOVERED", "Setting", "allocate", "credit_of", "doubt", "names_of", "true_up", "working")

_TAKES_BACK = "takes back "
_SETTLES = "settles the year: "
_WHOLE_SENTENCES = (HELD_BACK, _TAKES_BACK, _SETTLES)
"""How the words begin of a part that is no fraction of its charge still to be rounded."""
_HALF_A_POINT = 200
"""A whole percent may be half a point off: one part in so many of the amount."""


def allocate(pence: int, setting: Setting, funding: Funding, used: Mapping[str, int]) -> tuple[Part, ...]:
    """Each funding line's part of a charge in pence, in tie order, and last what no line covers, if there is any.

    Lines that may not pay for it by service, area or purpose have no part; those held back have one of 0, which says
    why. `used` is what was drawn of each line before, in pence, by its code, over the time that its cap is for.
    A charge below 0 mirrors that of its size, over the lines that share what is below nothing.
    UnclearShares where the lines change inside the period.

    The lines' exact quotas and what they leave come to the charge, none is below 0, and no quota passes what is left of
    its cap. They are rounded once, together, by largest remainder, which raises only what is broken (see `rounded`). So
    parts come to the charge; no line passes its cap, which is whole pence; a line that gives nothing gets no penny; and
    no part has the other sign. Ties go by funder in `tie_order`, then by code: the sequence of lines never matters.
    """
    plan = plan_for(funding, setting, is_negative=pence < 0)
    weights = plan.weights
    return _by_weights(pence, weights) if weights else _in_full(pence, plan, setting, used)


def credit_of(charge: Charge, pence: int, earlier_credits: Iterable[Charge] = ()) -> tuple[Part, ...]:
    """The parts of a credit that takes back `pence` of a charge, of the other sign than the charge.

    A whole credit mirrors the charge's parts. Any other is in proportion to what the earlier credits of it leave of
    them, ties in the sequence of the charge's parts; as no part is passed, credits that come to the charge leave each
    line at 0. Quotas are in proportion to what is left of the exact ones, so that they cancel too. UnclearMoney for a
    credit of more than is left, or of the charge's own sign.
    """
    left, exact = _what_is_left(charge, earlier_credits)
    every = sum(left.values())
    size = pence if every < 0 else -pence
    if not 0 <= size <= abs(every):
        raise UnclearMoney(
            f"A credit of {say_money(pence)} is no part of the {say_money(every)} that is left of charge"
            f" {charge.number}: give that much or less, with the other sign."
        )
    taken = Fraction(size, abs(every)) if every else Fraction(1)
    given = rounded_fractions([-taken * each for each in left.values()])
    funders = {part.line: part.funder for part in charge.parts}
    return tuple(
        Part(line, funders[line], -taken * exact[line], part, _said_of_credit(taken, left[line], charge.number))
        for line, part in zip(left, given, strict=True)
    )


def true_up(charges: Iterable[Charge], tie_order: Sequence[str] = (), capped: Collection[str] = ()) -> tuple[Part, ...]:
    """What the roundings of charges have left each line over or under; it comes to 0, and is empty without such drift.

    The exact parts of all charges are added and rounded once, and what was posted is taken off. A true-up posts no
    exact part (its quotas are 0), so that one posted before counts as posted. Ties go by `tie_order` and code. Lines
    that are `capped` stay as they were posted, since what they may give is whole pence: the others settle what they
    come to between them, in proportion to their exact parts.
    """
    exact: dict[str, Fraction] = {}
    posted: dict[str, int] = {}
    funders: dict[str, str] = {}
    for part in (part for charge in charges for part in charge.parts):
        exact[part.line] = exact.get(part.line, Fraction(0)) + part.quota
        posted[part.line] = posted.get(part.line, 0) + part.pence
        funders[part.line] = part.funder
    rank = {funder: place for place, funder in enumerate(tie_order)}
    every = sorted(exact, key=lambda line: (not line, rank.get(funders[line], len(rank)), funders[line], line))
    lines = [line for line in every if line not in capped]
    scale = _scale(sum((exact[line] for line in lines), Fraction(0)), sum(posted[line] for line in lines))
    if not scale:
        return ()
    due = rounded_fractions([exact[line] * scale for line in lines])
    return tuple(
        Part(line, funders[line], Fraction(0), pence - posted[line], _said_of_drift(exact[line], scale, posted[line]))
        for line, pence in zip(lines, due, strict=True)
        if pence != posted[line]
    )


def _scale(exact: Fraction, posted: int) -> Fraction:
    """By how much exact parts are to be greater, to come to what was posted; 0 where that cannot be."""
    if exact == posted:
        return Fraction(1)
    return posted / exact if exact * posted > 0 else Fraction(0)


def doubt(pence: int) -> int:
    """How many pence more or less a funder's part may be whose share is known as a whole percent: half a point.

    £5,000 of £1m; part of a penny counts as one.
    """
    return -(-abs(pence) // _HALF_A_POINT)


def working(parts: Charge | Sequence[Part], names: Mapping[str, str]) -> tuple[str, ...]:
    """How each part of a charge comes about, a line of plain English each; `names` are the lines', by their codes."""
    every = parts.parts if isinstance(parts, Charge) else tuple(parts)
    back = ", with its minus sign back" if sum(part.pence for part in every) < 0 else ""
    return tuple(f"{names.get(part.line, part.line)}: {_how(part, every, back)}" for part in every)


def _by_weights(pence: int, weights: Weights) -> tuple[Part, ...]:
    """Parts that are the same fractions of any charge."""
    size = abs(pence)
    whole = rounded([size * number for number in weights.numbers], weights.over)
    if pence < 0:
        whole = [-one for one in whole]
    return tuple([part_by(row, pence, part) for row, part in zip(weights.rows, whole, strict=True)])


def _in_full(pence: int, plan: Plan, setting: Setting, used: Mapping[str, int]) -> tuple[Part, ...]:
    """Parts where caps and counts decide: the last orders' by weights of what the first leave, if they leave any."""
    total, sign = Fraction(abs(pence)), -1 if pence < 0 else 1
    found = meet(plan.first, total, used, setting.units)
    left = total - sum((one.quota for one in found.values()), Fraction(0))
    if left and plan.weighed_last:
        return _by_weights_of_rest(found, left, plan, sign)
    found |= meet(plan.last, left, used, setting.units)
    every = plan.in_sequence(found, total)
    whole = rounded_fractions([one.quota for one in every])
    return tuple(part_by(one, sign, sign * part) for one, part in zip(every, whole, strict=True))


def _by_weights_of_rest(found: Mapping[str, Found], left: Fraction, plan: Plan, sign: int) -> tuple[Part, ...]:
    """What the first orders were found to give, and the last of what is left, above 0; over one common denominator."""
    bases: Mapping[str, Found | Weighed] = {**plan.held, **found, **plan.weighed_last}
    over = lcm(plan.over_of_last * left.denominator, *[one.quota.denominator for one in found.values()])
    of_left = left.numerator * (over // (plan.over_of_last * left.denominator))
    signed = sign * (left.numerator if left.denominator == 1 else left)
    shares: list[int] = []
    whose: list[tuple[PartBasis, int | Fraction]] = []
    for one in [bases[code] for code in plan.codes]:
        if isinstance(one, Weighed):
            shares.append(one.number * of_left)
            whose.append((one, signed))
        else:
            shares.append(one.quota.numerator * (over // one.quota.denominator))
            whose.append((one, sign))
    whole = rounded(shares, over)
    return tuple([part_by(*basis, sign * part) for basis, part in zip(whose, whole, strict=True)])


def _what_is_left(charge: Charge, credits: Iterable[Charge]) -> tuple[dict[str, int], dict[str, Fraction]]:
    """What credits leave of each line's part, in pence and exactly."""
    left = {part.line: part.pence for part in charge.parts}
    exact = {part.line: part.quota for part in charge.parts}
    for part in (part for credit in credits for part in credit.parts):
        left[part.line] += part.pence
        exact[part.line] += part.quota
    return left, exact


def _said_of_credit(taken: Fraction, left: int, number: int) -> str:
    of = f"the {say_money(left)} that is left of its part of charge {number}"
    if taken == 1:
        return f"{_TAKES_BACK}all of {of}"
    return f"{_TAKES_BACK}{taken} of {of}, {say_exactly(abs(taken * left))}, rounded with the others"


def _said_of_drift(exact: Fraction, scale: Fraction, posted: int) -> str:
    beside = "" if scale == 1 else ", beside the whole pence of lines with a cap"
    return f"{_SETTLES}its exact parts come to {say_exactly(exact * scale)}{beside}, and {say_money(posted)} was posted"


def _how(part: Part, every: Sequence[Part], back: str) -> str:
    if part.why.startswith(_WHOLE_SENTENCES):
        return f"{part.why}: {say_money(part.pence)}."
    return f"{part.why} is {say_exactly(abs(part.quota))}{_rounding(part, every)}{back}: {say_money(part.pence)}."


def _rounding(part: Part, every: Sequence[Part]) -> str:
    floor, remainder = divmod(abs(part.quota), 1)
    if not remainder:
        return ""
    kept = f"; {say_exactly(Fraction(floor))}"
    if abs(part.pence) == floor:
        return kept
    tied = any(abs(one.quota) % 1 == remainder and abs(one.pence) < abs(one.quota) for one in every)
    return f"{kept} and 1 penny for the largest remainder{', equal ones by tie order' if tied else ''}"
