"""The authorities' arrangements: each sum, share and gap as its paper states it, and no sum that no paper states."""

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from commissioning.contract import read_book
from commissioning.contract.times import time_in_words
from commissioning.model.agreed import Agreed, When
from commissioning.model.contract import Contract, Origin, Terms
from commissioning.model.funding import NOTHING_OF_MONEY, LineBasis
from commissioning.model.quantity import Quantity, Standing
from commissioning.money import to_pence
from tests.builders import shipped_texts

CONTRACTS = read_book(shipped_texts()).contracts
FACTS = Path(__file__).parent / "facts"


def rows() -> list[dict[str, str]]:
    """What the papers state: pounds, how exact, how firm, for when; the fact and its lines."""
    with (FACTS / "money.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stated(contract: Contract) -> Iterator[tuple[str, Agreed]]:
    """Every sum of money that a contract states, with what it is."""
    terms = contract.latest
    if terms.value:
        yield "value", Agreed(terms.value, terms.value_when)
    funding = terms.funding
    if funding:
        yield from ((f"contribution {one.code}", one.agreed) for one in funding.contributions)
        yield from ((f"floor {one.area}", one.agreed) for one in funding.floors)
        yield from ((f"ceiling {one.area}", one.agreed) for one in funding.ceilings)
        yield from ((f"reserve {one.code}", one.agreed) for one in funding.reserves)


def in_words(agreed: Agreed) -> tuple[str, str, str, str]:
    """Pounds, how exact, how firm and for when."""
    assert isinstance(agreed.given, Quantity)
    pence = to_pence(agreed.given.value)
    when = time_in_words(agreed.when)
    return f"{pence // 100}.{pence % 100:02}", agreed.given.bound, agreed.given.standing, when


def terms_of(contract: str) -> Terms:
    """The newest version of a contract that was transcribed."""
    return CONTRACTS[contract].latest


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['contract']} {row['what']}")
def test_each_sum_of_a_paper_is_stated_with_its_qualifier(row: dict[str, str]) -> None:
    """No more exact and no firmer than the paper has it."""
    found = dict(stated(CONTRACTS[row["contract"]]))[row["what"]]
    assert in_words(found) == (row["pounds"], row["bound"], row["standing"], row["when"])
    with (FACTS / "seed_facts.csv").open(encoding="utf-8", newline="") as file:
        [fact] = [one for one in csv.DictReader(file) if one["id"] == row["fact"]]
    assert row["words"] in fact["value"]
    assert row["paper_lines"] == f"{fact['seed']} {fact['lines']}"


def test_no_sum_is_stated_that_is_in_no_paper() -> None:
    """Nothing is invented for a real council."""
    there = {
        (contract.id, what)
        for contract in CONTRACTS.values()
        if contract.latest.origin is Origin.TRANSCRIBED
        for what, agreed in stated(contract)
        if isinstance(agreed.given, Quantity)
    }
    assert there == {(row["contract"], row["what"]) for row in rows()}


def test_no_paper_says_how_a_charge_is_met_but_by_shares() -> None:
    """An award is no order of lines: what a paper does not say is not split, budgeted or paid."""
    for contract in CONTRACTS.values():
        terms = contract.latest
        if terms.origin is Origin.TRANSCRIBED:
            assert terms.money == NOTHING_OF_MONEY, contract.id
            assert {line.basis for line in contract.funding_lines} <= {LineBasis.SHARE}


def test_cheshire_easts_shares_are_whole_percents_that_come_to_the_whole() -> None:
    """87/5/7/1, each half a point either way."""
    funding = terms_of("cheshire-east-specialist-da").funding
    assert funding is not None
    assert [(share.funder.id, share.share) for share in funding.shares] == [
        ("cheshire-east-council", Fraction(87, 100)),
        ("cheshire-health", Fraction(5, 100)),
        ("cheshire-police-and-crime-commissioner", Fraction(7, 100)),
        ("cheshire-constabulary", Fraction(1, 100)),
    ]
    assert funding.whole_percents_only


def test_cheshire_easts_reserve_is_known_only_by_when_it_is_likely_to_be_spent() -> None:
    """Neither what is in it nor who promised to go on paying is stated."""
    funding = terms_of("cheshire-east-idva").funding
    assert funding is not None
    [reserve] = funding.reserves
    assert (reserve.agreed.given, reserve.agreed.when, reserve.likely_spent_by) == ("not stated", When(), "2021-03")
    assert [(one.code, one.agreed.given) for one in funding.contributions] == [
        ("council", "not stated"),
        ("partners", "not stated"),
    ]


def test_traffords_offer_has_conditions_with_days() -> None:
    """Commissioned before 31 March 2016, delivered in the financial year after."""
    funding = terms_of("trafford-is-lite").funding
    assert funding is not None
    [offer] = funding.contributions
    assert offer.source == "underspend in other funding"
    assert [condition.by for condition in offer.conditions] == ["2016-03-30", "2017-03-31"]


def test_worcestershires_grants_have_their_purposes() -> None:
    """Four for the council's, one for the districts'."""
    funding = terms_of("worcestershire-da-grant").funding
    assert funding is not None
    council, districts = funding.contributions
    assert [words.split()[-1] for words in council.purposes] == ["units", "outreach", "adults", "training"]
    assert districts.purposes == ("help to secure support into units of safe dispersed accommodation",)


def test_money_that_is_intended_and_has_no_sum_is_to_be_confirmed() -> None:
    """An intention is not a promise, and a funder without a sum is no sum of nought."""
    unpriced = {
        (contract.id, what, agreed.standing)
        for contract in CONTRACTS.values()
        if contract.latest.origin is Origin.TRANSCRIBED
        for what, agreed in stated(contract)
        if not isinstance(agreed.given, Quantity)
    }
    assert ("trafford-victim-support", "contribution core-services", Standing.TO_BE_CONFIRMED) in unpriced
    assert {contract for contract, _, standing in unpriced if standing is None} >= {
        "cheshire-east-idva",
        "worcestershire-drive",
        "worcestershire-idva",
        "worcestershire-sanctuary",
    }
