"""Cells and a Specification to a Return: each answer found, and read as its kind. Nothing is judged here."""

from commissioning.model.returned import Cells, Return
from commissioning.model.template import Specification
from commissioning.returns.answers import read_answer, statuses
from commissioning.returns.identity import read_identity
from commissioning.returns.locating import coded_columns, locate
from commissioning.returns.replied import read_earlier, without_reply


def read_return(cells: Cells, specification: Specification) -> Return:
    """Every answer the specification asks for, as the file gives it."""
    located = [(block, locate(cells, block)) for block in specification.blocks]
    answers = tuple(read_answer(row, at.found(row)) for block, at in located for row in block.rows)
    columns = tuple(coded_columns(at.sheet) for _, at in located)
    return Return(specification.contract, answers, cells.loose, columns)


__all__ = ["read_answer", "read_earlier", "read_identity", "read_return", "statuses", "without_reply"]
