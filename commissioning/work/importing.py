"""Files that came go in; receipts, verdicts and entries are kept, and an Outcome for each file comes out.

Reading and checking is pure and in any order. Admitting is the one writer: in period order, each
return in one transaction, and a later return is judged again when an earlier one arrives.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from commissioning.calendar import day_in_words
from commissioning.checks import Admission, check_admission
from commissioning.contract.reporting import due_date, period_label, previous_period
from commissioning.errors import CommissioningError
from commissioning.findings import in_order
from commissioning.ledger import entries_of, history_before, verdict_of
from commissioning.model.contract import Terms
from commissioning.model.finding import Finding
from commissioning.model.organisation import Actor
from commissioning.model.posted import Entry, Judgement, Receipt, State, Verdict
from commissioning.model.template import Specification
from commissioning.period import Period
from commissioning.store import RivalStands, Store
from commissioning.template import specify
from commissioning.work.checking import Checked, check_one, read_and_check
from commissioning.work.mailbox import Came, gathered
from commissioning.work.reasons import refuse_personal_data
from commissioning.work.workspace import Workspace

Clock = Callable[[], datetime]
Progress = Callable[[Iterable[Came]], Iterable[Came]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    `posted` counts the entries added; `again` names later returns whose verdict changed; a `replaced`
    return was recorded before, and its figures have been corrected since.
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


@dataclass(frozen=True)
class _Desk:
    """Where admitting is done: the workspace, its open store, who asks, when, and the returns to be judged anyway."""

    workspace: Workspace
    store: Store
    actor: Actor
    now: datetime
    received: datetime
    correction: str = ""
    coming: frozenset[str] = frozenset()
    editions: dict[str, str | None] = field(default_factory=dict)

    def edition(self, digest: str) -> str | None:
        """The text of an edition ever issued: by this workspace, or lying beside its committed returns."""
        if digest not in self.editions:
            self.editions[digest] = self.store.edition(digest) or self.workspace.committed_editions.get(digest)
        return self.editions[digest]

    def terms(self, specification: Specification) -> Terms:
        return self.workspace.contract(specification.contract, self.actor).terms_for(specification.period)


def import_returns(  # noqa: PLR0913  # what a person may say of an import
    workspace: Workspace,
    paths: Iterable[Path],
    actor: Actor,
    clock: Clock,
    *,
    received: date | None = None,
    correction: str = "",
    progress: Progress = iter,
) -> tuple[Outcome, ...]:
    """Read, check, admit and keep every return among the files, folders and zip archives.

    `received` is the day they came, where that is not today; `correction` the reason for which a
    single return takes the place of the one recorded for its contract and period.
    """
    files = gathered(paths)
    contracts = workspace.seen_by(actor)
    now = clock()
    if received and received > now.date():
        raise CommissioningError(f"{received} has not come yet; give --received the day the returns came.")
    refuse_personal_data(correction, "The reason of a correction")
    came = datetime.combine(received, now.timetz()) if received else now
    with workspace.store() as store:
        store.sweep()
        desk = _Desk(workspace, store, actor, now, came, correction)
        checked = [check_one(one, contracts, desk.edition) for one in progress(files)]
        if correction and len(checked) != 1:
            raise CommissioningError("A correction is imported by itself: name the one file that corrects a return.")
        coming = frozenset(one.sha256 for one in checked if not one.names_people)
        return tuple(_admitted(replace(desk, coming=coming), _in_period_order(checked)))


def _in_period_order(checked: list[Checked]) -> list[Checked]:
    def order(one: Checked) -> tuple[str, object, str]:
        specification = one.specification
        return (
            (specification.contract, specification.period.sort_key, one.sha256)
            if specification
            else ("", (), one.sha256)
        )

    unique = {one.sha256: one for one in sorted(checked, key=lambda one: one.file, reverse=True)}
    read = [one for one in unique.values() if one.specification]
    unread = [one for one in unique.values() if not one.specification]
    return [*sorted(unread, key=lambda one: one.file), *sorted(read, key=order)]


def _admitted(desk: _Desk, checked: list[Checked]) -> Iterator[Outcome]:
    came_together: dict[tuple[str, Period], list[Checked]] = {}
    for one in checked:
        if one.specification and verdict_of(one.findings) is not Verdict.STOPPED:
            came_together.setdefault((one.specification.contract, one.specification.period), []).append(one)
    for one in checked:
        if one.specification is None or one.returned is None or _is_strange(desk, one):
            yield Outcome(one.file, one.sha256, Verdict.STOPPED, one.findings)
        else:
            beside = came_together.get((one.specification.contract, one.specification.period), [])
            others = [other for other in beside if other.sha256 != one.sha256]
            try:
                yield _admit(desk, one, one.specification, others)
            except RivalStands:
                # Another import posted a return for this place meanwhile: judged again, this one finds it there.
                yield _admit(desk, one, one.specification, others)


def _is_strange(desk: _Desk, one: Checked) -> bool:
    """Whether the file is not of a contract and edition of ours: then it leaves no trace."""
    return one.specification is None or one.specification.contract not in desk.workspace.seen_by(desk.actor)


def _admit(desk: _Desk, one: Checked, specification: Specification, beside: list[Checked]) -> Outcome:
    """One return judged and recorded. A rival of another return, or one that names people, leaves no trace."""
    store, terms = desk.store, desk.terms(specification)
    known, was_posted = store.receipt(one.sha256), store.posted(one.sha256)
    # The same correction may come twice, as any return may: the first import of it may have been cut off.
    if was_posted and desk.correction and not (known and known.corrects):
        raise CommissioningError(f"{one.file} was imported before, so it corrects nothing; a correction is a new file.")
    standing = "" if was_posted else _standing(store, specification)
    receipt = known or _receipt(desk, one, specification, standing)
    rival = "" if was_posted else _rival(store, standing, beside, receipt)
    findings = _judged(store, one, specification, terms, receipt, rival)
    judgement = Judgement(one.sha256, verdict_of(findings), findings)
    entries = () if judgement.verdict is Verdict.STOPPED or was_posted else _entries(one, specification, receipt)
    if not rival and not one.names_people:
        store.keep_original(one.content)
        store.record(receipt, judgement, entries, desk.actor, desk.now)
    return Outcome(
        file=one.file,
        sha256=one.sha256,
        verdict=_verdict_now(store, specification.contract, judgement),
        findings=findings,
        contract=specification.contract,
        period=period_label(terms, specification.period),
        posted=len(entries),
        known_before=was_posted,
        replaced=was_posted and _standing(store, specification) != one.sha256,
        # One posted before too: that import may have been cut off before it came to the later ones.
        again=() if judgement.verdict is Verdict.STOPPED else tuple(_judged_again(desk, specification)),
    )


def _entries(one: Checked, specification: Specification, receipt: Receipt) -> tuple[Entry, ...]:
    return entries_of(one.returned, specification, receipt) if one.returned else ()


def _judged(
    store: Store, one: Checked, specification: Specification, terms: Terms, receipt: Receipt, rival: str
) -> tuple[Finding, ...]:
    if one.returned is None:
        return one.findings
    admission = Admission(
        returned=one.returned,
        specification=specification,
        history=history_before(store.entries(specification.contract), specification.period),
        previous=previous_period(terms, specification.period),
        received=receipt.received.date(),
        due=due_date(terms, specification.period),
        rival=rival,
        outdated=specify(terms, specification.period) != specification,
    )
    sheets = tuple(block.sheet for block in specification.blocks)
    return in_order((*one.findings, *check_admission(admission)), sheets)


def _receipt(desk: _Desk, one: Checked, specification: Specification, standing: str) -> Receipt:
    if desk.correction and not standing:
        raise CommissioningError(
            f"There is no recorded return that {one.file} could correct; import it without --correction."
        )
    return Receipt(
        sha256=one.sha256,
        file=one.file,
        received=desk.received,
        contract=specification.contract,
        period=specification.period,
        edition=one.identity.edition if one.identity else "",
        contract_digest=desk.terms(specification).digest,
        corrects=standing if desk.correction else "",
        correction_reason=desk.correction,
    )


def _standing(store: Store, specification: Specification) -> str:
    """The sha256 of the return whose figures now stand for this contract and period; empty where there is none."""
    entries = store.entries(specification.contract)
    return next((entry.sha256 for entry in entries if entry.period == specification.period), "")


def _rival(store: Store, standing: str, beside: list[Checked], receipt: Receipt) -> str:
    """What else claims this contract and period, or part of it. What a correction corrects is no rival of it."""
    overlapping = {
        entry.sha256
        for entry in store.entries(receipt.contract)
        if receipt.period and entry.period != receipt.period and entry.period.overlaps(receipt.period)
    }
    standing = next(iter(sorted(overlapping)), standing)
    if standing:
        other = store.receipt(standing)
        return (
            f"{other.file}, received on {day_in_words(other.received.date())}"
            if other and standing != receipt.corrects
            else ""
        )
    return ", ".join(sorted(other.file for other in beside))


def _verdict_now(store: Store, contract: str, judgement: Judgement) -> Verdict:
    """What the judgement comes to with the decisions made since: what was accepted stays so."""
    states = {entry.state for entry in store.entries(contract) if entry.sha256 == judgement.sha256}
    return Verdict.ACCEPTED if states == {State.ACCEPTED} else judgement.verdict


def _judged_again(desk: _Desk, specification: Specification) -> Iterator[str]:
    """Later returns of the contract, judged by a history that now holds more; those whose verdict changed."""
    for receipt in desk.store.receipts():
        is_ours = receipt.contract == specification.contract and receipt.sha256 not in desk.coming
        if is_ours and receipt.period and _is_later(receipt.period, specification.period):
            yield from _judge_again(desk, receipt, receipt.period)


def _judge_again(desk: _Desk, receipt: Receipt, period: Period) -> Iterator[str]:
    before = desk.store.judgement(receipt.sha256)
    one = read_and_check(
        desk.store.original(receipt.sha256), receipt.file, desk.workspace.seen_by(desk.actor), desk.edition
    )
    if before is None or one.specification is None:
        return
    terms = desk.terms(one.specification)
    findings = _judged(desk.store, one, one.specification, terms, receipt, "")
    after = Judgement(receipt.sha256, verdict_of(findings), findings)
    # What was stopped posted nothing, so no later judgement can make it stand; its findings may still change.
    if after != before and (before.verdict is not Verdict.STOPPED or after.verdict is Verdict.STOPPED):
        stood = _verdict_now(desk.store, receipt.contract, before)
        desk.store.record(receipt, after, (), desk.actor, desk.now)
        stands = _verdict_now(desk.store, receipt.contract, after)
        if stands is not stood:
            yield f"{period_label(terms, period)}: {stands}"


def _is_later(period: Period, than: Period) -> bool:
    return bool(period.start and than.end and period.start > than.end)
