"""Contract text to Contracts, or to every fault of it at once. Nothing runs on text with a fault.

A file holds a contract as first agreed and, under [[variation]], what changed and from when; each
version is the text so far with the variation laid over it, and is known by the digest of that.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from commissioning.contract.continuing import changes_of_meaning, is_same, made_way
from commissioning.contract.cycles import cuts_of, on_one_calendar
from commissioning.contract.finance import FINANCE, read_finance
from commissioning.contract.parsing import parsed
from commissioning.contract.policy_text import PoliciesText
from commissioning.contract.published import REFERENCE, filled, names_what_is_there, read_published, with_published
from commissioning.contract.rate_references import contracts_beside_are_there
from commissioning.contract.raw import table, tables
from commissioning.contract.references import reference_faults
from commissioning.contract.shapes import ID, ID_ADVICE
from commissioning.contract.target_references import changed_twice
from commissioning.contract.targets import on_their_cycles
from commissioning.contract.terms import terms_from
from commissioning.contract.text import ContractText, OrganisationText, TextFault, admit_table
from commissioning.model.contract import Contract, Terms
from commissioning.model.finance import Finance
from commissioning.model.organisation import Organisation
from commissioning.model.policies import Policies
from commissioning.nearest import did_you_mean

ORGANISATIONS = "organisations.toml"
POLICIES = "policies.toml"
OF_ALL_CONTRACTS = (ORGANISATIONS, POLICIES, FINANCE)
"""The files beside contracts that are none."""


@dataclass(frozen=True, slots=True)
class ContractBook:
    """Every contract that could be read, by id, and every fault found in the texts."""

    contracts: Mapping[str, Contract]
    organisations: Mapping[str, Organisation]
    faults: tuple[TextFault, ...] = ()
    policies: Policies = field(default_factory=Policies)
    finance: Finance = field(default_factory=Finance)


def read_book(texts: Mapping[str, str]) -> ContractBook:
    """A folder of contract text, by file name, as a book of contracts.

    `organisations.toml` names the organisations, `policies.toml` and `finance.toml` say what holds for all contracts,
    and the files of `reference/` hold what any contract may name: rating policies, standard lists, values that rates
    are against; every other file is the contract of its name.
    """
    raw, faults = _organisation_tables(texts.get(ORGANISATIONS, ""))
    organisations = {id: Organisation(id, found.name, found.aliases, found.roles) for id, found in raw.items()}
    contracts: dict[str, Contract] = {}
    policies, wrong = _policies(texts.get(POLICIES, ""))
    finance, amiss = read_finance(texts.get(FINANCE, ""), organisations)
    published, unfit = read_published(texts)
    faults += wrong + amiss + unfit
    files = (file for file in texts if file not in OF_ALL_CONTRACTS and not file.startswith(REFERENCE))
    for file in sorted(files):
        contract, wrong = read_contract(file, texts[file], organisations, published)
        faults += wrong
        if contract:
            contracts[contract.id] = contract
    known = {file.removesuffix(".toml") for file in texts}
    cards = {one.file: terms.scorecard for one in contracts.values() for terms in one.versions if terms.scorecard}
    for file, card in cards.items():
        faults += tuple(contracts_beside_are_there(file, card.beside, known))
    return ContractBook(contracts, organisations, faults, policies, finance)


NOTHING: Mapping[str, Any] = MappingProxyType({})


def read_contract(
    file: str, text: str, organisations: Mapping[str, Organisation], published: Mapping[str, Any] = NOTHING
) -> tuple[Contract | None, tuple[TextFault, ...]]:
    """One contract file as a Contract, or None with every fault of every version. `published` is the
    reference data that it may name, by sort."""
    raw, faults = parsed(file, text)
    if faults:
        return None, faults
    id = file.removesuffix(".toml")
    terms: list[Terms] = []
    variations, faults = _variations(file, raw)
    faults += _misspelt(file, raw, variations) + _changes_of_meaning(file, raw, variations)
    faults += tuple(TextFault(file, *said) for said in names_what_is_there(raw, published))
    for n, one in enumerate(variations):
        later = names_what_is_there(one, published, raw)
        faults += tuple(TextFault(file, f"variation.{n}: {path}", *said) for path, *said in later)
    variations = [filled(_without_misspelt(raw, variation), published) for variation in variations]
    raw = with_published(raw, variations, published)
    before: dict[str, Any] = {}
    paths: list[str] = []
    for path, holds_from, reason, version in _versions(raw, variations):
        found, wrong = _version(file, version, organisations)
        faults += _not_said_yet(wrong, faults, path)
        if found and not wrong:
            terms.append(terms_from(id, found, organisations, holds_from, reason, _digest(version, holds_from)))
            paths.append(path)
        faults += _not_continuing(file, path, before, version)
        before = version
    faults += _headings_of_variations(file, variations)
    if not re.fullmatch(ID, id):
        faults += (
            TextFault(file, "", "is not named by an id", ID_ADVICE.replace("Write an id", "Name the file by an id")),
        )
    faults += tuple(TextFault(file, f"{paths[n]}: reporting", *said) for n, *said in cuts_of(terms))
    return (None, faults) if faults else (Contract(id, file, on_their_cycles(on_one_calendar(terms))), ())


def _not_said_yet(wrong: tuple[TextFault, ...], said: tuple[TextFault, ...], path: str) -> tuple[TextFault, ...]:
    """The faults that a version adds to those of the versions before it, at the variation's own key path."""
    words = {(fault.path.partition(": ")[2] or fault.path, fault.there) for fault in said}
    new = tuple(fault for fault in wrong if (fault.path, fault.there) not in words)
    return tuple(replace(fault, path=f"{path}: {fault.path}") for fault in new) if path else new


