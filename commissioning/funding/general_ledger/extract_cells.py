"""A cell of a ledger's extract in; the pence, the day or the posting period that it can only mean, or why not, out."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.calendar import days_written
from commissioning.errors import UnclearMoney, UnclearPeriod
from commissioning.model.returned import Cell, Typed
from commissioning.money import read_money, to_pence
from commissioning.period import MONTH_NAMES, YEAR_MONTHS, read_period, whole_months
from commissioning.posting import YEAR_END, Posting, posting_at


class Unread(StrEnum):
    """Why a cell of an extract is not what its column holds."""

    NOT_MONEY = "is not pounds and pence"
    NO_RESULT = "is an error or a formula without a result"
    NO_PERIOD = "is no posting period from 1 to 13"
    NO_YEAR = "is a posting period without its accounting year"
    TWO_PERIODS = "could be more than one posting period"
    NOT_A_YEAR = "is no accounting year such as 2025-26"
    NOT_A_DAY = "is no day"
    TWO_DAYS = "could be two days"
    MISSING = "is empty"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell means: one of pence, a day or a posting period; or why it is not read."""

    pence: int | None = None
    day: date | None = None
    posting: Posting | None = None
    unread: Unread | None = None


NOTHING = Reading()
_NO_RESULT = (Typed.ERROR, Typed.UNCALCULATED)
_SIGNED_AFTER = re.compile(r"(?P<amount>.*[0-9])\s*(?P<sign>-|CR|DR)", re.IGNORECASE)
_MARKED = re.compile(r"(?:(?P<year>.*?[0-9])[\s/-]*)?(?:PERIOD|PD|P)\s*(?P<number>[0-9]{1,2})", re.IGNORECASE)
_YEAR_LAST = re.compile(r"(?:PERIOD|PD|P)\s*(?P<number>[0-9]{1,2})[\s,/-]+(?P<year>[0-9/-]{5,9})", re.IGNORECASE)
_MONTH = re.compile(r"(?P<month>[A-Za-z]{3,9})[\s/'-]*(?P<year>(?:20)?[0-9]{2})")
_SHORT_YEARS = re.compile(r"[0-9]{2}[/-][0-9]{2}")
_BARE = re.compile(r"[0-9]{1,2}")
_RUN_TOGETHER = re.compile(r"(?P<year>20[0-9]{2})(?P<number>[0-9]{2,3})")


def text_in(cell: Cell | None) -> str:
    """The words of a cell, its spaces tidied; a whole number without its decimal point."""
    if cell is None or cell.typed in _NO_RESULT:
        return ""
    return " ".join(cell.text.split())


def money_in(cell: Cell | None, *, credits_positive: bool = False) -> Reading:
    """The pence of a cell, spend positive: a minus after the digits and CR or DR are read too; empty is nothing."""
    if cell is None or not cell.text.strip():
        return NOTHING
    if cell.typed in _NO_RESULT:
        return Reading(unread=Unread.NO_RESULT)
    turned = -1 if credits_positive else 1
    try:
        if cell.typed is Typed.NUMBER and cell.number is not None and not cell.percent:
            return Reading(turned * to_pence(cell.number))
        after = _SIGNED_AFTER.fullmatch(text_in(cell))
        if cell.typed is not Typed.TEXT:
            return Reading(unread=Unread.NOT_MONEY)
        if after is None:
            return Reading(turned * read_money(cell.text))
        pence, sign = read_money(after["amount"]), after["sign"].upper()
    except UnclearMoney:
        return Reading(unread=Unread.NOT_MONEY)
    if pence < 0:
        return Reading(unread=Unread.NOT_MONEY)
    return Reading({"-": -turned, "CR": -1, "DR": 1}[sign] * pence)


