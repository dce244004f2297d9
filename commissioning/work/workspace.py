"""A commissioner's folder: contract text, returns and the ledger, and what the jobs take from it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from commissioning.calendar import Calendar, Phase, yearly
from commissioning.contract import ContractBook, read_book
from commissioning.contract.published import REFERENCE
from commissioning.contract.reporting import named_by, period_label, read_label, reported_within, term_of, year_starts
from commissioning.errors import (
    CommissioningError,
    NothingThere,
    UnclearPeriod,
    UnknownContract,
    UnreadablePeriod,
    WrongContractText,
)
from commissioning.model.contract import Contract
from commissioning.model.finance import Finance
from commissioning.model.organisation import Actor
from commissioning.nearest import did_you_mean, or_hint
from commissioning.period import Period, read_period
from commissioning.store import Store
from commissioning.work.shipped import shipped
from commissioning.writers.dress import Dress

Clock = Callable[[], datetime]
"""What says the time at which something is done."""


@dataclass(frozen=True)
class Workspace:
    """A folder with `contracts/` in it; `returns/` and `ledger/` as work goes on.

    `database` is the URL of the PostgreSQL database that holds the ledger, where that is not in the folder. With a
    `commissioner`, the jobs see only the contracts that this organisation leads or commissions. `text` is another
    folder of contract text than its own, to see what would come of it.
    """

    folder: Path
    database: str | None = field(default=None, repr=False)
    commissioner: str = ""
    text: Path | None = None

    @cached_property
    def read_book(self) -> ContractBook:
        """The contract text as it is, faults and all."""
        contracts = self.text or self.folder / "contracts"
        texts = contract_texts(contracts)
        if not texts:
            raise NothingThere(
                f"There is no contract text in {contracts}; name another folder with --workspace,"
                " or lay out the worked examples with: commissioning init DIR."
            )
        return read_book(
            {**contract_texts(shipped("contracts"), REFERENCE), **texts, **contract_texts(contracts, REFERENCE)}
        )

    @property
    def book(self) -> ContractBook:
        """The contract text, if it is without fault; WrongContractText with every fault if not."""
        if self.read_book.faults:
            faults = "\n".join(f"  {fault}" for fault in self.read_book.faults)
            raise WrongContractText(f"Contract text has faults, so nothing was run:\n{faults}")
        return self.read_book

    @property
    def quarantine_key(self) -> str:
        """The public key that files which name people are locked away under; empty where they are not kept."""
        return self.book.policies.quarantine_key

    @property
    def finance(self) -> Finance:
        """What is said once of money for all contracts: extracts, journals, recipients, the published list."""
        return self.book.finance

    def seen_by(self, actor: Actor) -> Mapping[str, Contract]:
        """The contracts an actor's organisations take part in; every one, for an actor who speaks for none."""
        return visible(self.book, actor, self.commissioner)

    def contract(self, id: str, actor: Actor) -> Contract:
        """The contract of that id, as the actor sees it; UnknownContract names the nearest."""
        contracts = self.seen_by(actor)
        if id not in contracts:
            hint = or_hint(id, contracts, f"there are: {', '.join(contracts)}.")
            raise UnknownContract(f"There is no contract {id!r}; {hint}")
        return contracts[id]

    def named(self, actor: Actor, contract: str | None) -> tuple[Contract, ...]:
        """The contract of that id, or where none is named every one that the actor sees."""
        return (self.contract(contract, actor),) if contract else tuple(self.seen_by(actor).values())

    def period(self, text: str, actor: Actor, contract: str | None = None) -> Period:
        """The period that a label means: in years from April, in the contract's own, or in that of the one contract
        that calls a period so; UnclearPeriod names the nearest that is reported."""
        asked = self.contract(contract, actor) if contract is not None else None
        owned = {} if asked else self._owned(text, actor)
        if len(owned) == 1:
            return next(iter(owned))
        if owned:
            readings = " or ".join(f"{period} ({id})" for period, id in owned.items())
            raise UnclearPeriod(f"Period '{text}' means several, by the contract that says so: write {readings}.")
        try:
            return read_label(asked.latest, text) if asked else read_period(text)
        except UnreadablePeriod as unreadable:
            there = (asked,) if asked else self.seen_by(actor).values()
            hint = did_you_mean(text, {label for one in there for label in _labels(one)})
            raise UnclearPeriod(f"{unreadable} {hint}".strip()) from unreadable

    def _owned(self, text: str, actor: Actor) -> dict[Period, str]:
        """The periods that contracts call so in a calendar of their own, each with the first contract that does."""
        found: dict[Period, str] = {}
        for id, one in self.seen_by(actor).items():
            if period := named_by(one.latest, text):
                found.setdefault(period, id)
        return found

    def store(self) -> Store:
        """The ledger of this workspace, made where there is none."""
        return Store.open(self.folder / "ledger", self.database)

    def committed_edition(self, digest: str) -> str | None:
        """The specification of that digest, where it lies beside committed returns."""
        file = self.folder / "returns" / "editions" / f"{digest}.json"
        return file.read_text(encoding="utf-8") if digest.isalnum() and file.is_file() else None

    def committed_editions(self) -> tuple[str, ...]:
        """The specifications of every edition that lies beside committed returns."""
        files = sorted((self.folder / "returns" / "editions").glob("*.json"))
        return tuple(file.read_text(encoding="utf-8") for file in files)

    @cached_property
    def dress(self) -> Dress:
        """The workspace's own templates, or those shipped with the engine."""
        own = self.folder / "templates"
        return Dress(own, shipped("templates")) if (own / "theme.toml").is_file() else Dress(shipped("templates"))


def contract_texts(folder: Path, part: str = "") -> dict[str, str]:
    """The files of contract text in a folder or in a part of it such as `reference/`, by their names in the folder."""
    files = sorted(path for path in folder.glob(f"{part}*.toml") if path.is_file())
    return {f"{part}{path.name}": _text_of(path) for path in files}


def _labels(contract: Contract) -> Iterator[str]:
    """The years of a contract's term and the periods it reports in them, by its own labels."""
    terms = contract.latest
    term = term_of(terms)
    starts = yearly(year_starts(terms))
    years = Calendar((Phase(starts, starts),)).within(term)
    return (period_label(terms, period) for period in (*years, *reported_within(terms, term)))


def _text_of(path: Path) -> str:
    """A file of contract text; a mark that some editors put before it is passed over."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise WrongContractText(
            f"{path.name} is not UTF-8 text (byte {wrong.start}); save it again as UTF-8."
        ) from wrong


def visible(book: ContractBook, actor: Actor, commissioner: str = "") -> Mapping[str, Contract]:
    """Those of a book's contracts that an actor's organisations take part in, and that a commissioner commissions.

    An organisation that is not in the book is refused, with the nearest one that is.
    """
    mine = set(actor.organisations)
    for id in sorted({*mine, *filter(None, [commissioner])} - book.organisations.keys()):
        hint = or_hint(id, book.organisations, "write one of its ids.")
        raise CommissioningError(f"There is no organisation {id!r} in organisations.toml; {hint}")
    return {
        id: contract
        for id, contract in book.contracts.items()
        if (not mine or mine & contract.latest.organisations)
        and (not commissioner or commissioner in _commissioners(contract))
    }


def _commissioners(contract: Contract) -> frozenset[str]:
    """Who leads or commissions a contract, now or under an earlier version of it."""
    parties = (terms.parties for terms in contract.versions)
    return frozenset(one.id for party in parties for one in (party.lead, *party.commissioners) if one)
