"""Where a table of a layout stands in a file: its headings' rows, its rows of figures, its columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from commissioning.layout.grid import Grid, Page
from commissioning.layout.period_words import period_meant
from commissioning.layout.texts import At, fold, match
from commissioning.model.finding import Place
from commissioning.model.layout import Meaning, Noticed, Oddity, Table
from commissioning.period import YEAR_MONTHS, whole_months

FAR = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Start:
    """Where a table may begin: below a text, left and right of which others may; and what its heading means."""

    grid: Grid
    row: int
    first_column: int
    last_column: int
    last_row: int
    means: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A table found: the rows of its headings and of its figures, and its columns, all counted from 1.

    `labels` are the columns of the rows' texts, `explanation` that of explanations, `status` that of statuses (0 for
    none).
    """

    grid: Grid
    headings: range
    rows: range
    columns: range
    labels: tuple[int, ...]
    explanation: int
    status: int
    means: tuple[Meaning, ...]


def boxes(page: Page, table: Table, others: Iterable[Table], year_starts: int) -> Iterator[Box]:
    """Every place where the table stands."""
    tops = [(start, _first_heading(start, table, year_starts)) for start in _starts(page, table, tuple(others))]
    unclear = [top for _, top in tops if isinstance(top, Noticed)]
    found = [(start, top) for start, top in tops if isinstance(top, int) and top]
    if not found and not unclear:
        page.noticed.append(Noticed(Oddity.TABLE_NOT_FOUND, (), {"table": table.title}))
    page.noticed.extend(unclear)
    yield from (_box(page, table, start, top) for start, top in found)


def _starts(page: Page, table: Table, others: tuple[Table, ...]) -> Iterator[Start]:
    """Below each heading or start, as far as the next one of any table; else whole sheets."""
    own: dict[str, tuple[Meaning, ...]] = {fold(text): (meaning,) for text, meaning in table.headings}
    own |= {fold(table.starts): ()} if table.starts else {}
    sheets = tuple(_sheets(page, table))
    if not own:
        yield from (Start(grid, 0, 1, grid.last_column, grid.last_row, (table.means, *said)) for grid, said in sheets)
        return
    taken = _taken(page, [grid for grid, _ in sheets], tuple(own))
    for grid, said in sheets:
        marks = sorted({(at.row, at.column) for other in others for at in _marks(other, grid)})
        for there, text in taken.items():
            for at in grid.texts.get(there, ()):
                page.seen.add((at.sheet, at.row, at.column))
                yield _start_at(grid, at, marks, (table.means, *said, *own[text]))


def _start_at(grid: Grid, at: At, marks: list[tuple[int, int]], means: tuple[Meaning, ...]) -> Start:
    beside = [column for row, column in marks if row == at.row and column != at.column]
    first = at.column if beside else 1
    last = min(min((column for column in beside if column > at.column), default=FAR) - 1, grid.last_column)
    below = [row for row, column in marks if row > at.row and first <= column <= last]
    return Start(grid, at.row, first, last, min(min(below, default=FAR) - 1, grid.last_row), means)


def _sheets(page: Page, table: Table) -> Iterator[tuple[Grid, tuple[Meaning, ...]]]:
    if not table.sheets:
        yield from ((grid, ()) for grid in page.grids)
        return
    found = page.named(name for name, _ in table.sheets)
    for name, meaning in table.sheets:
        if grid := found.get(fold(name)):
            yield grid, (meaning,)


def _marks(table: Table, grid: Grid) -> Iterator[At]:
    """Where a text stands that begins a table."""
    for text in (*(text for text, _ in table.headings), table.starts):
        yield from grid.texts.get(fold(text), ()) if text else ()


def _taken(page: Page, grids: list[Grid], texts: tuple[str, ...]) -> dict[str, str]:
    """The text that is expected for each text of the file that is it; or almost is it, where it is on no sheet."""
    taken = {text: text for text in texts if any(text in grid.texts for grid in grids)}
    missing = [text for text in texts if text not in taken]
    if not missing:
        return taken
    near = match(missing, [at for grid in grids for places in grid.texts.values() for at in places], taken)
    page.noticed.extend(near.noticed)
    return {**taken, **near.taken}


