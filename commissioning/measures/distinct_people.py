"""Distinct people: never added, since one person may be counted in two periods or two services."""

from commissioning.measures.kind import SMALL_NUMBERS, WHOLE_NUMBER, Kind, Over

DISTINCT_PEOPLE = Kind(
    "distinct-people",
    "distinct people",
    WHOLE_NUMBER,
    Over.NEVER,
    Over.NEVER,
    why_not_over_time="one person may be counted in several periods",
    why_not_over_services="one person may be counted in several services",
    bounds=SMALL_NUMBERS,
    rank=4,
    purpose="People counted once however often they came, where one may come again in the next period.",
    example="40 people in one quarter and 35 in the next are over both 40, 75 or any number between.",
)
