"""A measure's figure goes in; the chain it stands on comes out: its Sum in words, and every entry with its return."""

import difflib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from commissioning import sums
from commissioning.contract.raw import WHOLE_CONTRACT
from commissioning.contract.reporting import period_label
from commissioning.errors import CommissioningError, NothingThere
from commissioning.model.figure import Figure
from commissioning.model.organisation import Actor
from commissioning.model.posted import Entry
from commissioning.report.evidence import Arrived
from commissioning.template import say_given
from commissioning.totals.figures import Ledger, figures_of
from commissioning.work.arrivals import returns_behind
from commissioning.work.reporting import ledgers
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure, its Sum in words, and each entry it stands on with the return that brought it."""

    figure: Figure
    service: str
    says: str
    entries: tuple[tuple[Entry, Arrived | None], ...]


def trace(
    workspace: Workspace, actor: Actor, contract: str, measure: str, service: str | None, period: str | None
) -> tuple[Trace, ...]:
    """Every figure of a measure, or of a part of it written `referrals/source/police`, for a service and a period.

    Raises NothingThere where there is none, CommissioningError for a measure or service that nobody knows.
    """
    asked = workspace.period(period, actor, contract) if period is not None else None
    [ledger] = ledgers(workspace, actor, contract)
    _refuse_unknown(ledger, measure, service)
    wanted = None if service is None else service.replace(WHOLE_CONTRACT, "")
    figures = [f for f in figures_of(ledger, asked) if f.key.code == measure and wanted in (None, f.key.service)]
    if not figures:
        of = f" in {period}" if period else ""
        raise NothingThere(f"The ledger of {contract} holds no figure of {measure}{of}; import its return first.")
    with workspace.store() as store:
        behind = returns_behind(store, ledger, [entry for figure in figures for entry in figure.sources])
    return tuple(
        Trace(
            figure,
            ledger.contract.terms_for(figure.period).service(figure.key.service).title,
            _says(ledger, figure),
            tuple((entry, behind.get(entry.sha256)) for entry in figure.sources),
        )
        for figure in figures
    )


def _refuse_unknown(ledger: Ledger, measure: str, service: str | None) -> None:
    codes = sorted({*_codes(ledger), *(entry.key.code for entry in ledger.entries)})
    services = [WHOLE_CONTRACT, *(one.id for terms in ledger.contract.versions for one in terms.services)]
    for word, known, thing in ((measure, codes, "measure"), (service, services, "service")):
        if word is not None and word not in known:
            near = difflib.get_close_matches(word, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(dict.fromkeys(known))}."
            raise CommissioningError(f"{ledger.contract.id} has no {thing} {word!r}; {hint}")


def _codes(ledger: Ledger) -> Iterator[str]:
    return (measure.code for terms in ledger.contract.versions for measure in terms.measures)


def _says(ledger: Ledger, figure: Figure) -> str:
    """The figure's Sum in words, each entry by its cell, its period and what it holds."""

    def name(key: Hashable) -> str:
        entry = ledger.by_number.get(key) if isinstance(key, int) else None
        if entry is None:
            return "what has not been returned"
        label = period_label(ledger.contract.terms_for(entry.period), entry.period)
        return f"{entry.place} in {label} ({say_given(entry.given, entry.kind)})"

    return sums.say(figure.expression, name) if figure.expression else f"not worked out: {figure.note}"
