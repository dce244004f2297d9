"""Entries and the terms they were returned under to Figures: as returned, computed, implied, and in total."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from commissioning import sums
from commissioning.asked import answer_of, answers_of
from commissioning.contract.aims import aim_of
from commissioning.contract.reporting import period_label, reported_within, term_of, year_to_date
from commissioning.findings import in_short
from commissioning.measures import KINDS, Over
from commissioning.measures.stated_percentage import implied_count
from commissioning.model.contract import Contract, Terms
from commissioning.model.expression import Product, Ratio, Term, Whole
from commissioning.model.figure import Basis, Figure, Rating, Travel
from commissioning.model.measure import Measure
from commissioning.model.posted import Entry, State
from commissioning.model.quantity import AnswerKey, Given, Missing, Quantity, Standing
from commissioning.money import round_half_up
from commissioning.period import Period
from commissioning.totals import in_words
from commissioning.totals.adding import Added, come_to
from commissioning.totals.frames import UNITS, Run, entries_frame, runs
from commissioning.totals.groups import LEFT_BLANK, groups_left_blank
from commissioning.totals.notes import unknown_parts_note
from commissioning.totals.rates import with_its_value
from commissioning.totals.ratings import NOT_RATED, Rated, rate
from commissioning.totals.travel import Stage, period_before, travel, year_before

if TYPE_CHECKING:
    import polars as pl

ASKED_IN = "asked in"
"""How the note begins of a figure whose measure was not asked in every period it is over."""


@dataclass(frozen=True)
class Ledger:
    """The current entries of one contract, looked up by period and answer, by number, and by run of periods."""

    contract: Contract
    entries: tuple[Entry, ...]
    _runs: dict[tuple[Period, ...], Mapping[AnswerKey, Run]] = field(default_factory=dict)

    @cached_property
    def by_number(self) -> Mapping[int, Entry]:
        """The entries by their numbers: what the terms of Sums stand for."""
        return {entry.number: entry for entry in self.entries}

    @cached_property
    def given(self) -> Mapping[int, Given]:
        """What Sums are evaluated on."""
        return {entry.number: KINDS[entry.kind].in_sums(entry.given) for entry in self.entries}

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that have entries, in order."""
        return tuple(sorted({entry.period for entry in self.entries}, key=lambda period: period.sort_key))

    def find(self, period: Period, key: AnswerKey) -> Entry | None:
        """The entry of an answer for exactly that period."""
        return self._index.get((period, key))

    def run(self, periods: tuple[Period, ...], key: AnswerKey) -> Run | None:
        """An answer's entries over exactly those periods."""
        if periods not in self._runs:
            self._runs[periods] = {run.key: run for run in runs(self._frame, periods)}
        return self._runs[periods].get(key)

    @cached_property
    def _index(self) -> Mapping[tuple[Period, AnswerKey], Entry]:
        return {(entry.period, entry.key): entry for entry in self.entries}

    @cached_property
    def _frame(self) -> "pl.DataFrame":
        return entries_frame(self.entries)


def figures_of(ledger: Ledger, asked: Period | None = None) -> tuple[Figure, ...]:
    """Every figure of a contract whose period touches the one asked for, and the totals of the one asked for.

    A figure whose span lies only partly inside is shown with its span and not added.
    """
    periods = [period for period in ledger.periods if asked is None or asked.overlaps(period)]
    found = [figure for period in periods for figure in _of_period(ledger, period)]
    if asked is None:
        return tuple(found)
    marked = [figure if asked.contains(figure.period) else replace(figure, inside=False) for figure in found]
    return (*marked, *_totals(ledger, asked))


def year_to_date_figure(ledger: Ledger, period: Period, key: AnswerKey, measure: Measure) -> Figure:
    """What an answer comes to over the reporting year so far, or why it does not add up."""
    terms = ledger.contract.terms_for(period)
    return _over_time(ledger, terms, key, measure, year_to_date(terms, period), period)


def _of_period(ledger: Ledger, period: Period) -> Iterator[Figure]:
    terms = ledger.contract.terms_for(period)
    measures = {measure.code: measure for measure in terms.measures}
    for entry in ledger.entries:
        if entry.period == period:
            yield _returned(ledger, terms, entry, measures.get(entry.key.measure))
    for measure in terms.measures:
        for service in measure.services:
            key = AnswerKey(service, measure.code)
            if KINDS[measure.kind].figure is not None:
                yield _aimed(ledger, terms, measure, _computed(ledger, terms, key, measure, (period,), period))
            for group, expression in groups_left_blank(ledger, terms, measure, key, period):
                total = _figure(ledger, terms, group, measure, period, Added(expression), Basis.COMPUTED)
                yield replace(total, note=LEFT_BLANK)
            if measure.base:
                yield from _implied(ledger, terms, key, measure, period)


