"""A return and all that it is judged by go in: contract text, rules, waivers and history; a Judgement comes out.

What has changed since a return was last judged gives it a new recorded verdict at the next import.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter

from commissioning import __version__, privacy
from commissioning.checks import Admission, catalogue, check_admission
from commissioning.checks.files import CAME_LOCKED
from commissioning.contract.reporting import due_date, own_days, previous_period
from commissioning.editions import Said, Series, continued
from commissioning.findings import in_order
from commissioning.ledger import verdict_of, with_waivers
from commissioning.model.contract import Terms
from commissioning.model.organisation import Actor
from commissioning.model.posted import Action, Decision, Entry, History, Judgement, Receipt, Stands, State, Verdict
from commissioning.model.quantity import AnswerKey, Given
from commissioning.model.template import Specification
from commissioning.period import Period
from commissioning.store import Store
from commissioning.template import by_present_rules, specify
from commissioning.work.checking import Checked, Known
from commissioning.work.fresh import refilling_by
from commissioning.work.mailbox import Came
from commissioning.work.parcels import Parcel
from commissioning.work.replying import reply_to
from commissioning.work.workers import Workers
from commissioning.work.workspace import Workspace

REMEMBERED = 64
"""Returns whose figures are not read again for the next return of their contract."""


@dataclass(frozen=True)
class Desk:
    """Where returns are judged: the workspace, its open store, who asks, when, and who reads files for it."""

    workspace: Workspace
    store: Store
    actor: Actor
    now: datetime
    workers: Workers

    def edition(self, digest: str) -> str | None:
        """The text of an edition ever issued: by this workspace, or lying beside its committed returns."""
        return self.store.edition(digest) or self.workspace.committed_edition(digest)

    def checked(self, files: Iterable[tuple[Came, Said | None]]) -> Iterator[tuple[Came, Parcel]]:
        """Each file, with whose return somebody says it is, and what was found about it by what is known here."""
        known = Known(self.workspace.seen_by(self.actor), self.edition, kept=self.kept_editions)
        return self.workers.check(files, known)

    def terms(self, contract: str, period: Period) -> Terms:
        """The version of a contract that held when a period began."""
        return self.workspace.contract(contract, self.actor).terms_for(period)

    def history(self, contract: str, period: Period, earlier: Iterable[Stands]) -> History:
        """What these earlier returns of a contract say, under the codes of the version that holds in a period."""
        figures: dict[Period, dict[AnswerKey, Given]] = {}
        words: dict[Period, dict[AnswerKey, str]] = {}
        provisional = set()
        # Asked for so, the same answers serve every period in which that version holds.
        begins = Period(self.terms(contract, period).holds_from, None)
        for one in earlier:
            given, said = self.answers(one.sha256, contract, begins)
            figures.setdefault(one.period, {}).update(given)
            words.setdefault(one.period, {}).update(said)
            if one.state is State.PROVISIONAL:
                provisional.add(one.period)
        return History(figures, frozenset(provisional), words)

    @cached_property
    def answers(self) -> Callable[[str, str, Period], tuple[Mapping[AnswerKey, Given], Mapping[AnswerKey, str]]]:
        """The figures of a return that stands, by its sha256, under the codes of a contract in a period, and its words.
        What was posted is never changed, so that the last few returns asked for are remembered."""

        @lru_cache(maxsize=REMEMBERED)
        def found(
            sha256: str, contract: str, period: Period
        ) -> tuple[Mapping[AnswerKey, Given], Mapping[AnswerKey, str]]:
            entries = self.posted(contract, period, sha256)
            given = {entry.key: entry.given for entry in entries}
            return given, {entry.key: entry.words for entry in entries if entry.words}

        return found

    def posted(self, contract: str, period: Period, sha256: str) -> tuple[Entry, ...]:
        """The entries of one return, under the codes of the version that holds in a period."""
        of = self.workspace.contract(contract, self.actor)
        return continued(self.store.entries_of(sha256), of, of.terms_for(period))

    def kept_editions(self) -> tuple[str, ...]:
        """The texts of every edition ever issued: by this workspace, or lying beside its committed returns."""
        return (*self.store.editions(), *self.workspace.committed_editions())

    @cached_property
    def rules(self) -> str:
        """The digest of every rule that returns are checked by."""
        checks = [check for _, group in catalogue() for check in group]
        rules = [(c.code, c.severity, c.there, c.remedy, c.why, c.on_trial) for c in checks]
        detectors = [(detector.code, detector.what, detector.there) for detector in privacy.DETECTORS]
        return _digest([__version__, rules, detectors])

    @cached_property
    def every_waiver(self) -> tuple[tuple[Decision, Receipt], ...]:
        """Every waiver, with the receipt of the return it was taken on."""
        given = [decision for decision in self.store.decisions() if decision.action is Action.WAIVE]
        receipts = {receipt.sha256: receipt for receipt in self.store.receipts()} if given else {}
        return tuple((decision, receipts[decision.sha256]) for decision in given)

    def waivers(self, contract: str, period: Period) -> tuple[Decision, ...]:
        """The waivers taken on returns of a contract for this period or an earlier one."""
        return tuple(decision for decision, receipt in self.every_waiver if _reaches(receipt, contract, period))

    def waivers_in_present_codes(self, contract: str, period: Period) -> tuple[Decision, ...]:
        """The same, about measures as they are called in that period, whatever they were called when it was taken."""
        of = self.workspace.contract(contract, self.actor)
        series, terms = Series(of), of.terms_for(period)

        def called(measure: str) -> str:
            return series.called(AnswerKey("", measure), terms).measure

        waivers = self.waivers(contract, period)
        return tuple(replace(waiver, measures=tuple(map(called, waiver.measures))) for waiver in waivers)

    def basis(self, contract: str, period: Period, earlier: Iterable[Stands]) -> str:
        """What a return is judged by, in words with digests: each part of it as it is now, and the earlier returns
        given, by their sha256: what was posted of one is never changed."""
        waivers = [(w.code, w.measures, str(w.until), w.why, w.actor) for w in self.waivers(contract, period)]
        names = Series(self.workspace.contract(contract, self.actor)).names
        came_before = sorted((str(one.period), one.state.value, one.sha256) for one in earlier)
        parts = {
            "contract text": self.terms(contract, period).digest,
            "rules": self.rules,
            "waivers": _digest(waivers),
            "earlier returns": _digest([*came_before, names] if names and came_before else came_before),
        }
        return "; ".join(f"{name} {digest[:12]}" for name, digest in parts.items())


def _reaches(receipt: Receipt, contract: str, period: Period) -> bool:
    is_before = receipt.period is not None and receipt.period.sort_key <= period.sort_key
    return receipt.contract == contract and is_before


def _digest(of: object) -> str:
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()


def changed_between(before: str, now: str) -> str:
    """What of a basis has changed: `contract text`, `contract text and rules`; `the engine` where none was recorded."""
    earlier, later = before.split("; "), now.split("; ")
    if len(earlier) != len(later):
        return "the engine"
    changed = [new.rpartition(" ")[0] for old, new in zip(earlier, later, strict=True) if old != new]
    return " and ".join(changed)


def before(period: Period, stand: Iterable[Stands]) -> tuple[Stands, ...]:
    """Those returns that are for periods which ended before this one began."""
    return tuple(one for one in stand if one.period.end and period.start and one.period.end < period.start)


def judged(  # noqa: PLR0913, PLR0917  # what a return is judged among
    desk: Desk,
    one: Checked,
    specification: Specification,
    receipt: Receipt,
    stand: Iterable[Stands],
    rival: str = "",
    posted: Mapping[AnswerKey, Given] | None = None,
) -> Judgement:
    """A return's judgement in time, and among the others of its contract that stand; `posted` is what it posted."""
    contract, period = specification.contract, specification.period
    earlier = before(_own_days(desk, contract, period), stand)
    findings = one.findings
    if one.returned is not None:
        terms = desk.terms(contract, period)
        now = specify(terms, period)
        admission = Admission(
            returned=one.returned,
            specification=by_present_rules(specification, now),
            history=desk.history(contract, period, earlier),
            previous=previous_period(terms, period),
            received=receipt.received.date(),
            # What a correction corrects came before it; whether that was in time is said of that.
            due=None if receipt.corrects else due_date(terms, period),
            rival=rival,
            # A file in a layout of its own is of no edition.
            outdated=one.identity is not None and now.blocks != specification.blocks,
            posted=posted or {},
            contract=desk.workspace.contract(contract, desk.actor),
        )
        found = in_order((*one.findings, *check_admission(admission)), one.returned)
        findings = with_waivers(found, desk.waivers_in_present_codes(contract, period), receipt.received.date())
    return Judgement(one.sha256, verdict_of(findings), findings, desk.basis(contract, period, earlier))


