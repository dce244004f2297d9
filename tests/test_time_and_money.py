"""Books over time: what was stated stays as it was, and whatever comes later moves what is still to be stated."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from commissioning.errors import CommissioningError
from commissioning.funding.books import Books
from commissioning.funding.charges.charging import charging_of
from commissioning.funding.charges.due import due
from commissioning.funding.recording import refuse_closing, refuse_nonsense
from commissioning.funding.statements.issued import still_open
from commissioning.funding.statements.statement import statement_of
from commissioning.funding.statements.statement_nouns import LineMovement
from commissioning.model.accounts import MoneySort
from commissioning.model.contract import Funding
from commissioning.model.funding import ChargedFrom, Means, Money
from commissioning.period import read_period
from commissioning.posting import read_posting
from commissioning.work import statement_steps as steps
from tests.issued_statements import (
    ASH,
    BEECH,
    CEDAR,
    OFFICER,
    SIGNED,
    a_funded_workspace,
    close_all,
    now,
    posted,
    ready,
    stated,
)
from tests.money_makers import (
    a_charge,
    a_condition,
    a_contract,
    a_funder,
    a_funding,
    a_ledger_line,
    a_line,
    an_event,
    books,
    some_terms,
)
from tests.test_posting_money import Office, a_figure, told

Q1, Q2 = "2025-26-Q1", "2025-26-Q2"


def rows(of: Books, period: str, funder: str = "ash") -> dict[str, LineMovement]:
    """A funder's lines in its statement of a period."""
    statement = statement_of([of], a_funder(funder), read_period(period))
    return {row.line: row for row in statement.lines}


def varied(first: Funding, then: Funding, day: date = date(2025, 10, 1), **others: Money) -> Books:
    """Books of a contract whose funding a variation changes on a day."""
    later = replace(some_terms(then, **others), holds_from=day, digest="d2")
    return books(contract=a_contract(some_terms(first), later))


class TestClosing:
    def test_a_month_before_one_that_is_closed_takes_nothing_more(self) -> None:
        """Else it would move what a statement opened with, and be in none."""
        office = Office().came(a_figure("90.00")).closes("2025-26-P03").came(a_figure("6.00", "2024-25-Q4"))
        assert told(office.charges)[1] == "2 return refuge  2025-26-P04 6.00: ash 2.00, beech 2.00, cedar 2.00"
        event = an_event(MoneySort.CLAW_BACK, "1.00", posting="2025-26-P01", line="ash")
        with pytest.raises(CommissioningError, match="record it in 2025-26-P04"):
            refuse_nonsense(event, office.books, "")
        with pytest.raises(CommissioningError, match="2025-26-P01 of westshire is closed already"):
            refuse_closing(read_posting("2025-26-P01"), office.books)
        assert still_open(office.books, read_period(Q1)) == ()

    def test_13_stays_open_after_its_own_12_and_keeps_the_next_year_from_being_issued(self) -> None:
        """A correction posted to it would move what the next year opens with."""
        office = Office().came(a_figure("90.00", "2025-26-Q4"))
        office.closes("2025-26-P12", "2026-27-P01", "2026-27-P02", "2026-27-P03")
        quarter = read_period("2026-27-Q1")
        assert [str(one) for one in still_open(office.books, quarter)] == ["2025-26-P13"]
        office.came(a_figure("93.00", "2025-26-Q4"))
        assert {str(one.posting) for one in office.charges[1:]} == {"2025-26-P13"}
        assert still_open(office.closes("2025-26-P13").books, quarter) == ()


class TestConditions:
    SAME = (a_condition(says="It is confirmed"),)

    def test_the_same_words_of_two_lines_are_two_conditions(self) -> None:
        lines = [a_line(f"{who} fixed 100.00", conditions=self.SAME) for who in ("ash", "beech")]
        office = Office(a_funding(*lines, a_line("cedar the rest", order=2)))
        office.events = [an_event(MoneySort.CONDITION_MET, line="ash", reference="It is confirmed")]
        office.came(a_figure("300.00"))
        assert told(office.charges) == [
            "1 return refuge  2025-26-P03 300.00: ash 100.00, beech 0.00, cedar 200.00",
        ]

    def test_one_of_two_conditions_makes_no_instalment_due(self) -> None:
        two = (*self.SAME, a_condition(says="The bid is won"))
        line = a_line("ash fixed 1,200.00", conditions=two, dates="2025-26", instalments="quarter")
        met = [
            an_event(MoneySort.CONDITION_MET, line="ash", reference=each.says, number=number)
            for number, each in enumerate(two, 1)
        ]
        assert rows(books(a_funding(line), events=met[:1]), Q1)["ash"].due is None
        assert rows(books(a_funding(line), events=met), Q1)["ash"].due == 30000


