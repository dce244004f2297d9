"""Entries come to figures: as returned, computed, implied and in total, and nothing is added that does not add up."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning import sums
from commissioning.beside import say_given
from commissioning.model.contract import Contract
from commissioning.model.expression import Addition, Ratio, Term
from commissioning.model.figure import Basis, Figure, Rating
from commissioning.model.finding import Place
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.period import Period, read_period
from commissioning.totals.figures import Ledger, about, figures_of, year_to_date_figure
from commissioning.totals.frames import UNITS, entries_frame, runs
from tests.builders import CLEAN, a_ledger, changed, some_terms

YEAR = "2025-26"
Q1, Q2, Q3, Q4 = QUARTERS = [f"{YEAR}-Q{number}" for number in (1, 2, 3, 4)]


def shown(figure: Figure) -> str:
    """A figure as `at least 60 (1 of 4 not known)`."""
    return say_given(figure.given, figure.kind) + (f" ({figure.note})" if figure.note else "")


def figures(ledger: Ledger, asked: str, basis: Basis) -> dict[str, Figure]:
    """The figures of one basis for a period, by the code of their answer."""
    found = figures_of(ledger, read_period(asked) if asked else None)
    return {figure.key.code: figure for figure in found if figure.basis is basis}


def quarters(code: str, *typed: str | None) -> Ledger:
    """A ledger of quarters in which one answer was typed so; None is a return that has not come."""
    returns = {quarter: f"{code} {text}" for quarter, text in zip(QUARTERS, typed, strict=False) if text is not None}
    return a_ledger(returns)


# Over a year, kind by kind.

OVER_A_YEAR: list[tuple[str, tuple[str | None, ...], str]] = [
    # What happened adds up.
    ("accepted", ("10", "20", "30", "40"), "100"),
    ("accepted", ("0", "0", "0", "0"), "0"),
    ("spend", ("0.10", "0.20", "0.30", "-0.05"), "£0.55"),
    # What has not come, or is not known, is not nought.
    ("accepted", ("10", "20", "30", None), "at least 60 (1 of 4 not returned)"),
    ("accepted", ("10", None, "30"), "at least 40 (2 of 4 not returned)"),
    ("accepted", ("10", "| not known", "30", "40"), "at least 80 (1 of 4 not known)"),
    ("accepted", ("| not known", "| not known", "| not applicable", None), "not returned"),
    # Bounds add up as far as they point one way.
    ("accepted", ("10", "20", "30", "5 | fewer than"), "fewer than 65"),
    ("accepted", ("10", "20", "5 | fewer than", "5 | fewer than"), "fewer than 40"),
    ("accepted", ("10", "20", "5 | fewer than", None), "not known"),
    ("spend", ("1", "2", "3 | at least", "4 | up to"), "not known"),
    ("spend", ("1", "2", "3 | at least", "4 | over"), "at least £10.00"),
    ("spend", ("1", "2", "3 | at least", None), "so far £6.00 (1 of 4 not returned)"),
    # What is so at the end stands as it was at the last end.
    ("trained", ("50", "90", "150", "199"), "199"),
    ("units", ("20", "20", "18", "19"), "19"),
    ("staff", ("7.25", "7", "6.5", "6.75"), "6.75"),
    ("open-at-end", ("15", "12", "9", "0"), "0"),
    ("open-at-end", ("15", "12", "9", None), "not returned"),
    ("open-at-end", ("15", "12", "9", "| not known"), "not known"),
    ("staff", ("7.25", "7", "6.5", "6.75 | to be confirmed"), "6.75"),
    # What was open at a year's start was open at its first period's.
    ("open-at-start", ("12", "15", "12", "9"), "12"),
    ("open-at-start", (None, "15", "12", "9"), "not returned"),
    # What does not add up says why.
    ("people", ("1", "2", "3", "4"), "not added (one person may be counted in several periods)"),
    ("satisfied", ("75%", "80%"), "not added (a percentage without its counts cannot be added or averaged)"),
    ("waiting", ("5%", "-5%"), "not added (a change without its counts cannot be added or averaged)"),
]


@pytest.mark.parametrize(("code", "typed", "total"), OVER_A_YEAR)
def test_a_year_is_what_its_quarters_come_to(code: str, typed: tuple[str | None, ...], total: str) -> None:
    """By the measure's kind; what is incomplete says how much is not known."""
    found = figures(quarters(code, *typed), YEAR, Basis.TOTAL)[code]
    assert shown(found) == total
    assert (found.period_label, found.rating.word, found.inside) == (YEAR, "", True)


