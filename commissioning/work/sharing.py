"""A period goes in; what is posted for each funder comes out, from the books as they are now."""

from dataclasses import replace

from commissioning.errors import CommissioningError
from commissioning.funding.charges.shares import Shares, shares_of
from commissioning.model.contract import Contract
from commissioning.model.organisation import Actor
from commissioning.nearest import or_hint
from commissioning.period import Period
from commissioning.work.accounts import books_of
from commissioning.work.workspace import Workspace


def shares_posted(
    workspace: Workspace, asked: Period, actor: Actor, contract: str | None = None, funder: str | None = None
) -> tuple[Shares, ...]:
    """The shares of one contract, or of every one with any in a period; with a funder, their part of each alone.

    One that is named and has none is there where none can ever be, with why.

    CommissioningError for a funder who funds none of them.
    """
    contracts = workspace.named(actor, contract)
    if funder is not None:
        _refuse_unknown(funder, contracts)
    with workspace.store() as store:
        books = books_of(workspace, actor, store, contract)
    found = (shares_of(one, asked) for one in books if funder is None or funder in one.contract.funders)
    return tuple(_of_funder(one, funder) for one in found if not one.is_empty or (contract and one.never))


def _of_funder(shares: Shares, funder: str | None) -> Shares:
    if funder is None:
        return shares
    return replace(shares, payers=tuple(payer for payer in shares.payers if payer.funder == funder))


def _refuse_unknown(funder: str, contracts: tuple[Contract, ...]) -> None:
    known = sorted({id for one in contracts for id in one.funders})
    if funder not in known:
        hint = or_hint(funder, known, f"there are: {', '.join(known) or 'none'}.")
        raise CommissioningError(f"No funding line is of {funder!r}; {hint}")
