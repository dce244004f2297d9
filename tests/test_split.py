"""Every penny of a charge belongs to one funder, whatever the order of the lines."""

from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import UnclearShares
from commissioning.funding.splitting.split import UNCOVERED, Split, split
from commissioning.model.contract import Funding, FundingShare
from commissioning.model.organisation import Organisation
from commissioning.period import read_period

NAMES = ("Ash Council", "Beech Council", "Cedar Council", "Dean Council")


def a_share(name: str, share: str, dates: str = "..") -> FundingShare:
    """A share like `1/3` or `87%`, held between dates like `2019-04-01..`."""
    weight = Fraction(share.removesuffix("%")) / (100 if share.endswith("%") else 1)
    held = read_period(dates)
    return FundingShare(Organisation(name.split(maxsplit=1)[0].lower(), name), weight, held.start, held.end)


def a_funding(*shares: FundingShare, tie_order: str = "ash beech cedar dean") -> Funding:
    """Shares, and which funder comes first where remainders are equal."""
    return Funding(tuple(share.line for share in shares), tuple(tie_order.split()), whole_percents_only=False)


def shared(*weights: str) -> Funding:
    """Ash, Beech, Cedar and Dean with these shares, in that order."""
    return a_funding(*(a_share(name, weight) for name, weight in zip(NAMES, weights, strict=False)))


def pence(split: Split) -> list[int]:
    """What each part of a split comes to."""
    return [part.pence for part in split.parts]


FOUR = shared("87%", "5%", "7%", "1%")
THIRDS = shared("1/3", "1/3", "1/3")
GROWING = a_funding(
    a_share(NAMES[0], "50%", "..2020-03-31"),
    a_share(NAMES[0], "60%", "2020-04-01.."),
    a_share(NAMES[1], "40%"),
)


@pytest.mark.parametrize(
    ("amount", "funding", "expected"),
    [
        (100000001, FOUR, [87000001, 5000000, 7000000, 1000000]),
        (-100000001, FOUR, [-87000001, -5000000, -7000000, -1000000]),
        (12345, FOUR, [10740, 617, 864, 124]),
        (10000, THIRDS, [3334, 3333, 3333]),
        (20000, THIRDS, [6667, 6667, 6666]),
        (1, THIRDS, [1, 0, 0]),
        (0, FOUR, [0, 0, 0, 0]),
        (10000, shared("1/3", "1/3"), [3334, 3333, 3333]),
        (1, shared("50%"), [1, 0]),
        (10000, shared("0%", "90%"), [0, 9000, 1000]),
        (12345, a_funding(), [12345]),
    ],
)
def test_an_amount_and_its_parts(amount: int, funding: Funding, expected: list[int]) -> None:
    """Largest remainders get the pennies left over, ties go by tie order, what is uncovered comes last."""
    assert pence(split(amount, funding)) == expected


@pytest.mark.parametrize("tie_order", ["ash beech cedar", "cedar beech ash", "beech cedar ash"])
def test_a_tie_goes_by_tie_order_and_not_by_the_order_of_lines(tie_order: str) -> None:
    """Whoever is first in tie order stands first and gets the penny."""
    for shares in (THIRDS.shares, THIRDS.shares[::-1]):
        parts = split(10000, a_funding(*shares, tie_order=tie_order)).parts
        assert [(part.funder, part.pence) for part in parts] == list(
            zip(tie_order.split(), [3334, 3333, 3333], strict=True)
        )


def test_what_no_funder_covers_is_its_own_last_line() -> None:
    """Nothing is rescaled: an uncovered part is shown, under a name that is no funder's."""
    found = split(10000, shared("60%", "25%"))
    *_, last = found.parts
    assert (last.funder, last.line, last.quota, last.pence) == ("", "", 1500, 1500)
    assert (found.share(last), found.names[last.line]) == (Fraction(15, 100), UNCOVERED)
    assert [part.funder for part in split(10000, FOUR).parts] == ["ash", "beech", "cedar", "dean"]


