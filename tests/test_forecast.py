"""What a year will come to, worked by hand: by service, by funder, by area; and when a reserve runs out."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.funding.books import Books
from commissioning.funding.forecasting.forecast import forecast_of
from commissioning.funding.forecasting.forecast_nouns import Forecast, Method
from commissioning.funding.forecasting.outlook import LimitState, LineOutlook, limits_of, lines_of
from commissioning.funding.forecasting.profile import spread
from commissioning.model.accounts import Charge, ChargeSource, MoneySort
from commissioning.model.agreed import Agreed, Limit, When
from commissioning.model.contract import Funding, Service
from commissioning.model.finding import Place
from commissioning.model.funding import Budget, Money, SpendBlock
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Bound, Quantity
from commissioning.money import pounds, read_money
from commissioning.period import read_period
from commissioning.posting import Posting, read_posting
from tests.money_makers import a_charge, a_contract, a_funding, a_line, a_year, an_event, books, some_terms

SEPTEMBER, MARCH, CLOSING = (read_posting(f"2025-26-{number}") for number in ("P06", "P12", "P13"))
HALVES = a_funding("ash 50%", "beech 50%")


def budgets(*words: str) -> Money:
    """`refuge 120,000.00` as money with that budget for 2025-26; `all` is the whole contract."""
    pairs = [each.split() for each in words]
    found = (Budget(id, "" if id == "all" else id, a_year(), read_money(money)) for id, money in pairs)
    return Money(budgets=tuple(found))


def quarter(number: int, words: str, **others: object) -> Charge:
    """A charge of a quarter of 2025-26, posted in its last month."""
    posting = Posting(2025, number * 3)
    return a_charge(words, period=f"2025-26-Q{number}", posting=posting, **others)


def month(number: int, words: str, **others: object) -> Charge:
    """A charge of a month of 2025-26, posted in it."""
    posting = Posting(2025, number)
    return a_charge(words, period=f"{posting.month().start:%Y-%m}", posting=posting, **others)


def by_service(forecast: Forecast) -> list[str]:
    """Each line of the forecast in words: charged, forecast, budget, over, percent, and how."""
    return [
        f"{one.name}: {pounds(one.actual)} + {pounds(one.ahead)} = {pounds(one.outturn)};"
        f" budget {'not stated' if one.budget is None else pounds(one.budget)},"
        f" over {'not known' if one.variance is None else pounds(one.variance)} {one.percent_in_words}: {one.method}"
        for one in forecast.services
    ]


Q1, Q2 = quarter(1, "ash 15,000.00, beech 15,000.00"), quarter(2, "ash 16,500.00, beech 16,500.00")
ADVICE = quarter(1, "ash 500.00, beech 500.00", service="advocacy")
RATES = tuple(month(n, f"ash {pay}", origin=f"m{n}") for n, pay in ((1, "1,000.00"), (2, "1,100.00"), (3, "1,300.00")))

CASES = (
    (
        "half a year, and twelfths for the rest",
        [Q1, Q2],
        ["refuge 120,000.00"],
        ["Refuge: 63,000.00 + 60,000.00 = 123,000.00; budget 120,000.00, over 3,000.00 2.5%:"
         " Actuals to P06, then the budget's remaining twelfths for P07 to P12."],
    ),
    (
        "a quarter that nobody has returned",
        [Q2],
        ["refuge 120,000.00"],
        ["Refuge: 33,000.00 + 90,000.00 = 123,000.00; budget 120,000.00, over 3,000.00 2.5%:"
         " Actuals of P04 to P06, then the budget's twelfths for P01 to P03, P07 to P12."],
    ),
    (
        "nothing yet",
        [],
        ["refuge 120,000.00"],
        ["Refuge: 0.00 + 120,000.00 = 120,000.00; budget 120,000.00, over 0.00 0.0%:"
         " No actuals, then the budget's twelfths for P01 to P12."],
    ),
    (
        "no budget, so the run rate: (1,000 + 1,100 + 1,300) / 3 for 9 months",
        RATES,
        [],
        ["Refuge: 3,400.00 + 10,200.00 = 13,600.00; budget not stated, over not known :"
         " Actuals to P03, then the run rate of the last 3 months for P04 to P12."],
    ),
    (
        "a budget of one service, and another without",
        [Q1, Q2, ADVICE],
        ["refuge 120,000.00"],
        ["Refuge: 63,000.00 + 60,000.00 = 123,000.00; budget 120,000.00, over 3,000.00 2.5%:"
         " Actuals to P06, then the budget's remaining twelfths for P07 to P12.",
         "Advocacy: 1,000.00 + 3,000.00 = 4,000.00; budget not stated, over not known :"
         " Actuals to P03, then the run rate of the last 3 months for P04 to P12."],
    ),
    (
        "a budget of the whole contract, of which the refuge has its own",
        [Q1, Q2, ADVICE],
        ["refuge 120,000.00", "all 124,800.00"],
        ["Refuge: 63,000.00 + 60,000.00 = 123,000.00; budget 120,000.00, over 3,000.00 2.5%:"
         " Actuals to P06, then the budget's remaining twelfths for P07 to P12.",
         "Whole contract: 1,000.00 + 3,600.00 = 4,600.00; budget 4,800.00, over -200.00 -4.2%:"
         " Actuals to P03, then the budget's remaining twelfths for P04 to P12."],
    ),
)  # fmt: skip


@pytest.mark.parametrize(("charges", "money", "said"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_a_year_by_service(charges: list[Charge], money: list[str], said: list[str]) -> None:
    """Actuals, and for the months that nothing is charged for, the budget's twelfths or the run rate."""
    assert by_service(forecast_of(books(HALVES, charges, money=budgets(*money)), SEPTEMBER)) == said


