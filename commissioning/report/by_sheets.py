"""The same figures by provider, by area, by funder and by measure; added only where they may be, and saying so."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from commissioning.funding.splitting.split import Split
from commissioning.measures import KINDS, Over
from commissioning.model.accounts import Part
from commissioning.model.document import Column, Look, Number, Sheet, Table, Words
from commissioning.model.expression import Term
from commissioning.model.quantity import Quantity
from commissioning.money import round_half_up
from commissioning.report.across import AREA, Reported, alike, inside, reported, together
from commissioning.report.by_age import by_age
from commissioning.report.evidence import Charged, ContractEvidence, figure_cell, part_name
from commissioning.report.line_cells import target_cell
from commissioning.report.money_cells import Row, added, in_pounds
from commissioning.report.stated_money import grouped_table, stated_money
from commissioning.report.words import list_in_words

MEASURE, CONTRACT, SERVICE, PERIOD, ACTUAL, TARGET, RATING, WHY = 46, 52, 18, 12, 14, 12, 11, 46
RULE = Words(
    "Figures are added over services or contracts only where they are of the same measure, unit and definition,"
    " and where nobody would be counted twice; otherwise the row says why not.",
    Look.QUIET,
)

DIVIDED = "A service for several areas stands under all of them, never divided."


def by_sheets(label: str, evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> tuple[Sheet, ...]:
    """The four sheets, and one by age where contracts ask the same thing in bands."""
    found = tuple(reported(evidence))
    by_provider = _grouped(found, lambda each: each.one.provider)
    by_area = _grouped((*found, *reported(evidence, AREA)), _areas)
    money = stated_money(evidence)
    by_areas = grouped_table(money, lambda each: each.area, (MEASURE, CONTRACT, SERVICE, PERIOD, ACTUAL, TARGET), names)
    by_funders = grouped_table(money, lambda each: each.funder, (46, 58, 14, 16, 18, 40), names)
    return (
        _sheet("By provider", label, by_provider, names),
        _with_stated(_sheet("By area", label, by_area, names, DIVIDED), by_areas),
        _with_stated(_by_funder(label, evidence, names), by_funders),
        _by_measure(label, found, names),
        *by_age(label, found, names),
    )


def _with_stated(sheet: Sheet, stated: Table) -> Sheet:
    """The sheet with the money that contract text states under it, if it states any."""
    return replace(sheet, tables=(*sheet.tables, stated)) if stated.rows else sheet


def _grouped(found: Sequence[Reported], of: Callable[[Reported], str]) -> list[tuple[str, list[Reported]]]:
    groups: dict[str, list[Reported]] = {}
    for each in found:
        groups.setdefault(of(each), []).append(each)
    return sorted(groups.items())


def _areas(each: Reported) -> str:
    """The area that it is of; else those of its service; of what belongs to no one service, those of all of the
    contract's."""
    if each.line.key.dimension == AREA:
        named = {category.id: category.label for category in each.one.terms.dimension(AREA).categories}
        return named.get(each.line.key.category, each.line.key.category)
    services = each.one.terms.services
    own = each.one.terms.service(each.line.key.service).areas
    every = own if each.line.key.service else tuple(dict.fromkeys(area for one in services for area in one.areas))
    return f"{list_in_words(every)}{' (jointly)' if len(every) > 1 else ''}" if every else "No area stated"


def _sheet(
    name: str, label: str, groups: Iterable[tuple[str, list[Reported]]], names: dict[str, str], note: str = ""
) -> Sheet:
    rows: list[Row] = []
    for heading, found in groups:
        rows.append(_heading(heading))
        for group in alike(found):
            rows.extend(_rows(group, names))
    lead = (RULE, Words(note, Look.QUIET)) if note else (RULE,)
    return Sheet(name, f"{name}, {label}", lead, (_table("Measures", tuple(rows)),))


def _heading(text: str) -> Row:
    return (Words(text, Look.GROUP), *(Words("") for _ in range(7)))


def _table(title: str, rows: tuple[Row, ...], notes: tuple[str, ...] = ()) -> Table:
    columns = (
        Column("Measure", MEASURE),
        Column("Contract", CONTRACT),
        Column("Service", SERVICE),
        Column("Period", PERIOD),
        Column("Actual", ACTUAL),
        Column("Target", TARGET),
        Column("Rating", RATING),
        Column("Why, or why not added", WHY),
    )
    return Table(title, columns, rows, notes, empty="No figure is in.")


