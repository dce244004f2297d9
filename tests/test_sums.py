"""A Sum comes to an exact amount, to a bound, or to a named gap; it says itself, and is kept and read back."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning import sums
from commissioning.model.expression import (
    Addition,
    Comparison,
    Constant,
    Count,
    Difference,
    Maximum,
    Minimum,
    Operator,
    Product,
    Ratio,
    Sum,
    Term,
    Whole,
)
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity
from commissioning.sums import Amount, evaluate, holds, terms

A, B, C = Term("a"), Term("b"), Term("c")
HALF = Constant(Fraction(1, 2))


def values(text: str) -> dict[str, Given]:
    """`a 3, b at least 5, c not known` as what is given."""
    found: dict[str, Given] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, stated = part.split(" ", 1)
        bound, _, number = stated.rpartition(" ")
        found[name] = Missing(stated) if stated in set(Missing) else Quantity(Decimal(number), Bound(bound or "exact"))
    return found


def shown(amount: Amount | Missing) -> str:
    """An amount as `5`, `at least 5` or `at least 5, 1 of 3 unknown`; a gap by its words."""
    if isinstance(amount, Missing):
        return amount.value
    bound = "" if amount.bound is Bound.EXACT else f"{amount.bound} "
    unknown = f", {amount.unknown_parts} of {amount.parts} unknown" if amount.unknown_parts else ""
    return f"{bound}{amount.value}{unknown}"


KNOWN = Addition((A, B, C), complete=False)

EVALUATED: list[tuple[Sum, str, str]] = [
    (A, "a 3", "3"),
    (A, "a 0.25", "1/4"),
    (A, "a about 3", "about 3"),
    (A, "a blank", "blank"),
    (A, "", "not returned"),
    (HALF, "", "1/2"),
    # A complete addition is unknown while a part is.
    (Addition((A, B)), "a 0.1, b 0.2", "3/10"),
    (Addition((A, B)), "a 3, b not known", "not known"),
    (Addition((A, B)), "a blank, b not known", "blank"),
    (Addition(()), "", "0"),
    # Bounds add up where they point the same way.
    (Addition((A, B)), "a fewer than 5, b 3", "fewer than 8"),
    (Addition((A, B)), "a fewer than 5, b up to 3", "up to 8"),
    (Addition((A, B)), "a over 5, b at least 3", "at least 8"),
    (Addition((A, B)), "a at least 5, b at least 3", "at least 8"),
    (Addition((A, B)), "a at least 5, b up to 3", "not known"),
    (Addition((A, B)), "a about 5, b 3", "about 8"),
    (Addition((A, B)), "a about 5, b up to 3", "not known"),
    # An incomplete addition says at least what is known.
    (KNOWN, "a 1, b 2, c 3", "6"),
    (KNOWN, "a 1, b 2", "at least 3, 1 of 3 unknown"),
    (KNOWN, "a 1, b not known", "at least 1, 2 of 3 unknown"),
    (KNOWN, "a 0, b not known", "at least 0, 2 of 3 unknown"),
    (KNOWN, "a at least 1, b 2", "at least 3, 1 of 3 unknown"),
    (KNOWN, "a fewer than 5, b 2", "not known"),
    (KNOWN, "a fewer than 5, b 2, c 1", "fewer than 8"),
    (KNOWN, "a fewer than 5, b over 2", "not known"),
    (KNOWN, "", "not returned"),
    (KNOWN, "a blank, b blank, c blank", "not returned"),
    (KNOWN, "a not stated, b not stated, c not stated", "not stated"),
    (Difference(A, B), "a 3, b 5", "-2"),
    (Difference(A, B), "a not known, b blank", "not known"),
    (Difference(A, B), "a 3, b blank", "blank"),
    (Difference(A, B), "a fewer than 5, b 3", "fewer than 2"),
    (Difference(A, B), "a at least 1836000, b 1021000", "at least 815000"),
    (Difference(A, B), "a over 5, b 3", "over 2"),
    (Difference(A, B), "a up to 5, b at least 3", "up to 2"),
    # What is taken away limits what is left from the other side.
    (Difference(A, B), "a 5, b at least 3", "up to 2"),
    (Difference(A, B), "a 5, b fewer than 3", "over 2"),
    (Difference(A, B), "a at least 5, b up to 3", "at least 2"),
    (Difference(A, B), "a at least 5, b at least 3", "not known"),
    (Difference(A, B), "a up to 5, b up to 3", "not known"),
    # A rough number makes what is left rough, whatever the other one is.
    (Difference(A, B), "a about 5, b 3", "about 2"),
    (Difference(A, B), "a at least 5, b about 3", "about 2"),
    (Product(A, B), "a 0.88, b 117", "2574/25"),
    (Product(A, B), "a 3, b about 2", "not known"),
    (Ratio(A, B), "a 1, b 3", "1/3"),
    (Ratio(A, B), "a 0, b 3", "0"),
    # Out of none there is no ratio, whatever the numerator is.
    (Ratio(A, B), "a 0, b 0", "not applicable"),
    (Ratio(A, B), "a 3, b 0", "not applicable"),
    (Ratio(A, B), "a blank, b 0", "not applicable"),
    (Ratio(A, B), "a 3, b not known", "not known"),
    (Ratio(A, B), "a at least 3, b 4", "not known"),
    (Minimum((A, B, C)), "a 3, b 1, c 2", "1"),
    (Maximum((A, B, C)), "a 3, b 1, c 2", "3"),
    (Maximum((A, B)), "a 3, b blank", "blank"),
    (Minimum((A, B)), "a 3, b fewer than 5", "not known"),
    (Count((A, B, C)), "a 0, b not known", "1"),
    (Count((A, B, C)), "a fewer than 5, b 2, c 3", "3"),
    # A half goes up: 88% of 117 is 102.96, and 2.5 is 3.
    (Whole(Product(A, B)), "a 0.88, b 117", "103"),
    (Whole(A), "a 2.5", "3"),
    (Whole(A), "a 2.4999", "2"),
    (Whole(A), "a blank", "blank"),
    (Whole(A), "a about 2.5", "not known"),
    (Product(Ratio(A, B), Constant(Fraction(100))), "a 3, b 4", "75"),
    (Difference(Addition((A, B)), C), "a 12, b 3, c 15", "0"),
]


@pytest.mark.parametrize(("expression", "given_", "expected"), EVALUATED)
def test_a_sum_comes_to_an_amount_or_a_gap(expression: Sum, given_: str, expected: str) -> None:
    """Exactly, with its bound; the first gap met is the one that is said."""
    assert shown(evaluate(expression, values(given_))) == expected


HELD: list[tuple[Operator, str, bool | None]] = [
    ("=", "a 3, b 3", True),
    ("=", "a 3, b 4", False),
    ("<=", "a 3, b 3", True),
    ("<=", "a 4, b 3", False),
    (">=", "a 3, b 3", True),
    (">=", "a 2, b 3", False),
    ("<", "a 2, b 3", True),
    ("<", "a 3, b 3", False),
    (">", "a 4, b 3", True),
    (">", "a 3, b 3", False),
    ("=", "a 3", None),
    ("=", "a blank, b blank", None),
    ("<=", "a fewer than 5, b 10", None),
    (">=", "a 10, b fewer than 5", None),
]


@pytest.mark.parametrize(("operator", "given_", "expected"), HELD)
def test_a_comparison_holds_is_broken_or_nobody_can_tell(
    operator: Operator, given_: str, expected: bool | None
) -> None:
    """Only exact figures are compared; what cannot be read is never a breach."""
    assert holds(Comparison(A, operator, B), values(given_)) is expected


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    """Exact numbers: the classic mistake of floats is not made."""
    assert holds(Comparison(Addition((A, B)), "=", C), values("a 0.1, b 0.2, c 0.3")) is True


SAID: list[tuple[Sum | Comparison, str, str]] = [
    (A, "a", "a"),
    (HALF, "1/2", ""),
    (Addition((A, B)), "a + b", "ab"),
    (Difference(A, B), "a − b", "ab"),
    (Difference(A, Addition((B, C))), "a − b − c", "abc"),
    (Difference(A, Difference(B, C)), "a − (b − c)", "abc"),
    (Product(Addition((A, B)), C), "(a + b) × c", "abc"),
    (Ratio(A, Addition((B, C))), "a out of (b + c)", "abc"),
    (Minimum((A, B)), "the least of a, b", "ab"),
    (Maximum((A, B)), "the greatest of a, b", "ab"),
    (Count((A, B)), "how many are given of a, b", "ab"),
    (Whole(Product(A, B)), "a × b, to the nearest whole number", "ab"),
    (Comparison(A, "=", B), "a is b", "ab"),
    (Comparison(A, "<=", B), "a is no more than b", "ab"),
    (Comparison(A, ">=", B), "a is no less than b", "ab"),
    (Comparison(A, "<", HALF), "a is less than 1/2", "a"),
    (Comparison(A, ">", B), "a is more than b", "ab"),
    (Comparison(Addition((A, A)), "=", B), "a + a is b", "aab"),
]


@pytest.mark.parametrize(("expression", "words", "keys"), SAID)
def test_a_sum_says_itself_and_names_its_terms_in_order(expression: Sum | Comparison, words: str, keys: str) -> None:
    """In the words a finding uses; brackets stand where the order matters."""
    assert sums.say(expression, str) == words
    assert terms(expression) == tuple(keys)


# Kept in a specification.

KEYS = st.builds(AnswerKey, *[st.text("ab-ü", max_size=3)] * 4)
LEAVES: st.SearchStrategy[Sum] = st.builds(Term, KEYS) | st.builds(Constant, st.fractions(max_denominator=1000))


def _larger(inner: st.SearchStrategy[Sum]) -> st.SearchStrategy[Sum]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    pairs = [st.builds(pair, inner, inner) for pair in (Difference, Product, Ratio)]
    lists = [st.builds(several, parts) for several in (Minimum, Maximum, Count)]
    return st.one_of(*pairs, *lists, st.builds(Addition, parts, st.booleans()), st.builds(Whole, inner))


SUMS = st.recursive(LEAVES, _larger, max_leaves=8)
OPERATORS: st.SearchStrategy[Operator] = st.sampled_from(["=", "<=", ">=", "<", ">"])


@given(SUMS)
def test_what_is_written_is_read_back(expression: Sum) -> None:
    """As it was, through JSON too."""
    assert sums.read(json.loads(json.dumps(sums.write(expression)))) == expression


@given(SUMS, OPERATORS, SUMS)
def test_a_comparison_that_is_written_is_read_back(left: Sum, operator: Operator, right: Sum) -> None:
    """Both sides and what stands between them."""
    comparison = Comparison(left, operator, right)
    assert sums.read_comparison(sums.write(comparison)) == comparison


def test_a_sum_is_written_so_that_a_person_can_read_it() -> None:
    """A head, and then its parts."""
    expression = Comparison(Addition((Term(AnswerKey("refuge", "new")), HALF), complete=False), "<=", Whole(HALF))
    assert sums.write(expression) == [
        "<=",
        ["known", ["answer", "refuge", "new", "", ""], ["number", "1/2"]],
        ["whole", ["number", "1/2"]],
    ]


def test_only_sums_over_answers_are_kept() -> None:
    """A workbook's own keys never get into a specification."""
    with pytest.raises(ValueError, match="Only Sums over answers"):
        sums.write(Addition((Term(7),)))


