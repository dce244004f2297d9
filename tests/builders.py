"""A contract, a return and a ledger from a few lines of text, for tests to start from.

The contract is WESTSHIRE with a change or two; a return is a line an answer, such as
`referrals 60`, `satisfied 88% | about | by telephone`, each as a provider would type it.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from typing import Any

from commissioning.checks import Admission, Given
from commissioning.contract import ContractBook, read_book
from commissioning.contract.published import REFERENCE
from commissioning.contract.reporting import previous_period
from commissioning.editions import continued
from commissioning.ledger import entries_of, history_before
from commissioning.model.contract import Contract, Terms
from commissioning.model.posted import Entry, Receipt, State
from commissioning.model.quantity import AnswerKey
from commissioning.model.returned import Cell, Cells, DefinedName, SheetCells, Typed
from commissioning.model.template import Block, Row, Specification
from commissioning.period import read_period
from commissioning.returns import read_return
from commissioning.template import COLUMNS, lay_out
from commissioning.totals.figures import Ledger
from commissioning.work.shipped import shipped
from commissioning.work.workspace import contract_texts

ORGANISATIONS = """
[westshire-council]
name = "Westshire Council"

[safe-house]
name = "Safe House"

[health-board]
name = "Health Board"
"""

WESTSHIRE = """
title = "Westshire domestic abuse services"
origin = "issued"
legal_form = "contract"
published_contacts = ["returns@westshire.example"]
value = { amount = "640000.00", says = "a year" }
parties = { lead = "westshire-council", provider = "safe-house" }
term = { starts = 2025-04-01, ends = 2028-03-31 }
reporting = { frequency = "quarter", due_working_days = 15 }

[service]
refuge = { title = "Refuge" }
advocacy = { title = "Advocacy" }

[dimension.source]
label = "Source"
exclusive = true
categories = { police = "Police", other = "Other" }

[dimension.abuse]
label = "Type of abuse"
exclusive = false
categories = { physical = "Physical", economic = "Economic" }
unknowns = false

[rating]
ten-percent = { tolerance = 10 }
five-points = { tolerance = 5, in_points = true, minimum_denominator = 10 }

[measure.referrals]
kind = "flow"
services = ["refuge"]
breakdowns = ["source"]
polarity = "higher"
target = { per_period = 60 }
rating = "ten-percent"

[measure.accepted]
kind = "flow"
services = ["refuge"]

[measure.accepted-rate]
label = "Accepted, out of referrals"
kind = "ratio"
unit = "percent"
services = ["refuge"]
numerator = "accepted"
denominator = "referrals"
polarity = "higher"
target = { per_period = 50 }
rating = "five-points"

[measure.open-at-start]
kind = "snapshot-of-people"
services = ["refuge"]
opens = "open-at-end"

[measure.open-at-end]
kind = "snapshot-of-people"
services = ["refuge"]

[measure.people]
kind = "distinct-people"
services = ["advocacy"]
breakdowns = ["abuse"]

[measure.surveys]
kind = "flow"
services = ["advocacy"]

[measure.happy]
kind = "flow"
services = ["advocacy"]

[measure.satisfied]
kind = "stated-percentage"
unit = "percent"
services = ["advocacy"]
base = "surveys"
count = "happy"

[measure.waiting]
label = "Change of the waiting list"
kind = "stated-change"
unit = "percent"
services = ["advocacy"]
required = false

[measure.trained]
kind = "cumulative"
services = ["whole-contract"]
polarity = "higher"
target = { cumulative = [50, 100, 150, 200] }
rating = "ten-percent"

[measure.units]
kind = "snapshot-of-things"
services = ["whole-contract"]

[measure.staff]
kind = "fte"
services = ["whole-contract"]

[measure.spend]
kind = "money"
services = ["whole-contract"]

[measure.turned-away]
kind = "text"
services = ["refuge"]
required = false

[relation.stays]
says = "Nobody leaves before they came."
holds = "open-at-end <= open-at-start + accepted"
services = ["refuge"]

