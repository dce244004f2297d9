"""Score pair: people with a first and a last reading, the mean of each, and how many did better, the same or worse.

Only scores are kept: no tool's own scale or words.
"""

from commissioning.measures.kind import Guard, Kind, Over, Part, Rule
from commissioning.model.expression import Addition, Comparison, Difference, Term

_WHY_NOT = "one person may have two readings in each of several services"

SCORE_PAIR = Kind(
    "score-pair",
    "pair of scores",
    Guard(4, None, None, "+#,##0.0;-#,##0.0;0.0", "Computed; nothing to enter."),
    Over.PARTS,
    Over.WEIGHTED,
    answered=False,
    is_counted=False,
    parts=(
        Part("people", "people with two readings", "flow", "people", why_not_over_services=_WHY_NOT),
        Part("first", "mean of the first readings", "mean", weight="people"),
        Part("last", "mean of the last readings", "mean", weight="people"),
        Part("improved", "people who improved", "flow", "people", required=False, why_not_over_services=_WHY_NOT),
        Part("same", "people who stayed the same", "flow", "people", required=False, why_not_over_services=_WHY_NOT),
        Part("worse", "people who did worse", "flow", "people", required=False, why_not_over_services=_WHY_NOT),
    ),
    figure=Difference(Term("last"), Term("first")),
    rules=(
        Rule(
            "people-by-change",
            "those who improved, stayed the same and did worse are all with two readings",
            Comparison(Addition((Term("improved"), Term("same"), Term("worse"))), "=", Term("people")),
        ),
    ),
    weight="people",
    rank=23,
    purpose="What changed for people, by a score at the start and one at the end, of those who have both.",
    example="40 people scored 4.1 first and 6.3 last on average: up by 2.2.",
)
