"""A funder's statement of a year: the most of an area, what becomes of what is left over, and the sorts of cost."""

from dataclasses import replace
from decimal import Decimal

import pytest

from commissioning.funding.statements.statement import statement_of
from commissioning.funding.statements.statement_nouns import FloorState, Statement
from commissioning.model.agreed import Limit, When
from commissioning.model.funding import Budget, Money, SpendBlock, Underspend, YearEnd
from commissioning.model.measure import Category, Dimension
from commissioning.model.posted import State
from commissioning.model.quantity import AnswerKey, Bound, Quantity
from commissioning.money import read_money
from commissioning.period import read_period
from tests.money_makers import a_charge, a_contract, a_funder, a_funding, an_amount, books, some_terms
from tests.payment_makers import a_measure, returned

ASH_AND_BEECH = a_funding("ash 60%", "beech 40%")
Q1, Q2, Q3 = "2025-26-Q1", "2025-26-Q2", "2025-26-Q3"


def of(funder: str, period: str, kept: object) -> Statement:
    """A funder's statement of a period from one contract's books."""
    return statement_of([kept], a_funder(funder), read_period(period))  # type: ignore[list-item]


class TestCeilings:
    @pytest.mark.parametrize(
        ("spent", "elsewhere", "period", "state", "over"),
        [
            ("100.01", "0.00", Q1, FloorState.PASSED, 1),
            ("100.00", "0.00", Q1, FloorState.NOT_YET, 0),
            ("100.00", "0.00", "2025-26", FloorState.KEPT, 0),
            ("99.99", "0.02", "2025-26", FloorState.NOT_YET, 0),
        ],
    )
    def test_the_most_of_an_area_is_of_the_area_whoever_paid(
        self, spent: str, elsewhere: str, period: str, state: FloorState, over: int
    ):
        funding = a_funding(
            "ash 100%", ceilings=(Limit("n", "North", replace(an_amount("100.00"), when=When(None, "year"))),)
        )
        charges = [a_charge(f"uncovered {spent}", area="North"), a_charge(f"uncovered {elsewhere}")]
        [found] = of("ash", period, books(funding, charges)).ceilings
        assert (found.state, found.spent, found.over_by) == (state, read_money(spent), over)


class TestAtTheYearsEnd:
    SPENT = (a_charge("ash 60.00, beech 30.01"), a_charge("ash 1.00", posting="2025-26-P12"))

    def told(self, funder: str, period: str, **rules: object) -> list[str]:
        """What a funder is told of a budget of 100.00, of which 91.01 is charged."""
        money = Money(budgets=(Budget("all", "", read_period("2025-26"), 10000),), year_end=YearEnd(**rules))
        return list(of(funder, period, books(ASH_AND_BEECH, self.SPENT, money=money)).notes)

    def test_each_funder_is_told_what_becomes_of_its_part(self):
        # 8.99 by 61.00 and 30.01: 602.56 and 296.44 pence.
        (ash,), (beech,) = (self.told(who, "2025-26", underspend=Underspend.RETURN) for who in ("ash", "beech"))
        assert "of the budget of 2025-26, £8.99 is left over, as it stands: posting period 13 is not closed." in ash
        assert "Of it £6.03 is of your line Ash Council. Returned, by what" in ash
        assert "Of it £2.96 is of your line Beech Council. Returned, by what" in beech
        assert "Beech" not in ash

    def test_what_is_nobodys_part_is_told_to_all(self):
        (said,) = self.told("beech", "2025-26-Q4", underspend=Underspend.POOL)
        assert said.endswith("£8.99: risk pool. Put into the risk pool.")

    def test_before_the_years_end_only_by_when_it_is_to_be_declared(self):
        rules = {"underspend": Underspend.POOL, "declare_by": "2026-02-28"}
        assert self.told("ash", Q3, **rules) == [
            "Westshire domestic abuse services: an underspend of 2025-26 is to be declared by 28 February 2026."
        ]
        assert self.told("ash", Q1) == []


class TestSortsOfCost:
    STAFF = replace(returned("2025-26-Q1 claim 70.00"), key=AnswerKey("refuge", "spend", "sort", "staff"))
    OTHER = replace(STAFF, given=Quantity(Decimal("30.01")), key=AnswerKey("refuge", "spend", "sort", "other"))

    @pytest.mark.parametrize(
        ("entries", "told"),
        [
            ((STAFF, OTHER), ["Refuge Staff 7000", "Refuge Other costs 3001"]),
            ((replace(STAFF, key=AnswerKey("refuge", "accruals")),), ["Refuge Accruals 7000"]),
            ((replace(STAFF, state=State.PROVISIONAL), OTHER), ["Refuge Other costs 3001"]),
            ((replace(STAFF, given=Quantity(Decimal(70), Bound.ABOUT)),), []),
            ((replace(STAFF, period=read_period(Q2)),), []),
            ((replace(STAFF, key=AnswerKey("refuge", "spend", "area", "north")),), []),
        ],
    )
    def test_each_sort_of_cost_is_told_as_accepted_returns_of_the_period_give_it(self, entries, told: list[str]):
        sorts = Dimension("sort", "Sort of cost", True, (Category("staff", "Staff"), Category("other", "Other costs")))
        money = Money(spend=SpendBlock("spend", cost="sort", accruals="accruals"))
        contract = a_contract(some_terms(ASH_AND_BEECH, money, dimensions=(sorts,), measures=(a_measure("accruals"),)))
        found = of("ash", Q1, books(contract=contract, entries=entries)).costs
        assert [f"{one.title} {one.sort} {one.pence}" for one in found] == told
