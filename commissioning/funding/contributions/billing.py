"""Posted parts and agreed instalments to what each funder is asked to pay for a period: one request a funding line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from commissioning.contract.reporting import period_label
from commissioning.funding.books import Books
from commissioning.funding.contributions.due import due_in
from commissioning.model.accounts import Charge, Part
from commissioning.model.contract import Origin, Terms
from commissioning.model.funding import FundingLine, Vat
from commissioning.money import say_money
from commissioning.period import Period
from commissioning.posting import Posting, postings_within


@dataclass(frozen=True, slots=True)
class Billed:
    """A funder's part of one posted charge, in pence: of which service, area and period, and how the part was found."""

    charge: int
    service: str
    title: str
    area: str
    period: str
    whole: int
    pence: int
    why: str


@dataclass(frozen=True, slots=True)
class BillingRequest:
    """What one funder is asked to pay by one funding line for a period, net of VAT, in pence.

    `parts` are of posted charges; an instalment has none, and `found` says how it was found. `vat_on_charges` is the
    VAT of those charges as posted, shown apart and never asked for; None where it is not known of all.
    """

    contract: str
    title: str
    label: str
    provider: str
    line: FundingLine
    reference: str
    period: str
    pence: int
    found: str
    vat: Vat
    parts: tuple[Billed, ...] = ()
    vat_on_charges: int | None = None


@dataclass(frozen=True, slots=True)
class NotBilled:
    """A funding line, by its id and name, that nobody is asked to pay by; and why. No line is the whole contract."""

    contract: str
    line: str
    why: str
    name: str = ""


def billing_of(books: Books, period: Period) -> tuple[tuple[BillingRequest, ...], tuple[NotBilled, ...]]:
    """What to ask each funder of a contract for in a period of known days, and whom nothing is asked of and why.

    Charges count by where they were posted, so that a later correction is asked for, or given back, in its own period.
    """
    terms = books.contract.versions_in(period)[-1][0]
    if why := not_for_billing(terms):
        return (), (NotBilled(terms.contract, "", why),)
    lines = _lines(books, period)
    found = tuple(_each_referred_to(_request(books, terms, line, period) for line in lines))
    asked = tuple(one for one in found if isinstance(one, BillingRequest))
    others = (one for one in found if isinstance(one, NotBilled))
    return asked, (*others, *_no_longer_stated(books, terms, lines, period))


def _each_referred_to(found: Iterable[BillingRequest | NotBilled]) -> Iterator[BillingRequest | NotBilled]:
    """Of two requests by one reference, for two funders of a line, the later with its funder behind it."""
    seen: set[str] = set()
    for one in found:
        if isinstance(one, BillingRequest) and one.reference in seen:
            yield replace(one, reference=f"{one.reference}/{_whose(one.line)}")
        else:
            yield one
        if isinstance(one, BillingRequest):
            seen.add(one.reference)


def not_for_billing(terms: Terms) -> str:
    """Why nothing of a contract may be billed or journalled; empty where it may."""
    if terms.origin is Origin.TRANSCRIBED:
        return "It is transcribed from a published paper; nothing is billed here for a real council."
    if terms.funding is None or not terms.funding.lines:
        return "Contract text states no funding lines."
    if terms.funding.whole_percents_only:
        return "Its shares are known only as whole percents, so they are illustrative and cannot be billed."
    return ""


def posted_within(books: Books, period: Period) -> Iterator[Charge]:
    """The charges that were posted in the posting periods of a period, in order."""
    postings = postings_within(period)
    return (charge for charge in books.charges if charge.posting in postings)


def _lines(books: Books, period: Period) -> tuple[FundingLine, ...]:
    """The funding lines of a period, each funder's by their ids, of one id the newest, and those of charges posted in
    it. An instalment is asked of one funder alone."""
    used = {(part.line, part.funder) for charge in posted_within(books, period) for part in charge.parts}
    held = {id(terms) for terms, _ in books.contract.versions_in(period)}
    found: dict[tuple[str, str], FundingLine] = {}
    for terms in books.contract.versions:
        for line in terms.funding.lines if terms.funding else ():
            if (line.code, _whose(line)) in used or id(terms) in held:
                found[line.code, "" if line.instalments else _whose(line)] = line
    return tuple(found.values())


