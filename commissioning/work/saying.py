"""What an operator says of a file, its contract and period, to the noun it is placed by; and lone files, checked."""

from collections.abc import Iterable
from functools import cache

from commissioning.editions import Said
from commissioning.errors import NothingThere, WrongContractText
from commissioning.model.organisation import Actor
from commissioning.work.checking import NOTHING, Checked, Known, check_files
from commissioning.work.mailbox import Came
from commissioning.work.workspace import Workspace


def said_of(workspace: Workspace, actor: Actor, said: tuple[str, str] | None) -> Said | None:
    """The contract and period that were named; a contract nobody knows and a label that is unclear are refused."""
    if said is None:
        return None
    contract, label = said
    return Said(workspace.contract(contract, actor).id, workspace.period(label, actor, contract))


def check_lone(
    workspace: Workspace, actor: Actor, files: Iterable[Came], said: tuple[str, str] | None = None
) -> tuple[Checked, ...]:
    """Lone files, each trusted for what it says of itself; the contract text beside them is looked into only for one
    that says nothing, or of which somebody says whose it is."""

    @cache
    def at_hand() -> Known:
        try:
            return Known(workspace.seen_by(actor), kept=workspace.committed_editions.values)
        except (NothingThere, WrongContractText):
            return NOTHING

    whose = said_of(workspace, actor, said)
    if whose:
        return check_files(files, Known(workspace.seen_by(actor), said=whose))
    return check_files(files, NOTHING, at_hand)
