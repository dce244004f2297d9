"""A part that is worked out as it is read is no different from one that was given whole."""

import pickle
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from commissioning.funding.splitting.allocate import allocate
from commissioning.model.accounts import Part
from tests.money_makers import REFUGE, a_funding, a_line

FUNDING = a_funding(
    a_line("ash fixed 10.00", code="grant"), a_line("beech 1/3 of rest", order=2), a_line("cedar the rest", order=3)
)
WHOLE = {
    1000: (
        Part("grant", "ash", Fraction(1000), 1000, "all that is left of its £10.00"),
        Part("beech", "beech", Fraction(0), 0, "£0.00 is left after Ash Council; 1/3 of it"),
        Part("cedar", "cedar", Fraction(0), 0, "all that is left"),
    ),
    2000: (
        Part("grant", "ash", Fraction(1000), 1000, "all that is left of its £10.00"),
        Part("beech", "beech", Fraction(1000, 3), 333, "£10.00 is left after Ash Council; 1/3 of it"),
        Part("cedar", "cedar", Fraction(2000, 3), 667, "all that is left"),
    ),
    -2000: (
        Part("grant", "ash", Fraction(-1000), -1000, "all that is left of its £10.00"),
        Part("beech", "beech", Fraction(-1000, 3), -333, "£10.00 is left after Ash Council; 1/3 of it"),
        Part("cedar", "cedar", Fraction(-2000, 3), -667, "all that is left"),
    ),
}


def split(pence: int) -> tuple[Part, ...]:
    """The parts of a charge, none of which was read yet."""
    return allocate(pence, REFUGE, FUNDING, {})


@pytest.mark.parametrize("pence", WHOLE)
def test_it_says_what_one_that_was_given_whole_says(pence: int) -> None:
    """A grant first, and shares of what it leaves, of which there may be nothing."""
    assert split(pence) == WHOLE[pence]
    assert [hash(part) for part in split(pence)] == [hash(part) for part in WHOLE[pence]]
    assert repr(split(pence)) == repr(WHOLE[pence])


def test_it_is_packed_and_changed_like_any_other() -> None:
    """By workers, and by whoever puts another in its place."""
    assert pickle.loads(pickle.dumps(split(2000))) == WHOLE[2000]  # noqa: S301  # packed a line before
    assert replace(split(2000)[1], line="birch") == replace(WHOLE[2000][1], line="birch")


def test_nothing_of_it_can_be_set_and_it_has_nothing_else() -> None:
    """Before or after it was read."""
    part = split(2000)[1]
    for name in ("why", "pence"):
        with pytest.raises(FrozenInstanceError):
            setattr(part, name, "")
    with pytest.raises(AttributeError, match="a part has no colour"):
        getattr(part, "colour")  # noqa: B009  # mypy knows of none
