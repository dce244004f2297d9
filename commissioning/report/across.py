"""Figures of several services or contracts, added where their kind allows it; in words why not, where it does not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commissioning.measures import KINDS, Over
from commissioning.model.document import Look, Number, Words
from commissioning.model.expression import Addition, Ratio, Sum
from commissioning.model.figure import Figure
from commissioning.model.measure import Measure
from commissioning.report.evidence import ContractEvidence
from commissioning.report.worked_out import worked_out
from commissioning.totals.lines import Line
from commissioning.totals.travel import is_same

AREA = "area"
"""The breakdown whose categories are areas."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A measure's figure of the period, in its contract."""

    one: ContractEvidence
    line: Line
    measure: Measure
    figure: Figure

    @property
    def beyond(self) -> str:
        """Why it is no part of a sum of the period; empty where it lies inside."""
        if self.figure.inside:
            return ""
        dated = self.figure.period.start or self.figure.period.end
        return f"not added: {'only partly inside this period' if dated else 'its period is not stated'}"


def reported(evidence: Iterable[ContractEvidence], dimension: str = "") -> Iterator[Reported]:
    """Every whole measure's figures of the period that are numbers or named gaps: what they come to over it, or each
    that touches it. With a dimension, the figures of its categories instead."""
    for one in evidence:
        for line in one.lines:
            if line.measure and line.key.dimension == dimension and not line.implied:
                found = (line.total,) if line.total else _touching(one, line)
                yield from (Reported(one, line, line.measure, each) for each in found if KINDS[each.kind].guard)


def _touching(one: ContractEvidence, line: Line) -> tuple[Figure, ...]:
    return tuple(then.figure for then in line.thens if then.figure and one.asked.overlaps(then.period))


def alike(found: Iterable[Reported]) -> tuple[tuple[Reported, ...], ...]:
    """Figures that are of the same thing together: of one code, kind, unit and definition."""
    groups: list[list[Reported]] = []
    for each in found:
        group = next((group for group in groups if is_same(group[0].measure, each.measure)), None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    return tuple(tuple(group) for group in groups)


def inside(group: Iterable[Reported]) -> tuple[Reported, ...]:
    """Those that may be added at all: whose period lies wholly inside the one asked for."""
    return tuple(each for each in group if not each.beyond)


def together(group: Sequence[Reported]) -> Number | Words:
    """What alike figures come to, or that they are not added and why."""
    if why := why_not(group):
        return Words(f"not added: {why}", Look.QUIET)
    sources = [entry for each in group for entry in each.figure.sources]
    return worked_out(_sum(group), group[0].figure.kind, sources)


def why_not(group: Sequence[Reported]) -> str:
    """Why alike figures may not be added over services; empty where they may."""
    kind = KINDS[group[0].figure.kind]
    if kind.over_services is Over.NEVER:
        return kind.why_not_over_services
    if len({each.figure.period for each in group}) > 1:
        return "their periods differ"
    if reasons := dict.fromkeys(reason for each in group for reason in _people_in_both(each)):
        return "; ".join(reasons)
    return "" if all(each.figure.expression for each in group) else "one of them is not added over time"


def _people_in_both(each: Reported) -> Iterator[str]:
    """Why a sum of it over services would count people twice, the parts of a ratio among it."""
    for code in (each.measure.code, each.measure.numerator, each.measure.denominator):
        measure = {measure.code: measure for measure in each.one.terms.measures}.get(code)
        if measure and measure.people_may_be_in_both:
            yield measure.people_may_be_in_both


def _sum(group: Sequence[Reported]) -> Sum:
    """The figures added, those of ratios as numerators over denominators; what is missing leaves at least the rest."""
    found = [each.figure.expression for each in group if each.figure.expression is not None]
    ratios = [part for part in found if isinstance(part, Ratio)]
    if ratios and len(ratios) == len(found):
        numerators, denominators = (r.numerator for r in ratios), (r.denominator for r in ratios)
        return Ratio(Addition(tuple(numerators), complete=False), Addition(tuple(denominators), complete=False))
    return Addition(tuple(found), complete=False, may_fall=KINDS[group[0].measure.kind].may_be_negative)