RATIOS = [
    # 10 of 20 and 50 of 60 are 60 of 80; the average of 50% and 83.3% is not.
    (("20 10", "60 50", "0 0", "0 0"), "75%"),
    (("3 1", "3 1", "0 0", "0 0"), "33.3333%"),
    (("0 0", "0 0", "0 0", "0 0"), "not applicable"),
    (("20 10", "60 50", "0 0", None), "not known"),
    (("20 10", "60 -", "0 0", "0 0"), "not known"),
]


@pytest.mark.parametrize(("typed", "total"), RATIOS)
def test_a_years_ratio_is_its_numerators_over_its_denominators(typed: tuple[str | None, ...], total: str) -> None:
    """And not known while a part of either is not."""
    pairs = {quarter: text.split() for quarter, text in zip(QUARTERS, typed, strict=True) if text}
    answers = {
        quarter: f"referrals {of}\naccepted {part if part != '-' else '| not known'}"
        for quarter, (of, part) in pairs.items()
    }
    assert shown(figures(a_ledger(answers), YEAR, Basis.TOTAL)["accepted-rate"]) == total


def test_a_ratio_carries_its_numerator_and_denominator() -> None:
    """So that anyone can see what it is out of."""
    found = figures(a_ledger({Q1: "referrals 60\naccepted 48"}), Q1, Basis.COMPUTED)["accepted-rate"]
    assert (shown(found), found.numerator, found.denominator) == ("80%", Quantity(Decimal(48)), Quantity(Decimal(60)))
    assert [entry.key.measure for entry in found.sources] == ["accepted", "referrals"]
    assert found.expression == Ratio(*(Term(entry.number) for entry in found.sources))


SO_FAR = [
    ("accepted", Q1, "10"),
    ("accepted", Q2, "30"),
    ("accepted", Q3, "at least 30 (1 of 3 not returned)"),
    ("accepted", Q4, "at least 70 (1 of 4 not returned)"),
    ("open-at-end", Q2, "12"),
    ("open-at-start", Q2, "15"),
    ("people", Q1, "7"),
    ("people", Q2, "not added (one person may be counted in several periods)"),
]


@pytest.mark.parametrize(("code", "period", "expected"), SO_FAR)
def test_the_year_to_date(code: str, period: str, expected: str) -> None:
    """Up to and including the period; the first alone is itself, whatever its kind."""
    common = "open-at-start 15\nopen-at-end 12\npeople 7"
    returns = {Q1: f"accepted 10\n{common}", Q2: f"accepted 20\n{common}", Q4: f"accepted 40\n{common}"}
    ledger = a_ledger(returns)
    measure = ledger.contract.latest.measure(code)
    key = AnswerKey(measure.services[0], code)
    assert shown(year_to_date_figure(ledger, read_period(period), key, measure)) == expected


# Totals stand only for what they cover.


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (f"{YEAR}-H1", "30"),
        (YEAR, "at least 30 (2 of 4 not returned)"),
        (Q2, None),
        ("2025-05-01..2025-09-30", None),
        ("2025-04-01..2025-08-31", None),
        ("2025-05-01..2025-12-31", None),
        ("2026-27", None),
    ],
)
def test_a_total_is_of_periods_that_make_up_the_one_asked_for(asked: str, expected: str | None) -> None:
    """A period that is reported itself, or that cuts one in two, has none; nor has one without a return."""
    total = figures(quarters("accepted", "10", "20"), asked, Basis.TOTAL).get("accepted")
    assert (shown(total) if total else None) == expected


VISITS = """
[[variation]]
from = 2025-10-01

[variation.measure.visits]
label = "Visits"
kind = "flow"
role = "output"
unit = "visits"
definition = "not stated"
counting_rule = "not stated"
services = ["refuge"]
"""


@pytest.mark.parametrize(
    ("returned", "total"),
    [
        ({Q2: "accepted 1", Q3: "visits 5", Q4: "visits 6"}, "11 (asked in 2 of 4 periods)"),
        ({Q3: "visits 5"}, "at least 5 (asked in 2 of 4 periods; 1 of 2 not returned)"),
    ],
)
def test_a_measure_that_a_variation_brings_is_totalled_over_the_periods_it_was_asked_in(
    returned: dict[str, str], total: str
) -> None:
    """What nobody asked for is not missing; the total says how much of the year it is of."""
    assert shown(figures(a_ledger(returned, VISITS), YEAR, Basis.TOTAL)["visits"]) == total


SPAN = 'reporting.frequency = "span"\nmeasure.trained.target = "not stated"\nreporting.span = '