def keep_reply(desk: Desk, one: Checked, receipt: Receipt, judgement: Judgement) -> None:
    """Keep what is to be sent back about a return, by its newest judgement, beside the return, under the name it has.

    Done before that is recorded: what breaks off in between is done again by the next import.
    """
    named = replace(one, file=receipt.file)
    fill = refilling_by(desk.workspace, desk.actor, desk.store)
    desk.store.keep_reply(receipt.sha256, reply_to(named, judgement.findings, desk.workspace.dress, fill))


@dataclass(frozen=True, slots=True)
class JudgedAgain:
    """A recorded return that was judged again: its judgements before and after, and what each came to with the
    decisions about it."""

    receipt: Receipt
    terms: Terms
    before: Judgement
    after: Judgement
    stood: Verdict
    stands: Verdict


def judge_again(desk: Desk, receipts: Iterable[Receipt]) -> Iterator[JudgedAgain]:
    """Judge recorded returns by what is there now, and record that where anything of them is new."""
    asked = tuple(receipts)
    files = ((Came(one.file, desk.store.original(one.sha256)), taken_as(one)) for one in asked)
    for receipt, (came, parcel) in zip(asked, desk.checked(files), strict=True):
        again = _judged_again(desk, receipt, parcel.opened(came))
        if again is not None:
            yield again


