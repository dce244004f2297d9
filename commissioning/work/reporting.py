"""What is asked of the ledger: figures of a period, and how an amount splits between a contract's funders."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from commissioning.errors import UnclearShares
from commissioning.funding.split import Split, split
from commissioning.model.contract import Terms
from commissioning.model.figure import Figure
from commissioning.model.organisation import Actor
from commissioning.money import read_money
from commissioning.period import Period
from commissioning.totals.figures import Ledger, figures_of
from commissioning.work.workspace import Workspace

if TYPE_CHECKING:
    from commissioning.model.posted import Entry


def figures(
    workspace: Workspace, actor: Actor, contract: str | None = None, period: str | None = None
) -> tuple[Figure, ...]:
    """Every figure of one contract or of all, for a period or for all time, in order of contract and period."""
    asked = workspace.period(period, actor, contract) if period is not None else None
    return tuple(figure for ledger in ledgers(workspace, actor, contract) for figure in figures_of(ledger, asked))


def ledgers(workspace: Workspace, actor: Actor, contract: str | None = None) -> tuple[Ledger, ...]:
    """The entries that stand, for each contract the actor sees."""
    wanted = [workspace.contract(contract, actor)] if contract else list(workspace.seen_by(actor).values())
    with workspace.store() as store:
        posted = store.entries(contract)
    by_contract: dict[str, list[Entry]] = {}
    for entry in posted:
        by_contract.setdefault(entry.contract, []).append(entry)
    return tuple(Ledger(found, tuple(by_contract.get(found.id, ()))) for found in wanted)


@dataclass(frozen=True, slots=True)
class SplitAnswer:
    """An amount split by the terms that held, and those terms."""

    terms: Terms
    period: Period | None
    split: Split


def split_amount(
    workspace: Workspace, amount: str, contract: str, actor: Actor, period: str | None = None
) -> SplitAnswer:
    """Each funder's pence of an amount, as it was typed: a negative one is a credit."""
    found = workspace.contract(contract, actor)
    asked = workspace.period(period, actor, contract) if period else None
    terms = found.terms_for(asked) if asked else found.latest
    if terms.funding is None:
        raise UnclearShares(f"The contract text of {contract} states no funding shares, so nothing can be split.")
    return SplitAnswer(terms, asked, split(read_money(amount), terms.funding, asked))
