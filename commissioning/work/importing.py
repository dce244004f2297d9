"""Files that came go in; receipts, verdicts and entries are kept, and an Outcome for each file comes out.

Reading and checking is pure and in any order. Admitting is the one writer: in period order, each
return in one transaction, and a later return is judged again when an earlier one arrives.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from commissioning.calendar import day_in_words
from commissioning.checks import Beside, check_rivals, codes_of
from commissioning.checks.history import HAS_A_RIVAL
from commissioning.contract.reporting import own_days, period_label
from commissioning.editions import Said
from commissioning.editions.merging import Rivalry, given_of, rivalry
from commissioning.errors import CommissioningError
from commissioning.findings import Explained, in_order
from commissioning.ledger import changes_between, entries_of
from commissioning.model.finding import Finding
from commissioning.model.organisation import Actor
from commissioning.model.posted import Change, Entry, Receipt, Rival, Stands, Verdict
from commissioning.model.template import Specification
from commissioning.period import label
from commissioning.store import OwnDays, RivalStands, Store
from commissioning.work.accounts import post_what_is_due
from commissioning.work.checking import NOTHING_TOLD, Checked, Told
from commissioning.work.judging import (
    Desk,
    JudgedAgain,
    changed_between,
    judge_again,
    judged,
    judged_on_another_basis,
    keep_reply,
    later_returns,
    verdict_now,
)
from commissioning.work.mailbox import Came, gathered
from commissioning.work.parcels import Parcel
from commissioning.work.quarantine import turn_away
from commissioning.work.reasons import refuse_personal_data
from commissioning.work.saying import said_of
from commissioning.work.workers import started
from commissioning.work.workspace import Clock, Workspace

if TYPE_CHECKING:
    from commissioning.period import Period

Progress = Callable[[Iterable[Came]], Iterable[Came]]
Arrived = tuple[Came, Parcel]
"""A file that came, and what was found about it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    `posted` counts the entries added; `again` names later returns whose verdict changed; a `replaced`
    return was recorded before, and its figures have been corrected since; `changes` are what a correction
    changed; `stood` is what a return that was recorded before came to until now. With a `because` no file came: a
    recorded return was judged again since that has changed. `told` is what the file tells of itself, and `explained`
    its answers, or the entries of what was recorded, that have an explanation. What was `turned_away` names people: it
    left a sign, and is `locked_away` or not kept. `also` are the names that the same file came under besides; the
    `password` that opened it is never printed nor kept.
    """

    file: str
    sha256: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    contract: str = ""
    period: str = ""
    posted: int = 0
    known_before: bool = False
    replaced: bool = False
    again: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    because: str = ""
    stood: Verdict | None = None
    told: Told = NOTHING_TOLD
    explained: tuple[Explained, ...] = ()
    turned_away: bool = False
    locked_away: bool = False
    also: tuple[str, ...] = ()
    password: str = field(default="", repr=False)

    @property
    def is_return(self) -> bool:
        """Whether it is a return of a contract and edition of ours, whatever became of it."""
        return bool(self.contract) and not self.turned_away


@dataclass(frozen=True, slots=True)
class _Batch:
    """The desk it is admitted at, when the files came, why one corrects another, and which returns are in it:
    by their sha256, and as they were checked."""

    desk: Desk
    received: datetime
    correction: str = ""
    coming: frozenset[str] = frozenset()
    together: tuple[Arrived, ...] = ()

    def beside(self, one: Checked, specification: Specification) -> tuple[Checked, ...]:
        """The other files of a return's contract and period that came with it."""
        place = (specification.contract, specification.period)
        of_it = (each for each in self.together if (each[1].contract, each[1].period) == place)
        return tuple(parcel.opened(came) for came, parcel in of_it if parcel.sha256 != one.sha256)


