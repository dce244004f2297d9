"""Charges against the general ledger: planted faults found and named, each with the line that corrects it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.funding.books import Books
from commissioning.funding.reconcile import reconcile
from commissioning.funding.reconciliation import Correction, Due, ItemSort, Reconciliation
from commissioning.model.accounts import LedgerLine
from commissioning.model.funding import Coding, LedgerCode, Means, Money
from commissioning.money import pounds, read_money
from commissioning.posting import Posting, postings_within, read_posting
from tests.money_makers import a_charge, a_funding, a_ledger_line, a_line, a_year, books

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
BOTH = (*CHARGED, a_charge("ash 300.00, beech 200.00", service="advocacy"))
FINE = """document | for | posting | net
          A1 | 2025-04-30 | 2025-26-P01 | 300.00
          A2 | 2025-05-31 | 2025-26-P02 | 300.00
"""

PLANTED = {
    "gross for net": (
        CHARGED,
        """document | for | posting | net | vat | gross
           A1 | 2025-04-30 | 2025-26-P01 | 400.00 | 80.00 | 480.00
           A2 | 2025-05-31 | 2025-26-P02 | 720.00 | 120.00 | 720.00""",
        Q1,
        ["120.00 gross posted for net"],
        ["-120.00 in 2025-26-P02, reversing document A2"],
    ),
    "gross for net, where the extract tells no VAT": (
        CHARGED,
        """document | for | posting | net
           A1 | 2025-04-30 | 2025-26-P01 | 400.01
           A2 | 2025-05-31 | 2025-26-P02 | 719.99""",
        Q1,
        ["120.00 gross posted for net"],
        ["-120.00 in 2025-26-P02, reversing document A2"],
    ),
    "wrong period": (
        CHARGED,
        """document | for | dated | posting | net
           A1 | 2025-04-30 | 2025-04-30 | 2025-26-P01 | 400.00
           A2 | 2025-06-30 | 2025-06-30 | 2025-26-P05 | 600.00""",
        Q1,
        ["-600.00 wrong posting period"],
        ["600.00 in 2025-26-P03, for document A2", "-600.00 in 2025-26-P05, reversing document A2"],
    ),
    "posted before its period": (
        CHARGED,
        """document | for | posting | net
           A1 | 2025-04-30 | 2025-26-P01 | 1,000.00
           A2 | 2025-07-31 | 2025-26-P03 | 250.00""",
        Q1,
        ["250.00 wrong posting period"],
        ["250.00 in 2025-26-P04, for document A2", "-250.00 in 2025-26-P03, reversing document A2"],
    ),
    "wrong year": (
        (a_charge("ash 1,000.00", period="2025-26-Q4"),),
        """document | for | dated | posting | net
           A1 | 2026-02-28 | 2026-02-28 | 2025-26-P11 | 400.00
           A2 | 2026-03-31 | 2026-03-31 | 2026-27-P01 | 600.00""",
        YEAR,
        ["-600.00 wrong accounting year"],
        ["600.00 in 2025-26-P12, for document A2", "-600.00 in 2026-27-P01, reversing document A2"],
    ),
    "missing accrual": (
        CHARGED,
        """document | for | dated | posting | net
           A1 | 2025-04-30 | 2025-04-30 | 2025-26-P01 | 400.00
           A2 | 2025-06-30 | 2025-07-14 | 2025-26-P04 | 600.00""",
        Q1,
        ["-600.00 missing accrual"],
        ["600.00 as an accrual in 2025-26-P03, for document A2",
         "-600.00 as an accrual in 2025-26-P04, reversing document A2"],
    ),
    "wrong period or missing accrual, where the invoice has no date": (
        CHARGED,
        """document | for | posting | net
           A1 | 2025-04-30 | 2025-26-P01 | 400.00
           A2 | 2025-06-30 | 2025-26-P04 | 600.00""",
        Q1,
        ["-600.00 wrong posting period or missing accrual"],
        ["600.00 in 2025-26-P03, for document A2", "-600.00 in 2025-26-P04, reversing document A2"],
    ),
    "unreversed accrual": (
        CHARGED,
        """document | for | posting | net | means
           A1 | 2025-04-30 | 2025-26-P01 | 400.00 | spend
           ACC | 2025-06-30 | 2025-26-P03 | 600.00 | accrual
           A2 | 2025-06-30 | 2025-26-P04 | 600.00 | spend""",
        Q2,
        ["600.00 accrual not reversed"],
        ["-600.00 as an accrual in 2025-26-P04, reversing document ACC"],
    ),
    "accrual reversed and no invoice": (
        CHARGED,
        """document | for | posting | net | means
           A1 | 2025-04-30 | 2025-26-P01 | 400.00 | spend
           ACC | 2025-06-30 | 2025-26-P03 | 600.00 | accrual
           ACC | . | 2025-26-P04 | -600.00 | accrual""",
        YEAR,
        ["-600.00 accrual reversed"],
        ["600.00 as an accrual in 2025-26-P13, for document ACC",
         "-600.00 as an accrual in 2026-27-P01, reversing document ACC"],
    ),
    "duplicate invoice": (
        CHARGED,
        """document | for | posting | net
           A1 | 2025-04-30 | 2025-26-P01 | 400.00
           A2 | 2025-06-30 | 2025-26-P03 | 600.00
           A2 | 2025-06-30 | 2025-26-P03 | 600.00""",
        Q1,
        ["600.00 duplicate invoice"],
        ["-600.00 in 2025-26-P03, reversing document A2"],
    ),
    "duplicate invoice in a later period": (
        CHARGED,
        """document | posting | net
           A1 | 2025-26-P01 | 400.00
           A2 | 2025-26-P03 | 600.00
           A2 | 2025-26-P04 | 600.00""",
        (*Q1, *Q2),
        ["600.00 duplicate invoice"],
        ["-600.00 in 2025-26-P04, reversing document A2"],
    ),
    "one penny": (
        CHARGED,
        """document | for | posting | net
           A1 | 2025-04-30 | 2025-26-P01 | 333.33
           A2 | 2025-06-30 | 2025-26-P03 | 666.66""",
        Q1,
        ["-0.01 one penny"],
        ["0.01 in 2025-26-P03, for document A2"],
    ),
    "line with no charge": (
        CHARGED,
        """document | for | posting | net
           A1 | 2025-04-30 | 2025-26-P01 | 1,000.00
           A2 | 2025-06-30 | 2025-26-P03 | 77.70""",
        Q1,
        ["77.70 line in the ledger with no charge"],
        ["-77.70 in 2025-26-P03, reversing document A2"],
    ),
    "charge with no line": (
        CHARGED,
        "document | for | posting | net",
        Q1,
        ["-1,000.00 charge with no line in the ledger"],
        ["1,000.00 as an accrual in 2025-26-P03", "-1,000.00 as an accrual in 2025-26-P04"],
    ),
    "miscoded service": (
        BOTH,
        """document | for | posting | net | text
           A1 | 2025-04-30 | 2025-26-P01 | 1,000.00 | Refuge, April
           A2 | 2025-06-30 | 2025-26-P03 | 500.00 | Advocacy, June""",
        Q1,
        ["0.00 miscoded service"],
        ["-500.00 in 2025-26-P03, reversing document A2", "500.00 in 2025-26-P03, for document A2"],
    ),
    "gross for net and a missing accrual": (
        CHARGED,
        """document | for | dated | posting | net | vat | gross
           A1 | 2025-04-30 | 2025-04-30 | 2025-26-P01 | 480.00 | 80.00 | 480.00
           A2 | 2025-06-30 | 2025-07-14 | 2025-26-P04 | 600.00 | 120.00 | 720.00""",
        Q1,
        ["-600.00 missing accrual", "80.00 gross posted for net"],
        ["600.00 as an accrual in 2025-26-P03, for document A2",
         "-600.00 as an accrual in 2025-26-P04, reversing document A2",
         "-80.00 in 2025-26-P01, reversing document A1"],
    ),
    "one line, gross and in the wrong period": (
        CHARGED,
        """document | for | dated | posting | net | vat | gross
           A1 | 2025-04-30 | 2025-04-30 | 2025-26-P01 | 400.00 | 80.00 | 480.00
           A2 | 2025-06-30 | 2025-06-30 | 2025-26-P05 | 720.00 | 120.00 | 720.00""",
        Q1,
        ["-720.00 wrong posting period", "120.00 gross posted for net"],
        ["720.00 in 2025-26-P03, for document A2", "-720.00 in 2025-26-P05, reversing document A2",
         "-120.00 in 2025-26-P03, reversing document A2"],
    ),
    "duplicate invoice and one penny": (
        CHARGED,
        """document | for | posting | net
           A1 | 2025-04-30 | 2025-26-P01 | 400.01
           A2 | 2025-06-30 | 2025-26-P03 | 600.00
           A2 | 2025-06-30 | 2025-26-P03 | 600.00""",
        Q1,
        ["600.00 duplicate invoice", "0.01 one penny"],
        ["-600.00 in 2025-26-P03, reversing document A2", "-0.01 in 2025-26-P03, reversing document A2"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_and_named_with_the_line_that_corrects_it(fault: str) -> None:
    """Each item by its name and pence, and what to post."""
    charges, table, postings, named, corrected = PLANTED[fault]
    found = reconcile(books(charges=charges, lines=lines_of(table), money=MONEY), postings)
    assert [item_in_words(item) for item in found.items] == named
    assert [entry_in_words(entry) for item in found.items for entry in item.corrections] == corrected
    assert (found.unexplained, found.is_agreed) == (0, True)


@pytest.mark.parametrize("fault", PLANTED)
def test_posting_the_correcting_lines_makes_the_difference_vanish(fault: str) -> None:
    """The same books with the corrections in them have nothing left to name."""
    charges, table, postings, _, _ = PLANTED[fault]
    kept = books(charges=charges, lines=lines_of(table), money=MONEY)
    again = reconcile(corrected_books(kept, reconcile(kept, postings)), postings)
    assert (again.ledger, again.items, again.open) == (again.engine, (), ())


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


def test_what_is_right_is_matched_line_by_line_then_by_sum() -> None:
    """By its document, by its amount, and several lines by what they come to."""
    charges = (
        a_charge("ash 10.00", period="2025-04", origin="DOC-1"),
        a_charge("ash 20.00", period="2025-05"),
        a_charge("ash 30.00", period="2025-06"),
    )
    table = """document | for | posting | net
               DOC-1 | 2025-04-10 | 2025-26-P01 | 10.00
               A2 | 2025-05-10 | 2025-26-P02 | 20.00
               A3 | 2025-06-10 | 2025-26-P03 | 12.00
               A4 | 2025-06-20 | 2025-26-P03 | 18.00"""
    found = reconcile(books(charges=charges, lines=lines_of(table)), Q1)
    by = [(pair.by, [line.document for line in pair.lines]) for pair in found.matched]
    assert by == [("document and amount", ["DOC-1"]), ("service, period and amount", ["A2"]), ("sum", ["A3", "A4"])]
    assert (found.items, found.unexplained) == ((), 0)


def test_two_readings_that_both_fit_are_said_to_be_two() -> None:
    """Either of two invoices may be the one that holds its VAT."""
    table = """document | for | posting | net
               A1 | 2025-04-30 | 2025-26-P01 | 600.00
               A2 | 2025-06-30 | 2025-26-P03 | 600.00"""
    found = reconcile(books(charges=[a_charge("ash 1,100.00")], lines=lines_of(table)), Q1)
    readings = [[reading[0].lines[0].document for reading in one.readings] for one in found.open]
    assert (readings, found.items, found.unexplained, found.is_agreed) == ([["A1", "A2"]], (), 10000, False)


def test_what_nothing_proves_stays_unexplained() -> None:
    """An amount off by no reason is not explained away."""
    found = reconcile(books(charges=CHARGED, lines=lines_of(FINE)), Q1)
    assert (found.items, found.unexplained) == ((), -40000)


def test_two_differences_that_cancel_out_are_not_agreed() -> None:
    """Too much of one service and too little of another."""
    table = """document | for | posting | net | service
               A1 | 2025-04-30 | 2025-26-P01 | 1,003.50 | refuge
               A2 | 2025-06-30 | 2025-26-P03 | 496.50 | advocacy"""
    found = reconcile(books(charges=BOTH, lines=lines_of(table), money=MONEY), Q1)
    assert (found.unexplained, found.is_agreed, sorted(one.pence for one in found.open)) == (0, False, [-350, 350])


def test_a_charge_posted_in_a_later_period_is_a_matter_of_time_alone() -> None:
    """A return of a closed period is charged in the next open one."""
    late = (replace(CHARGED[0], posting=read_posting("2025-26-P05")),)
    table = "document | for | posting | net\nA1 | 2025-04-30 | 2025-26-P01 | 1,000.00"
    kept = books(charges=late, lines=lines_of(table))
    told = [[item_in_words(item) for item in reconcile(kept, postings).items] for postings in (Q1, Q2, Q1 + Q2)]
    said = "charged in another posting period"
    assert told == [[f"1,000.00 {said}"], [f"-1,000.00 {said}"], []]


def test_a_charge_and_its_credit_need_no_line() -> None:
    """What was taken back is nothing to find in the ledger."""
    wrong = replace(CHARGED[0], number=1)
    credit = replace(a_charge("ash -600.00, beech -400.00"), number=2, credits=1)
    right = replace(a_charge("ash 300.00, beech 300.00"), number=3)
    found = reconcile(books(charges=[wrong, credit, right], lines=lines_of(FINE)), Q1)
    assert (found.items, found.unexplained, found.engine) == ((), 0, 60000)


# Contributions.

SHARES = a_funding(
    a_line("ash 60%", dates="2024-04..2025-03"),
    a_line("ash 55%", dates="2025-04..2026-03"),
    a_line("beech 40%", dates="2024-04..2025-03"),
    a_line("beech 45%", dates="2025-04..2026-03"),
)
DUE = (
    Due("ash", Posting(2025, 3), read_money("550.00"), read_money("1,000.00")),
    Due("beech", Posting(2025, 3), read_money("450.00"), read_money("1,000.00")),
)
SPENT = "document | for | posting | net | means | line\nA1 | 2025-04-30 | 2025-26-P01 | 1,000.00 | spend | ."

INVOICED = {
    "as due": ("-550.00", "-450.00", [], []),
    "another year's share": (
        "-600.00",
        "-450.00",
        ["-50.00 contribution invoiced at another year's share"],
        ["50.00 in 2025-26-P03, for document R1"],
    ),
    "not invoiced": (
        "-550.00",
        None,
        ["450.00 contribution not invoiced"],
        ["-450.00 in 2025-26-P03"],
    ),
}


@pytest.mark.parametrize("fault", INVOICED)
def test_contributions_invoiced_are_compared_with_those_due(fault: str) -> None:
    """By the funding line; an invoice at another share only where it is that to the penny."""
    ash, beech, named, corrected = INVOICED[fault]
    rows = [f"R1 | . | 2025-26-P03 | {ash} | contribution invoiced | ash"]
    rows += [f"R2 | . | 2025-26-P03 | {beech} | contribution invoiced | beech"] if beech else []
    kept = books(SHARES, CHARGED, lines=lines_of("\n".join([SPENT, *rows])))
    found = reconcile(kept, Q1, DUE)
    assert [item_in_words(item) for item in found.items] == named
    assert [entry_in_words(entry) for item in found.items for entry in item.corrections] == corrected
    assert (found.unexplained, found.is_agreed) == (0, True)
    again = reconcile(corrected_books(kept, found), Q1, DUE)
    assert (again.items, again.unexplained) == ((), 0)


def test_an_invoice_of_another_amount_is_not_called_another_years() -> None:
    """59% is nobody's share of any year."""
    rows = f"{SPENT}\nR1 | . | 2025-26-P03 | -590.00 | contribution invoiced | ash"
    found = reconcile(books(SHARES, CHARGED, lines=lines_of(rows)), Q1, DUE[:1])
    assert (found.items, found.unexplained) == ((), -4000)


