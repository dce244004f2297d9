"""A chart, or a small line, of a table in; the marks of its picture, exact until they are placed, out."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from commissioning.measures import KINDS
from commissioning.model.document import Chart, Number, Piece, Shape, Table, Trend
from commissioning.model.quantity import Given
from commissioning.money import round_half_up
from commissioning.template import shortened
from commissioning.writers.amounts import GENERAL, formatted, in_words, shown

WIDTH, HEIGHT = 520, 250
"""Of a chart, in the units of its own drawing; a page makes it as wide as there is room."""
LEFT, RIGHT, TOP, BOTTOM = 60, 12, 18, 36
NAMES = 190
"""Room for the names beside bars."""
ENDS = 90
"""Room for the figures at their ends."""
BAR, GAP = 16, 14
LETTER = 7
MOST_TICKS = 5
SMALL_WIDTH, SMALL_HEIGHT = 96, 24


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a series: its name on the axis, its value (None where there is no number), and its words."""

    label: str
    value: Fraction | None
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers drawn alike, under one name."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle of a series, counted from 0, and what it says when asked."""

    x: str
    y: str
    width: str
    height: str
    series: int
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """Points joined, of a series; `style` is `rule`, `axis` or `series`."""

    points: str
    style: str
    series: int = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of a line, and what it says when asked."""

    x: str
    y: str
    series: int
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a picture; `anchor` is `start`, `middle` or `end`."""

    x: str
    y: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its size, its title, what it shows in words, its marks, and the names of its series."""

    width: int
    height: int
    title: str
    says: str
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: tuple[Dot, ...] = ()
    labels: tuple[Label, ...] = ()
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scale:
    """What the figures' axis is marked with, and where a value lies on it, from 0 to 1."""

    ticks: tuple[Fraction, ...]
    number_format: str = GENERAL

    def share(self, value: Fraction) -> Fraction:
        return (value - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])

    @property
    def nought(self) -> Fraction:
        return self.share(Fraction(0))

    def marks(self) -> Iterator[tuple[Fraction, str]]:
        return ((self.share(tick), formatted(tick, self.number_format)) for tick in self.ticks)


@dataclass(frozen=True)
class _Drawn:
    """Marks as they are collected."""

    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


def chart_drawing(chart: Chart, table: Table, given: Mapping[Hashable, Given]) -> Drawing:
    """The chart of a table's rows as a picture."""
    series = _series(chart, table, given)
    scale = _scale(series, _number_format(chart, table))
    drawn = _Drawn()
    height = _bars(drawn, series, scale) if chart.shape is Shape.BARS else _upright(drawn, series, scale, chart.shape)
    legend = tuple(one.name for one in series) if len(series) > 1 else ()
    says = "; ".join(_said(one) for one in series)
    marks = (tuple(drawn.bars), tuple(drawn.lines), tuple(drawn.dots), tuple(drawn.labels))
    return Drawing(WIDTH, height, chart.title, says, *marks, legend)


def trend_drawing(trend: Trend, row: tuple[Piece, ...], given: Mapping[Hashable, Given]) -> Drawing:
    """A small line through numbers of a row; where one is missing the line has a gap."""
    points = tuple(_point("", piece, given) for piece in row[trend.first : trend.last + 1])
    known = [point.value for point in points if point.value is not None]
    low, high = (min(known), max(known)) if known else (Fraction(0), Fraction(0))
    room = SMALL_HEIGHT - 8

    def place(number: int, value: Fraction) -> tuple[Fraction, Fraction]:
        share = (value - low) / (high - low) if high > low else Fraction(1, 2)
        return 4 + Fraction(SMALL_WIDTH - 8) * number / max(1, len(points) - 1), 4 + room * (1 - share)

    drawn = _Drawn()
    _join(drawn, 0, points, place)
    says = ", ".join(point.words for point in points)
    return Drawing(SMALL_WIDTH, SMALL_HEIGHT, "Trend", says, (), tuple(drawn.lines), tuple(drawn.dots[-1:]))


def _series(chart: Chart, table: Table, given: Mapping[Hashable, Given]) -> tuple[Series, ...]:
    rows = table.rows[chart.first : chart.last + 1]
    headings = [column.heading for column in table.columns]
    if chart.across:
        return tuple(
            Series(_text(row[chart.labels]), tuple(_point(headings[at], row[at], given) for at in chart.series))
            for row in rows
        )
    return tuple(
        Series(headings[at], tuple(_point(_text(row[chart.labels]), row[at], given) for row in rows))
        for at in chart.series
    )


def _text(piece: Piece) -> str:
    return getattr(piece, "text", "")


def _point(label: str, piece: Piece, given: Mapping[Hashable, Given]) -> Point:
    if not isinstance(piece, Number):
        return Point(label, None, _text(piece) or "no figure")
    value = shown(piece, given).value
    return Point(label, value if isinstance(value, Fraction) else None, in_words(piece, given))


def _number_format(chart: Chart, table: Table) -> str:
    pieces = (row[at] for row in table.rows[chart.first : chart.last + 1] for at in chart.series)
    guards = (KINDS[piece.kind].guard for piece in pieces if isinstance(piece, Number))
    return next((guard.number_format for guard in guards if guard), GENERAL)


def _said(series: Series) -> str:
    return f"{series.name}: {', '.join(f'{point.label} {point.words}' for point in series.points)}"


