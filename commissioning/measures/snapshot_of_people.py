"""Snapshot of people: how many are in service on one day. The last stands; services are never added."""

from commissioning.measures.kind import SMALL_NUMBERS, WHOLE_NUMBER, Kind, Over

SNAPSHOT_OF_PEOPLE = Kind(
    "snapshot-of-people",
    "snapshot of people",
    WHOLE_NUMBER,
    Over.LAST,
    Over.NEVER,
    why_not_over_services="one person may be in several services on the day",
    bounds=SMALL_NUMBERS,
    rank=6,
    purpose="How many people are in service on the period's last day.",
    example="18 open cases on 30 June. Two services with 18 and 7 may be helping the same person, so they are not 25.",
)
