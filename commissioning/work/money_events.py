"""What people record about money: invoiced, received, moved, held back, closed. Added once, and never edited."""

from dataclasses import dataclass

from commissioning.errors import CommissioningError, NothingThere
from commissioning.funding.books import Books
from commissioning.funding.recording import (
    AUTHORITY,
    completed,
    opposite,
    refuse_closing,
    refuse_nonsense,
    refuse_undoing,
)
from commissioning.model.accounts import Charge, MoneyEvent, MoneySort
from commissioning.model.contract import Contract, Origin
from commissioning.model.organisation import Actor
from commissioning.money import read_money
from commissioning.posting import posting_at, read_posting
from commissioning.store import PostedMeanwhile, Store
from commissioning.work.accounts import books_of, post_what_is_due
from commissioning.work.reasons import refuse_personal_data
from commissioning.work.workspace import Clock, Workspace

SORTS = {sort.name.lower().replace("_", "-"): sort for sort in MoneySort if sort is not MoneySort.CLOSED}
"""What can be recorded, by the word that is typed for it; a posting period is closed by a job of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody types about money: the amount in pounds, the posting and period of service as labels. What is
    empty was not given; without a posting period it is that of today."""

    sort: MoneySort
    amount: str
    contract: str
    why: str
    line: str = ""
    to_line: str = ""
    service: str = ""
    to_service: str = ""
    posting: str = ""
    period: str = ""
    reference: str = ""
    authority: str = ""


def record(workspace: Workspace, actor: Actor, told: Told, clock: Clock) -> MoneyEvent:
    """Record it, and say it with its number; CommissioningError where it makes no sense or names somebody."""
    _refuse_names(actor, ("The reason", told.why), ("The reference", told.reference), ("--authority", told.authority))
    now = clock()
    event = MoneyEvent(
        sort=told.sort,
        contract=told.contract,
        posting=read_posting(told.posting) if told.posting else posting_at(now.date()),
        pence=read_money(told.amount) if told.amount else 0,
        why=told.why.strip(),
        actor=actor.name,
        at=now,
        period=workspace.period(told.period, actor, told.contract) if told.period else None,
        service=told.service,
        to_service=told.to_service,
        line=told.line,
        to_line=told.to_line,
        reference=_reference(told),
    )
    _refuse_transcribed(workspace.contract(told.contract, actor))
    with workspace.store() as store:
        [books] = books_of(workspace, actor, store, told.contract)
        event = completed(event, books)
        refuse_nonsense(event, books, told.authority)
        [recorded] = _kept(store, (event,), actor, books.newest_event)
    return recorded


def undo(workspace: Workspace, actor: Actor, number: int, why: str, clock: Clock) -> MoneyEvent:
    """Record the opposite of an event, which names it, in its posting period or the next open one."""
    _refuse_names(actor, ("The reason", why))
    with workspace.store() as store:
        found = [one for one in books_of(workspace, actor, store) if number in {event.number for event in one.events}]
        if not found:
            raise NothingThere(f"Nothing is recorded as event {number}; see them with: money list.")
        [books] = found
        event = opposite(refuse_undoing(number, books), books, why.strip(), clock())
        [recorded] = _kept(store, (event,), actor, books.newest_event)
    return recorded


@dataclass(frozen=True, slots=True)
class Closed:
    """The posting periods that were closed, one for each contract, and what was posted with it: what was still due
    before, and the true-up of a year whose twelfth month it was."""

    events: tuple[MoneyEvent, ...]
    posted: tuple[Charge, ...]


def close(workspace: Workspace, actor: Actor, label: str, why: str, clock: Clock) -> Closed:
    """Close a posting period in the books of every contract that keeps any, all of them or none.

    Contracts in which it is closed already are left. CommissioningError where an earlier one is open.
    """
    _refuse_names(actor, ("The reason", why))
    posting, now = read_posting(label), clock()
    with workspace.store() as store:
        before = post_what_is_due(workspace, store, actor, now)
        books = [one for one in books_of(workspace, actor, store) if _keeps_books(one)]
        if not books:
            raise NothingThere("No contract here has money to close a posting period of.")
        still = [one for one in books if not one.is_closed(posting)]
        for one in still or books:
            refuse_closing(posting, one)
        closing = (
            MoneyEvent(MoneySort.CLOSED, one.contract.id, posting, 0, why.strip(), actor.name, now) for one in still
        )
        newest = max((one.newest_event for one in still), default=0)
        events = _kept(store, tuple(closing), actor, newest)
        return Closed(events, (*before, *post_what_is_due(workspace, store, actor, now)))


def _kept(store: Store, events: tuple[MoneyEvent, ...], actor: Actor, seen: int) -> tuple[MoneyEvent, ...]:
    """The events as they were recorded, each judged by all that was recorded before it."""
    try:
        return store.record_money(events, actor, seen)
    except PostedMeanwhile as late:
        raise CommissioningError(
            "Somebody recorded something about the same money just now. See it with: money list; then try again."
        ) from late


def listed(workspace: Workspace, actor: Actor, contract: str | None = None) -> tuple[MoneyEvent, ...]:
    """Everything recorded about money, of one contract or of all that the actor sees, in order of recording."""
    with workspace.store() as store:
        books = books_of(workspace, actor, store, contract)
    return tuple(sorted((event for one in books for event in one.events), key=lambda event: event.number))


def _reference(told: Told) -> str:
    authority = f"{AUTHORITY}{told.authority.strip()}" if told.authority.strip() else ""
    return "; ".join(part for part in (told.reference.strip(), authority) if part)


def _keeps_books(books: Books) -> bool:
    """Whether charges or funding lines are there to keep books of, for a contract that is no real council's."""
    contract = books.contract
    return bool(contract.funding_lines or books.charges) and contract.latest.origin is not Origin.TRANSCRIBED


def _refuse_transcribed(contract: Contract) -> None:
    if contract.latest.origin is Origin.TRANSCRIBED:
        raise CommissioningError(
            f"{contract.id} is transcribed from a published paper; nothing is recorded here for a real council."
        )


def _refuse_names(actor: Actor, *typed: tuple[str, str]) -> None:
    refuse_personal_data(actor.name, "The name of who records it")
    if not typed[0][1].strip():
        raise CommissioningError("Say why, --why: the reason is kept beside the amount for good.")
    for what, words in typed:
        refuse_personal_data(words, what)
