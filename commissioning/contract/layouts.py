"""Layouts of contract text: questions about what they refer to, and faultless ones as nouns."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Any

from commissioning.contract.layout_text import (
    AnchorText,
    CountText,
    LayoutText,
    ListText,
    MeaningText,
    TableText,
)
from commissioning.contract.raw import (
    RESERVED,
    UNKNOWNS,
    WHOLE_CONTRACT,
    Raw,
    Said,
    listed,
    parts_named,
    table,
    tables,
    unknown,
)
from commissioning.errors import UnclearPeriod
from commissioning.measures import KINDS
from commissioning.model.layout import Anchor, Count, Layout, Listing, Meaning, Meanings, Single, Table, Word
from commissioning.model.quantity import PART, Bound, Missing
from commissioning.period import MONTH_NAMES, read_period

STATUSES = (Missing.NOT_KNOWN.value, Missing.NOT_APPLICABLE.value)
_PART_OF_YEAR = re.compile(rf"Q[1-4]|H[12]|{'|'.join(MONTH_NAMES)}", re.IGNORECASE)


def layout_of(id: str, text: LayoutText) -> Layout:
    """A layout in whose text no fault was found."""
    return Layout(
        id=id,
        title=text.title,
        signs=tuple(map(_anchor, text.signs)),
        period=tuple(map(_anchor, text.period)),
        tables=tuple(map(_table, text.tables)),
        singles=tuple(Single(_anchor(cell), _meaning(cell)) for cell in text.cells),
        lists=tuple(map(_listing, text.lists)),
        missing=tuple(word for found in text.missing.items() if (word := read_word(*found))),
        ignore_sheets=text.ignore_sheets,
        left_out=text.left_out,
        holds_cases=text.holds == "cases",
    )


def read_word(text: str, says: str) -> Word | None:
    """What a word for a figure that is not there says: `0`, `not known`, `fewer than 5`; None for anything else."""
    if says in STATUSES:
        return Word(text, says, status=says)
    bound = next((bound.value for bound in Bound if says.startswith(f"{bound} ")), "")
    number = says.removeprefix(bound).strip()
    is_number = re.fullmatch(r"[0-9]+(\.[0-9]+)?", number)
    return Word(text, says, Decimal(number), bound) if is_number else None


def _anchor(text: AnchorText) -> Anchor:
    return Anchor(text.text, text.sheet, text.right, text.down)


def _table(text: TableText) -> Table:
    sheets = _meanings({text.sheet: MeaningText()} if text.sheet else {}) + _meanings(text.sheets)
    return Table(
        title=text.title,
        sheets=sheets,
        starts=text.starts,
        ends=text.ends,
        headings=_meanings(text.headings),
        header_rows=text.header_rows,
        labels=text.labels,
        rows=_meanings(text.rows),
        columns=_meanings(text.columns),
        ignore=text.ignore,
        periods=text.periods or "",
        explanation=text.explanation,
        status=text.status,
        statuses=tuple(text.statuses.items()),
        means=_meaning(text),
    )


def _listing(text: ListText) -> Listing:
    return Listing(text.title, text.sheet, text.ignore, tuple(map(_count, text.count)))


def _count(text: CountText) -> Count:
    by = tuple((column, _meanings(means)) for column, means in text.by.items())
    return Count(_meaning(text), text.date, text.distinct, text.total, tuple(text.where.items()), by)


def _meanings(found: Mapping[str, MeaningText | str]) -> Meanings:
    return tuple((text, _meaning(means)) for text, means in found.items())


def _meaning(text: MeaningText | str) -> Meaning:
    if isinstance(text, str):
        return _meaning(MeaningText.model_validate(_spelt_out(text)))
    parts = text.category.partition("/") if text.category else None
    dimension, category = (parts[0], parts[2]) if parts else (None, None)
    service = "" if text.service == WHOLE_CONTRACT else text.service
    times = Fraction(text.times) if text.times else None
    return Meaning(text.measure, service, dimension, category, text.period, times, text.percent, text.adds)


def _refer_to_what_is_there(raw: Raw) -> Iterator[Said]:
    """Measures, services, categories, periods and units that a layout names."""
    for path, found in _every_meaning(raw):
        means = _spelt_out(found) if isinstance(found, str) else found
        yield from _measure_is_there(raw, path, means)
        if isinstance(means.get("service"), str):
            yield from unknown(f"{path}.service", means["service"], [*table(raw, "service"), WHOLE_CONTRACT], "service")
        yield from _category_is_there(raw, path, means)
        yield from _can_be_read(path, means)


def _spelt_out(code: str) -> dict[str, str]:
    """A measure's code, or that of one part of it, as the table that says the same."""
    measure, _, category = code.partition("/")
    return {"measure": measure, **({"category": category} if category else {})}


def _measure_is_there(raw: Raw, path: str, means: Raw) -> Iterator[Said]:
    code = means.get("measure")
    if not isinstance(code, str):
        return
    measure = table(raw, "measure", code)
    yield from unknown(path, code, [*table(raw, "measure"), *sorted(RESERVED)], "measure")
    kind = KINDS.get(str(measure.get("kind")))
    if kind and not kind.answered and not str(means.get("category")).startswith(f"{PART}/"):
        instead = "Name one of its parts." if kind.parts else "Name the two counts it is computed from."
        yield path, f"names {code}, which is computed and never asked", instead
    if kind and means.get("percent") and not kind.is_percent:
        yield f"{path}.percent", f"is said of {code}, a {kind.title}", "Take it out; write times for other units."


