"""What there is to ask about the money of one contract: each question with its words, and a near case without it."""

from dataclasses import replace

import pytest

from commissioning.checks import Accounts, check_accounts, codes_of
from commissioning.findings import cells_in_words
from commissioning.funding.books import Books
from commissioning.model.accounts import MoneySort
from commissioning.model.finding import Severity
from commissioning.model.funding import Budget, Money, SpendBlock, Vat, VatTreatment
from commissioning.period import read_period
from commissioning.posting import Posting
from tests.checked_books import (
    AGREED,
    OUTSIDE,
    TODAY,
    billed,
    budgets,
    conditional,
    corrected,
    for_support,
    in_ashford,
    invoice,
    kept,
    limited,
    moved,
    quarter,
    shared,
    stated,
    undeclared,
    with_vat,
)
from tests.money_makers import (
    a_charge,
    a_funder,
    a_funding,
    a_ledger_line,
    a_line,
    a_year,
    an_event,
)

REFUGE_ONLY = a_funding(a_line("ash 100%", services=("refuge",)))
ASHFORD_ONLY = a_funding(a_line("ash 100%", areas=("Ashford",)))
BY_AWARD = a_line("cedar fixed 9.00", contribution="award", dates="..2026-03")
NEXT_YEARS = Budget("refuge-2026-27", "refuge", a_year("2026-27"), 5_000_000)
MET = an_event(MoneySort.CONDITION_MET, line="cedar", number=1)
VIREMENT = an_event(MoneySort.VIREMENT, "10.00", line="ash", to_line="beech")
TO_THE_REFUGE = an_event(MoneySort.VIREMENT, "5,000.00", service="advocacy", to_service="refuge")
TWO = ("refuge 50,000.00", "advocacy 20,000.00")
OVERSPENT = [quarter(1, "ash 27,500.00, beech 27,500.00"), quarter(1, "ash 500.00, beech 500.00", service="advocacy")]

