"""The books of a contract and some posting periods in; its charges against the general ledger's lines, out.

Per service, area and period of service the two sides must come to the same pence. Where they do not, reasons that
lines give of themselves are tried; one is taken only where it, or the only set of fewest, comes to the difference.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from commissioning.funding.books import Books
from commissioning.funding.general_ledger.income import reconciled_income
from commissioning.funding.general_ledger.reasons import (
    Reason,
    miscoded,
    no_charge,
    no_line,
    reasons_of,
    weak_reasons_of,
)
from commissioning.funding.general_ledger.reconciliation import (
    IncomeDue,
    Item,
    ItemSort,
    Matched,
    Reconciliation,
    Unexplained,
)
from commissioning.funding.general_ledger.tallies import Dated, Scope, Tally, spent, tallies_of
from commissioning.model.accounts import Charge, LedgerLine
from commissioning.posting import APRIL, Posting

BY_DOCUMENT, BY_AMOUNT, BY_SUM = "document and amount", "service, period and amount", "sum"
MOST_TOGETHER = 4
MOST_SETS = 20_000
"""How many reasons are tried together, and how many sets of them are looked at before the rest stays unexplained."""


@dataclass(frozen=True, slots=True)
class _Solved:
    """What explains a tally's difference; None where nothing alone does, and then which several would."""

    reasons: tuple[Reason, ...] | None
    readings: tuple[tuple[Reason, ...], ...] = ()


def reconcile(
    books: Books, postings: Iterable[Posting], due: tuple[IncomeDue, ...] | None = None, year_starts: int = APRIL
) -> Reconciliation:
    """What was charged in the posting periods against what the general ledger has in them, to the penny.

    With contributions `due`, those invoiced are compared too: income, on both sides below nothing.
    """
    terms = books.contract.latest
    scope = Scope(frozenset(postings), year_starts, terms.money.codes, terms.services)
    lines, charges = spent(books.lines, terms.money), _not_taken_back(books.charges, scope)
    paired, lines, charges = _by_document(lines, charges, scope)
    tallies = tallies_of(lines, charges, scope)
    solved = _solved(tallies)
    income = reconciled_income(books, scope, due) if due is not None else None
    found = Reconciliation(
        books.contract.id,
        tuple(sorted(scope.postings)),
        sum(line.net for line in spent(books.lines, terms.money) if line.posting in scope.postings),
        sum(charge.pence for charge in books.charges if charge.posting in scope.postings),
        (*paired, *(pair for tally, one in zip(tallies, solved, strict=True) for pair in _pairs(tally, one))),
        tuple(_items(solved)),
        tuple(_open(tally, one) for tally, one in zip(tallies, solved, strict=True) if one.reasons is None),
    )
    return found if income is None else _together(found, income)


def _together(spend: Reconciliation, income: Reconciliation) -> Reconciliation:
    """Two reconciliations of one contract as one."""
    return replace(
        spend,
        ledger=spend.ledger + income.ledger,
        engine=spend.engine + income.engine,
        matched=spend.matched + income.matched,
        items=spend.items + income.items,
        open=spend.open + income.open,
    )


def _not_taken_back(charges: tuple[Charge, ...], scope: Scope) -> tuple[Charge, ...]:
    """Without charges that a credit of the same posting periods takes back, and without those credits."""
    inside = {charge.number: charge for charge in charges if charge.posting in scope.postings}
    credits = [one for one in inside.values() if one.credits in inside and one.pence == -inside[one.credits].pence]
    gone = {one.number for one in credits} | {one.credits for one in credits}
    return tuple(charge for charge in charges if not charge.number or charge.number not in gone)


def _by_document(
    lines: tuple[LedgerLine, ...], charges: tuple[Charge, ...], scope: Scope
) -> tuple[tuple[Matched, ...], tuple[LedgerLine, ...], tuple[Charge, ...]]:
    """The charges that come of one line, by its key or document, with the same amount; and what is left."""
    by_name: dict[tuple[str, str, str, int], list[int]] = {}
    for number, line in enumerate(lines):
        if line.posting in scope.postings:
            for name in {line.key, f"line {line.key}", line.document} - {""}:
                by_name.setdefault((name, line.service, line.area, line.net), []).append(number)
    pairs: list[Matched] = []
    left: list[Charge] = []
    taken: set[int] = set()
    for charge in charges:
        named = by_name.get((charge.origin, charge.service, charge.area, charge.pence), ())
        found = next((number for number in named if number not in taken), None)
        if found is None or charge.posting not in scope.postings:
            left.append(charge)
            continue
        taken.add(found)
        pairs.append(Matched((lines[found],), (charge,), BY_DOCUMENT))
    return tuple(pairs), tuple(line for n, line in enumerate(lines) if n not in taken), tuple(left)


def _solved(tallies: tuple[Tally, ...]) -> list[_Solved]:
    """What explains each tally. A line of the wrong service must explain both services, or else explains neither."""
    repeated = _repeated([one for tally in tallies for one in tally.lines])
    linked = [pair for tally in tallies for pair in _miscoded(tally, tallies)]
    while True:
        own = [[reason for at, reason in linked if at is tally] for tally in tallies]
        found = [_solve(tally, repeated, more) for tally, more in zip(tallies, own, strict=True)]
        links = [reason.link for one in found for reason in one.reasons or () if reason.link is not None]
        half = {link for link in links if links.count(link) != _BOTH}
        kept = [(at, reason) for at, reason in linked if reason.link not in half]
        if len(kept) == len(linked):
            return found
        linked = kept


_BOTH = 2


