"""A table found to its figures, each with what its row, column and table say of it; the rest is noticed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from itertools import product

from commissioning.layout.boxes import Box
from commissioning.layout.grid import Page, is_figure
from commissioning.layout.period_words import period_meant
from commissioning.layout.texts import At, fold, match
from commissioning.model.finding import Place
from commissioning.model.layout import Meaning, Meanings, Noticed, Oddity, Table
from commissioning.model.quantity import Standing
from commissioning.model.returned import Cell
from commissioning.period import Period


class Silent(StrEnum):
    """Why a row or column means nothing: the layout says to pass it over, or says nothing of it."""

    IGNORED = "ignored"
    UNKNOWN = "unknown"


FINAL, PROVISIONAL = "final", "provisional"
"""The words of a column of statuses that every layout knows."""
Said = Meaning | Silent


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell that a layout says something of, filled or not, with its explanation; `by` is the texts it was told by."""

    means: Meaning
    place: Place
    cell: Cell | None
    by: str
    hidden: bool = False
    explanation: Cell | None = None
    status: Cell | None = None
    status_place: Place = field(default_factory=Place)


def joined(meanings: Iterable[Meaning]) -> Meaning:
    """What several texts say together; of two that say the same sort of thing, the later one holds."""
    together = Meaning()
    for meaning in meanings:
        said = {f.name: getattr(meaning, f.name) for f in fields(meaning) if getattr(meaning, f.name) is not None}
        together = replace(together, **said)
    return together


def clash(one: Meaning, other: Meaning) -> bool:
    """Whether a row and a column say different things of the figure where they cross."""
    both = ((getattr(one, name), getattr(other, name)) for name in ("measure", "service", "category", "period"))
    return any(left is not None and right is not None and left != right for left, right in both)


@dataclass(frozen=True, slots=True)
class Years:
    """How words that state a period are read: the month in which years start, and the period a file is for."""

    start_in: int
    period: Period

    def meant(self, text: str) -> Period | None:
        """The period that words mean, in the year of the file where they state none."""
        return period_meant(text, self.start_in, self.period)


def placed(page: Page, table: Table, box: Box, years: Years) -> Iterator[Placed]:
    """Every cell of a table that something is said of, row by row; the rest is noticed where it holds a figure."""
    columns, rows = _columns_said(page, table, box, years), _rows_said(page, table, box, years)
    grid, all_rows = box.grid, range(box.headings.start, box.rows.stop)
    page.seen.update(
        (grid.name, row, column) for row in all_rows for column in (*box.columns, box.explanation, box.status)
    )
    unplaced: list[Place] = []
    for row, column in product(rows, columns):
        across, down = rows[row], columns[column]
        cell, place = grid.cell(row, column), grid.at(row, column).place
        if Silent.IGNORED in (across, down):
            continue
        if isinstance(across, Silent) or isinstance(down, Silent) or clash(across, down):
            unplaced += [place] if is_figure(cell) else []
            continue
        beside = grid.cell(row, box.explanation) if box.explanation else None
        by = "|".join(map(fold, (table.title, _texts(box, row), *(grid.text(at, column) for at in box.headings))))
        hidden = cell is not None and grid.is_hidden(row, column)
        at, status = grid.at(row, box.status).place, _status(table, box, row)
        yield Placed(joined((*box.means, down, across)), place, cell, by, hidden, beside, status, at)
    if unplaced:
        page.noticed.append(Noticed(Oddity.FIGURE_HAS_NO_MEANING, tuple(unplaced)))


def _status(table: Table, box: Box, row: int) -> Cell | None:
    """What the words in a row's column of statuses say; words that the layout does not know, as they stand."""
    cell = box.grid.cell(row, box.status) if box.status else None
    if cell is None:
        return None
    says = {FINAL: FINAL, PROVISIONAL: str(Standing.TO_BE_CONFIRMED)}
    says |= {fold(word): said for word, said in table.statuses}
    said = says.get(fold(cell.text), cell.text)
    return None if said == FINAL else replace(cell, text=said)


def _texts(box: Box, row: int) -> str:
    return " ".join(box.grid.text(row, column) for column in box.labels)


def _columns_said(page: Page, table: Table, box: Box, years: Years) -> dict[int, Said]:
    """What each column of figures means: all the texts of its heading together."""
    figures = [column for column in box.columns if column not in (*box.labels, box.explanation, box.status)]
    if not table.columns and table.periods != "across":
        return {column: Meaning() if n == 0 else Silent.UNKNOWN for n, column in enumerate(figures)}
    levels = [_across(box, row) for row in box.headings]
    heads = [at for level in levels for column, at in level.items() if column in figures]
    said = _reading(page, table, table.columns, heads, years if table.periods == "across" else None)
    return {column: _together([said(level[column].text) for level in levels]) for column in figures}


def _rows_said(page: Page, table: Table, box: Box, years: Years) -> dict[int, Said]:
    """What each row means: all its texts together, those to the left filled down."""
    if not table.rows and table.periods != "down":
        return {row: Meaning() for row in box.rows}
    levels = [_down(box, column) for column in box.labels]
    heads = [at for level in levels for at in level.values()]
    said = _reading(page, table, table.rows, heads, years if table.periods == "down" else None)
    return {row: _together([said(level[row].text) for level in levels]) for row in box.rows}


def _reading(
    page: Page, table: Table, meanings: Meanings, heads: list[At], years: Years | None
) -> Callable[[str], Said | None]:
    """How one text of a row or column is read; as a period too, with years. None for no text."""
    matched = match((text for text, _ in meanings), heads, table.ignore)
    page.noticed.extend(matched.noticed)
    means = {fold(text): meaning for text, meaning in meanings}
    ignored = {fold(text) for text in table.ignore}

    def said(text: str) -> Said | None:
        folded = fold(text)
        if not folded:
            return None
        if folded in matched.taken:
            return means[matched.taken[folded]]
        period = years.meant(text) if years else None
        known = Silent.IGNORED if folded in ignored else Silent.UNKNOWN
        return Meaning(period=str(period)) if period else known

    return said


def _together(said: list[Said | None]) -> Said:
    """What the texts of a row or column mean together: nothing, if one is ignored or unknown, or none is there."""
    found = [one for one in said if one is not None]
    silent = sorted(one for one in found if isinstance(one, Silent))
    if silent or not found:
        return silent[0] if silent else Silent.UNKNOWN
    return joined(one for one in found if isinstance(one, Meaning))


def _across(box: Box, row: int) -> dict[int, At]:
    """The text over each column in a row of headings; in all but the last, one holds until the next."""
    found: dict[int, At] = {}
    is_last = row == box.headings[-1]
    before: At | None = None
    for column in box.columns:
        at = box.grid.at(row, column)
        if not at.text and before and not is_last and column not in box.labels:
            at = replace(at, text=before.text)
        found[column] = at
        before = at if at.text and column not in box.labels else before
    return found


def _down(box: Box, column: int) -> dict[int, At]:
    """The text of each row in a column of texts; in all but the last, one holds until the next."""
    found: dict[int, At] = {}
    before = ""
    for row in box.rows:
        at = box.grid.at(row, column)
        found[row] = at if at.text or column == box.labels[-1] else replace(at, text=before)
        before = at.text or before
    return found
