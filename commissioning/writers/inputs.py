"""A row of a return to what guards its answer in a spreadsheet, and what says beside it how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from commissioning.measures import KINDS, Guard
from commissioning.measures.answer import Choosing, Dating
from commissioning.model.quantity import Missing
from commissioning.model.template import Block, Row, Specification
from commissioning.template import COLUMNS, HIDDEN, shortened
from commissioning.writers import formula
from commissioning.writers.sheets import cell_name, quoted

LONGEST_LIST = 255
"""A spreadsheet takes a list of so many characters, its commas among them; a longer one stands in cells."""
DAY_FORMAT = "d mmmm yyyy"
"""A day with its month as a word, so that whoever types it sees which day was understood."""
NARROWEST, OF_A_DAY, WIDEST = 12, 20, 30
"""Widths in characters of the column of answers: for numbers, for days, and the most for choices."""
LIST_KEY = "choices"
"""What the rows of the hidden sheet are called that hold lists."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The choices that are too long for a drop-down of their own: labels in order, and the rows they stand in."""

    labels: tuple[str, ...] = ()
    rows: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, specification: Specification, first: int) -> "Lists":
        """The long lists of a return, from that row of the hidden sheet on; equal ones stand once."""
        asked = (_labels(row) for _, row in specification.rows() if row.choices)
        labels: list[str] = []
        rows: dict[tuple[str, ...], tuple[int, int]] = {}
        for one in dict.fromkeys(asked):
            if not _fits(one):
                rows[one] = (first + len(labels), first + len(labels) + len(one) - 1)
                labels += one
        return cls(tuple(labels), rows)

    def place(self, row: Row) -> str:
        """Where the row's list stands; empty where it is short enough to stand in the drop-down itself."""
        found = self.rows.get(_labels(row))
        return f"{quoted(HIDDEN)}!{':'.join(cell_name(at, 2, absolute=True) for at in found)}" if found else ""


def _labels(row: Row) -> tuple[str, ...]:
    return tuple(choice.label for choice in row.choices)


def _fits(labels: Iterable[str]) -> bool:
    labels = tuple(labels)
    return not any(sign in label for label in labels for sign in ',"') and len(",".join(labels)) <= LONGEST_LIST


def answer_width(block: Block) -> int:
    """How wide the column of answers is: a day needs more room than a number, a choice what its words need."""
    days = any(isinstance(KINDS[row.kind].answer, Dating) for row in block.rows)
    longest = max((len(label) + 5 for row in block.rows for label in _labels(row)), default=NARROWEST)
    return max(OF_A_DAY if days else NARROWEST, min(longest, WIDEST))


def blank_says(row: Row) -> str:
    """What a blank is called in the row: an answer owed, one left out, or what the kind says of it."""
    when_blank = KINDS[row.kind].when_blank
    if when_blank is not Missing.BLANK:
        return when_blank.value
    return formula.TO_ANSWER if row.required else formula.LEFT_BLANK


def number_format(row: Row) -> str:
    """How the cell shows what is typed in it."""
    kind = KINDS[row.kind]
    if kind.guard:
        return kind.guard.number_format
    return DAY_FORMAT if isinstance(kind.answer, Dating) else "General"


def guard_of(row: Row, lists: Lists, end: date | None) -> dict[str, object]:
    """A spreadsheet's own guard of the row's answer; `end` is the last day of the period."""
    kind = KINDS[row.kind]
    asks = kind.guard.asks if kind.guard else kind.answer.asks if kind.answer else ""
    limits = _limits(row, lists, end)
    return {
        "error_type": "warning" if row.bounds else "stop",
        **limits,
        "input_title": shortened(row.about, 32),
        "input_message": asks,
        "error_title": "Figure" if kind.guard else "Answer",
        "error_message": f"{asks} Anything more goes in the status or the explanation.",
    }


def _limits(row: Row, lists: Lists, end: date | None) -> dict[str, object]:
    kind = KINDS[row.kind]
    if kind.guard:
        return _of_number(kind.guard)
    if isinstance(kind.answer, Dating):
        return _of_day(kind.answer, end)
    place = lists.place(row)
    return {"validate": "list", "source": f"={place}" if place else list(_labels(row))}


def _of_number(guard: Guard) -> dict[str, object]:
    """Where a bound is allowed the guard warns and lets pass; the status says the rest."""
    scale = 100 if guard.percent else 1
    low = guard.minimum / scale if guard.minimum is not None else None
    high = guard.maximum / scale if guard.maximum is not None else None
    limits: dict[str, object] = {"criteria": "between", "minimum": -1e12, "maximum": 1e12}
    if low is not None:
        limits = {"criteria": ">=", "value": float(low)}
    if low is not None and high is not None:
        limits = {"criteria": "between", "minimum": float(low), "maximum": float(high)}
    return {"validate": "integer" if guard.places == 0 else "decimal", **limits}


def _of_day(answer: Dating, end: date | None) -> dict[str, object]:
    """What must have happened lies by the period's end; a later day is warned of, and explained."""
    has_happened = answer.has_happened and end is not None
    latest = end if has_happened else answer.latest
    limits: dict[str, object] = {"criteria": "between", "minimum": answer.earliest, "maximum": latest}
    return {"validate": "date", **limits, **({"error_type": "warning"} if has_happened else {})}


def state_of(row: Row, lists: Lists) -> str:
    """The formula that says what the row's answer still is."""
    figure, status = cell_name(row.row, COLUMNS["figure"]), cell_name(row.row, COLUMNS["status"])
    kind = KINDS[row.kind]
    if isinstance(kind.answer, Choosing):
        return formula.chosen_state(lists.place(row) or _labels(row), blank_says(row), figure, status)
    if isinstance(kind.answer, Dating):
        limits = kind.answer.earliest, kind.answer.latest
        return formula.day_state(*limits, blank_says(row), figure, status)
    if kind.guard is None:
        raise ValueError(f"{row.kind} has no check beside it.")
    return formula.state(kind.guard, row.required, figure, status)
