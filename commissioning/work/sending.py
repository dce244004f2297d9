"""Replies in; pages and marked files in the places where they are wanted, ready to be sent back, out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from commissioning.errors import CommissioningError
from commissioning.model.reply import Reply
from commissioning.writers.locks import locked


@dataclass(frozen=True, slots=True)
class Written:
    """Where the page and the marked file of one reply are, why there is no marked file where one was wanted, and of a
    file that came with a password, whether the marked one has it."""

    page: Path | None = None
    marked: Path | None = None
    instead: str = ""
    lock: str = ""


LOCKED_AGAIN = "it opens with the password that the file came with."
NOT_LOCKED = (
    "the file came with a password, and this copy has none: lock it before you send it, or send it in a way that "
    "nobody else can read."
)


@dataclass(frozen=True, slots=True)
class Outs:
    """Where pages and marked files are wanted: each a file or, for `several` replies, a folder; None for nowhere.

    Nothing is written over one of the files that `came` (real paths, of files and of folders with files in them), nor
    two replies over each other, not even where a computer takes capitals for small letters.
    """

    page: Path | None = None
    marked: Path | None = None
    several: bool = False
    came: frozenset[Path] = frozenset()
    taken: set[str] = field(default_factory=set)

    @property
    def wanted(self) -> bool:
        """Whether anything is wanted at all."""
        return self.page is not None or self.marked is not None

    def is_free(self, place: Path) -> bool:
        """Whether a reply may be written there."""
        real = place.resolve()
        is_in_what_came = real.exists() and not self.came.isdisjoint(real.parents)
        return str(real).casefold() not in self.taken and real not in self.came and not is_in_what_came


LONGEST_NAME = 100
"""So many characters of a file's name stand in the names of its replies."""
MOST_ALIKE = 100_000
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_ENDINGS = (".html", ".htm", ".xlsx", ".xlsm")
Wanted = tuple[Path | None, str, str]
"""Where something is wanted, what it is called in a folder, and its ending."""


def write_replies(replies: Iterable[tuple[str, Reply]], outs: Outs) -> tuple[Written, ...]:
    """Write the reply to each of these files, by its name."""
    return tuple(_written(_stem(name), reply, outs) for name, reply in replies)


def _stem(name: str) -> str:
    """A file's name without its ending, as any computer takes it."""
    return _NOT_IN_NAMES.sub("-", PurePath(name).stem)[:LONGEST_NAME].strip(" .") or "return"


def _written(stem: str, reply: Reply, outs: Outs) -> Written:
    called = "refilled" if reply.instead else "marked"
    has_marked = outs.marked is not None and reply.marked is not None
    page, marked = _places(
        (outs.page, f"{stem}-findings", ".html"),
        (outs.marked if has_marked else None, f"{stem}-{called}", reply.ending),
        outs,
    )
    for place, content in ((page, reply.page), (marked, _sealed(reply) if marked else None)):
        if place is not None and content is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    lock = "" if marked is None or not reply.came_locked else LOCKED_AGAIN if reply.password else NOT_LOCKED
    return Written(page, marked, reply.instead if outs.marked else "", lock)


def _sealed(reply: Reply) -> bytes | None:
    """The marked file as it is sent: with the password that the file came with, where that is known."""
    return locked(reply.marked, reply.password) if reply.marked and reply.password else reply.marked


def _places(page: Wanted, marked: Wanted, outs: Outs) -> tuple[Path | None, Path | None]:
    """Where the page and the marked file go: the file named or, in a folder, one that is called after the file that
    came, both with the same number where that name is taken."""
    for number in range(1, MOST_ALIKE):
        places = tuple(_place(*wanted, number, outs) for wanted in (page, marked))
        if all(place is None or outs.is_free(place) for place in places):
            outs.taken.update(str(place.resolve()).casefold() for place in places if place)
            return places[0], places[1]
    raise CommissioningError(f"{outs.page or outs.marked} holds too many replies already; name another folder.")


def _place(out: Path | None, name: str, ending: str, number: int, outs: Outs) -> Path | None:
    if out is None or out.is_dir() or not out.suffix:
        return out and out / f"{name}{f'-{number}' if number > 1 else ''}{ending}"
    if outs.several and out.suffix.lower() in _ENDINGS:
        raise CommissioningError(f"{out} is one file, and several are to be written; name a folder.")
    if outs.several:
        return out / f"{name}{f'-{number}' if number > 1 else ''}{ending}"
    if out.suffix.lower() != ending:
        raise CommissioningError(f"{out} would not open under that name; give it the ending {ending}.")
    if not outs.is_free(out):
        raise CommissioningError(f"{out} is a file that came; give the reply another name.")
    return out
