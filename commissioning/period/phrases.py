"""The words in which papers name a period to a part of a year, or to its days written as a span.

Days are written out, so that what is clear in words stays clear: December 2011 is `2011-12-01..2011-12-31`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

YEAR_MONTHS = 12
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
APRIL, SEPTEMBER = 4, 9

_MONTHS = {name[:length].lower(): n for n, name in enumerate(MONTH_NAMES, 1) for length in (3, len(name))} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEARS = r"(?P<year>\d{4})(?:\s?[-/]\s?(?P<second>\d{4}|\d\d)|\s?/\s?(?P<digit>\d))"
_ANY_YEAR = rf"(?:{_YEARS}|(?P<alone>\d{{4}}))"
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "1st": 0, "2nd": 1, "3rd": 2, "4th": 3}
_LAST = ("last", "final")
_ORDINAL = rf"(?:{'|'.join((*_ORDINALS, *_LAST))})"
_COUNT = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_PART = (
    rf"(?:(?:q|qtr|quarter) ?(?P<quarter>[1-4])|(?:h|half(?: year)?) ?(?P<half>[12])|(?P<which>{_ORDINAL})"
    rf"(?: (?P<count>{_COUNT}))? (?P<thing>quarter|half|month)s?(?: year)?)"
)
_OF = r"\s?(?:,|:|-|of|in)?\s?(?:the |this |financial |year |fy ?)*"
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
_DAY_OF_MONTH = rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}"
_MOMENT = rf"(?:{_DAY}|{_MONTH},? \d{{4}})"
_TO = r"\s?(?:-|to|until|and)\s?"
_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": YEAR_MONTHS}
_SPOKEN = re.compile(rf"(\d{{1,2}})?(?:st|nd|rd|th)? ?(?:of )?({_MONTH}),? (\d{{4}})")

Edge = tuple[date, date]
"""The first and last day of what an end of a span names."""


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """So many months of the reporting year that begins in `year`, `after` so many of its months.

    `second` is the year that follows as it was written (`2018`, `18` or `8`); empty where one year alone was named.
    """

    year: int
    second: str = ""
    after: int = 0
    months: int = YEAR_MONTHS


def meant_by(text: str) -> PartOfYear | str | None:
    """What words mean: part of a year, or a span by its days; None where they name no period, or leave out its year.

    Examples: `Q1 2017/18`, `first six months of 2019-20`, `Oct - Dec 2019`,
    `12 months to 30 September 2024`, `2021/22 academic year`, `FY22` (the year that ends in 2022), `since May 2016`."""
    words = tidied(text)
    for pattern, meaning in _PHRASES:
        if found := pattern.fullmatch(words):
            return meaning(found)
    return None


def tidied(text: str) -> str:
    """Words in small letters, with plain dashes and single spaces, without what says no more than that it is a time."""
    plain = " ".join(re.sub("[\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}]", "-", text.casefold()).split())
    return re.sub(r"^(?:in|during|for|of|the|this) ", "", re.sub(r"(?<=[a-z])\.", "", plain))


def months_without_year(text: str) -> tuple[int, int] | None:
    """The months that words name without their year: `April`, `Oct - Dec`."""
    found = re.fullmatch(rf"(?P<first>{_MONTH})(?:{_TO}(?P<last>{_MONTH}))?", tidied(text))
    return (_MONTHS[found["first"]], _MONTHS[found["last"] or found["first"]]) if found else None


def one_day(text: str) -> str | None:
    """The one day that words name, as `2019-04-01`."""
    return _edge(text)[0].isoformat() if re.fullmatch(_DAY, text := tidied(text)) else None


def _year(found: re.Match[str], after: int = 0, months: int = YEAR_MONTHS) -> PartOfYear:
    if found.groupdict().get("alone"):
        return PartOfYear(int(found["alone"]), "", after, months)
    return PartOfYear(int(found["year"]), found["second"] or found["digit"], after, months)


def _part(found: re.Match[str]) -> PartOfYear | None:
    """A quarter or half of a year, or a run of its months: its first ones or its last."""
    for length in ("quarter", "half"):
        if found[length]:
            return _year(found, _LENGTHS[length] * (int(found[length]) - 1), _LENGTHS[length])
    one, run = _LENGTHS[found["thing"]], _LENGTHS[found["thing"]] * _number(found["count"] or "one")
    if run > YEAR_MONTHS:
        return None
    if found["which"] in _LAST:
        return _year(found, YEAR_MONTHS - run, run)
    after = one * _ORDINALS[found["which"]]
    is_run_from_the_middle = run > one and after
    return None if is_run_from_the_middle or after + run > YEAR_MONTHS else _year(found, after, run)


def _number(word: str) -> int:
    return NUMBERS.index(word) + 1 if word in NUMBERS else int(word)


def _year_of_sort(found: re.Match[str]) -> str | None:
    """A financial year is from April, an academic one from September, wherever the contract's own year begins."""
    sort = found["sort"]
    if sort == "calendar":
        return _span(date(int(found["alone"]), 1, 1), YEAR_MONTHS) if found["alone"] else None
    if found["alone"] and sort != "fy":
        return None
    first = int(found["alone"]) - 1 if found["alone"] else int(found["year"])
    written = None if found["alone"] else found["second"] or found["digit"]
    if written and not str(first + 1).endswith(written):
        return None
    return _span(date(first, SEPTEMBER if sort in ("academic", "school") else APRIL, 1), YEAR_MONTHS)


