"""The books of a contract in; the charges and credits that are still to be posted, out. Posted already, none are.

What should be charged is compared with what is, by its origin. A figure that changed, or is gone, is taken back by a
credit that names its charge and mirrors it; what there is now is charged anew. Nothing that was posted is split again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from commissioning.contract.money_over_time import funding_in
from commissioning.errors import UnclearShares
from commissioning.funding.books import Books
from commissioning.funding.charges.charging import Charging, NotCharged, Wanted, charging_of, why_not_charged
from commissioning.funding.splitting.allocate import Setting, allocate, credit_of, true_up
from commissioning.funding.splitting.used import Used
from commissioning.model.accounts import Charge, ChargeSource, Part
from commissioning.model.contract import Funding
from commissioning.posting import YEAR_END, Posting, accounting_year

OF_FIGURES = frozenset({ChargeSource.RETURN, ChargeSource.LEDGER, ChargeSource.PAYMENT})
"""The charges that stand for a figure, and go where it goes."""

WHAT_TO_DO = (
    "Let the change hold from the first day of a reporting period, or take charges from the general ledger, whose lines"
    " are shared by their day of service."
)
"""What to do where a returned amount cannot be shared, since the terms change inside its period."""


@dataclass(frozen=True, slots=True)
class ChargesDue:
    """What is to be posted, in the order of posting, and what of the returned money is not charged, with why."""

    charges: tuple[Charge, ...] = ()
    left_out: tuple[NotCharged, ...] = ()


def due(books: Books) -> ChargesDue:
    """The charges and credits that are still to be posted for what was returned, then the true-up of a year closed."""
    charging = charging_of(books)
    posting = _Posting(books)
    standing = {one.origin: one for one in posting.standing() if one.source in OF_FIGURES}
    wanted = {one.origin: one for one in charging.wanted}
    for origin, charge in sorted(standing.items(), key=lambda item: item[1].number):
        if _is_gone(charge, wanted.get(origin), charging) and not why_not_charged(books.contract, charge.period):
            posting.credit(charge, "The figure changed." if origin in wanted else "The figure is gone.")
            del standing[origin]
    not_split = [
        unclear
        for one in sorted(charging.wanted, key=lambda one: one.sort_key)
        if one.origin not in standing and (unclear := posting.charge(one))
    ]
    posting.true_ups()
    return ChargesDue(tuple(posting.new), (*charging.left_out, *not_split))


def _is_gone(charge: Charge, wanted: Wanted | None, charging: Charging) -> bool:
    """Whether a charge no longer says what it should; while its figure waits to be accepted, it does."""
    if wanted is None:
        return (charge.service, charge.period) not in charging.waiting
    stands = (charge.service, charge.area, charge.period, charge.pence, charge.vat, charge.says)
    return stands != (wanted.service, wanted.area, wanted.period, wanted.pence, wanted.vat, wanted.basis)


@dataclass
class _Posting:
    """The books while charges are added to them, one after another."""

    books: Books
    new: list[Charge] = field(default_factory=list)
    used: Used = field(init=False)

    def __post_init__(self) -> None:
        self.used = Used.by(self.books.charges, self.books.events)

    def standing(self) -> Iterator[Charge]:
        """The charges of which something is left."""
        credits = self._credits()
        for charge in self.books.charges:
            left: dict[tuple[str, str], int] = defaultdict(int)
            for one in (charge, *credits.get(charge.number, ())):
                for part in one.parts:
                    left[part.line, part.funder] += part.pence
            if not charge.credits and (any(left.values()) or charge.number not in credits):
                yield charge

    def _credits(self) -> Mapping[int, list[Charge]]:
        found: dict[int, list[Charge]] = defaultdict(list)
        for charge in self.books.charges:
            if charge.credits:
                found[charge.credits].append(charge)
        return found

    def credit(self, charge: Charge, says: str) -> None:
        """Take back what is left of a charge."""
        earlier = self._credits().get(charge.number, [])
        left = charge.pence + sum(one.pence for one in earlier)
        credit = replace(
            charge,
            posting=self.books.open_from(charge.posting),
            pence=-left,
            source=ChargeSource.CREDIT,
            origin=f"credit of {charge.number}",
            parts=credit_of(charge, -left, earlier),
            vat=None if charge.vat is None else -charge.vat - sum(one.vat or 0 for one in earlier),
            credits=charge.number,
            says=says,
            number=0,
        )
        self._add(credit)

    def charge(self, wanted: Wanted) -> NotCharged | None:
        """Charge what should stand; where it cannot be shared, say why."""
        try:
            parts = self._parts(wanted)
        except UnclearShares as unclear:
            why = f"{unclear} {WHAT_TO_DO}"
            return NotCharged(wanted.service, wanted.area, wanted.period, wanted.pence, why)
        self._add(
            Charge(
                contract=self.books.contract.id,
                service=wanted.service,
                area=wanted.area,
                period=wanted.period,
                posting=self.books.open_from(wanted.posting),
                pence=wanted.pence,
                source=wanted.source,
                origin=wanted.origin,
                parts=parts,
                contract_digest=self.books.contract.terms_for(wanted.period).digest,
                vat=wanted.vat,
                says=wanted.basis,
            )
        )
        return None

    def _parts(self, wanted: Wanted) -> tuple[Part, ...]:
        funding = funding_in(self.books.contract, wanted.shared_in)
        if funding is None:
            raise UnclearShares(f"No funding line is stated for {wanted.period}.")
        met = conditions_met(self.books, funding)
        purposes = self.books.contract.terms_for(wanted.period).service(wanted.service).purposes
        setting = Setting(wanted.service, wanted.area, wanted.shared_in, purposes, dict(wanted.units), met)
        return allocate(wanted.pence, setting, funding, self.used.of(funding, wanted.shared_in))

    def true_ups(self) -> None:
        """For each year whose last month is closed, what its rounding has left with each line, as one charge of 0."""
        closed = sorted({posting.year for posting in self.books.closed if posting.number == YEAR_END - 1})
        standing = {one.origin: one for one in self.standing()}
        for year in closed:
            origin = f"true-up of {year}"
            of_year = [one for one in self._everything() if one.posting.year == year and not one.is_true_up]
            drift = self._drift(year, of_year)
            there = standing.get(origin)
            if there and _pence_by_line(there.parts) != _pence_by_line(drift):
                self.credit(there, "The year was corrected.")
            if drift and (there is None or _pence_by_line(there.parts) != _pence_by_line(drift)):
                self._add(_true_up(self.books, year, origin, drift))

    def _drift(self, year: int, of_year: list[Charge]) -> tuple[Part, ...]:
        funding = funding_in(self.books.contract, accounting_year(year))
        capped = {line.code for line in self.books.contract.funding_lines if line.is_capped}
        return true_up(of_year, funding.tie_order if funding else (), capped)

    def _everything(self) -> tuple[Charge, ...]:
        return (*self.books.charges, *self.new)

    def _add(self, charge: Charge) -> None:
        charge = replace(charge, touches=touched(self.books, charge))
        self.used.add(charge)
        self.new.append(charge)


def _true_up(books: Books, year: int, origin: str, drift: tuple[Part, ...]) -> Charge:
    of = accounting_year(year)
    return Charge(
        contract=books.contract.id,
        service="",
        area="",
        period=of,
        posting=books.open_from(Posting(year, YEAR_END)),
        pence=0,
        source=ChargeSource.TRUE_UP,
        origin=origin,
        parts=drift,
        contract_digest=books.contract.terms_for(of).digest,
        says="What rounding each charge by itself had left with the lines over the year.",
    )


def _pence_by_line(parts: Iterable[Part]) -> dict[tuple[str, str], int]:
    return {(part.line, part.funder): part.pence for part in parts if part.pence}


def conditions_met(books: Books, funding: Funding) -> frozenset[tuple[str, str]]:
    """The conditions that were recorded as met, each by the code of its line and its words."""
    return frozenset((line.code, says) for line in funding.lines if line.conditions for says in books.met(line))


def touched(books: Books, charge: Charge) -> tuple[str, ...]:
    """The numbers of issued statements, of funders whose part it moves, that tell of the time of its service; a year's
    true-up corrects none of them."""
    if charge.is_true_up:
        return ()
    funders = {part.funder for part in charge.parts if part.pence}
    return tuple(one.number for one in books.statements if one.funder in funders and one.period.overlaps(charge.period))
