"""Contract text to the questions that its own words raise, before any return has come."""

from commissioning.checks import Accounts, Agreement, Agreements, check_accounts, check_agreement, check_agreements
from commissioning.funding.books import Books
from commissioning.model.contract import Contract
from commissioning.model.finding import Finding
from commissioning.model.organisation import Actor
from commissioning.work.workspace import Workspace, visible


def review(workspace: Workspace, actor: Actor, contract: str | None = None) -> tuple[Finding, ...]:
    """What there is to ask about the contracts that the actor sees, or about one of them, by file and key.

    UnknownContract names the nearest.
    """
    seen = visible(workspace.book, actor, workspace.commissioner)
    wanted = {contract: workspace.contract(contract, actor)} if contract else seen
    alone = (finding for one in wanted.values() for finding in _alone(one))
    beside = check_agreements(Agreements(seen, workspace.book.organisations))
    files = {one.file for one in wanted.values()}
    ours = (finding for finding in beside if not contract or any(place.sheet in files for place in finding.places))
    return tuple(sorted((*alone, *ours), key=lambda finding: (finding.places[0].sheet, finding.code)))


def _alone(contract: Contract) -> tuple[Finding, ...]:
    """What there is to ask about one contract: of its text, and of its money while nothing of it is posted."""
    return (*check_agreement(Agreement(contract)), *check_accounts(Accounts(Books(contract))))
