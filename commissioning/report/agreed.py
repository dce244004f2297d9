"""What contract text states without a return, as tables: money, capacity and events, and their rows in Data."""

from collections.abc import Iterable

from commissioning.contract.times import day_month_or_year_in_words, read_day_month_or_year
from commissioning.model.agreed import Event
from commissioning.model.contract import Service, Terms
from commissioning.model.document import Column, Look, Number, Piece, Table, Words
from commissioning.model.expression import Term
from commissioning.model.figure import Basis, Figure
from commissioning.model.quantity import Bound, Quantity
from commissioning.report.evidence import ContractEvidence, figure_cell
from commissioning.report.stated_money import standing_of

Row = tuple[Piece, ...]
WIDTHS = (28, 40, 14, 13, 26, 58)
DATA_WIDTHS = (17, 11, 14, 17, 12, 11, 12, 8, 11, 25)


def agreed_tables(one: ContractEvidence) -> tuple[Table, ...]:
    """The tables of one contract that have anything to show; every number is a formula over its row in Data."""
    money = tuple(_row(one.terms, figure) for figure in one.agreed if figure.kind in ("money", "stated-percentage"))
    capacity = tuple(
        _row(one.terms, figure) for figure in one.agreed if figure.kind not in ("money", "stated-percentage")
    )
    events = tuple(_event(event) for event in in_order(one.terms.events))
    headings = ("Service", "What is stated", "Standing", "Unit", "Amount", "For when, and what is said of it")
    tables = (
        Table("Services", _columns(("Service", "Provider", "Areas and whom it is for")), _services(one.terms)),
        Table("Money stated", _columns(headings), money),
        Table("Capacity stated", _columns(headings), capacity),
        Table("Events", _columns(("When", "What", "Until", "Moved from", "Provider", "What is said of it")), events),
    )
    return tuple(table for table in tables if table.rows)


def stated_table(evidence: Iterable[ContractEvidence]) -> Table:
    """Each amount that contract text states, under the name by which Sums find it: a part of the Data sheet."""
    headings = ("Contract", "Service", "Figure", "What it is", "For", "Value", "Unit", "Bound", "Standing", "Where")
    columns = tuple(Column(heading, width) for heading, width in zip(headings, DATA_WIDTHS, strict=True))
    rows = tuple(_data_row(one.terms, figure) for one in evidence for figure in one.agreed if _is_stated(figure))
    return Table("Stated in contract text", columns, rows, empty="Contract text states no amounts.")


def _services(terms: Terms) -> tuple[Row, ...]:
    """Each strand with what is stated of it alone; none where nothing is stated of any."""
    told = [s for s in terms.services if s.areas or s.eligibility or s.provider or s.sub_contractors]
    return tuple(_service(service) for service in (terms.services if told else ()))


def _service(service: Service) -> Row:
    chain = [*([service.provider.name] if service.provider else []), *(sub.name for sub in service.sub_contractors)]
    return (
        Words(service.title, Look.STRONG),
        Words(", and through it ".join(chain) or "as the contract"),
        Words("; ".join(part for part in (", ".join(service.areas), service.eligibility) if part) or "not stated"),
    )


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by when they begin; those without a date last, each group as contract text has it."""
    return tuple(sorted(events, key=_begins))


def _columns(headings: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in zip(headings, WIDTHS, strict=False))


def _is_stated(figure: Figure) -> bool:
    return figure.basis is Basis.STATED


def _row(terms: Terms, figure: Figure) -> Row:
    computed = Words(figure.about, Look.PLAIN if _is_stated(figure) else Look.STRONG)
    when = {"not stated": "" if figure.key.dimension else "time not stated"}.get(
        figure.period_label, figure.period_label
    )
    return (
        Words(terms.service(figure.key.service).title),
        computed,
        standing_of(figure),
        Words("£" if figure.unit == "GBP" else figure.unit),
        figure_cell(figure),
        Words("; ".join(part for part in (_sentence(when), figure.note) if part)),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _data_row(terms: Terms, figure: Figure) -> Row:
    bound = figure.given.bound if isinstance(figure.given, Quantity) else Bound.EXACT
    name = figure.expression.key if isinstance(figure.expression, Term) else None
    return (
        Words(figure.contract),
        Words(figure.key.service or terms.service("").title),
        Words(figure.key.measure),
        Words(figure.about),
        Words(figure.period_label),
        Number(figure.given, figure.kind, name=name),
        Words(figure.unit),
        Words("" if bound is Bound.EXACT else bound.value),
        standing_of(figure),
        Words(figure.stated_in),
    )


def _event(event: Event) -> Row:
    parties = (("from", event.from_provider), ("to", event.to_provider))
    words = " ".join(f"{way} {who.name}" for way, who in parties if who)
    return (
        Words(day_month_or_year_in_words(event.on) if event.on else "date not stated"),
        Words(_sentence(event.sort.value), Look.STRONG),
        Words(day_month_or_year_in_words(event.by) if event.by else ""),
        Words(day_month_or_year_in_words(event.was) if event.was else ""),
        Words(_sentence(words)),
        Words(event.says),
    )


def _begins(event: Event) -> tuple[bool, str]:
    day = event.on or event.by
    starts = read_day_month_or_year(day).start if day else None
    return (starts is None, str(starts or ""))
