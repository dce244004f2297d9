"""A return that was recorded in; its receipt as a Document, or as a page in a folder, out."""

from collections.abc import Iterable
from pathlib import Path

from commissioning.contract.reporting import period_label
from commissioning.errors import NothingThere
from commissioning.model.document import Document
from commissioning.model.organisation import Actor
from commissioning.model.posted import Receipt
from commissioning.report.receipt import receipt_document
from commissioning.store import Store
from commissioning.work.workspace import Workspace
from commissioning.writers.html import write_html


def receipt_for(workspace: Workspace, contract: str, period: str, actor: Actor) -> Document:
    """The receipt of the return that stands for a contract and period; of the last one stopped, where none does."""
    with workspace.store() as store:
        came = came_for(workspace, store, contract, period, actor)
        standing = {entry.sha256 for entry in store.entries(came[0].contract) if entry.period == came[0].period}
        stands = [one for one in came if one.sha256 in standing]
        return _receipt(workspace, store, (stands or came)[-1].sha256, actor)


def came_for(workspace: Workspace, store: Store, contract: str, period: str, actor: Actor) -> tuple[Receipt, ...]:
    """The returns that were recorded for a contract and period, oldest first; NothingThere where there is none."""
    asked = workspace.period(period, actor, contract)
    found = workspace.contract(contract, actor).id
    came = tuple(one for one in store.receipts() if one.contract == found and one.period == asked)
    if not came:
        raise NothingThere(f"No return of {contract} for {period} was received, so there is nothing to send back.")
    return came


def write_receipts(workspace: Workspace, digests: Iterable[str], folder: Path, actor: Actor) -> tuple[Path, ...]:
    """A page in the folder for each return that was recorded, by its sha256; what left no trace gets none."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with workspace.store() as store:
        for sha256 in dict.fromkeys(digests):
            receipt = store.receipt(sha256)
            if receipt is not None and receipt.contract in workspace.seen_by(actor):
                page = folder / f"receipt-{_called(workspace, receipt, actor)}-{sha256[:8]}.html"
                page.write_bytes(write_html(_receipt(workspace, store, sha256, actor), workspace.dress))
                written.append(page)
    return tuple(written)


def _called(workspace: Workspace, receipt: Receipt, actor: Actor) -> str:
    """The contract and the period, as its own calendar labels it."""
    if receipt.period is None:
        return receipt.contract
    terms = workspace.contract(receipt.contract, actor).terms_for(receipt.period)
    return f"{receipt.contract}-{period_label(terms, receipt.period)}"


def _receipt(workspace: Workspace, store: Store, sha256: str, actor: Actor) -> Document:
    receipt, judgement = store.receipt(sha256), store.judgement(sha256)
    if receipt is None or judgement is None or receipt.period is None:
        raise NothingThere("This return was not recorded, so there is no receipt; import it first.")
    terms = workspace.contract(receipt.contract, actor).terms_for(receipt.period)
    entries = tuple(entry for entry in store.entries(receipt.contract) if entry.sha256 == sha256)
    decisions = tuple(decision for decision in store.decisions() if decision.sha256 == sha256)
    return receipt_document(receipt, judgement, entries, decisions, terms)
