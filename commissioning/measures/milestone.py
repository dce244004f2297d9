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
    rank=23,
    answer=Dating("The day it was met, such as 30 September 2026; blank while it is not.", has_happened=True),
    when_blank=Missing.NOT_MET,
)
