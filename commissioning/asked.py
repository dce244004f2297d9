"""A measure in; every answer that it asks for out: its own, where it has one, and its parts, each with its kind.

Also the Sum it comes to and what must hold between its parts, over the keys of its answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commissioning import sums
from commissioning.measures import KINDS, Over
from commissioning.measures.kind import Part, Rule
from commissioning.model.expression import Comparison, Sum, Term
from commissioning.model.measure import AVERAGE, Measure
from commissioning.model.quantity import PART, AnswerKey


@dataclass(frozen=True, slots=True)
class Adds:
    """How figures of an answer add up over time and over services, or why not; `weight` is the answer that says how
    many each is of."""

    over_time: Over
    over_services: Over
    why_not_over_time: str = ""
    why_not_over_services: str = ""
    weight: AnswerKey | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer of a measure: which it is, what it is called, its kind and unit, and how it adds up."""

    key: AnswerKey
    about: str
    label: str
    kind: str
    unit: str
    required: bool
    adds: Adds


def whole_of(measure: Measure, service: str) -> Asked:
    """The measure's own answer, or the figure that is computed for it."""
    key, kind = AnswerKey(service, measure.code), KINDS[measure.kind]
    over_time = Over.AVERAGE if measure.over_time == AVERAGE and kind.answered else kind.over_time
    weight = _part_key(key, kind.weight) if kind.weight else None
    adds = Adds(over_time, kind.over_services, kind.why_not_over_time, kind.why_not_over_services, weight)
    unit = "percent" if kind.parts and kind.is_percent else measure.unit
    return Asked(key, measure.label, measure.label, measure.kind, unit, measure.required, adds)


def answers_of(measure: Measure, service: str) -> tuple[Asked, ...]:
    """What is asked of a service, in order: the answer itself where it is typed, then its parts."""
    kind = KINDS[measure.kind]
    parts = tuple(_asked_part(measure, AnswerKey(service, measure.code), part) for part in kind.parts)
    return (whole_of(measure, service), *parts) if kind.answered else parts


def answer_of(measure: Measure, key: AnswerKey) -> Asked:
    """What a key of the measure asks: a part, or else the measure's own answer, of which a category is one as well."""
    parts = {part.id: part for part in KINDS[measure.kind].parts}
    if key.is_part and key.category in parts:
        return _asked_part(measure, AnswerKey(key.service, measure.code), parts[key.category])
    return whole_of(measure, key.service)


def _asked_part(measure: Measure, whole: AnswerKey, part: Part) -> Asked:
    kind = KINDS[part.kind]
    over_time = Over.AVERAGE if measure.over_time == AVERAGE and kind.may_be_averaged else kind.over_time
    adds = Adds(
        over_time=Over.NEVER if part.why_not_over_time else over_time,
        over_services=Over.NEVER if part.why_not_over_services else kind.over_services,
        why_not_over_time=part.why_not_over_time or kind.why_not_over_time,
        why_not_over_services=part.why_not_over_services or kind.why_not_over_services,
        weight=_part_key(whole, part.weight) if part.weight else None,
    )
    return Asked(
        key=_part_key(whole, part.id),
        about=f"{measure.label}, {part.label}",
        label=f"{part.label[:1].upper()}{part.label[1:]}",
        kind=part.kind,
        unit=part.unit or measure.unit,
        required=measure.required and part.required,
        adds=adds,
    )


def _part_key(whole: AnswerKey, part: str) -> AnswerKey:
    return AnswerKey(whole.service, whole.measure, PART, part)


def part_keys(measure: Measure, service: str) -> Mapping[str, AnswerKey]:
    """The answers that a measure is made of, by the names its kind gives them: parts, or other measures."""
    named = {"numerator": measure.numerator, "denominator": measure.denominator}
    others = {name: AnswerKey(service, code) for name, code in named.items() if code}
    whole = AnswerKey(service, measure.code)
    return others | {part.id: _part_key(whole, part.id) for part in KINDS[measure.kind].parts}


def figure_of(measure: Measure, service: str) -> Sum:
    """What a measure comes to in one return, over its answers: a percentage as a part of one."""
    figure = KINDS[measure.kind].figure
    if figure is None:
        return Term(AnswerKey(service, measure.code))
    return sums.put(figure, _terms(measure, service))


def rules_of(measure: Measure, service: str) -> tuple[tuple[Rule, Comparison], ...]:
    """What must hold between the parts of a measure, over its answers."""
    terms = _terms(measure, service)
    return tuple((rule, _put(rule.comparison, terms)) for rule in KINDS[measure.kind].rules)


def _terms(measure: Measure, service: str) -> Mapping[str, Sum]:
    return {name: Term(key) for name, key in part_keys(measure, service).items()}


def _put(comparison: Comparison, by: Mapping[str, Sum]) -> Comparison:
    left, right = (sums.put(side, by) for side in (comparison.left, comparison.right))
    return replace(comparison, left=left, right=right)
