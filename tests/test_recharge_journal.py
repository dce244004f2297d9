"""The journal of recharges: where a ledger's own charge stood, a year's true-up, and contracts without codes."""

from dataclasses import replace
from pathlib import Path

import pytest

from commissioning.errors import CommissioningError
from commissioning.funding.books import Books
from commissioning.funding.paying.journal import journal_of, journal_rows
from commissioning.model.accounts import Charge, ChargeSource, LedgerLine
from commissioning.model.finance import Journal
from commissioning.model.funding import Coding, LedgerCode, Means, Money
from commissioning.period import read_period
from commissioning.work.payments import PaymentsAsked
from commissioning.work.workspace import Workspace
from tests.money_makers import a_charge, a_funding, a_ledger_line, a_line, books, parts

SPENT = LedgerCode(Coding("R100", "4000"), Means.SPEND, service="refuge")
ASH = a_line("ash 50%", coding=Coding("A1", "9100"))
BEECH = a_line("beech 50%", coding=Coding("B1", "9200"))
Q1 = read_period("2025-26-Q1")
PAID = a_ledger_line("2.00", coding=Coding("R100", "4500"), means=Means.PAID, key="paid")
OF_PAYMENT = a_charge("ash 1.00, beech 1.00", source=ChargeSource.PAYMENT, origin="line paid")


def the_books(*charges: Charge, lines: tuple[LedgerLine, ...] = (), funding=None) -> Books:
    """The books of westshire, whose refuge's costs stand at R100 4000."""
    return books(funding or a_funding(ASH, BEECH), charges, (), lines, money=Money(codes=(SPENT,)))


def rows(found: Books, period: str) -> list[str]:
    """Each line of the journal: posting period, code, debit or credit."""
    lines = journal_of(found, read_period(period))
    return [" ".join(filter(None, row[:5])) for row in journal_rows(Journal(), lines)][1:]


def test_what_was_charged_by_a_line_of_the_ledger_goes_from_the_code_of_that_line():
    """A payment stands at the code of payments, whatever is stated for spending, and so does what is taken back."""
    back = replace(OF_PAYMENT, pence=-200, parts=parts("ash -1.00, beech -1.00"), credits=1, origin="credit of 1")
    assert rows(the_books(OF_PAYMENT, back, lines=(PAID,)), "2025-26-Q1") == [
        "2025-26-P03 A1 9100 1.00",
        "2025-26-P03 R100 4500 1.00",
        "2025-26-P03 B1 9200 1.00",
        "2025-26-P03 R100 4500 1.00",
        "2025-26-P03 R100 4500 1.00",
        "2025-26-P03 A1 9100 1.00",
        "2025-26-P03 R100 4500 1.00",
        "2025-26-P03 B1 9200 1.00",
    ]


def test_a_true_up_goes_from_one_funders_code_to_the_others():
    """It is of no service, so nothing of it stands where anything was spent."""
    settled = a_charge(
        "ash 0.02, beech -0.02", service="", period="2025-26", posting="2025-26-P13", source=ChargeSource.TRUE_UP
    )
    lines = journal_of(the_books(settled), read_period("2025-26-Q4"))
    assert [(line.coding.cost_centre, line.debit, line.credit) for line in lines] == [("A1", 2, 0), ("B1", 0, 2)]


def asked(*found: Books) -> PaymentsAsked:
    """What is asked of these books for the first quarter."""
    return PaymentsAsked(Workspace(Path()), found, Q1, "2025-26-Q1")


def test_a_contract_without_a_code_is_left_out_whole_and_named():
    """The others are journalled, both sides the same."""
    half = the_books(a_charge("ash 4.00, beech 5.00"), funding=a_funding(ASH, "beech 50%"))
    journal = asked(half, the_books(a_charge("ash 6.00, beech 7.00"))).journal()
    assert [line.debit - line.credit for line in journal.lines] == [600, -600, 700, -700]
    assert journal.left_out == (
        "No cost centre and subjective code are stated for the funding line beech of westshire; add them to contract"
        " text.",
    )


def test_where_no_contract_has_its_codes_there_is_no_journal():
    with pytest.raises(CommissioningError, match="the funding line ash of westshire"):
        asked(the_books(a_charge("ash 6.00"), funding=a_funding("ash 50%"))).journal()