def _year_by_its_end(found: re.Match[str]) -> str:
    """`FY22`: as accounts are named, by the year in which they end."""
    return _span(date(1999 + int(found["end"]), APRIL, 1), YEAR_MONTHS)


def _months(found: re.Match[str]) -> str:
    """One month, or a run of them; a first one without its year is in the year of the last, or in the one before."""
    first, last = _MONTHS[found["first"]], _MONTHS[found["last"] or found["first"]]
    last_year = int(found["last_year"])
    first_year = int(found["first_year"]) if found["first_year"] else last_year - (first > last)
    return f"{date(first_year, first, 1)}..{_month_end(last_year, last)}"


def _days(found: re.Match[str]) -> str:
    return f"{_edge(found['first'])[0]}..{_edge(found['last'])[1]}"


def _days_of_one_year(found: re.Match[str]) -> str:
    """`31st July to 4th August 2017`: a first day without its year is in the year of the last, or in the one before."""
    _, last = _edge(found["last"])
    first, _ = _edge(f"{found['first']} {last.year}")
    if first > last:
        first, _ = _edge(f"{found['first']} {last.year - 1}")
    return f"{first}..{last}"


def _ending(found: re.Match[str]) -> str | None:
    """So many months until a day or a month; a named length ends with a month."""
    length = found["length"]
    months = _LENGTHS[length.split()[0]] if length else _number(found["count"])
    last = _edge(found["last"])[1]
    if last != _month_end(last.year, last.month):
        if length:
            return None
        return f"{_same_day_before(last, months) + timedelta(days=1)}..{last}"
    begins = last.year * YEAR_MONTHS + last.month - months
    return f"{date(begins // YEAR_MONTHS, begins % YEAR_MONTHS + 1, 1)}..{last}"


def _same_day_before(day: date, months: int) -> date:
    index = day.year * YEAR_MONTHS + day.month - 1 - months
    year, month = divmod(index, YEAR_MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _since(found: re.Match[str]) -> str:
    return f"{_edge(found['first'])[0]}.."


def _until(found: re.Match[str]) -> str:
    return f"..{_edge(found['last'])[1]}"


def _as_at(found: re.Match[str]) -> str:
    first, last = _edge(found["last"])
    return f"{first}..{last}"


def _edge(text: str) -> Edge:
    """The days of a day or month that names its year; ValueError where no calendar has it."""
    spoken = _SPOKEN.fullmatch(text)
    if spoken is None:
        day = date.fromisoformat(text)
        return day, day
    day_of_month, month, year = spoken[1], _MONTHS[spoken[2]], int(spoken[3])
    if day_of_month:
        day = date(year, month, int(day_of_month))
        return day, day
    return date(year, month, 1), _month_end(year, month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _span(first: date, months: int) -> str:
    index = first.year * YEAR_MONTHS + first.month - 1 + months - 1
    return f"{first}..{_month_end(index // YEAR_MONTHS, index % YEAR_MONTHS + 1)}"


_MEANINGS: tuple[tuple[str, Callable[[re.Match[str]], PartOfYear | str | None]], ...] = (
    (rf"{_PART}{_OF}{_ANY_YEAR}", _part),
    (rf"(?:fy ?|(?:financial )?year )?{_ANY_YEAR}\s?[-,:]?\s?{_PART}", _part),
    (rf"(?P<sort>financial|fiscal|academic|school|calendar) year(?: of)? {_ANY_YEAR}", _year_of_sort),
    (rf"{_ANY_YEAR} (?P<sort>financial|fiscal|academic|school|calendar) year", _year_of_sort),
    (rf"(?P<sort>fy) ?{_ANY_YEAR}", _year_of_sort),
    (r"fy ?'?(?P<end>\d\d)", _year_by_its_end),
    (rf"(?:year )?{_ANY_YEAR}", _year),
    (
        rf"(?:between |from )?(?P<first>{_MONTH})(?:,? (?P<first_year>\d{{4}}))?{_TO}"
        rf"(?P<last>{_MONTH}),? (?P<last_year>\d{{4}})",
        _months,
    ),
    (rf"(?P<first>{_MONTH})(?P<last>),? (?P<first_year>)(?P<last_year>\d{{4}})", _months),
    (rf"(?:between |from )?(?P<first>{_MOMENT}){_TO}(?P<last>{_MOMENT})", _days),
    (rf"(?:between |from )?(?P<first>{_DAY_OF_MONTH}){_TO}(?P<last>{_DAY})", _days_of_one_year),
    (
        rf"(?:(?P<length>month|quarter|half year|year)|(?P<count>{_COUNT}) months?) ?"
        rf"(?:to|up to|until|end|ending|ended|end of):? (?P<last>{_MOMENT})",
        _ending,
    ),
    (rf"(?:since|from) (?P<first>{_MOMENT})(?: on| onwards)?", _since),
    (rf"(?:to|up to|until|by) (?:the end of )?(?P<last>{_MOMENT})", _until),
    (rf"as (?:at|of) (?:the end of )?(?P<last>{_MOMENT})", _as_at),
)
_PHRASES = tuple((re.compile(pattern, re.ASCII), meaning) for pattern, meaning in _MEANINGS)
"""Each way of naming a period whole, and what it means."""
