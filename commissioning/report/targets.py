"""What contract text says of its targets beside their numbers: where they were agreed, and what they follow from."""

from collections.abc import Iterator

from commissioning.calendar import day_in_words
from commissioning.contract.derivations import in_words
from commissioning.measures import KINDS
from commissioning.model.document import Column, Look, Table, Words
from commissioning.model.measure import Measure, Target
from commissioning.report.evidence import ContractEvidence
from commissioning.report.line_cells import MEASURE, SERVICE
from commissioning.report.words import list_in_words

TITLE = "What the targets come from"


def targets(one: ContractEvidence) -> tuple[Table, ...]:
    """A row for each target shown of which contract text says more than one number; no table where there is none."""
    shown = {line.key.measure for line in one.lines}
    rows = tuple(
        (Words(measure.label, Look.STRONG), Words(words))
        for measure in one.terms.measures
        if measure.code in shown and measure.target and (words := _of_measure(measure, measure.target))
    )
    columns = (Column("Measure", MEASURE), Column("Target, and where it is from", SERVICE))
    return (Table(TITLE, columns, rows),) if rows else ()


def _of_measure(measure: Measure, target: Target) -> str:
    """The target as first agreed and each that took its place, a sentence each; empty where all is one number."""
    stages = (target, *target.changes)
    if not any(one.profile or one.derived or one.source or one.agreed or one.changes for one in stages):
        return ""
    return " ".join(f"{_said(one, measure.kind)}." for one in stages)


def _said(target: Target, kind: str) -> str:
    since = f"from {day_in_words(target.holds_from)}: " if target.holds_from else ""
    words = f"{since}{_numbers(target, kind)}"
    return "; ".join([words[:1].upper() + words[1:], *_besides(target)])


def _numbers(target: Target, kind: str) -> str:
    """The numbers of a target, and what each is for."""
    show = KINDS[kind].show
    annual = f"{show(target.annual)} in the year" if target.annual is not None else ""
    if target.per_period is not None:
        return f"{show(target.per_period)} each period"
    if target.low is not None and target.high is not None:
        return f"{show(target.low)} to {show(target.high)} each period"
    if target.cumulative:
        return f"{list_in_words([show(number) for number in target.cumulative])} by the end of each period"
    if target.profile:
        profile = f"{list_in_words([show(number) for number in target.profile])} in its periods"
        return f"{annual}: {profile}" if annual else profile
    return annual


def _besides(target: Target) -> Iterator[str]:
    if target.derived:
        why = f", but {target.derived.differs_because}" if target.derived.differs_because else ""
        yield f"{in_words(target.derived)}{why}"
    if target.source:
        yield target.source
    if target.agreed:
        yield f"agreed on {day_in_words(target.agreed)}"
