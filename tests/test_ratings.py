"""A figure is Green, Amber or Red by its target and a named policy, or not rated for a stated reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.model.contract import Terms
from commissioning.model.figure import Basis, Figure, Travel
from commissioning.model.measure import Measure
from commissioning.model.posted import State
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity
from commissioning.period import read_period
from commissioning.totals.ratings import NOT_RATED, Rated, rate
from commissioning.totals.travel import Stage, travel
from tests.builders import some_terms

POLICIES = {
    "10% higher than 60": 'polarity = "higher", target = { per_period = 60 }, rating = "ten-percent"',
    "10% lower than 20": 'polarity = "lower", target = { per_period = 20 }, rating = "ten-percent"',
    "5 points from 50": 'polarity = "higher", target = { per_period = 50 }, rating = "five-points"',
    "10% lower than 0": 'polarity = "lower", target = { per_period = 0 }, rating = "ten-percent"',
    "10% higher than 0": 'polarity = "higher", target = { per_period = 0 }, rating = "ten-percent"',
    "10% lower than -10": 'polarity = "lower", target = { per_period = -10 }, rating = "ten-percent"',
    "5 points from 0": 'polarity = "lower", target = { per_period = 0 }, rating = "five-points"',
    "met or missed 0": 'polarity = "lower", target = { per_period = 0 }',
    "met or missed": 'polarity = "higher", target = { per_period = 60 }',
    "a third": 'polarity = "higher", target = { per_period = "33.3333" }, rating = "ten-percent"',
}

# Worked by hand: the tolerance is 6 below 60, 2 above 20, 5 points below 50, 1 above -10, and unknown of 0.
RATED = [
    ("10% higher than 60", "61", "Green"),
    ("10% higher than 60", "60", "Green"),
    ("10% higher than 60", "59.9999", "Amber"),
    ("10% higher than 60", "54", "Amber"),
    ("10% higher than 60", "53.9999", "Red"),
    ("10% higher than 60", "0", "Red"),
    ("10% lower than 20", "0", "Green"),
    ("10% lower than 20", "20", "Green"),
    ("10% lower than 20", "20.0001", "Amber"),
    ("10% lower than 20", "22", "Amber"),
    ("10% lower than 20", "22.0001", "Red"),
    ("5 points from 50", "50", "Green"),
    ("5 points from 50", "45", "Amber"),
    ("5 points from 50", "44.9999", "Red"),
    # Ten percent of 0 is nothing, so nobody can tell Amber from Red; five points of 0 are five.
    ("10% lower than 0", "0", "not rated"),
    ("10% lower than 0", "1", "not rated"),
    ("10% higher than 0", "-1", "not rated"),
    ("5 points from 0", "0", "Green"),
    ("5 points from 0", "5", "Amber"),
    ("5 points from 0", "5.0001", "Red"),
    ("met or missed 0", "0", "Green"),
    ("met or missed 0", "1", "Red"),
    ("10% lower than -10", "-10", "Green"),
    ("10% lower than -10", "-9", "Amber"),
    ("10% lower than -10", "-8.9999", "Red"),
    ("met or missed", "60", "Green"),
    ("met or missed", "59.9999", "Red"),
    # 33.3333 less a tenth of itself is 29.99997.
    ("a third", "29.9999", "Red"),
    ("a third", "30", "Amber"),
]


def rated(
    policy: str, actual: Given, state: State = State.ACCEPTED, denominator: Given | None = None, **at: str
) -> str:
    """The rating of units, in words, under one of the policies or a measure's own text."""
    terms = some_terms(f"measure.units = {{ {POLICIES.get(policy, policy)} }}")
    period = read_period(at.get("period", "2025-26-Q1"))
    found = rate(terms, terms.measure("units"), "", period, Rated(actual, state, denominator))
    return f"{found.word}: {found.why}"


@pytest.mark.parametrize(("policy", "actual", "word"), RATED)
def test_a_figure_is_rated_by_how_far_it_is_from_its_target(policy: str, actual: str, word: str) -> None:
    """Met is Green, short by no more than the tolerance is Amber, and the rest is Red."""
    assert rated(policy, Quantity(Decimal(actual))).split(":")[0] == word


WORDS = [
    ("10% higher than 60", "60", "Green: target of at least 60 each period met"),
    ("10% higher than 60", "54", "Amber: within 10% of the target of at least 60 each period"),
    ("10% higher than 60", "9", "Red: target of at least 60 each period missed by more than 10%"),
    ("10% lower than 20", "99", "Red: target of at most 20 each period missed by more than 10%"),
    ("5 points from 50", "46", "Amber: within 5 of the target of at least 50 each period"),
    ("met or missed", "59", "Red: target of at least 60 each period missed"),
]


@pytest.mark.parametrize(("policy", "actual", "words"), WORDS)
def test_a_rating_says_why(policy: str, actual: str, words: str) -> None:
    """The target and the tolerance, as they were agreed."""
    assert rated(policy, Quantity(Decimal(actual))) == words