def _first_heading(start: Start, table: Table, year_starts: int) -> int | Noticed:
    """The first row of the headings, where most of those expected stand; of the rows' texts, without headings. 0 where
    none of them does."""
    is_marked = bool(table.starts or table.headings)
    wanted = {fold(text) for text, _ in (table.columns if table.header_rows else table.rows)} | set(
        map(fold, table.labels)
    )
    rows = range(start.row + 1, start.last_row + 1)
    if is_marked and not wanted and not table.periods:
        return next((row for row in rows if _columns(start, row)), 0)
    scores = {row: _score(start, row, table, wanted, year_starts) for row in rows}
    best = max(scores.values(), default=0)
    if best == 0:
        return _first_nearly(start, table)
    first = [row for row, score in scores.items() if score == best]
    if table.header_rows and not is_marked and first[-1] >= first[0] + table.header_rows:
        places = tuple(start.grid.at(row, min(_columns(start, row), default=1)).place for row in first)
        return Noticed(Oddity.TABLE_STANDS_TWICE, places, {"table": table.title})
    return first[0]


def _score(start: Start, row: int, table: Table, wanted: set[str], year_starts: int) -> int:
    """How many of the expected headings stand in a row and the heading rows under it."""
    rows = range(row, row + max(table.header_rows, 1))
    texts = {fold(start.grid.text(at, column)) for at in rows for column in _columns(start, at)}
    periods = texts - wanted - {""} if table.periods == "across" else set()
    some_year = whole_months(date(2000, year_starts, 1), YEAR_MONTHS)
    return len(texts & wanted) + sum(period_meant(text, year_starts, some_year) is not None for text in periods)


def _first_nearly(start: Start, table: Table) -> int:
    """The first row in which something almost is an expected text, where nothing is; 0 where nothing is that either."""
    wanted = [text for text, _ in (table.columns if table.header_rows else table.rows)]
    for row in range(start.row + 1, start.last_row + 1):
        there = [start.grid.at(row, column) for column in _columns(start, row)]
        if match([*wanted, *table.labels], there).taken:
            return row
    return 0


def _columns(start: Start, row: int) -> tuple[int, ...]:
    """The filled columns of a row, inside what a start leaves to its table."""
    return tuple(c for c in start.grid.filled.get(row, ()) if start.first_column <= c <= start.last_column)


def _box(page: Page, table: Table, start: Start, top: int) -> Box:
    """The table below its first row of headings."""
    grid = start.grid
    headings = range(top, top + table.header_rows)
    rows = range(headings.stop, _end(page, table, start, headings) + 1)
    heads = [grid.at(row, column) for row in headings for column in _columns(start, row)]
    named = match((*table.labels, *filter(None, [table.explanation, table.status])), heads).taken
    by_text = {named[fold(at.text)]: at.column for at in reversed(heads) if fold(at.text) in named}
    labels = tuple(by_text[fold(text)] for text in table.labels if fold(text) in by_text)
    labels = labels or _label_column(table, start, rows)
    known = match((text for text, _ in table.columns), heads).taken
    ends = [*labels, *(at.column for at in heads if fold(at.text) in known)] or [start.first_column]
    if not table.columns and table.periods != "across":
        ends.append(max(ends) + 1)
    if not table.ends:
        rows = _down_to_a_blank(grid, rows, range(min(ends), max(ends) + 1))
    columns = _extent(start, range(headings.start, rows.stop), min(ends), max(ends))
    explanation, status = (by_text.get(fold(text), 0) for text in (table.explanation, table.status))
    return Box(grid, headings, rows, columns, labels, explanation, status, start.means)


def _down_to_a_blank(grid: Grid, rows: range, columns: range) -> range:
    blank = (row for row in rows if not any(grid.cell(row, column) for column in columns))
    return range(rows.start, next(blank, rows.stop))


def _end(page: Page, table: Table, start: Start, headings: range) -> int:
    """The last row before the text that ends the table; the last there is, where none does."""
    if not table.ends:
        return start.last_row
    ends = start.grid.texts.get(fold(table.ends), ())
    below = [at.row for at in ends if at.row >= headings.stop and start.first_column <= at.column <= start.last_column]
    if below and min(below) <= start.last_row + 1:
        return min(below) - 1
    page.noticed.append(
        Noticed(Oddity.END_NOT_FOUND, (Place(start.grid.name),), {"table": table.title, "text": table.ends})
    )
    return start.last_row


def _label_column(table: Table, start: Start, rows: range) -> tuple[int, ...]:
    """The column that holds most of the rows' texts; none, where rows have no texts."""
    wanted = {fold(text) for text, _ in table.rows}
    if not wanted and table.periods != "down":
        return ()
    scores: dict[int, int] = {}
    for row in rows:
        for column in _columns(start, row):
            scores[column] = scores.get(column, 0) + (fold(start.grid.text(row, column)) in wanted)
    found = max(scores, key=lambda column: (scores[column], -column), default=start.first_column)
    return (found,)


def _extent(start: Start, rows: range, first: int, last: int) -> range:
    """The columns of a table: on from the last that is known as far as columns are filled."""
    filled = {column for row in rows for column in _columns(start, row)}
    while last + 1 in filled:
        last += 1
    return range(first, last + 1)
