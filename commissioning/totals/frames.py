"""Entries to a polars frame with a declared schema, and what each measure comes to over some periods.

Numbers are Int64 units of a declared scale; nothing here is a float.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commissioning.model.posted import Entry
from commissioning.model.quantity import AnswerKey, Quantity
from commissioning.period import Period
from commissioning.waste import looked_for_seldom

if TYPE_CHECKING:
    import polars as pl

SCALE = 4
"""Every figure fits ten-thousandths exactly: whole counts, pence, FTE and percent to four places."""

UNITS = 10**SCALE


@dataclass(frozen=True, slots=True)
class Run:
    """One answer over some periods: the numbers of its entries in order of period, and their control total.

    `units` are ten-thousandths of the measure's unit, added up by polars over the entries that are numbers;
    a Sum over the same entries must come to the same.
    """

    contract: str
    key: AnswerKey
    entries: tuple[int, ...]
    units: int


def entries_frame(entries: Iterable[Entry]) -> "pl.DataFrame":
    """One row an entry; `units` is null where no number is given."""
    import polars as pl

    schema = {
        "number": pl.Int64,
        "contract": pl.String,
        "service": pl.String,
        "measure": pl.String,
        "dimension": pl.String,
        "category": pl.String,
        "period": pl.String,
        "starts": pl.Date,
        "units": pl.Int64,
    }
    return pl.DataFrame([_row(entry) for entry in entries], schema=schema, orient="row")


def _row(entry: Entry) -> tuple[object, ...]:
    key, given = entry.key, entry.given
    number = given if isinstance(given, Quantity) else None
    return (
        entry.number,
        entry.contract,
        key.service,
        key.measure,
        key.dimension,
        key.category,
        str(entry.period),
        entry.period.start,
        int(number.value.scaleb(SCALE)) if number else None,
    )


@looked_for_seldom()
def runs(entries: "pl.DataFrame", periods: Iterable[Period]) -> tuple[Run, ...]:
    """Each answer's entries for exactly these periods, with what they come to, in the order first posted."""
    import polars as pl

    wanted = pl.DataFrame({"period": [str(period) for period in periods]}, schema={"period": pl.String})
    of_answer = ["contract", "service", "measure", "dimension", "category"]
    found = (
        entries.join(wanted, on="period", how="semi")
        .sort("starts", "number")
        .group_by(of_answer, maintain_order=True)
        .agg(
            pl.col("number"),
            pl.col("units").sum(),
        )
    )
    return tuple(
        Run(contract, AnswerKey(*of), tuple(numbers), units) for contract, *of, numbers, units in found.iter_rows()
    )
