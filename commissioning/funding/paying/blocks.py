"""A yearly sum to its instalments, to the penny: months or quarters, part ones by their days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise

from commissioning.calendar import CYCLE_MONTHS, yearly
from commissioning.contract.reporting import year_starts
from commissioning.funding.paying.due import DueState, PaymentDue
from commissioning.funding.paying.rises import rise_on
from commissioning.funding.paying.spells import Spell, a_year, days_in, not_firm, payment_due, stretches
from commissioning.money import round_half_up, say_money
from commissioning.period import YEAR_MONTHS, Period


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
    for piece in _pieces(spells, year):
        parts.setdefault(piece.part, []).append(piece)
    quotas = [sum((piece.quota for piece in pieces), Fraction(0)) for pieces in parts.values()]
    for pieces, exact, owed in zip(parts.values(), quotas, instalments(quotas), strict=True):
        yield _due(pieces, exact, owed)


def _pieces(spells: tuple[Spell, ...], year: Period) -> Iterator[Piece]:
    for spell, days in stretches(spells, year):
        cycle = yearly(year_starts(spell.terms), CYCLE_MONTHS[spell.term.instalments])
        if days.start and days.end:
            yield from (_piece(spell, part, days.common(part)) for part in cycle.touching(days.start, days.end))


def _piece(spell: Spell, part: Period, days: Period) -> Piece:
    amount, rise = spell.term.amount, rise_on(spell.term.indexations, days.start or date.min)
    pence = a_year(amount)
    if pence is None or rise.factor is None:
        return Piece(part, days, spell, Fraction(0), why_not=not_firm(amount) or rise.why_not)
    number = YEAR_MONTHS // CYCLE_MONTHS[spell.term.instalments]
    share = Fraction(days_in(days), days_in(part))
    by_days = "" if share == 1 else f", for {days_in(days)} of {days_in(part)} days"
    says = f"{say_money(pence)} a year in {number} instalments{by_days}."
    return Piece(part, days, spell, pence * rise.factor / number * share, (says, *rise.says))


def _due(pieces: list[Piece], exact: Fraction, owed: int) -> PaymentDue:
    spell, days = pieces[0].spell, Period(pieces[0].days.start, pieces[-1].days.end)
    due = payment_due(spell, days, (days.start if spell.term.in_advance else days.end) or date.max)
    if why_not := next((piece.why_not for piece in pieces if piece.why_not), ""):
        return replace(due, state=DueState.UNCLEAR, why=why_not)
    says = dict.fromkeys(sentence for piece in pieces for sentence in piece.says)
    return replace(due, pence=owed, working=(*says, _to_the_penny(exact, owed)))


def _to_the_penny(exact: Fraction, owed: int) -> str:
    """How exact pence became whole ones."""
    if exact == owed:
        return f"That is {say_money(owed)}."
    return f"That is exactly £{_places(exact / 100)}; with the year so far to the penny, {say_money(owed)}."


def _places(value: Fraction) -> str:
    shown = f"{round_half_up(value, 6):,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
