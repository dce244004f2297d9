"""What providers are owed, worked by hand: blocks, prices, results, grants, rises, and what happens after payment."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.funding.paying.activity import priced
from commissioning.funding.paying.blocks import instalments
from commissioning.funding.paying.payments import payments_of
from commissioning.model.agreed import Agreed, When
from commissioning.model.funding import Indexation, PaymentModel, PriceBand
from commissioning.model.quantity import Bound, Quantity
from commissioning.period import read_period
from tests.money_makers import a_contract, an_amount
from tests.payment_makers import (
    a_block,
    a_grant,
    a_price,
    amounts,
    an_index,
    books_with,
    owed,
    paid_by,
    terms_paid_by,
)

QUARTERS = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")


class TestBlocks:
    # The odd pennies fall where what was paid would be furthest behind: 33.335 is paid as 33.34 and then 33.33.
    @pytest.mark.parametrize(
        ("block", "quarters"),
        [
            (a_block("1,200.00"), "300.00 300.00 300.00 300.00"),
            (a_block("1,000,000.01"), "250,000.00 250,000.01 250,000.00 250,000.00"),
            (a_block("133.34"), "33.34 33.33 33.34 33.33"),
            (a_block("0.03"), "0.01 0.01 0.00 0.01"),
            (a_block("1,200.00", dates="2025-07-01.."), "300.00 300.00 300.00"),
            (a_block("1,200.00", dates="..2025-09-30"), "300.00 300.00"),
            # From 15 May: 47 of the quarter's 91 days of £300 are £154.9451, and the rest of the year is £900.
            (a_block("1,200.00", dates="2025-05-15.."), "154.95 300.00 300.00 300.00"),
        ],
    )
    def test_a_year_in_quarters(self, block, quarters):
        assert amounts(paid_by(block), "2025-26") == quarters.split()

    def test_in_arrears_falls_due_on_the_last_day_and_in_advance_on_the_first(self):
        assert owed(paid_by(a_block("1,200.00")), "2025-26-Q1") == ["2025-06-30 300.00"]
        assert owed(paid_by(a_block("1,200.00", in_advance=True)), "2025-26-Q1") == ["2025-04-01 300.00"]

    def test_a_part_of_february_in_a_leap_year_is_of_29_days(self):
        monthly = a_block("1,200.00", instalments="month", dates="2028-02-16..")
        assert amounts(paid_by(monthly, ends="2029-03-31"), "2028-02") == ["48.28"]  # 14 of 29 days of £100

    def test_a_whole_february_in_a_leap_year_is_a_twelfth(self):
        assert amounts(paid_by(a_block("1,200.00", instalments="month")), "2028-02") == ["100.00"]

    def test_so_much_a_month_is_twelve_times_that_a_year(self):
        monthly = Agreed(Quantity(Decimal("100.10")), When(per="month"))
        assert amounts(paid_by(replace(a_block("1.00"), amount=monthly)), "2025-26-Q1") == ["300.30"]

    def test_terms_that_change_inside_a_quarter_hold_from_their_day(self):
        first = terms_paid_by(a_block("3,640.00"))
        more = terms_paid_by(a_block("7,280.00"), holds_from=date(2025, 5, 31), digest="d2")
        changed = books_with(a_contract(first, more))
        # £910 a quarter for 60 of 91 days is £600; £1,820 for 31 of 91 days is £620.
        assert amounts(changed, "2025-26") == ["1,220.00", "1,820.00", "1,820.00", "1,820.00"]

    def test_a_later_change_moves_no_instalment_before_it(self):
        first = terms_paid_by(a_block("100.01", instalments="month"))
        more = terms_paid_by(a_block("222.22", instalments="month"), holds_from=date(2025, 12, 1), digest="d2")
        before = amounts(books_with(a_contract(first)), "2025-04-01..2025-11-30")
        assert amounts(books_with(a_contract(first, more)), "2025-04-01..2025-11-30") == before

    def test_an_instalment_that_changes_from_quarters_to_months_is_paid_once(self):
        first = terms_paid_by(a_block("1,200.00"))
        monthly = terms_paid_by(a_block("1,200.00", instalments="month"), holds_from=date(2025, 10, 1), digest="d2")
        assert amounts(books_with(a_contract(first, monthly)), "2025-26") == ["300.00", "300.00", *["100.00"] * 6]

    @pytest.mark.parametrize(
        "amount",
        [
            an_amount("not stated"),
            Agreed(Quantity(Decimal(1200), Bound.ABOUT)),
            Agreed(Quantity(Decimal(1200), Bound.UP_TO)),
        ],
    )
    def test_an_amount_that_is_not_firm_is_not_paid(self, amount):
        block = replace(a_block("1.00"), amount=amount)
        assert owed(paid_by(block), "2025-26-Q1") == ["2025-06-30 0.00 not clear, not paid"]

    @given(st.integers(0, 10**11), st.sampled_from(["month", "quarter"]), st.integers(2024, 2029))
    def test_the_instalments_of_a_year_come_to_the_year(self, pence, size, year):
        block = a_block(f"{pence // 100}.{pence % 100:02}", instalments=size)
        books = paid_by(block, starts="2020-04-01", ends="2035-03-31")
        dues = payments_of(books, read_period(f"{year}-04-01..{year + 1}-03-31"))
        assert sum(due.pence for due in dues) == pence
        assert all(abs(due.pence - Fraction(pence, len(dues))) < 1 for due in dues)

    @given(st.lists(st.fractions(min_value=0, max_value=10**6, max_denominator=400), min_size=1, max_size=14))
    def test_each_instalment_is_its_exact_part_to_the_penny_above_or_below(self, quotas):
        found = instalments(quotas)
        assert abs(sum(found) - sum(quotas)) <= Fraction(1, 2)
        assert all(abs(pence - quota) <= 1 for pence, quota in zip(found, quotas, strict=True))


class TestPrices:
    BANDS = ("1-100 at 50.00", "101-150 at 45.00", "151- at 40.00")

    @pytest.mark.parametrize(
        ("nights", "quarters"),
        [
            # Bands are counted over the year: number 101 is in the second quarter.
            ((80, 60, 20, 10), "4,000.00 2,800.00 850.00 400.00"),
            ((100, 1, 49, 1), "5,000.00 45.00 2,205.00 40.00"),
            ((0, 0, 0, 160), "0.00 0.00 0.00 7,650.00"),
            # All three bands in one quarter: 100 at £50, 50 at £45, 10 at £40.
            ((160, 0, 0, 0), "7,650.00 0.00 0.00 0.00"),
        ],
    )
    def test_bands_of_a_year(self, nights, quarters):
        assert amounts(paid_by(a_price("nights", *self.BANDS), returns=_year(nights)), "2025-26") == quarters.split()

    @pytest.mark.parametrize(
        ("floor", "ceiling", "nights", "quarters"),
        [
            # The ceiling is reached in the middle of the third quarter.
            ("", "2,500.00", (20, 20, 20, 20), "1,000.00 1,000.00 500.00 0.00"),
            # The floor is made up with the year's last period: 40 nights are £2,000.
            ("2,500.00", "", (10, 10, 10, 10), "500.00 500.00 500.00 1,000.00"),
            ("2,500.00", "", (20, 20, 20, 20), "1,000.00 1,000.00 1,000.00 1,000.00"),
            ("2,500.00", "2,500.00", (60, 0, 0, 0), "2,500.00 0.00 0.00 0.00"),
        ],
    )
    def test_floor_and_ceiling_of_a_year(self, floor, ceiling, nights, quarters):
        price = a_price("nights", "1- at 50.00", floor=floor, ceiling=ceiling)
        assert amounts(paid_by(price, returns=_year(nights)), "2025-26") == quarters.split()

    def test_a_floor_of_a_part_year_is_not_made_up_but_asked_about(self):
        price = a_price("nights", "1- at 50.00", floor="2,500.00", dates="2025-07-01..")
        last = payments_of(paid_by(price, returns=_year((0, 1, 1, 1))), read_period("2025-26-Q4"))[0]
        assert last.pence == 5000
        assert "The floor is of a whole year and these terms held for a part" in " ".join(last.working)

    def test_what_is_beyond_the_last_band_has_no_price_and_is_not_paid(self):
        due = payments_of(paid_by(a_price("nights", "1-10 at 5.00"), returns="2025-26-Q1 nights 12"), _q(1))[0]
        assert due.pence == 5000
        assert due.working[-1] == "2 beyond the last band, for which no price is stated: nothing is paid."

    def test_a_first_part_period_is_paid_by_its_own_return(self):
        price = a_price("nights", "1- at 50.00")
        books = paid_by(price, returns="2025-05-10..2025-06-30 nights 7", begins=date(2025, 5, 10), starts="2025-05-10")
        assert owed(books, "2025-26-Q1") == ["2025-06-30 350.00"]

    def test_a_price_that_changes_inside_a_returns_period_is_asked_about(self):
        price = a_price("nights", "1- at 50.00", indexations=(an_index("3%", holds_from=date(2025, 5, 1)),))
        assert owed(paid_by(price, returns="2025-26-Q1 nights 7"), "2025-26-Q1") == [
            "2025-06-30 0.00 not clear, not paid"
        ]

    def test_people_who_may_be_counted_twice_are_not_paid_for(self):
        due = payments_of(paid_by(a_price("people", "1- at 50.00"), returns="2025-26-Q1 people 7"), _q(1))[0]
        assert (due.pence, str(due.state)) == (0, "not clear, not paid")
        assert "do not add up" in due.why

    @given(st.lists(st.integers(0, 400), min_size=4, max_size=4), st.integers(0, 30000), st.integers(30000, 90000))
    def test_quarter_by_quarter_is_the_year_at_once_and_never_above_the_ceiling(self, nights, floor, ceiling):
        price = a_price("nights", *self.BANDS)
        price = replace(price, floor=floor, ceiling=ceiling)
        by_quarter = payments_of(paid_by(price, returns=_year(nights)), read_period("2025-26"))
        at_once = priced(tuple(price.bands), Fraction(0), Fraction(sum(nights))).pence
        assert sum(due.pence for due in by_quarter) == min(ceiling, max(floor, at_once))
        assert all(due.pence >= 0 for due in by_quarter)

    @given(st.lists(st.fractions(0, 50, max_denominator=4), min_size=1, max_size=8))
    def test_bands_are_additive(self, units):
        bands = (PriceBand(1, 20, 999), PriceBand(21, 60, 801), PriceBand(61, None, 650))
        so_far, pence = Fraction(0), Fraction(0)
        for each in units:
            pence, so_far = pence + priced(bands, so_far, each).pence, so_far + each
        assert pence == priced(bands, Fraction(0), so_far).pence


class TestResults:
    PRICE = replace(a_price("settled", "1- at 115.00"), model=PaymentModel.RESULTS)

    def test_an_accepted_outcome_pays(self):
        due = payments_of(paid_by(self.PRICE, returns="2025-26-Q1 settled 38"), _q(1))[0]
        assert due.pence == 437000
        assert [str(each) for each in due.evidence] == ["Refuge: Settled 38 (2025-26-Q1.xlsx Return!B6)"]

    def test_a_provisional_one_never_pays_whatever_it_would_be(self):
        due = payments_of(paid_by(self.PRICE, returns="2025-26-Q1 settled 38 provisional"), _q(1))[0]
        assert (due.pence, str(due.state), due.would_be) == (0, "provisional, not paid", 437000)

    def test_one_that_has_not_come_is_not_paid(self):
        assert owed(paid_by(self.PRICE), "2025-26-Q1") == ["2025-06-30 0.00 not returned, not paid"]

    def test_a_later_count_whose_band_an_earlier_one_decides_waits_for_it(self):
        price = a_price("nights", *TestPrices.BANDS)
        books = paid_by(price, returns="2025-26-Q1 nights 90 provisional, 2025-26-Q2 nights 30")
        assert owed(books, "2025-26-H1") == [
            "2025-06-30 0.00 provisional, not paid",
            "2025-09-30 0.00 waits for an earlier return, not paid",
        ]

    def test_of_one_price_nothing_waits(self):
        books = paid_by(self.PRICE, returns="2025-26-Q1 settled 38 provisional, 2025-26-Q2 settled 2")
        assert amounts(books, "2025-26-H1") == ["0.00", "230.00"]

    def test_a_floor_is_not_made_up_while_a_return_is_open(self):
        price = replace(a_price("nights", "1- at 50.00", floor="2,500.00"))
        books = paid_by(price, returns=_year((1, 1, 1, 1)).replace("Q3 nights 1", "Q3 nights 1 provisional"))
        assert amounts(books, "2025-26") == ["50.00", "50.00", "0.00", "50.00"]


class TestGrants:
    @pytest.mark.parametrize(
        ("award", "claims", "quarters"),
        [
            ("1,000.00", ("250.10", "250.20", "250.30", "249.40"), "250.10 250.20 250.30 249.40"),
            ("600.00", ("250.00", "250.00", "250.00", "250.00"), "250.00 250.00 100.00 0.00"),
            ("600.00", ("250.00", "-50.00", "300.00", "300.00"), "250.00 -50.00 300.00 100.00"),
        ],
    )
    def test_claims_are_paid_up_to_the_award(self, award, claims, quarters):
        returns = ", ".join(f"{quarter} claim {claim}" for quarter, claim in zip(QUARTERS, claims, strict=True))
        assert amounts(paid_by(a_grant(award), returns=returns), "2025-26") == quarters.split()

    def test_an_award_for_more_than_a_year_is_counted_over_all_of_it(self):
        returns = "2025-26-Q4 claim 500.00, 2026-27-Q1 claim 500.00"
        assert amounts(paid_by(a_grant("600.00"), returns=returns), "2026-27-Q1") == ["100.00"]

    def test_an_award_of_so_much_a_year_begins_again(self):
        yearly = Agreed(Quantity(Decimal(600)), When(per="year"))
        returns = "2025-26-Q4 claim 500.00, 2026-27-Q1 claim 500.00"
        assert amounts(paid_by(replace(a_grant("1.00"), amount=yearly), returns=returns), "2026-27-Q1") == ["500.00"]

    @given(st.lists(st.integers(0, 10**7), min_size=4, max_size=4), st.integers(0, 2 * 10**7))
    def test_nothing_is_paid_over_the_award(self, claims, award):
        returns = ", ".join(f"{q} claim {pence / 100:.2f}" for q, pence in zip(QUARTERS, claims, strict=True))
        dues = payments_of(paid_by(a_grant(f"{award / 100:.2f}"), returns=returns), read_period("2025-26"))
        assert sum(due.pence for due in dues) == min(award, sum(claims))


class TestRises:
    @pytest.mark.parametrize(
        ("rises", "a_quarter"),
        [
            ([an_index("3%")], "309.00"),
            ([an_index("103.5 against 100")], "310.50"),
            ([an_index("108 against 100", cap="5%")], "315.00"),
            ([an_index("99 against 100", collar="1%")], "303.00"),
            ([an_index("99 against 100")], "297.00"),
            # The second rise is on what the first made of it: 300 by 1.02 by 1.03.
            ([an_index("2%", holds_from=date(2025, 10, 1)), an_index("3%")], "315.18"),
            ([an_index("3%", holds_from=date(2027, 4, 1))], "300.00"),
        ],
    )
    def test_a_block_rises_from_its_day(self, rises, a_quarter):
        assert amounts(paid_by(a_block("1,200.00", indexations=tuple(rises))), "2026-27-Q1") == [a_quarter]

    def test_a_price_rises_to_the_nearest_penny(self):
        price = a_price("nights", "1- at 50.15", indexations=(an_index("3%"),))  # 51.6545
        assert amounts(paid_by(price, returns="2026-27-Q1 nights 100"), "2026-27-Q1") == ["5,165.00"]

    def test_an_index_without_a_value_pays_nothing_and_says_what_is_missing(self):
        rise = Indexation(date(2026, 4, 1), index="CPI", base=Decimal(100))
        due = payments_of(paid_by(a_block("1,200.00", indexations=(rise,))), read_period("2026-27-Q1"))[0]
        assert due.pence == 0
        assert due.why == "Contract text does not give CPI a value for 1 April 2026. Add it to the indexation."

    def test_each_value_of_an_index_holds_from_its_day_against_the_base(self):
        values = ((date(2026, 4, 1), Decimal(103)), (date(2027, 4, 1), Decimal(106)))
        rise = Indexation(date(2026, 4, 1), index="CPI", base=Decimal(100), values=values)
        books = paid_by(a_block("1,200.00", indexations=(rise,)))
        assert amounts(books, "2026-27-Q1") + amounts(books, "2027-28-Q1") == ["309.00", "318.00"]


def _year(counts):
    return ", ".join(f"{quarter} nights {count}" for quarter, count in zip(QUARTERS, counts, strict=True))


def _q(number):
    return read_period(f"2025-26-Q{number}")
