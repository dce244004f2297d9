"""Ratio: computed from two other measures, never typed. Numerators and denominators add up, ratios do not."""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over
from commissioning.model.expression import Ratio, Term

RATIO = Kind(
    "ratio",
    "ratio",
    Guard(4, Decimal(0), Decimal(100), "0.0%", "Computed; nothing to enter.", percent=True),
    Over.RATIO,
    Over.RATIO,
    answered=False,
    figure=Ratio(Term("numerator"), Term("denominator")),
    rank=7,
    purpose="A part of a whole of which both are asked as measures of their own.",
    example="44 of 224 referrals entered service: 19.6%. The year is all who entered out of all referrals.",
)
