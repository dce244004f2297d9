"""Files that came and what is known in; what was found about each, in their order, out of workers that have limits.

A file that takes too long, too much memory or the worker's life has that alone said of it, and another worker takes
that one's place. Where processes cannot be forked, files are read in this one, without those limits.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from commissioning.model.contract import Contract
from commissioning.ooxml.package import MAKE_SMALLER, MEGABYTE, SAVE_AGAIN
from commissioning.work.checking import NOTHING, Checked, Known, check_one, refused
from commissioning.work.mailbox import Came
from commissioning.work.parcels import Parcel, parcelled

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

Contracts = Mapping[str, Contract | None]
Texts = dict[str, str | None]
"""The texts of editions by digest; None for one that was never issued."""

FORKS = "fork" in multiprocessing.get_all_start_methods()
"""Whether there are workers; there are none on Windows."""
AHEAD = 3
"""Files looked at ahead of the one that is wanted, for each worker."""
MANY = 1_000
"""Files, where nobody knows how many there will be."""
OUT_OF_MEMORY = 77
"""What a worker ends with when a file takes more memory than it may."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading and checking one file may take: seconds, and bytes of memory beyond what a worker starts with."""

    seconds: int = 120
    memory: int = 2_000 * MEGABYTE

    def said(self, exitcode: int | None) -> str:
        """What is said of a file that a worker ended over."""
        if exitcode == -signal.SIGALRM:
            return f"Reading this file takes longer than {self.seconds} seconds. {MAKE_SMALLER}"
        if exitcode == OUT_OF_MEMORY:
            return f"Reading this file takes more than {self.memory // MEGABYTE:,} MB of memory. {MAKE_SMALLER}"
        return f"Reading this file ended the program that reads it. {SAVE_AGAIN}"


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class _Found:
    """A file's parcel, and the editions that were taken to have been issued."""

    parcel: Parcel
    taken_as_issued: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The digest of an edition whose text a worker needs, since the file's own is not that text."""

    digest: str


class _NotHereError(LookupError):
    """The text of an edition is needed that this worker was not handed; the digest is its only argument."""


@dataclass(frozen=True, slots=True)
class _Task:
    """A file that a worker has, its number among the others, and the editions that were looked up for it."""

    number: int
    came: Came
    texts: Texts
    process: "ForkProcess"


@dataclass(slots=True)
class Workers:
    """Processes that read and check files, as `started` makes them, and what they were told at their start."""

    contracts: Contracts | None
    limits: Limits
    number: int
    idle: "list[tuple[Connection, ForkProcess]]" = field(default_factory=list)

    def start(self) -> None:
        """Fork a worker; it waits for files until it is ended."""
        ours, its_own = multiprocessing.Pipe()
        fork = multiprocessing.get_context("fork")
        process = fork.Process(target=_serve, args=(its_own, self.contracts, self.limits), daemon=True)
        process.start()
        its_own.close()
        self.idle.append((ours, process))

    def end(self) -> None:
        """End those that are idle, which all of them are between two questions."""
        while self.idle:
            _end(*self.idle.pop())

    def check(self, files: Iterable[Came], known: Known) -> Iterator[tuple[Came, Parcel]]:
        """Each file with what was found about it, in the order given. The contracts known are those of the start."""
        if not FORKS:
            for came in files:
                yield came, parcelled(check_one(came, Known(self.contracts, known.edition)))
            return
        busy: dict[Connection, _Task] = {}
        try:
            yield from self._in_order(enumerate(files), known, busy)
        finally:
            for pipe, task in busy.items():
                _end(pipe, task.process)

    def _in_order(
        self, coming: Iterator[tuple[int, Came]], known: Known, busy: dict[Connection, _Task]
    ) -> Iterator[tuple[Came, Parcel]]:
        done: dict[int, tuple[Came, Parcel]] = {}
        given_out = 0
        while True:
            while len(busy) < self.number and len(busy) + len(done) <= AHEAD * self.number:
                number, came = next(coming, (0, None))
                if came is None:
                    break
                if came.refusal:
                    done[number] = (came, parcelled(check_one(came)))
                else:
                    self._hand_out(number, came, known, busy)
            if not busy and not done:
                return
            while given_out in done:
                yield done.pop(given_out)
                given_out += 1
            for pipe in wait(list(busy)) if busy else ():
                self._take_back(pipe, known, busy, done)  # type: ignore[arg-type]  # only pipes are waited for

    def _hand_out(self, number: int, came: Came, known: Known, busy: dict[Connection, _Task]) -> None:
        while self.idle and not self.idle[-1][1].is_alive():
            _end(*self.idle.pop())
        if not self.idle:
            self.start()
        pipe, process = self.idle.pop()
        busy[pipe] = _Task(number, came, {}, process)
        _send(pipe, came, {}, known)

    def _take_back(
        self, pipe: Connection, known: Known, busy: dict[Connection, _Task], done: dict[int, tuple[Came, Parcel]]
    ) -> None:
        """A worker's answer; the file is sent again where another edition than its own has to be looked at."""
        task = busy[pipe]
        try:
            answer = pipe.recv()
        except (EOFError, OSError):
            del busy[pipe]
            task.process.join()
            pipe.close()
            done[task.number] = task.came, parcelled(refused(task.came, self.limits.said(task.process.exitcode)))
            return
        if isinstance(answer, BaseException):
            raise answer
        asked = {answer.digest} if isinstance(answer, _Wanted) else answer.taken_as_issued
        found = {digest: known.edition(digest) if known.edition else None for digest in asked}
        if isinstance(answer, _Found) and None not in found.values():
            self.idle.append((pipe, busy.pop(pipe).process))
            done[task.number] = task.came, answer.parcel
        else:
            task.texts.update(found)
            _send(pipe, task.came, task.texts, known)


