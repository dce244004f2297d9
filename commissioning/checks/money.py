"""Does the money fit what was agreed? Asked of the books of one contract: what was posted and recorded of its money.

Of books in which nothing is posted, only what contract text says of money is asked: so `review` asks it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from commissioning.calendar import day_in_words
from commissioning.contract.money_over_time import funding_in
from commissioning.contract.reporting import term_of
from commissioning.contract.shares import holds_on
from commissioning.findings import Checks, Fault
from commissioning.funding.books import Books
from commissioning.funding.forecasting.forecast import forecast_of
from commissioning.funding.forecasting.forecast_nouns import Forecast
from commissioning.funding.forecasting.profile import standing
from commissioning.model.accounts import Charge, MoneyEvent, MoneySort
from commissioning.model.contract import Funding, Terms
from commissioning.model.finding import Clause, Place, Severity
from commissioning.model.funding import FundingLine, LineBasis, VatTreatment
from commissioning.money import round_half_up, say_money
from commissioning.period import label
from commissioning.posting import APRIL, YEAR_END, Posting, posting_at

NO_FUNDING = Funding((), (), whole_percents_only=False)


@dataclass(frozen=True)
class Accounts:
    """The books of a contract, and the day on which they are looked at; without one, only text is asked about.

    `upto` is the last posting period that is looked at; that of the day, where it is not given.
    """

    books: Books
    today: date | None = None
    upto: Posting | None = None

    @property
    def terms(self) -> Terms:
        """The newest version of the contract."""
        return self.books.contract.latest

    @property
    def funding(self) -> Funding:
        """What the newest version says of money; nothing where it is not stated."""
        return self.terms.funding or NO_FUNDING

    @cached_property
    def charges(self) -> tuple[Charge, ...]:
        """The charges that stand: not taken back, nor taking another back."""
        return standing(self.books.charges)

    @cached_property
    def lines(self) -> dict[str, FundingLine]:
        """Every funding line of any version, by its code, as the newest words it."""
        return self.books.funding_lines

    def of(self, sort: MoneySort) -> tuple[MoneyEvent, ...]:
        """What was recorded of a sort, and not undone."""
        return tuple(event for event in self.books.standing_events if event.sort is sort)

    def clause(self, key: str) -> Clause:
        """A key of the contract's file."""
        return Clause(self.books.contract.file, key)

    def line_clause(self, line: FundingLine) -> Clause:
        """Where contract text states a funding line: a share written the short way, or a line of its own."""
        is_share = line.basis is LineBasis.SHARE and not line.is_restricted
        is_short = is_share and line.funder is not None and line.code == line.funder.id
        return self.clause("funding.share" if is_short else f"funding.line.{line.code}")

    @cached_property
    def forecasts(self) -> tuple[Forecast, ...]:
        """The forecast of each accounting year in which something was posted, as it stands on the day."""
        last = self.upto or (posting_at(self.today) if self.today else None)
        years = sorted({one.posting.year for one in self.books.charges if last and one.posting <= last})
        return tuple(forecast_of(self.books, self._end_of(year, last)) for year in years if last)

    def _end_of(self, year: int, last: Posting) -> Posting:
        """The last posting period of a year that is looked at: 13 of one that was closed, or posted to, in it."""
        ended = {one.posting for one in self.books.charges} | self.books.closed
        final = Posting(year, YEAR_END)
        return min(last, final if final in ended else Posting(year, YEAR_END - 1))


def _lines(accounts: Accounts, charge: Charge) -> tuple[FundingLine, ...]:
    """The funding lines that hold at some time of a charge's period."""
    funding = funding_in(accounts.books.contract, charge.period)
    return funding.lines if funding else ()


MONEY_CHECKS = Checks(Accounts, "Does the money fit what was agreed?", rank=80)
declare = MONEY_CHECKS.declare


def charge_place(charge: Charge) -> Place:
    """A posted charge, by its number."""
    return Clause(f"charge {charge.number}", "")


def listed(words: Iterable[str]) -> str:
    """`A`, `A and B`, `A, B and C`, each once."""
    *others, last = dict.fromkeys(words)
    return " and ".join(part for part in (", ".join(others), last) if part)


