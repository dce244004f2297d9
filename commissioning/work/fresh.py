"""Answers that were read in; a fresh return that asks for them, filled with them, out."""

from collections.abc import Callable, Iterable

from commissioning.editions.merging import merge
from commissioning.errors import NothingThere, WrongContractText
from commissioning.model.organisation import Actor
from commissioning.model.returned import Answer, Return
from commissioning.model.template import Specification, Template
from commissioning.store import Store
from commissioning.template import lay_out
from commissioning.work.issuing import laid_out
from commissioning.work.shipped import shipped
from commissioning.work.workspace import Workspace
from commissioning.writers.dress import Dress

Refilled = Callable[[Specification, Return], bytes | None]
"""A fresh return for what was asked, filled with the answers that were read; None where there is no contract text."""


def refilled(template: Template, answers: Iterable[Answer], dress: Dress | None = None) -> bytes:
    """A fresh return of a template with these answers in it; equal templates and answers give equal bytes.

    The answers are under the template's own keys and readable; those under other keys are passed over.
    """
    from commissioning.writers.returns import write_return

    return write_return(template, dress or Dress(shipped("templates")), answers)


def refilling_by(workspace: Workspace, actor: Actor, store: Store | None = None) -> Refilled:
    """What fills fresh returns by the contract text of a workspace; with a store, its history stands in them."""

    def fill(asked: Specification, returned: Return) -> bytes | None:
        try:
            contract = workspace.seen_by(actor).get(asked.contract)
        except (NothingThere, WrongContractText):
            return None
        if contract is None:
            return None
        terms = contract.terms_for(asked.period)
        template = laid_out(workspace, store, terms, asked.period, actor) if store else lay_out(terms, asked.period)
        answers = merge(template.specification, [("", returned)]).answers
        return refilled(template, answers, workspace.dress)

    return fill
