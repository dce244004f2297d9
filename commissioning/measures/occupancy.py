"""Occupancy: spaces there are and spaces taken at the period's end, and who waits; the rate is worked out."""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over, Part, Rule
from commissioning.model.expression import Comparison, Ratio, Term

OCCUPANCY = Kind(
    "occupancy",
    "rate of occupancy",
    Guard(4, Decimal(0), None, "0.0%", "Computed; nothing to enter.", percent=True),
    Over.LAST,
    Over.RATIO,
    answered=False,
    parts=(
        Part("spaces", "spaces there are", "snapshot-of-things"),
        Part("taken", "spaces taken", "snapshot-of-things"),
        Part("waiting", "people waiting", "snapshot-of-people", "people", required=False),
    ),
    figure=Ratio(Term("taken"), Term("spaces")),
    rules=(
        Rule(
            "taken-and-spaces",
            "no more spaces are taken than there are",
            Comparison(Term("taken"), "<=", Term("spaces")),
        ),
    ),
    may_be_averaged=True,
    rank=21,
    purpose="How full a refuge is on the period's last day, and how many wait for a space.",
    example="12 spaces, 9 taken, 4 people waiting: 75% full. With another refuge, 3 of 8 taken: 12 of 20, or 60%.",
)