@declare(
    "K001",
    Severity.NOTE,
    "{when} the shares{of} come to {shares} = {covered}; {rest} has no funder. Of £100,000.00 that is {pounds}.",
    "Ask who pays the rest, before it is spent. Nothing is shared out again among the others.",
)
def shares_do_not_come_to_the_whole(accounts: Accounts) -> Iterator[Fault]:
    """What no share covers, nobody has promised to pay; it is shown as uncovered, and never spread over the others."""
    for service in [one.id for one in accounts.terms.services] or [""]:
        lines = [line for line in accounts.funding.lines if not line.services or service in line.services]
        if lines and all(line.basis is LineBasis.SHARE and line.share is not None and not line.areas for line in lines):
            yield from _short_of_whole(accounts, service, lines)


def _short_of_whole(accounts: Accounts, service: str, lines: list[FundingLine]) -> Iterator[Fault]:
    term = term_of(accounts.terms)
    starts = {line.starts for line in lines} | {line.ends + timedelta(days=1) for line in lines if line.ends}
    days = {max(filter(None, (day, term.start)), default=None) for day in starts}
    for day in sorted(days, key=lambda found: found or date.min):
        held = [line for line in lines if holds_on(line, day)]
        covered = sum((line.share or Fraction() for line in held), Fraction())
        if covered < 1 and (day is None or term.end is None or day <= term.end):
            title = f" of {accounts.terms.service(service).title}" if any(line.services for line in lines) else ""
            facts = {
                "when": f"From {day_in_words(day)}" if day else "On any day",
                "of": title,
                "shares": " + ".join(percent(line.share or Fraction()) for line in held) or "nothing",
                "covered": percent(covered),
                "rest": percent(1 - covered),
                "pounds": say_money(int(round_half_up((1 - covered) * 10_000_000, 0))),
            }
            yield Fault((accounts.line_clause(lines[0]),), facts)


def percent(share: Fraction) -> str:
    """`87%`; one that has no end after the point, to two places with `about`."""
    shown = round_half_up(share * 100, 2)
    text = f"{shown:f}".rstrip("0").rstrip(".")
    return f"{text}%" if Fraction(shown) == share * 100 else f"about {text}%"


@declare(
    "K002",
    Severity.NOTE,
    "The services run until {ends}, and the last funding line ends on {paid}.",
    "Ask who pays from the day after {paid}.",
)
def term_outruns_the_funding_lines(accounts: Accounts) -> Iterator[Fault]:
    """What is spent after the last line has ended has no funder. Where only lines that draw contributions pay, B004
    asks."""
    ends, lines = term_of(accounts.terms).end, accounts.funding.lines
    last = max((line for line in lines if line.ends), default=None, key=lambda line: line.ends or date.min)
    is_told = all(line.contribution for line in lines) or any(line.ends is None for line in lines)
    if ends and last and last.ends and last.ends < ends and not is_told:
        facts = {"ends": day_in_words(ends), "paid": day_in_words(last.ends)}
        yield Fault((accounts.clause("term.ends"), accounts.line_clause(last)), facts)


@declare(
    "K003",
    Severity.NOTE,
    "{what}, and how VAT on it is treated is not stated.",
    "Ask who decides it: outside the scope, exempt or standard rated. Write it as vat, with their name. Funders"
    " share net amounts whatever it is.",
)
def vat_treatment_is_not_stated(accounts: Accounts) -> Iterator[Fault]:
    """A grant is outside the scope and a contract for services may not be: nobody can tell from its terms alone."""
    money = accounts.terms.money
    if money.vat.treatment is not VatTreatment.NOT_STATED or not accounts.funding.lines:
        return
    charged = sum(one.pence for one in accounts.books.charges)
    vat = sum(one.vat or 0 for one in accounts.books.charges) + sum(one.vat or 0 for one in accounts.books.lines)
    if accounts.books.charges:
        borne = f" and VAT of {say_money(vat)} stands beside it" if vat else ""
        yield Fault((accounts.clause("vat"),), {"what": f"{say_money(charged)} net is charged{borne}"})
    elif vat:
        words = f"The general ledger has VAT of {say_money(vat)}"
        yield Fault((accounts.clause("vat"),), {"what": words})
    elif money.payments or money.spend:
        yield Fault((accounts.clause("vat"),), {"what": "A charge is agreed"})


@declare(
    "K004",
    Severity.NEEDS_EXPLANATION,
    "{uncovered} of {charged} charged for {about} has no funder.",
    "Ask who pays it, and write that as a funding line. Until then it stays with the contract's lead.",
)
def charge_has_no_funder(accounts: Accounts) -> Iterator[Fault]:
    """What no line covers is posted as uncovered: somebody has spent it, and nobody has promised it."""
    found = [one for one in accounts.charges if _uncovered(one) and not _nobody_may(accounts, one)]
    for service in sorted({charge.service for charge in found}):
        mine = [charge for charge in found if charge.service == service]
        pence, charged = sum(map(_uncovered, mine)), sum(charge.pence for charge in mine)
        facts = {"uncovered": say_money(pence), "charged": say_money(charged), "about": _title(accounts, service)}
        yield Fault(tuple(map(charge_place, mine)), facts)