def day_in(cell: Cell | None, *, day_first: bool) -> Reading:
    """The day of a cell; one in figures that could be two is asked about, unless the day is said to come first."""
    if cell is None or not cell.text.strip():
        return NOTHING
    if cell.typed in _NO_RESULT:
        return Reading(unread=Unread.NO_RESULT)
    if cell.typed is Typed.DATE and cell.day:
        return Reading(day=cell.day)
    days = days_written(text_in(cell).lower()) if cell.typed is Typed.TEXT else ()
    if not days:
        return Reading(unread=Unread.NOT_A_DAY)
    if len(days) > 1 and not day_first:
        return Reading(unread=Unread.TWO_DAYS)
    return Reading(day=days[0])


def posting_in(cell: Cell | None, year: int | None, year_starts: int) -> Reading:
    """The posting period of a cell: `3`, `P03`, `2025-26 P3`, `Jun-25`, the first or last day of a month.

    `year` is the accounting year by its column or as somebody said. Run together, 202503 is a period or a month: it is
    taken only where it can be but one.
    """
    text = text_in(cell)
    if cell is None or not text:
        return Reading(unread=Unread.NO_RESULT if cell and cell.typed in _NO_RESULT else Unread.MISSING)
    if cell.typed is Typed.DATE:
        return _of_date(cell.day, year_starts)
    if _BARE.fullmatch(text):
        return _numbered(year, int(text))
    if found := _RUN_TOGETHER.fullmatch(text):
        return _run_together(int(found["year"]), int(found["number"]), year, year_starts)
    if found := _MARKED.fullmatch(text) or _YEAR_LAST.fullmatch(text):
        own = year_in(found["year"], year_starts) if found["year"] else year
        wrong = bool(found["year"]) and own is None
        return Reading(unread=Unread.NOT_A_YEAR) if wrong else _numbered(own, int(found["number"]))
    return _of_month(text, year_starts)


def year_in(text: str, year_starts: int) -> int | None:
    """The calendar year in which an accounting year begins, of `2025-26`, `2025/26` or `25/26`; None for anything else,
    and for `2025`, which could be two where the year does not begin in January."""
    tidy = text.strip()
    try:
        period = read_period(f"20{tidy}" if _SHORT_YEARS.fullmatch(tidy) else tidy, year_starts)
    except UnclearPeriod:
        return None
    if period.start is None or period != whole_months(period.start, YEAR_MONTHS) or period.start.month != year_starts:
        return None
    return period.start.year


def _numbered(year: int | None, number: int) -> Reading:
    if not 1 <= number <= YEAR_END:
        return Reading(unread=Unread.NO_PERIOD)
    return Reading(unread=Unread.NO_YEAR) if year is None else Reading(posting=Posting(year, number))


def _run_together(digits: int, number: int, year: int | None, year_starts: int) -> Reading:
    """202503: the third period of a year, or March 2025."""
    if year_starts == 1 and 1 <= number <= YEAR_END:
        return Reading(posting=Posting(digits, number))
    if number == YEAR_END and year == digits:
        return Reading(posting=Posting(digits, number))
    return Reading(unread=Unread.TWO_PERIODS if 1 <= number <= YEAR_END else Unread.NO_PERIOD)


def _of_date(day: date | None, year_starts: int) -> Reading:
    """A month that a spreadsheet keeps as its first or last day; any other day may be half of a month and a year."""
    if day is None:
        return Reading(unread=Unread.NO_PERIOD)
    if day in (day.replace(day=1), whole_months(day, 1).end):
        return Reading(posting=posting_at(day, year_starts))
    return Reading(unread=Unread.TWO_PERIODS)


def _of_month(text: str, year_starts: int) -> Reading:
    if found := _MONTH.fullmatch(text):
        months = [n for n, name in enumerate(MONTH_NAMES, 1) if name.lower().startswith(found["month"].lower())]
        if len(months) == 1:
            return Reading(posting=posting_at(date(2000 + int(found["year"][-2:]), months[0], 1), year_starts))
    try:
        period = read_period(text, year_starts)
    except UnclearPeriod:
        return Reading(unread=Unread.NO_PERIOD)
    if period.start is None or period != whole_months(period.start, 1):
        return Reading(unread=Unread.NO_PERIOD)
    return Reading(posting=posting_at(period.start, year_starts))
