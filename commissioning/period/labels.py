"""The text of a period to the days it covers, and those days back to the shortest text for them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from commissioning.errors import UnclearPeriod, UnreadablePeriod
from commissioning.period.days import Period, first_year, whole_months
from commissioning.period.phrases import (
    MONTH_NAMES,
    YEAR_MONTHS,
    PartOfYear,
    meant_by,
    months_without_year,
    one_day,
    tidied,
)

PART_MONTHS = {"H": 6, "Q": 3}
NOT_STATED = "not stated"
"""The text of a period neither of whose ends is stated."""
LONGEST_STRATEGY = 30
"""So many years a strategy may run; a label of years further apart names none."""

_PART = re.compile(r"H[12]|Q[1-4]", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BARE_YEAR = re.compile(r"[0-9]{4}")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(
    rf"(?P<year>[0-9]{{4}})(?:[-/](?P<second>[0-9]{{4}}|[0-9]{{2}})|/(?P<digit>[0-9]))?(?:-(?P<part>{_PART.pattern}))?",
    re.IGNORECASE | re.ASCII,
)
_ONE_DIGIT = re.compile(r"(?P<year>[0-9]{4})-(?P<digit>[1-9])")
_SHORT = re.compile(r"(?P<first>[0-9]{2})[-/](?P<second>[0-9]{2})")


def read_period(text: str, year_starts: int = 4, *, strategies: bool = False) -> Period:
    """The period a label or span means, in years that start in that month (1 to 12); UnclearPeriod if not just one.

    Examples: `2019-20`, `2019-20-H1`, `2019-20-Q4`, `2019-07`, `2019-04-01..2019-09-30`,
    `2019-04..2019-09`, `2019-11..`, `not stated`; a slash, as in `2019/20` or `2021/2`, always means a year. In years
    that start in January: `2019`, `2019-H1`, `2019-Q4`, `2018..2022-08`. What papers write in words is read too
    (`phrases.meant_by`). A span of years such as `2017-20` is one only where `strategies` may stand.
    """
    tidy = text.strip()
    if tidy == NOT_STATED:
        return Period(None, None)
    try:
        return _read(tidy, year_starts, strategies=strategies)
    except ValueError:
        raise UnclearPeriod(f"Period '{tidy}' names a day that no calendar has: check its days and years.") from None


@lru_cache(maxsize=4096)
def label(period: Period, year_starts: int = 4) -> str:
    """The shortest text that reads back as the period: year, half, quarter, month, else its span, by months (years
    from January by years) where it begins and ends on their edges."""
    if not period.start and not period.end:
        return NOT_STATED
    short = _candidates(period.start, year_starts) if period.start and period.end else ()
    short = (*short, *_spans(period, year_starts))
    return next((text for text in short if _reads_as(text, period, year_starts)), str(period))


def _read(text: str, year_starts: int, *, strategies: bool) -> Period:
    if ".." in text:
        return _span(text, text, year_starts)
    if _MONTH.fullmatch(text):
        return _month(text, year_starts, strategies=strategies)
    found = _YEAR.fullmatch(text)
    meant = _as_written(found) if found else meant_by(text)
    if isinstance(meant, PartOfYear):
        return _of_year(text, meant, year_starts, strategies=strategies)
    if meant is None:
        raise _not_a_label(text, year_starts)
    period = _span(meant, text, year_starts)
    return replace(period, as_at=period.end) if tidied(text).startswith(("as at ", "as of ")) else period


def _span(text: str, said: str, year_starts: int) -> Period:
    left, _, right = text.partition("..")
    return Period(_edge(left.strip(), said, year_starts).start, _edge(right.strip(), said, year_starts).end)


def _edge(edge: str, span: str, year_starts: int) -> Period:
    if not edge:
        return Period(None, None)
    if _DAY.fullmatch(edge):
        return Period(date.fromisoformat(edge), date.fromisoformat(edge))
    if _MONTH.fullmatch(edge):
        return _month(edge, year_starts)
    if year_starts == 1 and _BARE_YEAR.fullmatch(edge):
        return _part(PartOfYear(int(edge)), 1)
    raise UnclearPeriod(
        f"Period '{span}' has '{edge}' where a day or a month must stand: "
        "write it like 2019-04-01..2019-09-30, and leave an end out where it is not stated."
    )


def _as_written(found: re.Match[str]) -> PartOfYear:
    """What a label says: its year, and which part of it."""
    months = PART_MONTHS[found["part"][0].upper()] if found["part"] else YEAR_MONTHS
    after = months * (int(found["part"][1]) - 1) if found["part"] else 0
    return PartOfYear(int(found["year"]), found["second"] or found["digit"] or "", after, months)


def _of_year(text: str, meant: PartOfYear, year_starts: int, *, strategies: bool) -> Period:
    if meant.second and not _follows(meant.year, meant.second):
        years = _years_from(meant)
        if years is None:
            raise _years_apart(text, meant.year, year_starts)
        strategy = _strategy(meant.year, years, year_starts)
        if not strategies:
            raise _strategy_or_year(text, meant.year, strategy, year_starts)
        return strategy
    if meant.second and year_starts == 1:
        raise _two_years_from_january(text, meant)
    if not meant.second and year_starts != 1:
        raise _bare_year(text, meant, year_starts)
    return _part(meant, year_starts)


def _years_from(meant: PartOfYear) -> int | None:
    """How many years on the second year is, where a strategy may run so long."""
    second = int(meant.second) if len(meant.second) == len("2020") else meant.year // 100 * 100 + int(meant.second)
    on = second - meant.year
    is_whole = meant.months == YEAR_MONTHS and len(meant.second) > 1
    return on if is_whole and 1 < on <= LONGEST_STRATEGY else None


def _strategy(year: int, years: int, year_starts: int) -> Period:
    """The years that `2017-20` spans: from April 2017 to March 2020; where years start in January, to December 2020."""
    return whole_months(date(year, year_starts, 1), YEAR_MONTHS * (years + (year_starts == 1)))


def _month(text: str, year_starts: int, *, strategies: bool = False) -> Period:
    year, month = int(text[:4]), text[5:]
    if _follows(year, month):
        raise _month_or_year(text, year, year_starts)
    years = _years_from(PartOfYear(year, month))
    if strategies and years:
        raise _month_or_strategy(text, _strategy(year, years, year_starts))
    return whole_months(date(year, int(month), 1), 1)


def _part(meant: PartOfYear, year_starts: int) -> Period:
    return whole_months(date(meant.year, year_starts, 1), meant.months, meant.after)


def _follows(year: int, second: str) -> bool:
    return f"{year + 1:04}".endswith(second)


def _candidates(start: date, year_starts: int) -> tuple[str, ...]:
    first = first_year(start, year_starts)
    year = f"{first:04}" if year_starts == 1 else f"{first:04}-{(first + 1) % 100:02}"
    month = (start.month - year_starts) % YEAR_MONTHS
    parts = (f"{year}-{letter}{month // months + 1}" for letter, months in PART_MONTHS.items())
    return (year, *parts, start.isoformat()[:7])


def _spans(period: Period, year_starts: int) -> Iterator[str]:
    """The period's span by years, then by months, where its ends are on their edges."""
    for whole in (year_starts == 1, False):
        ends = (_whole(period.start, year=whole, first=True), _whole(period.end, year=whole, first=False))
        yield "..".join(ends)


