"""Faultless contract text of targets and rating policies to the nouns: what is stated as a part becomes a number."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from commissioning.contract.shares import read_share
from commissioning.contract.target_text import AimText, BandText, LaterTargetText, RatingText, TargetText
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Terms
from commissioning.model.measure import Band, Derivation, Measure, RatingPolicy, Target
from commissioning.money import round_half_up

PLACES = 4
"""To how many decimal places figures, and so targets, are kept."""


def target_of(text: TargetText) -> Target:
    """A target with what takes its place, oldest first."""
    return _target(text, tuple(sorted(map(_target, text.changes), key=lambda later: str(later.holds_from))))


def _target(text: AimText, changes: tuple[Target, ...] = ()) -> Target:
    return Target(
        per_period=text.per_period,
        cumulative=text.cumulative,
        annual=text.annual,
        on_trial=text.on_trial,
        profile=profile_numbers(text.profile, text.annual),
        low=text.low,
        high=text.high,
        derived=Derivation(**text.derived.model_dump()) if text.derived else None,
        source=text.source,
        agreed=text.agreed,
        holds_from=text.holds_from if isinstance(text, LaterTargetText) else None,
        changes=changes,
    )


def profile_numbers(profile: Iterable[Decimal | str], annual: Decimal | None) -> tuple[Decimal, ...]:
    """What each period of the year is to reach: the numbers as stated, or the shares of the year's target.

    Shares are added up before they are rounded, so that what the periods come to is always the year's target.
    """
    numbers = tuple(profile)
    shares = [read_share(part) for part in numbers if isinstance(part, str)]
    if not shares or annual is None:
        return tuple(part for part in numbers if isinstance(part, Decimal))
    so_far = [sum((share or Fraction() for share in shares[:n]), Fraction()) for n in range(len(shares) + 1)]
    reached = [round_half_up(part * Fraction(annual), PLACES) for part in so_far]
    return tuple(later - earlier for earlier, later in pairwise(reached))


def policy_of(id: str, text: RatingText) -> RatingPolicy:
    """A rating policy, each band with its reach as a number."""
    return RatingPolicy(
        id=id,
        tolerance=text.tolerance,
        in_points=text.in_points,
        minimum_denominator=text.minimum_denominator,
        source=text.source,
        bands=tuple(_band(band, text.tolerance) for band in text.band),
        by_profile=text.by_profile,
        nothing_sent=text.nothing_sent,
    )


def _band(text: BandText, tolerance: Decimal | None) -> Band:
    within, beyond = (tolerance if reach == "tolerance" else reach for reach in (text.within, text.beyond))
    return Band(text.word, within, beyond, text.if_improved)


def on_their_cycles(versions: Sequence[Terms]) -> tuple[Terms, ...]:
    """The versions of a contract, oldest first; a target that stayed as it was while the reporting cycle changed says
    what it was agreed for each of, where periods add up: sixty a quarter are not sixty a month."""
    found: list[Terms] = []
    for terms in versions:
        before = {m.code: m for m in found[-1].measures} if found else {}
        reported = found[-1].reporting.frequency if found and found[-1].reporting else ""
        measures = tuple(_on_its_cycle(m, before.get(m.code), reported, terms) for m in terms.measures)
        found.append(replace(terms, measures=measures))
    return tuple(found)


def _on_its_cycle(measure: Measure, before: Measure | None, reported: str, terms: Terms) -> Measure:
    target, was = measure.target, before.target if before else None
    if target is None or was is None or not reported or target != _plain(was):
        return measure
    each = was.each or reported
    is_of_each = target.per_period is not None or target.low is not None
    if not is_of_each or KINDS[measure.kind].over_time is not Over.SUM:
        return measure
    each = "" if terms.reporting and each == terms.reporting.frequency else each
    changes = tuple(_before(later, terms.holds_from, each) for later in target.changes)
    return replace(measure, target=replace(target, each=each, changes=changes))


def _plain(target: Target) -> Target:
    return replace(target, each="", changes=tuple(replace(later, each="") for later in target.changes))


def _before(later: Target, day: date | None, each: str) -> Target:
    """A target that took another's place before the cycle changed was agreed for the periods of then as well."""
    return replace(later, each=each) if day and later.holds_from and later.holds_from < day else later