@declare(
    "K005",
    Severity.NEEDS_EXPLANATION,
    "{line} pays {pence} for {about}, and it may pay only for {only}.",
    "Ask whose money it is. If it was charged wrongly, correct the terms or the return: the charge is then credited and"
    " posted anew.",
)
def line_pays_for_what_it_may_not(accounts: Accounts) -> Iterator[Fault]:
    """Restricted money spent on something else may have to be given back. A year's true-up is of no service."""
    for charge in (one for one in accounts.charges if not one.is_true_up):
        held = {line.code: line for line in _lines(accounts, charge)}
        for part in charge.parts:
            line = held.get(part.line)
            if line and part.pence and (only := _not_for(accounts, line, charge)):
                facts = {"line": line.name, "pence": say_money(part.pence), "about": about(accounts, charge)}
                yield Fault((charge_place(charge), accounts.line_clause(line)), {**facts, "only": only})


def _not_for(accounts: Accounts, line: FundingLine, charge: Charge) -> str:
    """What a line may pay for, where a charge is not of it; empty where it is."""
    if line.services and charge.service not in line.services:
        return listed(_title(accounts, service) for service in line.services)
    if line.areas and charge.area not in line.areas:
        return listed(line.areas)
    if not line.may_pay_for(charge.service, charge.area, _purposes(accounts, charge)):
        return listed(line.purposes)
    held = line.days
    return "" if charge.period.overlaps(held) else f"service {_dates(line)}"


def _dates(line: FundingLine) -> str:
    sides = (("from", line.starts), ("until", line.ends))
    return " ".join(f"{word} {day_in_words(day)}" for word, day in sides if day)


@declare(
    "K006",
    Severity.NEEDS_EXPLANATION,
    "{pence} is charged for {about}, and no funding line may pay for it.",
    "Ask who pays for {about}, or whether it belongs to this contract.",
)
def nobody_may_fund_this(accounts: Accounts) -> Iterator[Fault]:
    """Where every line is for other services or areas, spending has no funder however much money there is."""
    found: dict[str, list[Charge]] = {}
    for charge in accounts.charges:
        if charge.pence and _nobody_may(accounts, charge):
            place = ", ".join(part for part in (_title(accounts, charge.service), charge.area) if part)
            found.setdefault(place, []).append(charge)
    for place, charges in sorted(found.items()):
        facts = {"pence": say_money(sum(charge.pence for charge in charges)), "about": place}
        yield Fault(tuple(map(charge_place, charges)), facts)


def _nobody_may(accounts: Accounts, charge: Charge) -> bool:
    lines = _lines(accounts, charge)
    purposes = _purposes(accounts, charge)
    return bool(lines) and not any(line.may_pay_for(charge.service, charge.area, purposes) for line in lines)


def _purposes(accounts: Accounts, charge: Charge) -> tuple[str, ...]:
    return accounts.books.contract.terms_for(charge.period).service(charge.service).purposes


@declare(
    "K024",
    Severity.NOTE,
    "{line} may pay only for {only}. No service that it may pay for states its purposes, or only these, so it pays for"
    " nothing.",
    "Write what each service's money is spent on, as service.purposes, in the words of the grant.",
)
def no_service_is_of_its_purposes(accounts: Accounts) -> Iterator[Fault]:
    """Whether a grant's purposes are kept can be told only where each service says what its money is spent on."""
    services = accounts.terms.services
    for line in accounts.funding.lines:
        areas = line.areas or ("",)
        pays = any(line.may_pay_for(one.id, area, one.purposes) for one in services for area in areas)
        if line.purposes and not pays:
            place = accounts.clause(f"funding.line.{line.code}.purposes")
            yield Fault((place,), {"line": line.name, "only": listed(line.purposes)})


def about(accounts: Accounts, charge: Charge) -> str:
    """What a charge is for: `Refuge, Ashford, 2025-26-Q1`."""
    when = label(charge.period, APRIL)
    return ", ".join(part for part in (_title(accounts, charge.service), charge.area, when) if part)


def _title(accounts: Accounts, service: str) -> str:
    return accounts.terms.service(service).title


def _uncovered(charge: Charge) -> int:
    return sum(part.pence for part in charge.parts if not part.line)
