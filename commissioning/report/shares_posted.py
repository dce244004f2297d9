"""Posted shares in; a Document of them out: a row for every charge, a column for every funder, and sums of these."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from commissioning.contract.reporting import period_label
from commissioning.funding.charges.shares import Payer, Shares
from commissioning.funding.splitting.allocate import working
from commissioning.funding.splitting.words import easier
from commissioning.model.accounts import Charge
from commissioning.model.document import Column, Document, Look, Number, Sheet, Table, Words
from commissioning.money import say_money
from commissioning.report.money_cells import Row, added, in_pounds

WIDE, PLAIN, NARROW = 44, 26, 16

HOW_TO_READ = (
    "Each row is one posted charge or credit; its parts were found once, to the penny, and are values here. "
    "The sums under and beside them are formulas."
)
WHEN_POSTED = "A charge is posted in the last month of its period of service, or in the next one that is open."
NOTHING = "Nothing is posted for this period."
DRIFT = "Year-end true-up of rounding"


def shares_document(
    called: str, shares: tuple[Shares, ...], *, with_charges: bool = True, with_working: bool = False
) -> Document:
    """The shares of a period by funder; every charge with its parts, and how each part was found, where asked for."""
    first = _shares_sheet(called, shares)
    sheets = [first, _charges_sheet(called, shares)] if with_charges else [_as_values(first)]
    if with_working:
        sheets.append(_working_sheet(called, shares))
    return Document(f"Shares posted in {called}", called, tuple(sheets))


def _shares_sheet(called: str, shares: tuple[Shares, ...]) -> Sheet:
    labels = dict.fromkeys(one.contract.latest.label for one in shares if one.contract.latest.label)
    tables = tuple(table for one in shares for table in _tables(called, one))
    nothing = (Table("Shares", (Column("Contract", WIDE),), (), empty=NOTHING),)
    lead = tuple(Words(text) for text in (*labels, WHEN_POSTED))
    return Sheet("Shares", f"Shares posted in {called}", lead, tables or nothing)


def _as_values(sheet: Sheet) -> Sheet:
    """A sheet whose sums stand as they are, where what they add is not shown."""
    return replace(sheet, tables=tuple(replace(one, rows=tuple(map(_row_as_values, one.rows))) for one in sheet.tables))


def _row_as_values(row: Row) -> Row:
    return tuple(replace(piece, expression=None) if isinstance(piece, Number) else piece for piece in row)


def _charges_sheet(called: str, shares: tuple[Shares, ...]) -> Sheet:
    tables = tuple(_posted(called, one) for one in shares if one.charges or one.earlier)
    return Sheet("Charges", f"Every charge posted in {called}", (Words(HOW_TO_READ),), tables, wide=True)


def _tables(called: str, one: Shares) -> Iterator[Table]:
    if one.charges or one.earlier or one.to_post:
        yield _by_funder(called, one)
    if one.not_charged:
        yield _not_posted(one)
    if one.illustrated:
        yield _illustrated(one)
    if one.is_empty:
        nothing = f"{one.never.capitalize()}. Nobody is billed." if one.never else NOTHING
        yield Table(one.contract.latest.title, (Column("Contract", WIDE),), (), empty=nothing)


def _by_funder(called: str, one: Shares) -> Table:
    """Each funder's parts by service and area, in the period and in the year so far."""
    columns = (
        Column("Funder", WIDE),
        Column("Service and area", WIDE),
        Column(f"{called} £", NARROW),
        Column("Year to date £", NARROW),
    )
    rows = [row for payer in one.payers for row in _payer_rows(one, payer)]
    if len(one.payers) > 1:
        rows.append(_total_row(one, "All funders and what is not covered", one.payers, strong=True))
    return Table(one.contract.latest.title, columns, tuple(rows), tuple(_notes(one)))


def _payer_rows(one: Shares, payer: Payer) -> Iterator[Row]:
    groups: dict[str, list[Charge]] = {}
    for charge in (*one.earlier, *one.charges):
        if payer.part_of(charge):
            groups.setdefault(_about(one, charge), []).append(charge)
    for about, charges in sorted(groups.items()):
        yield (Words(payer.name), Words(about), *_amounts(one, charges, (payer,)))
    if len(groups) > 1:
        yield _total_row(one, payer.name, (payer,))


def _total_row(one: Shares, says: str, payers: tuple[Payer, ...], *, strong: bool = True) -> Row:
    every = (*one.earlier, *one.charges)
    return (Words(says, Look.STRONG), Words("Total", Look.STRONG), *_amounts(one, every, payers, strong=strong))


def _amounts(one: Shares, charges: Iterable[Charge], payers: tuple[Payer, ...], *, strong: bool = False) -> Row:
    """What payers paid of charges in the period, and in the year so far: sums of the parts in the sheet of charges."""
    year, asked = tuple(charges), {charge.number for charge in one.charges}
    within = tuple(charge for charge in year if charge.number in asked)
    return tuple(
        Number(
            in_pounds(sum(payer.part_of(charge) for charge in some for payer in payers)),
            "money",
            added(_name(charge, payer) for charge in some for payer in payers) if some else None,
            strong=strong,
        )
        for some in (within, year)
    )


