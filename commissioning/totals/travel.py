"""Two figures of one measure to the way it went from one to the other: better, worse, or why that cannot be said."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from commissioning.calendar import a_year_before
from commissioning.contract.aims import Aim, aim_of, own_target
from commissioning.contract.reporting import is_reported, own_days, period_label, previous_period, term_of
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Origin, Terms
from commissioning.model.figure import Figure, Travel
from commissioning.model.measure import Measure, Polarity, Role, Target
from commissioning.model.posted import State
from commissioning.model.quantity import Bound, Quantity, Standing
from commissioning.period import Period, length

CHANGES = ("stated-change", "change")
"""The kinds whose figure is a change already."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A measure in one period: the terms and the wording under which it was asked, and its figure; None for what is
    not there."""

    terms: Terms
    period: Period
    measure: Measure | None
    figure: Figure | None

    @property
    def label(self) -> str:
        """The period by the contract's own label."""
        return period_label(self.terms, self.period)


def short_of(aim: Aim, value: Decimal) -> Fraction:
    """By how much a figure misses what is aimed at; less than nothing by how much it is better than that.

    In a range nothing is better than anything else: there it is 0.
    """
    if aim.high is not None:
        return max(Fraction(aim.value) - Fraction(value), Fraction(value) - Fraction(aim.high), Fraction(0))
    return (Fraction(aim.value) - Fraction(value)) * (1 if aim.at_least else -1)


def travel(now: Stage, before: Stage | None, *, next_to: bool = False) -> Travel:
    """Which way a figure went since another period's; with `next_to`, only where that ended on the day before."""
    if before is None:
        return Travel(why="no earlier figure")
    gap = next_to and not follows(now.period, before.period)
    if refused := _why_not_the_same(now, before) or _why_too_unsure(now, before, gap=gap):
        return Travel(since=before.label, why=refused)
    values = _value(before.figure), _value(now.figure)
    is_part = now.figure is not None and now.figure.key.is_part
    gain = None if is_part else _gain(now, *values)
    judged = "" if gain is None else _why_not_judged(now, before)
    word = _changed(*values) if gain is None or judged else {1: "improved", 0: "maintained", -1: "worsened"}[gain]
    provisional = any(stage.figure and stage.figure.state is State.PROVISIONAL for stage in (now, before))
    return Travel(word, before.label, *values, gain, judged, provisional)


def _why_not_the_same(now: Stage, before: Stage) -> str:
    """Why two figures are not of one thing; empty where they are."""
    if before.figure is None:
        return f"{why_no_figure(before.terms, before.measure)} in {before.label}"
    if before.measure is not None and not is_same(before.measure, now.measure):
        return "asked differently before"
    return "not compared: it is a change itself" if now.figure and now.figure.kind in CHANGES else ""


def _why_too_unsure(now: Stage, before: Stage, *, gap: bool) -> str:
    """Why two figures of one thing do not say which way it went; empty where they do."""
    if gap:
        return f"{before.label} is not the period before"
    if _adds_up(now) and length(before.period) != length(now.period):
        return f"{before.label} is a period of another length"
    for stage in (now, before):
        if why := _why_unsure(stage.figure):
            where = f" in {before.label}" if stage is before and why != "not exact" else ""
            return f"not compared: {why}{where}"
    return ""


def _adds_up(stage: Stage) -> bool:
    """Whether a longer period has a larger figure, as a count of what happened does."""
    return stage.figure is not None and KINDS[stage.figure.kind].over_time is Over.SUM


def why_no_figure(terms: Terms, measure: Measure | None) -> str:
    """Why there is no figure: nobody returned what a paper may leave out."""
    if measure is None:
        return "not asked"
    return "not returned" if measure.required or terms.origin is not Origin.TRANSCRIBED else "not stated"


def _why_unsure(figure: Figure | None) -> str:
    if figure is None or not isinstance(figure.given, Quantity):
        return "no figure"
    if figure.given.bound is not Bound.EXACT:
        return "not exact"
    if figure.given.standing is Standing.TO_BE_CONFIRMED:
        return "to be confirmed"
    return ""


def is_same(one: Measure, other: Measure | None) -> bool:
    """Whether two wordings of a measure ask the same thing, so that their figures may stand beside each other."""
    return other is not None and _meaning(one) == _meaning(other)


def _meaning(measure: Measure) -> tuple[str | None, ...]:
    parts = (measure.numerator, measure.denominator, measure.base, measure.reference, str(measure.per or ""))
    return (measure.code, measure.kind, measure.unit, measure.definition, measure.counting_rule, *parts)


def _gain(now: Stage, before: Decimal, last: Decimal) -> int | None:
    """1 for better, 0 for neither, -1 for worse; None where nobody says which side is better, or it can only rise."""
    measure = now.measure
    if measure is None or measure.role is Role.CONTEXT or measure.kind == "cumulative":
        return None
    if measure.polarity in (Polarity.HIGHER, Polarity.LOWER):
        more = (last > before) - (last < before)
        return more if measure.polarity is Polarity.HIGHER else -more
    aim = aim_of(now.terms, measure, now.period)
    if aim is None or aim.high is None:
        return None
    was, is_now = short_of(aim, before), short_of(aim, last)
    return (was > is_now) - (was < is_now)


def _changed(before: Decimal, last: Decimal) -> str:
    return "the same" if before == last else "higher" if last > before else "lower"


def _why_not_judged(now: Stage, before: Stage) -> str:
    """That something else was aimed at then, so that better and worse do not mean the same."""
    if now.measure is None or before.measure is None:
        return ""
    was, is_now = (own_target(one.terms, one.measure, one.period) for one in (before, now) if one.measure)
    if was == is_now:
        return ""
    kind = now.measure.kind
    return f"not judged: its target was {_target_words(was, kind)} and is {_target_words(is_now, kind)}"


def _target_words(target: Target | None, kind: str) -> str:
    """The numbers of a target."""
    if target is None:
        return "not stated"
    show = KINDS[kind].show
    if target.low is not None and target.high is not None:
        return f"{show(target.low)} to {show(target.high)}"
    numbers = (target.per_period, target.annual, *target.cumulative)
    return ", ".join(show(number) for number in numbers if number is not None)


def _value(figure: Figure | None) -> Decimal:
    return figure.given.value if figure and isinstance(figure.given, Quantity) else Decimal()


def period_before(there: tuple[Period, ...], terms: Terms, period: Period) -> Period | None:
    """The reporting period before, while the contract ran or something is there of it; of dated spans the last one of
    the same length that something is there of. `there` are the periods that have entries, in order."""
    if terms.reporting and terms.reporting.frequency == "span":
        earlier = [one for one in there if one.end and period.start and one.end < period.start]
        return next((one for one in reversed(earlier) if length(one) == length(period)), None)
    before = previous_period(terms, period) if period.start else None
    if before is None or own_days(terms, before).overlaps(own_days(terms, period)):
        return None
    return before if before in there or term_of(terms).overlaps(before) else None


def year_before(there: tuple[Period, ...], terms: Terms, period: Period) -> Period | None:
    """The same period a year earlier, where something is there of it, or the contract is known to have run and to have
    reported it."""
    before, term = a_year_before(period), term_of(terms)
    if before is None:
        return None
    was_owed = term.start is not None and term.overlaps(before) and is_reported(terms, before)
    return before if before in there or was_owed else None


def follows(period: Period, before: Period) -> bool:
    """Whether a period begins on the day after another one's last."""
    return before.end is not None and period.start == before.end + timedelta(days=1)
