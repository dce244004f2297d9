"""Change with its base: a count before and the same count now. It is worked out from both, and never added."""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over, Part
from commissioning.model.expression import Difference, Ratio, Term

_WHY_NOT = "a change is between two counts, and the count now may be the count before of the next"

CHANGE = Kind(
    "change",
    "change with its base",
    Guard(4, Decimal(-100), None, "+0.0%;-0.0%;0.0%", "Computed; nothing to enter.", percent=True),
    Over.NEVER,
    Over.NEVER,
    answered=False,
    why_not_over_time=_WHY_NOT,
    why_not_over_services=_WHY_NOT,
    parts=(
        Part("before", "before", "flow", why_not_over_time=_WHY_NOT, why_not_over_services=_WHY_NOT),
        Part("now", "now", "flow", why_not_over_time=_WHY_NOT, why_not_over_services=_WHY_NOT),
    ),
    figure=Ratio(Difference(Term("now"), Term("before")), Term("before")),
    rank=20,
    purpose="How much more or less of something there is than there was, with both counts.",
    example="25 repeat incidents before and 19 now: 24% fewer. From none before, no percentage can be worked out.",
)
