"""Files go to worker processes with limits: what they find is what would be found here, and no file ends the others."""

import faulthandler
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from commissioning import readers
from commissioning.errors import CommissioningError
from commissioning.ledger import verdict_of
from commissioning.model.organisation import Actor
from commissioning.model.posted import Verdict
from commissioning.model.returned import Cells
from commissioning.readers import Reader
from commissioning.work import workers
from commissioning.work.checking import NOTHING, Checked, Known, check_one
from commissioning.work.importing import import_returns
from commissioning.work.mailbox import Came, gathered
from commissioning.work.workers import Limits, started
from commissioning.work.workspace import Workspace
from tests.provider import a_return, a_workspace, sent
from tests.worked import clock

GOOD = a_return("2025-26-Q1", "open-at-start 4, moved-in 3, open-at-end 4, trained 10")
OTHER = a_return("2025-26-Q2", "open-at-start 4, moved-in 0, open-at-end 3, trained 15")
STRICT = Limits(seconds=60, memory=300_000_000)
HURRIED = Limits(seconds=2)


def _sleeps(_: bytes) -> Cells:
    time.sleep(60)
    return Cells(())


def _eats(_: bytes) -> Cells:
    return Cells((), loose=tuple(bytearray(50_000_000) for _ in range(100)))  # type: ignore[misc]


def _swallows_what_it_lacks(_: bytes) -> Cells:
    """Too much at once, where a reader takes every exception for a damaged file."""
    bytearray(3_000_000_000)
    return Cells(())


def _ends(how: int) -> Callable[[bytes], Cells]:
    def end(_: bytes) -> Cells:
        faulthandler.disable()  # What pytest would print of it is no failure.
        os.kill(os.getpid(), how)
        time.sleep(60)
        return Cells(())

    return end


def _is_mistaken(_: bytes) -> Cells:
    raise ZeroDivisionError("a bug of ours")


TROUBLE = {
    b"sleeps": _sleeps,
    b"eats": _eats,
    b"eats at once": _swallows_what_it_lacks,
    b"is killed": _ends(signal.SIGKILL),
    b"breaks": _ends(signal.SIGSEGV),
    b"bug": _is_mistaken,
}
SAID = {
    b"sleeps": "Reading this file takes longer than 2 seconds. Take out what the return does not need and send it",
    b"eats": "Reading this file takes more than 300 MB of memory. Take out what the return does not need",
    b"eats at once": "Reading this file takes more than 300 MB of memory. Take out what the return does not need",
    b"is killed": "Reading this file ended the program that reads it. Open it in Excel, save it as",
    b"breaks": "Reading this file ended the program that reads it. Open it in Excel, save it as",
}


