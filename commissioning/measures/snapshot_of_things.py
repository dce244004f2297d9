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
    purpose="How many of a thing there are on the period's last day, such as units of accommodation.",
    example="29 units on 30 June and 31 on 30 September: 31 for the half year, or 30 where the average is agreed.",
)
