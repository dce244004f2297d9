"""Stated statistic: an average, a least or a most given without its counts; kept as stated and never added."""

from commissioning.measures.kind import NUMBER, Kind, Over
from commissioning.model.quantity import Bound

STATED_STATISTIC = Kind(
    "stated-statistic",
    "stated statistic",
    NUMBER,
    Over.NEVER,
    Over.NEVER,
    why_not_over_time="an average, a least or a most without its counts cannot be added or averaged",
    why_not_over_services="an average, a least or a most without its counts cannot be added or averaged",
    bounds=(Bound.ABOUT, Bound.AT_LEAST, Bound.OVER, Bound.UP_TO, Bound.FEWER_THAN),
    is_counted=False,
    rank=10,
    purpose="An average, a least or a most that somebody states without saying how many it is of.",
    example="A mean wait of 10.5 days. Where the number is known, ask for a mean.",
)
