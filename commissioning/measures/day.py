"""Date: a day, such as that of the last inspection. Never added; the earliest and the latest are shown."""

from commissioning.measures.answer import Dating
from commissioning.measures.kind import Kind, Over

DATE = Kind(
    "date",
    "date",
    None,
    Over.ENDS,
    Over.ENDS,
    rank=26,
    answer=Dating("A day, such as 30 September 2026."),
    purpose="A day that matters by itself, such as that of the last inspection.",
    example="3 May in one quarter and 9 July in the next: over both, from 3 May to 9 July.",
)
