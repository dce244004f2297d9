"""What a key of contract text may hold: words, exact numbers, days, ids; and what every table of it is."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

from commissioning.model.quantity import Bound

NotStated = Literal["not stated"]


def _no_float(value: object) -> object:
    if isinstance(value, float):
        raise PydanticCustomError("float", "a number with a decimal point")
    return value


StatedBound = Literal[Bound.EXACT, Bound.AT_LEAST, Bound.OVER, Bound.UP_TO, Bound.ABOUT, Bound.FEWER_THAN]
"""How a number that somebody states can limit the true one."""
Exact = Annotated[Decimal, BeforeValidator(_no_float), Field(allow_inf_nan=False)]
PRINTABLE = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"
Words = Annotated[str, Field(min_length=1, pattern=PRINTABLE)]
Day = Annotated[date, Strict()]
Number = Annotated[int, Strict()]
YesOrNo = Annotated[bool, Strict()]
ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
ID_ADVICE = "Write an id in small letters, digits and single hyphens, such as refuge-1."
Id = Annotated[str, Field(pattern=ID)]


class Table(BaseModel):
    """One table of contract text; keys it does not know are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
