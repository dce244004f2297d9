"""Do the figures go on from those before them? Totals to date, last period's figures, copies, jumps and slips."""

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from commissioning.beside import say_given
from commissioning.checks.answers import as_typed
from commissioning.checks.earlier import Earlier, Line, exact
from commissioning.checks.history import Admission
from commissioning.contract.reporting import year_to_date
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.model.finding import Severity
from commissioning.model.quantity import AnswerKey, Given
from commissioning.model.returned import Cell, Printed
from commissioning.money import round_half_up
from commissioning.period import Period
from commissioning.returns.characters import plain

if TYPE_CHECKING:
    from commissioning.model.measure import Measure

GOING_ON_CHECKS = Checks(Admission, "Do the figures go on from those before them?", rank=52)
declare = GOING_ON_CHECKS.declare

STEADY_KINDS = frozenset({"snapshot-of-things", "fte", "money"})
"""Places, posts and agreed sums stay what they are: that they do is no sign of a copy."""
NORMAL = Fraction(6745, 10000)
"""What makes the median distance from a median comparable with a standard deviation (Iglewicz and Hoaglin, 1993)."""
MEAN_NORMAL = Fraction(1253314, 1000000)
"""The same for the mean distance, which stands in where half of the numbers are one and the same."""


@declare(
    "H003",
    Severity.NEEDS_EXPLANATION,
    "{about} is {now}, {than}.",
    "Correct it, or say how people were counted over the year so far.",
    "How were people counted over the year so far?",
)
def year_to_date_cannot_be(admission: Admission) -> Iterator[Fault]:
    """People over a year are no fewer than in any of its periods, nor than last time, and no more than all of them."""
    earlier = admission.earlier
    for total, of, kind in _totals_to_date(admission, "distinct-people"):
        if total not in earlier.numbers:
            continue
        answer, now = earlier.numbers[total]
        if than := _cannot_be(earlier, total, of, now):
            facts = {"about": answer.about, "now": KINDS[kind].show(now), "than": than}
            yield Fault((answer.place,), facts, (total.measure, of.measure))


@declare(
    "H004",
    Severity.NEEDS_EXPLANATION,
    "{about} is {now}, of which {flow} came in this period: so it was {was} before, and the last return said {before}.",
    "Correct it, or say which earlier figures have changed; an earlier return is corrected by a new one.",
    "Which earlier figures have changed, and why?",
)
def total_to_date_restates_what_was_before(admission: Admission) -> Iterator[Fault]:
    """A total less what was added to it is the total as it was: another one says that earlier figures were changed."""
    answers, previous = admission.earlier.numbers, admission.previous
    held = admission.history.figures.get(previous, {}) if previous else {}
    for total, of, kind in _totals_to_date(admission, "cumulative"):
        then = exact(held.get(total))
        if total not in answers or of not in answers or then is None:
            continue
        (answer, now), (added, flow) = answers[total], answers[of]
        if then <= now != then + flow:
            shown = {"now": now, "flow": flow, "was": now - flow, "before": then}
            facts = {name: KINDS[kind].show(value) for name, value in shown.items()}
            facts["before"] += _if_provisional(admission, previous)
            yield Fault((answer.place, added.place), {"about": answer.about, **facts}, (total.measure, of.measure))


@declare(
    "H005",
    Severity.NOTE,
    "Beside {about}, {printed} stands for {when}, and {held} is what was recorded of it.",
    "Leave earlier figures as they were sent. If one was wrong, send that return again.",
    "Was last period's figure wrong, and which is right?",
)
def last_period_says_something_else(admission: Admission) -> Iterator[Fault]:
    """A figure of an earlier period is changed by a correction that says why, never by the way."""
    closings = {opening.opening: opening.closing for opening in admission.specification.openings}
    answers, figures = admission.returned.by_key(), admission.history.figures
    for _, row in admission.specification.rows():
        for printed in answers[row.key].earlier if row.key in answers else ():
            period = printed.period or admission.previous
            key = row.key if printed.period else closings.get(row.key, row.key)
            held = figures.get(period, {}).get(key) if period else None
            if period and held is not None and not _says(printed.cell, held, row.kind):
                facts = {"about": answers[row.key].about, "printed": _printed(printed)}
                facts["when"] = admission.label(period) if printed.period else "the last period"
                facts["held"] = f"{say_given(held, row.kind)}{_if_provisional(admission, period)}"
                yield Fault((printed.place,), facts, (row.key.measure,))


