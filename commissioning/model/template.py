"""The blank return: a Specification (what reading and checking consult) and what is pre-filled."""

from collections.abc import Iterator
from dataclasses import dataclass

from commissioning.model.contract import Relation, Terms
from commissioning.model.expression import Comparison
from commissioning.model.measure import Choice
from commissioning.model.quantity import AnswerKey, Bound
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Row:
    """One answer asked for: its reference code, where it was issued and what may stand there.

    `row` counts from 1, as a spreadsheet does. `about` is the name a finding calls it by. `choices` are what may be
    answered where a choice is asked; `day_first` says that a day typed in figures is day, month and year.
    """

    row: int
    key: AnswerKey
    about: str
    kind: str
    unit: str
    required: bool
    bounds: tuple[Bound, ...] = ()
    choices: tuple[Choice, ...] = ()
    day_first: bool = False

    def label_of(self, words: str) -> str:
        """A choice by its label; other words as they are."""
        return {choice.id: choice.label for choice in self.choices}.get(words, words)


@dataclass(frozen=True, slots=True)
class Block:
    """A table of answers on one sheet, under a defined name; columns by code, counted from 1."""

    name: str
    sheet: str
    header_row: int
    columns: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]

    def column(self, code: str) -> int:
        """Where the column of that code was issued."""
        return dict(self.columns)[code]


@dataclass(frozen=True, slots=True)
class StatedPercentage:
    """A percentage given as such, the base it is of and, where also asked for, the count: of those it is
    a percentage of, or of `the_rest` of the base."""

    percentage: AnswerKey
    base: AnswerKey
    count: AnswerKey | None = None
    the_rest: bool = False


@dataclass(frozen=True, slots=True)
class PeriodTarget:
    """A target for this period alone: what must hold of an answer, or of a ratio of two."""

    about: str
    key: AnswerKey
    comparison: Comparison
    target: str
    on_trial: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """An answer at the start of a period, and the closing answer it must repeat."""

    opening: AnswerKey
    closing: AnswerKey


@dataclass(frozen=True, slots=True)
class Specification:
    """Everything that reading and checking one edition of a return consults. Pre-filled values
    are left out, so that equal questions have equal digests."""

    contract: str
    period: Period
    blocks: tuple[Block, ...]
    relations: tuple[Relation, ...] = ()
    percentages: tuple[StatedPercentage, ...] = ()
    targets: tuple[PeriodTarget, ...] = ()
    openings: tuple[Opening, ...] = ()
    published_contacts: tuple[str, ...] = ()

    def rows(self) -> Iterator[tuple[Block, Row]]:
        """Every answer asked for, in the template's own order, with its block."""
        return ((block, row) for block in self.blocks for row in block.rows)


@dataclass(frozen=True, slots=True)
class Beside:
    """What a provider reads beside an input: words, never part of the specification."""

    label: str
    indent: int
    definition: str
    unit: str
    last_period: str
    target: str


@dataclass(frozen=True, slots=True)
class Template:
    """A blank return: the terms and period it asks about, its specification and edition digest,
    what stands beside each input, by (sheet, row), and where each live check stands."""

    terms: Terms
    period: Period
    period_label: str
    due: str
    specification: Specification
    edition: str
    beside: tuple[tuple[str, int, Beside], ...]
    live_checks: tuple[tuple[str, int, Relation], ...]
