"""Faultless text of money to its nouns: funding lines, contributions, limits, budgets, payment, coding."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from commissioning.contract.agreed_terms import agreed, agreed_of, in_words, stated, when_of
from commissioning.contract.agreed_text import AmountText
from commissioning.contract.money_text import (
    BudgetText,
    CodingText,
    ConditionText,
    ContributionText,
    FundingText,
    IndexationText,
    LedgerCodeText,
    LimitText,
    LineText,
    PaymentText,
    PriceBandText,
    ReserveText,
    ShareText,
    YearEndText,
)
from commissioning.contract.raw import WHOLE_CONTRACT
from commissioning.contract.shares import read_fraction, read_share
from commissioning.contract.text import ContractText
from commissioning.contract.times import read_time
from commissioning.model.agreed import Agreed, Condition, Contribution, Limit, Reserve
from commissioning.model.contract import Funding, FundingShare
from commissioning.model.funding import (
    NOTHING_OF_MONEY,
    Budget,
    Coding,
    FundingLine,
    Indexation,
    LedgerCode,
    Money,
    PaymentTerm,
    PriceBand,
    SpendBlock,
    Vat,
    YearEnd,
)
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import Standing
from commissioning.money import read_money
from commissioning.period import Period, read_period
from commissioning.posting import APRIL

Organisations = Mapping[str, Organisation]


def funding_of(text: FundingText, organisations: Organisations) -> Funding:
    """Who pays which part, who gives what, and what is to be spent where."""
    shares = tuple(share.line for found in text.share for share in _share(found, organisations))
    return Funding(
        lines=(*shares, *(_line(code, found, text, organisations) for code, found in text.line.items())),
        tie_order=text.tie_order,
        whole_percents_only=text.shares_are == "whole percents",
        contributions=tuple(_contribution(*found, organisations) for found in text.contribution.items()),
        floors=tuple(_limit(*found) for found in text.floor.items()),
        ceilings=tuple(_limit(*found) for found in text.ceiling.items()),
        reserves=tuple(_reserve(*found, organisations) for found in text.reserve.items()),
    )


def money_of(text: ContractText) -> Money:
    """What a contract says of money beyond who gives it."""
    funding, reporting = stated(text.funding), stated(text.reporting)
    year_starts = reporting.year_starts if reporting else APRIL
    return Money(
        budgets=tuple(_budget(code, found, year_starts) for code, found in text.budget.items()),
        payments=tuple(_payment(code, found) for code, found in text.payment.items()),
        year_end=_year_end(text.year_end),
        spend=SpendBlock(**{key: id or "" for key, id in dict(text.spend).items()}) if text.spend else None,
        codes=tuple(map(_ledger_code, text.ledger_code)),
        charged_from=funding.charged_from if funding else NOTHING_OF_MONEY.charged_from,
        vat=Vat(text.vat.treatment, text.vat.decided_by) if text.vat else NOTHING_OF_MONEY.vat,
        authority=funding.authority if funding else "",
    )


def _share(text: ShareText, organisations: Organisations) -> tuple[FundingShare, ...]:
    fraction = read_share(text.share)
    return () if fraction is None else (FundingShare(organisations[text.funder], fraction, text.starts, text.ends),)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a line has of the contribution or the reserve that it draws, where its own text leaves it out."""

    funder: str | None = None
    amount: Agreed | None = None
    when: Period | None = None
    services: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    conditions: tuple[ConditionText, ...] = ()
    standing: Standing = Standing.STATED
    source: str = ""
    label: str = ""


def _drawn(text: LineText, funding: FundingText) -> _Drawn:
    if text.contribution:
        given = funding.contribution[text.contribution]
        return _Drawn(
            funder=stated(given.funder),
            amount=agreed_of(given),
            when=_span(given),
            services=given.services,
            purposes=given.purposes,
            conditions=given.condition,
            standing=given.standing,
            source=given.source,
            label=given.label,
        )
    if text.reserve:
        held = funding.reserve[text.reserve]
        return _Drawn(funder=stated(held.holder), amount=agreed_of(held), standing=held.standing)
    return _Drawn()


def _span(text: AmountText | LineText | PaymentText) -> Period | None:
    return read_time(text.period, text.starts, text.ends)


