"""A period, or none, goes in; how every return that is owed stands on a day comes out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from commissioning.model.organisation import Actor
from commissioning.register import Expected, Known, LeftOut, ReturnStatus, expected_within, last_ended, statuses
from commissioning.store import Store
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Overview:
    """The returns that are owed and how they stand on a day, and the contracts that owe none, with why."""

    day: date
    returns: tuple[ReturnStatus, ...]
    left_out: tuple[LeftOut, ...]


def overview(
    workspace: Workspace, actor: Actor, clock: Callable[[], datetime], period: str | None = None, on: date | None = None
) -> Overview:
    """How the returns of a period stand today, or on another day.

    Without a period, each contract's own reporting period that ended last before that day is meant.
    """
    day = on or clock().date()
    asked = workspace.period(period, actor) if period is not None else None
    found = [
        expected_within(contract, asked) if asked else last_ended(contract, day)
        for contract in workspace.seen_by(actor).values()
    ]
    expected = [one for owed in found if not isinstance(owed, LeftOut) for one in owed]
    left_out = tuple(owed for owed in found if isinstance(owed, LeftOut))
    with workspace.store() as store:
        return Overview(day, statuses(expected, known(store, expected), day), left_out)


def known(store: Store, expected: Iterable[Expected]) -> Known:
    """What the ledger holds of the returns that are expected."""
    wanted = {one.key for one in expected}
    receipts = tuple(receipt for receipt in store.receipts() if (receipt.contract, receipt.period) in wanted)
    judged = ((receipt.sha256, store.judgement(receipt.sha256)) for receipt in receipts)
    return Known(
        issues=store.issues(),
        receipts=receipts,
        judgements={sha256: judgement for sha256, judgement in judged if judgement},
        decisions=store.decisions(),
        states=store.states(),
        explained=store.explained(),
        turned_away=store.turned_away(),
        rivals=store.rivals(),
    )


def why_left_out(left_out: Iterable[LeftOut]) -> tuple[str, ...]:
    """Each reason once, with how many contracts it holds for and, where they are few, which."""
    by_reason: dict[str, list[str]] = {}
    for one in left_out:
        by_reason.setdefault(one.why, []).append(one.contract)
    return tuple(_said(why, contracts) for why, contracts in by_reason.items())


FEW = 3
"""As many contracts are named in one line."""


def _said(why: str, contracts: list[str]) -> str:
    if len(contracts) == 1:
        return f"{contracts[0]} {why}."
    named = f" ({', '.join(contracts)})" if len(contracts) <= FEW else ""
    return f"{len(contracts)} contracts{named}: each {why}."
