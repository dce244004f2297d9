"""Questions about what is held against earlier figures: totals to date, and statements of what figures show."""

from collections.abc import Callable, Iterator

from commissioning.contract.raw import Raw, Said, listed, table, tables, unknown
from commissioning.errors import UnclearPeriod
from commissioning.measures import KINDS
from commissioning.period import read_period

TO_DATE = {"cumulative": ("flow", "bookings"), "distinct-people": ("distinct-people",)}
"""Which kinds can be the total to date of which."""


def totals_to_date_are_of_their_kind(raw: Raw) -> Iterator[Said]:
    """A total to date of something else than what adds up to it."""
    for code, measure in tables(raw, "measure"):
        of = str(measure.get("to_date_of") or "")
        mine, its = (KINDS.get(str(one.get("kind"))) for one in (measure, table(raw, "measure", of)))
        if of and of != code and mine and its and its.key not in TO_DATE.get(mine.key, ()):
            yield (
                f"measure.{code}.to_date_of",
                f"is {of}, of the kind {its.key}, and this is of the kind {mine.key}",
                "Make this one cumulative and that a flow count, or make both distinct people.",
            )


def statements_name_measures_and_a_period(raw: Raw) -> Iterator[Said]:
    """Statements of what is not there."""
    found = raw.get("statement")
    for number, statement in enumerate(found if isinstance(found, list) else ()):
        if isinstance(statement, dict):
            for code in listed(statement, "measures"):
                yield from unknown(f"statement.{number}.measures", code, table(raw, "measure"), "measure")
            yield from _period(raw, f"statement.{number}.period", statement.get("period"))


def _period(raw: Raw, path: str, words: object) -> Iterator[Said]:
    starts = table(raw, "reporting").get("year_starts", 4)
    try:
        read_period(str(words), starts if isinstance(starts, int) and starts in range(1, 13) else 4)
    except UnclearPeriod as unclear:
        yield path, "cannot be read", str(unclear)


HISTORY_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    totals_to_date_are_of_their_kind,
    statements_name_measures_and_a_period,
)
