"""Ledger lines from tables, and books with corrections posted, for tests of reconciling."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from commissioning.funding.books import Books
from commissioning.funding.general_ledger.reconciliation import Correction, Reconciliation
from commissioning.model.accounts import LedgerLine
from commissioning.model.funding import Coding, LedgerCode, Means, Money
from commissioning.money import pounds, read_money
from commissioning.posting import Posting, postings_within
from tests.money_makers import a_charge, a_ledger_line, a_year

REFUGE, ADVOCACY = Coding("C100", "4000"), Coding("C200", "4000")
MONEY = Money(
    codes=(
        LedgerCode(REFUGE, Means.SPEND, "refuge"),
        LedgerCode(Coding("C100", "4010"), Means.ACCRUAL, "refuge"),
        LedgerCode(ADVOCACY, Means.SPEND, "advocacy"),
        LedgerCode(Coding("C200", "4010"), Means.ACCRUAL, "advocacy"),
    )
)
Q1 = tuple(Posting(2025, number) for number in (1, 2, 3))
Q2 = tuple(Posting(2025, number) for number in (4, 5, 6))
YEAR = postings_within(a_year())


def lines_of(table: str) -> tuple[LedgerLine, ...]:
    """Ledger lines from a table with headings; a column left out, and a `.`, is not told."""
    headings, *rows = [line.split(" | ") for line in table.strip().splitlines()]
    names = [heading.strip() for heading in headings]
    return tuple(_a_line(dict(zip(names, map(str.strip, row), strict=True)), n) for n, row in enumerate(rows))


def _a_line(cells: dict[str, str], number: int) -> LedgerLine:
    told = {name: value for name, value in cells.items() if value != "."}
    service = told.get("service", "refuge")
    others: dict[str, Any] = {
        "service_date": date.fromisoformat(told["for"]) if "for" in told else None,
        "document_date": date.fromisoformat(told["dated"]) if "dated" in told else None,
        "vat": read_money(told["vat"]) if "vat" in told else None,
        "gross": read_money(told["gross"]) if "gross" in told else None,
        "means": Means(told.get("means", "spend")),
        "text": told.get("text", ""),
        "service": service,
        "coding": REFUGE if service == "refuge" else ADVOCACY,
        "line": told.get("line", ""),
    }
    document = told.get("document", "")
    return a_ledger_line(told["net"], posting=told["posting"], document=document, key=f"line {number}", **others)


CHARGED = (a_charge("ash 600.00, beech 400.00"),)


def item_in_words(item: Any) -> str:
    """`120.00 gross posted for net`."""
    return f"{pounds(item.pence)} {item.sort}{f' or {item.otherwise}' if item.otherwise else ''}"


def entry_in_words(entry: Correction) -> str:
    """`-120.00 in 2025-26-P02, reversing document A2`."""
    accrual = " as an accrual" if entry.means is Means.ACCRUAL else ""
    of = f", {'reversing' if entry.pence < 0 else 'for'} document {entry.document}" if entry.document else ""
    return f"{pounds(entry.pence)}{accrual} in {entry.posting}{of}"


_NUMBERS = count()


def corrected_books(kept: Books, found: Reconciliation) -> Books:
    """The books with every correction posted."""
    entries = (entry for item in found.items for entry in item.corrections)
    return replace(kept, lines=(*kept.lines, *map(posted, entries)))


def posted(entry: Correction) -> LedgerLine:
    """A correction as the ledger line that it becomes."""
    return a_ledger_line(
        pounds(entry.pence),
        posting=entry.posting,
        key=f"journal {next(_NUMBERS)}",
        document=entry.document,
        coding=entry.coding,
        service=entry.service,
        area=entry.area,
        service_date=entry.service_date,
        means=entry.means,
        line=entry.line,
    )
