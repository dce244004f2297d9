"""Money put on the shelf and taken down again, on each kind of database: never changed, and nothing twice."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import create_engine, event, inspect

from commissioning.errors import CommissioningError, NothingThere
from commissioning.model.accounts import (
    Charge,
    ChargeSource,
    IssuedStatement,
    LedgerLine,
    MoneyEvent,
    MoneySort,
    Part,
    StatementAction,
    StatementStep,
)
from commissioning.model.finding import Place
from commissioning.model.funding import Coding, Means
from commissioning.period import Period
from commissioning.posting import Posting
from commissioning.store import PostedMeanwhile, Store
from commissioning.store.database import migrations
from tests.shelved import NOON, OFFICER, counts

Q1 = Period(date(2025, 4, 1), date(2025, 6, 30))
JUNE = Posting(2025, 3)


def a_charge(origin: str, pence: int, shares: str = "1/3 2/3", **changes: object) -> Charge:
    """A charge of that origin, shared in that way between two funders; the first has the odd penny."""
    first, second = (Fraction(share) for share in shares.split())
    rest = pence - int(pence * second)
    parts = (
        Part("county", "westshire", pence * first, rest, "a third"),
        Part("police", "pcc", pence * second, pence - rest, "two thirds"),
    )
    made = Charge("refuge", "helpline", "north", Q1, JUNE, pence, ChargeSource.RETURN, origin, parts, "terms-1")
    return replace(made, **changes)  # type: ignore[arg-type]


def a_credit(charge: Charge) -> Charge:
    """The credit that takes a charge back."""
    parts = tuple(replace(part, quota=-part.quota, pence=-part.pence) for part in charge.parts)
    credit = replace(charge, pence=-charge.pence, parts=parts, credits=charge.number, source=ChargeSource.CREDIT)
    return replace(credit, origin=f"credit of {charge.number}", number=0)


def test_a_charge_comes_back_with_its_parts_to_the_last_fraction_of_a_penny(store: Store) -> None:
    """And with the number that it was posted under."""
    sent = a_charge("h1.xlsx spend", 10000, vat=2000, touches=("2025-26-Q1-1", "2"), says="Corrected")
    (posted,) = store.post_charges((sent,), OFFICER, NOON)
    assert posted == replace(sent, number=posted.number)
    assert posted.number > 0
    assert store.charges() == (posted,)
    assert store.charges()[0].parts[0].quota == Fraction(10000, 3)


def test_charges_come_in_the_order_they_were_posted_each_with_its_own_parts(store: Store) -> None:
    """Of one contract, or of all."""
    first = store.post_charges((a_charge("a", 300), a_charge("b", 600, contract="outreach")), OFFICER, NOON)
    second = store.post_charges((a_charge("c", 900),), OFFICER, NOON)
    assert store.charges() == (*first, *second)
    assert store.charges("refuge") == (first[0], *second)
    assert store.charges("elsewhere") == ()


def test_an_origin_stands_once(store: Store) -> None:
    """Whoever posts it second is told, and nothing of what came with it is posted."""
    posted = store.post_charges((a_charge("a", 300),), OFFICER, NOON)
    with pytest.raises(PostedMeanwhile):
        store.post_charges((a_charge("b", 600), a_charge("a", 300)), OFFICER, NOON)
    with pytest.raises(PostedMeanwhile):
        store.post_charges((a_charge("c", 1), a_charge("c", 1)), OFFICER, NOON)
    assert store.charges() == posted
    assert counts(store) == {"charges": 1, "charge_parts": 2}


def test_an_origin_that_was_credited_may_be_posted_again(store: Store) -> None:
    """In one go with its credit, as often as it is corrected."""
    (charge,) = store.post_charges((a_charge("a", 300),), OFFICER, NOON)
    for pence in (301, 302):
        _, charge = store.post_charges((a_credit(charge), a_charge("a", pence)), OFFICER, NOON)
    assert [one.pence for one in store.charges()] == [300, -300, 301, -301, 302]


@pytest.mark.parametrize("credits", [[300, 1], [150, 151], [301], [-1]], ids=str)
def test_no_more_is_credited_than_was_charged(store: Store, credits: list[int]) -> None:
    """By one credit or by several."""
    (charge,) = store.post_charges((a_charge("a", 300),), OFFICER, NOON)
    one_by_one = [
        replace(a_charge(f"credit {place}", -pence), credits=charge.number) for place, pence in enumerate(credits)
    ]
    with pytest.raises(PostedMeanwhile):
        store.post_charges(tuple(one_by_one), OFFICER, NOON)
    assert len(store.charges()) == 1


def test_what_was_worked_out_from_older_books_is_refused(store: Store) -> None:
    """The caps of its lines may have been used meanwhile; a charge of another contract does not matter."""
    (first,) = store.post_charges((a_charge("a", 300),), OFFICER, NOON, seen=0)
    with pytest.raises(PostedMeanwhile):
        store.post_charges((a_charge("b", 300),), OFFICER, NOON, seen=0)
    store.post_charges((a_charge("b", 300, contract="outreach"),), OFFICER, NOON, seen=0)
    store.post_charges((a_charge("b", 300),), OFFICER, NOON, seen=first.number)
    assert [(one.contract, one.origin) for one in store.charges()] == [
        ("refuge", "a"),
        ("outreach", "b"),
        ("refuge", "b"),
    ]


def test_parts_that_do_not_come_to_their_charge_are_our_mistake(store: Store) -> None:
    """A penny more or less is never kept."""
    with pytest.raises(ValueError, match="do not come to 301 pence"):
        store.post_charges((replace(a_charge("a", 300), pence=301),), OFFICER, NOON)


def a_line(key: str, **changes: object) -> LedgerLine:
    """A line of a general ledger's extract."""
    line = LedgerLine("ab" * 32, "gl.xlsx", Place("Extract", "A7"), key, Coding("R1", "4000"), JUNE, "INV 7", 125050)
    return replace(line, **changes)  # type: ignore[arg-type]


