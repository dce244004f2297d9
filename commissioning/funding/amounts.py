"""An amount that contract text states to its pence: exact, firm or as it is stated; and to a year's."""

from commissioning.model.agreed import Agreed
from commissioning.model.quantity import Bound, Quantity, Standing
from commissioning.money import to_pence
from commissioning.period import YEAR_MONTHS


def exact_pence(agreed: Agreed | None) -> int | None:
    """An agreed amount in pence; None where it is not stated, not exact or still to be confirmed."""
    given = agreed.given if agreed else None
    is_known = isinstance(given, Quantity) and given.bound is Bound.EXACT
    if not is_known or not isinstance(given, Quantity) or given.standing is Standing.TO_BE_CONFIRMED:
        return None
    return to_pence(given.value)


def firm_pence(agreed: Agreed | None) -> int | None:
    """An exact amount in pence that is stated outright; None for any other, so also for one that is implied."""
    given = agreed.given if agreed else None
    if isinstance(given, Quantity) and given.bound is Bound.EXACT and given.standing is Standing.STATED:
        return to_pence(given.value)
    return None


def stated_pence(agreed: Agreed | None) -> int | None:
    """A stated amount in pence, whatever its bound; None where it is not stated or to be confirmed."""
    if agreed is None or not isinstance(agreed.given, Quantity) or agreed.given.standing is Standing.TO_BE_CONFIRMED:
        return None
    return to_pence(agreed.given.value)


def a_years(pence: int | None, agreed: Agreed | None) -> int | None:
    """An amount's pence for a year: twelve times those of one that is for each month."""
    return pence * YEAR_MONTHS if pence is not None and agreed and agreed.when.per == "month" else pence
