"""The live checks of a blank return: relations as formulas, so that a provider sees what the engine will say."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commissioning import sums
from commissioning.model.contract import Relation
from commissioning.model.quantity import AnswerKey
from commissioning.model.template import Block, Template
from commissioning.returns.issued_words import LIVE_CHECK, LIVE_HEADINGS
from commissioning.template import COLUMNS, places
from commissioning.writers import formula
from commissioning.writers.filled import Filled
from commissioning.writers.sheets import Ink, cell_name

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

AGREES_COLUMN = max(COLUMNS.values()) + 1
"""Beside each answer: whether everything it is part of agrees."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where a template's answers stand, and where the state of each row is said."""

    figures: dict[AnswerKey, tuple[str, int, int]]
    states: dict[AnswerKey, tuple[str, int, int]]

    def figure(self, key: Hashable) -> str:
        """The cell of an answer, on its own sheet."""
        return cell_name(*self.figures[key][1:]) if isinstance(key, AnswerKey) else ""

    def state(self, key: Hashable) -> str:
        """The cell that says what an answer still is."""
        return cell_name(*self.states[key][1:]) if isinstance(key, AnswerKey) else ""


def write_live_checks(sheet: "Worksheet", block: Block, template: Template, filled: Filled, ink: Ink) -> None:
    """Under the answers, what must agree; beside each answer, whether everything it is part of does."""
    checks = [(row, relation) for name, row, relation in template.live_checks if name == block.sheet]
    where = Where(places(template.specification), places(template.specification, "check"))
    if checks:
        _headings(sheet, checks[0][0] - 1, ink)
    for number, (row, relation) in enumerate(checks, 1):
        _check(sheet, _Check(row, f"{LIVE_CHECK} {number}", relation), where, filled, ink)
    _beside_answers(sheet, block, checks, filled, ink)


def _headings(sheet: "Worksheet", row: int, ink: Ink) -> None:
    first, last = COLUMNS["measure"] - 1, COLUMNS["unit"] - 1
    sheet.merge_range(row - 1, first, row - 1, last, LIVE_HEADINGS["measure"], ink.heading())
    for code in (code for code in LIVE_HEADINGS if code != "measure"):
        sheet.write_string(row - 1, COLUMNS[code] - 1, LIVE_HEADINGS[code], ink.heading())


@dataclass(frozen=True, slots=True)
class _Check:
    """A live check: its row, counted from 1, what it is called, and what must agree."""

    row: int
    name: str
    relation: Relation


def _check(sheet: "Worksheet", check: _Check, where: Where, filled: Filled, ink: Ink) -> None:
    at, comparison = check.row - 1, check.relation.comparison
    figure = ink.edge(align="right", indent=1, num_format="#,##0.####;-#,##0.####")
    sheet.write_string(at, COLUMNS["code"] - 1, check.name, ink.edge(indent=1))
    sheet.merge_range(at, COLUMNS["measure"] - 1, at, COLUMNS["unit"] - 1, check.relation.says, ink.edge(indent=1))
    for code, side in (("last", comparison.left), ("target", comparison.right)):
        text = formula.side(side, where.figure, where.state)
        sheet.write_formula(at, COLUMNS[code] - 1, text, figure, filled.side(side))
    text = formula.verdict(comparison, where.figure, where.state)
    sheet.write_formula(at, COLUMNS["check"] - 1, text, ink.edge(indent=1), filled.verdict(comparison))


def _checks_of(checks: list[tuple[int, Relation]]) -> dict[Hashable, list[str]]:
    """For each answer, the cells with the results of the checks it is part of."""
    found: dict[Hashable, list[str]] = {}
    for row, relation in checks:
        for key in dict.fromkeys(sums.terms(relation.comparison)):
            found.setdefault(key, []).append(cell_name(row, COLUMNS["check"]))
    return found


def _beside_answers(
    sheet: "Worksheet", block: Block, checks: list[tuple[int, Relation]], filled: Filled, ink: Ink
) -> None:
    cells_of = _checks_of(checks)
    disagree = {
        key
        for _, relation in checks
        if filled.verdict(relation.comparison) == formula.DISAGREES
        for key in sums.terms(relation.comparison)
    }
    for row in block.rows:
        at = row.row - 1
        if cells := cells_of.get(row.key):
            text = formula.says_anywhere(cells, formula.DISAGREES, formula.SEE_BELOW)
            says = formula.SEE_BELOW if row.key in disagree else ""
            sheet.write_formula(at, AGREES_COLUMN - 1, text, ink.edge(indent=1), says)
        else:
            sheet.write_blank(at, AGREES_COLUMN - 1, None, ink.edge(indent=1))
