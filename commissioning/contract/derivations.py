"""A baseline and an agreed change to the number that they give, exactly, with the arithmetic in words."""

import re
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from commissioning.model.measure import Derivation, Rounding
from commissioning.money import round_half_up

CHANGE = r"([+-])\s*(\d+(?:\.\d+)?)\s*(%|points?)?"
"""A change as it is written: -25%, +5 points, +12."""


def is_change(text: str) -> bool:
    """Whether the words are a change that can be worked out."""
    return re.fullmatch(CHANGE, text.strip()) is not None


def exactly(derived: Derivation) -> Fraction:
    """What the baseline comes to once it is changed, before it is rounded."""
    sign, number, unit = _parts(derived.change)
    by = Fraction(number) * (-1 if sign == "-" else 1)
    baseline = Fraction(derived.baseline)
    return baseline + (baseline * by / 100 if unit == "%" else by)


def number_of(derived: Derivation) -> Fraction:
    """The number that the formula gives, rounded as it says."""
    exact = exactly(derived)
    match derived.rounded:
        case Rounding.UP:
            return Fraction(ceil(exact))
        case Rounding.DOWN:
            return Fraction(floor(exact))
        case Rounding.NEAREST:
            return Fraction(round_half_up(exact, 0))
    return exact


def in_words(derived: Derivation) -> str:
    """The arithmetic: `25 in 2024-25 less 25% is 18.75, rounded up to 19`."""
    sign, number, unit = _parts(derived.change)
    changed = f"{'less' if sign == '-' else 'plus'} {number}{f' {unit}' if unit.startswith('point') else unit}"
    exact, rounded = exactly(derived), number_of(derived)
    way = "up " if derived.rounded is Rounding.UP else "down " if derived.rounded is Rounding.DOWN else ""
    then = f", rounded {way}to {plain(rounded)}" if rounded != exact else ""
    return f"{derived.baseline:f} in {derived.period} {changed} is {plain(exact)}{then}"


def _parts(change: str) -> tuple[str, str, str]:
    found = re.fullmatch(CHANGE, change.strip())
    if found is None:
        raise ValueError(f"No change: {change!r}.")
    return found[1], found[2], found[3] or ""


def plain(number: Fraction) -> str:
    """A number as a person writes it, to four places at most."""
    value = round_half_up(number, 4)
    return f"{value:f}".rstrip("0").rstrip(".") if value != value.to_integral_value() else f"{Decimal(int(value))}"
