"""What stands under a contract's measures: funnels, breakdowns, the provider's words, decisions and findings."""

from collections.abc import Iterable, Iterator

from commissioning.calendar import day_in_words
from commissioning.measures import KINDS
from commissioning.model.contract import Funnel, Origin, Service, Terms
from commissioning.model.document import Chart, Column, Look, Number, Piece, Shape, Table, Words
from commissioning.model.expression import Ratio
from commissioning.model.figure import Basis, Figure
from commissioning.model.finding import Finding
from commissioning.model.measure import Dimension
from commissioning.model.posted import Action, Decision
from commissioning.model.quantity import Bound, Quantity
from commissioning.period import NOT_STATED
from commissioning.report.evidence import Arrived, ContractEvidence, figure_cell
from commissioning.report.line_cells import (
    MEASURE,
    PERIOD,
    SERVICE,
    TREND,
    YEAR,
    numbers_from,
    period_column,
    then_cell,
    trend,
    without_empty,
)
from commissioning.report.words import list_in_words, period_in_words
from commissioning.report.worked_out import worked_out
from commissioning.template import COMMENTARY, DECLARATION
from commissioning.totals.lines import Line

Row = tuple[Piece, ...]
NOT_ONE_COHORT = (
    "These are counts of what happened in the period, not one group of people followed through it: who leaves now may"
    " have come in an earlier period."
)

FEW = 2
"""As many services as have a funnel each."""


def funnels(one: ContractEvidence) -> tuple[Table, ...]:
    """Each funnel of the terms, for each service that is asked for all of it; where those are many, in one table."""
    found = [(funnel, _services(one.terms, funnel)) for funnel in one.terms.funnels]
    tables = (
        (_by_service(one, funnel, services),)
        if len(services) > FEW
        else (_funnel(one, funnel, service) for service in services)
        for funnel, services in found
    )
    return tuple(table for of_one in tables for table in of_one if table)


def _services(terms: Terms, funnel: Funnel) -> tuple[Service, ...]:
    asked = [set(terms.measure(code).services) for code in funnel.measures]
    return tuple(terms.service(id) for id in terms.measure(funnel.measures[0]).services if all(id in a for a in asked))


def _stages(one: ContractEvidence, funnel: Funnel, service: Service) -> list[Figure]:
    """The stages that are exact counts, in order."""
    now = {line.key.measure: line.now for line in one.lines if line.key.service == service.id and _is_whole(line)}
    return [figure for code in funnel.measures if (figure := now.get(code)) and _is_exact(figure)]


def _by_service(one: ContractEvidence, funnel: Funnel, services: tuple[Service, ...]) -> Table | None:
    """A row a service and a column a stage, of the services for which every stage is an exact count."""
    whole = [
        (service, stages)
        for service in services
        if len(stages := _stages(one, funnel, service)) == len(funnel.measures)
    ]
    if not whole:
        return None
    labels = [stage.about for stage in whole[0][1]]
    columns = (Column("Service", MEASURE), *(Column(label, SERVICE) for label in labels))
    rows: tuple[Row, ...] = tuple(
        (Words(service.title, Look.STRONG), *(figure_cell(stage) for stage in stages)) for service, stages in whole
    )
    drawn = tuple(range(1, len(columns)))
    chart = Chart(funnel.title, Shape.BARS, 0, drawn, 0, len(rows) - 1)
    return Table(funnel.title, columns, rows, (NOT_ONE_COHORT, *_other_units(whole[0][1])), charts=(chart,))


def _funnel(one: ContractEvidence, funnel: Funnel, service: Service) -> Table | None:
    stages = _stages(one, funnel, service)
    columns = (Column("Stage", MEASURE), Column("Number", SERVICE), Column("Of the first", PERIOD))
    title = f"{funnel.title}: {service.title}"
    if len(stages) < len(funnel.measures):
        empty = "Not drawn: a stage of it has not been returned as an exact count."
        return Table(title, columns, (), empty=empty) if stages else None
    rows = tuple(_stage(stage, stages[0]) for stage in stages)
    chart = Chart(title, Shape.BARS, 0, (1,), 0, len(rows) - 1)
    return Table(title, columns, rows, (NOT_ONE_COHORT, *_other_units(stages)), charts=(chart,))


