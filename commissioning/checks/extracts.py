"""Is this an extract of the general ledger, and can every line of it be read? What stops keeps the whole file out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commissioning.findings import Checks, Fault
from commissioning.funding.general_ledger.coding import Coded
from commissioning.funding.general_ledger.extract import Extract
from commissioning.model.accounts import LedgerLine
from commissioning.model.finance import ExtractField
from commissioning.model.finding import Place, Severity
from commissioning.money import say_money

MOST_NAMED = 5
"""So many cost centres of no contract are named."""


@dataclass(frozen=True, slots=True)
class LedgerExtract:
    """A file as it was read, its lines by what their codes mean, those kept before that it says otherwise, the
    titles of the layouts there are, and the lines kept before that should be in it and are not."""

    extract: Extract
    coded: Coded
    changed: tuple[LedgerLine, ...] = ()
    layouts: tuple[str, ...] = ()
    gone: tuple[LedgerLine, ...] = ()


EXTRACT_CHECKS = Checks(LedgerExtract, "Is this an extract of the general ledger, and can it all be read?", rank=90)
declare = EXTRACT_CHECKS.declare


@declare(
    "T101",
    Severity.STOPS,
    "This file has the headings of no layout of an extract ({layouts}).",
    "Describe its columns in contracts/finance.toml as an [extract], or send the extract that is described there.",
)
def extract_is_of_no_layout(ledger: LedgerExtract) -> Iterator[Fault]:
    """Which column is which is told by the headings that finance.toml states, and never guessed."""
    if ledger.extract.layout is None and not ledger.extract.several:
        yield Fault((), {"layouts": "; ".join(ledger.layouts) or "finance.toml describes none"})


@declare(
    "T102",
    Severity.STOPS,
    "The headings {headings} of the layout “{layout}” are not in this row.",
    "Send the extract with these columns, or put their headings as they now are into contracts/finance.toml.",
)
def heading_is_missing(ledger: LedgerExtract) -> Iterator[Fault]:
    """A column that is gone takes what it said with it."""
    heads, layout = ledger.extract.headings, ledger.extract.layout
    if heads and layout and heads.missing:
        place = Place(heads.sheet.name, f"A{heads.row}")
        yield Fault((place,), {"headings": ", ".join(f"“{one}”" for one in heads.missing), "layout": layout.title})


@declare(
    "T103",
    Severity.STOPS,
    "The heading {headings} stands in this row more than once.",
    "Take out the column that is not meant, and send the extract again.",
)
def heading_stands_twice(ledger: LedgerExtract) -> Iterator[Fault]:
    """Of two columns of one name nobody can say which is meant."""
    heads = ledger.extract.headings
    if heads and heads.twice:
        place = Place(heads.sheet.name, f"A{heads.row}")
        yield Fault((place,), {"headings": ", ".join(f"“{one}”" for one in heads.twice)})


@declare(
    "T104",
    Severity.STOPS,
    "This file can be read in more than one way: {readings}.",
    "Name the layout with --extract, or name its sheet in contracts/finance.toml.",
)
def extract_fits_several_layouts(ledger: LedgerExtract) -> Iterator[Fault]:
    """Which of two sheets or layouts is meant, nobody guesses."""
    if ledger.extract.several:
        yield Fault((), {"readings": "; ".join(ledger.extract.several)})


@declare(
    "T105",
    Severity.STOPS,
    "The {field} here {why}.",
    "Write it in pounds and pence, such as 1234.50, and import the file again.",
)
def amount_cannot_be_read(ledger: LedgerExtract) -> Iterator[Fault]:
    """An amount that is left out is money that nobody finds again."""
    yield from _not_read(ledger, (ExtractField.NET, ExtractField.VAT, ExtractField.GROSS))


@declare(
    "T106",
    Severity.STOPS,
    "The {field} here {why}.",
    "Write it as 2025-26 P03 or Jun-25; where it has no year of its own, add a column for it or give --year.",
)
def posting_period_cannot_be_read(ledger: LedgerExtract) -> Iterator[Fault]:
    """202503 is March in one ledger and June in another."""
    yield from _not_read(ledger, (ExtractField.POSTING,))


@declare(
    "T107",
    Severity.STOPS,
    "The {field} here {why}.",
    "Write it as 2025-06-30; where all days are day, month and year, say day_first = true in contracts/finance.toml.",
)
def day_cannot_be_read(ledger: LedgerExtract) -> Iterator[Fault]:
    """03/06/2025 is 3 June or 6 March, and the accounting year may turn on it."""
    yield from _not_read(ledger, (ExtractField.SERVICE_DATE, ExtractField.DOCUMENT_DATE))


@declare(
    "T108",
    Severity.STOPS,
    "There is an amount in this row, and the {field} {why}.",
    "Fill it in, or take the row out where it is no line of the ledger.",
)
def line_has_no_cost_centre(ledger: LedgerExtract) -> Iterator[Fault]:
    """Without a cost centre nobody can say whose money it is."""
    yield from _not_read(ledger, (ExtractField.COST_CENTRE,))


@declare(
    "T109",
    Severity.STOPS,
    "This row of totals states {stated}, and the lines above it come to {lines}.",
    "Look whether lines are missing from the extract, or whether the total is of something else; then import it again.",
)
def total_does_not_fit(ledger: LedgerExtract) -> Iterator[Fault]:
    """A file that was cut short still looks whole."""
    if ledger.extract.wrong_total:
        place, stated, lines = ledger.extract.wrong_total
        yield Fault((place,), {"stated": say_money(stated), "lines": say_money(lines)})


@declare(
    "T110",
    Severity.STOPS,
    "Cost centre {cost_centre}, subjective {subjective} is of more than one contract: {contracts}.",
    "Leave the code in the text of one of them, or give each a code of its own.",
)
def code_is_of_several_contracts(ledger: LedgerExtract) -> Iterator[Fault]:
    """One line is counted once."""
    for line, contracts in ledger.coded.unclear:
        yield Fault((line.place,), _codes(line) | {"contracts": ", ".join(contracts)})


@declare(
    "T111",
    Severity.NEEDS_EXPLANATION,
    "Document {document} in {posting} says something else here than when it was imported before.",
    "What was imported before still stands. Ask for the correcting journal, since a posted line does not change.",
)
def line_has_changed(ledger: LedgerExtract) -> Iterator[Fault]:
    """A statement may rest on the line as it was."""
    for line in ledger.changed:
        yield Fault((line.place,), {"document": line.document or "(none)", "posting": str(line.posting)})


@declare(
    "T112",
    Severity.NOTE,
    "{lines} of other cost centres than those of contracts: {centres}.",
    "They were not kept. If one is of a contract, add its code to the contract's text and import the file again.",
)
def lines_are_of_no_contract(ledger: LedgerExtract) -> Iterator[Fault]:
    """An extract holds the money of others too, which is not kept here."""
    others = ledger.coded.others
    if others:
        count = sum(number for _, number in others)
        named = [f"{centre} ({number})" for centre, number in others[:MOST_NAMED]]
        rest = [f"and {len(others) - MOST_NAMED} more"] if len(others) > MOST_NAMED else []
        lines = "There is 1 line" if count == 1 else f"There are {count:,} lines"
        yield Fault((), {"lines": lines, "centres": ", ".join((*named, *rest))})


@declare(
    "T113",
    Severity.NOTE,
    "Cost centre {cost_centre} is of {contract}, and its text does not say what subjective {subjective} is.",
    "The line was kept and counts for nothing yet. Add the code to the contract's text.",
)
def subjective_is_not_stated(ledger: LedgerExtract) -> Iterator[Fault]:
    """What a line means is stated by the contract, and never guessed from its words."""
    for line in ledger.coded.not_coded:
        yield Fault((line.place,), _codes(line) | {"contract": line.contract})


@declare(
    "T114",
    Severity.NOTE,
    "Net and VAT do not come to the gross of this line.",
    "The line was kept as it is. Look whether its gross was posted for its net.",
)
def net_and_vat_are_not_gross(ledger: LedgerExtract) -> Iterator[Fault]:
    """Gross posted for net overstates spending by the VAT."""
    if ledger.extract.uneven:
        yield Fault(ledger.extract.uneven)


@declare(
    "T115",
    Severity.NOTE,
    "This line stands in a row that is hidden, perhaps by a filter.",
    "It was read like any other. Look whether it is meant to be in the extract.",
)
def line_is_hidden(ledger: LedgerExtract) -> Iterator[Fault]:
    """A filter hides rows and leaves them in the file."""
    if ledger.extract.hidden:
        yield Fault(ledger.extract.hidden)


@declare(
    "T116",
    Severity.NEEDS_EXPLANATION,
    "Document {document} of {posting}, imported before, is not in this file; others of its code and period are.",
    "What was imported before still stands. Ask whether the file is whole; a line is taken back only by another.",
)
def line_has_vanished(ledger: LedgerExtract) -> Iterator[Fault]:
    """A statement may rest on a line that the ledger has no more."""
    for line in ledger.gone:
        yield Fault((), {"document": line.document or "(none)", "posting": str(line.posting)})


def _not_read(ledger: LedgerExtract, fields: Iterable[ExtractField]) -> Iterator[Fault]:
    """The cells of some columns that were not read, those of one trouble together."""
    fields = tuple(fields)
    found: dict[tuple[str, str], list[Place]] = {}
    for one in ledger.extract.not_read:
        if one.field in fields:
            name = "VAT" if one.field is ExtractField.VAT else one.field.value
            found.setdefault((name, one.why.value), []).append(one.place)
    for (name, why), places in found.items():
        yield Fault(tuple(places), {"field": name, "why": why})


def _codes(line: LedgerLine) -> dict[str, str]:
    return {"cost_centre": line.coding.cost_centre, "subjective": line.coding.subjective or "(none)"}