def _returned(ledger: Ledger, terms: Terms, entry: Entry, measure: Measure | None) -> Figure:
    figure = _as_returned(ledger, terms, entry, measure)
    if measure is not None and KINDS[entry.kind].answer:
        return in_words.said(figure, measure)
    if measure is not None and entry.key.is_part:
        short_term, long_term = _travels(ledger, terms, measure, figure)
        return replace(figure, short_term=short_term, long_term=long_term)
    if measure is None or entry.key.dimension or KINDS[entry.kind].guard is None:
        return figure
    return _aimed(ledger, terms, measure, figure)


def _as_returned(ledger: Ledger, terms: Terms, entry: Entry, measure: Measure | None) -> Figure:
    weight = answer_of(measure, entry.key).adds.weight if measure else None
    of = ledger.find(entry.period, weight) if weight else None
    return Figure(
        contract=entry.contract,
        key=entry.key,
        about=about(terms, entry.key, measure),
        kind=entry.kind,
        unit=entry.unit,
        period=entry.period,
        period_label=period_label(terms, entry.period),
        basis=Basis.RETURNED,
        given=entry.given,
        expression=Term(entry.number),
        state=entry.state,
        sources=(entry,),
        note=in_short(entry.explanation),
        weight=Term(of.number) if of else None,
    )


def _aimed(ledger: Ledger, terms: Terms, measure: Measure, figure: Figure) -> Figure:
    """The figure with its target, and rated on the year to date where that is what the target is on."""
    aim = aim_of(terms, measure, figure.period)
    judged = figure
    if aim and aim.on_year_to_date:
        judged = year_to_date_figure(ledger, figure.period, figure.key, measure)
    short_term, long_term = _travels(ledger, terms, measure, figure)
    of = _quantity(sums.evaluate(judged.weight, ledger.given), "flow") if judged.weight else None
    rated = Rated(judged.given, judged.state, judged.denominator, long_term, of)
    rating = rate(terms, measure, figure.key.service, figure.period, rated)
    if judged is not figure and judged.note.startswith(ASKED_IN):
        rating = Rating(NOT_RATED, judged.note)
    return replace(
        figure,
        target=aim.value if aim else None,
        target_high=aim.high if aim else None,
        target_says=aim.says if aim else "",
        rating=rating,
        short_term=short_term,
        long_term=long_term,
    )


def _travels(ledger: Ledger, terms: Terms, measure: Measure, figure: Figure) -> tuple[Travel, Travel | None]:
    """Which way a figure went since the period before, and since the same one last year where there was one."""
    now = Stage(terms, figure.period, measure, figure)
    before, last_year = (find(ledger.periods, terms, figure.period) for find in (period_before, year_before))
    short = travel(now, _stage(ledger, before, figure.key) if before else None, next_to=True)
    return short, travel(now, _stage(ledger, last_year, figure.key)) if last_year else None


def _stage(ledger: Ledger, period: Period, key: AnswerKey) -> Stage:
    """A measure in another period, with its figure if there is one."""
    terms = ledger.contract.terms_for(period)
    measure = next((one for one in terms.measures if one.code == key.measure and key.service in one.services), None)
    entry = ledger.find(period, key)
    is_computed = measure is not None and KINDS[measure.kind].figure is not None and not key.is_part
    if measure is not None and is_computed and period in ledger.periods:
        return Stage(terms, period, measure, _computed(ledger, terms, key, measure, (period,), period))
    return Stage(terms, period, measure, _as_returned(ledger, terms, entry, measure) if entry else None)


def _computed(
    ledger: Ledger, terms: Terms, key: AnswerKey, measure: Measure, periods: tuple[Period, ...], named: Period
) -> Figure:
    """What a kind works out from its parts over one period or several: a ratio, a rate, a change."""
    came = come_to(ledger, terms, measure, key, periods)
    figure = _figure(ledger, terms, key, measure, named, came, Basis.COMPUTED)
    of = KINDS[measure.kind].figure
    if measure.reference:
        return with_its_value(figure, came.expression, ledger.given, terms, measure, periods)
    if not isinstance(of, Ratio) or not isinstance(came.expression, Ratio):
        return figure
    parts = (came.expression.numerator, came.expression.denominator)
    numerator, denominator = (_quantity(sums.evaluate(part, ledger.given), "flow") for part in parts)
    return replace(figure, numerator=numerator if isinstance(of.numerator, Term) else None, denominator=denominator)


