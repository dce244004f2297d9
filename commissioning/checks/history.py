"""Does the return agree with the ones before it, and did it come in time? Asked when it is admitted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from commissioning.calendar import day_in_words
from commissioning.checks.choices_and_days import met_on
from commissioning.checks.earlier import Earlier, exact
from commissioning.contract.reporting import period_label
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.model.contract import Contract, Terms
from commissioning.model.finding import Severity
from commissioning.model.posted import History
from commissioning.model.quantity import AnswerKey, Given, Missing, Quantity
from commissioning.model.returned import Answer, Return
from commissioning.model.template import Row, Specification
from commissioning.period import Period, label


@dataclass(frozen=True)
class Admission:
    """A return about to be admitted: what came before it, when it came and when it was due.

    `rival` names another return for the same contract and period: one already recorded, or one
    that came with it; `outdated`, that contract text would now ask something else. `posted` is what was posted from
    this same file, where a layout that may have changed since has read it anew. The history is under the codes of the
    version of `contract` that holds in the period.
    """

    returned: Return
    specification: Specification
    history: History
    previous: Period | None
    received: date
    due: date | None
    rival: str = ""
    outdated: bool = False
    posted: Mapping[AnswerKey, Given] = field(default_factory=dict)
    contract: Contract | None = None

    @property
    def period(self) -> Period:
        """What the return is for."""
        return self.specification.period

    @property
    def terms(self) -> Terms | None:
        """The version of the contract that holds in the period."""
        return self.contract.terms_for(self.period) if self.contract else None

    @cached_property
    def earlier(self) -> Earlier:
        """Its figures beside those of the returns before it."""
        return Earlier(self)

    def label(self, period: Period) -> str:
        """A period by the label that the contract's own calendar gives it."""
        return period_label(self.terms, period) if self.terms else label(period)


HISTORY_CHECKS = Checks(Admission, "Does the return agree with the ones before it, and did it come in time?", rank=50)
declare = HISTORY_CHECKS.declare

MOST_NAMED = 6
"""So many answers are named one by one."""


@declare(
    "H001",
    Severity.NEEDS_EXPLANATION,
    "{opening} is {now}, but {closing} was {before} in the last return.",
    "Correct the opening figure, or say why the last closing figure no longer holds.",
    "Why do the two differ?",
)
def opening_differs_from_last_closing(admission: Admission) -> Iterator[Fault]:
    """A period opens where the one before it closed: open at the start is open at the last end."""
    answers = admission.returned.by_key()
    kinds = {row.key: row.kind for _, row in admission.specification.rows()}
    for opening in admission.specification.openings:
        answer, before = answers[opening.opening], _before(admission, opening.closing)
        if _differ(answer.given, before):
            kind = kinds[opening.opening]
            closing = answers.get(opening.closing)
            facts = {"opening": answer.about, "closing": closing.about if closing else opening.closing.measure}
            yield _fault(admission, answer, (admission.previous, before), kind, **facts)


@declare(
    "H002",
    Severity.NEEDS_EXPLANATION,
    "{about} counts from a start, and fell from {before} to {now} since the last return.",
    "Correct it, or say what was taken out and why.",
    "What was taken out, and why?",
)
def running_total_fell(admission: Admission) -> Iterator[Fault]:
    """What is counted since a start can only grow."""
    answers = admission.returned.by_key()
    for _, row in admission.specification.rows():
        answer, before = answers[row.key], _newest_before(admission, row.key)
        now, then = exact(answer.given), exact(before[1])
        if row.kind == "cumulative" and now is not None and then is not None and now < then:
            yield _fault(admission, answer, before, row.kind, about=answer.about)


@declare(
    "H010",
    Severity.NEEDS_EXPLANATION,
    "{about} was met on {before} by an earlier return, and on {now} by this one.",
    "Correct the day, or say why the earlier one no longer holds.",
    "Which day is right?",
)
def day_met_changed(admission: Admission) -> Iterator[Fault]:
    """What was done on a day stays done on that day; another day restates what was reported."""
    for answer, met, before in _met_before(admission):
        if met and met != before:
            facts = {"about": answer.about, "before": day_in_words(before), "now": day_in_words(met)}
            yield Fault((answer.place,), facts, (answer.key.measure,))


