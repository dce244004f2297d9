"""Does the money fit what was agreed? The conditions, authority, dates, VAT and statements of one contract's books."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from commissioning.calendar import day_in_words
from commissioning.checks.agreements import term_end
from commissioning.checks.money import Accounts, about, charge_place, declare, listed
from commissioning.contract.reporting import term_of
from commissioning.findings import Fault
from commissioning.funding.contributions.due import due_of
from commissioning.funding.contributions.received import MoneyIn, money_in
from commissioning.model.accounts import Charge, IssuedStatement, LedgerLine, MoneySort
from commissioning.model.finding import Clause, Place, Severity
from commissioning.model.funding import PAID_WITHIN_DAYS, FundingLine, VatTreatment
from commissioning.money import round_half_up, say_money
from commissioning.period import Period, label
from commissioning.posting import APRIL, posting_at, postings_within

VAT_RATE = "vat-standard"
"""The id of the value of reference data that says the standard rate, in percent, with the days it holds from."""


@declare(
    "K014",
    Severity.NEEDS_EXPLANATION,
    "{line} was to come if a condition was met by {by}: {says}. Nobody has recorded that it was.",
    "Ask its funder. If it was met, record it; until then this money pays for nothing.",
)
def condition_day_has_passed(accounts: Accounts) -> Iterator[Fault]:
    """Money with a condition whose day has gone by is money that may never come."""
    for line in accounts.funding.lines:
        met = accounts.books.met(line)
        for number, condition in enumerate(line.conditions, 1):
            by = term_end(condition.by)
            if accounts.today and by and by < accounts.today and condition.says not in met:
                facts = {"line": line.name, "by": day_in_words(by), "says": condition.says.rstrip(".")}
                yield Fault((accounts.clause(f"funding.line.{line.code}.condition.{number}"),), facts)


@declare(
    "K015",
    Severity.NEEDS_EXPLANATION,
    "{pence} is charged, and nothing says who approved the spending.",
    "Ask for the decision: who, when and its reference. Write it as funding.authority.",
)
def spending_has_no_authority(accounts: Accounts) -> Iterator[Fault]:
    """Approvals slip where several bodies pay; one that is sought afterwards is reported in public."""
    if accounts.charges and not accounts.terms.money.authority:
        pence = sum(charge.pence for charge in accounts.charges)
        yield Fault((accounts.clause("funding.authority"),), {"pence": say_money(pence)})


@declare(
    "K016",
    Severity.NEEDS_EXPLANATION,
    "{pence} is charged for {about}, outside the contract's term of {term}.",
    "Ask under which authority it was spent. If the contract was extended, record the extension.",
)
def spending_is_outside_the_term(accounts: Accounts) -> Iterator[Fault]:
    """What is spent before a contract begins or after it ends, nobody has agreed to pay."""
    term = term_of(accounts.terms)
    words = f"{day_in_words(term.start) or 'no stated start'} to {day_in_words(term.end) or 'no stated end'}"
    for charge in accounts.charges:
        if not charge.period.overlaps(term):
            facts = {"pence": say_money(charge.pence), "about": about(accounts, charge), "term": words}
            yield Fault((charge_place(charge), accounts.clause("term.ends")), facts)


@declare(
    "K017",
    Severity.NEEDS_EXPLANATION,
    "{line} was to give {due} by {day}, and {received} is received: {late} is late.",
    "Ask the funder when it comes, or record what was received.",
)
def contribution_is_late(accounts: Accounts) -> Iterator[Fault]:
    """Who pays for everybody until the contributions come carries the others' money."""
    last = accounts.today and accounts.today.replace(day=1) - timedelta(days=1)
    for line in accounts.funding.lines if last else ():
        moved = money_in(accounts.books, (line.code,))
        received = sum(one.pence for one in moved if one.is_received)
        due = _due(accounts, line, moved, last) if last else 0
        if due > received:
            facts = {"line": line.name, "due": say_money(due), "received": say_money(received)}
            facts |= {"late": say_money(due - received), "day": day_in_words(last)}
            yield Fault((accounts.line_clause(line),), facts)


INVOICE_DAYS = timedelta(days=PAID_WITHIN_DAYS)
"""How long after the month in which it is posted an invoice may be open."""


def _due(accounts: Accounts, line: FundingLine, moved: Sequence[MoneyIn], last: date) -> int:
    """The instalments that fell due until the end of a month; of a line billed as charged, the invoices then open."""
    if not line.instalments:
        asked = ((one.posting.month().end, one.pence) for one in moved if not one.is_received)
        return sum(pence for end, pence in asked if end and end + INVOICE_DAYS <= last)
    starts = line.starts or term_of(accounts.terms).start
    if starts is None or starts > last:
        return 0
    is_met = accounts.books.is_met(line)
    return due_of(line, accounts.funding, postings_within(Period(starts, last)), 0, is_met=is_met).pence or 0


