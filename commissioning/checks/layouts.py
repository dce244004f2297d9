"""Does a file in an organisation's own layout hold what contract text says of such a file?

What the file says in words is never repeated: only the texts of contract text are, and cells.
"""

from collections.abc import Callable, Iterable, Iterator

from commissioning.checks.answers import Given, as_typed
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Severity
from commissioning.model.layout import Laid, Oddity
from commissioning.model.returned import Trouble

LAYOUT_CHECKS = Checks(Laid, "Does a file in an organisation's own layout hold what contract text says of it?", rank=15)
declare = LAYOUT_CHECKS.declare
LAID_ANSWER_CHECKS = Checks(Given, "Does a file in an organisation's own layout answer everything?", rank=25)

CASE_LIST = "Y004"
NAMED = 6
"""How many answers a finding names before it says how many more there are."""


@declare(
    "Y001",
    Severity.NOTE,
    "This file is not a return issued here; it was read by the layout “{layout}” of {contract}, for {period}.",
    "Look through what was read before relying on it.",
)
def file_has_a_layout_of_its_own(laid: Laid) -> Iterator[Fault]:
    """Which layout was used, and for which period, is said before anything else."""
    if len(laid.layouts) == 1 and laid.period:
        yield Fault((), {"layout": laid.layouts[0], "contract": laid.contract, "period": laid.label})


@declare(
    "Y002",
    Severity.STOPS,
    "This file has the signs of more than one layout: {layouts}.",
    "Add a sign to these layouts that only one of the files has.",
)
def several_layouts_fit(laid: Laid) -> Iterator[Fault]:
    """Whose file it is, nobody guesses."""
    if len(laid.layouts) > 1:
        yield Fault((), {"layouts": " and ".join(f"“{layout}”" for layout in laid.layouts)})


@declare(
    "Y003",
    Severity.STOPS,
    "The file does not state a period that {contract} reports: {stated}.",
    "Write it where the file has its period, such as {example}, and check again.",
)
def period_is_not_stated(laid: Laid) -> Iterator[Fault]:
    """A figure without a period belongs nowhere."""
    if len(laid.layouts) == 1 and laid.period is None:
        stated = f"there stands {as_typed(laid.stated)}" if laid.stated else "there is none"
        places = (laid.stated_at,) if laid.stated_at.sheet else ()
        yield Fault(places, {"contract": laid.contract, "stated": stated, "example": laid.label})


@declare(
    CASE_LIST,
    Severity.STOPS,
    "This is a list of cases. Its rows were counted, and it is not kept.",
    "Put the counts into the return you were sent, and send that; take the list out of your mail.",
)
def file_is_a_list_of_cases(laid: Laid) -> Iterator[Fault]:
    """Rows about people are for whoever supports them; a commissioner needs the counts alone."""
    if laid.holds_cases and len(laid.layouts) == 1:
        yield Fault(())


def _about(oddity: Oddity) -> Callable[[Laid], Iterable[Fault]]:
    """The check that says one oddity, wherever it was noticed."""

    def find(laid: Laid) -> Iterator[Fault]:
        return (Fault(noticed.places, noticed.facts, noticed.measures) for noticed in laid.of(oddity))

    return find


def _declare_oddity(code: str, severity: Severity, oddity: Oddity, words: tuple[str, str, str]) -> None:
    """The check of one oddity, with why it matters, what is there and what to do."""
    why, there, remedy = words
    find = _about(oddity)
    find.__name__, find.__doc__ = oddity.name.lower(), why
    declare(code, severity, there, remedy)(find)


