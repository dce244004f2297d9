"""A connection in; charges with their parts, ledger lines, events and statements out, oldest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, func, select

from commissioning.model.accounts import Charge, IssuedStatement, LedgerLine, MoneyEvent, Part, StatementStep
from commissioning.store.money_rows import charge_of, ledger_line_of, money_event_of, part_of, statement_of, step_of
from commissioning.store.schema import (
    CHARGE_PARTS,
    CHARGES,
    LEDGER_LINES,
    MONEY_EVENTS,
    STATEMENT_STEPS,
    STATEMENTS,
)

NO_MONEY = (0, 0, 0)
"""What is newest of a contract without money: no charge, no event and no ledger line."""


def charges(connection: Connection, contract: str | None) -> tuple[Charge, ...]:
    """Every charge, of one contract or of all, with its parts as they were posted."""
    of = CHARGE_PARTS.c
    parts = select(of.charge, of.line, of.funder, of.quota, of.pence, of.why).order_by(of.charge, of.position)
    if contract is not None:
        parts = parts.join(CHARGES, CHARGES.c.number == CHARGE_PARTS.c.charge).where(CHARGES.c.contract == contract)
    of_charge: dict[int, list[Part]] = defaultdict(list)
    for charge, *columns in connection.execute(parts):
        of_charge[charge].append(part_of(*columns))
    return tuple(charge_of(row, of_charge[row.number]) for row in _rows(connection, CHARGES, contract))


def newest_charge(connection: Connection, contract: str) -> int:
    """The number of the charge of a contract that was posted last; 0 where none is."""
    of_contract = select(func.max(CHARGES.c.number)).where(CHARGES.c.contract == contract)
    return connection.scalar(of_contract) or 0


def newest_event(connection: Connection, contracts: Iterable[str]) -> int:
    """The number of what was recorded last about the money of any of some contracts; 0 where nothing is."""
    of_contracts = select(func.max(MONEY_EVENTS.c.number)).where(MONEY_EVENTS.c.contract.in_(set(contracts)))
    return connection.scalar(of_contracts) or 0


def newest_by_contract(connection: Connection) -> Mapping[str, tuple[int, ...]]:
    """Of each contract with money, the numbers of its newest charge, event and ledger line; 0 where there is none."""
    tables = (CHARGES, MONEY_EVENTS, LEDGER_LINES)
    newest = [{row[0]: row[1] for row in connection.execute(_newest_of(table))} for table in tables]
    return {id: tuple(of.get(id, 0) for of in newest) for id in dict.fromkeys(chain(*newest))}


def _newest_of(table: Table) -> Select[Any]:
    return select(table.c.contract, func.max(table.c.number)).group_by(table.c.contract)


def ledger_lines(connection: Connection, contract: str | None) -> tuple[LedgerLine, ...]:
    """Every line of a general ledger, of one contract or of all."""
    return tuple(ledger_line_of(row) for row in _rows(connection, LEDGER_LINES, contract))


def keys_of_lines(connection: Connection) -> frozenset[str]:
    """The keys of every line of a general ledger."""
    return frozenset(connection.scalars(select(LEDGER_LINES.c.key)))


def money_events(connection: Connection, contract: str | None) -> tuple[MoneyEvent, ...]:
    """Everything recorded about money, of one contract or of all."""
    return tuple(money_event_of(row) for row in _rows(connection, MONEY_EVENTS, contract))


def statements(connection: Connection) -> tuple[IssuedStatement, ...]:
    """Every statement that was issued, each with its steps."""
    steps: dict[str, list[StatementStep]] = defaultdict(list)
    for row in connection.execute(select(STATEMENT_STEPS).order_by(STATEMENT_STEPS.c.number)):
        steps[row.statement].append(step_of(row))
    return tuple(statement_of(row, steps[row.statement]) for row in _rows(connection, STATEMENTS, None))


def has_statement(connection: Connection, number: str) -> bool:
    """Whether a statement of that number was issued."""
    return connection.execute(select(STATEMENTS.c.number).where(STATEMENTS.c.statement == number)).first() is not None


def _rows(connection: Connection, table: Table, contract: str | None) -> list[Row[Any]]:
    statement = select(table).order_by(table.c.number)
    if contract is not None:
        statement = statement.where(table.c.contract == contract)
    return list(connection.execute(statement))
