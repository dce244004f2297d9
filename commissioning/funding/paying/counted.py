"""Entries to what a period's return counts for payment: accepted, exact, and of a kind whose periods add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from commissioning.asked import answer_of
from commissioning.contract.reporting import own_days, period_label, reported_within
from commissioning.funding.books import Books
from commissioning.funding.paying.due import DueState, Evidence
from commissioning.funding.paying.spells import Spell, changes, held_on
from commissioning.measures import KINDS, Over
from commissioning.model.measure import Measure
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Bound, Quantity, Standing
from commissioning.period import Period
from commissioning.totals.figures import Ledger


@dataclass(frozen=True, slots=True)
class Counted:
    """What a period's return counts under the terms that hold, in the measure's own unit; None where it is not known.

    In any state but owed it never pays, and `why` says so.
    """

    period: Period
    spell: Spell
    units: Fraction | None
    state: DueState = DueState.OWED
    why: str = ""
    evidence: tuple[Evidence, ...] = ()


def counted_within(books: Books, spells: tuple[Spell, ...], time: Period) -> tuple[Counted, ...]:
    """What each return of a time counts for a term of payment, in order; periods in which no term held left out."""
    ledger = books.ledger
    periods = {one for terms in books.contract.versions for one in reported_within(terms, time)}
    there = sorted(
        (one for one in periods if time.contains(one) and one.start and one.end), key=lambda one: one.sort_key
    )
    spelled = ((one, _spell_of(spells, one)) for one in there)
    return tuple(_counted(ledger, spells, spell, period) for period, spell in spelled if spell)


def _spell_of(spells: tuple[Spell, ...], period: Period) -> Spell | None:
    """The terms that held when a period began, or that began inside it."""
    first = held_on(spells, period.start) if period.start else None
    return first or next((spell for spell in spells if spell.days.overlaps(period)), None)


def _counted(ledger: Ledger, spells: tuple[Spell, ...], spell: Spell, period: Period) -> Counted:
    term, terms = spell.term, spell.terms
    measure = next((one for one in terms.measures if one.code == term.measure), None)
    not_added = _why_not_added(spell, measure, period)
    if measure is None or not_added:
        return Counted(period, spell, None, DueState.UNCLEAR, not_added)
    services = (term.service,) if term.service in measure.services else measure.services
    entries = [ledger.find(period, AnswerKey(service, measure.code)) for service in services]
    found = tuple(entry for entry in entries if entry)
    evidence = tuple(_evidence(terms.service(entry.key.service).title, measure, entry) for entry in found)
    if len(found) < len(entries):
        why = f"{measure.label} of {period_label(terms, period)} has not been returned."
        return Counted(period, spell, None, DueState.NOT_RETURNED, why, evidence)
    units, why = _units(found, measure)
    if units is None:
        return Counted(period, spell, None, DueState.UNCLEAR, why, evidence)
    if changed := _priced_twice(spells, period):
        return Counted(period, spell, None, DueState.UNCLEAR, changed, evidence)
    if any(entry.state is State.PROVISIONAL for entry in found):
        why = "The return is not accepted yet; accept it, or have it corrected."
        return Counted(period, spell, units, DueState.PROVISIONAL, why, evidence)
    return Counted(period, spell, units, evidence=evidence)


def _why_not_added(spell: Spell, measure: Measure | None, period: Period) -> str:
    """Why a measure's figures cannot be counted up over a year; empty where they can."""
    if measure is None:
        return f"Contract text has no measure {spell.term.measure!r} to pay by."
    if own_days(spell.terms, period) != period:
        return f"Returns of {measure.label} overlap, so nothing is counted from them."
    key = AnswerKey(spell.term.service, measure.code)
    if KINDS[measure.kind].figure is not None or answer_of(measure, key).adds.over_time is not Over.SUM:
        return f"{measure.label} is {KINDS[measure.kind].title}: its periods do not add up, so nothing is counted."
    return ""


def _units(entries: Iterable[Entry], measure: Measure) -> tuple[Fraction | None, str]:
    total = Fraction(0)
    for entry in entries:
        given = entry.given
        if not isinstance(given, Quantity):
            return None, f"{measure.label} is {given.value}."
        if given.bound is not Bound.EXACT or given.standing is not Standing.STATED:
            return None, f"{measure.label} is no exact, firm number."
        total += Fraction(given.value)
    return total, ""


def _priced_twice(spells: tuple[Spell, ...], period: Period) -> str:
    """That terms or prices change inside a period, of which a return tells no part; empty where they do not."""
    days = changes(spells, period)
    if not days:
        return ""
    return f"Terms or prices change on {days[0]}, inside the return's period. Agree how much falls before that day."


def _evidence(service: str, measure: Measure, entry: Entry) -> Evidence:
    given = entry.given
    value = KINDS[entry.kind].show(given.value) if isinstance(given, Quantity) else given.value
    return Evidence(f"{service}: {measure.label} {value}", entry.file, entry.place)
