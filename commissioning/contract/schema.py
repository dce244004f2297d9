"""The door's tables to a JSON Schema, so that an editor knows the keys of contract text while it is written.

An editor sees the shape alone: what refers to something else in the file is said by `commissioning contracts`.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from commissioning.contract.finance_text import FinanceText
from commissioning.contract.key_words import words_for
from commissioning.contract.policy_text import PoliciesText
from commissioning.contract.reference_text import ListUseText
from commissioning.contract.text import ContractText, OrganisationText

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PLACE = "#/$defs/"
CHANGED = "Changed"
"""What the name of a table is prefixed with where a variation changes some of its keys."""


def contract_schema() -> Schema:
    """A contract file: its tables, and under [[variation]] any part of them with the day from which it holds."""
    tables = _tables(ContractText) | _tables(ListUseText)
    whole = _with_lists(tables[ContractText.__name__])
    tables[ContractText.__name__] = whole
    tables |= {f"{CHANGED}{name}": _changed(table) for name, table in tables.items() if "properties" in table}
    changes = tables.pop(f"{CHANGED}{ContractText.__name__}")
    variation = {
        **changes,
        "description": "What changes from a day on: any keys of the file, laid over what they are.",
        "properties": {
            "from": {"type": "string", "format": "date", "description": words_for("Variation", "from")},
            "reason": {"type": "string", "description": words_for("Variation", "reason")},
            **changes["properties"],
        },
        "required": ["from"],
    }
    words = words_for(ContractText.__name__, "variation")
    several = {"type": "array", "items": {"$ref": f"{PLACE}Variation"}, "description": words}
    del tables[ContractText.__name__]
    return {
        "$schema": DRAFT,
        "title": "Contract text",
        **whole,
        "properties": {**whole["properties"], "variation": several},
        "$defs": {**tables, "Variation": variation},
    }


def _with_lists(whole: Schema) -> Schema:
    """The whole with breakdowns that may be a use of a standard list, or the name of one alone."""
    held = whole["properties"]["dimension"]
    (pattern, written), *_ = held["patternProperties"].items()
    choices = [written, {"$ref": f"{PLACE}{ListUseText.__name__}"}, {"type": "string", "pattern": pattern}]
    dimension = {**held, "patternProperties": {pattern: {"anyOf": choices}}}
    return {**whole, "properties": {**whole["properties"], "dimension": dimension}}


def organisations_schema() -> Schema:
    """`organisations.toml`: a table for each organisation, under its id."""
    tables = _tables(OrganisationText)
    every = {"$ref": f"{PLACE}{OrganisationText.__name__}"}
    return {
        "$schema": DRAFT,
        "title": "Organisations",
        "description": "Who takes part, each under the id that contract text names it by.",
        "type": "object",
        "patternProperties": {next(iter(_id_patterns())): every},
        "additionalProperties": False,
        "$defs": tables,
    }


def policies_schema() -> Schema:
    """`policies.toml`: what holds for all contracts."""
    return _schema_of(PoliciesText, "Policies")


def finance_schema() -> Schema:
    """`finance.toml`: what a finance office says once for all contracts."""
    return _schema_of(FinanceText, "Finance")


def _schema_of(model: type[BaseModel], title: str) -> Schema:
    tables = _tables(model)
    whole = tables.pop(model.__name__)
    return {"$schema": DRAFT, "title": title, **whole, "$defs": tables}


def _id_patterns() -> Mapping[str, object]:
    found: Mapping[str, object] = ContractText.model_json_schema()["properties"]["service"]["patternProperties"]
    return found


def _tables(model: type[BaseModel]) -> dict[str, Schema]:
    """Every table that a file of this model may hold, by name: as pydantic tells them, in the words of TOML."""
    whole = model.model_json_schema()
    found = {**whole.pop("$defs", {}), model.__name__: whole}
    return {name: _described(name, _as_toml(table)) for name, table in found.items()}


def _described(name: str, table: Schema) -> Schema:
    """A table with what each key is for; of a choice of words, the table alone."""
    if "properties" not in table:
        return table
    keys = {key: {**held, "description": words_for(name, key)} for key, held in table["properties"].items()}
    return {**table, "properties": keys}


def _as_toml(schema: Any) -> Any:
    """Without what TOML has not: no null, no title made up of a key, no number that is not exact."""
    if isinstance(schema, list):
        return [_as_toml(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _as_toml(value) for key, value in schema.items() if key not in ("title", "default")}
    if "properties" in schema:
        found["properties"] = {key: _as_toml(value) for key, value in schema["properties"].items()}
    if found.get("type") == "number":
        found["type"] = "integer"
    if "patternProperties" in found:
        found["additionalProperties"] = False
    choices = [choice for choice in found.get("anyOf", []) if choice != {"type": "null"}]
    return {**found, "anyOf": choices} if choices else found


def _changed(table: Schema) -> Schema:
    """A table of which any keys may stand, and so may any of the tables inside it; a list is given whole."""
    inside = {key: _leading_to_changed(held) for key, held in table["properties"].items()}
    return {**{key: value for key, value in table.items() if key != "required"}, "properties": inside}


def _leading_to_changed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_leading_to_changed(one) for one in schema]
    if not isinstance(schema, dict) or schema.get("type") == "array":
        return schema
    return {key: _renamed(value) if key == "$ref" else _leading_to_changed(value) for key, value in schema.items()}


def _renamed(place: str) -> str:
    name = place.removeprefix(PLACE)
    return f"{PLACE}{CHANGED}{name}" if name.endswith("Text") else place
