"""What funding lines have paid, by time of service; and how much of that counts against each cap."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from commissioning.calendar import cycle_period
from commissioning.funding.splitting.lines import cap_of
from commissioning.model.accounts import Charge, ChargeSource, MoneyEvent, MoneySort, Part
from commissioning.model.agreed import Agreed
from commissioning.model.contract import Funding
from commissioning.model.funding import FundingLine
from commissioning.period import Period
from commissioning.posting import APRIL


@dataclass
class Used:
    """Pence that each funding line has paid, with the period that each was for, while more is added."""

    _paid: dict[str, list[tuple[Period, int]]] = field(default_factory=lambda: defaultdict(list))
    _sources: dict[int, ChargeSource] = field(default_factory=dict)

    @classmethod
    def by(cls, charges: Iterable[Charge], events: Iterable[MoneyEvent]) -> "Used":
        """What charges paid, and what virements moved from one line to another; one between services leaves
        lines as they are."""
        charges = tuple(charges)
        used = cls(_sources={charge.number: charge.source for charge in charges})
        for charge in charges:
            used.add(charge)
        for event in events:
            if event.sort is MoneySort.VIREMENT and event.to_line:
                month = event.period or event.posting.month()
                used._paid[event.line].append((month, event.pence))
                used._paid[event.to_line].append((month, -event.pence))
        return used

    def add(self, charge: Charge) -> None:
        """Count what a charge draws of caps. A returned amount below nothing gives no room back, since a correction may
        take it back once others have drawn on that."""
        of = self._sources.get(charge.credits, charge.source) if charge.credits else charge.source
        gives_back = (charge.pence > 0) if charge.credits else (charge.pence < 0)
        if not (gives_back and of is ChargeSource.RETURN):
            self.draw(charge.period, charge.parts)

    def draw(self, period: Period, parts: Iterable[Part]) -> None:
        """Count parts for service in a period."""
        for part in parts:
            if part.pence:
                self._paid[part.line].append((period, part.pence))

    def of(self, funding: Funding, period: Period) -> dict[str, int]:
        """What each line with a cap has paid in the time that its cap is for, in pence, with all that draw the same."""
        return {
            line.code: sum(
                pence
                for code in that_draw_the_same(line, funding)
                for of, pence in self._paid.get(code, ())
                if time_of_cap(cap, period).overlaps(of)
            )
            for line in funding.lines
            if (cap := cap_of(line, funding))
        }


def that_draw_the_same(line: FundingLine, funding: Funding) -> Iterator[str]:
    """The codes of the lines that draw the contribution or the reserve that a line draws; its own where it draws none.

    A line that goes on under other terms has its code twice.
    """
    drawn = (line.contribution, line.reserve)
    same = (one.code for one in funding.lines if (one.contribution, one.reserve) == drawn)
    yield from dict.fromkeys(same if any(drawn) else (line.code,))


def time_of_cap(cap: Agreed, period: Period) -> Period:
    """The time of a cap in which a period lies: its own time, or the year or month of that; all time if not stated."""
    when = cap.when
    day = period.start or period.end or period.as_at
    if not when.per or day is None:
        time = when.period or Period(None, None)
        return Period(time.start or time.as_at, time.end)
    starts = when.period.start.month if when.period and when.period.start else APRIL
    return cycle_period(day, when.per, starts)
