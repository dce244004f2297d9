"""Cumulative since a start: the last value stands; the difference of two is the flow between them."""

from commissioning.measures.kind import SMALL_NUMBERS, WHOLE_NUMBER, Kind, Over

CUMULATIVE = Kind(
    "cumulative",
    "cumulative since a start",
    WHOLE_NUMBER,
    Over.LAST,
    Over.SUM,
    bounds=SMALL_NUMBERS,
    rank=3,
    purpose="A count since a start, carried forward and added to.",
    example="90 people trained since April, then 130: 40 of them in between. The year's figure is 130.",
)
