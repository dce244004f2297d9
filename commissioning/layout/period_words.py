"""The words in which an organisation states a period to the period they mean, if they mean just one."""

import re
from collections.abc import Callable
from datetime import date

from commissioning.calendar import MONTHS, days_written, spans_written, year_of
from commissioning.errors import UnclearPeriod
from commissioning.period import YEAR_MONTHS, Period, first_year, read_period, whole_months

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:fy|year)?\s*(?P<year>(?:20)?\d\d)\s*[-/]\s*(?P<next>(?:20)?\d\d)"
_PART = r"(?P<part>q|quarter|qtr|h|half|half year)\s*(?P<number>[1-4])"
_BETWEEN = r"(?:\s+of)?\s*[-,:]?\s*"
_LENGTHS = {"month": 1, "quarter": 3, "half year": 6, "year": YEAR_MONTHS}
_BRACKETS = re.compile(r"\(([^()]*)\)")


def period_meant(text: str, year_starts: int, within: Period | None = None) -> Period | None:
    """The period that words mean, in years that start in that month (1 to 12); None where they mean none, or two.

    `within` tells the year of words that state none, such as `Q1` or `April`. Examples: `Q1 2025/26`, `2025-26 Quarter
    1 (April to June)`, `Apr-25`, `1 April 2025 to 30 June 2025`, `01/04/25 - 30/06/25`, `Quarter ending 30 June 2025`.
    """
    tidy = " ".join(re.sub("[\N{EN DASH}\N{EM DASH}]", "-", text.casefold()).split())
    parts = [part for part in (_BRACKETS.sub(" ", tidy).strip(), *_BRACKETS.findall(tidy)) if part]
    meant = [found for part in parts if (found := _whole(part, year_starts))]
    year = meant[0] if meant else within
    meant = [found for part in parts if (found := _whole(part, year_starts) or _part(part, year, year_starts))]
    return meant[0] if len(meant) == len(parts) and len(set(meant)) == 1 else None


def _whole(text: str, year_starts: int) -> Period | None:
    """The period of words that state their year."""
    try:
        return read_period(text, year_starts)
    except UnclearPeriod:
        pass
    if spans := spans_written(text):
        return spans[0] if len(spans) == 1 else None
    for pattern, meaning in _WHOLE:
        if found := re.fullmatch(pattern, text):
            try:
                return meaning(found, year_starts)
            except (UnclearPeriod, ValueError):
                return None
    return None


def _part(text: str, within: Period | None, year_starts: int) -> Period | None:
    """The period of words that leave their year to another one."""
    if within is None or within.start is None:
        return None
    first = first_year(within.start, year_starts)
    begins = date(first, year_starts, 1)
    if spans := spans_written(text, year_of(within.start, year_starts)):
        return spans[0] if len(spans) == 1 else None
    if part := re.fullmatch(_PART, text):
        return _part_of(begins, part)
    if months := re.fullmatch(rf"(?P<first>{_MONTH})(?:\s*(?:-|to)\s*(?P<last>{_MONTH}))?", text):
        after = (MONTHS[months["first"]] - year_starts) % YEAR_MONTHS
        last = (MONTHS[months["last"] or months["first"]] - year_starts) % YEAR_MONTHS
        return whole_months(begins, last - after + 1, after) if last >= after else None
    return None


def _part_of(begins: date, part: re.Match[str]) -> Period | None:
    months = 3 if part["part"].startswith("q") else 6
    number = int(part["number"])
    return whole_months(begins, months, months * (number - 1)) if months * number <= YEAR_MONTHS else None


def _of_year(found: re.Match[str], year_starts: int) -> Period | None:
    """A year such as 2025/26, or a part of one."""
    first, second = int(found["year"]) % 100, int(found["next"]) % 100
    could_be_a_month = re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", found[0])
    if second != (first + 1) % 100 or year_starts == 1 or could_be_a_month:
        return None
    begins = date(2000 + first, year_starts, 1)
    return _part_of(begins, found) if "part" in found.groupdict() else whole_months(begins, YEAR_MONTHS)


def _ending(found: re.Match[str], year_starts: int) -> Period | None:
    days, months = days_written(found["last"]), _LENGTHS[found["length"]]
    periods = [period for last in days if (period := whole_months(last, months, 1 - months)).end == last]
    return periods[0] if len(periods) == 1 else None


def _of_months(found: re.Match[str], year_starts: int) -> Period | None:
    first, last = MONTHS[found["first"]], MONTHS[found["last"]]
    last_year = _calendar_year(found["last_year"])
    first_year_ = _calendar_year(found["first_year"]) if found["first_year"] else last_year - (first > last)
    return Period(whole_months(date(first_year_, first, 1), 1).start, whole_months(date(last_year, last, 1), 1).end)


def _of_month(found: re.Match[str], year_starts: int) -> Period | None:
    return whole_months(date(_calendar_year(found["year"]), MONTHS[found["month"]], 1), 1)


def _calendar_year(text: str) -> int:
    return 2000 + int(text) % 100 if len(text) == len("25") else int(text)


_WHOLE: tuple[tuple[str, Callable[[re.Match[str], int], Period | None]], ...] = (
    (rf"{_PART}{_BETWEEN}{_YEAR}", _of_year),
    (rf"{_YEAR}{_BETWEEN}{_PART}", _of_year),
    (_YEAR, _of_year),
    (r"(?P<length>month|quarter|half year|year) end(?:ing|ed)?:? (?P<last>.+)", _ending),
    (
        rf"(?P<first>{_MONTH}) ?(?P<first_year>\d{{4}})?\s*(?:-|to)\s*"
        rf"(?P<last>{_MONTH})[ -]'?(?P<last_year>\d{{4}}|\d\d)",
        _of_months,
    ),
    (rf"(?P<month>{_MONTH})[ -]'?(?P<year>\d{{4}}|\d\d)", _of_month),
)
"""Each way of stating a period whole, and what it means."""
