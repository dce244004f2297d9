"""Faultless text of what is agreed without a return, to its nouns: funding, capacity, events."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from commissioning.contract.agreed_text import (
    AmountText,
    CapacityText,
    ConditionText,
    ContributionText,
    EventText,
    FundingText,
    LimitText,
    ReserveText,
    ShareText,
    TimedText,
)
from commissioning.contract.raw import WHOLE_CONTRACT
from commissioning.contract.shares import read_share
from commissioning.contract.times import read_time
from commissioning.model.agreed import Agreed, Capacity, Condition, Contribution, Event, Limit, Reserve, When
from commissioning.model.contract import Funding, FundingShare
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Given, Missing, Quantity, Standing
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


def funding_of(text: FundingText, organisations: Organisations) -> Funding:
    """Who pays which part, who gives what, and what is to be spent where."""
    return Funding(
        lines=tuple(share.line for found in text.share for share in _share(found, organisations)),
        tie_order=text.tie_order,
        whole_percents_only=text.shares_are == "whole percents",
        contributions=tuple(_contribution(*found, organisations) for found in text.contribution.items()),
        floors=tuple(_limit(*found) for found in text.floor.items()),
        ceilings=tuple(_limit(*found) for found in text.ceiling.items()),
        reserves=tuple(_reserve(*found, organisations) for found in text.reserve.items()),
    )


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
        on=_words(text.on),
        by=_words(text.by) if text.by else None,
        was=_words(text.was) if text.was else None,
        from_provider=organisations[text.from_provider] if text.from_provider else None,
        to_provider=organisations[text.to_provider] if text.to_provider else None,
        says=text.says,
    )


def _words(day: date | str) -> str | None:
    return stated(str(day))


def _share(text: ShareText, organisations: Organisations) -> tuple[FundingShare, ...]:
    fraction = read_share(text.share)
    return () if fraction is None else (FundingShare(organisations[text.funder], fraction, text.starts, text.ends),)


def _agreed(text: AmountText) -> Agreed:
    given: Given = Missing.NOT_STATED
    if text.amount != "not stated":
        given = Quantity(Decimal(read_money(text.amount)) / 100, text.bound, text.standing)
    return Agreed(given, when_of(text), text.says, _told_of(given, text.standing))


def _told_of(given: Given, standing: Standing) -> Standing | None:
    """How firm an amount is that is not stated; text that says nothing of it does not call it stated."""
    return None if isinstance(given, Quantity) or standing is Standing.STATED else standing


def _contribution(code: str, text: ContributionText, organisations: Organisations) -> Contribution:
    funder = stated(text.funder)
    return Contribution(
        code=code,
        label=text.label,
        funder=organisations[funder] if funder else None,
        source=text.source,
        agreed=_agreed(text),
        purposes=text.purposes,
        services=tuple("" if id == WHOLE_CONTRACT else id for id in text.services),
        conditions=tuple(map(_condition, text.condition)),
    )


def _condition(text: ConditionText) -> Condition:
    return Condition(text.says, _words(text.by))


def _limit(code: str, text: LimitText) -> Limit:
    return Limit(code, text.area, _agreed(text))


def _reserve(code: str, text: ReserveText, organisations: Organisations) -> Reserve:
    holder = stated(text.holder)
    return Reserve(code, organisations[holder] if holder else None, _agreed(text), _words(text.likely_spent_by))


def _capacity_given(amount: Decimal | Literal["not stated"], text: CapacityText) -> Given:
    return Missing.NOT_STATED if amount == "not stated" else Quantity(amount, text.bound, text.standing)
