"""Stated statistic: an average, a least or a most given without its counts; kept as stated and never added."""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over
from commissioning.model.quantity import Bound

STATED_STATISTIC = Kind(
    "stated-statistic",
    "stated statistic",
    Guard(4, Decimal(0), None, "#,##0.####", "A number, 0 or more, such as 10 or 10.5."),
    Over.NEVER,
    Over.NEVER,
    why_not_over_time="an average, a least or a most without its counts cannot be added or averaged",
    why_not_over_services="an average, a least or a most without its counts cannot be added or averaged",
    bounds=(Bound.ABOUT, Bound.AT_LEAST, Bound.OVER, Bound.UP_TO, Bound.FEWER_THAN),
    is_counted=False,
    rank=10,
)
