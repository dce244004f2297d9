"""A list of one row for each case or event to counts. Nothing of a row is repeated: only how many there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product

from commissioning.calendar import days_of_one_hand, days_written
from commissioning.layout.grid import Grid, Page, is_figure
from commissioning.layout.placing import Placed, Years, joined
from commissioning.layout.texts import fold, match
from commissioning.model.finding import Place
from commissioning.model.layout import Count, Listing, Meaning, Noticed, Oddity
from commissioning.model.returned import Cell, Typed
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class Rows:
    """A list found: its headings' row, the column of each heading (folded) that the layout names, its rows."""

    grid: Grid
    header: int
    columns: Mapping[str, int]
    rows: tuple[int, ...]

    def cell(self, row: int, column: str) -> Cell | None:
        """What a row holds under a heading."""
        return self.grid.cell(row, self.columns[fold(column)])

    def code(self, row: int, column: str) -> str:
        """The folded text that a row holds under a heading."""
        return fold(cell.text) if (cell := self.cell(row, column)) else ""


@dataclass
class Tally:
    """What one count comes to: how many, or whom, for each of its meanings; and the rows it could not count."""

    amounts: dict[Meaning, Decimal] = field(default_factory=dict)
    whom: dict[Meaning, set[str]] = field(default_factory=dict)
    not_counted: list[Place] = field(default_factory=list)
    elsewhen: int = 0


def counted(page: Page, listing: Listing, years: Years) -> Iterator[Placed]:
    """Every answer that a list gives, at the heading it was counted under."""
    named = tuple(dict.fromkeys(column for count in listing.counts for column in count.columns))
    found = _found(page, listing, named)
    if found is None:
        page.noticed.append(Noticed(Oddity.TABLE_NOT_FOUND, (), {"table": listing.title}))
        return
    _notice_columns(page, listing, found)
    for count in listing.counts:
        missing = [column for column in count.columns if fold(column) not in found.columns]
        if missing:
            header = (Place(found.grid.name),)
            page.noticed.append(Noticed(Oddity.COLUMN_NOT_FOUND, header, {"table": listing.title, "text": missing[0]}))
            continue
        tally = _tally(found, count, years.period)
        _notice_rows(page, listing, tally, found)
        first = min(found.columns[fold(column)] for column in count.columns)
        place = found.grid.at(found.header, first).place
        for means, amount in tally.amounts.items():
            yield Placed(means, place, Cell(Typed.NUMBER, f"{amount:f}", amount), f"{listing.title}|{means}")


def _found(page: Page, listing: Listing, named: tuple[str, ...]) -> Rows | None:
    """The list under the first row in which most of the headings stand."""
    wanted = {fold(column) for column in named}
    best: tuple[int, Grid, int] | None = None
    for grid in page.on(listing.sheet):
        for row, columns in grid.filled.items():
            score = len({fold(grid.text(row, column)) for column in columns} & wanted)
            best = (score, grid, row) if score > (best[0] if best else 0) else best
    if best is None:
        return None
    _, grid, header = best
    heads = [grid.at(header, column) for column in grid.filled[header]]
    matched = match(named, heads, listing.ignore)
    page.noticed.extend(matched.noticed)
    at_column = {matched.taken[fold(at.text)]: at.column for at in reversed(heads) if fold(at.text) in matched.taken}
    ignored = {fold(text) for text in listing.ignore}
    below = (row for row in grid.filled if row > header)
    rows = (row for row in below if (texts := _texts(grid, row, at_column)) and not texts & ignored)
    return Rows(grid, header, at_column, tuple(rows))


def _texts(grid: Grid, row: int, columns: Mapping[str, int]) -> set[str]:
    return {fold(grid.text(row, column)) for column in columns.values() if grid.cell(row, column)}


def _notice_columns(page: Page, listing: Listing, found: Rows) -> None:
    """Columns of figures that no count looks at and the layout does not ignore; and what is hidden but counted."""
    grid = found.grid
    page.seen.update((grid.name, row, c) for row, cs in grid.filled.items() if row >= found.header for c in cs)
    known = set(found.columns.values())
    ignored = {fold(text) for text in listing.ignore}
    figures = {c for row in found.rows for c in grid.filled[row] if is_figure(grid.cell(row, c))}
    unknown = [c for c in sorted(figures - known) if fold(grid.text(found.header, c)) not in ignored]
    if unknown:
        places = tuple(grid.at(found.header, column).place for column in unknown)
        page.noticed.append(Noticed(Oddity.FIGURE_HAS_NO_MEANING, places))
    hidden = [row for row in found.rows if grid.is_hidden(row, min(known))]
    if hidden:
        page.noticed.append(Noticed(Oddity.FIGURE_IS_HIDDEN, tuple(grid.at(row, min(known)).place for row in hidden)))


