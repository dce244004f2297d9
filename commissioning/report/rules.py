"""A contract goes in; every rule that its returns are held to comes out, with what it does and where it is from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from commissioning import privacy
from commissioning.beside import target_words
from commissioning.checks import OF_RETURNS, Laid, catalogue
from commissioning.contract.aims import policy_of
from commissioning.contract.policies_in_words import policy_in_words
from commissioning.findings import Check
from commissioning.measures import KINDS, Over
from commissioning.model.contract import Contract, Relation, Terms
from commissioning.model.document import LONGEST_NAME, Column, Document, Look, Sheet, Table, Words
from commissioning.model.expression import Maximum
from commissioning.model.finding import Severity
from commissioning.model.measure import DEFAULT_HISTORY, Measure, Trial
from commissioning.period import Period
from commissioning.template import specify

ENGINE = "engine"
DOES = {
    Severity.STOPS: "stops",
    Severity.NEEDS_EXPLANATION: "needs explanation",
    Severity.NOTE: "a note",
    None: "rates, and asks nothing",
}


@dataclass(frozen=True, slots=True)
class RuleHeld:
    """One rule: the check's code, what it asks or complains of, what a breach does, and where it is from: the engine,
    a kind of measure, a policy, or a key of contract text. Without a severity it only rates. `on_trial` is until when
    it does nothing yet."""

    code: str
    says: str
    severity: Severity | None
    source: str
    on_trial: Trial = False

    @property
    def does(self) -> str:
        """What a breach does, in words."""
        return f"{DOES[self.severity]}, on trial" if self.on_trial else DOES[self.severity]


@dataclass(frozen=True, slots=True)
class RulesHeld:
    """The rules of one question, in the order in which they are asked."""

    asks: str
    rules: tuple[RuleHeld, ...]


RATINGS = "How is it rated?"


def rules_held(contract: Contract) -> tuple[RulesHeld, ...]:
    """Every rule of one contract by the question it answers, those that name nobody first after the file's own."""
    terms = contract.latest
    first, *rest = (
        RulesHeld(asks, tuple(rule for check in checks for rule in _of_check(check, terms)))
        for asks, checks in catalogue(OF_RETURNS if terms.layouts else OF_RETURNS - {Laid})
    )
    found = (first, RulesHeld(privacy.ASKS, _of_people()), *rest, RulesHeld(RATINGS, tuple(_ratings(terms))))
    return tuple(group for group in found if group.rules)


def _of_check(check: Check[Any], terms: Terms) -> Iterator[RuleHeld]:
    """A check as the contract has it: once for each key of contract text that states it, or else as the engine's."""
    stated = _STATED.get(check.code)
    if stated is None:
        source = _SOURCES.get(check.code, ENGINE)
        yield RuleHeld(check.code, _sentence(check.name), check.severity, source, check.on_trial)
        return
    for says, source, severity, trial in stated(terms):
        yield RuleHeld(check.code, says, severity or check.severity, source, trial or check.on_trial)


Stated = Iterator[tuple[str, str, Severity | None, Trial]]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


@cache
def _of_people() -> tuple[RuleHeld, ...]:
    return tuple(RuleHeld(one.code, _sentence(one.what), one.severity, ENGINE) for one in privacy.DETECTORS)


def _relations(code: str) -> Callable[[Terms], Stated]:
    """The relations that a check says are broken: those of contract text, and those that follow from its measures."""

    def stated(terms: Terms) -> Stated:
        trials = {relation.code: relation.on_trial for relation in terms.relations}
        for relation in specify(terms, Period(None, None)).relations:
            if _raised_as(relation) == code:
                service = terms.service(relation.service).title
                trial = trials.get(relation.code, False) if relation.sort == "relation" else False
                yield f"{service}: {relation.says}", _key_of(relation), relation.severity, trial

    return stated


def _raised_as(relation: Relation) -> str:
    if relation.sort == "parts":
        return "A002" if isinstance(relation.comparison.left, Maximum) else "A001"
    return {"relation": "A003", "ratio": "A004"}[relation.sort]


def _key_of(relation: Relation) -> str:
    """The key of contract text that a relation follows from."""
    if relation.sort == "parts":
        measure = relation.code.partition("-by-")[0]
        return f"measure.{measure}.breakdowns"
    return f"{'relation' if relation.sort == 'relation' else 'measure'}.{relation.code}"


def _of_measures(key: str, is_it: Callable[[Measure], bool], says: str) -> Callable[[Terms], Stated]:
    """A rule for each measure of which something is so, from that key of it."""

    def stated(terms: Terms) -> Stated:
        labels = {measure.code: measure.label for measure in terms.measures}
        for one in filter(is_it, terms.measures):
            others = {name: labels.get(getattr(one, name), "") for name in ("opens", "to_date_of", "base")}
            yield says.format(label=one.label, **others), f"measure.{one.code}.{key}", None, False

    return stated


