"""A workspace with charges in its books, and statements of them ready to be issued, from a few plain words."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from commissioning.funding.general_ledger.reconciliation import Reconciliation
from commissioning.funding.statements.statement import Beside, statement_of
from commissioning.funding.statements.statement_nouns import Statement
from commissioning.model.accounts import Charge, ChargeSource
from commissioning.model.document import Document
from commissioning.model.finance import Recipient
from commissioning.model.organisation import Actor, Organisation
from commissioning.period import read_period
from commissioning.posting import postings_within
from commissioning.report.statement import statement_document
from commissioning.work import money_events
from commissioning.work.accounts import books_of
from commissioning.work.statement_steps import Signed, ToIssue
from commissioning.work.workspace import Workspace
from tests.provider import REFUGE

OFFICER = Actor("Priya Shah")
SIGNED = Signed("Priya Shah", "Tom Hall")
ASH, BEECH, CEDAR = (Organisation(id, f"{id.title()} Council") for id in ("ash", "beech", "cedar"))
FUNDERS = (ASH, BEECH, CEDAR)
ORGANISATIONS = '[ash]\nname = "Ash Council"\n[beech]\nname = "Beech Council"\n[cedar]\nname = "Cedar Council"\n'
MONEY = """[funding]
shares_are = "exact"
tie_order = ["ash", "beech", "cedar"]
share = [{ funder = "ash", share = "1/2" }, { funder = "beech", share = "1/3" }, { funder = "cedar", share = "10%" }]
"""


def now() -> datetime:
    """Noon on a day in July."""
    return datetime(2025, 7, 10, 12, tzinfo=UTC)


def a_funded_workspace(folder: Path, *, money: str = MONEY, origin: str = "issued") -> Workspace:
    """A workspace with the contract `westshire`, led by Ash Council and paid for by three."""
    own = REFUGE.replace('funding = "not stated"\n', "").replace("a-council", "ash").replace("a-provider", "home")
    if origin == "transcribed":
        own += '\n[source]\npaper = "A paper"\ndated = 2025-06-01\nlines = "1"\n'
    texts = {
        "organisations.toml": ORGANISATIONS + '[home]\nname = "Safe Home"\n',
        "westshire.toml": own.replace('"issued"', f'"{origin}"') + money,
    }
    (folder / "contracts").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "contracts" / name).write_text(text, encoding="utf-8")
    return Workspace(folder)


def posted(workspace: Workspace, *charges: Charge) -> tuple[Charge, ...]:
    """The charges, in the books, as adjustments, since no figure of a return makes them due."""
    adjustments = tuple(replace(charge, source=ChargeSource.ADJUSTMENT) for charge in charges)
    with workspace.store() as store:
        return store.post_charges(adjustments, OFFICER, now())


def close(workspace: Workspace, *labels: str) -> None:
    """Close posting periods, in that order."""
    for posting in labels:
        money_events.close(workspace, OFFICER, posting, "Month end.", now)


def close_all(workspace: Workspace, period: str) -> None:
    """Close every posting period of a period."""
    close(workspace, *map(str, postings_within(read_period(period))))


def stated(workspace: Workspace, funder: Organisation, period: str, *, off_by: int | None = 0) -> Statement:
    """A funder's statement, `off_by` so many pence from the general ledger; None where nothing is compared."""
    asked = read_period(period)
    with workspace.store() as store:
        books = books_of(workspace, OFFICER, store)
    beside = Beside()
    if off_by is not None:
        within = postings_within(asked)
        charged = sum(c.pence for one in books for c in one.charges if c.posting in within)
        beside = Beside(reconciliations=(Reconciliation("westshire", within, charged + off_by, charged),))
    return statement_of(books, funder, asked, ASH, beside)


def ready(statement: Statement) -> ToIssue:
    """The statement, and what makes the workbook that its funder is sent; whatever was posted since."""
    return ToIssue(statement, lambda step: statement_document(statement, Recipient(statement.funder.id), step), {})


def document_of(statement: Statement) -> Document:
    """The workbook of a statement that is not signed yet."""
    return statement_document(statement, Recipient(statement.funder.id))
