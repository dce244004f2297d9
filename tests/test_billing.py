"""Billing requests, journals and the published list of payments, each as a finance officer would check it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.errors import CommissioningError
from commissioning.funding.contributions.billing import billing_of
from commissioning.funding.general_ledger.income import dues_of
from commissioning.funding.paying.journal import journal_of, journal_rows, plain_pounds, refuse_unbalanced, safe_text
from commissioning.funding.paying.spend_list import spend_list, spend_list_rows
from commissioning.model.accounts import MoneySort
from commissioning.model.agreed import When
from commissioning.model.contract import Origin
from commissioning.model.finance import Journal, JournalField, SpendList
from commissioning.model.funding import Coding, LedgerCode, Means, Money, Vat, VatTreatment
from commissioning.model.organisation import Organisation
from commissioning.money import pounds
from commissioning.period import read_period
from commissioning.report.billing import billing_document
from commissioning.report.payment_schedule import pay_by
from tests.money_makers import (
    a_charge,
    a_condition,
    a_contract,
    a_funding,
    a_line,
    a_posting,
    a_year,
    an_amount,
    an_event,
    books,
    some_terms,
)
from tests.payment_makers import paid

SPENT = LedgerCode(Coding("R100", "4000"), Means.SPEND, service="refuge")
ASH = a_line("ash 50%", coding=Coding("A1", "9100"), purchase_order="PO-7")
BEECH = a_line("beech 50%", coding=Coding("B1", "9200"), purchase_order="PO-8")
FUNDING = a_funding(ASH, BEECH)
CHARGE = a_charge("ash 60.00, beech 40.01")


def with_codes(funding=FUNDING, *charges, vat=Vat(), events=(), **others):  # noqa: B008  # it is frozen
    """The books of westshire, led by Ash Council, with the code where the refuge's costs stand."""
    return books(funding, charges, events, money=Money(codes=(SPENT,), vat=vat), **others)


def asked(found, period="2025-26-Q1"):
    """What each funder is asked for, as `beech 40.01`, and why nothing is asked of others."""
    requests, others = billing_of(found, read_period(period))
    return [f"{one.line.code} {pounds(one.pence)}" for one in requests], {one.line: one.why for one in others}


