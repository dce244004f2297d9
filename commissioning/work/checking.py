"""The bytes of a return and the editions ever issued go in; the return and everything wrong with it come out.

Pure: no store, no clock, no order. Any process may do it.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from commissioning import privacy
from commissioning.checks import Arrival, Given, check_arrival, check_laid, check_return
from commissioning.checks.layouts import CASE_LIST
from commissioning.errors import NotOurs
from commissioning.findings import combined, in_order
from commissioning.model.contract import Contract
from commissioning.model.finding import Finding
from commissioning.model.returned import Cells, Identity, Return
from commissioning.model.template import Specification
from commissioning.period import Period
from commissioning.readers import read
from commissioning.returns import read_identity, read_return
from commissioning.specification import read_specification
from commissioning.template import by_present_rules
from commissioning.work.laying import ReadByLayout, read_by_layout
from commissioning.work.mailbox import Came

Editions = Callable[[str], str | None]
"""The text of an issued edition by its digest; None where it was never issued."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known where a file is checked: the contracts by id (None for one whose text is wrong), and every edition
    ever issued. Of a lone file neither is known, and it is trusted.

    `layouts` finds the contracts whose layouts are tried on a file that is no return of ours; `period` is what the
    operator, or its receipt, says such a file is for.
    """

    contracts: Mapping[str, Contract | None] | None = None
    edition: Editions | None = None
    layouts: Callable[[], Mapping[str, Contract | None]] | None = None
    period: Period | None = None

    def by_layout(self, cells: Cells) -> ReadByLayout | None:
        """The file as the layouts that are known have it; None where it has none of them."""
        return read_by_layout(cells, self.layouts() if self.layouts else self.contracts or {}, self.period)


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
        """Whether personal data was found, or a row for each person: then nothing of the file is kept."""
        people = {CASE_LIST, *(detector.code for detector in privacy.DETECTORS)}
        return any(finding.code in people for finding in self.findings)


def check_files(
    files: Iterable[Came], layouts: Callable[[], Mapping[str, Contract | None]] | None = None
) -> tuple[Checked, ...]:
    """Lone files, each checked by the specification it carries, or by a layout of the contracts at hand."""
    known = Known(layouts=layouts)
    return tuple(check_one(came, known) for came in files)


def check_one(came: Came, known: Known = NOTHING) -> Checked:
    """A file that came, read and checked; one that was left closed has that alone said of it."""
    if came.refusal:
        return _refused(came.content, came.file, came.refusal)
    return read_and_check(came.content, came.file, known)


def read_and_check(content: bytes, file: str, known: Known = NOTHING) -> Checked:
    """A file as a return with its findings: by the edition kept and the contract's present rules, or, for a lone
    file, by its own."""
    try:
        cells = read(content)
    except NotOurs as refused:
        return _refused(content, file, str(refused))
    identity = read_identity(cells)
    laid = known.by_layout(cells) if identity is None else None
    if laid:
        return _checked_by_layout(cells, content, file, laid)
    kept = known.edition(identity.edition) if identity and known.edition else None
    specification = _specification(kept if known.edition else identity.specification if identity else None)
    contracts = frozenset(known.contracts) if known.contracts is not None else None
    issued_for = (specification.contract, str(specification.period)) if specification else None
    arrival = check_arrival(Arrival(identity, specification is not None, contracts, kept, issued_for=issued_for))
    returned = read_return(cells, specification) if specification else None
    findings = [*_about_people(cells, specification, file), *arrival]
    if returned and specification:
        findings += check_return(Given(returned, _ruled(specification, known.contracts)))
    ordered = in_order(combined(findings), tuple(sheet.name for sheet in cells.sheets))
    return Checked(privacy.masked(file), content, _digest(content), ordered, identity, specification, returned)


def _checked_by_layout(cells: Cells, content: bytes, file: str, read_by: ReadByLayout) -> Checked:
    """A file in a layout of its own, as the return it was read as; contract text is that of now."""
    specification, returned = read_by.specification, read_by.returned
    findings = [*_about_people(cells, specification, file), *check_laid(read_by.laid)]
    if returned and specification:
        findings += check_return(Given(returned, specification))
    ordered = in_order(combined(findings), tuple(sheet.name for sheet in cells.sheets))
    return Checked(privacy.masked(file), content, _digest(content), ordered, None, specification, returned)


def _refused(content: bytes, file: str, why: str) -> Checked:
    findings = check_arrival(Arrival(None, readable=False, refusal=why))
    return Checked(privacy.masked(file), content, _digest(content), findings)


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


def _about_people(cells: Cells, specification: Specification | None, file: str) -> tuple[Finding, ...]:
    allowed = specification.published_contacts if specification else ()
    return privacy.scan(cells, allowed, file_name=file)
