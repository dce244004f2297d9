"""Which way an answer went since the period before: only where both are exact figures of the same thing."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissioning.measures import KINDS
from commissioning.model.contract import WHOLE_CONTRACT
from commissioning.model.expression import Difference, Sum
from commissioning.model.figure import Figure, Travel
from commissioning.model.posted import State
from commissioning.model.quantity import Bound, Quantity
from commissioning.money import round_half_up
from commissioning.report.evidence import ContractEvidence
from commissioning.totals.lines import Line
from commissioning.totals.travel import follows

PLACES_SHOWN = 1
"""Decimal places of a percentage in a sentence."""


@dataclass(frozen=True, slots=True)
class Movement:
    """An exact figure and that of the period before, of the same thing."""

    line: Line
    before: Figure
    last: Figure

    @property
    def values(self) -> tuple[Decimal, Decimal]:
        """The two figures, in the measure's own unit."""
        return _value(self.before), _value(self.last)

    @property
    def difference(self) -> Sum | None:
        """What the last is more than the one before, as a Sum."""
        if self.before.expression is None or self.last.expression is None:
            return None
        return Difference(self.last.expression, self.before.expression)

    @property
    def in_proportion(self) -> Fraction:
        """How large the movement is beside the figure before; from nothing it is 1."""
        before, last = map(Fraction, self.values)
        return abs(last - before) / abs(before) if before else Fraction(int(last != before))

    @property
    def ratings(self) -> tuple[str, str] | None:
        """The two ratings, where both are rated and they differ."""
        words = (self.before.rating.word, self.last.rating.word)
        are_rated = self.before.rating.is_rated and self.last.rating.is_rated
        return words if are_rated and words[0] != words[1] else None

    @property
    def became_worse(self) -> int:
        """By how many words its rating fell; less than nothing where it rose."""
        places = (self.last.rating.place, self.before.rating.place)
        return (places[0] or 0) - (places[1] or 0) if self.ratings else 0

    @property
    def is_provisional(self) -> bool:
        """Whether either figure is."""
        return State.PROVISIONAL in (self.before.state, self.last.state)


def movement_of(line: Line) -> Movement | None:
    """The line's movement since the period before; None where the two cannot be compared."""
    before, last = line.before, line.last
    if before is None or last is None or not (_is_exact(before) and _is_exact(last)):
        return None
    return Movement(line, before, last) if follows(last.period, before.period) else None


ARROWS = {"higher": "\N{UPWARDS ARROW}", "lower": "\N{DOWNWARDS ARROW}", "the same": "\N{RIGHTWARDS ARROW}"}
"""Which way the figure itself went, beside the word that says whether that is better."""


def direction(line: Line, *, figures: bool = False) -> str:
    """Which way the last figure went since the period before, in words: better or worse where the contract says which
    that is; with both figures, where they do not stand in the same row."""
    if line.last is None:
        return "" if line.earlier else "no earlier figure"
    return travel_in_words(line.last.short_term, line.last.kind, figures=figures)


def over_the_year(line: Line) -> str:
    """Which way the last figure went since the same period last year; empty where the contract did not run then."""
    return travel_in_words(line.last.long_term, line.last.kind) if line.last else ""


def travel_in_words(went: Travel | None, kind: str, *, figures: bool = True) -> str:
    """`\N{UPWARDS ARROW} improved since 2025-26-Q1 (61 to 78)`, or why that cannot be said; [p] marks what rests on a
    provisional figure."""
    if went is None or went.before is None or went.last is None:
        return went.why if went else ""
    change = "the same" if went.before == went.last else "higher" if went.last > went.before else "lower"
    both = " to ".join(dict.fromkeys(_shown(value, kind) for value in (went.before, went.last)))
    said = f"{ARROWS[change]} {went.word} since {went.since}{f' ({both})' if figures else ''}"
    return "; ".join(part for part in (f"{said}{' [p]' if went.is_provisional else ''}", went.why) if part)


def called(one: ContractEvidence, line: Line) -> str:
    """What a line is called where its service has no column of its own."""
    service = one.terms.service(line.key.service).title
    return line.about if service == WHOLE_CONTRACT else f"{line.about}, {service}"


def sentence(one: ContractEvidence, moved: Movement) -> str:
    """What happened: `Referrals received, Refuge: rose from 61 to 78 (17 more)`, with a rating that changed."""
    before, last = moved.values
    about = called(one, moved.line)
    shown = [_shown(value, moved.last.kind) for value in (before, last)]
    verb = "rose" if last > before else "fell"
    rose = f"{verb} from {shown[0]} to {shown[1]} ({how_much(last - before, moved.last)})"
    change = rose if before != last else f"{shown[1]} as before{_other_target(moved)}"
    rated = f"{moved.ratings[0]} to {moved.ratings[1]}" if moved.ratings else ""
    said = "; ".join(part for part in (rated, change) if part)
    return f"{about}: {said}{' [p]' if moved.is_provisional else ''}"


def _other_target(moved: Movement) -> str:
    """That something else is aimed at, where it is."""
    before, last = moved.before.target, moved.last.target
    if before is None or last is None or before == last:
        return ""
    return f", with a target of {_shown(last, moved.last.kind)} after {_shown(before, moved.last.kind)}"


def how_much(change: Decimal, figure: Figure) -> str:
    """A change of a figure in words: `17 more`, `5.3 percentage points higher`."""
    amount = _shown(abs(change), figure.kind).removesuffix("%")
    kind = KINDS[figure.kind]
    if kind.is_percent:
        return f"{amount} percentage points {'higher' if change > 0 else 'lower'}"
    if kind.guard and kind.guard.places:
        return f"{amount} {'more' if change > 0 else 'less'}"
    return f"{amount} {'more' if change > 0 else 'fewer'}"


def _shown(value: Decimal, kind: str) -> str:
    is_worked_out = KINDS[kind].is_percent or not KINDS[kind].answered
    return KINDS[kind].show(round_half_up(Fraction(value), PLACES_SHOWN) if is_worked_out else value)


def _is_exact(figure: Figure) -> bool:
    return isinstance(figure.given, Quantity) and figure.given.bound is Bound.EXACT


def _value(figure: Figure) -> Decimal:
    return figure.given.value if isinstance(figure.given, Quantity) else Decimal()
