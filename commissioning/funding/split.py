"""An amount in pence and the funding of a contract to each funder's part, to the penny."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from commissioning.errors import UnclearShares
from commissioning.model.contract import Funding, FundingShare
from commissioning.money import round_half_up, say_money
from commissioning.period import Period

UNCOVERED = "Not covered by any funder"
TIDY_PLACES = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One funder's part of an amount, with its working; the uncovered line has an empty `funder`.

    `quota` is the exact part of the amount without its sign, in pence; `floor` its whole pence and
    `extra` the penny (0 or 1) that the largest remainders get. `pence` has the amount's sign.
    """

    funder: str
    name: str
    weight: Fraction
    quota: Fraction
    floor: int
    extra: int
    pence: int

    @property
    def remainder(self) -> Fraction:
        """The fraction of a penny that rounding down leaves over."""
        return self.quota - self.floor


@dataclass(frozen=True, slots=True)
class Split:
    """An amount in pence and its parts, in tie order, what no funder covers last."""

    amount: int
    parts: tuple[Part, ...]
    illustrative: bool


def split(amount: int, funding: Funding, period: Period | None = None) -> Split:
    """Pence shared out by largest remainder, ties by `tie_order`; a negative amount mirrors a positive one."""
    weights = _weights(shares_on(funding, period), funding.tie_order)
    quotas = [abs(amount) * weight for _, _, weight in weights]
    extras = _extras(abs(amount), quotas)
    sign = -1 if amount < 0 else 1
    parts = tuple(
        Part(funder, name, weight, quota, int(quota), extra, sign * (int(quota) + extra))
        for (funder, name, weight), quota, extra in zip(weights, quotas, extras, strict=True)
    )
    return Split(amount, parts, illustrative=funding.whole_percents_only)


def shares_on(funding: Funding, period: Period | None = None) -> tuple[FundingShare, ...]:
    """The shares that hold all through the period or, without one, whenever any do.

    UnclearShares where they change inside the period, where none is stated for it, and where they
    differ over time but no period is given.
    """
    spells = _spells(funding, period or Period(None, None))
    if period is None:
        spells = [spell for spell in spells if spell[1]] or spells[:1]
    held = spells[0][1]
    for day, others in spells[1:]:
        if _by_funder(others) != _by_funder(held):
            raise _shares_change(day, period)
    if funding.shares and not held:
        raise UnclearShares(f"No share is stated for {period}: give a period that the contract's shares cover.")
    return held


def working(split: Split) -> tuple[str, ...]:
    """How each part comes about, a line of plain English each."""
    back = ", with its minus sign back" if split.amount < 0 else ""
    return tuple(
        f"{part.name}: {_quota(split, part)}{_rounding(split, part)}{back}: {say_money(part.pence)}."
        for part in split.parts
    )


def _weights(shares: Sequence[FundingShare], tie_order: tuple[str, ...]) -> list[tuple[str, str, Fraction]]:
    total = sum((share.share for share in shares), Fraction(0))
    if total > 1 or any(share.share < 0 for share in shares):
        raise ValueError(f"shares are below 0 or come to more than 1: {total}")
    names = {share.funder.id: share.funder.name for share in shares}
    weights = _by_funder(shares)
    funders = [(id, names[id], weights[id]) for id in sorted(weights, key=tie_order.index)]
    return funders if total == 1 else [*funders, ("", UNCOVERED, 1 - total)]


def _by_funder(shares: Sequence[FundingShare]) -> dict[str, Fraction]:
    weights: dict[str, Fraction] = {}
    for share in shares:
        weights[share.funder.id] = weights.get(share.funder.id, Fraction(0)) + share.share
    return weights


def _extras(amount: int, quotas: Sequence[Fraction]) -> list[int]:
    pennies_left = amount - sum(int(quota) for quota in quotas)
    # Sorting is stable, so that equal remainders stay in tie order.
    by_remainder = sorted(range(len(quotas)), key=lambda place: -(quotas[place] % 1))
    favoured = set(by_remainder[:pennies_left])
    return [int(place in favoured) for place in range(len(quotas))]


def _spells(funding: Funding, period: Period) -> list[tuple[date, tuple[FundingShare, ...]]]:
    first, last = period.start or date.min, period.end or date.max
    starts = {share.starts for share in funding.shares if share.starts}
    after_ends = {share.ends + timedelta(days=1) for share in funding.shares if share.ends and share.ends < date.max}
    days = [first, *(day for day in sorted(starts | after_ends) if first < day <= last)]
    return [(day, tuple(share for share in funding.shares if _holds(share, day))) for day in days]


def _holds(share: FundingShare, day: date) -> bool:
    return (share.starts is None or share.starts <= day) and (share.ends is None or day <= share.ends)


def _shares_change(day: date, period: Period | None) -> UnclearShares:
    if period is None:
        return UnclearShares(f"The shares change on {day}: give the period that the amount is for.")
    return UnclearShares(f"The shares change on {day}, inside {period}: split what falls before that day on its own.")


def _quota(split: Split, part: Part) -> str:
    return f"{_percent(part.weight)} of {say_money(abs(split.amount))} is {_exactly(part.quota)} {_unit(part.quota)}"


def _rounding(split: Split, part: Part) -> str:
    if not part.remainder:
        return ""
    penny = f" and 1 penny for {_reason(split, part)}" if part.extra else ""
    return f"; {part.floor} {_unit(Fraction(part.floor))}{penny}"


def _reason(split: Split, part: Part) -> str:
    tied = any(other.remainder == part.remainder and not other.extra for other in split.parts)
    return "the largest remainder, equal ones by tie order" if tied else "the largest remainder"


def _percent(weight: Fraction) -> str:
    percent = _tidy(weight * 100)
    return f"{percent}%" if percent else str(weight)


def _exactly(pence: Fraction) -> str:
    whole, rest = divmod(pence, 1)
    return _tidy(pence) or (f"{whole} {rest}" if whole else str(rest))


def _unit(pence: Fraction) -> str:
    return "penny" if pence == 1 else "pence"


def _tidy(value: Fraction) -> str:
    shown = round_half_up(value, TIDY_PLACES)
    return f"{shown:f}".rstrip("0").rstrip(".") if Fraction(shown) == value else ""
