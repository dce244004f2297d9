"""What stands for one service, area and period in; every reason that would explain pence of its difference out.

A reason rests on what lines and charges say of themselves (a date, a document, VAT), and is never an amount alone.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from commissioning.funding.general_ledger.reconciliation import Correction, Item, ItemSort
from commissioning.funding.general_ledger.tallies import Dated, Tally
from commissioning.model.accounts import Charge
from commissioning.model.funding import Coding, LedgerCode, Means
from commissioning.money import round_half_up, say_money
from commissioning.period import label

TIME, AMOUNT, PENNY, ALL = "time", "amount", "penny", "all"
STANDARD_RATE = Fraction(1, 5)
"""Of VAT."""
Hold = tuple[str, int]
"""What a reason says of a line, so that no two say the same sort of thing of one: time or amount, and which line."""


@dataclass(frozen=True, slots=True)
class Reason:
    """An item that may explain pence of a difference, and what it says of which lines.

    `link` names the line where the reason holds only together with that of another tally.
    """

    item: Item
    holds: frozenset[Hold]
    link: int | None = None

    @property
    def pence(self) -> int:
        """The pence it would explain."""
        return self.item.pence


def reasons_of(tally: Tally, repeated: frozenset[int]) -> tuple[Reason, ...]:
    """Every reason that the lines and charges themselves give; `repeated` are lines that stand twice."""
    return tuple(reason for find in _FINDS for reason in find(tally, repeated))


def weak_reasons_of(tally: Tally) -> tuple[Reason, ...]:
    """A line with no charge, or a charge with no line: taken only where nothing else fits."""
    lines = (no_charge(tally, one) for one in tally.lines_in if one.line.means is not Means.ACCRUAL)
    return (*lines, *(no_line(tally, charge) for charge in tally.charges_in))


def no_charge(tally: Tally, one: Dated) -> Reason:
    """A line that no charge is of."""
    line = one.line
    there = f"{_name(one)} of {say_money(line.net)} in {line.posting} is of no charge: the return for it is still to"
    there += f" come, or it is not this contract's. If it is not, {_then(_back(one, line.net))}"
    item = _item(ItemSort.NO_CHARGE, line.net, tally, (one,), (_back(one, line.net),), there)
    return Reason(item, frozenset({(TIME, one.number), (AMOUNT, one.number)}))


def no_line(tally: Tally, charge: Charge) -> Reason:
    """A charge that the ledger has no line of: to be accrued."""
    last = tally.scope.last
    code = tally.scope.code(charge.service, charge.area, Means.ACCRUAL)
    entry = Correction(last, Coding(), charge.pence, "", charge.service, charge.area, charge.period.end)
    accrue = _coded(entry, code)
    entries = (accrue, replace(accrue, posting=last.next_month, pence=-charge.pence))
    there = f"The charge of {say_money(charge.pence)} for {label(charge.period)} has no line in the ledger."
    words = f"{there} If it is owed, {_then(*entries)}"
    item = Item(
        ItemSort.NO_LINE, -charge.pence, tally.service, tally.area, charges=(charge,), corrections=entries, says=words
    )
    return Reason(item, frozenset({(charge.origin, -1 - charge.number)}))


def _mistimed(tally: Tally, _: frozenset[int]) -> Iterator[Reason]:
    """A line for one side of the periods that are reconciled, posted on the other."""
    for one in tally.lines:
        line, posted_in = one.line, one.line.posting in tally.scope.postings
        belongs_in = one.home in tally.scope.postings
        if line.means is not Means.SPEND and line.means is not Means.PAID:
            continue
        if posted_in == belongs_in or (posted_in and one.is_at_home) or _accruals_of(tally, one):
            continue
        sort, otherwise = _sort_of_time(tally, one)
        entry = _back(one, line.net)
        if sort is ItemSort.MISSING_ACCRUAL:
            entry = _coded(entry, tally.scope.code(line.service, line.area, Means.ACCRUAL))
        entries = (replace(entry, posting=one.home, pence=line.net), entry)
        there = f"{_name(one)} of {say_money(line.net)} is for {one.home} and stands in {line.posting}: {sort}"
        there += f", or {otherwise}." if otherwise else "."
        words = f"{there} {corrections_in_words(entries)}"
        item = _item(sort, line.net if posted_in else -line.net, tally, (one,), entries, words)
        yield Reason(replace(item, otherwise=otherwise), frozenset({(TIME, one.number)}))


def _sort_of_time(tally: Tally, one: Dated) -> tuple[ItemSort, ItemSort | None]:
    """What a line posted away from its period is called; both names, where its document has no date to tell by."""
    line = one.line
    wrong = ItemSort.WRONG_PERIOD if line.posting.year == one.home.year else ItemSort.WRONG_YEAR
    if line.posting < one.home:
        return wrong, None
    if line.document_date is None:
        return wrong, ItemSort.MISSING_ACCRUAL
    return (ItemSort.MISSING_ACCRUAL if tally.scope.home(line.document_date) > one.home else wrong), None


def _accruals(tally: Tally, _: frozenset[int]) -> Iterator[Reason]:
    """An accrual whose invoice came and that was not reversed, or that was reversed and whose invoice did not come."""
    for accrual in tally.lines:
        if accrual.line.means is not Means.ACCRUAL or accrual.line.net <= 0:
            continue
        invoices = [one for one in _alike(tally, accrual, Means.SPEND, accrual.line.net) if _is_in(tally, one)]
        reversals = _alike(tally, accrual, Means.ACCRUAL, -accrual.line.net)
        if invoices and not reversals:
            yield _not_reversed(tally, accrual, invoices[0])
        elif not _alike(tally, accrual, Means.SPEND, accrual.line.net):
            yield from (_reversed(tally, one) for one in reversals[:1] if _is_in(tally, one))


def _not_reversed(tally: Tally, accrual: Dated, invoice: Dated) -> Reason:
    entry = replace(_back(accrual, accrual.line.net), posting=invoice.line.posting)
    there = f"{_name(invoice)} has come, and the accrual of {say_money(accrual.line.net)} in {accrual.line.posting} was"
    words = f"{there} not reversed. {correction_in_words(entry)}"
    item = _item(ItemSort.NOT_REVERSED, accrual.line.net, tally, (accrual, invoice), (entry,), words)
    return Reason(item, frozenset({(AMOUNT, accrual.number), (TIME, accrual.number), (TIME, invoice.number)}))


def _reversed(tally: Tally, one: Dated) -> Reason:
    again = replace(_back(one, one.line.net), posting=tally.scope.last)
    entries = (again, replace(again, posting=tally.scope.last.next_month, pence=-again.pence))
    there = f"The accrual of {say_money(again.pence)} was reversed in {one.line.posting}, and no invoice has come."
    words = f"{there} If it is still owed, {_then(*entries)}"
    item = _item(ItemSort.REVERSED, one.line.net, tally, (one,), entries, words)
    return Reason(item, frozenset({(AMOUNT, one.number), (TIME, one.number)}))


def _duplicates(tally: Tally, repeated: frozenset[int]) -> Iterator[Reason]:
    """A document that was posted before, with the same amount and coding."""
    for one in tally.lines_in:
        if one.number in repeated:
            entry = _back(one, one.line.net)
            there = f"{_name(one)} of {say_money(one.line.net)} was posted before, and stands a second time in"
            words = f"{there} {one.line.posting}. {correction_in_words(entry)}"
            item = _item(ItemSort.DUPLICATE, one.line.net, tally, (one,), (entry,), words)
            yield Reason(item, frozenset({(TIME, one.number), (AMOUNT, one.number)}))


def _with_vat(tally: Tally, _: frozenset[int]) -> Iterator[Reason]:
    """A line that may hold its VAT in its net."""
    postings = tally.scope.postings
    for one in tally.lines:
        line = one.line
        if one.home not in postings and not (line.posting in postings and one.is_at_home):
            continue
        for vat in sorted(_vat_within(one, tally.charges)):
            entry = replace(_back(one, vat), posting=line.posting if line.posting in postings else one.home)
            there = f"{_name(one)} stands in {line.posting} with its VAT: {say_money(line.net)} for"
            words = f"{there} {say_money(line.net - vat)}. {correction_in_words(entry)}"
            item = _item(ItemSort.GROSS_FOR_NET, vat, tally, (one,), (entry,), words)
            yield Reason(item, frozenset({(AMOUNT, one.number)}))


def _vat_within(one: Dated, charges: tuple[Charge, ...]) -> set[int]:
    """The VAT that may be in a line's net: as it or its charge says, or at the standard rate, exactly to the penny."""
    line = one.line
    if line.gross is not None and line.vat and line.gross == line.net + line.vat:
        return set()
    stated = {line.vat} if line.vat else {charge.vat for charge in charges if charge.vat}
    net = int(round_half_up(line.net / (1 + STANDARD_RATE), 0))
    vat = int(round_half_up(net * STANDARD_RATE, 0))
    return {vat for vat in stated if vat} or ({vat} if net + vat == line.net and vat > 0 else set())


