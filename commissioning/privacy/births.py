"""Dates of birth: a date that says so, one under or beside a heading that does, and columns of dates decades back."""

import re
from collections.abc import Iterator
from datetime import date

from commissioning.model.finding import Severity
from commissioning.privacy.dates import DATE
from commissioning.privacy.detector import Detector
from commissioning.privacy.table import Spot, Table, by_column, day_of

_SAID = re.compile(
    rf"\b(?:d\.?o\.?b\.?|date of birth|birth ?date|born)(?:[\W_]{{0,4}}(?:is|was|on|in|the))?[\W_]{{0,4}}{DATE}", re.I
)
_HEADING = re.compile(r"d ?o ?b|.*\bdates? of birth\b.*|.*\bd ?o ?b\b.*|(?:.* )?born|birth ?(?:date|day)s?|.* dob")
_COULD = re.compile("birth|born|d\\.?o\\.?b", re.I)

DECADES = 15
"""Dates that lie more years back than this, before the last day a file speaks of, are taken for births."""
FIRST_YEAR = 1910
"""A count that is shown as a date lies in 1900."""
SEVERAL = 3


def _in_text(text: str) -> Iterator[str]:
    return (found[0] for found in _SAID.finditer(text)) if _COULD.search(text) else iter(())


def _in_table(table: Table) -> Iterator[Spot]:
    for label in table.labelled(_HEADING):
        yield from (spot for spot, cell in (*table.under(label), *table.beside(label)) if day_of(cell))
    if table.ended:
        for days in by_column(table.days).values():
            yield from _long_ago(days, table.ended.year - DECADES)


def _long_ago(days: list[tuple[Spot, date]], before: int) -> tuple[Spot, ...]:
    """The spots of a column's dates that lie decades back, where several do and most of its dates."""
    found = tuple(spot for spot, day in days if FIRST_YEAR <= day.year <= before)
    distinct = {day for _, day in days}
    return found if len(found) >= SEVERAL <= len(distinct) and 2 * len(found) >= len(days) else ()


BIRTHS = Detector(
    "P007",
    "date of birth",
    Severity.STOPS,
    "This looks like a date of birth.",
    in_text=_in_text,
    in_table=_in_table,
)
