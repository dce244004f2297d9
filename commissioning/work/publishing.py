"""A period goes in; its monitoring workbook comes out, from what stands in the ledger now."""

from commissioning.calendar import year_of
from commissioning.contract.reporting import APRIL, due_date, reported_within
from commissioning.errors import UnclearShares
from commissioning.funding.split import split
from commissioning.measures import KINDS
from commissioning.model.contract import Contract, Terms
from commissioning.model.figure import Basis, Figure
from commissioning.model.organisation import Actor
from commissioning.model.posted import Decision, Entry, Receipt, State
from commissioning.model.quantity import Bound, Quantity
from commissioning.money import to_pence
from commissioning.period import Period, label, read_period
from commissioning.report.evidence import Arrived, Charged, ContractEvidence
from commissioning.report.monitoring import monitoring_workbook
from commissioning.store import Store
from commissioning.totals.figures import Ledger, figures_of, year_to_date_figure
from commissioning.work.reporting import ledgers
from commissioning.work.workspace import Workspace


def write_workbook(workspace: Workspace, period: str, actor: Actor) -> tuple[bytes, int]:
    """The workbook's bytes, and how many contracts are in it."""
    from commissioning.writers.workbook import write_workbook as written

    asked = workspace.period(period, actor)
    evidence = gather(workspace, asked, actor)
    return written(monitoring_workbook(label(asked, APRIL), evidence), workspace.dress), len(evidence)


def gather(workspace: Workspace, asked: Period, actor: Actor) -> tuple[ContractEvidence, ...]:
    """What the workbook is made from, for every contract that the actor sees and the period concerns."""
    found = [ledger for ledger in ledgers(workspace, actor) if concerns(ledger.contract, asked)]
    with workspace.store() as store:
        return tuple(_evidence(store, ledger, asked) for ledger in found)


def concerns(contract: Contract, asked: Period) -> bool:
    """Whether a contract belongs in a period's workbook: by what it reports, its term, or its paper's year."""
    terms = contract.terms_for(asked)
    if terms.reporting and terms.reporting.span:
        return terms.reporting.span.overlaps(asked)
    if terms.starts or terms.ends:
        return _term(terms).overlaps(asked)
    return terms.source is None or terms.source.dated is None or year_of(terms.source.dated, APRIL).overlaps(asked)


def _term(terms: Terms) -> Period:
    return read_period(f"{terms.starts or ''}..{terms.ends or ''}")


def _evidence(store: Store, ledger: Ledger, asked: Period) -> ContractEvidence:
    terms = ledger.contract.terms_for(asked)
    figures = figures_of(ledger, asked)
    year = tuple(_year_to_date(ledger, figure) for figure in figures)
    return ContractEvidence(
        terms=terms,
        asked=asked,
        figures=figures,
        year=year,
        entries=_entries_shown(ledger, asked, (*figures, *(figure for figure in year if figure))),
        arrived=_arrived(store, ledger, asked),
        charged=tuple(_charged(terms, figure) for figure in figures if _is_charge(terms, figure)),
        due={period: _day(terms, period) for period in reported_within(terms, asked)},
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
    of_measure = measure and not figure.key.dimension and figure.basis in (Basis.RETURNED, Basis.COMPUTED)
    if not of_measure or measure is None or KINDS[measure.kind].guard is None:
        return None
    if terms.reporting is None or terms.reporting.frequency in ("span", "year"):
        return None
    return year_to_date_figure(ledger, figure.period, figure.key, measure)


def _arrived(store: Store, ledger: Ledger, asked: Period) -> tuple[Arrived, ...]:
    standing = {entry.sha256 for entry in ledger.entries}
    decisions = store.decisions()
    found = [r for r in store.receipts() if r.contract == ledger.contract.id and r.period and asked.overlaps(r.period)]
    return tuple(one for receipt in found if (one := _one_arrived(store, receipt, decisions, standing)))


def _one_arrived(store: Store, receipt: Receipt, decisions: tuple[Decision, ...], standing: set[str]) -> Arrived | None:
    judgement = store.judgement(receipt.sha256)
    about = tuple(decision for decision in decisions if decision.sha256 == receipt.sha256)
    return Arrived(receipt, judgement, about, receipt.sha256 in standing) if judgement else None


def _is_charge(terms: Terms, figure: Figure) -> bool:
    """A money figure as returned, of a contract whose funding is stated."""
    whole = figure.kind == "money" and figure.basis is Basis.RETURNED and not figure.key.dimension
    return whole and terms.funding is not None and figure.inside


def _charged(terms: Terms, figure: Figure) -> Charged:
    """The charge split by the shares that held in its period; what is provisional or not exact is not split."""
    if figure.state is State.PROVISIONAL:
        return Charged(figure, None, "provisional: not split until accepted")
    if not isinstance(figure.given, Quantity) or figure.given.bound is not Bound.EXACT or terms.funding is None:
        return Charged(figure, None, "not an exact amount: not split")
    try:
        return Charged(figure, split(to_pence(figure.given.value), terms.funding, figure.period))
    except UnclearShares as unclear:
        return Charged(figure, None, str(unclear))


def _day(terms: Terms, period: Period) -> str:
    due = due_date(terms, period)
    return f"{due.day} {due:%B %Y}" if due else "not stated"
