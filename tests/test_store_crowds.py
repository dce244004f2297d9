"""The store when it is damaged, cut off, or used by many at once: whole or not at all, and one writer at a time."""

import multiprocessing
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from commissioning.errors import CommissioningError, NothingThere
from commissioning.model.posted import Judgement
from commissioning.store import RivalStands, Store, postgresql, sqlite
from tests.shelved import (
    ACCEPTED,
    FIRST_HALF,
    NOON,
    OFFICER,
    QUERIED,
    STOPPED,
    a_receipt,
    accept,
    an_entry,
    counts,
    current,
    put,
)

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


def test_a_fault_between_file_and_rows_leaves_nothing_recorded(tmp_path: Path, database: str | None) -> None:
    """The file stays on the shelf, and recording it later completes."""
    receipt = a_receipt("h1.xlsx")
    with Store.open(tmp_path, database) as store:
        assert store.keep_original(b"h1.xlsx") == receipt.sha256
        before_entries(store, _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            put(store, receipt, QUERIED, "referrals 12")
        assert counts(store) == {}
    with Store.open(tmp_path, database) as store:
        assert (store.receipts(), store.originals()) == ((), frozenset({receipt.sha256}))
        put(store, receipt, QUERIED, "referrals 12")
        assert counts(store) == {"receipts": 1, "verdicts": 1, "findings": 2, "entries": 1}


def test_a_process_killed_while_it_records_leaves_nothing_recorded(tmp_path: Path, database: str | None) -> None:
    """Not even its lock."""
    (killed,) = run_at_once(1, _die_recording, tmp_path, database)
    assert killed == 9
    with Store.open(tmp_path, database) as store:
        assert counts(store) == {}
        put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")
        assert current(store) == ["h1.xlsx referrals 12 accepted"]


def test_processes_that_record_one_return_at_once_record_it_once(tmp_path: Path, database: str | None) -> None:
    """Starting with no folder and no tables, which are made once too."""
    assert run_at_once(4, _record_one, tmp_path / "new", database) == [0] * 4
    with Store.open(tmp_path / "new", database) as store:
        assert counts(store) == {"receipts": 1, "verdicts": 1, "findings": 2, "entries": 2}
        assert store.originals() == {a_receipt("h1.xlsx").sha256}


def run_at_once(processes: int, act: Any, folder: Path, database: str | None) -> list[int | None]:
    """Run something in several processes that start together, and say how each ended."""
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(processes)
    running = [spawn.Process(target=act, args=(folder, database, start)) for _ in range(processes)]
    for process in running:
        process.start()
    for process in running:
        process.join(60)
    return [process.exitcode for process in running]


def _die_recording(folder: Path, database: str | None, _start: Any) -> None:
    with Store.open(folder, database) as store:
        before_entries(store, lambda: os._exit(9))
        put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")


def _record_one(folder: Path, database: str | None, start: Any) -> None:
    start.wait(60)
    with Store.open(folder, database) as store:
        store.keep_original(b"h1.xlsx")
        put(store, a_receipt("h1.xlsx"), QUERIED, "referrals 12\nspend 3.50")


def test_a_rival_that_comes_while_the_other_is_being_recorded_waits_and_is_refused(
    tmp_path: Path, database: str | None
) -> None:
    """Each saw nothing there when it was judged; exactly one posts."""
    ended: list[str] = []

    def rival() -> None:
        with Store.open(tmp_path, database) as store:
            try:
                put(store, a_receipt("rival.xlsx"), ACCEPTED, "referrals 13")
            except RivalStands:
                ended.append("refused")

    with Store.open(tmp_path, database) as store, ThreadPoolExecutor() as beside:
        before_entries(store, lambda: (beside.submit(rival), time.sleep(0.5)))
        put(store, a_receipt("first.xlsx"), ACCEPTED, "referrals 12")
        beside.shutdown()
        assert (current(store), ended) == (["first.xlsx referrals 12 accepted"], ["refused"])
        assert [receipt.file for receipt in store.receipts()] == ["first.xlsx"]


def test_a_reader_waits_for_no_writer_and_sees_nothing_half_recorded(tmp_path: Path, database: str | None) -> None:
    """A figure that is not committed is not there."""
    with Store.open(tmp_path, database) as store, Store.open(tmp_path, database) as other:
        seen: list[object] = []
        before_entries(store, lambda: seen.append((other.receipts(), current(other))))
        put(store, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")
        assert seen == [((), [])]
        assert current(other) == ["h1.xlsx referrals 12 accepted"]


def test_one_who_waits_too_long_for_a_turn_is_told_why(
    tmp_path: Path, database: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another import is still at work; nothing is recorded."""
    for dialect in (sqlite, postgresql):
        monkeypatch.setattr(dialect, "PATIENCE", 1)
    with Store.open(tmp_path, database) as store, Store.open(tmp_path, database) as other:
        with store.engine.begin(), pytest.raises(CommissioningError, match="no other import is still at work"):
            put(other, a_receipt("h1.xlsx"), ACCEPTED, "referrals 12")
        assert counts(store) == {}


def test_nothing_recorded_is_ever_changed_or_removed(store: Store) -> None:
    """Whatever happens to a return, the ledger is only added to."""
    statements: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: statements.append(told[2].split()[0]))
    first = a_receipt("first.xlsx")
    put(store, first, QUERIED, "referrals 12")
    store.decide(accept(first))
    put(store, first, STOPPED, "")
    put(store, a_receipt("second.xlsx", corrects=first.sha256), ACCEPTED, "referrals 13")
    store.keep_edition("d1", "refuge", "terms-1", FIRST_HALF, "{}", OFFICER)
    assert current(store) == ["second.xlsx referrals 13 accepted"]
    assert set(statements) - {"BEGIN", "SET"} == {"INSERT", "SELECT"}


@pytest.mark.parametrize("words", ["Two\0moves", "Two \ud83d moves"], ids=["NUL", "half of a letter"])
def test_what_is_no_letter_is_refused_on_every_database(store: Store, words: str) -> None:
    """In a file's name, in an answer or in a reason; nothing of the return is recorded, and nobody repeats it."""
    receipt = a_receipt("h1.xlsx")
    entry = an_entry(receipt, "notes", "not applicable", words=words)
    for action in (
        lambda: store.record(replace(receipt, file=words), Judgement(receipt.sha256, *ACCEPTED), (), OFFICER, NOON),
        lambda: store.record(receipt, Judgement(receipt.sha256, *ACCEPTED), (entry,), OFFICER, NOON),
        lambda: store.decide(replace(accept(receipt), why=words)),
    ):
        with pytest.raises(CommissioningError, match=r"^[ -~]* no letter, so the ledger cannot keep it [ -~]*$"):
            action()
    assert counts(store) == {}
