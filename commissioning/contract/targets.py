"""Faultless contract text of targets and rating policies to the nouns: what is stated as a part becomes a number."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from commissioning.contract.shares import read_share
from commissioning.contract.target_text import AimText, BandText, LaterTargetText, RatingText, TargetText
from commissioning.model.measure import Band, Derivation, RatingPolicy, Target
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
