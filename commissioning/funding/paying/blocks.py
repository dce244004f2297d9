"""A yearly sum to its instalments, to the penny: months or quarters, part ones by their days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise

from commissioning.calendar import CYCLE_MONTHS, YEAR_MONTHS, Cycle, yearly
from commissioning.contract.reporting import year_starts
from commissioning.funding.paying.due import DueState, PaymentDue
from commissioning.funding.paying.rises import rise_on
from commissioning.funding.paying.spells import Spell, days_in, due_of, not_firm, pence_of, stretches, whole_time
from commissioning.money import round_half_up, say_money
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Piece:
    """The days of an instalment's period in which one set of terms held, and the exact pence of them.

    `why_not` says why those are not known; `says` how they were found.
    """

    part: Period
    days: Period
    spell: Spell
    quota: Fraction
    says: tuple[str, ...] = ()
    why_not: str = ""


def instalments(quotas: Sequence[Fraction]) -> tuple[int, ...]:
    """Exact parts in pence, in order of time, to whole pence that come to the whole to the nearest penny.

    Each is what is owed so far, to the nearest penny, less what was owed before: no later part moves an earlier one,
    and each is its quota to the penny above or below. So of equal parts the odd pennies go by largest remainder, to
    those at which what was paid would be furthest behind.
    """
    so_far = (int(round_half_up(total, 0)) for total in accumulate(quotas, initial=Fraction(0)))
    return tuple(later - earlier for earlier, later in pairwise(so_far))


def block_dues(spells: tuple[Spell, ...], year: Period) -> Iterator[PaymentDue]:
    """The instalments of a block in a year of known days, in order."""
    parts: dict[Period, list[Piece]] = {}
    for piece in _pieces(spells, _settled_over(spells, year)):
        parts.setdefault(piece.part, []).append(piece)
    quotas = [sum((piece.quota for piece in pieces), Fraction(0)) for pieces in parts.values()]
    for pieces, exact, owed in zip(parts.values(), quotas, instalments(quotas), strict=True):
        if year.contains(pieces[0].days):
            yield _due(pieces, exact, owed)


def _settled_over(spells: tuple[Spell, ...], year: Period) -> Period:
    """The time over which odd pennies are settled: what the amount is for as a whole, where that is longer, or else
    the year."""
    times = [whole_time(spell.term.amount) for spell in spells if spell.days.overlaps(year)]
    longer = [time for time in times if time and time.start and time.end and time.contains(year)]
    return max(longer, key=days_in, default=year)


def _pieces(spells: tuple[Spell, ...], time: Period) -> Iterator[Piece]:
    for spell, held in stretches(spells, time):
        cycle = yearly(year_starts(spell.terms), CYCLE_MONTHS[spell.term.instalments])
        paid_for = _paid_for(spell)
        days = held.common(paid_for) if held.overlaps(paid_for) else None
        if days is None or days.start is None or days.end is None:
            continue
        for part in cycle.touching(days.start, days.end):
            yield _piece(spell, part, days.common(part), cycle)


def _paid_for(spell: Spell) -> Period:
    """The days that the amount is for, as far as they are stated."""
    amount = spell.term.amount
    return (amount.when.period if amount else None) or Period(None, None)


def _piece(spell: Spell, part: Period, days: Period, cycle: Cycle) -> Piece:
    amount, whole = spell.term.amount, whole_time(spell.term.amount)
    pence, rise = pence_of(amount), rise_on(spell.term.indexations, days.start or date.min)
    why_not = not_firm(amount) or rise.why_not
    if whole and (whole.start is None or whole.end is None):
        why_not = "Contract text does not say for what time the amount is. Add its last day, or that it is a year's."
    if why_not or pence is None or amount is None or rise.factor is None:
        return Piece(part, days, spell, Fraction(0), why_not=why_not)
    # An amount for each month of a year is twelve times that a year.
    pence = pence * YEAR_MONTHS if amount.when.per == "month" else pence
    number = _number(cycle, whole)
    share = Fraction(days_in(days), days_in(part))
    by_days = "" if share == 1 else f", for {days_in(days)} of {days_in(part)} days"
    says = f"{say_money(pence)}{'' if whole else ' a year'} in {_places(number)} instalments{by_days}."
    return Piece(part, days, spell, pence * rise.factor / number * share, (says, *rise.says))


def _number(cycle: Cycle, whole: Period | None) -> Fraction:
    """How many instalments an amount is paid in: those of a year, or of its own time, a part one by its days."""
    if whole is None or whole.start is None or whole.end is None:
        return Fraction(YEAR_MONTHS, cycle.months)
    parts = cycle.touching(whole.start, whole.end)
    return sum((Fraction(days_in(part.common(whole)), days_in(part)) for part in parts), Fraction(0))


def _due(pieces: list[Piece], exact: Fraction, owed: int) -> PaymentDue:
    spell, days = pieces[0].spell, Period(pieces[0].days.start, pieces[-1].days.end)
    due = due_of(spell, days, (days.start if spell.term.in_advance else days.end) or date.max)
    if why_not := next((piece.why_not for piece in pieces if piece.why_not), ""):
        return replace(due, state=DueState.UNCLEAR, why=why_not)
    says = dict.fromkeys(sentence for piece in pieces for sentence in piece.says)
    return replace(due, pence=owed, working=(*says, _to_the_penny(exact, owed)))


def _to_the_penny(exact: Fraction, owed: int) -> str:
    """How exact pence became whole ones."""
    if exact == owed:
        return f"That is {say_money(owed)}."
    return (
        f"That is {_places(exact)} pence; what is owed so far, to the nearest penny, less what was owed before, "
        f"is {say_money(owed)}."
    )


def _places(value: Fraction) -> str:
    shown = f"{round_half_up(value, 4):f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
