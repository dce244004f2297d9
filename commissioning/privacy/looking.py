"""Cells and loose texts in; the texts that could hold personal data, and each sheet's headings that could ask for it,
out. One walk over a file: most of what is in a return is passed over at its first sign."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.returned import Cell, Cells, LooseText, SheetCells, Typed
from commissioning.privacy.table import LONGEST_LABEL, Label, Spot, Table, label_words
from commissioning.privacy.tidy import tidied

SHORTEST = 5
"""No personal data is shorter: `B11BB`."""

# All that is looked for in a text has a digit or an @ in it, or says a name or an age; most texts have none of these.
_COULD_MATCH = re.compile(
    r"[0-9@]|[Nn]ame|NAME|[Aa]ge|M(?:rs?|s|iss|x)[ .]|Dr[ .]|year|yr|[Ii]n (?:her|his|their)|[^\0-\x7f]"
    r"|(?:lient|user|urvivor|ictim|child|baby|resident|tenant|atient|daughter|son|husband|wife|partner|mother|mum)"
    r"(?: called| named|,)? [A-Z]"
    r"|(?:[Ss]igned|SIGNED|[Ss]ignature|[Pp]repared|[Cc]ompleted|[Cc]ompiled|[Ss]ubmitted|[Aa]uthori[sz]ed|[Aa]pproved"
    r"|[Ff]illed in|[Cc]hecked|[Rr]eviewed|[Ww]ritten|[Yy]ours \w+)(?:,| off| by|:| [:-]|-)"
)
_COULD_HEAD = re.compile(
    r"name|nhs|birth|born|d\.?o\.?b|upn|pupil|phone|mob|tel|what|contact|client|victim|survivor|child|bab|patient|"
    r"mother|father|mum|dad|parent|partner|wom[ae]n|perpetrator|abuser|resident|tenant|user|beneficiary|learner|"
    r"next of kin|initial|known|alias|aka|people|person|individual|\bids?\b|\brefs?\b|reference|urn|crn|unique|case|"
    r"crime|court|file|custody|identifier|mosaic|liquidlogic|lcs|oasis|niche|systmone|rio\b|\bage\b|gender|\bsex\b|ethnic|"
    r"national|religion|disabilit|sexual|marital|postcode|address|\bni\b|risk|relationship|status|date|referred|worker|"
    r"reason|\bgp\b|school|\bby\b|sign|print",
    re.IGNORECASE,
)
_LISTS = ("pivot cache", "copies kept from other workbooks", "text that no cell uses any more")
"""Loose texts in which a heading and what stood under it follow each other."""


MOST_PASSED = 20_000


class Passed:
    """Texts in which nothing was found: what every return of a template holds is looked at once, and nothing that
    names anybody is remembered."""

    def __init__(self) -> None:
        """Nothing has been looked at yet."""
        self.texts: set[str] = set()

    def add(self, text: str) -> None:
        """Remember a text; all are forgotten where there are too many."""
        if len(self.texts) >= MOST_PASSED:
            self.texts.clear()
        self.texts.add(text)


NAMES_NOBODY = Passed()
HEADS_NOTHING = Passed()


FILE_NAME = "file name"
_BETWEEN_WORDS = re.compile(r"(?:[^\w']|[\d_])+")


def words_of(file_name: str) -> str:
    """The words of a file's name, without its ending and its digits: `Mrs_Ahmed-v2.xlsx` is `Mrs Ahmed v`."""
    return _BETWEEN_WORDS.sub(" ", file_name.rpartition(".")[0] or file_name).strip()


At = tuple[int, int, int]
"""Which part of a file, in the order a reader meets them, and the row and column; 0 and 0 where there is no cell."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The texts of a file that could hold personal data, tidied, its tables, and what its parts are called."""

    parts: tuple[str, ...]
    sheets: int
    texts: tuple[tuple[At, str], ...]
    tables: tuple[tuple[int, Table], ...]

    def at(self, part: int, spot: Spot) -> At:
        """Where a spot of a table is; a text that was a cell once is in none any more."""
        return (part, *spot) if part < self.sheets else (part, 0, 0)


def look(
    cells: Cells, file_name: str, figures: frozenset[Place], ended: date | None, published: Callable[[str], bool]
) -> Looked:
    """Everything of a file that those who look for people have to see.

    `figures` are the places of answers that are numbers; `ended` is the last day of the period, where that is known;
    `published` tells what anyone may know.
    """
    loose = (*cells.loose, *(LooseText(FILE_NAME, text) for text in (file_name, words_of(file_name))))
    wheres = dict.fromkeys(one.where for one in loose)
    number_of = {where: len(cells.sheets) + number for number, where in enumerate(wheres)}
    texts = [text for number, sheet in enumerate(cells.sheets) for text in _of_sheet(number, sheet, figures)]
    texts += [((number_of[one.where], *one.at), tidied(one.text)) for one in loose if _could_match(one.text)]
    tables = [(number, sheet.cells) for number, sheet in enumerate(cells.sheets)]
    tables += [(number_of[where], column) for where, column in _lists(loose)]
    day = ended or _last_day(cells)
    return Looked(
        parts=(*(sheet.name for sheet in cells.sheets), *wheres),
        sheets=len(cells.sheets),
        texts=tuple(texts),
        tables=tuple((number, Table(found, _labels(found), day, published)) for number, found in tables),
    )


def _last_day(cells: Cells) -> date | None:
    """The last day among a file's dates: what lies decades before it was no part of the period."""
    days = (cell.day for sheet in cells.sheets for cell in sheet.cells.values() if cell.typed is Typed.DATE)
    return max((day for day in days if day), default=None)


def _of_sheet(number: int, sheet: SheetCells, figures: frozenset[Place]) -> Iterator[tuple[At, str]]:
    for (row, column), cell in sheet.cells.items():
        text = cell.text
        if cell.typed is Typed.TEXT and _could_match(text):
            is_figure = text.isdecimal() and text[0] != "0" and place_at(sheet.name, row, column) in figures
            if not is_figure:
                yield (number, row, column), tidied(text)
        if cell.formula and _could_match(cell.formula):
            yield (number, row, column), tidied(cell.formula)


def _could_match(text: str) -> bool:
    return len(text) >= SHORTEST and text not in NAMES_NOBODY.texts and bool(_COULD_MATCH.search(text))


def _could_head(text: str) -> bool:
    if text in HEADS_NOTHING.texts:
        return False
    could = bool(_COULD_HEAD.search(text))
    if not could:
        HEADS_NOTHING.add(text)
    return could


def _labels(cells: Mapping[Spot, Cell]) -> tuple[Label, ...]:
    return tuple(
        Label(spot, label_words(cell.text))
        for spot, cell in cells.items()
        if cell.typed is Typed.TEXT and len(cell.text) <= LONGEST_LABEL and _could_head(cell.text)
    )


def _lists(loose: Iterable[LooseText]) -> Iterator[tuple[str, Mapping[Spot, Cell]]]:
    """Loose texts that were cells once, as one column each."""
    found: dict[str, list[str]] = {}
    for one in loose:
        if one.where.startswith(_LISTS):
            found.setdefault(one.where, []).append(one.text)
    for where, texts in found.items():
        yield where, {(row, 1): Cell(Typed.TEXT, text) for row, text in enumerate(texts, 1)}
