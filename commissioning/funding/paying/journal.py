"""Posted parts, and payments that fall due, to the lines of a journal: each a debit and a credit of the same pence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commissioning.contract.reporting import period_label
from commissioning.errors import CommissioningError, NoCode
from commissioning.funding.books import Books
from commissioning.funding.charges.charging import origin_of_line
from commissioning.funding.contributions.billing import not_for_billing, posted_within
from commissioning.funding.paying.account import accounts_of
from commissioning.funding.paying.due import PaymentDue
from commissioning.model.accounts import Charge, Part
from commissioning.model.contract import Origin, Terms
from commissioning.model.finance import Journal, JournalField
from commissioning.model.funding import Coding, FundingLine, Means
from commissioning.money import say_money
from commissioning.period import Period
from commissioning.posting import Posting, posting_at

_OBEYED = re.compile(r"[\x00-\x1f\x7f]+")
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "'", "\t", "|", "%")


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of a journal: pence to one side of a code, the other side 0."""

    posting: Posting
    coding: Coding
    debit: int
    credit: int
    reference: str
    text: str
    funder: str
    contract: str


def journal_of(books: Books, period: Period) -> tuple[JournalLine, ...]:
    """The recharge of every part posted in a period of known days: from where it was spent to the funder's code.

    What no funder covers, and what a funder has coded where it was spent, stays there. A year's true-up goes from one
    funder's code to another's. NoCode where a code is not stated. Nothing for contracts of which nothing may be billed.
    """
    if not_for_billing(books.contract.versions_in(period)[-1][0]):
        return ()
    stands = _where_ledger_lines_stand(books)
    lines = tuple(line for charge in posted_within(books, period) for line in _of_charge(books, charge, stands))
    refuse_unbalanced(lines)
    return lines


def payment_journal_of(books: Books, period: Period, creditors: Coding) -> tuple[JournalLine, ...]:
    """What falls due to providers in a period of known days: from the creditors' control account to the code of the
    term that it is owed under.

    What is not accepted is not owed, and in no journal. NoCode where the code of a term is not stated,
    CommissioningError where that of the creditors is not. Nothing for a contract that is transcribed.
    """
    if books.contract.versions_in(period)[-1][0].origin is Origin.TRANSCRIBED:
        return ()
    dues = (due for account in accounts_of(books, period) for due in account.dues if due.is_owed and due.pence)
    lines = tuple(line for due in dues for line in _payment(books, due, creditors))
    refuse_unbalanced(lines)
    return lines


def _payment(books: Books, due: PaymentDue, creditors: Coding) -> Iterator[JournalLine]:
    if not (creditors.cost_centre and creditors.subjective):
        raise CommissioningError(
            "No control account of creditors is stated; write [creditors] with its cost_centre and its subjective in "
            "finance.toml."
        )
    terms = books.contract.terms_for(due.period)
    to = _stated(due.coding, f"the payment {due.term} of {due.contract}")
    called = period_label(terms, due.period)
    reference = due.purchase_order or f"{due.contract}/{due.term}"
    text = f"{terms.title}: {due.term}, {called}"
    posting, amount = books.open_from(posting_at(due.day)), abs(due.pence)
    first, second = (to, creditors) if due.pence > 0 else (creditors, to)
    yield JournalLine(posting, first, amount, 0, reference, text, "", due.contract)
    yield JournalLine(posting, second, 0, amount, reference, text, "", due.contract)


def refuse_unbalanced(lines: Iterable[JournalLine]) -> None:
    """CommissioningError where debits and credits differ in a posting period."""
    by_posting: dict[Posting, int] = {}
    for line in lines:
        by_posting[line.posting] = by_posting.get(line.posting, 0) + line.debit - line.credit
    for posting, difference in by_posting.items():
        if difference:
            raise CommissioningError(
                f"The journal of {posting} is out of balance by {say_money(difference)} and was not written; "
                "report this as a fault of the engine."
            )


def journal_rows(journal: Journal, lines: Iterable[JournalLine]) -> Iterator[tuple[str, ...]]:
    """A journal as rows of text, the headings first, in the columns that the finance office asks for."""
    yield tuple(safe_text(heading) for heading, _ in journal.columns)
    for line in lines:
        yield tuple(_cell(field, line) for _, field in journal.columns)


def safe_text(text: str) -> str:
    """Text that no spreadsheet takes for a formula, on one line."""
    tidy = _OBEYED.sub(" ", text).strip()
    return f"'{tidy}" if tidy.startswith(_BEGINS_A_FORMULA) else tidy