def _implied(ledger: Ledger, terms: Terms, key: AnswerKey, measure: Measure, period: Period) -> Iterator[Figure]:
    """The one count that a stated percentage of its base implies, if exactly one does and none was given."""
    stated, base = ledger.find(period, key), ledger.find(period, key._replace(measure=measure.base))
    given = ledger.find(period, key._replace(measure=measure.count)) if measure.count else None
    if stated is None or base is None or (given and isinstance(given.given, Quantity)):
        return
    count = implied_count(stated.given, base.given)
    if count is not None and isinstance(base.given, Quantity):
        of = KINDS[base.kind].show(base.given.value)
        yield Figure(
            contract=ledger.contract.id,
            key=key,
            about=f"{measure.label}: implied count",
            kind="flow",
            unit=base.unit,
            period=period,
            period_label=period_label(terms, period),
            basis=Basis.IMPLIED,
            given=Quantity(Decimal(count), standing=Standing.IMPLIED),
            expression=Whole(Product(Term(stated.number), Term(base.number))),
            state=_state((stated, base)),
            sources=(stated, base),
            note=f"the only count out of {of} that gives the stated percentage",
        )


def _totals(ledger: Ledger, asked: Period) -> Iterator[Figure]:
    """What each measure comes to over the asked period, where returns are owed for several parts that make it up."""
    terms = ledger.contract.terms_for(asked)
    periods = reported_within(terms, asked)
    if len(periods) == 1 or not set(periods) & set(ledger.periods):
        return
    if not any(_make_up(whole, periods) for whole in (asked, _from_its_start(terms, asked))):
        return
    for measure in _measures_of(ledger, periods):
        for service in measure.services if KINDS[measure.kind].stands_among_figures else ():
            keys = [each.key for each in answers_of(measure, service)]
            whole = AnswerKey(service, measure.code)
            for key in (*((whole,) if KINDS[measure.kind].figure else ()), *keys):
                yield _over_time(ledger, terms, key, measure, periods, asked)


def _from_its_start(terms: Terms, asked: Period) -> Period:
    """The asked period, or what is left of it from the day on which the contract begins."""
    starts = term_of(terms).start
    return Period(starts, asked.end) if starts and asked.contains(Period(starts, starts)) else asked


def _make_up(whole: Period, parts: tuple[Period, ...]) -> bool:
    """Whether the parts, in order, are every day of the whole; several spans may leave days out between them."""
    follows = all(
        earlier.end and later.start and later.start == earlier.end + timedelta(days=1)
        for earlier, later in pairwise(parts)
    )
    return follows and (parts[0].start, parts[-1].end) == (whole.start, whole.end)


def _measures_of(ledger: Ledger, periods: tuple[Period, ...]) -> tuple[Measure, ...]:
    """Every measure asked in any of the periods, as the newest version that asks it words it."""
    newest: dict[str, Measure] = {}
    for period in periods:
        for measure in ledger.contract.terms_for(period).measures:
            before = newest.get(measure.code, measure).services
            newest[measure.code] = replace(measure, services=tuple(dict.fromkeys((*before, *measure.services))))
    return tuple(newest.values())


def _over_time(
    ledger: Ledger, terms: Terms, key: AnswerKey, measure: Measure, every: tuple[Period, ...], named: Period
) -> Figure:
    """An answer over the periods in which it was asked, since a variation may bring a measure or drop it."""
    periods = tuple(period for period in every if _is_asked(ledger.contract.terms_for(period), key))
    over = _said_over if KINDS[measure.kind].answer else _over_periods
    figure = over(ledger, terms, key, measure, periods or every, named)
    if len(periods) in (0, len(every)):
        return figure
    only = f"{ASKED_IN} {len(periods)} of {len(every)} periods"
    return replace(figure, note="; ".join(part for part in (only, figure.note) if part))


def _is_asked(terms: Terms, key: AnswerKey) -> bool:
    return any(measure.code == key.measure and key.service in measure.services for measure in terms.measures)


