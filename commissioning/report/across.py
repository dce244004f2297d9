"""Figures of several services or contracts, added where their kind allows it; in words why not, where it does not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from commissioning import sums
from commissioning.asked import Adds, answer_of, part_keys
from commissioning.measures import KINDS, Over
from commissioning.model.document import Look, Number, Words
from commissioning.model.expression import Addition, Maximum, Minimum, Ratio, Sum
from commissioning.model.figure import Figure
from commissioning.model.measure import Measure
from commissioning.model.posted import Entry
from commissioning.model.quantity import Bound
from commissioning.report.evidence import ContractEvidence
from commissioning.report.worked_out import worked_out
from commissioning.totals.adding import LACKS_WEIGHT, weighted_mean
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
    def adds(self) -> Adds:
        """How it adds up."""
        return answer_of(self.measure, self.line.key).adds

    @property
    def sources(self) -> tuple[Entry, ...]:
        """The entries that it, and how many it is of, stand on."""
        weight = set(sums.terms(self.figure.weight)) if self.figure.weight else set()
        return (*self.figure.sources, *(entry for entry in self.one.entries if entry.number in weight))

    @property
    def weight(self) -> sums.Amount | None:
        """How many it is of, where that is exactly known."""
        if self.figure.weight is None:
            return None
        given = {entry.number: KINDS[entry.kind].in_sums(entry.given) for entry in self.sources}
        amount = sums.evaluate(self.figure.weight, given)
        return amount if isinstance(amount, sums.Amount) and amount.bound is Bound.EXACT else None

    @property
    def beyond(self) -> str:
        """Why it is no part of a sum of the period; empty where it lies inside."""
        if self.figure.inside:
            return ""
        dated = self.figure.period.start or self.figure.period.end
        return f"not added: {'only partly inside this period' if dated else 'its period is not stated'}"


def reported(evidence: Iterable[ContractEvidence], dimension: str = "") -> Iterator[Reported]:
    """Every measure's figures of the period that are numbers or named gaps, and those of its parts: what they come to
    over it, or each that touches it. With a dimension, the figures of its categories instead."""
    for one in evidence:
        for line in one.lines:
            wanted = line.key.dimension == dimension or (line.key.is_part and not dimension)
            if line.measure and wanted and not line.implied:
                found = (line.total,) if line.total else _touching(one, line)
                yield from (Reported(one, line, line.measure, each) for each in found if KINDS[each.kind].guard)


def _touching(one: ContractEvidence, line: Line) -> tuple[Figure, ...]:
    return tuple(then.figure for then in line.thens if then.figure and one.asked.overlaps(then.period))


def alike(found: Iterable[Reported]) -> tuple[tuple[Reported, ...], ...]:
    """Figures that are of the same thing together: of one code, kind, unit and definition, or one part of it."""
    groups: list[list[Reported]] = []
    for each in found:
        group = next((group for group in groups if _is_alike(group[0], each)), None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    return tuple(tuple(group) for group in groups)


def _is_alike(one: Reported, other: Reported) -> bool:
    parts = {each.line.key.category if each.line.key.is_part else "" for each in (one, other)}
    return len(parts) == 1 and is_same(one.measure, other.measure)


def inside(group: Iterable[Reported]) -> tuple[Reported, ...]:
    """Those that may be added at all: whose period lies wholly inside the one asked for."""
    return tuple(each for each in group if not each.beyond)


def together(group: Sequence[Reported]) -> Number | Words:
    """What alike figures come to, or that they are not added and why."""
    if why := why_not(group):
        return Words(f"not added: {why}", Look.QUIET)
    sources = [entry for each in group for entry in each.sources]
    return worked_out(_sum(group), group[0].figure.kind, sources)


def why_not(group: Sequence[Reported]) -> str:
    """Why alike figures may not be added over services; empty where they may."""
    adds = group[0].adds
    if adds.over_services is Over.NEVER:
        return adds.why_not_over_services
    if len({each.figure.period for each in group}) > 1:
        return "their periods differ"
    if reasons := dict.fromkeys(reason for each in group for reason in (*_people_in_both(each), *_never_added(each))):
        return "; ".join(reasons)
    if not all(each.figure.expression for each in group):
        return "one of them is not added over time"
    return LACKS_WEIGHT if adds.over_services is Over.WEIGHTED and not all(each.weight for each in group) else ""


def _people_in_both(each: Reported) -> Iterator[str]:
    """Why a sum of it over services would count people twice, the parts of a ratio among it."""
    for code in (each.measure.code, each.measure.numerator, each.measure.denominator):
        measure = {measure.code: measure for measure in each.one.terms.measures}.get(code)
        if measure and measure.people_may_be_in_both:
            yield measure.people_may_be_in_both


def _never_added(each: Reported) -> Iterator[str]:
    """Why what it is worked out from may not be added over services."""
    figure = KINDS[each.measure.kind].figure
    if figure is None or each.line.key.is_part:
        return
    measures = {measure.code: measure for measure in each.one.terms.measures}
    keys = part_keys(each.measure, each.line.key.service)
    for key in (keys[str(name)] for name in sums.terms(figure)):
        if of := measures.get(key.measure):
            yield from filter(None, (answer_of(of, key).adds.why_not_over_services,))


def _sum(group: Sequence[Reported]) -> Sum:
    """The figures put together as their kind is over services; what is missing from a sum leaves at least the rest."""
    found = [each.figure.expression for each in group if each.figure.expression is not None]
    match group[0].adds.over_services:
        case Over.LEAST:
            return Minimum(tuple(found))
        case Over.MOST:
            return Maximum(tuple(found))
        case Over.WEIGHTED:
            return _weighted(group)
    ratios = [part for part in found if isinstance(part, Ratio)]
    if group[0].adds.over_services is Over.RATIO and len(ratios) == len(found):
        numerators, denominators = (r.numerator for r in ratios), (r.denominator for r in ratios)
        return Ratio(Addition(tuple(numerators), complete=False), Addition(tuple(denominators), complete=False))
    return Addition(tuple(found), complete=False, may_fall=KINDS[group[0].measure.kind].may_be_negative)


def _weighted(group: Sequence[Reported]) -> Sum:
    """Means by how many each is of; one that is of nobody adds nothing."""
    of_some = [each for each in group if each.weight and each.weight.value] or group
    pairs = [(each.figure.expression, each.figure.weight) for each in of_some]
    return weighted_mean(tuple((mean, weight) for mean, weight in pairs if mean and weight))