[funding]
shares_are = "exact"
tie_order = ["westshire-council", "health-board"]
share = [{ funder = "westshire-council", share = "2/3" }, { funder = "health-board", share = "1/3" }]
"""

CLEAN = """
referrals 60
referrals/source/police 40
referrals/source/other 18
referrals/source/not-known 2
referrals/source/prefer-not-to-say 0
accepted 48
open-at-start 12
open-at-end 15
people 30
people/abuse/physical 20
people/abuse/economic 25
surveys 236
happy 177
satisfied 75%
waiting
trained 55
units 20
staff 7.25
spend 12345.67
commentary
declared-by Service manager
turned-away
"""
"""A return of Westshire's first quarter of 2025-26 in which nothing is wrong."""

UNSTATED = {"role": "output", "unit": "people", "definition": "not stated", "counting_rule": "not stated"}


def contract_raw(changes: str = "", base: str = WESTSHIRE) -> dict[str, Any]:
    """The contract as its tables, with changes written as contract text laid over it.

    Measures that leave out what every measure states get a plain label, `output` and `people`.
    A change that is a line like `- measure.referrals.role` takes something away.
    """
    taken = [line.removeprefix("- ") for line in changes.splitlines() if line.startswith("- ")]
    added = "\n".join(line for line in changes.splitlines() if not line.startswith("- "))
    raw = _stated(laid_over(tomllib.loads(base), tomllib.loads(added)))
    for path in taken:
        _take_away(raw, path.strip().split("."))
    return raw


def contract_text(changes: str = "", base: str = WESTSHIRE) -> str:
    """The contract with its changes, as the text of a file."""
    return toml(contract_raw(changes, base))


@cache
def a_book(changes: str = "", base: str = WESTSHIRE) -> ContractBook:
    """A book with the one contract, `westshire`, faults and all."""
    return read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": contract_text(changes, base)})


def shipped_texts() -> dict[str, str]:
    """The contract text that comes with the engine, and what it may use by name."""
    folder = shipped("contracts")
    return contract_texts(folder) | contract_texts(folder, REFERENCE)


def a_contract(changes: str = "", base: str = WESTSHIRE) -> Contract:
    """The contract, which must be without fault."""
    book = a_book(changes, base)
    assert [str(fault) for fault in book.faults] == []
    return book.contracts["westshire"]


def some_terms(changes: str = "", base: str = WESTSHIRE) -> Terms:
    """The newest terms of the contract."""
    return a_contract(changes, base).latest


def a_specification(terms: Terms | None = None, period: str = "2025-26-Q1") -> Specification:
    """What a return of that period asks."""
    return lay_out(terms or some_terms(), read_period(period)).specification


def a_return(answers: str, specification: Specification | None = None) -> Given:
    """A return as it is read from a sheet where these answers were typed, with its specification."""
    specification = specification or a_specification()
    return Given(read_return(a_sheet(answers, specification), specification), specification)


def changed(answers: str, changes: str) -> str:
    """The answers with lines of the changes in place of those for the same answer."""
    lines = {line.split(maxsplit=1)[0]: line for line in (answers + "\n" + changes).splitlines() if line.strip()}
    return "\n".join(lines.values())


def a_sheet(answers: str, specification: Specification) -> Cells:
    """The cells of a return as it was issued, with the answers typed in."""
    found = {key: line for line in answers.splitlines() if line.strip() for key, line in [_line(line, specification)]}
    names = tuple(DefinedName(block.name, block.sheet, (1, 1), (99, 10)) for block in specification.blocks)
    return Cells(tuple(_sheet(block, found) for block in specification.blocks), names)


def a_cell(typed: str) -> Cell | None:
    """What a reader finds where that was typed: `9`, `88%`, `"9"` as text, `#REF!`, `=A1` without its result."""
    text = typed.strip()
    if not text:
        return None
    if text.startswith("#"):
        return Cell(Typed.ERROR, text)
    if text.startswith("="):
        return Cell(Typed.UNCALCULATED, text, formula=text)
    if re.fullmatch(r"[+-]?[0-9.]+%", text):
        return Cell(Typed.NUMBER, text, Decimal(text.rstrip("%")) / 100, percent=True)
    if re.fullmatch(r"[+-]?[0-9.]+(E[0-9]+)?", text):
        return Cell(Typed.NUMBER, text, Decimal(text))
    return Cell(Typed.TEXT, text.removeprefix('"').removesuffix('"'))


