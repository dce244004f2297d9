"""Every line of funding gives what its words say, to the penny: worked cases, and what always holds."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from commissioning.errors import UnclearMoney, UnclearShares
from commissioning.funding.splitting.allocate import Setting, allocate, credit_of, doubt, names_of, true_up, working
from commissioning.funding.splitting.split import split
from commissioning.model.accounts import Part
from commissioning.model.agreed import Contribution
from commissioning.model.funding import FundingLine, Negatives
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Standing
from commissioning.money import pounds, read_money
from commissioning.period import read_period
from tests.money_makers import REFUGE, THIRDS, a_charge, a_condition, a_funding, a_line, allocated, an_amount, credited

FOUR = ("ash 87%", "beech 5%", "cedar 7%", "dean 1%")
GRANT = a_line("ash fixed 1,000.00", code="grant", services=("refuge",))
THEN_REST = (a_line("beech 1/3 of rest", order=2), a_line("cedar the rest", order=3))
Q1 = read_period("2025-26-Q1")


def met(amount: str, *lines: str | FundingLine, used: str = "", **of: Any) -> str:
    """Pounds split over lines in the first quarter, as `ash 60.00, beech 40.00`; lines that give nothing are left out.

    `used` is like `grant 600.00`; everything else is of the Setting.
    """
    setting = replace(REFUGE, **of)
    drawn = {line: read_money(given) for line, given in (each.split() for each in used.split(", ") if each)}
    return said(allocate(read_money(amount), setting, a_funding(*lines), drawn))


def said(parts: Sequence[Part]) -> str:
    """Parts that are not 0, as text."""
    return ", ".join(f"{part.line or 'uncovered'} {pounds(part.pence)}" for part in parts if part.pence)


@pytest.mark.parametrize(
    ("amount", "lines", "expected"),
    [
        # Shares of the total.
        ("1,000,000.01", FOUR, "ash 870,000.01, beech 50,000.00, cedar 70,000.00, dean 10,000.00"),
        ("123.45", FOUR, "ash 107.40, beech 6.17, cedar 8.64, dean 1.24"),
        ("100.00", THIRDS, "ash 33.34, beech 33.33, cedar 33.33"),
        ("-100.00", THIRDS, "ash -33.34, beech -33.33, cedar -33.33"),
        ("0.01", THIRDS, "ash 0.01"),
        ("100.00", THIRDS[:2], "ash 33.34, beech 33.33, uncovered 33.33"),
        ("12.34", (), "uncovered 12.34"),
        # A grant first; a third of what is left is 300.00, and the rest is 600.00.
        ("1,900.00", (GRANT, *THEN_REST), "grant 1,000.00, beech 300.00, cedar 600.00"),
        ("900.00", (GRANT, *THEN_REST), "grant 900.00"),
        # Two caps of one order are drawn in proportion: 600 and 300, so two thirds and one of 100.00.
        ("100.00", ("ash fixed 600.00", "beech fixed 300.00"), "ash 66.67, beech 33.33"),
        ("1,000.00", ("ash fixed 600.00", "beech reserve 300.00"), "ash 600.00, beech 300.00, uncovered 100.00"),
        # A match of a pound for each pound, and of 50p.
        ("100.00", ("ash fixed 30.00", "beech match ash 1"), "ash 30.00, beech 30.00, uncovered 40.00"),
        ("90.00", ("ash fixed 90.00", "beech match ash 1/2"), "ash 60.00, beech 30.00"),
        ("90.00", ("ash the rest", "beech match ash 1/2"), "ash 60.00, beech 30.00"),
        ("90.00", ("ash 10%", a_line("beech match ash 2", order=2)), "ash 9.00, beech 18.00, uncovered 63.00"),
        # What is left by weight: 3 and 1 of 50.00.
        ("100.00", ("ash 50%", "beech the rest 3", "cedar the rest"), "ash 50.00, beech 37.50, cedar 12.50"),
        # 60% and 60% of what is left ask for 120.00 of 100.00, so each is cut to five sixths.
        ("100.00", ("ash 60%", "beech 60% of rest"), "ash 50.00, beech 50.00"),
        # A reserve that meets what shares leave.
        ("100.00", ("ash 75%", a_line("dean reserve 20.00", order=2)), "ash 75.00, dean 20.00, uncovered 5.00"),
    ],
)
def test_a_charge_and_what_each_line_gives(amount: str, lines: tuple[str | FundingLine, ...], expected: str) -> None:
    """Each line was worked by hand."""
    assert met(amount, *lines) == expected


@pytest.mark.parametrize(
    ("used", "expected"),
    [
        ("", "grant 900.00"),
        ("grant 400.00", "grant 600.00, beech 100.00, cedar 200.00"),
        ("grant 999.99", "grant 0.01, beech 300.00, cedar 599.99"),
        ("grant 1,000.00", "beech 300.00, cedar 600.00"),
        ("grant 1,500.00", "beech 300.00, cedar 600.00"),
    ],
)
def test_what_was_drawn_before_counts_against_a_cap(used: str, expected: str) -> None:
    """£899.99 are left where the grant gives a penny: a third is £299.99 2/3, and takes the odd penny."""
    assert met("900.00", GRANT, *THEN_REST, used=used) == expected


def test_a_unit_price_gives_so_much_for_each_unit_and_never_more_than_is_left() -> None:
    """12 nights at £12.50 are £150.00; a count that is not known gives nothing, and says so."""
    lines = ("ash 12.50 for each nights", a_line("beech the rest", order=2))
    assert met("200.00", *lines, units={"nights": 12}) == "ash 150.00, beech 50.00"
    assert met("100.00", *lines, units={"nights": 12}) == "ash 100.00"
    assert met("200.00", *lines) == "beech 200.00"
    first, _ = allocate(20000, REFUGE, a_funding(*lines), {})
    assert first.why == "held back: no count of nights is known for the period"


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ({}, "uncovered 10.00"),
        ({"area": "north"}, "north 10.00"),
        ({"area": "north", "purposes": ("beds",)}, "north 5.00, beds 5.00"),
        ({"purposes": ("beds",)}, "beds 5.00, uncovered 5.00"),
        ({"purposes": ("beds", "rent")}, "uncovered 10.00"),
        ({"service": "helpline"}, "helpline 10.00"),
        ({"service": ""}, "uncovered 10.00"),
    ],
)
def test_money_pays_only_for_what_it_may(of: dict[str, Any], expected: str) -> None:
    """A line for some services, areas or purposes has no part in anything else, nor where that is not stated."""
    lines = (
        a_line("ash the rest", code="north", areas=("north",), services=("refuge",)),
        a_line("beech 50%", code="beds", purposes=("beds",), services=("refuge",)),
        a_line("cedar the rest", code="helpline", services=("helpline",)),
    )
    funding = a_funding(*lines, tie_order="ash beech cedar")
    assert said(allocate(1000, replace(REFUGE, **of), funding, {})) == expected


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (a_line("ash 50%", standing=Standing.TO_BE_CONFIRMED), "what it gives is to be confirmed"),
        (a_line("ash fixed not stated"), "its amount is not stated"),
        (a_line("ash 50%", conditions=(a_condition(),)), "'The bid is won' is to be met by 2025-09-30"),
        (a_line("ash 50%", share=None), "its share is not stated"),
        (a_line("ash 1.00 for each nights", price=None), "its price is not stated"),
        (a_line("ash 50%", contribution="gift"), "its amount is not stated"),
    ],
)
def test_a_line_that_is_not_sure_gives_nothing_and_says_why(line: FundingLine, why: str) -> None:
    """What it would have given goes to the lines after it."""
    parts = allocate(1000, REFUGE, a_funding(line, a_line("beech the rest", order=2)), {})
    assert [(part.line, part.pence, part.why) for part in parts] == [
        ("ash", 0, f"held back: {why}"),
        ("beech", 1000, "all that is left"),
    ]


def test_a_condition_that_is_met_or_has_no_day_holds_nothing_back() -> None:
    """Only one with a day to be met by does."""
    won = frozenset({("ash", "The bid is won")})
    assert met("10.00", a_line("ash 50%", conditions=(a_condition(),)), met=won) == "ash 5.00, uncovered 5.00"
    assert met("10.00", a_line("ash 50%", conditions=(a_condition(None),))) == "ash 5.00, uncovered 5.00"


def test_a_contribution_is_the_cap_of_the_line_that_draws_it() -> None:
    """Whatever its basis; what it no longer covers goes on."""
    gift = Contribution("gift", "", Organisation("ash", "Ash Council"), "", an_amount("30.00"))
    lines = (a_line("ash 50%", contribution="gift"), a_line("beech the rest", order=2))
    parts = allocate(10000, REFUGE, a_funding(*lines, contributions=(gift,)), {"ash": 1000})
    assert said(parts) == "ash 20.00, beech 80.00"


def test_lines_that_draw_one_contribution_come_to_no_more_than_it() -> None:
    """What either drew counts for both; for one charge it is not clear which is met first."""
    gift = Contribution("gift", "", Organisation("ash", "Ash Council"), "", an_amount("30.00"))
    refuge, helpline = (
        a_line("ash 50%", code=service, services=(service,), contribution="gift") for service in ("refuge", "helpline")
    )
    funding = a_funding(refuge, helpline, contributions=(gift,))
    assert said(allocate(10000, REFUGE, funding, {"helpline": 2000})) == "refuge 10.00, uncovered 90.00"
    both = a_funding(refuge, replace(helpline, services=()), contributions=(gift,))
    with pytest.raises(UnclearShares, match="helpline and refuge draw the same contribution"):
        allocate(10000, REFUGE, both, {})


def test_a_line_may_take_no_part_in_what_is_below_nothing() -> None:
    """Then the others share it."""
    lines = (a_line("ash 50%", negatives=Negatives.NOT_SHARED), a_line("beech the rest", order=2))
    assert met("10.00", *lines) == "ash 5.00, beech 5.00"
    assert met("-10.00", *lines) == "beech -10.00"


@pytest.mark.parametrize(
    ("period", "service", "expected"),
    [
        ("2025-26-Q1", "refuge", "ash 50.00, uncovered 50.00"),
        ("2025-26-Q3", "refuge", "ash 60.00, uncovered 40.00"),
        ("2025-26", "advocacy", "uncovered 100.00"),
        ("2024-25", "refuge", "uncovered 100.00"),
        ("2025-26", "refuge", "change on 2025-10-01, inside 2025-04-01..2026-03-31"),
        ("2025-03-31..2025-04-30", "refuge", "change on 2025-04-01"),
    ],
)
def test_lines_hold_from_their_day_and_one_that_changes_inside_a_period_is_asked_about(
    period: str, service: str, expected: str
) -> None:
    """A change matters only to what the line pays for."""
    first = a_line("ash 50%", dates="2025-04-01..2025-09-30", services=("refuge",))
    then = a_line("ash 60%", dates="2025-10-01..", services=("refuge",))
    setting = Setting(service, "", read_period(period))
    try:
        found = said(allocate(10000, setting, a_funding(first, then), {}))
    except UnclearShares as unclear:
        found = str(unclear)
    assert expected in found


def test_an_offer_that_begins_inside_a_period_changes_nothing() -> None:
    """It gives nothing before its day nor after."""
    offer = a_line("beech 50%", dates="2025-05-01..", standing=Standing.TO_BE_CONFIRMED)
    assert met("10.00", "ash 100%", offer) == "ash 10.00"


@pytest.mark.parametrize(
    "lines",
    [
        ("ash 60%", "beech 41%"),
        (a_line("ash 50%", share=Fraction(-1, 2)),),
        ("ash match beech 1", "beech match ash 1"),
        ("ash fixed 1.00", "ash fixed 2.00"),
    ],
)
def test_lines_that_cannot_be_are_a_fault_of_ours(lines: tuple[str | FundingLine, ...]) -> None:
    """Contract text is checked before, so that these crash."""
    with pytest.raises(ValueError, match=r"share|match|called"):
        met("1.00", *lines)


def test_a_split_without_charges_is_refused_where_caps_or_counts_decide() -> None:
    """Nobody guesses what was drawn before."""
    for line in (GRANT, "ash 1.00 for each nights"):
        with pytest.raises(UnclearShares, match="see the posted charges"):
            split(100, a_funding(line), Q1, "refuge")


WORKED = (
    a_line("ash fixed 600.00", code="grant", label="Home Office grant"),
    a_line("ash fixed 300.00", code="award", label="Police award"),
    a_line("beech 1/3 of rest", order=2),
    a_line("beech 2.50 for each nights", order=2, code="nights", label="Night fee"),
    a_line("cedar match beech 50%", order=2),
    a_line("dean the rest 2", order=3),
    a_line("dean the rest 1", order=3, code="more", label="Second dean", standing=Standing.IMPLIED),
)


def test_the_working_says_in_plain_words_how_each_penny_came_about() -> None:
    """£100.01 is left after the caps; of 2/3, 5/6 and 1/2 of a penny the two largest get the two that are left over."""
    funding = a_funding(*WORKED)
    parts = allocate(100001, replace(REFUGE, units={"nights": 3}), funding, {})
    assert working(parts, names_of(funding)) == (
        "Police award: all that is left of its £300.00 is 30000 pence: £300.00.",
        "Home Office grant: all that is left of its £600.00 is 60000 pence: £600.00.",
        "Beech Council: £100.01 is left after Police award and Home Office grant;"
        " 1/3 of it is 3333 2/3 pence; 3333 pence and 1 penny for the largest remainder: £33.34.",
        "Night fee: 3 nights at £2.50 each is 750 pence: £7.50.",
        "Cedar Council: 50% of the part of Beech Council, 3333 2/3 pence, is 1666 5/6 pence;"
        " 1666 pence and 1 penny for the largest remainder: £16.67.",
        "Dean Council: all that is left is 4250.5 pence; 4250 pence: £42.50.",
        "Second dean: held back: what it gives is implied: £0.00.",
    )


@pytest.mark.parametrize(
    ("lines", "used", "last"),
    [
        (
            ("ash fixed 9.00", "beech fixed 3.00"),
            {},
            "beech: £3.00 is left of its £3.00, and £12.00 of all such lines;"
            " 1/4 of £1.00 to be met is 25 pence: £0.25.",
        ),
        (
            ("ash fixed 9.00",),
            {"ash": 1},
            "ash: £8.99 is left of its £9.00; all of £1.00 still to be met is 100 pence: £1.00.",
        ),
        (
            ("ash 60%", "beech 90% of rest"),
            {},
            "beech: 90% of £1.00, and 2/3 of that, as lines of its order ask for more than is left,"
            " is 60 pence: £0.60.",
        ),
        (("ash 50%", a_line("beech 50% of rest", order=2)), {}, ": what no line meets is 25 pence: £0.25."),
        (("ash 50%",), {}, ": 50% of £1.00 is 50 pence: £0.50."),
    ],
)
def test_the_last_line_of_a_working(lines: tuple[str | FundingLine, ...], used: dict[str, int], last: str) -> None:
    """Caps, cuts and what is left over, of a charge of £1.00."""
    assert working(allocate(100, REFUGE, a_funding(*lines), used), {})[-1] == last


# Credits and the year's drift.


def test_credits_that_come_to_the_charge_leave_nobody_a_penny() -> None:
    """£100.00 in thirds, taken back by halves: the odd pennies of the second are those that the first left."""
    charge = allocated(10000, *THIRDS)
    first = credited(charge, -5000)
    second = credited(charge, -5000, first)
    assert said(first.parts) == "ash -16.67, beech -16.67, cedar -16.66"
    assert said(second.parts) == "ash -16.67, beech -16.66, cedar -16.67"
    assert working(second, {})[0] == "ash: takes back all of the £16.67 that is left of its part of charge 1: -£16.67."
    assert working(first, {})[1] == (
        "beech: takes back 1/2 of the £33.33 that is left of its part of charge 1, 1666.5 pence,"
        " rounded with the others: -£16.67."
    )


@pytest.mark.parametrize(("pence", "credit"), [(100, -101), (100, 1), (-100, 101), (-100, -1), (0, -1)])
def test_a_credit_of_more_than_is_left_or_of_the_wrong_sign_is_refused(pence: int, credit: int) -> None:
    """It would leave a funder with a part of the other sign."""
    with pytest.raises(UnclearMoney, match="is left of charge 1"):
        credit_of(allocated(pence, *THIRDS), credit)


def test_a_years_drift_is_settled_in_one_line() -> None:
    """£8,333.33 in thirds twelve times gives two funders four pennies too many and one eight too few."""
    year = [allocated(833333, *THIRDS) for _ in range(12)]
    settled = true_up(year)
    assert said(settled) == "ash -0.04, beech -0.04, cedar 0.08"
    assert working(settled, {})[2] == (
        "cedar: settles the year: its exact parts come to 3333332 pence, and £33,333.24 was posted: £0.08."
    )
    assert true_up([*year, replace(year[0], pence=0, parts=settled)]) == ()
    assert true_up(year[:1]) == true_up(()) == ()


def test_a_true_up_never_takes_a_line_past_its_cap() -> None:
    """£0.05 twice, a tenth from ash and the rest from beech's grant of £0.08: exactly 1 and 9 pence, and 2 and 8 stand.

    Without the cap ash would give one penny less and beech one more, £0.09 of £0.08. Three lines without a cap that
    stand at 5, 1 and 3, together 9, for exact parts of 4.4, 2.4 and 2.2: those are 4, 2 and 2, and the odd penny is
    ash's, first of two remainders of 0.4. So beech has one more and cedar one less.
    """
    parts = (Part("ash", "ash", Fraction(1, 2), 1), Part("beech", "beech", Fraction(9, 2), 4))
    year = [replace(a_charge("ash 0.05"), pence=5, parts=parts)] * 2
    assert said(true_up(year)) == "ash -0.01, beech 0.01"
    assert true_up(year, capped={"beech"}) == ()
    figures = {"ash": (Fraction(44, 10), 5), "beech": (Fraction(24, 10), 1), "cedar": (Fraction(22, 10), 3)}
    uncapped = tuple(Part(line, line, *figure) for line, figure in figures.items())
    grant = Part("grant", "grant", Fraction(71, 10), 7)
    charge = replace(a_charge("ash 0.16"), pence=16, parts=(*uncapped, grant))
    assert said(true_up([charge], capped={"grant"})) == "beech 0.01, cedar -0.01"


@pytest.mark.parametrize(
    ("pence", "width"), [(100_000_000, 500_000), (-100_000_000, 500_000), (200, 1), (201, 2), (0, 0)]
)
def test_whole_percents_leave_half_a_point_in_doubt(pence: int, width: int) -> None:
    """£5,000 for each £1m; part of a penny counts as one."""
    assert doubt(pence) == width
