"""A Document in; what each of its numbers comes to, and the words a reader sees for it, out.

Every writer asks here, so that a page and a workbook cannot show different figures.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissioning import sums
from commissioning.measures import KINDS
from commissioning.model.document import Document, Number
from commissioning.model.quantity import Bound, Given, Missing, Quantity
from commissioning.money import round_half_up

GENERAL = "General"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a number comes to, in the unit of its cell (a percentage is a part of one there), or why there is none."""

    value: Fraction | Missing
    bound: Bound = Bound.EXACT


def numbers_of(document: Document) -> Iterator[Number]:
    """Every number, in order of reading."""
    tables = (table for sheet in document.sheets for table in sheet.tables)
    return (piece for table in tables for row in table.rows for piece in row if isinstance(piece, Number))


def given_of(document: Document) -> Mapping[Hashable, Given]:
    """What stands at each named number: what the Sums of the document are evaluated on."""
    named = (number for number in numbers_of(document) if number.name is not None)
    return {number.name: KINDS[number.kind].in_sums(number.given) for number in named}


def shown(number: Number, given: Mapping[Hashable, Given]) -> Shown:
    """What the number comes to: by its Sum where it has one, as it is given where not."""
    if number.expression is not None:
        amount = sums.evaluate(number.expression, given)
        return Shown(amount.value, amount.bound) if isinstance(amount, sums.Amount) else Shown(amount)
    kept = KINDS[number.kind].in_sums(number.given)
    return Shown(Fraction(kept.value), kept.bound) if isinstance(kept, Quantity) else Shown(kept)


def in_words(number: Number, given: Mapping[Hashable, Given]) -> str:
    """A number as a reader sees it: `at least 5.0`, `£1,000.00 [p]`, `not stated`."""
    what = shown(number, given)
    if isinstance(what.value, Missing):
        return what.value.value
    guard = KINDS[number.kind].guard
    bound = "" if what.bound is Bound.EXACT else f"{what.bound.value} "
    mark = " [p]" if number.provisional else ""
    return f"{bound}{formatted(what.value, guard.number_format if guard else GENERAL)}{mark}"


def formatted(value: Fraction, number_format: str) -> str:
    """A number as a spreadsheet's format shows it: `#,##0`, `£#,##0.00`, `0.0%`, `+0.0%;-0.0%;0.0%`; a half goes up.

    A format with no sure place after the point shows none: `0.####%` shows 88%.
    """
    section, has_own = _section(value, number_format)
    found = _SECTION.fullmatch("0.####" if section == GENERAL else section)
    if found is None:
        raise ValueError(f"{number_format} is no format of a kind of measure.")
    before, core, after = found.groups()
    scaled = abs(value) * 100 if after == "%" else abs(value)
    places = core.partition(".")[2]
    whole, _, decimals = format(round_half_up(scaled, len(places)), "f").partition(".")
    sure = places.count("0")
    decimals = decimals[:sure] + decimals[sure:].rstrip("0")
    grouped = f"{int(whole):,}" if "," in core else whole
    text = f"{grouped}.{decimals}" if decimals else grouped
    minus = "-" if value < 0 and not has_own and text.strip("0.,") else ""
    return f"{minus}{before}{text}{after}"


_SECTION = re.compile(r"([^#0]*)([#0,.]+)(%?)")


def _section(value: Fraction, number_format: str) -> tuple[str, bool]:
    """The part of a format for such numbers (above nought; below; nought), and whether it is theirs alone."""
    sections = number_format.split(";")
    at = 0 if value > 0 else 1 if value < 0 else 2
    return (sections[at], at > 0) if at < len(sections) else (sections[0], False)
