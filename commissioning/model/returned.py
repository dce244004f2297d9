"""What came back: Cells as a reader found them, and the Return they say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from commissioning.model.finding import Place
from commissioning.model.quantity import AnswerKey, Given
from commissioning.period import Period


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
    """Text of a file that stands in no cell: a note, a property, a header, a name, a cache. A note hangs `at` a cell,
    by row and column."""

    where: str
    text: str
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name and the cells it stands for: the sheet and the first and last (row, column)."""

    name: str
    sheet: str
    first: tuple[int, int]
    last: tuple[int, int]


class Aspect(StrEnum):
    """What there is to notice of a file itself, apart from what its cells hold."""

    ONE_SHEET = "one sheet only"
    LETTERS_NOT_STATED = "encoding not stated"
    FORMULA_WORDS_UNREAD = "words of formulas not read"
    LOCKED = "came with a password"
    MACROS = "macros"
    EXTERNAL_LINKS = "links to other workbooks"
    DDE = "links to other programs"
    EMBEDDED = "embedded objects"
    CONNECTIONS = "connections to other data"
    SIGNATURE = "digital signature"
    UNDER_MERGE = "values under merged cells"
    WRITTEN_TWICE = "cells written twice"
    UNSEEN_SHEET = "sheets that some programs do not show"
    EARLY_DATES = "dates on which programs differ"


@dataclass(frozen=True, slots=True)
class Noticed:
    """One thing noticed of a file itself, and where; `fact` is what its words need besides, and never names anybody."""

    aspect: Aspect
    places: tuple[Place, ...] = ()
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Cells:
    """Everything a reader found in one file; `format` is the sort of file, such as `xlsx`."""

    sheets: tuple[SheetCells, ...]
    names: tuple[DefinedName, ...] = ()
    loose: tuple[LooseText, ...] = ()
    format: str = ""
    noticed: tuple[Noticed, ...] = ()

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
    LABEL_UNCLEAR = "label unclear"
    TWO_READINGS = "two readings"
    TWO_FIGURES = "two figures"
    A_DATE = "date"
    A_DASH = "dash"
    BOUND_NOT_OFFERED = "bound not offered"
    OTHER_UNIT = "other unit"
    QUALIFIED_TWICE = "qualified twice"
    NOT_LAID = "not found by the layout"
    STANDS_TWICE = "stands twice"
    NOT_A_CHOICE = "not a choice"
    NOT_A_DAY = "not a day"
    TWO_DAYS = "two days"
    FAR_DAY = "day far off"


class Tidying(StrEnum):
    """How what was typed differs from the way it is asked for, and was read all the same."""

    AS_TEXT = "number typed as text"
    SEPARATORS = "thousands separators"
    CURRENCY = "currency sign"
    CHARACTERS = "unusual spaces or characters"
    NEGATIVE = "another way to write less than nothing"
    PERCENT = "percent sign typed as text"
    QUALIFIER = "qualifier beside the figure"
    NOUGHT = "word for none"
    GAP = "word for no figure"
    UNIT = "unit typed after the figure"
    STATUS = "status in other words"
    CHOICE = "choice in other words"
    NEAR_CHOICE = "choice with a slip"
    DAY = "day typed as text"
    NOT_MET = "words for not met yet"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a file says of an answer in an earlier period, and where; without a period, in the one right before."""

    cell: Cell
    place: Place
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds for one answer, however its sheets are laid out: the cells, and where they stand. With a
    `trouble` it cannot be told which cells those are. `nearly` says that the row was known by a label like its own;
    `hidden` are those of its cells that nobody sees, in a hidden row, column or sheet; `under_merge` is the one cell
    that is seen of the merged cells that cover it."""

    place: Place
    figure: Cell | None = None
    status: Cell | None = None
    status_place: Place = field(default_factory=Place)
    explanation: Cell | None = None
    label: Cell | None = None
    label_place: Place = field(default_factory=Place)
    trouble: Trouble | None = None
    explanation_place: Place = field(default_factory=Place)
    nearly: bool = False
    hidden: tuple[Place, ...] = ()
    under_merge: str = ""
    earlier: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: what was typed, what it means, and where it stands; `label` is what the file calls its row, and
    `earlier` what it says of periods before.

    `besides` is what is wrong with it apart from its `trouble`. An explanation that is an error value has no words.
    `tidied` is how what was typed differs from what is asked for; `nearly`, `hidden` and `under_merge` are as they
    were Found.
    """

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
    besides: tuple[Trouble, ...] = ()
    explanation_place: Place = field(default_factory=Place)
    explanation_is_an_error: bool = False
    tidied: tuple[Tidying, ...] = ()
    nearly: bool = False
    hidden: tuple[Place, ...] = ()
    under_merge: str = ""
    earlier: tuple[Printed, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file says of itself in `_return`; empty where it says nothing. `printed` are the words it was issued with
    for people to read."""

    contract: str = ""
    period: str = ""
    edition: str = ""
    specification: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class ColumnCode:
    """The code that a column of answers bears, and where it stands."""

    code: str
    place: Place


