"""Kinds of measure, one module each. To add one: a module here and its entry in KINDS."""

from commissioning.measures.bookings import BOOKINGS
from commissioning.measures.cumulative import CUMULATIVE
from commissioning.measures.distinct_people import DISTINCT_PEOPLE
from commissioning.measures.flow import FLOW
from commissioning.measures.fte import FTE
from commissioning.measures.kind import Guard, Kind, Over
from commissioning.measures.money import MONEY
from commissioning.measures.ratio import RATIO
from commissioning.measures.snapshot_of_people import SNAPSHOT_OF_PEOPLE
from commissioning.measures.snapshot_of_things import SNAPSHOT_OF_THINGS
from commissioning.measures.stated_change import STATED_CHANGE
from commissioning.measures.stated_percentage import STATED_PERCENTAGE
from commissioning.measures.stated_statistic import STATED_STATISTIC
from commissioning.measures.text import TEXT

KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        FLOW,
        BOOKINGS,
        CUMULATIVE,
        DISTINCT_PEOPLE,
        SNAPSHOT_OF_THINGS,
        SNAPSHOT_OF_PEOPLE,
        RATIO,
        STATED_PERCENTAGE,
        STATED_CHANGE,
        STATED_STATISTIC,
        MONEY,
        FTE,
        TEXT,
    )
}

__all__ = ["KINDS", "Guard", "Kind", "Over"]