def _not_continuing(
    file: str, path: str, before: Mapping[str, Any], version: Mapping[str, Any]
) -> tuple[TextFault, ...]:
    """Why what a variation continues cannot go on from the version before it."""
    return tuple(TextFault(file, f"{path}: {key}", *said) for key, *said in changes_of_meaning(before, version))


def _headings_of_variations(file: str, variations: list[dict[str, Any]]) -> tuple[TextFault, ...]:
    """Each variation says from when it holds, and no two hold from the same day."""
    faults: list[TextFault] = []
    days = [variation.get("from") for variation in variations]
    for number, day in enumerate(days):
        path = f"variation.{number}"
        if type(day) is not date:
            faults.append(TextFault(file, f"{path}.from", "is not a date", "Write the day the variation holds from."))
        elif days.index(day) < number:
            faults.append(TextFault(file, f"{path}.from", f"is {day}, like an earlier one", "Join the two variations."))
    return tuple(faults)


def _organisation_tables(text: str) -> tuple[dict[str, OrganisationText], tuple[TextFault, ...]]:
    raw, faults = parsed(ORGANISATIONS, text)
    found: dict[str, OrganisationText] = {}
    for id, given in raw.items():
        organisation, wrong = admit_table(OrganisationText, given, ORGANISATIONS, id)
        faults += wrong
        if organisation:
            found[id] = organisation
    return found, faults


def _policies(text: str) -> tuple[Policies, tuple[TextFault, ...]]:
    raw, faults = parsed(POLICIES, text)
    found, wrong = admit_table(PoliciesText, raw, POLICIES)
    key = found.quarantine.public_key if found and found.quarantine else ""
    return Policies(quarantine_key=key), faults + wrong


def _version(
    file: str, raw: Mapping[str, Any], organisations: Mapping[str, Organisation]
) -> tuple[ContractText | None, tuple[TextFault, ...]]:
    text, shape = admit_table(ContractText, raw, file)
    return text, shape + reference_faults(raw, organisations, file)


