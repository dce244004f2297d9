"""What the books of money hold: charges and each funder's part, lines of the general ledger, events, statements."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

from commissioning.model.finding import Place
from commissioning.model.funding import Coding, Means
from commissioning.period import Period
from commissioning.posting import Posting


class ChargeSource(StrEnum):
    """What a charge comes of."""

    RETURN = "return"
    LEDGER = "general ledger"
    PAYMENT = "payment"
    CREDIT = "credit"
    TRUE_UP = "true-up"
    ADJUSTMENT = "adjustment"


class PartBasis(Protocol):
    """What the rest of a part can be worked out from, given a figure such as the pence of its charge."""

    def told(self, figure: int | Fraction) -> tuple[str, str, Fraction, str]:
        """The line's code, the funder's id, the exact part in pence with its charge's sign, and how it was found."""


class _WorkedOut:
    """What a part's values are worked out from as one is first read, and a figure for it, where they were not given."""

    __slots__ = ("_basis",)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """One that is empty still: all are worked out; AttributeError for what a part has not."""
            if name not in _TOLD:
                raise AttributeError(f"a part has no {name}")
            basis, figure = self._basis
            told = basis.told(figure)
            for set_value, value in zip(_SETTERS, told, strict=True):
                set_value(self, value)
            return told[_TOLD[name]]


@dataclass(frozen=True, slots=True)
class Part(_WorkedOut):
    """A funding line's part of a charge, fixed once, and how it was found; with an empty line, what no funder covers.

    `quota` is the exact part in pence with the charge's sign, `pence` what was posted. `why` says how, in words. One
    that `part_by` made is no different, but for what is worked out only as it is read.
    """

    line: str
    funder: str
    quota: Fraction
    pence: int
    why: str = ""


_new: Any = object.__new__
_set_basis: Any = vars(_WorkedOut)["_basis"].__set__
_set_pence: Any = vars(Part)["pence"].__set__
_TOLD = {name: place for place, name in enumerate(("line", "funder", "quota", "why"))}
_SETTERS: tuple[Any, ...] = tuple(vars(Part)[name].__set__ for name in _TOLD)


def part_by(basis: PartBasis, figure: int | Fraction, pence: int) -> Part:
    """The part of so many pence, the rest of which is worked out from its basis and a figure for it when it is read."""
    part: Part = _new(Part)
    _set_basis(part, (basis, figure))
    _set_pence(part, pence)
    return part


@dataclass(frozen=True, slots=True)
class Charge:
    """A posted line of money, net of VAT, in pence: for which service, area and period, and each funder's part of it.

    `origin` is what it comes of, and stands once among charges that are not credited: two of one origin are one. The
    `credits` names the number of the charge it takes back, 0 for none. `posting` is where it was posted, whatever the
    period of service; `touches` are the numbers of issued statements that it would have changed. `number` is 0 until
    it is posted. `vat` is None where it is not stated.
    """

    contract: str
    service: str
    area: str
    period: Period
    posting: Posting
    pence: int
    source: ChargeSource
    origin: str
    parts: tuple[Part, ...]
    contract_digest: str
    vat: int | None = None
    credits: int = 0
    touches: tuple[str, ...] = ()
    says: str = ""
    number: int = 0

    @property
    def is_true_up(self) -> bool:
        """Whether it is a year's true-up, or the credit of one, which alone takes back 0 pence."""
        return self.source is ChargeSource.TRUE_UP or bool(self.credits and not self.pence)

    @property
    def atom(self) -> tuple[str, str, str, Period]:
        """What it is of: contract, service, area and period of service."""
        return (self.contract, self.service, self.area, self.period)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of a general ledger's extract: money in pence with the ledger's sign turned so that spend is positive.

    `vat` and `gross` are None where the extract does not tell them; `service_date` is when what it is for was done.
    `key` finds the same line again in a later extract: document, coding, posting period and a count among its likes.
    """

    sha256: str
    file: str
    place: Place
    key: str
    coding: Coding
    posting: Posting
    document: str
    net: int
    vat: int | None = None
    gross: int | None = None
    service_date: date | None = None
    payee: str = ""
    text: str = ""
    contract: str = ""
    service: str = ""
    area: str = ""
    means: Means | None = None
    line: str = ""
    """The id of the funding line that an income line is for."""
    document_date: date | None = None
    """The day that the document itself bears, such as an invoice's; None where the extract does not tell it."""


UNDOES = "Undoes event {number}:"
"""How the reason of an event begins that undoes another."""
_UNDOES = re.compile(r"Undoes event (\d+):", re.IGNORECASE)


class MoneySort(StrEnum):
    """What was recorded about money, by somebody, with a reason."""

    INVOICED = "contribution invoiced"
    RECEIVED = "contribution received"
    VIREMENT = "virement"
    ACCRUAL = "accrual"
    REVERSAL = "accrual reversed"
    PREPAYMENT = "prepayment"
    CLAW_BACK = "claw-back"
    CARRY_FORWARD = "carry forward"
    REFUND = "refund"
    WITHHELD = "payment withheld"
    RELEASED = "payment released"
    CONDITION_MET = "condition met"
    CLOSED = "posting period closed"
    OPENING = "opening balance"


@dataclass(frozen=True, slots=True)
class MoneyEvent:
    """Something recorded about money: pence, which way it went, in which posting period, by whom and why. Never edited.

    `line` is the funding line it is of; a virement moves pence from `service` to `to_service`, or from `line` to
    `to_line`. What does not matter to a sort is empty. `reference` is an invoice, order or decision number.
    """

    sort: MoneySort
    contract: str
    posting: Posting
    pence: int
    why: str
    actor: str
    at: datetime
    period: Period | None = None
    service: str = ""
    to_service: str = ""
    line: str = ""
    to_line: str = ""
    reference: str = ""
    number: int = 0

    @property
    def undoes(self) -> int:
        """The number of the event that it is the opposite of, as its reason says; 0 where it undoes none."""
        found = _UNDOES.match(self.why)
        return int(found[1]) if found else 0


class StatementAction(StrEnum):
    """What was done with a numbered statement."""

    ISSUED = "issued"
    AGREED = "agreed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class StatementStep:
    """Who did what with a statement, when and why. One that is issued was prepared by one and reviewed by another."""

    number: str
    action: StatementAction
    actor: str
    at: datetime
    why: str = ""
    prepared_by: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class IssuedStatement:
    """A statement as it was issued: whose, of which period, and its whole content, frozen as text and known by digest.

    The first step is that it was issued; agreed or disputed follow.
    """

    number: str
    funder: str
    commissioner: str
    period: Period
    content: str
    digest: str
    charges: tuple[int, ...]
    steps: tuple[StatementStep, ...] = ()