def _notice_rows(page: Page, listing: Listing, tally: Tally, found: Rows) -> None:
    if tally.not_counted:
        places = tuple(dict.fromkeys(tally.not_counted))
        page.noticed.append(Noticed(Oddity.ROW_COULD_NOT_BE_COUNTED, places, {"table": listing.title}))
    if tally.elsewhen:
        place = Place(found.grid.name)
        page.noticed.append(Noticed(Oddity.ROWS_ARE_OF_ANOTHER_PERIOD, (place,), {"rows": str(tally.elsewhen)}))


def _tally(found: Rows, count: Count, period: Period) -> Tally:
    """A list gone through for one count; every answer it could give begins at none."""
    tally = Tally({means: Decimal(0) for means in _possible(count)})
    days = _days(found, count.date)
    codes = {column: {fold(code): meaning for code, meaning in means} for column, means in count.by}
    for row in found.rows:
        if not all(found.code(row, c) in set(map(fold, allowed)) for c, allowed in count.where):
            continue
        if not _is_in(found, row, count, period, days, tally):
            continue
        amount = _amount(found, row, count)
        unknown = [column for column in codes if found.code(row, column) not in codes[column]]
        splits = [codes[column][found.code(row, column)] for column in codes if column not in unknown]
        wrong = (count.total if amount is None else "", count.distinct if _nobody(found, row, count) else "")
        tally.not_counted += [found.grid.at(row, found.columns[fold(c)]).place for c in (*unknown, *wrong) if c]
        if amount is None or any(wrong) or any(_refines(count, column) for column in unknown):
            continue
        for means in _answers(count.means, splits):
            if means in tally.amounts:
                _add(tally, means, amount, found.code(row, count.distinct) if count.distinct else "")
    return tally


def _is_in(
    found: Rows, row: int, count: Count, period: Period, days: Mapping[int, tuple[date, ...]], tally: Tally
) -> bool:
    """Whether a row is of the period; its date is noticed where it cannot be told."""
    if not count.date:
        return True
    are_in = {period.contains(Period(day, day)) for day in days.get(row, ())}
    if len(are_in) != 1:
        tally.not_counted.append(found.grid.at(row, found.columns[fold(count.date)]).place)
        return False
    tally.elsewhen += not all(are_in)
    return all(are_in)


def _days(found: Rows, column: str) -> dict[int, tuple[date, ...]]:
    """The days that the cell of each row under a heading can mean: those typed as text as one hand wrote them all,
    where that is told by some of them."""
    cells = {row: cell for row in found.rows if column and (cell := found.cell(row, column))}
    days = {row: days_written(cell.text) if cell.day is None else (cell.day,) for row, cell in cells.items()}
    typed = [row for row, each in days.items() if cells[row].day is None and each]
    alike = days_of_one_hand(cells[row].text for row in typed)
    return {**days, **{row: (day,) for row, day in zip(typed, alike[0], strict=True)}} if len(alike) == 1 else days


def _amount(found: Rows, row: int, count: Count) -> Decimal | None:
    cell = found.cell(row, count.total) if count.total else None
    return Decimal(1) if not count.total else cell.number if cell else None


def _nobody(found: Rows, row: int, count: Count) -> bool:
    return bool(count.distinct) and not found.code(row, count.distinct)


def _refines(count: Count, column: str) -> bool:
    """Whether the codes of a column say which answer a row is of, and not only which part of it."""
    return any(meaning.category is None for named, means in count.by if named == column for _, meaning in means)


def _answers(means: Meaning, splits: list[Meaning]) -> Iterator[Meaning]:
    """The whole a row is of, and its part in each breakdown."""
    whole = joined((means, *(split for split in splits if split.category is None)))
    yield whole
    yield from (joined((whole, split)) for split in splits if split.category is not None)


def _possible(count: Count) -> dict[Meaning, None]:
    """Every answer that some row could be of, as codes of each column are combined."""
    every = product(*([meaning for _, meaning in means] for _, means in count.by))
    return dict.fromkeys(answer for splits in every for answer in _answers(count.means, list(splits)))


def _add(tally: Tally, means: Meaning, amount: Decimal, whom: str) -> None:
    if whom:
        known = tally.whom.setdefault(means, set())
        amount = Decimal(whom not in known)
        known.add(whom)
    tally.amounts[means] += amount
