"""Exact working in words that a person can follow: long fractions as decimals, short ones as they are."""

import pytest

from commissioning.funding.splitting.words import easier


@pytest.mark.parametrize(
    ("exact", "told"),
    [
        # 1277 / 2800 = 0.456071...
        ("all that is left is 884 1277/2800 pence; 884 pence", "all that is left is about 884.4561 pence; 884 pence"),
        ("calls: 6500/3000", "calls: about 2.1667"),
        ("1/3 of 100 pence is 33 1/3 pence", "1/3 of 100 pence is 33 1/3 pence"),
        ("12.5% of £1,234.00", "12.5% of £1,234.00"),
        ("statement 2025-26-Q1/ash/1", "statement 2025-26-Q1/ash/1"),
    ],
)
def test_only_long_fractions_are_told_as_decimals(exact: str, told: str) -> None:
    assert easier(exact) == told
