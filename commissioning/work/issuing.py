"""A contract and a period go in; the blank return comes out, and its edition is kept by digest."""

from commissioning.contract.reporting import is_reported, period_label, why_not_running
from commissioning.errors import CommissioningError
from commissioning.ledger import history_before
from commissioning.model.contract import Terms
from commissioning.model.organisation import Actor
from commissioning.model.template import Template
from commissioning.specification import write_specification
from commissioning.template import lay_out
from commissioning.work.workspace import Workspace


def issue_template(workspace: Workspace, contract: str, period: str, actor: Actor) -> tuple[Template, bytes]:
    """The blank return as laid out and as a workbook; a period that the contract does not report is refused."""
    from commissioning.writers.returns import write_return

    asked = workspace.period(period, actor, contract)
    terms = workspace.contract(contract, actor).terms_for(asked)
    if not is_reported(terms, asked):
        raise CommissioningError(f"{contract} owes no return for {period}: {_what_is_owed(terms)}")
    if reason := why_not_running(terms, asked, period):
        raise CommissioningError(reason)
    with workspace.store() as store:
        template = lay_out(terms, asked, history_before(store.entries(contract), asked))
        text = write_specification(template.specification)
        store.keep_edition(template.edition, contract, terms.digest, asked, text, actor)
    return template, write_return(template, workspace.dress)


def file_name(template: Template) -> str:
    """What the blank return is called when nobody names it."""
    return f"{template.terms.contract}-{template.period_label}.xlsx".replace("..", "-to-").replace(" ", "-")


def _what_is_owed(terms: Terms) -> str:
    reporting = terms.reporting
    if reporting is None:
        return "its contract text states no reporting."
    if reporting.spans:
        return f"it reports {' and '.join(period_label(terms, span) for span in reporting.spans)} only."
    return f"it reports every {reporting.frequency}, in years from month {reporting.year_starts}."
