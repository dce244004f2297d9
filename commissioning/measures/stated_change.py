"""Stated change: a percentage up or down on something not given; kept as stated and never added."""

from commissioning.measures.kind import Guard, Kind, Over
from commissioning.model.quantity import Bound

STATED_CHANGE = Kind(
    "stated-change",
    "stated change",
    Guard(4, None, None, "+0.####%;-0.####%;0%", "A percentage change, with - for a fall.", percent=True),
    Over.NEVER,
    Over.NEVER,
    why_not_over_time="a change without its counts cannot be added or averaged",
    why_not_over_services="a change without its counts cannot be added or averaged",
    bounds=(Bound.ABOUT, Bound.AT_LEAST, Bound.OVER, Bound.UP_TO, Bound.FEWER_THAN),
    rank=9,
    purpose="A percentage up or down that somebody states without its counts.",
    example="Incidents fell by 12.5%. Where both counts are known, ask for a change with its base.",
)
