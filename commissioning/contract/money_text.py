"""The door of money in contract text: who pays what, budgets, how the provider is paid, and coding in the ledger."""

from typing import Annotated, Literal

from pydantic import Field

from commissioning.contract.agreed_text import AmountText, TimedText
from commissioning.contract.reference_text import DatedValueText
from commissioning.contract.shapes import Day, Exact, Id, NotStated, Number, StatedBound, Table, Words, YesOrNo
from commissioning.model.funding import (
    ChargedFrom,
    LineBasis,
    Means,
    Negatives,
    PaymentModel,
    Underspend,
    VatTreatment,
)
from commissioning.model.quantity import Bound, Standing


class ShareText(Table):
    """One funder's part, with the dates it holds between."""

    funder: Id
    share: Words
    starts: Day | None = Field(None, alias="from")
    ends: Day | None = Field(None, alias="until")


class ConditionText(Table):
    """What must be so for money to be given, and by when."""

    says: Words
    by: Day | Words | NotStated = "not stated"


class ContributionText(AmountText):
    """A sum that a funder gives, awards or offers; `source` is where the funder has it from."""

    label: str = ""
    funder: Id | NotStated
    source: str = ""
    purposes: tuple[Words, ...] = ()
    services: tuple[Id, ...] = ()
    condition: tuple[ConditionText, ...] = ()


class LimitText(AmountText):
    """The least or the most that is to be spent in an area."""

    area: Words


class ReserveText(AmountText):
    """Money held back from which a shortfall is met."""

    holder: Id | NotStated = "not stated"
    likely_spent_by: Day | Words | NotStated = "not stated"


class CodingText(Table):
    """Where an amount stands in the general ledger, and the order it is billed under."""

    purchase_order: str = ""
    cost_centre: str = ""
    subjective: str = ""


class LineText(TimedText, CodingText):
    """A funder's money for charges: from which source, on what basis, for what, and in which order it is met.

    What is left out is that of the contribution or the reserve that it draws.
    """

    funder: Id | NotStated | None = None
    basis: LineBasis
    share: Words | None = None
    amount: Words | NotStated | None = None
    contribution: Id | None = None
    reserve: Id | None = None
    price: Words | None = None
    measure: Id | None = None
    matches: Id | None = None
    order: Annotated[Number, Field(ge=1, le=99)] = 1
    services: tuple[Id, ...] | None = None
    areas: tuple[Words, ...] = ()
    purposes: tuple[Words, ...] | None = None
    condition: tuple[ConditionText, ...] | None = None
    negatives: Negatives = Negatives.SHARED
    bound: StatedBound = Bound.EXACT
    standing: Standing | None = None
    source: str | None = None
    label: str | None = None
    instalments: Literal["month", "quarter", "year"] | None = None
    in_advance: YesOrNo = False
    says: str | None = None


class FundingText(Table):
    """Who pays which part, who gives what, and what is to be spent where."""

    shares_are: Literal["exact", "whole percents"] | None = None
    tie_order: tuple[Id, ...] = ()
    share: tuple[ShareText, ...] = ()
    line: dict[Id, LineText] = Field(default_factory=dict)
    contribution: dict[Id, ContributionText] = Field(default_factory=dict)
    floor: dict[Id, LimitText] = Field(default_factory=dict)
    ceiling: dict[Id, LimitText] = Field(default_factory=dict)
    reserve: dict[Id, ReserveText] = Field(default_factory=dict)
    charged_from: ChargedFrom = ChargedFrom.RETURNS
    authority: str = ""


class BudgetText(Table):
    """What may be spent in a year: on a service, or on the whole contract."""

    service: Id | None = None
    year: Words
    amount: Words
    says: str = ""


class PriceBandText(Table):
    """The price of each unit of a year from one number up to another."""

    first: Annotated[Number, Field(ge=1)]
    last: Annotated[Number, Field(ge=1)] | None = None
    price: Words


class IndexationText(Table):
    """How sums and prices rise from a day on: by a fixed part, or by an index against its value at the base."""

    starts: Day = Field(alias="from")
    fixed: Words | None = None
    index: str = ""
    base: Exact | None = None
    values: tuple[DatedValueText, ...] = ()
    cap: Words | None = None
    collar: Words | None = None
    source: str = ""


class PaymentText(TimedText, CodingText):
    """One way in which the provider is paid."""

    model: PaymentModel
    service: Id | None = None
    amount: Words | NotStated | None = None
    bound: StatedBound = Bound.EXACT
    standing: Standing = Standing.STATED
    instalments: Literal["month", "quarter"] = "quarter"
    in_advance: YesOrNo = False
    measure: Id | None = None
    band: tuple[PriceBandText, ...] = ()
    floor: Words | None = None
    ceiling: Words | None = None
    indexation: tuple[IndexationText, ...] = ()
    says: str = ""


class YearEndText(Table):
    """What becomes of money that a year leaves over, and what meets an overspend, one after another."""

    underspend: Underspend | NotStated = "not stated"
    overspend: tuple[Words, ...] = ()
    declare_by: Day | Words | NotStated = "not stated"
    says: str = ""


class SpendText(Table):
    """Which measures of a return say what was spent, and by which breakdowns of the net."""

    net: Id
    vat: Id | None = None
    gross: Id | None = None
    accruals: Id | None = None
    area: Id | None = None
    cost: Id | None = None


class LedgerCodeText(Table):
    """What the lines of a cost centre and subjective code of the general ledger are."""

    cost_centre: Words
    subjective: Words
    means: Means
    service: Id | None = None
    area: str = ""
    line: Id | None = None


class VatText(Table):
    """How VAT on the provider's charge is treated, and who decided it."""

    treatment: VatTreatment
    decided_by: str = ""


MONEY_TEXTS: tuple[type[Table], ...] = (
    ShareText,
    ConditionText,
    LineText,
    ContributionText,
    LimitText,
    ReserveText,
    FundingText,
    BudgetText,
    PriceBandText,
    IndexationText,
    PaymentText,
    YearEndText,
    SpendText,
    LedgerCodeText,
    VatText,
)
"""Every table of money."""
