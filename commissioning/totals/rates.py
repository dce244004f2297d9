"""A rate's numerator and the terms it is asked under to its Sum, and to the words that stand beside it."""

from dataclasses import replace
from fractions import Fraction

from commissioning import sums
from commissioning.calendar import day_in_words
from commissioning.measures.kind import show_number
from commissioning.model.contract import Terms
from commissioning.model.expression import Constant, Product, Ratio, Sum
from commissioning.model.figure import Figure
from commissioning.model.measure import Measure
from commissioning.model.quantity import Given, Missing, Quantity
from commissioning.model.reference import Checked, Expectation
from commissioning.money import round_half_up
from commissioning.period import Period

_CHECKED: dict[Checked, str] = {
    "in its source": "",
    "in part": ", checked in part",
    "not checked": ", not checked against its source",
    "illustrative": ", illustrative",
}


def rate_constants(terms: Terms, measure: Measure, period: Period) -> dict[str, Sum]:
    """What stands in a rate's Sum beside its numerator, by name; without a value that holds, only what it is per."""
    against = rate_is_against(terms, measure, period)
    found: dict[str, Sum] = {"per": Constant(Fraction(measure.per))} if measure.per else {}
    return found | ({"reference": Constant(Fraction(against.value))} if against else {})


def with_its_value(  # what a rate is worked out from
    figure: Figure,
    expression: Sum | None,
    given: sums.Lookup,
    terms: Terms,
    measure: Measure,
    periods: tuple[Period, ...],
) -> Figure:
    """A rate's figure with what is counted, what that is out of and, of one period, the words that stand beside it."""
    said = rate_in_words(terms, measure, periods[-1]) if len(periods) == 1 else ""
    note = "; ".join(dict.fromkeys(part for part in (figure.note, said) if part))
    counted: Given = Missing.NOT_APPLICABLE
    if isinstance(expression, Product) and isinstance(expression.left, Ratio):
        came = sums.evaluate(expression.left.numerator, given)
        counted = Quantity(round_half_up(came.value, 4), came.bound) if isinstance(came, sums.Amount) else came
    return replace(figure, numerator=counted, denominator=rate_is_against(terms, measure, periods[-1]), note=note)


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
