"""What a monitoring workbook is made from: for each contract, what stood in the ledger when it was asked for."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from commissioning import sums
from commissioning.calendar import day_in_words
from commissioning.contract.reporting import reported_within
from commissioning.findings import explanation_of
from commissioning.funding.splitting.split import Split
from commissioning.model.contract import Origin, Terms
from commissioning.model.document import Look, Number, Words
from commissioning.model.figure import Figure
from commissioning.model.finding import Finding, Severity
from commissioning.model.posted import Action, Change, Decision, Entry, Judgement, Receipt, State, TurnedAway, Verdict
from commissioning.period import Period
from commissioning.totals.lines import Line

NOT_DUE = "not due yet"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A return of the period: its receipt, newest judgement and decisions, whether its figures stand and are
    provisional, as the ledger has them now, what it changed, where it corrects another, and whether somebody has
    accepted all that is left to be explained."""

    receipt: Receipt
    judgement: Judgement
    decisions: tuple[Decision, ...] = ()
    stands: bool = True
    provisional: bool = False
    changes: tuple[Change, ...] = ()
    explained: bool = False

    @property
    def query(self) -> Decision | None:
        """The query that holds its figures back: one that no later decision has answered by accepting them."""
        newest = [d for d in self.decisions if d.action in (Action.ACCEPT, Action.QUERY)][-1:]
        return newest[0] if self.stands and newest and newest[0].action is Action.QUERY else None

    @property
    def waived(self) -> tuple[Finding, ...]:
        """What was found and lets pass by a waiver."""
        return tuple(finding for finding in self.judgement.findings if finding.severity is Severity.WAIVED)

    @property
    def accepted(self) -> tuple[Decision, ...]:
        """The decision to accept that holds; one that has not seen all that is left to be explained does not."""
        accepts = tuple(decision for decision in self.decisions if decision.action is Action.ACCEPT)
        return accepts[-1:] if self.explained else ()

    @property
    def state(self) -> str:
        """What it comes to, in words."""
        if not self.stands:
            return "replaced by a correction" if self.judgement.verdict is not Verdict.STOPPED else "stopped"
        if self.provisional:
            return "provisional: queried" if self.query else "provisional: needs explanation"
        if self.accepted:
            return "accepted by decision"
        return f"{self.judgement.verdict.value}, with a waiver" if self.waived else self.judgement.verdict.value

    @property
    def admitted(self) -> str:
        """What let its figures in, in words: a decision, or the rule that a return without a fault stands."""
        if self.provisional:
            return "provisional: queried" if self.query else "provisional: not accepted yet"
        for decision in self.accepted:
            return f"accepted by {decision.actor} on {day_in_words(decision.at.date())}: {decision.why}"
        waived = "; ".join(f"{finding.code}: {finding.remedy}" for finding in self.waived)
        return f"accepted, {waived}" if waived else "accepted on import: nothing to explain"

    def said_of(self, finding: Finding) -> tuple[str, str]:
        """What a finding comes to, and what to do: one that a decision has accepted asks for nothing more."""
        if finding.severity is not Severity.NEEDS_EXPLANATION or not self.accepted:
            return finding.severity.value, finding.remedy
        decision = self.accepted[-1]
        return "accepted", f"Accepted by {decision.actor} on {day_in_words(decision.at.date())}: {decision.why}"


@dataclass(frozen=True, slots=True)
class Charged:
    """A money figure of the period and its split; `note` says why there is none, or what to know of it."""

    figure: Figure
    split: Split | None
    note: str = ""


def part_name(charged: Charged, number: int) -> tuple[str, int, int]:
    """The key of a funder's part of a charge: its row in Data."""
    return ("part", charged.figure.sources[0].number, number)


def figure_cell(figure: Figure, name: Hashable = None) -> Number | Words:
    """A figure as a cell, computed by its Sum from the rows in Data it stands on, and leading to the first of them; in
    its words, where it is no number."""
    if figure.words:
        return Words(f"{figure.words}{' [p]' if figure.state is State.PROVISIONAL else ''}")
    stands_on = sums.terms(figure.expression) if figure.stated_in and figure.expression is not None else ()
    first = figure.sources[0].number if figure.sources else next(iter(stands_on), None)
    provisional = figure.state is State.PROVISIONAL
    return Number(figure.given, figure.kind, figure.expression, name, provisional, to=first)


