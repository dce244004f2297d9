"""Do contracts fit beside each other? Asked of all contract text at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from commissioning.calendar import day_in_words
from commissioning.contract.reporting import term_of
from commissioning.findings import Checks, Fault
from commissioning.model.contract import Contract, Terms
from commissioning.model.finding import Clause, Place, Severity
from commissioning.model.organisation import Organisation
from commissioning.nearest import is_misspelt, is_variant
from commissioning.period import Period, length

ORGANISATIONS = "organisations.toml"


@dataclass(frozen=True, slots=True)
class Agreements:
    """Contracts by id, and the organisations that take part, by id."""

    contracts: Mapping[str, Contract]
    organisations: Mapping[str, Organisation]

    def clause(self, contract: Contract, key: str) -> Clause:
        """A key of a contract's file."""
        return Clause(contract.file, key)


ACROSS_CHECKS = Checks(Agreements, "Do contracts fit beside each other?", rank=75)
declare = ACROSS_CHECKS.declare

PEOPLE = {
    "victims": ("victim", "survivor"),
    "perpetrators": ("perpetrator", "those who harm", "behaviour change"),
    "children and young people": ("child", "young people"),
}
"""Whom services are for, by words of titles and of eligibility that begin so."""


@declare(
    "N001",
    Severity.NOTE,
    "{title}, for {people}, ends on {ends}; what {body} has next for them, {next}, starts on {starts}. Between them lie"
    " {gap} with neither.",
    "Ask who helps {people} in between.",
)
def nothing_between_two_contracts(agreements: Agreements) -> Iterator[Fault]:
    """Where one contract has ended and the next has not begun, people are without the service."""
    for one, people, bodies in _serving(agreements):
        ends = term_of(one.latest).end
        later = [
            other
            for other, theirs, commissioners in _serving(agreements)
            if other is not one and people & theirs and bodies & commissioners and _is_after(other.latest, ends)
        ]
        if ends is None or _goes_on(agreements, one, people, bodies):
            continue
        for other in sorted(later, key=lambda found: term_of(found.latest).sort_key)[:1]:
            yield from _gap(agreements, one, other, people, bodies)


@declare(
    "N002",
    Severity.NOTE,
    "{provider} provides {service} under this contract and under {other}, at the same time.",
    "Ask whether the same work is paid for twice, and which contract counts it.",
)
def same_service_under_two_contracts(agreements: Agreements) -> Iterator[Fault]:
    """Two contracts for one service of one provider may both pay for it, and both count it."""
    for one, other in combinations(agreements.contracts.values(), 2):
        ours, theirs = one.latest, other.latest
        provider = ours.parties.provider
        same = {service.title.casefold() for service in theirs.services}
        titles = [service for service in ours.services if service.title.casefold() in same]
        if provider and provider == theirs.parties.provider and titles and term_of(ours).overlaps(term_of(theirs)):
            places = (agreements.clause(one, f"service.{titles[0].id}"), agreements.clause(other, "service"))
            yield Fault(places, {"provider": provider.name, "service": titles[0].title, "other": theirs.title})


@declare(
    "N003",
    Severity.NOTE,
    "{name} is also called {others}.",
    "Use one name wherever it is written, so that nobody takes it for several.",
)
def organisation_goes_by_several_names(agreements: Agreements) -> Iterator[Fault]:
    """Names that differ by a word, or by a letter of their initials, are read as different bodies."""
    for organisation in agreements.organisations.values():
        names = (organisation.name, *organisation.aliases)
        if any(is_variant(one, other) for one, other in combinations(names, 2)):
            facts = {"name": organisation.name, "others": ", ".join(organisation.aliases)}
            yield Fault((Clause(ORGANISATIONS, f"{organisation.id}.aliases"),), facts)


