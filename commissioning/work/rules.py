"""Contracts, or the one named, to the rules that their returns are held to."""

from commissioning.model.document import Document
from commissioning.model.organisation import Actor
from commissioning.report.rules import RulesHeld, rules_held, rules_page
from commissioning.work.workspace import Workspace


def rules_of(workspace: Workspace, actor: Actor, contract: str | None = None) -> dict[str, tuple[RulesHeld, ...]]:
    """By contract, every rule that returns by its newest version are held to; UnknownContract names the nearest."""
    return {one.id: rules_held(one) for one in workspace.named(actor, contract)}


def page_of_rules(workspace: Workspace, actor: Actor, contract: str | None = None) -> Document:
    """The same as a page."""
    return rules_page(workspace.named(actor, contract))
