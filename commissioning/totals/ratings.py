"""A figure and what it aims at to a rating: a policy's word, or a named reason why not rated."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissioning.contract.aims import (
    Aim,
    aim_in_words,
    aim_of,
    annual_is_not_due,
    policy_of,
    target_in,
    why_not_of_this,
)
from commissioning.contract.derivations import plain
from commissioning.contract.reporting import term_of
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Terms
from commissioning.model.figure import Rating, Travel
from commissioning.model.measure import Band, Measure, RatingPolicy, Role
from commissioning.model.posted import State
from commissioning.model.quantity import Bound, Given, Quantity, Standing
from commissioning.money import round_half_up
from commissioning.period import Period
from commissioning.totals.travel import short_of

NOT_RATED = "not rated"
TOO_SMALL = "too small"
NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Rated:
    """What is rated: a figure (of the year to date, where the target is on that), its state, what it is out of, which
    way it went since the same period last year, and how many it is the mean of."""

    given: Given
    state: State
    denominator: Given | None = None
    since_last_year: Travel | None = None
    weight: Given | None = None


def rate(terms: Terms, measure: Measure, service: str, period: Period, rated: Rated) -> Rating:
    """The rating of a measure's figure for a period."""
    aim, policy, given = aim_of(terms, measure, period), policy_of(terms, measure), rated.given
    unrated = (
        _why_nobody(terms, measure, service)
        or _why_no_target(terms, measure, period, aim)
        or _why_no_figure(rated)
        or (aim is not None and _why_no_measure_of_it(terms, measure, period, aim))
        or (_is_too_small(rated.denominator, policy) and f"{TOO_SMALL}: out of fewer than {policy.minimum_denominator}")
    )
    if unrated == NO_DATA and policy.nothing_sent:
        return Rating(policy.nothing_sent, NO_DATA)
    if unrated or aim is None or not isinstance(given, Quantity):
        return Rating(NOT_RATED, unrated or NO_DATA)
    return _rated(_Judged(given.value, aim, policy, measure.kind, rated.since_last_year))


def nothing_sent(terms: Terms, measure: Measure) -> str:
    """The policy's word for a period of which no figure came; empty where it has none, or the measure no target."""
    return policy_of(terms, measure).nothing_sent if measure.target is not None else ""


def _why_nobody(terms: Terms, measure: Measure, service: str) -> str:
    """Why there is nobody to rate: a figure of the world, or one that nobody is said to provide."""
    if measure.role is Role.CONTEXT:
        return "context only"
    provides = terms.service(service).provider or terms.parties.provider
    return "" if provides or measure.target is None else "no provider is stated, and nobody is rated for it"


def _why_no_target(terms: Terms, measure: Measure, period: Period, aim: Aim | None) -> str:
    """Why nothing is aimed at in this period; empty where something is."""
    if target_in(measure, period) is None:
        return "no target stated"
    if unfit := why_not_of_this(terms, measure, period):
        return unfit
    if aim is None:
        return (
            "not due until the year ends" if annual_is_not_due(terms, measure, period) else "no target for this period"
        )
    return "its target is on trial" if aim.on_trial else ""


def _why_no_figure(rated: Rated) -> str:
    """Why the figure is not one to be rated; empty where it is. A mean of nobody is none, whatever it says."""
    given = rated.given
    if not isinstance(given, Quantity) or rated.weight == Quantity(Decimal(0)):
        return NO_DATA
    if given.bound is not Bound.EXACT:
        return "incomplete"
    if given.standing is Standing.TO_BE_CONFIRMED:
        return "to be confirmed"
    return "provisional" if rated.state is State.PROVISIONAL else ""


def _why_no_measure_of_it(terms: Terms, measure: Measure, period: Period, aim: Aim) -> str:
    """Why a figure cannot be held against a target for a whole period: the contract ran in a part of it only."""
    term = term_of(terms)
    of_part = KINDS[measure.kind].over_time is Over.SUM and not aim.on_year_to_date
    if not of_part or period.start is None or period.end is None or term.contains(period):
        return ""
    since = f"from {terms.starts}" if term.start and term.start > period.start else f"until {terms.ends}"
    return f"partial period: the contract runs {since}"


def _is_too_small(denominator: Given | None, policy: RatingPolicy) -> bool:
    return isinstance(denominator, Quantity) and denominator.value < policy.minimum_denominator


