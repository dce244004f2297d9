"""What an operator says of a file, a contract and a period, to the noun that it is placed by."""

from commissioning.editions import Said
from commissioning.model.organisation import Actor
from commissioning.work.workspace import Workspace


def said_of(workspace: Workspace, actor: Actor, said: tuple[str, str] | None) -> Said | None:
    """The contract and period that were named; a contract nobody knows and a label that is unclear are refused."""
    if said is None:
        return None
    contract, label = said
    return Said(workspace.contract(contract, actor).id, workspace.period(label, actor, contract))
