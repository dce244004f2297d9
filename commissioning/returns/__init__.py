"""Cells and a Specification to a Return: each answer found, and read as its kind. Nothing is judged here."""

from commissioning.model.returned import Cells, Return
from commissioning.model.template import Specification
from commissioning.returns.answers import read_answer
from commissioning.returns.cover import printed_contacts
from commissioning.returns.formulas import find_formulas, with_result
from commissioning.returns.identity import by_its_name, read_identity
from commissioning.returns.locating import locate
from commissioning.returns.replied import read_earlier, without_reply
from commissioning.returns.status_words import statuses
from commissioning.returns.strays import find_strays
from commissioning.returns.working import Working
from commissioning.specification import read_printed


def read_return(cells: Cells, specification: Specification, printed: str = "") -> Return:
    """Every answer the specification asks for, as the file gives it, and what else was typed. `printed` are the words
    that the file says it was issued with."""
    located = locate(cells, specification.blocks)
    working = Working(cells)
    found = ((row, with_result(at.found(row), at, row, working)) for at in located for row in at.block.rows)
    return Return(
        contract=specification.contract,
        answers=tuple(read_answer(row, what) for row, what in found),
        loose=cells.loose,
        columns=tuple(at.coded_columns() for at in located),
        traced=tuple(traced for at in located for traced in at.traced()),
        formulas=tuple(find_formulas(cells, specification, located, working)),
        strays=find_strays(cells, specification, located, read_printed(printed)),
    )


__all__ = [
    "by_its_name",
    "printed_contacts",
    "read_answer",
    "read_earlier",
    "read_identity",
    "read_return",
    "statuses",
    "without_reply",
]
