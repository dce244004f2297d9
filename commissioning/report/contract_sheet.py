"""One contract's sheet: each measure over the last periods, against its target; its parts, words and decisions."""

from collections.abc import Iterator
from dataclasses import dataclass

from commissioning.asked import answer_of
from commissioning.calendar import day_in_words
from commissioning.contract.reporting import year_starts
from commissioning.contract.times import day_month_or_year_in_words
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Source, Terms
from commissioning.model.document import Chart, Column, Look, Piece, Shape, Sheet, Table, Words
from commissioning.model.figure import Basis, Figure
from commissioning.model.measure import Role
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Missing
from commissioning.report.agreed import agreed_tables
from commissioning.report.choices_and_days import choices_and_days
from commissioning.report.evidence import ContractEvidence, figure_cell, leading_words
from commissioning.report.line_cells import (
    DIRECTION,
    MEASURE,
    RATING,
    SERVICE,
    TARGET,
    TREND,
    WHY,
    YEAR,
    is_below_nothing,
    numbers_from,
    period_column,
    target_cell,
    then_cell,
    trend,
    without_empty,
)
from commissioning.report.meanings import meanings
from commissioning.report.movement import direction, over_the_year
from commissioning.report.parts_of_contract import (
    breakdowns,
    decisions,
    findings,
    funnels,
    is_from_paper,
    provider_words,
)
from commissioning.report.targets import targets
from commissioning.report.words import list_in_words, period_in_words
from commissioning.totals.lines import Line
from commissioning.totals.ratings import nothing_sent

MOST_CHARTS = 4
ALONE = 110
"""The width of a contract's facts where no other table stands above them."""
ROLES = {
    Role.OUTCOME: "Outcomes",
    Role.QUALITY: "Quality",
    Role.OUTPUT: "Outputs",
    Role.INPUT: "Inputs",
    Role.CONTEXT: "Context, never rated",
}
"""The order of reading, and what each group is called."""


def contract_sheet(one: ContractEvidence, name: str, label: str) -> Sheet:
    """Everything the period says about one contract."""
    measures = _measures(one, label)
    through, parts = funnels(one), breakdowns(one)
    room = MOST_CHARTS - bool(through) - any(table.charts for table in parts)
    measures = _with_charts(measures, room)
    room = MOST_CHARTS - len(measures.charts)
    tables = [measures]
    for table in (*through[:1], *parts):
        tables.append(_with_charts(table, min(room, 1)))
        room -= len(tables[-1].charts)
    tables[2:2] = [_with_charts(table, room) for table in through[1:]]
    tables[1:1] = choices_and_days(one, label)
    written = (provider_words(one), decisions(one))
    shown = (*tables, *(table for table in written if table.rows or not is_from_paper(one)), findings(one))
    if not (one.owed or one.arrived):
        shown = tuple(table for table in shown if table.rows)
    above = (*shown, *targets(one), *meanings(one), *agreed_tables(one))
    facts = _terms(one.terms, SERVICE if above else ALONE)
    return Sheet(name, f"{one.terms.title}, {label}", (_who(one), *leading_words((one,))), (*above, facts))


def _with_charts(table: Table, most: int) -> Table:
    return Table(table.title, table.columns, table.rows, table.notes, table.empty, table.charts[: max(0, most)])


def _who(one: ContractEvidence) -> Words:
    """Who provides for whom, and from when until when, as far as it is stated, on one line."""
    parties = one.terms.parties
    lead = (parties.lead.name,) if parties.lead else ()
    bodies = [*lead, *(party.name for party in parties.commissioners)]
    said = "; ".join(part for part in (_provides(parties.provider, bodies), _term(one.terms)) if part)
    return Words(f"{_sentence(said)}.", Look.QUIET)


def _provides(provider: Organisation | None, bodies: list[str]) -> str:
    if provider is None:
        return f"commissioned by {list_in_words(bodies)}" if bodies else "parties not stated"
    if bodies == [provider.name]:
        return f"{provider.name} provides it itself"
    return f"{provider.name} provides for {list_in_words(bodies)}" if bodies else f"{provider.name} provides it"


def _term(terms: Terms) -> str:
    """`April 2016 to March 2017`, `from April 2016`, `until 31 March 2018`; empty where neither end is stated."""
    starts, ends = (day_month_or_year_in_words(end) if end else "" for end in (terms.starts, terms.ends))
    if starts and ends:
        return f"{starts} to {ends}"
    return f"from {starts}" if starts else f"until {ends}" if ends else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _terms(terms: Terms, width: int) -> Table:
    parties = terms.parties
    facts = (
        ("Lead commissioner", parties.lead_name),
        *_named("Other commissioners", parties.commissioners),
        ("Provider", parties.provider.name if parties.provider else "not stated"),
        *_named("Sub-contractors", parties.sub_contractors),
        *_named("Partners", parties.partners),
        ("Legal form", terms.legal_form or "not stated"),
        ("Term", _sentence(_term(terms)) or "not stated"),
        *_version(terms),
        *_as_at(terms),
        *_about_reporting(terms),
        ("Source", _source(terms.source) if terms.source else "contract text"),
    )
    rows = tuple((Words(name, Look.STRONG), Words(text)) for name, text in facts)
    return Table("The contract", (Column("", MEASURE), Column("", width)), rows)


