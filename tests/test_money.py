"""Money is whole pence: read as people type it, printed as they read it, rounded in one way only."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import UnclearMoney
from commissioning.money import pounds, read_money, round_half_up, say_money, to_pence

PENCE = st.integers(-(10**17), 10**17)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("1000000.01", 100000001),
        ("£1,139", 113900),
        ("1139", 113900),
        ("-1,234.50", -123450),
        ("-£1,234.50", -123450),
        ("£-1,234.50", -123450),
        ("−1,234.50", -123450),  # the minus sign that word processors put in
        ("(50.00)", -5000),
        ("(£50)", -5000),
        ("£(50)", -5000),
        ("  £ 7.5 ", 750),
        ("0", 0),
        ("-0.00", 0),
        ("0.07", 7),
        ("007", 700),
        ("1,000,000", 100000000),
        ("9,999,999,999,999,999.99", 999999999999999999),
    ],
)
def test_pounds_as_people_type_them(text: str, pence: int) -> None:
    """A pound sign, separators of thousands, a minus or brackets change nothing but the sign."""
    assert read_money(text) == pence


@pytest.mark.parametrize(
    "text",
    [
        *("1,39", "1,1390", ",139", "1,139,0", "12,34,567", "1139,000", "1,139.", "1.005", "1.000", ".50", "1 139"),
        *("", "£", "-", "nan", "NaN", "inf", "-Infinity", "1e3", "fifty", "50p", "£50 a week", "50-", "+50", "$50"),
        *("--50", "-(50)", "(-50)", "(50", "50)", "1_000", "\N{ARABIC-INDIC DIGIT FIVE}", "1.2.3"),
    ],
)
def test_anything_else_is_refused_and_named(text: str) -> None:
    """Nothing is guessed: the refusal names what was typed and says what to type."""
    with pytest.raises(UnclearMoney) as refusal:
        read_money(text)
    assert f"'{text}'" in str(refusal.value)
    assert "type it like 1234.50" in str(refusal.value)


@pytest.mark.parametrize("text", ["10,000,000,000,000,000", "9" * 400])
def test_more_money_than_the_store_can_hold_is_refused(text: str) -> None:
    """Pence must fit the integers of a database."""
    with pytest.raises(UnclearMoney, match=f"'{text.replace(',', '')}' .* 16 digits"):
        read_money(text)


@pytest.mark.parametrize(
    ("pence", "table", "sentence"),
    [
        (123450, "1,234.50", "£1,234.50"),
        (-123450, "-1,234.50", "-£1,234.50"),
        (100, "1.00", "£1.00"),
        (0, "0.00", "£0.00"),
        (-1, "-0.01", "-£0.01"),
        (-100, "-1.00", "-£1.00"),
        (100000001, "1,000,000.01", "£1,000,000.01"),
    ],
)
def test_pence_print_as_pounds(pence: int, table: str, sentence: str) -> None:
    """Whole pounds print their pence too."""
    assert (pounds(pence), say_money(pence)) == (table, sentence)


@given(PENCE)
def test_what_is_printed_reads_back(pence: int) -> None:
    """Printing loses no penny."""
    assert read_money(pounds(pence)) == read_money(say_money(pence)) == pence


@pytest.mark.parametrize(("amount", "pence"), [("12.34", 1234), ("-12.3", -1230), ("1E+3", 100000), ("1.50000", 150)])
def test_exact_pounds_become_pence(amount: str, pence: int) -> None:
    """However many noughts a number carries, its pence are the same."""
    assert to_pence(Decimal(amount)) == pence


@pytest.mark.parametrize("amount", ["0.001", "1.005", "1E-999999", "1E+999999", "1E+16", "NaN", "sNaN", "Infinity"])
def test_pounds_that_are_not_whole_pence_are_refused(amount: str) -> None:
    """Nothing is rounded on the way in."""
    with pytest.raises(UnclearMoney, match="whole pence"):
        to_pence(Decimal(amount))


def test_a_coarse_decimal_context_costs_no_pence() -> None:
    """Amounts stay exact whatever precision the surrounding code works in."""
    with localcontext(prec=3):
        assert read_money("1000000.01") == 100000001
        assert round_half_up(Fraction(100000001, 100), 2) == Decimal("1000000.01")


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 2), 0, "1"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(7, 2), 0, "4"),
        (Fraction(-5, 2), 0, "-3"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1005, 1000), 2, "1.01"),
        (Fraction(-1005, 1000), 2, "-1.01"),
        (Fraction(-4, 1000), 2, "0.00"),
        (Fraction(50), 1, "50.0"),
        (Fraction(177, 236) * 100, 1, "75.0"),
    ],
)
def test_halves_round_away_from_zero(value: Fraction, places: int, expected: str) -> None:
    """The result shows all its places, and never a minus before nought."""
    assert str(round_half_up(value, places)) == expected


@given(st.fractions(), st.integers(0, 6))
def test_rounding_moves_by_half_a_place_at_most_and_mirrors(value: Fraction, places: int) -> None:
    """The nearest figure is taken, and a negative is rounded as its positive is."""
    rounded = round_half_up(value, places)
    assert abs(Fraction(rounded) - value) <= Fraction(1, 2 * 10**places)
    assert Fraction(round_half_up(-value, places)) == -Fraction(rounded)
