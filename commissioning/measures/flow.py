"""Flow count: things that happened in the period. Periods add up; services do, unless people may be in both."""

from commissioning.measures.kind import SMALL_NUMBERS, WHOLE_NUMBER, Kind, Over

FLOW = Kind(
    "flow",
    "flow count",
    WHOLE_NUMBER,
    Over.SUM,
    Over.SUM,
    bounds=SMALL_NUMBERS,
    rank=1,
    purpose="Things that happened in the period, such as referrals, closures and calls.",
    example="14 referrals in one quarter and 9 in the next are 23 over both.",
)
