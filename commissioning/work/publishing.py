"""A period goes in; its monitoring workbook comes out, from what stands in the ledger now."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from commissioning.calendar import year_of
from commissioning.contract.reporting import adds_up, due_date, known_start, reported_within, term_of, year_starts
from commissioning.errors import UnclearShares
from commissioning.funding.charges.shares import posted_split
from commissioning.funding.splitting.split import Split, split
from commissioning.measures import KINDS
from commissioning.model.accounts import Charge
from commissioning.model.contract import Contract, Funding, Terms
from commissioning.model.figure import Basis, Figure
from commissioning.model.organisation import Actor
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import Bound, Quantity, Standing
from commissioning.money import to_pence
from commissioning.period import Period, label
from commissioning.posting import APRIL
from commissioning.report.evidence import Charged, ContractEvidence
from commissioning.report.monitoring import monitoring_workbook
from commissioning.report.words import period_in_words
from commissioning.store import Store
from commissioning.totals.agreed import agreed_figures
from commissioning.totals.figures import Ledger, figures_of, year_to_date_figure
from commissioning.totals.lines import Line, Then, lines_of
from commissioning.work.arrivals import arrived_within, returns_behind
from commissioning.work.reporting import ledgers
from commissioning.work.workspace import Workspace
from commissioning.writers import writer_for


def write_workbook(
    workspace: Workspace, period: str, actor: Actor, file: Path = Path("workbook.xlsx"), today: date | None = None
) -> tuple[bytes, int]:
    """The workbook's bytes, in the format that the file's ending asks for, and how many contracts are in it.

    A return that is due after `today` is not outstanding yet; without it, every one that is not in is.
    """
    writer = writer_for(file)
    asked = workspace.period(period, actor)
    evidence = gather(workspace, asked, actor, today)
    return writer.write(monitoring_workbook(label(asked, APRIL), evidence), workspace.dress), len(evidence)


def gather(
    workspace: Workspace, asked: Period, actor: Actor, today: date | None = None
) -> tuple[ContractEvidence, ...]:
    """What the workbook is made from, for every contract that the actor sees and the period concerns."""
    found = [ledger for ledger in ledgers(workspace, actor) if concerns(ledger.contract, asked)]
    with workspace.store() as store:
        return tuple(replace(_evidence(store, ledger, asked), today=today) for ledger in found)


def concerns(contract: Contract, asked: Period) -> bool:
    """Whether a contract belongs in a period's workbook: by what it reports, else its term, else its paper's year; or
    by an amount that it states for a time, such as a year's award."""
    terms = contract.terms_for(asked)
    times = (_known(terms, figure.period) for figure in agreed_figures(contract) if _is_dated(figure.period))
    return any(known.overlaps(asked) for known in (*_known_times(terms), *times))


def _known_times(terms: Terms) -> tuple[Period, ...]:
    """When a contract is known to be at work; for all time, where nothing says when."""
    if spans := [span for span in terms.reporting.spans if _is_dated(span)] if terms.reporting else []:
        return tuple(_known(terms, Period(span.start, span.end or span.as_at, span.as_at)) for span in spans)
    if terms.starts or terms.ends:
        return (_known(terms, term_of(terms)),)
    paper = terms.source.dated if terms.source else None
    return (year_of(paper, APRIL) if paper else Period(None, None),)


def _is_dated(period: Period) -> bool:
    return bool(period.start or period.end)


def _known(terms: Terms, period: Period) -> Period:
    """A period as far as it is known: an end that is not stated is that of the year of the paper, or of the other end
    where that lies beyond it. Nothing says that it reaches back, or goes on, further."""
    day = period.as_at or (terms.source.dated if terms.source else None)
    stated = [known for known in (day, period.start, period.end) if known]
    return Period(known_start(terms, period), period.end or year_of(max(stated), APRIL).end)