def _category_is_there(raw: Raw, path: str, means: Raw) -> Iterator[Said]:
    words = means.get("category")
    if not isinstance(words, str):
        return
    dimension, _, category = words.partition("/")
    if dimension == PART:
        known = parts_named(raw, str(means.get("measure")))
        yield from unknown(f"{path}.category", category, known, "part")
        return
    asked = (table(raw, "dimension", dimension, key) for key in ("categories", "groups"))
    categories = [*chain.from_iterable(asked), *UNKNOWNS]
    if not category:
        yield f"{path}.category", f"is {words!r}", "Write breakdown/category, such as age/18-24."
        return
    yield from unknown(f"{path}.category", dimension, table(raw, "dimension"), "dimension")
    if dimension in table(raw, "dimension"):
        yield from unknown(f"{path}.category", category, categories, "category")
    measure = table(raw, "measure", str(means.get("measure")))
    if measure and dimension not in listed(measure, "breakdowns"):
        yield f"{path}.category", f"is {words!r}, and {means['measure']} is not asked by {dimension}", "Take it out."


def _can_be_read(path: str, means: Raw) -> Iterator[Said]:
    times, period = means.get("times"), means.get("period")
    if isinstance(times, str) and not _is_factor(times):
        yield f"{path}.times", f"is {times!r}", 'Write what a figure is multiplied by, such as "1000" or "1/60".'
    if isinstance(period, str) and not _is_period(period):
        yield (
            f"{path}.period",
            f"is {period!r}",
            "Write a part of the year, such as Q1 or April, or a label.",
        )


def _is_factor(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6}|/0*[1-9][0-9]{0,8})?", text)) and Fraction(text) > 0


def _is_period(text: str) -> bool:
    try:
        return bool(_PART_OF_YEAR.fullmatch(text)) or bool(read_period(text))
    except UnclearPeriod:
        return False


def _hold_what_they_say(raw: Raw) -> Iterator[Said]:
    """Words for what is missing, measures left out, and lists of cases that are said to be such."""
    for id, layout in tables(raw, "layout"):
        path = f"layout.{id}"
        for text, says in table(layout, "missing").items():
            if isinstance(says, str) and read_word(text, says) is None:
                remedy = "Write 0, not known, not applicable, or a bound with its number, such as fewer than 5."
                yield f"{path}.missing.{text}", f"is {says!r}", remedy
        for code in listed(layout, "left_out"):
            yield from unknown(f"{path}.left_out", code, [*table(raw, "measure"), *sorted(RESERVED)], "measure")
        if bool(layout.get("list")) != (layout.get("holds") == "cases"):
            remedy = 'Write holds = "cases" where there is a list, and only there: such a file is counted and not kept.'
            yield f"{path}.holds", f"is {layout.get('holds', 'figures')!r}", remedy


def _tables_say_what_they_are_of(raw: Raw) -> Iterator[Said]:
    """Tables, cells and counts that never say of which measure a figure is."""
    for path, found in _every_part(raw):
        every = [means for _, means in _meanings_of("", found)]
        if not any(isinstance(means, str) or means.get("measure") for means in every):
            yield path, "does not say of which measure its figures are", "Name one, here or for a row or column."
        if found.get("header_rows") == 0 and (found.get("columns") or found.get("periods") == "across"):
            yield (
                f"{path}.header_rows",
                "is 0, and columns need headings",
                "Write how many rows they take.",
            )


def _every_meaning(raw: Raw) -> Iterator[tuple[str, Any]]:
    """Every meaning of every layout, with its key path: a text or a table."""
    for path, found in _every_part(raw):
        yield from _meanings_of(path, found)


def _every_part(raw: Raw) -> Iterator[tuple[str, Raw]]:
    """Every table, cell and count of every layout, with its key path."""
    for id, layout in tables(raw, "layout"):
        for key in ("table", "cell"):
            yield from _numbered(f"layout.{id}.{key}", layout.get(key))
        for path, listing in _numbered(f"layout.{id}.list", layout.get("list")):
            yield from _numbered(f"{path}.count", listing.get("count"))


def _numbered(path: str, found: object) -> Iterator[tuple[str, Raw]]:
    parts = enumerate(found) if isinstance(found, list) else ()
    return ((f"{path}.{n}", part) for n, part in parts if isinstance(part, dict))


def _meanings_of(path: str, found: Raw) -> Iterator[tuple[str, Any]]:
    yield path, found
    several = [(key, table(found, key)) for key in ("sheets", "headings", "rows", "columns")]
    several += [(f"by.{column}", means) for column, means in tables(found, "by")]
    for key, meanings in several:
        for text, means in meanings.items():
            if isinstance(means, str | dict):
                yield f"{path}.{key}.{text}", means


LAYOUT_QUESTIONS = (_refer_to_what_is_there, _hold_what_they_say, _tables_say_what_they_are_of)
