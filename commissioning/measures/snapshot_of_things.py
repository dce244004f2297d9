"""Snapshot of things: how many units there are at the period's end. The last stands; services add up."""

from commissioning.measures.kind import SMALL_NUMBERS, WHOLE_NUMBER, Kind, Over

SNAPSHOT_OF_THINGS = Kind(
    "snapshot-of-things",
    "snapshot of things",
    WHOLE_NUMBER,
    Over.LAST,
    Over.SUM,
    bounds=SMALL_NUMBERS,
    may_be_averaged=True,
    rank=5,
)