@declare(
    "H011",
    Severity.NEEDS_EXPLANATION,
    "{about} was met on {before} by an earlier return, and this one gives no day.",
    "Repeat the day, or say why it is not met after all.",
    "Is it met or not?",
)
def day_met_is_gone(admission: Admission) -> Iterator[Fault]:
    """A milestone once met is met in every later return too."""
    for answer, met, before in _met_before(admission):
        if met is None and answer.trouble is None:
            facts = {"about": answer.about, "before": day_in_words(before)}
            yield Fault((answer.place,), facts, (answer.key.measure,))


@declare(
    "H012",
    Severity.NEEDS_EXPLANATION,
    "{about} is said to be met on {met}, but this return came on {received}.",
    "Correct the day, or leave it blank until it is met.",
    "Is it met or not?",
)
def milestone_is_met_in_days_to_come(admission: Admission) -> Iterator[Fault]:
    """Nobody knows on which day something will have been done."""
    for _, row, answer in _answers(admission):
        met = met_on(row, answer)
        if met and met > admission.received:
            facts = {"about": answer.about, "met": day_in_words(met), "received": day_in_words(admission.received)}
            yield Fault((answer.place,), facts, (answer.key.measure,))


@declare(
    "R001",
    Severity.NOTE,
    "This return was due on {due} and came on {received}, {late}.",
    "It was read all the same.",
)
def return_is_late(admission: Admission) -> Iterator[Fault]:
    """Due dates count working days from the end of the period, as the contract states."""
    if admission.due and admission.received > admission.due:
        days = (admission.received - admission.due).days
        facts = {"due": day_in_words(admission.due), "received": day_in_words(admission.received)}
        yield Fault((), {**facts, "late": f"{days} day{'s' if days > 1 else ''} late"})


@declare(
    "R003",
    Severity.NOTE,
    "This return was issued before the contract text was last changed, so it does not ask what is asked now.",
    "It was read as it was issued; issue the return again if what changed must be answered.",
)
def edition_is_outdated(admission: Admission) -> Iterator[Fault]:
    """Every edition stays readable; that there is a newer one must be known."""
    if admission.outdated:
        yield Fault(())


@declare(
    "R004",
    Severity.NEEDS_EXPLANATION,
    "This return came on {received}, before its period ended on {end}.",
    "Say how the figures of days to come are known.",
    "How are the figures of days to come known?",
)
def return_came_before_its_period_ended(admission: Admission) -> Iterator[Fault]:
    """Actual figures cannot be of the future: beside bookings each is asked about at its cell."""
    actual, booked = _figures(admission, looks_ahead=False), _figures(admission, looks_ahead=True)
    if actual or not booked:
        yield from _came_early(admission, actual if booked else ())


@declare(
    "R005",
    Severity.NOTE,
    "This return came on {received}, before its period ended on {end}: {whose} figures are bookings.",
    "Nothing more is asked; a booking may be of days to come.",
)
def bookings_look_ahead(admission: Admission) -> Iterator[Fault]:
    """Forward bookings are no actual figures, and whoever reads them must know."""
    actual, booked = _figures(admission, looks_ahead=False), _figures(admission, looks_ahead=True)
    if booked:
        yield from _came_early(admission, booked if actual else ())


HAS_A_RIVAL = "R002"


@declare(
    HAS_A_RIVAL,
    Severity.STOPS,
    "There is another return for this contract and period: {rival}.",
    "Nothing of this one was posted. If it corrects the other, import it by itself with --correction and the reason.",
)
def return_has_a_rival(admission: Admission) -> Iterator[Fault]:
    """What is recorded is never replaced without a reason, and of two that come together nobody guesses."""
    if admission.rival:
        yield Fault((), {"rival": admission.rival})


