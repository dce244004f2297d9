"""Periods of time: the days they cover, their labels, and every way in which papers write them."""

from commissioning.period.days import Period, first_year, length, whole_months
from commissioning.period.labels import NOT_STATED, PART_MONTHS, label, read_period
from commissioning.period.phrases import MONTH_NAMES, YEAR_MONTHS

__all__ = [
    "MONTH_NAMES",
    "NOT_STATED",
    "PART_MONTHS",
    "YEAR_MONTHS",
    "Period",
    "first_year",
    "label",
    "length",
    "read_period",
    "whole_months",
]
