"""What the folder of reference data may say: standard lists, values that rates are against, published expectations."""

from typing import Annotated, Literal

from pydantic import Field

from commissioning.contract.shapes import Day, Exact, Id, NotStated, Number, Table, Words, YesOrNo

Checked = Literal["in its source", "in part", "not checked", "illustrative"]
Ages = Annotated[tuple[Annotated[Number, Field(ge=0, le=130)], ...], Field(min_length=1, max_length=2)]
Characteristic = Literal[
    "age",
    "disability",
    "gender reassignment",
    "marriage and civil partnership",
    "pregnancy and maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
]
"""The nine protected characteristics of the Equality Act 2010."""


class GroupText(Table):
    """Categories that are also asked together."""

    label: Words
    categories: Annotated[tuple[Id, ...], Field(min_length=1)]


class DimensionText(Table):
    """A breakdown and its categories, in order."""

    label: Words
    exclusive: YesOrNo
    categories: Annotated[dict[Id, Words], Field(min_length=1)]
    unknowns: YesOrNo = True
    groups: dict[Id, GroupText] = Field(default_factory=dict)
    ages: dict[Id, Ages] = Field(default_factory=dict)
    continues: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)


class ListUseText(Table):
    """A breakdown by a standard list: what is asked of it, and what is added."""

    uses: Id
    label: Words | None = None
    asks: Literal["categories", "groups", "groups and categories"] = "categories"
    takes: tuple[Id, ...] = ()
    adds: dict[Id, Words] = Field(default_factory=dict)
    unknowns: YesOrNo | None = None
    continues: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)


class FromText(Table):
    """Where something was read, of what day, and whether it was."""

    source: Words
    dated: Day | NotStated
    checked: Checked
    note: str = ""


class StandardListText(FromText):
    """A standard list, which contract text uses by name."""

    label: Words
    exclusive: YesOrNo
    categories: Annotated[dict[Id, Words], Field(min_length=1)]
    groups: dict[Id, GroupText] = Field(default_factory=dict)
    ages: dict[Id, Ages] = Field(default_factory=dict)
    unknowns: YesOrNo = True
    characteristic: Characteristic | None = None


class ListsText(Table):
    """`reference/lists.toml`: the lists that any contract may use."""

    list_: dict[Id, StandardListText] = Field(default_factory=dict, alias="list")


class DatedValueText(Table):
    """A value and the day from which it is the one to use."""

    holds_from: Annotated[Day, Field(alias="from")]
    value: Annotated[Exact, Field(gt=0)]


class ReferenceText(FromText):
    """A value that rates are against, such as a population, by the days from which it holds."""

    label: Words
    unit: Words
    values: tuple[DatedValueText, ...]
    old_after_years: Annotated[Number, Field(ge=1)] = 10


class ExpectationText(FromText):
    """What somebody has published to be expected. It is shown beside figures, and nobody is rated by it."""

    label: Words
    value: Exact | None = None
    low: Exact | None = None
    high: Exact | None = None


class ScorecardText(Table):
    """What makes a contract file a scorecard of a place: figures that somebody records, and that nobody provides."""

    place: Words
    source: Words
    beside: tuple[Id, ...] = ()


class ValuesText(Table):
    """`reference/values.toml`: what rates are against and what is expected of them."""

    reference: dict[Id, ReferenceText] = Field(default_factory=dict)
    expectation: dict[Id, ExpectationText] = Field(default_factory=dict)
