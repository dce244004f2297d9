"""Contract text of money says who pays what, in which order and until when; what a line leaves out is what it draws."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from commissioning.contract.money_over_time import funding_in
from commissioning.contract.shares import read_fraction
from commissioning.model.agreed import Condition
from commissioning.model.contract import Contract, Funding
from commissioning.model.funding import (
    NOTHING_OF_MONEY,
    Coding,
    FundingLine,
    LineBasis,
    Means,
    Negatives,
    PaymentModel,
    PriceBand,
    SpendBlock,
    Underspend,
    VatTreatment,
)
from commissioning.model.quantity import Quantity, Standing
from commissioning.period import read_period
from tests.builders import WESTSHIRE, a_contract, some_terms

AWARD = """
[funding.contribution.award]
label = "First award"
funder = "health-board"
source = "An underspend"
amount = "50000.00"
standing = "to be confirmed"
period = "2025-26"
purposes = ["training"]
services = ["refuge"]
condition = [{ says = "A post is filled.", by = 2025-12-31 }]

[funding.line.award-line]
basis = "fixed"
contribution = "award"
order = 2
"""
WAYS = """
[funding]
authority = "Cabinet, 11 February 2025"
charged_from = "general ledger"

[funding.reserve.old]
holder = "westshire-council"
amount = "9000"

[funding.line.calls]
funder = "health-board"
basis = "unit price"
price = "1.85"
measure = "referrals"
services = ["whole-contract", "refuge"]
purchase_order = "HB-1"
cost_centre = "A1"
subjective = "9100"
instalments = "quarter"
in_advance = true

[funding.line.doubled]
funder = "westshire-council"
basis = "match"
matches = "calls"
share = "3/2"
order = 2

[funding.line.from-the-reserve]
basis = "reserve"
reserve = "old"
order = 3
negatives = "not shared"

[funding.line.whoever]
funder = "not stated"
basis = "what is left"
order = 4
from = "2025-10"
"""


def funding(changes: str) -> Funding:
    """What the contract's newest version says of who pays."""
    found = some_terms(changes).funding
    assert found is not None
    return found


def lines(changes: str) -> dict[str, FundingLine]:
    """The funding lines of the contract, by code."""
    return {line.code: line for line in funding(changes).lines}


# Funding lines.


def test_a_line_has_what_it_leaves_out_of_the_contribution_it_draws() -> None:
    """Who pays, the most of it, for what, when, on which condition and how firm: said once."""
    line = lines(AWARD)["award-line"]
    assert line.funder is not None
    assert line.amount is not None
    assert (line.basis, line.order, line.funder.id) == (LineBasis.FIXED, 2, "health-board")
    assert isinstance(line.amount.given, Quantity)
    assert (line.amount.given.value, line.standing) == (Decimal(50000), Standing.TO_BE_CONFIRMED)
    assert (line.starts, line.ends) == (date(2025, 4, 1), date(2026, 3, 31))
    assert (line.services, line.purposes, line.source) == (("refuge",), ("training",), "An underspend")
    assert line.conditions == (Condition("A post is filled.", "2025-12-31"),)
    assert (line.name, line.contribution) == ("First award", "award")


def test_what_a_line_says_itself_comes_before_what_it_draws() -> None:
    """An empty list is said too: it may pay for anything."""
    own = 'services = []\npurposes = []\nlabel = "Award"\nstanding = "stated"\nfrom = 2025-07-01\nuntil = 2025-09-30\n'
    line = lines(f"{AWARD}{own}")["award-line"]
    assert (line.services, line.purposes, line.label, line.standing) == ((), (), "Award", Standing.STATED)
    assert (line.starts, line.ends) == (date(2025, 7, 1), date(2025, 9, 30))


def test_each_basis_says_what_it_asks() -> None:
    """Prices in pence, shares as fractions, months by their first day."""
    found = lines(WAYS)
    assert (found["calls"].price, found["calls"].measure, found["calls"].services) == (185, "referrals", ("", "refuge"))
    assert (found["calls"].purchase_order, found["calls"].coding) == ("HB-1", Coding("A1", "9100"))
    assert (found["calls"].instalments, found["calls"].in_advance) == ("quarter", True)
    assert (found["doubled"].matches, found["doubled"].share) == ("calls", Fraction(3, 2))
    held = found["from-the-reserve"]
    assert (held.funder and held.funder.id, held.reserve, held.negatives) == (
        "westshire-council",
        "old",
        Negatives.NOT_SHARED,
    )
    assert held.amount is not None
    assert isinstance(held.amount.given, Quantity)
    assert held.amount.given.value == Decimal(9000)
    assert (found["whoever"].funder, found["whoever"].starts) == (None, date(2025, 10, 1))


