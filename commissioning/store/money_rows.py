"""The nouns of money in, the columns of their rows out, and back again."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Row

from commissioning.model.accounts import (
    Charge,
    ChargeSource,
    IssuedStatement,
    LedgerLine,
    MoneyEvent,
    MoneySort,
    Part,
    StatementAction,
    StatementStep,
)
from commissioning.model.finding import Place
from commissioning.model.funding import Coding, Means
from commissioning.posting import Posting
from commissioning.store.rows import Columns, period_columns, period_of, stamp


def _posting_columns(posting: Posting) -> Columns:
    return {"posting_year": posting.year, "posting_number": posting.number}


def _posting_of(row: Row[Any]) -> Posting:
    return Posting(row.posting_year, row.posting_number)


def charge_columns(charge: Charge, generation: int) -> Columns:
    """A charge as a row, without its parts; it is the so-manieth of its origin, from 0."""
    return {
        "contract": charge.contract,
        "service": charge.service,
        "area": charge.area,
        **period_columns(charge.period),
        **_posting_columns(charge.posting),
        "pence": charge.pence,
        "vat": charge.vat,
        "source": charge.source.value,
        "origin": charge.origin,
        "generation": generation,
        "credits": charge.credits or None,
        "touches": json.dumps(charge.touches),
        "says": charge.says,
        "contract_digest": charge.contract_digest,
    }


def part_of(line: str, funder: str, quota: str, pence: int, why: str) -> Part:
    """The part that these columns of its row hold."""
    above, _, below = quota.partition("/")
    return Part(line, funder, Fraction(int(above), int(below)), pence, why)


def charge_of(row: Row[Any], parts: Iterable[Part]) -> Charge:
    """The charge that a row holds, with its parts."""
    return Charge(
        contract=row.contract,
        service=row.service,
        area=row.area,
        period=period_of(row),
        posting=_posting_of(row),
        pence=row.pence,
        source=ChargeSource(row.source),
        origin=row.origin,
        parts=tuple(parts),
        contract_digest=row.contract_digest,
        vat=row.vat,
        credits=row.credits or 0,
        touches=tuple(json.loads(row.touches)),
        says=row.says,
        number=row.number,
    )


def part_columns(part: Part, charge: int, position: int) -> Columns:
    """A part as a row of the charge of that number; its quota as `numerator/denominator`, exactly."""
    return {
        "charge": charge,
        "position": position,
        "line": part.line,
        "funder": part.funder,
        "quota": f"{part.quota.numerator}/{part.quota.denominator}",
        "pence": part.pence,
        "why": part.why,
    }


def ledger_line_columns(line: LedgerLine) -> Columns:
    """A line of a general ledger as a row."""
    return {
        "sha256": line.sha256,
        "file": line.file,
        "sheet": line.place.sheet,
        "cell": line.place.cell,
        "key": line.key,
        "cost_centre": line.coding.cost_centre,
        "subjective": line.coding.subjective,
        **_posting_columns(line.posting),
        "document": line.document,
        "net": line.net,
        "vat": line.vat,
        "gross": line.gross,
        "service_date": line.service_date.isoformat() if line.service_date else None,
        "document_date": line.document_date.isoformat() if line.document_date else None,
        "payee": line.payee,
        "text": line.text,
        "contract": line.contract,
        "service": line.service,
        "area": line.area,
        "means": line.means.value if line.means else None,
        "line": line.line,
    }


def ledger_line_of(row: Row[Any]) -> LedgerLine:
    """The line of a general ledger that a row holds."""
    return LedgerLine(
        sha256=row.sha256,
        file=row.file,
        place=Place(row.sheet, row.cell),
        key=row.key,
        coding=Coding(row.cost_centre, row.subjective),
        posting=_posting_of(row),
        document=row.document,
        net=row.net,
        vat=row.vat,
        gross=row.gross,
        service_date=date.fromisoformat(row.service_date) if row.service_date else None,
        document_date=date.fromisoformat(row.document_date) if row.document_date else None,
        payee=row.payee,
        text=row.text,
        contract=row.contract,
        service=row.service,
        area=row.area,
        means=Means(row.means) if row.means else None,
        line=row.line,
    )


def money_event_columns(event: MoneyEvent) -> Columns:
    """What was recorded about money as a row; who recorded it and when are the row's own stamp."""
    return {
        "sort": event.sort.value,
        "contract": event.contract,
        **_posting_columns(event.posting),
        "pence": event.pence,
        **period_columns(event.period),
        "service": event.service,
        "to_service": event.to_service,
        "line": event.line,
        "to_line": event.to_line,
        "reference": event.reference,
        "why": event.why,
    }


def money_event_of(row: Row[Any]) -> MoneyEvent:
    """What a row says was recorded about money."""
    return MoneyEvent(
        sort=MoneySort(row.sort),
        contract=row.contract,
        posting=_posting_of(row),
        pence=row.pence,
        why=row.why,
        actor=row.actor,
        at=datetime.fromisoformat(row.recorded_at),
        period=None if row.period is None else period_of(row),
        service=row.service,
        to_service=row.to_service,
        line=row.line,
        to_line=row.to_line,
        reference=row.reference,
        number=row.number,
    )


def statement_columns(statement: IssuedStatement) -> Columns:
    """A statement as a row, without its steps."""
    return {
        "statement": statement.number,
        "funder": statement.funder,
        "commissioner": statement.commissioner,
        **period_columns(statement.period),
        "content": statement.content,
        "digest": statement.digest,
        "charges": json.dumps(statement.charges),
    }


def statement_of(row: Row[Any], steps: Iterable[StatementStep]) -> IssuedStatement:
    """The statement that a row holds, with the steps that were taken with it."""
    return IssuedStatement(
        number=row.statement,
        funder=row.funder,
        commissioner=row.commissioner,
        period=period_of(row),
        content=row.content,
        digest=row.digest,
        charges=tuple(json.loads(row.charges)),
        steps=tuple(steps),
    )


def step_columns(step: StatementStep) -> Columns:
    """A step taken with a statement as a row, with its own stamp."""
    columns: Columns = {
        "statement": step.number,
        "action": step.action.value,
        "why": step.why,
        "prepared_by": step.prepared_by,
        "reviewed_by": step.reviewed_by,
    }
    return columns | stamp(step.actor, step.at)


def step_of(row: Row[Any]) -> StatementStep:
    """The step that a row holds."""
    return StatementStep(
        number=row.statement,
        action=StatementAction(row.action),
        actor=row.actor,
        at=datetime.fromisoformat(row.recorded_at),
        why=row.why,
        prepared_by=row.prepared_by,
        reviewed_by=row.reviewed_by,
    )
