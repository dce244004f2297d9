"""The books of a contract to what its provider is owed in a period, under each of its terms of payment."""

from collections.abc import Callable, Iterator
from functools import partial

from commissioning.funding.books import Books
from commissioning.funding.paying.activity import activity_dues
from commissioning.funding.paying.blocks import block_dues
from commissioning.funding.paying.due import DueState, Evidence, PaymentDue
from commissioning.funding.paying.grants import grant_dues
from commissioning.funding.paying.spells import Spell, codes_of, spells_of, years_of
from commissioning.model.funding import PaymentModel
from commissioning.period import Period

__all__ = ["DueState", "Evidence", "PaymentDue", "payments_of"]


def payments_of(books: Books, period: Period) -> tuple[PaymentDue, ...]:
    """What falls due in a period of known days, in order of day and term, with what is not owed and why.

    It is what the terms and the accepted figures come to now. What was paid, withheld or taken back is in the account
    (`account_of`). UnclearPeriod for a period whose ends are not both stated.
    """
    dues = (due for code in codes_of(books.contract) for due in _of_term(books, code, period))
    inside = (due for due in dues if period.contains(Period(due.day, due.day)))
    return tuple(sorted(inside, key=lambda due: (due.day, due.term, due.period.sort_key)))


def _of_term(books: Books, code: str, period: Period) -> Iterator[PaymentDue]:
    spells = spells_of(books.contract, code)
    by_model: dict[PaymentModel, Callable[[tuple[Spell, ...], Period], Iterator[PaymentDue]]] = {
        PaymentModel.BLOCK: block_dues,
        PaymentModel.UNIT_PRICE: partial(activity_dues, books),
        PaymentModel.RESULTS: partial(activity_dues, books),
        PaymentModel.GRANT: partial(grant_dues, books),
    }
    for year in years_of(books.contract, period):
        for model in dict.fromkeys(spell.term.model for spell in spells if spell.days.overlaps(year)):
            yield from by_model[model](tuple(spell for spell in spells if spell.term.model is model), year)