TARGET = "10% higher than 60"
SIXTY = Quantity(Decimal(60))
NONE_DUE = 'polarity = "higher", target = { annual = 200 }'
REASONS: list[tuple[str, str, Given, State, Given | None, str]] = [
    ("context only", 'role = "context"', SIXTY, State.ACCEPTED, None, "2025-26-Q1"),
    ("no target stated", "", SIXTY, State.ACCEPTED, None, "2025-26-Q1"),
    ("not due until the year ends", NONE_DUE, SIXTY, State.ACCEPTED, None, "2025-26-Q3"),
    ("not due until the year ends", NONE_DUE, SIXTY, State.ACCEPTED, None, "2025-11.."),
    ("no data", TARGET, Missing.NOT_KNOWN, State.ACCEPTED, None, "2025-26-Q1"),
    ("no data", TARGET, Missing.NOT_RETURNED, State.ACCEPTED, None, "2025-26-Q1"),
    ("incomplete", TARGET, Quantity(Decimal(60), Bound.AT_LEAST), State.ACCEPTED, None, "2025-26-Q1"),
    ("incomplete", TARGET, Quantity(Decimal(5), Bound.FEWER_THAN), State.ACCEPTED, None, "2025-26-Q1"),
    ("provisional", TARGET, SIXTY, State.PROVISIONAL, None, "2025-26-Q1"),
    ("too small: out of fewer than 10", "5 points from 50", SIXTY, State.ACCEPTED, Quantity(Decimal(9)), "2025-26-Q1"),
]


@pytest.mark.parametrize(("why", "policy", "actual", "state", "denominator", "period"), REASONS)
def test_what_is_not_rated_says_why(
    why: str, policy: str, actual: Given, state: State, denominator: Given | None, period: str
) -> None:
    """Never a colour without a complete, accepted figure and a target that is due."""
    assert rated(policy, actual, state, denominator, period=period) == f"{NOT_RATED}: {why}"


def test_the_first_reason_is_the_one_that_is_said() -> None:
    """No target outweighs no data, and no data outweighs provisional."""
    assert rated("", Missing.NOT_KNOWN, State.PROVISIONAL) == "not rated: no target stated"
    assert rated(TARGET, Missing.NOT_KNOWN, State.PROVISIONAL) == "not rated: no data"


def test_a_denominator_of_the_smallest_size_is_rated() -> None:
    """Ten is not fewer than ten; a denominator that is not known cannot be too small."""
    for denominator in (Quantity(Decimal(10)), Missing.NOT_KNOWN, None):
        assert rated("5 points from 50", SIXTY, denominator=denominator).startswith("Green")


@pytest.mark.parametrize(
    ("of", "word"),
    [(Quantity(Decimal(0)), NOT_RATED), (Quantity(Decimal(1)), "Green"), (Missing.NOT_KNOWN, "Green"), (None, "Green")],
)
def test_a_mean_of_nobody_is_not_rated(of: Given | None, word: str) -> None:
    """Whatever number was typed for it; of one person it is."""
    terms = some_terms(f"measure.units = {{ {POLICIES[TARGET]} }}")
    found = rate(terms, terms.measure("units"), "", read_period("2025-26-Q1"), Rated(SIXTY, State.ACCEPTED, weight=of))
    assert (found.word, found.why == "no data") == (word, word == NOT_RATED)


def test_an_annual_target_is_rated_when_the_year_ends() -> None:
    """With the last quarter."""
    assert rated(NONE_DUE, SIXTY, period="2025-26-Q4") == "Red: target of at least 200 for the year missed"


def test_a_cumulative_target_bites_at_the_end_of_each_period() -> None:
    """Each with its own number; a half of the year has none in a contract that reports quarters."""
    cumulative = 'polarity = "higher", target = { cumulative = [10, 20, 30, 60] }'
    assert rated(cumulative, SIXTY, period="2025-26-Q4") == "Green: target of at least 60 by the end of this period met"
    assert rated(cumulative, Quantity(Decimal(19)), period="2025-26-Q2").startswith("Red: target of at least 20")


def test_a_figure_without_a_better_side_has_no_target_for_any_period() -> None:
    """Contract text with one is refused; a noun made otherwise is still not rated."""
    from dataclasses import replace

    from commissioning.model.measure import Polarity

    terms = some_terms(f"measure.units = {{ {POLICIES[TARGET]} }}")
    sideless = replace(terms.measure("units"), polarity=Polarity.NONE)
    found = rate(terms, sideless, "", read_period("2025-26-Q1"), Rated(SIXTY, State.ACCEPTED))
    assert (found.word, found.why) == (NOT_RATED, "no target for this period")


@pytest.mark.parametrize(
    ("why", "changes", "period"),
    [
        ("no provider is stated, and nobody is rated for it", 'parties.provider = "not stated"', "2025-26-Q1"),
        ("partial period: the contract runs from 2025-05-12", "term.starts = 2025-05-12", "2025-26-Q1"),
        ("partial period: the contract runs until 2025-08-31", "term.ends = 2025-08-31", "2025-26-Q2"),
    ],
)
def test_what_the_contract_leaves_open_is_not_rated(why: str, changes: str, period: str) -> None:
    """A colour would say of somebody, or of a whole quarter, what nobody knows."""
    flow = f'measure.units = {{ kind = "flow", {POLICIES[TARGET]} }}\n{changes}'
    terms = some_terms(flow)
    found = rate(terms, terms.measure("units"), "", read_period(period), Rated(SIXTY, State.ACCEPTED))
    assert (found.word, found.why) == (NOT_RATED, why)