def plain_pounds(pence: int) -> str:
    """Pence as pounds without commas: `-1234.50`."""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02}"


def _cell(field: JournalField, line: JournalLine) -> str:
    amounts = {
        JournalField.DEBIT: plain_pounds(line.debit) if line.debit else "",
        JournalField.CREDIT: plain_pounds(line.credit) if line.credit else "",
        JournalField.AMOUNT: plain_pounds(line.debit - line.credit),
    }
    if field in amounts:
        return amounts[field]
    words = {
        JournalField.POSTING: str(line.posting),
        JournalField.COST_CENTRE: line.coding.cost_centre,
        JournalField.SUBJECTIVE: line.coding.subjective,
        JournalField.REFERENCE: line.reference,
        JournalField.TEXT: line.text,
        JournalField.FUNDER: line.funder,
        JournalField.CONTRACT: line.contract,
    }
    return safe_text(words[field])


def _where_ledger_lines_stand(books: Books) -> dict[int, Coding]:
    """The code of the general ledger's line that a charge, or the charge that it credits, comes of; by its number."""
    codes = {origin_of_line(line): line.coding for line in books.lines}
    origins = {charge.number: charge.origin for charge in books.charges}
    of = ((charge.number, origins.get(charge.credits, charge.origin)) for charge in books.charges)
    return {number: codes[origin] for number, origin in of if origin in codes}


def _of_charge(books: Books, charge: Charge, stands: Mapping[int, Coding]) -> Iterator[JournalLine]:
    terms = books.contract.terms_for(charge.period)
    fundings = (one.funding for one in (*books.contract.versions, terms))
    lines = {line.code: line for funding in fundings if funding for line in funding.lines}
    for part in charge.parts:
        if charge.is_true_up and part.pence:
            yield _settling(terms, charge, part, lines.get(part.line))
        elif part.line and part.pence:
            spent = stands.get(charge.number) or _spent_at(terms, charge)
            yield from _recharge(terms, charge, part, lines.get(part.line), spent)


def _settling(terms: Terms, charge: Charge, part: Part, line: FundingLine | None) -> JournalLine:
    """A part of a year's true-up, to one side: its other parts come to as much on the other."""
    to = _paid_from(terms, part, line) if part.line else _spent_at(terms, charge)
    debit, credit = max(part.pence, 0), max(-part.pence, 0)
    reference, text = _words(terms, charge, part, line)
    return JournalLine(charge.posting, to, debit, credit, reference, text, part.funder, terms.contract)


def _recharge(
    terms: Terms, charge: Charge, part: Part, line: FundingLine | None, spent: Coding
) -> Iterator[JournalLine]:
    paid_from = _paid_from(terms, part, line)
    if paid_from == spent:
        return
    reference, text = _words(terms, charge, part, line)
    amount = abs(part.pence)
    to, back = (paid_from, spent) if part.pence > 0 else (spent, paid_from)
    yield JournalLine(charge.posting, to, amount, 0, reference, text, part.funder, terms.contract)
    yield JournalLine(charge.posting, back, 0, amount, reference, text, part.funder, terms.contract)


def _words(terms: Terms, charge: Charge, part: Part, line: FundingLine | None) -> tuple[str, str]:
    """The reference and the description of a part."""
    what = "true-up" if charge.is_true_up else terms.service(charge.service).title
    of = line.name if line else part.line or "not covered"
    text = f"{terms.title}: {what}, {period_label(terms, charge.period)}: {of}"
    return f"{terms.contract}/{charge.number}", text


def _paid_from(terms: Terms, part: Part, line: FundingLine | None) -> Coding:
    return _stated(line.coding if line else Coding(), f"the funding line {part.line} of {terms.contract}")


def _spent_at(terms: Terms, charge: Charge) -> Coding:
    """The code that a charge was spent at: of its service and area, or else of its service, or of the contract."""
    codes = {(code.service, code.area): code.coding for code in terms.money.codes if code.means is Means.SPEND}
    for place in ((charge.service, charge.area), (charge.service, ""), ("", charge.area), ("", "")):
        if place in codes:
            return _stated(codes[place], f"spend on {terms.service(charge.service).title} of {terms.contract}")
    return _stated(Coding(), f"spend on {terms.service(charge.service).title} of {terms.contract}")


def _stated(coding: Coding, of: str) -> Coding:
    if not (coding.cost_centre and coding.subjective):
        raise NoCode(f"No cost centre and subjective code are stated for {of}; add them to contract text.")
    return coding
