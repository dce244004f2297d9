"""Rate: so many for every so many of a dated reference value, such as a population; computed, never typed.

Cases add up over time, and the reference value does not. Over services nothing is added: each is of a place of its own.
"""

from decimal import Decimal

from commissioning.measures.kind import Guard, Kind, Over
from commissioning.model.expression import Product, Ratio, Term

RATE = Kind(
    "rate",
    "rate",
    Guard(4, Decimal(0), None, "#,##0.0", "Computed; nothing to enter.", least_places=1),
    Over.RATIO,
    Over.NEVER,
    answered=False,
    why_not_over_services="a rate is of its own place, and places are not added",
    is_counted=False,
    figure=Product(Ratio(Term("numerator"), Term("reference")), Term("per")),
    rank=8,
    purpose="How many for every so many of a value that stands outside the contract, such as a population.",
    example="90 cases among 20,000 adult females: 45 for every 10,000. Over a year the cases add up, and they do not.",
)
