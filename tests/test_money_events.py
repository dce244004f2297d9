"""What is recorded about money: a table of what is refused and why, and the story of a year's posting periods."""

from pathlib import Path

import pytest

from commissioning.errors import CommissioningError
from commissioning.funding.books import Books
from commissioning.funding.recording import completed, first_open_before, refuse_nonsense
from commissioning.model.accounts import MoneyEvent, MoneySort
from commissioning.money import pounds
from commissioning.posting import read_posting
from commissioning.work.money_events import SORTS, Told, close, listed, record, undo
from commissioning.work.workspace import Workspace
from tests.issued_statements import OFFICER, a_funded_workspace, now
from tests.money_makers import a_charge, a_condition, a_funding, a_line, an_event, books

FUNDING = a_funding(
    a_line("ash 50%", services=("refuge",)),
    a_line("beech 30%", services=("refuge", "advocacy")),
    a_line("cedar fixed 1,000.00", purposes=("safe accommodation",), conditions=(a_condition(says="The bid is won"),)),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The contract `westshire`, paid for by Ash, Beech and Cedar; nothing is recorded."""
    return a_funded_workspace(tmp_path / "workspace")


def told(words: str, **others: str) -> Told:
    """`invoiced 12.00 beech`: what, how much, of which line, in posting period 3 with a reference and a reason."""
    sort, amount, *line = words.split()
    given = {"posting": "2025-26-P03", "reference": "INV-1", "why": "As agreed.", "line": line[0] if line else ""}
    return Told(SORTS[sort], amount, "westshire", **(given | others))


def recorded(workspace: Workspace, words: str, **others: str) -> MoneyEvent:
    """The event, recorded."""
    return record(workspace, OFFICER, told(words, **others), now)


def said(events: tuple[MoneyEvent, ...]) -> list[str]:
    """Each event on a line."""
    return [f"{one.number} {one.sort.name} {pounds(one.pence)} {one.line} {one.posting} {one.why}" for one in events]


class TestRecording:
    def test_it_is_kept_with_who_when_and_why(self, workspace: Workspace) -> None:
        event = recorded(workspace, "invoiced 1,200.50 beech")
        assert (event.number, event.sort, event.pence, event.actor) == (1, MoneySort.INVOICED, 120050, "Priya Shah")
        assert said(listed(workspace, OFFICER)) == ["1 INVOICED 1,200.50 beech 2025-26-P03 As agreed."]

    def test_without_a_posting_period_it_is_that_of_today(self, workspace: Workspace) -> None:
        assert str(recorded(workspace, "received 1.00 beech", posting="").posting) == "2025-26-P04"

    @pytest.mark.parametrize(
        ("words", "others", "says"),
        [
            ("invoiced 1.00", {}, "Give the funding line, --line: one of ash, beech, cedar"),
            ("invoiced 1.00 beach", {}, "no line 'beach'; did you mean beech"),
            ("accrual 1.00", {"service": "refuges"}, "no service 'refuges'; did you mean refuge"),
            ("invoiced 0.00 beech", {}, "is not more than nothing"),
            ("invoiced -1.00 beech", {}, "to take one back use: money undo"),
            ("invoiced 1.005 beech", {}, "not pounds and pence"),
            ("invoiced 1.00 beech", {"reference": ""}, "Give the number of the invoice"),
            ("invoiced 1.00 beech", {"to_line": "ash"}, "Only a virement moves money"),
            ("invoiced 1.00 beech", {"why": " "}, "Say why"),
            ("invoiced 1.00 beech", {"why": "For 943 476 5919"}, "personal data"),
            ("invoiced 1.00 beech", {"reference": "NHS 943 476 5919"}, "personal data"),
            ("invoiced 1.00 beech", {"why": "Undoes event 4: it was wrong."}, "use: money undo 4"),
            ("invoiced 1.00 beech", {"posting": "P3"}, "is no posting period"),
            ("condition-met 1.00 beech", {}, "has no amount"),
            ("reversal 1.00", {"service": "refuge"}, "more than the £0.00 of accrual that is left for refuge"),
            ("released 1.00", {}, "more than the £0.00 of payment withheld that is left for the whole contract"),
            ("virement 1.00 ash", {}, "two services .* or two lines"),
            ("virement 1.00 ash", {"to_line": "ash"}, "both are the same"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(
        self, workspace: Workspace, words: str, others: dict[str, str], says: str
    ) -> None:
        with pytest.raises(CommissioningError, match=says):
            recorded(workspace, words, **others)
        assert listed(workspace, OFFICER) == ()

    def test_one_invoice_is_recorded_once(self, workspace: Workspace) -> None:
        recorded(workspace, "invoiced 1.00 beech")
        with pytest.raises(CommissioningError, match=r"INV-1 is recorded already, as event 1 \(£1.00\)"):
            recorded(workspace, "invoiced 2.00 beech", reference="inv-1")
        recorded(workspace, "invoiced 2.00 beech", reference="INV-2")
        recorded(workspace, "received 1.00 beech")

    def test_a_line_opens_once_a_year(self, workspace: Workspace) -> None:
        recorded(workspace, "opening (250.00) beech", posting="2025-26-P01")
        with pytest.raises(CommissioningError, match="has an opening balance for that year already, as event 1"):
            recorded(workspace, "opening 1.00 beech", posting="2025-26-P02")
        recorded(workspace, "opening 1.00 beech", posting="2026-27-P01")

    def test_no_more_is_reversed_than_was_accrued(self, workspace: Workspace) -> None:
        recorded(workspace, "accrual 10.00", service="refuge")
        recorded(workspace, "reversal 6.00", service="refuge", posting="2025-26-P04")
        with pytest.raises(CommissioningError, match=r"£5\.00 is more than the £4\.00 of accrual that is left"):
            recorded(workspace, "reversal 5.00", service="refuge", posting="2025-26-P04")

    def test_a_real_councils_books_are_not_kept_here(self, tmp_path: Path) -> None:
        made = a_funded_workspace(tmp_path / "real", origin="transcribed")
        with pytest.raises(CommissioningError, match="nothing is recorded here for a real council"):
            recorded(made, "invoiced 1.00 beech")
        with pytest.raises(CommissioningError, match="No contract here has money"):
            close(made, OFFICER, "2025-26-P01", "Month end.", now)


class TestVirement:
    """Ash pays for the refuge only; Beech for the refuge and advocacy; Cedar for safe accommodation, anywhere."""

    @pytest.mark.parametrize(
        ("moved", "authority", "says"),
        [
            ({"line": "beech", "to_line": "ash"}, "", ""),
            (
                {"line": "ash", "to_line": "beech"},
                "",
                "is for the services refuge only; beech pays for adv",
            ),
            ({"line": "ash", "to_line": "beech"}, "Cabinet, 3 July 2025", ""),
            (
                {"line": "cedar", "to_line": "beech"},
                "",
                "purposes safe accommodation only; beech pays for others",
            ),
            ({"line": "beech", "service": "refuge", "to_service": "advocacy"}, "", ""),
            (
                {"line": "ash", "service": "refuge", "to_service": "advocacy"},
                "",
                "may pay for refuge and not for advocacy",
            ),
            ({"service": "refuge", "to_service": "advocacy"}, "", "Give --line, if other money moves"),
            ({"service": "refuge", "to_service": "advocacy"}, "Board minute 12", ""),
            ({"service": "advocacy", "to_service": "refuge"}, "", ""),
            ({"line": "cedar", "service": "refuge", "to_service": "advocacy"}, "", ""),
        ],
    )
    def test_money_is_not_moved_to_what_it_may_not_pay_for(
        self, moved: dict[str, str], authority: str, says: str
    ) -> None:
        why = refusal(an_event(MoneySort.VIREMENT, "5.00", **moved), books(FUNDING), authority)
        assert says in why
        assert bool(why) == bool(says)

    def test_the_authority_is_kept(self, workspace: Workspace) -> None:
        event = recorded(workspace, "virement 1.00 ash", to_line="beech", authority="Board minute 12", reference="V7")
        assert event.reference == "V7; authority: Board minute 12"


def refusal(event: MoneyEvent, of: Books, authority: str = "") -> str:
    """Why an event is refused; empty where it is not."""
    try:
        refuse_nonsense(event, of, authority)
    except CommissioningError as refused:
        return str(refused)
    return ""


class TestConditions:
    def test_the_only_condition_of_a_line_goes_without_saying(self) -> None:
        event = an_event(MoneySort.CONDITION_MET, line="cedar")
        assert completed(event, books(FUNDING)).reference == "The bid is won"
        assert refusal(completed(event, books(FUNDING)), books(FUNDING)) == ""

    def test_another_one_is_refused_with_those_there_are(self) -> None:
        event = an_event(MoneySort.CONDITION_MET, line="cedar", reference="The bid is lost")
        assert 'There are: "The bid is won".' in refusal(event, books(FUNDING))


class TestUndoing:
    def test_the_opposite_names_the_event_and_both_stay(self, workspace: Workspace) -> None:
        recorded(workspace, "invoiced 12.00 beech")
        undo(workspace, OFFICER, 1, "It was Ash's.", now)
        assert said(listed(workspace, OFFICER)) == [
            "1 INVOICED 12.00 beech 2025-26-P03 As agreed.",
            "2 INVOICED -12.00 beech 2025-26-P03 Undoes event 1: It was Ash's.",
        ]

    def test_what_was_undone_can_be_recorded_again(self, workspace: Workspace) -> None:
        recorded(workspace, "invoiced 12.00 beech")
        undo(workspace, OFFICER, 1, "It was £13.00.", now)
        assert recorded(workspace, "invoiced 13.00 beech").number == 3

    @pytest.mark.parametrize(("number", "says"), [(1, "undone already"), (2, "undoes event 1"), (9, "Nothing is")])
    def test_it_is_done_once(self, workspace: Workspace, number: int, says: str) -> None:
        recorded(workspace, "invoiced 12.00 beech")
        undo(workspace, OFFICER, 1, "It was Ash's.", now)
        with pytest.raises(CommissioningError, match=says):
            undo(workspace, OFFICER, number, "Once more.", now)

    def test_an_accrual_that_was_reversed_is_undone_after_its_reversal(self, workspace: Workspace) -> None:
        recorded(workspace, "accrual 10.00", service="refuge")
        recorded(workspace, "reversal 4.00", service="refuge")
        with pytest.raises(CommissioningError, match=r"Event 1 is taken back already \(accrual reversed\)"):
            undo(workspace, OFFICER, 1, "It was paid in March.", now)
        undo(workspace, OFFICER, 2, "It was paid in March.", now)
        assert undo(workspace, OFFICER, 1, "It was paid in March.", now).pence == -1000

    def test_after_its_period_is_closed_it_goes_to_the_next_open_one(self, workspace: Workspace) -> None:
        recorded(workspace, "invoiced 12.00 beech")
        close(workspace, OFFICER, "2025-26-P03", "Month end.", now)
        assert str(undo(workspace, OFFICER, 1, "It was Ash's.", now).posting) == "2025-26-P04"


class TestClosing:
    def test_what_is_closed_takes_nothing_more(self, workspace: Workspace) -> None:
        close(workspace, OFFICER, "2025-26-P03", "Month end.", now)
        with pytest.raises(CommissioningError, match="2025-26-P03 of westshire is closed; record it in 2025-26-P04"):
            recorded(workspace, "invoiced 12.00 beech")
        with pytest.raises(CommissioningError, match="closed already"):
            close(workspace, OFFICER, "2025-26-P03", "Month end.", now)
        with pytest.raises(CommissioningError, match="closed for good"):
            undo(workspace, OFFICER, 1, "Too early.", now)

    def test_the_periods_of_a_year_close_in_order_and_13_when_its_year_is_done(self) -> None:
        closed: list[MoneyEvent] = []
        turn = [*(f"2025-26-P{n:02}" for n in range(1, 13)), "2026-27-P01", "2025-26-P13", "2026-27-P02"]
        for label in turn:
            of = books(events=closed)
            assert first_open_before(read_posting(label), of) is None
            closed.append(an_event(MoneySort.CLOSED, posting=label))

    @pytest.mark.parametrize(
        ("closed", "wanted", "first"),
        [
            ("01", "2025-26-P03", "2025-26-P02"),
            ("01 02", "2025-26-P13", "2025-26-P12"),
            ("01 02 03", "2025-26-P04", "None"),
            ("", "2025-26-P03", "2025-26-P02"),
            ("02", "2026-27-P01", "2025-26-P03"),
        ],
    )
    def test_an_earlier_one_that_is_open_is_named(self, closed: str, wanted: str, first: str) -> None:
        events = [an_event(MoneySort.CLOSED, posting=f"2025-26-P{number}") for number in closed.split()]
        of = books(charges=[a_charge("ash 1.00", posting="2025-26-P02")], events=events)
        assert str(first_open_before(read_posting(wanted), of)) == first


def test_every_sort_can_be_recorded_but_closing() -> None:
    assert set(SORTS.values()) == set(MoneySort) - {MoneySort.CLOSED}
