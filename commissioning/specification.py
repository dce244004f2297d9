"""A Specification as compact text and back: what travels in `_return` and is kept by its digest. Beside it travels what
was printed for people to read: no part of the edition, and known from that one file alone."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from commissioning import sums
from commissioning.errors import UnclearPeriod
from commissioning.measures import KINDS
from commissioning.model.contract import Relation
from commissioning.model.finding import Severity
from commissioning.model.measure import Choice
from commissioning.model.quantity import AnswerKey, Bound
from commissioning.model.template import Block, Opening, PeriodTarget, Row, Specification, StatedPercentage, Template
from commissioning.period import read_period

FORMAT = 1
ON_TRIAL = "on trial"


def write_specification(specification: Specification) -> str:
    """The specification as compact JSON; equal specifications give equal text."""
    return json.dumps(
        {
            "format": FORMAT,
            "contract": specification.contract,
            "period": str(specification.period),
            "blocks": [_block(block) for block in specification.blocks],
            "relations": [
                [r.code, r.service, r.says, sums.write(r.comparison), r.severity, r.sort, *_trial(r)]
                for r in specification.relations
            ],
            "percentages": [
                [_key(p.percentage), _key(p.base), p.count and _key(p.count), *([1] if p.the_rest else [])]
                for p in specification.percentages
            ],
            "targets": [
                [t.about, _key(t.key), sums.write(t.comparison), t.target, *_trial(t)] for t in specification.targets
            ],
            "openings": [[_key(o.opening), _key(o.closing)] for o in specification.openings],
            "contacts": list(specification.published_contacts),
        },
        ensure_ascii=True,
        separators=(",", ":"),
    )


def write_printed(template: Template) -> str:
    """The definition and target printed in each row of a blank return, as compact JSON."""
    said = {f"{sheet}!{row}": [words.definition, words.target] for sheet, row, words in template.beside}
    return json.dumps({at: both for at, both in said.items() if any(both)}, separators=(",", ":"))


@lru_cache(maxsize=64)
def read_printed(text: str) -> Mapping[str, tuple[str, str]]:
    """What `write_printed` wrote, by sheet and row, such as `Refuge!6`; nothing where the text is none of that."""
    try:
        return {at: (_text(definition), _text(target)) for at, (definition, target) in json.loads(text or "{}").items()}
    except (AttributeError, TypeError, ValueError, RecursionError):
        return {}


def read_specification(text: str) -> Specification:
    """The specification that `write_specification` wrote; ValueError where the text is none."""
    try:
        return _specification(json.loads(text))
    except (AttributeError, TypeError, LookupError, ArithmeticError, RecursionError, UnclearPeriod) as wrong:
        raise ValueError("This is not the specification of a return.") from wrong


def _specification(found: dict[str, Any]) -> Specification:
    if found["format"] != FORMAT:
        raise ValueError(f"The specification is of format {found['format']}, and this engine reads format {FORMAT}.")
    return Specification(
        contract=_text(found["contract"]),
        period=read_period(_text(found["period"])),
        blocks=tuple(_read_block(block) for block in found["blocks"]),
        relations=tuple(map(_read_relation, found["relations"])),
        percentages=tuple(map(_read_percentage, found["percentages"])),
        targets=tuple(map(_read_target, found["targets"])),
        openings=tuple(Opening(_read_key(opening), _read_key(closing)) for opening, closing in found["openings"]),
        published_contacts=tuple(map(_text, found["contacts"])),
    )


def _key(key: AnswerKey) -> list[str]:
    return [key.service, key.measure, key.dimension, key.category]


def _block(block: Block) -> list[Any]:
    rows = [_row(row) for row in block.rows]
    return [block.name, block.sheet, block.header_row, dict(block.columns), rows]


def _row(row: Row) -> list[Any]:
    """A row; after it what only some rows have, so that the text of the others stays as it was."""
    choices = {"choices": [[choice.id, choice.label] for choice in row.choices]} if row.choices else {}
    more = {**choices, **({"day first": 1} if row.day_first else {})}
    written = [row.row, _key(row.key), row.about, row.kind, row.unit, int(row.required), list(row.bounds)]
    return [*written, more] if more else written


def _read_block(written: list[Any]) -> Block:
    name, sheet, header_row, columns, rows = written
    places = tuple((code, _place(column)) for code, column in columns.items())
    if not {"code", "figure"} <= set(columns):
        raise TypeError("A block has no column for codes or for figures.")
    return Block(_text(name), _text(sheet), _place(header_row), places, tuple(map(_read_row, rows)))


def _read_percentage(written: list[Any]) -> StatedPercentage:
    percentage, base, count, *rest = written
    keys = (_read_key(percentage), _read_key(base), _read_key(count) if count else None)
    return StatedPercentage(*keys, the_rest=rest == [1])


def _trial(rule: Relation | PeriodTarget) -> list[str]:
    """A word after a rule that is on trial; nothing after the others, whose text stays as it was."""
    return [ON_TRIAL] if rule.on_trial else []


def _read_relation(written: list[Any]) -> Relation:
    code, service, says, comparison, severity, sort, *rest = written
    return Relation(
        code=_text(code),
        service=_text(service),
        says=_text(says),
        comparison=sums.read_comparison(comparison),
        severity=Severity(severity),
        sort=sort,
        on_trial=rest == [ON_TRIAL],
    )


def _read_target(written: list[Any]) -> PeriodTarget:
    about, key, comparison, target, *rest = written
    kept = (_text(about), _read_key(key), sums.read_comparison(comparison), _text(target))
    return PeriodTarget(*kept, on_trial=rest == [ON_TRIAL])


def _read_row(written: list[Any]) -> Row:
    row, key, about, kind, unit, required, bounds, *rest = written
    more = rest[0] if rest else {}
    return Row(
        row=_place(row),
        key=_read_key(key),
        about=_text(about),
        kind=KINDS[kind].key,
        unit=_text(unit),
        required=bool(required),
        bounds=tuple(map(Bound, bounds)),
        choices=tuple(Choice(_text(id), _text(label)) for id, label in more.get("choices", [])),
        day_first=more.get("day first") == 1,
    )


def _read_key(written: list[Any]) -> AnswerKey:
    service, measure, dimension, category = map(_text, written)
    return AnswerKey(service, measure, dimension, category)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"Not text: {value!r}.")
    return value


def _place(value: object) -> int:
    """A row or a column: places are counted from 1."""
    if not isinstance(value, int) or value < 1:
        raise TypeError(f"Not a row or a column: {value!r}.")
    return value
