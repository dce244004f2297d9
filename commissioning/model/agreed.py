"""What an agreement states without a return: contributions, limits of spending, reserves, capacity, events."""

from dataclasses import dataclass
from enum import StrEnum

from commissioning.model.organisation import Organisation
from commissioning.model.quantity import AnswerKey, Given, Standing
from commissioning.period import Period


@dataclass(frozen=True, slots=True)
class When:
    """What time an amount is for: a period, or so much a year or month over it. None is `not stated`."""

    period: Period | None = None
    per: str = ""


TIME_NOT_STATED = When()


@dataclass(frozen=True, slots=True)
class Agreed:
    """An amount as contract text states it, or that it is not stated; what it is for, and in whose words.

    `standing` is how firm one is whose amount is not stated, where that is told: an offer still to be confirmed.
    """

    given: Given
    when: When = TIME_NOT_STATED
    says: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be so for money to be given, and by when; None is `not stated`."""

    says: str
    by: str | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """Pounds that a funder gives, awards or offers. `source` is where the funder has the money from."""

    code: str
    label: str
    funder: Organisation | None
    source: str
    agreed: Agreed
    purposes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """The least (a floor) or the most (a ceiling) in pounds that is to be spent in an area."""

    code: str
    area: str
    agreed: Agreed


@dataclass(frozen=True, slots=True)
class Reserve:
    """Pounds held back from which a shortfall is met, and by when they are likely to be spent."""

    code: str
    holder: Organisation | None
    agreed: Agreed
    likely_spent_by: str | None


class CapacityState(StrEnum):
    """How far what is to be provided has come."""

    AGREED = "agreed"
    PLANNED = "planned"
    TARGET = "target"
    IN_PLACE = "in place"


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is agreed, planned, aimed at or in place, and is no measure reported: in its own unit, by service.

    An empty service is the whole contract.
    """

    code: str
    label: str
    unit: str
    kind: str
    amounts: tuple[tuple[str, Agreed], ...]
    state: CapacityState = CapacityState.AGREED


@dataclass(frozen=True, slots=True)
class StatedKey:
    """The key by which a Sum finds an amount that contract text states; versions that state the same share it."""

    contract: str
    key: AnswerKey
    agreed: Agreed


class EventSort(StrEnum):
    """What sort of thing happened."""

    MARKET_ENGAGEMENT = "market engagement"
    TENDER = "tender"
    AWARD = "award"
    NO_AWARD = "no award"
    MOBILISATION = "mobilisation"
    START = "start"
    END = "end"
    EXTENSION = "extension"
    CHANGE_OF_PROVIDER = "change of provider"
    FUNDING_BID = "funding bid"
    LAUNCH = "launch"
    MEETING = "meeting"
    REVIEW = "review"
    INSPECTION = "inspection"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or is planned: on which day, in which month or year, as contract text writes it.

    `by` is until when it is to be done, `was` the date it was moved from. None is `not stated`.
    """

    sort: EventSort
    on: str | None
    by: str | None
    was: str | None
    from_provider: Organisation | None
    to_provider: Organisation | None
    says: str
