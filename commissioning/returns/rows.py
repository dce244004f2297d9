"""A sheet to the rows of its block's answers: by reference code, by label where codes are gone, or nearly by it.

Nothing is guessed: a row that could be two answers' is neither's, and no row answers twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from commissioning.model.quantity import AnswerKey
from commissioning.model.returned import SheetCells
from commissioning.model.template import Block, Row
from commissioning.returns.columns import Header
from commissioning.returns.labels import label, near_ones, shown_labels

MOST_COMPARED = 500
"""So many rows of a sheet are compared for a label that is nearly the one sought."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet below its headings: the code and the label that stand in it."""

    at: int
    code: str
    label: str


@dataclass(slots=True)
class Rows:
    """The rows as they are found: by answer; those known nearly by label; those that could be another's, or two; and
    where a row was that is gone, the one that stands there now with neither its code nor its label."""

    found: dict[AnswerKey, int] = field(default_factory=dict)
    nearly: set[AnswerKey] = field(default_factory=set)
    unclear: set[AnswerKey] = field(default_factory=set)
    between: set[AnswerKey] = field(default_factory=set)
    instead: dict[AnswerKey, int] = field(default_factory=dict)

    def take(self, row: Row, line: Line) -> None:
        """Say that the row's answer stands in that line."""
        self.found[row.key] = line.at


def find_rows(sheet: SheetCells, block: Block, header: Header, columns: Mapping[str, int]) -> Rows:
    """Each answer's row below the headings."""
    lines = _lines(sheet, columns, header.last_row)
    shown = shown_labels(block)
    rows = Rows()
    _by_code(rows, block, lines, shown)
    _by_label(rows, block, lines, shown)
    _nearly(rows, block, lines, shown)
    rows.unclear = set(_unclear(rows, block, lines, shown)) | set(_twice(rows, block, lines, sheet, columns))
    rows.between -= set(rows.found)
    rows.instead = dict(_instead(rows, block, sheet, header.last_row, columns))
    return rows


def _lines(sheet: SheetCells, columns: Mapping[str, int], header_row: int) -> list[Line]:
    code, name = columns.get("code", 0), columns.get("measure", 0)
    texts = {column: {at: cell.text for (at, c), cell in sheet.cells.items() if c == column} for column in (code, name)}
    below = sorted(at for at in {*texts[code], *texts[name]} if at > header_row)
    return [Line(at, texts[code].get(at, "").strip(), label(texts[name].get(at, ""))) for at in below]


def _by_code(rows: Rows, block: Block, lines: list[Line], shown: Mapping[Row, str]) -> None:
    """Rows whose code is there: with their own label first, then any where the code is asked once. Of answers of one
    code and one label, a line that has lost its code could be any."""
    coded: dict[str, list[Line]] = {}
    for line in lines:
        coded.setdefault(line.code, []).append(line)
    issued = Counter(row.key.code for row in block.rows)
    alike = Counter((row.key.code, label(row.about)) for row in block.rows)
    there = Counter((line.code, line.label) for line in lines)
    taken: set[int] = set()
    for row in block.rows:
        here = [line for line in coded.get(row.key.code, ()) if line.at not in taken]
        labelled = [line for line in here if line.label in (label(row.about), shown[row])]
        likely = (*labelled, *(here if issued[row.key.code] == 1 else ()))
        twins = (row.key.code, label(row.about))
        if 1 < alike[twins] != there[twins]:
            rows.between.add(row.key)
        elif likely:
            rows.take(row, likely[0])
            taken.add(likely[0].at)


def _free(rows: Rows, block: Block, lines: list[Line]) -> list[Line]:
    """Lines that no answer was found in, and that bear a label; one with an asked code may be of that code alone."""
    taken = set(rows.found.values())
    lost = {row.key.code for row in block.rows if row.key not in rows.found}
    known = {row.key.code for row in block.rows} - lost
    return [line for line in lines if line.label and line.at not in taken and line.code not in known]


def _by_label(rows: Rows, block: Block, lines: list[Line], shown: Mapping[Row, str]) -> None:
    """Rows by the name findings call them by, then parts as the sheet shows them, under the whole they are of; where
    rows have changed places, what a part stands under tells nothing."""
    for row in _lost(rows, block):
        _take_only(rows, row, [line for line in _free(rows, block, lines) if line.label == label(row.about)])
    lost = [row for row in _lost(rows, block) if row.key.dimension]
    free = _free(rows, block, lines) if lost else []
    asked, there = Counter(shown[row] for row in lost), Counter(line.label for line in free)
    of_measure = Counter((row.key.measure, shown[row]) for row in lost)
    under, in_order = _measures_above(rows, lines), _are_in_order(rows, block)
    for row in lost:
        same = [line for line in free if line.label == shown[row]]
        is_only = asked[shown[row]] == 1
        here = [line for line in same if under[line.at] == row.key.measure or is_only]
        is_one = is_only or (in_order and of_measure[row.key.measure, shown[row]] == 1)
        can_tell = asked[shown[row]] == there[shown[row]] and is_one
        _take_only(rows, row, here if can_tell else [*same, *same])