def test_a_span_only_partly_inside_is_shown_and_not_added() -> None:
    """With its own dates, under the period asked for; wholly inside it is inside, and is no total of the year."""
    ledger = a_ledger({f"{YEAR}-H1": "referrals 10\naccepted 5"}, SPAN + '"2025-04..2025-09"')
    for asked, inside in ((Q1, False), (f"{YEAR}-H1", True), (YEAR, True), ("", True)):
        found = figures_of(ledger, read_period(asked) if asked else None)
        assert [(f.key.measure, f.period_label, f.inside) for f in found] == [
            ("referrals", f"{YEAR}-H1", inside),
            ("accepted", f"{YEAR}-H1", inside),
            ("accepted-rate", f"{YEAR}-H1", inside),
        ]
    assert figures_of(ledger, read_period(f"{YEAR}-H2")) == ()


def test_a_span_with_an_end_not_stated_is_computed_like_any_other() -> None:
    """And never lies wholly inside a year."""
    ledger = a_ledger({"2025-11..": "referrals 10\naccepted 5"}, SPAN + '"2025-11.."')
    [rate] = [figure for figure in figures_of(ledger, read_period(YEAR)) if figure.basis is Basis.COMPUTED]
    assert (shown(rate), rate.inside, rate.period_label) == ("50%", False, "2025-11..")


# Implied counts.

IMPLIED = [
    ("surveys 117\nsatisfied 88%", "103"),
    ("surveys 20\nsatisfied 60%", "12"),
    ("surveys 117\nsatisfied 88%\nhappy | not known", "103"),
    ("surveys 117\nsatisfied 88%\nhappy 103", None),
    ("surveys 236\nsatisfied 75%", None),
    ("surveys 5\nsatisfied 88%", None),
    ("surveys 117\nsatisfied 88% | about", None),
    ("surveys 117\nsatisfied | not known", None),
    ("surveys | not known\nsatisfied 88%", None),
    ("satisfied 88%", None),
    ("surveys 117", None),
]


@pytest.mark.parametrize(("answers", "count"), IMPLIED)
def test_a_percentage_of_a_base_implies_a_count_where_exactly_one_fits(answers: str, count: str | None) -> None:
    """Unless the count was given; what is implied says so."""
    found = figures(a_ledger({Q1: answers}), Q1, Basis.IMPLIED)
    assert [say_given(figure.given, figure.kind) for figure in found.values()] == ([count] if count else [])


def test_an_implied_count_is_marked_and_computed_from_what_was_stated() -> None:
    """88% of 117 is 102.96, and 103 is the only count that gives it."""
    ledger = a_ledger({Q1: "surveys 117\nsatisfied 88%"}, provisional=(Q1,))
    found = figures(ledger, Q1, Basis.IMPLIED)["satisfied"]
    assert found.given == Quantity(Decimal(103), standing=Standing.IMPLIED)
    assert found.note == "the only count out of 117 that gives the stated percentage"
    assert (found.about, found.kind, found.state) == ("Satisfied: implied count", "flow", State.PROVISIONAL)
    assert found.expression is not None
    assert sums.evaluate(found.expression, ledger.given) == sums.Amount(Fraction(103))


# As returned.


def test_a_figure_as_returned_is_its_entry() -> None:
    """With its words, its explanation, its place and its target."""
    ledger = a_ledger({Q1: "referrals 59 | | Closed for a week\nreferrals/source/police 40\nturned-away Two families"})
    found = figures(ledger, Q1, Basis.RETURNED)
    referrals, police, words = (found[code] for code in ("referrals", "referrals/source/police", "turned-away"))
    assert (referrals.about, referrals.note, referrals.unit) == ("Referrals", "Closed for a week", "people")
    assert (referrals.target, referrals.target_says) == (Decimal(60), "each period")
    assert referrals.rating.word == "Amber"
    assert (police.about, police.target, police.rating.word) == ("Referrals, source: Police", None, "")
    assert (words.sources[0].words, words.rating.word) == ("Two families", "")
    assert [source.place for source in referrals.sources] == [Place("Refuge", "G6")]


def test_a_gap_is_a_figure_too() -> None:
    """Not known is shown as that, and is not rated."""
    found = figures(a_ledger({Q1: "referrals | not known"}), Q1, Basis.RETURNED)["referrals"]
    assert (shown(found), found.rating.word, found.rating.why) == ("not known", "not rated", "no data")


def test_a_figure_has_the_target_of_the_terms_that_held() -> None:
    """A variation changes what comes after it, and nothing before."""
    changes = "[[variation]]\nfrom = 2025-10-01\nmeasure.referrals.target.per_period = 70"
    ledger = a_ledger({Q2: "referrals 65", Q3: "referrals 65"}, changes)
    rated = [figure for figure in figures_of(ledger) if figure.key.measure == "referrals"]
    assert [(f.period_label, f.target, f.rating.word) for f in rated] == [
        (Q2, Decimal(60), "Green"),
        (Q3, Decimal(70), "Amber"),
    ]


