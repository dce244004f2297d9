"""What an agreed amount comes to in pence: the less is known of it, the fewer may rest on it."""

from decimal import Decimal

import pytest

from commissioning.funding.amounts import a_years, exact_pence, firm_pence, stated_pence
from commissioning.model.agreed import Agreed, When
from commissioning.model.quantity import Bound, Missing, Quantity, Standing


@pytest.mark.parametrize(
    ("bound", "standing", "stated", "exact", "firm"),
    [
        (Bound.EXACT, Standing.STATED, 1050, 1050, 1050),
        (Bound.EXACT, Standing.IMPLIED, 1050, 1050, None),
        (Bound.EXACT, Standing.TO_BE_CONFIRMED, None, None, None),
        (Bound.UP_TO, Standing.STATED, 1050, None, None),
        (Bound.ABOUT, Standing.TO_BE_CONFIRMED, None, None, None),
    ],
)
def test_less_rests_on_an_amount_of_which_less_is_known(
    bound: Bound, standing: Standing, stated: int | None, exact: int | None, firm: int | None
) -> None:
    agreed = Agreed(Quantity(Decimal("10.50"), bound, standing))
    assert (stated_pence(agreed), exact_pence(agreed), firm_pence(agreed)) == (stated, exact, firm)


@pytest.mark.parametrize("agreed", [None, Agreed(Missing.NOT_STATED)])
def test_what_is_not_stated_is_no_amount(agreed: Agreed | None) -> None:
    assert (stated_pence(agreed), exact_pence(agreed), firm_pence(agreed), a_years(None, agreed)) == (None,) * 4


@pytest.mark.parametrize(("per", "pence"), [("month", 12000), ("year", 1000), ("", 1000)])
def test_so_much_a_month_is_twelve_times_that_a_year(per: str, pence: int) -> None:
    assert a_years(1000, Agreed(Quantity(Decimal(10)), When(per=per))) == pence