_declare_oddity(
    "Y005",
    Severity.NEEDS_EXPLANATION,
    Oddity.TABLE_NOT_FOUND,
    (
        "A table that was renamed or left out takes its figures with it.",
        "The file should have “{table}”, and nothing in it is that.",
        "Put it back under its own headings, or say why it is left out.",
    ),
)
_declare_oddity(
    "Y006",
    Severity.STOPS,
    Oddity.TABLE_STANDS_TWICE,
    (
        "Which of two tables is meant, nobody guesses.",
        "The headings of “{table}” stand here more than once.",
        "Leave one of them, or let contract text say above which one it starts.",
    ),
)
_declare_oddity(
    "Y007",
    Severity.NEEDS_EXPLANATION,
    Oddity.END_NOT_FOUND,
    (
        "Without its end a table may run into what stands below it.",
        "“{table}” should end above “{text}”, which is not there.",
        "Put the end back, or check that nothing below was read as part of it.",
    ),
)
_declare_oddity(
    "Y008",
    Severity.STOPS,
    Oddity.COLUMN_NOT_FOUND,
    (
        "What cannot be looked up cannot be counted.",
        "“{table}” should have the column “{text}”, which is not there.",
        "Make the extract again with that column.",
    ),
)
_declare_oddity(
    "Y009",
    Severity.NOTE,
    Oddity.TEXT_IS_ALMOST_THE_ONE_EXPECTED,
    (
        "A slip of the keyboard should not cost an afternoon; what it was read as is said.",
        "This was read as {text}, which it almost is.",
        "Check that it is meant.",
    ),
)
_declare_oddity(
    "Y010",
    Severity.STOPS,
    Oddity.TEXT_IS_ALMOST_TWO,
    (
        "Between two meanings nobody chooses but whoever typed it.",
        "This is almost {text}, and it cannot be told which is meant.",
        "Write the text as it is in contract text.",
    ),
)
_declare_oddity(
    "Y011",
    Severity.NEEDS_EXPLANATION,
    Oddity.FIGURE_HAS_NO_MEANING,
    (
        "A figure that somebody typed is not passed over in silence.",
        "Here stand figures of which contract text does not say what they are. They were not read.",
        "Say what they are; the layout in contract text can then name them, or ignore them.",
    ),
)
_declare_oddity(
    "Y012",
    Severity.NOTE,
    Oddity.FIGURE_IS_OUTSIDE_THE_TABLES,
    (
        "Sums and remarks beside the tables are usual, and may still be a figure that was meant to count.",
        "Outside the tables of the layout stand figures that were not read: {figures}, the first at {first}.",
        "Check that none of them was meant as an answer.",
    ),
)
_declare_oddity(
    "Y013",
    Severity.NOTE,
    Oddity.PARTS_WERE_ADDED_UP,
    (
        "What was typed in several cells can be traced to each of them.",
        "“{about}” was added up from these cells to {total}.",
        "Check the total.",
    ),
)
_declare_oddity(
    "Y014",
    Severity.NEEDS_EXPLANATION,
    Oddity.PART_HAS_NO_FIGURE,
    (
        "A sum with a part that nobody knows is not known either.",
        "“{about}” is added up from several cells, and here is no exact figure. It was read as not known.",
        "Enter the figure, or explain.",
    ),
)
_declare_oddity(
    "Y015",
    Severity.NOTE,
    Oddity.FIGURE_WAS_CONVERTED,
    (
        "A figure in another unit is kept in the measure's own.",
        "These figures were multiplied by {times}, as contract text says.",
        "Check that they are in the usual unit.",
    ),
)
_declare_oddity(
    "Y016",
    Severity.NOTE,
    Oddity.FIGURE_IS_OF_ANOTHER_PERIOD,
    (
        "Files often carry the whole year; only what is of the period is read.",
        "These figures are of other periods, and were not read.",
        "Correct an earlier period by sending its file again.",
    ),
)
_declare_oddity(
    "Y017",
    Severity.NOTE,
    Oddity.ROWS_ARE_OF_ANOTHER_PERIOD,
    (
        "An extract may hold more than the period.",
        "{rows} of the rows have a date outside the period, and were not counted.",
        "Check that the extract is of the right period.",
    ),
)
_declare_oddity(
    "Y018",
    Severity.NOTE,
    Oddity.WORD_STANDS_FOR_A_FIGURE,
    (
        "Each organisation has its own words for what is not there.",
        "What stands here was read as {said}, as contract text says.",
        "Check that it is meant.",
    ),
)
_declare_oddity(
    "Y019",
    Severity.NEEDS_EXPLANATION,
    Oddity.ROW_COULD_NOT_BE_COUNTED,
    (
        "A row that falls between the codes would be missing from the counts.",
        "In “{table}” these cells hold nothing that could be counted: no date, one that can be two days, "
        "or an unknown code.",
        "Correct them, and check again.",
    ),
)
_declare_oddity(
    "Y020",
    Severity.NOTE,
    Oddity.FIGURE_IS_HIDDEN,
    (
        "Whoever sent the file may not have seen what was read.",
        "These cells are hidden, and were read.",
        "Check that they were meant to count.",
    ),
)


@LAID_ANSWER_CHECKS.declare(
    "Y021",
    Severity.STOPS,
    "Nothing in this file is the answer to: {answers}.",
    "Add what is missing; or let the layout in contract text say where it stands, or that it is left out.",
)
def answer_is_not_in_the_file(given: Given) -> Iterator[Fault]:
    """A figure that is asked for and is not in the file is not 0."""
    missing = [answer for answer in given.returned.answers if answer.trouble is Trouble.NOT_LAID]
    if missing:
        abouts = list(dict.fromkeys(answer.about for answer in missing))
        more = f" and {len(abouts) - NAMED} more" if len(abouts) > NAMED else ""
        measures = tuple(dict.fromkeys(answer.key.measure for answer in missing))
        yield Fault((), {"answers": "; ".join(abouts[:NAMED]) + more}, measures)


@LAID_ANSWER_CHECKS.declare(
    "Y022",
    Severity.STOPS,
    "“{about}” stands in this file more than once, with different figures; this is the first.",
    "Correct the wrong one.",
)
def answer_stands_twice(given: Given) -> Iterator[Fault]:
    """Which of two figures is right, only whoever typed them knows."""
    for answer in given.returned.answers:
        if answer.trouble is Trouble.STANDS_TWICE:
            yield Fault((answer.place,), {"about": answer.about}, (answer.key.measure,))