def _pennies(tally: Tally, _: frozenset[int]) -> Iterator[Reason]:
    """A penny of rounding between lines and charges that are both there."""
    if not tally.lines_in or not tally.charges_in:
        return
    last = tally.lines_in[-1]
    for penny in (1, -1):
        entry = _back(last, penny)
        words = f"The lines for {label(tally.period)} are one penny {'above' if penny > 0 else 'below'} the charges."
        item = _item(ItemSort.PENNY, penny, tally, (last,), (entry,), f"{words} {correction_in_words(entry)}")
        yield Reason(replace(item, charges=tally.charges_in), frozenset({(PENNY, 0)}))


def _charged_elsewhere(tally: Tally, _: frozenset[int]) -> Iterator[Reason]:
    """Charges of service inside these posting periods that were posted after them, or the other way about."""
    lines, charges = sum(one.line.net for one in tally.lines), sum(one.pence for one in tally.charges)
    elsewhere = tuple(one for one in tally.charges if one.posting not in tally.scope.postings)
    belongs_in = bool(tally.period.end and tally.scope.home(tally.period.end) in tally.scope.postings)
    if lines != charges or bool(elsewhere) != belongs_in or bool(tally.charges_in) == belongs_in:
        return
    moved = elsewhere or tally.charges_in
    pence = charges if elsewhere else -charges
    words = f"The charge of {say_money(charges)} for {label(tally.period)} was posted here in {moved[0].posting}, and"
    words += " stands in the ledger in another posting period. There is nothing to post."
    item = Item(ItemSort.CHARGED_LATER, pence, tally.service, tally.area, charges=moved, says=words)
    yield Reason(item, frozenset({(ALL, 0)}))


