"""A text that is a date and no more in, the day it means out; how people write days."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
"""The months as people write them."""
DATE = (
    rf"(?:\d{{1,2}}[ ./-]\d{{1,2}}[ ./-](?:\d{{4}}|\d\d)|\d{{4}}[./-]\d\d[./-]\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -](?:{MONTHS})[ ,.-]{{0,2}}(?:\d{{4}}|\d\d)"
    rf"|(?:{MONTHS})[ .]\d{{1,2}}(?:st|nd|rd|th)?,? (?:\d{{4}}|\d\d))(?!\d)"
)
"""A whole day as people write one."""

_WHOLE_DATE = re.compile(DATE, re.IGNORECASE)
_SHORTEST, _LONGEST = 6, 20
_STYLES = ("%d/%m/%Y", "%d/%m/%y", "%Y/%m/%d", "%d/%b/%Y", "%d/%b/%y", "%b/%d/%Y", "%b/%d/%y")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)", re.IGNORECASE)


def day_written(text: str) -> date | None:
    """The day that a text is, day before month; None where it is anything more, anything else or no day at all."""
    text = text.strip()
    if not (_SHORTEST <= len(text) <= _LONGEST and _WHOLE_DATE.fullmatch(text)):
        return None
    parts = [part[:3] if part.isalpha() else part for part in _parts(text)]
    for style in _STYLES:
        with suppress(ValueError):
            return datetime.strptime("/".join(parts), style).date()  # noqa: DTZ007  # a day has no zone
    return None


def _parts(text: str) -> Iterator[str]:
    return (part for part in re.split(r"[ ,./-]+", _ORDINAL.sub("", text)) if part)
