"""A Decimal in, the whole number that stands for it in the store out, and back again exactly."""

from decimal import Decimal
from fractions import Fraction

from commissioning.measures import KINDS

LARGEST = 2**63 - 1
"""The largest number a BIGINT holds on every database."""


def scale_of(unit_kind: str) -> int:
    """How many decimal places the store keeps of a kind: those of its guard, none for words."""
    guard = KINDS[unit_kind].guard
    return guard.places if guard else 0


def to_units(value: Decimal, scale: int) -> int:
    """The value in pence, ten-thousandths or ones; a ValueError where it does not fit exactly."""
    units = Fraction(value) * 10**scale
    if units.denominator != 1 or abs(units) > LARGEST:
        raise ValueError(f"{value} does not fit a store of {scale} decimal places")
    return int(units)


def from_units(units: int, scale: int) -> Decimal:
    """The value that so many pence, ten-thousandths or ones stand for."""
    # Written out and read back, since arithmetic would round to the context's precision.
    return Decimal(f"{units}E-{scale}")