@declare(
    "H006",
    Severity.NOTE,
    "{count} figures of {service} are exactly what they were in the last return{rest}.",
    "If last period's figures were sent again by mistake, send this period's.",
    "Are these the figures of this period?",
)
def figures_are_those_of_last_period(admission: Admission) -> Iterator[Fault]:
    """One figure that stays the same is nothing; so many are more likely copied."""
    earlier = admission.earlier
    by_service: dict[str, list[Line]] = {}
    for line in earlier.lines:
        if line.now and line.row.kind not in STEADY_KINDS and earlier.last(line) is not None:
            by_service.setdefault(line.row.key.service, []).append(line)
    for service, lines in by_service.items():
        same = [line for line in lines if earlier.last(line) == line.now]
        if len(same) >= earlier.policy.same and 4 * len(same) >= 3 * len(lines):
            others = len(lines) - len(same)
            facts = {"count": str(len(same)), "service": _title(admission, service)}
            facts["rest"] = f", and {others} {'is' if others == 1 else 'are'} not" if others else ""
            places = tuple(line.answer.place for line in same)
            yield Fault(places, facts, tuple(dict.fromkeys(line.row.key.measure for line in same)))


@declare(
    "H007",
    Severity.NOTE,
    "{about} is {now}, far from the {count} before it: their median is {median}, {spread}.",
    "Check it. If it is right, say beside it what happened.",
    "What happened in this period?",
)
def figure_is_far_from_those_before(admission: Admission) -> Iterator[Fault]:
    """A slip of the keyboard, or news: either is worth a word. A few more or fewer are not, nor is a short history."""
    earlier = admission.earlier
    for line in earlier.lines:
        if not line.now or line.row.key.dimension or line.row.kind == "cumulative":
            continue
        past = [value for _, value in earlier.of_same_thing(line)]
        if len(past) >= earlier.policy.periods and _is_far(line.now, past, earlier):
            middle = _median([Fraction(value) for value in past])
            distance = _median([abs(Fraction(value) - middle) for value in past])
            facts = {"about": line.answer.about, "now": line.show(line.now), "count": str(len(past))}
            facts["median"] = line.show(round_half_up(middle, 1))
            close = f"half of them within {line.show(round_half_up(distance, 1))} of it"
            facts["spread"] = close if distance else "and at least half of them are that"
            yield Fault((line.answer.place,), facts, (line.row.key.measure,))


@declare(
    "H008",
    Severity.NOTE,
    "{about} is {now} and was {before} in {period}, and {what} changed in between: the two are not of the same thing.",
    "Nothing is wrong. Say beside it how much of the change comes from that, if you know.",
    "How much of the change comes from that?",
)
def figure_moved_where_its_meaning_changed(admission: Admission) -> Iterator[Fault]:
    """Who reads the two figures side by side must know that they do not measure one thing."""
    earlier = admission.earlier
    for line in earlier.lines:
        if not line.before or line.row.key.dimension:
            continue
        period, value = line.before[-1]
        changed = earlier.changed(line.row.key, period)
        if changed and abs(line.now - value) >= earlier.policy.smallest:
            facts = {"about": line.answer.about, "now": line.show(line.now), "before": line.show(value)}
            facts |= {"period": admission.label(period), "what": " and ".join(changed)}
            yield Fault((line.answer.place,), facts, (line.row.key.measure,))


@declare(
    "H009",
    Severity.NOTE,
    "{about} is 0, and was {least} or more in each of the {count} periods before.",
    "If there is no figure, choose a status such as not known. If there were none, say beside it why.",
    "Why were there none?",
)
def figure_is_suddenly_nought(admission: Admission) -> Iterator[Fault]:
    """0 is often typed where a figure was not to hand. Where there were never more than a few it is left alone."""
    earlier = admission.earlier
    for line in earlier.lines:
        if line.now or line.row.key.dimension:
            continue
        past = [value for _, value in earlier.of_same_thing(line)]
        is_asked = len(past) >= earlier.policy.periods and all(past)
        if is_asked and 2 * _median([Fraction(value) for value in past]) >= earlier.policy.smallest:
            facts = {"about": line.answer.about, "least": line.show(min(past)), "count": str(len(past))}
            yield Fault((line.answer.place,), facts, (line.row.key.measure,))


