"""Yes or no: a question with two answers. Never added; how often each was said is shown."""

from commissioning.measures.answer import Choosing
from commissioning.measures.kind import Kind, Over
from commissioning.model.measure import Choice

_YES = ("y", "true", "✓", "✔", "☑", "✅")
_NO = ("n", "false", "✗", "✘", "☒", "❌")

YES_NO = Kind(
    "yes-no",
    "yes or no",
    None,
    Over.TALLY,
    Over.TALLY,
    rank=25,
    answer=Choosing(
        "Yes or No.",
        (Choice("yes", "Yes"), Choice("no", "No")),
        {**dict.fromkeys(_YES, "yes"), **dict.fromkeys(_NO, "no")},
    ),
    purpose="A question that is answered by yes or no, such as whether somebody is in post.",
    example="Yes in two services, no in a third.",
)
