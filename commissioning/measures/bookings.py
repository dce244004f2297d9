"""Bookings: places or people booked, some for days to come. Periods and services add up, as those of a flow do."""

from commissioning.measures.kind import SMALL_NUMBERS, WHOLE_NUMBER, Kind, Over

BOOKINGS = Kind(
    "bookings", "bookings", WHOLE_NUMBER, Over.SUM, Over.SUM, bounds=SMALL_NUMBERS, looks_ahead=True, rank=2
)
