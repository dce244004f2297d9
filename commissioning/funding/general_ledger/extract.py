"""The cells of a general ledger's extract and its layout in; ledger lines, and every cell that is not read, out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from commissioning.findings import place_at
from commissioning.funding.general_ledger.extract_cells import (
    NOTHING,
    Reading,
    Unread,
    day_in,
    money_in,
    posting_in,
    text_in,
    year_in,
)
from commissioning.model.accounts import LedgerLine
from commissioning.model.finance import ExtractField, ExtractLayout
from commissioning.model.finding import Place
from commissioning.model.funding import Coding
from commissioning.model.returned import Cell, Cells, SheetCells

ROWS_LOOKED_AT = 50
"""So far down the headings are looked for."""
_MONEY = (ExtractField.NET, ExtractField.VAT, ExtractField.GROSS)
_DAYS = (ExtractField.SERVICE_DATE, ExtractField.DOCUMENT_DATE)


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings of a layout stand: the sheet, its row, and each field's column; and those missing or twice."""

    sheet: SheetCells
    row: int
    columns: Mapping[ExtractField, int]
    missing: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every heading stands there once."""
        return not (self.missing or self.twice)


@dataclass(frozen=True, slots=True)
class NotRead:
    """A cell that does not hold what its column is of."""

    field: ExtractField
    why: Unread
    place: Place


@dataclass(frozen=True, slots=True)
class Extract:
    """What was read of an extract: lines, cells that were not read, lines in hidden rows, and a row of totals that does
    not come to its lines, where all were read (its place, and the pence it states and the lines come to)."""

    layout: ExtractLayout | None = None
    headings: Headings | None = None
    several: tuple[str, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    not_read: tuple[NotRead, ...] = ()
    uneven: tuple[Place, ...] = ()
    hidden: tuple[Place, ...] = ()
    wrong_total: tuple[Place, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Which file it is, by digest and name, and the accounting year of posting periods that tell none (its first)."""

    sha256: str
    file: str
    year: int | None = None


@dataclass(slots=True)
class _Rows:
    lines: list[LedgerLine] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    wrong_totals: list[tuple[Place, int, int]] = field(default_factory=list)
    summed: int = 0

    def add_total(self, place: Place, pence: int) -> None:
        """A total of all lines so far, or of those since the total before."""
        every, since = (sum(line.net for line in self.lines[first:]) for first in (0, self.summed))
        if pence not in (every, since):
            self.wrong_totals.append((place, pence, every))
        self.summed = len(self.lines)


def read_extract(cells: Cells, layouts: Iterable[ExtractLayout], source: Source) -> Extract:
    """The lines of a file by the one layout whose headings it has; without one, which headings are missing."""
    found = [(layout, heads) for layout in layouts for heads in _headings(cells, layout)]
    whole = [(layout, heads) for layout, heads in found if heads.is_whole]
    if len(whole) > 1:
        return Extract(several=tuple(f"{layout.title}, sheet {heads.sheet.name}" for layout, heads in whole))
    if not whole:
        return _nearest(found)
    layout, heads = whole[0]
    rows = _rows(layout, heads, source)
    wrong = [] if rows.not_read else rows.wrong_totals
    return Extract(
        layout,
        heads,
        lines=tuple(rows.lines),
        not_read=tuple(rows.not_read),
        uneven=tuple(line.place for line in rows.lines if _is_uneven(line)),
        hidden=tuple(line.place for line in rows.lines if _is_hidden(line, heads.sheet)),
        wrong_total=wrong[0] if wrong else None,
    )


def _nearest(found: list[tuple[ExtractLayout, Headings]]) -> Extract:
    """The layout of which most headings are there, more than half of them; none otherwise."""
    likely = [pair for pair in found if 2 * len(pair[1].missing) < len(pair[0].columns)]
    if not likely:
        return Extract()
    layout, heads = min(likely, key=lambda pair: len(pair[1].missing) + len(pair[1].twice))
    return Extract(layout, heads)


def _headings(cells: Cells, layout: ExtractLayout) -> Iterator[Headings]:
    """On each sheet that may hold the layout, the row with most of its headings."""
    for sheet in cells.sheets:
        if layout.sheet and layout.sheet != sheet.name and len(cells.sheets) > 1:
            continue
        rows: dict[int, dict[str, list[int]]] = {}
        for (row, column), cell in sheet.cells.items():
            if row <= ROWS_LOOKED_AT:
                rows.setdefault(row, {}).setdefault(text_in(cell).casefold(), []).append(column)
        if rows:
            row, words = max(rows.items(), key=lambda item: (_there(layout, item[1]), -item[0]))
            yield _at_row(sheet, row, words, layout)


def _there(layout: ExtractLayout, words: Mapping[str, list[int]]) -> int:
    return sum(_folded(heading) in words for _, heading in layout.columns)


def _at_row(sheet: SheetCells, row: int, words: Mapping[str, list[int]], layout: ExtractLayout) -> Headings:
    columns = {field: words[_folded(heading)] for field, heading in layout.columns if _folded(heading) in words}
    return Headings(
        sheet,
        row,
        {field: at[0] for field, at in columns.items()},
        missing=tuple(heading for field, heading in layout.columns if field not in columns),
        twice=tuple(heading for field, heading in layout.columns if len(columns.get(field, ())) > 1),
    )


def _folded(heading: str) -> str:
    return " ".join(heading.split()).casefold()


def _rows(layout: ExtractLayout, heads: Headings, source: Source) -> _Rows:
    """Every row below the headings that holds anything in their columns."""
    by_row: dict[int, dict[ExtractField, Cell]] = {}
    of_column = {column: field for field, column in heads.columns.items()}
    for (row, column), cell in heads.sheet.cells.items():
        if row > heads.row and column in of_column and cell.text.strip():
            by_row.setdefault(row, {})[of_column[column]] = cell
    rows = _Rows()
    for row in sorted(by_row):
        _read_row(rows, row, by_row[row], layout, heads, source)
    return rows


