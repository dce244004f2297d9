"""What a file says of itself, what people say of it and what is known go in: by what it is read, and as what, out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from commissioning.contract.reporting import is_reported, period_label, year_starts
from commissioning.editions.naming import disagrees, periods_named
from commissioning.editions.recognising import ENOUGH, FEWEST, Likeness, likeness_to, likenesses
from commissioning.findings import place_at
from commissioning.model.contract import Contract, Terms
from commissioning.model.finding import Place
from commissioning.model.returned import Aspect, Cell, Cells, Identity
from commissioning.model.template import Specification
from commissioning.period import YEAR_MONTHS, Period, label
from commissioning.posting import APRIL
from commissioning.specification import read_specification
from commissioning.template import COVER, specify

Contracts = Mapping[str, Contract | None]
KeptEditions = Callable[[], Iterable[str]]
"""The texts of every edition that is kept, asked for only where a file says nothing of itself."""

NEARLY_ALL = 90
"""So many percent of the answers asked must be asked in another contract's return for it to do in its place."""


@dataclass(frozen=True, slots=True)
class Said:
    """Whose return a file is, and of which period, where somebody says so; or of which it is a part."""

    contract: str
    period: Period
    in_part: bool = False


class Unread(StrEnum):
    """Why a file does not say by what it is to be read."""

    MISSING = "its hidden sheet _return is missing"
    ONE_SHEET = "csv keeps one sheet only, and the hidden sheet _return said so"
    DAMAGED = "its hidden sheet _return is damaged"
    NEVER_ISSUED = "its hidden sheet _return names an edition that was never issued here"


@dataclass(frozen=True, slots=True)
class Called:
    """A return as people call it: its contract and its period."""

    contract: str
    period: str

    def __str__(self) -> str:
        return f"{self.contract} for {self.period}"


@dataclass(frozen=True, slots=True)
class Named:
    """A period that a file names in place of its own: by its label, and where; nowhere is the file's name."""

    period: str
    place: Place


@dataclass(frozen=True, slots=True)
class Placed:
    """By which specification a file is read, and what it is taken as. Without `reads` it is not read.

    `now` is what the contract asks today for the period it is taken as, where its text is known. `template` is the
    return it was issued as, where that is another; `shared` is how many percent of the answers asked now that one asks
    too. `unread` says why the file does not tell by itself, `holds` how much of the return is in it all the same,
    `like` what it looks like where nobody says, with a period `such_as` it may be of; `names` another period.
    """

    reads: Specification | None
    now: Specification | None = None
    taken_as: Called | None = None
    template: Called | None = None
    is_said: bool = False
    shared: int = 100
    unread: Unread | None = None
    holds: Likeness | None = None
    like: tuple[Likeness, ...] = ()
    such_as: str = ""
    names: Named | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """All that a file is placed by: its cells and name, its identity, and the specification that it is issued by."""

    cells: Cells
    file: str
    identity: Identity | None
    issued: Specification | None


def place(sender: Sender, contracts: Contracts, said: Said | None, kept: KeptEditions | None = None) -> Placed:
    """A file, placed by what is said of it, else by what it says of itself; else what it looks like is told."""
    if said is not None:
        return _as_said(sender, contracts, said)
    if sender.issued is None:
        return _unplaced(sender, contracts, kept)
    contract = contracts.get(sender.issued.contract)
    if contract is None:
        return Placed(sender.issued, names=_named_by_a_lone_file(sender, sender.issued.period))
    terms = contract.terms_for(sender.issued.period)
    return Placed(
        sender.issued,
        specify(terms, sender.issued.period),
        _called(terms, sender.issued.period),
        names=_named_elsewhere(sender, sender.issued.period, year_starts(terms)),
    )


def _as_said(sender: Sender, contracts: Contracts, said: Said) -> Placed:
    contract = contracts.get(said.contract)
    if contract is None:
        return Placed(sender.issued)
    terms = contract.terms_for(said.period)
    now, called = specify(terms, said.period), _called(terms, said.period)
    if sender.issued is None:
        holds = likeness_to(sender.cells, now)
        enough = holds.there >= min(FEWEST, holds.asked) if said.in_part else holds.share >= ENOUGH
        reads = now if enough else None
        return Placed(reads, now, called, is_said=True, unread=_unread(sender), holds=holds)
    if (sender.issued.contract, sender.issued.period) == (said.contract, said.period):
        names = _named_elsewhere(sender, said.period, year_starts(terms))
        return Placed(sender.issued, now, called, is_said=True, names=names)
    template = _called_by(contracts, sender.issued)
    if sender.issued.contract == said.contract:
        return Placed(sender.issued, now, called, template, is_said=True)
    shared = _shared(sender.issued, now)
    return Placed(sender.issued if shared >= NEARLY_ALL else None, now, called, template, is_said=True, shared=shared)