CUMULATIVE = "- measure.referrals.target.per_period\nmeasure.referrals.target.cumulative = [60, 120, 180, 240]"


def test_a_target_on_the_year_to_date_is_rated_on_the_year_to_date() -> None:
    """70 and then 50 are the 120 that were aimed at, though 50 alone is not; with a gap nobody can tell."""
    ledger = a_ledger({Q1: "referrals 70", Q2: "referrals 50", Q4: "referrals 130"}, CUMULATIVE)
    found = [figure for figure in figures_of(ledger) if figure.key.measure == "referrals"]
    assert [(f.period_label, f.rating.word, f.rating.why) for f in found] == [
        (Q1, "Green", "target of at least 60 by the end of this period met"),
        (Q2, "Green", "target of at least 120 by the end of this period met"),
        (Q4, "not rated", "incomplete"),
    ]


def test_what_is_provisional_makes_provisional_what_stands_on_it() -> None:
    """The figure itself, its ratio, its total; and none of them is rated. A later quarter by itself is not touched."""
    answers = "referrals 60\naccepted 48\ntrained 200"
    ledger = a_ledger(dict.fromkeys(QUARTERS, answers), provisional=(Q1,))
    total = figures(ledger, YEAR, Basis.TOTAL)
    assert (total["accepted"].state, total["accepted-rate"].state) == (State.PROVISIONAL, State.PROVISIONAL)
    # The year's last value stands on the last quarter alone.
    assert total["trained"].state is State.ACCEPTED
    for quarter, state, why in ((Q1, State.PROVISIONAL, "provisional"), (Q2, State.ACCEPTED, "")):
        rate = figures(ledger, quarter, Basis.COMPUTED)["accepted-rate"]
        referrals = figures(ledger, quarter, Basis.RETURNED)["referrals"]
        assert (rate.state, referrals.state) == (state, state)
        assert (rate.rating.word == "not rated", referrals.rating.word == "not rated") == (bool(why), bool(why))


def test_a_figure_whose_measure_is_asked_no_longer_is_named_by_its_code() -> None:
    """What was posted stays posted."""
    ledger = a_ledger({Q1: "units 20\npeople/abuse/physical 7"})
    fewer = some_terms("- measure.units\n- measure.people\n- dimension.abuse")
    later = Ledger(Contract("westshire", "westshire.toml", (fewer,)), ledger.entries)
    assert {figure.about for figure in figures_of(later)} == {"units", "people", "Accepted, out of referrals"}
    assert about(fewer, AnswerKey("refuge", "referrals", "source", "fire"), fewer.measure("referrals")) == (
        "Referrals, source: fire"
    )


def test_figures_stand_in_order_of_period() -> None:
    """Whatever the order in which the returns came."""
    ledger = a_ledger({Q3: "units 3", Q1: "units 1", Q2: "units 2"})
    found = [figure for figure in figures_of(ledger) if figure.basis is Basis.RETURNED]
    assert [(figure.period_label, shown(figure)) for figure in found] == [(Q1, "1"), (Q2, "2"), (Q3, "3")]


# The frame and the Sums say the same.


