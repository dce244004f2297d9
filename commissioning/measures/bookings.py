"""Bookings: places or people booked, some for days to come. Periods and services add up, as those of a flow do."""

from commissioning.measures.kind import SMALL_NUMBERS, WHOLE_NUMBER, Kind, Over

BOOKINGS = Kind(
    "bookings",
    "bookings",
    WHOLE_NUMBER,
    Over.SUM,
    Over.SUM,
    bounds=SMALL_NUMBERS,
    looks_ahead=True,
    rank=2,
    purpose="Places or people booked, some of them for days still to come.",
    example="12 people booked on next month's course.",
)
