"""A statement to its sheet of charges: each amount, the funder's part as it was posted, and how that was found."""

from collections.abc import Iterator

from commissioning.disclosure import PLACE_HELD
from commissioning.funding.statements.statement_nouns import ChargeRow, PartRow, Statement
from commissioning.model.document import Look, Sheet, Table, Words
from commissioning.period import label
from commissioning.report.money_cells import Row, columns, heads, posted, posted_or, total_of, words, worked_out

COLUMNS = columns(
    ("Charge", 8),
    ("Service and area", 30),
    ("Period of service", 13),
    ("Posted in", 13),
    ("Charge, £ net", 15),
    ("VAT, £", 13),
    ("Your share, £", 15),
    ("How your share was found", 62),
    ("What the charge is", 22),
)


def charge_name(row: ChargeRow) -> tuple[str, int]:
    """The name of the number that is a charge."""
    return ("charge", row.number)


def part_name(row: ChargeRow, place: int) -> tuple[str, int, int]:
    """The name of the number that is one of the funder's parts of a charge, by its place among them."""
    return ("part", row.number, place)


def part_names(row: ChargeRow) -> tuple[tuple[str, int, int], ...]:
    """The names of all the funder's parts of a charge; one that is nothing, where it has none."""
    return tuple(part_name(row, place) for place in range(max(1, len(row.parts))))


def vat_name(row: ChargeRow) -> tuple[str, int]:
    """The name of the number that is the VAT on a charge."""
    return ("vat", row.number)


def share_sheet(statement: Statement, called: str) -> Sheet:
    """Every charge of the funder's contracts posted in the period; corrections of earlier periods among them."""
    lead = (
        Words(
            "Each charge was split once, when it was posted. The shares here are those posted pennies: formulas only"
            " add them. A correction stands in the posting period in which it was made, with the period it is for."
        ),
    )
    return Sheet("Share", f"Your share, charge by charge, {called}", lead, (_table(statement),))


def _table(statement: Statement) -> Table:
    rows = tuple(row for covered in statement.covers for row in _contract(statement, covered.contract, covered.title))
    every = statement.charges
    charged = worked_out(
        sum(row.pence for row in every), total_of(charge_name(row) for row in every), ("charged",), strong=True
    )
    names = (name for row in every for name in part_names(row))
    share = worked_out(statement.share, total_of(names), ("share",), strong=True)
    total: Row = (*words("", "All charges", "", "", look=Look.STRONG), charged, Words(""), share, *words("", ""))
    held = any(row.area == PLACE_HELD for row in every)
    notes = ("The place of a service that accommodates people is held back.",) if held else ()
    shown = (*rows, total) if every else ()
    return Table("Charges", COLUMNS, shown, notes, empty="No charge was posted in the period.")


def _contract(statement: Statement, contract: str, title: str) -> Iterator[Row]:
    own = [row for row in statement.charges if row.contract == contract]
    if own and len(statement.covers) > 1:
        yield heads(title, len(COLUMNS))
    for row in own:
        yield from _charge(row)


def _charge(row: ChargeRow) -> Iterator[Row]:
    about = (
        *words(str(row.number), ", ".join(part for part in (row.service_title, row.area) if part)),
        *words(label(row.period), str(row.posting)),
    )
    charge = (posted(row.pence, charge_name(row)), posted_or(row.vat, vat_name(row)))
    if not row.parts:
        none = Words("None of your money pays for this charge.", Look.QUIET)
        yield (*about, *charge, posted(0, part_name(row, 0)), none, Words(what_it_is(row)))
    for place, part in enumerate(row.parts):
        share = posted(part.pence, part_name(row, place))
        if place == 0:
            yield (*about, *charge, share, Words(how_found(row, part)), Words(what_it_is(row)))
        else:
            yield (*words(*[""] * 6), share, Words(how_found(row, part)), Words(""))


def how_found(row: ChargeRow, part: PartRow) -> str:
    """The working of the part: by which line, where there are several, and where its last penny comes from."""
    return f"{part.name}: {part.why}" if len(row.parts) > 1 else part.why


def what_it_is(row: ChargeRow) -> str:
    """What a charge comes of, which one it takes back, and which issued statement it would have changed."""
    sort = f"{row.source} of charge {row.credits}" if row.credits else row.source
    touched = f"touches statement {', '.join(row.touches)}" if row.touches else ""
    return "; ".join(text for text in (sort, row.says.rstrip("."), touched) if text)