def _line(code: str, text: LineText, funding: FundingText, organisations: Organisations) -> FundingLine:
    drawn = _drawn(text, funding)
    funder = stated(text.funder) if text.funder else drawn.funder
    held = _span(text) or drawn.when or Period(None, None)
    standing = text.standing or drawn.standing
    own = agreed(text.amount, when_of(text), text.says or "", text.bound, standing) if text.amount else None
    services = drawn.services if text.services is None else text.services
    conditions = drawn.conditions if text.condition is None else text.condition
    return FundingLine(
        code=code,
        funder=organisations[funder] if funder else None,
        basis=text.basis,
        share=read_fraction(text.share) if text.share else None,
        amount=own or drawn.amount,
        price=read_money(text.price) if text.price else None,
        measure=text.measure or "",
        matches=text.matches or "",
        order=text.order,
        starts=held.start,
        ends=held.end,
        services=tuple(map(service_named, services)),
        areas=text.areas,
        purposes=drawn.purposes if text.purposes is None else text.purposes,
        conditions=tuple(map(_condition, conditions)),
        negatives=text.negatives,
        standing=standing,
        source=drawn.source if text.source is None else text.source,
        label=drawn.label if text.label is None else text.label,
        purchase_order=text.purchase_order,
        coding=_coding(text),
        instalments=text.instalments or "",
        in_advance=text.in_advance,
        says=text.says or "",
        contribution=text.contribution or "",
        reserve=text.reserve or "",
    )


def service_named(id: str | None) -> str:
    """A service as figures name it: the whole contract is the service without a name."""
    return "" if id in (None, WHOLE_CONTRACT) else str(id)


def _coding(text: CodingText) -> Coding:
    return Coding(text.cost_centre, text.subjective)


def _contribution(code: str, text: ContributionText, organisations: Organisations) -> Contribution:
    funder = stated(text.funder)
    return Contribution(
        code=code,
        label=text.label,
        funder=organisations[funder] if funder else None,
        source=text.source,
        agreed=agreed_of(text),
        purposes=text.purposes,
        services=tuple(map(service_named, text.services)),
        conditions=tuple(map(_condition, text.condition)),
    )


def _condition(text: ConditionText) -> Condition:
    return Condition(text.says, in_words(text.by))


def _limit(code: str, text: LimitText) -> Limit:
    return Limit(code, text.area, agreed_of(text))


def _reserve(code: str, text: ReserveText, organisations: Organisations) -> Reserve:
    holder = stated(text.holder)
    return Reserve(code, organisations[holder] if holder else None, agreed_of(text), in_words(text.likely_spent_by))


def _budget(code: str, text: BudgetText, year_starts: int) -> Budget:
    year = read_period(text.year, year_starts)
    return Budget(code, service_named(text.service), year, read_money(text.amount), text.says)


def _payment(code: str, text: PaymentText) -> PaymentTerm:
    held = _span(text) or Period(None, None)
    stands = text.amount is not None
    return PaymentTerm(
        code=code,
        model=text.model,
        service=service_named(text.service),
        amount=agreed(str(text.amount), when_of(text), text.says, text.bound, text.standing) if stands else None,
        instalments=text.instalments,
        in_advance=text.in_advance,
        measure=text.measure or "",
        bands=tuple(map(_band, text.band)),
        floor=read_money(text.floor) if text.floor else None,
        ceiling=read_money(text.ceiling) if text.ceiling else None,
        indexations=tuple(map(_indexation, text.indexation)),
        starts=held.start,
        ends=held.end,
        coding=_coding(text),
        purchase_order=text.purchase_order,
        says=text.says,
    )


def _band(text: PriceBandText) -> PriceBand:
    return PriceBand(text.first, text.last, read_money(text.price))


def _indexation(text: IndexationText) -> Indexation:
    return Indexation(
        holds_from=text.starts,
        fixed=_part(text.fixed),
        index=text.index,
        base=text.base,
        values=tuple((value.holds_from, value.value) for value in text.values),
        cap=_part(text.cap),
        collar=_part(text.collar),
        source=text.source,
    )


def _part(words: str | None) -> Fraction | None:
    return read_fraction(words) if words else None


def _year_end(text: YearEndText) -> YearEnd:
    return YearEnd(stated(text.underspend), text.overspend, in_words(text.declare_by), text.says)


def _ledger_code(text: LedgerCodeText) -> LedgerCode:
    coding = Coding(text.cost_centre, text.subjective)
    return LedgerCode(coding, text.means, service_named(text.service), text.area, text.line or "")
