"""What came back: Cells as a reader found them, and the Return they say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from commissioning.model.finding import Place
from commissioning.model.quantity import AnswerKey, Given


class Typed(StrEnum):
    """What sort of thing a cell holds."""

    NUMBER = "number"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"
    ERROR = "error"
    UNCALCULATED = "uncalculated"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. `number` is exact to the 15 digits a spreadsheet keeps;
    `text` is what a person would call the content. A percent format is told apart, since 88%
    is kept as 0.88."""

    typed: Typed
    text: str
    number: Decimal | None = None
    formula: str | None = None
    percent: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A sheet's cells by (row, column), both counted from 1, and what is hidden or merged."""

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LooseText:
    """Text of a file that stands in no cell: a note, a property, a header, a name, a cache."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name and the cells it stands for: the sheet and the first and last (row, column)."""

    name: str
    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cells:
    """Everything a reader found in one file."""

    sheets: tuple[SheetCells, ...]
    names: tuple[DefinedName, ...] = ()
    loose: tuple[LooseText, ...] = ()

    def sheet(self, name: str) -> SheetCells | None:
        """The sheet of that name, if there is one."""
        return {sheet.name: sheet for sheet in self.sheets}.get(name)


class Trouble(StrEnum):
    """Why what stands in an answer's cell is not an answer."""

    NOT_A_NUMBER = "not a number"
    ERROR_VALUE = "error value"
    UNCALCULATED = "formula without a result"
    NEGATIVE = "negative"
    NOT_WHOLE = "not whole"
    TOO_PRECISE = "too precise"
    UNCLEAR_PERCENT = "unclear percent"
    OVER_A_HUNDRED = "over a hundred percent"
    TOO_LARGE = "too large"
    UNKNOWN_STATUS = "unknown status"
    STATUS_AND_FIGURE = "status and figure"
    BOUND_WITHOUT_FIGURE = "bound without figure"
    ROW_MISSING = "row missing"
    ROW_UNCLEAR = "row unclear"
    NOT_LAID = "not found by the layout"
    TWO_FIGURES = "two figures"


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds for one answer, however its sheets are laid out: the cells, and where they stand. With a
    `trouble` it cannot be told which cells those are."""

    place: Place
    figure: Cell | None = None
    status: Cell | None = None
    status_place: Place = field(default_factory=Place)
    explanation: Cell | None = None
    label: Cell | None = None
    label_place: Place = field(default_factory=Place)
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was typed, what it means, and where it stands; `label` is what the file calls its row."""

    key: AnswerKey
    about: str
    typed: str
    given: Given
    place: Place
    trouble: Trouble | None = None
    words: str = ""
    explanation: str = ""
    status: str = ""
    status_place: Place = field(default_factory=Place)
    label: str = ""
    label_place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says of itself in `_return`; empty where it says nothing."""

    contract: str = ""
    period: str = ""
    edition: str = ""
    specification: str = ""


@dataclass(frozen=True, slots=True)
class ColumnCode:
    """The code that a column of answers bears, and where it stands."""

    code: str
    place: Place


@dataclass(frozen=True, slots=True)
class Return:
    """A provider's return: every answer asked for, in the template's own order, and loose texts.

    `columns` are those that bear a code, sheet by sheet; a code may be borne twice.
    """

    contract: str
    answers: tuple[Answer, ...]
    loose: tuple[LooseText, ...] = ()
    columns: tuple[tuple[ColumnCode, ...], ...] = ()

    def by_key(self) -> dict[AnswerKey, Answer]:
        """The answers by which answer they are."""
        return {answer.key: answer for answer in self.answers}

    def given(self) -> dict[AnswerKey, Given]:
        """What is given for each answer: what Sums are evaluated on."""
        return {answer.key: answer.given for answer in self.answers}
