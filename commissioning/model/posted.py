"""What the ledger holds: entries, verdicts, decisions, receipts; and History, what it held before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from commissioning.model.finding import Finding, Place
from commissioning.model.quantity import AnswerKey, Given
from commissioning.period import Period


class Verdict(StrEnum):
    """What a return, its findings and the decisions about it come to."""

    STOPPED = "stopped"
    NEEDS_EXPLANATION = "needs explanation"
    ACCEPTED = "accepted"


class State(StrEnum):
    """How a posted figure may be used. Provisional ones are marked wherever printed, never billed."""

    ACCEPTED = "accepted"
    PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of what was received: one file, once."""

    sha256: str
    file: str
    received: datetime
    contract: str
    period: Period | None
    edition: str
    contract_digest: str
    corrects: str = ""
    correction_reason: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A receipt's verdict with its findings, as recorded at one moment; the newest one counts.

    `basis` says what it was judged by, in words with digests: contract text, rules and waivers.
    """

    sha256: str
    verdict: Verdict
    findings: tuple[Finding, ...]
    basis: str = ""


class Action(StrEnum):
    """What can be decided about a return.

    To accept makes its figures good as they stand. To query holds them provisional until they are accepted or
    corrected. To waive lets what one check finds about some measures pass, in this return and in later ones of its
    contract, as long as they are received by a day.
    """

    ACCEPT = "accept"
    QUERY = "query"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about a return, when and why. Data, never code.

    `until` is the day by which a query asks for its answer, or the last day of a waiver; `code` and `measures` name
    the check that is waived and the measures that it is waived for.
    """

    action: Action
    sha256: str
    actor: str
    why: str
    at: datetime
    until: date | None = None
    code: str = ""
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that a correction changed: where it stands in each return (an empty place is none), and what stood
    and stands there, in words."""

    key: AnswerKey
    before: str
    after: str
    place_before: Place
    place_after: Place


@dataclass(frozen=True, slots=True)
class Issue:
    """A blank return as it was sent out once: its edition, the bytes by their sha256, and the day it asked for."""

    contract: str
    period: Period
    edition: str
    contract_digest: str
    file: str
    sha256: str
    due: date | None
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """The sign that a file came which names people: nothing that was in it, nor its name, nor its digest, from which
    one could find out what a file of few words said.

    `kinds` are the codes of what was found, each with in how many places; the contract is empty, and the period None,
    where the file did not show them. `box` is what the locked file is called in quarantine; empty where it is not kept.
    """

    received: datetime
    kinds: tuple[tuple[str, int], ...]
    actor: str
    at: datetime
    contract: str = ""
    period: Period | None = None
    box: str = ""


@dataclass(frozen=True, slots=True)
class Rival:
    """The sign that a return came whose place another had, or claimed: none of its figures, nor the file itself.

    `against` is the sha256 of the return that stood there; empty where several came together and none stood. `said` is
    what was said of the two, in sentences without a figure.
    """

    sha256: str
    file: str
    received: datetime
    contract: str
    period: Period
    against: str
    said: str
    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure posted, never edited. `words` carries an answer that is no number: text as it was typed, a choice by
    its id, a day as 2026-09-30."""

    number: int
    sha256: str
    file: str
    contract: str
    period: Period
    key: AnswerKey
    kind: str
    unit: str
    given: Given
    words: str
    explanation: str
    place: Place
    state: State


@dataclass(frozen=True, slots=True)
class Stands:
    """A return whose entries stand: none of them has been replaced by a correction."""

    sha256: str
    contract: str
    period: Period
    state: State


@dataclass(frozen=True, slots=True)
class History:
    """What the ledger held of one contract before a period: figures by period's dates, then answer, and
    the periods whose figures were provisional; likewise the words of answers that are no numbers."""

    figures: Mapping[Period, Mapping[AnswerKey, Given]]
    provisional: frozenset[Period] = frozenset()
    words: Mapping[Period, Mapping[AnswerKey, str]] = field(default_factory=dict)