def test_a_stock_is_rated_in_a_part_of_a_period_too() -> None:
    """What there is on the last day is as it is, whenever the contract began."""
    terms = some_terms(f"measure.units = {{ {POLICIES[TARGET]} }}\nterm.starts = 2025-05-12")
    found = rate(terms, terms.measure("units"), "", read_period("2025-26-Q1"), Rated(SIXTY, State.ACCEPTED))
    assert found.word == "Green"


def test_a_service_with_a_provider_of_its_own_is_rated() -> None:
    """Though the contract names none."""
    own = 'parties.provider = "not stated"\nservice.refuge.provider = "safe-house"'
    terms = some_terms(own)
    found = rate(terms, terms.measure("referrals"), "refuge", read_period("2025-26-Q1"), Rated(SIXTY, State.ACCEPTED))
    assert found.word == "Green"


SIDES = {
    "higher": 'polarity = "higher", target = { per_period = TARGET }',
    "lower": 'polarity = "lower", target = { per_period = TARGET }',
    "in range": 'polarity = "in range", target = { low = TARGET, high = "150" }',
}
BANDS = {
    "one side": "rating.any = { tolerance = 7 }",
    "both sides": """rating.any.band = [
        { word = "Better", beyond = 9 }, { word = "Near", within = 4 }, { word = "Off", within = 20 }, { word = "Far" }
    ]""",
    "points": "rating.any = { tolerance = 7, in_points = true }",
    "improved": """rating.any.band = [
        { word = "Green", within = 3 }, { word = "Amber", if_improved = true }, { word = "Red" }
    ]""",
}
FIGURES = st.integers(0, 4000).map(lambda hundredths: Decimal(hundredths) / 10)


def place_of(side: str, bands: str, actual: Decimal, *, target: str = "90", last_year: Decimal | None = None) -> int:
    """The place of a figure's word in its policy: 0 is the best."""
    aimed = SIDES[side].replace("TARGET", f'"{target}"')
    terms = some_terms(f'{BANDS[bands]}\nmeasure.units = {{ rating = "any", {aimed} }}')
    measure, period = terms.measure("units"), read_period("2025-26-Q1")
    went = went_since(terms, measure, last_year, actual) if last_year is not None else None
    found = rate(terms, measure, "", period, Rated(Quantity(actual), State.ACCEPTED, None, went))
    assert found.place is not None
    return found.place


def went_since(terms: Terms, measure: Measure, before: Decimal, last: Decimal) -> Travel:
    """Which way a figure went since the same quarter last year."""
    stages = [a_stage(terms, measure, *of) for of in (("2025-26-Q1", last), ("2024-25-Q1", before))]
    return travel(*stages)


def a_stage(terms: Terms, measure: Measure, label: str, value: Decimal) -> Stage:
    """A measure in one period with this figure."""
    period, key = read_period(label), AnswerKey("", measure.code)
    given, basis = Quantity(value), Basis.RETURNED
    figure = Figure("", key, "", measure.kind, "", period, label, basis, given, None, State.ACCEPTED, ())
    return Stage(terms, period, measure, figure)


@given(FIGURES, FIGURES, FIGURES, st.sampled_from(["one side", "both sides", "points", "improved"]))
def test_doing_better_is_never_rated_worse(one: Decimal, other: Decimal, before: Decimal, bands: str) -> None:
    """Whichever side is better, and whatever was a year before."""
    low, high = sorted((one, other))
    for side, worse, better in (("higher", low, high), ("lower", high, low)):
        places = [place_of(side, bands, value, last_year=before) for value in (better, worse)]
        assert places == sorted(places)


@given(FIGURES, FIGURES, st.sampled_from(["one side", "points"]))
def test_further_out_of_a_range_is_never_rated_better(one: Decimal, other: Decimal, bands: str) -> None:
    """On either side of it."""
    below = sorted(value for value in (one, other) if value <= 90)
    above = sorted((value for value in (one, other) if value >= 90), reverse=True)
    for run in (below, above):
        places = [place_of("in range", bands, value) for value in run]
        assert places == sorted(places, reverse=True)


@given(
    FIGURES,
    st.sampled_from([2, 10, 1000]),
    st.sampled_from(["higher", "lower"]),
    st.sampled_from(["one side", "both sides"]),
)
def test_scaling_figure_and_target_leaves_a_relative_rating_as_it_is(
    actual: Decimal, times: int, side: str, bands: str
) -> None:
    """Ten percent of a thousand times as much is a thousand times as much."""
    scaled = place_of(side, bands, actual * times, target=f"{90 * times}")
    assert place_of(side, bands, actual) == scaled
