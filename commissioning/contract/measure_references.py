"""Questions about measures: do they name what is there, fit their kind, and aim at what can be?"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from commissioning.contract.raw import (
    PERIODS_A_YEAR,
    WHOLE_CONTRACT,
    Raw,
    Said,
    listed,
    services_of,
    table,
    tables,
    unknown,
)
from commissioning.measures import KINDS

_PARTS = ("numerator", "denominator", "base", "count", "opens", "to_date_of")
"""The keys of a measure that name another one."""


def _measures_name_what_is_there(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        for key, thing in (("services", "service"), ("breakdowns", "dimension")):
            for word in listed(measure, key):
                known = [*table(raw, thing), *([WHOLE_CONTRACT] if thing == "service" else [])]
                yield from unknown(f"measure.{code}.{key}", word, known, thing)
        for key in _PARTS:
            other = measure.get(key)
            if isinstance(other, str) and other:
                yield from unknown(f"measure.{code}.{key}", other, table(raw, "measure"), "measure")
        if isinstance(measure.get("rating"), str):
            yield from unknown(f"measure.{code}.rating", measure["rating"], table(raw, "rating"), "rating")


def _measures_fit_their_kind(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        kind = KINDS.get(str(measure.get("kind")))
        if kind is None:
            continue
        parts = [key for key in ("numerator", "denominator") if measure.get(key)]
        if kind.key == "ratio" and parts != ["numerator", "denominator"]:
            yield (
                f"measure.{code}",
                "is a ratio without both its parts",
                "Name the measures that are its numerator and its denominator.",
            )
        if kind.key != "ratio" and parts:
            yield f"measure.{code}.{parts[0]}", f"stands in a {kind.title}", "Take it out, or make the kind a ratio."
        if measure.get("breakdowns") and not kind.is_amount:
            yield (
                f"measure.{code}.breakdowns",
                f"stands in a {kind.title}",
                "Take it out; only counts and money are broken down.",
            )


def _percentages_are_of_something(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        kind = KINDS.get(str(measure.get("kind")))
        for key in ("base", "count"):
            if kind and kind.key != "stated-percentage" and measure.get(key):
                yield (
                    f"measure.{code}.{key}",
                    f"stands in a {kind.title}",
                    "Take it out; only a stated percentage has a base and a count.",
                )
        if kind and kind.key == "stated-percentage" and measure.get("count") and not measure.get("base"):
            yield f"measure.{code}.count", "stands without a base", "Name the base that the count is out of."
        if measure.get("count_is") == "the rest" and not measure.get("count"):
            yield f"measure.{code}.count_is", "stands without a count", "Name the count that is the rest of the base."


def _measures_are_asked_where_they_are_used(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        for key in _PARTS:
            other = table(raw, "measure", str(measure.get(key) or ""))
            asked = set(services_of(raw, other))
            missing = set(services_of(raw, measure)) - asked
            if other and asked and missing:
                yield (
                    f"measure.{code}.{key}",
                    f"is not asked of {', '.join(sorted(missing))}",
                    "Ask both of the same services.",
                )


def _measures_stand_on_counts(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        for key in _PARTS:
            other = str(measure.get(key) or "")
            kind = KINDS.get(str(table(raw, "measure", other).get("kind")))
            if kind and not kind.is_amount:
                yield f"measure.{code}.{key}", f"is {other}, a {kind.title}", "Name a measure that is counted."


def _targets_can_be_met_or_missed(raw: Raw) -> Iterator[Said]:
    frequency = table(raw, "reporting").get("frequency")
    for code, measure in tables(raw, "measure"):
        target = measure.get("target")
        if not isinstance(target, dict):
            continue
        path = f"measure.{code}.target"
        forms = [key for key in ("per_period", "cumulative", "annual") if key in target]
        if len(forms) != 1:
            yield path, f"states {' and '.join(forms) or 'nothing'}", "State per_period, cumulative or annual."
        if measure.get("polarity", "none") not in ("higher", "lower"):
            yield path, "has no side that is better", 'Add polarity = "higher" or "lower".'
        if measure.get("role") == "context":
            yield path, "stands on a context measure, which is never rated", "Take it out, or change the role."
        numbers = target.get("cumulative")
        if isinstance(numbers, list) and len(numbers) != PERIODS_A_YEAR.get(str(frequency), len(numbers)):
            yield f"{path}.cumulative", f"holds {len(numbers)} numbers", "Write one for each period of the year."
        if numbers is not None and frequency in (None, "span"):
            yield f"{path}.cumulative", "stands in a contract that reports no years", "State per_period instead."


def _targets_are_possible(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        kind = KINDS.get(str(measure.get("kind")))
        most = kind.guard.maximum if kind and kind.guard else None
        for key, value in table(raw, "measure", code, "target").items():
            numbers = [number for number in (value if isinstance(value, list) else [value]) if _is_number(number)]
            if most is not None and any(Decimal(number) > most for number in numbers):
                yield (
                    f"measure.{code}.target.{key}",
                    f"is {value!r}, more than {most}%",
                    "Write a percentage that can be.",
                )


def _is_number(value: object) -> bool:
    return isinstance(value, int | str) and bool(re.fullmatch(r"-?\d+(\.\d+)?", str(value)))


MEASURE_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _measures_name_what_is_there,
    _measures_fit_their_kind,
    _percentages_are_of_something,
    _measures_are_asked_where_they_are_used,
    _measures_stand_on_counts,
    _targets_can_be_met_or_missed,
    _targets_are_possible,
)
