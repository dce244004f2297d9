"""A connection and nouns of money in, new rows out; nothing is posted twice, and nothing that is there is changed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, func, insert, select

from commissioning.errors import CommissioningError, NothingThere
from commissioning.model.accounts import (
    Charge,
    IssuedStatement,
    LedgerLine,
    MoneyEvent,
    StatementAction,
    StatementStep,
)
from commissioning.store import money_reading as reading
from commissioning.store.money_rows import (
    charge_columns,
    ledger_line_columns,
    money_event_columns,
    part_columns,
    statement_columns,
    step_columns,
)
from commissioning.store.rivals import PostedMeanwhile
from commissioning.store.rows import Columns, stamp
from commissioning.store.schema import (
    CHARGE_PARTS,
    CHARGES,
    LEDGER_LINES,
    MONEY_EVENTS,
    STATEMENT_STEPS,
    STATEMENTS,
)
from commissioning.store.writing import add_all


def post_charges(
    connection: Connection, charges: tuple[Charge, ...], marks: Columns, seen: int | None, seen_event: int | None = None
) -> tuple[Charge, ...]:
    """Add charges with their parts, and say them with their numbers.

    PostedMeanwhile where a contract's newest charge or event is not the one that was `seen`, where an origin stands
    already, or where a credit takes back more than is left of its charge.
    """
    _refuse_what_was_recorded(connection, {charge.contract for charge in charges}, seen_event)
    for contract in dict.fromkeys(charge.contract for charge in charges):
        _refuse_what_was_posted(connection, contract, tuple(c for c in charges if c.contract == contract), seen)
    generations = _generations(connection, charges)
    before = connection.scalar(select(func.max(CHARGES.c.number))) or 0
    rows = [charge_columns(*pair) | marks for pair in zip(charges, generations, strict=True)]
    add_all(connection, CHARGES, rows)
    newest = select(CHARGES).where(CHARGES.c.number > before)
    numbers = {(row.contract, row.origin, row.generation): row.number for row in connection.execute(newest)}
    posted = tuple(
        replace(charge, number=numbers[charge.contract, charge.origin, generation])
        for charge, generation in zip(charges, generations, strict=True)
    )
    parts = [part_columns(part, one.number, place) | marks for one in posted for place, part in enumerate(one.parts)]
    add_all(connection, CHARGE_PARTS, parts)
    return posted


def keep_ledger_lines(connection: Connection, lines: tuple[LedgerLine, ...], marks: Columns) -> int:
    """Add the lines whose keys are not there yet, and say how many they are."""
    known = reading.keys_of_lines(connection)
    new = {line.key: line for line in reversed(lines) if line.key not in known}
    add_all(
        connection, LEDGER_LINES, [ledger_line_columns(line) | marks for line in lines if new.get(line.key) is line]
    )
    return len(new)


def record_money(
    connection: Connection, events: tuple[MoneyEvent, ...], actor: str, seen: int | None = None
) -> tuple[MoneyEvent, ...]:
    """Add what was recorded about money, and say it with its numbers.

    PostedMeanwhile where the newest event of their contracts is not the one that was `seen`.
    """
    _refuse_what_was_recorded(connection, {event.contract for event in events}, seen)
    recorded = []
    for event in events:
        row = money_event_columns(event) | stamp(actor, event.at)
        number = connection.execute(insert(MONEY_EVENTS).values(row).returning(MONEY_EVENTS.c.number)).scalar_one()
        recorded.append(replace(event, actor=actor, number=number))
    return tuple(recorded)


def issue_statement(
    connection: Connection, statement: IssuedStatement, step: StatementStep, seen: Mapping[str, tuple[int, ...]]
) -> None:
    """Add a statement and the step that issued it; CommissioningError where its number is taken.

    PostedMeanwhile where the newest money of one of the contracts that were `seen` is another by now.
    """
    if step.number != statement.number or step.action is not StatementAction.ISSUED:
        raise ValueError(f"{step} does not issue statement {statement.number}")
    newest = reading.newest_by_contract(connection) if seen else {}
    for contract, there in seen.items():
        if newest.get(contract, reading.NO_MONEY) != there:
            raise PostedMeanwhile(contract, statement.number)
    if reading.has_statement(connection, statement.number):
        raise CommissioningError(
            f"Statement {statement.number} was issued already; issue this one again, under the next."
        )
    row = statement_columns(statement) | stamp(step.actor, step.at)
    connection.execute(insert(STATEMENTS).values(row))
    connection.execute(insert(STATEMENT_STEPS).values(step_columns(step)))


def step_statement(connection: Connection, step: StatementStep) -> None:
    """Add a step taken with a statement; NothingThere where none of its number was issued."""
    if not reading.has_statement(connection, step.number):
        raise NothingThere(f"No statement {step.number} was issued.")
    connection.execute(insert(STATEMENT_STEPS).values(step_columns(step)))


def refuse_uneven(charge: Charge) -> None:
    """A ValueError where the parts of a charge do not come to it."""
    if sum(part.pence for part in charge.parts) != charge.pence:
        raise ValueError(f"the parts of {charge.origin} do not come to {charge.pence} pence")


def _refuse_what_was_posted(connection: Connection, contract: str, new: tuple[Charge, ...], seen: int | None) -> None:
    if seen is not None and reading.newest_charge(connection, contract) != seen:
        raise PostedMeanwhile(contract, "another charge")
    there = reading.charges(connection, contract)
    by_number = {charge.number: charge for charge in there}
    credited = Counter[int]()
    for charge in (*there, *new):
        credited[charge.credits] += charge.pence
    for credit in new:
        if credit.credits and _is_too_much(by_number[credit.credits].pence, credited[credit.credits]):
            raise PostedMeanwhile(contract, credit.origin)
    taken_back = _taken_back((*there, *new))
    origins = Counter(one.origin for one in (*there, *new) if not one.credits and one.number not in taken_back)
    for charge in new:
        if not charge.credits and origins[charge.origin] > 1:
            raise PostedMeanwhile(contract, charge.origin)


def _refuse_what_was_recorded(connection: Connection, contracts: set[str], seen: int | None) -> None:
    if seen is not None and reading.newest_event(connection, contracts) != seen:
        raise PostedMeanwhile(", ".join(sorted(contracts)), "another event")


def _is_too_much(pence: int, credited: int) -> bool:
    """Whether credits of so many pence go the wrong way, or beyond the charge."""
    left = pence + credited
    return left * pence < 0 or abs(left) > abs(pence)


def _taken_back(charges: tuple[Charge, ...]) -> frozenset[int]:
    """The numbers of charges of which, part by part, nothing is left."""
    left: dict[int, Counter[tuple[str, str]]] = {}
    for charge in charges:
        of = charge.credits or charge.number
        for part in charge.parts:
            left.setdefault(of, Counter())[part.line, part.funder] += part.pence
    with_credits = {charge.credits for charge in charges if charge.credits}
    return frozenset(number for number in with_credits if not any(left.get(number, {}).values()))


def _generations(connection: Connection, charges: tuple[Charge, ...]) -> list[int]:
    """Of each charge, how many of its origin there are before it."""
    counted = select(CHARGES.c.contract, CHARGES.c.origin, func.count()).group_by(CHARGES.c.contract, CHARGES.c.origin)
    of = counted.where(CHARGES.c.contract.in_({charge.contract for charge in charges}))
    before = Counter({(contract, origin): count for contract, origin, count in connection.execute(of)})
    found = []
    for charge in charges:
        found.append(before[charge.contract, charge.origin])
        before[charge.contract, charge.origin] += 1
    return found
