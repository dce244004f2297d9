"""The words that stand on the sheets of a blank return, whatever it asks: written with them, and known by them."""

from commissioning.model.template import Block
from commissioning.template import NARRATIVE

HEADINGS = {
    "code": "Code",
    "measure": "Measure",
    "definition": "What it means and how to count it",
    "unit": "Unit",
    "last": "Last period",
    "target": "Target",
    "figure": "Figure",
    "status": "Status",
    "explanation": "Explanation",
    "check": "Check",
}
AGREES = "Agrees with the others"
"""The heading of the column beside the last that has a code."""
NARRATIVE_HEADINGS = {
    "code": "Code",
    "measure": "Question",
    "definition": "What to say",
    "figure": "Answer",
    "check": "Check",
}
LIVE_HEADINGS = {
    "code": "Check",
    "measure": "These figures must agree",
    "last": "First side",
    "target": "Second side",
    "check": "Result",
}
"""Above the live checks, which stand under the answers."""
LIVE_CHECK = "Check"
"""What a live check is called, with its number."""

COVER_FACTS = (
    "Provider",
    "Lead commissioner",
    "Other commissioners",
    "Working with",
    "Period",
    "Due",
    "Edition",
    "Please note",
)
COVER_COUNTERS = ("Answers still missing", "Figures that do not agree", "Checks that cannot tell")
COVER_TITLES = ("Before you send it", "How to fill it in")
SEND_IT_TO = "send it to "
"""What stands on the cover before the published contacts that a return is sent to."""


def headings_of(block: Block) -> dict[str, str]:
    """What stands over each column of a block, by the column's code."""
    return NARRATIVE_HEADINGS if block.sheet == NARRATIVE else HEADINGS