def _miscoded(tally: Tally, tallies: tuple[Tally, ...]) -> Iterator[tuple[Tally, Reason]]:
    """For each line whose text names one other service: what it would explain here, and there."""
    for one in tally.lines_in:
        named = [
            to
            for to in tallies
            if to is not tally and to.service != tally.service and to.area == tally.area
            if _names(one, to) and not _names(one, tally) and _is_of_period(one, to)
        ]
        if len(named) == 1:
            here, there = miscoded(tally, one, named[0])
            yield from ((tally, here), (named[0], there))


def _names(one: Dated, tally: Tally) -> bool:
    """Whether a line's text names the service of a tally, by its title or id."""
    titles = [service.title for service in tally.scope.services if service.id == tally.service]
    words = [re.escape(word) for word in (tally.service, *titles) if word]
    return bool(one.line.text and words and re.search(rf"\b(?:{'|'.join(words)})\b", one.line.text, re.IGNORECASE))


def _is_of_period(one: Dated, tally: Tally) -> bool:
    start, end = tally.period.start, tally.period.end
    return (start is None or start <= one.day) and (end is None or one.day <= end)


def _repeated(lines: Sequence[Dated]) -> frozenset[int]:
    """The lines whose document stands in the ledger before, with the same amount and coding; one that was taken back
    since is not counted."""
    groups: dict[tuple[object, ...], list[Dated]] = {}
    for one in sorted(lines, key=lambda one: (one.line.posting, one.number)):
        line = one.line
        if line.document:
            groups.setdefault((line.document, line.coding, line.means, line.payee, abs(line.net)), []).append(one)
    found: set[int] = set()
    for group in groups.values():
        posted = [one for one in group if one.line.net > 0]
        back = len(group) - len(posted)
        found |= {one.number for one in posted[1 + back :]}
    return frozenset(found)


def _solve(tally: Tally, repeated: frozenset[int], linked: Iterable[Reason]) -> _Solved:
    """The only set of fewest reasons that comes to the difference; of weak ones, where no others do."""
    if tally.difference == 0:
        return _Solved(())
    reasons = (*reasons_of(tally, repeated), *linked)
    sets = _sets(reasons, tally.difference)
    if not sets and not tally.charges:
        return _Solved(tuple(no_charge(tally, one) for one in tally.lines_in))
    if not sets and not tally.lines:
        return _Solved(tuple(no_line(tally, charge) for charge in tally.charges_in))
    sets = sets or _weak_sets(tally, reasons)
    return _Solved(sets[0]) if len(sets) == 1 else _Solved(None, tuple(sets[:3]))


def _weak_sets(tally: Tally, reasons: tuple[Reason, ...]) -> list[tuple[Reason, ...]]:
    """The sets of fewest reasons, weak ones too: either lines or charges that have no match, and never all of them."""
    sets = _sets((*reasons, *weak_reasons_of(tally)), tally.difference)
    return [some for some in sets if _leaves_a_match(tally, [reason.item.sort for reason in some])]


def _leaves_a_match(tally: Tally, sorts: list[ItemSort]) -> bool:
    lines, charges = sorts.count(ItemSort.NO_CHARGE), sorts.count(ItemSort.NO_LINE)
    return not (lines and charges) and lines < len(tally.lines_in) and charges < len(tally.charges_in)


def _sets(reasons: tuple[Reason, ...], pence: int) -> list[tuple[Reason, ...]]:
    """The sets of fewest reasons that fit together and come to so many pence."""
    for size in range(1, MOST_TOGETHER + 1):
        if comb(len(reasons), size) > MOST_SETS:
            return []
        fits = [
            some for some in combinations(reasons, size) if sum(one.pence for one in some) == pence and _agree(some)
        ]
        if fits:
            return fits
    return []


def _agree(some: tuple[Reason, ...]) -> bool:
    """Whether no two reasons say the same sort of thing of one line."""
    return sum(len(one.holds) for one in some) == len({hold for one in some for hold in one.holds})


def _items(solved: list[_Solved]) -> Iterator[Item]:
    """The items of all tallies; the two halves of a line under another service are one, of no pence."""
    for one in solved:
        for reason in one.reasons or ():
            if reason.item.sort is not ItemSort.MISCODED:
                yield reason.item
            elif reason.item.corrections:
                yield replace(reason.item, pence=0)


def _open(tally: Tally, solved: _Solved) -> Unexplained:
    readings = tuple(tuple(reason.item for reason in some) for some in solved.readings)
    lines = tuple(one.line for one in tally.lines_in)
    return Unexplained(
        tally.difference, tally.service, tally.area, lines=lines, charges=tally.charges_in, readings=readings
    )


def _pairs(tally: Tally, solved: _Solved) -> Iterator[Matched]:
    """Lines and charges that stand for each other: one for one by amount, and the rest where their sums are equal."""
    named = [reason.item for reason in solved.reasons or ()]
    lines = [one.line for one in tally.lines_in if all(one.line not in item.lines for item in named)]
    charges = [charge for charge in tally.charges_in if all(charge not in item.charges for item in named)]
    for charge in tuple(charges):
        alike = [line for line in lines if line.net == charge.pence]
        if len(alike) == 1 and sum(other.pence == charge.pence for other in charges) == 1:
            yield Matched((alike[0],), (charge,), BY_AMOUNT)
            lines.remove(alike[0])
            charges.remove(charge)
    if lines and charges and sum(line.net for line in lines) == sum(charge.pence for charge in charges):
        yield Matched(tuple(lines), tuple(charges), BY_SUM)
