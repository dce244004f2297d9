"""What is decided about a return, by whom, why and until when: accepted as it is, queried, or a finding waived."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from commissioning.calendar import day_in_words
from commissioning.errors import CommissioningError, NothingThere
from commissioning.findings import explanation_of
from commissioning.model.contract import Origin
from commissioning.model.finding import Finding, Severity
from commissioning.model.organisation import Actor
from commissioning.model.posted import Action, Decision, Entry, State
from commissioning.period import Period
from commissioning.store import Store
from commissioning.work.accounts import post_what_is_due
from commissioning.work.importing import Outcome, judged_anew
from commissioning.work.judging import Desk
from commissioning.work.reasons import refuse_personal_data
from commissioning.work.workers import started
from commissioning.work.workspace import Clock, Workspace


@dataclass(frozen=True)
class Matter:
    """What is decided about: the return of a contract for a period in a workspace, who decides, and the clock."""

    workspace: Workspace
    contract: str
    period: str
    actor: Actor
    clock: Clock
    asked: Period = field(init=False)

    def __post_init__(self) -> None:
        """Refuse to decide for a real council, or under a name that is somebody's number: CommissioningError."""
        asked = self.workspace.period(self.period, self.actor, self.contract)
        if self.workspace.contract(self.contract, self.actor).terms_for(asked).origin is Origin.TRANSCRIBED:
            raise CommissioningError(
                f"{self.contract} is transcribed from a published paper; nothing is decided here for a real council."
            )
        refuse_personal_data(self.actor.name, "The name of who decides")
        object.__setattr__(self, "asked", asked)

    @property
    def name(self) -> str:
        """What the return is called."""
        return f"{self.contract} for {self.period}"

    def standing(self, store: Store) -> tuple[Entry, ...]:
        """The figures that stand for the contract and period; NothingThere where none do."""
        entries = tuple(entry for entry in store.entries(self.contract) if entry.period == self.asked)
        if not entries:
            raise NothingThere(f"No return of {self.name} is posted, so there is nothing to decide; import it first.")
        return entries


def to_be_explained(matter: Matter) -> tuple[tuple[Finding, str], ...]:
    """What needs explanation in the return, each with what the provider typed beside its figures."""
    with matter.workspace.store() as store:
        entries = matter.standing(store)
        judgement = store.judgement(entries[0].sha256)
    findings = judgement.findings if judgement else ()
    return tuple(
        (finding, explanation_of(finding, entries))
        for finding in findings
        if finding.severity is Severity.NEEDS_EXPLANATION
    )


def accept(matter: Matter, why: str) -> Decision:
    """Accept the return as it is: its figures are no longer provisional."""
    _refuse_bad_reason(why, "the return is accepted")
    with matter.workspace.store() as store:
        entries = matter.standing(store)
        if entries[0].state is State.ACCEPTED:
            raise CommissioningError(f"The return of {matter.name} is accepted already; nothing was changed.")
        decision = Decision(Action.ACCEPT, entries[0].sha256, matter.actor.name, why.strip(), matter.clock())
        store.decide(decision)
        post_what_is_due(matter.workspace, store, matter.actor, decision.at, [matter.contract])
    return decision


def query(matter: Matter, why: str, until: date) -> Decision:
    """Ask the provider about the return, for an answer by a day: until it is accepted or corrected its figures are
    provisional, whatever its verdict."""
    _refuse_bad_reason(why, "is asked")
    now = matter.clock()
    _refuse_past(until, now, "--until the day by which an answer is asked for")
    with matter.workspace.store() as store:
        decision = Decision(Action.QUERY, matter.standing(store)[0].sha256, matter.actor.name, why.strip(), now, until)
        store.decide(decision)
    return decision


def waive(matter: Matter, code: str, why: str, until: date) -> tuple[Decision, tuple[Outcome, ...]]:
    """Let what a check found pass, in the return and in later ones of its contract received by a day.

    It covers the measures that the finding is about, and nothing that stops. The returns it bears on are judged
    again at once. A waiver of what is waived already takes its place, with its own last day.
    """
    _refuse_bad_reason(why, "the finding is waived")
    now = matter.clock()
    _refuse_past(until, now, "--until the last day of the waiver")
    with started(matter.workspace.seen_by(matter.actor)) as workers, matter.workspace.store() as store:
        sha256 = matter.standing(store)[0].sha256
        judgement = store.judgement(sha256)
        measures = _measures_of(judgement.findings if judgement else (), code, matter)
        decision = Decision(Action.WAIVE, sha256, matter.actor.name, why.strip(), now, until, code, measures)
        store.decide(decision)
        again = judged_anew(Desk(matter.workspace, store, matter.actor, now, workers))
        post_what_is_due(matter.workspace, store, matter.actor, now, {matter.contract, *(o.contract for o in again)})
        return decision, again


def _measures_of(findings: Iterable[Finding], code: str, matter: Matter) -> tuple[str, ...]:
    """The measures that the findings of a code are about; CommissioningError where none of them can be waived."""
    may_be_waived = (Severity.NEEDS_EXPLANATION, Severity.WAIVED)
    open_ones = [finding for finding in findings if finding.severity in may_be_waived]
    found = [finding for finding in open_ones if finding.code == code]
    if not found:
        there = ", ".join(dict.fromkeys(finding.code for finding in open_ones))
        raise CommissioningError(
            f"Nothing that {code} found needs explanation in the return of {matter.name}; "
            + (f"what does is {there}." if there else "nothing does.")
        )
    return tuple(dict.fromkeys(measure for finding in found for measure in finding.measures))


def _refuse_bad_reason(why: str, what: str) -> None:
    if not why.strip():
        raise CommissioningError(f"Say why {what}: the reason is printed wherever its figures are.")
    refuse_personal_data(why, "The reason")


def _refuse_past(until: date, now: datetime, what: str) -> None:
    if until < now.date():
        raise CommissioningError(f"{day_in_words(until)} has passed; give {what}.")