class TestBilling:
    def test_a_funder_is_asked_for_its_part_of_the_charges_and_the_lead_is_not(self):
        requests, others = asked(with_codes(FUNDING, CHARGE, a_charge("ash 1.00, beech 2.00", service="advocacy")))
        assert requests == ["beech 42.01"]
        assert others == {"ash": "The lead commissioner pays the provider and bills nobody for it."}

    def test_a_correction_is_given_back_where_it_was_posted(self):
        late = a_charge("ash -1.50, beech -1.00", posting="2025-26-P04")
        both = with_codes(FUNDING, CHARGE, late)
        assert asked(both)[0] == ["beech 40.01"]
        assert asked(both, "2025-26-Q2")[0] == ["beech -1.00"]

    def test_what_came_to_period_13_is_asked_for_with_the_last_quarter(self):
        late = a_charge("beech 5.00", period="2025-26-Q4", posting="2025-26-P13")
        assert asked(with_codes(FUNDING, late), "2025-26-Q4")[0] == ["beech 5.00"]

    def test_what_was_posted_for_another_funder_than_its_line_has_now_is_asked_of_nobody_and_named(self):
        earlier = a_charge("ash 60.00, beech 40.01")
        now = a_funding(ASH, replace(BEECH, funder=Organisation("elm", "Elm Council")))
        requests, others = asked(with_codes(now, earlier))
        assert requests == []
        assert others["beech"].startswith("£40.01 was posted for beech, and another funder is stated for it now.")

    def test_what_was_posted_for_another_funder_is_not_due_from_the_one_its_line_has_now(self):
        now = a_funding(ASH, replace(BEECH, funder=Organisation("elm", "Elm Council")))
        found = with_codes(now, a_charge("ash 60.00, beech 40.01"), a_charge("ash 60.00", posting="2025-26-P04"))
        assert dues_of(found, "elm", a_posting("2025-26-P04")) == ()

    def test_what_was_posted_for_a_line_that_contract_text_no_longer_has_is_named(self):
        requests, others = asked(with_codes(a_funding(ASH), CHARGE))
        assert requests == []
        assert others["beech"].startswith("£40.01 was posted for beech, and contract text no longer has it.")

    def test_where_a_version_gives_a_line_to_another_funder_each_is_asked_for_its_own(self):
        money, elm = Money(codes=(SPENT,)), replace(BEECH, funder=Organisation("elm", "Elm Council"))
        later = some_terms(a_funding(ASH, elm), money, holds_from=date(2025, 7, 1))
        late = replace(a_charge("ash -1.00, beech -2.00", posting="2025-26-P04"), origin="late")
        own = a_charge("ash 3.00", period="2025-26-Q2")
        own = replace(own, pence=700, parts=(*own.parts, replace(late.parts[1], funder="elm", pence=400)))
        contract = a_contract(some_terms(FUNDING, money), later)
        requests, _ = billing_of(books(FUNDING, (late, own), contract=contract), read_period("2025-26-Q2"))
        assert [(one.reference, one.line.funder.id, one.pence) for one in requests] == [
            ("westshire/beech/2025-26-Q2", "beech", -200),
            ("westshire/beech/2025-26-Q2/elm", "elm", 400),
        ]

    def test_an_instalment_is_of_what_was_agreed_whatever_was_charged(self):
        yearly = replace(an_amount("400.00"), when=When(a_year(), "year"))
        grant = a_line("cedar fixed 1.00", amount=yearly, instalments="quarter")
        assert asked(with_codes(a_funding(ASH, grant), a_charge("ash 1.00, cedar 70.00")))[0] == ["cedar 100.00"]

    def test_what_waits_for_a_condition_is_not_asked_for_until_it_is_met(self):
        yearly = replace(an_amount("400.00"), when=When(a_year(), "year"))
        grant = a_line(
            "cedar fixed 1.00", amount=yearly, instalments="quarter", conditions=(a_condition("2025-06-30"),)
        )
        met = an_event(MoneySort.CONDITION_MET, line="cedar", reference="The bid is won")
        assert asked(with_codes(a_funding(ASH, grant)))[0] == []
        assert asked(with_codes(a_funding(ASH, grant), events=(met,)))[0] == ["cedar 100.00"]

    @pytest.mark.parametrize(
        ("funding", "others", "why"),
        [
            (replace(FUNDING, whole_percents_only=True), {}, "known only as whole percents"),
            (FUNDING, {"origin": Origin.TRANSCRIBED}, "nothing is billed here for a real council"),
        ],
    )
    def test_nothing_is_asked_for_of_what_is_illustrative_or_transcribed(self, funding, others, why):
        contract = a_contract(some_terms(funding, Money(codes=(SPENT,)), **others))
        found = books(funding, (CHARGE,), contract=contract)
        requests, reasons = asked(found)
        assert requests == []
        assert why in reasons[""]
        assert journal_of(found, read_period("2025-26-Q1")) == ()

    def test_a_request_says_whose_order_what_for_and_how_it_was_found(self):
        vat = Vat(VatTreatment.STANDARD, "Priya Shah")
        requests, _ = billing_of(with_codes(FUNDING, replace(CHARGE, vat=2000), vat=vat), read_period("2025-26-Q1"))
        (sheet,) = billing_document(requests).sheets
        told = {row[0].text: row[1].text for row in sheet.tables[0].rows}
        assert told["Your order number"] == "PO-8"
        assert told["Our reference"] == "westshire/beech/2025-26-Q1"
        assert told["VAT on the provider's charge"] == "Standard rated, decided by Priya Shah."
        assert sheet.lead[0].text.startswith("Illustrative")
        net, on_charges = sheet.tables[1].rows[-2:]
        assert (net[1].text, str(net[4].given.value)) == ("Net, to be paid", "40.01")
        assert str(on_charges[4].given.value) == "20"


class TestJournal:
    def test_each_part_goes_from_where_it_was_spent_to_the_funders_code(self):
        lines = journal_of(with_codes(FUNDING, CHARGE), read_period("2025-26-Q1"))
        assert [row[:6] for row in journal_rows(Journal(), lines)] == [
            ("Period", "Cost centre", "Subjective", "Debit", "Credit", "Reference"),
            ("2025-26-P03", "A1", "9100", "60.00", "", "westshire/1"),
            ("2025-26-P03", "R100", "4000", "", "60.00", "westshire/1"),
            ("2025-26-P03", "B1", "9200", "40.01", "", "westshire/1"),
            ("2025-26-P03", "R100", "4000", "", "40.01", "westshire/1"),
        ]

    def test_a_credit_goes_the_other_way(self):
        lines = journal_of(with_codes(FUNDING, a_charge("beech -1.00")), read_period("2025-26-Q1"))
        assert [(line.coding.cost_centre, line.debit, line.credit) for line in lines] == [
            ("R100", 100, 0),
            ("B1", 0, 100),
        ]

    def test_what_stays_where_it_was_spent_or_is_of_no_funder_is_not_moved(self):
        stays = a_funding(a_line("ash 100%", coding=SPENT.coding))
        assert journal_of(with_codes(stays, a_charge("ash 60.00, uncovered 1.00")), read_period("2025-26-Q1")) == ()

    @pytest.mark.parametrize(
        ("funding", "charge", "of"),
        [
            (a_funding("ash 100%"), CHARGE, "the funding line ash of westshire"),
            (FUNDING, replace(CHARGE, service="advocacy"), "spend on Advocacy of westshire"),
        ],
    )
    def test_without_a_code_nothing_is_journalled(self, funding, charge, of):
        with pytest.raises(CommissioningError, match=f"No cost centre and subjective code are stated for {of}"):
            journal_of(with_codes(funding, charge), read_period("2025-26-Q1"))

    def test_one_that_is_out_of_balance_is_refused(self):
        lines = journal_of(with_codes(FUNDING, CHARGE), read_period("2025-26-Q1"))
        with pytest.raises(CommissioningError, match=r"The journal of 2025-26-P03 is out of balance by £0\.01"):
            refuse_unbalanced((replace(lines[0], debit=lines[0].debit + 1), *lines[1:]))

    def test_columns_are_those_that_the_finance_office_asks_for(self):
        own = Journal((("Amt", JournalField.AMOUNT), ("Who", JournalField.FUNDER), ("Ktr", JournalField.CONTRACT)))
        lines = journal_of(with_codes(FUNDING, a_charge("beech 1234.50")), read_period("2025-26-Q1"))
        assert list(journal_rows(own, lines)) == [
            ("Amt", "Who", "Ktr"),
            ("1234.50", "beech", "westshire"),
            ("-1234.50", "beech", "westshire"),
        ]

    @given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)), max_size=6))
    def test_it_always_balances(self, parts):
        charges = [a_charge(f"ash {plain_pounds(a)}, beech {plain_pounds(b)}") for a, b in parts]
        lines = journal_of(with_codes(FUNDING, *charges), read_period("2025-26-Q1"))
        assert sum(line.debit for line in lines) == sum(line.credit for line in lines)
        assert sum(line.debit for line in lines) == sum(abs(a) + abs(b) for a, b in parts)

    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("=1+1", "'=1+1"),
            ("+44", "'+44"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'=1"),
            (" =1", "'=1"),
            ("two\nlines", "two lines"),
            ("plain", "plain"),
        ],
    )
    def test_no_text_is_a_formula(self, typed, written):
        assert safe_text(typed) == written


