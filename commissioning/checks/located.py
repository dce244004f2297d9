"""Were the answers found where they were issued? What was known by less than its code and its name is said."""

from collections.abc import Iterator

from commissioning.checks.answers import Given, is_blank
from commissioning.checks.tidied import one_fault
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Severity
from commissioning.model.returned import Trace

LOCATED_CHECKS = Checks(Given, "Were the answers found where they were issued?", rank=26)
declare = LOCATED_CHECKS.declare


@declare(
    "C038",
    Severity.NOTE,
    "The label here is not quite the one issued, and the row's code is gone; it was read as “{about}”, "
    "which was issued in {issued}.",
    "If it is another measure, put the label back as it was issued.",
)
def label_is_nearly_as_issued(given: Given) -> Iterator[Fault]:
    """A slip in a label loses no answer, so long as no other label is near it."""
    issued = {row.key: f"row {row.row} of {block.sheet}" for block, row in given.specification.rows()}
    for answer in given.returned.answers:
        if answer.nearly:
            facts = {"about": answer.about, "issued": issued[answer.key]}
            yield Fault((answer.label_place,), facts, (answer.key.measure,))


@declare(
    "C039",
    Severity.NOTE,
    "This sheet was renamed, and the name that leads to it is gone; it was known by what stands on it.",
    "Nothing is needed.",
)
def sheet_is_known_by_its_contents(given: Given) -> Iterator[Fault]:
    """Its title, its codes or its labels are one table's and no other's."""
    return _known_by(given, Trace.CONTENTS)


@declare(
    "C040",
    Severity.NOTE,
    "The hidden row of codes above this table is gone; its columns were known by their headings.",
    "Nothing is needed.",
)
def columns_are_known_by_headings(given: Given) -> Iterator[Fault]:
    """The headings people read say the same as the codes."""
    return _known_by(given, Trace.HEADINGS)


@declare(
    "C041",
    Severity.NOTE,
    "What stands here is in a hidden row, column or sheet, and was read all the same.",
    "If it was hidden because it should not count, take it out.",
)
def answer_is_hidden(given: Given) -> Iterator[Fault]:
    """What nobody sees as the file opens is read like everything else, and said: a hidden status changes its figure."""
    hidden = [answer for answer in given.returned.answers if answer.hidden]
    if hidden:
        places = tuple(place for answer in hidden for place in answer.hidden)
        yield Fault(places, measures=tuple(dict.fromkeys(answer.key.measure for answer in hidden)))


@declare(
    "C042",
    Severity.NEEDS_EXPLANATION,
    "This answer stands under merged cells, where nobody sees it; it was read all the same.",
    "Take the cells apart, and see that each answer stands in its own row.",
    "Is the figure that nobody sees the right one?",
)
def answer_is_under_merged_cells(given: Given) -> Iterator[Fault]:
    """Merging shows one figure and keeps the others, which may be old ones."""
    return one_fault(answer for answer in given.returned.answers if answer.under_merge and answer.typed)


@declare(
    "C044",
    Severity.STOPS,
    "This cell is merged into {cell}, and has no figure of its own; "
    "whatever stands in {cell} was read for that row alone.",
    "Take the cells apart, and enter each row's own figure.",
)
def figure_is_merged_away(given: Given) -> Iterator[Fault]:
    """Merging keeps the first figure only: it may be for one row, for each, or for all together."""
    for row, answer in given.answers():
        if row.required and answer.under_merge and is_blank(row, answer):
            yield Fault((answer.place,), {"cell": answer.under_merge}, (answer.key.measure,))


@declare(
    "C043",
    Severity.NEEDS_EXPLANATION,
    "The column {code} of this table is gone.",
    "Say what stood in it, or copy the answers into the return you were sent.",
    "What stood in the column that is gone?",
)
def column_is_gone(given: Given) -> Iterator[Fault]:
    """With the column of statuses a figure loses its fewer than; codes alone can be done without."""
    for traced in given.returned.traced:
        if traced.trace is Trace.GONE:
            severity = Severity.NOTE if traced.code == "code" else None
            yield Fault((traced.place,), {"code": traced.code}, severity=severity)


def _known_by(given: Given, trace: Trace) -> Iterator[Fault]:
    places = tuple(traced.place for traced in given.returned.traced if traced.trace is trace)
    if places:
        yield Fault(places)