def _named(heading: str, parties: tuple[Organisation, ...]) -> tuple[tuple[str, str], ...]:
    """A row for those who take part in that way, where there are any."""
    return ((heading, ", ".join(party.name for party in parties)),) if parties else ()


def _about_reporting(terms: Terms) -> tuple[tuple[str, str], ...]:
    """What is said of the periods reported."""
    said = terms.reporting.says if terms.reporting else ""
    return (("Periods reported", f"{_sentence(said).rstrip('.')}."),) if said else ()


def _source(source: Source) -> str:
    word = "line" if source.lines.isdecimal() else "lines"
    return f"{source.paper}, {day_in_words(source.dated) or 'date not stated'}, {word} {source.lines}"


def _version(terms: Terms) -> tuple[tuple[str, str], ...]:
    """Which version of the terms this is, where they were ever varied."""
    if terms.holds_from is None:
        return ()
    return (("Terms varied from", f"{day_in_words(terms.holds_from)}. {terms.reason}"),)


def _as_at(terms: Terms) -> tuple[tuple[str, str], ...]:
    """As at when the figures of a span are stated, where that is told."""
    spans = terms.reporting.spans if terms.reporting else ()
    days = dict.fromkeys(day_in_words(span.as_at) for span in spans if span.as_at)
    return (("Figures as at", ", ".join(days)),) if days else ()


@dataclass(frozen=True, slots=True)
class _Grid:
    """Which columns the measures' table has: `periods` between the service and the small line."""

    one: ContractEvidence
    lines: tuple[Line, ...]
    label: str

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods shown, oldest first."""
        return tuple(then.label for then in self.lines[0].thens) if self.lines else ()

    @property
    def first(self) -> int:
        """The column of the oldest period."""
        return 2

    def columns(self) -> tuple[Column, ...]:
        """Headings and widths."""
        year = f"All of {self.label}" if any(line.total for line in self.lines) else "Year to date"
        before = (Column("Measure", MEASURE), Column("Service", SERVICE))
        shown = tuple(period_column(label) for label in self.periods)
        after = (
            Column("Trend", TREND),
            Column("Target", TARGET),
            Column(year, YEAR),
            Column("Rating", RATING),
            Column("Direction", DIRECTION),
            Column("Since last year", DIRECTION),
            Column(f"Why, and what {'is noted' if is_from_paper(self.one) else 'the provider says'}", WHY),
        )
        return (*before, *shown, *after)


def _measures(one: ContractEvidence, label: str) -> Table:
    grid = _Grid(one, tuple(line for line in one.lines if _is_shown(line) and _is_number(line)), label)
    rows: list[tuple[Piece, ...]] = []
    charts: list[tuple[bool, int, Chart]] = []
    for place, (role, heading) in enumerate(ROLES.items()):
        lines = [line for line in grid.lines if _role(line) is role]
        if lines:
            rows.append((Words(heading, Look.GROUP), *(Words("") for _ in grid.columns()[1:])))
        for line in lines:
            rows.append(_row(grid, line))
        charts += [(not rated, place, chart) for rated, chart in _charts(grid, lines, len(rows) - len(lines))]
    drawn = tuple(chart for _, _, chart in sorted(charts, key=lambda found: found[:2]))
    empty = "No return is in, so there is no figure to show."
    return without_empty(Table("Measures", grid.columns(), tuple(rows), _notes(one), empty, drawn))


def _role(line: Line) -> Role:
    return line.measure.role if line.measure else Role.CONTEXT


def _is_shown(line: Line) -> bool:
    """Whether the line is of a measure or of one of its parts; breakdowns have tables of their own."""
    return line.key.is_part or not line.key.dimension


def _is_number(line: Line) -> bool:
    """Whether the line is of numbers; words have a table of their own."""
    kind = line.measure.kind if line.measure else next((t.figure.kind for t in line.thens if t.figure), "text")
    return KINDS[kind].guard is not None


def _row(grid: _Grid, line: Line) -> tuple[Piece, ...]:
    one, last = grid.one, line.last
    cells = tuple(then_cell(one, line, then) for then in line.thens)
    year = line.total or (one.year_of(last) if last else None)
    return (
        _called(line),
        Words(one.terms.service(line.key.service).title),
        *cells,
        trend(cells, grid.first),
        target_cell(last, _no_target(line)),
        _year_to_date(year),
        Words(last.rating.word if last else _nothing_sent(one, line), Look.RATING),
        Words(direction(line) if not line.implied else "", Look.QUIET),
        Words(over_the_year(line), Look.QUIET),
        Words(_why(one, last, None if _is_said_above(line) else year) if last else ""),
    )


def _no_target(line: Line) -> str:
    """What stands where no target does; nothing, where none could."""
    has_aim = line.measure is None or KINDS[line.measure.kind].has_figure
    return "not stated" if has_aim and not (line.implied or line.key.is_part) else ""


def _called(line: Line) -> Words:
    """The line's name; that of a part alone, where its measure has a line of its own above."""
    if not line.key.is_part:
        return Words(line.about, Look.INDENTED if line.implied else Look.STRONG)
    is_under = line.measure is not None and KINDS[line.measure.kind].has_figure
    if line.measure is None or not is_under:
        return Words(line.about, Look.STRONG)
    return Words(answer_of(line.measure, line.key).label, Look.INDENTED)