@declare(
    "K018",
    Severity.NEEDS_EXPLANATION,
    "{over} has {spent} charged against a budget of {budget} for {year}: {by} over. {under} is under its own, and no"
    " virement that covers it is recorded.",
    "Ask who agreed that one may spend what the other leaves. Record the virement, with its reference.",
)
def overspend_without_virement(accounts: Accounts) -> Iterator[Fault]:
    """Money moves from one service to another by a decision that is recorded, never by being spent."""
    for forecast in accounts.forecasts:
        own = [one for one in forecast.services if one.key and one.budget is not None]
        under = [one.name for one in own if one.variance is not None and one.variance < 0]
        for one in own:
            over = one.actual - (one.budget or 0)
            if over > 0 and under:
                facts = {"over": one.name, "spent": say_money(one.actual), "budget": say_money(one.budget or 0)}
                facts |= {"by": say_money(over), "under": listed(under), "year": forecast.upto.year_label}
                every = accounts.terms.money.budgets
                codes = (each.code for each in every if each.service == one.key and each.year.overlaps(forecast.year))
                yield Fault(tuple(accounts.clause(f"budget.{code}") for code in codes), facts)


@declare(
    "K025",
    Severity.NEEDS_EXPLANATION,
    "By the forecast {left} of the budget of {year} is left over. An underspend was to be declared by {by}, and nothing"
    " is recorded of one.",
    "Ask whether it was declared. Record what becomes of it, as a carry forward or a refund.",
)
def underspend_is_not_declared(accounts: Accounts) -> Iterator[Fault]:
    """What is not declared in time may be lost to the service, or have to be given back."""
    last = term_end(accounts.terms.money.year_end.declare_by)
    recorded = (*accounts.of(MoneySort.CARRY_FORWARD), *accounts.of(MoneySort.REFUND))
    for forecast in accounts.forecasts if last and accounts.today and last < accounts.today else ():
        over, year = forecast.whole.variance, forecast.upto.year
        is_told = any(event.posting.year == year for event in recorded)
        if last and over is not None and over < 0 and not is_told and posting_at(last).year == year:
            facts = {"left": say_money(-over), "year": forecast.upto.year_label, "by": day_in_words(last)}
            yield Fault((accounts.clause("year_end.declare_by"),), facts)


@declare(
    "K019",
    Severity.NEEDS_EXPLANATION,
    "The charge of {pence} for {about} was posted anew with other parts, and nothing else of it changed: {moves}.",
    "Ask who agreed to it. Record a virement from one line to the other, with its reference.",
)
def part_moved_without_record(accounts: Accounts) -> Iterator[Fault]:
    """One funder's money may not cover another's without a record of who agreed to it."""
    numbered = {charge.number: charge for charge in accounts.books.charges}
    moved = {(event.line, event.to_line) for event in accounts.of(MoneySort.VIREMENT)}
    back = {charge.credits for charge in accounts.books.charges if charge.credits}
    for old in (numbered[number] for number in sorted(back) if number in numbered):
        for new in accounts.charges:
            moves = _moves(old, new) if _is_the_same(old, new) else {}
            losers = [line for line, pence in moves.items() if pence < 0]
            gainers = [line for line, pence in moves.items() if pence > 0]
            if moves and not any((loser, gainer) in moved for loser in losers for gainer in gainers):
                facts = {"pence": say_money(new.pence), "about": about(accounts, new)}
                words = (f"{_called(accounts, line)} {_signed(pence)}" for line, pence in moves.items())
                yield Fault((charge_place(old), charge_place(new)), {**facts, "moves": ", ".join(words)})


def _is_the_same(old: Charge, new: Charge) -> bool:
    alike = (old.atom, old.pence, old.contract_digest) == (new.atom, new.pence, new.contract_digest)
    return alike and new.number > old.number


def _moves(old: Charge, new: Charge) -> dict[str, int]:
    """What each line pays more or less than before, by its code."""
    change: dict[str, int] = {}
    for charge, sign in ((old, -1), (new, 1)):
        for part in charge.parts:
            change[part.line] = change.get(part.line, 0) + sign * part.pence
    return {line: pence for line, pence in sorted(change.items()) if pence}


def _called(accounts: Accounts, code: str) -> str:
    line = accounts.lines.get(code)
    return line.name if line else code or "no funder"


def _signed(pence: int) -> str:
    return say_money(pence) if pence < 0 else f"+{say_money(pence)}"


@declare(
    "K020",
    Severity.NEEDS_EXPLANATION,
    "Document {document}: {net} net and {vat} VAT are {sum}, and the gross is {gross}.",
    "Check the invoice, and have the ledger corrected. Nothing is shared by the gross.",
)
def vat_does_not_follow(accounts: Accounts) -> Iterator[Fault]:
    """Gross that stands where net should overstates what each funder owes."""
    for line in accounts.books.lines:
        if line.vat is not None and line.gross is not None and line.net + line.vat != line.gross:
            facts = {"net": line.net, "vat": line.vat, "sum": line.net + line.vat, "gross": line.gross}
            said = {name: say_money(pence) for name, pence in facts.items()}
            yield Fault((_line_place(line),), {**said, "document": line.document or "not stated"})