ORGANISATIONS = {
    one.id: one
    for one in (
        Organisation("safe-house", "Riverside Women's Aid", ("RWA", "Willow House Refuge")),
        Organisation("council", "Westshire County Council"),
        Organisation("counsellor", "Jane Okafor"),
        Organisation("quiet", "Quiet Project"),
        Organisation("police", "Westshire Constabulary", roles=("funder",)),
    )
}
RULES = SpendList(redacted=("Quiet Project",))
HIDDEN = RULES.says


def listed(*lines, period="2025-26-Q1", origin=Origin.ILLUSTRATIVE):
    """The rows of the list for these payments."""
    found = books(lines=lines, contract=a_contract(some_terms(origin=origin)))
    return list(spend_list_rows(spend_list((found,), read_period(period), RULES, ORGANISATIONS)))[1:]


class TestSpendList:
    @pytest.mark.parametrize(
        ("payee", "told"),
        [
            ("Riverside Women's Aid", "Riverside Women's Aid"),
            ("RIVERSIDE WOMEN’S AID", "Riverside Women's Aid"),
            ("RWA", "Riverside Women's Aid"),
            ("Westshire County Council", "Westshire County Council"),
            ("Willow House Refuge", HIDDEN),  # a trading name that tells a place
            ("Jane Okafor", HIDDEN),  # an organisation, but made like a person's name
            ("Westshire Constabulary", "Westshire Constabulary"),  # who gives money is no person
            ("Quiet Project", HIDDEN),  # the finance office says so
            ("Somebody Else Ltd", HIDDEN),  # no organisation of contract text
            ("", HIDDEN),
        ],
    )
    def test_who_is_told(self, payee, told):
        ((_, _, supplier, *_),) = listed(paid("600.00", "2025-26-P02", payee=payee))
        assert supplier == told

    @pytest.mark.parametrize(
        ("amount", "posting", "is_listed"),
        [
            ("500.00", "2025-26-P01", False),
            ("499.99", "2025-26-P01", False),
            ("-500.01", "2025-26-P01", True),
            ("600.00", "2025-26-P04", False),
        ],
    )
    def test_which_payments_are_listed(self, amount, posting, is_listed):
        assert bool(listed(paid(amount, posting, payee="RWA"))) is is_listed

    def test_a_row_says_when_whom_how_much_what_for_and_where_it_was_booked(self):
        line = paid("1,234.50", "2025-26-P02", on="2025-05-31", payee="RWA", text="Stay of Jane Okafor")
        assert listed(line) == [
            ("2025-05-31", "2025-26-P02", "Riverside Women's Aid", "1234.50", "Refuge", "C100", "4000", "doc-1")
        ]

    def test_other_lines_of_the_ledger_and_real_councils_are_left_out(self):
        assert listed(replace(paid("600.00", "2025-26-P01"), means=Means.SPEND)) == []
        assert listed(paid("600.00", "2025-26-P01"), origin=Origin.TRANSCRIBED) == []


@pytest.mark.parametrize(
    ("due", "by"),
    [
        (date(2025, 6, 30), date(2025, 7, 30)),
        (date(2025, 7, 31), date(2025, 8, 29)),  # the 30th is a Saturday
        (date(2025, 3, 20), date(2025, 4, 17)),  # 18, 19 and 20 April are Easter
        (date(2025, 11, 26), date(2025, 12, 24)),  # Christmas, Boxing Day
    ],
)
def test_a_payment_is_made_by_the_last_working_day_within_thirty_days(due, by):
    assert pay_by(due) == by
