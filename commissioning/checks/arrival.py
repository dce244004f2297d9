"""Is this a return, whose, and which edition? Asked before any answer is read."""

from collections.abc import Iterator
from dataclasses import dataclass

from commissioning.editions.placing import Unread
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Place, Severity
from commissioning.model.returned import Aspect, Identity, Noticed
from commissioning.template import HIDDEN


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a file says of itself, and what is known here. `contracts` and `kept` are None for a lone file.

    `kept` is the text of the edition as it was issued, None where it never was; `refusal` says
    why a reader could not read the file at all; `issued_for` is the contract and period of its specification.
    `settled` says that whose it is does not rest on its hidden sheet: somebody said so, or it is told by its rows;
    `noticed` is what a reader noticed of the file itself.
    """

    identity: Identity | None
    readable: bool
    contracts: frozenset[str] | None = None
    kept: str | None = None
    refusal: str = ""
    issued_for: tuple[str, str] | None = None
    settled: bool = False
    noticed: tuple[Noticed, ...] = ()


ARRIVAL_CHECKS = Checks(Arrival, "Is this a return, whose, and which edition?", rank=10)
declare = ARRIVAL_CHECKS.declare
COVER_NOTE = (Place(HIDDEN),)


@declare("I000", Severity.STOPS, "{refusal}", "")
def file_cannot_be_read(arrival: Arrival) -> Iterator[Fault]:
    """Told by content, not by name; what it is and what to do come from the reader that refused it."""
    if arrival.refusal:
        yield Fault((), {"refusal": arrival.refusal})


@declare(
    "I001",
    Severity.STOPS,
    "This file does not say which return it is, since {why}.",
    "Fill in the return you were sent, and send that file.",
)
def file_is_not_a_return(arrival: Arrival) -> Iterator[Fault]:
    """Only a return issued by the engine says where its answers are."""
    if arrival.identity is None and not arrival.refusal and not arrival.settled:
        is_one_sheet = any(one.aspect is Aspect.ONE_SHEET for one in arrival.noticed)
        yield Fault((), {"why": Unread.ONE_SHEET if is_one_sheet else Unread.MISSING})


@declare(
    "I002",
    Severity.STOPS,
    "This return is for the contract {contract}, of which there is no contract text here.",
    "Send it to the commissioner who issued it, or add the contract text.",
)
def contract_is_unknown(arrival: Arrival) -> Iterator[Fault]:
    """A return is only read against a contract that is known."""
    identity, known = arrival.identity, arrival.contracts
    if identity and known is not None and identity.contract not in known and not arrival.settled:
        yield Fault(COVER_NOTE, {"contract": identity.contract or "(none named)"})


@declare(
    "I003",
    Severity.STOPS,
    "This return is of an edition that was never issued here.",
    "Copy the answers into the return you were sent, and send that file.",
)
def edition_is_unknown(arrival: Arrival) -> Iterator[Fault]:
    """Answers are read by the edition that was issued, never by what the file claims."""
    if arrival.identity and arrival.contracts is not None and not arrival.kept and not arrival.settled:
        yield Fault(COVER_NOTE)


@declare(
    "I004",
    Severity.STOPS,
    "The hidden sheet _return is damaged: what it holds is not the specification of a return.",
    "Copy the answers into the return you were sent, and send that file.",
)
def specification_cannot_be_read(arrival: Arrival) -> Iterator[Fault]:
    """A lone file is checked by the specification it carries."""
    if arrival.identity and arrival.contracts is None and not arrival.readable and not arrival.settled:
        yield Fault(COVER_NOTE)


@declare(
    "I005",
    Severity.NEEDS_EXPLANATION,
    "The hidden sheet _return does not say what it said when this return was issued.",
    "Nothing is lost: the answers were read by the edition as issued. Say how the sheet came to be changed.",
    "How did the hidden sheet come to be changed?",
)
def specification_was_changed(arrival: Arrival) -> Iterator[Fault]:
    """What the file says of itself is evidence, and is not believed."""
    identity = arrival.identity
    if identity is None or not arrival.readable:
        return
    elsewhere = arrival.issued_for not in (None, (identity.contract, identity.period))
    if elsewhere or (arrival.kept and identity.specification != arrival.kept):
        yield Fault(COVER_NOTE)


@declare(
    "I006",
    Severity.NOTE,
    "This file was checked on its own, by the specification it carries.",
    "Checks against earlier returns and the due date are made when it is imported.",
)
def file_was_trusted(arrival: Arrival) -> Iterator[Fault]:
    """`check` on a lone file trusts the file, and says so."""
    if arrival.identity and arrival.contracts is None and arrival.readable:
        yield Fault(())
