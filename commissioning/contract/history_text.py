"""The door of what figures are held against besides targets: those before them, and what papers say of them."""

from typing import Annotated

from pydantic import Field

from commissioning.contract.shapes import Exact, Id, Number, Table, Words
from commissioning.model.measure import DEFAULT_HISTORY


class HistoryText(Table):
    """When a figure is asked about because of those before it."""

    periods: Annotated[Number, Field(ge=3, le=40)] = DEFAULT_HISTORY.periods
    far: Annotated[Exact, Field(gt=0)] = DEFAULT_HISTORY.far
    smallest: Annotated[Exact, Field(ge=0)] = DEFAULT_HISTORY.smallest
    same: Annotated[Number, Field(ge=2)] = DEFAULT_HISTORY.same
    steady: Annotated[Exact, Field(ge=0)] = DEFAULT_HISTORY.steady


class StatementText(Table):
    """What a paper says in words of what measures show in a period."""

    says: Words
    period: Words
    measures: Annotated[tuple[Id, ...], Field(min_length=1)]