def _whole(day: date | None, *, year: bool, first: bool) -> str:
    """The year or month that the day is the first or last of; else the day."""
    if day is None:
        return ""
    if day.day != (1 if first else monthrange(day.year, day.month)[1]):
        return day.isoformat()
    return f"{day.year:04}" if year and day.month == (1 if first else YEAR_MONTHS) else day.isoformat()[:7]


def _reads_as(text: str, period: Period, year_starts: int) -> bool:
    try:
        return read_period(text, year_starts) == period
    except UnclearPeriod:
        return False


def _from_month(period: Period) -> str:
    return f"from {_name_of_month(period.start)}" if period.start else ""


def _name_of_month(day: date) -> str:
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def _years_in_words(period: Period) -> str:
    return f"{_from_month(period)} to {_name_of_month(period.end)}" if period.end else _from_month(period)


def _in_words(period: Period) -> str:
    """`December 2013`, `from April 2012 to March 2013`."""
    words = _years_in_words(period)
    first, _, last = words.removeprefix("from ").partition(" to ")
    return first if first == last else words


def _month_or_year(text: str, year: int, year_starts: int) -> UnclearPeriod:
    month = whole_months(date(year, int(text[5:]), 1), 1)
    # Where the year starts in January, whoever writes 2011-12 for a year means the usual one from April.
    across = _part(PartOfYear(year), 4 if year_starts == 1 else year_starts)
    return UnclearPeriod(
        f"Period '{text}' can mean {MONTH_NAMES[int(text[5:]) - 1]} {year} or the year {_from_month(across)}: "
        f"write {month} for the month, {across} for the year."
    )