def test_shares_in_their_short_form_stand_among_the_lines() -> None:
    """By their funders' ids, before the lines of other ids."""
    assert list(lines(WAYS))[:3] == ["westshire-council", "health-board", "calls"]
    assert [share.share for share in funding(WAYS).shares] == [Fraction(2, 3), Fraction(1, 3)]


def test_shares_of_different_services_may_each_come_to_the_whole() -> None:
    """What is kept to one service is no part of another's charges."""
    kept = "\n".join(
        f'[funding.line.{id}]\nfunder = "health-board"\nbasis = "share of what is left"\nshare = "100%"\n'
        f'services = ["{id}"]\norder = 2'
        for id in ("refuge", "advocacy")
    )
    assert {"refuge", "advocacy"} <= lines(kept).keys()


@pytest.mark.parametrize(
    ("words", "fraction"), [("150%", Fraction(3, 2)), ("3/2", Fraction(3, 2)), ("1/0", None), ("-5%", None)]
)
def test_a_match_may_be_more_than_penny_for_penny(words: str, fraction: Fraction | None) -> None:
    """Fractions over 1 can be read where they mean something."""
    assert read_fraction(words) == fraction


# Money beside the lines.

PAID = """
[budget.all]
year = "2025-26"
amount = "640000.00"
says = "as approved"

[budget.of-refuge]
service = "refuge"
year = "2025-26"
amount = "400000"

[payment.block]
model = "block"
service = "refuge"
amount = "400000"
per = "year"
instalments = "month"
in_advance = true

[[payment.block.indexation]]
from = 2026-04-01
fixed = "2.5%"

[[payment.block.indexation]]
from = 2027-04-01
index = "CPI"
base = "133.2"
values = [{ from = 2027-03-31, value = "140.1" }]
cap = "4%"
collar = "1%"

[payment.units]
model = "unit price"
measure = "referrals"
band = [{ first = 1, last = 100, price = "12.50" }, { first = 101, price = "9" }]
floor = "1000"
ceiling = "2000.50"

[year_end]
underspend = "risk pool"
overspend = ["health-board", "provider"]
declare_by = 2026-02-28

[[ledger_code]]
cost_centre = "A1"
subjective = "9100"
means = "contribution received"
line = "health-board"

[vat]
treatment = "exempt"
decided_by = "Head of Finance"

[spend]
net = "spend"
cost = "sort"

[dimension.sort]
label = "Sort of cost"
exclusive = true
categories = { staff = "Staff", other = "Other" }

[measure.spend]
breakdowns = ["sort"]
"""


def test_budgets_are_of_a_service_or_the_whole_contract_in_a_year() -> None:
    """In pence."""
    money, year = some_terms(PAID).money, read_period("2025-26")
    whole, refuge = money.budget("", year), money.budget("refuge", year)
    assert whole is not None
    assert refuge is not None
    assert (whole.pence, whole.says, refuge.pence) == (64000000, "as approved", 40000000)
    assert money.budget("advocacy", year) is None


def test_a_year_of_a_budget_starts_when_the_contracts_year_does() -> None:
    """A contract whose years start in October has budgets that do."""
    money = some_terms('budget.all = { year = "2025-26", amount = "1" }\nreporting.year_starts = 10').money
    assert money.budgets[0].year == read_period("2025-10-01..2026-09-30")


def test_payment_is_a_block_that_rises_or_units_by_bands() -> None:
    """Pounds a year, pence a unit, fractions a rise."""
    block, units = some_terms(PAID).money.payments
    assert (block.model, block.service, block.instalments, block.in_advance) == (
        PaymentModel.BLOCK,
        "refuge",
        "month",
        True,
    )
    fixed, index = block.indexations
    assert (fixed.holds_from, fixed.fixed) == (date(2026, 4, 1), Fraction(1, 40))
    assert (index.base, index.values) == (Decimal("133.2"), ((date(2027, 3, 31), Decimal("140.1")),))
    assert (index.cap, index.collar) == (Fraction(1, 25), Fraction(1, 100))
    assert units.bands == (PriceBand(1, 100, 1250), PriceBand(101, None, 900))
    assert (units.floor, units.ceiling) == (100000, 200050)