def _is_said_above(line: Line) -> bool:
    """Whether the line of its measure says why neither is added over time."""
    return (
        line.key.is_part
        and line.measure is not None
        and KINDS[line.measure.kind].figure is not None
        and (KINDS[line.measure.kind].over_time is Over.NEVER)
    )


def _nothing_sent(one: ContractEvidence, line: Line) -> str:
    """The word that its policy has for a period of which no figure came."""
    is_owed = line.measure is not None and line.thens[line.newest].says == "not returned"
    return nothing_sent(one.terms, line.measure) if is_owed and line.measure else ""


def _year_to_date(year: Figure | None) -> Piece:
    if year is None:
        return Words("", Look.QUIET)
    return figure_cell(year) if year.given is not Missing.NOT_ADDED else Words("not added", Look.QUIET)


def _why(one: ContractEvidence, figure: Figure, year: Figure | None) -> str:
    """Why the rating is what it is, and what else must be known to read the row."""
    who = "Noted" if is_from_paper(one) else "Provider"
    explained = f"{who}: {figure.note}" if figure.note and figure.basis is Basis.RETURNED else figure.note
    what = "total" if year and year.basis is Basis.TOTAL and year.period != figure.period else "year to date"
    so_far = f"{what} not added" if year and year.given is Missing.NOT_ADDED else what
    incomplete = f"{so_far}: {year.note}" if year and year.note else ""
    return ". ".join(part for part in (figure.rating.why, explained, incomplete) if part)


def _notes(one: ContractEvidence) -> tuple[str, ...]:
    notes = tuple(
        dict.fromkeys(
            f"{measure.label} is not added over services: {measure.people_may_be_in_both}."
            for measure in one.terms.measures
            if measure.people_may_be_in_both
        )
    )
    return (*notes, *_not_inside(one), *_other_lengths(one))


def _not_inside(one: ContractEvidence) -> Iterator[str]:
    """That what is not wholly of the period is shown and not added."""
    beyond = [figure.period for figure in one.figures if not figure.inside]
    if any(period.start or period.end for period in beyond):
        yield "A figure whose period lies only partly in the one asked for is shown with its own, and is not added."
    if any(not period.start and not period.end for period in beyond):
        yield "A figure whose period is not stated is shown, and is not added."


def _other_lengths(one: ContractEvidence) -> Iterator[str]:
    """Which earlier periods are not shown, since they are of another length."""
    shown = [then.period for line in one.lines[:1] for then in line.thens]
    first = min((period.sort_key for period in shown), default=None)
    before = [period for period in one.due if first and period.end and shown and period.sort_key < first]
    spans = one.terms.reporting is not None and one.terms.reporting.frequency == "span"
    if spans and before and shown[0].start:
        labels = list_in_words([period_in_words(period, year_starts(one.terms)) for period in before])
        yield f"{labels}: in a workbook of its own, since only periods of one length stand side by side."


def _charts(grid: _Grid, lines: list[Line], top: int) -> Iterator[tuple[bool, Chart]]:
    """A chart for each measure with a run of numbers, and whether it has a target."""
    wholes = [line for line in lines if not line.implied and not line.key.is_part]
    codes = dict.fromkeys(line.key.measure for line in wholes)
    for code in codes:
        at = [number for number, line in enumerate(lines) if line in wholes and line.key.measure == code]
        of = [lines[number] for number in at]
        cells = [tuple(then_cell(grid.one, line, then) for then in line.thens) for line in of]
        start = max(map(numbers_from, cells))
        together = at[-1] - at[0] == len(at) - 1
        if together and len(grid.periods) - start > 1 and not any(is_below_nothing(row) for row in cells):
            series = tuple(range(grid.first + start, grid.first + len(grid.periods)))
            yield any(line.last and line.last.target is not None for line in of), _chart(grid, of, series, top + at[0])


def _chart(grid: _Grid, lines: list[Line], series: tuple[int, ...], first: int) -> Chart:
    about, services = lines[0].about, [grid.one.terms.service(line.key.service).title for line in lines]
    title = about if len(services) > 1 else f"{about}, {services[0]}"
    kind = lines[0].measure.kind if lines[0].measure else "flow"
    shape = Shape.LINE if KINDS[kind].is_percent else Shape.COLUMNS
    return Chart(title, shape, 1, series, first, first + len(lines) - 1, across=True)
