"""A text that is a whole day and no more goes in; every day that it can mean comes out.

`03/04/2026` can be two days, and nobody guesses which; `13/04/2026`, `3 Apr 2026` and `2026-04-03` are one.
"""

import re
from collections.abc import Iterator
from datetime import date

_CENTURY = 2000
"""A year of two figures is one of this century."""
_SHORT_YEAR = 100

_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_TIME = re.compile(r"[t ]00:00(:00(\.0+)?)?$")
_WEEKDAY = re.compile(r"(?P<name>[a-z]{3,9})\.?,? (?P<rest>.+)")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})[-/. ](?P<day>\d{1,2})")
_FIGURES = re.compile(r"(?P<first>\d{1,2})(?P<mark>[-/. ])(?P<second>\d{1,2})(?P=mark)(?P<third>\d{4}|\d\d)")
_DAY_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)?[-/. ]*(?P<month>[a-z]{3,9})[-/., ]*(?P<year>\d{4}|\d\d)"
)
_MONTH_DAY = re.compile(r"(?P<month>[a-z]{3,9})[-/. ]*(?P<day>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year>\d{4})")


def days_written(text: str) -> tuple[date, ...]:
    """Every day that a text as a whole can mean, once: none, one or several, the day before the month first."""
    return tuple(dict.fromkeys(_meant(_TIME.sub("", " ".join(text.casefold().split())))))


def _meant(words: str) -> Iterator[date]:
    named = _WEEKDAY.fullmatch(words)
    weekday = _place(named["name"], _DAYS) if named else None
    if named and weekday is not None:
        yield from (day for day in _meant(named["rest"]) if day.weekday() == weekday)
        return
    if found := _YEAR_FIRST.fullmatch(words):
        yield from _day(found["year"], int(found["month"]), found["day"])
    elif found := _DAY_MONTH.fullmatch(words) or _MONTH_DAY.fullmatch(words):
        month = _place("sep" if found["month"] == "sept" else found["month"], _NAMES)
        yield from _day(found["year"], month + 1, found["day"]) if month is not None else ()
    elif found := _FIGURES.fullmatch(words):
        yield from _of_figures(found)


def _of_figures(found: re.Match[str]) -> Iterator[date]:
    """Day, month, year; month, day, year; and with hyphens and a short year, year, month, day."""
    first, second, third = found["first"], found["second"], found["third"]
    yield from _day(third, int(second), first)
    yield from _day(third, int(first), second)
    if found["mark"] == "-" and len(third) < len("2026"):
        yield from _day(first, int(second), third)


def _day(year: str, month: int, day: str) -> Iterator[date]:
    number = int(year) if int(year) >= _SHORT_YEAR else _CENTURY + int(year)
    try:
        yield date(number, month, int(day))
    except ValueError:
        return


def _place(word: str, names: tuple[str, ...]) -> int | None:
    """Which of the names a word is, or the first three letters of."""
    return next((at for at, name in enumerate(names) if word in (name, name[:3])), None)
