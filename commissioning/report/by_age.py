"""A measure of several contracts by bands of ages: in bands that all of them can be added up to, or not at all."""

from collections.abc import Iterator, Sequence

from commissioning.contract.bands import Split, common_bands, gathered, map_bands
from commissioning.measures import KINDS, Over
from commissioning.model.document import Column, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.expression import Addition, Sum
from commissioning.model.figure import Figure
from commissioning.model.measure import Category, Dimension
from commissioning.report.across import Reported, alike, inside, why_not
from commissioning.report.worked_out import worked_out

RULE = Words(
    "Bands that differ are added up to the widest bands asked, and only where each goes wholly into one of them;"
    " otherwise the row says which band cannot be split.",
    Look.QUIET,
)
Row = tuple[Piece, ...]


def by_age(label: str, found: Sequence[Reported], names: dict[str, str]) -> tuple[Sheet, ...]:
    """The sheet, where two contracts or services report the same measure by bands of ages; else none."""
    groups = [inside(each for each in group if _bands(each)) for group in alike(found)]
    rows = tuple(row for group in groups if len(group) > 1 for row in _rows(group, names))
    columns = (
        Column("Age", 46),
        Column("Contract", 52),
        Column("Service", 18),
        Column("Actual", 14),
        Column("What was added, or why not", 64),
    )
    table = Table("Measures by age", columns, rows)
    return (Sheet("By age", f"By age, {label}", (RULE,), (table,)),) if rows else ()


def _bands(each: Reported) -> Dimension | None:
    """The breakdown by ages that a measure has."""
    asked = (each.one.terms.dimension(id) for id in each.measure.breakdowns)
    return next((dimension for dimension in asked if any(one.ages for one in dimension.categories)), None)


def _rows(group: Sequence[Reported], names: dict[str, str]) -> Iterator[Row]:
    yield (Words(group[0].line.about, Look.GROUP), *(Words("") for _ in range(4)))
    common = common_bands([bands for each in group if (bands := _bands(each))])
    if isinstance(common, Split):
        about = Words("All ages", Look.STRONG)
        yield (about, Words(""), Words(""), Words("not added", Look.QUIET), Words(common.why))
        return
    for band in common.leaves:
        yield from _band(group, common, band, names)


def _band(group: Sequence[Reported], common: Dimension, band: Category, names: dict[str, str]) -> Iterator[Row]:
    added: list[Figure] = []
    parts: list[Sum] = []
    for each in group:
        figures, labels = _inside(each, common, band)
        whole = Addition(tuple(figure.expression for figure in figures if figure.expression is not None))
        added += figures
        parts.append(whole)
        yield (
            Words(band.label, Look.STRONG),
            Words(each.one.terms.title, to=names[each.one.terms.contract]),
            Words(each.one.terms.service(each.line.key.service).title),
            _number(whole, figures),
            Words(" + ".join(labels) if len(labels) > 1 else "", Look.QUIET),
        )
    why = why_not(group)
    together = _number(Addition(tuple(parts)), added) if not why else Words("not added", Look.QUIET)
    yield (Words(f"{band.label}, together", Look.INDENTED), Words(""), Words(""), together, Words(why, Look.QUIET))


def _inside(each: Reported, common: Dimension, band: Category) -> tuple[list[Figure], list[str]]:
    """The figures of the categories that go into a band, and what those are called."""
    own = _bands(each)
    mapping = map_bands(own, common) if own else None
    if own is None or mapping is None or isinstance(mapping, Split):
        return [], []
    ids = gathered(mapping).get(band.id, ())
    labels = [category.label for category in own.leaves if category.id in ids]
    of_band = [
        line
        for line in each.one.lines
        if (line.key.service, line.key.measure, line.key.dimension)
        == (each.line.key.service, each.measure.code, own.id)
        and line.key.category in ids
    ]
    asked = each.one.asked
    figures = [then.figure for line in of_band for then in line.thens if then.figure and asked.overlaps(then.period)]
    return [figure for figure in figures if figure.inside], labels


def _number(whole: Addition, figures: Sequence[Figure]) -> Number | Words:
    """What the figures of a band come to; a count that stands at a day is not added over several periods."""
    if not figures or not whole.parts:
        return Words("not asked", Look.QUIET)
    kind = figures[0].kind
    if KINDS[kind].over_time is not Over.SUM and len({figure.period for figure in figures}) > 1:
        return Words("not added over time", Look.QUIET)
    return worked_out(whole, kind, [entry for figure in figures for entry in figure.sources])
