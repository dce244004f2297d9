"""What was typed in another form than is asked for, and was read all the same? One note for each kind of change."""

from collections.abc import Callable, Iterable, Iterator

from commissioning.checks.answers import Given
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Severity
from commissioning.model.returned import Answer, Tidying

TIDIED_CHECKS = Checks(Given, "What was typed in another form, and read all the same?", rank=25)
declare = TIDIED_CHECKS.declare

AS_IT_IS = "Nothing is needed; next time type the figure alone."


def one_fault(answers: Iterable[Answer], of_status: Tidying | None = None) -> Iterator[Fault]:
    """One fault with the cells of all these answers, or of the statuses beside them; none where there are none."""
    found = list(answers)
    if found:
        places = tuple(answer.status_place if of_status else answer.place for answer in found)
        yield Fault(places, measures=tuple(dict.fromkeys(answer.key.measure for answer in found)))


def _tidied(change: Tidying) -> Callable[[Given], Iterable[Fault]]:
    def find(given: Given) -> Iterator[Fault]:
        answers = (answer for answer in given.returned.answers if change in answer.tidied)
        return one_fault(answers, change if change is Tidying.STATUS else None)

    return find


def _declare_tidied(code: str, change: Tidying, why: str, there: str, remedy: str = AS_IT_IS) -> None:
    find = _tidied(change)
    find.__name__, find.__doc__ = f"{change.replace(' ', '_')}_was_read", why
    declare(code, Severity.NOTE, there, remedy)(find)


_declare_tidied(
    "C027",
    Tidying.AS_TEXT,
    "The number is plain; only the spreadsheet holds it as text, and its own checks cannot add it.",
    "The number here is held as text, and was read as the number it says.",
)
_declare_tidied(
    "C028",
    Tidying.SEPARATORS,
    "Thousands set off by commas, spaces or apostrophes, in threes, can mean one number only.",
    "The thousands here are set off by typed marks; the number was read without them.",
)
_declare_tidied(
    "C029",
    Tidying.CURRENCY,
    "Pounds are what money is asked for in.",
    "A pound sign or GBP was typed with the sum here; the sum was read without it.",
)
_declare_tidied(
    "C030",
    Tidying.CHARACTERS,
    "Figures pasted from another page bring spaces, digits and dashes that only look like the usual ones.",
    "Unusual spaces or characters stand in this cell; it was read as if they were the usual ones.",
)
_declare_tidied(
    "C031",
    Tidying.NEGATIVE,
    "Accounts write less than nothing in brackets or with the minus behind.",
    "A figure in brackets, or with its minus behind it, stands here; it was read as less than 0.",
    "If it is not less than 0, type the figure alone.",
)
_declare_tidied(
    "C032",
    Tidying.PERCENT,
    "50% typed as text is no less 50%.",
    "The percentage here is held as text, and was read as the percentage it says.",
)
_declare_tidied(
    "C033",
    Tidying.QUALIFIER,
    "What stands beside a figure says how firmly it is known, as a status does.",
    "A word or sign beside the figure here was read as the status it means.",
    "Nothing is needed; next time choose it in the status.",
)
_declare_tidied(
    "C034",
    Tidying.NOUGHT,
    "Nil and none are 0, where a blank is not.",
    "A word for none stands here, and was read as 0.",
    "If it was not counted, leave the figure out and choose not known.",
)
_declare_tidied(
    "C035",
    Tidying.GAP,
    "N/A is taken for not applicable and unknown for not known, as the status would say.",
    "Words for no figure stand here, and were read as the status not known or not applicable.",
    "If another was meant, leave the figure out and choose it in the status.",
)
_declare_tidied(
    "C036",
    Tidying.UNIT,
    "The row's own unit behind a figure changes nothing.",
    "The unit was typed after the figure here; the figure was read without it.",
)
_declare_tidied(
    "C037",
    Tidying.STATUS,
    "A status in other letters or words that can mean one only is that one.",
    "The status here is in other words than the list offers, and was read as the one it means.",
    "Nothing is needed; next time choose it from the list.",
)
