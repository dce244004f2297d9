"""All funders' statements of a period, the posted charges and the general ledger, side by side, contract by contract.

Each side is taken from where it stands: what statements say (as issued, where they are), the parts and the sums of
posted charges, and what was compared with the general ledger. So a difference anywhere shows, and none is made good.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from commissioning.funding.books import Books
from commissioning.funding.statements.issued import LineContribution, part_of
from commissioning.funding.statements.statement_nouns import Reconciled
from commissioning.model.accounts import Charge
from commissioning.money import say_money
from commissioning.period import Period
from commissioning.posting import postings_within


@dataclass(frozen=True, slots=True)
class Stated:
    """What one statement says: whose, its number (empty until it is issued), its state, pence by contract."""

    funder: str
    name: str
    number: str
    state: str
    totals: tuple[tuple[str, int], ...]
    contributions: tuple[LineContribution, ...] = ()

    def of(self, contract: str) -> int:
        """Its pence of a contract."""
        return dict(self.totals).get(contract, 0)


@dataclass(frozen=True, slots=True)
class Tied:
    """A contract's row, in pence: what each statement says of it, and each one's funder's parts of its posted charges,
    both in the order of the statements; the parts `elsewhere`, of funders without a statement; what no stated funder
    covers; and the charges. `compared` is None where no extract of the general ledger is in."""

    contract: str
    title: str
    stated: tuple[int, ...]
    posted: tuple[int, ...]
    elsewhere: int
    uncovered: int
    charged: int
    compared: Reconciled | None

    @property
    def difference(self) -> int:
        """What all statements and the uncovered part come to, less the charges posted: must be nothing."""
        return sum(self.stated) + self.uncovered - self.charged


@dataclass(frozen=True, slots=True)
class Control:
    """The statements of a period and every contract's row."""

    period: Period
    stated: tuple[Stated, ...]
    rows: tuple[Tied, ...]
    gaps: tuple[str, ...] = ()
    """Where a statement does not open with what the one before closed with, in sentences."""
    not_charged: tuple[str, ...] = ()
    """What was returned of the period and is in no charge, in sentences."""

    @property
    def disagreements(self) -> tuple[str, ...]:
        """What does not agree, a sentence each; empty where everything agrees to the penny."""
        return (*self._of_contracts(), *self._of_funders(), *self._of_ledgers(), *self.gaps)

    @property
    def not_compared(self) -> tuple[str, ...]:
        """The contracts of which no extract of the general ledger is in."""
        return tuple(row.title for row in self.rows if row.compared is None)

    @property
    def contributions(self) -> tuple[str, ...]:
        """What of the contributions is not invoiced or not received as it is due, all lines together, in sentences."""
        lines = [each for one in self.stated for each in one.contributions]
        due = [each.due - each.invoiced for each in lines if each.due is not None]
        owed = [each.invoiced - each.received for each in lines]
        return (
            *_apart(due, "is due and not invoiced", "is invoiced above what is due"),
            *_apart(owed, "is invoiced and not received", "is received above what was invoiced"),
        )

    def _of_contracts(self) -> Iterable[str]:
        for row in self.rows:
            if row.difference + row.elsewhere:
                apart = say_money(row.difference + row.elsewhere)
                yield f"{row.title}: its statements differ from its charges by {apart}."
            if row.elsewhere:
                yield f"{row.title}: {say_money(row.elsewhere)} of its charges is of funders without a statement here."

    def _of_funders(self) -> Iterable[str]:
        for number, one in enumerate(self.stated):
            apart = sum(row.stated[number] - row.posted[number] for row in self.rows)
            if any(row.stated[number] != row.posted[number] for row in self.rows):
                what = one.number or "the statement"
                yield f"{one.name}: {what} differs from the parts that are posted, {say_money(apart)} in all."

    def _of_ledgers(self) -> Iterable[str]:
        for row in self.rows:
            if row.compared and row.compared.unexplained:
                apart = say_money(row.compared.unexplained)
                yield f"{row.title}: {apart} of the general ledger is not explained{_where(row.compared)}."
            elif row.compared and not row.compared.is_agreed:
                cancel = "differences from the general ledger cancel out and are not explained"
                yield f"{row.title}: {cancel}{_where(row.compared)}."


def _where(compared: Reconciled) -> str:
    return f": {'; '.join(compared.places)}" if compared.places else ""


def by_funder(stated: Iterable[Stated]) -> tuple[Stated, ...]:
    """What each funder is told in all its statements of the period, from whichever commissioner."""
    found: dict[str, Stated] = {}
    for one in stated:
        before = found.get(one.funder)
        found[one.funder] = _both(before, one) if before else one
    return tuple(found.values())


def _both(one: Stated, other: Stated) -> Stated:
    numbers, states = (one.number, other.number), (one.state, other.state)
    return Stated(
        funder=one.funder,
        name=one.name,
        number=", ".join(filter(None, numbers)),
        state=", ".join(dict.fromkeys(states)),
        totals=(*one.totals, *other.totals),
        contributions=(*one.contributions, *other.contributions),
    )


def control_of(
    books: Iterable[Books], period: Period, stated: tuple[Stated, ...], compared: Iterable[Reconciled] = ()
) -> Control:
    """Everything of a period side by side. Charges count by the posting period that they stand in."""
    by_contract = {one.contract: one for one in compared}
    rows = (_tied(one, period, stated, by_contract.get(one.contract.id)) for one in books)
    return Control(period, stated, tuple(row for row in rows if _holds_anything(row)))


def _tied(books: Books, period: Period, stated: tuple[Stated, ...], compared: Reconciled | None) -> Tied:
    within = frozenset(postings_within(period))
    charges = tuple(charge for charge in books.charges if charge.posting in within)
    posted = tuple(_parts(charges, one.funder) for one in stated)
    charged = sum(charge.pence for charge in charges)
    uncovered = _parts(charges, "")
    return Tied(
        contract=books.contract.id,
        title=books.contract.latest.title,
        stated=tuple(one.of(books.contract.id) for one in stated),
        posted=posted,
        elsewhere=charged - uncovered - sum(posted),
        uncovered=uncovered,
        charged=charged,
        compared=compared,
    )


def _parts(charges: Iterable[Charge], funder: str) -> int:
    return sum(part_of(charge, funder) for charge in charges)


def _holds_anything(row: Tied) -> bool:
    return bool(row.charged or any(row.stated) or any(row.posted) or row.compared)


def _apart(differences: Iterable[int], missing: str, above: str) -> Iterable[str]:
    """What is missing and what is above, in pence of several lines, each kind added apart."""
    differences = tuple(differences)
    under, over = [one for one in differences if one > 0], [-one for one in differences if one < 0]
    for kind, pence in ((missing, under), (above, over)):
        if pence:
            yield f"{say_money(sum(pence))} of {len(pence)} funding line{'s' if len(pence) > 1 else ''} {kind}."
