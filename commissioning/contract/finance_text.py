"""`finance.toml`: what a finance office says once for all contracts; every table of it may be left out."""

from typing import Annotated

from pydantic import Field

from commissioning.contract.shapes import Id, Number, Table, Words, YesOrNo
from commissioning.model.finance import JournalField

Month = Annotated[Number, Field(ge=1, le=12)]


class ExtractColumnsText(Table):
    """The heading of each field's column in an extract; what it does not tell is left out."""

    cost_centre: Words
    posting_period: Words
    net: Words
    subjective: Words | None = None
    accounting_year: Words | None = None
    service_date: Words | None = None
    document: Words | None = None
    document_date: Words | None = None
    vat: Words | None = None
    gross: Words | None = None
    payee: Words | None = None
    text: Words | None = None


class ExtractText(Table):
    """How an extract of a general ledger is laid out."""

    title: Words
    columns: ExtractColumnsText
    sheet: Words | None = None
    year_starts: Month = 4
    credits_positive: YesOrNo = False
    day_first: YesOrNo = False


class JournalText(Table):
    """The columns of the journals that are written, in order."""

    columns: tuple[tuple[Words, JournalField], ...]


class RecipientText(Table):
    """What an organisation that is sent statements may see."""

    organisation: Id
    fewest: Annotated[Number, Field(ge=1)] = 5
    hides_places: YesOrNo = True


class SpendListText(Table):
    """The published list of payments."""

    over: Words = "500.00"
    redacted: tuple[Words, ...] = ()
    says: Words = "REDACTED - personal or sensitive"


class CreditorsText(Table):
    """The control account that payments to providers stand on until they are made."""

    cost_centre: Words
    subjective: Words


class FinanceText(Table):
    """What stands at the top of `finance.toml`."""

    extract: dict[Id, ExtractText] = Field(default_factory=dict)
    journal: JournalText | None = None
    recipient: tuple[RecipientText, ...] = ()
    spend_list: SpendListText | None = None
    creditors: CreditorsText | None = None