@pytest.fixture(autouse=True)
def _forking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers for real, and readers that make trouble; they are forked from here, and so know of these too."""
    if "fork" not in workers.multiprocessing.get_all_start_methods():
        pytest.skip("processes cannot be forked here")
    monkeypatch.setattr(workers, "FORKS", True)
    trouble = tuple(Reader("trouble", content.__eq__, read) for content, read in TROUBLE.items())
    real = readers.readers()
    monkeypatch.setattr(readers, "readers", lambda: (*trouble, *real))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return a_workspace(tmp_path / "work")


def unsaid(files: Iterable[Came]) -> Iterator[tuple[Came, None]]:
    """Files of which nobody says whose return they are."""
    return ((came, None) for came in files)


def checked(files: list[Came], known: Known = NOTHING, limits: Limits = STRICT) -> list[Checked]:
    with started(known.contracts, limits=limits) as pool:
        return [parcel.opened(came) for came, parcel in pool.check(unsaid(files), known)]


def known_in(workspace: Workspace) -> Known:
    return Known(workspace.seen_by(Actor("Ann")), workspace.committed_edition)


@pytest.mark.parametrize("trouble", SAID)
def test_a_file_that_breaks_a_limit_has_that_alone_said_of_it_and_the_others_are_read(trouble: bytes) -> None:
    files = [Came("1.xlsx", GOOD), Came("2.xlsx", trouble), Came("3.xlsx", OTHER), Came("4.xlsx", trouble)]
    first, second, third, fourth = checked(files, limits=HURRIED if trouble == b"sleeps" else STRICT)
    assert [one.file for one in (first, second, third, fourth)] == ["1.xlsx", "2.xlsx", "3.xlsx", "4.xlsx"]
    for broken in (second, fourth):
        assert [(finding.code, finding.severity.value) for finding in broken.findings] == [("I000", "stops")]
        assert broken.findings[0].there.startswith(SAID[trouble])
    assert [verdict_of(one.findings) for one in (first, third)] == [Verdict.ACCEPTED, Verdict.ACCEPTED]


def test_more_files_than_workers_that_all_end_theirs_are_each_answered() -> None:
    files = [Came(f"{number}.xlsx", b"is killed") for number in range(workers.how_many() * 3)]
    assert {finding.there for one in checked(files) for finding in one.findings} == {STRICT.said(-signal.SIGKILL)}


def test_a_worker_that_died_while_it_waited_is_not_blamed_on_the_next_file() -> None:
    with started(files=1) as pool:
        pool.idle[0][1].kill()
        pool.idle[0][1].join()
        [(came, parcel)] = pool.check(unsaid([Came("good.xlsx", GOOD)]), NOTHING)
        assert parcel.opened(came) == check_one(came)


def test_questions_that_were_not_heard_out_leave_no_answers_for_the_next() -> None:
    with started(limits=STRICT) as pool:
        next(pool.check(unsaid([Came("1.xlsx", GOOD), Came("2.xlsx", b"sleeps"), Came("3.xlsx", OTHER)]), NOTHING))
        assert [parcel.file for _, parcel in pool.check(unsaid([Came("4.xlsx", OTHER)]), NOTHING)] == ["4.xlsx"]


def test_a_mistake_of_ours_is_not_taken_for_a_fault_of_the_file() -> None:
    with pytest.raises(ZeroDivisionError, match="a bug of ours"):
        checked([Came("1.xlsx", b"bug")])


def test_nothing_of_a_file_that_ended_its_worker_is_kept_and_the_rest_is_imported(
    workspace: Workspace, tmp_path: Path
) -> None:
    paths = sent(tmp_path / "in", {"good.xlsx": GOOD, "killer.xlsx": b"is killed", "later.xlsx": OTHER})
    outcomes = import_returns(workspace, paths, Actor("Ann"), clock)
    assert [(o.file, o.verdict.value, o.posted) for o in outcomes if not o.because] == [
        ("killer.xlsx", "stopped", 0),
        ("good.xlsx", "accepted", 5),
        ("later.xlsx", "accepted", 5),
    ]
    with workspace.store() as store:
        assert {receipt.file for receipt in store.receipts()} == {"good.xlsx", "later.xlsx"}
        assert len(store.originals()) == 2


def _tampered(content: bytes) -> Iterator[tuple[str, bytes]]:
    """A return whose hidden sheet does not say what it said when it was issued."""
    import io

    import openpyxl

    for name, row, text in (("says less", 5, "{}"), ("claims another edition", 4, "0" * 64)):
        book = openpyxl.load_workbook(io.BytesIO(content))
        book["_return"].cell(row, 2, text)
        out = io.BytesIO()
        book.save(out)
        yield name, out.getvalue()


def test_what_workers_find_is_what_would_be_found_here(workspace: Workspace) -> None:
    """By the edition as issued, whether the file repeats it, has changed it or names one that never was."""
    files = [Came("good.xlsx", GOOD), *(Came(*one) for one in _tampered(GOOD)), Came("x.xlsx", b"not a workbook")]
    files += [Came("closed.eml", b"From: a friend", "This is an e-mail.")]
    for known in (NOTHING, known_in(workspace)):
        here = [check_one(came, known) for came in files]
        there = checked(files, known)
        assert there == here
    assert [[finding.code for finding in one.findings] for one in here] == [[], ["I005"], ["E006"], ["I000"], ["I000"]]


def test_a_file_that_changes_while_it_is_read_is_not_imported(tmp_path: Path) -> None:
    [path] = sent(tmp_path, {"return.xlsx": GOOD})
    with started() as pool:
        [(came, parcel)] = pool.check(unsaid(gathered([path])), NOTHING)
    path.write_bytes(OTHER)
    with pytest.raises(CommissioningError, match=r"return\.xlsx was changed while it was being read"):
        parcel.opened(came)


def test_workers_end_with_whoever_started_them_even_where_that_one_is_killed() -> None:
    """None is left behind: the pipe that all of them hold is closed once the last of them has ended."""
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        with started(files=3):
            os.kill(os.getpid(), signal.SIGKILL)
    os.close(tell)
    os.waitpid(child, 0)
    signal.alarm(60)
    try:
        assert os.read(hear, 1) == b""
    finally:
        signal.alarm(0)
        os.close(hear)