class Trace(StrEnum):
    """How a sheet or its columns differ from those issued, and were known."""

    CONTENTS = "known by what stands on the sheet"
    HEADINGS = "known by their headings"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Traced:
    """Where a sheet or column was known by another trace than its own, or the column of that code is gone."""

    trace: Trace
    place: Place
    code: str = ""


class FormulaSort(StrEnum):
    """What is to be said of a formula, or of a number where a formula was."""

    STALE = "its result is not what its cells come to"
    WORKED_OUT = "its result was missing, and was worked out"
    KEPT = "its result was read as it was kept"
    TYPED_OVER = "a number stands where others have a total"
    CHECK_TYPED_OVER = "a check of the sheet was typed over"
    CHECK_CHANGED = "a check of the sheet was changed"


@dataclass(frozen=True, slots=True)
class FormulaFound:
    """A formula that something is to be said of: where it is, the answer's measure if it is one, and for a stale
    result what was kept and what its cells come to, as the cell holds them (50% as 0.5)."""

    sort: FormulaSort
    place: Place
    key: AnswerKey | None = None
    kept: Decimal | None = None
    worked: Decimal | None = None


class StraySort(StrEnum):
    """Where something stands that no answer was read from."""

    BESIDE_ANSWER = "in the row of an answer or under the figures"
    ELSEWHERE = "beside, above or below the table"
    OVER_ISSUED = "over what was issued"
    REWORDED = "other words over a definition or a target"
    UNDER_MERGE = "under merged cells"
    ADDED_SHEET = "on a sheet that was not issued"


@dataclass(frozen=True, slots=True)
class Stray:
    """Things of one sort that were typed where nothing was asked, on one sheet: the first places, and how many.

    `figures` tells those that look like numbers; `hidden`, those that nobody sees as the file opens; `printed` is what
    was issued where they stand, if that is known.
    """

    sort: StraySort
    places: tuple[Place, ...]
    count: int
    figures: bool = False
    hidden: bool = False
    printed: str = ""


@dataclass(frozen=True)
class Return:
    """A provider's return: every answer asked for, in the template's own order, and loose texts.

    `columns` are those that bear a code, sheet by sheet; a code may be borne twice. `strays` are what was typed
    where nothing is asked.
    """

    contract: str
    answers: tuple[Answer, ...]
    loose: tuple[LooseText, ...] = ()
    columns: tuple[tuple[ColumnCode, ...], ...] = ()
    traced: tuple[Traced, ...] = ()
    formulas: tuple[FormulaFound, ...] = ()
    strays: tuple[Stray, ...] = ()

    def by_key(self) -> Mapping[AnswerKey, Answer]:
        """The answers by which answer they are."""
        return self._by_key

    def given(self) -> Mapping[AnswerKey, Given]:
        """What is given for each answer: what Sums are evaluated on."""
        return self._given

    @cached_property
    def _by_key(self) -> Mapping[AnswerKey, Answer]:
        return {answer.key: answer for answer in self.answers}

    @cached_property
    def _given(self) -> Mapping[AnswerKey, Given]:
        return {answer.key: answer.given for answer in self.answers}
