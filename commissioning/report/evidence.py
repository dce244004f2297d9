"""What a monitoring workbook is made from: for each contract, what stood in the ledger when it was asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from commissioning.contract.reporting import reported_within
from commissioning.funding.split import Split
from commissioning.model.contract import Terms
from commissioning.model.document import Look, Words
from commissioning.model.figure import Figure
from commissioning.model.posted import Decision, Entry, Judgement, Receipt, State, Verdict
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Arrived:
    """A return of the period: its receipt, its newest judgement and the decisions about it."""

    receipt: Receipt
    judgement: Judgement
    decisions: tuple[Decision, ...] = ()
    stands: bool = True

    @property
    def state(self) -> str:
        """What it comes to, in words."""
        if not self.stands:
            return "replaced by a correction" if self.judgement.verdict is not Verdict.STOPPED else "stopped"
        accepted = any(decision.action == "accept" for decision in self.decisions)
        if self.judgement.verdict is Verdict.NEEDS_EXPLANATION and accepted:
            return "accepted by decision"
        return {"needs explanation": "provisional: needs explanation"}.get(
            self.judgement.verdict, self.judgement.verdict
        )


@dataclass(frozen=True, slots=True)
class Charged:
    """A money figure of the period and its split; `why_not` says why there is none."""

    figure: Figure
    split: Split | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class ContractEvidence:
    """One contract in one period. `year` holds each answer's year to date, by its figure's position."""

    terms: Terms
    asked: Period
    figures: tuple[Figure, ...]
    year: tuple[Figure | None, ...]
    entries: tuple[Entry, ...]
    arrived: tuple[Arrived, ...]
    charged: tuple[Charged, ...] = ()
    due: dict[Period, str] = field(default_factory=dict)

    @property
    def has_provisional(self) -> bool:
        """Whether any figure shown, or the year it is added into, is provisional."""
        return any(figure.state is State.PROVISIONAL for figure in (*self.figures, *self.year) if figure)

    @property
    def owed(self) -> tuple[Period, ...]:
        """The periods inside the one asked for that returns are owed for."""
        return reported_within(self.terms, self.asked)


PROVISIONAL = (
    "[p] marks a provisional figure: it stands on a return that needs explanation and is not accepted yet."
    " It is never billed."
)


def leading_words(evidence: Iterable[ContractEvidence]) -> tuple[Words, ...]:
    """What must be known before a figure is read: where contract text comes from, and what is provisional."""
    evidence = tuple(evidence)
    labels = dict.fromkeys(one.terms.label for one in evidence if one.terms.label)
    words = [*labels, *([PROVISIONAL] if any(one.has_provisional for one in evidence) else [])]
    return tuple(Words(text, Look.WARNING) for text in words)
