"""A blank return as laid out, and the one before it, to what its covering letter says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from commissioning.beside import target_words
from commissioning.calendar import day_in_words
from commissioning.contract.aims import target_in
from commissioning.contract.reporting import period_label, previous_period, why_not_running
from commissioning.editions import Series
from commissioning.model.contract import Contract, Terms
from commissioning.model.measure import Measure, Target
from commissioning.model.quantity import AnswerKey
from commissioning.model.template import Template
from commissioning.period import Period
from commissioning.template import specify

MOST_CHANGES = 8
"""As many changes are told one by one, so that the letter stays on its page."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a covering letter says, in words: all of it text, for a page to be filled in with.

    `asked` names each sheet of the return with the number of its answers; `since` is the return that `changes` follow.
    """

    written: str
    provider: str
    commissioner: str
    others: tuple[str, ...]
    title: str
    period: str
    days: str
    due: str
    file: str
    asked: tuple[tuple[str, int], ...]
    contacts: tuple[str, ...]
    since: str
    changes: tuple[str, ...]
    label: str
    illustrative: bool


def letter_of(template: Template, contract: Contract, file: str, written: date) -> Letter:
    """The letter that goes with a blank return, written on a day."""
    terms, period = template.terms, template.period
    before = _before(contract, terms, period)
    return Letter(
        written=day_in_words(written),
        provider=terms.parties.provider.name if terms.parties.provider else "The provider",
        commissioner=terms.parties.lead.name if terms.parties.lead else "The commissioner",
        others=tuple(party.name for party in terms.parties.commissioners),
        title=terms.title,
        period=template.period_label,
        days=" to ".join(day_in_words(day) or "not stated" for day in (period.start, period.end)),
        due=template.due,
        file=file,
        asked=tuple((block.sheet, len(block.rows)) for block in template.specification.blocks if block.rows),
        contacts=terms.published_contacts,
        since=period_label(*before) if before else "",
        changes=_few(tuple(_changes(contract, before, (terms, period)))) if before else (),
        label=terms.label,
        illustrative=terms.origin == "illustrative",
    )


def _before(contract: Contract, terms: Terms, period: Period) -> tuple[Terms, Period] | None:
    """The period reported before this one and the terms that held in it; None for a first return."""
    before = previous_period(terms, period)
    if before is None or why_not_running(contract.terms_for(before), before, ""):
        return None
    return contract.terms_for(before), before


def _few(changes: tuple[str, ...]) -> tuple[str, ...]:
    if len(changes) <= MOST_CHANGES:
        return changes
    return (*changes[:MOST_CHANGES], f"And {len(changes) - MOST_CHANGES} more, each beside its question in the return.")


def _changes(contract: Contract, last: tuple[Terms, Period], this: tuple[Terms, Period]) -> Iterator[str]:
    """What the return asks otherwise than the last one did, and why the contract was changed."""
    (old, then), (new, _) = last, this
    series = Series(contract)
    if old.digest == new.digest:
        for measure in new.measures:
            yield from _of_target(measure, then, measure, this)
        return
    if new.holds_from:
        yield f"The contract was changed from {day_in_words(new.holds_from)}: {new.reason}"
    was, now = ({series.called(row.key, new): row.about for _, row in specify(*of).rows()} for of in (last, this))
    yield from (f"New: {now[key]}." for key in now if key not in was)
    yield from (f"No longer asked: {was[key]}." for key in was if key not in now)
    earlier = {series.called(AnswerKey("", measure.code), new).measure: measure for measure in old.measures}
    for measure in new.measures:
        if measure.code in earlier:
            yield from _of_measure(earlier[measure.code], measure)
            yield from _of_target(earlier[measure.code], then, measure, this)


def _of_measure(old: Measure, new: Measure) -> Iterator[str]:
    if old.label != new.label:
        yield f"{old.label} is now called {new.label}."
    if (old.definition, old.counting_rule) != (new.definition, new.counting_rule):
        yield f"{new.label}: how it is counted has changed; read what stands beside it."


def _of_target(old: Measure, then: Period, new: Measure, this: tuple[Terms, Period]) -> Iterator[str]:
    """That something else is aimed at than in the last return: by another version, or by a change with a day."""
    terms, period = this
    if _numbers(target_in(old, then)) != _numbers(target_in(new, period)):
        yield f"{new.label}: the target is now {target_words(terms, new, period)}."


def _numbers(target: Target | None) -> Target | None:
    """What is aimed at, whatever it follows from and wherever it was agreed."""
    return replace(target, derived=None, source="", agreed=None, holds_from=None, changes=()) if target else None