def taken_as(receipt: Receipt) -> Said | None:
    """The return that a recorded file was taken as."""
    return Said(receipt.contract, receipt.period) if receipt.period else None


def _judged_again(desk: Desk, receipt: Receipt, one: Checked) -> JudgedAgain | None:
    before = desk.store.judgement(receipt.sha256)
    if before is None or one.specification is None:
        return None
    # What is kept has no password any more, so that only the first judgement can tell that it came with one.
    came_locked = tuple(finding for finding in before.findings if finding.code == CAME_LOCKED)
    stand, posted = desk.store.stand(receipt.contract), _posted_by_layout(desk, receipt, one)
    of_the_file = (*came_locked, *one.findings)
    after = judged(desk, replace(one, findings=of_the_file), one.specification, receipt, stand, "", posted)
    # What was stopped posted nothing, so no later judgement can make it stand; its findings may still change.
    if after == before or (before.verdict is Verdict.STOPPED and after.verdict is not Verdict.STOPPED):
        return None
    stood = verdict_now(desk.store, before)
    keep_reply(desk, one, receipt, after)
    desk.store.record(receipt, after, (), desk.actor, desk.now)
    terms = desk.terms(receipt.contract, one.specification.period)
    return JudgedAgain(receipt, terms, before, after, stood, verdict_now(desk.store, after))


def _posted_by_layout(desk: Desk, receipt: Receipt, one: Checked) -> dict[AnswerKey, Given]:
    """The figures posted from a file in a layout of its own; nothing of a return that was issued, whose edition reads
    it for ever alike."""
    if one.identity is not None or receipt.period is None:
        return {}
    entries = desk.posted(receipt.contract, receipt.period, receipt.sha256)
    return {entry.key: entry.given for entry in entries if entry.period == receipt.period and not entry.words}


def verdict_now(store: Store, judgement: Judgement) -> Verdict:
    """What the judgement comes to with the decisions made since: what was accepted stays so."""
    state = store.state(judgement.sha256)
    if state is State.ACCEPTED:
        return Verdict.ACCEPTED
    is_held = state is State.PROVISIONAL and judgement.verdict is Verdict.ACCEPTED
    return Verdict.NEEDS_EXPLANATION if is_held else judgement.verdict


def judged_on_another_basis(desk: Desk) -> Iterator[JudgedAgain]:
    """Every return that stands and was judged by other contract text, rules, waivers or earlier returns than there
    are now, judged again, in order of period.

    Asked at the end of every import, so that of two imports at once the last to end sees what both have posted.
    """
    bases, stand = desk.store.bases(), _by_contract(desk.store.stand())
    seen, standing = desk.workspace.seen_by(desk.actor), {one.sha256 for each in stand.values() for one in each}
    ours = [r for r in desk.store.receipts() if r.sha256 in standing and r.contract in seen]
    by_contract = groupby(sorted(ours, key=_in_order_of_period), key=attrgetter("contract"))
    stale = [r for contract, group in by_contract for r in _stale(desk, contract, group, bases, stand[contract])]
    yield from judge_again(desk, stale)


def _stale(
    desk: Desk, contract: str, receipts: Iterable[Receipt], bases: Mapping[str, str], stand: tuple[Stands, ...]
) -> Iterator[Receipt]:
    """Those of a contract's returns whose last judgement has another basis than one of now would have."""
    for receipt in receipts:
        if receipt.period and bases[receipt.sha256] != desk.basis(
            contract, receipt.period, before(receipt.period, stand)
        ):
            yield receipt


def _by_contract(stand: Iterable[Stands]) -> dict[str, tuple[Stands, ...]]:
    found: dict[str, list[Stands]] = {}
    for one in stand:
        found.setdefault(one.contract, []).append(one)
    return {contract: tuple(each) for contract, each in found.items()}


def _in_order_of_period(receipt: Receipt) -> tuple[object, ...]:
    return (receipt.contract, receipt.period.sort_key if receipt.period else ())


def later_returns(desk: Desk, contract: str, period: Period, besides: frozenset[str]) -> Iterable[Receipt]:
    """The recorded returns of a contract for periods after this one, oldest received first; apart from those named."""
    for receipt in desk.store.receipts(contract):
        if receipt.sha256 in besides or receipt.period is None:
            continue
        if _is_later(_own_days(desk, contract, receipt.period), _own_days(desk, contract, period)):
            yield receipt


def _own_days(desk: Desk, contract: str, period: Period) -> Period:
    return own_days(desk.terms(contract, period), period)


def _is_later(period: Period, than: Period) -> bool:
    return bool(period.start and than.end and period.start > than.end)
