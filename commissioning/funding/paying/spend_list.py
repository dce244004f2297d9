"""Payments of a general ledger to the published list of those over an amount, without names that may not be told."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from commissioning import privacy
from commissioning.funding.books import Books
from commissioning.funding.paying.journal import plain_pounds, safe_text
from commissioning.model.accounts import LedgerLine
from commissioning.model.contract import Origin, Terms
from commissioning.model.finance import SpendList
from commissioning.model.funding import Means
from commissioning.model.organisation import Organisation
from commissioning.period import Period
from commissioning.posting import postings_within
from commissioning.privacy.names import is_like_a_name

HEADINGS = (
    "Date",
    "Accounting period",
    "Supplier",
    "Net amount",
    "Purpose",
    "Cost centre",
    "Subjective code",
    "Document",
)
"""The columns of the list: the day of service where the ledger tells it, and pounds without VAT."""
NOT_STATED = "not stated"
GIVES_MONEY = frozenset({"commissioner", "funder"})
"""The roles of organisations that are no person, whatever they are called."""
_TELLS_A_PLACE = re.compile(
    r"\b(?:refuges?|safe ?houses?|hostels?|sanctuary|shelters?|lodges?|cottages?|villas?|flats?|apartments?|"
    r"courts?|terraces?|hall|grange|manor|farm|street|road|avenue|lane|close|crescent|"
    r"[\w'’]+ (?:house|place|gardens|mews))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Published:
    """A payment as it is published. `supplier` is an organisation's name as contract text has it, or the words that
    stand for a name that may not be told."""

    line: LedgerLine
    supplier: str
    purpose: str


def spend_list(
    all_books: Iterable[Books], period: Period, rules: SpendList, organisations: Mapping[str, Organisation]
) -> tuple[Published, ...]:
    """The payments to providers posted in a period of known days that are above what the list asks, oldest first.

    A payee is told where it is an organisation of `organisations`, is not among those redacted, is not made like a
    person's name, and its name tells no place; every other is replaced. Payments taken back count by their size.
    """
    postings = postings_within(period)
    known = {_plain(name): one for one in organisations.values() for name in (one.id, one.name, *one.aliases)}
    found = [
        _published(books.contract.terms_for(period), line, rules, known)
        for books in all_books
        if books.contract.terms_for(period).origin is not Origin.TRANSCRIBED
        for line in books.lines
        if line.means is Means.PAID and line.posting in postings and abs(line.net) > rules.over
    ]
    return tuple(sorted(found, key=lambda one: (one.line.posting, one.line.document, one.line.key)))


def spend_list_rows(found: Iterable[Published]) -> Iterator[tuple[str, ...]]:
    """The list as rows of text, the headings first."""
    yield HEADINGS
    for one in found:
        day = one.line.service_date.isoformat() if one.line.service_date else ""
        codes = (one.line.coding.cost_centre, one.line.coding.subjective, _told(one.line.document))
        first = (day, str(one.line.posting), safe_text(one.supplier), plain_pounds(one.line.net))
        yield (*first, safe_text(one.purpose), *(safe_text(code) for code in codes))


def _published(terms: Terms, line: LedgerLine, rules: SpendList, known: Mapping[str, Organisation]) -> Published:
    purpose = terms.service(line.service).title if line.service else terms.title
    return Published(line, supplier_of(line.payee, rules, known), _told(purpose))


def supplier_of(payee: str, rules: SpendList, known: Mapping[str, Organisation]) -> str:
    """The name that is published of a payee; the words that replace it, where it may not be told."""
    who = known.get(_plain(payee))
    if who is None:
        return rules.says
    names = (payee, who.id, who.name, *who.aliases)
    if not {_plain(name) for name in names}.isdisjoint(map(_plain, rules.redacted)):
        return rules.says
    if any(_TELLS_A_PLACE.search(name) or privacy.may_identify(name) for name in (payee, who.name)):
        return rules.says
    may_be_a_person = GIVES_MONEY.isdisjoint(who.roles) and (is_like_a_name(payee) or is_like_a_name(who.name))
    return rules.says if may_be_a_person else who.name


def _told(text: str) -> str:
    """A text that is published; nothing where it may name somebody."""
    return NOT_STATED if privacy.may_identify(text) else text


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w ]+", " ", name.casefold().replace("’", "'").replace("'", "")).split())
