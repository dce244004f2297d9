"""A contract's versions go in; which answers of one are the same as which of another, under other codes, comes out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from commissioning.asked import answer_of
from commissioning.measures import KINDS
from commissioning.measures.answer import Choosing
from commissioning.model.contract import Contract, Funnel, Service, Terms
from commissioning.model.measure import Dimension, Measure
from commissioning.model.posted import Entry
from commissioning.model.quantity import AnswerKey

if TYPE_CHECKING:
    from commissioning.period import Period

Codes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Renamed:
    """What one version calls by another id than those before it: services, measures, categories by breakdown and
    choices by measure."""

    services: Codes
    measures: Codes
    categories: Mapping[str, Codes]
    choices: Mapping[str, Codes]


@dataclass(frozen=True)
class Series:
    """The names that the things of a contract had, from its first version to its newest."""

    contract: Contract

    @cached_property
    def _steps(self) -> tuple[_Renamed, ...]:
        return tuple(step for terms in self.contract.versions if (step := _renamed(terms)) != _NOTHING)

    @property
    def is_plain(self) -> bool:
        """Whether nothing ever got another name."""
        return not self._steps

    @property
    def names(self) -> list[list[object]]:
        """What every version calls by another id than those before it, as lists; none where nothing ever did."""
        return [
            [sorted(one.services.items()), sorted(one.measures.items())]
            + [[dimension, sorted(codes.items())] for dimension, codes in sorted(one.categories.items())]
            for one in self._steps
        ]

    def newest(self, key: AnswerKey) -> AnswerKey:
        """The answer under its newest codes."""
        for step in self._steps:
            key = AnswerKey(
                step.services.get(key.service, key.service),
                step.measures.get(key.measure, key.measure),
                key.dimension,
                step.categories.get(key.dimension, {}).get(key.category, key.category),
            )
        return key

    def service(self, id: str) -> str:
        """The newest id of a service."""
        return self.newest(AnswerKey(id, "")).service

    def measure(self, code: str) -> str:
        """The newest code of a measure."""
        return self.newest(AnswerKey("", code)).measure

    def category(self, dimension: str, id: str) -> str:
        """The newest id of a category."""
        return self.newest(AnswerKey("", "", dimension, id)).category

    def choice(self, measure: str, id: str) -> str:
        """The newest id of a choice of a measure, by any code that the measure had."""
        for step in self._steps:
            measure = step.measures.get(measure, measure)
            id = step.choices.get(measure, {}).get(id, id)
        return id

    def choice_called(self, measure: str, id: str, terms: Terms) -> str:
        """A choice under the id that one version gives it; one that is not there, under its newest."""
        newest, of = self.choice(measure, id), self.measure(measure)
        there = (choice for one in terms.measures if self.measure(one.code) == of for choice in one.choices)
        return next((choice.id for choice in there if self.choice(measure, choice.id) == newest), newest)

    def called(self, key: AnswerKey, terms: Terms) -> AnswerKey:
        """The answer under the codes of one version; what that version does not ask, under its newest codes."""
        if self.is_plain:
            return key
        newest = self.newest(key)
        names = self._names(terms)
        return AnswerKey(
            names.services.get(newest.service, newest.service),
            names.measures.get(newest.measure, newest.measure),
            newest.dimension,
            names.categories.get(newest.dimension, {}).get(newest.category, newest.category),
        )

    def _names(self, terms: Terms) -> _Renamed:
        """What a version calls each thing, by its newest id."""
        return _Renamed(
            {self.service(one.id): one.id for one in terms.services},
            {self.measure(one.code): one.code for one in terms.measures},
            {
                one.id: {self.category(one.id, category.id): category.id for category in one.categories}
                for one in terms.dimensions
            },
            {},
        )


_NOTHING = _Renamed({}, {}, {}, {})


def _renamed(terms: Terms) -> _Renamed:
    dimensions = {one.id: _earlier((c.id, c.continues) for c in one.categories) for one in terms.dimensions}
    choices = {one.code: _earlier((c.id, c.continues) for c in one.choices) for one in terms.measures}
    return _Renamed(
        _earlier((one.id, one.continues) for one in terms.services),
        _earlier((one.code, one.continues) for one in terms.measures),
        {id: codes for id, codes in dimensions.items() if codes},
        {id: codes for id, codes in choices.items() if codes},
    )


def _earlier(things: Iterable[tuple[str, tuple[str, ...]]]) -> Codes:
    """Each earlier id with the one that continues it; an id that is still there means itself."""
    things = tuple(things)
    there = {id for id, _ in things}
    return {old: id for id, olds in things for old in olds if old not in there}


def continued(entries: Iterable[Entry], contract: Contract, terms: Terms) -> tuple[Entry, ...]:
    """Entries under the codes of one version of their contract, whatever they were called when they were posted.

    One of another kind or unit stays under its own code, and so do two of a period that would become one.
    """
    entries, series = tuple(entries), Series(contract)
    if series.is_plain:
        return entries
    measures = {one.code: one for one in terms.measures}
    keys = {key: series.called(key, terms) for key in {entry.key for entry in entries}}
    claims: dict[tuple[str, Period, AnswerKey], set[AnswerKey]] = {}
    for entry in entries:
        claims.setdefault((entry.sha256, entry.period, keys[entry.key]), set()).add(entry.key)

    def moved(entry: Entry) -> Entry:
        key = keys[entry.key]
        alone = len(claims[entry.sha256, entry.period, key]) == 1
        words = series.choice_called(entry.key.measure, entry.words, terms) if _is_chosen(entry) else entry.words
        return replace(entry, key=key, words=words) if alone and _goes_on(entry, measures.get(key.measure)) else entry

    return tuple(moved(entry) for entry in entries)


def _is_chosen(entry: Entry) -> bool:
    return bool(entry.words) and isinstance(KINDS[entry.kind].answer, Choosing)


def _goes_on(entry: Entry, measure: Measure | None) -> bool:
    if measure is None:
        return True
    asked = answer_of(measure, entry.key)
    return (entry.kind, entry.unit) == (asked.kind, asked.unit)


def in_newest_codes(contract: Contract) -> Contract:
    """The contract with every version of it in the codes of the newest, so that its series can be read through."""
    series = Series(contract)
    if series.is_plain:
        return contract
    return replace(contract, versions=tuple(_in_newest(terms, series) for terms in contract.versions))


def _in_newest(terms: Terms, series: Series) -> Terms:
    return replace(
        terms,
        services=tuple(_service(one, series) for one in terms.services),
        dimensions=tuple(_dimension(one, series) for one in terms.dimensions),
        measures=tuple(_measure(one, series) for one in terms.measures),
        funnels=tuple(Funnel(one.title, tuple(map(series.measure, one.measures))) for one in terms.funnels),
    )


def _service(service: Service, series: Series) -> Service:
    return replace(service, id=series.service(service.id))


def _dimension(dimension: Dimension, series: Series) -> Dimension:
    categories = (replace(one, id=series.category(dimension.id, one.id)) for one in dimension.categories)
    return replace(dimension, categories=tuple(categories))


def _measure(measure: Measure, series: Series) -> Measure:
    return replace(
        measure,
        code=series.measure(measure.code),
        services=tuple(map(series.service, measure.services)),
        numerator=series.measure(measure.numerator),
        denominator=series.measure(measure.denominator),
        base=series.measure(measure.base),
        count=series.measure(measure.count),
        opens=series.measure(measure.opens),
        due=tuple((series.service(service), day) for service, day in measure.due),
        choices=tuple(replace(one, id=series.choice(measure.code, one.id)) for one in measure.choices),
        to_date_of=series.measure(measure.to_date_of),
    )
