"""Is each choice one of its list, and each day one that can only be that day? What was read all the same is noted."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from commissioning.calendar import day_in_words, days_written
from commissioning.checks.answers import Given, as_typed, with_trouble
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.measures.answer import Dating
from commissioning.model.finding import Severity
from commissioning.model.returned import Answer, Tidying, Trouble
from commissioning.model.template import Row
from commissioning.nearest import did_you_mean

CHOICE_CHECKS = Checks(Given, "Is each choice one of its list, and each day one day?", rank=22)
declare = CHOICE_CHECKS.declare

MOST_LISTED = 12
"""So many choices are repeated in a finding; a longer list is in the cell."""
AS_IT_IS = "Nothing is needed; next time choose it from the list."


@declare("W001", Severity.STOPS, "This cell holds {typed}, which is not on its list.", "{meant}Choose {choices}.")
def answer_is_not_on_its_list(given: Given) -> Iterator[Fault]:
    """An answer in other words cannot be counted with those of the list."""
    for row, answer in with_trouble(given, Trouble.NOT_A_CHOICE):
        labels = [choice.label for choice in row.choices]
        meant = did_you_mean(answer.typed, labels)
        one_of = f"one of: {', '.join(labels)}" if len(labels) <= MOST_LISTED else "from the list in the cell"
        facts = {"typed": as_typed(answer.typed), "choices": one_of, "meant": f"{meant} " if meant else ""}
        yield Fault((answer.place,), facts, (answer.key.measure,))


@declare(
    "W002",
    Severity.STOPS,
    "This cell holds {typed}, where a day is asked for.",
    "Type the day, month and year, such as 30 September 2026; anything more belongs in the explanation.",
)
def answer_is_not_a_day(given: Given) -> Iterator[Fault]:
    """A month, a number or words is no day."""
    for _, answer in with_trouble(given, Trouble.NOT_A_DAY):
        yield Fault((answer.place,), {"typed": as_typed(answer.typed)}, (answer.key.measure,))


@declare(
    "W003",
    Severity.STOPS,
    "This cell holds {typed}, which could be {days}.",
    "Type the month as a word, such as 30 September 2026.",
)
def day_could_be_two(given: Given) -> Iterator[Fault]:
    """3/4 is 3 April here and 4 March elsewhere, and programs turn one into the other."""
    for _, answer in with_trouble(given, Trouble.TWO_DAYS):
        days = " or ".join(map(day_in_words, days_written(answer.typed)))
        yield Fault((answer.place,), {"typed": as_typed(answer.typed), "days": days}, (answer.key.measure,))


@declare(
    "W004",
    Severity.STOPS,
    "This day is not between {earliest} and {latest}.",
    "Look at its year, and type the day again.",
)
def day_is_far_off(given: Given) -> Iterator[Fault]:
    """A year with a slip is a day that nobody meant."""
    for row, answer in with_trouble(given, Trouble.FAR_DAY):
        limits = KINDS[row.kind].answer
        if isinstance(limits, Dating):
            facts = {"earliest": day_in_words(limits.earliest), "latest": day_in_words(limits.latest)}
            yield Fault((answer.place,), facts, (answer.key.measure,))


@declare(
    "W005",
    Severity.NEEDS_EXPLANATION,
    "{about} is said to be met on {met}, after the period ended on {end}.",
    "Leave it blank and answer it in the return of that period; or correct the day.",
    "Was it met in this period?",
)
def milestone_is_met_after_the_period(given: Given) -> Iterator[Fault]:
    """What a period's return says is so at the period's end."""
    end = given.specification.period.end
    for row, answer in given.answers():
        met = met_on(row, answer)
        if met and end and met > end:
            facts = {"about": answer.about, "met": day_in_words(met), "end": day_in_words(end)}
            yield Fault((answer.place,), facts, (answer.key.measure,))


def met_on(row: Row, answer: Answer) -> date | None:
    """The day that a milestone is said to be met on; None for a blank, a gap and any other kind of answer."""
    kind = KINDS[row.kind].answer
    is_milestone = isinstance(kind, Dating) and kind.has_happened
    return date.fromisoformat(answer.words) if is_milestone and answer.words else None


def _noted(code: str, change: Tidying, why: str, there: str, remedy: str = AS_IT_IS) -> None:
    """Declare the note on one way in which an answer differs from what is asked; `{read}` is what it was read as."""

    def find(given: Given) -> Iterable[Fault]:
        for row, answer in given.answers():
            if change in answer.tidied:
                read = KINDS[row.kind].in_words(answer.words, row.choices)
                yield Fault((answer.place,), {"read": read}, (answer.key.measure,))

    named: Callable[[Given], Iterable[Fault]] = find
    find.__name__, find.__doc__ = f"{change.replace(' ', '_')}_was_read", why
    declare(code, Severity.NOTE, there, remedy)(named)


_noted(
    "W006",
    Tidying.CHOICE,
    "A tick is yes, and a choice with another mark behind it is still that choice.",
    "The answer here is in other words than its list has, and was read as {read}.",
)
_noted(
    "W007",
    Tidying.NEAR_CHOICE,
    "A slip of the keyboard in one of the list's words leaves one choice that can be meant.",
    "The answer here is nearly one of its list, and was read as {read}.",
    "If another was meant, choose it from the list and send the file again.",
)
_noted(
    "W008",
    Tidying.DAY,
    "A day typed as text is read where it can be one day only.",
    "The day here is typed as text, and was read as {read}.",
    "If another was meant, type it again, with the month as a word.",
)
_noted(
    "W009",
    Tidying.NOT_MET,
    "Not met yet is what a blank says of a milestone.",
    "Words for not met stand here, and were read as not met yet.",
    "Nothing is needed; next time leave it blank until it is met.",
)
