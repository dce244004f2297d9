"""Cells and loose texts in; the texts that could hold personal data, and each sheet's headings that could ask for it,
out. One walk over a file: most of what is in a return is passed over at its first sign."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from commissioning.findings import place_at
from commissioning.model.finding import Place
from commissioning.model.returned import Cell, Cells, LooseText, SheetCells, Typed
from commissioning.privacy.table import LONGEST_LABEL, TEN, Label, Spot, Table, day_of, digits_of, is_ten, label_words
from commissioning.privacy.tidy import tidied

SHORTEST = 5
"""No personal data is shorter: `B11BB`."""

# All that is looked for in a text has a digit or an @ in it, or says a name or an age; most texts have none of these.
_COULD_MATCH = re.compile(
    r"[0-9@]|[Nn]ame|NAME|[Aa]ge|M(?:rs?|s|iss|x)[ .]|Dr[ .]|year|yr|[Ii]n (?:her|his|their)|[^\0-\x7f]"
    r"|(?:client|Client|user|urvivor|ictim|child|baby|resident|tenant|atient|daughter|son|husband|wife|partner|mother|mum)"
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


MOST_PASSED = 50_000


class Passed:
    """Texts in which there was nothing to see: what every return of a template holds is looked at once. They are known
    again by their hash, so that no text of any file is kept."""

    def __init__(self) -> None:
        """Nothing has been looked at yet."""
        self.hashes: set[int] = set()

    def add(self, text: str) -> None:
        """Remember a text; all are forgotten where there are too many."""
        if len(self.hashes) >= MOST_PASSED:
            self.hashes.clear()
        self.hashes.add(hash(text))


NAMES_NOBODY = Passed()
"""Texts in which no detector finds anything."""
TELLS_NOTHING = Passed()
"""Texts of cells that could head nothing, are no day and no number that could be a person's."""


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
    told = [(number, found, _told_in(found)) for number, found in tables]
    day = ended or max((told.last_day for _, _, told in told[: len(cells.sheets)] if told.last_day), default=None)
    return Looked(
        parts=(*(sheet.name for sheet in cells.sheets), *wheres),
        sheets=len(cells.sheets),
        texts=tuple(texts),
        tables=tuple((number, told.table(found, day, published)) for number, found, told in told),
    )


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
    if hash(text) in NAMES_NOBODY.hashes:
        return False
    could = len(text) >= SHORTEST and _COULD_MATCH.search(text) is not None
    if not could:
        NAMES_NOBODY.add(text)
    return could


@dataclass(slots=True)
class _Told:
    """What the cells of one table tell: labels that could head personal data, days, numbers of ten digits, and the
    last day that is kept as a date; `words` are those of the texts that are no more than labels."""

    labels: list[Label] = field(default_factory=list)
    days: list[tuple[Spot, date]] = field(default_factory=list)
    tens: list[tuple[Spot, str]] = field(default_factory=list)
    last_day: date | None = None
    words: dict[str, str] = field(default_factory=dict)

    def table(self, cells: Mapping[Spot, Cell], ended: date | None, published: Callable[[str], bool]) -> Table:
        """The table of these cells."""
        return Table(cells, tuple(self.labels), ended, published, tuple(self.days), tuple(self.tens))

    def of_text(self, spot: Spot, cell: Cell) -> None:
        """Look at a text that was not passed before."""
        if cell.text in self.words:
            self.labels.append(Label(spot, self.words[cell.text]))
            return
        heads = len(cell.text) <= LONGEST_LABEL and _COULD_HEAD.search(cell.text) is not None
        words, day, has_ten = label_words(cell.text) if heads else "", day_of(cell), self.has_ten(spot, cell)
        if heads:
            self.labels.append(Label(spot, words))
        if day:
            self.days.append((spot, day))
        if not (has_ten or day):
            self.pass_by(cell.text, words, heads=heads)

    def pass_by(self, text: str, words: str, *, heads: bool) -> None:
        """Remember a text that is no more than a label, for this table, or that is nothing, for every file."""
        if heads:
            self.words[text] = words
        else:
            TELLS_NOTHING.add(text)

    def has_ten(self, spot: Spot, cell: Cell) -> bool:
        """Note a number of ten digits; whether it is one."""
        digits = digits_of(cell) if len(cell.text) >= TEN else ""
        if is_ten(digits):
            self.tens.append((spot, digits))
        return is_ten(digits)

    def of_day(self, spot: Spot, day: date | None) -> None:
        """Note the day of a cell that is kept as a date."""
        if day:
            self.days.append((spot, day))
            self.last_day = max(day, self.last_day or day)


def _told_in(cells: Mapping[Spot, Cell]) -> _Told:
    """What the cells tell; each is looked at once, and texts that told nothing before are passed over."""
    told, passed = _Told(), TELLS_NOTHING.hashes
    for spot, cell in cells.items():
        typed, text = cell.typed, cell.text
        if typed is Typed.TEXT:
            if hash(text) not in passed:
                told.of_text(spot, cell)
        elif typed is Typed.DATE:
            told.of_day(spot, cell.day)
            told.has_ten(spot, cell)
        elif len(text) >= TEN:
            told.has_ten(spot, cell)
    return told


def _lists(loose: Iterable[LooseText]) -> Iterator[tuple[str, Mapping[Spot, Cell]]]:
    """Loose texts that were cells once, as one column each."""
    found: dict[str, list[str]] = {}
    for one in loose:
        if one.where.startswith(_LISTS):
            found.setdefault(one.where, []).append(one.text)
    for where, texts in found.items():
        yield where, {(row, 1): Cell(Typed.TEXT, text) for row, text in enumerate(texts, 1)}
