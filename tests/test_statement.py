"""A funder's statement: what is held and owed, what moves it, and that all statements are the contract's charges."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.funding.general_ledger.reconciliation import Item, ItemSort, Reconciliation, Unexplained
from commissioning.funding.statements.spending_nouns import ForecastOutturn
from commissioning.funding.statements.statement import Beside, funders_of, statement_of
from commissioning.funding.statements.statement_nouns import FloorState, Statement
from commissioning.model.accounts import Charge, ChargeSource, MoneySort, Part
from commissioning.model.agreed import Limit, When
from commissioning.model.contract import Origin
from commissioning.model.funding import Budget, LineBasis, Means, Money
from commissioning.model.quantity import Standing
from commissioning.money import read_money
from commissioning.period import read_period
from commissioning.posting import Posting, read_posting
from tests.money_makers import (
    a_charge,
    a_condition,
    a_contract,
    a_funder,
    a_funding,
    a_ledger_line,
    a_line,
    a_posting,
    an_amount,
    an_event,
    books,
    numbered,
    some_terms,
)

ASH_AND_BEECH = a_funding("ash 60%", "beech 40%")
Q1, Q2, Q3 = "2025-26-Q1", "2025-26-Q2", "2025-26-Q3"


def of(funder: str, period: str, kept: object, beside: Beside = Beside()) -> Statement:  # noqa: B008  # it is frozen
    """A funder's statement of a period from one contract's books."""
    return statement_of([kept], a_funder(funder), read_period(period), beside=beside)  # type: ignore[list-item]


def a_year_of(amount: str, per: str = "year"):
    """So many pounds a year or month."""
    return replace(an_amount(amount), when=When(None, per))


class TestBalance:
    def test_what_was_received_less_the_share_is_carried_forward_and_opens_the_next(self):
        kept = books(
            ASH_AND_BEECH,
            [a_charge("ash 60.00, beech 40.00"), a_charge("ash 6.00, beech 4.00", period=Q2)],
            [an_event(MoneySort.RECEIVED, "100.00", line="ash", posting="2025-26-P02")],
        )
        first, second = (of("ash", period, kept) for period in (Q1, Q2))
        assert (first.opening, first.share, first.closing) == (0, 6000, 4000)
        assert (second.opening, second.share, second.closing) == (4000, 600, 3400)

    @pytest.mark.parametrize(
        ("sort", "moves"),
        [
            (MoneySort.OPENING, "10.00"),
            (MoneySort.RECEIVED, "10.00"),
            (MoneySort.CLAW_BACK, "10.00"),
            (MoneySort.REFUND, "-10.00"),
            (MoneySort.INVOICED, "0.00"),
            (MoneySort.CARRY_FORWARD, "0.00"),
        ],
    )
    @pytest.mark.parametrize("posting", ["2025-26-P01", "2025-26-P02"])
    def test_what_is_recorded_moves_it_by_its_own_amount(self, sort: MoneySort, moves: str, posting: str):
        kept = books(ASH_AND_BEECH, (), [an_event(sort, "10.00", line="ash", posting=posting)])
        assert of("ash", Q1, kept).closing == read_money(moves)
        assert of("ash", Q2, kept).opening == read_money(moves)

    def test_a_virement_moves_money_from_line_to_line(self):
        kept = books(ASH_AND_BEECH, (), [an_event(MoneySort.VIREMENT, "10.00", line="ash", to_line="beech")])
        assert [of(funder, Q1, kept).closing for funder in ("ash", "beech")] == [-1000, 1000]

    def test_restricted_money_makes_up_for_nothing_else(self):
        funding = a_funding("ash 50%", a_line("ash fixed 500.00", code="grant", services=("refuge",)))
        event = an_event(MoneySort.RECEIVED, "500.00", line="grant")
        kept = books(funding, [a_charge("ash 80.00, uncovered 80.00")], [event])
        found = of("ash", Q1, kept)
        assert (found.closing, found.held_apart, found.refundable, found.owed) == (42000, 50000, 0, 8000)

    def test_a_reserve_is_held_from_the_start_and_owed_by_nobody(self):
        drawn = a_charge("uncovered 0.00", pence=3000)
        drawn = replace(drawn, parts=(Part("dean", "dean", Fraction(3000), 3000),))
        found = of("dean", Q1, books(a_funding("dean reserve 100.00"), [drawn]))
        assert (found.opening, found.share, found.held_apart, found.owed) == (10000, 3000, 7000, 0)
        assert found.lines[0].due == 0

    def test_what_was_agreed_to_be_carried_forward_is_not_to_be_refunded(self):
        events = [an_event(sort, pounds, line="ash") for sort, pounds in KEPT_BACK]
        found = of("ash", Q1, books(ASH_AND_BEECH, (), events))
        assert (found.closing, found.refundable) == (10000, 7000)

    def test_money_recorded_for_no_line_is_in_nobodys_balance_and_is_said(self):
        found = of("ash", Q1, books(ASH_AND_BEECH, (), [an_event(MoneySort.CLAW_BACK, "5.00")]))
        assert found.closing == 0
        assert "recorded for no funding line" in found.notes[0]


KEPT_BACK = ((MoneySort.RECEIVED, "100.00"), (MoneySort.CARRY_FORWARD, "30.00"))


class TestContribution:
    @pytest.mark.parametrize(
        ("instalments", "in_advance", "postings", "due"),
        [
            ("quarter", True, "2025-04", "250.00"),
            ("quarter", True, "2025-06", "0.00"),
            ("quarter", False, "2025-04", "0.00"),
            ("quarter", False, "2025-06", "250.00"),
            ("month", False, Q1, "250.00"),
            ("year", True, Q1, "1,000.00"),
            ("year", False, Q1, "0.00"),
            ("year", False, "2025-26", "1,000.00"),
        ],
    )
    def test_instalments_fall_due_at_an_end_of_their_period(
        self, instalments: str, in_advance: bool, postings: str, due: str
    ):
        line = a_line("ash 100%", amount=a_year_of("1,000.00"), instalments=instalments, in_advance=in_advance)
        assert of("ash", postings, books(a_funding(line))).lines[0].due == read_money(due)

    def test_instalments_that_do_not_divide_come_to_the_year_to_the_penny(self):
        line = a_line("ash 100%", amount=a_year_of("100.00"), instalments="month")
        months = [of("ash", f"2025-{month:02}", books(a_funding(line))).lines[0].due for month in range(4, 10)]
        assert months == [833, 833, 834, 833, 833, 834]

    @pytest.mark.parametrize(
        ("line", "why"),
        [
            (a_line("ash 100%", standing=Standing.TO_BE_CONFIRMED), "to be confirmed"),
            (a_line("ash fixed not stated", instalments="month"), "no exact amount stated"),
            (a_line("ash fixed 10.00", instalments="month"), "no time stated for the amount"),
            (
                a_line("ash fixed 10.00", instalments="month", conditions=(a_condition(),), dates="2025-04..2026-03"),
                "held back until its condition is met",
            ),
        ],
    )
    def test_what_is_not_known_to_be_due_says_why(self, line, why: str):
        [found] = of("ash", Q1, books(a_funding(line))).lines
        assert (found.due, found.due_says) == (None, why)

    def test_a_line_without_instalments_is_billed_for_its_share(self):
        [found] = of("ash", Q1, books(ASH_AND_BEECH, [a_charge("ash 60.00, beech 40.00")])).lines
        assert found.due == 6000

    def test_an_invoice_that_the_ledger_has_too_counts_once(self):
        coded = {"line": "ash", "means": Means.RECEIVED, "document": "INV-7"}
        events = [an_event(MoneySort.RECEIVED, "50.00", line="ash", reference=it) for it in ("INV-7", "INV-8")]
        found = of("ash", Q1, books(ASH_AND_BEECH, (), events, [a_ledger_line("-50.00", **coded)]))
        assert [(one.reference, one.recorded) for one in found.money_in] == [
            ("INV-7", "general ledger"),
            ("INV-8", "recorded"),
        ]
        assert found.closing == 10000


class TestCorrection:
    def test_it_shows_where_it_was_posted_and_moves_that_by_exactly_itself(self):
        was = a_charge("ash 60.00, beech 40.00")
        credit = a_charge("ash -60.00, beech -40.00", posting="2025-26-P04", source=ChargeSource.CREDIT, credits=1)
        anew = a_charge("ash 72.00, beech 48.00", posting="2025-26-P04")
        before, after = books(ASH_AND_BEECH, [was]), books(ASH_AND_BEECH, [was, credit, anew])
        assert of("ash", Q1, before) == of("ash", Q1, after)
        assert of("ash", Q2, after).share - of("ash", Q2, before).share == 1200
        assert {row.period for row in of("ash", Q2, after).charges} == {read_period(Q1)}

    def test_the_last_quarter_takes_what_came_after_the_year_end(self):
        late = a_charge("ash 6.00, beech 4.00", period="2025-26-Q4", posting="2025-26-P13")
        kept = books(ASH_AND_BEECH, [late])
        assert [of("ash", period, kept).share for period in ("2025-26-Q4", "2026-27-Q1")] == [600, 0]


class TestSpending:
    def test_by_service_against_the_budget_after_virement_with_vat_apart(self):
        money = Money(budgets=(Budget("r", "refuge", read_period("2025-26"), 100000),))
        charges = [
            a_charge("ash 60.00, beech 40.00", vat=2000),
            a_charge("ash 30.00, beech 20.00", period=Q2, vat=1000),
            a_charge("ash 3.00, beech 2.00", period="2025-08", vat=None),
        ]
        moved = an_event(MoneySort.VIREMENT, "50.00", service="refuge", to_service="advocacy")
        [row] = of("beech", Q2, books(ASH_AND_BEECH, charges, [moved], money=money)).spending
        assert (row.budget, row.moved, row.earlier, row.pence) == (100000, -5000, 10000, 5500)
        assert (row.vat, row.vat_not_stated, row.share_earlier, row.share) == (1000, 1, 4000, 2200)

    def test_what_no_funder_covers_is_in_nobodys_share(self):
        kept = books(ASH_AND_BEECH, [a_charge("ash 60.00, beech 30.00, uncovered 10.00")])
        [control] = of("ash", Q1, kept).controls
        assert (control.posted, control.uncovered, control.difference) == (10000, 1000, 0)


class TestFloors:
    @pytest.mark.parametrize(
        ("spent", "elsewhere", "period", "state"),
        [
            ("100.00", "0.00", Q1, FloorState.MET),
            ("99.99", "0.00", Q1, FloorState.NOT_YET),
            ("99.99", "0.00", "2025-26", FloorState.SHORT),
            ("99.99", "0.01", "2025-26", FloorState.NOT_YET),
        ],
    )
    def test_a_minimum_spend_is_of_the_area_whoever_paid(
        self, spent: str, elsewhere: str, period: str, state: FloorState
    ):
        funding = a_funding("ash 100%", floors=(Limit("n", "North", a_year_of("100.00")),))
        charges = [a_charge(f"uncovered {spent}", area="North"), a_charge(f"uncovered {elsewhere}")]
        [found] = of("ash", period, books(funding, charges)).floors
        assert (found.state, found.spent) == (state, read_money(spent))


class TestAgreement:
    def test_a_ledger_that_is_explained_agrees(self):
        item = Item(ItemSort.PENNY, 1)
        found = of("ash", Q1, A_CHARGE, Beside(reconciliations=(a_reconciliation(10001, (item,)),)))
        assert (found.unexplained, found.disagreements) == (0, ())

    @pytest.mark.parametrize(
        "reconciliation",
        [
            pytest.param(("10001",), id="a penny"),
            pytest.param(("10000", "1", "-1"), id="two that cancel out"),
        ],
    )
    def test_whatever_is_unexplained_is_not_agreed(self, reconciliation: tuple[str, ...]):
        ledger, *left = map(int, reconciliation)
        open_ = tuple(Unexplained(pence) for pence in left or [1])
        found = of("ash", Q1, A_CHARGE, Beside(reconciliations=(a_reconciliation(ledger, (), open_),)))
        assert found.disagreements
        assert "not agreed" in found.why_not_issuable[-1]

    def test_without_a_ledger_nothing_was_compared(self):
        assert of("ash", Q1, A_CHARGE).unexplained is None

    def test_parts_that_do_not_come_to_their_charge_are_not_agreed(self):
        wrong = a_charge("ash 60.00, beech 40.00", pence=10001)
        assert of("ash", Q1, books(ASH_AND_BEECH, [wrong])).disagreements

    def test_whole_percent_shares_are_illustrative_and_cannot_be_issued(self):
        rough = replace(ASH_AND_BEECH, whole_percents_only=True)
        found = of("ash", Q1, books(rough, [a_charge("ash 60.00, beech 40.00")]))
        assert found.is_illustrative
        assert "whole percents" in found.why_not_issuable[0]

    def test_nothing_is_issued_for_a_transcribed_contract(self):
        terms = some_terms(ASH_AND_BEECH, origin=Origin.TRANSCRIBED)
        found = of("ash", Q1, books(contract=a_contract(terms)))
        assert "transcribed" in found.why_not_issuable[0]

    def test_a_forecast_of_another_contract_is_not_shown(self):
        beside = Beside((ForecastOutturn("elsewhere", "Elsewhere", 1, 2, ""),))
        assert of("ash", Q1, A_CHARGE, beside).outturns == ()


A_CHARGE = books(ASH_AND_BEECH, [a_charge("ash 60.00, beech 40.00")])


def a_reconciliation(ledger: int, items: tuple[Item, ...], left: tuple[Unexplained, ...] = ()) -> Reconciliation:
    """The quarter's general ledger against the one charge of £100.00."""
    postings = tuple(Posting(2025, number) for number in (1, 2, 3))
    return Reconciliation("westshire", postings, ledger, 10000, (), items, left)