class TestVirement:
    MOVED = an_event(
        MoneySort.VIREMENT, "600.00", posting="2025-26-P01", line="ash", service="refuge", to_service="advocacy"
    )

    def test_between_services_takes_nothing_from_the_line_whose_money_moves(self) -> None:
        office = Office(a_funding("ash fixed 1,000.00", a_line("beech the rest", order=2)))
        office.events = [self.MOVED]
        office.came(a_figure("900.00"))
        assert told(office.charges) == ["1 return refuge  2025-26-P03 900.00: ash 900.00, beech 0.00"]
        assert rows(office.books, Q2)["ash"].brought_forward == -90000


def test_a_true_up_is_no_misspent_money() -> None:
    """It is of no service, since it settles all of them."""
    office = Office(a_funding(a_line("ash 1/3", services=("refuge",)), "beech 1/3", "cedar 1/3"))
    office.came(*(a_figure("100.01", f"2025-26-Q{n}") for n in (1, 2, 3, 4))).closes("2025-26-P12")
    row = rows(office.books, "2025-26-Q4")["ash"]
    assert (office.charges[-1].source, row.share, row.misspent) == ("true-up", 3333, 0)


class TestTermsOfTheirTime:
    def test_a_later_variation_moves_no_contribution_that_was_due_before(self) -> None:
        per_month = {"dates": "2025-26", "instalments": "month"}
        of = varied(
            a_funding(a_line("ash fixed 1,200.00", **per_month)), a_funding(a_line("ash fixed 2,400.00", **per_month))
        )
        assert [rows(of, f"2025-26-Q{n}")["ash"].due for n in (1, 2, 3, 4)] == [30000, 30000, 60000, 60000]
        assert rows(of, "2025-26")["ash"].due == 180000

    def test_a_line_that_a_variation_took_out_is_due_no_more(self) -> None:
        line = a_line("ash fixed 1,200.00", dates="2025-26", instalments="month")
        of = varied(a_funding(line, "beech 1/2"), a_funding("beech 1/2"))
        assert [rows(of, f"2025-26-Q{n}")["ash"].due for n in (2, 3)] == [30000, 0]

    def test_charges_come_of_what_they_came_of_in_their_time(self) -> None:
        """A contract that turns to the general ledger in October keeps what returns charged before."""
        office = Office().came(a_figure("90.00"))
        later = replace(office.terms, money=Money(charged_from=ChargedFrom.LEDGER), holds_from=date(2025, 10, 1))
        lines = tuple(
            a_ledger_line("50.00", posting=each, means=Means.SPEND) for each in ("2025-26-P03", "2025-26-P08")
        )
        of = replace(office.books, contract=a_contract(office.terms, later), lines=lines)
        assert [(str(one.posting), one.pence) for one in due(of).charges] == [("2025-26-P08", 5000)]
        assert [one.pence for one in charging_of(of).wanted] == [9000, 5000]

    def test_a_line_of_the_ledger_is_shared_as_on_its_day(self) -> None:
        """So that shares that change inside a month change on their day."""
        money = Money(charged_from=ChargedFrom.LEDGER)
        of = varied(a_funding("ash 100%"), a_funding("beech 100%"), date(2025, 8, 15), money=money)
        contract = a_contract(replace(of.contract.versions[0], money=money), of.contract.versions[1])
        lines = tuple(
            a_ledger_line(
                "10.00", posting="2025-26-P05", means=Means.SPEND, service_date=date(2025, 8, day), key=f"{day}"
            )
            for day in (14, 15)
        )
        charges = due(replace(of, contract=contract, lines=lines)).charges
        assert [[part.line for part in one.parts] for one in charges] == [["ash"], ["beech"]]

    def test_a_quarter_in_which_shares_change_says_what_to_do(self) -> None:
        office = Office().came(a_figure("90.00", Q2))
        later = replace(office.terms, funding=a_funding("ash 100%"), holds_from=date(2025, 8, 15))
        of = replace(office.books, contract=a_contract(office.terms, later), charges=())
        [left_out] = due(of).left_out
        assert left_out.why.startswith("The shares change on 2025-08-15")
        assert "from the first day of a reporting period" in left_out.why