def _stage(stage: Figure, first: Figure) -> Row:
    about = Words(stage.about, Look.STRONG)
    if stage is first or stage.expression is None or first.expression is None:
        return (about, figure_cell(stage), Words(""))
    if stage.unit != first.unit:
        return (about, figure_cell(stage), Words("not compared", Look.QUIET))
    part = worked_out(Ratio(stage.expression, first.expression), "ratio", (*stage.sources, *first.sources))
    return (about, figure_cell(stage), part)


def _other_units(stages: list[Figure]) -> tuple[str, ...]:
    """Why a stage is not compared with the first, where it counts something else."""
    units = dict.fromkeys(stage.unit for stage in stages if stage.unit != stages[0].unit)
    named = list_in_words(["what is not stated" if unit == NOT_STATED else unit for unit in units])
    return (f"Counts of {named} are not compared with counts of {stages[0].unit}.",) if units else ()


def breakdowns(one: ContractEvidence) -> tuple[Table, ...]:
    """A table for each dimension that something is broken down by, the categories its rows."""
    found = (_breakdown(one, dimension) for dimension in one.terms.dimensions)
    return tuple(table for table in found if table)


def _breakdown(one: ContractEvidence, dimension: Dimension) -> Table | None:
    lines = [line for line in one.lines if line.key.dimension == dimension.id]
    if not lines:
        return None
    labels = tuple(then.label for then in lines[0].thens)
    ending = (Column("Part of the whole", YEAR),) if dimension.exclusive else ()
    columns = (
        Column("Category", MEASURE),
        Column("Service", SERVICE),
        *(period_column(label) for label in labels),
        Column("Trend", TREND),
        *ending,
    )
    rows: list[Row] = []
    charts: list[Chart] = []
    for service, measure in dict.fromkeys((line.key.service, line.key.measure) for line in lines):
        of = [line for line in lines if (line.key.service, line.key.measure) == (service, measure)]
        whole = next(
            (o for o in one.lines if _is_whole(o) and (o.key.service, o.key.measure) == (service, measure)), None
        )
        group = _group(one, dimension, of, whole)
        title = _group_title(one, of, whole)
        rows.append((Words(title, Look.GROUP), *(Words("") for _ in columns[1:])))
        if not dimension.groups and _can_be_drawn(group[: len(of)], len(labels) + 1):
            last = len(labels) + 1
            about = f"{title}: {dimension.label.lower()}, {labels[-1]}"
            charts.append(Chart(about, Shape.BARS, 0, (last,), len(rows), len(rows) + len(of) - 1))
        rows.extend(group)
    several = "One person may be in several of these, so they do not add up to the whole."
    notes = (*(() if dimension.exclusive else (several,)), *_explained_parts(one, lines))
    title = f"By {dimension.label.lower()}"
    return without_empty(Table(title, columns, tuple(rows), notes, charts=tuple(charts)))


def _explained_parts(one: ContractEvidence, lines: Iterable[Line]) -> Iterator[str]:
    """What the provider typed beside the parts, or how they were worked out, each with its part and service."""
    who = "Noted" if is_from_paper(one) else "Provider"
    for line in lines:
        if line.last and line.last.note:
            said = f"{who}: " if line.last.basis is Basis.RETURNED else ""
            yield f"{line.about}, {one.terms.service(line.key.service).title}. {said}{line.last.note}"


def _group_title(one: ContractEvidence, lines: list[Line], whole: Line | None) -> str:
    about = whole.about if whole else lines[0].key.measure
    return f"{about}, {one.terms.service(lines[0].key.service).title}"


def _group(one: ContractEvidence, dimension: Dimension, lines: list[Line], whole: Line | None) -> list[Row]:
    """The categories of one measure, in the order contract text names them, and the measure itself under them."""
    order = [category.id for category in dimension.categories]
    names = {one.id: one.label for one in dimension.categories}
    labels = {one.id: f"{names[one.within]}: {one.label}" if one.within else one.label for one in dimension.categories}
    return [
        _category(one, dimension, line, labels.get(line.key.category, line.key.category), whole)
        for line in sorted(lines, key=lambda line: order.index(line.key.category) if line.key.category in order else 99)
    ]


def _category(one: ContractEvidence, dimension: Dimension, line: Line, label: str, whole: Line | None) -> Row:
    cells = tuple(then_cell(one, line, then) for then in line.thens)
    about = (Words(label, Look.INDENTED), Words(one.terms.service(line.key.service).title), *cells, trend(cells, 2))
    return (*about, _part(line.last, whole.last if whole else None)) if dimension.exclusive else about


