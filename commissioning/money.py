"""Text, pounds and exact fractions to whole pence or rounded figures, and pence back to text."""

import re
from decimal import Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction

from commissioning.errors import UnclearMoney

PENNY = Decimal("0.01")

# 18 digits of pence always fit the 64-bit integers of the store; an amount that would lose a digit raises.
_EXACT = Context(prec=18, traps=[Inexact, InvalidOperation])
_DIGITS = r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?"
_AMOUNT = re.compile(rf"(?P<minus>-\s*£?|£?\s*-|£?)\s*(?P<digits>{_DIGITS})")
_BRACKETED = re.compile(rf"£?\s*\(\s*£?\s*(?P<digits>{_DIGITS})\s*\)")


def read_money(text: str) -> int:
    """Pounds as people type them to pence; UnclearMoney for anything that is not pounds and pence.

    Examples: `1000000.01`, `£1,139`, `-1,234.50`, `-£1,234.50`, `(50.00)` for a negative.
    """
    tidy = text.strip().replace("\N{MINUS SIGN}", "-")
    found = _BRACKETED.fullmatch(tidy) or _AMOUNT.fullmatch(tidy)
    if found is None:
        raise UnclearMoney(
            f"Amount '{text.strip()}' is not pounds and pence: "
            "type it like 1234.50, £1,234.50 or, below nought, -1,234.50."
        )
    pence = to_pence(Decimal(found["digits"].replace(",", "")))
    return -pence if "(" in tidy or "-" in tidy else pence


def to_pence(pounds: Decimal) -> int:
    """Pounds to the same amount in pence; UnclearMoney where that is no whole number or has over 18 digits."""
    try:
        return int(pounds.quantize(PENNY, context=_EXACT).scaleb(2, context=_EXACT))
    except (ArithmeticError, ValueError):
        raise UnclearMoney(
            f"Amount '{pounds}' cannot be kept in whole pence: "
            "give pounds with at most two decimal places and 16 digits before them."
        ) from None


def pounds(pence: int) -> str:
    """Pence as pounds for a table: `1,234.50`, `-1,234.50`."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole:,}.{rest:02}"


def say_money(pence: int) -> str:
    """Pence as pounds for a sentence: `£1,234.50`, `-£1,234.50`."""
    return f"{'-' if pence < 0 else ''}£{pounds(abs(pence))}"


def round_half_up(value: Fraction, places: int) -> Decimal:
    """The value to so many decimal places, halves away from zero: the only rounding there is."""
    size = (abs(value) * 10**places + Fraction(1, 2)).__floor__()
    # Read from text, since arithmetic on decimals keeps only as many digits as its context does.
    return Decimal(f"{-size if value < 0 else size}E-{places}")
