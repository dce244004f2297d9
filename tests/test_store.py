"""The store: what is put on the shelf comes back exactly, once, whole or not at all."""

import multiprocessing
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import create_engine, event, func, insert, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from commissioning import __version__
from commissioning.errors import CommissioningError, NothingThere
from commissioning.model.finding import Finding, Place, Severity
from commissioning.model.organisation import Actor
from commissioning.model.posted import Decision, Entry, Issue, Judgement, Receipt, State, Verdict
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.period import Period
from commissioning.store import RivalStands, Store
from commissioning.store.database import migrations, write_ahead
from commissioning.store.numbers import from_units, scale_of, to_units
from commissioning.store.reading import current_entries
from commissioning.store.schema import HEAD, METADATA

OFFICER = Actor("Priya Shah", ("commissioner",), ("westshire",))
FIRST_HALF = Period(date(2019, 4, 1), date(2019, 9, 30))
NOON = datetime(2019, 10, 14, 12, 0, 0, 250, tzinfo=UTC)
ODD_TOTAL = Finding(
    "total-disagrees-with-parts",
    Severity.NEEDS_EXPLANATION,
    (Place("Refuge", "G6"), Place("Refuge", "G7")),
    "All contacts is 6, but its parts add up to 5.",
    "Correct the total or the parts.",
    ("contacts", "contacts/age/16-17"),
)
LATE = Finding("late", Severity.NOTE, (), "The return came 3 days late – “sorry”.", "Nothing to do.")
ACCEPTED = (Verdict.ACCEPTED, ())
QUERIED = (Verdict.NEEDS_EXPLANATION, (ODD_TOTAL, LATE))
STOPPED = (Verdict.STOPPED, (ODD_TOTAL,))
MEASURES = {"referrals": "flow", "spend": "money", "staff": "fte", "satisfied": "stated-percentage", "notes": "text"}


@pytest.fixture
def url() -> str | None:
    """The database under test: SQLite, or an empty PostgreSQL one where LEDGER_URL names it."""
    named = os.environ.get("LEDGER_URL")
    if named:
        engine = create_engine(named)
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    return named


@pytest.fixture
def store(tmp_path: Path, url: str | None) -> Iterator[Store]:
    """A new store."""
    with Store.open(tmp_path / "ledger", url) as opened:
        yield opened


def a_receipt(name: str, **changes: Any) -> Receipt:
    """The receipt of a file of that name, which here is its content too."""
    digest = sha256(name.encode()).hexdigest()
    return replace(Receipt(digest, name, NOON, "refuge", FIRST_HALF, "edition-1", "terms-1"), **changes)


def entries_of(receipt: Receipt, figures: str) -> tuple[Entry, ...]:
    """Entries from text: a measure and its number, or the word for its absence, on each line."""
    return tuple(an_entry(receipt, *line.split(maxsplit=1)) for line in figures.splitlines())


def an_entry(receipt: Receipt, measure: str, stated: str, **changes: Any) -> Entry:
    """An entry of that measure."""
    there: Given = Missing(stated) if stated in set(Missing) else Quantity(Decimal(stated))
    key = AnswerKey("helpline", measure)
    entry = Entry(
        0, receipt.sha256, "", receipt.contract, FIRST_HALF, key, MEASURES[measure], "people", there, "", "", Place(),
        State.PROVISIONAL,
    )  # fmt: skip
    return replace(entry, **changes)


def put(
    store: Store, receipt: Receipt, judged: tuple[Verdict, tuple[Finding, ...]], figures: str, at: datetime = NOON
) -> None:
    """Record a return with that verdict and those figures."""
    store.record(receipt, Judgement(receipt.sha256, *judged), entries_of(receipt, figures), OFFICER, at)


def current(store: Store) -> list[str]:
    """What the ledger holds: file, measure, number and state, in words."""
    return [f"{e.file} {e.key.measure} {number(e.given)} {e.state}" for e in store.entries()]


def number(given: Given) -> str:
    """A number or the word for its absence."""
    return str(given.value)


def counts(store: Store) -> dict[str, int]:
    """How many rows each table that holds any has."""
    with store.engine.connect() as connection:
        found = {t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in METADATA.sorted_tables}
    return {name: rows for name, rows in found.items() if rows}


def accept(receipt: Receipt, action: str = "accept") -> Decision:
    """A decision about a return."""
    return Decision(action, receipt.sha256, OFFICER.name, "The provider rang; one person rang twice.", NOON)


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
    taken = (accept(receipt, "query"), accept(receipt, "explain"), accept(receipt))
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
    [("money", 2), ("fte", 4), ("stated-percentage", 4), ("stated-change", 4), ("flow", 0), ("snapshot", 0)],
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