def _part(part: Figure | None, whole: Figure | None) -> Piece:
    if part is None or whole is None or not (_is_exact(part) and _is_exact(whole)):
        return Words("")
    if part.expression is None or whole.expression is None:
        return Words("")
    return worked_out(Ratio(part.expression, whole.expression), "ratio", (*part.sources, *whole.sources))


def _can_be_drawn(rows: list[Row], last: int) -> bool:
    return all(isinstance(row[last], Number) and not numbers_from((row[last],)) for row in rows)


def _is_whole(line: Line) -> bool:
    return not line.key.dimension and not line.implied


def _is_exact(figure: Figure) -> bool:
    return (
        isinstance(figure.given, Quantity)
        and figure.given.bound is Bound.EXACT
        and KINDS[figure.kind].guard is not None
    )


def is_from_paper(one: ContractEvidence) -> bool:
    """Whether its words are noted from a paper, and so none of them the provider's."""
    return one.terms.origin is Origin.TRANSCRIBED


def provider_words(one: ContractEvidence) -> Table:
    """Commentary, and other answers in words."""
    columns = (Column("Question", MEASURE), Column("Service", SERVICE), Column("Answer", 90))
    rows = tuple(
        (
            Words(_question(one.terms, entry.key.measure), Look.STRONG),
            Words(one.terms.service(entry.key.service).title),
            Words(entry.words),
        )
        for entry in one.entries
        if entry.words and KINDS[entry.kind].answer is None and one.asked.overlaps(entry.period)
    )
    title = "What is noted from the paper" if is_from_paper(one) else "In the provider's words"
    return Table(title, columns, rows, empty="No words are noted." if is_from_paper(one) else "No words were returned.")


def _question(terms: Terms, code: str) -> str:
    labels = {measure.code: measure.label for measure in (COMMENTARY, *DECLARATION, *terms.measures)}
    return labels.get(code, code)


def decisions(one: ContractEvidence) -> Table:
    """What was decided about the returns that stand, by whom, when and why; and what they correct."""
    columns = (Column("Who decided, and when", MEASURE), Column("Return for", SERVICE), Column("What, and why", 90))
    rows = tuple(row for arrived in one.arrived if arrived.stands for row in _decided(arrived))
    return Table("Decisions", columns, rows, empty="Nothing has been decided.")


def _decided(arrived: Arrived) -> Iterator[Row]:
    period = Words(period_in_words(arrived.receipt.period))
    if arrived.receipt.corrects:
        when = day_in_words(arrived.receipt.received.date())
        why = f"Corrects an earlier return: {arrived.receipt.correction_reason}"
        yield (Words(f"Correction, {when}", Look.STRONG), period, Words(why))
    for decision in arrived.decisions:
        who = f"{decision.actor}, {day_in_words(decision.at.date())}"
        yield (Words(who, Look.STRONG), period, Words(say_decision(arrived, decision)))


def say_decision(arrived: Arrived, decision: Decision) -> str:
    """A decision in words: what it does, why, until when, and that it no longer stands where that is so."""
    until = f" until {day_in_words(decision.until)}" if decision.until else ""
    match decision.action:
        case Action.ACCEPT:
            said = "Accepted" if arrived.explained else "Accepted once, which no longer stands"
        case Action.QUERY:
            said = f"Queried, to be answered{until.replace(' until', ' by')}" if until else "Queried"
        case Action.WAIVE:
            said = f"{decision.code} waived{until}"
    return f"{said}: {decision.why}"


def _found(one: ContractEvidence, arrived: Arrived, finding: Finding) -> str:
    """What was found, what to do or was decided, and what stands beside the figures: a sentence each."""
    said = f"{finding.code}. {finding.there} {arrived.said_of(finding)[1]}".rstrip()
    explanation = one.explained(arrived, finding)
    who = "Noted beside it" if is_from_paper(one) else "Provider's explanation"
    stop = "" if said.endswith((".", "!", "?")) else "."
    return f"{said}{stop} {who}: {explanation}" if explanation else said


def findings(one: ContractEvidence) -> Table:
    """What checks found in the returns that stand."""
    columns = (Column("Where", MEASURE), Column("Severity", SERVICE), Column("What was found, and what to do", 110))
    rows = tuple(
        (
            Words(", ".join(str(place) for place in finding.places) or arrived.receipt.file),
            Words(arrived.said_of(finding)[0], Look.STRONG),
            Words(_found(one, arrived, finding)),
        )
        for arrived in one.arrived
        if arrived.stands
        for finding in arrived.judgement.findings
    )
    return Table("Findings", columns, rows, empty="No check found anything.")
