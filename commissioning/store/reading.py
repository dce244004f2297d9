"""A connection in, nouns out; what is current, accepted or superseded is worked out here."""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, or_, select

from commissioning.model.posted import (
    Action,
    Decision,
    Entry,
    Issue,
    Judgement,
    Receipt,
    Rival,
    Stands,
    State,
    TurnedAway,
    Verdict,
)
from commissioning.store.rivals import OwnDays
from commissioning.store.rows import (
    decision_of,
    entry_of,
    finding_of,
    issue_of,
    period_of,
    receipt_of,
    rival_of,
    turned_away_of,
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

ACCEPT = Action.ACCEPT.value
"""The action of a decision that makes a return's figures good as they stand."""


def receipts(connection: Connection, contract: str | None) -> tuple[Receipt, ...]:
    """Every receipt, of one contract or of all, oldest first."""
    statement = select(RECEIPTS).order_by(RECEIPTS.c.received, RECEIPTS.c.number)
    if contract is not None:
        statement = statement.where(RECEIPTS.c.contract == contract)
    return tuple(receipt_of(row) for row in connection.execute(statement))


def receipt(connection: Connection, sha256: str) -> Receipt | None:
    """The receipt of one file."""
    row = connection.execute(select(RECEIPTS).where(RECEIPTS.c.sha256 == sha256)).first()
    return receipt_of(row) if row else None


def judgement(connection: Connection, sha256: str) -> Judgement | None:
    """The newest judgement of a return, with its findings in order."""
    row = _newest_verdict(connection, sha256)
    return _judgement_of(connection, row) if row else None


def accepted_judgements(connection: Connection, sha256: str) -> list[tuple[int, Judgement]]:
    """The judgements of a return that a decision to accept was about, newest first, each with its number."""
    decided = select(DECISIONS.c.judgement).where(DECISIONS.c.action == ACCEPT, DECISIONS.c.sha256 == sha256)
    rows = connection.execute(
        select(VERDICTS).where(VERDICTS.c.number.in_(decided)).order_by(VERDICTS.c.number.desc())
    ).all()
    return [(row.number, _judgement_of(connection, row)) for row in rows]


def _judgement_of(connection: Connection, row: Row[Any]) -> Judgement:
    in_order = select(FINDINGS).where(FINDINGS.c.judgement == row.number).order_by(FINDINGS.c.position)
    findings = tuple(finding_of(found) for found in connection.execute(in_order))
    return Judgement(row.sha256, Verdict(row.verdict), findings, row.basis)


def decided_on(connection: Connection, sha256: str) -> int | None:
    """The number of the judgement that a decision taken now is about: the newest, or the one that it rests on."""
    row = _newest_verdict(connection, sha256)
    return (row.rests_on or row.number) if row else None


def bases(connection: Connection) -> dict[str, str]:
    """What the newest judgement of every return was judged by."""
    rows = connection.execute(select(VERDICTS.c.sha256, VERDICTS.c.basis).order_by(VERDICTS.c.number))
    return {row.sha256: row.basis for row in rows}


def decisions(connection: Connection) -> tuple[Decision, ...]:
    """Every decision, in the order they were recorded."""
    return tuple(decision_of(row) for row in connection.execute(select(DECISIONS).order_by(DECISIONS.c.number)))


def issues(connection: Connection) -> tuple[Issue, ...]:
    """Every issue of a blank return, in the order they were recorded."""
    return tuple(issue_of(row) for row in connection.execute(select(ISSUES).order_by(ISSUES.c.number)))


def turned_away(connection: Connection) -> tuple[TurnedAway, ...]:
    """The sign of every file that was turned away, in the order they came."""
    rows = connection.execute(select(TURNED_AWAY).order_by(TURNED_AWAY.c.received, TURNED_AWAY.c.number))
    return tuple(turned_away_of(row) for row in rows)


def rivals(connection: Connection) -> tuple[Rival, ...]:
    """The sign of every rival, in the order they were recorded."""
    return tuple(rival_of(row) for row in connection.execute(select(RIVALS).order_by(RIVALS.c.number)))


def edition(connection: Connection, digest: str) -> str | None:
    """The text of an issued specification."""
    return connection.scalar(select(EDITIONS.c.text).where(EDITIONS.c.digest == digest))


def editions(connection: Connection) -> tuple[str, ...]:
    """The texts of every issued specification."""
    return tuple(connection.scalars(select(EDITIONS.c.text).order_by(EDITIONS.c.digest)))


def entries(connection: Connection, contract: str | None) -> tuple[Entry, ...]:
    """The entries that no posted correction has replaced, in posting order."""
    statement = current_entries()
    if contract is not None:
        statement = statement.where(ENTRIES.c.contract == contract)
    return tuple(entry_of(row) for row in connection.execute(statement))


def states(connection: Connection) -> dict[str, State]:
    """The state of every return whose entries stand, by its sha256."""
    accepted = ENTRIES.c.sha256.in_(accepted_returns()).label("accepted")
    stand = select(ENTRIES.c.sha256, accepted).where(ENTRIES.c.sha256.not_in(replaced_returns())).distinct()
    return {row.sha256: State.ACCEPTED if row.accepted else State.PROVISIONAL for row in connection.execute(stand)}


def state(connection: Connection, sha256: str) -> State | None:
    """The state of one return's entries; None where none of them stand."""
    stands = all_entries().where(ENTRIES.c.sha256 == sha256, ENTRIES.c.sha256.not_in(replaced_returns()))
    row = connection.execute(stands.limit(1)).first()
    if row is None:
        return None
    return State.ACCEPTED if row.accepted else State.PROVISIONAL


def stand(connection: Connection, contract: str | None) -> tuple[Stands, ...]:
    """The returns whose entries stand, of one contract or of all, in posting order."""
    rows = connection.execute(_stand(of_all=contract is None), {"of": contract})
    return tuple(
        Stands(row.sha256, row.contract, period_of(row), State.ACCEPTED if row.accepted else State.PROVISIONAL)
        for row in rows
    )


@cache
def _stand(*, of_all: bool) -> Select[Any]:
    columns = (ENTRIES.c.sha256, ENTRIES.c.contract, ENTRIES.c.starts, ENTRIES.c.ends, ENTRIES.c.as_at)
    grouped = select(*columns, func.min(ENTRIES.c.number).label("first")).group_by(*columns)
    there = (grouped if of_all else grouped.where(ENTRIES.c.contract == bindparam("of"))).subquery()
    accepted = there.c.sha256.in_(accepted_returns()).label("accepted")
    return select(there, accepted).where(there.c.sha256.not_in(replaced_returns())).order_by(there.c.first)


def standing(connection: Connection, receipt: Receipt, own: OwnDays) -> set[str]:
    """The returns whose entries stand for a receipt's contract and for its period's own days, or for part of them."""
    if receipt.period is None:
        return set()
    days = own(receipt.period)
    return {one.sha256 for one in stand(connection, receipt.contract) if own(one.period).overlaps(days)}


def posted(connection: Connection, sha256: str) -> bool:
    """Whether a return has entries."""
    return connection.execute(select(ENTRIES.c.number).where(ENTRIES.c.sha256 == sha256).limit(1)).first() is not None


def current_entries() -> Select[Any]:
    """The question `entries` asks, for every contract."""
    return all_entries().where(ENTRIES.c.sha256.not_in(replaced_returns()))


@cache
def all_entries() -> Select[Any]:
    """Every entry ever posted, in posting order, with its return's file and whether that is accepted."""
    accepted = ENTRIES.c.sha256.in_(accepted_returns()).label("accepted")
    joined = select(ENTRIES, RECEIPTS.c.file, accepted).join(RECEIPTS, RECEIPTS.c.sha256 == ENTRIES.c.sha256)
    return joined.order_by(ENTRIES.c.number)


def entries_of(connection: Connection, sha256: str) -> tuple[Entry, ...]:
    """The entries of one return, standing or replaced, in posting order."""
    return tuple(entry_of(row) for row in connection.execute(all_entries().where(ENTRIES.c.sha256 == sha256)))


@cache
def replaced_returns() -> Select[Any]:
    """Which returns a correction has replaced; one that was stopped posted nothing and replaces none."""
    was_posted = RECEIPTS.c.sha256.in_(select(ENTRIES.c.sha256))
    return select(RECEIPTS.c.corrects).where(RECEIPTS.c.corrects.is_not(None), was_posted)


@cache
def accepted_returns() -> Select[Any]:
    """Which returns are accepted, by their newest judgement or a decision that it rests on, and not queried since."""
    newest = select(func.max(VERDICTS.c.number)).group_by(VERDICTS.c.sha256)
    is_accepted = or_(VERDICTS.c.verdict == Verdict.ACCEPTED.value, VERDICTS.c.sha256.in_(explained_returns()))
    return select(VERDICTS.c.sha256).where(
        VERDICTS.c.number.in_(newest), is_accepted, VERDICTS.c.sha256.not_in(queried_returns())
    )


def explained_returns() -> Select[Any]:
    """Which returns have nothing left to be explained that a decision to accept has not seen, and such a decision."""
    newest = select(func.max(VERDICTS.c.number)).group_by(VERDICTS.c.sha256)
    decided = select(DECISIONS.c.judgement).where(DECISIONS.c.action == ACCEPT)
    rests_on = func.coalesce(VERDICTS.c.rests_on, VERDICTS.c.number)
    return select(VERDICTS.c.sha256).where(VERDICTS.c.number.in_(newest), rests_on.in_(decided))


def explained(connection: Connection) -> frozenset[str]:
    """The same, as sha256."""
    return frozenset(connection.execute(explained_returns()).scalars())


def queried_returns() -> Select[Any]:
    """Which returns have a query that has not been answered by accepting them."""
    answered = (ACCEPT, Action.QUERY.value)
    newest = select(func.max(DECISIONS.c.number)).where(DECISIONS.c.action.in_(answered)).group_by(DECISIONS.c.sha256)
    return select(DECISIONS.c.sha256).where(DECISIONS.c.number.in_(newest), DECISIONS.c.action == Action.QUERY.value)


def _newest_verdict(connection: Connection, sha256: str) -> Row[Any] | None:
    newest_first = select(VERDICTS).where(VERDICTS.c.sha256 == sha256).order_by(VERDICTS.c.number.desc()).limit(1)
    return connection.execute(newest_first).first()