def _nearly(rows: Rows, block: Block, lines: list[Line], shown: Mapping[Row, str]) -> None:
    """Wholes, then parts under them, whose label is nearly theirs and no other's."""
    for row in sorted(_lost(rows, block), key=lambda row: bool(row.key.dimension)):
        under = _measures_above(rows, lines) if _are_in_order(rows, block) else {}
        others = _labels_beside(row, block, shown)
        near = [
            line
            for line in _free(rows, block, lines)[:MOST_COMPARED]
            if (not row.key.dimension or under.get(line.at) == row.key.measure) and near_ones(line.label, [shown[row]])
        ]
        clear = [line for line in near if len(near_ones(line.label, others)) == 1 and line.label not in others]
        _take_only(rows, row, near if len(clear) == len(near) else [*near, *near])
        if row.key in rows.found:
            rows.nearly.add(row.key)


def _labels_beside(row: Row, block: Block, shown: Mapping[Row, str]) -> tuple[str, ...]:
    """The labels that the row's own could be taken for: of the parts of its measure, or of every row."""
    if not row.key.dimension:
        return tuple(label(each.about) for each in block.rows)
    return tuple(text for each, text in shown.items() if each.key.measure == row.key.measure)


def _lost(rows: Rows, block: Block) -> list[Row]:
    return [row for row in block.rows if row.key not in rows.found]


def _take_only(rows: Rows, row: Row, likely: list[Line]) -> None:
    if len(likely) == 1:
        rows.take(row, likely[0])
    elif likely:
        rows.between.add(row.key)


def _are_in_order(rows: Rows, block: Block) -> bool:
    """Whether the answers that are known stand one below the other as they were issued."""
    places = [rows.found[row.key] for row in block.rows if row.key in rows.found]
    return places == sorted(places)


def _measures_above(rows: Rows, lines: Iterable[Line]) -> dict[int, str]:
    """For each line the measure of the last answer known at or above it."""
    known = {at: key.measure for key, at in rows.found.items()}
    above, measure = {}, ""
    for line in lines:
        measure = known.get(line.at, measure)
        above[line.at] = measure
    return above


def _unclear(rows: Rows, block: Block, lines: list[Line], shown: Mapping[Row, str]) -> Iterable[AnswerKey]:
    """Answers whose row bears another's label: another whole's, or that of a part which itself bears another."""
    said = {line.at: line.label for line in lines}
    abouts = Counter(label(row.about) for row in block.rows)
    parts: dict[str, list[Row]] = {}
    for row in block.rows:
        if row.key.dimension:
            parts.setdefault(shown[row], []).append(row)
    for row in block.rows:
        at = rows.found.get(row.key)
        here = said.get(at, "") if at else ""
        if at is None or here in (label(row.about), shown[row], ""):
            continue
        places = [(other, said.get(rows.found.get(other.key, 0), here)) for other in parts.get(here, ())]
        swapped = any(there not in (shown[other], label(other.about)) for other, there in places)
        if abouts.get(here) == 1 or swapped:
            yield row.key


def _twice(
    rows: Rows, block: Block, lines: list[Line], sheet: SheetCells, columns: Mapping[str, int]
) -> Iterable[AnswerKey]:
    """Answers whose code stands on several rows with different figures."""
    issued = Counter(row.key.code for row in block.rows)
    figures: dict[str, set[str]] = {}
    for line in lines:
        cell = sheet.cells.get((line.at, columns.get("figure", 0)))
        if cell and issued[line.code] == 1:
            figures.setdefault(line.code, set()).add(cell.text)
    return (row.key for row in block.rows if row.key in rows.found and len(figures.get(row.key.code, ())) > 1)


def _instead(
    rows: Rows, block: Block, sheet: SheetCells, headings: int, columns: Mapping[str, int]
) -> Iterator[tuple[AnswerKey, int]]:
    """Answers that are gone, each with the one row between its neighbours that is nobody's, and holds a label or a
    figure but no code that was issued."""
    if not _lost(rows, block) or not _are_in_order(rows, block):
        return
    codes = {row.key.code for row in block.rows}
    coded = {at for (at, column), cell in sheet.cells.items() if column == columns.get("code") and cell.text in codes}
    typed = {at for at, column in sheet.cells if column in (columns.get("measure"), columns.get("figure"))}
    free = sorted(typed - coded - set(rows.found.values()))
    for before, lost, after in _gaps(rows, block, headings):
        here = [at for at in free if before < at < after]
        if len(here) == len(lost) == 1 and lost[0] not in rows.between:
            yield lost[0], here[0]


def _gaps(rows: Rows, block: Block, headings: int) -> Iterator[tuple[int, list[AnswerKey], int]]:
    """The answers that are gone between two that are found, and the rows of these two; the headings stand above the
    first, and below the last there is room for those that are gone."""
    before, lost = headings, list[AnswerKey]()
    for row in block.rows:
        at = rows.found.get(row.key)
        if at is None:
            lost.append(row.key)
            continue
        if lost:
            yield before, lost, at
        before, lost = at, []
    if lost:
        yield before, lost, before + len(lost) + 1
