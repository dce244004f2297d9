"""A file in an organisation's own layout: how contract text describes one, and what was found in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from commissioning.model.finding import Place
from commissioning.period import Period

Percent = Literal["of a hundred", "of one"]
Direction = Literal["", "across", "down"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text of the file says of the figures it stands for; None where it says nothing of that.

    `service` is empty for the whole contract. A figure is multiplied by `times`; one that `adds` is a part of its
    answer, which is the sum of such parts.
    """

    measure: str | None = None
    service: str | None = None
    dimension: str | None = None
    category: str | None = None
    period: str | None = None
    times: Fraction | None = None
    percent: Percent | None = None
    adds: bool | None = None


Meanings = tuple[tuple[str, Meaning], ...]
"""What texts of the file mean, each as the file has it."""


@dataclass(frozen=True, slots=True)
class Word:
    """What an organisation writes where a figure is not there, and what that says: a number, a bound with its number,
    or the status that tells why there is none. An empty `text` is an empty cell."""

    text: str
    says: str
    number: Decimal | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A cell by its text, or the one so many columns to the right of it and rows below; on any sheet, where none is
    named. With neither, what is meant is the text itself or what follows it in the same cell."""

    text: str
    sheet: str = ""
    right: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows and columns, each told by the texts of its row and column.

    It stands on each of `sheets`, or on any; under each of `headings`, or under the text `starts`, or where its
    headings are; and down to the text `ends`, or else to a blank row. `labels` are the headings of the columns that
    hold the rows' texts; `periods` is the way in which periods run; `statuses` says what
    the words of the column headed `status` say of a row's figures: that they are final, or another status.
    """

    title: str
    sheets: Meanings
    starts: str
    ends: str
    headings: Meanings
    header_rows: int
    labels: tuple[str, ...]
    rows: Meanings
    columns: Meanings
    ignore: tuple[str, ...]
    periods: Direction
    explanation: str
    means: Meaning
    status: str = ""
    statuses: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Single:
    """One figure, by the text it stands beside."""

    anchor: Anchor
    means: Meaning


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of a list to count, or a column of them to add up, and into which answers.

    `where` names the codes a column must hold; `by` says what the codes of a column mean, and each makes answers of
    its own beside the whole. `distinct` counts each text of that column once.
    """

    means: Meaning
    date: str
    distinct: str
    total: str
    where: tuple[tuple[str, tuple[str, ...]], ...]
    by: tuple[tuple[str, Meanings], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of every column it looks at."""
        named = (self.date, self.distinct, self.total, *(c for c, _ in self.where), *(c for c, _ in self.by))
        return tuple(dict.fromkeys(column for column in named if column))


@dataclass(frozen=True, slots=True)
class Listing:
    """One row for each case or event, under headings: counted, and never repeated."""

    title: str
    sheet: str
    ignore: tuple[str, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """How an organisation's own file is laid out, and what its texts mean to a contract.

    It is told by `signs`, all of which must be there. `missing` are that organisation's words for a figure that is
    not there, and what each stands for; measures in `left_out` are not asked of such a file.
    """

    id: str
    title: str
    signs: tuple[Anchor, ...]
    period: tuple[Anchor, ...]
    tables: tuple[Table, ...] = ()
    singles: tuple[Single, ...] = ()
    lists: tuple[Listing, ...] = ()
    missing: tuple[Word, ...] = ()
    ignore_sheets: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    holds_cases: bool = False


class Oddity(StrEnum):
    """What may be worth saying of a file that was read by a layout."""

    TEXT_IS_ALMOST_TWO = "text is almost two"
    TEXT_IS_ALMOST_THE_ONE_EXPECTED = "text is almost the one expected"
    TABLE_NOT_FOUND = "table not found"
    TABLE_STANDS_TWICE = "table stands twice"
    END_NOT_FOUND = "end not found"
    COLUMN_NOT_FOUND = "column not found"
    FIGURE_HAS_NO_MEANING = "figure has no meaning"
    FIGURE_IS_OUTSIDE_THE_TABLES = "figure is outside the tables"
    PARTS_WERE_ADDED_UP = "parts were added up"
    PART_HAS_NO_FIGURE = "part has no figure"
    FIGURE_WAS_CONVERTED = "figure was converted"
    FIGURE_IS_OF_ANOTHER_PERIOD = "figure is of another period"
    ROWS_ARE_OF_ANOTHER_PERIOD = "rows are of another period"
    WORD_STANDS_FOR_A_FIGURE = "word stands for a figure"
    ROW_COULD_NOT_BE_COUNTED = "row could not be counted"
    FIGURE_IS_HIDDEN = "figure is hidden"


@dataclass(frozen=True, slots=True)
class Noticed:
    """One oddity, the cells it is in, and the facts that are said of it."""

    what: Oddity
    places: tuple[Place, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """How a file was read by a layout: the period it is for, and what is odd.

    `layouts` names every layout that fits; where that is not one, nothing was read. Without a `period`, `stated` says
    what stands where the file should state it.
    """

    contract: str
    layouts: tuple[str, ...]
    period: Period | None
    label: str = ""
    stated: str = ""
    stated_at: Place = field(default_factory=Place)
    noticed: tuple[Noticed, ...] = ()
    holds_cases: bool = False

    def of(self, what: Oddity) -> Iterator[Noticed]:
        """Everything of one sort that was noticed."""
        return (noticed for noticed in self.noticed if noticed.what is what)
