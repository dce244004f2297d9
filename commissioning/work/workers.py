"""Files that came and what is known in; what was found about each, in their order, out of workers that have limits.

A file that takes too long, too much memory or the worker's life has that alone said of it, and another worker takes
that one's place. Where processes cannot be forked, files are read in this one, without those limits.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING

from commissioning.model.contract import Contract
from commissioning.ooxml.package import MAKE_SMALLER, MEGABYTE, SAVE_AGAIN
from commissioning.work.checking import NOTHING, Checked, Known, check_one, refused
from commissioning.work.mailbox import Came
from commissioning.work.parcels import Parcel, parcelled

if TYPE_CHECKING:
    from pebble import ProcessFuture, ProcessPool

Contracts = Mapping[str, Contract | None]
Texts = dict[str, str | None]
"""The texts of editions by digest; None for one that was never issued."""

AHEAD = 3
"""Files that wait for each worker: enough that none is idle, few enough to hold in memory."""
OUT_OF_MEMORY = 77
"""What a worker ends with when a file takes more memory than it may."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading and checking one file may take: seconds, and bytes of memory beyond what a worker starts with."""

    seconds: float = 120
    memory: int = 2_000 * MEGABYTE

    @property
    def too_slow(self) -> str:
        """What is said of a file that takes too long."""
        return f"Reading this file takes longer than {self.seconds:g} seconds. {MAKE_SMALLER}"

    @property
    def too_large(self) -> str:
        """What is said of a file that takes too much memory."""
        return f"Reading this file takes more than {self.memory // MEGABYTE:,} MB of memory. {MAKE_SMALLER}"


LIMITS = Limits()
ENDED = f"Reading this file ended the program that reads it. {SAVE_AGAIN}"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The digest of an edition whose text a worker needs, since the file's own is not that text."""

    digest: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A file's parcel, and the editions that were taken to have been issued."""

    parcel: Parcel
    taken_as_issued: frozenset[str]


class _NotHere(LookupError):
    """The text of an edition is needed that this worker was not handed; the digest is its only argument."""


class Workers:
    """Processes that read and check files; `started` makes them. Without a pool this process does it itself."""

    def __init__(self, pool: "ProcessPool | None", contracts: Contracts | None, limits: Limits) -> None:
        self._pool = pool
        self._contracts = contracts
        self._limits = limits
        self._ahead = AHEAD * how_many()

    def check(self, files: Iterable[Came], known: Known) -> Iterator[tuple[Came, Parcel]]:
        """Each file with what was found about it, in the order given. The contracts known are those of the start."""
        waiting: deque[tuple[Came, ProcessFuture[_Found | _Wanted] | None]] = deque()
        for came in files:
            waiting.append((came, self._sent(came, {}, known)))
            if len(waiting) > self._ahead or self._pool is None:
                yield self._back(*waiting.popleft(), known)
        while waiting:
            yield self._back(*waiting.popleft(), known)

    def _sent(self, came: Came, texts: Texts, known: Known) -> "ProcessFuture[_Found | _Wanted] | None":
        if self._pool is None or came.refusal:
            return None
        is_lone = known.edition is None
        return self._pool.schedule(_check, (came, texts, is_lone), timeout=self._limits.seconds)

    def _back(self, came: Came, future: "ProcessFuture[_Found | _Wanted] | None", known: Known) -> tuple[Came, Parcel]:
        """What came back of a file; it is sent again where another edition than its own has to be looked at."""
        if future is None:
            return came, parcelled(check_one(came, Known(self._contracts, known.edition)))
        texts: Texts = {}
        while True:
            answer = self._answer(came, future)
            if isinstance(answer, Checked):
                return came, parcelled(answer)
            asked = {answer.digest} if isinstance(answer, _Wanted) else answer.taken_as_issued
            found = {digest: known.edition(digest) if known.edition else None for digest in asked}
            if isinstance(answer, _Found) and None not in found.values():
                return came, answer.parcel
            texts |= found
            future = self._sent(came, texts, known)
            if future is None:
                raise RuntimeError("A file that was sent to a worker is always sent again.")

    def _answer(self, came: Came, future: "ProcessFuture[_Found | _Wanted]") -> "_Found | _Wanted | Checked":
        """A worker's answer, or the file refused with the limit that it broke."""
        from pebble import ProcessExpired

        try:
            return future.result()
        except TimeoutError:
            return refused(came, self._limits.too_slow)
        except ProcessExpired as ended:
            return refused(came, self._limits.too_large if ended.exitcode == OUT_OF_MEMORY else ENDED)


@contextmanager
def started(contracts: Contracts | None = None, limits: Limits = LIMITS) -> Iterator[Workers]:
    """Workers that know these contracts, from before anything else is opened until they are no longer needed."""
    if "fork" not in multiprocessing.get_all_start_methods():
        yield Workers(None, contracts, limits)
        return
    from pebble import CONSTS, ProcessPool

    _warm_up()
    CONSTS.sleep_unit = 0.01  # How often it looks for what went wrong, in seconds; its own 0.1 is felt at every end.
    fork = multiprocessing.get_context("fork")
    pool = ProcessPool(how_many(), initializer=_begin, initargs=(contracts, limits), context=fork)
    try:
        # Asking whether it is active is what forks the workers.
        if not pool.active:
            raise RuntimeError("The workers could not be started.")
        yield Workers(pool, contracts, limits)
    finally:
        pool.stop()
        pool.join()


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


_contracts: Contracts | None = None


def _begin(contracts: Contracts | None, limits: Limits) -> None:
    """A worker's first act: its limits, what it knows, and an end when whoever started it has gone."""
    import resource

    global _contracts  # noqa: PLW0603  # a worker is told once what holds for every file
    _contracts = contracts
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if size := _size_now():
        most = size + limits.memory
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _size_now() -> int:
    """Bytes of this process's memory as the limit counts them; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as told:  # noqa: PTH123  # no file of anybody's
            return int(told.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _end_with(parent: int) -> None:
    """A worker whose starter was killed would wait for files, or go on with one, for nobody."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(0)


def _check(came: Came, texts: Texts, is_lone: bool) -> _Found | _Wanted:  # noqa: FBT001  # sent by position
    """In a worker: one file read and checked, and packed to be sent back."""
    taken: set[str] = set()

    def is_issued(digest: str) -> bool:
        if digest not in texts:
            taken.add(digest)
        return texts.get(digest, "") is not None

    def edition(digest: str) -> str | None:
        if digest not in texts:
            raise _NotHere(digest)
        return texts[digest]

    try:
        known = Known(_contracts) if is_lone else Known(_contracts, edition, is_issued)
        return _Found(parcelled(check_one(came, known)), frozenset(taken))
    except _NotHere as wanted:
        return _Wanted(str(wanted.args[0]))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def check_files(files: Iterable[Came], known: Known = NOTHING) -> tuple[Checked, ...]:
    """Lone files, each checked by the specification it carries."""
    with started(known.contracts) as workers:
        return tuple(parcel.opened(came) for came, parcel in workers.check(files, known))