LINES = ("ash", "beech", "cedar", "")
amounts = st.integers(-(10**9), 10**9)
posted = st.builds(
    lambda pence, posting, service: a_charge(
        "uncovered 0.00",
        service=service,
        posting=a_posting(posting),
        pence=sum(pence),
        parts=tuple(Part(line, line, Fraction(each), each) for line, each in zip(LINES, pence, strict=True)),
    ),
    st.tuples(amounts, amounts, amounts, amounts),
    st.sampled_from([f"2025-26-P{number:02}" for number in range(1, 14)]),
    st.sampled_from(["refuge", "advocacy", ""]),
)
THREE = a_funding("ash 10%", "beech 20%", a_line("cedar reserve 10.00"))
QUARTERS = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")


def every_statement(charges: Iterable[Charge], period: str) -> list[Statement]:
    """Those of all three funders."""
    kept = books(THREE, numbered(*charges))
    return [statement_of([kept], funder, read_period(period)) for funder in funders_of([kept])]


@given(st.lists(posted, min_size=1, max_size=6))
def test_all_statements_and_what_is_uncovered_are_the_contract_and_its_charges(charges: list[Charge]):
    for period in (*QUARTERS, "2025-26"):
        found = every_statement(charges, period)
        [control] = found[0].controls
        inside = [one for one in charges if one.posting in found[0].postings]
        assert sum(one.share for one in found) + control.uncovered == sum(one.pence for one in inside)
        assert control.posted == sum(one.pence for one in inside)
        assert all(sum(row.share for row in one.spending) == one.share for one in found)
        assert all(sum(row.share for row in one.lines) == one.share for one in found)