# Whatever is planted.

MONTHS = st.integers(1, 12)
AMOUNTS = st.integers(100, 10_000_000)
SORTS = st.sampled_from(["none", "gross", "later", "twice", "penny", "gone", "extra"])


def planted(month: int, pence: int, fault: str) -> tuple[LedgerLine, ...]:
    """The ledger lines of a month's charge, with a fault in them."""
    year = 2025 + (month < 4)
    posting = Posting(2025, (month - 4) % 12 + 1)
    line = a_ledger_line(
        pounds(pence),
        posting=posting,
        key=f"{month}",
        document=f"DOC-{month}",
        service_date=date(year, month, 20),
        document_date=date(year, month, 21),
        means=Means.SPEND,
        coding=REFUGE,
    )
    vat = (pence + 2) // 5
    return {
        "none": (line,),
        "gross": (replace(line, net=pence + vat, vat=vat, gross=pence + vat),),
        "later": (replace(line, posting=Posting(2026, 2)),),
        "twice": (line, replace(line, key=f"{month} again")),
        "penny": (replace(line, net=pence + 1),),
        "gone": (),
        "extra": (line, replace(line, net=pence * 3, document="other", key=f"{month} other")),
    }[fault]


def charged(month: int, pence: int) -> Any:
    """The charge of a month."""
    period = f"{2025 + (month < 4)}-{month:02}"
    return a_charge(f"ash {pounds(pence)}", period=period, origin=f"return {month}")


