"""What does contract text leave open? Gaps that a paper leaves, and what is asked in vain; asked of one contract."""

from collections.abc import Iterable, Iterator

from commissioning import sums
from commissioning.checks.agreements import Agreement
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS, Over
from commissioning.model.agreed import CapacityState
from commissioning.model.contract import Terms
from commissioning.model.finding import Clause, Severity
from commissioning.model.measure import Measure, Role
from commissioning.model.quantity import AnswerKey, Quantity
from commissioning.period import NOT_STATED, Period
from commissioning.template import asked, specify

COMPLETENESS_CHECKS = Checks(Agreement, "What does contract text leave open?", rank=72)
declare = COMPLETENESS_CHECKS.declare

AIMED_AT = (Role.OUTPUT, Role.OUTCOME, Role.QUALITY)
ENDED = (
    "close",
    "closing",
    "review",
    "left",
    "leave",
    "leaving",
    "ended",
    "exit",
    "complete",
    "completing",
    "finish",
    "discharge",
)
"""The beginnings of words by which a number of people is one of those whose support has come to an end or a review."""
NAMED = 6
"""So many are named one by one; of the others, how many there are."""


@declare(
    "G001",
    Severity.NOTE,
    "Neither what it costs nor who pays which part of it is stated.",
    "Ask for the yearly value and each funder's part.",
)
def neither_value_nor_payer_is_stated(agreement: Agreement) -> Iterator[Fault]:
    """A commissioned service that has no stated price cannot be compared with what came of it."""
    terms, funding = agreement.terms, agreement.funding
    amounts = any(isinstance(one.agreed.given, Quantity) for one in funding.contributions)
    if terms.parties.lead and terms.parties.provider and terms.value is None and not funding.shares and not amounts:
        yield Fault((agreement.clause("value"), agreement.clause("funding")))


@declare(
    "G002",
    Severity.NOTE,
    "No target is stated for {some} of {all} measures of outputs, outcomes or quality: {names}.",
    "Agree one for each, or call it context: without one nobody can say whether the service does well.",
)
def measures_have_no_target(agreement: Agreement) -> Iterator[Fault]:
    """What has no target is never rated; that must be meant, and not forgotten."""
    aimed = [m for m in agreement.terms.measures if m.role in AIMED_AT and KINDS[m.kind].guard]
    without = [measure for measure in aimed if measure.target is None]
    if without:
        places = tuple(agreement.clause(f"measure.{measure.code}.target") for measure in without)
        yield Fault(places, {"some": str(len(without)), "all": str(len(aimed)), "names": _named(without)})


@declare(
    "G003",
    Severity.NOTE,
    "{label}: {amount} {unit} are aimed at, and no measure asks how many there are.",
    "Ask for them in the return, or nobody will know whether they came.",
)
def target_has_no_actual(agreement: Agreement) -> Iterator[Fault]:
    """A promise that nobody reports on is kept or broken unseen."""
    reported = {measure.unit for measure in agreement.terms.measures}
    for capacity in agreement.terms.capacity:
        for _, agreed in capacity.amounts if capacity.state is CapacityState.TARGET else ():
            if isinstance(agreed.given, Quantity) and capacity.unit not in reported:
                facts = {"label": capacity.label, "amount": f"{agreed.given.value:f}", "unit": capacity.unit}
                yield Fault((agreement.clause(f"capacity.{capacity.code}"),), facts)


@declare(
    "G004",
    Severity.NOTE,
    "{title} is a service of this contract, and nothing is asked of it.",
    "Ask for at least what it does and what comes of it, or take it out.",
)
def service_has_no_measure(agreement: Agreement) -> Iterator[Fault]:
    """A service that reports nothing is paid for in good faith alone."""
    terms = agreement.terms
    measured = {service for measure in terms.measures for service in measure.services}
    for service in terms.services if terms.measures and "" not in measured else ():
        if service.id not in measured:
            yield Fault((agreement.clause(f"service.{service.id}"),), {"title": service.title})


