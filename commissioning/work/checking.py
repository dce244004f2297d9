"""The bytes of a return and the editions ever issued go in; the return and everything wrong with it come out.

Pure: no store, no clock, no order. Any process may do it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from commissioning import privacy
from commissioning.checks import Arrival, Edition, Given, check_arrival, check_edition, check_laid, check_return
from commissioning.checks.files import CAME_LOCKED
from commissioning.checks.layouts import CASE_LIST
from commissioning.editions import Moved, Placed, Said, Sender, aligned, move, place
from commissioning.editions.placing import KeptEditions
from commissioning.errors import NotOurs
from commissioning.findings import combined, in_order
from commissioning.measures import KINDS
from commissioning.model.contract import Contract
from commissioning.model.finding import Finding
from commissioning.model.reply import Earlier
from commissioning.model.returned import Answer, Aspect, Cells, Identity, Noticed, Return, SheetCells
from commissioning.model.template import Specification
from commissioning.period import Period
from commissioning.readers import read
from commissioning.returns import by_its_name, printed_contacts, read_earlier, read_identity, read_return, without_reply
from commissioning.specification import read_printed, read_specification
from commissioning.template import HIDDEN, by_present_rules
from commissioning.work.laying import ReadByLayout, read_by_layout
from commissioning.work.mailbox import Came

Editions = Callable[[str], str | None]
"""The text of an issued edition by its digest; None where it was never issued."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known where a file is checked: the contracts by id (None for one whose text is wrong), every edition
    ever issued, and whose return somebody says it is.

    Where no editions are known the file is a lone one, and is trusted: contracts are then consulted only for one that
    does not say what it is, or of which somebody says so. `is_issued` tells whether an edition was ever issued, by its
    digest, where that is known before its text is; `kept` gives the texts of all, to tell what a file looks like.
    """

    contracts: Mapping[str, Contract | None] | None = None
    edition: Editions | None = None
    is_issued: Callable[[str], bool] | None = None
    said: Said | None = None
    kept: KeptEditions | None = None


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Told:
    """What a file tells of itself: the sort of file, such as `xlsx`, and the contract, period and edition that it is a
    return of; empty where that is not known."""

    format: str = ""
    contract: str = ""
    period: Period | None = None
    edition: str = ""


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it came, what was read of it, and every finding about it by itself; `was_read` where its cells were,
    `earlier` is what a reply to it had listed, where it is a marked file that came back, and `also` the names that the
    same file came under besides. `partly` is what was read of a file that holds too little of the return it was said to
    be: a fresh return may be filled with it, and nothing else. The `password` that opened it is never printed nor kept.
    """

    file: str
    content: bytes
    sha256: str
    findings: tuple[Finding, ...]
    identity: Identity | None = None
    specification: Specification | None = None
    returned: Return | None = None
    format: str = ""
    was_read: bool = False
    earlier: Earlier | None = None
    also: tuple[str, ...] = ()
    partly: Moved | None = None
    password: str = field(default="", repr=False)

    @property
    def told(self) -> Told:
        """What the file tells of itself."""
        asked, edition = self.specification, self.identity.edition if self.identity else ""
        return Told(self.format, asked.contract if asked else "", asked.period if asked else None, edition)

    @property
    def explained(self) -> tuple[Answer, ...]:
        """The answers with an explanation beside them. None of a file that names people, nor an explanation in which
        somebody may be named, is repeated."""
        answers = self.returned.answers if self.returned and not self.names_people else ()
        people = {place for finding in self.findings if finding.code in privacy.CODES for place in finding.places}
        return tuple(answer for answer in answers if answer.explanation and answer.explanation_place not in people)

    @property
    def came_locked(self) -> bool:
        """Whether the file came with a password."""
        return any(finding.code == CAME_LOCKED for finding in self.findings)

    @property
    def names_people(self) -> bool:
        """Whether somebody is surely named, or there is a row for each person: then nothing of the file is kept in the
        open."""
        return privacy.names_people(self.findings) or any(finding.code == CASE_LIST for finding in self.findings)


def check_one(came: Came, known: Known = NOTHING) -> Checked:
    """A file that came, read and checked; one that was left closed has that alone said of it."""
    if came.refusal:
        return refused(came, came.refusal)
    came_so = (Noticed(Aspect.LOCKED, fact=came.locked),) if came.locked else ()
    return read_and_check(came.content, came.file, known, came_so)


