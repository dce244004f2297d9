"""Faultless text of what is agreed without a return, to its nouns: amounts and times, capacity, events."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from commissioning.contract.agreed_text import (
    AmountText,
    CapacityText,
    EventText,
    TimedText,
)
from commissioning.contract.raw import WHOLE_CONTRACT
from commissioning.contract.times import read_time
from commissioning.model.agreed import Agreed, Capacity, Event, When
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Bound, Given, Missing, Quantity, Standing
from commissioning.money import read_money
from commissioning.period import Period

T = TypeVar("T")
Organisations = Mapping[str, Organisation]


def stated(value: T | Literal["not stated"]) -> T | None:
    """What contract text states; None where it writes `not stated`."""
    return None if value == "not stated" else value


def when_of(text: TimedText) -> When:
    """What time an amount is for."""
    period = read_time(text.period, text.starts, text.ends)
    if text.as_at:
        period = replace(period or Period(None, None), as_at=text.as_at)
    return When(period, text.per or "")


def capacity_of(code: str, text: CapacityText) -> Capacity:
    """What is agreed to be provided, by service; the whole contract is the service without a name."""
    amounts = text.amounts or {WHOLE_CONTRACT: text.amount if text.amount is not None else "not stated"}
    when = when_of(text)
    return Capacity(
        code=code,
        label=text.label,
        unit=text.unit,
        kind=text.kind,
        amounts=tuple(
            ("" if id == WHOLE_CONTRACT else id, Agreed(given, when, text.says, _told_of(given, text.standing)))
            for id, given in ((id, _capacity_given(amount, text)) for id, amount in amounts.items())
        ),
        state=text.state,
    )


def event_of(text: EventText, organisations: Organisations) -> Event:
    """Something that happened, or is planned."""
    return Event(
        sort=text.sort,
        on=in_words(text.on),
        by=in_words(text.by) if text.by else None,
        was=in_words(text.was) if text.was else None,
        from_provider=organisations[text.from_provider] if text.from_provider else None,
        to_provider=organisations[text.to_provider] if text.to_provider else None,
        says=text.says,
    )


def in_words(day: date | str) -> str | None:
    """A day, month or year as it is written; None where it is `not stated`."""
    return stated(str(day))


def agreed(
    amount: str, when: When, says: str, bound: Bound = Bound.EXACT, standing: Standing = Standing.STATED
) -> Agreed:
    """Pounds as contract text writes them, or that they are not stated; how firm, for when and in whose words."""
    given: Given = Missing.NOT_STATED
    if amount != "not stated":
        given = Quantity(Decimal(read_money(amount)) / 100, bound, standing)
    return Agreed(given, when, says, _told_of(given, standing))


def agreed_of(text: AmountText) -> Agreed:
    """An amount, how firm it is, and what it is for."""
    return agreed(text.amount, when_of(text), text.says, text.bound, text.standing)


def _told_of(given: Given, standing: Standing) -> Standing | None:
    """How firm an amount is that is not stated; text that says nothing of it does not call it stated."""
    return None if isinstance(given, Quantity) or standing is Standing.STATED else standing


def _capacity_given(amount: Decimal | Literal["not stated"], text: CapacityText) -> Given:
    return Missing.NOT_STATED if amount == "not stated" else Quantity(amount, text.bound, text.standing)
