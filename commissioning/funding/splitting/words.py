"""Fractions and pence in words that anyone with a calculator can follow."""

from fractions import Fraction
from functools import lru_cache

from commissioning.money import round_half_up, say_money

_TIDY_PLACES = 6


@lru_cache(maxsize=4096)
def say_share(share: Fraction) -> str:
    """A fraction of 1 as a percentage where that has few digits, else as it is: `12.5%`, `1/3`."""
    percent = tidy(share * 100)
    return f"{percent}%" if percent else str(share)


def say_exactly(pence: Fraction) -> str:
    """Pence with what is broken of one: `8700 pence`, `3333 1/3 pence`, `0.75 pence`."""
    whole, rest = divmod(pence, 1)
    number = tidy(pence) or (f"{whole} {rest}" if whole else str(rest))
    return f"{number} {'penny' if pence == 1 else 'pence'}"


def say_pence(pence: Fraction) -> str:
    """Whole pence as pounds, `£12.50`; broken ones as pence."""
    return say_money(int(pence)) if pence.denominator == 1 else say_exactly(pence)


def tidy(value: Fraction) -> str:
    """The value with at most six decimal places; empty where it has more."""
    if value.denominator == 1:
        return str(value.numerator)
    if 10**_TIDY_PLACES % value.denominator:
        return ""
    return f"{round_half_up(value, _TIDY_PLACES):f}".rstrip("0")
