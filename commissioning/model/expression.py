"""A Sum: a closed expression over answers, entries or figures. `sums` evaluates and says it."""

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Operator = Literal["=", "<=", ">=", "<", ">"]


@dataclass(frozen=True, slots=True)
class Term:
    """One number, named by its key: an AnswerKey in a return, an entry's number in a workbook."""

    key: Hashable


@dataclass(frozen=True, slots=True)
class Constant:
    """A number that contract text states."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Addition:
    """Parts added up. A complete addition is unknown while a part is; an incomplete one says at least what its
    known parts come to, or what they come to so far, where a part may be less than nothing."""

    parts: tuple["Sum", ...]
    complete: bool = True
    may_fall: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What is left of one Sum when another is taken away."""

    left: "Sum"
    right: "Sum"


@dataclass(frozen=True, slots=True)
class Product:
    """Two Sums multiplied."""

    left: "Sum"
    right: "Sum"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A numerator over a denominator; a denominator of 0 gives no number."""

    numerator: "Sum"
    denominator: "Sum"


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least of several Sums."""

    parts: tuple["Sum", ...]


@dataclass(frozen=True, slots=True)
class Maximum:
    """The greatest of several Sums."""

    parts: tuple["Sum", ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of several Sums are numbers."""

    parts: tuple["Sum", ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A Sum to the nearest whole number, a half going up: the count that a percentage implies."""

    part: "Sum"


Sum = Term | Constant | Addition | Difference | Product | Ratio | Minimum | Maximum | Count | Whole


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two Sums and how they must stand to each other: it holds, it is broken, or nobody can tell."""

    left: Sum
    operator: Operator
    right: Sum
