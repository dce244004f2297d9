"""The cells that a layout placed to what was found for each answer: units, own words, parts added up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from commissioning.layout.grid import is_figure
from commissioning.layout.placing import Placed, Years
from commissioning.layout.texts import fold
from commissioning.measures import KINDS, Over
from commissioning.model.finding import Place
from commissioning.model.layout import Layout, Meaning, Noticed, Oddity
from commissioning.model.quantity import AnswerKey, Missing, Standing
from commissioning.model.returned import Cell, Found, Printed, Trouble, Typed
from commissioning.model.template import Row, Specification
from commissioning.money import round_half_up
from commissioning.period import Period

PLACES = 4
"""The decimal places that are kept of a converted figure that has no end."""


@dataclass
class Ledger:
    """What is found for the answers of a specification, and what is odd about it."""

    layout: Layout
    specification: Specification
    years: Years
    noticed: list[Noticed] = field(default_factory=list)

    def found(self, placed: Iterable[Placed]) -> dict[AnswerKey, Found]:
        """What the cells hold for each answer asked for; for one that no cell is of, that."""
        rows = {row.key: row for _, row in self.specification.rows()}
        cells = self._by_answer(placed, rows)
        return {key: self._answer(row, cells.get(key, [])) for key, row in rows.items()}

    def _by_answer(self, placed: Iterable[Placed], rows: Mapping[AnswerKey, Row]) -> dict[AnswerKey, list[Placed]]:
        services: dict[str, list[str]] = {}
        for key in rows:
            services.setdefault(key.measure, [])
            services[key.measure] += [key.service] if key.service not in services[key.measure] else []
        found: dict[AnswerKey, list[Placed]] = {}
        nowhere: list[Place] = []
        hidden: list[Place] = []
        for one in placed:
            of = _key(one.means, services)
            if of is not None and of in rows:
                found.setdefault(of, []).append(one)
                hidden += [one.place] if one.hidden else []
            elif is_figure(one.cell):
                nowhere.append(one.place)
        self._notice(Oddity.FIGURE_HAS_NO_MEANING, nowhere)
        self._notice(Oddity.FIGURE_IS_HIDDEN, hidden)
        return found

    def _notice(self, what: Oddity, places: Iterable[Place], measure: str = "", **facts: str) -> None:
        if places := tuple(places):
            self.noticed.append(Noticed(what, places, facts, (measure,) if measure else ()))

    def _answer(self, row: Row, cells: list[Placed]) -> Found:
        if not cells:
            return Found(Place(), trouble=Trouble.NOT_LAID if row.required else None)
        now, parts, earlier = self._in_period(row, cells)
        adding = [one for one in now if one.means.adds]
        stated = [self._read(one, row) for one in now if not one.means.adds]
        sums = [self._added(row, found) for found in (adding, parts) if found]
        found = _only([*stated, *sums]) if stated or sums else Found(Place(), trouble=Trouble.NOT_LAID)
        return replace(found, earlier=earlier)

    def _in_period(self, row: Row, cells: list[Placed]) -> tuple[list[Placed], list[Placed], tuple[Printed, ...]]:
        """The cells of the period itself; where there is none, those of the parts that it is made up of; and what the
        file says of periods before it, where that stands in one cell."""
        period = self.years.period
        by_period: dict[Period, list[Placed]] = {}
        for one in cells:
            of = self.years.meant(one.means.period) if one.means.period else period
            by_period.setdefault(of or Period(None, None), []).append(one)
        now = by_period.pop(period, [])
        inside = sorted((part for part in by_period if period.contains(part)), key=lambda part: part.sort_key)
        parts: list[Placed] = []
        if not now and inside and _make_up(inside, period):
            over = KINDS[row.kind].over_time
            # A part may be one that its measure never adds up, so it is not added up here.
            used = {Over.SUM: [] if row.key.is_part else inside, Over.LAST: inside[-1:]}.get(over, [])
            parts = [one for part in used for one in by_period.pop(part)]
        others = (one.place for cells in by_period.values() for one in cells if is_figure(one.cell))
        self._notice(Oddity.FIGURE_IS_OF_ANOTHER_PERIOD, others)
        earlier = (_printed(of, cells) for of, cells in by_period.items() if of.sort_key < period.sort_key)
        return now, parts, tuple(one for one in earlier if one)

    def _read(self, one: Placed, row: Row) -> Found:
        """One cell as what it holds for an answer, in the answer's own unit."""
        found = Found(one.place, one.cell, one.status, one.status_place, one.explanation)
        if not KINDS[row.kind].stands_among_figures:
            return found
        words = {fold(word.text): word for word in self.layout.missing}
        is_word = one.cell is None or one.cell.typed is Typed.TEXT
        word = words.get(fold(one.cell.text) if one.cell else "") if is_word else None
        if word is not None and (word.status or KINDS[row.kind].guard):
            self._notice(Oddity.WORD_STANDS_FOR_A_FIGURE, (one.place,), row.key.measure, said=word.says)
            status = Cell(Typed.TEXT, word.status) if word.status else one.status if word.number is not None else None
            text = one.cell.text if one.cell else str(word.number)
            figure = Cell(Typed.NUMBER, text, word.number) if word.number is not None else None
            return replace(found, figure=figure, status=status)
        return self._converted(found, one.means, row) if KINDS[row.kind].guard else found

    def _converted(self, found: Found, means: Meaning, row: Row) -> Found:
        cell = found.figure
        if cell is None or not cell.text.strip() or (means.times is None and means.percent is None):
            return found
        if cell.number is None:
            known = {Typed.ERROR: Trouble.ERROR_VALUE, Typed.UNCALCULATED: Trouble.UNCALCULATED}
            return replace(found, trouble=known.get(cell.typed, Trouble.NOT_A_NUMBER))
        if means.times is not None:
            self._notice(Oddity.FIGURE_WAS_CONVERTED, (found.place,), row.key.measure, times=str(means.times))
            cell = replace(cell, number=_exact(Fraction(cell.number) * means.times))
        if means.percent and not cell.percent:
            number = cell.number / 100 if means.percent == "of a hundred" and cell.number is not None else cell.number
            cell = replace(cell, number=number, percent=True)
        return replace(found, figure=cell)

    def _added(self, row: Row, parts: list[Placed]) -> Found:
        """The sum of the parts, at the first of them; what there is instead, where one of them is no figure."""
        if len(parts) == 1:
            return self._read(parts[0], row)
        read = [self._read(one, row) for one in parts]
        if len({one.by for one in parts}) < len(parts):
            return replace(read[0], trouble=Trouble.STANDS_TWICE)
        if troubled := next((one for one in read if one.trouble or (one.figure and one.figure.number is None)), None):
            return replace(troubled, trouble=troubled.trouble or Trouble.NOT_A_NUMBER)
        places = tuple(one.place for one in read)
        open_ones = [one for one in read if one.status and one.status.text == Standing.TO_BE_CONFIRMED]
        missing = [one for one in read if one.figure is None or (one.status and one not in open_ones)]
        if len(missing) == len(read) and not any(one.status for one in read):
            return read[0]
        if missing:
            self._notice(Oddity.PART_HAS_NO_FIGURE, (one.place for one in missing), row.key.measure, about=row.about)
            return Found(missing[0].place, status=Cell(Typed.TEXT, Missing.NOT_KNOWN), status_place=missing[0].place)
        total = sum((one.figure.number for one in read if one.figure and one.figure.number is not None), Decimal(0))
        self._notice(Oddity.PARTS_WERE_ADDED_UP, places, row.key.measure, about=row.about, total=f"{total:f}")
        percent = any(one.figure.percent for one in read if one.figure)
        first = (
            replace(read[0], status=open_ones[0].status, status_place=open_ones[0].status_place)
            if open_ones
            else read[0]
        )
        return replace(first, figure=Cell(Typed.NUMBER, f"{total:f}", total, percent=percent))


