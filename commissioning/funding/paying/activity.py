"""Counts of accepted returns to pence: unit prices and results by a year's bands, between its floor and ceiling."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from fractions import Fraction

from commissioning.funding.books import Books
from commissioning.funding.paying.counted import Counted, counted_within
from commissioning.funding.paying.due import DueState, PaymentDue
from commissioning.funding.paying.rises import bands_on, rise_on
from commissioning.funding.paying.spells import Spell, held_on, payment_due
from commissioning.model.funding import PaymentTerm, PriceBand
from commissioning.money import round_half_up, say_money
from commissioning.period import Period


class End(Enum):
    """Whether a period is the last of its year, and whether the terms held for the whole of that."""

    NOT_YET = auto()
    OF_WHOLE = auto()
    OF_PART = auto()


@dataclass(frozen=True, slots=True)
class Priced:
    """Units from one count of the year up to another at their prices: exact pence, and a sentence for each band."""

    pence: Fraction
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SoFar:
    """What a year's accepted returns came to before a period: units, their exact price, and what of it is owed."""

    units: Fraction = Fraction(0)
    price: Fraction = Fraction(0)
    owed: int = 0
    waits: bool = False


def priced(bands: tuple[PriceBand, ...], before: Fraction, units: Fraction) -> Priced:
    """What so many units more come to, after so many of the year; those that no band prices come to nothing."""
    after, pence, covered, says = before + units, Fraction(0), Fraction(0), []
    for band in bands:
        last = after if band.last is None else min(after, Fraction(band.last))
        inside = last - max(before, Fraction(band.first - 1))
        if inside > 0:
            pence, covered = pence + inside * band.pence, covered + inside
            says.append(f"{_count(inside)} at {say_money(band.pence)} (from number {band.first} of the year).")
    if covered < units:
        says.append(f"{_count(units - covered)} beyond the last band, for which no price is stated: nothing is paid.")
    return Priced(pence, tuple(says))


def activity_dues(books: Books, spells: tuple[Spell, ...], year: Period) -> Iterator[PaymentDue]:
    """What is owed for each return of a year under a unit price, or for results, in order of time."""
    counted = counted_within(books, spells, year)
    so_far = SoFar()
    for number, each in enumerate(counted):
        ends = _end_of(spells, year) if number == len(counted) - 1 else End.NOT_YET
        due, so_far = _next(each, so_far, ends)
        yield due


def _end_of(spells: tuple[Spell, ...], year: Period) -> End:
    """Whether the term held from a year's first day to its last."""
    whole = all(day is not None and held_on(spells, day) is not None for day in (year.start, year.end))
    return End.OF_WHOLE if whole else End.OF_PART


def _next(each: Counted, so_far: SoFar, ends: End) -> tuple[PaymentDue, SoFar]:
    """What is owed for one return, and the year so far with it."""
    due = replace(payment_due(each.spell, each.period, each.period.end or date.max), evidence=each.evidence)
    rise = rise_on(each.spell.term.indexations, each.period.start or date.min)
    bands = bands_on(each.spell.term.bands, rise)
    if each.units is None or rise.why_not or not bands:
        why = each.why or rise.why_not or "Contract text states no price, so nothing is paid."
        state = each.state if each.units is None else DueState.UNCLEAR
        return replace(due, state=state, why=why), replace(so_far, waits=True)
    if so_far.waits and len(bands) > 1:
        why = "An earlier return of the year is not accepted, and its count decides the price of these."
        return replace(due, state=DueState.WAITING, why=why), so_far
    cost = priced(bands, so_far.units, each.units)
    price = so_far.price + cost.pence
    floor = each.spell.term.floor if ends is End.OF_WHOLE and not so_far.waits else None
    owed, says = _within_limits(each.spell.term, price, floor)
    said = (*rise.says, *cost.says, *says, *_no_floor(each.spell.term, ends, waits=so_far.waits))
    if each.state is DueState.PROVISIONAL:
        would_be = owed - so_far.owed
        return replace(due, state=each.state, why=each.why, would_be=would_be), replace(so_far, waits=True)
    then = SoFar(so_far.units + each.units, price, owed, so_far.waits)
    return replace(due, pence=owed - so_far.owed, working=said), then


def _within_limits(term: PaymentTerm, price: Fraction, floor: int | None) -> tuple[int, tuple[str, ...]]:
    """What is owed for the year so far, in whole pence between the floor and the ceiling, and what those did."""
    owed = int(round_half_up(price, 0))
    if term.ceiling is not None and owed > term.ceiling:
        over = say_money(owed - term.ceiling)
        return term.ceiling, (f"The year's ceiling of {say_money(term.ceiling)} is reached: {over} is over it.",)
    if floor is not None and owed < floor:
        return floor, (f"Made up by {say_money(floor - owed)} to the year's floor of {say_money(floor)}.",)
    return owed, ()


def _no_floor(term: PaymentTerm, ends: End, *, waits: bool) -> tuple[str, ...]:
    """Why a year that has ended is not made up to its floor."""
    if term.floor is None or ends is End.NOT_YET or (ends is End.OF_WHOLE and not waits):
        return ()
    if ends is End.OF_PART:
        return ("The floor is of a whole year and these terms held for a part, so agree what is owed of it.",)
    return ("The floor is made up when every return of the year is accepted.",)


def _count(units: Fraction) -> str:
    shown = f"{round_half_up(units, 4):,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
