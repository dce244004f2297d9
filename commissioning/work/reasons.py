"""Reasons that people give: printed for years beside figures, so nobody may be recognisable in them."""

from commissioning import privacy
from commissioning.errors import CommissioningError


def refuse_personal_data(words: str, what: str) -> None:
    """Raise, without repeating the words, where they look like personal data."""
    if privacy.may_identify(words):
        raise CommissioningError(f"{what} seems to hold personal data and was not kept; say it without naming anyone.")
