"""One contract's sheet: its terms, each measure against its target, breakdowns, words, findings."""

from commissioning.calendar import day_in_words
from commissioning.measures import KINDS
from commissioning.model.contract import Terms
from commissioning.model.document import Column, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.figure import Basis, Figure
from commissioning.model.quantity import Missing, Quantity
from commissioning.report.agreed import agreed_tables
from commissioning.report.evidence import ContractEvidence, figure_cell, leading_words
from commissioning.template import COMMENTARY, DECLARATION

WIDTHS = (24, 40, 12, 13, 16, 13, 17, 12, 58)


def contract_sheet(one: ContractEvidence, name: str, label: str) -> Sheet:
    """Everything the period says about one contract."""
    terms = one.terms
    return Sheet(
        name,
        f"{terms.title}, {label}",
        leading_words((one,)),
        (_terms(terms), *agreed_tables(one), _measures(one), _breakdowns(one), _words(one), _findings(one)),
    )


def _terms(terms: Terms) -> Table:
    parties = terms.parties
    source = (
        f"{terms.source.paper}, {day_in_words(terms.source.dated) or 'date not stated'}, lines {terms.source.lines}"
        if terms.source
        else "contract text"
    )
    facts = (
        ("Lead commissioner", parties.lead_name),
        ("Other commissioners", ", ".join(party.name for party in parties.commissioners) or "none stated"),
        ("Provider", parties.provider.name if parties.provider else "not stated"),
        ("Sub-contractors", ", ".join(party.name for party in parties.sub_contractors) or "none stated"),
        *((("Partners", ", ".join(party.name for party in parties.partners)),) if parties.partners else ()),
        ("Legal form", terms.legal_form or "not stated"),
        ("Term", f"{terms.starts or 'start not stated'} to {terms.ends or 'end not stated'}"),
        *_version(terms),
        *_as_at(terms),
        ("Source", source),
    )
    rows = tuple((Words(name, Look.STRONG), Words(text)) for name, text in facts)
    return Table("Contract", (Column("", WIDTHS[0]), Column("", WIDTHS[1])), rows)


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


def _measures(one: ContractEvidence) -> Table:
    headings = (
        "Service",
        "Measure",
        "Role",
        "Period",
        "Actual",
        "Target",
        "Year to date",
        "Rating",
        "Why, and what the provider says",
    )
    columns = tuple(Column(heading, width) for heading, width in zip(headings, WIDTHS, strict=True))
    shown = [
        (f, year) for f, year in zip(one.figures, one.year, strict=True) if not f.key.dimension and KINDS[f.kind].guard
    ]
    rows = tuple(
        _measure_row(one.terms, figure, year)
        for figure, year in sorted(shown, key=lambda pair: _order(one.terms, pair[0]))
    )
    notes = tuple(
        dict.fromkeys(f"{figure.about}: {figure.note}." for figure in one.figures if figure.basis is Basis.IMPLIED)
    )
    notes += tuple(
        dict.fromkeys(
            f"{measure.label} is not added over services: {measure.people_may_be_in_both}."
            for measure in one.terms.measures
            if measure.people_may_be_in_both
        )
    )
    partly = [figure for figure in one.figures if not figure.inside]
    if partly:
        notes += (
            "A figure whose period lies only partly in the one asked for is shown with its own, and is not added.",
        )
    return Table("Measures", columns, rows, notes, empty="No return is in, so there is no figure to show.")


def _order(terms: Terms, figure: Figure) -> tuple[object, ...]:
    """In order of period, then of services and measures as contract text names them, an implied count after its own."""
    services = ["", *(service.id for service in terms.services)]
    measures = [measure.code for measure in terms.measures]
    position = measures.index(figure.key.measure) if figure.key.measure in measures else len(measures)
    last = figure.basis is Basis.TOTAL
    service = services.index(figure.key.service) if figure.key.service in services else len(services)
    return (last, figure.period.sort_key, service or len(services), position, figure.basis is Basis.IMPLIED)


def _measure_row(terms: Terms, figure: Figure, year: Figure | None) -> tuple[Piece, ...]:
    roles = {measure.code: measure.role.value for measure in terms.measures}
    target: Piece = Words("not stated", Look.QUIET)
    if figure.target is not None:
        target = Number(Quantity(figure.target), figure.kind)
    elif figure.basis in (Basis.TOTAL, Basis.IMPLIED):
        target = Words("", Look.QUIET)
    return (
        Words(terms.service(figure.key.service).title),
        Words(figure.about, Look.STRONG),
        Words(roles.get(figure.key.measure, "")),
        Words(figure.period_label),
        figure_cell(figure),
        target,
        _year_to_date(year),
        Words(figure.rating.word, Look.RATING),
        Words(_why(figure, year)),
    )


def _year_to_date(year: Figure | None) -> Piece:
    if year is None:
        return Words("", Look.QUIET)
    return figure_cell(year) if year.given is not Missing.NOT_ADDED else Words("not added", Look.QUIET)


def _why(figure: Figure, year: Figure | None) -> str:
    """Why the rating is what it is, and what else must be known to read the row."""
    explained = f"Provider: {figure.note}" if figure.note and figure.basis is Basis.RETURNED else figure.note
    so_far = "year to date not added" if year and year.given is Missing.NOT_ADDED else "year to date"
    incomplete = f"{so_far}: {year.note}" if year and year.note else ""
    return ". ".join(part for part in (figure.rating.why, explained, incomplete) if part)


def _breakdowns(one: ContractEvidence) -> Table:
    headings = ("Service", "Measure and category", "", "Period", "Actual")
    columns = tuple(Column(heading, width) for heading, width in zip(headings, WIDTHS, strict=False))
    rows = tuple(
        (
            Words(one.terms.service(figure.key.service).title),
            Words(figure.about, Look.INDENTED),
            Words(""),
            Words(figure.period_label),
            figure_cell(figure),
        )
        for figure in one.figures
        if figure.key.dimension
    )
    return Table("Breakdowns", columns, rows, empty="Nothing is broken down.")


def _words(one: ContractEvidence) -> Table:
    columns = (Column("Service", WIDTHS[0]), Column("Question", WIDTHS[1]), Column("Answer", 90))
    rows = tuple(
        (
            Words(one.terms.service(entry.key.service).title),
            Words(_question(one.terms, entry.key.measure), Look.STRONG),
            Words(entry.words),
        )
        for entry in one.entries
        if entry.words and one.asked.overlaps(entry.period)
    )
    return Table("In the provider's words", columns, rows, empty="No words were returned.")


def _question(terms: Terms, code: str) -> str:
    labels = {measure.code: measure.label for measure in (COMMENTARY, *DECLARATION, *terms.measures)}
    return labels.get(code, code)


def _findings(one: ContractEvidence) -> Table:
    columns = (
        Column("Severity", WIDTHS[0]),
        Column("Where", WIDTHS[1]),
        Column("Code", WIDTHS[2]),
        Column("What was found", 110),
    )
    rows = tuple(
        (
            Words(finding.severity.value, Look.STRONG),
            Words(", ".join(str(place) for place in finding.places) or arrived.receipt.file),
            Words(finding.code),
            Words(f"{finding.there} {finding.remedy}"),
        )
        for arrived in one.arrived
        if arrived.stands
        for finding in arrived.judgement.findings
    )
    return Table("Findings", columns, rows, empty="No check found anything.")
