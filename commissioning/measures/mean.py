"""Mean with n: an average beside the number it is of, so that averages are weighted by it and never averaged."""

from commissioning.measures.kind import NUMBER, Kind, Over, Part
from commissioning.model.quantity import Bound

MEAN = Kind(
    "mean",
    "mean with its count",
    NUMBER,
    Over.WEIGHTED,
    Over.WEIGHTED,
    bounds=(Bound.ABOUT,),
    is_counted=False,
    parts=(Part("n", "how many it is the mean of", "flow", "number"),),
    weight="n",
    rank=14,
    purpose="An average, with the number of people or cases it is taken over.",
    example="The mean wait is 12.5 days over 40 people, then 20 days over 10: over both it is 14 days, not 16.25.",
)
