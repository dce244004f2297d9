"""The bytes of a return and the editions ever issued go in; the return and everything wrong with it come out.

Pure: no store, no clock, no order. Any process may do it.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from commissioning import privacy
from commissioning.checks import Arrival, Given, check_arrival, check_return
from commissioning.errors import NotOurs
from commissioning.findings import combined, in_order
from commissioning.model.contract import Contract
from commissioning.model.finding import Finding
from commissioning.model.returned import Cells, Identity, Return, SheetCells
from commissioning.model.template import Specification
from commissioning.readers import read
from commissioning.returns import read_identity, read_return
from commissioning.specification import read_specification
from commissioning.template import HIDDEN, by_present_rules
from commissioning.work.mailbox import Came

Editions = Callable[[str], str | None]
"""The text of an issued edition by its digest; None where it was never issued."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known where a file is checked: the contracts by id (None for one whose text is wrong), and every edition
    ever issued. Of a lone file neither is known, and it is trusted."""

    contracts: Mapping[str, Contract | None] | None = None
    edition: Editions | None = None
    is_issued: Callable[[str], bool] | None = None
    """Whether an edition was ever issued, by its digest, where that is known before its text is."""


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as it came, what was read of it, and every finding about it by itself."""

    file: str
    content: bytes
    sha256: str
    findings: tuple[Finding, ...]
    identity: Identity | None = None
    specification: Specification | None = None
    returned: Return | None = None

    @property
    def names_people(self) -> bool:
        """Whether personal data was found: then nothing of the file is kept."""
        people = {detector.code for detector in privacy.DETECTORS}
        return any(finding.code in people for finding in self.findings)


def check_one(came: Came, known: Known = NOTHING) -> Checked:
    """A file that came, read and checked; one that was left closed has that alone said of it."""
    if came.refusal:
        return refused(came, came.refusal)
    return read_and_check(came.content, came.file, known)


def refused(came: Came, why: str) -> Checked:
    """A file that could not be read: why, and nothing else, is said of it."""
    return _refused(came.content, came.file, why)


def read_and_check(content: bytes, file: str, known: Known = NOTHING) -> Checked:
    """A file as a return with its findings: by the edition kept and the contract's present rules, or, for a lone
    file, by its own."""
    try:
        cells = read(content)
    except NotOurs as why:
        return _refused(content, file, str(why))
    identity = read_identity(cells)
    kept = _kept(identity, known) if identity else None
    specification = _specification(kept if known.edition else identity.specification if identity else None)
    contracts = frozenset(known.contracts) if known.contracts is not None else None
    issued_for = (specification.contract, str(specification.period)) if specification else None
    arrival = check_arrival(Arrival(identity, specification is not None, contracts, kept, issued_for=issued_for))
    returned = read_return(cells, specification) if specification else None
    findings = [*_about_people(_without_edition(cells, kept), specification, file), *arrival]
    if returned and specification:
        findings += check_return(Given(returned, _ruled(specification, known.contracts)))
    ordered = in_order(combined(findings), tuple(sheet.name for sheet in cells.sheets))
    return Checked(privacy.masked(file), content, _digest(content), ordered, identity, specification, returned)


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


def _specification(text: str | None) -> Specification | None:
    try:
        return read_specification(text) if text else None
    except ValueError:
        return None


def _ruled(specification: Specification, contracts: Mapping[str, Contract | None] | None) -> Specification:
    contract = contracts.get(specification.contract) if contracts else None
    return by_present_rules(specification, contract.terms_for(specification.period)) if contract else specification


def _without_edition(cells: Cells, kept: str | None) -> Cells:
    """The cells that may hold what somebody typed: without those that repeat the edition as it was issued."""
    if not kept:
        return cells
    return replace(cells, sheets=tuple(_not_in(kept, s) if s.name == HIDDEN else s for s in cells.sheets))


def _not_in(kept: str, sheet: SheetCells) -> SheetCells:
    found = {place: cell for place, cell in sheet.cells.items() if cell.formula or cell.text not in kept}
    return replace(sheet, cells=found)


def _about_people(cells: Cells, specification: Specification | None, file: str) -> tuple[Finding, ...]:
    allowed = specification.published_contacts if specification else ()
    return privacy.scan(cells, allowed, file_name=file)
