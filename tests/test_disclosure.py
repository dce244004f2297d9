"""What a recipient may not see of a statement: small numbers, what would give them away, and where people live."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.disclosure import PLACE_HELD, SECOND, SMALL, bill_disclosed, disclosed, held_back
from commissioning.funding.contributions.billing import Billed, billing_of
from commissioning.funding.statements.statement import statement_of
from commissioning.funding.statements.statement_nouns import Bought, Statement
from commissioning.model.finance import Recipient
from commissioning.model.measure import Measure, Role
from commissioning.model.quantity import Bound, Missing, Quantity
from commissioning.period import read_period
from tests.money_makers import a_charge, a_funder, a_funding, books

FEWEST = 5


def a_row(measure: str, value: int | Missing, *ties: str, **others: object) -> Bought:
    """A count of people in the helpline."""
    given = value if isinstance(value, Missing) else Quantity(Decimal(value))
    made = Bought(
        contract="westshire",
        service="helpline",
        title="Helpline",
        measure=measure,
        label=measure,
        unit="people",
        kind="flow",
        given=given,
        of=None,
        provisional=False,
        counts_things=False,
        is_funded=True,
        ties=ties,
    )
    return replace(made, **others)  # type: ignore[arg-type]


def marks(rows: Sequence[Bought]) -> list[str]:
    """What is shown of each row: its number, or by which rule it is held back."""
    shown = held_back(rows, FEWEST)
    return [row.held or str(row.given.value if isinstance(row.given, Quantity) else row.given) for row in shown]


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (a_row("people", 0), "0"),
        (a_row("people", 1), SMALL),
        (a_row("people", 4), SMALL),
        (a_row("people", 5), "5"),
        (a_row("calls", 4, counts_things=True), "4"),
        (a_row("units", 4, kind="snapshot-of-things"), "4"),
        (a_row("people", Missing.NOT_RETURNED), "not returned"),
        (a_row("people", 5, given=Quantity(Decimal(5), Bound.FEWER_THAN)), SMALL),
        (a_row("average wait", 9, kind="stated-statistic"), SMALL),
    ],
)
def test_a_count_of_people_from_one_to_four_is_held_back(row: Bought, shown: str):
    assert marks([row]) == [shown]


@pytest.mark.parametrize(
    ("part", "whole", "is_held"),
    [(15, 30, False), (0, 30, False), (30, 30, False), (4, 30, True), (26, 30, True), (2, 4, True), (25, 30, False)],
)
def test_a_percentage_is_held_back_where_it_is_of_few_or_of_all_but_few(part: int, whole: int, is_held: bool):
    of = (Quantity(Decimal(part)), Quantity(Decimal(whole)))
    row = a_row("percent", part * 100 // whole, kind="ratio", of=of)
    assert (marks([row]) == [SMALL]) is is_held


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        pytest.param((20, 17, 3), ("20", SECOND, SMALL), id="the smaller of the others goes with it"),
        pytest.param((20, 20, 0), ("20", "20", "0"), id="nothing small, nothing held back"),
        pytest.param((5, 2, 3), ("5", SMALL, SMALL), id="two of which the sum is told may still be any"),
        pytest.param((7, 1, 1, 5), ("7", SMALL, SMALL, SECOND), id="two that come to two are one each"),
        pytest.param((9, 4, 5, 0), ("9", SMALL, SECOND, "0"), id="nothing is no hiding place while there is another"),
        pytest.param((3, 3, 0), (SMALL, SMALL, "0"), id="a small whole goes with its small part"),
    ],
)
def test_a_total_that_would_give_it_away_takes_a_second_with_it(counts: tuple[int, ...], shown: tuple[str, ...]):
    rows = [a_row(f"measure {number}", count, "sum") for number, count in enumerate(counts)]
    assert tuple(marks(rows)) == shown


def test_a_percentage_goes_before_the_counts_it_would_tell():
    of = (Quantity(Decimal(15)), Quantity(Decimal(30)))
    rows = [
        a_row("all", 18, "sum"),
        a_row("taken on", 15, "sum", "percent"),
        a_row("turned away", 3, "sum"),
        a_row("percent", 50, "percent", kind="ratio", of=of),
        a_row("asked", 30, "percent"),
    ]
    assert marks(rows) == ["18", SECOND, SMALL, SECOND, "30"]


@given(st.lists(st.integers(0, 12), min_size=2, max_size=6))
def test_no_small_number_is_the_only_one_that_fits_what_is_shown(parts: list[int]):
    rows = [a_row("all", sum(parts), "sum"), *(a_row(f"part {n}", part, "sum") for n, part in enumerate(parts))]
    whole, *shown = held_back(rows, FEWEST)
    assert not [row for row in shown if isinstance(row.given, Quantity) and 0 < row.given.value < FEWEST]
    hidden = [part for part, row in zip(parts, shown, strict=True) if row.held]
    if isinstance(whole.given, Quantity) and hidden:
        assert len(hidden) > 1
        assert sum(hidden) > len(hidden)


def a_statement(service: str, title: str) -> Statement:
    """A charge in the north, of a service of that title."""
    charge = a_charge("ash 60.00, beech 40.00", service=service, area="North")
    found = statement_of([books(a_funding("ash 60%", "beech 40%"), [charge])], a_funder("ash"), read_period("2025-26"))
    return replace(found, charges=tuple(replace(row, service_title=title) for row in found.charges))


@pytest.mark.parametrize(
    ("title", "hides", "area"),
    [
        ("Refuge", True, PLACE_HELD),
        ("Dispersed accommodation", True, PLACE_HELD),
        ("Refuge", False, "North"),
        ("Helpline", True, "North"),
    ],
)
def test_where_people_live_is_held_back_from_whoever_may_not_know(title: str, hides: bool, area: str):
    found = disclosed(a_statement("refuge", title), Recipient("ash", hides_places=hides))
    assert [row.area for row in found.charges] == [area]


def test_a_service_that_is_asked_for_bed_spaces_accommodates_people():
    found = a_statement("helpline", "Northern lights")
    told = replace(found, bought=(a_row("beds", 9, unit="bed spaces"),))
    assert disclosed(told, Recipient("ash")).charges[0].area == PLACE_HELD


def test_money_is_never_held_back():
    found = a_statement("refuge", "Refuge")
    shown = disclosed(found, Recipient("ash", fewest=10**9))
    assert (shown.share, shown.closing) == (found.share, found.closing)


def test_the_working_of_a_charge_does_not_tell_a_count_that_is_held_back():
    found = a_statement("helpline", "Helpline")
    part = replace(found.charges[0].parts[0], why="3 moved-in at £20.00 each: £60.00.")
    charge = replace(found.charges[0], says="calls: 900, moved-in: 3", parts=(part,))
    told = replace(found, charges=(charge,), bought=(a_row("moved-in", 3), a_row("calls", 900, counts_things=True)))
    [shown] = disclosed(told, Recipient("ash")).charges
    assert (shown.says, shown.parts[0].why) == ("calls: 900, moved-in: [c]", "[c] moved-in at £20.00 each: £60.00.")
    assert shown.share == charge.share


@pytest.mark.parametrize(
    ("title", "unit", "hides", "area"),
    [
        ("Refuge", "people", True, PLACE_HELD),
        ("Northern lights", "bed spaces", True, PLACE_HELD),
        ("Northern lights", "people", True, "North"),
        ("Refuge", "people", False, "North"),
    ],
)
def test_a_bill_holds_back_where_people_live_as_the_statement_does(title: str, unit: str, hides: bool, area: str):
    part = Billed(1, "homes", title, "North", "2025-26-Q1", 10000, 4000, "40% of £100.00")
    kept = books(a_funding("ash 60%", "beech 40%"), [a_charge("ash 60.00, beech 40.00")])
    [request] = billing_of(kept, read_period("2025-26-Q1"))[0]
    measure = Measure("asked", "Asked", "flow", Role.OUTPUT, unit, None, None, services=("homes",))
    terms = replace(kept.contract.latest, measures=(measure,))
    shown = bill_disclosed(replace(request, parts=(part,)), (terms,), Recipient("beech", hides_places=hides))
    assert [one.area for one in shown.parts] == [area]


@pytest.mark.parametrize(("part", "shown"), [(20, "20"), (19, SECOND), (16, SECOND), (15, "15"), (4, SMALL)])
def test_a_part_that_leaves_few_of_its_whole_is_held_back(part: int, shown: str):
    """Of 20 who closed, 18 were safer: so 2 were not."""
    assert marks([a_row("closed", 20), a_row("safer", part, within=("closed",))]) == ["20", shown]


def test_a_part_of_calls_may_leave_few_of_them():
    calls = a_row("calls", 20, counts_things=True)
    assert marks([calls, a_row("answered", 18, counts_things=True, within=("calls",))]) == ["20", "18"]
