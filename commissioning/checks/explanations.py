"""Is what was typed beside the figures an explanation that will be read? Nothing here changes a figure."""

from collections.abc import Iterator

from commissioning.checks.answers import NUMBER_LIKE, Given
from commissioning.findings import LONGEST_EXPLANATION, Checks, Fault
from commissioning.measures import KINDS
from commissioning.model.finding import Severity
from commissioning.model.quantity import Missing

EXPLANATION_CHECKS = Checks(Given, "Will what was explained be read?", rank=45)
declare = EXPLANATION_CHECKS.declare


@declare(
    "S001",
    Severity.NOTE,
    "There is an explanation here, and no figure or status that it explains.",
    "Nothing is kept of it. Enter the figure or choose a status, or say it in the commentary.",
)
def explanation_is_beside_no_figure(given: Given) -> Iterator[Fault]:
    """An explanation is kept and printed with its figure; without one it would be lost unseen."""
    for row, answer in given.answers():
        is_owed = row.required or KINDS[row.kind].when_blank is not Missing.BLANK
        if answer.explanation and answer.given is Missing.BLANK and not answer.words and not is_owed:
            yield Fault((answer.explanation_place,), measures=(answer.key.measure,))


@declare(
    "S002",
    Severity.NOTE,
    "This explanation is longer than {most} characters.",
    "It is kept in full; beside the figure, reports print its beginning. Say the gist first, or use the commentary.",
)
def explanation_is_too_long(given: Given) -> Iterator[Fault]:
    """What stands beside a figure is read in passing; a page of words is not."""
    for _, answer in given.answers():
        if len(answer.explanation) > LONGEST_EXPLANATION:
            facts = {"most": f"{LONGEST_EXPLANATION:,}"}
            yield Fault((answer.explanation_place,), facts, (answer.key.measure,))


@declare(
    "S003",
    Severity.NOTE,
    "This explanation holds only a figure.",
    "It was kept as an explanation. If it is the answer, move it to the column of figures.",
)
def explanation_is_a_figure(given: Given) -> Iterator[Fault]:
    """A figure typed one or two columns too far to the right is not in any total."""
    for _, answer in given.answers():
        is_figure = any(sign.isdigit() for sign in answer.explanation) and NUMBER_LIKE.fullmatch(answer.explanation)
        if is_figure:
            yield Fault((answer.explanation_place,), measures=(answer.key.measure,))


@declare(
    "S004",
    Severity.NOTE,
    "This explanation is an error, such as #NAME?, so its words are lost.",
    "Type it again, beginning with a letter, not with = + or -.",
)
def explanation_is_an_error_value(given: Given) -> Iterator[Fault]:
    """A spreadsheet program takes words that begin with - for a formula, and shows an error instead of them."""
    for _, answer in given.answers():
        if answer.explanation_is_an_error:
            yield Fault((answer.explanation_place,), measures=(answer.key.measure,))
