"""The books of a contract and a period in; what was posted for each funder, charge by charge, and what was not, out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from commissioning.contract.money_over_time import funding_in
from commissioning.errors import UnclearShares
from commissioning.funding.books import Books
from commissioning.funding.charges.charging import PROVISIONAL, WHOLE_PERCENTS, NotCharged, origin_of, why_not_charged
from commissioning.funding.charges.due import due
from commissioning.funding.splitting.allocate import UNCOVERED, Setting, allocate, doubt
from commissioning.funding.splitting.split import Split
from commissioning.model.accounts import Charge, ChargeSource, Part
from commissioning.model.contract import Contract
from commissioning.model.quantity import AnswerKey
from commissioning.period import Period
from commissioning.posting import APRIL, Posting, postings_within


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: a funder; a line of a funder that is not stated; or, with both empty, nobody."""

    funder: str
    line: str
    name: str

    def part_of(self, charge: Charge) -> int:
        """Their part of a charge, in pence."""
        return sum(part.pence for part in charge.parts if payer_key(part) == (self.funder, self.line))


def payer_key(part: Part) -> tuple[str, str]:
    """The funder that a part is of, or its line where no funder is stated."""
    return (part.funder, "" if part.funder else part.line)


@dataclass(frozen=True, slots=True)
class Illustrated:
    """An amount shared by whole percents: each part with how many pence more or less it may be. Never posted."""

    of: NotCharged
    parts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What was posted of a contract in the posting periods of a period, and earlier in its accounting year.

    Whoever pays nothing in the year is not among the `payers`. `not_charged` is returned money of the period that is
    not posted, with why; `to_post` says how many charges the next import would post; `waiting` are the numbers of
    charges whose figure is provisional again.
    """

    contract: Contract
    asked: Period
    payers: tuple[Payer, ...]
    earlier: tuple[Charge, ...]
    charges: tuple[Charge, ...]
    not_charged: tuple[NotCharged, ...] = ()
    illustrated: tuple[Illustrated, ...] = ()
    to_post: int = 0
    waiting: frozenset[int] = frozenset()
    never: str = ""
    """Why no charge of the period may be posted; empty where charges may be."""

    @property
    def names(self) -> dict[str, str]:
        """What the funding lines are called, by their codes; the empty one is what nobody covers."""
        return names_of_lines(self.contract)

    @property
    def shows_all(self) -> bool:
        """Whether the payers' parts come to every charge, as they do unless one payer was asked for."""
        return all(
            sum(payer.part_of(one) for payer in self.payers) == one.pence for one in (*self.earlier, *self.charges)
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.earlier or self.charges or self.not_charged or self.illustrated or self.to_post)


def names_of_lines(contract: Contract) -> dict[str, str]:
    """What every line that any version of a contract has is called, by its code."""
    return {line.code: line.name for line in contract.funding_lines} | {"": UNCOVERED}


def shares_of(books: Books, asked: Period) -> Shares:
    """The charges of a period, by the posting periods that it holds, those before them in the year, and who pays."""
    within = frozenset(postings_within(asked))
    before = _earlier_in_year(asked, within)
    charges = tuple(one for one in books.charges if one.posting in within)
    earlier = tuple(one for one in books.charges if one.posting in before)
    still_due = due(books)
    not_charged = tuple(one for one in still_due.left_out if one.period.overlaps(asked))
    provisional = {(one.service, one.period) for one in not_charged if one.why == PROVISIONAL}
    return Shares(
        contract=books.contract,
        asked=asked,
        payers=_payers(books.contract, (*earlier, *charges)),
        earlier=earlier,
        charges=charges,
        not_charged=tuple(one for one in not_charged if one.why != WHOLE_PERCENTS),
        illustrated=tuple(_illustrated(books, one) for one in not_charged if one.why == WHOLE_PERCENTS),
        to_post=len(still_due.charges),
        waiting=frozenset(
            one.number
            for one in standing(books.charges)
            if (one.service, one.period) in provisional and one.source is ChargeSource.RETURN
        ),
        never=why_not_charged(books.contract, asked),
    )


def standing(charges: Iterable[Charge]) -> tuple[Charge, ...]:
    """The charges that no credit names."""
    every = tuple(charges)
    credited = {one.credits for one in every}
    return tuple(one for one in every if not one.credits and one.number not in credited)


def posted_split(contract: Contract, charges: Iterable[Charge], period: Period, key: AnswerKey) -> Split | None:
    """How a returned amount was split when it was posted; the parts of areas stand one after another, each by itself.

    None where no charge of it stands.
    """
    origin = origin_of(period, key)
    found = [one for one in standing(charges) if one.origin == origin or one.origin.startswith(f"{origin}/")]
    if not found:
        return None
    funders = {id: funder.name for id, funder in contract.funders.items()}
    lines = names_of_lines(contract)
    names = {
        f"{code}/{one.area}": ", ".join(filter(None, (name, one.area))) for one in found for code, name in lines.items()
    }
    return Split(
        amount=sum(one.pence for one in found),
        parts=tuple(replace(part, line=f"{part.line}/{one.area}") for one in found for part in one.parts),
        names=names,
        funders=funders | {"": UNCOVERED},
        illustrative=False,
    )


def _earlier_in_year(asked: Period, within: frozenset[Posting]) -> frozenset[Posting]:
    first = min(within)
    year = Period(date(first.year, APRIL, 1), asked.end)
    return frozenset(one for one in postings_within(year) if one < first)


def _payers(contract: Contract, charges: Iterable[Charge]) -> tuple[Payer, ...]:
    """Everybody with a part, funders in tie order, what nobody covers last."""
    parts = [part for charge in charges for part in charge.parts]
    keys = {payer_key(part) for part in parts if part.pence or part.line}
    fundings = [terms.funding for terms in contract.versions if terms.funding]
    order = [funder for funding in reversed(fundings) for funder in funding.tie_order]
    who, names = contract.funders, names_of_lines(contract)

    def place(key: tuple[str, str]) -> tuple[bool, int, tuple[str, str]]:
        return (not any(key), order.index(key[0]) if key[0] in order else len(order), key)

    return tuple(
        Payer(funder, line, (who[funder].name if funder in who else funder) if funder else names.get(line, line))
        for funder, line in sorted(keys, key=place)
    )


def _illustrated(books: Books, one: NotCharged) -> Illustrated:
    funding = funding_in(books.contract, one.period)
    if funding is None or one.pence is None:
        return Illustrated(one, ())
    names = names_of_lines(books.contract)
    try:
        purposes = books.contract.terms_for(one.period).service(one.service).purposes
        parts = allocate(one.pence, Setting(one.service, one.area, one.period, purposes), funding, {})
    except UnclearShares:
        return Illustrated(one, ())
    return Illustrated(one, tuple((names.get(part.line, part.line), part.pence, doubt(one.pence)) for part in parts))