@st.composite
def runs_of_entries(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Entries of one answer over the quarters of a year: numbers with bounds, gaps, some provisional."""
    number = st.decimals(-(10**9), 10**9, places=4).map(Decimal)
    some: st.SearchStrategy[Given] = st.builds(Quantity, number, st.sampled_from(Bound)) | st.sampled_from(
        [Missing.NOT_KNOWN, Missing.NOT_APPLICABLE]
    )
    return tuple(
        Entry(
            *(n, "", "", "westshire", read_period(quarter), AnswerKey("", "spend"), "money", "GBP"),
            draw(some),
            *("", "", Place(), draw(st.sampled_from(State))),
        )
        for n, quarter in enumerate(draw(st.permutations(QUARTERS))[: draw(st.integers(1, 4))], 1)
    )


@given(runs_of_entries())
def test_a_run_of_the_frame_comes_to_what_the_sum_does(entries: tuple[Entry, ...]) -> None:
    """The same total, of the same entries in order of period."""
    [run] = runs(entries_frame(entries), map(read_period, QUARTERS))
    in_order = sorted(entries, key=lambda entry: entry.period.sort_key)
    assert run.entries == tuple(entry.number for entry in in_order)
    lookup = {entry.number: entry.given for entry in entries}
    exact = {
        number: replace(found, bound=Bound.EXACT) for number, found in lookup.items() if isinstance(found, Quantity)
    }
    amount = sums.evaluate(Addition(tuple(map(Term, run.entries)), complete=False), exact)
    assert run.units == (amount.value * UNITS if isinstance(amount, sums.Amount) else 0)


def test_a_run_holds_exactly_the_periods_asked_for() -> None:
    """Neither a longer one nor one inside; ends that are not stated are equal to themselves alone."""
    ledger = quarters("units", "1", "2", "3", "4")
    endless = tuple(replace(entry, period=Period(entry.period.start, None)) for entry in ledger.entries)
    frame = entries_frame(ledger.entries)
    found = [runs(frame, [read_period(period)]) for period in (Q2, YEAR, "2025-07", "2025-07..")]
    assert [[run.units for run in one] for one in found] == [[20000], [], [], []]
    assert [run.units for run in runs(entries_frame(endless), [read_period("2025-07..")])] == [20000]


def test_different_answers_are_different_runs() -> None:
    """In the order they were first posted."""
    ledger = a_ledger({Q1: "referrals 5\nreferrals/source/police 3\nunits 9"})
    found = runs(entries_frame(ledger.entries), [read_period(Q1)])
    assert [(run.contract, run.key.code, run.units) for run in found] == [
        ("westshire", "referrals", 50000),
        ("westshire", "referrals/source/police", 30000),
        ("westshire", "units", 90000),
    ]


def test_what_is_to_be_confirmed_stays_so_in_totals_and_is_not_rated() -> None:
    """A figure that its provider has yet to confirm makes nothing Green."""
    ledger = a_ledger({"2025-26-Q1": changed(CLEAN, "referrals 60 | to be confirmed"), "2025-26-Q2": CLEAN})
    found = figures_of(ledger, read_period("2025-26"))
    referrals = [f for f in found if f.key == AnswerKey("refuge", "referrals")]
    assert [(f.period_label, f.given.standing.value) for f in referrals if isinstance(f.given, Quantity)] == [
        ("2025-26-Q1", "to be confirmed"),
        ("2025-26-Q2", "stated"),
        ("2025-26", "to be confirmed"),
    ]
    assert referrals[0].rating == Rating("not rated", "to be confirmed")


def test_an_annual_target_on_a_ratio_is_judged_on_the_year() -> None:
    """Three poor quarters and a good one are not a good year."""
    changes = """
measure.rate.label = "Accepted, of referrals"
measure.rate.kind = "ratio"
measure.rate.role = "outcome"
measure.rate.unit = "percent"
measure.rate.definition = "Accepted out of referrals."
measure.rate.counting_rule = "Computed."
measure.rate.numerator = "accepted"
measure.rate.denominator = "referrals"
measure.rate.services = ["refuge"]
measure.rate.polarity = "higher"
measure.rate.target.annual = 75
"""
    poor, good = changed(CLEAN, "accepted 6"), changed(CLEAN, "accepted 60")
    ledger = a_ledger({f"2025-26-Q{n}": good if n == 4 else poor for n in (1, 2, 3, 4)}, changes)
    rates = [figure for figure in figures_of(ledger) if figure.key.measure == "rate"]
    # 60 + 3 times 6 of 4 times 60 is 32.5%.
    assert [(figure.period_label, figure.rating.word) for figure in rates] == [
        ("2025-26-Q1", "not rated"),
        ("2025-26-Q2", "not rated"),
        ("2025-26-Q3", "not rated"),
        ("2025-26-Q4", "Red"),
    ]


def test_a_measure_asked_in_part_of_a_year_is_not_held_to_the_whole_years_target() -> None:
    """What was never asked was not missed."""
    later = """
[[variation]]
from = 2025-10-01
measure.visits.label = "Visits"
measure.visits.kind = "flow"
measure.visits.role = "output"
measure.visits.unit = "visits"
measure.visits.definition = "Visits made."
measure.visits.counting_rule = "Each once."
measure.visits.services = ["refuge"]
measure.visits.polarity = "higher"
measure.visits.target.annual = 100
"""
    returned = {"2025-26-Q1": CLEAN, "2025-26-Q2": CLEAN}
    returned |= dict.fromkeys(("2025-26-Q3", "2025-26-Q4"), CLEAN + "\nvisits 30")
    ledger = a_ledger(returned, later)
    found = [f for f in figures_of(ledger) if f.key.measure == "visits" and f.period_label == "2025-26-Q4"]
    assert [figure.rating for figure in found] == [Rating("not rated", "asked in 2 of 4 periods")]