def test_a_run_rate_where_a_budget_is_stated_too() -> None:
    """11,000 a month in the last three months, not 10,000; 6 months of it are 66,000."""
    forecast = forecast_of(books(HALVES, [Q1, Q2], money=budgets("refuge 120,000.00")), SEPTEMBER, Method.RUN_RATE)
    assert (forecast.whole.ahead, forecast.whole.variance) == (66_000_00, 9_000_00)


def test_twelfths_come_to_the_budget() -> None:
    """100.00 in twelve months is 8.34 four times and 8.33 eight times."""
    forecast = forecast_of(books(HALVES, money=budgets("refuge 100.00")), SEPTEMBER)
    assert forecast.ahead_months == (834,) * 4 + (833,) * 8


def test_an_eighteen_months_budget_counts_with_its_months_of_the_year() -> None:
    """18,000.00 from October 2025 to March 2027 is 1,000.00 a month, and 6,000.00 in 2025-26."""
    money = Money(budgets=(Budget("b", "refuge", read_period("2025-10..2027-03"), 18_000_00),))
    forecast = forecast_of(books(HALVES, money=money), SEPTEMBER)
    assert forecast.budget_months == (0,) * 6 + (1_000_00,) * 6
    assert forecast.whole.outturn == 6_000_00


def test_a_virement_moves_budget_from_one_service_to_the_other() -> None:
    """1,200.00 from advocacy to the refuge changes both budgets, and not what they come to."""
    moved = an_event(MoneySort.VIREMENT, "1,200.00", service="advocacy", to_service="refuge", posting=SEPTEMBER)
    money = budgets("refuge 120,000.00", "advocacy 12,000.00")
    forecast = forecast_of(books(HALVES, [], [moved], money=money), SEPTEMBER)
    assert [one.budget for one in forecast.services] == [121_200_00, 10_800_00]
    assert forecast.whole.budget == 132_000_00


def test_what_is_taken_back_is_not_charged_and_its_months_are_to_come_again() -> None:
    """A charge and its credit come to nothing; until it is posted anew, the budget's twelfths stand for it."""
    charge = replace(Q1, number=1)
    back = replace(
        charge,
        number=2,
        credits=1,
        pence=-charge.pence,
        parts=tuple(replace(part, pence=-part.pence, quota=-part.quota) for part in charge.parts),
    )
    forecast = forecast_of(books(HALVES, [charge, back], money=budgets("refuge 120,000.00")), SEPTEMBER)
    assert (forecast.whole.actual, forecast.whole.ahead) == (0, 120_000_00)


def test_last_years_late_charge_counts_where_it_is_posted_and_covers_no_month() -> None:
    """A correction of last year that is posted in April is this year's money, and this April is still to come."""
    late = a_charge("ash 700.00", period="2024-25-Q4", posting="2025-26-P01")
    forecast = forecast_of(books(HALVES, [late], money=budgets("refuge 120,000.00")), SEPTEMBER)
    assert (forecast.whole.actual, forecast.whole.ahead) == (700_00, 120_000_00)


