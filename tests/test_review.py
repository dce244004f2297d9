"""What contract text raises by itself, before any return has come, and what it leaves alone.

What the five papers raise, with their arithmetic, is in test_inconsistencies.py.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from commissioning.checks import Agreement, Agreements, check_agreement, check_agreements, codes_of
from commissioning.findings import cells_in_words
from commissioning.model.finding import Clause, Severity
from commissioning.model.organisation import Organisation
from commissioning.work.reviewing import review
from commissioning.work.workspace import Workspace
from tests.builders import a_contract
from tests.worked import ACTOR

ONE = """
title = "Westshire refuge"
origin = "issued"
legal_form = "contract"
parties = { lead = "westshire-council", provider = "safe-house" }
term = { starts = 2025-04-01, ends = 2026-03-31 }
reporting = { frequency = "quarter", due_working_days = 15 }
value = { amount = "100000.00", period = "2025-26", says = "services for victims" }
service.refuge = { title = "Refuge", eligibility = "victims" }

[measure.housed]
label = "Households housed"
kind = "flow"
role = "output"
unit = "households"
services = ["refuge"]
polarity = "higher"
target = { per_period = 10 }

[funding.contribution.city]
funder = "westshire-council"
amount = "100000.00"
period = "2025-26"
"""
"""A contract of which there is nothing to ask: every case changes it."""

COUNTED = """
[measure.people]
label = "People helped"
kind = "distinct-people"
role = "context"
unit = "people"
services = ["refuge"]
"""
OUTCOME = """
[measure.done]
label = "Moved on safely"
kind = "stated-percentage"
role = "outcome"
unit = "percent"
services = ["refuge"]
base = "base"
polarity = "higher"
target = {{ per_period = 80 }}

[measure.base]
label = "{label}"
kind = "flow"
role = "context"
unit = "households"
services = ["refuge"]
"""
FLOOR = 'funding.floor.north = {{ area = "North", amount = "{}", period = "2025-26" }}'
MONTHS = 'capacity.length = {{ label = "Length", unit = "months", amount = {} }}'
ROOM = 'capacity.room = {{ label = "Room", unit = "{}", kind = "flow", amount = 9, is = "{}" }}'

SHARED = """
term.ends = 2026-04-01
funding.shares_are = "exact"
funding.tie_order = ["westshire-council"]
funding.share = [{ funder = "westshire-council", share = "100%%"%s }]"""
MONTHLY = """
[[variation]]
from = 2025-10-01
reason = "Figures are wanted sooner."
reporting.frequency = "month"
"""
"""The same targets, for a month as they were for a quarter."""

# What is added to the contract or changed in it, and the codes of what there is to ask.
CASES = (
    ("a cycle that changes, and its target does not", MONTHLY, ["B008"]),
    ("both change", MONTHLY + "measure.housed.target.per_period = 4", []),
    ("nothing is changed", "", []),
    ("a penny of the value has no funder", 'value.amount = "100000.01"', ["B003"]),
    ("more is promised than it costs", 'value.amount = "99999.99"', []),
    ("a floor of a part", FLOOR.format("60000.00"), ["B002"]),
    ("a floor of it all", FLOOR.format("100000.00"), []),
    ("a day beyond the money", "term.ends = 2026-04-01", ["B004"]),
    ("a share pays for the day beyond", SHARED % "", []),
    ("a share ends with the money, of which K002 asks", SHARED % ", until = 2026-03-31", []),
    ("a programme of 12 months", MONTHS.format(12), []),
    ("a programme of 13 months", MONTHS.format(13), ["B005"]),
    ("whom the value leaves out", 'service.refuge.eligibility = "victims and children"', ["B007"]),
    ("nothing said of money", 'value = "not stated"\nfunding = "not stated"', ["G001"]),
    ("no target", "- measure.housed.target", ["G002"]),
    ("a target of room that is reported", ROOM.format("households", "target"), []),
    ("a target of room that nobody reports", ROOM.format("spaces", "target"), ["G003"]),
    ("room that is agreed, and not aimed at", ROOM.format("spaces", "agreed"), []),
    ("a service nobody asks about", 'service.helpline = { title = "Helpline" }', ["G004"]),
    ("people counted and not used", COUNTED, ["G005"]),
    ("an outcome of those who left", OUTCOME.format(label="Households that left"), []),
    ("an outcome of those who came", OUTCOME.format(label="Households that came"), ["G006"]),
    ("a count of nobody knows what", 'measure.housed.unit = "not stated"', ["G007"]),
)


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_what_there_is_to_ask_about_a_contract(changes: str, expected: list[str]) -> None:
    """Each question, and its silent neighbours."""
    assert [f.code for f in check_agreement(Agreement(a_contract(changes, base=ONE)))] == expected


def beside(other: str, organisations: dict[str, tuple[str, ...]] | None = None) -> list[str]:
    """The codes of what there is to ask about Westshire's refuge beside another contract like it, and of names."""
    second = replace(a_contract(other, base=ONE), id="other", file="other.toml")
    contracts = {"one": a_contract(COUNTED, base=ONE), "other": second}
    named = {id: Organisation(id, name, tuple(others), ()) for id, (name, *others) in (organisations or {}).items()}
    return [finding.code for finding in check_agreements(Agreements(contracts, named))]