def _scale(series: tuple[Series, ...], number_format: str) -> _Scale:
    """Ticks at round numbers, nought always among them."""
    known = [point.value for one in series for point in one.points if point.value is not None]
    low, high = min([Fraction(0), *known]), max([Fraction(0), *known])
    step = _step(high - low or Fraction(1), whole=number_format == "#,##0")
    ticks = range(low // step, -(-high // step) + 1)
    return _Scale(tuple(tick * step for tick in ticks if high > low or tick <= 1) or (Fraction(0), step), number_format)


def _step(span: Fraction, *, whole: bool) -> Fraction:
    """The least of 1, 2, 5, 10, 20 … (or 0.5, 0.2 …) that takes few enough ticks."""
    step = Fraction(1) if whole else Fraction(1, 10**6)
    while span / step > MOST_TICKS:
        step *= Fraction(5, 2) if str(step.numerator).startswith("2") or str(step.denominator).startswith("5") else 2
    return step


def _upright(drawn: _Drawn, series: tuple[Series, ...], scale: _Scale, shape: Shape) -> int:
    """Columns or lines over names along the foot."""
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    labels = [point.label for point in series[0].points] if series else []
    slot = Fraction(width, max(1, len(labels)))

    def level(share: Fraction) -> Fraction:
        return TOP + height * (1 - share)

    for share, words in scale.marks():
        style = "axis" if share == scale.nought else "rule"
        drawn.lines.append(
            Line(_points([(Fraction(LEFT), level(share)), (Fraction(LEFT + width), level(share))]), style)
        )
        drawn.labels.append(Label(_at(LEFT - 8), _at(level(share) + 4), words, "end"))
    for number, label in enumerate(labels):
        drawn.labels.append(
            Label(_at(LEFT + slot * number + slot / 2), _at(HEIGHT - 14), shortened(label, max(4, int(slot / LETTER))))
        )
    for number, one in enumerate(series):
        if shape is Shape.LINE:
            _join(drawn, number, one.points, lambda at, v: (LEFT + slot * at + slot / 2, level(scale.share(v))))
        else:
            _columns(drawn, one, (number, len(series)), slot, scale)
    return HEIGHT


def _columns(drawn: _Drawn, one: Series, which: tuple[int, int], slot: Fraction, scale: _Scale) -> None:
    """One series' columns, each in its place beside those of the others, with its figure above."""
    number, count = which
    height = HEIGHT - TOP - BOTTOM
    width = min(slot * Fraction(7, 10) / count, Fraction(64))
    for at, point in enumerate(one.points):
        middle = LEFT + slot * at + slot / 2
        x = middle - width * count / 2 + width * number
        value = scale.share(point.value) if point.value is not None else scale.nought
        top, foot = max(value, scale.nought), min(value, scale.nought)
        y = TOP + height * (1 - top)
        if point.value is not None:
            says = f"{point.label}, {one.name}: {point.words}"
            drawn.bars.append(Bar(_at(x), _at(y), _at(width - 2), _at(height * (top - foot)), number, says))
        if len(point.words) * LETTER <= width * 2 or count == 1:
            drawn.labels.append(Label(_at(x + width / 2), _at(y - 4), shortened(point.words, 16)))


def _bars(drawn: _Drawn, series: tuple[Series, ...], scale: _Scale) -> int:
    """Bars beside their names, one under another, each with its figure at its end."""
    width = WIDTH - NAMES - ENDS
    count = max(1, len(series))
    labels = [point.label for point in series[0].points] if series else []
    group = BAR * count + GAP
    height = TOP + group * len(labels)
    nought = NAMES + width * scale.nought
    drawn.lines.append(Line(_points([(nought, Fraction(TOP - 6)), (nought, Fraction(height))]), "axis"))
    for at, label in enumerate(labels):
        y = TOP + group * at
        middle = y + Fraction(BAR * count, 2) + 4
        drawn.labels.append(Label(_at(NAMES - 8), _at(middle), shortened(label, NAMES // LETTER), "end"))
        for number, one in enumerate(series):
            _bar(
                drawn, one, (number, at), (nought, NAMES + width * scale.share(one.points[at].value or Fraction(0))), y
            )
    return height + 8


def _bar(drawn: _Drawn, one: Series, which: tuple[int, int], ends: tuple[Fraction, Fraction], y: int) -> None:
    number, at = which
    point = one.points[at]
    top = y + BAR * number
    says = f"{point.label}, {one.name}: {point.words}"
    if point.value is not None:
        drawn.bars.append(Bar(_at(min(ends)), _at(top), _at(max(ends) - min(ends)), _at(BAR - 2), number, says))
    drawn.labels.append(Label(_at(max(ends) + 6), _at(top + BAR - 4), point.words, "start"))


def _join(
    drawn: _Drawn, number: int, points: tuple[Point, ...], place: Callable[[int, Fraction], tuple[Fraction, Fraction]]
) -> None:
    """A line through the points that are numbers, broken where one is none; a dot at each."""
    run: list[tuple[Fraction, Fraction]] = []
    for at, point in enumerate((*points, Point("", None, ""))):
        if point.value is not None:
            run.append(place(at, point.value))
            x, y = run[-1]
            drawn.dots.append(Dot(_at(x), _at(y), number, f"{point.label} {point.words}".strip()))
        elif run:
            drawn.lines.append(Line(_points(run), "series", number))
            run = []


def _points(places: list[tuple[Fraction, Fraction]]) -> str:
    return " ".join(f"{_at(x)},{_at(y)}" for x, y in places)


def _at(value: Fraction | int) -> str:
    """A coordinate, to a tenth."""
    return format(round_half_up(Fraction(value), 1).normalize(), "f")