@declare(
    "N004",
    Severity.NOTE,
    "{name} ({id}) and {other} ({other_id}) are written nearly alike.",
    "If they are one body, keep one of them, with the other name among its aliases.",
)
def organisations_have_nearly_the_same_name(agreements: Agreements) -> Iterator[Fault]:
    """One body under two ids is two bodies to every sum, share and statement."""
    for one, other in combinations(agreements.organisations.values(), 2):
        if is_misspelt(one.name, other.name):
            places = tuple(Clause(ORGANISATIONS, f"{organisation.id}.name") for organisation in (one, other))
            facts = {"name": one.name, "id": one.id, "other": other.name, "other_id": other.id}
            yield Fault(places, facts)


@declare(
    "N005",
    Severity.NOTE,
    "{body} has {number} contracts that each count {unit}: {titles}. One of the {unit} may be in several.",
    "Never add them up. Where a number of different {unit} is needed, ask for one that is counted over all of them.",
)
def same_people_counted_by_several_services(agreements: Agreements) -> Iterator[Fault]:
    """Registers of several services hold the same people; their sum is of no one."""
    counted: dict[tuple[str, str], list[tuple[Contract, str]]] = {}
    for contract in agreements.contracts.values():
        for measure in contract.latest.measures:
            if measure.kind == "distinct-people" and contract.latest.parties.lead:
                found = counted.setdefault((contract.latest.parties.lead_name, measure.unit), [])
                if contract not in [one for one, _ in found]:
                    found.append((contract, measure.code))
    for (body, unit), found in counted.items():
        if len(found) > 1:
            titles = ", ".join(contract.latest.title for contract, _ in found)
            facts = {"body": body, "number": str(len(found)), "unit": unit, "titles": titles}
            places: tuple[Place, ...] = tuple(agreements.clause(one, f"measure.{code}") for one, code in found)
            yield Fault(places, facts)


def _serving(agreements: Agreements) -> Iterator[tuple[Contract, frozenset[str], frozenset[str]]]:
    """Each contract that has services, with whom it is for and the ids of the bodies that commission it."""
    for contract in agreements.contracts.values():
        terms = contract.latest
        bodies = frozenset(body.id for body in (terms.parties.lead, *terms.parties.commissioners) if body)
        if terms.services:
            yield contract, _people(terms), bodies


def _people(terms: Terms) -> frozenset[str]:
    words = " ".join([terms.title, *(f"{one.title} {one.eligibility}" for one in terms.services)]).casefold()
    return frozenset(who for who, stems in PEOPLE.items() if any(re.search(rf"\b{stem}", words) for stem in stems))


def _is_after(terms: Terms, day: date | None) -> bool:
    starts = term_of(terms).start
    return bool(day and starts and starts > day)


def _goes_on(agreements: Agreements, one: Contract, people: frozenset[str], bodies: frozenset[str]) -> bool:
    """Whether another contract of the same bodies for the same people runs on the day after this one's last."""
    ends = term_of(one.latest).end
    next_day = ends + timedelta(days=1) if ends else None
    others = ((other, theirs, who) for other, theirs, who in _serving(agreements) if other is not one)
    return next_day is not None and any(
        people & theirs and bodies & who and _starts_by(other.latest, next_day) for other, theirs, who in others
    )


def _starts_by(terms: Terms, day: date) -> bool:
    term = term_of(terms)
    return bool(term.start and term.start <= day and (term.end is None or term.end >= day))


def _gap(
    agreements: Agreements, one: Contract, other: Contract, people: frozenset[str], bodies: frozenset[str]
) -> Iterator[Fault]:
    ends, starts = term_of(one.latest).end, term_of(other.latest).start
    if ends is None or starts is None or starts <= ends + timedelta(days=1):
        return
    between = length(Period(ends + timedelta(days=1), starts - timedelta(days=1)))
    months, days = between or (0, 0)
    shared = people & _people(other.latest)
    commissioners = (other.latest.parties.lead, *other.latest.parties.commissioners)
    facts = {
        "title": one.latest.title,
        "people": " and ".join(sorted(shared)),
        "ends": day_in_words(ends),
        "body": next(body.name for body in commissioners if body and body.id in bodies),
        "next": other.latest.title,
        "starts": day_in_words(starts),
        "gap": f"{months} months" if months else f"{days} days",
    }
    yield Fault((agreements.clause(one, "term.ends"), agreements.clause(other, "term.starts")), facts)
