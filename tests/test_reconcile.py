"""Charges against the general ledger: planted faults found and named, each with the line that corrects it."""

from dataclasses import replace

import pytest

from commissioning.funding.general_ledger.reconcile import reconcile
from commissioning.posting import read_posting
from tests.money_makers import a_charge, books
from tests.reconciling import CHARGED, MONEY, Q1, Q2, YEAR, corrected_books, entry_in_words, item_in_words, lines_of

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


def test_an_item_says_what_is_there_and_what_to_post() -> None:
    """In words that a finance officer can act on."""
    charges, table, postings, _, _ = PLANTED["missing accrual"]
    [missing] = reconcile(books(charges=charges, lines=lines_of(table), money=MONEY), postings).items
    assert missing.says == (
        "Document A2 of £600.00 is for 2025-26-P03 and stands in 2025-26-P04: missing accrual."
        " Post £600.00 as an accrual in 2025-26-P03, cost centre C100, subjective 4010, for document A2."
        " Post -£600.00 as an accrual in 2025-26-P04, cost centre C100, subjective 4010, reversing document A2."
    )
    [owed] = reconcile(books(charges=charges, money=MONEY), postings).items
    assert owed.says == (
        "The charge of £1,000.00 for 2025-26-Q1 has no line in the ledger."
        " If it is owed, post £1,000.00 as an accrual in 2025-26-P03, cost centre C100, subjective 4010."
        " Post -£1,000.00 as an accrual in 2025-26-P04, cost centre C100, subjective 4010."
    )
