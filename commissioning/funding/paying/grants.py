"""Claims of eligible spend to what a grant pays: up to its award, and nothing over it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from commissioning.funding.books import Books
from commissioning.funding.paying.counted import Counted, counted_within
from commissioning.funding.paying.due import DueState, PaymentDue
from commissioning.funding.paying.spells import Spell, a_year, not_firm, payment_due
from commissioning.money import round_half_up, say_money
from commissioning.period import Period

PENCE = 100


def grant_dues(books: Books, spells: tuple[Spell, ...], year: Period) -> Iterator[PaymentDue]:
    """What is owed for each claim of a year, counted with the earlier ones of the same award."""
    claimed, owed = 0, 0
    for each in counted_within(books, spells, _counted_over(spells, year)):
        due, pence = _claim(each, claimed, owed)
        claimed, owed = claimed + pence, owed + due.pence
        if year.contains(each.period):
            yield due


def _counted_over(spells: tuple[Spell, ...], year: Period) -> Period:
    """From which day on claims are counted against an award that pays in a year: of so much a year or month, the
    year's first; of any other, the first of its terms."""
    held = [spell for spell in spells if spell.days.overlaps(year)]
    if any(spell.term.amount and spell.term.amount.when.per for spell in held):
        return year
    starts = [spell.days.start for spell in spells if spell.days.start]
    return Period(min([*starts, year.start or date.max]), year.end)


def _claim(each: Counted, claimed: int, owed: int) -> tuple[PaymentDue, int]:
    """What is owed for a claim, and how many pence of it count: those that were accepted."""
    due = replace(payment_due(each.spell, each.period, each.period.end or date.max), evidence=each.evidence)
    award = a_year(each.spell.term.amount)
    if each.units is None:
        return replace(due, state=each.state, why=each.why), 0
    if award is None:
        return replace(due, state=DueState.UNCLEAR, why=not_firm(each.spell.term.amount)), 0
    pence = int(round_half_up(each.units * PENCE, 0))
    pays = min(award, claimed + pence) - owed
    if each.state is DueState.PROVISIONAL:
        return replace(due, state=each.state, why=each.why, would_be=pays), 0
    return replace(due, pence=pays, working=_working(pence, pays, claimed, award)), pence


def _working(pence: int, pays: int, claimed: int, award: int) -> tuple[str, ...]:
    says = f"Claimed {say_money(pence)}, after {say_money(claimed)}, against an award of {say_money(award)}."
    return (says,) if pence == pays else (says, f"Paid is {say_money(pays)}: what is over the award is not.")
