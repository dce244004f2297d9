"""What the papers state against what the engine answers: every figure, counted, and what follows from them."""

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from commissioning.model.figure import Basis, Figure
from commissioning.model.quantity import Bound, Missing, Quantity, Standing
from commissioning.period import Period, read_period
from commissioning.work.importing import Outcome
from commissioning.work.reporting import figures
from commissioning.work.workspace import Workspace
from tests.worked import ACTOR

FACTS = Path(__file__).parent / "facts" / "figures.csv"
FUNDERS = {
    "council": "cheshire-east-council",
    "health": "cheshire-health",
    "police-and-crime-commissioner": "cheshire-police-and-crime-commissioner",
    "constabulary": "cheshire-constabulary",
}
VALUES = frozenset({"annual-value", "total-cost"})
"""What the table of figures calls the value of a contract."""
IN_THE_NAME = frozenset({"minimum-spend", "grant"})
"""What is kept under the name of its area or of who receives it."""
Fact = dict[str, str]
Papers = tuple[Workspace, dict[str, Outcome]]


def facts() -> list[Fact]:
    """The papers' figures."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def found(papers: Papers) -> tuple[Figure, ...]:
    """Everything the engine answers about the papers: from returns and from contract text."""
    return figures(papers[0], ACTOR)


def codes(fact: Fact) -> set[str]:
    """The codes under which a fact's figure may be kept; its category or its year may be part of the code."""
    measure, category = fact["measure"], fact["category"].lower().replace(" ", "-")
    if measure in VALUES:
        return {"value"}
    if measure in IN_THE_NAME:
        return {category}
    return {measure, f"{measure}-{category}", f"{measure}-{fact['period']}"}


def is_the_same_part(fact: Fact, figure: Figure) -> bool:
    """Whether the figure is of the fact's strand, category or funder; a fact without one is of the whole."""
    category = FUNDERS.get(fact["category"], fact["category"])
    if not category or category == "stated percentage" or figure.key.measure != fact["measure"]:
        return not figure.key.category
    return category in {figure.key.service, figure.key.category}


def is_the_same_time(text: str, figure: Figure) -> bool:
    """Whether a figure is for the time that the table of figures writes: a label, a span, `from`, `to` or `as at`."""
    rest = text.removeprefix("per year ")
    if (rest != text) != figure.period_label.startswith("per year"):
        return False
    word, _, day = rest.rpartition(" ")
    if word in {"at", "as at"}:
        days = [Period(one, one) for one in (figure.period.as_at, figure.period.end) if one]
        return any(read_period(day).contains(one) for one in days)
    spans = {"from": f"{day}..", "to": f"..{day}"}
    year_alone = rest.startswith("2018..")
    return figure.period == read_period(spans.get(word, rest or "not stated"), 1 if year_alone else 4)


def matching(fact: Fact, found: tuple[Figure, ...]) -> list[Figure]:
    """The engine's figures that a fact is about."""
    return [
        figure
        for figure in found
        if figure.contract == fact["contract"]
        and figure.key.measure in codes(fact)
        and figure.unit == fact["unit"]
        and figure.basis not in {Basis.TOTAL, Basis.COMPUTED}
        and is_the_same_part(fact, figure)
        and is_the_same_time(fact["period"], figure)
    ]


def as_written(figure: Figure) -> tuple[Decimal | None, str, str]:
    """A figure's value, bound and standing, as the table of figures writes them."""
    given = figure.given
    if isinstance(given, Quantity):
        return given.value, given.bound.value, given.standing.value
    return None, given.value, Standing.STATED.value


def test_every_figure_of_the_papers_is_what_the_engine_answers(
    found: tuple[Figure, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """Value, bound, standing, unit and time of each row, found once and only once; none is left over."""
    answered: dict[int, Figure] = {}
    rows = facts()
    for number, fact in enumerate(rows):
        answers = matching(fact, found)
        assert len(answers) == 1, (fact, answers)
        stated = Decimal(fact["value"]) if fact["value"] else None
        assert as_written(answers[0]) == (stated, fact["bound"], fact["standing"]), fact
        answered[number] = answers[0]
    by_basis = Counter(figure.basis.value for figure in answered.values())
    assert len({id(figure) for figure in answered.values()}) == len(rows) == 110
    with capsys.disabled():
        counts = ", ".join(f"{count} {basis}" for basis, count in sorted(by_basis.items()))
        print(f"\n{len(rows)} figures of the papers compared with the engine's answer: {counts}; 0 left over.")


def test_each_contract_of_the_figures_is_in_contract_text(papers: Papers) -> None:
    """Under the id that the table of figures gives it."""
    assert {fact["contract"] for fact in facts()} <= papers[0].book.contracts.keys()


def one(found: tuple[Figure, ...], contract: str, measure: str, basis: Basis, service: str = "") -> Figure:
    """The one figure of that description."""
    answers = [
        f for f in found if (f.contract, f.key.measure, f.key.service, f.basis) == (contract, measure, service, basis)
    ]
    assert len(answers) == 1
    return answers[0]


def test_victim_support_has_at_least_five_full_time_equivalents(found: tuple[Figure, ...]) -> None:
    """3 + 1 + 0.5 + 0.5 is 5; the advice line's is not stated, so there are at least so many."""
    total = one(found, "trafford-victim-support", "fte", Basis.TOTAL)
    assert total.given == Quantity(Decimal(5), Bound.AT_LEAST)
    assert total.note == "1 of 5 not stated"
    line = one(found, "trafford-victim-support", "fte", Basis.STATED, "information-and-advice-line")
    assert line.given is Missing.NOT_STATED


@pytest.mark.parametrize(
    ("code", "pounds", "about"),
    [
        # 1,836,000 less 600,000 and 421,000; and 1,836,000 less 600,000.
        ("no-stated-area", 815_000, "With no stated area"),
        ("no-stated-funder", 1_236_000, "With no stated funder"),
    ],
)
def test_staffordshires_value_is_at_least_so_much_more_than_is_accounted_for(
    found: tuple[Figure, ...], code: str, pounds: int, about: str
) -> None:
    """Two lines, each at least, each a year, each to be confirmed as the value is; neither is called unallocated."""
    left = one(found, "staffordshire-da-services", code, Basis.COMPUTED)
    assert left.given == Quantity(Decimal(pounds), Bound.AT_LEAST, Standing.TO_BE_CONFIRMED)
    assert (left.about, left.period_label) == (about, "per year from 2018-10")
    assert "unallocated" not in " ".join((left.about, left.note)).lower()


def test_shares_in_whole_percents_are_not_to_be_billed_from(papers: Papers) -> None:
    """The cost is over £1m: its shares are known to a whole percent, and stay so."""
    funding = papers[0].contract("cheshire-east-specialist-da", ACTOR).latest.funding
    assert funding is not None
    assert funding.whole_percents_only


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


def test_no_total_stands_over_strands_that_may_share_people(papers: Papers, found: tuple[Figure, ...]) -> None:
    """2,250 referrals and 1,769 entries are sums the paper does not state, and count people twice."""
    values = {getattr(figure.given, "value", None) for figure in found}
    assert not {Decimal(2250), Decimal(1769)} & values
    terms = papers[0].contract("worcestershire-daass", ACTOR).latest
    assert all(measure.people_may_be_in_both for measure in terms.measures)


def test_nothing_is_rated_where_the_paper_states_no_target(found: tuple[Figure, ...]) -> None:
    """What a paper does not state is not stated, prints so, and is never rated."""
    assert {figure.rating.word for figure in found} <= {"not rated", ""}
    assert not any(figure.target for figure in found)
