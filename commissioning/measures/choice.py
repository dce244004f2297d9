"""Choice: one answer out of the contract's own list. Never added; how often each was said is shown."""

from commissioning.measures.answer import Choosing
from commissioning.measures.kind import Kind, Over

CHOICE = Kind(
    "choice",
    "choice",
    None,
    Over.TALLY,
    Over.TALLY,
    rank=24,
    answer=Choosing("One of the list."),
    purpose="One answer out of a list that the contract writes, such as how a line was staffed.",
    example="In full in three quarters and with shorter hours in one.",
)