Row = tuple[str, Books, str, Books]
CASES: tuple[Row, ...] = (
    (
        "K001 funding.share",
        kept(a_funding("ash 50%", "beech 1/4")),
        "From 1 April 2025 the shares come to 50% + 25% = 75%; 25% has no funder. Of £100,000.00 that is £25,000.00.",
        kept(a_funding("ash 50%", "beech 1/4", a_line("cedar the rest"))),
    ),
    (
        "K001 funding.share",
        kept(a_funding("ash 50%", a_line("beech 50%", dates="2025-04..2026-09"))),
        "From 1 October 2026 the shares come to 50% = 50%; 50% has no funder. Of £100,000.00 that is £50,000.00.",
        kept(),
    ),
    (
        "K001 funding.line.a",
        kept(a_funding(a_line("ash 90%", code="a", services=("refuge",)), a_line("elm 100%", services=("advocacy",)))),
        "From 1 April 2025 the shares of Refuge come to 90% = 90%; 10% has no funder. Of £100,000.00 that is"
        " £10,000.00.",
        kept(a_funding(a_line("ash 100%", services=("refuge",)), a_line("elm 100%", services=("advocacy",)))),
    ),
    (
        "K002 term.ends, funding.share",
        kept(a_funding(a_line("ash 50%", dates="..2026-03"), BY_AWARD)),
        "The services run until 31 March 2028, and the last funding line ends on 31 March 2026.",
        kept(a_funding(BY_AWARD)),
    ),
    (
        "K002 term.ends, funding.line.award",
        kept(a_funding(a_line("ash fixed 90,000.00", code="award", dates="2025-04..2026-03"))),
        "The services run until 31 March 2028, and the last funding line ends on 31 March 2026.",
        kept(a_funding(a_line("ash fixed 90,000.00", code="award", dates="2025-04..2028-03"))),
    ),
    (
        "K003 vat",
        kept(charges=[quarter(1, "ash 50.00, beech 50.00", vat=2000)], money=replace(AGREED, vat=Vat())),
        "£100.00 net is charged and VAT of £20.00 stands beside it, and how VAT on it is treated is not stated.",
        kept(charges=[quarter(1, "ash 50.00, beech 50.00")]),
    ),
    (
        "K003 vat",
        kept(lines=[a_ledger_line("100.00", vat=2000)], money=replace(AGREED, vat=Vat())),
        "The general ledger has VAT of £20.00, and how VAT on it is treated is not stated.",
        kept(lines=[a_ledger_line("100.00")], money=replace(AGREED, vat=Vat())),
    ),
    (
        "K003 vat",
        kept(money=Money(spend=SpendBlock("spend"))),
        "A charge is agreed, and how VAT on it is treated is not stated.",
        kept(money=Money(spend=SpendBlock("spend"), vat=OUTSIDE)),
    ),
    (
        "K004 charge 1",
        kept(a_funding("ash fixed 60.00"), [quarter(1, "ash 60.00, uncovered 40.00")]),
        "£40.00 of £100.00 charged for Refuge has no funder.",
        kept(a_funding("ash fixed 100.00"), [quarter(1, "ash 100.00")]),
    ),
    (
        "K005 charge 1, funding.line.ash",
        kept(a_funding(*REFUGE_ONLY.lines, "beech the rest"), [quarter(1, "ash 9.00", service="advocacy")]),
        "Ash Council pays £9.00 for Advocacy, 2025-26-Q1, and it may pay only for Refuge.",
        kept(a_funding(*REFUGE_ONLY.lines, "beech the rest"), [quarter(1, "ash 9.00")]),
    ),
    (
        "K005 charge 1, funding.line.ash",
        kept(a_funding(*ASHFORD_ONLY.lines, "beech the rest"), [quarter(1, "ash 9.00", area="Bexley")]),
        "Ash Council pays £9.00 for Refuge, Bexley, 2025-26-Q1, and it may pay only for Ashford.",
        kept(a_funding(*ASHFORD_ONLY.lines, "beech the rest"), [quarter(1, "ash 9.00", area="Ashford")]),
    ),
    (
        "K005 charge 1, funding.line.ash",
        kept(a_funding(a_line("ash fixed 9.00", dates="2025-07.."), "beech the rest"), [quarter(1, "ash 9.00")]),
        "Ash Council pays £9.00 for Refuge, 2025-26-Q1, and it may pay only for service from 1 July 2025.",
        kept(a_funding(a_line("ash fixed 9.00", dates="2025-06.."), "beech the rest"), [quarter(1, "ash 9.00")]),
    ),
    (
        "K006 charge 1",
        kept(REFUGE_ONLY, [quarter(1, "uncovered 9.00", service="advocacy")]),
        "£9.00 is charged for Advocacy, and no funding line may pay for it.",
        kept(REFUGE_ONLY, [quarter(1, "ash 9.00")]),
    ),
    (
        "K007 funding.floor.ashford",
        kept(limited("70000", floor=True), in_ashford(1, 2, 3, 4)),
        "£60,000.00 was spent in Ashford in 2025-26, and at least £70,000.00 was to be: £10,000.00 too little.",
        kept(limited("60000", floor=True), in_ashford(1, 2, 3, 4)),
    ),
    (
        "K008 funding.floor.ashford",
        kept(limited("70000", floor=True), in_ashford(1, 2)),
        "£30,000.00 is spent in Ashford so far and £30,000.00 forecast: £60,000.00 in 2025-26, and at least £70,000.00"
        " is to be. That is £10,000.00 too little.",
        kept(limited("60000", floor=True), in_ashford(1, 2)),
    ),
    (
        "K009 funding.ceiling.ashford",
        kept(limited("29000", floor=False), in_ashford(1, 2)),
        "£30,000.00 is spent in Ashford in 2025-26, and no more than £29,000.00 was to be: £1,000.00 too much.",
        kept(limited("60000", floor=False), in_ashford(1, 2)),
    ),
    (
        "K010 funding.ceiling.ashford",
        kept(limited("44000", floor=False), in_ashford(1, 2)),
        "£30,000.00 is spent in Ashford so far and £30,000.00 forecast: £60,000.00 in 2025-26, and no more than"
        " £44,000.00 is to be. It is passed in 2025-26-P09.",
        kept(limited("60000", floor=False), in_ashford(1, 2)),
    ),
    (
        "K011 funding.line.cedar",
        shared("cedar fixed 20,000.00", "ash 18,000.00, cedar 12,000.00"),
        "Cedar Council has £20,000.00, and £24,000.00 is charged to it: £4,000.00 too much.",
        shared("cedar fixed 48,000.00", "ash 18,000.00, cedar 12,000.00"),
    ),
    (
        "K012 funding.line.dean",
        shared("dean reserve 20,000.00", "ash 18,000.00, dean 12,000.00"),
        "The reserve Dean Council has £20,000.00, and £24,000.00 is charged to it: overdrawn by £4,000.00.",
        shared("dean reserve 48,000.00", "ash 18,000.00, dean 12,000.00"),
    ),
    (
        "K013 funding.line.dean",
        shared("dean reserve 30,000.00", "ash 18,000.00, dean 12,000.00"),
        "Dean Council has £30,000.00; by the forecast the last of it goes in 2025-26-P08. After that £18,000.00 of"
        " 2025-26 has no funder.",
        shared("dean reserve 48,000.00", "ash 18,000.00, dean 12,000.00"),
    ),
    (
        "K014 funding.line.cedar.condition.1",
        conditional("2025-09-30"),
        "Cedar Council was to come if a condition was met by 30 September 2025: The bid is won. Nobody has recorded"
        " that it was.",
        conditional("2025-09-30", an_event(MoneySort.CONDITION_MET, line="cedar")),
    ),
    (
        "K014 funding.line.cedar.condition.1",
        conditional("2025-09-30", MET, replace(MET, number=2, why="Undoes event 1: it was another bid.")),
        "Nobody has recorded that it was.",
        conditional("2025-09-30", MET),
    ),
    ("K014 funding.line.cedar.condition.1", conditional("2025-10-19"), "19 October 2025", conditional("2025-10-20")),
    (
        "K015 funding.authority",
        kept(charges=[quarter(1, "ash 50.00, beech 50.00")], money=replace(AGREED, authority="")),
        "£100.00 is charged, and nothing says who approved the spending.",
        kept(money=replace(AGREED, authority="")),
    ),
    (
        "K016 charge 1, term.ends",
        kept(charges=[a_charge("ash 9.00, beech 9.00", period="2024-25-Q4", posting="2025-26-P01")]),
        "£18.00 is charged for Refuge, 2024-25-Q4, outside the contract's term of 1 April 2025 to 31 March 2028.",
        kept(charges=[quarter(1, "ash 9.00, beech 9.00")]),
    ),
    (
        "K017 funding.line.cedar",
        billed("in four quarters", "10,000.00"),
        "Cedar Council was to give £20,000.00 by 30 September 2025, and £10,000.00 is received: £10,000.00 is late.",
        billed("in four quarters", "20,000.00"),
    ),
    (
        "K017 funding.line.cedar",
        billed("as charged", "900.00", invoiced="2025-26-P05"),
        "Cedar Council was to give £1,000.00 by 30 September 2025, and £900.00 is received: £100.00 is late.",
        billed("as charged", "900.00", invoiced="2025-26-P06"),
    ),
    (
        "K018 budget.refuge",
        kept(charges=OVERSPENT, money=budgets(*TWO)),
        "Refuge has £55,000.00 charged against a budget of £50,000.00 for 2025-26: £5,000.00 over. Advocacy is under"
        " its own, and no virement that covers it is recorded.",
        kept(charges=OVERSPENT, events=[TO_THE_REFUGE], money=budgets(*TWO)),
    ),
    (
        "K018 budget.refuge",
        kept(charges=OVERSPENT, money=replace(budgets(*TWO), budgets=(*budgets(*TWO).budgets, NEXT_YEARS))),
        "£5,000.00 over",
        kept(charges=OVERSPENT, money=budgets(TWO[0])),
    ),
    (
        "K019 charge 1, charge 3",
        moved(),
        "The charge of £100.00 for Refuge, 2025-26-Q1 was posted anew with other parts, and nothing else of it changed:"
        " Ash Council -£10.00, Beech Council +£10.00.",
        moved(VIREMENT),
    ),
    ("K019 charge 1, charge 3", moved(), "Ash Council -£10.00", moved(digest="terms that were corrected")),
    (
        "K020 extract.csv: extract!A2",
        invoice("100.00"),
        "Document doc-1: £100.00 net and £20.00 VAT are £120.00, and the gross is £100.00.",
        invoice("120.00"),
    ),
    (
        "K021 charge 1",
        with_vat(VatTreatment.STANDARD, 1750),
        "Refuge, 2025-26-Q1: £17.50 VAT on £100.00 net, and at 20% it would be £20.00.",
        with_vat(VatTreatment.STANDARD, 2001),
    ),
    (
        "K021 charge 1",
        with_vat(VatTreatment.STANDARD, 0),
        "£0.00 VAT on £100.00 net, and at 20% it would be £20.00.",
        with_vat(VatTreatment.STANDARD, 1750, dated="2025-07-01"),
    ),
    (
        "K022 charge 1",
        with_vat(VatTreatment.EXEMPT, 2000),
        "Refuge, 2025-26-Q1: £20.00 VAT, and the charge is exempt.",
        with_vat(VatTreatment.EXEMPT, 0),
    ),
    (
        "K026 charge 1, charge 2",
        kept(limited("50000", floor=False), [quarter(1, "ash 9.00"), quarter(2, "beech 1.00")]),
        "£10.00 charged for Refuge has no area, and so counts towards no floor or ceiling: those of Ashford.",
        kept(limited("50000", floor=False), in_ashford(1)),
    ),
    (
        "K026 charge 1",
        kept(limited("50000", floor=True), [quarter(1, "ash 9.00")]),
        "£9.00 charged for Refuge has no area",
        kept(charges=[quarter(1, "ash 9.00")]),
    ),
    (
        "K025 year_end.declare_by",
        undeclared("2025-10-17"),
        "By the forecast £5,000.00 of the budget of 2025-26 is left over. An underspend was to be declared by 17"
        " October 2025, and nothing is recorded of one.",
        undeclared("2025-10-17", an_event(MoneySort.CARRY_FORWARD, "5,000.00", posting="2025-26-P06")),
    ),
    (
        "K025 year_end.declare_by",
        undeclared("2025-10-19"),
        "£5,000.00 of the budget of 2025-26 is left over",
        undeclared("2025-10-20"),
    ),
    (
        "K027 funding.line.beech",
        kept(a_funding("ash 50%", replace(a_line("beech 50%"), funder=a_funder("elm"))), [quarter(1, "beech 9.00")]),
        "£9.00 is charged to the funding line beech for beech, and contract text states Elm Council for it.",
        kept(charges=[quarter(1, "beech 9.00")]),
    ),
    (
        "K027 funding.line.beech",
        kept(a_funding("ash 50%"), [quarter(1, "ash 9.00, beech 9.00")]),
        "£9.00 is charged to the funding line beech for beech, and contract text no longer has it.",
        kept(a_funding("ash 50%"), [quarter(1, "ash 9.00")]),
    ),
    (
        "K024 funding.line.cedar.purposes",
        for_support(),
        "Cedar Council may pay only for support and advice. No service that it may pay for states its purposes, or only"
        " these, so it pays for nothing.",
        for_support("support"),
    ),
    (
        "K005 charge 1, funding.line.cedar",
        for_support("support", "rent"),
        "Cedar Council pays £9.00 for Refuge, 2025-26-Q1, and it may pay only for support and advice.",
        for_support("support"),
    ),
    (
        "K023 statement ash-1, charge 2",
        corrected(stated(1)),
        "Statement ash-1 of 2025-26-Q1 is overtaken: 1 charge posted since would have changed it, by +£10.00 for this"
        " funder.",
        corrected(stated(1), replace(stated(2), number="ash-2", period=read_period("2025-26-Q2"))),
    ),
)