def _printed(period: Period, cells: list[Placed]) -> Printed | None:
    """What one cell says of another period, in the answer's own unit; a part of a sum says nothing of it."""
    one = cells[0]
    if len(cells) > 1 or one.means.adds or one.cell is None or one.cell.number is None:
        return None
    number = _exact(Fraction(one.cell.number) * one.means.times) if one.means.times is not None else one.cell.number
    percent = one.cell.percent or one.means.percent == "of one"
    return Printed(replace(one.cell, number=number, percent=percent), one.place, period)


def _only(found: list[Found]) -> Found:
    """The one thing that was found, however often it stands; that there are two, where they differ."""
    filled = [one for one in found if one.figure or one.status or one.trouble]
    told = {(_worth(one.figure), one.status.text if one.status else "", one.trouble) for one in filled}
    if len(told) > 1:
        return replace(filled[0], trouble=Trouble.STANDS_TWICE)
    return filled[0] if filled else found[0]


def _worth(cell: Cell | None) -> tuple[Decimal | str | None, bool]:
    return (None, False) if cell is None else (cell.text if cell.number is None else cell.number, cell.percent)


def _key(means: Meaning, services: Mapping[str, list[str]]) -> AnswerKey | None:
    """Which answer a cell is of; of a measure asked of one service alone, that service need not be said."""
    asked = services.get(means.measure or "", [])
    service = means.service if means.service is not None else asked[0] if len(asked) == 1 else None
    if means.measure is None or service is None:
        return None
    return AnswerKey(service, means.measure, means.dimension or "", means.category or "")


def _make_up(parts: list[Period], period: Period) -> bool:
    """Whether the periods, in order, follow each other without a gap from the first day to the last."""
    ends = [(one.end, after.start) for one, after in pairwise(parts)]
    follow = all(end and start and (start - end).days == 1 for end, start in ends)
    return follow and parts[0].start == period.start and parts[-1].end == period.end


def _exact(value: Fraction) -> Decimal:
    """The value, to its last place; to so many, where it has no end."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return round_half_up(value, PLACES)
    return Decimal(value.numerator) / Decimal(value.denominator)