def _read_row(
    rows: _Rows, row: int, cells: Mapping[ExtractField, Cell], layout: ExtractLayout, heads: Headings, source: Source
) -> None:
    """One row: a line, a total of the lines above, or cells that are not read."""

    def place(field: ExtractField) -> Place:
        return place_at(heads.sheet.name, row, heads.columns[field])

    money = {field: money_in(cells.get(field), credits_positive=layout.credits_positive) for field in _MONEY}
    net = money[ExtractField.NET].pence
    if _is_total(cells) and net is not None:
        rows.add_total(place(ExtractField.NET), net)
        return
    days = {field: day_in(cells.get(field), day_first=layout.day_first) for field in _DAYS}
    read = {**money, **days, ExtractField.POSTING: _posting(cells, layout, source)}
    if read[ExtractField.NET] == NOTHING:
        read[ExtractField.NET] = Reading(unread=Unread.MISSING)
    wrong = [NotRead(field, one.unread, place(field)) for field, one in read.items() if one.unread]
    wrong += [NotRead(f, Unread.MISSING, place(f)) for f in (ExtractField.COST_CENTRE,) if not text_in(cells.get(f))]
    posting = read[ExtractField.POSTING].posting
    if wrong or net is None or posting is None:
        rows.not_read += wrong
        return
    rows.lines.append(
        LedgerLine(
            sha256=source.sha256,
            file=source.file,
            place=place(ExtractField.NET),
            key="",
            coding=Coding(*(text_in(cells.get(f)) for f in (ExtractField.COST_CENTRE, ExtractField.SUBJECTIVE))),
            posting=posting,
            document=text_in(cells.get(ExtractField.DOCUMENT)),
            net=net,
            vat=money[ExtractField.VAT].pence,
            gross=money[ExtractField.GROSS].pence,
            service_date=days[ExtractField.SERVICE_DATE].day,
            document_date=days[ExtractField.DOCUMENT_DATE].day,
            payee=text_in(cells.get(ExtractField.PAYEE)),
            text=text_in(cells.get(ExtractField.TEXT)),
        )
    )


def _posting(cells: Mapping[ExtractField, Cell], layout: ExtractLayout, source: Source) -> Reading:
    told = text_in(cells.get(ExtractField.YEAR))
    year = year_in(told, layout.year_starts) if told else source.year
    if told and year is None:
        return Reading(unread=Unread.NOT_A_YEAR)
    return posting_in(cells.get(ExtractField.POSTING), year, layout.year_starts)


def _is_total(cells: Mapping[ExtractField, Cell]) -> bool:
    """Whether a row has money and neither codes nor a posting period: a row of totals."""
    coded = (ExtractField.COST_CENTRE, ExtractField.SUBJECTIVE, ExtractField.POSTING, ExtractField.DOCUMENT)
    words = [cell.text for field, cell in cells.items() if field not in _MONEY]
    return not any(text_in(cells.get(f)) for f in coded[1:]) and all("total" in word.casefold() for word in words)


def _is_uneven(line: LedgerLine) -> bool:
    """Whether net and VAT do not come to gross, where all are told."""
    return line.vat is not None and line.gross is not None and line.net + line.vat != line.gross


def _is_hidden(line: LedgerLine, sheet: SheetCells) -> bool:
    return int("".join(letter for letter in line.place.cell if letter.isdigit())) in sheet.hidden_rows


@dataclass(frozen=True, slots=True)
class Compared:
    """Lines beside those kept before: new ones with their keys, how many were there, those that now say other; and the
    `gone` ones, which are not there any more though others of their code and posting period are."""

    new: tuple[LedgerLine, ...]
    known: int
    changed: tuple[LedgerLine, ...]
    gone: tuple[LedgerLine, ...] = ()


def compared(lines: Iterable[LedgerLine], kept: Iterable[LedgerLine]) -> Compared:
    """Lines that are new, told by document, coding and posting period among their like, whatever the order of rows.

    Of lines that are alike so, one that says the same as a kept one is that; another takes the place of a kept one that
    is not there any more, and is changed; what is left is new, under the next number.
    """
    groups: dict[str, tuple[list[LedgerLine], list[LedgerLine]]] = {}
    lines = tuple(lines)
    for one in kept:
        groups.setdefault(one.key.rpartition("/")[0], ([], []))[0].append(one)
    for one in lines:
        groups.setdefault(_alike(one), ([], []))[1].append(one)
    new: list[LedgerLine] = []
    changed: list[LedgerLine] = []
    vanished: list[LedgerLine] = []
    known = 0
    for alike, (old, came) in groups.items():
        gone = list(old)
        others = []
        for one in came:
            same = next((each for each in gone if _content(each) == _content(one)), None)
            if same:
                gone.remove(same)
                known += 1
            else:
                others.append(one)
        changed += others[: len(gone)]
        vanished += gone[len(others) :]
        fresh = others[len(gone) :]
        new += [replace(one, key=f"{alike}/{len(old) + number}") for number, one in enumerate(fresh, 1)]
    there = {(one.coding, one.posting) for one in lines}
    return Compared(
        tuple(new), known, tuple(changed), tuple(one for one in vanished if (one.coding, one.posting) in there)
    )


def _alike(line: LedgerLine) -> str:
    return "/".join((line.document, line.coding.cost_centre, line.coding.subjective, str(line.posting)))


def _content(line: LedgerLine) -> tuple[object, ...]:
    return (line.net, line.vat, line.gross, line.service_date, line.document_date, line.payee, line.text)