def _answers(admission: Admission) -> Iterator[tuple[AnswerKey, Row, Answer]]:
    answers = admission.returned.by_key()
    return ((row.key, row, answers[row.key]) for _, row in admission.specification.rows())


def _met_before(admission: Admission) -> Iterator[tuple[Answer, date | None, date]]:
    """Each milestone that an earlier return said was met: the answer, the day it gives now and the day it gave last."""
    words = sorted(admission.history.words.items(), key=lambda item: item[0].sort_key, reverse=True)
    for key, row, answer in _answers(admission):
        said = next((found[key] for _, found in words if key in found), "")
        before = met_on(row, replace(answer, words=said)) if said else None
        if before:
            yield answer, met_on(row, answer), before


def _before(admission: Admission, key: AnswerKey) -> Given | None:
    return admission.history.figures.get(admission.previous, {}).get(key) if admission.previous else None


def _newest_before(admission: Admission, key: AnswerKey) -> tuple[Period | None, Given | None]:
    """What was last returned for an answer, and for which period, however many returns are missing since."""
    earlier = sorted(admission.history.figures.items(), key=lambda item: item[0].sort_key, reverse=True)
    return next(((period, figures[key]) for period, figures in earlier if key in figures), (None, None))


def _differ(now: Given, before: Given | None) -> bool:
    values = {exact(now), exact(before)}
    return None not in values and len(values) > 1


def _fault(
    admission: Admission, answer: Answer, before: tuple[Period | None, Given | None], kind: str, **facts: str
) -> Fault:
    """An answer that does not go on from another; said of that, where it is still provisional."""
    unsure = " (still provisional)" if before[0] in admission.history.provisional else ""
    numbers = {"now": _shown(answer.given, kind), "before": f"{_shown(before[1], kind)}{unsure}"}
    return Fault((answer.place,), {**facts, **numbers}, (answer.key.measure,))


def _shown(given: Given | None, kind: str) -> str:
    return KINDS[kind].show(given.value) if isinstance(given, Quantity) else ""


def _came_early(admission: Admission, figures: tuple[Answer, ...]) -> Iterator[Fault]:
    """The fault of a return that came before its period ended: of these figures, or where none is named of all."""
    end = admission.specification.period.end
    if end and admission.received < end:
        measures = tuple(dict.fromkeys(answer.key.measure for answer in figures))
        whose = "these" if figures else "its"
        facts = {"received": day_in_words(admission.received), "end": day_in_words(end), "whose": whose}
        yield Fault(tuple(answer.place for answer in figures), facts, measures)


def _figures(admission: Admission, *, looks_ahead: bool) -> tuple[Answer, ...]:
    """The answers that are figures, of those kinds which may be of days to come or of those which may not."""
    answers = admission.returned.by_key()
    rows = (row for _, row in admission.specification.rows() if KINDS[row.kind].looks_ahead is looks_ahead)
    return tuple(answers[row.key] for row in rows if isinstance(answers[row.key].given, Quantity))


@declare(
    "R006",
    Severity.NEEDS_EXPLANATION,
    "By its layout as it now is, this file is read otherwise than it was posted: {about}. "
    "What was posted still stands.",
    "Save the file under another name and import it with --correction; or put the layout back as it was.",
    "Which reading of the file is right?",
)
def figures_are_read_otherwise_than_posted(admission: Admission) -> Iterator[Fault]:
    """Nothing that is posted changes by itself; a layout that was mended must not leave old figures unnoticed."""
    if not admission.posted:
        return
    asked = [answer for answer in admission.returned.answers if not answer.words]
    other = [one for one in asked if admission.posted.get(one.key, Missing.BLANK) != one.given]
    gone = len(admission.posted.keys() - {answer.key for answer in admission.returned.answers})
    if other or gone:
        names = [*dict.fromkeys(answer.about for answer in other), *([f"{gone} no longer read"] if gone else [])]
        places = tuple(answer.place for answer in other if answer.place.sheet)
        measures = tuple(dict.fromkeys(answer.key.measure for answer in other))
        yield Fault(places, {"about": ", ".join(names[:MOST_NAMED])}, measures)