def test_a_correction_that_was_stopped_replaces_nothing(store: Store) -> None:
    """The figures it meant to correct still stand."""
    first = a_receipt("first.xlsx")
    put(store, first, ACCEPTED, "referrals 12")
    put(store, a_receipt("second.xlsx", corrects=first.sha256), STOPPED, "")
    assert current(store) == ["first.xlsx referrals 12 accepted"]


STATES = {
    "accepted": "accepted",
    "queried": "provisional",
    "queried, explain": "provisional",
    "queried, accept": "accepted",
    "accept other, queried": "provisional",
    "queried, accept, queried": "accepted",
    "queried, accept, queried afresh": "provisional",
    "queried, accept, queried afresh, accept": "accepted",
    "queried, accept, queried afresh, queried": "provisional",
    "queried, accepted": "accepted",
    "accepted, queried": "provisional",
    "accepted, stopped": "provisional",
}
JUDGED = {
    "accepted": ACCEPTED,
    "queried": QUERIED,
    "queried afresh": (Verdict.NEEDS_EXPLANATION, (LATE,)),
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
            store.decide(accept(other if step == "accept other" else receipt, step.split()[0]))
    assert current(store) == [f"h1.xlsx referrals 12 {state}"]


# Originals


def test_an_original_comes_back_byte_for_byte(store: Store) -> None:
    """Kept once, under its sha256, with nothing else beside it."""
    digests = {store.keep_original(b"PK\x03\x04 a return") for _ in range(2)}
    assert digests == {sha256(b"PK\x03\x04 a return").hexdigest()} == store.originals()
    assert {place.name for place in (store.folder / "originals").glob("*/*")} == digests
    assert store.original(digests.pop()) == b"PK\x03\x04 a return"


def test_a_damaged_original_is_not_handed_out_and_importing_it_again_repairs_it(store: Store) -> None:
    """Damage is told by the digest."""
    digest = store.keep_original(b"a return")
    (store.folder / "originals" / digest[:2] / digest).write_bytes(b"a retu")
    with pytest.raises(CommissioningError, match="damaged; restore it"):
        store.original(digest)
    store.keep_original(b"a return")
    assert store.original(digest) == b"a return"


@pytest.mark.parametrize("digest", ["0" * 64, "", "../ledger.db", "/etc/passwd"])
def test_an_original_that_is_not_kept_is_a_mistake_of_the_operator(store: Store, digest: str) -> None:
    """And nothing outside the shelf can be named."""
    with pytest.raises(NothingThere, match="import the return first"):
        store.original(digest)


def test_a_broken_off_write_leaves_no_original(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it leaves is no original, and is swept away once nobody can be writing it."""
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            store.keep_original(b"a return")
    (part,) = (store.folder / "originals").glob("*/*")
    assert store.originals() == frozenset()
    store.sweep()
    assert part.exists()
    os.utime(part, (time.time() - 4000, time.time() - 4000))
    digest = store.keep_original(b"a return")
    store.sweep()
    assert (part.exists(), store.original(digest)) == (False, b"a return")


def _pull_the_plug(*_: object) -> None:
    raise KeyboardInterrupt


# Crashes and crowds


def before_entries(store: Store, act: Any) -> None:
    """Do something at the moment the first entry of a return is about to be written."""

    def watch(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO entries"):
            act()

    event.listen(store.engine, "before_cursor_execute", watch)


def test_a_fault_between_file_and_rows_leaves_nothing_recorded(tmp_path: Path, url: str | None) -> None:
    """The file stays on the shelf, and recording it later completes."""
    receipt = a_receipt("h1.xlsx")
    with Store.open(tmp_path, url) as store:
        assert store.keep_original(b"h1.xlsx") == receipt.sha256
        before_entries(store, _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            put(store, receipt, QUERIED, "referrals 12")
        assert counts(store) == {}
    with Store.open(tmp_path, url) as store:
        assert (store.receipts(), store.originals()) == ((), frozenset({receipt.sha256}))
        put(store, receipt, QUERIED, "referrals 12")
        assert counts(store) == {"receipts": 1, "verdicts": 1, "findings": 2, "entries": 1}


def test_a_process_killed_while_it_records_leaves_nothing_recorded(tmp_path: Path, url: str | None) -> None:
    """Not even its lock."""
    (killed,) = run_at_once(1, _die_recording, tmp_path, url)
    assert killed == 9
    with Store.open(tmp_path, url) as store:
        assert counts(store) == {}
        put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")
        assert current(store) == ["h1.xlsx referrals 12 accepted"]


def test_processes_that_record_one_return_at_once_record_it_once(tmp_path: Path, url: str | None) -> None:
    """Starting from a folder that is not there yet, and so the tables are made once too."""
    if url:
        Store.open(tmp_path, url).close()
    assert run_at_once(4, _record_one, tmp_path / "new", url) == [0] * 4
    with Store.open(tmp_path / "new", url) as store:
        assert counts(store) == {"receipts": 1, "verdicts": 1, "findings": 2, "entries": 2}
        assert store.originals() == {a_receipt("h1.xlsx").sha256}


def run_at_once(processes: int, act: Any, folder: Path, url: str | None) -> list[int | None]:
    """Run something in several processes that start together, and say how each ended."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(processes)
    running = [spawn.Process(target=act, args=(folder, url, start)) for _ in range(processes)]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    return [process.exitcode for process in running]


def _die_recording(folder: Path, url: str | None, _start: Any) -> None:
    with Store.open(folder, url) as store:
        before_entries(store, lambda: os._exit(9))
        put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")


def _record_one(folder: Path, url: str | None, start: Any) -> None:
    start.wait(60)
    with Store.open(folder, url) as store:
        store.keep_original(b"h1.xlsx")
        put(store, a_receipt("h1.xlsx"), QUERIED, "referrals 12\nspend 3.50")


# The tables


def test_the_head_constant_is_the_newest_migration() -> None:
    """So that a ledger at the head opens without Alembic."""
    assert ScriptDirectory.from_config(migrations()).get_heads() == [HEAD]


def test_the_migrations_make_the_declared_tables(store: Store) -> None:
    """Alembic would have nothing to add."""
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_migrations_make_the_declared_constraints_on_postgresql() -> None:
    """Statement for statement, the migrations print what the tables declare."""
    dialect = postgresql.dialect()
    declared = [str(CreateTable(table).compile(dialect=dialect)) for table in METADATA.tables.values()]
    printed = sql_for("postgresql")
    assert [table for table in declared if squeezed(table) not in squeezed(printed)] == []
    assert "BIGINT GENERATED BY DEFAULT AS IDENTITY" in printed


def sql_for(dialect: str) -> str:
    """What the migrations do from the start, as a database of that dialect is told it."""
    config = migrations()
    config.output_buffer = StringIO()
    config.attributes["dialect"] = dialect
    command.upgrade(config, "head", sql=True)
    return config.output_buffer.getvalue()


def squeezed(words: str) -> str:
    """Text without its line breaks."""
    return "".join(words.split())


def test_no_number_is_kept_as_a_fraction() -> None:
    """Whole numbers and text are the only types, so every database keeps them exactly."""
    types = {column.type.compile(dialect=postgresql.dialect()) for t in METADATA.sorted_tables for column in t.columns}
    assert types == {"BIGINT", "INTEGER", "TEXT"}


def test_the_hardest_question_can_be_put_to_postgresql() -> None:
    """It has no word that only SQLite knows."""
    asked = str(current_entries().compile(dialect=postgresql.dialect()))
    assert "ORDER BY entries.number" in asked
    assert "NOT IN (SELECT receipts.corrects" in asked


def test_a_ledger_made_by_a_newer_engine_is_refused(tmp_path: Path, url: str | None) -> None:
    """Rather than misread."""
    with Store.open(tmp_path, url) as store, store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CommissioningError, match=r"newer engine .* revision 9999, .*; install the newer engine"):
        Store.open(tmp_path, url)


def test_sqlite_is_told_to_be_careful(tmp_path: Path) -> None:
    """References hold, readers do not wait for writers, writers wait for each other, and what is said is on disk."""
    with Store.open(tmp_path) as store, store.engine.connect() as connection:
        pragmas = ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
        told = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas]
    assert told == [1, "wal", 2, 10000]


