"""Funding lines, charges, events and books from a few plain words, for tests of money to start from.

    a_line("ash 50%")                        a share of the total, of Ash Council
    a_line("beech 1/3 of rest", order=2)     a share of what lower orders leave
    a_line("cedar fixed 1,000.00")           a cap; `fixed not stated` is a cap that nobody has stated
    a_line("dean reserve 500.00")            a reserve with this opening balance
    a_line("ash 12.50 for each nights")      pence for each unit of a measure
    a_line("beech match ash 1/2")            so much for each penny of the line `ash`
    a_line("cedar the rest 2")               what is left, with weight 2 among such lines

A line is called by its funder's id unless `code` says otherwise. Any other field is given by its name.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from commissioning.calendar import Calendar
from commissioning.funding.books import Books
from commissioning.funding.splitting.allocate import Setting, allocate, credit_of
from commissioning.model.accounts import Charge, ChargeSource, LedgerLine, MoneyEvent, MoneySort, Part
from commissioning.model.agreed import Agreed, Condition
from commissioning.model.contract import Contract, Funding, Origin, Parties, Reporting, Service, Terms
from commissioning.model.finding import Place
from commissioning.model.funding import NOTHING_OF_MONEY, Coding, FundingLine, LineBasis, Money
from commissioning.model.organisation import Organisation
from commissioning.model.posted import Entry
from commissioning.model.quantity import Missing, Quantity
from commissioning.money import read_money
from commissioning.period import Period, read_period
from commissioning.posting import Posting, posting_at, read_posting

OFFICER = "Priya Shah"
NOON = datetime(2025, 7, 10, 12, 0, tzinfo=UTC)


def a_funder(id: str) -> Organisation:
    """`ash` as Ash Council; an empty id is nobody."""
    return Organisation(id, f"{id.replace('-', ' ').title()} Council")


def an_amount(pounds: str) -> Agreed:
    """`1,000.00` or `not stated`, as contract text states it."""
    if pounds == "not stated":
        return Agreed(Missing.NOT_STATED)
    return Agreed(Quantity(Decimal(read_money(pounds)) / 100))


def a_fraction(text: str) -> Fraction:
    """`87%`, `1/3` or `2`."""
    return Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def a_condition(by: str | None = "2025-09-30", says: str = "The bid is won") -> Condition:
    """What must be so, and by when."""
    return Condition(says, by)


def a_line(words: str, *, dates: str = "..", **others: Any) -> FundingLine:
    """A funding line from words; `dates` are like `2025-04..2025-09`. `funder=None` is a funder not stated."""
    who, _, rest = words.partition(" ")
    held = read_period(dates)
    line = FundingLine(who, a_funder(who), LineBasis.SHARE, starts=held.start, ends=held.end)
    return replace(replace(line, **_basis(rest)), **others)


def _basis(words: str) -> dict[str, Any]:
    match words.split():
        case [share]:
            return {"share": a_fraction(share)}
        case [share, "of", "rest"]:
            return {"basis": LineBasis.SHARE_OF_REST, "share": a_fraction(share)}
        case ["fixed", *amount]:
            return {"basis": LineBasis.FIXED, "amount": an_amount(" ".join(amount))}
        case ["reserve", *amount]:
            return {"basis": LineBasis.RESERVE, "amount": an_amount(" ".join(amount))}
        case [price, "for", "each", measure]:
            return {"basis": LineBasis.UNIT, "price": read_money(price), "measure": measure}
        case ["match", line, share]:
            return {"basis": LineBasis.MATCH, "matches": line, "share": a_fraction(share)}
        case ["the", "rest", *weight]:
            return {"basis": LineBasis.RESIDUAL, "share": a_fraction(weight[0]) if weight else None}
    raise ValueError(f"no such words for a funding line: {words}")


def a_funding(*lines: str | FundingLine, tie_order: str = "", **others: Any) -> Funding:
    """Lines, each in words or ready; funders come first in `tie_order`, else in the order of their ids."""
    made = tuple(a_line(line) if isinstance(line, str) else line for line in lines)
    funders = tuple(sorted({line.funder.id for line in made if line.funder}))
    return Funding(
        **({"whole_percents_only": False} | others), lines=made, tie_order=tuple(tie_order.split()) or funders
    )


def parts(words: str) -> tuple[Part, ...]:
    """`ash 60.00, beech 40.00` as parts of lines called by their funders' ids; `uncovered 1.00` is of no funder."""
    pairs = [each.split() for each in words.split(", ")]
    return tuple(_part("" if who == "uncovered" else who, read_money(pounds)) for who, pounds in pairs)


def _part(who: str, pence: int) -> Part:
    return Part(who, who, Fraction(pence), pence)