def _variations(file: str, raw: Mapping[str, Any]) -> tuple[list[dict[str, Any]], tuple[TextFault, ...]]:
    found = raw.get("variation", [])
    if isinstance(found, list) and all(isinstance(variation, dict) for variation in found):
        return found, ()
    return [], (TextFault(file, "variation", "is not a list of tables", "Head each one with [[variation]]."),)


SECTIONS = ("measure", "service", "dimension", "relation", "rating", "layout")
"""The tables whose keys are ids, which a variation may change or add to."""


def _near(raw: Mapping[str, Any], section: str, id: str, given: object) -> str:
    """Which id a variation's probably means: one that is there, where its own brings no name and is not."""
    there = table(raw, section)
    is_whole = isinstance(given, dict) and bool({"label", "title", "says", "tolerance"} & given.keys())
    return "" if id in there or is_whole else did_you_mean(id, there)


LASTING = ("kind", "unit", "numerator", "denominator", "reference", "per")
"""What makes a measure's figures comparable before and after a variation."""


def _changes_of_meaning(file: str, raw: Mapping[str, Any], variations: list[dict[str, Any]]) -> tuple[TextFault, ...]:
    """Variations after which a figure would no longer be of the same thing."""
    new_id = "Give what is asked from then on a new id, since its figures cannot be added to those before."
    return tuple(
        TextFault(file, f"variation.{n}: measure.{code}.{key}", f"changes from {before[key]} to {after[key]}", new_id)
        for n, variation in enumerate(variations)
        for code, after in tables(variation, "measure")
        for before in (table(raw, "measure", code),)
        for key in LASTING
        if key in before and key in after and not is_same(key, before[key], after[key], (raw, *variations))
    ) + tuple(
        TextFault(file, f"variation.{n}: {path}", *said)
        for n, variation in enumerate(variations)
        for path, *said in changed_twice(variation, raw)
    )


def _misspelt(file: str, raw: Mapping[str, Any], variations: list[dict[str, Any]]) -> tuple[TextFault, ...]:
    """Changes to something that is not there, beside something of almost its name."""
    return tuple(
        TextFault(file, f"variation.{n}: {section}.{id}", f"is no {section} of this file", near)
        for n, variation in enumerate(variations)
        for section in SECTIONS
        for id, given in table(variation, section).items()
        if (near := _near(raw, section, id, given))
    )


def _without_misspelt(raw: Mapping[str, Any], variation: dict[str, Any]) -> dict[str, Any]:
    """The variation without them, so that one slip of the pen is one fault."""
    kept = {
        section: {id: given for id, given in table(variation, section).items() if not _near(raw, section, id, given)}
        for section in SECTIONS
        if isinstance(variation.get(section), dict)
    }
    return {**variation, **kept}


def _versions(
    raw: dict[str, Any], variations: list[dict[str, Any]]
) -> list[tuple[str, date | None, str, dict[str, Any]]]:
    """Each version in order of its date: its key path, from when it holds, why, and its whole text."""
    so_far = {key: value for key, value in raw.items() if key != "variation"}
    versions: list[tuple[str, date | None, str, dict[str, Any]]] = [("", None, "As first agreed.", so_far)]
    for number, variation in sorted(enumerate(variations), key=lambda item: str(item[1].get("from"))):
        changes = {key: value for key, value in variation.items() if key not in ("from", "reason")}
        so_far = made_way(_laid_over(so_far, changes))
        reason = str(variation.get("reason", "not stated"))
        versions.append((f"variation.{number}", variation.get("from"), reason, so_far))
    return versions


def _laid_over(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The base with the changes over it: tables are laid over tables, anything else is replaced."""
    over = dict(base)
    for key, value in changes.items():
        below = over.get(key)
        over[key] = _laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return over


def _digest(version: Mapping[str, Any], holds_from: date | None) -> str:
    text = json.dumps([str(holds_from), version], sort_keys=True, default=str, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
