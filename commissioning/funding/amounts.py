"""An amount that contract text states to its pence, so far as it is exact."""

from commissioning.model.agreed import Agreed
from commissioning.model.quantity import Bound, Quantity, Standing
from commissioning.money import to_pence


def exact_pence(agreed: Agreed | None) -> int | None:
    """An agreed amount in pence; None where it is not stated, not exact or still to be confirmed."""
    given = agreed.given if agreed else None
    is_known = isinstance(given, Quantity) and given.bound is Bound.EXACT
    if not is_known or not isinstance(given, Quantity) or given.standing is Standing.TO_BE_CONFIRMED:
        return None
    return to_pence(given.value)
