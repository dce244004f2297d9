"""Contributions against their invoices, and whatever faults are planted: corrections take away what items name."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.funding.general_ledger.reconcile import reconcile
from commissioning.funding.general_ledger.reconciliation import IncomeDue, ItemSort
from commissioning.model.accounts import LedgerLine
from commissioning.model.funding import Coding, Means
from commissioning.money import pounds, read_money
from commissioning.posting import Posting
from tests.money_makers import a_charge, a_funding, a_ledger_line, a_line, books
from tests.reconciling import CHARGED, MONEY, Q1, REFUGE, YEAR, corrected_books, entry_in_words, item_in_words, lines_of

# Contributions.

SHARES = a_funding(
    a_line("ash 60%", dates="2024-04..2025-03"),
    a_line("ash 55%", dates="2025-04..2026-03"),
    a_line("beech 40%", dates="2024-04..2025-03"),
    a_line("beech 45%", dates="2025-04..2026-03"),
)
DUE = (
    IncomeDue("ash", Posting(2025, 3), read_money("550.00"), read_money("1,000.00")),
    IncomeDue("beech", Posting(2025, 3), read_money("450.00"), read_money("1,000.00")),
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
SORTS = st.sampled_from(["none", "gross", "later", "twice", "penny", "gone", "extra", "unreversed"])


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
    accrual = replace(
        line, means=Means.ACCRUAL, coding=Coding("C100", "4010"), document=f"ACC-{month}", key=f"ACC {month}"
    )
    return {
        "unreversed": (accrual, replace(line, posting=posting.next)),
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