def _rows(group: tuple[Reported, ...], names: dict[str, str]) -> Iterator[Row]:
    """The figures of one measure and, where there are several, what they come to together."""
    for each in group:
        terms, figure = each.one.terms, each.figure
        has_aim = KINDS[each.measure.kind].has_figure and not each.line.key.is_part
        yield (
            Words(each.line.about, Look.PLAIN if each.line.key.is_part else Look.STRONG),
            Words(terms.title, to=names[terms.contract]),
            Words(terms.service(each.line.key.service).title),
            Words(figure.period_label),
            figure_cell(figure),
            target_cell(figure, "not stated" if has_aim else ""),
            Words(figure.rating.word, Look.RATING),
            Words("; ".join(part for part in (figure.rating.why, each.beyond) if part), Look.QUIET),
        )
    if len(added := inside(group)) > 1:
        yield _together(added)


def _together(group: tuple[Reported, ...]) -> Row:
    total = together(group)
    about = Words(f"{group[0].line.about}, together", Look.INDENTED)
    blank = (Words(""), Words(""), Words(""))
    if isinstance(total, Number):
        how = group[0].adds.over_services
        said = f"{how}{' over services' if how is Over.SUM else ''}"
        return (about, *blank, total, Words(""), Words(""), Words(said, Look.QUIET))
    return (about, *blank, Words("not added", Look.QUIET), Words(""), Words(""), total)


def _by_measure(label: str, found: tuple[Reported, ...], names: dict[str, str]) -> Sheet:
    """Each measure with all that report it; one code with two meanings stands twice, and is not added."""
    rows: list[Row] = []
    groups = sorted(alike(found), key=lambda group: (group[0].line.about, group[0].measure.code))
    for group in (group for group in groups if len(group) > 1):
        rows.append(_heading(f"{group[0].line.about}: {group[0].measure.definition or 'definition not stated'}"))
        rows.extend(_rows(group, names))
    once = [row for group in groups if len(group) == 1 for row in _rows(group, names)]
    rows.extend((_heading("Reported once, by one service of one contract"), *once) if once else ())
    codes = [group[0].measure.code for group in groups]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    notes = tuple(f"{code} means different things in different contracts, so it is not added." for code in twice)
    return Sheet("By measure", f"By measure, {label}", (RULE,), (_table("Measures", tuple(rows), notes),))


@dataclass(frozen=True, slots=True)
class _Part:
    """A funder's part of a charge, the split that it is of, and its place among the parts."""

    one: ContractEvidence
    charged: Charged
    split: Split
    number: int
    part: Part

    @property
    def name(self) -> Hashable:
        """The key of its row in Data."""
        return part_name(self.charged, self.number)

    @property
    def note(self) -> str:
        """What to know of it."""
        return "illustrative" if self.charged.split and self.charged.split.illustrative else self.charged.note


def _by_funder(label: str, evidence: tuple[ContractEvidence, ...], names: dict[str, str]) -> Sheet:
    """Each funder's parts of the period's charges, by contract, and what they come to."""
    parts: dict[str, list[_Part]] = {}
    for each in _parts(evidence):
        parts.setdefault(each.split.funders[each.part.funder], []).append(each)
    rows = tuple(row for funder, found in sorted(parts.items()) for row in _funder_rows(funder, found, names))
    columns = (
        Column("Charge", 46),
        Column("Contract", 58),
        Column("Period", 14),
        Column("Share", 12),
        Column("£", 18),
        Column("Note", 40),
    )
    lead = Words(
        "What a contract achieves belongs to all who pay for it and is not divided between them; only charges are."
        " What is provisional is not split.",
        Look.QUIET,
    )
    table = Table("Parts of charges", columns, rows, empty="No charge of the period has been split.")
    return Sheet("By funder", f"By funder, {label}", (lead,), (table,))


def _parts(evidence: tuple[ContractEvidence, ...]) -> Iterator[_Part]:
    for one in evidence:
        for charged in one.charged:
            if charged.split is not None:
                for number, part in enumerate(charged.split.parts):
                    yield _Part(one, charged, charged.split, number, part)


def _percent(share: Fraction | None) -> str:
    return "" if share is None else f"{round_half_up(share * 100, 2).normalize():f}%"


def _funder_rows(funder: str, found: list[_Part], names: dict[str, str]) -> Iterator[Row]:
    yield (Words(funder, Look.GROUP), *(Words("") for _ in range(5)))
    for each in found:
        yield _part_row(each, names)
    if len(found) > 1:
        expression = added(each.name for each in found)
        pounds = Decimal(sum(each.part.pence for each in found)) / 100
        total = Number(Quantity(pounds), "money", expression, strong=True)
        yield (Words(f"{funder}, together", Look.INDENTED), *(Words("") for _ in range(3)), total, Words(""))


def _part_row(each: _Part, names: dict[str, str]) -> Row:
    figure, part, terms = each.charged.figure, each.part, each.one.terms
    return (
        Words(figure.about, Look.STRONG),
        Words(terms.title, to=names[terms.contract]),
        Words(figure.period_label),
        Words(_percent(each.split.share(part)), Look.QUIET),
        Number(in_pounds(part.pence), "money", Term(each.name), to=each.name),
        Words(each.note, Look.QUIET),
    )
