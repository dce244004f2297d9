"""Contracts, what was sent out, what came back and today to the returns that are owed, and how each one stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from commissioning.calendar import day_in_words
from commissioning.contract.reporting import (
    due_date,
    is_reported,
    owed_for,
    period_label,
    reported_within,
    why_not_running,
)
from commissioning.model.contract import Contract, Origin, Terms
from commissioning.model.finding import Finding, Severity
from commissioning.model.posted import Action, Decision, Issue, Judgement, Receipt, Rival, State, TurnedAway, Verdict
from commissioning.period import MONTH_NAMES, Period
from commissioning.privacy import DETECTORS


class Status(StrEnum):
    """How a return that is owed stands on a day."""

    ON_TIME = "received on time"
    LATE = "received late"
    RECEIVED = "received"
    OUTSTANDING = "outstanding"
    NOT_DUE = "not due yet"
    ISSUED = "issued"
    NOT_ISSUED = "not issued"


IN = frozenset({Status.ON_TIME, Status.LATE, Status.RECEIVED})
"""What is said of a return that came and was not stopped; `received` where no due day is stated."""


TRANSCRIBED = "is transcribed from a published paper, and owes nothing here"
"""Why a transcribed contract owes no return: its council never asked us for one."""


DID_NOT_RUN = "did not run then"
"""Why a contract owes no return for a time before it began or after it ended."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A return that a contract owes for one of its own reporting periods; no due day is `not stated`."""

    terms: Terms
    period: Period
    label: str
    due: date | None

    @property
    def key(self) -> tuple[str, Period]:
        """The contract and the period, by which everything about the return is found."""
        return self.terms.contract, self.period


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A contract that owes no return here, and why, in words that follow its name."""

    contract: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger holds of returns: all that was sent out, received, judged and decided, oldest first.

    `states` are those of the returns whose figures stand, by sha256; one that a correction replaced is not there.
    `explained` are the returns of which somebody has accepted all that is left to be explained; `turned_away` are the
    signs of files that name people, `rivals` those of returns that were not taken in beside another.
    """

    issues: tuple[Issue, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    judgements: Mapping[str, Judgement] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)
    explained: frozenset[str] = frozenset()
    turned_away: tuple[TurnedAway, ...] = ()
    rivals: tuple[Rival, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnStatus:
    """One return that is owed, on a day: its status, how many days late it came or is, and what is known of it.

    `issues` are every time it was sent out. `received` is the day it first came without being stopped, whatever
    corrected it since. `state` says in words what became of the return that stands, `notes` what else there is to know.
    """

    expected: Expected
    status: Status
    days_late: int
    issues: tuple[Issue, ...]
    received: date | None
    state: str
    notes: tuple[str, ...]


def expected_for(contract: Contract, asked: Period, called: str) -> Expected | LeftOut:
    """The return that a contract owes for exactly a period, which is called so; or why it owes none."""
    asked = owed_for(contract.latest, asked)
    terms = contract.terms_for(asked)
    if terms.origin is Origin.TRANSCRIBED:
        return LeftOut(contract.id, TRANSCRIBED)
    if not is_reported(terms, asked):
        return LeftOut(contract.id, what_is_reported(terms))
    return _expected(terms, asked) if _runs(terms, asked) else LeftOut(contract.id, f"does not run in {called}")


def expected_within(contract: Contract, asked: Period) -> tuple[Expected, ...] | LeftOut:
    """The returns that a contract owes for its own periods wholly inside another; or why it owes none there."""
    if contract.latest.origin is Origin.TRANSCRIBED:
        return LeftOut(contract.id, TRANSCRIBED)
    owed = {
        period: contract.terms_for(period)
        for terms, _ in contract.versions_in(asked)
        for period in reported_within(terms, asked)
    }
    running = tuple(_expected(owed[p], p) for p in sorted(owed, key=lambda p: p.sort_key) if _runs(owed[p], p))
    return running or LeftOut(contract.id, what_is_reported(contract.terms_for(asked)))


def last_ended(contract: Contract, day: date) -> tuple[Expected, ...] | LeftOut:
    """The return for the contract's own reporting period that ended last before a day; or why there is none."""
    terms = contract.terms_for(Period(day, day))
    if terms.origin is Origin.TRANSCRIBED:
        return LeftOut(contract.id, TRANSCRIBED)
    if terms.reporting is None:
        return LeftOut(contract.id, what_is_reported(terms))
    period = terms.reporting.calendar.last_ended(day)
    if period is None:
        why = what_is_reported(terms) if terms.reporting.spans else DID_NOT_RUN
        return LeftOut(contract.id, why)
    terms = contract.terms_for(period)
    return (_expected(terms, period),) if _runs(terms, period) else LeftOut(contract.id, DID_NOT_RUN)


def what_is_reported(terms: Terms) -> str:
    """How often a contract reports, in words that follow its name."""
    reporting = terms.reporting
    if reporting is None:
        return "states no reporting"
    if reporting.spans:
        return f"reports {' and '.join(period_label(terms, span) for span in reporting.spans)} only"
    counted = f"counted from {day_in_words(reporting.counts_from)}" if reporting.counts_from else ""
    years = counted or f"in years from {MONTH_NAMES[reporting.year_starts - 1]}"
    rolling = f"the {reporting.rolling_months} months that end then, " if reporting.rolling_months else ""
    return f"reports every {reporting.frequency}, {rolling}{years}"


def statuses(expected: Iterable[Expected], known: Known, today: date) -> tuple[ReturnStatus, ...]:
    """How each return that is owed stands today, in the order they are given."""
    return tuple(status_of(one, known, today) for one in expected)


def status_of(expected: Expected, known: Known, today: date) -> ReturnStatus:
    """How one return that is owed stands today. What was stopped has come, and is owed still.

    What came, was sent or was decided after that day is left out; a verdict is the newest there is.
    """
    came = tuple(r for r in known.receipts if (r.contract, r.period) == expected.key and r.received.date() <= today)
    taken = tuple(receipt for receipt in came if not _is_stopped(receipt, known))
    issues = tuple(i for i in known.issues if (i.contract, i.period) == expected.key and i.at.date() <= today)
    received = min((receipt.received.date() for receipt in taken), default=None)
    status = _status(expected.due, received, today, sent=bool(issues))
    late = (received or today) - expected.due if expected.due and status in (Status.LATE, Status.OUTSTANDING) else None
    stands = _standing(taken)
    turned_away = _turned_away(expected, known, taken, today)
    rivals = _rivals(expected, known, stands, today)
    return ReturnStatus(
        expected=expected,
        status=status,
        days_late=late.days if late else 0,
        issues=issues,
        received=received,
        state=_state(stands, known, today) if stands else _nothing_stands(came, turned_away, rivals),
        notes=(
            *_notes(came, taken),
            *dict.fromkeys(map(in_words, turned_away)),
            *map(rival_in_words, rivals),
            *(_decided_about(stands, known, today) if stands else ()),
        ),
    )


def tally(found: Iterable[ReturnStatus]) -> str:
    """How many are expected and how many of each status, such as `2 expected: 1 received late, 1 outstanding`."""
    said = [one.status for one in found]
    counts = ", ".join(f"{said.count(status)} {status}" for status in Status if status in said)
    return f"{len(said)} expected: {counts}." if said else "No return is expected."


def _expected(terms: Terms, period: Period) -> Expected:
    return Expected(terms, period, period_label(terms, period), due_date(terms, period))


def _runs(terms: Terms, period: Period) -> bool:
    return not why_not_running(terms, period, "")


def _status(due: date | None, received: date | None, today: date, *, sent: bool) -> Status:
    if received:
        return Status.RECEIVED if due is None else Status.LATE if received > due else Status.ON_TIME
    if due and today > due:
        return Status.OUTSTANDING
    if not sent:
        return Status.NOT_ISSUED
    return Status.NOT_DUE if due else Status.ISSUED


def _standing(taken: tuple[Receipt, ...]) -> Receipt | None:
    """The receipt whose figures stand: the one that no other corrects."""
    corrected = {receipt.corrects for receipt in taken}
    return next((receipt for receipt in reversed(taken) if receipt.sha256 not in corrected), None)


def _is_stopped(receipt: Receipt, known: Known) -> bool:
    """Whether nothing of a receipt was ever posted: neither does it stand, nor was it corrected since."""
    was_posted = receipt.sha256 in known.states or any(r.corrects == receipt.sha256 for r in known.receipts)
    return not was_posted and _verdict(receipt, known) is Verdict.STOPPED


def _verdict(receipt: Receipt, known: Known) -> Verdict | None:
    judgement = known.judgements.get(receipt.sha256)
    return judgement.verdict if judgement else None


def _state(receipt: Receipt, known: Known, today: date) -> str:
    """What had become of the return that stands, by the decisions taken until that day."""
    if _query(receipt, known, today):
        return "provisional: queried"
    to_explain = any(
        finding.severity is Severity.NEEDS_EXPLANATION or _is_waived_later(finding, receipt, known, today)
        for finding in _findings(receipt, known)
    )
    was_accepted = any(d.action is Action.ACCEPT for d in _decisions(receipt, known, today))
    if _verdict(receipt, known) is Verdict.STOPPED:
        return f"provisional: {Verdict.STOPPED}"
    if to_explain and not (was_accepted and receipt.sha256 in known.explained):
        return f"provisional: {Verdict.NEEDS_EXPLANATION}"
    return "accepted"


def _findings(receipt: Receipt, known: Known) -> tuple[Finding, ...]:
    judgement = known.judgements.get(receipt.sha256)
    return judgement.findings if judgement else ()


def _decisions(receipt: Receipt, known: Known, today: date) -> tuple[Decision, ...]:
    """What was decided about a return until that day, oldest first."""
    return tuple(d for d in known.decisions if d.sha256 == receipt.sha256 and d.at.date() <= today)


def _query(receipt: Receipt, known: Known, today: date) -> Decision | None:
    """The query that held the return back on that day."""
    newest = [d for d in _decisions(receipt, known, today) if d.action in (Action.ACCEPT, Action.QUERY)][-1:]
    return newest[0] if newest and newest[0].action is Action.QUERY else None


def _is_waived_later(finding: Finding, receipt: Receipt, known: Known, today: date) -> bool:
    """Whether what lets a finding pass now was decided only after that day."""
    if finding.severity is not Severity.WAIVED:
        return False
    of = {one.sha256 for one in known.receipts if one.contract == receipt.contract}
    waivers = (d for d in known.decisions if d.action is Action.WAIVE and d.sha256 in of and d.code == finding.code)
    return not any(waiver.at.date() <= today for waiver in waivers)


def _turned_away(expected: Expected, known: Known, taken: tuple[Receipt, ...], today: date) -> tuple[TurnedAway, ...]:
    """The files for a return that were turned away until that day, and that no good return has come after."""
    of = (sign for sign in known.turned_away if (sign.contract, sign.period) == expected.key)
    return tuple(
        sign
        for sign in of
        if sign.received.date() <= today and all(receipt.received < sign.received for receipt in taken)
    )


def _nothing_stands(came: tuple[Receipt, ...], turned_away: tuple[TurnedAway, ...], rivals: tuple[Rival, ...]) -> str:
    """What became of what came, where no return stands."""
    found = (("stopped", came), ("several came", rivals), ("turned away", turned_away))
    return next((words for words, signs in found if signs), "")


def _rivals(expected: Expected, known: Known, stands: Receipt | None, today: date) -> tuple[Rival, ...]:
    """The returns that disagreed with another about this place until that day, where nobody has settled that since."""
    contract, period = expected.key
    of = (one for one in known.rivals if one.contract == contract and one.period.overlaps(period))
    return tuple(one for one in of if one.received.date() <= today and not _is_settled(one, known, stands, today))


def _is_settled(rival: Rival, known: Known, stands: Receipt | None, today: date) -> bool:
    """Whether another return stands than did then, or the one that did was accepted since."""
    if stands is None:
        return False
    accepted = (d for d in _decisions(stands, known, today) if d.action is Action.ACCEPT and d.at >= rival.at)
    return stands.sha256 != rival.against or any(True for _ in accepted)


def rival_in_words(rival: Rival) -> str:
    """That a return was not taken in, when, and what was said of it."""
    return f"{rival.file}, received on {day_in_words(rival.received.date())}, was not taken in: {rival.said}"


def in_words(sign: TurnedAway) -> str:
    """That a file was turned away and for what, such as `turned away on 3 May 2026: NHS number`."""
    what = {detector.code: detector.what for detector in DETECTORS}
    found = ", ".join(what.get(code, code) for code, _ in sign.kinds)
    return f"turned away on {day_in_words(sign.received.date())}: {found}"


def _notes(came: tuple[Receipt, ...], taken: tuple[Receipt, ...]) -> Iterator[str]:
    """What was stopped, and what was corrected and why."""
    for receipt in came:
        day = day_in_words(receipt.received.date())
        if receipt not in taken:
            yield f"received on {day} but stopped"
        elif receipt.corrects:
            yield f"corrected on {day}: {receipt.correction_reason}"


def _decided_about(receipt: Receipt, known: Known, today: date) -> Iterator[str]:
    """The decision that held on that day, and what a waiver of this return or an earlier one let pass."""
    query = _query(receipt, known, today)
    if query:
        answer = f", answer asked by {day_in_words(query.until)}" if query.until else ""
        yield f"queried by {query.actor}{answer}"
    accepts = [d for d in _decisions(receipt, known, today) if d.action is Action.ACCEPT]
    if accepts and not query and receipt.sha256 in known.explained:
        yield f"accepted by {accepts[-1].actor}"
    for finding in _findings(receipt, known):
        if finding.severity is Severity.WAIVED and not _is_waived_later(finding, receipt, known, today):
            yield f"{finding.code}: {finding.remedy}"