def test_shares_of_one_funder_at_one_time_are_one_part() -> None:
    """A funder that pays under two lines gets one part, as though they were one line."""
    two_lines = a_funding(a_share(NAMES[0], "25%"), a_share(NAMES[1], "50%"), a_share(NAMES[0], "25%"))
    assert split(12345, two_lines) == split(12345, shared("50%", "50%"))


def test_a_split_of_whole_percents_says_it_is_illustrative() -> None:
    """Shares that were published rounded cannot bill anyone."""
    rounded = Funding(FOUR.lines, FOUR.tie_order, whole_percents_only=True)
    assert (split(100, rounded).illustrative, split(100, FOUR).illustrative) == (True, False)


@pytest.mark.parametrize("weights", [("60%", "41%"), ("120%",), ("110%", "-20%")])
def test_shares_that_cannot_be_are_a_fault_of_ours(weights: tuple[str, ...]) -> None:
    """Contract text is checked before, so that these crash."""
    with pytest.raises(ValueError, match="shares"):
        split(100, shared(*weights))


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2019-20", {"ash": "1/2", "beech": "2/5"}),
        ("2019-20-Q4", {"ash": "1/2", "beech": "2/5"}),
        ("2020-03-31..2020-03-31", {"ash": "1/2", "beech": "2/5"}),
        ("2020-04-01..2020-04-01", {"ash": "3/5", "beech": "2/5"}),
        ("2020-21", {"ash": "3/5", "beech": "2/5"}),
        ("..2020-03-31", {"ash": "1/2", "beech": "2/5"}),
        ("2020-04-01..", {"ash": "3/5", "beech": "2/5"}),
    ],
)
def test_the_shares_that_hold_all_through_a_period(period: str, expected: dict[str, str]) -> None:
    """First and last days count in."""
    found = split(100, GROWING, read_period(period))
    assert {part.funder: str(found.share(part)) for part in found.parts if part.funder} == expected


FROM_2019 = a_funding(a_share(NAMES[0], "60%", "2019-04-01..2021-03-31"), a_share(NAMES[1], "40%", "2019-04..2021-03"))


@pytest.mark.parametrize(
    ("funding", "period", "words"),
    [
        (GROWING, None, ["2020-04-01", "give the period"]),
        (GROWING, "2019-10-01..2020-09-30", ["change on 2020-04-01", "2019-10-01..2020-09-30"]),
        (GROWING, "2020-03-31..2020-04-01", ["change on 2020-04-01"]),
        (GROWING, "2020-03..", ["change on 2020-04-01"]),
        (FROM_2019, "2019-03-31..2019-04-30", ["change on 2019-04-01"]),
        (FROM_2019, "2021-03-01..2021-04-30", ["change on 2021-04-01"]),
        (FROM_2019, "2018-19", ["No share", "2018-04-01..2019-03-31"]),
    ],
)
def test_shares_that_are_not_one_set_all_through_are_refused(
    funding: Funding, period: str | None, words: list[str]
) -> None:
    """The refusal names the date of the change, or asks for a period."""
    with pytest.raises(UnclearShares) as refusal:
        split(100, funding, read_period(period) if period else None)
    assert [word for word in words if word not in str(refusal.value)] == []


def test_shares_with_one_set_of_dates_need_no_period() -> None:
    """Dates alone leave no doubt as long as only one set of shares ever holds."""
    assert pence(split(1000, FROM_2019)) == [600, 400]


def test_a_line_renewed_at_the_same_share_is_no_change() -> None:
    """A year across two lines that say the same is split by what they both say."""
    renewed = a_funding(a_share(NAMES[0], "1", "..2019-09-30"), a_share(NAMES[0], "1", "2019-10-01.."))
    assert pence(split(1000, renewed, read_period("2019-20"))) == pence(split(1000, renewed)) == [1000]


def test_a_share_to_the_end_of_all_days_is_no_change() -> None:
    """Some write the last day there is for an end not stated."""
    endless = FundingShare(Organisation("ash", "Ash Council"), Fraction(1), None, date.max)
    assert pence(split(1000, a_funding(endless), read_period("2019-11.."))) == [1000]