def miscoded(tally: Tally, one: Dated, to: Tally) -> tuple[Reason, Reason]:
    """A line whose text names the service of another tally: what it is in its own, and what is missing in the other."""
    line = one.line
    coding = tally.scope.code(to.service, to.area).coding
    there = _back(one, line.net)
    entry = replace(there, pence=line.net, coding=coding, service=to.service, area=to.area)
    words = f"{_name(one)} of {say_money(line.net)} in {line.posting} stands under another service than its text names."
    words = f"{words} {corrections_in_words((there, entry))}"
    item = _item(ItemSort.MISCODED, line.net, tally, (one,), (there, entry), words)
    missing = Item(ItemSort.MISCODED, -line.net, to.service, to.area, (line,))
    holds = frozenset({(TIME, one.number), (AMOUNT, one.number)})
    return Reason(item, holds, one.number), Reason(missing, holds, one.number)


_FINDS: tuple[Callable[[Tally, frozenset[int]], Iterator[Reason]], ...] = (
    _mistimed,
    _accruals,
    _duplicates,
    _with_vat,
    _pennies,
    _charged_elsewhere,
)


def correction_in_words(entry: Correction) -> str:
    """What to post, in one sentence."""
    codes = (("cost centre", entry.coding.cost_centre), ("subjective", entry.coding.subjective))
    where = "".join(f", {name} {code}" for name, code in codes if code)
    of = "reversing" if entry.pence < 0 else "for"
    document = f", {of} document {entry.document}" if entry.document else ""
    as_accrual = " as an accrual" if entry.means is Means.ACCRUAL else ""
    return f"Post {say_money(entry.pence)}{as_accrual} in {entry.posting}{where}{document}."


def corrections_in_words(entries: Iterable[Correction]) -> str:
    """What to post, a sentence a line."""
    return " ".join(map(correction_in_words, entries))


def _then(*entries: Correction) -> str:
    """What to post, going on from `If it is owed,`."""
    words = corrections_in_words(entries)
    return words[:1].lower() + words[1:]


def _back(one: Dated, pence: int) -> Correction:
    """So many pence of a line taken back where it stands."""
    line = one.line
    return Correction(
        line.posting,
        line.coding,
        -pence,
        line.document,
        line.service,
        line.area,
        one.day,
        line.means or Means.SPEND,
    )


def _coded(entry: Correction, code: LedgerCode) -> Correction:
    """The correction under a code, where there is one."""
    return replace(entry, coding=code.coding, means=code.means) if code.coding != Coding() else entry


def _item(
    sort: ItemSort, pence: int, tally: Tally, lines: tuple[Dated, ...], entries: tuple[Correction, ...], says: str
) -> Item:
    found = tuple(one.line for one in lines)
    return Item(sort, pence, tally.service, tally.area, found, corrections=entries, says=says)


def _alike(tally: Tally, one: Dated, means: Means, pence: int) -> list[Dated]:
    """Other lines of the tally with that meaning and amount, posted no earlier."""
    return [
        other
        for other in tally.lines
        if other is not one
        and (other.line.means, other.line.net) == (means, pence)
        and other.line.posting >= one.line.posting
    ]


def _accruals_of(tally: Tally, invoice: Dated) -> list[Dated]:
    """The accruals of the same amount in the period that an invoice is for."""
    return [
        one
        for one in tally.lines
        if (one.line.means, one.line.net) == (Means.ACCRUAL, invoice.line.net)
        and one.line.posting < invoice.line.posting
    ]


def _is_in(tally: Tally, one: Dated) -> bool:
    return one.line.posting in tally.scope.postings


def _name(one: Dated) -> str:
    return f"Document {one.line.document}" if one.line.document else "A line without a document"
