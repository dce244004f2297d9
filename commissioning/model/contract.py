"""An agreement of any legal form: a chain of dated versions, each known by the digest of its terms."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from commissioning.calendar import ENGLAND, Calendar
from commissioning.model.agreed import TIME_NOT_STATED, Capacity, Contribution, Event, Limit, Reserve, When
from commissioning.model.expression import Comparison
from commissioning.model.finding import Severity
from commissioning.model.funding import NOTHING_OF_MONEY, FundingLine, LineBasis, Money
from commissioning.model.layout import Layout
from commissioning.model.measure import (
    DEFAULT_HISTORY,
    Dimension,
    HistoryPolicy,
    Measure,
    RatingPolicy,
    Statement,
    Trial,
)
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Quantity
from commissioning.model.reference import Expectation, Reference, Scorecard
from commissioning.period import Period

WHOLE_CONTRACT = "Whole contract"
"""What the service without a name is called."""

Frequency = Literal["month", "quarter", "half", "year", "term", "span"]


class Origin(StrEnum):
    """Where contract text comes from, and so what may be said of it."""

    ISSUED = "issued"
    TRANSCRIBED = "transcribed"
    ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Source:
    """The paper a transcribed contract was read from, its date and its lines; how many days before it a figure may be
    as at without being called old."""

    paper: str
    dated: date | None
    lines: str
    as_at_within_days: int = 42


@dataclass(frozen=True, slots=True)
class Parties:
    """Who commissions, who else does, who provides, who provides for the provider, in order of the chain,
    and who takes part beside them."""

    lead: Organisation | None
    commissioners: tuple[Organisation, ...]
    provider: Organisation | None
    sub_contractors: tuple[Organisation, ...]
    partners: tuple[Organisation, ...] = ()

    @property
    def lead_name(self) -> str:
        """The lead commissioner's name; `not stated` where there is none or none is named."""
        return self.lead.name if self.lead else "not stated"


@dataclass(frozen=True, slots=True)
class Reporting:
    """When returns are owed: a cycle of a year that starts in any month, named terms, or dated spans.

    `due_working_days` counts from the day after the period ends; None is not stated. `calendar` holds all the periods
    that the contract ever reports, by this version and every other. `counts_from` is the first day of the first of
    periods that are numbered, `rolling_months` how many each return looks back over, `terms` the named spans.
    `pro_rata` is whether the targets of a first period that is only part of one are made smaller with it. `day_first`
    says that whoever answers types days in figures as day, month and year.
    """

    frequency: Frequency
    year_starts: int
    due_working_days: int | None
    spans: tuple[Period, ...] = ()
    says: str = ""
    calendar: Calendar = field(default_factory=Calendar)
    counts_from: date | None = None
    rolling_months: int = 0
    terms: tuple[tuple[str, Period], ...] = ()
    pro_rata: bool = False
    bank_holidays: str = ENGLAND
    day_first: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """A strand of a contract, the areas it serves and whom it is for; who provides it, where stated of it alone.

    `continues` are the ids it had in earlier editions. `purposes` are what its money is spent on, in the words of
    the grants that are for some purposes only.
    """

    id: str
    title: str
    areas: tuple[str, ...] = ()
    eligibility: str = ""
    provider: Organisation | None = None
    sub_contractors: tuple[Organisation, ...] = ()
    continues: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


RelationSort = Literal["parts", "relation", "ratio"]


@dataclass(frozen=True, slots=True)
class Relation:
    """Something that must hold between answers of one service, and what a broken one does.

    Sorts: `parts` of a breakdown against their whole, a `ratio` that must not pass one, and what
    contract text calls a `relation`. One on trial is reported, and does nothing to a return: always, or in periods
    that begin by a day.
    """

    code: str
    service: str
    says: str
    comparison: Comparison
    severity: Severity
    sort: RelationSort = "relation"
    on_trial: Trial = False


