"""Something recorded about money, and a contract's books, to why it makes no sense: said to whoever records it.

Nothing is ever edited: an event that is wrong is undone by its opposite, whose reason names it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from commissioning.errors import CommissioningError
from commissioning.funding.books import Books
from commissioning.model.accounts import UNDOES, MoneyEvent, MoneySort
from commissioning.model.contract import Terms
from commissioning.model.funding import FundingLine
from commissioning.money import say_money
from commissioning.nearest import or_hint
from commissioning.period import YEAR_MONTHS
from commissioning.posting import YEAR_END, Posting

AUTHORITY = "authority: "
WITH_LINE = frozenset(
    {
        MoneySort.INVOICED,
        MoneySort.RECEIVED,
        MoneySort.CARRY_FORWARD,
        MoneySort.REFUND,
        MoneySort.CONDITION_MET,
        MoneySort.OPENING,
    }
)
"""What is recorded of one funding line."""
ONCE = frozenset({MoneySort.INVOICED, MoneySort.RECEIVED})
"""What is not recorded twice of one line and reference."""
TAKES_BACK = {MoneySort.REVERSAL: MoneySort.ACCRUAL, MoneySort.RELEASED: MoneySort.WITHHELD}
"""What can come to no more than was recorded of another sort."""


def opposite(event: MoneyEvent, books: Books, why: str, at: datetime) -> MoneyEvent:
    """What undoes an event, in its own posting period or the next open one; who records it is still to be put in."""
    return replace(
        event,
        pence=-event.pence,
        why=f"{UNDOES.format(number=event.number)} {why}",
        at=at,
        posting=books.open_from(event.posting),
        number=0,
    )


def refuse_undoing(number: int, books: Books) -> MoneyEvent:
    """The event of that number; CommissioningError where there is none, or none that can be undone."""
    event = next((one for one in books.events if one.number == number), None)
    if event is None:
        raise CommissioningError(f"Nothing is recorded as event {number}; see them with: money list.")
    if event.sort is MoneySort.CLOSED:
        raise CommissioningError(f"{event.posting} is closed for good; what comes later goes to the next open one.")
    if event.undoes:
        raise CommissioningError(f"Event {number} undoes event {event.undoes} itself; record that again instead.")
    if event not in books.standing_events:
        raise CommissioningError(f"Event {number} is undone already; nothing was changed.")
    if event.sort in TAKES_BACK.values():
        _refuse_leaving_too_little(event, books)
    return event


def completed(event: MoneyEvent, books: Books) -> MoneyEvent:
    """The event with what goes without saying: which condition of its line is met, where the line has one only."""
    line = books.funding_lines.get(event.line)
    if event.sort is MoneySort.CONDITION_MET and not event.reference and line and len(line.conditions) == 1:
        return replace(event, reference=line.conditions[0].says)
    return event


def refuse_nonsense(event: MoneyEvent, books: Books, authority: str) -> None:
    """CommissioningError, with what to do, where an event cannot be meant as it is given."""
    if event.undoes:
        raise CommissioningError(f"To undo an event, use: money undo {event.undoes}.")
    _refuse_closed(event, books)
    _refuse_amount(event)
    _refuse_unknown(event, books)
    if event.sort is MoneySort.VIREMENT:
        _refuse_virement(event, books, authority)
    standing = [one for one in books.standing_events if one.line == event.line]
    if event.sort in ONCE:
        _refuse_twice(event, standing)
    if event.sort is MoneySort.OPENING:
        _refuse_second_opening(event, standing)
    if event.sort in TAKES_BACK:
        _refuse_more_than_there_is(event, standing)


def refuse_closing(posting: Posting, books: Books) -> None:
    """CommissioningError where a posting period cannot be closed: closed already, or an earlier one is open.

    The months are closed in their order. 13 takes what comes late, and so may stay open while months of the next year
    are closed; it follows its own 12.
    """
    contract = books.contract.id
    if books.is_closed(posting):
        raise CommissioningError(f"{posting} of {contract} is closed already; nothing was changed.")
    before = first_open_before(posting, books)
    if before:
        raise CommissioningError(f"{before} of {contract} is still open; close it first.")


def first_open_before(posting: Posting, books: Books) -> Posting | None:
    """The first posting period that must be closed before another; None where it is that one's turn."""
    closed = books.closed
    if posting.number == YEAR_END:
        twelfth = Posting(posting.year, YEAR_MONTHS)
        return None if twelfth in closed else twelfth
    used = {charge.posting for charge in books.charges} | {event.posting for event in books.events}
    each = min((one for one in used if one.number != YEAR_END), default=posting)
    while each < posting and each in closed:
        each = each.next_month
    return each if each < posting else None


def _refuse_closed(event: MoneyEvent, books: Books) -> None:
    if books.is_closed(event.posting):
        after = books.open_from(event.posting)
        raise CommissioningError(
            f"{event.posting} of {event.contract} is closed; record it in {after}, the next that is open."
        )


def _refuse_amount(event: MoneyEvent) -> None:
    if event.sort is MoneySort.CONDITION_MET:
        if event.pence:
            raise CommissioningError("That a condition is met has no amount; leave it out or give 0.00.")
    elif event.sort is not MoneySort.OPENING and event.pence <= 0:
        raise CommissioningError(
            f"{say_money(event.pence)} is not more than nothing; give the amount, and to take one back use: money undo."
        )