def test_nothing_is_forecast_in_period_13() -> None:
    """The year is over: a quarter that never came is not made up."""
    forecast = forecast_of(books(HALVES, [Q1, Q2], money=budgets("refuge 120,000.00")), CLOSING)
    assert by_service(forecast) == [
        "Refuge: 63,000.00 + 0.00 = 63,000.00; budget 120,000.00, over -57,000.00 -47.5%:"
        " Actuals of the year; nothing is forecast."
    ]


def test_nothing_is_forecast_for_months_after_the_term() -> None:
    """A contract that ends in September has six twelfths, whatever its budget says of the year."""
    short = some_terms(HALVES, budgets("refuge 120,000.00"), ends="2025-09-30")
    forecast = forecast_of(Books(a_contract(short)), Posting(2025, 1))
    assert forecast.whole.ahead == 60_000_00


def test_provisional_spending_is_left_out_and_said() -> None:
    """A return that nobody has accepted counts for nothing; its quarter is forecast by the budget."""
    money = replace(budgets("refuge 120,000.00"), spend=SpendBlock("spend"))
    entry = Entry(
        1, "0" * 64, "q2.xlsx", "westshire", read_period("2025-26-Q2"), AnswerKey("refuge", "spend"), "money", "pounds",
        Quantity(Decimal("33000.00")), "", "", Place("Refuge", "G6"), State.PROVISIONAL,
    )  # fmt: skip
    forecast = forecast_of(books(HALVES, [Q1], money=money, entries=[entry]), SEPTEMBER)
    assert (forecast.whole.actual, forecast.whole.ahead) == (30_000_00, 90_000_00)
    assert forecast.notes == (
        "£33,000.00 in returns is provisional: it is left out, and its months are forecast.",
        "Nothing is charged for P04 to P06 of Refuge: these are forecast too.",
    )


def test_a_contract_without_charges_and_budget_has_no_forecast() -> None:
    """Nothing is guessed from its value."""
    forecast = forecast_of(books(HALVES), SEPTEMBER)
    assert (forecast.services, forecast.whole.budget) == ((), None)
    assert forecast.notes == ("Nothing is charged in this year and no budget is stated, so nothing is forecast.",)


def test_the_funders_parts_of_what_is_to_come() -> None:
    """60% and 40% of the 60,000 ahead, beside what was posted; of the budget of 120,000 likewise."""
    funding = a_funding("ash 60%", "beech 40%")
    forecast = forecast_of(books(funding, [Q1, Q2], money=budgets("refuge 120,000.00")), SEPTEMBER)
    found = [(one.name, one.actual, one.ahead, one.budget) for one in forecast.funders]
    assert found == [
        ("Ash Council", 31_500_00, 36_000_00, 72_000_00),
        ("Beech Council", 31_500_00, 24_000_00, 48_000_00),
    ]


def test_a_share_that_changes_in_october_holds_from_october() -> None:
    """Each month is shared by the shares of that month."""
    funding = a_funding(
        a_line("ash 60%", dates="2025-04..2025-09"),
        a_line("ash 50%", dates="2025-10.."),
        a_line("beech 40%", dates="2025-04..2025-09"),
        a_line("beech 50%", dates="2025-10.."),
    )
    forecast = forecast_of(books(funding, money=budgets("refuge 120,000.00")), Posting(2025, 1))
    assert [(one.key, one.ahead) for one in forecast.lines] == [("ash", 66_000_00), ("beech", 54_000_00)]


SPENT = (quarter(1, "ash 18,000.00, dean 12,000.00"), quarter(2, "ash 18,000.00, dean 12,000.00"))


def reserve(opening: str) -> LineOutlook:
    """60% is Ash's, and a reserve meets the rest of 10,000.00 a month; half a year is posted."""
    funding = a_funding("ash 60%", a_line(f"dean reserve {opening}", order=2))
    kept = books(funding, SPENT, money=budgets("refuge 120,000.00"))
    (found,) = lines_of(kept, forecast_of(kept, SEPTEMBER))
    return found


RESERVES = (
    # opening, runs out, short, left
    ("30,000.00", "2025-26-P08", "18,000.00", "0.00"),  # 24,000 + 4,000 + 2,000 in November; 2,000 + 4 x 4,000 short
    ("28,000.00", "2025-26-P07", "20,000.00", "0.00"),  # to the penny in October
    ("48,000.00", "2025-26-P12", "0.00", "0.00"),  # to the penny in March
    ("50,000.00", None, "0.00", "2,000.00"),
    ("24,000.00", "2025-26-P06", "24,000.00", "0.00"),  # already gone
)


