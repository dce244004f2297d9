"""Returns as the ledger has them now: each with its newest judgement, its decisions and whether its figures stand."""

from collections.abc import Iterable, Mapping

from commissioning.ledger import changes_between
from commissioning.model.posted import Change, Entry, Receipt, State
from commissioning.period import Period
from commissioning.report.evidence import Arrived
from commissioning.store import Store
from commissioning.totals.figures import Ledger


def arrived_within(store: Store, ledger: Ledger, asked: Period) -> tuple[Arrived, ...]:
    """The contract's returns whose period touches the one asked for, oldest receipt first."""
    id = ledger.contract.id
    return _arrived(store, ledger, (r for r in store.receipts() if _touches(r, id, asked)))


def returns_behind(store: Store, ledger: Ledger, entries: Iterable[Entry]) -> Mapping[str, Arrived]:
    """The return behind each of the contract's entries, by sha256."""
    receipts = (store.receipt(sha256) for sha256 in dict.fromkeys(entry.sha256 for entry in entries))
    found = _arrived(store, ledger, (receipt for receipt in receipts if receipt))
    return {arrived.receipt.sha256: arrived for arrived in found}


def _touches(receipt: Receipt, contract: str, asked: Period) -> bool:
    return receipt.contract == contract and receipt.period is not None and asked.overlaps(receipt.period)


def _arrived(store: Store, ledger: Ledger, receipts: Iterable[Receipt]) -> tuple[Arrived, ...]:
    states = {entry.sha256: entry.state for entry in ledger.entries}
    decisions, explained = store.decisions(), store.explained()
    found: list[Arrived] = []
    for receipt in receipts:
        judgement = store.judgement(receipt.sha256)
        about = tuple(decision for decision in decisions if decision.sha256 == receipt.sha256)
        state = states.get(receipt.sha256)
        if judgement:
            changes = _changes(store, ledger, receipt)
            found.append(
                Arrived(
                    receipt=receipt,
                    judgement=judgement,
                    decisions=about,
                    stands=state is not None,
                    provisional=state is State.PROVISIONAL,
                    changes=changes,
                    explained=receipt.sha256 in explained,
                )
            )
    return tuple(found)


def _changes(store: Store, ledger: Ledger, receipt: Receipt) -> tuple[Change, ...]:
    """What a correction changed; nothing where it was stopped, or corrects none."""
    after = store.entries_of(receipt.sha256) if receipt.corrects else ()
    terms = ledger.contract.terms_for(receipt.period) if receipt.period else None
    return changes_between(store.entries_of(receipt.corrects), after, terms) if after else ()