def _no_longer_stated(books: Books, terms: Terms, lines: Iterable[FundingLine], period: Period) -> Iterator[NotBilled]:
    """What was posted for a line that contract text no longer has, or for another funder than its line has now."""
    stated = {(line.code, _whose(line)) for line in lines}
    codes = frozenset(code for code, _ in stated)
    posted = Counter[tuple[str, str]]()
    for part in (part for charge in posted_within(books, period) for part in charge.parts if part.line):
        posted[part.line, part.funder] += part.pence
    for (code, funder), pence in posted.items():
        if pence and (code, funder) not in stated:
            yield NotBilled(terms.contract, code, _why_nobody_is_asked(pence, funder, code, codes))


def _why_nobody_is_asked(pence: int, funder: str, code: str, stated: frozenset[str]) -> str:
    of = f" for {funder}" if funder else ""
    why = "another funder is stated for it now" if code in stated else "contract text no longer has it"
    return f"{say_money(pence)} was posted{of}, and {why}. Ask for it by hand, or state the line as it was."


def _whose(line: FundingLine) -> str:
    return line.funder.id if line.funder else ""


def _request(books: Books, terms: Terms, line: FundingLine, period: Period) -> BillingRequest | NotBilled:
    if line.funder is None:
        return _not_billed(terms, line, "No funder is stated.")
    if terms.parties.lead and line.funder.id == terms.parties.lead.id:
        return _not_billed(terms, line, "The lead commissioner pays the provider and bills nobody for it.")
    own = list(_parts(books, line, period))
    parts = tuple(_billed(terms, charge, part) for charge, part in own)

    def share_in(posting: Posting) -> int:
        return sum(part.pence for charge, part in own if charge.posting == posting)

    due = due_in(books, line.code, postings_within(period), share_in)
    if not line.instalments and not parts:
        return _not_billed(terms, line, "No charge that it has a part in is posted in the period.")
    if due.pence is None or (line.instalments and not due.pence):
        return _not_billed(terms, line, f"Nothing falls due: {due.says}.")
    label = period_label(terms, period)
    return BillingRequest(
        contract=terms.contract,
        title=terms.title,
        label=terms.label,
        provider=terms.parties.provider.name if terms.parties.provider else "not stated",
        line=line,
        reference=f"{terms.contract}/{line.code}/{label}",
        period=label,
        pence=due.pence,
        found=_how(line, due.says),
        vat=terms.money.vat,
        parts=() if line.instalments else parts,
        vat_on_charges=None if line.instalments else _vat(books, line, period),
    )


def _not_billed(terms: Terms, line: FundingLine, why: str) -> NotBilled:
    return NotBilled(terms.contract, line.code, why, line.name)


def _parts(books: Books, line: FundingLine, period: Period) -> Iterator[tuple[Charge, Part]]:
    for charge in posted_within(books, period):
        for part in charge.parts:
            if (part.line, part.funder) == (line.code, _whose(line)) and part.pence:
                yield charge, part


def _billed(terms: Terms, charge: Charge, part: Part) -> Billed:
    return Billed(
        charge=charge.number,
        service=charge.service,
        title=terms.service(charge.service).title,
        area=charge.area,
        period=period_label(terms, charge.period),
        whole=charge.pence,
        pence=part.pence,
        why=part.why,
    )


def _vat(books: Books, line: FundingLine, period: Period) -> int | None:
    amounts = [charge.vat for charge, _ in _parts(books, line, period)]
    known = [vat for vat in amounts if vat is not None]
    return sum(known) if len(known) == len(amounts) else None


def _how(line: FundingLine, says: str) -> str:
    if line.instalments:
        return f"An instalment of what was agreed: {says}."
    price = f", {say_money(line.price)} for each" if line.price is not None else ""
    return f"Its part of each charge posted in the period ({line.basis}{price})."