@pytest.mark.parametrize(("opening", "runs_out", "short", "left"), RESERVES)
def test_when_a_reserve_runs_out(opening: str, runs_out: str | None, short: str, left: str) -> None:
    """The month in which the last of it goes, and what then has no funder until the end of the year."""
    found = reserve(opening)
    assert (found.runs_out, found.short, found.left) == (
        read_posting(runs_out) if runs_out else None,
        read_money(short),
        read_money(left),
    )
    assert found.is_ahead == (runs_out is not None and runs_out > "2025-26-P06")


def test_what_a_reserve_paid_in_years_before_is_gone() -> None:
    """40,000.00 of which 10,000.00 was drawn last year is a reserve of 30,000.00."""
    funding = a_funding("ash 60%", a_line("dean reserve 40,000.00", order=2))
    last_year = a_charge("dean 10,000.00", period="2024-25-Q4", posting="2024-25-P12")
    kept = books(funding, [last_year, *SPENT], money=budgets("refuge 120,000.00"))
    (found,) = lines_of(kept, forecast_of(kept, SEPTEMBER))
    assert (str(found.runs_out), found.short, found.before) == ("2025-26-P08", 18_000_00, 10_000_00)


def test_two_lines_that_draw_one_reserve_are_one() -> None:
    """The reserve of 30,000.00 went on under another code from October: it runs out when both have drawn it."""
    held = {"order": 2, "reserve": "kept"}
    first = a_line("dean reserve 30,000.00", dates="2025-04..2025-09", **held)
    funding = a_funding("ash 60%", first, a_line("dean reserve 30,000.00", code="later", dates="2025-10..", **held))
    kept = books(funding, SPENT, money=budgets("refuge 120,000.00"))
    (found,) = lines_of(kept, forecast_of(kept, SEPTEMBER))
    assert (str(found.runs_out), found.short, found.ahead) == ("2025-26-P08", 18_000_00, 6_000_00)


def limited(amount: str, *, floor: bool, per: str = "year", bound: Bound = Bound.EXACT) -> Funding:
    """Halves, with a floor or a ceiling in Ashford."""
    limit = Limit("ashford", "Ashford", Agreed(Quantity(Decimal(amount), bound), When(None, per)))
    return replace(HALVES, floors=(limit,)) if floor else replace(HALVES, ceilings=(limit,))


PLACES = tuple(
    quarter(number, "ash 7,500.00, beech 7,500.00", area=area) for number in (1, 2) for area in ("Ashford", "Bexley")
)
LIMITS = (
    # 30,000 spent in Ashford, 30,000 forecast there
    ("70000", True, SEPTEMBER, LimitState.AT_RISK, None),
    ("60000", True, SEPTEMBER, LimitState.ON_COURSE, None),
    ("30000", True, SEPTEMBER, LimitState.MET, None),
    ("30001", True, CLOSING, LimitState.MISSED, None),
    ("60000", False, SEPTEMBER, LimitState.KEPT, None),
    ("44000", False, SEPTEMBER, LimitState.WILL_BE_PASSED, "2025-26-P09"),
    ("29999", False, SEPTEMBER, LimitState.PASSED, "2025-26-P06"),
)


@pytest.mark.parametrize(("amount", "floor", "upto", "state", "passed"), LIMITS)
def test_floors_and_ceilings_by_area(
    amount: str, *, floor: bool, upto: Posting, state: LimitState, passed: str | None
) -> None:
    """What is charged in the area, and what is to come as this year's charges fell, against the limit."""
    kept = books(limited(amount, floor=floor), PLACES, money=budgets("refuge 120,000.00"))
    (found,) = limits_of(kept, forecast_of(kept, upto))
    assert (found.state, str(found.passed) if found.passed else None) == (state, passed)


def test_spending_without_an_area_may_be_in_any() -> None:
    """5,000.00 with no area, and a like part of what is to come, may just be what the floor lacks: nobody knows."""
    nowhere = quarter(2, "ash 5,000.00, beech 5,000.00", origin="nowhere")
    kept = books(limited("70000", floor=True), [*PLACES, nowhere], money=budgets("refuge 120,000.00"))
    (found,) = limits_of(kept, forecast_of(kept, SEPTEMBER))
    assert (found.state, found.unplaced) == (LimitState.NOT_KNOWN, 10_000_00 + found_ahead(kept, ""))


