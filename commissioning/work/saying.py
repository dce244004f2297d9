"""What an operator says of a file, its contract and period, to the noun it is placed by; and lone files, checked."""

from collections.abc import Iterable

from commissioning.editions import Said
from commissioning.errors import NothingThere, WrongContractText
from commissioning.model.organisation import Actor
from commissioning.work.checking import Checked, Known
from commissioning.work.mailbox import Came
from commissioning.work.workers import check_files
from commissioning.work.workspace import Workspace


def said_of(workspace: Workspace, actor: Actor, said: tuple[str, str] | None) -> Said | None:
    """The contract and period that were named; a contract nobody knows and a label that is unclear are refused."""
    if said is None:
        return None
    contract, label = said
    return Said(workspace.contract(contract, actor).id, workspace.period(label, actor, contract))


def check_beside(
    workspace: Workspace, actor: Actor, files: Iterable[Came], said: tuple[str, str] | None = None
) -> tuple[Checked, ...]:
    """Lone files, each trusted for what it says of itself; the contract text beside them is looked into only for one
    that says nothing, or of which somebody says whose it is."""
    whose = said_of(workspace, actor, said)
    if whose:
        return check_files(files, Known(workspace.seen_by(actor), said=whose))
    came = tuple(files)
    alone = check_files(came)
    say_nothing = [number for number, one in enumerate(alone) if one.was_read and one.specification is None]
    if not say_nothing or (known := _at_hand(workspace, actor)) is None:
        return alone
    looked_up = dict(zip(say_nothing, check_files((came[number] for number in say_nothing), known), strict=True))
    return tuple(looked_up.get(number, one) for number, one in enumerate(alone))


def _at_hand(workspace: Workspace, actor: Actor) -> Known | None:
    """The contract text of the workspace; None where there is none, or it is wrong."""
    try:
        return Known(workspace.seen_by(actor), kept=workspace.committed_editions)
    except (NothingThere, WrongContractText):
        return None
