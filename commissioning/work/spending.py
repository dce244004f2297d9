"""Extracts of the general ledger go in; their lines are kept, and everything wrong with each file comes out."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from commissioning import privacy
from commissioning.checks import Arrival, LedgerExtract, check_arrival, check_extract
from commissioning.errors import CommissioningError, NotOurs
from commissioning.findings import in_order
from commissioning.funding.general_ledger.coding import Coded, coded
from commissioning.funding.general_ledger.extract import Compared, Source, compared, read_extract
from commissioning.funding.general_ledger.extract_cells import year_in
from commissioning.model.accounts import LedgerLine
from commissioning.model.contract import Contract
from commissioning.model.finance import ExtractLayout
from commissioning.model.finding import Finding, Severity
from commissioning.model.organisation import Actor
from commissioning.nearest import or_hint
from commissioning.posting import APRIL
from commissioning.readers import read
from commissioning.work.accounts import post_what_is_due
from commissioning.work.mailbox import Came, gathered
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Spending:
    """What became of a file: how many lines are new, were known before and now say something else, how many are of no
    contract, and what there is to say of it."""

    file: str
    sha256: str
    findings: tuple[Finding, ...]
    layout: str = ""
    kept: tuple[LedgerLine, ...] = ()
    known: int = 0
    changed: int = 0
    others: int = 0

    @property
    def is_stopped(self) -> bool:
        """Whether nothing was kept, since something stops the file."""
        return any(finding.severity is Severity.STOPS for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Reading:
    """What extracts are read by: layouts, the contracts whose codes count, and the accounting year of posting periods
    that tell none."""

    layouts: tuple[ExtractLayout, ...]
    contracts: tuple[Contract, ...]
    year: int | None = None


def import_spending(
    workspace: Workspace,
    paths: Iterable[Path],
    actor: Actor,
    now: datetime,
    reading: Reading,
    passwords: tuple[str, ...] = (),
) -> tuple[Spending, ...]:
    """Keep the lines of extracts that are of contracts' codes, and say what became of each file.

    What the lines make due is posted, also what earlier ones do since contract text states their codes. Nothing is kept
    of a file that something stops, and nothing is kept twice; where others keep lines at the same time, which are new
    is found again.
    """
    came = gathered(paths, passwords)
    found: list[Spending] = []
    with workspace.store() as store:
        kept = list(store.ledger_lines())
        for one in came:
            spending = read_spending(one, reading, kept)
            while store.keep_ledger_lines(spending.kept, actor, now) < len(spending.kept):
                kept = list(store.ledger_lines())
                spending = read_spending(one, reading, kept)
            kept += spending.kept
            found.append(spending)
        post_what_is_due(workspace, store, actor, now, {line.contract for line in kept})
    return tuple(found)


def reading_of(workspace: Workspace, actor: Actor, extract: str = "", year: str = "") -> Reading:
    """What extracts are read by here: the layouts of finance.toml or the one named, the contracts that the actor sees.

    CommissioningError where there is no layout, none of that id, or the year is none.
    """
    return Reading(_layouts(workspace, extract), tuple(workspace.seen_by(actor).values()), _year(year))


def read_spending(came: Came, reading: Reading, before: Iterable[LedgerLine] = ()) -> Spending:
    """An extract read and checked beside the lines kept before; nothing is written."""
    content = came.content
    sha256, file = hashlib.sha256(content).hexdigest(), privacy.masked(came.file)
    try:
        cells = None if came.refusal else read(content)
    except NotOurs as why:
        came = replace(came, refusal=str(why))
        cells = None
    if cells is None:
        return Spending(file, sha256, check_arrival(Arrival(None, readable=False, refusal=came.refusal)))
    extract = read_extract(cells, reading.layouts, Source(sha256, file, reading.year))
    known = coded(map(_without_people, extract.lines), reading.contracts)
    beside = compared(known.lines, before)
    titles = tuple(layout.title for layout in reading.layouts)
    findings = check_extract(LedgerExtract(extract, known, beside.changed, titles, beside.gone))
    ordered = in_order(findings, sheets=[sheet.name for sheet in cells.sheets])
    spared = privacy.spared(sheet.name for sheet in cells.sheets)
    title = extract.layout.title if extract.layout else ""
    return _became(Spending(file, sha256, privacy.without_names(ordered, spared), title), known, beside)


def _became(read_so_far: Spending, known: Coded, beside: Compared) -> Spending:
    """What is kept of a file, unless something stops it."""
    if read_so_far.is_stopped:
        return read_so_far
    others = sum(number for _, number in known.others)
    return replace(read_so_far, kept=beside.new, known=beside.known, changed=len(beside.changed), others=others)


def _without_people(line: LedgerLine) -> LedgerLine:
    """A line whose description repeats nothing that identifies a person."""
    return replace(line, text=privacy.masked(line.text)) if line.text else line


def _layouts(workspace: Workspace, id: str) -> tuple[ExtractLayout, ...]:
    """The layout of that id, or every one; CommissioningError where there is none."""
    layouts = {layout.id: layout for layout in workspace.finance.extracts}
    if not layouts:
        raise CommissioningError(
            "There is no layout of an extract in contracts/finance.toml; add one, as its documentation shows."
        )
    if id and id not in layouts:
        hint = or_hint(id, layouts, f"there are: {', '.join(layouts)}.")
        raise CommissioningError(f"There is no [extract.{id}] in contracts/finance.toml; {hint}")
    return (layouts[id],) if id else tuple(layouts.values())


def _year(text: str) -> int | None:
    """The accounting year that somebody gives; CommissioningError where it is none."""
    year = year_in(text, APRIL) if text else None
    if text and year is None:
        raise CommissioningError(f"'{text}' is no accounting year: write it as 2025-26.")
    return year