def import_returns(  # noqa: PLR0913  # what a person may say of an import
    workspace: Workspace,
    paths: Iterable[Path],
    actor: Actor,
    clock: Clock,
    *,
    received: date | None = None,
    correction: str = "",
    said: tuple[str, str] | None = None,
    progress: Progress = iter,
    passwords: tuple[str, ...] = (),
) -> tuple[Outcome, ...]:
    """Read, check, admit and keep every return among the files, folders and zip archives.

    `received` is the day they came, where that is not today: its time is not known, and midnight stands for that.
    `correction` is the reason for which a single return takes the place of the one recorded for its contract and
    period; `said` are the contract and period of a single file, where that must be told. `passwords` are tried on what
    is locked, and never kept.
    """
    files = gathered(paths, passwords)
    contracts = workspace.seen_by(actor)
    now = clock()
    if received and received > now.date():
        raise CommissioningError(f"{received} has not come yet; give --received the day the returns came.")
    refuse_personal_data(correction, "The reason of a correction")
    came = datetime.combine(received, time(tzinfo=UTC)) if received and received != now.date() else now
    # Workers are forked from a process that has nothing else open.
    with started(contracts, files=len(files)) as workers, workspace.store() as store:
        store.sweep()
        desk = Desk(workspace, store, actor, now, workers)
        whose = said_of(workspace, actor, said)
        before = {receipt.sha256: receipt for receipt in store.receipts()}
        checked = list(desk.checked((one, _as_before(one, whose, before)) for one in progress(files)))
        _refuse_several(len(checked), correction, said)
        coming = frozenset(parcel.sha256 for _, parcel in checked if not parcel.names_people)
        ordered = _in_period_order(checked)
        outcomes = tuple(_admitted(_Batch(desk, came, correction, coming, tuple(ordered)), ordered))
        outcomes += judged_anew(desk)
        post_what_is_due(workspace, store, actor, now, {one.contract for one in outcomes if one.is_return})
        return outcomes


def _refuse_several(came: int, correction: str, said: tuple[str, str] | None) -> None:
    """What is said of one file is never said of several."""
    if correction and came != 1:
        raise CommissioningError("A correction is imported by itself: name the one file that corrects a return.")
    if said and came != 1:
        raise CommissioningError(
            "Whose return it is can be said of one file at a time: name that file alone, or put the parts of one"
            " return together first, with: commissioning refill."
        )


def _as_before(came: Came, said: Said | None, before: Mapping[str, Receipt]) -> Said | None:
    """Whose return a file is, as was said; one that was recorded before stays the return that it was taken as."""
    receipt = before.get(hashlib.sha256(came.content).hexdigest()) if before else None
    if receipt is None or receipt.period is None:
        return said
    as_before = Said(receipt.contract, receipt.period)
    if said not in (None, as_before):
        raise CommissioningError(
            f"{came.file} was recorded before, as the return of {receipt.contract} for {label(receipt.period)}."
            " Open it, save it under another name, and import that file."
        )
    return as_before


def judged_anew(desk: Desk) -> tuple[Outcome, ...]:
    """What became of every return that stands and was judged by something else than holds now."""
    return tuple(_outcome_of(desk, again) for again in judged_on_another_basis(desk))


def _outcome_of(desk: Desk, again: JudgedAgain) -> Outcome:
    receipt = again.receipt
    return Outcome(
        file=receipt.file,
        sha256=receipt.sha256,
        verdict=again.stands,
        findings=again.after.findings,
        contract=receipt.contract,
        period=period_label(again.terms, receipt.period) if receipt.period else "",
        known_before=True,
        because=changed_between(again.before.basis, again.after.basis),
        stood=again.stood,
        told=Told("", receipt.contract, receipt.period, receipt.edition),
        explained=tuple(entry for entry in desk.store.entries_of(receipt.sha256) if entry.explanation),
    )


def _in_period_order(checked: list[Arrived]) -> list[Arrived]:
    def order(one: Arrived) -> tuple[str, object, str]:
        parcel = one[1]
        return (parcel.contract, parcel.period.sort_key if parcel.period else (), parcel.sha256)

    unique = {one[1].sha256: one for one in sorted(checked, key=lambda one: one[1].file, reverse=True)}
    read = [one for one in unique.values() if one[1].period]
    unread = [one for one in unique.values() if not one[1].period]
    return [*sorted(unread, key=lambda one: one[1].file), *sorted(read, key=order)]


