"""What a provider is owed for one period under one term of payment, with what it stands on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commissioning.model.finding import Place
from commissioning.model.funding import Coding, PaymentModel
from commissioning.model.organisation import Organisation
from commissioning.period import Period

NO_PLACE, NO_CODING = Place(), Coding()


class DueState(StrEnum):
    """Whether a payment is owed, and if not, why not."""

    OWED = "owed"
    PROVISIONAL = "provisional, not paid"
    NOT_RETURNED = "not returned, not paid"
    WAITING = "waits for an earlier return, not paid"
    UNCLEAR = "not clear, not paid"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure that a payment stands on: what it is, and the file and cell that it was returned in."""

    says: str
    file: str = ""
    place: Place = NO_PLACE

    def __str__(self) -> str:
        where = " ".join(part for part in (self.file, str(self.place)) if part)
        return f"{self.says} ({where})" if where else self.says


@dataclass(frozen=True, slots=True)
class PaymentDue:
    """What is owed under one term of payment for one period, in pence; 0 with a reason in any state but owed.

    `day` is when it falls due: the first day of its period in advance, else the last. `working` is how it was found, a
    sentence each. `would_be` is, for information only, what a figure that is not accepted would come to.
    """

    contract: str
    provider: Organisation | None
    term: str
    model: PaymentModel
    service: str
    period: Period
    day: date
    pence: int
    state: DueState = DueState.OWED
    why: str = ""
    working: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    would_be: int | None = None
    coding: Coding = NO_CODING
    purchase_order: str = ""
    contract_digest: str = ""

    @property
    def origin(self) -> str:
        """What a charge of it comes of: the same for the same payment, whatever it comes to."""
        return f"payment {self.term} {self.period}"

    @property
    def is_owed(self) -> bool:
        """Whether anything may be paid of it."""
        return self.state is DueState.OWED
