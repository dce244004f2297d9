"""The illustrative joint fund shows every feature of money, and its year adds up as its contract says."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commissioning.model.contract import Origin
from commissioning.model.funding import Coding, LineBasis, Means, PaymentModel
from commissioning.model.quantity import AnswerKey, Quantity, Standing
from commissioning.work.checking import Known, read_and_check
from commissioning.work.importing import Outcome
from tests.builders import shipped_texts
from tests.three_rivers import QUARTERS, THREE_RIVERS, a_joint_fund, answered, came, three_rivers

RETURNS = Path(__file__).parent.parent / "returns"
SERVICES = ("refuge", "helpline", "advocacy")


def pounds(code: str, service: str) -> Decimal:
    """What the provider answers to a question over the year."""
    return sum((Decimal(answered(quarter)[AnswerKey(service, *code.split("/"))]) for quarter in QUARTERS), Decimal())


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """The four quarters imported, one after another."""
    workspace = a_joint_fund(tmp_path_factory.mktemp("three-rivers"))
    return [came(workspace, quarter) for quarter in QUARTERS]


def test_every_quarter_is_accepted_and_nothing_is_found(outcomes: list[Outcome]) -> None:
    """Each return as its provider filled it in."""
    assert [(one.verdict, one.findings) for one in outcomes] == [("accepted", ())] * len(QUARTERS)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_the_committed_returns_hold_the_same_answers(quarter: str) -> None:
    """As typed into the return that was issued."""
    content = (RETURNS / f"{THREE_RIVERS}-{quarter}.xlsx").read_bytes()
    returned = read_and_check(content, f"{quarter}.xlsx", Known({THREE_RIVERS: three_rivers()})).returned
    assert returned is not None
    found = {each.key: each.given.value for each in returned.answers if isinstance(each.given, Quantity)}
    assert found == {key: Decimal(words) for key, words in answered(quarter).items()}


@pytest.mark.parametrize(
    ("service", "spent", "budget"),
    [
        ("refuge", "247456.37", 24725000),
        ("helpline", "83684.74", 8400000),
        ("advocacy", "100580.42", 10000000),
    ],
)
def test_a_year_is_near_its_budget_with_odd_pennies(service: str, spent: str, budget: int) -> None:
    """Two services over, one under."""
    money = three_rivers().latest.money
    stated = {one.service: one.pence for one in money.budgets if one.code.endswith("2025-26")}
    assert (pounds("spent-net", service), stated[service]) == (Decimal(spent), budget)


@pytest.mark.parametrize(("area", "spent"), [("upper-valley", "185061.58"), ("lower-valley", "246659.95")])
def test_one_area_passes_its_floor_and_the_other_misses_it(area: str, spent: str) -> None:
    """The Lower Valley by £340.05."""
    found = sum((pounds(f"spent-net/area/{area}", service) for service in SERVICES), Decimal())
    funding = three_rivers().latest.funding
    assert funding is not None
    floor = next(one.agreed.given for one in funding.floors if one.code == area)
    assert isinstance(floor, Quantity)
    assert found == Decimal(spent)
    assert (found >= floor.value) == (area == "upper-valley")


@pytest.mark.parametrize("service", SERVICES)
def test_net_vat_and_parts_of_every_quarter_are_whole(service: str) -> None:
    """Gross is net and VAT; areas and sorts of cost each come to the net."""
    for quarter in QUARTERS:
        given = {key.code: Decimal(words) for key, words in answered(quarter).items() if key.service == service}
        net = given["spent-net"]
        assert net + given["spent-vat"] == given["spent-gross"]
        assert given["spent-vat"] == (net / 5).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        assert given["spent-net/area/upper-valley"] + given["spent-net/area/lower-valley"] == net
        assert given["spent-net/cost/staff"] + given["spent-net/cost/other"] == net


def test_its_lines_are_of_every_basis_and_of_six_funders() -> None:
    """One is offered and not yet given."""
    funding = three_rivers().latest.funding
    assert funding is not None
    assert {line.basis for line in funding.lines} == set(LineBasis)
    assert {line.funder.id for line in funding.lines if line.funder} == set(funding.tie_order)
    assert len(funding.tie_order) == 6
    [offered] = [line for line in funding.lines if line.standing is not Standing.STATED]
    assert [condition.by for condition in offered.conditions] == ["2025-12-31"]


def test_its_provider_is_paid_in_every_way() -> None:
    """In advance and in arrears, with rises of both sorts."""
    payments = three_rivers().latest.money.payments
    assert {payment.model for payment in payments} == set(PaymentModel)
    assert {payment.in_advance for payment in payments if payment.model is PaymentModel.BLOCK} == {True, False}
    rises = [rise for payment in payments for rise in payment.indexations]
    assert [(bool(rise.fixed), rise.index != "") for rise in rises] == [(True, False), (False, True)]


def test_it_states_every_term_of_money() -> None:
    """Of a line (but to be kept to areas), a payment, an indexation, the spend, the ledger and the year's end."""
    funding, money = three_rivers().latest.funding, three_rivers().latest.money
    assert funding is not None
    assert money.spend is not None
    rises = [rise for payment in money.payments for rise in payment.indexations]
    assert without(funding.lines) == {"areas", "says"}
    assert without(money.payments) == without(rises) == without([money]) == without([money.spend]) == set()
    assert without([money.vat]) == set()
    assert without([money.year_end]) == {"says"}
    assert without([funding]) == {"whole_percents_only"}
    assert {code.means for code in money.codes} == set(Means)


def without(nouns: Sequence[Any]) -> set[str]:
    """The fields that none of some nouns states."""
    nothing = (None, "", (), False, Coding())
    every = {field.name for field in fields(nouns[0])}
    return {name for name in every if all(getattr(one, name) in nothing for one in nouns)}


def test_every_line_and_every_service_has_its_codes_in_the_ledger() -> None:
    """Spend by service and area; what is invoiced and received by line."""
    terms = three_rivers().latest
    spent = Counter((code.service, code.area) for code in terms.money.codes if code.means is Means.SPEND)
    assert spent == Counter((service.id, area) for service in terms.services for area in service.areas)
    assert terms.funding is not None
    received = {code.line for code in terms.money.codes if code.means is Means.RECEIVED}
    assert received == {line.code for line in terms.funding.lines}


def test_everything_about_it_says_that_it_is_illustrative() -> None:
    """Its title, its origin, and every organisation that it names."""
    contract = three_rivers()
    assert contract.latest.origin is Origin.ILLUSTRATIVE
    assert "(illustrative)" in contract.latest.title
    assert all(who.startswith("illustrative-") for who in contract.latest.organisations)
    assert shipped_texts()[f"{THREE_RIVERS}.toml"].startswith("# Illustrative: invented organisations and figures.")