def _admitted(batch: _Batch, checked: list[Arrived]) -> Iterator[Outcome]:
    came_together: dict[tuple[str, Period | None], list[Parcel]] = {}
    for _, parcel in checked:
        if parcel.verdict is not Verdict.STOPPED:
            came_together.setdefault((parcel.contract, parcel.period), []).append(parcel)
    for came, parcel in checked:
        one = parcel.opened(came)
        beside = came_together.get((parcel.contract, parcel.period), [])
        others = [other for other in beside if other.sha256 != one.sha256]
        outcome = replace(_outcome(batch, one, others), also=one.also, password=one.password)
        if one.names_people and not batch.desk.store.receipt(one.sha256):
            sign = turn_away(batch.desk, one, batch.received)
            outcome = replace(outcome, turned_away=True, locked_away=bool(sign.box))
        yield outcome


def _outcome(batch: _Batch, one: Checked, beside: list[Parcel]) -> Outcome:
    if one.specification is None or one.returned is None or _is_strange(batch.desk, one):
        return Outcome(one.file, one.sha256, Verdict.STOPPED, one.findings, told=one.told, explained=one.explained)
    try:
        return _admit(batch, one, one.specification, beside)
    except RivalStands:
        # Another import posted a return for this place meanwhile: judged again, this one finds it there.
        return _admit(batch, one, one.specification, beside)


def _is_strange(desk: Desk, one: Checked) -> bool:
    """Whether the file is not of a contract and edition of ours: then it leaves no trace."""
    return one.specification is None or one.specification.contract not in desk.workspace.seen_by(desk.actor)


def _admit(batch: _Batch, one: Checked, specification: Specification, beside: list[Parcel]) -> Outcome:
    """One return judged and recorded. Of a rival, and of one that names people, a sign is left and no more."""
    desk, store = batch.desk, batch.desk.store
    known = store.receipt(one.sha256)
    was_posted = known is not None and store.posted(one.sha256)
    # The same correction may come twice, as any return may: the first import of it may have been cut off.
    if was_posted and batch.correction and not (known and known.corrects):
        raise CommissioningError(f"{one.file} was imported before, so it corrects nothing; a correction is a new file.")
    stand = store.stand(specification.contract)
    standing = "" if was_posted else _standing(stand, specification)
    receipt = known or _receipt(batch, one, specification, standing)
    own = partial(own_days, desk.terms(specification.contract, specification.period))
    against = "" if was_posted else _in_the_way(stand, standing, receipt, own)
    rival = "" if was_posted else _rival(store, against, beside)
    earlier = store.judgement(one.sha256) if was_posted else None
    stood = verdict_now(store, earlier) if earlier else None
    judgement = judged(desk, one, specification, receipt, stand, rival)
    other = None if was_posted else _beside(batch, one, specification, rival, standing)
    rivals = check_rivals(other) if other else ()
    entries = () if judgement.verdict is Verdict.STOPPED or was_posted else _entries(one, specification, receipt)
    if not rival and not one.names_people:
        store.keep_original(one.content)
        keep_reply(desk, one, receipt, judgement)
        store.record(receipt, judgement, entries, desk.actor, desk.now, own)
    if rival and other and other.rivalry is not Rivalry.SAME and not one.names_people:
        _note_rival(desk, receipt, specification.period, against, (*judgement.findings, *rivals))
    return Outcome(
        file=one.file,
        sha256=one.sha256,
        # Nobody can have decided anything about a return that was not here.
        verdict=verdict_now(store, judgement) if known else judgement.verdict,
        findings=in_order((*judgement.findings, *rivals), one.returned),
        contract=specification.contract,
        period=period_label(desk.terms(specification.contract, specification.period), specification.period),
        posted=len(entries),
        known_before=was_posted,
        replaced=was_posted and _standing(stand, specification) != one.sha256,
        # One posted before too: that import may have been cut off before it came to the later ones.
        again=() if judgement.verdict is Verdict.STOPPED else tuple(_later_ones(batch, specification)),
        changes=_changes(batch.desk, receipt, entries),
        stood=stood,
        told=one.told,
        explained=one.explained,
    )


def _changes(desk: Desk, receipt: Receipt, entries: tuple[Entry, ...]) -> tuple[Change, ...]:
    if not receipt.corrects or not entries or receipt.period is None:
        return ()
    terms = desk.terms(receipt.contract, receipt.period)
    return changes_between(desk.posted(receipt.contract, receipt.period, receipt.corrects), entries, terms)


