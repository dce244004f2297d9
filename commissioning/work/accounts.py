"""The books of contracts' money, from contract text and the ledger."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from commissioning.funding.books import Books
from commissioning.model.accounts import Charge, IssuedStatement, LedgerLine, MoneyEvent
from commissioning.model.contract import Contract
from commissioning.model.organisation import Actor
from commissioning.store import Store
from commissioning.work.reporting import ledgers_in
from commissioning.work.workspace import Workspace

OfContract = TypeVar("OfContract", Charge, LedgerLine, MoneyEvent)


def books_of(workspace: Workspace, actor: Actor, store: Store, contract: str | None = None) -> tuple[Books, ...]:
    """The books of one contract, or of every one that the actor sees, in the order of the contracts."""
    charges = _by_contract(store.charges(contract))
    lines = _by_contract(store.ledger_lines(contract))
    events = _by_contract(store.money_events(contract))
    statements = store.statements()
    found = []
    for ledger in ledgers_in(store, workspace, actor, contract):
        id = ledger.contract.id
        found.append(
            Books(
                contract=ledger.contract,
                entries=ledger.entries,
                charges=tuple(charges[id]),
                lines=tuple(lines[id]),
                events=tuple(events[id]),
                statements=_of_funders(statements, ledger.contract, charges[id]),
            )
        )
    return tuple(found)


def _of_funders(
    statements: tuple[IssuedStatement, ...], contract: Contract, charges: Iterable[Charge]
) -> tuple[IssuedStatement, ...]:
    """The statements that hold a charge of the contract, or are of one of its funders."""
    funders = {
        line.funder.id
        for terms in contract.versions
        for line in (terms.funding.lines if terms.funding else ())
        if line.funder
    }
    numbers = {charge.number for charge in charges}
    return tuple(one for one in statements if one.funder in funders or not numbers.isdisjoint(one.charges))


def _by_contract(nouns: Iterable[OfContract]) -> dict[str, list[OfContract]]:
    found: dict[str, list[OfContract]] = defaultdict(list)
    for noun in nouns:
        found[noun.contract].append(noun)
    return found