def test_ledger_lines_come_back_and_one_that_is_known_is_left_alone(store: Store) -> None:
    """Also where one extract holds it twice."""
    full = a_line(
        "b", vat=0, gross=125050, service_date=date(2025, 6, 3), payee="Refuge Ltd", text="June", contract="refuge",
        document_date=date(2025, 7, 1), service="helpline", area="north", means=Means.SPEND, line="county",
    )  # fmt: skip
    assert store.keep_ledger_lines((a_line("a"), full, replace(full, net=1)), OFFICER, NOON) == 2
    assert store.keep_ledger_lines((a_line("c"), replace(full, net=9)), OFFICER, NOON) == 1
    assert store.ledger_lines() == (a_line("a"), full, a_line("c"))
    assert store.ledger_lines("refuge") == (full,)


def test_events_come_back_in_order_with_their_numbers(store: Store) -> None:
    """And the name of who recorded them."""
    paid = MoneyEvent(
        MoneySort.RECEIVED, "refuge", JUNE, 125050, "Receipt R7", OFFICER.name, NOON, Q1, "helpline", "outreach",
        "county", "police", "R7",
    )  # fmt: skip
    closed = MoneyEvent(MoneySort.CLOSED, "outreach", JUNE, 0, "Closed", OFFICER.name, datetime(2025, 7, 4, tzinfo=UTC))
    recorded = store.record_money((paid, closed), OFFICER)
    assert [replace(one, number=0) for one in recorded] == [paid, closed]
    assert recorded[0].number < recorded[1].number
    assert (store.money_events(), store.money_events("refuge")) == (recorded, recorded[:1])


def test_what_was_judged_by_earlier_events_is_not_recorded_after_later_ones(store: Store) -> None:
    """So no invoice is recorded twice, nothing undone twice, nothing posted to a period that was closed just now."""
    event = MoneyEvent(MoneySort.CLOSED, "refuge", JUNE, 0, "Closed", "", NOON)
    [first] = store.record_money((event,), OFFICER, 0)
    for seen in (0, first.number + 1):
        with pytest.raises(PostedMeanwhile):
            store.record_money((event,), OFFICER, seen)
    with pytest.raises(PostedMeanwhile):
        store.post_charges((a_charge("a", 300),), OFFICER, NOON, seen=0, seen_event=0)
    assert counts(store) == {"money_events": 1}
    store.post_charges((a_charge("a", 300),), OFFICER, NOON, seen=0, seen_event=first.number)
    store.record_money((event,), OFFICER, first.number)
    store.record_money((replace(event, contract="elsewhere"),), OFFICER, 0)