def a_charge(words: str, *, service: str = "refuge", period: str = "2025-26-Q1", **others: Any) -> Charge:
    """A posted charge that is its parts, `ash 60.00, beech 40.00`; `posting` may be words like `2025-26-P03`.

    Without `origin` two of one service, area and period are of one origin, as the same return posted twice would be.
    """
    of, split = read_period(period), parts(words)
    posting = others.pop("posting", None) or posting_at(of.end or date(2025, 6, 30))
    area = others.get("area", "")
    made = Charge(
        contract="westshire",
        service=service,
        area=area,
        period=of,
        posting=a_posting(posting),
        pence=sum(part.pence for part in split),
        source=ChargeSource.RETURN,
        origin=f"return of {period}, {service} {area}".strip(),
        parts=split,
        contract_digest="d1",
    )
    return replace(made, **others)


THIRDS = ("ash 1/3", "beech 1/3", "cedar 1/3")
REFUGE = Setting("refuge", "", read_period("2025-26-Q1"))
"""What charges in tests are of, unless they say otherwise."""


def allocated(pence: int, *lines: str | FundingLine, number: int = 1) -> Charge:
    """A posted charge of the refuge in the first quarter, split over lines."""
    split = allocate(pence, REFUGE, a_funding(*lines), {})
    return replace(a_charge("ash 0.00"), pence=pence, parts=split, number=number)


def credited(charge: Charge, pence: int, *earlier: Charge) -> Charge:
    """A posted credit of so many pence of a charge, after earlier ones."""
    return replace(charge, pence=pence, parts=credit_of(charge, pence, earlier), credits=charge.number)


def a_posting(words: str | Posting) -> Posting:
    """`2025-26-P03`, or one that is ready."""
    return read_posting(words) if isinstance(words, str) else words


def numbered(*charges: Charge) -> tuple[Charge, ...]:
    """Charges with the numbers 1, 2, 3, ... that the store would give them."""
    return tuple(replace(charge, number=number) for number, charge in enumerate(charges, 1))


def an_event(
    sort: MoneySort, pounds: str = "0.00", *, posting: str | Posting = "2025-26-P03", **others: Any
) -> MoneyEvent:
    """Something recorded about money by Priya Shah at noon, with a reason."""
    made = MoneyEvent(sort, "westshire", a_posting(posting), read_money(pounds), "As agreed.", OFFICER, NOON)
    return replace(made, **others)


def a_ledger_line(pounds: str, *, posting: str | Posting = "2025-26-P03", **others: Any) -> LedgerLine:
    """A line of an extract: net, in the posting period, coded to the refuge."""
    made = LedgerLine(
        sha256="0" * 64,
        file="extract.csv",
        place=Place("extract", "A2"),
        key=f"doc-1/{pounds}/{posting}",
        coding=Coding("C100", "4000"),
        posting=a_posting(posting),
        document="doc-1",
        net=read_money(pounds),
        contract="westshire",
        service="refuge",
    )
    return replace(made, **others)


def some_terms(funding: Funding | None = None, money: Money = NOTHING_OF_MONEY, **others: Any) -> Terms:
    """The terms of an illustrative contract `westshire`: a refuge and advocacy, quarterly, from April 2025."""
    quarters = Reporting("quarter", 4, 15, calendar=Calendar())
    made = Terms(
        contract="westshire",
        title="Westshire domestic abuse services",
        origin=Origin.ILLUSTRATIVE,
        source=None,
        legal_form="contract",
        parties=Parties(a_funder("ash"), (), Organisation("safe-house", "Safe House"), ()),
        starts="2025-04-01",
        ends="2028-03-31",
        reporting=quarters,
        services=(Service("refuge", "Refuge"), Service("advocacy", "Advocacy")),
        dimensions=(),
        measures=(),
        relations=(),
        ratings=(),
        value=None,
        value_is="",
        funding=funding,
        published_contacts=(),
        holds_from=None,
        reason="",
        digest="d1",
        money=money,
    )
    return replace(made, **others)


def a_contract(*versions: Terms) -> Contract:
    """A contract of these versions, oldest first; without any, one without money."""
    return Contract("westshire", "westshire.toml", versions or (some_terms(),))


def books(
    funding: Funding | None = None,
    charges: Iterable[Charge] = (),
    events: Iterable[MoneyEvent] = (),
    lines: Iterable[LedgerLine] = (),
    *,
    money: Money = NOTHING_OF_MONEY,
    entries: Iterable[Entry] = (),
    **others: Any,
) -> Books:
    """The books of `westshire`; charges without a number get 1, 2, 3, ... in their order."""
    contract = others.pop("contract", None) or a_contract(some_terms(funding, money))
    posted = tuple(charge if charge.number else replace(charge, number=n) for n, charge in enumerate(charges, 1))
    return Books(contract, tuple(entries), posted, tuple(lines), tuple(events), **others)


def a_year(words: str = "2025-26") -> Period:
    """An accounting year."""
    return read_period(words)
