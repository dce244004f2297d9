"""The door of contract text: what each table of a contract file may hold, and faults said plainly.

pydantic finds every fault of shape in one pass; what refers to something else in the file is
looked up in `references.py`. Nothing past this module sees pydantic's own words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from commissioning.contract.agreed_text import (
    AmountText,
    CapacityText,
    EventText,
    TimedText,
    ValueText,
)
from commissioning.contract.history_text import HistoryText, StatementText
from commissioning.contract.layout_text import (
    AnchorText,
    CellText,
    CountText,
    LayoutText,
    ListText,
    MeaningText,
    TableText,
)
from commissioning.contract.measure_text import MeasureText
from commissioning.contract.money_text import (
    MONEY_TEXTS,
    BudgetText,
    FundingText,
    LedgerCodeText,
    PaymentText,
    SpendText,
    VatText,
    YearEndText,
)
from commissioning.contract.policy_text import PUBLIC_KEY, QuarantineText
from commissioning.contract.reference_text import (
    DatedValueText,
    DimensionText,
    ExpectationText,
    GroupText,
    ListUseText,
    ReferenceText,
    ScorecardText,
)
from commissioning.contract.shapes import (
    ID_ADVICE,
    PRINTABLE,
    Day,
    Id,
    NotStated,
    Number,
    Table,
    Words,
    YesOrNo,
)
from commissioning.contract.target_text import BandText, DerivedText, LaterTargetText, RatingText, TargetText
from commissioning.model.contract import Origin
from commissioning.model.finding import Severity
from commissioning.nearest import did_you_mean


class OrganisationText(Table):
    """Who takes part, under a canonical name."""

    name: Words
    aliases: tuple[Words, ...] = ()
    roles: tuple[Literal["commissioner", "funder", "provider"], ...] = ()


class SourceText(Table):
    """The paper a contract was transcribed from."""

    paper: Words
    dated: Day | NotStated
    lines: Words
    as_at_within_days: Annotated[Number, Field(ge=0, le=3660)] = 42


class PartiesText(Table):
    """Who commissions and who provides, by the ids of organisations."""

    lead: Id | NotStated
    commissioners: tuple[Id, ...] = ()
    provider: Id | NotStated = "not stated"
    sub_contractors: tuple[Id, ...] = ()
    partners: tuple[Id, ...] = ()


class TermText(Table):
    """From when and until when; a day, a month or `not stated`."""

    starts: Day | Words = "not stated"
    ends: Day | Words = "not stated"


class ReportingText(Table):
    """When returns are owed, and how long after: each cycle, each term, or of one span or several."""

    frequency: Literal["month", "quarter", "half", "year", "term", "span"]
    year_starts: Annotated[Number, Field(ge=1, le=12)] = 4
    counts_from: Day | None = None
    rolling_months: Annotated[Number, Field(ge=2, le=60)] | None = None
    first_period: Literal["part", "whole"] = "part"
    part_targets: Literal["not rated", "pro rata"] = "not rated"
    due_working_days: Annotated[Number, Field(ge=0, le=250)] | NotStated = "not stated"
    bank_holidays: Literal["England", "Wales", "Scotland", "Northern Ireland"] = "England"
    span: Words | None = None
    spans: tuple[Words, ...] = ()
    terms: dict[Words, Words] = Field(default_factory=dict)
    as_at: Day | None = None
    says: str = ""
    day_first: YesOrNo = False


class ServiceText(Table):
    """A strand of the contract."""

    title: Words
    areas: tuple[Words, ...] = ()
    eligibility: str = ""
    provider: Id | None = None
    sub_contractors: tuple[Id, ...] = ()
    continues: tuple[Id, ...] = ()
    purposes: tuple[Words, ...] = ()


class RelationText(Table):
    """What must hold between answers."""

    says: Words
    holds: Words
    services: tuple[Id, ...] = ()
    when_broken: Literal[Severity.STOPS, Severity.NEEDS_EXPLANATION] = Severity.NEEDS_EXPLANATION
    on_trial: YesOrNo | Day = False


class FunnelText(Table):
    """Measures in the order in which people pass through a service; none is said to lead to the next."""

    title: Words
    measures: Annotated[tuple[Id, ...], Field(min_length=1)]


class ContractText(Table):
    """A whole contract file, or one version of it: what stands at the top, table by table."""

    title: Words
    origin: Origin
    legal_form: Words = "not stated"
    source: SourceText | None = None
    published_contacts: tuple[Words, ...] = ()
    value: ValueText | NotStated = "not stated"
    parties: PartiesText
    term: TermText = TermText()
    reporting: ReportingText | NotStated = "not stated"
    service: dict[Id, ServiceText] = Field(default_factory=dict)
    dimension: dict[Id, DimensionText] = Field(default_factory=dict)
    measure: dict[Id, MeasureText] = Field(default_factory=dict)
    relation: dict[Id, RelationText] = Field(default_factory=dict)
    rating: dict[Id, RatingText] = Field(default_factory=dict)
    scorecard: ScorecardText | None = None
    reference: dict[Id, ReferenceText] = Field(default_factory=dict)
    expectation: dict[Id, ExpectationText] = Field(default_factory=dict)
    funnel: tuple[FunnelText, ...] = ()
    funding: FundingText | NotStated = "not stated"
    budget: dict[Id, BudgetText] = Field(default_factory=dict)
    payment: dict[Id, PaymentText] = Field(default_factory=dict)
    year_end: YearEndText = YearEndText()
    spend: SpendText | None = None
    ledger_code: tuple[LedgerCodeText, ...] = ()
    vat: VatText | None = None
    capacity: dict[Id, CapacityText] = Field(default_factory=dict)
    event: tuple[EventText, ...] = ()
    layout: dict[Id, LayoutText] = Field(default_factory=dict)
    history: HistoryText = HistoryText()
    statement: tuple[StatementText, ...] = ()


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


MAY_BE_NOT_STATED = frozenset({"legal_form", "lead", "value", "reporting", "funding", "dated", "provider"}) | frozenset(
    {"starts", "ends", "due_working_days", "definition", "counting_rule"}
)
"""The keys whose value may be `not stated`; any other must be given where it is asked."""

TableModel = TypeVar("TableModel", bound=Table)


def admit_table(
    model: type[TableModel], given: Mapping[str, Any], file: str, path: str = ""
) -> tuple[TableModel | None, tuple[TextFault, ...]]:
    """A table as its model, or None with every fault pydantic finds in it."""
    try:
        return model.model_validate(given), ()
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        return None, _one_a_key((_fault(model, error, file, path), _offers_not_stated(error)) for error in errors)


def _one_a_key(faults: Iterable[tuple[TextFault, bool]]) -> tuple[TextFault, ...]:
    """Of a choice that fails, its first branch speaks, with `not stated` beside it where that could stand too."""
    said: dict[str, TextFault] = {}
    open_to_not_stated: set[str] = set()
    for fault, offers_not_stated in faults:
        if offers_not_stated:
            open_to_not_stated.add(fault.path)
        else:
            said.setdefault(fault.path, fault)
    inside = {path.rpartition(".")[0] for path in said}  # A table that could stand there is at fault in its keys.
    said = {path: fault for path, fault in said.items() if not (fault.there == "is a table" and path in inside)}
    return tuple(
        sorted(_or_not_stated(fault) if fault.path in open_to_not_stated else fault for fault in said.values())
    )


def _offers_not_stated(error: ErrorDetails) -> bool:
    return str(error["loc"][-1:]) == str(("literal['not stated']",))


def _or_not_stated(fault: TextFault) -> TextFault:
    return replace(fault, remedy=f'{fault.remedy.rstrip(".")}, or "not stated".')


def _fault(model: type[Table], error: ErrorDetails, file: str, path: str) -> TextFault:
    location = [str(part) for part in error["loc"] if not _is_branch(part)]
    key = ".".join(part for part in (path, *location) if part)
    return TextFault(file, key, *_words(model, error, location))


def _is_branch(part: str | int) -> bool:
    """Whether a part of the path names the branch of a choice, as pydantic does and people do not."""
    text = str(part)
    return "[" in text or text.endswith("Text") or text in {"date", "constrained-str", "constrained-int"}


def _words(model: type[Table], error: ErrorDetails, location: list[str]) -> tuple[str, str]:
    """What is there and what to do, by the sort of fault that pydantic calls it."""
    there = _there(error["input"])
    context = {"expected": "", **error.get("ctx", {})}
    if error["type"] == "extra_forbidden":
        return "is not a key of contract text", _nearest(location[-1] if location else "", _keys(model))
    said, remedy = _FAULTS.get(_sort(error, location), ("{there}", error["msg"].rstrip(".") + "."))
    expected = re.sub(r"<[^:]+: (.*?)>", r"\1", str(context["expected"]))
    choices = re.findall("'(.*?)'", expected) if isinstance(error["input"], str) else []
    advice = remedy.format(**{**context, "expected": expected.replace("'", "")})
    return said.format(there=there), did_you_mean(str(error["input"]), choices, advice)


def _there(given: object) -> str:
    """What is there, as TOML writes it."""
    if isinstance(given, dict):
        return "is a table"
    if isinstance(given, bool):
        return f"is {str(given).lower()}"
    return f"is {given}" if isinstance(given, date) else f"is {given!r}"


def _sort(error: ErrorDetails, location: list[str]) -> str:
    """The sort of fault, told apart further than pydantic does where people need other words."""
    sort, given = error["type"], error["input"]
    if sort == "string_type" and isinstance(given, float):
        return "float"
    if sort == "string_pattern_mismatch":
        return _PATTERNS.get(str(error.get("ctx", {}).get("pattern")), sort)
    if sort in ("missing", "string_too_short") and location[-1:] and location[-1] not in MAY_BE_NOT_STATED:
        return f"{sort}, plainly"
    return sort


_PATTERNS = {PRINTABLE: "not printable", PUBLIC_KEY: "no key"}
_CHOICE = ("{there}", "Write {expected}.")
_EMPTY = ("is empty", 'Fill it in, or write "not stated".')
_TABLE = ("{there}", "Write a table with its keys.")
_NUMBER = ("{there}", "Write a number.")
_FAULTS: dict[str, tuple[str, str]] = {
    "no key": ("is not a public key", "Make a pair with: commissioning quarantine keys -o FILE."),
    "not printable": ("holds a character that cannot be printed", "Take it out."),
    "missing, plainly": ("is not there", "Add it."),
    "string_too_short, plainly": ("is empty", "Fill it in."),
    "missing": ("is not there", 'Add it, or write "not stated" where the contract does not say.'),
    "float": ("{there}, a number that a computer cannot hold exactly", 'Write it in quotes, such as "12.50".'),
    "literal_error": _CHOICE,
    "enum": _CHOICE,
    "string_pattern_mismatch": (
        "{there}",
        ID_ADVICE,
    ),
    "string_too_short": _EMPTY,
    "too_short": ("is empty", "Write at least one."),
    "bool_type": ("{there}", "Write true or false, without quotes."),
    "date_type": ("{there}", "Write a date such as 2026-04-01, without quotes."),
    "greater_than": ("{there}", "Write more than {gt}."),
    "greater_than_equal": ("{there}", "Write {ge} or more."),
    "less_than_equal": ("{there}", "Write {le} or less."),
    "model_type": _TABLE,
    "dict_type": _TABLE,
    "tuple_type": ("{there}", "Write a list in square brackets."),
    "string_type": ("{there}", "Write words in quotes."),
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "int_type": ("{there}", "Write a whole number, without quotes."),
}


def _keys(model: type[Table]) -> list[str]:
    models = [model, *_TABLES]
    return sorted({field.alias or name for table in models for name, field in table.model_fields.items()})


def _nearest(key: str, keys: list[str]) -> str:
    return did_you_mean(key, keys, "Take it out, or see docs/contract-text.md for the keys there are.")


_TABLES: tuple[type[Table], ...] = (
    SourceText,
    ValueText,
    PartiesText,
    TermText,
    ReportingText,
    ServiceText,
    DimensionText,
    GroupText,
    ListUseText,
    ReferenceText,
    DatedValueText,
    ExpectationText,
    ScorecardText,
    TargetText,
    LaterTargetText,
    DerivedText,
    MeasureText,
    RelationText,
    RatingText,
    BandText,
    FunnelText,
    HistoryText,
    StatementText,
    TimedText,
    AmountText,
    *MONEY_TEXTS,
    CapacityText,
    EventText,
    QuarantineText,
    LayoutText,
    AnchorText,
    MeaningText,
    TableText,
    CellText,
    ListText,
    CountText,
)