@contextmanager
def started(contracts: Contracts | None = None, *, files: int = MANY, limits: Limits = LIMITS) -> Iterator[Workers]:
    """Workers that know these contracts, from before anything else is opened until they are no longer needed; no more
    of them than there are files."""
    workers = Workers(contracts, limits, min(how_many(), files))
    if FORKS:
        _warm_up()
        for _ in range(workers.number):
            workers.start()
    try:
        yield workers
    finally:
        workers.end()


def check_files(files: Iterable[Came], known: Known = NOTHING) -> tuple[Checked, ...]:
    """Lone files, each checked by the specification it carries."""
    came = tuple(files)
    with started(known.contracts, files=len(came)) as workers:
        return tuple(parcel.opened(one) for one, parcel in workers.check(came, known))


def how_many() -> int:
    """One worker for each processor that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _warm_up() -> None:
    """Bring in what every file needs, once, before there are workers."""
    import python_calamine  # noqa: F401

    from commissioning.checks import catalogue
    from commissioning.readers import readers

    readers()
    catalogue()


def _send(pipe: Connection, came: Came, texts: Texts, known: Known) -> None:
    """A file to a worker; one that has died meanwhile is noticed when its answer is looked for."""
    try:
        pipe.send((came, texts, known.edition is None))
    except OSError:
        return


def _end(pipe: Connection, process: "ForkProcess") -> None:
    process.kill()
    process.join()
    pipe.close()


def _serve(pipe: Connection, contracts: Contracts | None, limits: Limits) -> None:
    """A worker's life: files in, answers out, until nobody is there to ask."""
    _be_limited(limits)
    # What was there before is not looked through for waste: that would copy every page of it.
    gc.freeze()
    while True:
        try:
            came, texts, is_lone = pipe.recv()
        except (EOFError, OSError):
            return
        # The system itself ends a worker whose time is over, whatever that is doing then.
        signal.alarm(limits.seconds)
        answer = _answer(came, texts, contracts, is_lone=is_lone)
        signal.alarm(0)
        pipe.send(answer)


def _be_limited(limits: Limits) -> None:
    """Whoever asked is interrupted, not the worker; no more memory than allowed, and no copy of it when it ends."""
    import resource

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if size := _size_now():
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = size + limits.memory
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _size_now() -> int:
    """Bytes of this process's memory as the limit counts them; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as told:  # noqa: PTH123  # no file of anybody's
            return int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _answer(
    came: Came, texts: Texts, contracts: Contracts | None, *, is_lone: bool
) -> _Found | _Wanted | BaseException:
    """One file read and checked, and packed to be sent back; a mistake of ours is sent back with where it happened."""
    taken: set[str] = set()

    def is_issued(digest: str) -> bool:
        if digest not in texts:
            taken.add(digest)
        return texts.get(digest, "") is not None

    def edition(digest: str) -> str | None:
        if digest not in texts:
            raise _NotHereError(digest)
        return texts[digest]

    try:
        known = Known(contracts) if is_lone else Known(contracts, edition, is_issued)
        return _Found(parcelled(check_one(came, known)), frozenset(taken))
    except _NotHereError as wanted:
        return _Wanted(str(wanted.args[0]))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as mistake:  # whatever it is, whoever asked is told
        return _fit_to_travel(mistake)


def _fit_to_travel(mistake: Exception) -> Exception:
    """An exception that says where in the worker it happened; its traceback does not travel."""
    from pickle import dumps, loads
    from traceback import format_exc

    mistake.add_note(format_exc())
    try:
        loads(dumps(mistake))  # noqa: S301  # our own
    except Exception:  # there is no telling what an exception holds
        return RuntimeError(format_exc())
    return mistake