def test_the_working_says_how_each_part_comes_about() -> None:
    """Anyone with a calculator can follow it."""
    funding = a_funding(
        a_share("Cheshire East Council", "87%"), a_share("Ash Council", "13%"), tie_order="cheshire ash"
    )
    assert split(100000001, funding).working == (
        "Cheshire East Council: 87% of £1,000,000.01 is 87000000.87 pence; "
        "87000000 pence and 1 penny for the largest remainder: £870,000.01.",
        "Ash Council: 13% of £1,000,000.01 is 13000000.13 pence; 13000000 pence: £130,000.00.",
    )


@pytest.mark.parametrize(
    ("amount", "weights", "line"),
    [
        (10000, ("87%",), "Ash Council: 87% of £100.00 is 8700 pence: £87.00."),
        (10000, ("12.5%",), "Ash Council: 12.5% of £100.00 is 1250 pence: £12.50."),
        (10000, ("100%",), "Ash Council: 100% of £100.00 is 10000 pence: £100.00."),
        (100, ("1%",), "Ash Council: 1% of £1.00 is 1 penny: £0.01."),
        (
            10000,
            ("1/3", "1/3", "1/3"),
            "Ash Council: 1/3 of £100.00 is 3333 1/3 pence; "
            "3333 pence and 1 penny for the largest remainder, equal ones by tie order: £33.34.",
        ),
        (
            -101,
            ("87%", "13%"),
            "Ash Council: 87% of £1.01 is 87.87 pence; "
            "87 pence and 1 penny for the largest remainder, with its minus sign back: -£0.88.",
        ),
        (
            2,
            ("37.5%", "37.5%", "25%"),
            "Ash Council: 37.5% of £0.02 is 0.75 pence; 0 pence and 1 penny for the largest remainder: £0.01.",
        ),
        (
            4,
            ("1/3", "2/3"),
            "Ash Council: 1/3 of £0.04 is 1 1/3 pence; 1 penny: £0.01.",
        ),
    ],
)
def test_the_first_line_of_a_working(amount: int, weights: tuple[str, ...], line: str) -> None:
    """Percents print as such where they are tidy, else as fractions; a credit is worked without its sign."""
    assert split(amount, shared(*weights)).working[0] == line


@st.composite
def fundings(draw: st.DrawFn) -> Funding:
    """Up to four funders whose shares come to 1 or less, in any tie order."""
    weights = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=4))
    whole = sum(weights) + draw(st.integers(0, 500))
    shares = [a_share(name, str(Fraction(weight, whole or 1))) for name, weight in zip(NAMES, weights, strict=False)]
    tie_order = draw(st.permutations([share.funder.id for share in shares]))
    return Funding(tuple(share.line for share in shares), tuple(tie_order), whole_percents_only=False)


AMOUNTS = st.integers(-(10**12), 10**12)


@given(AMOUNTS, fundings())
def test_parts_add_up_to_the_amount(amount: int, funding: Funding) -> None:
    """No penny is lost or made."""
    assert sum(pence(split(amount, funding))) == amount


@given(AMOUNTS, fundings())
def test_a_negative_amount_mirrors_the_positive(amount: int, funding: Funding) -> None:
    """A credit of a whole charge leaves every funder at nought."""
    assert pence(split(-amount, funding)) == [-part for part in pence(split(amount, funding))]


@given(AMOUNTS, fundings())
def test_each_part_is_within_a_penny_of_its_quota_and_has_the_amounts_sign(amount: int, funding: Funding) -> None:
    """No positive amount gives anyone a negative penny, and nobody without a share pays."""
    for part in split(amount, funding).parts:
        assert abs(part.pence - part.quota) < 1
        assert part.pence * amount >= 0
        assert part.quota or not part.pence


@given(AMOUNTS, fundings(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(amount: int, funding: Funding, random: Random) -> None:
    """The same shares in any order give the same split."""
    shares = list(funding.shares)
    random.shuffle(shares)
    other = Funding(tuple(share.line for share in shares), funding.tie_order, whole_percents_only=False)
    assert split(amount, other) == split(amount, funding)
