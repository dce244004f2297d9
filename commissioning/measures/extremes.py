"""Least and most: the two ends of a range. Over time and services the least of leasts, the most of mosts."""

from commissioning.measures.kind import NUMBER, Kind, Over
from commissioning.model.quantity import Bound

_BOUNDS = (Bound.ABOUT, Bound.AT_LEAST, Bound.OVER, Bound.UP_TO, Bound.FEWER_THAN)

LEAST = Kind(
    "least",
    "least",
    NUMBER,
    Over.LEAST,
    Over.LEAST,
    bounds=_BOUNDS,
    is_counted=False,
    rank=16,
    purpose="The smallest of several values, on its own.",
    example="Nobody was seen in fewer than 2 days.",
)

MOST = Kind(
    "most",
    "most",
    NUMBER,
    Over.MOST,
    Over.MOST,
    bounds=_BOUNDS,
    is_counted=False,
    rank=17,
    purpose="The greatest of several values, on its own.",
    example="The longest anybody waited was 41 days.",
)