def test_a_closed_store_has_let_go_of_its_database(tmp_path: Path) -> None:
    """SQLite then folds its log back into the one file."""
    with Store.open(tmp_path) as store:
        put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")
    assert [place.name for place in tmp_path.iterdir()] == ["ledger.db"]
    assert store.folder == tmp_path


def test_a_ledger_that_another_process_is_making_is_waited_for(tmp_path: Path) -> None:
    """For as long as patience lasts."""
    maker, waiter = (sqlite3.connect(tmp_path / "new.db", timeout=0, check_same_thread=False) for _ in range(2))
    with closing(maker), closing(waiter):
        maker.execute("CREATE TABLE made (number INTEGER)")
        maker.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            write_ahead(waiter, until=time.monotonic())
        Timer(0.1, maker.rollback).start()
        write_ahead(waiter, until=time.monotonic() + 10)
        assert waiter.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_decision_about_a_return_never_received_is_refused(store: Store) -> None:
    """References hold on every database."""
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        store.decide(accept(a_receipt("never.xlsx")))


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


def test_naming_the_store_loads_no_database_library() -> None:
    """A command that needs no store should not wait for one."""
    loaded = "import sys, commissioning.store; print(sorted({'sqlalchemy', 'alembic'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


def test_a_ledger_at_the_head_opens_without_alembic(tmp_path: Path) -> None:
    """Which takes longer to load than the rest of the job."""
    Store.open(tmp_path).close()
    opening = (
        "import sys, pathlib; from commissioning.store import RivalStands, Store; "
        "Store.open(pathlib.Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", opening, tmp_path], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"
