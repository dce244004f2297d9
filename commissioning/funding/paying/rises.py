"""Indexation to how much a price or a yearly sum has risen by a day, in exact fractions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from commissioning.calendar import day_in_words
from commissioning.model.funding import Indexation, PriceBand
from commissioning.money import round_half_up

PERCENT_PLACES = 4


@dataclass(frozen=True, slots=True)
class Rise:
    """What a price of its first day is multiplied by, and how that was found, a sentence for each rise.

    `factor` is None, with the reason in `why_not`, where an index has no value yet.
    """

    factor: Fraction | None
    says: tuple[str, ...] = ()
    why_not: str = ""


def rise_on(indexations: Iterable[Indexation], day: date) -> Rise:
    """How far prices have risen by a day: each rise is on what the ones before it made of the price."""
    factor, says = Fraction(1), list[str]()
    held = sorted((one for one in indexations if one.holds_from <= day), key=lambda one: one.holds_from)
    for number, each in enumerate(held):
        rise, how = _rise(each, day)
        if rise is None:
            return Rise(None, tuple(says), how)
        factor *= 1 + rise
        on = ", on what earlier rises made of it" if number else ""
        says.append(f"From {day_in_words(each.holds_from)} {how}{on}.")
    return Rise(factor, tuple(says))


def bands_on(bands: Iterable[PriceBand], rise: Rise) -> tuple[PriceBand, ...]:
    """The bands at the prices of a day, each to the nearest penny, as a price list prints it; in order."""
    factor = Fraction(1) if rise.factor is None else rise.factor
    risen = (PriceBand(one.first, one.last, int(round_half_up(one.pence * factor, 0))) for one in bands)
    return tuple(sorted(risen, key=lambda band: band.first))


def _rise(each: Indexation, day: date) -> tuple[Fraction | None, str]:
    """The rise by a day as a fraction with how it was found, or None with why it is not known."""
    if each.fixed is not None:
        return each.fixed, f"{percent(each.fixed)} more"
    value = max((found for found in each.values if found[0] <= day), default=None)
    name = each.index or "the index"
    if value is None or not each.base:
        what = "its value at the base" if value else f"a value for {day_in_words(day)}"
        return None, f"Contract text does not give {name} {what}. Add it to the indexation."
    rise = Fraction(value[1]) / Fraction(each.base) - 1
    found = f"{name} of {day_in_words(value[0])} is {value[1]} against {each.base}, {percent(rise)}"
    if each.cap is not None and rise > each.cap:
        return each.cap, f"{found}, capped at {percent(each.cap)}"
    if each.collar is not None and rise < each.collar:
        return each.collar, f"{found}, not less than {percent(each.collar)}"
    return rise, found


def percent(fraction: Fraction) -> str:
    """A fraction as a percentage to four places: `3.3437%`."""
    shown = f"{round_half_up(fraction * 100, PERCENT_PLACES):f}"
    return f"{shown.rstrip('0').rstrip('.') if '.' in shown else shown}%"
