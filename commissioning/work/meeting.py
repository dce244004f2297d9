"""A period goes in; the page of questions for its meeting comes out, from what stands in the ledger now."""

from datetime import date

from commissioning.model.document import Document
from commissioning.model.organisation import Actor
from commissioning.period import label
from commissioning.posting import APRIL
from commissioning.report.questions import questions
from commissioning.work.publishing import gather
from commissioning.work.workspace import Workspace


def questions_for(
    workspace: Workspace, period: str, actor: Actor, today: date, contract: str | None = None
) -> Document:
    """What to ask each provider about a period, as a Document; for one contract only, where one is named."""
    asked = workspace.period(period, actor, contract)
    wanted = workspace.contract(contract, actor).id if contract else None
    evidence = gather(workspace, asked, actor)
    about = tuple(one for one in evidence if wanted in (None, one.terms.contract))
    return questions(label(asked, APRIL), about, today)
