"""Nouns in, the columns of their rows out, and back again."""

import json
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from commissioning import __version__
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.posted import Action, Decision, Entry, Issue, Receipt, Rival, State, TurnedAway
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.period import Period
from commissioning.store.numbers import from_units, scale_of, to_units

Columns = dict[str, str | int | None]
"""What one row holds, by column."""


def stamp(actor: str, at: datetime) -> Columns:
    """Who recorded a row, when and with which engine."""
    return {"recorded_at": moment(at), "actor": actor, "engine_version": __version__}


def moment(at: datetime) -> str:
    """A moment as UTC text that sorts as time does; a ValueError where its time zone is not known."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


# All the entries of a return have the same.
@lru_cache(maxsize=1024)
def period_columns(period: Period | None) -> Columns:
    """A period's text and its dates; not to be changed, since rows share it."""
    if period is None:
        return dict.fromkeys(("period", "starts", "ends", "as_at"))
    dates = {"starts": period.start, "ends": period.end, "as_at": period.as_at}
    return {"period": str(period), **{name: day.isoformat() if day else None for name, day in dates.items()}}


def receipt_columns(receipt: Receipt) -> Columns:
    """A receipt as a row."""
    return {
        "sha256": receipt.sha256,
        "file": receipt.file,
        "received": moment(receipt.received),
        "contract": receipt.contract,
        **period_columns(receipt.period),
        "edition": receipt.edition,
        "contract_digest": receipt.contract_digest,
        "corrects": receipt.corrects or None,
        "correction_reason": receipt.correction_reason,
    }


def receipt_of(row: Row[Any]) -> Receipt:
    """The receipt a row holds."""
    return Receipt(
        sha256=row.sha256,
        file=row.file,
        received=datetime.fromisoformat(row.received),
        contract=row.contract,
        period=None if row.period is None else period_of(row),
        edition=row.edition,
        contract_digest=row.contract_digest,
        corrects=row.corrects or "",
        correction_reason=row.correction_reason,
    )


def period_of(row: Row[Any]) -> Period:
    """The period a row is of."""
    return _period(row.starts, row.ends, row.as_at)


# Thousands of rows hold the same few of these; nouns are never changed, so rows may share them.
@lru_cache(maxsize=1024)
def _period(*days: str | None) -> Period:
    start, end, as_at = (date.fromisoformat(day) if day else None for day in days)
    return Period(start, end, as_at)


def finding_columns(finding: Finding) -> Columns:
    """A finding as a row; its places and measures as JSON."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "places": json.dumps([(place.sheet, place.cell) for place in finding.places], ensure_ascii=False),
        "there": finding.there,
        "remedy": finding.remedy,
        "measures": json.dumps(finding.measures, ensure_ascii=False),
    }


def finding_of(row: Row[Any]) -> Finding:
    """The finding a row holds."""
    return Finding(
        code=row.code,
        severity=Severity(row.severity),
        places=tuple(Place(sheet, cell) for sheet, cell in json.loads(row.places)),
        there=row.there,
        remedy=row.remedy,
        measures=tuple(json.loads(row.measures)),
    )


def entry_columns(entry: Entry) -> Columns:
    """An entry as a row, without what the store works out: its number, file and state."""
    return {
        "sha256": entry.sha256,
        "contract": entry.contract,
        "service": entry.key.service,
        "measure": entry.key.measure,
        "dimension": entry.key.dimension,
        "category": entry.key.category,
        **period_columns(entry.period),
        "kind": entry.kind,
        "unit": entry.unit,
        **given_columns(entry.given, scale_of(entry.kind)),
        "words": entry.words,
        "explanation": entry.explanation,
        "sheet": entry.place.sheet,
        "cell": entry.place.cell,
    }


def entry_of(row: Row[Any]) -> Entry:
    """The entry a row holds, with its return's file name and whether that return was accepted."""
    return Entry(
        number=row.number,
        sha256=row.sha256,
        file=row.file,
        contract=row.contract,
        period=period_of(row),
        key=_key(row.service, row.measure, row.dimension, row.category),
        kind=row.kind,
        unit=row.unit,
        given=given_of(row),
        words=row.words,
        explanation=row.explanation,
        place=_place(row.sheet, row.cell),
        state=State.ACCEPTED if row.accepted else State.PROVISIONAL,
    )