def _unplaced(sender: Sender, contracts: Contracts, kept: KeptEditions | None) -> Placed:
    names_another = sender.identity is not None and sender.identity.contract not in (*contracts, "")
    like = () if names_another else likenesses(sender.cells, _known(contracts, kept))
    contract = contracts.get(like[0].contract) if like else None
    such_as = _such_as(contract, sender) if contract else ""
    return Placed(None, unread=_unread(sender), like=like, such_as=such_as)


def _unread(sender: Sender) -> Unread:
    if sender.identity is None:
        is_one_sheet = any(one.aspect is Aspect.ONE_SHEET for one in sender.cells.noticed)
        return Unread.ONE_SHEET if is_one_sheet else Unread.MISSING
    try:
        read_specification(sender.identity.specification)
    except ValueError:
        return Unread.DAMAGED
    return Unread.NEVER_ISSUED


def _known(contracts: Contracts, kept: KeptEditions | None) -> Iterator[Specification]:
    """What each contract asked in each of its versions, and every edition of them that is kept."""
    for contract in contracts.values():
        for terms in contract.versions if contract else ():
            yield specify(terms, Period(terms.holds_from, None))
    for text in kept() if kept else ():
        try:
            found = read_specification(text)
        except ValueError:
            continue
        if found.contract in contracts:
            yield found


def _such_as(contract: Contract, sender: Sender) -> str:
    """The one period that the contract reports and the file names, on its cover, above its sheets or in its name."""
    terms = contract.latest
    if terms.reporting is None:
        return ""
    starts = terms.reporting.year_starts
    words = (*(said for _, said in _on_cover(sender.cells)), *_titles(sender.cells), sender.file)
    named = {one for said in words for one in periods_named(said, starts) if is_reported(terms, one)}
    return period_label(terms, named.pop()) if len(named) == 1 else ""


def _titles(cells: Cells) -> Iterator[str]:
    """What stands in the first cell of each sheet: a sheet of a return is headed by its service and period."""
    firsts = (sheet.cells.get((1, 1)) for sheet in cells.sheets)
    return (first.text for first in firsts if first is not None)


def _called(terms: Terms, period: Period) -> Called:
    return Called(terms.contract, period_label(terms, period))


def _called_by(contracts: Contracts, issued: Specification) -> Called:
    contract = contracts.get(issued.contract)
    return (
        _called(contract.terms_for(issued.period), issued.period)
        if contract
        else Called(issued.contract, str(issued.period))
    )


def _shared(issued: Specification, now: Specification) -> int:
    """How many percent of the answers asked now an edition of another contract asks too, of the same kind."""
    there = {(row.key, row.kind) for _, row in issued.rows()}
    asked = [(row.key, row.kind) for _, row in now.rows()]
    return 100 * sum(one in there for one in asked) // len(asked) if asked else 0


def _named_elsewhere(sender: Sender, period: Period, starts: int) -> Named | None:
    """Where another period than this one is named: on the cover as it now reads, or in the file's name."""
    for where, words in (*_on_cover(sender.cells), (Place(), sender.file)):
        if other := disagrees(words, period, starts):
            return Named(label(other, starts), where)
    return None


def _named_by_a_lone_file(sender: Sender, period: Period) -> Named | None:
    """The same where no contract text says when years start: only as the cover's own label tells it."""
    months = (APRIL, *range(1, YEAR_MONTHS + 1))
    labels = [words for _, words in _on_cover(sender.cells)]
    starts = next((m for m in months if any(period in periods_named(words, m) for words in labels)), None)
    return _named_elsewhere(sender, period, starts) if starts else None


def _on_cover(cells: Cells) -> Iterator[tuple[Place, str]]:
    """The words of the cover that name its period: under the title, and beside the word Period."""
    sheet = cells.sheet(COVER)
    for (row, column), cell in sorted(sheet.cells.items()) if sheet else ():
        label = sheet.cells.get((row, 1)) if sheet else None
        if (row, column) == (2, 1) or (column > 1 and _is_period(label)):
            yield place_at(COVER, row, column), cell.text


def _is_period(label: Cell | None) -> bool:
    return label is not None and label.text.strip().casefold() == "period"
