"""Duration: time spent, such as hours of support, in hours, minutes or days. Periods and services add up."""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over
from commissioning.model.quantity import Bound

DURATION = Kind(
    "duration",
    "duration",
    Guard(4, Decimal(0), None, "#,##0.####", "Time as a number, 0 or more: an hour and a half is 1.5, not 1:30."),
    Over.SUM,
    Over.SUM,
    bounds=(Bound.ABOUT, Bound.FEWER_THAN),
    units=("hours", "minutes", "days"),
    rank=19,
    purpose="Time given: hours of support, minutes of calls, days of cover.",
    example="310.5 hours of support and then 295 are 605.5 hours; hours and minutes are never added together.",
)