def found_ahead(kept: Books, area: str) -> int:
    """A seventh of 60,000.00, month by month to the penny, is between 8,571.36 and 8,571.48."""
    return sum(one.pence for one in forecast_of(kept, SEPTEMBER).ahead if one.area == area)


def test_a_floor_without_a_time_is_not_judged() -> None:
    """Whether it is for a year or for the whole contract, nobody has said."""
    kept = books(limited("70000", floor=True, per=""), PLACES, money=budgets("refuge 120,000.00"))
    (found,) = limits_of(kept, forecast_of(kept, SEPTEMBER))
    assert (found.state, found.why) == (LimitState.NOT_KNOWN, "no time is stated for it")


def test_a_service_of_one_area_is_forecast_there_before_anything_is_charged() -> None:
    """With one area there is nothing to guess."""
    terms_ = some_terms(HALVES, budgets("refuge 120,000.00"), services=(Service("refuge", "Refuge", ("Ashford",)),))
    forecast = forecast_of(Books(a_contract(terms_)), SEPTEMBER)
    assert {one.area for one in forecast.ahead} == {"Ashford"}


PENCE = st.integers(-5_000_00, 50_000_00)


@st.composite
def quarters(draw: st.DrawFn, numbers: tuple[int, ...] = (1, 2, 3, 4)) -> list[Charge]:
    """Charges of quarters, by services and areas."""
    return [
        quarter(number, f"ash {pounds(draw(PENCE))}", service=service, area=area)
        for number in numbers
        for service in ("refuge", "advocacy")
        for area in ("Ashford", "Bexley")
    ]


@given(quarters(), st.booleans())
def test_the_forecast_of_a_finished_year_is_its_actuals(charges: list[Charge], budgeted: bool) -> None:  # drawn
    """Every month is charged, so nothing is left to forecast."""
    money = budgets("all 100,000.00") if budgeted else Money()
    forecast = forecast_of(books(HALVES, charges, money=money), MARCH)
    assert (forecast.whole.outturn, forecast.ahead) == (sum(charge.pence for charge in charges), ())


@given(quarters((1, 2)), st.integers(0, 10**9))
def test_parts_sum_to_totals(charges: list[Charge], budget: int) -> None:
    """By service, by month, by area and by funder the forecast comes to the same."""
    kept = books(HALVES, charges, money=Money(budgets=(Budget("b", "refuge", a_year(), budget),)))
    forecast = forecast_of(kept, SEPTEMBER)
    whole = forecast.whole
    assert sum(forecast.actual_months) == whole.actual == sum(charge.pence for charge in charges)
    assert sum(forecast.ahead_months) == whole.ahead == sum(one.pence for one in forecast.ahead)
    assert sum(one.outturn for one in forecast.funders) == whole.outturn
    assert all(sum(part.pence for part in one.parts) == one.pence for one in forecast.ahead)


@given(quarters((1, 2, 3)).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_of_charges_never_matters(both: tuple[list[Charge], list[Charge]]) -> None:
    """Books that were posted in another order say the same of the year."""
    first, second = (forecast_of(books(HALVES, [replace(c, number=0) for c in each]), MARCH) for each in both)
    assert (first.services, first.funders, first.ahead, first.whole) == (
        second.services,
        second.funders,
        second.ahead,
        second.whole,
    )


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=12))
def test_what_is_spread_comes_to_the_whole(pence: int, weights: list[int]) -> None:
    """No part is a penny away from its exact quota, and together they are the whole."""
    parts, total = spread(pence, weights), sum(weights)
    assert sum(parts) == pence
    if total:
        assert all(abs(Fraction(pence * w, total) - part) < 1 for w, part in zip(weights, parts, strict=True))


def test_a_years_true_up_is_of_no_service_and_takes_no_budget_away() -> None:
    """Once it is posted, the services keep their budgets, and the whole contract's is still known."""
    settled = a_charge("ash -0.01, beech 0.01", service="", source=ChargeSource.TRUE_UP, posting="2025-26-P13")
    year = [quarter(number, "ash 25,000.00") for number in (1, 2, 3, 4)]
    forecast = forecast_of(books(HALVES, [*year, settled], money=budgets("refuge 100,000.00")), MARCH)
    assert [(one.key, one.budget) for one in forecast.services] == [("refuge", 100_000_00)]
    assert forecast.whole.budget == 100_000_00
