"""Contributions due and the general ledger's invoices to funders in; what matches, and why the rest does not, out."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from commissioning.funding.books import Books
from commissioning.funding.contributions.due import due_in
from commissioning.funding.general_ledger.reasons import corrections_in_words
from commissioning.funding.general_ledger.reconciliation import (
    Correction,
    IncomeDue,
    Item,
    ItemSort,
    Matched,
    Reconciliation,
    Unexplained,
)
from commissioning.funding.general_ledger.tallies import Scope
from commissioning.model.accounts import LedgerLine
from commissioning.model.contract import Terms
from commissioning.model.funding import Coding, FundingLine, LineBasis, Means
from commissioning.money import say_money
from commissioning.posting import APRIL, Posting

BY_AMOUNT = "funding line and amount"
BY_SUM = "funding line and sum"


def reconciled_income(books: Books, scope: Scope, due: tuple[IncomeDue, ...]) -> Reconciliation:
    """The contributions due in the posting periods against those invoiced, line by line of funding."""
    terms = books.contract.latest
    invoiced = [line for line in books.lines if line.means is Means.INVOICED and line.posting in scope.postings]
    owed = [one for one in due if one.posting in scope.postings]
    matched: list[Matched] = []
    items: list[Item] = []
    still_open: list[Unexplained] = []
    for code in sorted({line.line for line in invoiced} | {one.line for one in owed}):
        pairs, lines, dues = _paired([x for x in invoiced if x.line == code], [x for x in owed if x.line == code])
        matched += pairs
        difference = sum(line.net for line in lines) + sum(one.pence for one in dues)
        found = tuple(_why(terms, scope, lines, dues))
        items += found
        left = difference - sum(item.pence for item in found)
        if left:
            still_open.append(Unexplained(left, line=code, lines=tuple(lines)))
    return Reconciliation(
        books.contract.id,
        tuple(sorted(scope.postings)),
        sum(line.net for line in invoiced),
        -sum(one.pence for one in owed),
        tuple(matched),
        tuple(items),
        tuple(still_open),
    )


def invoices_of(books: Books, funder: str, until: Posting) -> Reconciliation | None:
    """What the general ledger has invoiced to a funder up to a posting period against what was due from it by then.

    Both from the beginning, since an invoice often stands in a later posting period than what it is for. None where
    the ledger has no invoice to the funder.
    """
    lines = books.lines_of(funder)
    own = [one for one in books.lines if one.means is Means.INVOICED and one.line in lines]
    invoiced = [one for one in own if one.posting <= until]
    if not invoiced:
        return None
    due = dues_of(books, funder, until)
    terms = books.contract.latest
    postings = frozenset((*(one.posting for one in invoiced), *(one.posting for one in due), until))
    scope = Scope(postings, APRIL, terms.money.codes, terms.services)
    return reconciled_income(replace(books, lines=tuple(invoiced)), scope, due)


def dues_of(books: Books, funder: str, until: Posting) -> tuple[IncomeDue, ...]:
    """What is due from a funder in each posting period up to one, by its lines, so far as that is known."""
    stated = {code: line for code, line in books.lines_of(funder).items() if line}
    posted = [*(one.posting for one in books.charges), *(one.posting for one in books.lines)]
    first = min(posted, default=until)
    postings = [first]
    while postings[-1] < until:
        postings.append(postings[-1].next)
    found = (_due(books, line, posting) for line in stated.values() for posting in postings)
    return tuple(due for due in found if due)


def _due(books: Books, line: FundingLine, posting: Posting) -> IncomeDue | None:
    charges = [charge for charge in books.charges if charge.posting == posting]
    own = (line.code, line.funder.id if line.funder else "")
    parts = [part for charge in charges for part in charge.parts if (part.line, part.funder) == own]
    due = due_in(books, line.code, (posting,), lambda _: sum(part.pence for part in parts))
    exact = sum((part.quota for part in parts), Fraction(0))
    shared = round(exact / line.share) if line.share else 0
    return IncomeDue(line.code, posting, due.pence, shared) if due.pence else None


def _paired(lines: list[LedgerLine], dues: list[IncomeDue]) -> tuple[list[Matched], list[LedgerLine], list[IncomeDue]]:
    """Invoices of exactly what is due, one for one; then all that is left, where its sum is right."""
    pairs: list[Matched] = []
    for one in tuple(dues):
        line = next((line for line in lines if line.net == -one.pence), None)
        if line is not None:
            pairs.append(Matched((line,), (), BY_AMOUNT))
            lines = [other for other in lines if other is not line]
            dues = [other for other in dues if other is not one]
    if lines and dues and sum(line.net for line in lines) == -sum(one.pence for one in dues):
        return [*pairs, Matched(tuple(lines), (), BY_SUM)], [], []
    return pairs, lines, dues


def _why(terms: Terms, scope: Scope, lines: list[LedgerLine], dues: list[IncomeDue]) -> Iterator[Item]:
    """Why what is left of a funding line differs: nothing invoiced, or one invoice at the share of another year."""
    if not lines:
        yield from (_not_invoiced(terms, scope, one) for one in dues)
    elif len(lines) == 1 and len(dues) == 1:
        yield from _other_year(terms, lines[0], dues[0])


def _not_invoiced(terms: Terms, scope: Scope, due: IncomeDue) -> Item:
    coding = next((code.coding for code in scope.codes if (code.means, code.line) == _income(due.line)), Coding())
    entry = Correction(due.posting, coding, -due.pence, means=Means.INVOICED, line=due.line)
    words = f"The contribution of {say_money(due.pence)} from {_name(terms, due.line)}, due in {due.posting}, was not"
    return Item(
        ItemSort.NOT_INVOICED,
        due.pence,
        corrections=(entry,),
        says=f"{words} invoiced. {corrections_in_words((entry,))}",
    )


def _income(line: str) -> tuple[Means, str]:
    return Means.INVOICED, line


def _other_year(terms: Terms, line: LedgerLine, due: IncomeDue) -> Iterator[Item]:
    """The item where an invoice is what the funder's share of other days comes to, rounded either way."""
    shares = {one.share for one in _same_funder(terms, due.line) if one.share is not None}
    held = {share for share in shares if abs(due.pence - due.shared * share) < 1}
    fits = [share for share in shares - held if due.shared and abs(-line.net - due.shared * share) < 1]
    if held and len(fits) == 1:
        pence = line.net + due.pence
        entry = Correction(
            line.posting, line.coding, -pence, line.document, line.service, line.area, None, Means.INVOICED, due.line
        )
        words = f"{_name(terms, due.line)} was invoiced {say_money(-line.net)} in {line.posting}, at its share of"
        words += f" another time, where {say_money(due.pence)} is due. {corrections_in_words((entry,))}"
        yield Item(ItemSort.OTHER_YEARS_SHARE, pence, lines=(line,), corrections=(entry,), says=words)


def _funding_lines(terms: Terms, code: str) -> tuple[FundingLine, ...]:
    lines = terms.funding.lines if terms.funding else ()
    return tuple(line for line in lines if line.code == code)


def _same_funder(terms: Terms, code: str) -> tuple[FundingLine, ...]:
    """The lines of the same funder and source that are shares of the same, of whatever days."""
    own = {(line.funder, line.source, line.basis, line.order) for line in _funding_lines(terms, code)}
    lines = terms.funding.lines if terms.funding else ()
    alike = (line for line in lines if (line.funder, line.source, line.basis, line.order) in own)
    return tuple(line for line in alike if line.basis in (LineBasis.SHARE, LineBasis.SHARE_OF_REST))


def _name(terms: Terms, code: str) -> str:
    return next((line.name for line in _funding_lines(terms, code)), code)