def _targets(terms: Terms) -> Stated:
    for one in terms.measures:
        if one.target and (one.target.per_period is not None or KINDS[one.kind].over_time is Over.LAST):
            says = f"{one.label}: {_aim(terms, one)}."
            yield says, f"measure.{one.code}.target", None, one.target.on_trial


def _aim(terms: Terms, measure: Measure) -> str:
    """What a measure aims at, in words; a target of a year as it stands in contract text."""
    target, show = measure.target, KINDS[measure.kind].show
    if target is None or target.per_period is not None or target.low is not None:
        return target_words(terms, measure, Period(None, None))
    side = "at least" if measure.polarity == "higher" else "at most"
    if target.profile:
        return f"{side} {', '.join(map(show, target.profile))} in each period in turn"
    if target.annual is not None:
        return f"{side} {show(target.annual)} for the year"
    return f"{side} {', '.join(map(show, target.cumulative))} by the end of each period in turn"


def _statements(terms: Terms) -> Stated:
    for number, statement in enumerate(terms.statements):
        yield f"“{statement.says}” of {statement.period} is what its figures show.", f"statement.{number}", None, False


_STATED: dict[str, Callable[[Terms], Stated]] = {
    **{code: _relations(code) for code in ("A001", "A002", "A003", "A004")},
    "A005": _of_measures("base", lambda one: bool(one.base), "{label} agrees with its counts, out of {base}."),
    "T001": _targets,
    "H001": _of_measures("opens", lambda one: bool(one.opens), "{label} is what the last {opens} was."),
    "H002": _of_measures("kind", lambda one: one.kind == "cumulative", "{label} never falls."),
    "H003": _of_measures(
        "to_date_of",
        lambda one: bool(one.to_date_of) and one.kind == "distinct-people",
        "{label} is no fewer than any {to_date_of} of the year and no more than all of them, and never falls in it.",
    ),
    "H004": _of_measures(
        "to_date_of",
        lambda one: bool(one.to_date_of) and one.kind == "cumulative",
        "{label} goes on from what it was by as many as {to_date_of}.",
    ),
    "V002": _statements,
}
"""Checks that ask what contract text states: without such a key they can find nothing."""

_OF_A_KIND = (
    *("C006", "C007", "C008", "C009", "C010", "C011", "M001", "M002", "M003", "R005", "H010", "H011", "H012"),
    *(f"W00{number}" for number in range(1, 10)),
)
_BY_POLICY = ("H006", "H007", "H008", "H009", "H013", "V001")
_SOURCES = {**dict.fromkeys(_OF_A_KIND, "kind of measure"), **dict.fromkeys(_BY_POLICY, "policy: history")}


def _ratings(terms: Terms) -> Iterator[RuleHeld]:
    """What is rated, by which policy, against which target."""
    for one in terms.measures:
        if one.target:
            policy = policy_of(terms, one)
            source = f"rating.{policy.id}" if one.rating else f"measure.{one.code}.target"
            says = f"{one.label}: {_aim(terms, one)}. {policy_in_words(policy)}"
            yield RuleHeld("", says, None, source, one.target.on_trial)


def history_in_words(terms: Terms) -> str:
    """When a figure of a contract is asked about because of those before it, and what of that is stated."""
    policy = terms.history
    stated = "as contract text states" if policy != DEFAULT_HISTORY else "where contract text states nothing else"
    return (
        f"Figures beside earlier ones, {stated}: at least {policy.periods} earlier periods; far is a modified z-score "
        f"over {policy.far:f}; differences under {policy.smallest:f} are left alone; {policy.same} figures that are as "
        f"they were are a copy; steady is within {policy.steady:f}%. What is provisional is not compared with."
    )


def rules_page(contracts: Iterable[Contract]) -> Document:
    """The rules as a page: a table for each question, and what there is to know of the policies."""
    contracts = tuple(contracts)
    sheets = tuple(_sheet(one.id, one.latest, rules_held(one)) for one in contracts)
    return Document("Rules that returns are held to", ", ".join(one.latest.title for one in contracts), sheets)


_COLUMNS = (Column("Code", 8), Column("Rule", 80), Column("A breach", 22), Column("From", 34))
"""A spreadsheet allows no longer name of a sheet."""


def _sheet(id: str, terms: Terms, held: tuple[RulesHeld, ...]) -> Sheet:
    tables = tuple(Table(group.asks, _COLUMNS, tuple(map(_row, group.rules))) for group in held)
    lead = (*((Words(terms.label, Look.WARNING),) if terms.label else ()), Words(history_in_words(terms)))
    return Sheet(id[:LONGEST_NAME].rstrip("-"), f"{terms.title}: rules", lead, tables)


def _row(rule: RuleHeld) -> tuple[Words, ...]:
    return (Words(rule.code), Words(rule.says), Words(rule.does), Words(rule.source, Look.QUIET))
