"""The door of contract text: what each table of a contract file may hold, and faults said plainly.

pydantic finds every fault of shape in one pass; what refers to something else in the file is
looked up in `references.py`. Nothing past this module sees pydantic's own words.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from commissioning.measures import KINDS
from commissioning.model.contract import Origin
from commissioning.model.finding import Severity
from commissioning.model.measure import Polarity, Role
from commissioning.model.quantity import Bound, Standing

NotStated = Literal["not stated"]


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise PydanticCustomError("float", "a number with a decimal point")
    return value


Exact = Annotated[Decimal, BeforeValidator(_no_float), Field(allow_inf_nan=False)]
Words = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Table(BaseModel):
    """One table of contract text; keys it does not know are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class OrganisationText(Table):
    name: Words
    aliases: tuple[Words, ...] = ()
    roles: tuple[Literal["commissioner", "funder", "provider"], ...] = ()


class SourceText(Table):
    paper: Words
    dated: date | NotStated
    lines: Words


class ValueText(Table):
    amount: Words
    bound: Bound = Bound.EXACT
    standing: Standing = Standing.STATED
    says: Words


class PartiesText(Table):
    lead: Id
    commissioners: tuple[Id, ...] = ()
    provider: Id | NotStated
    sub_contractors: tuple[Id, ...] = ()


class TermText(Table):
    starts: date | Words
    ends: date | Words


class ReportingText(Table):
    frequency: Literal["month", "quarter", "half", "year", "span"]
    year_starts: Annotated[int, Field(ge=1, le=12)] = 4
    due_working_days: Annotated[int, Field(ge=0, le=250)] | NotStated
    span: Words | None = None
    as_at: date | None = None


class ServiceText(Table):
    title: Words
    areas: tuple[Words, ...] = ()


class DimensionText(Table):
    label: Words
    exclusive: bool
    categories: dict[Id, Words]
    unknowns: bool = True


class TargetText(Table):
    per_period: Exact | None = None
    cumulative: tuple[Exact, ...] = ()
    annual: Exact | None = None


class MeasureText(Table):
    label: Words
    kind: Literal[tuple(KINDS)]  # type: ignore[valid-type]  # the kinds are data
    role: Role
    unit: Words
    definition: Words
    counting_rule: Words
    polarity: Polarity = Polarity.NONE
    services: tuple[Id, ...] = ()
    breakdowns: tuple[Id, ...] = ()
    target: TargetText | NotStated = "not stated"
    rating: Id | None = None
    required: bool = True
    bounds: tuple[Bound, ...] = ()
    numerator: str = ""
    denominator: str = ""
    base: str = ""
    count: str = ""
    opens: str = ""
    since: str = ""
    people_may_be_in_both: str = ""


class RelationText(Table):
    says: Words
    holds: Words
    services: tuple[Id, ...] = ()
    when_broken: Literal[Severity.STOPS, Severity.NEEDS_EXPLANATION] = Severity.NEEDS_EXPLANATION


class RatingText(Table):
    tolerance: Exact
    in_points: bool = False
    minimum_denominator: Annotated[int, Field(ge=0)] = 0
    source: str = ""


class ShareText(Table):
    funder: Id
    share: Words
    starts: date | None = Field(None, alias="from")
    ends: date | None = Field(None, alias="until")


class FundingText(Table):
    shares_are: Literal["exact", "whole percents"]
    tie_order: tuple[Id, ...]
    share: Annotated[tuple[ShareText, ...], Field(min_length=1)]


class ContractText(Table):
    """A whole contract file, or one version of it: what stands at the top, table by table."""

    title: Words
    origin: Origin
    legal_form: Words
    source: SourceText | None = None
    published_contacts: tuple[Words, ...] = ()
    value: ValueText | NotStated
    parties: PartiesText
    term: TermText
    reporting: ReportingText | NotStated
    service: dict[Id, ServiceText] = Field(default_factory=dict)
    dimension: dict[Id, DimensionText] = Field(default_factory=dict)
    measure: dict[Id, MeasureText] = Field(default_factory=dict)
    relation: dict[Id, RelationText] = Field(default_factory=dict)
    rating: dict[Id, RatingText] = Field(default_factory=dict)
    funding: FundingText | NotStated


