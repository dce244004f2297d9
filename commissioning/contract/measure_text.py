"""The door of measures: what a table that asks one thing may hold."""

from typing import Annotated, Literal

from pydantic import Field

from commissioning.contract.shapes import Day, Exact, Id, NotStated, StatedBound, Table, Words, YesOrNo
from commissioning.contract.target_text import TargetText
from commissioning.measures import KINDS
from commissioning.model.measure import Polarity, Role


class MeasureText(Table):
    """One thing asked for."""

    label: Words
    kind: Literal[tuple(KINDS)]  # type: ignore[valid-type]  # the kinds are data
    role: Role
    unit: Words
    definition: Words = "not stated"
    counting_rule: Words = "not stated"
    polarity: Polarity = Polarity.NONE
    services: tuple[Id, ...] = ()
    breakdowns: tuple[Id, ...] = ()
    target: TargetText | NotStated = "not stated"
    rating: Id | None = None
    required: YesOrNo = True
    bounds: tuple[StatedBound, ...] = ()
    numerator: str = ""
    denominator: str = ""
    base: str = ""
    count: str = ""
    count_is: Literal["the count", "the rest"] = "the count"
    opens: str = ""
    reference: str = ""
    per: Annotated[Exact, Field(gt=0)] | None = None
    expected: str = ""
    to_date_of: str = ""
    since: str = ""
    people_may_be_in_both: str = ""
    over_time: Literal["", "average"] = ""
    continues: tuple[Id, ...] = ()
    choices: dict[Id, Words] = Field(default_factory=dict)
    choices_continue: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    due: Day | dict[Id, Day] | NotStated = "not stated"
