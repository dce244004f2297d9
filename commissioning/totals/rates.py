"""A rate's numerator and the terms it is asked under to its Sum, and to the words that stand beside it."""

from fractions import Fraction

from commissioning.calendar import day_in_words
from commissioning.measures.kind import show_number
from commissioning.model.contract import Terms
from commissioning.model.expression import Constant, Product, Ratio, Sum
from commissioning.model.measure import Measure
from commissioning.model.quantity import Quantity
from commissioning.model.reference import Checked, Expectation
from commissioning.period import Period

_CHECKED: dict[Checked, str] = {
    "in its source": "",
    "in part": ", checked in part",
    "not checked": ", not checked against its source",
    "illustrative": ", illustrative",
}


def rate_sum(terms: Terms, measure: Measure, numerator: Sum, period: Period) -> Sum | None:
    """So many for every so many of the value that holds on the period's last day; None where none holds then."""
    against = rate_is_against(terms, measure, period)
    if against is None or measure.per is None:
        return None
    return Product(Ratio(numerator, Constant(Fraction(against.value))), Constant(Fraction(measure.per)))


def rate_is_against(terms: Terms, measure: Measure, period: Period) -> Quantity | None:
    """The reference value that holds on a period's last day."""
    reference = terms.reference(measure.reference)
    value = reference.in_force(period) if reference else None
    return Quantity(value.value) if value else None


def rate_in_words(terms: Terms, measure: Measure, period: Period) -> str:
    """What a rate is against: the value, since when, by whom, whether it is old; and what is published of it."""
    reference = terms.reference(measure.reference)
    if reference is None:
        return ""
    value = reference.in_force(period)
    if value is None:
        return f"no value of {reference.label} holds in this period"
    held = f"for every {measure.per:,f} of {value.value:,f} {reference.unit}"
    from_where = f"{reference.label}, {day_in_words(value.holds_from)}: {reference.source}{_CHECKED[reference.checked]}"
    years = reference.years_old(value, period)
    old = f"that value is {years} years old" if years > reference.old_after_years else ""
    expected = expectation_in_words(terms.expectation(measure.expected))
    return "; ".join(part for part in (f"{held} ({from_where})", old, expected) if part)


def expectation_in_words(expectation: Expectation | None) -> str:
    """What is published to be expected, and by whom: context, and no target."""
    if expectation is None or expectation.low is None or expectation.high is None:
        return ""
    low, high = (show_number(end, None) for end in (expectation.low, expectation.high))
    number = low if low == high else f"{low} to {high}"
    by = f"{expectation.source}{_CHECKED[expectation.checked]}"
    return f"published as expected: {number} {expectation.label} ({by}); nobody is rated by it"