def _over_periods(
    ledger: Ledger, terms: Terms, key: AnswerKey, measure: Measure, periods: tuple[Period, ...], named: Period
) -> Figure:
    if not key.dimension and KINDS[measure.kind].figure is not None:
        return replace(_computed(ledger, terms, key, measure, periods, named), basis=Basis.TOTAL)
    came = come_to(ledger, terms, measure, key, periods)
    total = _figure(ledger, terms, key, measure, named, came, Basis.TOTAL)
    return _controlled(total, ledger.run(periods, key)) if came.over_time is Over.SUM else total


def _said_over(
    ledger: Ledger, terms: Terms, key: AnswerKey, measure: Measure, periods: tuple[Period, ...], named: Period
) -> Figure:
    """What answers that are no numbers come to over the periods: told, and never added."""
    entries = tuple(entry for period in periods if (entry := ledger.find(period, key)))
    figure = Figure(
        contract=ledger.contract.id,
        key=key,
        about=measure.label,
        kind=measure.kind,
        unit=measure.unit,
        period=named,
        period_label=period_label(terms, named),
        basis=Basis.TOTAL,
        given=Missing.NOT_ADDED,
        expression=None,
        state=_state(entries),
        sources=entries,
    )
    return in_words.said_over(figure, measure, len(periods))


def _figure(  # noqa: PLR0913, PLR0917  # what a figure is made of
    ledger: Ledger,
    terms: Terms,
    key: AnswerKey,
    measure: Measure,
    period: Period,
    came: Added,
    basis: Basis,
) -> Figure:
    expression, asked = came.expression, answer_of(measure, key)
    # An average of whole things need not be whole.
    kind = "mean" if came.over_time is Over.AVERAGE else asked.kind
    amount = sums.evaluate(expression, ledger.given) if expression else Missing.NOT_ADDED
    keys = dict.fromkeys(sums.terms(expression)) if expression else {}
    numbers = [key for key in keys if isinstance(key, int)]
    sources = tuple(ledger.by_number[number] for number in numbers)
    return Figure(
        contract=ledger.contract.id,
        key=key,
        about=about(terms, key, measure),
        kind=kind,
        unit=asked.unit,
        period=period,
        period_label=period_label(terms, period),
        basis=basis,
        given=_confirmed(_quantity(amount, kind), sources),
        expression=expression,
        state=_state(sources),
        sources=sources,
        note=unknown_parts_note(expression, ledger.given) if expression else came.why_not,
        weight=came.weight,
    )


def _controlled(total: Figure, run: Run | None) -> Figure:
    """The total, once polars has come to the same over the same entries by itself; if not, we are wrong."""
    given = total.given
    if run and isinstance(given, Quantity) and not KINDS[total.kind].is_percent and given.value * UNITS != run.units:
        raise ArithmeticError(f"{total.contract} {total.key.code}: the Sum and its control total differ.")
    return total


def _quantity(amount: sums.Amount | Missing, kind: str) -> Given:
    """The amount in the kind's own unit, to the four places that figures are kept to."""
    if isinstance(amount, Missing):
        return amount
    return Quantity(round_half_up(KINDS[kind].from_sum(amount.value), 4), amount.bound)


def _confirmed(given: Given, sources: Iterable[Entry]) -> Given:
    """The figure, still to be confirmed where one that it stands on is."""
    standings = {entry.given.standing for entry in sources if isinstance(entry.given, Quantity)}
    unsure = isinstance(given, Quantity) and Standing.TO_BE_CONFIRMED in standings
    return replace(given, standing=Standing.TO_BE_CONFIRMED) if unsure and isinstance(given, Quantity) else given


def _state(sources: Iterable[Entry]) -> State:
    provisional = any(entry.state is State.PROVISIONAL for entry in sources)
    return State.PROVISIONAL if provisional else State.ACCEPTED


def about(terms: Terms, key: AnswerKey, measure: Measure | None) -> str:
    """What a figure is called: its measure and, in a breakdown, its category."""
    label = measure.label if measure else key.measure
    if measure and key.is_part:
        return answer_of(measure, key).about
    if not key.dimension or key.dimension not in {dimension.id for dimension in terms.dimensions}:
        return label
    dimension = terms.dimension(key.dimension)
    category = {c.id: c.label for c in dimension.categories}.get(key.category, key.category)
    return f"{label}, {dimension.label.lower()}: {category}"