class TestOpenings:
    """What a statement closes with is what the next one opens with."""

    @staticmethod
    def moves(of: Books, periods: tuple[str, ...] = (Q1, Q2, "2025-26-Q3")) -> list[tuple[int, int, int]]:
        """What the line `ash` opens with, is adjusted by and closes with, in each period."""
        found = [rows(of, period)["ash"] for period in periods]
        return [(row.brought_forward, row.adjusted, row.carried_forward) for row in found]

    def test_a_reserve_that_comes_after_money_has_moved_is_an_adjustment(self) -> None:
        reserve = a_line("ash reserve 500.00", dates="2025-08..")
        of = books(a_funding(reserve, "ash 10%"), [a_charge("ash 10.00")])
        of = replace(of, contract=a_contract(some_terms(a_funding(reserve, a_line("beech 1/2")))))
        assert self.moves(of) == [(0, 0, -1000), (-1000, 50000, 49000), (49000, 0, 49000)]

    def test_a_reserve_that_was_there_before_any_money_is_opened_with(self) -> None:
        of = books(a_funding("ash reserve 500.00"), [a_charge("ash 10.00")])
        assert self.moves(of, (Q1, Q2)) == [(50000, 0, 49000), (49000, 0, 49000)]

    def test_a_reserve_that_a_variation_changes_is_changed_from_its_day(self) -> None:
        of = varied(a_funding("ash reserve 500.00"), a_funding("ash reserve 700.00"))
        of = replace(of, charges=(a_charge("ash 10.00"),))
        assert self.moves(of) == [(50000, 0, 49000), (49000, 0, 49000), (49000, 20000, 69000)]

    @pytest.mark.parametrize(
        ("posting", "opens"),
        [("2025-26-P01", [(700, 0, -300), (-300, 0, -300)]), ("2025-26-P04", [(0, 0, -1000), (-1000, 700, -300)])],
    )
    def test_a_balance_recorded_after_money_has_moved_is_an_adjustment(
        self, posting: str, opens: list[tuple[int, int, int]]
    ) -> None:
        opening = an_event(MoneySort.OPENING, "7.00", posting=posting, line="ash")
        of = books(a_funding("ash 1/2"), [a_charge("ash 10.00")], [opening])
        assert self.moves(of, (Q1, Q2)) == opens

    def test_a_receipt_that_the_ledger_has_later_stays_where_it_was_recorded(self) -> None:
        """And counts once, as the ledger has it."""
        event = an_event(MoneySort.RECEIVED, "50.00", line="ash", reference="INV-1")
        line = a_ledger_line("-45.00", posting="2025-26-P04", means=Means.RECEIVED, line="ash", document="INV-1")
        of = books(a_funding("ash 1/2"), events=[event], lines=[line])
        first, then = (rows(of, period)["ash"] for period in (Q1, Q2))
        assert (first.received, then.brought_forward, then.received, then.carried_forward) == (5000, 5000, -500, 4500)


class TestIssued:
    def test_one_that_does_not_open_as_the_one_before_closed_is_refused(self, tmp_path: Path) -> None:
        workspace = a_funded_workspace(tmp_path / "workspace")
        posted(workspace, a_charge("ash 45.00, beech 30.00"))
        close_all(workspace, Q1)
        steps.issue(workspace, OFFICER, ready(stated(workspace, BEECH, Q1)), SIGNED, now)
        close_all(workspace, Q2)
        moved = stated(workspace, BEECH, Q2)
        row = next(one for one in moved.lines if one.brought_forward)
        late = replace(row, brought_forward=row.brought_forward + 500)
        other = replace(moved, lines=tuple(late if one is row else one for one in moved.lines))
        with pytest.raises(CommissioningError, match=r"opens with -£25.00 .* 2025-26-Q1/beech/1 closed with -£30.00"):
            steps.issue(workspace, OFFICER, ready(other), SIGNED, now)
        assert steps.issue(workspace, OFFICER, ready(moved), SIGNED, now).number == "2025-26-Q2/beech/1"

    def test_one_of_another_commissioner_is_touched_by_nothing_here(self, tmp_path: Path) -> None:
        workspace = a_funded_workspace(tmp_path / "workspace")
        posted(workspace, a_charge("ash 45.00, beech 30.00"))
        close_all(workspace, Q1)
        other = replace(stated(workspace, BEECH, Q1), commissioner=CEDAR, charges=())
        steps.issue(workspace, OFFICER, ready(other), SIGNED, now)
        assert stated(workspace, BEECH, Q1).supersedes == ""
        assert stated(workspace, ASH, Q1).supersedes == ""