def _month_or_strategy(text: str, strategy: Period) -> UnclearPeriod:
    month = whole_months(date(int(text[:4]), int(text[5:]), 1), 1)
    return UnclearPeriod(
        f"Period '{text}' can mean {_name_of_month(date.fromisoformat(f'{text}-01'))} or the years "
        f"{_years_in_words(strategy)}: write {month} for the month, {label(strategy)} for the years."
    )


def _strategy_or_year(text: str, year: int, strategy: Period, year_starts: int) -> UnclearPeriod:
    one = _part(PartOfYear(year), year_starts)
    return UnclearPeriod(
        f"Period '{text}' is no year, since {year} is followed by {year + 1}: write {label(one, year_starts)} for the "
        f"year {_from_month(one)}, or {label(strategy, year_starts)} for the years {_years_in_words(strategy)}."
    )


def _bare_year(text: str, meant: PartOfYear, year_starts: int) -> UnclearPeriod:
    readings = (_part(meant, year_starts), _part(meant, 1))
    written = " or ".join(f"{label(period, year_starts)} ({_from_month(period)})" for period in readings)
    return UnclearPeriod(f"Period '{text}' can be read in two ways: write {written}.")


def _two_years_from_january(text: str, meant: PartOfYear) -> UnclearPeriod:
    here = " or ".join(label(_part(replace(meant, year=year), 1), 1) for year in (meant.year, meant.year + 1))
    return UnclearPeriod(
        f"Period '{text}' runs over two years, but here a year starts in January: "
        f"write {here}, or days like {_part(meant, 4)}."
    )


def _years_apart(text: str, year: int, year_starts: int) -> UnclearPeriod:
    period = _part(PartOfYear(year), year_starts)
    return UnclearPeriod(
        f"Period '{text}' is no year, since {year} is followed by {year + 1}: "
        f"write {label(period, year_starts)} for the year {_from_month(period)}, or days like {period}."
    )


def _not_a_label(text: str, year_starts: int) -> UnclearPeriod:
    if unclear := _without_its_year(text, year_starts) or _in_figures(text, year_starts):
        return unclear
    if day := text if _DAY.fullmatch(text) else one_day(text):
        return UnclearPeriod(
            f"Period '{text}' is one day: write {day}..{day} for that day alone, {day}.. for all from it on."
        )
    whole, half, quarter = (PartOfYear(2024, "25", 0, months) for months in (YEAR_MONTHS, 6, 3))
    year, half_year, first = (label(_part(part, year_starts), year_starts) for part in (whole, half, quarter))
    return UnreadablePeriod(
        f"Period '{text}' cannot be read: write a year like {year}, a half {half_year}, a quarter {first}, "
        "a month 2024-07 or days 2024-04-01..2024-09-30."
    )


def _without_its_year(text: str, year_starts: int) -> UnclearPeriod | None:
    """The refusal of a part or months of no one year, with an example of what was left out."""
    example = None
    if months := months_without_year(text):
        first, last = months
        example = whole_months(date(2024, first, 1), (last - first) % YEAR_MONTHS + 1)
    elif text and isinstance(part := meant_by(f"{text} 2024/25"), PartOfYear):
        example = _part(part, year_starts)
    if example is None:
        return None
    written = label(example, year_starts)
    return UnclearPeriod(f"Period '{text}' does not say of which year: write it like {written}.")


def _in_figures(text: str, year_starts: int) -> UnclearPeriod | None:
    """The refusal of years in one figure or two, with each reading that there is."""
    if found := _ONE_DIGIT.fullmatch(text):
        year, month = int(found["year"]), int(found["digit"])
        second = found["digit"]
    elif found := _SHORT.fullmatch(text):
        year, month, second = 2000 + int(found["first"]), int(found["first"]), found["second"]
    else:
        return None
    readings = []
    if _follows(year, second):
        readings.append(_part(PartOfYear(year), year_starts))
    if 1 <= month <= YEAR_MONTHS:
        in_year = year if len(second) == 1 else 2000 + int(second)
        readings.append(whole_months(date(in_year, month, 1), 1))
    written = " or ".join(f"{label(one, year_starts)} ({_in_words(one)})" for one in readings)
    return UnclearPeriod(f"Period '{text}' does not write its year out: write {written}.") if readings else None