def refused(came: Came, why: str) -> Checked:
    """A file that could not be read: why, and nothing else, is said of it."""
    return _refused(came.content, came.file, why)


def read_and_check(content: bytes, file: str, known: Known = NOTHING, came_so: tuple[Noticed, ...] = ()) -> Checked:
    """A file as a return with its findings: by the edition kept, moved to what is asked now and judged by the
    contract's present rules, or, for a lone file, by its own. `came_so` is what was noticed before it was read."""
    try:
        cells = by_its_name(read(content))
    except NotOurs as why:
        return _refused(content, file, str(why))
    identity, earlier = read_identity(cells), read_earlier(cells)
    typed = without_reply(cells, earlier)
    laid = _laid(cells, known) if identity is None else None
    if laid:
        return _checked_by_layout(cells, content, file, laid, (*came_so, *cells.noticed))
    kept = _kept(identity, known) if identity else None
    issued = _specification(kept if known.edition else identity.specification if identity else None)
    placed = place(Sender(typed, file, identity, issued), _consulted(known, issued), known.said, known.kept)
    moved = _moved(typed, identity, placed, known)
    findings = [
        *_about_people(
            _without_edition(cells, kept, identity),
            moved,
            (issued, placed.now),
            () if issued else (*_contacts_of(placed, known), *printed_contacts(cells)),
            file,
        ),
        *_arrival(identity, issued, kept, known, placed, (*came_so, *_noticed(cells, moved))),
    ]
    findings += check_edition(Edition(placed, moved))
    if moved:
        asked = by_present_rules(moved.specification, placed.now) if placed.now else moved.specification
        findings += check_return(Given(moved.returned, asked))
    returned, specification = (moved.returned, moved.specification) if moved else (None, None)
    ordered, returned = _as_said(findings, cells, returned, specification)
    name, sha256 = privacy.masked(file), _digest(content)
    return Checked(
        name,
        content,
        sha256,
        ordered,
        identity,
        specification,
        returned,
        cells.format,
        was_read=True,
        earlier=earlier,
        partly=None if moved else _partly(typed, placed),
    )


def _partly(cells: Cells, placed: Placed) -> Moved | None:
    """What a file of no edition holds of the return that it was said to be, however little that is."""
    if placed.now is None or placed.holds is None or not placed.holds.there:
        return None
    return Moved(read_return(aligned(cells, placed.now), placed.now), placed.now)


def _as_said(
    findings: Iterable[Finding], cells: Cells, returned: Return | None, asked: Specification | None
) -> tuple[tuple[Finding, ...], Return | None]:
    """The findings in order, and the return, both without names of the sender's own sheets that may name somebody."""
    sheets = [sheet.name for sheet in cells.sheets]
    ordered = in_order(combined(findings), returned, sheets)
    issued = {block.sheet for block in asked.blocks} if asked else frozenset()
    spared = privacy.spared(name for name in sheets if name not in issued)
    if not spared:
        return ordered, returned
    answers = tuple(_elsewhere(answer, spared) for answer in returned.answers) if returned else ()
    return privacy.without_names(ordered, spared), replace(returned, answers=answers) if returned else None


def _elsewhere(answer: Answer, spared: Mapping[str, str]) -> Answer:
    """An answer whose cells are told without the names of those sheets."""
    place, status, label, explanation = (
        privacy.place_without(one, spared)
        for one in (answer.place, answer.status_place, answer.label_place, answer.explanation_place)
    )
    return replace(answer, place=place, status_place=status, label_place=label, explanation_place=explanation)


def _noticed(cells: Cells, moved: Moved | None) -> tuple[Noticed, ...]:
    """What was noticed of the file itself; what stands under merged cells of a return is said cell by cell."""
    return tuple(one for one in cells.noticed if moved is None or one.aspect is not Aspect.UNDER_MERGE)


def _consulted(known: Known, issued: Specification | None) -> Mapping[str, Contract | None]:
    """The contracts that a file is placed by: none for a lone one that says itself what it is."""
    is_trusted = known.edition is None and known.said is None and issued is not None
    return {} if is_trusted else known.contracts or {}


def _arrival(
    identity: Identity | None,
    issued: Specification | None,
    kept: str | None,
    known: Known,
    placed: Placed,
    noticed: tuple[Noticed, ...],
) -> tuple[Finding, ...]:
    is_lone = known.edition is None or known.contracts is None
    contracts = None if is_lone else frozenset(known.contracts or ())
    issued_for = (issued.contract, str(issued.period)) if issued else None
    settled = placed.is_said or bool(placed.like)
    told = Arrival(identity, issued is not None, contracts, kept, "", issued_for, settled, noticed)
    return check_arrival(told)