@dataclass(frozen=True, slots=True)
class _Judged:
    """A figure that can be rated, by how much it is short of its target and what a policy measures that in."""

    actual: Decimal
    aim: Aim
    policy: RatingPolicy
    kind: str
    since_last_year: Travel | None

    @property
    def short(self) -> Fraction:
        """By how much it misses its target; less than nothing by how much it is better."""
        return short_of(self.aim, self.actual)

    @property
    def limit(self) -> Fraction:
        """The number that its tolerance is a part of: the target, or the end of a range that it is nearer to."""
        if self.aim.high is None:
            return Fraction(self.aim.value)
        return Fraction(self.aim.high if self.actual > self.aim.high else self.aim.value)

    def reaches(self, number: Decimal) -> Fraction:
        """So much tolerance, in the figure's own unit."""
        return Fraction(number) * (1 if self.policy.in_points else abs(self.limit) / 100)

    def says(self, number: Decimal) -> str:
        """So much tolerance, in words."""
        if not self.policy.in_points:
            return f"{number}%"
        if not KINDS[self.kind].is_percent:
            return f"{number}"
        return f"{number} percentage {'point' if number == 1 else 'points'}"

    @property
    def target(self) -> str:
        """The target in words."""
        return aim_in_words(self.aim, self.kind)


def _rated(judged: _Judged) -> Rating:
    """The first band that the figure is in; not rated where that cannot be told."""
    if unclear := _why_tolerance_means_nothing(judged):
        return Rating(NOT_RATED, unclear)
    levels = judged.policy.levels
    on_target = next(place for place, band in enumerate(levels) if band.beyond is None)
    for place, band in enumerate(levels):
        if not _is_near_enough(judged, band):
            continue
        if band.if_improved:
            gain = _gain_since_last_year(judged)
            if gain is None:
                return Rating(NOT_RATED, _why_no_last_year(judged, band))
            if gain < 0:
                continue
        return Rating(band.word, _why(judged, place), place, missed=place > on_target)
    raise LookupError(f"The rating policy {judged.policy.id} has no word for every figure.")


def _why_tolerance_means_nothing(judged: _Judged) -> str:
    """A part of nothing is nothing: of a target of 0 a tolerance in percent of it says no more than the target."""
    reaches = [reach for band in judged.policy.levels for reach in (band.within, band.beyond) if reach]
    if judged.policy.in_points or not reaches or judged.limit or (judged.aim.high is not None and judged.short == 0):
        return ""
    return f"its target is 0, and {judged.says(reaches[0])} of 0 is nothing: rate it in points, or met or missed"


def _is_near_enough(judged: _Judged, band: Band) -> bool:
    if band.beyond is not None:
        return judged.short < -judged.reaches(band.beyond)
    return band.within is None or judged.short <= judged.reaches(band.within)


def _gain_since_last_year(judged: _Judged) -> int | None:
    """Whether it is better than a year ago; None where nobody can tell yet."""
    went = judged.since_last_year
    return None if went is None or went.is_provisional else went.gain


def _why_no_last_year(judged: _Judged, band: Band) -> str:
    travel = judged.since_last_year
    unsure = f"not compared: provisional in {travel.since}" if travel and travel.is_provisional else ""
    because = unsure or (travel.why if travel else "") or "no figure of the same period last year"
    return f"{band.word} only if improved or maintained on the same period last year: {because}"


def _why(judged: _Judged, place: int) -> str:
    """What was aimed at, and by how much the figure is beside it."""
    band, levels = judged.policy.levels[place], judged.policy.levels
    parts = [_beside_the_target(judged, band, levels[:place])]
    if any(one.if_improved for one in levels[: place + 1]) and judged.since_last_year:
        parts.append(_improved(judged, judged.since_last_year))
    if judged.policy.by_profile:
        parts.append(_off_profile(judged))
    return "; ".join(part for part in parts if part)


def _beside_the_target(judged: _Judged, band: Band, better: tuple[Band, ...]) -> str:
    target = f"target of {judged.target}"
    if judged.short <= 0:
        beyond = f" and bettered by more than {judged.says(band.beyond)}" if band.beyond else ""
        return f"{target} met{beyond}"
    if band.within:
        return f"within {judged.says(band.within)} of the {target}"
    missed_by = max((one.within for one in better if one.within), default=None)
    return f"{target} missed{f' by more than {judged.says(missed_by)}' if missed_by else ''}"


def _improved(judged: _Judged, since: Travel) -> str:
    """How the figure stands to that of the same period last year."""
    word = "not improved on" if (since.gain or 0) < 0 else "improved on" if since.gain else "the same as in"
    show = KINDS[judged.kind].show
    shown = [show(value) for value in (since.before, since.last) if value is not None]
    return f"{word} {since.since} ({' to '.join(dict.fromkeys(shown))})"


def _off_profile(judged: _Judged) -> str:
    """London Councils' words: `12.5% below profile`."""
    profile = Fraction(judged.aim.value)
    off = Fraction(judged.actual) - profile
    if not off or not profile:
        return "" if off else "on profile"
    percent = plain(Fraction(round_half_up(abs(off) * 100 / abs(profile), 1)))
    return f"{percent}% {'above' if off > 0 else 'below'} profile"
