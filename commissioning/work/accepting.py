"""A return that needs explanation, who accepts it and why, go in; a decision is recorded."""

from collections.abc import Callable
from datetime import datetime

from commissioning.errors import CommissioningError, NothingThere
from commissioning.model.contract import Origin
from commissioning.model.organisation import Actor
from commissioning.model.posted import Action, Decision, Entry, State
from commissioning.work.reasons import refuse_personal_data
from commissioning.work.workspace import Workspace


def accept(
    workspace: Workspace, contract: str, period: str, why: str, actor: Actor, clock: Callable[[], datetime]
) -> Decision:
    """Accept the return standing for a contract and period as it is: its figures are no longer provisional."""
    asked = workspace.period(period, actor, contract)
    terms = workspace.contract(contract, actor).terms_for(asked)
    if terms.origin is Origin.TRANSCRIBED:
        raise CommissioningError(
            f"{contract} is transcribed from a published paper; nothing is decided here for a real council."
        )
    if not why.strip():
        raise CommissioningError("Say why the return is accepted: the reason is printed wherever its figures are.")
    refuse_personal_data(why, "The reason")
    with workspace.store() as store:
        standing = [entry for entry in store.entries(contract) if entry.period == asked]
        decision = Decision(Action.ACCEPT, _to_accept(standing, contract, period), actor.name, why.strip(), clock())
        store.decide(decision)
    return decision


def _to_accept(standing: list[Entry], contract: str, period: str) -> str:
    if not standing:
        raise NothingThere(
            f"No return of {contract} for {period} is posted, so there is nothing to accept; import it first."
        )
    if standing[0].state is State.ACCEPTED:
        raise CommissioningError(f"The return of {contract} for {period} is accepted already; nothing was changed.")
    return standing[0].sha256
