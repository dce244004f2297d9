"""What an operator says of a file, its contract and period, to the noun it is placed by; and lone files, checked."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from commissioning.checks import Beside, check_rivals
from commissioning.editions import Said
from commissioning.editions.merging import given_of, rivalry
from commissioning.errors import NothingThere, WrongContractText
from commissioning.findings import in_order
from commissioning.model.organisation import Actor
from commissioning.period import Period
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
    that says nothing, or of which somebody says whose it is. Of several to one return it is told how they go
    together."""
    return tuple(_beside_each_other(_checked_alone(workspace, actor, files, said)))


def _checked_alone(
    workspace: Workspace, actor: Actor, files: Iterable[Came], said: tuple[str, str] | None
) -> tuple[Checked, ...]:
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


def _beside_each_other(checked: tuple[Checked, ...]) -> Iterator[Checked]:
    """Each file with what there is to say of it beside others of its contract and period, as an import would."""
    of_one: dict[object, list[Checked]] = {}
    for one in checked:
        of_one.setdefault(_whose(one), []).append(one)
    for one in checked:
        others = [other for other in of_one[_whose(one)] if other.sha256 != one.sha256] if _whose(one) else []
        rivals = check_rivals(_beside(one, others)) if others else ()
        yield replace(one, findings=in_order((*one.findings, *rivals), one.returned)) if rivals else one


def _whose(one: Checked) -> tuple[str, Period] | None:
    """The contract and period of a return whose answers were read, and which names nobody."""
    asked = one.specification if one.returned and not one.names_people else None
    return (asked.contract, asked.period) if asked else None


def _beside(one: Checked, others: list[Checked]) -> Beside:
    given = [given_of(each.returned.answers) for each in (one, *others) if each.returned]
    return Beside(", ".join(sorted(other.file for other in others)), rivalry(given[0], given[1:]))


def _at_hand(workspace: Workspace, actor: Actor) -> Known | None:
    """The contract text of the workspace; None where there is none, or it is wrong."""
    try:
        return Known(workspace.seen_by(actor), kept=workspace.committed_editions)
    except (NothingThere, WrongContractText):
        return None
