"""Charges to split: contracts of six funders whose shares come to 1, eight services, twelve months."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from commissioning.funding.splitting.allocate import Setting, allocate
from commissioning.model.agreed import Agreed
from commissioning.model.contract import Funding
from commissioning.model.funding import FundingLine, LineBasis
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Quantity
from commissioning.period import whole_months

FUNDERS = tuple(Organisation(f"funder-{n}", f"Funder {n}") for n in range(6))
SERVICES = tuple(f"service-{n}" for n in range(8))
MONTHS = tuple(whole_months(date(2025, 4, 1), 1, n) for n in range(12))
OVER = 1000
"""What the weights of a contract's shares come to."""


@dataclass(frozen=True, slots=True)
class Charged:
    """An amount in pence, what it is of, by which funding, and the funding's weights alone."""

    pence: int
    of: Setting
    funding: Funding
    weights: tuple[int, ...]


def charges(contracts: int) -> tuple[Charged, ...]:
    """A charge for each contract, service and month."""
    return tuple(_charges(contracts))


def _charges(contracts: int) -> Iterator[Charged]:
    amounts = iter(range(1_234_567, 10**12, 7_919))
    for number in range(contracts):
        weights = _weights(number)
        funding = _funding(weights)
        for service in SERVICES:
            for month in MONTHS:
                yield Charged(next(amounts), Setting(service, "", month), funding, weights)


def _weights(number: int) -> tuple[int, ...]:
    first = tuple(11 + (number * prime) % 150 for prime in (7, 11, 13, 17, 19))
    return (*first, OVER - sum(first))


def _funding(weights: tuple[int, ...]) -> Funding:
    shares = (Fraction(weight, OVER) for weight in weights)
    lines = (FundingLine(who.id, who, LineBasis.SHARE, share) for who, share in zip(FUNDERS, shares, strict=True))
    return Funding(tuple(lines), tuple(who.id for who in FUNDERS), whole_percents_only=False)


def after_a_grant(charged: Iterable[Charged]) -> tuple[Charged, ...]:
    """The same charges where a grant with a cap is met first, so that the shares are of what it leaves."""
    granted: dict[int, Funding] = {}
    for one in charged:
        granted.setdefault(id(one.funding), _with_a_grant(one.funding))
    return tuple(replace(one, funding=granted[id(one.funding)]) for one in charged)


def _with_a_grant(funding: Funding) -> Funding:
    grant = FundingLine("grant", FUNDERS[0], LineBasis.FIXED, amount=Agreed(Quantity(Decimal(1000))))
    rest = (FundingLine(f.code, f.funder, LineBasis.RESIDUAL, f.share, order=2) for f in funding.lines)
    return Funding((grant, *rest), funding.tie_order, whole_percents_only=False)


def by_allocate(charged: tuple[Charged, ...]) -> list[list[int]]:
    """Each funder's pence of each charge, as the engine splits it with its parts."""
    return [[part.pence for part in allocate(one.pence, one.of, one.funding, {})] for one in charged]


def by_integers(charged: tuple[Charged, ...]) -> list[list[int]]:
    """The same pence by whole numbers and nothing else: largest remainder, ties in sequence."""
    return [_by_integers(one.pence, one.weights) for one in charged]


def _by_integers(pence: int, weights: tuple[int, ...]) -> list[int]:
    quotas = [pence * weight for weight in weights]
    parts = [quota // OVER for quota in quotas]
    left = pence - sum(parts)
    if left:
        for place in sorted(range(len(parts)), key=lambda place: -(quotas[place] % OVER))[:left]:
            parts[place] += 1
    return parts
