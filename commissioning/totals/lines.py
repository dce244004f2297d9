"""A ledger and a period in; each answer over the last few periods out, so that it can be seen which way it goes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from commissioning.asked import answer_of, answers_of
from commissioning.contract.reporting import period_label, reported_within
from commissioning.measures import KINDS
from commissioning.model.contract import Contract, Terms
from commissioning.model.figure import Basis, Figure
from commissioning.model.measure import Measure
from commissioning.model.quantity import AnswerKey
from commissioning.period import Period
from commissioning.totals.figures import Ledger, figures_of
from commissioning.totals.travel import is_same, period_before, why_no_figure

SHOWN = 4
"""How many periods are shown, the one asked for the last of them."""


@dataclass(frozen=True, slots=True)
class Then:
    """An answer in one period: its figure, or in words why there is none.

    `same` is false where another thing was asked than in the line's last period, so that the two cannot be compared.
    """

    period: Period
    label: str
    figure: Figure | None
    says: str = ""
    same: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One answer over the last periods, oldest first. `measure` is the newest that asks it.

    `total` is what it comes to over the period asked for, where that is made up of several. `newest` is the place,
    from the end (-1 is the last), of the newest period that any return is in for.
    """

    key: AnswerKey
    about: str
    measure: Measure | None
    thens: tuple[Then, ...]
    implied: bool = False
    total: Figure | None = None
    newest: int = -1

    @property
    def last(self) -> Figure | None:
        """The figure of the newest period."""
        return self.thens[self.newest].figure

    @property
    def earlier(self) -> Then | None:
        """The period before the newest, where one is shown."""
        return self.thens[self.newest - 1] if len(self.thens) > -self.newest else None

    @property
    def before(self) -> Figure | None:
        """The figure of the period before the newest, where the same thing was asked."""
        return self.earlier.figure if self.earlier and self.earlier.same else None

    @property
    def now(self) -> Figure | None:
        """What is said of the period asked for: its total, or the last period's figure where that lies inside it."""
        return self.total or (self.last if self.last and self.last.inside else None)


def lines_of(ledger: Ledger, asked: Period, figures: tuple[Figure, ...]) -> tuple[Line, ...]:
    """Each answer that the period's figures or terms name, over its periods and those before, as contract text orders.

    `figures` are those of the period asked for, as `figures_of` gives them.
    """
    periods = shown_periods(ledger, asked)
    if not periods:
        return ()
    earlier = (figure for period in periods for figure in figures_of(ledger, period))
    there = {_place(figure): figure for figure in earlier if figure.basis is not Basis.TOTAL}
    there |= {_place(figure): figure for figure in figures if figure.basis is not Basis.TOTAL}
    totals = {figure.key: figure for figure in figures if figure.basis is Basis.TOTAL}
    asked_now = _answers(ledger.contract.terms_for(periods[-1]))
    found = dict.fromkeys([*asked_now, *((key, implied) for key, implied, _ in there)])
    newest = _place_of_newest(ledger, asked, periods)
    lines = (replace(_line(ledger.contract, one, periods, there, totals), newest=newest) for one in found)
    return tuple(sorted(lines, key=lambda line: _order(ledger.contract.terms_for(periods[-1]), line)))


def _place_of_newest(ledger: Ledger, asked: Period, periods: tuple[Period, ...]) -> int:
    """The place from the end of the newest period that is in; the last, where one period is asked for or none is in."""
    inside = [place for place, period in enumerate(periods) if asked.overlaps(period)]
    there = [place for place in inside if periods[place] in ledger.periods]
    return there[-1] - len(periods) if there and len(inside) > 1 else -1


def shown_periods(ledger: Ledger, asked: Period) -> tuple[Period, ...]:
    """The periods that are reported or recorded in the one asked for, and as many before as make four in all."""
    terms = ledger.contract.versions_in(asked)[-1][0]
    inside = {*reported_within(terms, asked), *(period for period in ledger.periods if asked.overlaps(period))}
    periods = sorted(inside, key=lambda period: period.sort_key)
    while 0 < len(periods) < SHOWN:
        before = period_before(ledger.periods, terms, periods[0])
        if before is None:
            break
        periods.insert(0, before)
    return tuple(periods)


def _place(figure: Figure) -> tuple[AnswerKey, bool, Period]:
    return figure.key, figure.basis is Basis.IMPLIED, figure.period


def _answers(terms: Terms) -> Iterator[tuple[AnswerKey, bool]]:
    """Every answer that terms ask for or compute, with the parts it is made of, and without categories."""
    for measure in terms.measures:
        for service in measure.services:
            if KINDS[measure.kind].has_figure:
                yield AnswerKey(service, measure.code), False
            yield from ((each.key, False) for each in answers_of(measure, service) if each.key.is_part)


def _line(
    contract: Contract,
    answer: tuple[AnswerKey, bool],
    periods: tuple[Period, ...],
    there: Mapping[tuple[AnswerKey, bool, Period], Figure],
    totals: Mapping[AnswerKey, Figure],
) -> Line:
    key, implied = answer
    newest = _newest(contract, periods, key)
    thens = tuple(_then(contract, key, newest, period, there.get((*answer, period))) for period in periods)
    figures = [then.figure for then in thens if then.figure]
    named = answer_of(newest, key).about if newest else key.measure
    about = figures[-1].about if figures else named
    return Line(key, about, newest, thens, implied, None if implied else totals.get(key))


def _newest(contract: Contract, periods: Iterable[Period], key: AnswerKey) -> Measure | None:
    """The measure as the newest terms that ask it word it."""
    asked = [measure for period in periods if (measure := _asked(contract.terms_for(period), key))]
    return asked[-1] if asked else None


def _asked(terms: Terms, key: AnswerKey) -> Measure | None:
    return next((m for m in terms.measures if m.code == key.measure and key.service in m.services), None)


def _then(contract: Contract, key: AnswerKey, newest: Measure | None, period: Period, figure: Figure | None) -> Then:
    terms = contract.terms_for(period)
    label, measure = period_label(terms, period), _asked(terms, key)
    if figure is not None:
        return Then(period, label, figure, same=measure is None or is_same(measure, newest))
    return Then(period, label, None, why_no_figure(terms, measure), same=False)


def _order(terms: Terms, line: Line) -> tuple[int, int, bool]:
    """Measures as contract text names them, each with its services in order, an implied count after its own."""
    measures = [measure.code for measure in terms.measures]
    services = [service.id for service in terms.services]
    measure = measures.index(line.key.measure) if line.key.measure in measures else len(measures)
    service = services.index(line.key.service) if line.key.service in services else len(services)
    return (measure, service, line.implied)
