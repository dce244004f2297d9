"""One cell of an OpenDocument table to the Cell it is; None for an empty one."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING

from commissioning.model.returned import Cell, Typed
from commissioning.ooxml.package import local_name
from commissioning.readers.odf.formulas import as_excel_writes
from commissioning.readers.values import exact, of_hours, of_number

if TYPE_CHECKING:
    from lxml.etree import _Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"

MOST_SPACES = 1_000
"""Spaces that one mark in a text may stand for."""

_LENGTH = re.compile(r"-?PT(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d+)?S)?\Z")
_NUMBERS = frozenset({"float", "percentage", "currency"})


def cell_of(element: "_Element") -> Cell | None:
    """What a cell holds, as its attributes and its paragraphs say."""
    formula = element.get(f"{TABLE}formula")
    written = None if formula is None else as_excel_writes(formula)
    typed, has_text = element.get(f"{OFFICE}value-type"), element.find(f"{TEXT}p") is not None
    if element.get(f"{CALC}value-type") == "error":
        return Cell(Typed.ERROR, paragraphs(element), formula=written)
    if typed is None and written is not None and not has_text:
        return Cell(Typed.UNCALCULATED, written, formula=written)
    cell = _of_value(element, typed or "string")
    if cell is None or not cell.text:
        return None
    return cell if written is None else replace(cell, formula=written)


def _of_value(element: "_Element", typed: str) -> Cell | None:
    if typed in _NUMBERS:
        number = _number(element.get(f"{OFFICE}value") or "")
        return None if number is None else of_number(exact(number), percent=typed == "percentage")
    if typed == "boolean":
        return Cell(Typed.BOOLEAN, (element.get(f"{OFFICE}boolean-value") or "").upper())
    if typed == "date":
        return _of_date(element.get(f"{OFFICE}date-value") or "")
    if typed == "time":
        return _of_time(element.get(f"{OFFICE}time-value") or "")
    return Cell(Typed.TEXT, element.get(f"{OFFICE}string-value") or paragraphs(element))


def _number(text: str) -> float | None:
    """A number as the file writes it; None for what is none, or is endless."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _of_date(text: str) -> Cell:
    """A day is written out in full, so that it is the same whatever year the file counts from."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-04-01") else datetime.fromisoformat(text)
    except ValueError:
        return Cell(Typed.TEXT, text)
    return Cell(Typed.DATE, day.isoformat(), day=day.date() if isinstance(day, datetime) else day)


def _of_time(text: str) -> Cell:
    found = _LENGTH.match(text)
    if not found:
        return Cell(Typed.TEXT, text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if hours + minutes // 60 >= 24:  # noqa: PLR2004  # hours of a day
        return Cell(Typed.DATE, of_hours(timedelta(hours=hours, minutes=minutes, seconds=seconds)))
    return Cell(Typed.DATE, of_hours(timedelta(hours=hours, minutes=minutes, seconds=seconds)).rjust(8, "0"))


def paragraphs(element: "_Element") -> str:
    """The paragraphs that stand directly in an element, a line each."""
    return "\n".join(_line(each) for each in element.iterchildren(f"{TEXT}p", f"{TEXT}h"))


def _line(paragraph: "_Element") -> str:
    """A paragraph with the spaces, tabs and line ends that marks in it stand for; notes within it left out."""
    said = [paragraph.text or ""]
    for child in paragraph:
        name = local_name(child)
        if name == "s":
            said.append(" " * _count(child.get(f"{TEXT}c")))
        elif name in ("tab", "line-break"):
            said.append("\t" if name == "tab" else "\n")
        elif name not in ("annotation", "note"):
            said.append(_line(child))
        said.append(child.tail or "")
    return "".join(said)


def _count(text: str | None) -> int:
    return min(int(text), MOST_SPACES) if text and text.isdecimal() else 1
