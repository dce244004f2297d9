"""A file that was checked, and the findings about it, in; the reply to it, a page and the file marked, out."""

from collections.abc import Iterable
from dataclasses import replace

from commissioning.checks import Admission, codes_of
from commissioning.checks.files import CAME_LOCKED
from commissioning.model.finding import Finding
from commissioning.model.organisation import Actor
from commissioning.model.reply import Progress, Remarks, Reply
from commissioning.ooxml.marking import SIGNED, NotMarked, ending_of, marked
from commissioning.report.reply import progress_since, remarks_on, reply_document
from commissioning.report.words import period_in_words
from commissioning.store import Store
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
LOCKED_BESIDE = (
    "Your file came with a password. Where what comes with this page asks for one, it is the same; where it asks for "
    "none, keep it as safely as you keep your own."
)
NOT_READ = "Your file could not be read, so it was not marked. Do what is said here, and send it again."
PAGE_ALONE = "Your file could not be marked: {why}. Put right in it what is listed here, and send it again."


def reply_to(
    one: Checked, findings: tuple[Finding, ...], dress: Dress, refilled: Refilled | None = None, *, alone: bool = False
) -> Reply:
    """The reply to a return, by these findings about it; `alone` where it was checked without what the ledger holds."""
    remarks = remarks_of(one, findings, alone=alone)
    if not one.was_read:
        return Reply(write_html(reply_document(remarks, NOT_READ), dress), None, ".xlsx", NOT_READ)
    try:
        content, instead = marked(one.content, remarks), ""
    except NotMarked as why:
        # Whoever signed a file wants that one back, or none.
        is_signed = str(why) == SIGNED
        asked, returned = one.specification, one.returned
        if one.partly and not one.names_people:
            asked, returned = one.partly.specification, one.partly.returned
        filled = refilled(asked, returned) if refilled and asked and returned and not is_signed else None
        instead = (REFILLED_BESIDE if filled else PAGE_ALONE).format(why=why)
        beside = (LOCKED_BESIDE,) if one.came_locked and filled else ()
        page = write_html(reply_document(remarks, instead, *beside), dress)
        return Reply(page, filled, ".xlsx", instead, one.came_locked, one.password)
    beside = (LOCKED_BESIDE,) if one.came_locked else ()
    page = write_html(reply_document(remarks, MARKED_BESIDE, *beside), dress)
    return Reply(page, content, ending_of(content), "", one.came_locked, one.password)


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
    """How much of what an earlier reply to this return had listed is put right; None where there was none, or no answer
    was read."""
    if one.returned is None or one.identity is None or one.earlier is None:
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
        return {receipt.sha256: (receipt.file, _kept(store, receipt.sha256)) for receipt in ours}


def newest_reply(workspace: Workspace, contract: str, period: str, actor: Actor) -> tuple[str, Reply]:
    """The reply to the last return that was recorded for a contract and period, with its file's name."""
    with workspace.store() as store:
        receipt = came_for(workspace, store, contract, period, actor)[-1]
        return receipt.file, _kept(store, receipt.sha256)


def _kept(store: Store, sha256: str) -> Reply:
    """The reply that is kept, and whether the file came with a password, which is not kept."""
    judgement = store.judgement(sha256)
    came_locked = any(finding.code == CAME_LOCKED for finding in (judgement.findings if judgement else ()))
    return replace(store.reply(sha256), came_locked=came_locked)