def _refuse_unknown(event: MoneyEvent, books: Books) -> None:
    lines = books.funding_lines
    services = {service.id for terms in books.contract.versions for service in terms.services}
    for option, given, known in (
        ("--line", event.line, lines.keys()),
        ("--to-line", event.to_line, lines.keys()),
        ("--service", event.service, services),
        ("--to-service", event.to_service, services),
    ):
        if given and given not in known:
            hint = or_hint(given, known, f"there are: {', '.join(sorted(known)) or 'none'}.")
            raise CommissioningError(f"{event.contract} has no {option[2:].removeprefix('to-')} {given!r}; {hint}")
    if event.sort in WITH_LINE and not event.line:
        raise CommissioningError(f"Give the funding line, --line: one of {', '.join(lines) or 'none there is'}.")
    if event.sort is not MoneySort.VIREMENT and (event.to_line or event.to_service):
        raise CommissioningError("Only a virement moves money: leave out --to-line and --to-service.")
    if event.sort is MoneySort.CONDITION_MET:
        _refuse_condition(event, lines[event.line])


def _refuse_condition(event: MoneyEvent, line: FundingLine) -> None:
    known = [condition.says for condition in line.conditions]
    if event.reference not in known:
        there = "; ".join(f'"{says}"' for says in known) or "none"
        raise CommissioningError(f"Give as --reference which condition of {line.code} is met. There are: {there}.")


def _refuse_virement(event: MoneyEvent, books: Books, authority: str) -> None:
    pairs = ((event.line, event.to_line), (event.service, event.to_service))
    of_lines, of_services = bool(event.to_line), bool(event.to_service)
    if of_lines == of_services or not all(pairs[0] if of_lines else pairs[1]):
        raise CommissioningError(
            "A virement moves money between two services (--service, --to-service) or two lines (--line, --to-line)."
        )
    if (event.line == event.to_line) if of_lines else (event.service == event.to_service):
        raise CommissioningError("A virement moves money from one to another; both are the same here.")
    held_back = _not_allowed(event, books.funding_lines, books.contract.latest)
    if held_back and not authority:
        raise CommissioningError(f"{held_back} Give --authority, who allowed it and when, if somebody did.")


def _not_allowed(event: MoneyEvent, lines: dict[str, FundingLine], terms: Terms) -> str:
    """Why money may not be moved so by the purposes of its lines; empty where it may."""
    if event.to_line:
        return _outside(lines[event.line], lines[event.to_line])
    asked = [lines[event.line]] if event.line else list(lines.values())
    bound = [line.code for line in asked if _only_first(line, event, terms)]
    if not bound:
        return ""
    its = f"Money of {', '.join(bound)} may pay for {event.service} and not for {event.to_service}."
    return its if event.line else f"{its} Give --line, if other money moves."


def _only_first(line: FundingLine, event: MoneyEvent, terms: Terms) -> bool:
    area = next(iter(line.areas), "")
    first, second = (
        line.may_pay_for(service, area, terms.service(service).purposes)
        for service in (event.service, event.to_service)
    )
    return first and not second


def _outside(giving: FundingLine, taking: FundingLine) -> str:
    """What the line that takes may pay for and the one that gives may not; each empty scope is all there is."""
    for what, gives, takes in (
        ("services", giving.services, taking.services),
        ("areas", giving.areas, taking.areas),
        ("purposes", giving.purposes, taking.purposes),
    ):
        if gives and not (takes and set(takes) <= set(gives)):
            others = ", ".join(each for each in takes if each not in gives) or "others too"
            return f"Money of {giving.code} is for the {what} {', '.join(gives)} only; {taking.code} pays for {others}."
    return ""


def _refuse_twice(event: MoneyEvent, standing: list[MoneyEvent]) -> None:
    if not event.reference:
        raise CommissioningError("Give the number of the invoice or receipt, --reference: it tells one from another.")
    for one in standing:
        if (one.sort, one.reference.casefold()) == (event.sort, event.reference.casefold()):
            raise CommissioningError(
                f"{one.reference} is recorded already, as event {one.number} ({say_money(one.pence)});"
                " if that is wrong, undo it first."
            )


def _refuse_second_opening(event: MoneyEvent, standing: list[MoneyEvent]) -> None:
    for one in standing:
        if one.sort is event.sort and one.posting.year == event.posting.year:
            raise CommissioningError(
                f"{event.line} has an opening balance for that year already, as event {one.number}"
                f" ({say_money(one.pence)}); if that is wrong, undo it first."
            )


def _refuse_more_than_there_is(event: MoneyEvent, standing: list[MoneyEvent]) -> None:
    there = _left(event, standing)
    if event.pence > there:
        raise CommissioningError(
            f"{say_money(event.pence)} is more than the {say_money(there)} of {TAKES_BACK[event.sort]} that is left"
            f" for {event.service or 'the whole contract'}; check the amount and the service."
        )


def _refuse_leaving_too_little(event: MoneyEvent, books: Books) -> None:
    """Refuse to undo an accrual that is reversed, or a payment withheld that is released."""
    standing = [one for one in books.standing_events if one.line == event.line]
    if _left(event, standing) < event.pence:
        by = next(sort for sort, of in TAKES_BACK.items() if of is event.sort)
        raise CommissioningError(f"Event {event.number} is taken back already ({by}); undo that first.")


def _left(event: MoneyEvent, standing: Iterable[MoneyEvent]) -> int:
    """What is left, in pence, of what was recorded of a sort for a service, by either of the two sorts."""
    first = TAKES_BACK.get(event.sort, event.sort)
    ours = [one for one in standing if one.service == event.service]
    recorded = sum(one.pence for one in ours if one.sort is first)
    return recorded - sum(one.pence for one in ours if TAKES_BACK.get(one.sort) is first)
