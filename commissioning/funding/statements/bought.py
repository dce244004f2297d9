"""The figures of a period to what the money bought: by service, and which of them may be said in proportion."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from commissioning import sums
from commissioning.funding.books import Books
from commissioning.funding.statements.statement_nouns import Bought, ChargeRow
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Terms
from commissioning.model.expression import Comparison
from commissioning.model.figure import Basis, Figure
from commissioning.model.measure import Measure
from commissioning.model.posted import State
from commissioning.model.quantity import AnswerKey
from commissioning.period import Period
from commissioning.totals.figures import figures_of

THINGS = frozenset(
    {
        "bed nights",
        "calls",
        "contacts",
        "courses",
        "days",
        "hours",
        "meetings",
        "nights",
        "programmes",
        "reviews",
        "sessions",
        "visits",
    }
)
"""Units of things done, which may be said in proportion to money. Whatever is not one of them may stand for people."""

MONEY_KIND = "money"
Place = tuple[str, str]
"""A service and a measure."""

Tie = tuple[str, frozenset[Place]]

_OWN = (Basis.TOTAL, Basis.RETURNED, Basis.COMPUTED)
"""The figures of a measure by how good they are for a period: its total, else as returned, else as computed."""


def bought_of(activity: Iterable[Bought], contract: str, rows: Iterable[ChargeRow]) -> tuple[Bought, ...]:
    """A contract's activity, marked where the funder of these charges pays for some of the service."""
    own = [row for row in rows if row.contract == contract]
    funded = frozenset(row.service for row in own if any(part.pence for part in row.parts))
    told = (row for row in activity if row.contract == contract)
    return tuple(replace(row, is_funded=bool(funded) if not row.service else row.service in funded) for row in told)


def activity_of(books: Books, asked: Period) -> tuple[Bought, ...]:
    """Each measure of each service over the period, as the ledger has it: the same for every funder."""
    terms = books.contract.terms_for(asked)
    measures = {measure.code: measure for measure in terms.measures}
    found = _best(figure for figure in figures_of(books.ledger, asked) if _is_told(figure, asked))
    ties = _ties(terms, found)
    return tuple(
        _bought(figure, measures[figure.key.measure], terms, ties)
        for figure in found.values()
        if figure.key.measure in measures
    )


def _is_told(figure: Figure, asked: Period) -> bool:
    kind = KINDS[figure.kind]
    is_count = kind.stands_among_figures and not kind.answer and figure.kind not in (MONEY_KIND, "text")
    is_whole = not figure.key.dimension and not figure.stated_in and figure.basis in _OWN
    return is_count and is_whole and figure.inside and asked.contains(figure.period)


def _best(figures: Iterable[Figure]) -> Mapping[Place, Figure]:
    """One figure for each measure of a service: that of the whole period, where there are several."""
    best: dict[Place, Figure] = {}
    for figure in figures:
        at = (figure.key.service, figure.key.measure)
        if at not in best or _OWN.index(figure.basis) < _OWN.index(best[at].basis):
            best[at] = figure
    return best


def _ties(terms: Terms, found: Mapping[Place, Figure]) -> Mapping[str, frozenset[Place]]:
    """Which figures tell one another: those of an equation that holds between them, a percentage with its counts, and
    services with the whole contract, where they add up."""
    ties = dict((*_equations(terms), *_of_counts(terms, found), *_of_services(terms, found)))
    return {name: places for name, places in ties.items() if len(places) > 1 and places <= found.keys()}


def _equations(terms: Terms) -> Iterator[Tie]:
    for relation in terms.relations:
        keys = [key for key in sums.terms(relation.comparison) if isinstance(key, AnswerKey)]
        if relation.comparison.operator == "=" and not any(key.dimension for key in keys):
            yield f"{relation.service}/{relation.code}", frozenset((key.service, key.measure) for key in keys)


def _within(terms: Terms, place: Place) -> tuple[str, ...]:
    """The measures of the same service that contract text says a figure is never more than."""
    pairs = (pair for relation in terms.relations for pair in _part_and_whole(relation.comparison))
    return tuple(whole.measure for part, whole in pairs if (part.service, part.measure) == place)


def _part_and_whole(comparison: Comparison) -> Iterator[tuple[AnswerKey, AnswerKey]]:
    sides = (comparison.left, comparison.right)
    left, right = ([key for key in sums.terms(side) if isinstance(key, AnswerKey)] for side in sides)
    if len(left) == len(right) == 1 and not left[0].dimension and not right[0].dimension:
        if comparison.operator in {"<", "<="}:
            yield left[0], right[0]
        elif comparison.operator in {">", ">="}:
            yield right[0], left[0]


def _of_counts(terms: Terms, found: Iterable[Place]) -> Iterator[Tie]:
    measures = {measure.code: measure for measure in terms.measures}
    for service, code in found:
        if measure := measures.get(code):
            named = (measure.numerator, measure.denominator, measure.base, measure.count)
            yield f"{service}/{code} of its counts", frozenset((service, one) for one in (code, *filter(None, named)))


def _of_services(terms: Terms, found: Iterable[Place]) -> Iterator[Tie]:
    for measure in terms.measures:
        if KINDS[measure.kind].over_services is Over.SUM and not measure.people_may_be_in_both:
            told = frozenset(place for place in found if place[1] == measure.code)
            if ("", measure.code) in told:
                yield f"{measure.code} of all services", told


def _bought(figure: Figure, measure: Measure, terms: Terms, ties: Mapping[str, frozenset[Place]]) -> Bought:
    of = (figure.numerator, figure.denominator)
    return Bought(
        contract=figure.contract,
        service=figure.key.service,
        title=terms.service(figure.key.service).title,
        measure=measure.code,
        label=measure.label,
        unit=figure.unit,
        kind=figure.kind,
        given=figure.given,
        of=(of[0], of[1]) if of[0] is not None and of[1] is not None else None,
        provisional=figure.state is State.PROVISIONAL,
        counts_things=figure.kind == "flow" and figure.unit.casefold() in THINGS,
        is_funded=False,
        ties=tuple(name for name, places in ties.items() if (figure.key.service, figure.key.measure) in places),
        within=_within(terms, (figure.key.service, figure.key.measure)),
        note=figure.note,
    )