@dataclass(frozen=True, slots=True)
class ContractEvidence:
    """One contract in one period. `year` holds each answer's year to date, by its figure's position;
    `versions` are those that held at some time of the period, each with when it did; `agreed` is what they state;
    `lines` are its answers over the last periods; `behind` is the return behind each entry, by sha256; `today` is the
    day on which it was asked, None for the end of all days; `turned_away` are the signs of files that name people."""

    terms: Terms
    asked: Period
    figures: tuple[Figure, ...]
    year: tuple[Figure | None, ...]
    entries: tuple[Entry, ...]
    arrived: tuple[Arrived, ...]
    charged: tuple[Charged, ...] = ()
    due: Mapping[Period, date | None] = field(default_factory=dict)
    versions: tuple[tuple[Terms, Period], ...] = ()
    agreed: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    behind: Mapping[str, Arrived] = field(default_factory=dict)
    today: date | None = None
    turned_away: tuple[TurnedAway, ...] = ()

    @property
    def has_provisional(self) -> bool:
        """Whether any figure shown, or the year it is added into, is provisional."""
        earlier = (then.figure for line in self.lines for then in line.thens)
        return any(figure.state is State.PROVISIONAL for figure in (*self.figures, *self.year, *earlier) if figure)

    @property
    def owed(self) -> tuple[Period, ...]:
        """The periods inside the one asked for that returns are owed for."""
        return reported_within(self.terms, self.asked)

    @property
    def provider(self) -> str:
        """Who provides, or that nobody is named."""
        return self.terms.parties.provider.name if self.terms.parties.provider else "not stated"

    def year_of(self, figure: Figure) -> Figure | None:
        """The year to date of one of the period's figures."""
        return next((year for one, year in zip(self.figures, self.year, strict=True) if one is figure), None)

    def standing(self, period: Period) -> Arrived | None:
        """The return of a period that stands, or else the newest that came for it."""
        came = [arrived for arrived in self.arrived if arrived.receipt.period == period]
        return next((arrived for arrived in came if arrived.stands), came[-1] if came else None)

    def awaited(self, period: Period) -> str:
        """What a return that is owed and has not come is called."""
        due = self.due.get(period)
        return NOT_DUE if due and self.today and self.today <= due else "outstanding"

    def explained(self, arrived: Arrived, finding: Finding) -> str:
        """What the provider typed beside the figures that a finding of a return is about."""
        return explanation_of(finding, (e for e in self.entries if e.sha256 == arrived.receipt.sha256))

    def turned_away_since(self, period: Period | None) -> tuple[TurnedAway, ...]:
        """The files for a period that were turned away, and that no good return has come after."""
        came = [a.receipt.received for a in self.arrived if a.receipt.period == period and a.state != "stopped"]
        return tuple(
            sign for sign in self.turned_away if sign.period == period and all(day < sign.received for day in came)
        )

    def days_late(self, arrived: Arrived) -> int:
        """How many days after it was due a return came; 0 for one in time, or transcribed from a paper.

        What a correction corrects was there before it, so the first return that was not stopped counts.
        """
        period = arrived.receipt.period
        due = self.due.get(period) if period else None
        if due is None or self.terms.origin is Origin.TRANSCRIBED:
            return 0
        taken = [a for a in self.arrived if a.receipt.period == period and a.state != "stopped"]
        first = min(one.receipt.received for one in (*taken, arrived)) if arrived in taken else arrived.receipt.received
        return max(0, (first.date() - due).days)


PROVISIONAL = (
    "[p] marks a provisional figure: it stands on a return that is queried, or that needs explanation and is not"
    " accepted yet. It is never billed."
)


def leading_words(evidence: Iterable[ContractEvidence]) -> tuple[Words, ...]:
    """What must be known before a figure is read: where contract text comes from, and what is provisional."""
    evidence = tuple(evidence)
    labels = dict.fromkeys(one.terms.label for one in evidence if one.terms.label)
    words = [*labels, *([PROVISIONAL] if any(one.has_provisional for one in evidence) else [])]
    return tuple(Words(text, Look.WARNING) for text in words)


def of_service(one: ContractEvidence, charged: Charged) -> str:
    """The title of the service that a charge is of; empty where it is of the whole contract."""
    service = charged.figure.key.service
    return one.terms.service(service).title if service else ""