def test_the_end_of_the_year_the_ledgers_codes_vat_and_spend_are_as_written() -> None:
    """An overspend is met by lines and others, one after another."""
    money = some_terms(PAID + WAYS).money
    assert (money.year_end.underspend, money.year_end.overspend) == (Underspend.POOL, ("health-board", "provider"))
    assert money.year_end.declare_by == "2026-02-28"
    [code] = money.codes
    assert (code.coding, code.means, code.line) == (Coding("A1", "9100"), Means.RECEIVED, "health-board")
    assert (money.vat.treatment, money.vat.decided_by) == (VatTreatment.EXEMPT, "Head of Finance")
    assert money.spend == SpendBlock("spend", cost="sort")
    assert (money.charged_from, money.authority) == ("general ledger", "Cabinet, 11 February 2025")


def test_a_contract_that_says_nothing_of_money_has_nothing_of_it() -> None:
    """Shares alone need no more."""
    assert some_terms().money == NOTHING_OF_MONEY


# Over time.

MOVED = """
[[variation]]
from = 2025-08-15
reason = "The board pays less."
funding.share = [{ funder = "westshire-council", share = "3/4" }, { funder = "health-board", share = "1/4" }]
"""
SAME = MOVED.replace("3/4", "2/3").replace("1/4", "1/3")


def told(contract: Contract, period: str) -> list[str]:
    """The lines that hold in a period, each in words."""
    found = funding_in(contract, read_period(period))
    return [f"{line.code} {line.share} {line.starts}..{line.ends}" for line in found.lines] if found else []


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2025-26-Q1", ["westshire-council 2/3 None..2025-08-14", "health-board 1/3 None..2025-08-14"]),
        (
            "2025-26-Q2",
            [
                "westshire-council 2/3 None..2025-08-14",
                "health-board 1/3 None..2025-08-14",
                "westshire-council 3/4 2025-08-15..None",
                "health-board 1/4 2025-08-15..None",
            ],
        ),
        ("2025-26-Q3", ["westshire-council 3/4 2025-08-15..None", "health-board 1/4 2025-08-15..None"]),
    ],
)
def test_a_variation_changes_who_pays_from_its_day_in_the_middle_of_a_quarter(period: str, expected: list[str]) -> None:
    """What is asked waits for the next quarter; who pays does not."""
    assert told(a_contract(MOVED), period) == expected


def test_a_line_that_a_variation_leaves_as_it_was_goes_on_as_one() -> None:
    """A new target changes nothing of money."""
    moved = f'{SAME}\nfunding.line.new = {{ funder = "health-board", basis = "what is left", order = 2 }}'
    contract = a_contract(moved)
    assert told(contract, "2025-26-Q2") == [
        "westshire-council 2/3 None..None",
        "health-board 1/3 None..None",
        "new None 2025-08-15..None",
    ]


def test_a_funder_who_leaves_in_a_period_keeps_a_place_in_the_order_of_ties() -> None:
    """Pennies of the days before are split among those who paid then."""
    alone = """
[[variation]]
from = 2025-08-15
reason = "The board pays no more."
funding.tie_order = ["westshire-council"]
funding.share = [{ funder = "westshire-council", share = "100%" }]
"""
    found = funding_in(a_contract(alone), read_period("2025-26-Q2"))
    assert found is not None
    assert found.tie_order == ("westshire-council", "health-board")
    assert len(found.lines) == len(["council before", "board before", "council after"])


def test_no_funding_is_stated_where_no_version_states_any() -> None:
    """Shares that a variation brings hold from its day, and not before."""
    unpaid = WESTSHIRE[: WESTSHIRE.index("[funding]")].replace("title =", 'funding = "not stated"\ntitle =', 1)
    contract = a_contract("", unpaid)
    assert funding_in(contract, read_period("2025-26-Q1")) is None
