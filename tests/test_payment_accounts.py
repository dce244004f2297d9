"""What is to pay after what was paid, withheld and taken back; and what becomes of a year's money."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.funding.paying.account import accounts_of
from commissioning.funding.paying.payments import payments_of
from commissioning.funding.paying.year_end import shared, year_end_of
from commissioning.model.accounts import MoneySort
from commissioning.model.agreed import When
from commissioning.model.funding import Budget, Coding, LedgerCode, Means, Money, Underspend, YearEnd
from commissioning.model.organisation import Organisation
from commissioning.money import pounds, read_money
from commissioning.period import read_period
from commissioning.posting import YEAR_END, Posting
from tests.money_makers import a_charge, a_funding, a_line, a_year, an_amount, an_event, books
from tests.payment_makers import a_block, a_price, paid, paid_by

BLOCK = a_block("1,200.00")
PRICE = a_price("nights", "1- at 10.00")


def account(books, period="2025-26-Q2"):
    """The one account of a period: owed, adjustment, withheld, taken back, paid, to pay."""
    (one,) = accounts_of(books, read_period(period))
    found = (one.owed, one.adjustment, one.withheld, one.taken_back, one.paid, one.to_pay)
    return " ".join(pounds(pence) for pence in found)


class TestPaid:
    @pytest.mark.parametrize(
        ("lines", "comes_to"),
        [
            # Nothing paid of the first quarter: it is still to pay.
            ((paid("0.00", "2025-26-P04"),), "300.00 300.00 0.00 0.00 0.00 600.00"),
            ((paid("300.00", "2025-26-P04"),), "300.00 0.00 0.00 0.00 0.00 300.00"),
            # The second quarter is paid in October, and counts for it.
            ((paid("300.00", "2025-26-P04"), paid("300.00", "2025-26-P07")), "300.00 0.00 0.00 0.00 300.00 0.00"),
            # One payment for both, after both were due.
            ((paid("600.00", "2025-26-P07"),), "300.00 0.00 0.00 0.00 300.00 0.00"),
            # Too much in July is an adjustment of the next quarter.
            ((paid("310.00", "2025-26-P04"),), "300.00 -10.00 0.00 0.00 0.00 290.00"),
            # What was too much and is taken back in October comes off the quarter that had it.
            ((paid("310.00", "2025-26-P04"), paid("-10.00", "2025-26-P07")), "300.00 0.00 0.00 0.00 0.00 300.00"),
            # With a day of service a payment is for that day's quarter, whenever it was posted.
            ((paid("300.00", "2025-26-P07", on="2025-06-30"),), "300.00 0.00 0.00 0.00 0.00 300.00"),
            # A payment for a later quarter takes nothing off this one; nor does one of another year.
            ((paid("300.00", "2025-26-P04"), paid("300.00", "2025-26-P10", on="2025-12-31")),
             "300.00 0.00 0.00 0.00 0.00 300.00"),
            ((paid("300.00", "2025-26-P04"), paid("300.00", "2025-26-P01", on="2025-03-31")),
             "300.00 0.00 0.00 0.00 0.00 300.00"),
        ],
    )  # fmt: skip
    def test_what_was_paid(self, lines, comes_to):
        assert account(paid_by(BLOCK, lines=lines)) == comes_to

    def test_what_was_invoiced_to_a_funder_is_no_payment(self):
        lines = (paid("300.00", "2025-26-P04"), replace(paid("300.00", "2025-26-P05"), means=Means.INVOICED))
        assert account(paid_by(BLOCK, lines=lines)) == "300.00 0.00 0.00 0.00 0.00 300.00"

    def test_a_first_quarter_seen_later_takes_no_payment_of_the_second(self):
        lines = (paid("300.00", "2025-26-P04"), paid("300.00", "2025-26-P07"))
        assert account(paid_by(BLOCK, lines=lines), "2025-26-Q1") == "300.00 0.00 0.00 0.00 300.00 0.00"

    def test_a_return_corrected_after_payment_is_an_adjustment_of_the_next_quarter(self):
        # 12 nights were paid in July, £120. The correction says 9: £30 comes off the second quarter's £50.
        corrected = paid_by(
            PRICE, returns="2025-26-Q1 nights 9, 2025-26-Q2 nights 5", lines=(paid("120.00", "2025-26-P04"),)
        )
        assert account(corrected) == "50.00 -30.00 0.00 0.00 0.00 20.00"
        (one,) = accounts_of(corrected, read_period("2025-26-Q2"))
        assert [(str(each.slot.period), each.owed, each.paid) for each in one.earlier] == [
            ("2025-04-01..2025-06-30", 9000, 12000)
        ]

    def test_where_the_ledger_tells_no_payments_earlier_quarters_are_taken_as_paid(self):
        assert account(paid_by(BLOCK)) == "300.00 0.00 0.00 0.00 0.00 300.00"

    def test_where_it_may_tell_them_and_there_is_none_they_are_to_pay(self):
        money = Money(codes=(LedgerCode(Coding("C1", "4000"), Means.PAID),))
        assert account(paid_by(BLOCK, money=money)) == "300.00 300.00 0.00 0.00 0.00 600.00"

    def test_an_instalment_in_advance_paid_in_its_month_is_paid(self):
        books = paid_by(
            a_block("1,200.00", instalments="month", in_advance=True), lines=(paid("100.00", "2025-26-P01"),)
        )
        assert account(books, "2025-04") == "100.00 0.00 0.00 0.00 100.00 0.00"


class TestDecided:
    def test_what_is_withheld_is_not_paid_until_it_is_released(self):
        withheld = an_event(MoneySort.WITHHELD, "90.00", posting="2025-26-P04")
        released = an_event(MoneySort.RELEASED, "40.00", posting="2025-26-P08")
        books = paid_by(BLOCK, lines=(paid("300.00", "2025-26-P04"),), events=(withheld, released))
        assert account(books, "2025-26-Q2") == "300.00 0.00 90.00 0.00 0.00 210.00"
        assert account(books, "2025-26-Q3") == "300.00 300.00 50.00 0.00 0.00 550.00"

    def test_a_claw_back_comes_off_what_is_to_pay(self):
        clawed = an_event(MoneySort.CLAW_BACK, "25.00", posting="2025-26-P05")
        books = paid_by(BLOCK, lines=(paid("300.00", "2025-26-P04"),), events=(clawed,))
        assert account(books) == "300.00 0.00 0.00 25.00 0.00 275.00"

    def test_a_provisional_figure_is_not_to_pay(self):
        assert account(paid_by(PRICE, returns="2025-26-Q2 nights 5 provisional")) == "0.00 0.00 0.00 0.00 0.00 0.00"

    def test_each_provider_has_an_account_of_its_own(self):
        terms = paid_by(BLOCK, replace(PRICE, service="refuge"), returns="2025-26-Q2 nights 5").contract.latest
        refuge, advocacy = terms.services
        other = replace(terms, services=(replace(refuge, provider=Organisation("haven", "Haven Trust")), advocacy))
        base = paid_by(BLOCK, PRICE, returns="2025-26-Q2 nights 5")
        found = accounts_of(
            replace(base, contract=replace(base.contract, versions=(other,))), read_period("2025-26-Q2")
        )
        assert {one.provider.id: one.to_pay for one in found if one.provider} == {"safe-house": 30000, "haven": 5000}

    @given(st.lists(st.integers(0, 10**6), max_size=6), st.integers(1, 4))
    def test_whatever_was_paid_of_a_year_its_account_comes_to_owed_less_paid(self, payments, month):
        lines = tuple(
            replace(paid(f"{pence / 100:.2f}", f"2025-26-P{month + 2 * n:02}"), key=str(n))
            for n, pence in enumerate(payments)
            if month + 2 * n <= 12
        )
        books = paid_by(BLOCK, lines=(*lines, paid("0.00", "2025-26-P12")))
        (one,) = accounts_of(books, a_year())
        due = sum(each.pence for each in payments_of(books, a_year()))
        assert one.to_pay == due - sum(line.net for line in lines)


def at_year_end(budget, *charges, underspend=None, overspend=(), funding=None, events=(), **others):
    """The books of 2025-26 with a budget, charges and rules."""
    of = Budget("all", "", a_year(), read_money(budget))
    money = Money(budgets=(of,), year_end=YearEnd(underspend, tuple(overspend)))
    return books(funding or a_funding("ash 60%", "beech 40%"), charges, events, money=money, **others)


def fates(found):
    """What becomes of the pennies, as `beech 40.00`."""
    return [f"{fate.to or '?'} {pounds(fate.pence)}" for fate in year_end_of(found, a_year()).fates]


class TestYearEnd:
    SPENT = a_charge("ash 60.00, beech 30.01")

    @pytest.mark.parametrize(
        ("rule", "goes_to"),
        [
            (Underspend.CARRY_FORWARD, ["carry forward 9.99"]),
            (Underspend.POOL, ["risk pool 9.99"]),
            # 9.99 by 60.00 and 30.01: 665.926 and 333.074 pence.
            (Underspend.RETURN, ["ash 6.66", "beech 3.33"]),
            (Underspend.PRO_RATA, ["ash 6.66", "beech 3.33"]),
            (None, ["? 9.99"]),
        ],
    )
    def test_what_becomes_of_an_underspend(self, rule, goes_to):
        assert fates(at_year_end("100.00", self.SPENT, underspend=rule)) == goes_to

    @pytest.mark.parametrize(
        ("sources", "met_by"),
        [
            (("pro rata",), ["ash 6.67", "beech 3.34"]),  # 10.01 by 60.00 and 30.01: 667.41 and 333.59 pence
            (("provider",), ["provider 10.01"]),
            (("carry forward", "provider"), ["carry forward 4.00", "provider 6.01"]),
            (("carry forward", "kept", "provider"), ["carry forward 4.00", "kept 5.00", "provider 1.01"]),
            (("risk pool", "carry forward"), ["risk pool 1.00", "carry forward 4.00", "? 5.01"]),
            ((), ["? 10.01"]),
        ],
    )
    def test_what_meets_an_overspend_one_after_another(self, sources, met_by):
        kept = a_line("ash reserve 5.00", code="kept", order=2)
        carried = an_event(MoneySort.CARRY_FORWARD, "4.00", posting=Posting(2024, YEAR_END), line="ash")
        pool = an_event(MoneySort.OPENING, "1.00", posting="2025-26-P01", line="ash", reference="risk pool")
        funding = a_funding("ash 60%", "beech 40%", kept)
        found = at_year_end("80.00", self.SPENT, overspend=sources, funding=funding, events=(carried, pool))
        assert fates(found) == met_by

    def test_capped_and_restricted_money_takes_no_part_of_what_is_shared(self):
        grant = a_line("cedar fixed 40.00")
        refuge_only = a_line("dean 10%", services=("refuge",))
        funding = a_funding("ash 60%", "beech 40%", grant, refuge_only)
        spent = a_charge("ash 30.00, beech 20.00, cedar 40.00, dean 15.00")
        assert fates(at_year_end("100.00", spent, overspend=("pro rata",), funding=funding)) == [
            "ash 3.00",
            "beech 2.00",
        ]

    def test_a_charge_of_another_year_is_not_of_this_one(self):
        assert fates(at_year_end("100.00", self.SPENT, a_charge("ash 5.00", period="2026-27-Q1"))) == ["? 9.99"]

    def test_until_period_13_is_closed_it_is_how_it_stands(self):
        closed = an_event(MoneySort.CLOSED, posting="2025-26-P13")
        assert not year_end_of(at_year_end("100.00", self.SPENT), a_year()).is_closed
        assert year_end_of(at_year_end("100.00", self.SPENT, events=(closed,)), a_year()).is_closed

    def test_without_a_budget_nothing_is_left_over(self):
        assert year_end_of(books(a_funding("ash 100%"), (self.SPENT,)), a_year()).fates == ()

    @given(
        st.integers(0, 10**8),
        st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10**8), min_size=1).filter(lambda w: any(w.values())),
    )
    def test_every_penny_goes_somewhere(self, pence, weights):
        found = shared(pence, weights, tuple("fedcba"))
        assert sum(found.values()) == pence
        assert all(part == 0 for line, part in found.items() if not weights[line])


def test_an_amount_for_a_stated_time_is_still_so_much_a_year():
    stated = replace(an_amount("1,200.00"), when=When(a_year()))
    assert account(paid_by(replace(BLOCK, amount=stated))) == "300.00 0.00 0.00 0.00 0.00 300.00"
