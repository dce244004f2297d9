"""What an editor is told of contract text: every key with its words, and nothing that the door would refuse."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from commissioning.contract import read_book
from commissioning.contract.schema import contract_schema, finance_schema, organisations_schema
from tests.builders import ORGANISATIONS, WESTSHIRE, contract_raw, toml

HOUSE = Path(__file__).parent.parent
CONTRACT, ORGANISATION = contract_schema(), organisations_schema()
CONTRACTS = sorted((HOUSE / "contracts").glob("*.toml"))


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """What an editor does with a schema; days must be days."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def faults(text: str, schema: dict[str, Any]) -> list[str]:
    """The key path of every fault that an editor would mark; TOML's days are text to it, as they are to Taplo."""
    given = json.loads(json.dumps(tomllib.loads(text), default=str))
    # Of a choice that fails in every branch, the fault of the branch that was probably meant.
    found = (best_match([error]) for error in validator(schema).iter_errors(given))
    return sorted(".".join(map(str, error.absolute_path)) for error in found if error)


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.name)
def test_every_contract_of_ours_is_without_fault(path: Path) -> None:
    """Variations and all."""
    schema = {"organisations.toml": ORGANISATION, "finance.toml": finance_schema()}.get(path.name, CONTRACT)
    assert faults(path.read_text(encoding="utf-8"), schema) == []


VARIED = """
[[variation]]
from = 2025-10-01
reason = "Agreed."
measure.referrals.target.per_period = 70
reporting.due_working_days = 10
funding.share = [{ funder = "westshire-council", share = "1/3" }, { funder = "health-board", share = "2/3" }]
"""
# A change of contract text, and the key path that an editor marks; nothing for what it cannot know.
CHANGES = [
    ("", []),
    (VARIED, []),
    ('measure.referrals.kind = "flwo"', ["measure.referrals.kind"]),
    ('measure.referrals.knd = "flow"', ["measure.referrals"]),
    ("measure.referrals.target.per_period = 60.5", ["measure.referrals.target.per_period"]),
    ('measure.referrals.target.per_period = "60.5"', []),
    ("reporting.due_working_days = 300", ["reporting.due_working_days"]),
    ("reporting.year_starts = 13", ["reporting.year_starts"]),
    ('title = ""', ["title"]),
    ('dimension.source.exclusive = "yes"', ["dimension.source.exclusive"]),
    ('service."Not An Id".title = "X"', ["service"]),
    ('funding.share = [{ funder = "health-board" }]', ["funding.share.0"]),
    ("- title", [""]),
    ("- measure.referrals.role", ["measure.referrals"]),
    (VARIED.replace("from = 2025-10-01\n", ""), ["variation.0"]),
    (VARIED.replace("from = 2025-10-01", 'from = "soon"'), ["variation.0.from"]),
    (VARIED.replace("target", "tarrget"), ["variation.0.measure.referrals"]),
    (VARIED.replace(', share = "2/3"', ""), ["variation.0.funding.share.1"]),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_fault_is_marked_where_it_is(change: str, expected: list[str]) -> None:
    """Shape alone: what refers to something else is said by `contracts`."""
    assert faults(toml(contract_raw(change, WESTSHIRE)), CONTRACT) == expected


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_what_an_editor_marks_the_door_refuses_too(change: str, expected: list[str]) -> None:
    """The schema is no stricter than the engine."""
    texts = {"organisations.toml": ORGANISATIONS, "westshire.toml": toml(contract_raw(change, WESTSHIRE))}
    assert bool(read_book(texts).faults) == bool(expected)


def keys_without_words(schema: dict[str, Any]) -> Iterator[str]:
    """Every key of every table that nothing is said of."""
    for name, table in {"at the top": schema, **schema["$defs"]}.items():
        for key, held in table.get("properties", {}).items():
            if not held.get("description"):
                yield f"{name}: {key}"


@pytest.mark.parametrize("schema", [CONTRACT, ORGANISATION], ids=["contract", "organisations"])
def test_every_key_says_what_it_is_for(schema: dict[str, Any]) -> None:
    """In `contract/key_words.py`; a key without words there is not finished."""
    assert list(keys_without_words(schema)) == []


def test_an_organisation_needs_its_name() -> None:
    """And no key that nobody knows."""
    assert faults('[a-council]\nname = "A Council"\n', ORGANISATION) == []
    assert faults('[a-council]\nnmae = "A Council"\n', ORGANISATION) == ["a-council", "a-council"]
