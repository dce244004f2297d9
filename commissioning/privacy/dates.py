"""A text that is a date and no more in, the day it may mean out; how people write days in a sentence."""

from datetime import date

from commissioning.calendar import days_written

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


def day_written(text: str) -> date | None:
    """The day that a text may mean, day before month; None where it is anything more, anything else or no day."""
    return next(iter(days_written(text)), None)