@dataclass(frozen=True, slots=True)
class Funnel:
    """Measures of one service in the order in which people pass through it: referred, taken on, ended."""

    title: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FundingShare:
    """A funder's part of every charge of service between two dates, as an exact fraction of 1."""

    funder: Organisation
    share: Fraction
    starts: date | None = None
    ends: date | None = None

    @property
    def line(self) -> FundingLine:
        """It as a funding line, called by its funder's id."""
        return FundingLine(self.funder.id, self.funder, LineBasis.SHARE, self.share, starts=self.starts, ends=self.ends)


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays which part, who gives what, and what is to be spent where.

    Shares known only as whole percents split for illustration only; without lines nothing is split.
    """

    lines: tuple[FundingLine, ...]
    tie_order: tuple[str, ...]
    whole_percents_only: bool
    contributions: tuple[Contribution, ...] = ()
    floors: tuple[Limit, ...] = ()
    ceilings: tuple[Limit, ...] = ()
    reserves: tuple[Reserve, ...] = ()

    @property
    def shares(self) -> tuple[FundingShare, ...]:
        """The lines of a named funder that are a share of the total."""
        return tuple(
            FundingShare(line.funder, line.share, line.starts, line.ends)
            for line in self.lines
            if line.basis is LineBasis.SHARE and line.funder and line.share is not None
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What one version of a contract says, and the digest of its text. None is `not stated`."""

    contract: str
    title: str
    origin: Origin
    source: Source | None
    legal_form: str | None
    parties: Parties
    starts: str | None
    ends: str | None
    reporting: Reporting | None
    services: tuple[Service, ...]
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    relations: tuple[Relation, ...]
    ratings: tuple[RatingPolicy, ...]
    value: Quantity | None
    value_is: str
    funding: Funding | None
    published_contacts: tuple[str, ...]
    holds_from: date | None
    reason: str
    digest: str
    value_when: When = TIME_NOT_STATED
    capacity: tuple[Capacity, ...] = ()
    events: tuple[Event, ...] = ()
    funnels: tuple[Funnel, ...] = ()
    layouts: tuple[Layout, ...] = ()
    references: tuple[Reference, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    scorecard: Scorecard | None = None
    history: HistoryPolicy = DEFAULT_HISTORY
    statements: tuple[Statement, ...] = ()
    money: Money = NOTHING_OF_MONEY

    def measure(self, code: str) -> Measure:
        """The measure of that code; a KeyError is a fault of this engine."""
        return {measure.code: measure for measure in self.measures}[code]

    def service(self, id: str) -> Service:
        """The service of that id; an empty id is the whole contract, and one no longer there has its id for a title."""
        there = {service.id: service for service in (Service("", WHOLE_CONTRACT), *self.services)}
        return there.get(id, Service(id, id))

    def dimension(self, id: str) -> Dimension:
        """The breakdown of that id."""
        return {dimension.id: dimension for dimension in self.dimensions}[id]

    def reference(self, id: str) -> Reference | None:
        """The value of that id which rates are against; None where there is none."""
        return {reference.id: reference for reference in self.references}.get(id)

    def expectation(self, id: str) -> Expectation | None:
        """What is published to be expected, by its id; None where there is nothing."""
        return {expectation.id: expectation for expectation in self.expectations}.get(id)

    @property
    def organisations(self) -> frozenset[str]:
        """The ids of all who take part: who commissions, who provides, who pays."""
        parties, funding = self.parties, self.funding
        named = (parties.lead, *parties.commissioners, parties.provider, *parties.sub_contractors, *parties.partners)
        payers = tuple(line.funder for line in funding.lines) if funding else ()
        givers = tuple(contribution.funder for contribution in funding.contributions) if funding else ()
        strands = tuple(who for service in self.services for who in (service.provider, *service.sub_contractors))
        everyone = (*named, *payers, *givers, *strands)
        return frozenset(organisation.id for organisation in everyone if organisation)

    @property
    def label(self) -> str:
        """The words that must stand on everything made from these terms; empty where issued."""
        return {
            Origin.TRANSCRIBED: "Transcribed from a published paper;"
            " not submitted by the provider nor issued by the council.",
            Origin.ILLUSTRATIVE: "Illustrative: invented organisations and figures, for trying the engine out.",
            Origin.ISSUED: "",
        }[self.origin]


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract's versions, oldest first."""

    id: str
    file: str
    versions: tuple[Terms, ...]

    def terms_for(self, period: Period) -> Terms:
        """The version that held when the period began; a variation inside one waits for the next.

        Of rolling months those count that no return before it is for.
        """
        calendars = (terms.reporting.calendar for terms in self.versions if terms.reporting)
        own = next(calendars, Calendar()).own_days(period)
        day = own.start or own.end
        held = [terms for terms in self.versions if terms.holds_from is None or (day and terms.holds_from <= day)]
        return held[-1] if held else self.versions[0]

    def versions_in(self, asked: Period) -> tuple[tuple[Terms, Period], ...]:
        """The versions that held at some time of a period, oldest first, each with the part of it in which it did."""
        starts = [terms.holds_from for terms in self.versions]
        ends = [day - timedelta(days=1) if day else None for day in starts[1:]]
        spans = [Period(start, end) for start, end in zip(starts, [*ends, None], strict=True)]
        held = [(terms, span) for terms, span in zip(self.versions, spans, strict=True) if span.overlaps(asked)]
        return tuple((terms, span.common(asked)) for terms, span in held) or ((self.versions[0], asked),)

    @property
    def latest(self) -> Terms:
        """The newest version."""
        return self.versions[-1]

    @property
    def funding_lines(self) -> tuple[FundingLine, ...]:
        """The funding lines of every version, the oldest version's first."""
        return tuple(line for terms in self.versions if terms.funding for line in terms.funding.lines)

    @property
    def funders(self) -> dict[str, Organisation]:
        """Whoever any version's funding lines name, by id."""
        return {line.funder.id: line.funder for line in self.funding_lines if line.funder}