def _later_ones(batch: _Batch, specification: Specification) -> Iterator[str]:
    """Later returns of the contract, judged by a history that now holds more; those whose verdict changed."""
    later = later_returns(batch.desk, specification.contract, specification.period, batch.coming)
    for again in judge_again(batch.desk, later):
        if again.receipt.period and again.stands is not again.stood:
            yield f"{period_label(again.terms, again.receipt.period)}: {again.stands}"


def _entries(one: Checked, specification: Specification, receipt: Receipt) -> tuple[Entry, ...]:
    return entries_of(one.returned, specification, receipt) if one.returned else ()


def _beside(batch: _Batch, one: Checked, specification: Specification, rival: str, standing: str) -> Beside:
    """What else claims the contract and period, and how its answers go together with those of this return."""
    ours = given_of(one.returned.answers) if one.returned else {}
    if rival and standing:
        entries = batch.desk.posted(specification.contract, specification.period, standing)
        of_period = (entry for entry in entries if entry.period == specification.period)
        posted = {entry.key: (entry.given, entry.words) for entry in of_period}
        return Beside(rival, rivalry(ours, [posted]))
    others = [other for other in batch.beside(one, specification) if other.returned and not other.names_people]
    names = ", ".join(sorted(other.file for other in others))
    return Beside(names, rivalry(ours, [given_of(o.returned.answers) for o in others if o.returned]))


def _receipt(batch: _Batch, one: Checked, specification: Specification, standing: str) -> Receipt:
    if batch.correction and not standing:
        raise CommissioningError(
            f"There is no recorded return that {one.file} could correct; import it without --correction."
        )
    before = batch.desk.store.receipt(standing) if batch.correction else None
    if before and batch.received.date() < before.received.date():
        raise CommissioningError(
            f"{one.file} cannot have come on {day_in_words(batch.received.date())}: what it corrects came on "
            f"{day_in_words(before.received.date())}. Give --received the day the correction came."
        )
    return Receipt(
        sha256=one.sha256,
        file=one.file,
        received=batch.received,
        contract=specification.contract,
        period=specification.period,
        edition=one.identity.edition if one.identity else "",
        contract_digest=batch.desk.terms(specification.contract, specification.period).digest,
        corrects=standing if batch.correction else "",
        correction_reason=batch.correction,
    )


def _standing(stand: Iterable[Stands], specification: Specification) -> str:
    """The sha256 of the return, of a contract's that stand, whose figures are for this period; empty for none."""
    return next((one.sha256 for one in stand if one.period == specification.period), "")


def _note_rival(desk: Desk, receipt: Receipt, period: "Period", against: str, findings: Iterable[Finding]) -> None:
    """Leave the sign of a return that disagrees with another, and what was said of the two."""
    of_rivals = codes_of(Beside) | {HAS_A_RIVAL}
    of_both = (finding for finding in findings if finding.code in of_rivals)
    desk.store.note_rival(
        Rival(
            sha256=receipt.sha256,
            file=receipt.file,
            received=receipt.received,
            contract=receipt.contract,
            period=period,
            against=against,
            said=" ".join(f"{finding.there} {finding.remedy}" for finding in of_both),
            actor=desk.actor.name,
            at=desk.now,
        )
    )


def _in_the_way(stand: Iterable[Stands], standing: str, receipt: Receipt, own: OwnDays) -> str:
    """The sha256 of the return that stands for this contract and period, or part of it; empty where none does. What a
    correction corrects is not in its way."""
    overlapping = {
        one.sha256
        for one in stand
        if receipt.period and one.period != receipt.period and own(one.period).overlaps(own(receipt.period))
    }
    found = next(iter(sorted(overlapping)), standing)
    return "" if found == receipt.corrects else found


def _rival(store: Store, against: str, beside: list[Parcel]) -> str:
    """What else claims a return's place, in words."""
    other = store.receipt(against) if against else None
    if other:
        return f"{other.file}, received on {day_in_words(other.received.date())}"
    return ", ".join(sorted(other.file for other in beside))
