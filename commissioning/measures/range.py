"""Range: the least and the most of several values. It has no one figure; its two ends are all there is."""

from commissioning.measures.kind import NUMBER, Kind, Over, Part, Rule
from commissioning.model.expression import Comparison, Term
from commissioning.model.finding import Severity

RANGE = Kind(
    "range",
    "range",
    NUMBER,
    Over.PARTS,
    Over.PARTS,
    answered=False,
    is_counted=False,
    parts=(Part("least", "least", "least"), Part("most", "most", "most")),
    rules=(
        Rule(
            "least-and-most",
            "the least is no more than the most",
            Comparison(Term("least"), "<=", Term("most")),
            Severity.STOPS,
        ),
    ),
    rank=18,
    purpose="How far values are apart: the shortest and the longest wait.",
    example="From 2 to 41 days in one quarter and from 1 to 30 in the next: from 1 to 41 over both.",
)
