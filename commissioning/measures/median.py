"""Median with n: the one in the middle, beside how many it is of. It is never added: the middle of middles is none."""

from commissioning.measures.kind import NUMBER, Kind, Over, Part
from commissioning.model.quantity import Bound

_WHY_NOT = "the median of several medians is not the median of them all"

MEDIAN = Kind(
    "median",
    "median with its count",
    NUMBER,
    Over.NEVER,
    Over.NEVER,
    why_not_over_time=_WHY_NOT,
    why_not_over_services=_WHY_NOT,
    bounds=(Bound.ABOUT,),
    is_counted=False,
    parts=(Part("n", "how many it is the median of", "flow", "number"),),
    rank=15,
    purpose="The value in the middle, which a few very long waits do not move, with the number it is taken over.",
    example="Half of 40 people waited no longer than 9 days.",
)