@declare(
    "K021",
    Severity.NEEDS_EXPLANATION,
    "{what}: {vat} VAT on {net} net, and at {rate}% it would be {right}.",
    "Check the invoice. A part that bears no VAT, or another rate, is right as it is: say so.",
)
def vat_is_not_at_its_rate(accounts: Accounts) -> Iterator[Fault]:
    """A rate holds from a day and is stated as reference data; where none is stated, none is checked."""
    if accounts.terms.money.vat.treatment is not VatTreatment.STANDARD:
        return
    for place, what, net, vat, day in _vat(accounts):
        rate = _rate(accounts, day)
        right = int(round_half_up(net * rate / 100, 0)) if rate is not None else vat
        if rate is not None and abs(vat - right) > 1:
            facts = {"what": what, "vat": say_money(vat), "net": say_money(net), "right": say_money(right)}
            yield Fault((place,), {**facts, "rate": f"{round_half_up(rate, 2):f}".rstrip("0").rstrip(".")})


@declare(
    "K022",
    Severity.NEEDS_EXPLANATION,
    "{what}: {vat} VAT, and the charge is {treatment}.",
    "Ask whether the treatment or the invoice is wrong, and who decided it.",
)
def vat_where_none_is_due(accounts: Accounts) -> Iterator[Fault]:
    """Nothing that is exempt or outside the scope bears VAT."""
    treatment = accounts.terms.money.vat.treatment
    if treatment in (VatTreatment.EXEMPT, VatTreatment.OUTSIDE_SCOPE):
        for place, what, _, vat, _ in _vat(accounts):
            if vat:
                yield Fault((place,), {"what": what, "vat": say_money(vat), "treatment": treatment.value})


def _vat(accounts: Accounts) -> Iterator[tuple[Place, str, int, int, date | None]]:
    """Each charge and each line of the general ledger that states its VAT: place, name, net, VAT and day."""
    for charge in accounts.charges:
        if charge.vat is not None:
            yield charge_place(charge), about(accounts, charge), charge.pence, charge.vat, charge.period.end
    for line in accounts.books.lines:
        if line.vat is not None:
            name = f"Document {line.document or 'not stated'}"
            yield _line_place(line), name, line.net, line.vat, line.service_date or line.posting.month().end


def _line_place(line: LedgerLine) -> Place:
    return Clause(line.file, str(line.place))


def _rate(accounts: Accounts, day: date | None) -> Fraction | None:
    reference = accounts.terms.reference(VAT_RATE)
    held = [value for value in reference.values if day and value.holds_from <= day] if reference else []
    return Fraction(held[-1].value) if held else None


@declare(
    "K027",
    Severity.NEEDS_EXPLANATION,
    "{pence} is charged to the funding line {line} for {was}, and contract text {now}.",
    "State the line as it was, with its last day; give what holds since a line of its own. Until then what came in by"
    " it may stand in the wrong statement.",
)
def line_is_no_longer_its_funders(accounts: Accounts) -> Iterator[Fault]:
    """What was posted stays with its funder, while invoices and receipts follow the line as it is stated now."""
    charged = Counter[tuple[str, str]]()
    for part in (part for charge in accounts.charges for part in charge.parts if part.line):
        charged[part.line, part.funder] += part.pence
    for (code, funder), pence in charged.items():
        line = accounts.lines.get(code)
        who = line.funder if line else None
        if pence and (line is None or (who.id if who else "") != funder):
            now = f"states {who.name if who else 'no funder'} for it" if line else "no longer has it"
            facts = {"pence": say_money(pence), "line": code, "was": funder or "no stated funder", "now": now}
            yield Fault((accounts.clause(f"funding.line.{code}"),), facts)


@declare(
    "K023",
    Severity.NEEDS_EXPLANATION,
    "Statement {number} of {period} is overtaken: {charges} posted since would have changed it, by {pence} for this"
    " funder.",
    "Tell {funder}. The next statement takes the difference in, and says so.",
)
def statement_is_overtaken(accounts: Accounts) -> Iterator[Fault]:
    """A statement that was issued is never changed: a correction is posted to the next open period, and named."""
    for statement in accounts.books.statements:
        touching = [one for one in accounts.books.charges if statement.number in one.touches]
        since = [one for one in touching if not _is_told(accounts, statement, one)]
        if since:
            pence = sum(part.pence for one in since for part in one.parts if part.funder == statement.funder)
            yield Fault(
                (Clause(f"statement {statement.number}", ""), *map(charge_place, since)),
                {
                    "number": statement.number,
                    "period": label(statement.period, APRIL),
                    "charges": "1 charge" if len(since) == 1 else f"{len(since)} charges",
                    "pence": _signed(pence),
                    "funder": _funder_name(accounts, statement.funder),
                },
            )


def _is_told(accounts: Accounts, statement: IssuedStatement, charge: Charge) -> bool:
    """Whether another statement to the same funder has the charge."""
    others = (one for one in accounts.books.statements if one.funder == statement.funder and one != statement)
    return any(charge.number in one.charges for one in others)


def _funder_name(accounts: Accounts, id: str) -> str:
    names = {line.funder.id: line.funder.name for line in accounts.lines.values() if line.funder}
    return names.get(id, id)
