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

from commissioning.editions import Said
from commissioning.model.contract import Contract
from commissioning.ooxml.package import MAKE_SMALLER, MEGABYTE, SAVE_AGAIN
from commissioning.waste import looked_for_seldom
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


EVERY_EDITION = "every edition"
"""What a worker asks for, in place of a digest, to tell what a file looks like that says nothing of itself."""


@dataclass(slots=True)
class _Question:
    """A file as it is sent to a worker: whose return somebody says it is, the editions that were looked up for it, and
    the texts of all of them where it looks like none."""

    came: Came
    said: Said | None
    is_lone: bool
    texts: Texts = field(default_factory=dict)
    every: tuple[str, ...] | None = None

    def look_up(self, asked: Iterable[str], known: Known) -> bool:
        """Look up editions by their digests; whether all of them were issued."""
        digests = set(asked)
        if EVERY_EDITION in digests:
            self.every = tuple(known.kept()) if known.kept else ()
            digests.remove(EVERY_EDITION)
        found = {digest: known.edition(digest) if known.edition else None for digest in digests}
        self.texts.update(found)
        return None not in found.values()


@dataclass(frozen=True, slots=True)
class _Task:
    """A file that a worker has, and its number among the others."""

    number: int
    question: _Question
    process: "ForkProcess"


@dataclass(slots=True)
class Workers:
    """Processes that read and check files, as `started` makes them, and what they were told at their start."""

    contracts: Contracts | None
    limits: Limits
    number: int
    idle: "list[tuple[Connection, ForkProcess]]" = field(default_factory=list)
    ends: list[Connection] = field(default_factory=list)
    """Our ends of the pipes to all of them."""

    def start(self) -> None:
        """Fork a worker; it waits for files until it is ended."""
        ours, its_own = multiprocessing.Pipe()
        self.ends = [end for end in self.ends if not end.closed] + [ours]
        fork = multiprocessing.get_context("fork")
        process = fork.Process(target=_serve, args=(its_own, self.ends, self.contracts, self.limits), daemon=True)
        process.start()
        its_own.close()
        self.idle.append((ours, process))

    def end(self) -> None:
        """End those that are idle, which all of them are between two questions."""
        while self.idle:
            _end(*self.idle.pop())

    def check(self, files: Iterable[tuple[Came, Said | None]], known: Known) -> Iterator[tuple[Came, Parcel]]:
        """Each file, and whose return somebody says it is, with what was found about it, in the order given. The
        contracts known are those of the start."""
        if not FORKS:
            for came, said in files:
                yield came, parcelled(check_one(came, Known(self.contracts, known.edition, None, said, known.kept)))
            return
        busy: dict[Connection, _Task] = {}
        try:
            yield from self._in_order(enumerate(files), known, busy)
        finally:
            for pipe, task in busy.items():
                _end(pipe, task.process)

    def _in_order(
        self, coming: Iterator[tuple[int, tuple[Came, Said | None]]], known: Known, busy: dict[Connection, _Task]
    ) -> Iterator[tuple[Came, Parcel]]:
        done: dict[int, tuple[Came, Parcel]] = {}
        given_out = 0
        while True:
            while len(busy) < self.number and len(busy) + len(done) <= AHEAD * self.number:
                number, file = next(coming, (0, None))
                if file is None:
                    break
                came, said = file
                if came.refusal:
                    done[number] = (came, parcelled(check_one(came)))
                else:
                    self._hand_out(number, _Question(came, said, is_lone=known.edition is None), busy)
            if not busy and not done:
                return
            while given_out in done:
                yield done.pop(given_out)
                given_out += 1
            for pipe in wait(list(busy)) if busy else ():
                self._take_back(pipe, known, busy, done)  # type: ignore[arg-type]  # only pipes are waited for

    def _hand_out(self, number: int, question: _Question, busy: dict[Connection, _Task]) -> None:
        while self.idle and not self.idle[-1][1].is_alive():
            _end(*self.idle.pop())
        if not self.idle:
            self.start()
        pipe, process = self.idle.pop()
        busy[pipe] = _Task(number, question, process)
        _send(pipe, question)

    def _take_back(
        self, pipe: Connection, known: Known, busy: dict[Connection, _Task], done: dict[int, tuple[Came, Parcel]]
    ) -> None:
        """A worker's answer; the file is sent again where another edition than its own has to be looked at."""
        task = busy[pipe]
        came = task.question.came
        try:
            answer = pipe.recv()
        except (EOFError, OSError):
            del busy[pipe]
            task.process.join()
            pipe.close()
            done[task.number] = came, parcelled(refused(came, self.limits.said(task.process.exitcode)))
            return
        if isinstance(answer, BaseException):
            raise answer
        asked = {answer.digest} if isinstance(answer, _Wanted) else answer.taken_as_issued
        were_issued = task.question.look_up(asked, known)
        if isinstance(answer, _Found) and were_issued:
            self.idle.append((pipe, busy.pop(pipe).process))
            done[task.number] = came, answer.parcel
        else:
            _send(pipe, task.question)


