"""An amount in pence as the funders of a contract share it, where nothing but shares decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissioning.errors import UnclearShares
from commissioning.funding.splitting.allocate import allocate, working
from commissioning.funding.splitting.lines import UNCOVERED, Setting, names_of, plan_for
from commissioning.model.accounts import Part
from commissioning.model.contract import Funding
from commissioning.period import Period

__all__ = ("UNCOVERED", "Split", "split")


@dataclass(frozen=True, slots=True)
class Split:
    """An amount in pence, its parts in tie order, what no funder covers last, and what lines and funders are
    called, by code and id."""

    amount: int
    parts: tuple[Part, ...]
    names: Mapping[str, str]
    funders: Mapping[str, str]
    illustrative: bool

    @property
    def working(self) -> tuple[str, ...]:
        """How each part comes about, a line of plain English each."""
        return working(self.parts, self.names)

    def share(self, part: Part) -> Fraction | None:
        """The exact fraction of the amount that a part is; None of an amount of 0."""
        return part.quota / self.amount if self.amount else None


def split(
    amount: int, funding: Funding, period: Period | None = None, service: str = "", purposes: tuple[str, ...] = ()
) -> Split:
    """Each funder's part of pence of service in a period or, without one, whenever any share holds.

    UnclearShares where shares change inside the period, where none is stated for it, and where a cap or a count
    decides, since what was drawn before is known only where charges are posted.
    """
    setting = Setting(service, "", period, purposes)
    plan = plan_for(funding, setting, is_negative=amount < 0)
    if funding.lines and not plan.claims:
        raise _none_stated(funding, setting)
    if not plan.is_fixed:
        raise UnclearShares(
            "What is left of a fixed amount, or a count, decides who pays: see the posted charges, by `shares`."
        )
    parts = allocate(amount, setting, funding, {})
    funders = {line.funder.id: line.funder.name for line in funding.lines if line.funder} | {"": UNCOVERED}
    return Split(amount, parts, names_of(funding), funders, funding.whole_percents_only)


def _none_stated(funding: Funding, of: Setting) -> UnclearShares:
    if not any(line.is_restricted for line in funding.lines):
        return UnclearShares(f"No share is stated for {of.period}: give a period that the contract's shares cover.")
    return UnclearShares(
        f"No share is stated for {of.service or 'the whole contract'} in {of.period or 'any period'}:"
        " give a service, an area and a period that the contract's shares cover."
    )
