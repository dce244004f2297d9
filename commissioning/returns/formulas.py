"""Answers and checks of the sheet that are formulas, or were, to what is to be said of them."""

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from commissioning import sums
from commissioning.findings import place_at
from commissioning.model.contract import Relation
from commissioning.model.quantity import AnswerKey
from commissioning.model.returned import Cell, Cells, FormulaFound, FormulaSort, Found, Typed
from commissioning.model.template import Row, Specification
from commissioning.money import round_half_up
from commissioning.returns.issued_words import LIVE_CHECK
from commissioning.returns.locating import Located
from commissioning.returns.working import Working

KEPT_PLACES = 9
"""A spreadsheet's own noise lies beyond so many decimal places of 1."""
FEWEST = 2
"""So many totals that are formulas make a typed one odd."""

_LIVE_CHECK = re.compile(rf"{LIVE_CHECK} [0-9]+\Z")


def with_result(found: Found, at: Located, row: Row, working: Working) -> Found:
    """What was found, with the result of a formula that was saved without one, where it can be worked out."""
    figure = found.figure
    if figure is None or figure.typed is not Typed.UNCALCULATED:
        return found
    worked = working.result((at.sheet.name, at.rows.found[row.key], at.figure))
    if worked is None:
        return found
    number = _as_kept(worked)
    return replace(found, figure=replace(figure, typed=Typed.NUMBER, text=format(number, "f"), number=number))


def find_formulas(
    cells: Cells, specification: Specification, located: tuple[Located, ...], working: Working
) -> Iterator[FormulaFound]:
    """Everything to be said of formulas; nothing of a file that holds none, such as one of plain text."""
    if any(cell.formula is not None for sheet in cells.sheets for cell in sheet.cells.values()):
        for at in located:
            yield from _of_answers(at, specification, working)
            yield from _of_totals(at, specification)
            yield from _of_checks(at)


def _of_answers(at: Located, specification: Specification, working: Working) -> Iterator[FormulaFound]:
    for row in at.block.rows:
        line = at.rows.found.get(row.key)
        cell = at.cell(line, "figure") if line else None
        if line and cell and cell.formula is not None and row.key not in at.rows.unclear:
            found = FormulaFound(FormulaSort.KEPT, at.place(line, "figure"), row.key)
            said = _said(found, cell, working.result((at.sheet.name, line, at.figure)))
            if said and not (said.sort is FormulaSort.STALE and _is_of_its_parts(at, specification, row.key)):
                yield said


def _is_of_its_parts(at: Located, specification: Specification, whole: AnswerKey) -> bool:
    """Whether a total is what its parts add up to, wherever its formula looks: rows that were put in by a program that
    adjusts no formulas leave it looking at others."""
    cell = at.cell(at.rows.found[whole], "figure")
    total = cell.number if cell else None
    wholes = [relation.comparison for relation in _totals(specification)]
    parts = [sums.terms(each.left) for each in wholes if whole in sums.terms(each.right)]
    return total is not None and any(total == _added(at, keys) for keys in parts)


def _added(at: Located, keys: Iterable[Hashable]) -> Decimal | None:
    """What the figures of some answers add up to, as the file keeps them; None where one has none."""
    lines = (at.rows.found.get(key, 0) if isinstance(key, AnswerKey) else 0 for key in keys)
    numbers = [cell.number if (cell := at.cell(line, "figure")) else None for line in lines]
    known = [number for number in numbers if number is not None]
    return sum(known, Decimal(0)) if len(known) == len(numbers) else None


def _totals(specification: Specification) -> Iterator[Relation]:
    """The relations that say that parts add up to a whole."""
    relations = specification.relations
    return (relation for relation in relations if relation.sort == "parts" and relation.comparison.operator == "=")


def _said(found: FormulaFound, cell: Cell, worked: Fraction | None) -> FormulaFound | None:
    """What is to be said of an answer's formula; None where its result is what its cells come to, or it has none."""
    if worked is not None and cell.typed is Typed.UNCALCULATED:
        return replace(found, sort=FormulaSort.WORKED_OUT)
    if cell.number is None:
        return None
    if worked is None:
        return found
    if _differ(worked, Fraction(cell.number)):
        return replace(found, sort=FormulaSort.STALE, kept=cell.number, worked=_as_kept(worked))
    return None


def _differ(worked: Fraction, kept: Fraction) -> bool:
    noise = max(Fraction(1), abs(kept) / 1000) / Fraction(10) ** KEPT_PLACES
    return bool(abs(worked - kept) > noise)


def _as_kept(worked: Fraction) -> Decimal:
    number = round_half_up(worked, KEPT_PLACES)
    return Decimal(format(number.normalize(), "f")) if number else Decimal(0)


def _of_totals(at: Located, specification: Specification) -> Iterator[FormulaFound]:
    """Typed totals on a sheet whose other totals are formulas."""
    wholes = [
        key
        for relation in _totals(specification)
        for key in sums.terms(relation.comparison.right)
        if isinstance(key, AnswerKey)
    ]
    lines = {key: at.rows.found[key] for key in dict.fromkeys(wholes) if key in at.rows.found}
    figures = {key: cell for key, line in lines.items() if (cell := at.cell(line, "figure"))}
    typed = [key for key, cell in figures.items() if cell.formula is None and cell.number is not None]
    if len(figures) - len(typed) >= max(FEWEST, len(typed) + 1):
        yield from (FormulaFound(FormulaSort.TYPED_OVER, at.place(lines[key], "figure"), key) for key in typed)


def _of_checks(at: Located) -> Iterator[FormulaFound]:
    """The sheet's own checks that are no longer formulas, or look neither at the figure beside them nor, as they were
    issued, at where that stood before rows were moved by a program that adjusts no formulas."""
    issued = {row.key: place_at(at.sheet.name, row.row, at.block.column("figure")).cell for row in at.block.rows}
    for key, line in at.rows.found.items():
        cell, places = at.cell(line, "check"), {at.place(line, "figure").cell, issued[key]}
        if cell and cell.formula is None:
            yield FormulaFound(FormulaSort.CHECK_TYPED_OVER, at.place(line, "check"))
        elif cell and not any(_looks_at(cell.formula, place) for place in places):
            yield FormulaFound(FormulaSort.CHECK_CHANGED, at.place(line, "check"))
    yield from _of_checks_under_it(at)


def _of_checks_under_it(at: Located) -> Iterator[FormulaFound]:
    """Those under the table that are no longer formulas, or say what they say whatever the figures are."""
    columns = [place_at("", 1, column).cell.removesuffix("1") for column in (at.figure, at.block.column("figure"))]
    for line in (row for row, cell in at.column("code") if _LIVE_CHECK.match(cell.text)):
        over = [code for code in ("last", "target", "check") if (cell := at.cell(line, code)) and cell.formula is None]
        yield from (FormulaFound(FormulaSort.CHECK_TYPED_OVER, at.place(line, code)) for code in over)
        result = at.cell(line, "check")
        if result and result.formula and not any(_looks_at(result.formula, f"{one}[0-9]+") for one in columns):
            yield FormulaFound(FormulaSort.CHECK_CHANGED, at.place(line, "check"))


def _looks_at(formula: str | None, cell: str) -> bool:
    """Whether a formula names the cell; one whose words stand elsewhere may."""
    words = (formula or "=").replace("$", "")
    return words == "=" or re.search(rf"(?<![A-Z]){cell}(?![0-9])", words) is not None
