"""What is issued to a funder: a statement ready to be frozen, what is frozen of it, and what became of it since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from commissioning.funding.books import Books
from commissioning.funding.statements.statement_nouns import LineMovement, Statement
from commissioning.model.accounts import Charge, IssuedStatement, StatementAction, StatementStep
from commissioning.model.document import Document
from commissioning.money import say_money
from commissioning.period import YEAR_MONTHS, Period, label
from commissioning.posting import YEAR_END, Posting, postings_within


@dataclass(frozen=True, slots=True)
class LineContribution:
    """A funder's contribution by one funding line in a period, in pence; a due of None is not stated. `held` is what
    the line closes with, None where it was not kept."""

    contract: str
    line: str
    name: str
    due: int | None
    invoiced: int
    received: int
    held: int | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """All that is kept of an issued statement: who answers for it, what it takes the place of, what it comes to, itself
    and the Document that the funder was sent.

    What it comes to stands beside the statement, so that it can be read without the classes the statement is made of.
    `told` is what the funder was told where it does not agree.
    """

    number: str
    takes_place_of: str
    prepared_by: str
    reviewed_by: str
    issued_by: str
    at: datetime
    told: str
    totals: tuple[tuple[str, int], ...]
    contributions: tuple[LineContribution, ...]
    unexplained: int | None
    statement: object
    document: Document


@dataclass(frozen=True, slots=True)
class IssuedStanding:
    """An issued statement as it stands among the others: its last step, what took its place, and later charges
    that touch it, each with the pence by which they would move it."""

    issued: IssuedStatement
    last: StatementStep
    place_taken_by: str
    overtaken_by: tuple[tuple[Charge, int], ...]

    @property
    def state(self) -> str:
        """`issued`, `agreed`, `disputed`, or that another took its place."""
        return f"replaced by {self.place_taken_by}" if self.place_taken_by else str(self.last.action)

    @property
    def is_agreed(self) -> bool:
        """Whether it stands and is agreed."""
        return not self.place_taken_by and self.last.action is StatementAction.AGREED


def number_of(period: Period, funder: str, issue: int) -> str:
    """`2025-26-Q1/vale-city-council/1`."""
    return f"{label(period)}/{funder}/{issue}"


def contributions_of(statement: Statement) -> tuple[LineContribution, ...]:
    """Its contributions, line by line."""
    return tuple(
        LineContribution(
            one.contract, one.line, one.name, one.due, one.invoiced, one.received, held=one.carried_forward
        )
        for one in statement.lines
    )


def one_before(statement: Statement, issued: Iterable[IssuedStatement]) -> IssuedStatement | None:
    """The statement issued last to its funder, by its commissioner, for the time that ends where it begins."""
    whose = (statement.funder.id, statement.commissioner.id)
    own = [one for one in issued if (one.funder, one.commissioner) == whose]
    ends = (one for one in own if postings_within(one.period)[-1].next == statement.postings[0])
    return max(ends, key=lambda one: max(step.at for step in one.steps), default=None)


def opening_gaps(statement: Statement, before: Frozen) -> tuple[str, ...]:
    """Where a funding line does not open with what the statement before closed with, in sentences."""
    closed = {(one.contract, one.line): one for one in before.contributions if one.held is not None}
    opens = {(one.contract, one.line): one for one in statement.lines}
    both = [(key, opens.get(key), closed.get(key)) for key in dict.fromkeys((*closed, *opens))] if closed else []
    return tuple(
        f"{_name(now, then)} opens with {say_money(opening)} for {statement.funder.name}, and {before.number} closed"
        f" with {say_money(closing)}: something was recorded for, or read of, a time that was stated already."
        for _, now, then in both
        if (opening := now.brought_forward if now else 0) != (closing := (then.held or 0) if then else 0)
    )


def _name(now: LineMovement | None, then: LineContribution | None) -> str:
    return now.name if now else then.name if then else ""


def next_number(statement: Statement, issued: tuple[IssuedStatement, ...]) -> tuple[str, str]:
    """The number of the next issue for its funder and period, and of the one it takes the place of, if any.

    Issues are counted over all commissioners, so that no number stands twice; it takes the place of its own
    commissioner's last.
    """
    likes = [one for one in issued if (one.funder, one.period) == (statement.funder.id, statement.period)]
    own = [one for one in likes if one.commissioner == statement.commissioner.id]
    return number_of(statement.period, statement.funder.id, len(likes) + 1), own[-1].number if own else ""


def standing_of(issued: tuple[IssuedStatement, ...], charges: tuple[Charge, ...]) -> tuple[IssuedStanding, ...]:
    """Every issued statement, in order of issue, as it stands now."""
    later: dict[tuple[str, str, Period], list[str]] = {}
    for one in issued:
        later.setdefault(_of(one), []).append(one.number)
    return tuple(_standing(one, later[_of(one)], charges) for one in issued)


def _of(one: IssuedStatement) -> tuple[str, str, Period]:
    return (one.funder, one.commissioner, one.period)


def _standing(one: IssuedStatement, numbers: list[str], charges: tuple[Charge, ...]) -> IssuedStanding:
    after = numbers[numbers.index(one.number) + 1 :]
    held = frozenset(one.charges)
    # A charge of nothing in all is a year's true-up of its rounding, which corrects no statement.
    later = (charge for charge in charges if one.number in charge.touches and charge.pence)
    overtaken = tuple((charge, part_of(charge, one.funder)) for charge in later if charge.number not in held)
    return IssuedStanding(one, one.steps[-1], after[-1] if after else "", overtaken)


def part_of(charge: Charge, funder: str) -> int:
    """The pence of a charge that a funder owes, over all its lines; an empty funder is what nobody covers."""
    return sum(part.pence for part in charge.parts if part.funder == funder)


def still_open(books: Books, period: Period) -> tuple[Posting, ...]:
    """The posting periods that may still take what a statement of a period would tell, in a contract's books: those of
    the period, and each year's 13 before it, whose corrections would move what the statement opens with."""
    within = postings_within(period)
    closed = books.closed
    late = {Posting(one.year, YEAR_END) for one in closed if one.number == YEAR_MONTHS}
    before = sorted(one for one in late if one < within[0])
    return tuple(one for one in (*before, *within) if not books.is_closed(one))