@contextmanager
def started(contracts: Contracts | None = None, *, files: int = MANY, limits: Limits = LIMITS) -> Iterator[Workers]:
    """Workers that know these contracts, from before anything else is opened until they are no longer needed; no more
    of them than there are files."""
    workers = Workers(contracts, limits, min(how_many(), files))
    with looked_for_seldom():
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
    asked = tuple((came, known.said) for came in files)
    with started(known.contracts, files=len(asked)) as workers:
        return tuple(parcel.opened(came) for came, parcel in workers.check(asked, known))


def how_many() -> int:
    """One worker for each processor that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _warm_up() -> None:
    """Bring in what every file needs, once, before there are workers."""
    import lxml.etree  # noqa: F401
    import python_calamine  # noqa: F401

    from commissioning.checks import catalogue
    from commissioning.readers import readers

    readers()
    catalogue()


def _send(pipe: Connection, question: _Question) -> None:
    """A file to a worker; one that has died meanwhile is noticed when its answer is looked for."""
    try:
        pipe.send(question)
    except OSError:
        return


def _end(pipe: Connection, process: "ForkProcess") -> None:
    process.kill()
    process.join()
    pipe.close()


def _serve(pipe: Connection, ends: list[Connection], contracts: Contracts | None, limits: Limits) -> None:
    """A worker's life: files in, answers out, until nobody is there to ask, which it sees where no other worker holds
    an end of its pipe."""
    for end in ends:
        end.close()
    _be_limited(limits)
    # What was there before is not looked through for waste: that would copy every page of it.
    gc.freeze()
    while True:
        try:
            question = pipe.recv()
        except (EOFError, OSError):
            return
        # The system itself ends a worker whose time is over, whatever that is doing then.
        signal.alarm(limits.seconds)
        answer = _answer(question, contracts)
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


@dataclass(frozen=True, slots=True)
class _Handed:
    """What a worker was handed to look editions up in; what is not there is asked for."""

    question: _Question
    taken_as_issued: set[str] = field(default_factory=set)

    def is_issued(self, digest: str) -> bool:
        if digest not in self.question.texts:
            self.taken_as_issued.add(digest)
        return self.question.texts.get(digest, "") is not None

    def edition(self, digest: str) -> str | None:
        if digest not in self.question.texts:
            raise _NotHereError(digest)
        return self.question.texts[digest]

    def every(self) -> tuple[str, ...]:
        if self.question.every is None:
            raise _NotHereError(EVERY_EDITION)
        return self.question.every

    def known(self, contracts: Contracts | None) -> Known:
        if self.question.is_lone:
            return Known(contracts, said=self.question.said, kept=self.every)
        return Known(contracts, self.edition, self.is_issued, self.question.said, self.every)


def _answer(question: _Question, contracts: Contracts | None) -> _Found | _Wanted | BaseException:
    """One file read and checked, and packed to be sent back; a mistake of ours is sent back with where it happened."""
    handed = _Handed(question)
    try:
        checked = check_one(question.came, handed.known(contracts))
        return _Found(parcelled(checked), frozenset(handed.taken_as_issued))
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