def given_columns(given: Given, scale: int) -> Columns:
    """A number in its units with their scale, or the word for the number that is missing."""
    if isinstance(given, Missing):
        return {"value": None, "scale": scale, "bound": None, "standing": None, "missing": given.value}
    value = to_units(given.value, scale)
    return {
        "value": value,
        "scale": scale,
        "bound": given.bound.value,
        "standing": given.standing.value,
        "missing": None,
    }


def given_of(row: Row[Any]) -> Given:
    """What a row says in the place of a number."""
    return Missing(row.missing) if row.value is None else _quantity(row.value, row.scale, row.bound, row.standing)


@lru_cache(maxsize=4096)
def _quantity(value: int, scale: int, bound: str, standing: str) -> Quantity:
    return Quantity(from_units(value, scale), Bound(bound), Standing(standing))


_key = lru_cache(maxsize=4096)(AnswerKey)
_place = lru_cache(maxsize=4096)(Place)


def decision_columns(decision: Decision) -> Columns:
    """A decision as a row; who took it and when are the row's own stamp."""
    columns: Columns = {
        "sha256": decision.sha256,
        "action": decision.action.value,
        "why": decision.why,
        "until": decision.until.isoformat() if decision.until else None,
        "code": decision.code,
        "measures": " ".join(decision.measures),
    }
    return columns | stamp(decision.actor, decision.at)


def decision_of(row: Row[Any]) -> Decision:
    """The decision a row holds."""
    return Decision(
        action=Action(row.action),
        sha256=row.sha256,
        actor=row.actor,
        why=row.why,
        at=datetime.fromisoformat(row.recorded_at),
        until=date.fromisoformat(row.until) if row.until else None,
        code=row.code,
        measures=tuple(row.measures.split()),
    )


def issue_columns(issue: Issue) -> Columns:
    """An issue as a row; who sent the return and when are the row's own stamp."""
    columns: Columns = {
        "contract": issue.contract,
        **period_columns(issue.period),
        "edition": issue.edition,
        "contract_digest": issue.contract_digest,
        "file": issue.file,
        "sha256": issue.sha256,
        "due": issue.due.isoformat() if issue.due else None,
    }
    return columns | stamp(issue.actor, issue.at)


def issue_of(row: Row[Any]) -> Issue:
    """The issue a row holds."""
    return Issue(
        contract=row.contract,
        period=period_of(row),
        edition=row.edition,
        contract_digest=row.contract_digest,
        file=row.file,
        sha256=row.sha256,
        due=date.fromisoformat(row.due) if row.due else None,
        actor=row.actor,
        at=datetime.fromisoformat(row.recorded_at),
    )


def turned_away_columns(sign: TurnedAway) -> Columns:
    """The sign of a file that was turned away as a row; the kinds found and in how many places as JSON."""
    columns: Columns = {
        "received": moment(sign.received),
        "contract": sign.contract,
        **period_columns(sign.period),
        "kinds": json.dumps(sign.kinds),
        "box": sign.box,
    }
    return columns | stamp(sign.actor, sign.at)


def turned_away_of(row: Row[Any]) -> TurnedAway:
    """The sign a row holds."""
    return TurnedAway(
        received=datetime.fromisoformat(row.received),
        kinds=tuple((code, count) for code, count in json.loads(row.kinds)),
        actor=row.actor,
        at=datetime.fromisoformat(row.recorded_at),
        contract=row.contract,
        period=None if row.period is None else period_of(row),
        box=row.box,
    )


def rival_columns(rival: Rival) -> Columns:
    """The sign of a rival as a row."""
    columns: Columns = {
        "sha256": rival.sha256,
        "file": rival.file,
        "received": moment(rival.received),
        "contract": rival.contract,
        **period_columns(rival.period),
        "against": rival.against,
        "said": rival.said,
    }
    return columns | stamp(rival.actor, rival.at)


def rival_of(row: Row[Any]) -> Rival:
    """The sign a row holds."""
    return Rival(
        sha256=row.sha256,
        file=row.file,
        received=datetime.fromisoformat(row.received),
        contract=row.contract,
        period=period_of(row),
        against=row.against,
        said=row.said,
        actor=row.actor,
        at=datetime.fromisoformat(row.recorded_at),
    )
