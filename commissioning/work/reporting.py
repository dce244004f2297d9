"""What is asked of the ledger: figures of a period, and how an amount splits between a contract's funders."""

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from commissioning.contract.reporting import why_not_running
from commissioning.editions import continued, in_newest_codes
from commissioning.errors import CommissioningError, UnclearShares
from commissioning.funding.splitting.split import Split, split
from commissioning.model.contract import Contract, Terms
from commissioning.model.figure import Figure
from commissioning.model.organisation import Actor
from commissioning.money import read_money
from commissioning.period import Period, label
from commissioning.posting import APRIL
from commissioning.store import Store
from commissioning.totals.agreed import agreed_figures
from commissioning.totals.figures import Ledger, figures_of
from commissioning.work.workspace import Workspace

if TYPE_CHECKING:
    from commissioning.model.posted import Entry


def figures(
    workspace: Workspace, actor: Actor, contract: str | None = None, period: str | None = None
) -> tuple[Figure, ...]:
    """Every figure of one contract or of all, for a period or for all time, in order of contract and period."""
    asked = workspace.period(period, actor, contract) if period is not None else None
    found = (figure for ledger in ledgers(workspace, actor, contract) for figure in _figures(ledger, asked))
    return tuple(found) if contract else tuple(in_years_from_april(figure) for figure in found)


def _figures(ledger: Ledger, asked: Period | None) -> tuple[Figure, ...]:
    """What contract text states, then what was returned and comes of it."""
    return (*agreed_figures(ledger.contract, asked), *figures_of(ledger, asked))


def in_years_from_april(figure: Figure) -> Figure:
    """The figure labelled as everybody's are where no contract is named: labels then mean years from April."""
    return figure if figure.stated_in else replace(figure, period_label=label(figure.period, APRIL))


def ledgers(workspace: Workspace, actor: Actor, contract: str | None = None) -> tuple[Ledger, ...]:
    """The entries that stand, for each contract the actor sees."""
    with workspace.store() as store:
        return ledgers_in(store, workspace, actor, contract)


def ledgers_in(store: Store, workspace: Workspace, actor: Actor, contract: str | None = None) -> tuple[Ledger, ...]:
    """The same, from a store that is open."""
    return _ledgers(store.entries(contract), workspace.named(actor, contract), workspace)


def _ledgers(posted: tuple["Entry", ...], wanted: tuple[Contract, ...], workspace: Workspace) -> tuple[Ledger, ...]:
    unknown = sorted({entry.contract for entry in posted} - workspace.book.contracts.keys())
    if unknown:
        raise CommissioningError(
            f"The ledger holds figures of {unknown[0]}, but its contract text is gone; put it back."
        )
    by_contract: dict[str, list[Entry]] = {}
    for entry in posted:
        by_contract.setdefault(entry.contract, []).append(entry)
    return tuple(_ledger(found, by_contract.get(found.id, [])) for found in wanted)


def _ledger(contract: Contract, entries: list["Entry"]) -> Ledger:
    """A contract's series, read through under its newest codes, whatever they were called when they were posted."""
    return Ledger(in_newest_codes(contract), continued(entries, contract, contract.latest))


@dataclass(frozen=True, slots=True)
class SplitAnswer:
    """An amount split by the terms that held, and those terms."""

    terms: Terms
    period: Period | None
    split: Split


def split_amount(
    workspace: Workspace,
    amount: str,
    contract: str,
    actor: Actor,
    period: str | None = None,
    service: str = "",
) -> SplitAnswer:
    """Each funder's pence of an amount, as it was typed: a negative one is a credit."""
    found = workspace.contract(contract, actor)
    asked = workspace.period(period, actor, contract) if period is not None else Period(None, None)
    versions = found.versions_in(asked)
    terms = versions[-1][0]
    if reason := why_not_running(terms, asked, str(period)):
        raise UnclearShares(reason)
    for earlier, later in itertools.pairwise(versions):
        if earlier[0].funding != later[0].funding:
            raise UnclearShares(
                f"The shares of {contract} change on {later[0].holds_from}; give a --period wholly before or after it."
            )
    if terms.funding is None or not terms.funding.lines:
        raise UnclearShares(f"The contract text of {contract} states no funding shares, so nothing can be split.")
    of = asked if period is not None else None
    purposes = terms.service(service).purposes
    return SplitAnswer(terms, of, split(read_money(amount), terms.funding, of, service, purposes))
