"""How kinds with parts add up: in any order, in any groups, and nobody is invented."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.measures import KINDS
from commissioning.model.expression import Addition, Product, Ratio, Sum, Term
from commissioning.model.figure import Basis, Figure
from commissioning.model.quantity import Quantity
from commissioning.period import read_period
from commissioning.sums import Amount, evaluate
from commissioning.totals.adding import weighted_mean
from commissioning.totals.figures import Ledger, figures_of
from tests.builders import a_ledger
from tests.test_parts import ASKS

Pair = tuple[int, int]
"""A mean in tenths, and how many it is of."""
PAIRS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 40)), min_size=1, max_size=4)


def _means(pairs: list[Pair], kind: str = "wait") -> Ledger:
    answers = {
        f"2025-26-Q{quarter}": f"{kind} {Decimal(tenths) / 10}\n{kind}/part/n {n}"
        for quarter, (tenths, n) in enumerate(pairs, 1)
    }
    return a_ledger(answers, ASKS)


def _year(ledger: Ledger, code: str) -> Figure:
    found = figures_of(ledger, read_period("2025-26"))
    return next(one for one in found if one.basis is Basis.TOTAL and one.key.code == code)


@settings(max_examples=20)
@given(PAIRS.filter(lambda pairs: len(pairs) == 4 and any(n for _, n in pairs)))
def test_a_mean_of_means_stays_between_them_and_has_no_order(pairs: list[Pair]) -> None:
    """It is the sum of what all waited by how many they were, in whatever order the quarters come."""
    expected = Fraction(sum(tenths * n for tenths, n in pairs), 10 * sum(n for _, n in pairs))
    figure, backwards = (_year(_means(each), "wait") for each in (pairs, pairs[::-1]))
    assert isinstance(figure.given, Quantity)
    assert abs(Fraction(figure.given.value) - expected) <= Fraction(1, 20000)
    assert figure.given == backwards.given
    of_some = [Fraction(tenths, 10) for tenths, n in pairs if n]
    assert min(of_some) <= expected <= max(of_some)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 40)), min_size=3, max_size=6), st.data())
def test_means_of_means_may_be_put_together_in_any_groups(pairs: list[Pair], data: st.DataObject) -> None:
    """The quarters of each service and then the services, or all at once."""
    cut = data.draw(st.integers(1, len(pairs) - 1))
    given_ = {(at, side): Quantity(Decimal(value)) for at, pair in enumerate(pairs) for side, value in enumerate(pair)}

    def together(places: range) -> tuple[Sum, Sum]:
        mean = weighted_mean(tuple((Term((at, 0)), Term((at, 1))) for at in places))
        return mean, Addition(tuple(Term((at, 1)) for at in places))

    groups = (together(range(cut)), together(range(cut, len(pairs))))
    at_once = Ratio(
        Addition(tuple(Product(Term((at, 0)), Term((at, 1))) for at in range(len(pairs)))),
        Addition(tuple(Term((at, 1)) for at in range(len(pairs)))),
    )
    assert evaluate(weighted_mean(groups), given_) == evaluate(at_once, given_)


COUNTS_TYPED = st.lists(st.integers(0, 99), min_size=4, max_size=4)


@settings(max_examples=20)
@given(COUNTS_TYPED)
def test_a_sum_is_never_more_than_what_was_given(counts: list[int]) -> None:
    """Whatever adds up comes to its parts' sum, whatever stands for the last to one of them, and the ends to two."""
    codes = ("wait/part/n", "support", "beds/part/taken", "beds/part/waiting", "queue/part/least", "queue/part/most")
    answers = {f"2025-26-Q{at}": "\n".join(f"{code} {n}" for code in codes) for at, n in enumerate(counts, 1)}
    found = {
        figure.key.code: figure.given
        for figure in figures_of(a_ledger(answers, ASKS), read_period("2025-26"))
        if figure.basis is Basis.TOTAL and figure.key.code in codes
    }
    comes_to = (sum(counts), sum(counts), counts[-1], counts[-1], min(counts), max(counts))
    assert found == {code: Quantity(Decimal(n)) for code, n in zip(codes, comes_to, strict=True)}


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_change_is_told_from_its_base_exactly(before: int, now: int) -> None:
    """Back to its own base it is no change; from none there is no percentage."""
    figure = KINDS["change"].figure
    assert figure is not None
    amount = evaluate(figure, {"before": Quantity(Decimal(before)), "now": Quantity(Decimal(now))})
    assert isinstance(amount, Amount) == bool(before)
    assert not isinstance(amount, Amount) or before * (1 + amount.value) == now
