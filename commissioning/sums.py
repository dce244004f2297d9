"""Sums: a closed expression and what is given go in; an amount with its bound, or a named gap, comes out.

The same expression is evaluated here, said in words here, and printed as a formula by
`writers/formula.py`, so that a sheet and the engine cannot disagree.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from commissioning.model.expression import (
    Addition,
    Comparison,
    Constant,
    Count,
    Difference,
    Maximum,
    Minimum,
    Product,
    Ratio,
    Sum,
    Term,
    Whole,
)
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity
from commissioning.money import round_half_up

Lookup = Mapping[Any, Given]
"""What is given, by the keys of the Sum's terms. (A Mapping is strict about its keys' type; a Sum is not.)"""

FLOORS = frozenset({Bound.AT_LEAST, Bound.OVER})
CEILINGS = frozenset({Bound.UP_TO, Bound.FEWER_THAN})


@dataclass(frozen=True, slots=True)
class Amount:
    """What a Sum comes to, exactly, and how that limits the true figure.

    `unknown_parts` of `parts` were not given in an incomplete addition.
    """

    value: Fraction
    bound: Bound = Bound.EXACT
    unknown_parts: int = 0
    parts: int = 1


def evaluate(expression: Sum, given: Lookup) -> Amount | Missing:  # noqa: C901  # one case a node
    """What the expression comes to; a gap where the numbers do not say."""
    match expression:
        case Term(key):
            return _amount(given.get(key, Missing.NOT_RETURNED))
        case Constant(value):
            return Amount(value)
        case Addition(parts, complete, may_fall):
            amounts = [evaluate(part, given) for part in parts]
            known_in_part = Bound.SO_FAR if may_fall else Bound.AT_LEAST
            return _added(amounts) if complete else _added_as_far_as_known(amounts, known_in_part)
        case Difference(left, right):
            return _taken_away(evaluate(left, given), evaluate(right, given))
        case Product(left, right):
            return _exactly(lambda a, b: a * b, evaluate(left, given), evaluate(right, given))
        case Ratio(numerator, denominator):
            return _ratio(evaluate(numerator, given), evaluate(denominator, given))
        case Minimum(parts):
            return _chosen(min, [evaluate(part, given) for part in parts])
        case Maximum(parts):
            return _chosen(max, [evaluate(part, given) for part in parts])
        case Whole(part):
            return _exactly(lambda a, _: Fraction(round_half_up(a, 0)), evaluate(part, given), Amount(Fraction()))
        case Count(parts):
            known = [part for part in parts if isinstance(evaluate(part, given), Amount)]
            return Amount(Fraction(len(known)))


def holds(comparison: Comparison, given: Lookup) -> bool | None:
    """Whether the comparison holds; None where nobody can tell."""
    sides = (evaluate(comparison.left, given), evaluate(comparison.right, given))
    if not all(isinstance(side, Amount) and side.bound is Bound.EXACT for side in sides):
        return None
    left, right = (side.value for side in sides if isinstance(side, Amount))
    match comparison.operator:
        case "=":
            return left == right
        case "<=":
            return left <= right
        case ">=":
            return left >= right
        case "<":
            return left < right
        case ">":
            return left > right


def terms(expression: Sum | Comparison) -> tuple[Hashable, ...]:
    """The keys of every number the expression stands on, in the order they are written."""
    match expression:
        case Term(key):
            return (key,)
        case Constant():
            return ()
        case Whole(part):
            return terms(part)
        case Addition(parts) | Minimum(parts) | Maximum(parts) | Count(parts):
            return _all_terms(parts)
        case Ratio(left, right):
            return _all_terms((left, right))
        case Difference(left, right) | Product(left, right) | Comparison(left, _, right):
            return _all_terms((left, right))


def put(expression: Sum, by: Mapping[Any, Sum]) -> Sum:
    """The expression with a Sum in the place of each term, by its key; a KeyError where there is none for it."""

    def each(parts: Iterable[Sum]) -> tuple[Sum, ...]:
        return tuple(put(part, by) for part in parts)

    match expression:
        case Term(key):
            return by[key]
        case Constant():
            return expression
        case Whole(part):
            return Whole(put(part, by))
        case Addition(parts) | Minimum(parts) | Maximum(parts) | Count(parts):
            return replace(expression, parts=each(parts))
        case Ratio(numerator, denominator):
            return Ratio(put(numerator, by), put(denominator, by))
        case Difference(left, right) | Product(left, right):
            return replace(expression, left=put(left, by), right=put(right, by))


def say(expression: Sum | Comparison, name: Callable[[Hashable], str]) -> str:  # noqa: C901  # one case a node
    """The expression in words, each term by its name; what is worked out first stands in brackets."""

    def each(parts: Iterable[Sum], joint: str) -> str:
        return joint.join(say(part, name) for part in parts)

    def first(part: Sum) -> str:
        return f"({say(part, name)})" if isinstance(part, Addition | Difference) else say(part, name)

    match expression:
        case Term(key):
            return name(key)
        case Constant(value):
            return str(value)
        case Addition(parts):
            return each(parts, " + ")
        case Minimum(parts):
            return f"the least of {each(parts, ', ')}"
        case Maximum(parts):
            return f"the greatest of {each(parts, ', ')}"
        case Count(parts):
            return f"how many are given of {each(parts, ', ')}"
        case Whole(part):
            return f"{say(part, name)}, to the nearest whole number"
        case Difference(left, Addition(parts)):
            return f"{say(left, name)} − {each(parts, ' − ')}"
        case Difference(left, right):
            return f"{say(left, name)} − {first(right)}"
        case Product(left, right):
            return f"{first(left)} × {first(right)}"
        case Ratio(numerator, denominator):
            return f"{first(numerator)} out of {first(denominator)}"
        case Comparison(left, operator, right):
            return f"{say(left, name)} {_OPERATOR_WORDS[operator]} {say(right, name)}"


_OPERATOR_WORDS = {
    "=": "is",
    "<=": "is no more than",
    ">=": "is no less than",
    "<": "is less than",
    ">": "is more than",
}

Written = list[Any]
"""A Sum as nested lists of words, as JSON keeps them in a specification: a head, then words or lists."""

_PARTS: dict[str, Callable[[tuple[Sum, ...]], Sum]] = {
    "+": Addition,
    "known": lambda parts: Addition(parts, complete=False),
    "least": Minimum,
    "greatest": Maximum,
    "count": Count,
}
_PAIRS: dict[str, Callable[[Sum, Sum], Sum]] = {"-": Difference, "*": Product, "/": Ratio}


def write(expression: Sum | Comparison) -> Written:  # noqa: C901  # one case a node
    """The expression over answers as nested lists; `read` reads it back."""
    match expression:
        case Term(AnswerKey(service, measure, dimension, category)):
            return ["answer", service, measure, dimension, category]
        case Constant(value):
            return ["number", str(value)]
        case Addition(parts, complete):
            return ["+" if complete else "known", *map(write, parts)]
        case Minimum(parts):
            return ["least", *map(write, parts)]
        case Maximum(parts):
            return ["greatest", *map(write, parts)]
        case Count(parts):
            return ["count", *map(write, parts)]
        case Whole(part):
            return ["whole", write(part)]
        case Difference(left, right):
            return ["-", write(left), write(right)]
        case Product(left, right):
            return ["*", write(left), write(right)]
        case Ratio(numerator, denominator):
            return ["/", write(numerator), write(denominator)]
        case Comparison(left, operator, right):
            return [operator, write(left), write(right)]
        case _:
            raise ValueError(f"Only Sums over answers are kept in a specification, not {expression!r}.")


def read(written: Written) -> Sum:
    """The Sum that `write` wrote."""
    head, *rest = written
    match head:
        case "answer":
            return Term(AnswerKey(*(str(word) for word in rest)))
        case "number":
            return Constant(Fraction(str(rest[0])))
        case "whole":
            return Whole(read(rest[0]))
        case "-" | "*" | "/":
            return _PAIRS[head](read(rest[0]), read(rest[1]))
        case _ if head in _PARTS:
            return _PARTS[head](tuple(map(read, rest)))
        case _:
            raise ValueError(f"A specification holds an unknown Sum: {head!r}.")


def read_comparison(written: Written) -> Comparison:
    """The Comparison that `write` wrote."""
    operator, left, right = written
    if operator not in _OPERATOR_WORDS:
        raise ValueError(f"A specification holds an unknown comparison: {operator!r}.")
    return Comparison(read(left), operator, read(right))


def _all_terms(parts: Iterable[Sum]) -> tuple[Hashable, ...]:
    return tuple(key for part in parts for key in terms(part))


def _amount(given: Given) -> Amount | Missing:
    return Amount(_fraction_of(given.value), given.bound) if isinstance(given, Quantity) else given


_fraction_of = lru_cache(maxsize=4096)(Fraction)


def _added(amounts: list[Amount | Missing]) -> Amount | Missing:
    for amount in amounts:
        if isinstance(amount, Missing):
            return amount
    known = [amount for amount in amounts if isinstance(amount, Amount)]
    bound = _joint_bound([amount.bound for amount in known])
    return Amount(_total([amount.value for amount in known]), bound, parts=len(known)) if bound else Missing.NOT_KNOWN


def _total(values: list[Fraction]) -> Fraction:
    """The sum of the values; of whole numbers, as nearly all are, without a fraction for each step."""
    if all(value.denominator == 1 for value in values):
        return Fraction(sum([value.numerator for value in values]))
    return sum(values, Fraction())


def _added_as_far_as_known(amounts: list[Amount | Missing], in_part: Bound) -> Amount | Missing:
    known = [amount for amount in amounts if isinstance(amount, Amount)]
    total = _added(list[Amount | Missing](known))
    unknown = len(amounts) - len(known)
    if not known or isinstance(total, Missing):
        return Missing.NOT_KNOWN if known else _joint_gap(amounts)
    if unknown and total.bound not in FLOORS | {Bound.EXACT, Bound.SO_FAR}:
        return Missing.NOT_KNOWN
    return Amount(total.value, in_part if unknown else total.bound, unknown, len(amounts))


def _joint_gap(gaps: list[Amount | Missing]) -> Missing:
    """What to say where no part is a number: that none is stated, or else that none was returned."""
    return Missing.NOT_STATED if set(gaps) == {Missing.NOT_STATED} else Missing.NOT_RETURNED


def _joint_bound(bounds: list[Bound]) -> Bound | None:
    """The bound of a sum; None where one part is a floor and another a ceiling."""
    loose = set(bounds) - {Bound.EXACT}
    if not loose:
        return Bound.EXACT
    if len(loose) == 1:
        return loose.pop()
    for family, joint in ((FLOORS, Bound.AT_LEAST), (CEILINGS, Bound.UP_TO)):
        if loose <= family:
            return joint
    return None


_OPPOSITE = {
    Bound.AT_LEAST: Bound.UP_TO,
    Bound.OVER: Bound.FEWER_THAN,
    Bound.UP_TO: Bound.AT_LEAST,
    Bound.FEWER_THAN: Bound.OVER,
}
"""How a number that is taken away limits what is left."""


def _taken_away(left: Amount | Missing, right: Amount | Missing) -> Amount | Missing:
    """What is left: at least so much, where the whole is at least so much or the part is up to so much.

    A rough number makes what is left rough.
    """
    if isinstance(left, Missing):
        return left
    if isinstance(right, Missing):
        return right
    bounds = (left.bound, _OPPOSITE.get(right.bound, right.bound))
    bound = Bound.ABOUT if Bound.ABOUT in bounds else _joint_bound(list(bounds))
    return Amount(left.value - right.value, bound) if bound else Missing.NOT_KNOWN


def _exactly(
    arithmetic: Callable[[Fraction, Fraction], Fraction], left: Amount | Missing, right: Amount | Missing
) -> Amount | Missing:
    if isinstance(left, Missing):
        return left
    if isinstance(right, Missing):
        return right
    if left.bound is not Bound.EXACT or right.bound is not Bound.EXACT:
        return Missing.NOT_KNOWN
    return Amount(arithmetic(left.value, right.value))


def _ratio(numerator: Amount | Missing, denominator: Amount | Missing) -> Amount | Missing:
    if isinstance(denominator, Amount) and denominator.value == 0:
        return Missing.NOT_APPLICABLE
    return _exactly(lambda a, b: a / b, numerator, denominator)


def _chosen(choose: Callable[[Iterable[Fraction]], Fraction], amounts: list[Amount | Missing]) -> Amount | Missing:
    for amount in amounts:
        if isinstance(amount, Missing):
            return amount
        if amount.bound is not Bound.EXACT:
            return Missing.NOT_KNOWN
    return Amount(choose(amount.value for amount in amounts if isinstance(amount, Amount)))
