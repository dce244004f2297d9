"""The journal of what falls due to providers: each payment once, at its term's code, against the creditors' account."""

from dataclasses import replace

import pytest

from commissioning.errors import CommissioningError
from commissioning.funding.books import Books
from commissioning.funding.paying.journal import journal_rows, payment_journal_of
from commissioning.model.accounts import MoneySort
from commissioning.model.contract import Origin
from commissioning.model.finance import Journal
from commissioning.model.funding import Coding
from commissioning.period import read_period
from tests.money_makers import an_event
from tests.payment_makers import a_block, a_price, paid_by

CREDITORS = Coding("Z1", "8100")
BLOCK = a_block("400.01", coding=Coding("R1", "4500"), purchase_order="PO-1")
NIGHTS = a_price("nights", "1- at 2.50", coding=Coding("R2", "4600"))


def rows(books: Books, period: str = "2025-26-Q1", creditors: Coding = CREDITORS) -> list[str]:
    """Each line of the journal, without its description."""
    lines = payment_journal_of(books, read_period(period), creditors)
    return [" ".join(filter(None, row[:6])) for row in journal_rows(Journal(), lines)][1:] if lines else []


def test_each_payment_goes_from_the_creditors_to_its_terms_code() -> None:
    """With the order number, or else what the payment is called; both sides are the same pence."""
    assert rows(paid_by(BLOCK, NIGHTS, returns="2025-26-Q1 nights 3")) == [
        "2025-26-P03 R1 4500 100.00 PO-1",
        "2025-26-P03 Z1 8100 100.00 PO-1",
        "2025-26-P03 R2 4600 7.50 westshire/price",
        "2025-26-P03 Z1 8100 7.50 westshire/price",
    ]


def test_what_is_provisional_is_in_no_journal() -> None:
    """Only the block: the nights are not accepted."""
    found = rows(paid_by(BLOCK, NIGHTS, returns="2025-26-Q1 nights 3 provisional"))
    assert [row.split()[1] for row in found] == ["R1", "Z1"]


def test_what_falls_due_in_a_closed_posting_period_is_journalled_in_the_next() -> None:
    """As a charge is."""
    closed = an_event(MoneySort.CLOSED, posting="2025-26-P03")
    assert {row.split()[0] for row in rows(paid_by(BLOCK, events=(closed,)))} == {"2025-26-P04"}


@pytest.mark.parametrize(
    ("term", "creditors", "says"),
    [
        (BLOCK, Coding(), r"No control account of creditors is stated; write \[creditors\]"),
        (replace(BLOCK, coding=Coding()), CREDITORS, "are stated for the payment core of westshire"),
    ],
)
def test_without_a_code_of_either_side_it_is_refused(term, creditors: Coding, says: str) -> None:
    """And never written one-sided."""
    with pytest.raises(CommissioningError, match=says):
        rows(paid_by(term), creditors=creditors)


def test_nothing_is_journalled_for_a_real_council() -> None:
    """Its terms are a paper's."""
    assert rows(paid_by(BLOCK, origin=Origin.TRANSCRIBED)) == []