def said(books: Books, code: str) -> list[str]:
    """What a check says of books on 20 October 2025, or at the end of a year that was charged in full."""
    upto = Posting(2025, 12) if sum(one.area == "Ashford" for one in books.charges) == len("year") else None
    return [
        f"{cells_in_words(one.places).replace('westshire.toml: ', '')} - {one.there}"
        for one in check_accounts(Accounts(books, TODAY, upto))
        if one.code == code
    ]


@pytest.mark.parametrize(("where", "books", "words", "silent"), CASES, ids=[f"{row[0]} {row[2][:40]}" for row in CASES])
def test_what_there_is_to_ask_and_what_is_right(where: str, books: Books, words: str, silent: Books) -> None:
    """The place and the words with their arithmetic; and a near case that asks nothing."""
    code, _, place = where.partition(" ")
    (found,) = said(books, code)
    assert found.startswith(f"{place} - ")
    assert words in found
    assert said(silent, code) == []


def test_every_question_about_money_has_its_case() -> None:
    """A check that no case raises is not done."""
    assert {row[0].partition(" ")[0] for row in CASES} == codes_of(Accounts)


def test_books_in_which_all_is_as_agreed_raise_nothing() -> None:
    """Shares that are whole, spent within the term and the budget, with its VAT and its approval stated."""
    quarters = [quarter(number, "ash 15,000.00, beech 15,000.00") for number in (1, 2)]
    assert check_accounts(Accounts(kept(charges=quarters, money=budgets("refuge 120,000.00")), TODAY)) == ()


TEXT_ALONE = (
    ("K001", kept(a_funding("ash 50%"))),
    ("K002", kept(a_funding(a_line("ash fixed 9.00", dates="..2026-03")))),
    ("K003", kept(money=Money(spend=SpendBlock("spend")))),
    ("K024", kept(a_funding(a_line("ash 10%", purposes=("support",)), "beech the rest"))),
)


@pytest.mark.parametrize(("code", "books"), TEXT_ALONE)
def test_what_contract_text_alone_raises_is_a_note(code: str, books: Books) -> None:
    """`review` asks it of books without a day; nothing of contract text stops anything."""
    found = check_accounts(Accounts(books))
    assert [(one.code, one.severity) for one in found] == [(code, Severity.NOTE)]


def test_a_charge_that_was_taken_back_is_not_asked_about() -> None:
    """What a credit has put right is right."""
    wrong = quarter(1, "ash 9.00", service="advocacy")
    back = replace(quarter(1, "ash -9.00", service="advocacy"), credits=1, origin="credit of 1")
    lines = a_funding(*REFUGE_ONLY.lines, "beech the rest")
    assert check_accounts(Accounts(kept(lines, [wrong, back]), TODAY)) == ()
