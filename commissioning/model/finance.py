"""What a finance office says once for all contracts: its ledger's extracts, its journals, and who may see what."""

from dataclasses import dataclass
from enum import StrEnum

from commissioning.model.funding import Coding

NOT_CODED = Coding()


class ExtractField(StrEnum):
    """What a column of a ledger's extract holds."""

    COST_CENTRE = "cost centre"
    SUBJECTIVE = "subjective"
    POSTING = "posting period"
    YEAR = "accounting year"
    SERVICE_DATE = "service date"
    DOCUMENT = "document"
    DOCUMENT_DATE = "document date"
    NET = "net"
    VAT = "vat"
    GROSS = "gross"
    PAYEE = "payee"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ExtractLayout:
    """How a general ledger's extract is laid out: a sheet (any, if empty) and the heading of each field's column.

    Where `credits_positive` the ledger writes income as positive and spend as negative. Money is in pounds. `day_first`
    says that days in figures are day, month and year.
    """

    id: str
    title: str
    columns: tuple[tuple[ExtractField, str], ...]
    sheet: str = ""
    year_starts: int = 4
    credits_positive: bool = False
    day_first: bool = False

    def heading(self, field: ExtractField) -> str:
        """The heading of a field's column; empty where the extract has none."""
        return dict(self.columns).get(field, "")


class JournalField(StrEnum):
    """What a column of a journal holds."""

    POSTING = "posting period"
    COST_CENTRE = "cost centre"
    SUBJECTIVE = "subjective"
    DEBIT = "debit"
    CREDIT = "credit"
    AMOUNT = "amount"
    REFERENCE = "reference"
    TEXT = "text"
    FUNDER = "funder"
    CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class Journal:
    """The columns of a journal, each a heading and what it holds, in order."""

    columns: tuple[tuple[str, JournalField], ...] = (
        ("Period", JournalField.POSTING),
        ("Cost centre", JournalField.COST_CENTRE),
        ("Subjective", JournalField.SUBJECTIVE),
        ("Debit", JournalField.DEBIT),
        ("Credit", JournalField.CREDIT),
        ("Reference", JournalField.REFERENCE),
        ("Description", JournalField.TEXT),
    )


@dataclass(frozen=True, slots=True)
class Recipient:
    """What an organisation that is sent statements may see: no count of people above 0 and below `fewest`, and no
    place of accommodation where `hides_places`."""

    organisation: str
    fewest: int = 5
    hides_places: bool = True


@dataclass(frozen=True, slots=True)
class SpendList:
    """The published list of payments: above how many pence, and whose names are replaced by `says`."""

    over: int = 50000
    redacted: tuple[str, ...] = ()
    says: str = "REDACTED - personal or sensitive"


@dataclass(frozen=True, slots=True)
class Finance:
    """What is said once for all contracts."""

    extracts: tuple[ExtractLayout, ...] = ()
    journal: Journal = Journal()
    recipients: tuple[Recipient, ...] = ()
    spend_list: SpendList = SpendList()
    creditors: Coding = NOT_CODED
    """The control account that payments to providers stand on until they are made; empty where it is not stated."""

    def recipient(self, organisation: str) -> Recipient:
        """What an organisation may see; the strictest that is usual, where nothing is said of it."""
        return next((one for one in self.recipients if one.organisation == organisation), Recipient(organisation))
