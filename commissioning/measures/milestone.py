"""Milestone: the day on which something due was done; blank while it is not. The last answer stands."""

from commissioning.measures.answer import Dating
from commissioning.measures.kind import Kind, Over
from commissioning.model.quantity import Missing

MILESTONE = Kind(
    "milestone",
    "milestone",
    None,
    Over.LAST,
    Over.NEVER,
    why_not_over_services="each service meets its own",
    rank=27,
    answer=Dating("The day it was met, such as 30 September 2026; blank while it is not.", has_happened=True),
    when_blank=Missing.NOT_MET,
    purpose="Something to be done by a day: the day on which it was, and blank until then.",
    example="Due by 30 September and met on 12 October: late by 12 days, Red. Before its due day it is not rated.",
)
