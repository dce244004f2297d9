"""A Specification as compact text and back: what travels in `_return` and is kept by its digest."""

import json
from typing import Any

from commissioning import sums
from commissioning.model.contract import Relation
from commissioning.model.finding import Severity
from commissioning.model.quantity import AnswerKey, Bound
from commissioning.model.template import Block, Opening, PeriodTarget, Row, Specification, StatedPercentage
from commissioning.period import read_period

FORMAT = 1


def write_specification(specification: Specification) -> str:
    """The specification as compact JSON; equal specifications give equal text."""
    return json.dumps(
        {
            "format": FORMAT,
            "contract": specification.contract,
            "period": str(specification.period),
            "blocks": [_block(block) for block in specification.blocks],
            "relations": [
                [r.code, r.service, r.says, sums.write(r.comparison), r.severity, r.sort]
                for r in specification.relations
            ],
            "percentages": [
                [_key(p.percentage), _key(p.base), p.count and _key(p.count)] for p in specification.percentages
            ],
            "targets": [[t.about, _key(t.key), sums.write(t.comparison), t.target] for t in specification.targets],
            "openings": [[_key(o.opening), _key(o.closing)] for o in specification.openings],
            "contacts": list(specification.published_contacts),
        },
        ensure_ascii=True,
        separators=(",", ":"),
    )


def read_specification(text: str) -> Specification:
    """The specification that `write_specification` wrote; ValueError where the text is none."""
    try:
        found = json.loads(text)
        return _specification(found)
    except (KeyError, TypeError, IndexError) as wrong:
        raise ValueError("This is not the specification of a return.") from wrong


def _specification(found: dict[str, Any]) -> Specification:
    if found["format"] != FORMAT:
        raise ValueError(f"The specification is of format {found['format']}, and this engine reads format {FORMAT}.")
    return Specification(
        contract=found["contract"],
        period=read_period(found["period"]),
        blocks=tuple(_read_block(block) for block in found["blocks"]),
        relations=tuple(
            Relation(code, service, says, sums.read_comparison(written), Severity(severity), sort)
            for code, service, says, written, severity, sort in found["relations"]
        ),
        percentages=tuple(
            StatedPercentage(AnswerKey(*percentage), AnswerKey(*base), AnswerKey(*count) if count else None)
            for percentage, base, count in found["percentages"]
        ),
        targets=tuple(
            PeriodTarget(about, AnswerKey(*key), sums.read_comparison(written), target)
            for about, key, written, target in found["targets"]
        ),
        openings=tuple(Opening(AnswerKey(*opening), AnswerKey(*closing)) for opening, closing in found["openings"]),
        published_contacts=tuple(found["contacts"]),
    )


def _key(key: AnswerKey) -> list[str]:
    return [key.service, key.measure, key.dimension, key.category]


def _block(block: Block) -> list[Any]:
    rows = [[r.row, _key(r.key), r.about, r.kind, r.unit, int(r.required), list(r.bounds)] for r in block.rows]
    return [block.name, block.sheet, block.header_row, dict(block.columns), rows]


def _read_block(written: list[Any]) -> Block:
    name, sheet, header_row, columns, rows = written
    return Block(name, sheet, header_row, tuple(columns.items()), tuple(_read_row(row) for row in rows))


def _read_row(written: list[Any]) -> Row:
    row, key, about, kind, unit, required, bounds = written
    return Row(row, AnswerKey(*key), about, kind, unit, bool(required), tuple(map(Bound, bounds)))