@declare(
    "G005",
    Severity.NOTE,
    "{asked} figures are asked each time, of which no target, rule, ratio, funnel or total uses {unused}: {names}.",
    "Ask whether they are worth their trouble: what nobody uses, nobody should have to count.",
)
def figures_are_asked_in_vain(agreement: Agreement) -> Iterator[Fault]:
    """Reporting costs the provider time that it could give to people: what is asked should be used."""
    terms = agreement.terms
    if terms.reporting is None or terms.reporting.frequency == "span":
        return
    used = _used(terms)
    figures = [
        (measure, _cells(measure, terms))
        for service in (*terms.services, terms.service(""))
        for measure in asked(terms, service.id)
        if KINDS[measure.kind].guard
    ]
    vain = tuple(dict.fromkeys(measure for measure, _ in figures if measure.code not in used))
    if vain:
        facts = {
            "asked": str(sum(cells for _, cells in figures)),
            "unused": str(sum(cells for measure, cells in figures if measure in vain)),
            "names": _named(vain),
        }
        yield Fault(_clauses(agreement, vain), facts)


@declare(
    "G006",
    Severity.NOTE,
    "{labels}: out of {base}, and nothing says that their support has ended or was reviewed.",
    "Say in the definition of {base} who they are: of people still being helped nobody knows the outcome yet.",
)
def outcome_is_of_people_still_helped(agreement: Agreement) -> Iterator[Fault]:
    """An outcome is of closed or reviewed cases: of all who came in, the others are simply not there yet."""
    outcomes: dict[str, list[Measure]] = {}
    for measure in agreement.terms.measures:
        if measure.role is Role.OUTCOME and (of := measure.base or measure.denominator):
            outcomes.setdefault(of, []).append(measure)
    for code, found in outcomes.items():
        base = agreement.terms.measure(code)
        if not _has_ended(base):
            places = (agreement.clause(f"measure.{code}.definition"), *_clauses(agreement, found))
            yield Fault(places, {"labels": _named(found), "base": base.label})


@declare(
    "G007",
    Severity.NOTE,
    "What {label} counts is not stated: nothing shows that it may be compared with {beside}.",
    "Say what is counted, and how it differs from what stands beside it.",
)
def unit_is_not_stated(agreement: Agreement) -> Iterator[Fault]:
    """Two numbers of one service invite comparison; without a unit nobody knows whether they are of the same thing."""
    for measure in agreement.terms.measures:
        if measure.unit == NOT_STATED:
            near = [one for one in agreement.terms.measures if one is not measure and one.services == measure.services]
            beside = f"{near[0].label} ({near[0].unit})" if near else "anything"
            yield Fault((agreement.clause(f"measure.{measure.code}.unit"),), {"label": measure.label, "beside": beside})


def _clauses(agreement: Agreement, measures: Iterable[Measure]) -> tuple[Clause, ...]:
    return tuple(agreement.clause(f"measure.{measure.code}") for measure in measures)


def _named(measures: Iterable[Measure]) -> str:
    """Their labels; of more than a few the first ones, and how many others there are."""
    labels = [measure.label for measure in measures]
    more = f" and {len(labels) - NAMED} more" if len(labels) > NAMED else ""
    return f"{', '.join(labels[:NAMED])}{more}"


def _has_ended(base: Measure) -> bool:
    words = f"{base.label} {base.definition or ''} {base.counting_rule or ''}".casefold()
    return any(word in words for word in ENDED)


def _cells(measure: Measure, terms: Terms) -> int:
    """How many figures one service gives for the measure: itself, and each category of its breakdowns."""
    return 1 + sum(len(terms.dimension(id).categories) for id in measure.breakdowns)


def _used(terms: Terms) -> frozenset[str]:
    """The measures that something is made of: a target, a rule, a ratio, a percentage, a funnel, a total or a split."""
    parts = ("numerator", "denominator", "base", "count", "opens", "to_date_of")
    named = {code for m in terms.measures for part in parts if (code := getattr(m, part))}
    aimed = {m.code for m in terms.measures if m.target or m.base or KINDS[m.kind].over_time is Over.SUM}
    funnels = {code for funnel in terms.funnels for code in funnel.measures}
    relations = {
        key.measure
        for relation in specify(terms, Period(None, None)).relations
        for key in (*sums.terms(relation.comparison.left), *sums.terms(relation.comparison.right))
        if relation.sort == "relation" and isinstance(key, AnswerKey)
    }
    return frozenset(named | aimed | funnels | relations)
