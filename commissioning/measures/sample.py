"""Sample: cases looked at out of those there were, and how many met the standard, which is the measure's target."""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over, Part, Rule
from commissioning.model.expression import Comparison, Ratio, Term

_WHY_NOT = "one case may be there to be chosen from in several periods and services"

SAMPLE = Kind(
    "sample",
    "sample against a standard",
    Guard(4, Decimal(0), Decimal(100), "0.0%", "Computed; nothing to enter.", percent=True),
    Over.RATIO,
    Over.RATIO,
    answered=False,
    parts=(
        Part(
            "frame",
            "how many there were to choose from",
            "flow",
            why_not_over_time=_WHY_NOT,
            why_not_over_services=_WHY_NOT,
        ),
        Part("size", "how many were looked at", "flow"),
        Part("met", "how many met the standard", "flow"),
    ),
    figure=Ratio(Term("met"), Term("size")),
    rules=(
        Rule(
            "size-and-frame",
            "no more were looked at than there were to choose from",
            Comparison(Term("size"), "<=", Term("frame")),
        ),
        Rule(
            "met-and-size",
            "no more met the standard than were looked at",
            Comparison(Term("met"), "<=", Term("size")),
        ),
    ),
    rank=22,
    purpose="An audit of some cases. The standard, a percentage, is the measure's target.",
    example="Of 60 cases 20 were looked at, and 19 met the standard: 95%.",
)
