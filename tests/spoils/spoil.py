"""One way to spoil a return: how, by which hand, and exactly what is said of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import openpyxl

from tests.spoils.good import address, good

Hand = Callable[[Any], None]
"""What a person does to an open workbook."""
XLSX, ODS, XLS = "xlsx", "ods", "xls"
EVERYWHERE = (XLSX, ODS, XLS)


@dataclass(frozen=True)
class Spoil:
    """A row of the table. `said` are the findings, apart from those of every lone file: `C001 accepted` is a finding
    of that code at the figure of that answer, `C012 accepted.status` at its status, `L001 Refuge!B30` at a cell,
    `I000` at none; `C004 people surveys` is one finding at two cells. `through` are the formats it can be saved in."""

    how: str
    hand: Hand | None = None
    said: str = ""
    through: tuple[str, ...] = EVERYWHERE
    file: Callable[[bytes], bytes] | None = None

    def spoilt(self) -> bytes:
        """The good return, spoilt."""
        content = good()
        if self.hand:
            workbook = openpyxl.load_workbook(BytesIO(content))
            self.hand(workbook)
            saved = BytesIO()
            workbook.save(saved)
            content = saved.getvalue()
        return self.file(content) if self.file else content

    def expected(self) -> set[str]:
        """The findings, a line each: the code, then its cells in order."""
        lines = (re.findall(r"\([^)]*\)|\S+", line) for line in self.said.split(";") if line.strip())
        return {" ".join([code, *sorted(map(address, places))]) for code, *places in lines}


def typed(**what: Any) -> Hand:
    """Type into the figures of answers: `accepted=…`; `open_at_end` is `open-at-end`."""
    return at({code.replace("_", "-"): content for code, content in what.items()})


def at(cells: dict[str, Any], number_format: str = "") -> Hand:
    """Type into cells, each called as `good.address` calls it."""

    def hand(workbook: Any) -> None:
        for words, content in cells.items():
            sheet, _, cell = address(words).partition("!")
            workbook[sheet][cell] = content
            if number_format:
                workbook[sheet][cell].number_format = number_format

    return hand


def both(*hands: Hand) -> Hand:
    """One after the other."""

    def hand(workbook: Any) -> None:
        for each in hands:
            each(workbook)

    return hand