@given(st.dictionaries(MONTHS, st.tuples(AMOUNTS, SORTS), min_size=1))
def test_random_faults_are_corrected_to_nothing(year: dict[int, tuple[int, str]]) -> None:
    """Plant faults, post what the items say, and the difference is 0.00; whatever stays open is the same as before."""
    charges = [charged(month, pence) for month, (pence, _) in year.items()]
    lines = [line for month, (pence, fault) in year.items() for line in planted(month, pence, fault)]
    kept = books(charges=charges, lines=lines, money=MONEY)
    found = reconcile(kept, YEAR)
    assert (found.unexplained, found.is_agreed) == (0, True)
    assert len(found.items) == sum(fault != "none" for _, fault in year.values())
    again = reconcile(corrected_books(kept, found), YEAR)
    assert (again.ledger - again.engine, again.items) == (0, ())


@given(st.lists(st.tuples(MONTHS, AMOUNTS), max_size=6), st.lists(st.tuples(MONTHS, AMOUNTS), max_size=6))
def test_what_is_named_and_what_is_open_come_to_the_difference(
    ours: Iterable[tuple[int, int]], theirs: Iterable[tuple[int, int]]
) -> None:
    """For any lines and charges: the ledger, less the charges, less the items, is what is open; and corrections take
    away exactly what the items named."""
    charges = [replace(charged(*pair), origin=f"return {n}") for n, pair in enumerate(ours)]
    lines = [replace(line, key=f"{n}") for n, pair in enumerate(theirs) for line in planted(*pair, "none")]
    kept = books(charges=charges, lines=lines, money=MONEY)
    found = reconcile(kept, YEAR)
    assert found.unexplained == sum(one.pence for one in found.open)
    after = reconcile(corrected_books(kept, found), YEAR)
    assert after.ledger - after.engine == found.unexplained


@given(AMOUNTS, MONTHS)
def test_equal_amounts_of_unrelated_services_are_never_paired(pence: int, month: int) -> None:
    """A line of one service and a charge of another, of the same pence and month, stay two things."""
    charge = replace(charged(month, pence), service="advocacy")
    found = reconcile(books(charges=[charge], lines=planted(month, pence, "none"), money=MONEY), YEAR)
    assert found.matched == ()
    assert {item.sort for item in found.items} == {ItemSort.NO_CHARGE, ItemSort.NO_LINE}