@dataclass(frozen=True, slots=True, order=True)
class TextFault:
    """One fault of contract text: the file, the key path, what is there and what to do."""

    file: str
    path: str
    there: str
    remedy: str

    def __str__(self) -> str:
        path = f"{self.path} " if self.path else ""
        return f"{self.file}: {path}{self.there}. {self.remedy}"


TableModel = TypeVar("TableModel", bound=Table)


def admit_table(
    model: type[TableModel], given: Mapping[str, Any], file: str, path: str = ""
) -> tuple[TableModel | None, tuple[TextFault, ...]]:
    """A table as its model, or None with every fault pydantic finds in it."""
    try:
        return model.model_validate(given), ()
    except ValidationError as wrong:
        faults = {_fault(model, error, file, path) for error in wrong.errors(include_url=False)}
        return None, tuple(sorted(faults))


def _fault(model: type[Table], error: ErrorDetails, file: str, path: str) -> TextFault:
    location = [str(part) for part in error["loc"] if not _is_branch(part)]
    key = ".".join(part for part in (path, *location) if part)
    return TextFault(file, key, *_words(model, error, location))


def _is_branch(part: str | int) -> bool:
    """pydantic names the branch of a choice in the path; people do not write those names."""
    text = str(part)
    return "[" in text or text.endswith("Text") or text in {"date", "str", "int", "decimal", "constrained-str"}


def _words(model: type[Table], error: ErrorDetails, location: list[str]) -> tuple[str, str]:
    there = f"is {error['input']!r}" if not isinstance(error["input"], dict) else "is a table"
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return "is not there", 'Add it, or write "not stated" where the contract does not say.'
        case "extra_forbidden":
            return "is not a key of contract text", _nearest(location[-1], _keys(model))
        case "float":
            return f"{there}, a number that a computer cannot hold exactly", 'Write it in quotes, such as "12.50".'
        case "literal_error" | "enum":
            return there, f"Write {_choice(str(context['expected']))}."
        case "string_pattern_mismatch":
            return there, "Write an id in small letters, digits and single hyphens, such as north-refuge."
        case "string_too_short" | "too_short":
            return "is empty", 'Fill it in, or write "not stated".'
        case "bool_type" | "bool_parsing":
            return there, "Write true or false."
        case "date_type" | "date_from_datetime_parsing" | "date_parsing":
            return there, "Write a date such as 2026-04-01, without quotes."
        case "greater_than_equal":
            return there, f"Write {context['ge']} or more."
        case "less_than_equal":
            return there, f"Write {context['le']} or less."
        case "model_type" | "dict_type":
            return there, "Write a table with its keys."
        case "tuple_type":
            return there, "Write a list in square brackets."
        case "string_type":
            return there, "Write words in quotes."
        case _:
            return there, f"{error['msg'].rstrip('.')}."


def _keys(model: type[Table]) -> list[str]:
    models = [model, *_TABLES]
    return sorted({field.alias or name for table in models for name, field in table.model_fields.items()})


def _nearest(key: str, keys: list[str]) -> str:
    near = difflib.get_close_matches(key, keys, 1)
    return f"Did you mean {near[0]}?" if near else "Take it out, or see docs/contract-text.md for the keys there are."


def _choice(expected: str) -> str:
    return expected.replace("'", "")


_TABLES: tuple[type[Table], ...] = (
    SourceText,
    ValueText,
    PartiesText,
    TermText,
    ReportingText,
    ServiceText,
    DimensionText,
    TargetText,
    MeasureText,
    RelationText,
    RatingText,
    ShareText,
    FundingText,
)
