"""The books of contracts' money, from contract text and the ledger; and what is due in them, posted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from commissioning.funding.books import Books
from commissioning.funding.charges.charging import WHOLE_PERCENTS, why_not_charged
from commissioning.funding.charges.due import due
from commissioning.funding.general_ledger.coding import coded_since
from commissioning.model.accounts import Charge, IssuedStatement, LedgerLine, MoneyEvent
from commissioning.model.contract import Contract
from commissioning.model.organisation import Actor
from commissioning.store import PostedMeanwhile, Store
from commissioning.work.reporting import ledgers_in
from commissioning.work.workspace import Workspace

ATTEMPTS = 20
"""How often what is due is worked out anew because others posted meanwhile; then the next import sees to it."""

OfContract = TypeVar("OfContract", Charge, LedgerLine, MoneyEvent)


def books_of(workspace: Workspace, actor: Actor, store: Store, contract: str | None = None) -> tuple[Books, ...]:
    """The books of one contract, or of every one that the actor sees, in the order of the contracts."""
    charges = _by_contract(store.charges(contract))
    lines = _by_contract(store.ledger_lines(contract))
    events = _by_contract(store.money_events(contract))
    statements = store.statements()
    return tuple(
        Books(
            contract=ledger.contract,
            entries=ledger.entries,
            charges=tuple(charges[id]),
            lines=coded_since(lines[id], ledger.contract),
            events=tuple(events[id]),
            statements=_of_contract(statements, ledger.contract, charges[id]),
        )
        for ledger in ledgers_in(store, workspace, actor, contract)
        for id in [ledger.contract.id]
    )


def post_what_is_due(
    workspace: Workspace, store: Store, actor: Actor, now: datetime, contracts: Iterable[str] | None = None
) -> tuple[Charge, ...]:
    """Post what the figures that stand make due and is not posted yet, of the contracts named or of all that the actor
    sees; and say it.

    Done twice, it posts nothing the second time; so one that was cut off is made good by the next. Where others post
    at the same time it is worked out anew.
    """
    seen = workspace.seen_by(actor)
    asked = seen if contracts is None else [id for id in sorted(set(contracts)) if id in seen]
    posted: list[Charge] = []
    for id in asked:
        if why_not_charged(seen[id]) in {"", WHOLE_PERCENTS}:
            posted += _post_due(workspace, store, actor, now, id)
    return tuple(posted)


def _post_due(workspace: Workspace, store: Store, actor: Actor, now: datetime, contract: str) -> tuple[Charge, ...]:
    for _ in range(ATTEMPTS):
        (books,) = books_of(workspace, actor, store, contract)
        charges = due(books).charges
        try:
            seen = {"seen": books.newest, "seen_event": books.newest_event}
            return store.post_charges(charges, actor, now, **seen) if charges else ()
        except PostedMeanwhile:
            continue
    return ()


def _of_contract(
    statements: tuple[IssuedStatement, ...], contract: Contract, charges: Iterable[Charge]
) -> tuple[IssuedStatement, ...]:
    """The statements that hold a charge of the contract, or that who leads it issued to one of its funders."""
    funders = contract.funders
    numbers = {charge.number for charge in charges}
    return tuple(
        one
        for one in statements
        if not numbers.isdisjoint(one.charges) or (one.funder in funders and one.commissioner == _lead(contract, one))
    )


def _lead(contract: Contract, statement: IssuedStatement) -> str:
    """The id of who led the contract in the period of a statement; empty where that is not stated."""
    lead = contract.terms_for(statement.period).parties.lead
    return lead.id if lead else ""


def _by_contract(nouns: Iterable[OfContract]) -> dict[str, list[OfContract]]:
    found: dict[str, list[OfContract]] = defaultdict(list)
    for noun in nouns:
        found[noun.contract].append(noun)
    return found