def _moved(cells: Cells, identity: Identity | None, placed: Placed, known: Known) -> Moved | None:
    """The return that a file was placed as, under the codes of now where contract text says what those are."""
    if placed.reads is None:
        return None
    if placed.unread or identity is None:
        returned = read_return(aligned(cells, placed.reads), placed.reads)
    else:
        returned = read_return(cells, placed.reads, identity.printed)
    contract = known.contracts.get(placed.now.contract) if known.contracts and placed.now else None
    if placed.now is None or contract is None:
        return Moved(returned, placed.reads)
    return move(returned, placed.reads, placed.now, contract, contract.terms_for(placed.now.period))


def _laid(cells: Cells, known: Known) -> ReadByLayout | None:
    """The file as a layout of the contracts that are known has it; None where it has none of them."""
    contracts, said = known.contracts or {}, known.said
    if said:
        return read_by_layout(cells, {said.contract: contracts.get(said.contract)}, said.period)
    return read_by_layout(cells, contracts)


def _checked_by_layout(
    cells: Cells, content: bytes, file: str, read_by: ReadByLayout, noticed: tuple[Noticed, ...]
) -> Checked:
    """A file in a layout of its own, as the return it was read as; contract text is that of now."""
    asked, returned = read_by.specification, read_by.returned
    moved = Moved(returned, asked) if returned and asked else None
    came = Arrival(None, readable=True, settled=True, noticed=noticed)
    findings = [*_about_people(cells, moved, (asked,), (), file), *check_arrival(came), *check_laid(read_by.laid)]
    if moved:
        findings += check_return(Given(moved.returned, moved.specification))
    ordered, returned = _as_said(findings, cells, returned, asked)
    name, sha256 = privacy.masked(file), _digest(content)
    return Checked(name, content, sha256, ordered, None, asked, returned, cells.format, was_read=True)


def _refused(content: bytes, file: str, why: str) -> Checked:
    findings = check_arrival(Arrival(None, readable=False, refusal=why))
    return Checked(privacy.masked(file), content, _digest(content), findings)


def _kept(identity: Identity, known: Known) -> str | None:
    """The text of the edition as it was issued: the file's own, where that has the digest of one that was issued."""
    own, digest = identity.specification, identity.edition
    if known.is_issued and _digest(own.encode()) == digest and known.is_issued(digest):
        return own
    return known.edition(digest) if known.edition else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@lru_cache(maxsize=64)
def _specification(text: str | None) -> Specification | None:
    try:
        return read_specification(text) if text else None
    except ValueError:
        return None


def _about_people(
    cells: Cells, moved: Moved | None, asked: Iterable[Specification | None], alike: tuple[str, ...], file: str
) -> tuple[Finding, ...]:
    published = (*dict.fromkeys(contact for one in asked if one for contact in one.published_contacts), *alike)
    if moved is None:
        return privacy.scan(cells, published, file_name=file)
    in_words = {row.key for _, row in moved.specification.rows() if KINDS[row.kind].guard is None}
    figures = frozenset(answer.place for answer in moved.returned.answers if answer.key not in in_words)
    return privacy.scan(cells, published, file_name=file, figures=figures, ended=moved.specification.period.end)


def _contacts_of(placed: Placed, known: Known) -> tuple[str, ...]:
    """What a file that is not placed may hold: the published contacts of the contracts it looks like, else of all."""
    if placed.reads is not None:
        return ()
    contracts = known.contracts or {}
    alike = [contracts.get(one.contract) for one in placed.like] or contracts.values()
    return tuple(contact for one in alike if one for contact in one.latest.published_contacts)


def _without_edition(cells: Cells, kept: str | None, identity: Identity | None) -> Cells:
    """The cells that may hold what somebody typed: without those that repeat the edition, or the words printed with it,
    as it was issued."""
    printed = identity.printed if identity and read_printed(identity.printed) else ""
    kept = (kept or "") + printed
    if not kept:
        return cells
    return replace(cells, sheets=tuple(_not_in(kept, s) if s.name == HIDDEN else s for s in cells.sheets))


def _not_in(kept: str, sheet: SheetCells) -> SheetCells:
    found = {place: cell for place, cell in sheet.cells.items() if cell.formula or cell.text not in kept}
    return replace(sheet, cells=found)