@declare(
    "H013",
    Severity.NOTE,
    "{about} is {now} and {other} is {then}; in the last return it was the other way round.",
    "If the two were mixed up, correct them.",
    "Were the two mixed up?",
)
def two_figures_have_changed_places(admission: Admission) -> Iterator[Fault]:
    """Two rows that swap their figures exactly were more likely mixed up than not."""
    earlier = admission.earlier
    opened = {opening.opening for opening in admission.specification.openings}
    seen: dict[tuple[str, str, str, Decimal, Decimal], Line] = {}
    for line in earlier.lines:
        before, key, smallest = earlier.last(line), line.row.key, earlier.policy.smallest
        if before is None or key in opened or min(before, line.now, abs(line.now - before)) < smallest:
            continue
        among = (key.service, key.measure if key.dimension else "", key.dimension)
        other = seen.pop((*among, before, line.now), None)
        if other is None:
            seen[(*among, line.now, before)] = line
            continue
        facts = {"about": other.answer.about, "other": line.answer.about}
        facts |= {"now": other.show(other.now), "then": line.show(line.now)}
        yield Fault((other.answer.place, line.answer.place), facts, (other.row.key.measure, key.measure))


def _totals_to_date(admission: Admission, kind: str) -> Iterator[tuple[AnswerKey, AnswerKey, str]]:
    """Each answer that is the total to date of another, and that other one."""
    measures: tuple[Measure, ...] = admission.terms.measures if admission.terms else ()
    for measure in measures:
        if measure.to_date_of and measure.kind == kind:
            for service in measure.services:
                yield AnswerKey(service, measure.code), AnswerKey(service, measure.to_date_of), kind


def _cannot_be(earlier: Earlier, total: AnswerKey, of: AnswerKey, now: Decimal) -> str:
    """Why a number of people over the year so far cannot be; nothing, where it can."""
    admission, terms = earlier.admission, earlier.admission.terms
    year = year_to_date(terms, admission.period) if terms else (admission.period,)
    totals = _known(earlier, total, year[:-1])
    parts = _known(earlier, of, year)
    show = KINDS["distinct-people"].show
    if totals and now < totals[-1][1]:
        return f"fewer than the {show(totals[-1][1])} of {admission.label(totals[-1][0])}"
    period, most = max(parts, key=lambda part: part[1], default=(admission.period, Decimal(0)))
    if now < most:
        return f"fewer than the {show(most)} of {admission.label(period)} alone"
    if len(parts) == len(year) and now > sum(value for _, value in parts):
        each = " + ".join(show(value) for _, value in parts)
        return f"more than all of its periods come to: {each} = {show(sum((v for _, v in parts), Decimal(0)))}"
    return ""


def _known(earlier: Earlier, key: AnswerKey, periods: tuple[Period, ...]) -> list[tuple[Period, Decimal]]:
    """The exact numbers of an answer in some periods, in order; that of this return among them."""
    admission, answer = earlier.admission, earlier.answers.get(key)
    given: dict[Period, Given | None] = {p: admission.history.figures.get(p, {}).get(key) for p in periods}
    if admission.period in given and answer:
        given[admission.period] = answer.given
    found = ((period, exact(value)) for period, value in given.items())
    return [(period, value) for period, value in found if value is not None]


def _if_provisional(admission: Admission, period: Period | None) -> str:
    return " (still provisional)" if period in admission.history.provisional else ""


def _says(cell: Cell, held: Given, kind: str) -> bool:
    """Whether what stands for last period says what was recorded; nothing is made of words without a figure."""
    if cell.number is not None:
        value = cell.number * 100 if cell.percent else cell.number
        return exact(held) == value
    words = plain(re.sub(r"\(provisional\)$", "", cell.text.strip()))
    return not re.search(r"\d", words) or words == plain(say_given(held, kind))


def _printed(printed: Printed) -> str:
    return as_typed(re.sub(r"\s*\(provisional\)$", "", printed.cell.text.strip()))


def _title(admission: Admission, service: str) -> str:
    terms = admission.terms
    return terms.service(service).title if terms and service else service or "the whole contract"


def _is_far(now: Decimal, past: list[Decimal], earlier: Earlier) -> bool:
    """Whether a number lies farther from the median of those before it than the policy lets pass."""
    numbers = [Fraction(value) for value in past]
    middle = _median(numbers)
    away = [abs(number - middle) for number in numbers]
    distance, far = abs(Fraction(now) - middle), Fraction(earlier.policy.far)
    spread = _median(away) / NORMAL or MEAN_NORMAL * sum(away) / len(away)
    return distance >= Fraction(earlier.policy.smallest) and distance > far * spread


def _median(numbers: list[Fraction]) -> Fraction:
    """The middle one of some numbers, or half way between the two in the middle."""
    ordered, half = sorted(numbers), len(numbers) // 2
    return ordered[half] if len(numbers) % 2 else (ordered[half - 1] + ordered[half]) / 2