def a_key(words: str, specification: Specification) -> AnswerKey:
    """The answer that `referrals/source/police` or, where two services are asked, `refuge:referrals` means."""
    service, _, code = words.rpartition(":")
    keys = [row.key for _, row in specification.rows() if row.key.code == code]
    [key] = [key for key in keys if not service or key.service == service.replace("whole-contract", "")]
    return key


def entries(given: Given, first: int = 1, state: State = State.ACCEPTED) -> tuple[Entry, ...]:
    """The entries a return comes to, numbered on from `first`."""
    posted = entries_of(given.returned, given.specification, a_receipt(given.specification))
    return tuple(replace(entry, number=first + n, state=state) for n, entry in enumerate(posted))


def a_receipt(specification: Specification, day: str = "2025-07-15") -> Receipt:
    """The receipt of a return that came that day."""
    file = f"{specification.period}.xlsx"
    digest = sha256(file.encode()).hexdigest()
    at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    return Receipt(digest, file, at, specification.contract, specification.period, "", "")


def a_ledger(returns: Mapping[str, str], changes: str = "", provisional: tuple[str, ...] = ()) -> Ledger:
    """What stands when these returns are in, by period: each of its answers alone, whatever else is asked."""
    contract = a_contract(changes)
    posted: list[Entry] = []
    for period, answers in returns.items():
        specification = a_specification(contract.terms_for(read_period(period)), period)
        state = State.PROVISIONAL if period in provisional else State.ACCEPTED
        posted += entries(a_return(answers, specification), len(posted) + 1, state)
    return Ledger(contract, tuple(posted))


def laid_over(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Tables laid over tables; anything else takes the place of what was there."""
    over = dict(base)
    for key, value in changes.items():
        below = over.get(key)
        over[key] = laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return over


def toml(raw: Mapping[str, Any]) -> str:
    """Tables as TOML, a line for each key at the top."""
    return "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in raw.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)


def _stated(raw: dict[str, Any]) -> dict[str, Any]:
    """The tables with what every measure must state filled in where a test does not care."""
    measures = raw.get("measure")
    if not isinstance(measures, dict):
        return raw
    filled = {
        code: {"label": code.replace("-", " ").capitalize(), **UNSTATED, **found} if isinstance(found, dict) else found
        for code, found in measures.items()
    }
    return {**raw, "measure": filled}


def _take_away(raw: dict[str, Any], path: list[str]) -> None:
    *above, last = path
    for key in above:
        raw = raw[key]
    del raw[last]


def _line(line: str, specification: Specification) -> tuple[AnswerKey, str]:
    words, _, typed = line.strip().partition(" ")
    return a_key(words, specification), typed


def _sheet(block: Block, answers: Mapping[AnswerKey, str]) -> SheetCells:
    cells: dict[tuple[int, int], Cell] = {
        (block.header_row, column): Cell(Typed.TEXT, code) for code, column in block.columns
    }
    for row in block.rows:
        cells |= _row(block, row, answers.get(row.key, ""))
    return SheetCells(block.sheet, visible=True, cells=cells)


def _row(block: Block, row: Row, typed: str) -> Iterable[tuple[tuple[int, int], Cell]]:
    columns = dict(block.columns)
    words = [f'"{row.key.code}"', *(part.strip() for part in typed.split("|"))]
    found = {code: a_cell(text) for code, text in zip(("code", "figure", "status", "explanation"), words, strict=False)}
    placed = [((row.row, columns[code]), cell) for code, cell in found.items() if cell and code in columns]
    return [*placed, ((row.row, COLUMNS["measure"]), Cell(Typed.TEXT, row.about))]


def among_earlier(
    earlier: Mapping[str, str], period: str, answers: str, changes: str = "", provisional: tuple[str, ...] = ()
) -> Admission:
    """A return about to be admitted after others of its contract, each in a line an answer, by period."""
    contract, asked = a_contract(changes), read_period(period)
    terms = contract.terms_for(asked)
    given = a_return(answers, a_specification(terms, period))
    posted = a_ledger(earlier, changes, provisional).entries
    return Admission(
        returned=given.returned,
        specification=given.specification,
        history=history_before(continued(posted, contract, terms), asked),
        previous=previous_period(terms, asked),
        received=date(2030, 1, 1),
        due=None,
        contract=contract,
    )
