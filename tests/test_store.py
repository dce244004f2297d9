"""The store: what is put on the shelf comes back exactly, once, and a correction takes its place."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from commissioning import __version__
from commissioning.model.finding import Place
from commissioning.model.posted import Action, Issue, Judgement, Receipt, State, Verdict
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.period import Period
from commissioning.store import RivalStands, Store
from commissioning.store.numbers import from_units, scale_of, to_units
from commissioning.store.schema import METADATA
from tests.shelved import (
    ACCEPTED,
    FIRST_HALF,
    LATE,
    NOON,
    ODD_OPENING,
    ODD_TOTAL,
    OFFICER,
    QUERIED,
    STOPPED,
    a_receipt,
    accept,
    an_entry,
    counts,
    current,
    entries_of,
    put,
)

# Round trips


@pytest.mark.parametrize(
    "receipt",
    [
        a_receipt("h1.xlsx"),
        a_receipt("no period could be read.xlsx", period=None),
        a_receipt("open-ended.xlsx", period=Period(date(2019, 11, 1), None)),
        a_receipt("neither end stated.xlsx", period=Period(None, None)),
        a_receipt("in summer time.xlsx", received=datetime(2019, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))),
        a_receipt("Llŷn – O'Brien’s.xlsx", edition="", contract_digest=""),
    ],
    ids=lambda receipt: receipt.file,
)
def test_a_receipt_comes_back_as_it_was_recorded(store: Store, receipt: Receipt) -> None:
    """Whatever its period, and by its sha256 or in the list."""
    put(store, receipt, ACCEPTED, "")
    assert (store.receipt(receipt.sha256), store.receipts()) == (receipt, (receipt,))


def test_the_as_at_date_of_a_period_is_kept(store: Store) -> None:
    """Though periods that differ in it alone are equal."""
    receipt = a_receipt("count.xlsx", period=Period(date(2019, 4, 1), None, date(2019, 6, 30)))
    put(store, receipt, ACCEPTED, "")
    assert [r.period.as_at for r in store.receipts() if r.period] == [date(2019, 6, 30)]


def test_receipts_come_oldest_first(store: Store) -> None:
    """By when they were received, whatever the order of recording and whatever clock said so."""
    for name, hours, ahead in (("third", 2, 0), ("first", 0, 5), ("second", 1, -5)):
        received = (NOON + timedelta(hours=hours)).astimezone(timezone(timedelta(hours=ahead)))
        put(store, a_receipt(name, received=received), ACCEPTED, "")
    assert [receipt.file for receipt in store.receipts()] == ["first", "second", "third"]


def test_the_newest_judgement_comes_back_with_its_findings_in_order(store: Store) -> None:
    """Earlier judgements stay recorded and no longer count."""
    receipt = a_receipt("h1.xlsx")
    put(store, receipt, QUERIED, "")
    first = store.judgement(receipt.sha256)
    put(store, receipt, STOPPED, "", NOON + timedelta(days=1))
    assert first == Judgement(receipt.sha256, Verdict.NEEDS_EXPLANATION, (ODD_TOTAL, LATE))
    assert store.judgement(receipt.sha256) == Judgement(receipt.sha256, Verdict.STOPPED, (ODD_TOTAL,))
    assert counts(store)["findings"] == 3


def test_decisions_come_back_in_the_order_they_were_taken(store: Store) -> None:
    """With who, when and why."""
    receipt = a_receipt("h1.xlsx")
    put(store, receipt, QUERIED, "")
    until = {"until": date(2020, 3, 31), "code": "A001", "measures": ("referrals", "calls")}
    taken = (accept(receipt, Action.QUERY), replace(accept(receipt, Action.WAIVE), **until), accept(receipt))
    for decision in taken:
        store.decide(decision)
    assert store.decisions() == taken


GIVEN = {
    "referrals": [
        Quantity(Decimal(0)),
        Quantity(Decimal(5), Bound.FEWER_THAN, Standing.IMPLIED),
        Quantity(Decimal(2**63 - 1), Bound.AT_LEAST),
        *Missing,
    ],
    "spend": [Quantity(Decimal("1000000.01")), Quantity(Decimal("-0.01"), Bound.ABOUT, Standing.TO_BE_CONFIRMED)],
    "staff": [Quantity(Decimal("3.4286"), Bound.UP_TO)],
    "satisfied": [Quantity(Decimal("87.5"), Bound.OVER), Missing.NOT_KNOWN],
}


@pytest.mark.parametrize(
    ("measure", "there"), [(measure, there) for measure, all_of_them in GIVEN.items() for there in all_of_them]
)
def test_an_entry_comes_back_as_it_was_posted(store: Store, measure: str, there: Given) -> None:
    """Numbers with their bound and standing, and every sort of absence as itself."""
    receipt = a_receipt("h1.xlsx")
    entry = an_entry(
        receipt,
        measure,
        "0",
        key=AnswerKey("refuge", measure, "age", "16-17"),
        given=there,
        words="Two moves.\nOne return.",
        explanation="Staff were ill",
        place=Place("Refuge", "G6"),
    )
    store.record(receipt, Judgement(receipt.sha256, *ACCEPTED), (entry,), OFFICER, NOON)
    (back,) = store.entries()
    assert back == replace(entry, number=back.number, file="h1.xlsx", state=State.ACCEPTED)


def test_entries_come_in_posting_order_numbered_by_the_database(store: Store) -> None:
    """One contract's, or everyone's."""
    put(store, a_receipt("a.xlsx"), ACCEPTED, "referrals 12\nspend 3.50")
    put(store, a_receipt("b.xlsx", contract="outreach"), ACCEPTED, "staff 2.25\nnotes not applicable")
    numbers = [entry.number for entry in store.entries()]
    assert current(store) == [
        "a.xlsx referrals 12 accepted",
        "a.xlsx spend 3.50 accepted",
        "b.xlsx staff 2.2500 accepted",
        "b.xlsx notes not applicable accepted",
    ]
    assert numbers == sorted(set(numbers))
    assert [entry.file for entry in store.entries("outreach")] == ["b.xlsx", "b.xlsx"]


def test_an_issued_specification_is_kept_by_digest(store: Store) -> None:
    """And a digest nobody issued has none."""
    for _ in range(2):
        store.keep_edition("d1", "refuge", "terms-1", FIRST_HALF, '{"title": "Gwynedd – ŷ"}', OFFICER)
    assert (store.edition("d1"), store.edition("d2")) == ('{"title": "Gwynedd – ŷ"}', None)
    assert counts(store) == {"editions": 1}


def test_nothing_recorded_is_nothing_found(store: Store) -> None:
    """An empty store answers every question."""
    assert (store.receipts(), store.decisions(), store.entries(), store.originals()) == ((), (), (), frozenset())
    assert (store.receipt("0" * 64), store.judgement("0" * 64)) == (None, None)


def test_every_row_says_when_by_whom_and_with_which_engine_it_was_recorded(store: Store) -> None:
    """The moment in UTC, on all six tables."""
    receipt = a_receipt("h1.xlsx")
    put(store, receipt, QUERIED, "referrals 1")
    store.decide(accept(receipt))
    store.keep_edition("d1", "refuge", "terms-1", FIRST_HALF, "{}", OFFICER)
    with store.engine.connect() as connection:
        stamps = {
            table.name: connection.execute(select(table.c.actor, table.c.engine_version, table.c.recorded_at)).all()
            for table in METADATA.sorted_tables
        }
    assert {row[:2] for rows in stamps.values() for row in rows} == {("Priya Shah", __version__)}
    moments = {row.recorded_at for name, rows in stamps.items() for row in rows if name != "editions"}
    assert moments == {"2019-10-14T12:00:00.000250+00:00"}
    assert datetime.fromisoformat(stamps["editions"][0].recorded_at).utcoffset() == timedelta(0)


def test_a_moment_without_a_time_zone_is_our_mistake(store: Store) -> None:
    """It could be summer time or not."""
    with pytest.raises(ValueError, match="no time zone"):
        put(store, a_receipt("h1.xlsx"), ACCEPTED, "", NOON.replace(tzinfo=None))


# Numbers


@given(
    st.sampled_from(["money", "fte", "flow"]).flatmap(
        lambda kind: st.tuples(
            st.just(kind), st.integers(-(2**63) + 1, 2**63 - 1).map(lambda n: Decimal(f"{n}E-{scale_of(kind)}"))
        )
    )
)
@example(("money", Decimal("1E+3")))
@example(("money", Decimal("-0")))
def test_every_number_of_a_kind_survives_the_store(kind_and_value: tuple[str, Decimal]) -> None:
    """Exactly, at every scale, to the last unit a BIGINT holds."""
    kind, value = kind_and_value
    units = to_units(value, scale_of(kind))
    assert (type(units), from_units(units, scale_of(kind))) == (int, value)


@pytest.mark.parametrize(
    ("kind", "scale"),
    [("money", 2), ("fte", 4), ("stated-percentage", 4), ("stated-change", 4), ("flow", 0), ("mean", 4)],
)
def test_each_kind_has_its_scale(kind: str, scale: int) -> None:
    """Pence, ten-thousandths, and ones for the rest."""
    assert scale_of(kind) == scale


@pytest.mark.parametrize(
    ("value", "kind"),
    [("0.001", "money"), ("0.00001", "fte"), ("0.5", "flow"), ("92233720368547758.08", "money"), ("NaN", "flow")],
)
def test_a_number_that_does_not_fit_is_our_mistake(value: str, kind: str) -> None:
    """Nothing is rounded on its way to the shelf."""
    with pytest.raises(ValueError, match=r"does not fit|NaN"):
        to_units(Decimal(value), scale_of(kind))


# Once


def test_the_same_return_twice_is_recorded_once(store: Store) -> None:
    """Its receipt, its judgement and its entries."""
    for days in (0, 1):
        put(store, a_receipt("h1.xlsx"), QUERIED, "referrals 12\nspend 3.50", NOON + timedelta(days=days))
    assert counts(store) == {"receipts": 1, "verdicts": 1, "findings": 2, "entries": 2}


def test_a_return_that_was_stopped_posts_its_entries_once_it_no_longer_is(store: Store) -> None:
    """A waived finding, say: the file is the same."""
    put(store, a_receipt("h1.xlsx"), STOPPED, "")
    put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")
    assert current(store) == ["h1.xlsx referrals 12 accepted"]


def test_the_database_itself_refuses_a_figure_posted_twice(store: Store) -> None:
    """Even to one who goes round the store."""
    put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")
    table = METADATA.tables["entries"]
    with store.engine.connect() as connection:
        columns = [column for column in table.c if column.name != "number"]
        again = insert(table).from_select(columns, select(*columns))
        with pytest.raises(Exception, match=r"(?i)unique"):
            connection.execute(again)


def test_parts_of_two_returns_are_not_recorded_as_one(store: Store) -> None:
    """That would post one provider's figures under another's file."""
    entries = entries_of(a_receipt("b.xlsx"), "referrals 12")
    receipt = a_receipt("a.xlsx")
    with pytest.raises(ValueError, match="is not of the return"):
        store.record(receipt, Judgement(receipt.sha256, *ACCEPTED), entries, OFFICER, NOON)
    assert counts(store) == {}


# Corrections and states


def test_a_correction_replaces_what_it_corrects(store: Store) -> None:
    """Also a correction of a correction; the replaced rows stay."""
    first = a_receipt("first.xlsx")
    second = a_receipt("second.xlsx", corrects=first.sha256, correction_reason="A week was missing.")
    third = a_receipt("third.xlsx", corrects=second.sha256, correction_reason="Now it is not.")
    put(store, first, ACCEPTED, "referrals 12")
    put(store, a_receipt("other.xlsx", contract="helpline"), ACCEPTED, "referrals 1")
    put(store, second, ACCEPTED, "referrals 13")
    assert current(store) == ["other.xlsx referrals 1 accepted", "second.xlsx referrals 13 accepted"]
    put(store, third, QUERIED, "referrals 14")
    assert current(store) == ["other.xlsx referrals 1 accepted", "third.xlsx referrals 14 provisional"]
    assert counts(store)["entries"] == 4
    assert store.receipt(second.sha256) == second


def test_a_rival_is_refused_even_when_it_was_judged_before_the_other_stood(store: Store) -> None:
    """Two imports at once: the second to record finds the first there, and leaves nothing."""
    put(store, a_receipt("first.xlsx"), ACCEPTED, "referrals 12")
    with pytest.raises(RivalStands):
        put(store, a_receipt("rival.xlsx"), ACCEPTED, "referrals 13")
    assert current(store) == ["first.xlsx referrals 12 accepted"]
    assert [receipt.file for receipt in store.receipts()] == ["first.xlsx"]


@pytest.mark.parametrize(
    ("period", "is_rival"),
    [
        (Period(date(2019, 7, 1), date(2019, 9, 30)), True),
        (Period(date(2019, 4, 1), date(2020, 3, 31)), True),
        (Period(date(2019, 10, 1), date(2020, 3, 31)), False),
    ],
    ids=["a quarter of it", "the year it is in", "the next half"],
)
def test_a_return_for_part_of_a_period_that_stands_is_a_rival_too(store: Store, period: Period, is_rival: bool) -> None:
    """Whatever was known when it was judged: its figures would be counted twice."""
    put(store, a_receipt("first.xlsx"), ACCEPTED, "referrals 12")
    receipt = a_receipt("other.xlsx", period=period)
    entries = tuple(replace(entry, period=period) for entry in entries_of(receipt, "referrals 5"))
    with pytest.raises(RivalStands) if is_rival else nullcontext():
        store.record(receipt, Judgement(receipt.sha256, *ACCEPTED), entries, OFFICER, NOON)
    assert [r.file for r in store.receipts()] == ["first.xlsx", *([] if is_rival else ["other.xlsx"])]


def test_a_correction_that_was_stopped_replaces_nothing(store: Store) -> None:
    """The figures it meant to correct still stand."""
    first = a_receipt("first.xlsx")
    put(store, first, ACCEPTED, "referrals 12")
    put(store, a_receipt("second.xlsx", corrects=first.sha256), STOPPED, "")
    assert current(store) == ["first.xlsx referrals 12 accepted"]


STATES = {
    "accepted": "accepted",
    "queried": "provisional",
    "queried, waive": "provisional",
    "accepted, query": "provisional",
    "accepted, query, accept": "accepted",
    "accepted, query, accepted": "provisional",
    "queried, accept, query": "provisional",
    "queried, accept, query, accept": "accepted",
    "queried, accept, less to explain": "accepted",
    "queried, accept, less to explain, queried": "accepted",
    "queried, accept": "accepted",
    "accept other, queried": "provisional",
    "queried, accept, queried": "accepted",
    "queried, accept, queried afresh": "provisional",
    "queried, accept, queried afresh, accept": "accepted",
    "queried, accept, queried afresh, queried": "accepted",
    "queried, accepted": "accepted",
    "accepted, queried": "provisional",
    "accepted, stopped": "provisional",
}
JUDGED = {
    "accepted": ACCEPTED,
    "queried": QUERIED,
    "less to explain": (Verdict.NEEDS_EXPLANATION, (LATE,)),
    "queried afresh": (Verdict.NEEDS_EXPLANATION, (LATE, ODD_OPENING)),
    "stopped": STOPPED,
}


@pytest.mark.parametrize(("story", "state"), STATES.items())
def test_figures_are_accepted_by_the_newest_judgement_or_a_decision_about_it(
    store: Store, story: str, state: str
) -> None:
    """A judgement with other findings than were accepted makes them provisional again; a repeat does not."""
    receipt, other = a_receipt("h1.xlsx"), a_receipt("other.xlsx")
    put(store, other, QUERIED, "")
    for step in story.split(", "):
        if step in JUDGED:
            put(store, receipt, JUDGED[step], "referrals 12")
        else:
            store.decide(accept(other if step == "accept other" else receipt, Action(step.split()[0])))
    assert current(store) == [f"h1.xlsx referrals 12 {state}"]


# What was sent out


def test_what_was_sent_out_comes_back_in_order(store: Store) -> None:
    """The same return twice is two issues, all of a call are recorded together, and nothing is nothing."""
    store.keep_edition("edition-1", "refuge", "terms-1", FIRST_HALF, "{}", OFFICER)
    due = date(2019, 10, 21)
    first = Issue("refuge", FIRST_HALF, "edition-1", "terms-1", "h1.xlsx", "ab", due, OFFICER.name, NOON)
    second = replace(first, due=None, actor="Sam", at=NOON + timedelta(days=7))
    store.issue((first, second))
    store.issue(())
    assert store.issues() == (first, second)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.issue((first, replace(first, edition="never kept")))
    assert store.issues() == (first, second)


def test_the_states_of_returns_are_those_of_their_entries(store: Store) -> None:
    """One that stands accepted, one provisional, one that a correction replaced and one that posted nothing."""
    first, second = a_receipt("h1.xlsx"), a_receipt("h2.xlsx", contract="helpline")
    put(store, first, ACCEPTED, "referrals 12")
    put(store, second, QUERIED, "referrals 9")
    put(store, a_receipt("stopped.xlsx"), STOPPED, "")
    assert store.states() == {first.sha256: State.ACCEPTED, second.sha256: State.PROVISIONAL}
    better = a_receipt("h1-again.xlsx", corrects=first.sha256, correction_reason="Recounted.")
    put(store, better, QUERIED, "referrals 13")
    assert store.states() == {better.sha256: State.PROVISIONAL, second.sha256: State.PROVISIONAL}
    assert store.states() == {entry.sha256: entry.state for entry in store.entries()}