@pytest.mark.parametrize("written", [["sum", ["number", "1"]], ["=", ["number", "1"], ["number", "1"]]])
def test_other_lists_are_no_sum(written: list[object]) -> None:
    """A damaged specification is found out."""
    with pytest.raises(ValueError, match="unknown Sum"):
        sums.read(written)
    with pytest.raises(ValueError, match="unknown comparison"):
        sums.read_comparison(["+", ["number", "1"], ["number", "1"]])


# Arithmetic.

AMOUNTS = st.lists(st.decimals(-(10**9), 10**9, places=4), min_size=1, max_size=8)


@given(AMOUNTS)
def test_an_addition_is_the_sum_of_its_parts(amounts: list[Decimal]) -> None:
    """Complete or not, with every part given it is exact."""
    lookup = {number: Quantity(amount) for number, amount in enumerate(amounts)}
    parts = tuple(Term(number) for number in lookup)
    total = sum(map(Fraction, amounts), Fraction())
    for complete in (True, False):
        found = evaluate(Addition(parts, complete), lookup)
        assert isinstance(found, Amount)
        assert (found.value, found.bound, found.unknown_parts) == (total, Bound.EXACT, 0)


@given(AMOUNTS, st.integers(1, 3))
def test_an_incomplete_addition_is_at_least_what_is_known(amounts: list[Decimal], gaps: int) -> None:
    """And counts its gaps."""
    lookup = {number: Quantity(amount) for number, amount in enumerate(amounts)}
    parts = tuple(Term(number) for number in range(len(amounts) + gaps))
    found = evaluate(Addition(parts, complete=False), lookup)
    total = sum(map(Fraction, amounts), Fraction())
    assert found == Amount(total, Bound.AT_LEAST, gaps, len(amounts) + gaps)


@given(AMOUNTS)
def test_the_least_the_greatest_and_how_many(amounts: list[Decimal]) -> None:
    """The same answers as counting by hand."""
    lookup = {number: Quantity(amount) for number, amount in enumerate(amounts)}
    parts = tuple(Term(number) for number in lookup)
    assert evaluate(Minimum(parts), lookup) == Amount(Fraction(min(amounts)))
    assert evaluate(Maximum(parts), lookup) == Amount(Fraction(max(amounts)))
    assert evaluate(Count(parts), lookup) == Amount(Fraction(len(amounts)))