@given(st.lists(posted, min_size=1, max_size=6))
def test_quarters_follow_each_other_and_come_to_the_year(charges: list[Charge]):
    quarters = [every_statement(charges, period) for period in QUARTERS]
    for earlier, later in itertools.pairwise(quarters):
        assert [one.closing for one in earlier] == [one.opening for one in later]
    year = every_statement(charges, "2025-26")
    for place, one in enumerate(year):
        assert one.share == sum(quarter[place].share for quarter in quarters)
        assert (one.opening, one.closing) == (quarters[0][place].opening, quarters[-1][place].closing)


@given(st.lists(posted, min_size=1, max_size=5), posted)
def test_a_later_charge_moves_each_statement_by_exactly_itself(charges: list[Charge], more: Charge):
    own = {part.line: part.pence for part in more.parts}
    for period in QUARTERS:
        before, after = every_statement(charges, period), every_statement([*charges, more], period)
        for was, now in zip(before, after, strict=True):
            expected = own[now.funder.id] if more.posting in now.postings else 0
            assert now.share - was.share == expected


def test_a_statement_is_of_the_contracts_that_its_commissioner_leads():
    led_by_beech = some_terms(ASH_AND_BEECH)
    led_by_beech = replace(led_by_beech, parties=replace(led_by_beech.parties, lead=a_funder("beech")))
    other = books(contract=a_contract(led_by_beech))
    found = statement_of([A_CHARGE, other], a_funder("ash"), read_period(Q1), a_funder("ash"))
    assert [one.contract for one in found.covers] == ["westshire"]
    assert found.share == 6000


def test_the_basis_of_each_line_is_said():
    assert [row.basis for row in of("ash", Q1, A_CHARGE).lines] == [LineBasis.SHARE.value]


def test_posting_periods_are_those_of_the_period():
    assert of("ash", Q3, A_CHARGE).postings == tuple(map(read_posting, ("2025-26-P07", "2025-26-P08", "2025-26-P09")))
