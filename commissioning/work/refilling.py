"""Files with answers to one return go in; the return as it is asked now, filled with them, comes out.

An earlier edition, last quarter's template, three copies of one return, a sheet that was copied elsewhere: each is
read as it is, its answers are moved to what is asked now, and what the files do not agree on is left blank and named.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from commissioning import privacy
from commissioning.editions import Said
from commissioning.editions.merging import Merged, merge
from commissioning.errors import CommissioningError
from commissioning.findings import said as said_in_line
from commissioning.model.finding import Finding, Severity
from commissioning.model.organisation import Actor
from commissioning.model.template import Template
from commissioning.period import label
from commissioning.work.checking import Checked, Known
from commissioning.work.fresh import refilled
from commissioning.work.issuing import laid_out
from commissioning.work.judging import Desk
from commissioning.work.mailbox import Came, gathered
from commissioning.work.saying import said_of
from commissioning.work.workers import check_files, started
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file of which nothing was carried over, and the findings that say why."""

    file: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Refilled:
    """The filled return as laid out and as a workbook; the files it is from, what was left out and what merging came
    to; each file that came under other names too; and those that came with a password, which what is written has not.
    """

    template: Template
    content: bytes
    files: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    merged: Merged
    copies: tuple[tuple[str, tuple[str, ...]], ...] = ()
    came_locked: tuple[str, ...] = ()


def refill(
    workspace: Workspace,
    paths: Iterable[Path],
    actor: Actor,
    said: tuple[str, str] | None = None,
    passwords: tuple[str, ...] = (),
) -> Refilled:
    """The answers of every file that can be read, put together in the return as it is asked now.

    `said` are the contract and period, where the files do not tell or it is another. `passwords` are tried on what is
    locked, and never kept. The edition of what is written is kept, as that of any blank return, so that it can be
    imported; nothing else is recorded.
    """
    files = gathered(paths, passwords)
    whose = said_of(workspace, actor, said) or _told_by(files)
    with started(workspace.seen_by(actor), files=len(files)) as workers, workspace.store() as store:
        desk = Desk(workspace, store, actor, datetime.now(UTC), workers)
        contract = workspace.contract(whose.contract, actor)
        checked = _read(desk, files, replace(whose, in_part=True))
        ours = [one for one in checked if one.returned and not one.names_people]
        if not ours:
            why = "; ".join(said_in_line(finding, one.file) for one in checked for finding in _stopping(one))
            raise CommissioningError(f"Nothing could be carried over, so nothing was written: {why}")
        template = laid_out(workspace, store, contract.terms_for(whose.period), whose.period, actor)
    merged = merge(template.specification, [(one.file, one.returned) for one in ours if one.returned])
    left_out = tuple(LeftOut(one.file, _stopping(one)) for one in checked if one not in ours)
    content = refilled(template, merged.answers, workspace.dress)
    locked = tuple(one.file for one in ours if one.came_locked)
    copies = tuple((one.file, one.also) for one in checked if one.also)
    return Refilled(template, content, tuple(one.file for one in ours), left_out, merged, copies, locked)


def _told_by(files: Iterable[Came]) -> Said:
    """The one return that the files say they are of; CommissioningError where they do not tell, or tell several."""
    told = [one.specification for one in check_files(files) if one.specification]
    whose = list(dict.fromkeys(Said(one.contract, one.period) for one in told))
    if not whose:
        raise CommissioningError("None of these files says whose return it is; say so with --contract and --period.")
    if len(whose) > 1:
        several = ", ".join(f"{one.contract} for {label(one.period)}" for one in whose)
        raise CommissioningError(
            f"These files are of several returns ({several}); say which is meant with --contract and --period."
        )
    return whose[0]


def _read(desk: Desk, files: tuple[Came, ...], whose: Said) -> list[Checked]:
    """The files by the editions that are kept, else by their own, as the return that is meant."""
    alone = Known(desk.workspace.seen_by(desk.actor), said=whose, kept=desk.kept_editions)
    checked = list(_opened(desk, files, alone))
    kept = [number for number, one in enumerate(checked) if one.identity and desk.edition(one.identity.edition)]
    by_edition = _opened(desk, (files[number] for number in kept), replace(alone, edition=desk.edition))
    for number, one in zip(kept, by_edition, strict=True):
        checked[number] = one
    return checked


def _opened(desk: Desk, files: Iterable[Came], known: Known) -> Iterator[Checked]:
    asked = ((came, known.said) for came in files)
    return (parcel.opened(came) for came, parcel in desk.workers.check(asked, known))


def _stopping(one: Checked) -> tuple[Finding, ...]:
    """Why nothing of a file is carried over."""
    why = tuple(finding for finding in one.findings if finding.code in CLOSED)
    return why or tuple(finding for finding in one.findings if finding.severity is Severity.STOPS)


CLOSED = privacy.SURE
"""The findings of people: where there are any, they alone are the reason."""
