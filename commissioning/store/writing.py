"""A connection and nouns in, new rows out; what is recorded already is left as it is, always."""

from datetime import datetime
from functools import lru_cache
from operator import itemgetter

from sqlalchemy import Connection, Dialect, Table, insert, select

from commissioning.model.finding import Severity
from commissioning.model.organisation import Actor
from commissioning.model.posted import Decision, Entry, Issue, Judgement, Receipt, Rival, TurnedAway
from commissioning.store import reading
from commissioning.store.rivals import OwnDays, RivalStands
from commissioning.store.rows import (
    Columns,
    decision_columns,
    entry_columns,
    finding_columns,
    issue_columns,
    receipt_columns,
    rival_columns,
    stamp,
    turned_away_columns,
)
from commissioning.store.schema import (
    DECISIONS,
    EDITIONS,
    ENTRIES,
    FINDINGS,
    ISSUES,
    RECEIPTS,
    RIVALS,
    TURNED_AWAY,
    VERDICTS,
)


def record(
    connection: Connection,
    receipt: Receipt,
    judgement: Judgement,
    entries: tuple[Entry, ...],
    marks: Columns,
    own: OwnDays,
) -> None:
    """Add what is new of a return: its receipt, this judgement of it, its entries.

    A judgement that repeats the newest one is not new. One in which nothing needs explanation that somebody has not
    accepted rests on the judgement that was accepted, so that the decision about that holds.
    """
    is_new = reading.receipt(connection, receipt.sha256) is None
    if is_new:
        add_all(connection, RECEIPTS, [receipt_columns(receipt) | marks])
    marks = marks | {"contract_digest": receipt.contract_digest}
    if is_new or reading.judgement(connection, receipt.sha256) != judgement:
        # Nobody can have decided anything about a return that was not here.
        rests_on = None if is_new else _rests_on(connection, judgement)
        _add_judgement(connection, judgement, rests_on, marks)
    if entries and (is_new or not reading.posted(connection, receipt.sha256)):
        if reading.standing(connection, receipt, own) - {receipt.corrects}:
            raise RivalStands(receipt.contract, str(receipt.period))
        add_all(connection, ENTRIES, [entry_columns(entry) | marks for entry in entries])


def add_all(connection: Connection, table: Table, rows: list[Columns]) -> None:
    """Add rows that have the same columns. Our columns hold texts and whole numbers, which the driver takes as they
    are, so that no row is gone through again on its way there."""
    if rows:
        statement, columns = _adding(table, frozenset(rows[0]), connection.dialect)
        in_order = itemgetter(*columns) if columns else dict
        connection.exec_driver_sql(statement, [in_order(row) for row in rows])


@lru_cache(maxsize=64)
def _adding(table: Table, columns: frozenset[str], dialect: Dialect) -> tuple[str, tuple[str, ...]]:
    """The statement that adds a row with these columns, and their order where the driver goes by that."""
    adding = insert(table).inline().compile(dialect=dialect, column_keys=sorted(columns))
    return str(adding), tuple(getattr(adding, "positiontup", None) or ())


def decide(connection: Connection, decision: Decision) -> None:
    """Add a decision, with the judgement that it was about."""
    about = {"judgement": reading.decided_on(connection, decision.sha256)}
    connection.execute(insert(DECISIONS).values(decision_columns(decision) | about))


def issue(connection: Connection, sent: tuple[Issue, ...]) -> None:
    """Add what was sent out, all of it together; a return that is sent again is a row again."""
    if sent:
        connection.execute(insert(ISSUES), [issue_columns(one) for one in sent])


def turn_away(connection: Connection, sign: TurnedAway) -> None:
    """Add the sign of a file that was turned away."""
    connection.execute(insert(TURNED_AWAY).values(turned_away_columns(sign)))


def note_rival(connection: Connection, rival: Rival) -> None:
    """Add the sign of a rival; the same return in the way of the same other is noted once."""
    same = (RIVALS.c.sha256 == rival.sha256, RIVALS.c.against == rival.against, RIVALS.c.contract == rival.contract)
    noted = select(RIVALS.c.number).where(*same, RIVALS.c.period == str(rival.period))
    if connection.execute(noted.limit(1)).first() is None:
        connection.execute(insert(RIVALS).values(rival_columns(rival)))


def keep_edition(connection: Connection, edition: Columns, actor: Actor, at: datetime) -> None:
    """Add an issued specification that is not there yet."""
    if reading.edition(connection, str(edition["digest"])) is None:
        connection.execute(insert(EDITIONS).values(edition | stamp(actor.name, at)))


def _rests_on(connection: Connection, judgement: Judgement) -> int | None:
    """The newest accepted judgement of the return that saw everything which this one leaves to be explained."""
    seen = reading.accepted_judgements(connection, judgement.sha256)
    return next((number for number, before in seen if _to_explain(judgement) <= _to_explain(before)), None)


def _to_explain(judgement: Judgement) -> frozenset[tuple[object, ...]]:
    """What must be explained or put right in a judgement, whatever remedy is given for it."""
    pressing = (Severity.STOPS, Severity.NEEDS_EXPLANATION)
    return frozenset((f.code, f.severity, f.places, f.there) for f in judgement.findings if f.severity in pressing)


def _add_judgement(connection: Connection, judgement: Judgement, rests_on: int | None, marks: Columns) -> None:
    verdict = {"sha256": judgement.sha256, "verdict": judgement.verdict.value, "basis": judgement.basis}
    adding = insert(VERDICTS).values(verdict | marks | {"rests_on": rests_on}).returning(VERDICTS.c.number)
    number = connection.execute(adding).scalar_one()
    rows = [
        finding_columns(finding) | marks | {"judgement": number, "position": position}
        for position, finding in enumerate(judgement.findings)
    ]
    add_all(connection, FINDINGS, rows)
