"""Words as people write them go in; the periods they name come out: `Q2 2025/26`, `Apr-Jun 2025`, `2nd quarter`."""

import re
from collections.abc import Iterator
from datetime import date

from commissioning.calendar import CYCLE_MONTHS, cycle_period, parts_of, spans_written, year_of
from commissioning.errors import UnclearPeriod
from commissioning.period import MONTH_NAMES, YEAR_MONTHS, Period, length, read_period, whole_months

_GAP = r"[\s_.,()–—-]*"
_YEAR = r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s?[-/–_]\s?(?P<second>20\d\d|\d\d)(?!\d))?(?![\d/])"
_ORDINALS = ("first", "second", "third", "fourth")
_PART = (
    r"(?<![a-z0-9])(?:(?P<letter>q|qtr|qu|quarter|h|half)[\s_.-]*(?P<number>[1-4])"
    r"|(?P<ordinal>1st|2nd|3rd|4th|first|second|third|fourth)[\s_-]*(?P<thing>quarter|qtr|half))(?![a-z0-9])"
)
_MONTHS = "|".join(sorted({word for name in MONTH_NAMES for word in (name.lower(), name[:3].lower())} | {"sept"}))
_MONTH = rf"(?<![a-z])(?P<first>{_MONTHS})(?![a-z])"
_RUN = re.compile(
    rf"(?<![0-9a-z]){_MONTH}{_GAP}(?:(?:19|20)\d\d)?\s*(?:-|–|—|to|_)\s*(?P<last>{_MONTHS})(?![a-z]){_GAP}(?P<year>(?:19|20)\d\d)"
)
_ONE_MONTH = re.compile(rf"(?<![0-9]){_GAP}{_MONTH}{_GAP}(?P<year>(?:19|20)\d\d)(?!\d)")
_PART_AND_YEAR = (re.compile(rf"{_PART}{_GAP}(?:of)?{_GAP}{_YEAR}"), re.compile(rf"{_YEAR}{_GAP}{_PART}"))
_BARE_PART = re.compile(_PART)
_PARTS_OF_SENTENCE = re.compile(r"[():;]")
_LABEL = re.compile(r"(?<![\w-])(?:19|20)\d\d-[0-9a-z-]+(?:-[hq][1-4])?(?![\w-])")


def periods_named(words: str, year_starts: int = 4, beside: Period | None = None) -> tuple[Period, ...]:
    """Every period that the words name, in years that start in that month (1 to 12); none where nothing is plain.

    A quarter or half without its year is one of the reporting year of `beside`, where that is given.
    """
    text = words.lower()
    found = [*_labels(text, year_starts), *_parts(text, year_starts), *_months(text), *_days(text)]
    if beside and not found:
        found = list(_bare(text, year_starts, beside))
    return tuple(dict.fromkeys(found))


def disagrees(words: str, period: Period, year_starts: int = 4) -> Period | None:
    """The one other period, as long as this one, that words name in its place; None where they could mean this one."""
    named = [one for one in periods_named(words, year_starts, period) if length(one) == length(period)]
    return named[0] if len(named) == 1 and named[0] != period else None


def _labels(text: str, year_starts: int) -> Iterator[Period]:
    for found in _LABEL.finditer(text):
        try:
            yield read_period(found[0], year_starts)
        except UnclearPeriod:
            continue


def _parts(text: str, year_starts: int) -> Iterator[Period]:
    for pattern in _PART_AND_YEAR:
        for found in pattern.finditer(text):
            year = _year(found, year_starts)
            if year is not None:
                yield from _part_of(year, found)


def _year(found: re.Match[str], year_starts: int) -> Period | None:
    """The reporting year that is named: a year alone means one only where years start in January."""
    first, second = int(found["year"]), found["second"]
    if (second is None) != (year_starts == 1):
        return None
    if second is not None and not f"{first + 1}".endswith(second):
        return None
    return year_of(date(first, year_starts, 1), year_starts)


def _part_of(year: Period, found: re.Match[str]) -> Iterator[Period]:
    thing = found["letter"] or found["thing"]
    number = int(found["number"]) if found["number"] else _number(found["ordinal"])
    parts = parts_of(year, "half" if thing.startswith("h") else "quarter")
    if number <= len(parts):
        yield parts[number - 1]


def _number(ordinal: str) -> int:
    return _ORDINALS.index(ordinal) + 1 if ordinal in _ORDINALS else int(ordinal[0])


def _months(text: str) -> Iterator[Period]:
    runs = list(_RUN.finditer(text))
    for found in runs:
        first, last = _month(found["first"]), _month(found["last"])
        count = (last - first) % YEAR_MONTHS + 1
        year = int(found["year"]) - (last < first)
        yield whole_months(date(year, first, 1), count)
    inside = [range(*found.span()) for found in runs]
    for found in _ONE_MONTH.finditer(text):
        if not any(found.start("first") in span for span in inside):
            yield whole_months(date(int(found["year"]), _month(found["first"]), 1), 1)


def _days(text: str) -> Iterator[Period]:
    return (span for part in _PARTS_OF_SENTENCE.split(text) for span in spans_written(part.strip()))


def _month(word: str) -> int:
    return next(number for number, name in enumerate(MONTH_NAMES, 1) if name.lower().startswith(word[:3]))


def _bare(text: str, year_starts: int, beside: Period) -> Iterator[Period]:
    if beside.start is None or not _is_part(beside, year_starts):
        return
    # With a single year beside it a quarter may be of the calendar year or of the reporting year.
    for pattern in _PART_AND_YEAR:
        text = pattern.sub(" ", text)
    for found in _BARE_PART.finditer(text):
        yield from _part_of(year_of(beside.start, year_starts), found)


def _is_part(period: Period, year_starts: int) -> bool:
    """Whether a period is a quarter or a half of the reporting calendar."""
    parts = (frequency for frequency in CYCLE_MONTHS if frequency in ("quarter", "half"))
    return period.start is not None and any(period == cycle_period(period.start, part, year_starts) for part in parts)