NEXT = 'title = "Victims, Westshire"\nservice.refuge.title = "Rooms"\nterm = {{ starts = {}, ends = 2027-03-31 }}'

# What is changed in the second contract, and the codes of what there is to ask about the two.
PAIRS = (
    ("one begins on the day after the other ends", NEXT.format("2026-04-01"), []),
    ("a day without either", NEXT.format("2026-04-02"), ["N001"]),
    ("a month without either", NEXT.format("2026-05-01"), ["N001"]),
    ("another body's contract", NEXT.format("2026-05-01") + '\nparties.lead = "health-board"', []),
    ("another provider of the same service", 'parties.provider = "health-board"', []),
    ("the same service of one provider, twice", "", ["N002"]),
    ("the same service a year later", "term = { starts = 2026-04-01, ends = 2027-03-31 }", []),
    ("two that count people", 'parties.provider = "health-board"\n' + COUNTED, ["N005"]),
    ("two bodies' that do", 'parties = { lead = "health-board", provider = "health-board" }\n' + COUNTED, []),
)


@pytest.mark.parametrize(("other", "expected"), [row[1:] for row in PAIRS], ids=[row[0] for row in PAIRS])
def test_what_there_is_to_ask_about_two_contracts(other: str, expected: list[str]) -> None:
    """Gaps, overlaps and people counted twice; and their silent neighbours."""
    assert beside(other) == expected


NAMES = (
    ([("Westshire Council",), ("Eastshire Council",)], []),
    ([("Worcestershire County Council",), ("Staffordshire County Council",)], []),
    ([("Safe House",), ("Safehouse",)], ["N004"]),
    ([("Vale Women's Aid",), ("Vale Womens Aid",)], ["N004"]),
    ([("Department for Housing",), ("Department of Housing",)], ["N004"]),
    ([("MyCWA", "My CWA", "myCWA")], []),
    ([("Safe House", "SH", "The Lodge")], []),
    ([("West Mercia Rape and Sexual Abuse Support Centre", "WMRSASC", "WMRSASAC")], ["N003"]),
    ([("Abuse and Violence Partnership", "Violence and Abuse Partnership Board")], ["N003"]),
)


@pytest.mark.parametrize(("names", "expected"), NAMES, ids=[" / ".join(map(str, row[0])) for row in NAMES])
def test_names_that_may_be_of_one_body(names: list[tuple[str, ...]], expected: list[str]) -> None:
    """Two ids for one body, and several names of one: not initials, not another place's council."""
    organisations = {f"organisation-{number}": each for number, each in enumerate(names)}
    assert beside('parties.provider = "health-board"', organisations) == expected


def test_every_question_that_can_be_asked_has_its_case() -> None:
    """A check that no case raises is not done; those of dates are in test_dates_stated.py, B001 and B006 are raised by
    papers, in test_inconsistencies.py."""
    declared = {code for evidence in (Agreement, Agreements) for code in codes_of(evidence) if code[0] != "D"}
    raised = {code for rows in (CASES, PAIRS, NAMES) for row in rows for code in row[-1]}
    assert raised | {"B001", "B006"} == declared


def test_every_question_about_contract_text_is_a_note() -> None:
    """Contract text is not at fault for what a paper says: nothing of it stops a return."""
    asked = review(Workspace(Path(__file__).parents[1]), ACTOR)
    assert {finding.severity for finding in asked} == {Severity.NOTE}


def test_one_file_is_said_once_before_its_keys() -> None:
    """A question about three keys of one file names the file once."""
    keys = (Clause("a.toml", "value"), Clause("a.toml", "term.ends"), Clause("b.toml", "value"))
    assert cells_in_words(keys) == "a.toml: value, term.ends, b.toml: value"
