"""Whether each figure says what it is of: percentages without counts, one number in two units, a mean of nobody."""

import pytest

from commissioning.checks import check_return
from commissioning.findings import said
from commissioning.model.finding import Finding
from tests.builders import a_return, a_specification, changed, some_terms

WESTSHIRE = """
title = "Westshire courses"
origin = "issued"
legal_form = "not stated"
parties = { lead = "westshire-council", provider = "safe-house" }
term = { starts = 2025-04-01, ends = 2028-03-31 }
reporting = { frequency = "quarter", due_working_days = 15 }
value = "not stated"
funding = "not stated"

[service]
first = { title = "First" }
second = { title = "Second" }

[measure.staff]
label = "Staff who booked"
kind = "bookings"
role = "output"
unit = "people"
services = ["whole-contract"]

[measure.places]
label = "Places booked"
kind = "bookings"
role = "output"
unit = "places"
services = ["first", "second"]

[measure.calls]
label = "Calls"
kind = "flow"
role = "context"
unit = "calls"
services = ["first"]

[measure.standard]
label = "Calls at standard risk"
kind = "stated-percentage"
role = "context"
unit = "percent"
services = ["first"]
base = "calls"

[measure.children]
label = "Children present"
kind = "stated-percentage"
role = "context"
unit = "percent"
services = ["first"]

[measure.change]
label = "Change in calls"
kind = "stated-change"
role = "context"
unit = "percent"
services = ["first"]

[measure.wait]
label = "Days waited"
kind = "mean"
role = "quality"
unit = "days"
services = ["first"]
"""

SPECIFICATION = a_specification(some_terms("", base=WESTSHIRE))
QUIET = """
staff 45
first:places 20
second:places 26
calls 1000
standard | not known
children | not known
change | not known
wait | not applicable
wait/part/n 0
declared-by Manager
"""
"""Nothing to say of it: every case changes this return."""

CASES = [
    ("staff 45", []),
    # Without a count it is of, a percentage is only itself.
    ("children 20%", ["M001 First!G9"]),
    ("change 13%", ["M001 First!G10"]),
    ("children | not applicable", []),
    # Of 1,000 many counts round to 74%; of 20 only 15 is 75%; with a count of its own nothing is implied.
    ("standard 74%", []),
    ("calls 20\nstandard 75%", ["M002 First!G8 First!G7"]),
    ("calls 20\nstandard 75% | about", []),
    # 46 people and 20 + 26 places.
    ("staff 46", ["M003 Whole contract!G6 First!G6 Second!G6"]),
    ("staff 46 | fewer than", []),
    # Four days are the mean of somebody.
    ("wait 4", ["A007 First!G11 First!G12"]),
    ("wait 4\nwait/part/n 1", []),
    ("wait | not known", []),
    ("staff 0\nfirst:places 0\nsecond:places 0", []),
]


def found(changes: str) -> tuple[Finding, ...]:
    """What the quiet return raises, with some answers changed."""
    return check_return(a_return(changed(QUIET, changes), SPECIFICATION))


@pytest.mark.parametrize(("changes", "expected"), CASES)
def test_a_figure_that_does_not_say_what_it_is_of(changes: str, expected: list[str]) -> None:
    """Each once, at its cells, and nothing else."""
    assert [f"{finding.code} {' '.join(map(str, finding.places))}" for finding in found(changes)] == expected


MEANING_WORDS = {
    "M001": (
        "standard 74%\nchildren 20%",
        # 20% of 1,000 and of the 740 that 74% of them are.
        "First!G9: M001, note. Children present is 20%, and what it is of is not stated: of Places "
        "booked (20) it would be about 4; of Calls (1,000) it would be about 200; of Calls at "
        "standard risk (74% of 1,000, about 740) it would be about 148. "
        "It is kept as it is and never added. Where you can, give its counts in the explanation beside it.",
    ),
    "A007": (
        "wait 4",
        "First!G11, First!G12: A007, needs explanation. Days waited is 4, and Days waited, how many it is the mean "
        "of is 0: it is of nobody. Correct one of them; where there was nobody, choose not applicable.",
    ),
    "M002": (
        "calls 20\nstandard 75%",
        "First!G8, First!G7: M002, note. 75% of 20 can only be 15: the count itself was not asked for. "
        "Nothing more is asked. It is shown as implied, and is not added.",
    ),
    "M003": (
        "staff 46",
        "Whole contract!G6, First!G6, Second!G6: M003, note. Staff who booked is 46 people, and "
        "Places booked over 2 services (20 + 26) comes to 46 places: the same number of something else. "
        "Nothing is wrong if each of the people stands for one of the places; otherwise say which was counted.",
    ),
}


@pytest.mark.parametrize("code", MEANING_WORDS)
def test_it_is_said_in_words(code: str) -> None:
    """With the arithmetic, and what to do."""
    changes, words = MEANING_WORDS[code]
    assert words in [said(finding) for finding in found(changes)]
