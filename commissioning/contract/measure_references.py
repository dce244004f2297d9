"""Questions about measures: do they name what is there, and fit their kind?"""

from collections.abc import Callable, Iterator

from commissioning.contract.raw import (
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

_PARTS = ("numerator", "denominator", "base", "count", "opens")
"""The keys of a measure that name another one."""

_OUTSIDE = {"rating": "rating", "reference": "reference", "expected": "expectation"}
"""The keys of a measure that name what may stand in the folder of reference data, and the table it stands in."""


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
        for key, thing in _OUTSIDE.items():
            if isinstance(measure.get(key), str):
                yield from unknown(f"measure.{code}.{key}", measure[key], table(raw, thing), thing)


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
        if kind.key not in ("ratio", "rate") and parts:
            yield f"measure.{code}.{parts[0]}", f"stands in a {kind.title}", "Take it out, or make the kind a ratio."
        if measure.get("breakdowns") and not kind.is_amount:
            yield (
                f"measure.{code}.breakdowns",
                f"stands in a {kind.title}",
                "Take it out; only counts and money are broken down.",
            )


def _measures_say_what_their_kind_needs(raw: Raw) -> Iterator[Said]:
    """A unit of those that the kind can be in; an average of what can be averaged; an aim of what has one figure."""
    for code, measure in tables(raw, "measure"):
        kind = KINDS.get(str(measure.get("kind")))
        if kind is None:
            continue
        if kind.units and measure.get("unit") and measure["unit"] not in kind.units:
            yield (
                f"measure.{code}.unit",
                f"is {measure['unit']!r}, and stands in a {kind.title}",
                f"Write one of: {', '.join(kind.units)}.",
            )
        if measure.get("over_time") == "average" and not kind.may_be_averaged:
            yield (
                f"measure.{code}.over_time",
                f"is average, and stands in a {kind.title}",
                "Take it out; only things, FTE and spaces there are at a period's end are averaged.",
            )
        for key in ("target", "rating", "opens"):
            wanted = kind.answered if key == "opens" else kind.has_figure
            if not wanted and measure.get(key, "not stated") != "not stated":
                yield f"measure.{code}.{key}", f"stands in a {kind.title}, which has no one figure", "Take it out."


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


MEASURE_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _measures_name_what_is_there,
    _measures_fit_their_kind,
    _measures_say_what_their_kind_needs,
    _percentages_are_of_something,
    _measures_are_asked_where_they_are_used,
    _measures_stand_on_counts,
)
