"""What the papers state against what the ledger answers: every row of the worked contracts, counted."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from commissioning.model.figure import Basis, Figure
from commissioning.model.quantity import Quantity
from commissioning.work.reporting import figures
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR

FACTS = Path(__file__).parent / "facts" / "figures.csv"
RETURNED = ("cheshire-east-mycwa", "worcestershire-daass")
STATED = "cheshire-east-specialist-da"
FUNDERS = {
    "council": "cheshire-east-council",
    "health": "cheshire-health",
    "police-and-crime-commissioner": "cheshire-police-and-crime-commissioner",
    "constabulary": "cheshire-constabulary",
}
Fact = dict[str, str]


def facts(*contracts: str) -> list[Fact]:
    """The papers' figures of these contracts."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["contract"] in contracts]


@pytest.fixture(scope="module")
def found(worked_workspace: Workspace) -> tuple[Figure, ...]:
    """Everything the ledger answers about the returned contracts."""
    return tuple(figure for contract in RETURNED for figure in figures(worked_workspace, ACTOR, contract))


def matching(fact: Fact, found: tuple[Figure, ...]) -> Iterator[Figure]:
    """The ledger's figures that a fact is about: a strand is a service, a stated percentage is in percent."""
    strand = fact["category"] if fact["contract"] == "worcestershire-daass" else "whole-family"
    for figure in found:
        named = (figure.contract, figure.key.measure, figure.key.service, figure.period_label)
        if named == (fact["contract"], fact["measure"], strand, fact["period"]) and figure.unit == fact["unit"]:
            yield figure


def test_every_figure_of_the_returned_contracts_is_the_ledgers_answer(
    found: tuple[Figure, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Value, bound and standing of each row, found once and only once."""
    rows = facts(*RETURNED)
    for fact in rows:
        answers = list(matching(fact, found))
        assert len(answers) == 1, fact
        given = answers[0].given
        assert isinstance(given, Quantity), fact
        assert given.value == Decimal(fact["value"]), fact
        assert (given.bound.value, given.standing.value) == (fact["bound"], fact["standing"]), fact
        assert answers[0].state.value == "accepted", fact
    with capsys.disabled():
        print(f"\n{len(rows)} figures of the papers compared with the ledger's answer.")
    assert {row["fact"] for row in rows} == {"C07", "C08", "C09", "O12", "O13"}


def test_every_figure_of_the_whole_specialist_service_is_in_its_contract_text(
    worked_workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """The cost is over £1m, and the shares are whole percents: stated, and never an amount of money."""
    terms = worked_workspace.contract(STATED, ACTOR).latest
    funding = terms.funding
    assert terms.value is not None
    assert funding is not None
    shares = {share.funder.id: share.share * 100 for share in funding.shares}
    rows = facts(STATED)
    for fact in rows:
        if fact["measure"] == "total-cost":
            stated = (terms.value.value, terms.value.bound.value, terms.value.standing.value)
            assert stated == (Decimal(fact["value"]), fact["bound"], fact["standing"])
        else:
            assert shares.pop(FUNDERS[fact["category"]]) == Decimal(fact["value"]), fact
    assert not shares
    assert funding.whole_percents_only
    with capsys.disabled():
        print(f"\n{len(rows)} figures of the papers compared with contract text.")


def test_the_implied_count_is_derived_and_never_typed(found: tuple[Figure, ...]) -> None:
    """88% of 117 is 103 and nothing else; no entry holds it."""
    implied = [figure for figure in found if figure.basis is Basis.IMPLIED]
    assert [(figure.key.measure, figure.given.value) for figure in implied if isinstance(figure.given, Quantity)] == [
        ("children-positive-outcome", Decimal(103))
    ]
    assert [str(entry.place) for entry in implied[0].sources] == ["Whole family service!G10", "Whole family service!G9"]
    typed = {getattr(figure.given, "value", None) for figure in found if figure.basis is Basis.RETURNED}
    assert Decimal(103) not in typed


def test_refuge_places_are_19_point_6_percent_of_referrals(found: tuple[Figure, ...]) -> None:
    """Recomputed from numerator and denominator, and shown to one place."""
    rates = {figure.key.service: figure for figure in found if figure.key.measure == "entered-rate"}
    refuge = rates["refuge"]
    assert (refuge.numerator, refuge.denominator) == (Quantity(Decimal(44)), Quantity(Decimal(224)))
    assert isinstance(refuge.given, Quantity)
    assert round(refuge.given.value, 1) == Decimal("19.6")
    assert set(rates) == {"group-work", "helpline", "one-to-one", "refuge", "male-victim-service"}


def test_no_total_stands_over_strands_that_may_share_people(
    worked_workspace: Workspace, found: tuple[Figure, ...]
) -> None:
    """2,250 referrals and 1,769 entries are sums the paper does not state, and count people twice."""
    values = {getattr(figure.given, "value", None) for figure in found}
    assert not {Decimal(2250), Decimal(1769)} & values
    terms = worked_workspace.contract("worcestershire-daass", ACTOR).latest
    assert all(measure.people_may_be_in_both for measure in terms.measures)


def test_nothing_is_rated_where_the_paper_states_no_target(found: tuple[Figure, ...]) -> None:
    """What a paper does not state is not stated, prints so, and is never rated."""
    assert {figure.rating.word for figure in found} <= {"not rated", ""}
    assert not any(figure.target for figure in found)