def _posted(called: str, one: Shares) -> Table:
    columns = (
        Column("Charge", WIDE),
        Column("Period of service", PLAIN),
        Column("Posted in", NARROW),
        *(Column(payer.name, NARROW) for payer in one.payers),
        *((Column("Total £", NARROW),) if one.shows_all else ()),
    )
    return Table(one.contract.latest.title, columns, tuple(_rows(called, one)))


def _rows(called: str, one: Shares) -> Iterator[Row]:
    groups = [(f"Earlier in the year of {called}", one.earlier), (f"Posted in {called}", one.charges)]
    shown = [(heading, charges) for heading, charges in groups if charges]
    for heading, charges in shown:
        yield (Words(heading, Look.GROUP), *(Words(""),) * (len(one.payers) + 2 + one.shows_all))
        for charge in charges:
            yield _charge_row(one, charge)
        yield _sum_row(one, heading, charges, f"{heading}: total")
    if len(shown) > 1:
        yield _sum_row(one, "year", (*one.earlier, *one.charges), "Year to date")


def _charge_row(one: Shares, charge: Charge) -> Row:
    cells = tuple(Number(in_pounds(payer.part_of(charge)), "money", name=_name(charge, payer)) for payer in one.payers)
    total = Number(in_pounds(charge.pence), "money", added(_name(charge, payer) for payer in one.payers), strong=True)
    where = period_label(one.contract.terms_for(charge.period), charge.period)
    return (
        Words(called_charge(one, charge)),
        Words(where),
        Words(str(charge.posting)),
        *cells,
        *((total,) if one.shows_all else ()),
    )


def _sum_row(one: Shares, of: str, charges: tuple[Charge, ...], says: str) -> Row:
    def summed(payer: Payer) -> Number:
        pence = sum(payer.part_of(charge) for charge in charges)
        total = added(_name(charge, payer) for charge in charges)
        return Number(in_pounds(pence), "money", total, (one.contract.id, of, payer), strong=True)

    cells = tuple(summed(payer) for payer in one.payers)
    every = Number(
        in_pounds(sum(charge.pence for charge in charges)),
        "money",
        added((one.contract.id, of, payer) for payer in one.payers),
        strong=True,
    )
    return (Words(says, Look.STRONG), Words(""), Words(""), *cells, *((every,) if one.shows_all else ()))


def called_charge(one: Shares, charge: Charge) -> str:
    """What a charge is called: its number, service and area, and what it takes back."""
    back = f", takes back {charge.credits}" if charge.credits else ""
    return f"{charge.number}. {_about(one, charge)}{back}"


def _about(one: Shares, charge: Charge) -> str:
    if not charge.pence:
        return DRIFT
    service = one.contract.terms_for(charge.period).service(charge.service).title
    return ", ".join(filter(None, (service, charge.area)))


def _notes(one: Shares) -> Iterator[str]:
    for charge in one.charges:
        if charge.touches:
            yield f"Charge {charge.number} changes what these issued statements say: {', '.join(charge.touches)}."
    for number in sorted(one.waiting):
        yield f"Charge {number} stays posted while its figure is provisional; once that is accepted, what changed is."
    if one.to_post:
        yield f"Not posted yet: {one.to_post} more, which the next import of a return of this contract posts."


def _not_posted(one: Shares) -> Table:
    columns = (Column("Returned, not posted", WIDE), Column("Period", PLAIN), Column("£", NARROW), Column("Why", WIDE))
    rows = tuple(
        (
            Words(_of(one, each.service, each.area)),
            Words(period_label(one.contract.terms_for(each.period), each.period)),
            Words("") if each.pence is None else Number(in_pounds(each.pence), "money"),
            Words(each.why),
        )
        for each in one.not_charged
    )
    return Table(f"{one.contract.latest.title}: not posted", columns, rows)


def _illustrated(one: Shares) -> Table:
    columns = (
        Column("Illustrative, not posted", WIDE),
        Column("Period", PLAIN),
        Column("Funder", PLAIN),
        Column("£", NARROW),
        Column("More or less", PLAIN),
    )
    rows = tuple(
        (
            Words(_of(one, each.of.service, each.of.area)),
            Words(period_label(one.contract.terms_for(each.of.period), each.of.period)),
            Words(name),
            Number(in_pounds(pence), "money"),
            Words(f"± {say_money(width)}"),
        )
        for each in one.illustrated
        for name, pence, width in each.parts
    )
    notes = ("The shares are known only as whole percents, so nothing is posted, and nothing may be billed from this.",)
    return Table(f"{one.contract.latest.title}: illustrative shares", columns, rows, notes)


def _working_sheet(called: str, shares: tuple[Shares, ...]) -> Sheet:
    columns = (Column("Charge", WIDE), Column("How each part was found", 110))
    rows = tuple(
        (Words(called_charge(one, charge) if number == 0 else "", Look.STRONG), Words(easier(line)))
        for one in shares
        for charge in one.charges
        for number, line in enumerate(working(charge, one.names))
    )
    table = Table("Every penny", columns, rows, empty="Nothing is posted for this period.")
    return Sheet("Working", f"How each part was found, {called}", (), (table,), wide=True)


def _of(one: Shares, service: str, area: str) -> str:
    return ", ".join(filter(None, (one.contract.latest.service(service).title, area)))


def _name(charge: Charge, payer: Payer) -> Hashable:
    return ("part", charge.number, payer.funder, payer.line)
