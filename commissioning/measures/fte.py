"""FTE: full-time equivalents in post at the period's end, to four places. The last stands; services add up."""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over

FTE = Kind(
    "fte",
    "full-time equivalents",
    Guard(4, Decimal(0), None, "0.0###", "A number, such as 0.5.", least_places=1),
    Over.LAST,
    Over.SUM,
    may_be_averaged=True,
    rank=12,
    purpose="Staff in post on the period's last day, in parts of a full week.",
    example="Two people at half a week and one at a whole are 2.0.",
)
