"""A figure goes in; the chain it stands on comes out: its Sum in words, its entries' returns and its contract text."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

from commissioning import sums
from commissioning.beside import say_given
from commissioning.contract.raw import WHOLE_CONTRACT
from commissioning.contract.reporting import period_label
from commissioning.errors import CommissioningError, NothingThere
from commissioning.findings import in_short
from commissioning.measures import KINDS
from commissioning.model.expression import Term
from commissioning.model.figure import Figure
from commissioning.model.organisation import Actor
from commissioning.model.posted import Entry
from commissioning.nearest import or_hint
from commissioning.report.evidence import Arrived
from commissioning.report.words import shown
from commissioning.totals.agreed import agreed_figures
from commissioning.totals.figures import Ledger, figures_of
from commissioning.work.arrivals import returns_behind
from commissioning.work.reporting import ledgers
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure, its Sum in words, each entry it stands on, its words as people read them, with the return that brought
    it, and what contract text states that it stands on."""

    figure: Figure
    service: str
    says: str
    entries: tuple[tuple[Entry, Arrived | None], ...]
    stated: tuple[Figure, ...] = ()


def trace(
    workspace: Workspace, actor: Actor, contract: str, measure: str, service: str | None, period: str | None
) -> tuple[Trace, ...]:
    """Every figure of a measure, of a part of it written `referrals/source/police`, or of what contract text states,
    for a service and a period.

    Raises NothingThere where there is none, CommissioningError for a measure or service that nobody knows.
    """
    asked = workspace.period(period, actor, contract) if period is not None else None
    [ledger] = ledgers(workspace, actor, contract)
    every = agreed_figures(ledger.contract)
    _refuse_unknown(ledger, every, measure, service)
    wanted = None if service is None else service.replace(WHOLE_CONTRACT, "")
    there = (*agreed_figures(ledger.contract, asked), *figures_of(ledger, asked))
    figures = [f for f in there if f.key.code == measure and wanted in (None, f.key.service)]
    if not figures:
        raise NothingThere(_nothing(ledger, every, measure, period))
    with workspace.store() as store:
        behind = returns_behind(store, ledger, [entry for figure in figures for entry in figure.sources])
    stated = {figure.expression.key: figure for figure in every if isinstance(figure.expression, Term)}
    return tuple(
        Trace(
            figure,
            ledger.contract.terms_for(figure.period).service(figure.key.service).title,
            _says(ledger, stated, figure),
            tuple((_in_words(ledger, entry), behind.get(entry.sha256)) for entry in figure.sources),
            tuple(stated[key] for key in sums.terms(figure.expression) if key in stated) if figure.expression else (),
        )
        for figure in figures
    )


def _in_words(ledger: Ledger, entry: Entry) -> Entry:
    """The entry with its words as people read them: a choice by its label, a day in words."""
    measures = ledger.contract.terms_for(entry.period).measures
    choices = next((one.choices for one in measures if one.code == entry.key.measure), ())
    return replace(entry, words=KINDS[entry.kind].in_words(entry.words, choices))


def say_entry(entry: Entry) -> str:
    """What an entry says: its words, where it has any, or its number or gap."""
    return in_short(entry.words) if entry.words else say_given(entry.given, entry.kind)


def _nothing(ledger: Ledger, stated: tuple[Figure, ...], measure: str, period: str | None) -> str:
    """Why there is no figure of a measure that is known, and what to ask for or do."""
    of = f" in {period}" if period else ""
    id = ledger.contract.id
    if any(figure.key.code == measure for figure in stated):
        return f"The contract text of {id} states no {measure}{of}; leave --period out to see when it does."
    held = {entry.key.code for entry in ledger.entries}
    parts = sorted(code for code in held if code.startswith(f"{measure}/"))
    if parts and measure not in held:
        return f"The ledger of {id} holds {measure} only in parts; ask for one of them: {', '.join(parts)}."
    return f"The ledger of {id} holds no figure of {measure}{of}; import its return first."


def _refuse_unknown(ledger: Ledger, stated: tuple[Figure, ...], measure: str, service: str | None) -> None:
    held = (*(entry.key.code for entry in ledger.entries), *(figure.key.code for figure in stated))
    codes = sorted({*_codes(ledger), *held})
    if measure not in codes and (now := _goes_on_as(ledger, measure)):
        raise CommissioningError(f"{ledger.contract.id} has no measure {measure!r} any more; it goes on as {now}.")
    services = [WHOLE_CONTRACT, *(one.id for terms in ledger.contract.versions for one in terms.services)]
    for word, known, thing in ((measure, codes, "measure"), (service, services, "service")):
        if word is not None and word not in known:
            there = f"there are: {', '.join(dict.fromkeys(known))}." if known else "it has none, and states no amounts."
            raise CommissioningError(f"{ledger.contract.id} has no {thing} {word!r}; {or_hint(word, known, there)}")


def _goes_on_as(ledger: Ledger, measure: str) -> str | None:
    """The code of the measure that continues one that had another code before."""
    measures = (one for terms in ledger.contract.versions for one in terms.measures)
    return next((one.code for one in measures if measure in one.continues), None)


def _codes(ledger: Ledger) -> Iterator[str]:
    return (measure.code for terms in ledger.contract.versions for measure in terms.measures)


def _says(ledger: Ledger, stated: Mapping[Hashable, Figure], figure: Figure) -> str:
    """The figure's Sum in words: each entry by its cell, its period and what it holds; what is stated, by its name."""

    def name(key: Hashable) -> str:
        if found := stated.get(key):
            title = ledger.contract.latest.service(found.key.service).title
            of = f", {title}" if found.key.service else ""
            return f"{found.about}{of} ({shown(found)})"
        entry = ledger.by_number.get(key) if isinstance(key, int) else None
        if entry is None:
            return "what has not been returned"
        label = period_label(ledger.contract.terms_for(entry.period), entry.period)
        return f"{entry.place} in {label} ({say_entry(_in_words(ledger, entry))})"

    if figure.words and not figure.expression:
        return f"told, not added: {figure.words}"
    return sums.say(figure.expression, name) if figure.expression else f"not worked out: {figure.note}"