STATEMENT = IssuedStatement("2025-26-Q1-PCC", "pcc", "westshire", Q1, '{"£": 1}', "d" * 64, (1, 2))
ISSUED = StatementStep(STATEMENT.number, StatementAction.ISSUED, "Priya Shah", NOON, "", "Priya Shah", "Tom Reed")


def test_a_statement_comes_back_with_its_steps(store: Store) -> None:
    """As it was issued, and then what became of it."""
    store.issue_statement(STATEMENT, ISSUED)
    disputed = StatementStep(STATEMENT.number, StatementAction.DISPUTED, "PCC", NOON, "One invoice twice")
    store.step_statement(disputed)
    assert store.statements() == (replace(STATEMENT, steps=(ISSUED, disputed)),)


def test_a_statements_number_is_given_once(store: Store) -> None:
    """And nothing is done with one that was never issued."""
    store.issue_statement(STATEMENT, ISSUED)
    with pytest.raises(CommissioningError, match="was issued already"):
        store.issue_statement(replace(STATEMENT, content="{}"), ISSUED)
    with pytest.raises(NothingThere, match="No statement 9 was issued"):
        store.step_statement(replace(ISSUED, number="9", action=StatementAction.AGREED))
    with pytest.raises(ValueError, match="does not issue"):
        store.issue_statement(replace(STATEMENT, number="9"), ISSUED)
    assert counts(store) == {"statements": 1, "statement_steps": 1}


@pytest.mark.parametrize("newer", ["charge", "event", "line", "nothing"])
def test_a_statement_is_not_issued_over_money_that_came_after_it_was_worked_out(store: Store, newer: str) -> None:
    """Of its own contracts: another's money is none of its business."""
    event = MoneyEvent(MoneySort.CLOSED, "refuge", JUNE, 0, "Closed", "", NOON)
    store.record_money((event,), OFFICER)
    seen = store.newest_money(["refuge"])
    if newer == "charge":
        store.post_charges((a_charge("a", 300),), OFFICER, NOON)
    elif newer == "event":
        store.record_money((event,), OFFICER)
    elif newer == "line":
        store.keep_ledger_lines((a_line("a", contract="refuge"),), OFFICER, NOON)
    store.record_money((replace(event, contract="elsewhere"),), OFFICER)
    with nullcontext() if newer == "nothing" else pytest.raises(PostedMeanwhile):
        store.issue_statement(STATEMENT, ISSUED, seen)
    assert len(store.statements()) == (newer == "nothing")


def test_money_is_only_ever_added_to(store: Store) -> None:
    """No row of it is changed or removed."""
    said: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: said.append(told[2].split()[0]))
    (charge,) = store.post_charges((a_charge("a", 300),), OFFICER, NOON)
    store.post_charges((a_credit(charge), a_charge("a", 301)), OFFICER, NOON)
    store.keep_ledger_lines((a_line("a"),), OFFICER, NOON)
    store.issue_statement(STATEMENT, ISSUED)
    store.record_money((MoneyEvent(MoneySort.CLOSED, "refuge", JUNE, 0, "Closed", "", NOON),), OFFICER)
    assert set(said) - {"BEGIN", "SET"} == {"INSERT", "SELECT"}


def test_a_ledger_from_before_money_is_brought_up_with_what_it_holds(tmp_path: Path) -> None:
    """Its tables are added when it is opened."""
    engine = create_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    with engine.begin() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0005")
        connection.exec_driver_sql(
            "INSERT INTO editions (digest, contract, contract_digest, period, text, recorded_at, actor, engine_version)"
            " VALUES ('d1', 'refuge', 't1', '2025', '{}', '2025', 'Priya', '1')"
        )
        assert "charges" not in inspect(connection).get_table_names()
    engine.dispose()
    with Store.open(tmp_path) as store:
        store.post_charges((a_charge("a", 300),), OFFICER, NOON)
        assert store.edition("d1") == "{}"
        assert len(store.charges()) == 1
