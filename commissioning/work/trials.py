"""Rules and every return that stands go in; what each rule finds, or would find, comes out. Nothing is kept."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from commissioning.checks import OF_AGREEMENTS, Given, catalogue, check_return
from commissioning.contract.reporting import period_label
from commissioning.errors import CommissioningError
from commissioning.model.contract import Contract
from commissioning.model.finding import Finding, Severity
from commissioning.model.measure import Trial
from commissioning.model.organisation import Actor
from commissioning.model.posted import Receipt
from commissioning.model.template import Specification
from commissioning.template import by_present_rules, specify
from commissioning.work.checking import Checked
from commissioning.work.explaining import explain
from commissioning.work.judging import Desk, judged, taken_as
from commissioning.work.mailbox import Came
from commissioning.work.workers import started
from commissioning.work.workspace import Clock, Workspace


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule to try: a check of the engine by its code, with no contract; or a contract's, by its key path. `would`
    is what it does once it counts; `until` says how long its trial lasts, and is false of one that counts."""

    contract: str
    name: str
    says: str
    would: Severity
    until: Trial


@dataclass(frozen=True, slots=True)
class Touched:
    """A return that a rule was tried on: its contract and provider, its period's label, and what was found in it."""

    contract: str
    period: str
    findings: tuple[Finding, ...]
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Of the returns of one provider, or for one period: how many a rule was tried on, and how many it touched."""

    name: str
    returns: int
    touched: int


@dataclass(frozen=True, slots=True)
class TriedOut:
    """A rule, how many of the returns that stand it was tried on, and those it touched; by provider and by period."""

    rule: Rule
    returns: int
    touched: tuple[Touched, ...]
    by_provider: tuple[Part, ...] = ()
    by_period: tuple[Part, ...] = ()


def trials(workspace: Workspace, actor: Actor, clock: Clock, codes: Iterable[str] = ()) -> tuple[TriedOut, ...]:
    """What each rule on trial finds in the returns that stand, oldest period first, by contract text as it is now; or
    instead, what the checks of those codes find. NothingThere names the nearest code."""
    rules = tuple(map(_by_code, codes)) or rules_on_trial(workspace, actor)
    found: dict[Rule, list[Touched]] = {rule: [] for rule in rules}
    with started(workspace.seen_by(actor)) as workers, workspace.store() as store:
        desk = Desk(workspace, store, actor, clock(), workers)
        standing = tuple(_standing(desk, rules))
        files = ((Came(one.file, store.original(one.sha256)), taken_as(one)) for one in standing)
        for receipt, (came, parcel) in zip(standing, desk.checked(files), strict=True):
            for rule, touched in _tried(desk, receipt, parcel.opened(came), rules):
                found[rule].append(touched)
    return tuple(_tried_out(rule, tried) for rule, tried in found.items())


def _tried_out(rule: Rule, tried: list[Touched]) -> TriedOut:
    touched = tuple(one for one in tried if one.findings)
    return TriedOut(rule, len(tried), touched, _parts(tried, "provider"), _parts(tried, "period"))


def _parts(tried: list[Touched], by: str) -> tuple[Part, ...]:
    """The returns by what one of their words says, in the order of those words."""
    among = Counter(getattr(one, by) for one in tried)
    touched = Counter(getattr(one, by) for one in tried if one.findings)
    return tuple(Part(name, among[name], touched[name]) for name in sorted(among))


def _by_code(code: str) -> Rule:
    _, check = explain(code)
    if check.code in {one.code for _, group in catalogue(OF_AGREEMENTS) for one in group}:
        raise CommissioningError(f"{check.code} is asked of contract text, not of returns; see: commissioning review.")
    return Rule("", check.code, f"{check.complains[:1].upper()}{check.complains[1:]}.", check.severity, check.on_trial)


def rules_on_trial(workspace: Workspace, actor: Actor) -> tuple[Rule, ...]:
    """Every rule on trial: the engine's, then each contract's as its newest version has them."""
    checks = (check for _, group in catalogue() for check in group if check.on_trial)
    engine = (Rule("", check.code, f"{check.name.capitalize()}.", check.severity, until=True) for check in checks)
    ours = (rule for contract in workspace.seen_by(actor).values() for rule in _of_contract(contract))
    return (*engine, *dict.fromkeys(ours))


def _of_contract(contract: Contract) -> Iterator[Rule]:
    terms = contract.latest
    for relation in terms.relations:
        if relation.on_trial:
            name = f"relation.{relation.code}"
            yield Rule(contract.id, name, relation.says, relation.severity, relation.on_trial)
    for measure in terms.measures:
        stages = (measure.target, *measure.target.changes) if measure.target else ()
        if trials := [target.on_trial for target in stages if target.on_trial]:
            says = f"{measure.label} reaches its target."
            yield Rule(contract.id, f"measure.{measure.code}.target", says, Severity.NOTE, trials[-1])


def _standing(desk: Desk, rules: tuple[Rule, ...]) -> Iterator[Receipt]:
    """The returns whose figures stand, of the contracts that a rule is about; every one, for a rule of the engine."""
    about = {rule.contract for rule in rules}
    wanted = {id for id in desk.workspace.seen_by(desk.actor) if "" in about or id in about}
    standing = {entry.sha256 for entry in desk.store.entries() if entry.contract in wanted}
    found = [receipt for receipt in desk.store.receipts() if receipt.sha256 in standing and receipt.period]
    return iter(sorted(found, key=lambda one: (one.contract, one.period.sort_key if one.period else ())))


def _tried(desk: Desk, receipt: Receipt, one: Checked, rules: tuple[Rule, ...]) -> Iterator[tuple[Rule, Touched]]:
    """What each rule that is on trial in a return's period finds in it."""
    if one.specification is None or one.returned is None:
        return
    terms = desk.terms(receipt.contract, one.specification.period)
    label = period_label(terms, one.specification.period)
    provider = terms.parties.provider.name if terms.parties.provider else "provider not stated"
    asked = by_present_rules(one.specification, specify(terms, one.specification.period))
    stand = desk.store.stand(receipt.contract)
    everything = judged(desk, one, one.specification, receipt, stand).findings
    for rule in rules:
        alone = _alone(asked, rule)
        if not rule.contract:
            # A rule that counts is tried as it is; of one on trial, only what it found as such.
            found = tuple(f for f in everything if f.code == rule.name and (f.on_trial or not rule.until))
            yield rule, Touched(receipt.contract, label, found, provider)
        elif rule.contract == receipt.contract and (alone.relations or alone.targets):
            yield rule, Touched(receipt.contract, label, _found(one, alone), provider)


def _found(one: Checked, alone: Specification) -> tuple[Finding, ...]:
    findings = check_return(Given(one.returned, alone)) if one.returned else ()
    return tuple(finding for finding in findings if finding.on_trial)


def _alone(asked: Specification, rule: Rule) -> Specification:
    """The specification with this rule alone, if it is on trial there."""
    relations = (relation for relation in asked.relations if f"relation.{relation.code}" == rule.name)
    targets = (target for target in asked.targets if f"measure.{target.key.measure}.target" == rule.name)
    return replace(
        asked,
        relations=tuple(one for one in relations if one.on_trial and one.sort == "relation"),
        targets=tuple(target for target in targets if target.on_trial),
        percentages=(),
        openings=(),
    )
