"""A file in an organisation's own layout, and the layouts of contract text, to what is found for each answer.

Nothing is guessed: a text that is neither the one expected nor plainly a slip of it means nothing, and every figure
that means nothing is noticed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from commissioning.calendar import spans_written
from commissioning.findings import place_at
from commissioning.layout.boxes import boxes
from commissioning.layout.figures import Ledger
from commissioning.layout.grid import Grid, Page, is_figure
from commissioning.layout.listing import counted
from commissioning.layout.period_words import period_meant
from commissioning.layout.placing import Placed, Years, placed
from commissioning.layout.texts import fold
from commissioning.model.finding import Place
from commissioning.model.layout import Anchor, Layout, Noticed, Oddity
from commissioning.model.quantity import AnswerKey
from commissioning.model.returned import Found
from commissioning.model.template import Specification
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Stated:
    """What a file says of its period: the period, if it can be told; the words; and where they stand."""

    period: Period | None
    words: str = ""
    place: Place = field(default_factory=Place)


def fits(page: Page, layout: Layout) -> bool:
    """Whether every sign of the layout is in the file."""
    return all(any(True for _ in page.find(sign)) for sign in layout.signs)


def stated_period(page: Page, layout: Layout, year_starts: int) -> Stated:
    """The period that the file states where the layout says it does."""
    said = [(words, place) for anchor in layout.period for words, place in _words(page, anchor)]
    if not said:
        return Stated(None)
    words = " ".join(dict.fromkeys(words for words, _ in said))
    spans = spans_written(" to ".join(words for words, _ in said))
    period = spans[0] if len(spans) == 1 else period_meant(words, year_starts)
    return Stated(period, words, said[0][1])


def lay(
    page: Page, layout: Layout, specification: Specification, year_starts: int
) -> tuple[dict[AnswerKey, Found], tuple[Noticed, ...]]:
    """What the file holds for each answer asked for, and everything odd about it."""
    years = Years(year_starts, specification.period)
    ledger = Ledger(layout, specification, years)
    found = ledger.found([*_in_tables(page, layout, years), *_alone(page, layout)])
    outside = tuple(_outside(page, layout))
    return found, _gathered((*page.noticed, *ledger.noticed, *outside))


def _in_tables(page: Page, layout: Layout, years: Years) -> Iterator[Placed]:
    for table in layout.tables:
        for box in boxes(page, table, layout.tables, years.start_in):
            yield from placed(page, table, box, years)
    for listing in layout.lists:
        yield from counted(page, listing, years)


def _alone(page: Page, layout: Layout) -> Iterator[Placed]:
    """Figures that stand beside a text of their own."""
    for single in layout.singles:
        found = list(page.find(single.anchor, nearly=True))
        if not found:
            page.noticed.append(Noticed(Oddity.TABLE_NOT_FOUND, (), {"table": single.anchor.text}))
        for grid, at in found:
            row, column = grid.beside(at, single.anchor.right, single.anchor.down)
            page.seen.add((grid.name, row, column))
            cell = grid.cell(row, column)
            hidden = cell is not None and grid.is_hidden(row, column)
            yield Placed(single.means, place_at(grid.name, row, column), cell, fold(single.anchor.text), hidden)


def _words(page: Page, anchor: Anchor) -> Iterator[tuple[str, Place]]:
    """What stands at an anchor: in the cell it points to, or after its text in the same cell."""
    if anchor.right or anchor.down:
        for grid, at in page.find(anchor, nearly=True):
            row, column = grid.beside(at, anchor.right, anchor.down)
            page.seen.add((grid.name, row, column))
            cell = grid.cell(row, column)
            words = cell.day.isoformat() if cell and cell.day else grid.text(row, column)
            if words:
                yield words, place_at(grid.name, row, column)
        return
    begins = fold(anchor.text)
    for grid in page.on(anchor.sheet):
        for text, places in grid.texts.items():
            rest = text.removeprefix(begins).strip(" :")
            if text.startswith(begins) and rest:
                page.seen.update((at.sheet, at.row, at.column) for at in places)
                yield rest, places[0].place


def _outside(page: Page, layout: Layout) -> Iterator[Noticed]:
    """Figures on the layout's sheets, or others, that stand in nothing it describes."""
    ignored = {fold(name) for name in layout.ignore_sheets}
    for grid in page.grids:
        there = [] if fold(grid.name) in ignored else [*_unseen(page, grid)]
        if there:
            facts = {"figures": str(len(there)), "first": there[0].cell}
            yield Noticed(Oddity.FIGURE_IS_OUTSIDE_THE_TABLES, (Place(grid.name),), facts)


def _unseen(page: Page, grid: Grid) -> Iterator[Place]:
    for (row, column), cell in sorted(grid.sheet.cells.items()):
        if is_figure(cell) and (grid.name, row, column) not in page.seen:
            yield place_at(grid.name, row, column)


def _gathered(noticed: tuple[Noticed, ...]) -> tuple[Noticed, ...]:
    """The same oddity with the same facts, once, with all its cells and measures."""
    said: dict[object, Noticed] = {}
    for one in noticed:
        key = (one.what, tuple(one.facts.items()))
        before = said.get(key, Noticed(one.what))
        places = tuple(dict.fromkeys((*before.places, *one.places)))
        said[key] = Noticed(one.what, places, one.facts, tuple(dict.fromkeys((*before.measures, *one.measures))))
    return tuple(said.values())


__all__ = ["Page", "Stated", "fits", "lay", "stated_period"]