def _evidence(store: Store, ledger: Ledger, asked: Period) -> ContractEvidence:
    versions = ledger.contract.versions_in(asked)
    terms = versions[-1][0]
    figures = tuple(
        replace(figure, period_label=_called(ledger, figure.period)) for figure in figures_of(ledger, asked)
    )
    year = tuple(_year_to_date(ledger, figure) for figure in figures)
    lines = lines_of(ledger, asked, figures)
    charges = store.charges(ledger.contract.id)
    shown = (*figures, *(one for one in year if one), *(t.figure for line in lines for t in line.thens if t.figure))
    entries = _entries_shown(ledger, asked, shown)
    return ContractEvidence(
        terms=terms,
        asked=asked,
        figures=figures,
        year=year,
        entries=entries,
        arrived=arrived_within(store, ledger, asked),
        charged=tuple(charged for figure in figures if (charged := _charged(store, ledger, figure, charges))),
        due={
            period: due_date(ledger.contract.terms_for(period), period)
            for period in (*reported_within(terms, asked), *ledger.periods)
        },
        versions=versions,
        agreed=agreed_figures(ledger.contract, asked),
        lines=tuple(replace(line, thens=_labelled(ledger, line)) for line in lines),
        behind=returns_behind(store, ledger, entries),
        turned_away=tuple(sign for sign in store.turned_away() if sign.contract == ledger.contract.id),
    )


def _entries_shown(ledger: Ledger, asked: Period, figures: tuple[Figure, ...]) -> tuple[Entry, ...]:
    """What touches the period, and whatever else the figures stand on."""
    needed = {entry.number for figure in figures for entry in figure.sources}
    shown = [e for e in ledger.entries if e.number in needed or asked.overlaps(e.period)]
    return tuple(sorted(shown, key=lambda entry: (entry.period.sort_key, entry.number)))


def _year_to_date(ledger: Ledger, figure: Figure) -> Figure | None:
    """The year to date of a measure's figure, where the year has several periods and this is one of them."""
    terms = ledger.contract.terms_for(figure.period)
    measures = {measure.code: measure for measure in terms.measures}
    measure = measures.get(figure.key.measure)
    of_measure = (
        measure
        and (figure.key.is_part or not figure.key.dimension)
        and figure.basis in (Basis.RETURNED, Basis.COMPUTED)
    )
    if not of_measure or measure is None or not KINDS[measure.kind].stands_among_figures:
        return None
    if not adds_up(terms, figure.period):
        return None
    return year_to_date_figure(ledger, figure.period, figure.key, measure)


def _labelled(ledger: Ledger, line: Line) -> tuple[Then, ...]:
    """A line's periods, labelled as everything in a workbook of several contracts is."""
    return tuple(replace(then, label=_called(ledger, then.period)) for then in line.thens)


def _called(ledger: Ledger, period: Period) -> str:
    return period_in_words(period, year_starts(ledger.contract.terms_for(period)))


def _split(figure: Figure, given: Quantity, funding: Funding, terms: Terms) -> Split:
    """The charge that a figure is, by the shares of its own service and period."""
    service = terms.service(figure.key.service)
    return split(to_pence(given.value), funding, figure.period, service.id, service.purposes)


def _charged(store: Store, ledger: Ledger, figure: Figure, charges: tuple[Charge, ...]) -> Charged | None:
    """A money figure as it was posted or, where it is not, split by the shares that held in its own period; None for a
    figure that is no charge."""
    terms = ledger.contract.terms_for(figure.period)
    spend = terms.money.spend
    is_asked = figure.key.measure == spend.net if spend else True
    is_returned = figure.kind == "money" and figure.basis is Basis.RETURNED and not figure.key.dimension and is_asked
    if not is_returned or terms.funding is None or not terms.funding.lines or not figure.inside:
        return None
    if figure.state is State.PROVISIONAL:
        return Charged(figure, None, "provisional: not split until accepted")
    if not isinstance(figure.given, Quantity) or figure.given.bound is not Bound.EXACT:
        return Charged(figure, None, "not an exact amount: not split")
    if figure.given.standing is not Standing.STATED:
        return Charged(figure, None, f"{figure.given.standing}: not split")
    receipt = store.receipt(figure.sources[0].sha256)
    changed = receipt is not None and receipt.contract_digest != terms.digest
    note = "contract text has changed since this return came" if changed else ""
    posted = posted_split(ledger.contract, charges, figure.period, figure.key)
    if posted is not None and posted.amount == to_pence(figure.given.value):
        return Charged(figure, posted, note)
    try:
        return Charged(figure, _split(figure, figure.given, terms.funding, terms), note)
    except UnclearShares as unclear:
        return Charged(figure, None, str(unclear))
