"""A file that was checked, and the findings about it, in; the reply to it, a page and the file marked, out."""

from collections.abc import Iterable

from commissioning.checks import Admission, codes_of
from commissioning.model.finding import Finding
from commissioning.model.organisation import Actor
from commissioning.model.reply import Progress, Remarks, Reply
from commissioning.ooxml.marking import SIGNED, NotMarked, ending_of, marked
from commissioning.report.reply import progress_since, remarks_on, reply_document
from commissioning.report.words import period_in_words
from commissioning.work.checking import Checked
from commissioning.work.fresh import Refilled
from commissioning.work.receipts import came_for
from commissioning.work.workspace import Workspace
from commissioning.writers.dress import Dress
from commissioning.writers.html import write_html

MARKED_BESIDE = "The same is marked in the copy of your file that comes with this page."
REFILLED_BESIDE = (
    "Your file could not be marked: {why}. With this page comes a fresh return, filled with the answers that were "
    "read; put right in it what is listed here, and send that."
)
PAGE_ALONE = "Your file could not be marked: {why}. Put right in it what is listed here, and send it again."


def reply_to(
    one: Checked, findings: tuple[Finding, ...], dress: Dress, refilled: Refilled | None = None, *, alone: bool = False
) -> Reply:
    """The reply to a return, by these findings about it; `alone` where it was checked without what the ledger holds."""
    remarks = remarks_of(one, findings, alone=alone)
    try:
        content, instead = marked(one.content, remarks), ""
    except NotMarked as why:
        # Whoever signed a file wants that one back, or none.
        is_signed = str(why) == SIGNED
        asked, returned = one.specification, one.returned
        filled = refilled(asked, returned) if refilled and asked and returned and not is_signed else None
        instead = (REFILLED_BESIDE if filled else PAGE_ALONE).format(why=why)
        page = write_html(reply_document(remarks, instead), dress)
        return Reply(page, filled, ".xlsx", instead)
    page = write_html(reply_document(remarks, MARKED_BESIDE), dress)
    return Reply(page, content, ending_of(content))


def page_for(one: Checked, dress: Dress) -> Reply:
    """The page alone, for a return that was checked by itself."""
    remarks = remarks_of(one, one.findings, alone=True)
    return Reply(write_html(reply_document(remarks), dress), None)


def remarks_of(one: Checked, findings: tuple[Finding, ...], *, alone: bool) -> Remarks:
    """What a reply says of a return, by these findings about it."""
    asked = one.specification
    about = (asked.contract, period_in_words(asked.period)) if asked else ()
    subject = ", ".join((*about, one.file))
    edition = one.identity.edition if one.identity else ""
    progress = progress_of(one, findings, alone=alone)
    return remarks_on(findings, subject, one.returned, edition, progress, one.explained)


def progress_of(one: Checked, findings: tuple[Finding, ...], *, alone: bool) -> Progress | None:
    """How much of what an earlier reply to this return had listed is put right; None where no answer was read."""
    if one.returned is None or one.identity is None:
        return None
    now = remarks_on(findings, "", one.returned, one.identity.edition, None)
    return progress_since(one.earlier, now, codes_of(Admission) if alone else frozenset())


def kept_replies(workspace: Workspace, digests: Iterable[str], actor: Actor) -> dict[str, tuple[str, Reply]]:
    """The replies kept to these returns by sha256, each with the name its file came under; what left no trace has
    none."""
    with workspace.store() as store:
        receipts = [store.receipt(sha256) for sha256 in dict.fromkeys(digests)]
        seen = workspace.seen_by(actor)
        ours = [receipt for receipt in receipts if receipt and receipt.contract in seen]
        return {receipt.sha256: (receipt.file, store.reply(receipt.sha256)) for receipt in ours}


def newest_reply(workspace: Workspace, contract: str, period: str, actor: Actor) -> tuple[str, Reply]:
    """The reply to the last return that was recorded for a contract and period, with its file's name."""
    with workspace.store() as store:
        receipt = came_for(workspace, store, contract, period, actor)[-1]
        return receipt.file, store.reply(receipt.sha256)
