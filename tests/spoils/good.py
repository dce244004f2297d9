"""The good return that everything here spoils: Westshire's first quarter, filled in, with nothing wrong."""

from decimal import Decimal
from functools import cache

from commissioning.model.contract import Terms
from commissioning.model.template import Template
from commissioning.period import read_period
from commissioning.template import lay_out
from commissioning.writers.returns import write_return
from tests.builders import CLEAN, a_key, some_terms
from tests.provider import DRESS, Typed, filled

PERIOD = "2025-26-Q1"


@cache
def terms() -> Terms:
    """Westshire's contract as it stands."""
    return some_terms()


@cache
def template(period: str = PERIOD) -> Template:
    """The return as it was issued."""
    return lay_out(terms(), read_period(period))


@cache
def blank() -> bytes:
    """The issued workbook, nothing typed."""
    return write_return(template(), DRESS)


@cache
def good() -> bytes:
    """The issued workbook with every answer of `CLEAN` typed in."""
    lines = [line.partition(" ") for line in CLEAN.split("\n") if line]
    answers = {a_key(code, template().specification): Typed(_typed(text)) for code, _, text in lines if text}
    return filled(blank(), template(), answers)


def _typed(text: str) -> float | int | str:
    """What a spreadsheet keeps of what was typed: 75% as 0.75."""
    try:
        number = Decimal(text.removesuffix("%"))
    except ArithmeticError:
        return text
    if text.endswith("%"):
        return float(number / 100)
    return int(number) if number == number.to_integral() else float(number)


def address(words: str) -> str:
    """Where an answer was issued, or its status or explanation: `accepted`, `satisfied.status`; an address as it is."""
    if "!" in words or words.startswith("("):
        return words.strip("()")
    code, _, column = words.partition(".")
    key = a_key(code, template().specification)
    block, row = next((block, row) for block, row in template().specification.rows() if row.key == key)
    at = {**dict(block.columns), "measure": 2, "definition": 3, "last": 5, "target": 6}[column or "figure"]
    return f"{block.sheet}!{'ABCDEFGHIJ'[at - 1]}{row.row}"
