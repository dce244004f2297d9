"""A return that was recorded in; its receipt as a Document, or as a page in a folder, out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from commissioning.contract.reporting import period_label
from commissioning.editions import Said
from commissioning.errors import NothingThere
from commissioning.model.contract import Terms
from commissioning.model.document import Document
from commissioning.model.organisation import Actor
from commissioning.model.posted import Decision, Entry, Judgement, Receipt
from commissioning.period import Period
from commissioning.report.receipt import receipt_document
from commissioning.store import Store
from commissioning.work.checking import Known
from commissioning.work.mailbox import Came
from commissioning.work.workers import check_files
from commissioning.work.workspace import Workspace
from commissioning.writers.html import write_html

if TYPE_CHECKING:
    from commissioning.findings import Explained


def receipt_for(workspace: Workspace, contract: str, period: str, actor: Actor) -> Document:
    """The receipt of the return that stands for a contract and period; of the last one stopped, where none does."""
    with workspace.store() as store:
        came = came_for(workspace, store, contract, period, actor)
        standing = {entry.sha256 for entry in store.entries(came[0].contract) if entry.period == came[0].period}
        stands = [one for one in came if one.sha256 in standing]
        kept = _kept(workspace, store, (stands or came)[-1], actor)
    [document] = _documents([kept], workspace, actor)
    return document


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
    with workspace.store() as store:
        receipts = [store.receipt(sha256) for sha256 in dict.fromkeys(digests)]
        seen = workspace.seen_by(actor)
        kept = [_kept(workspace, store, one, actor) for one in receipts if one and one.contract in seen]
    names = [f"receipt-{_called(workspace, one.receipt, actor)}-{one.receipt.sha256[:8]}.html" for one in kept]
    for name, document in zip(names, _documents(kept, workspace, actor), strict=True):
        (folder / name).write_bytes(write_html(document, workspace.dress))
    return tuple(folder / name for name in names)


def _called(workspace: Workspace, receipt: Receipt, actor: Actor) -> str:
    """The contract and the period, as its own calendar labels it."""
    if receipt.period is None:
        return receipt.contract
    terms = workspace.contract(receipt.contract, actor).terms_for(receipt.period)
    return f"{receipt.contract}-{period_label(terms, receipt.period)}"


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the ledger holds of a return: `entries` are those that stand, `posted` all that were ever posted, and
    `content` the file itself, of one that was stopped: only it knows then what was explained in it."""

    receipt: Receipt
    period: Period
    judgement: Judgement
    entries: tuple[Entry, ...]
    posted: tuple[Entry, ...]
    decisions: tuple[Decision, ...]
    terms: Terms
    content: bytes


def _kept(workspace: Workspace, store: Store, receipt: Receipt, actor: Actor) -> _Kept:
    judgement = store.judgement(receipt.sha256)
    if judgement is None or receipt.period is None:
        raise NothingThere("This return was not recorded, so there is no receipt; import it first.")
    posted = store.entries_of(receipt.sha256)
    return _Kept(
        receipt=receipt,
        period=receipt.period,
        judgement=judgement,
        entries=tuple(entry for entry in store.entries(receipt.contract) if entry.sha256 == receipt.sha256),
        posted=posted,
        decisions=tuple(decision for decision in store.decisions() if decision.sha256 == receipt.sha256),
        terms=workspace.contract(receipt.contract, actor).terms_for(receipt.period),
        content=b"" if posted else store.original(receipt.sha256),
    )


def _documents(kept: Iterable[_Kept], workspace: Workspace, actor: Actor) -> Iterator[Document]:
    """The receipts; what was stopped is read again, once the store is closed, for what was explained in it."""
    for one in kept:
        explained: tuple[Explained, ...] = one.posted
        if one.content:
            whose = Said(one.receipt.contract, one.period)
            known = Known(workspace.seen_by(actor), said=whose)
            [checked] = check_files([Came(one.receipt.file, one.content)], known)
            explained = checked.explained
        yield receipt_document(one.receipt, one.judgement, one.entries, one.decisions, one.terms, explained)
