"""Replies in; pages and marked files in the places where they are wanted, ready to be sent back, out."""

from collections.abc import Iterable, Iterator
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

    Nothing is written over one of the files that `came`, nor two replies over each other.
    """

    page: Path | None = None
    marked: Path | None = None
    several: bool = False
    came: tuple[Path, ...] = ()
    taken: set[Path] = field(default_factory=set)

    @property
    def wanted(self) -> bool:
        """Whether anything is wanted at all."""
        return self.page is not None or self.marked is not None


def write_replies(replies: Iterable[tuple[str, Reply]], outs: Outs) -> tuple[Written, ...]:
    """Write the reply to each of these files, by its name."""
    return tuple(_written(PurePath(name).stem, reply, outs) for name, reply in replies)


def _written(stem: str, reply: Reply, outs: Outs) -> Written:
    page = _place(outs.page, f"{stem}-findings", ".html", outs)
    called = f"{stem}-refilled" if reply.instead else f"{stem}-marked"
    marked = _place(outs.marked, called, reply.ending, outs) if reply.marked is not None else None
    for place, content in ((page, reply.page), (marked, _sealed(reply) if marked else None)):
        if place is not None and content is not None:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    lock = "" if marked is None or not reply.came_locked else LOCKED_AGAIN if reply.password else NOT_LOCKED
    return Written(page, marked, reply.instead if outs.marked else "", lock)


def _sealed(reply: Reply) -> bytes | None:
    """The marked file as it is sent: with the password that the file came with, where that is known."""
    return locked(reply.marked, reply.password) if reply.marked and reply.password else reply.marked


def _place(out: Path | None, name: str, ending: str, outs: Outs) -> Path | None:
    """The file named or, in a folder, one that is called after the file that came."""
    if out is None:
        return None
    is_file = not outs.several and not out.is_dir() and bool(out.suffix)
    if is_file and out.suffix.lower() != ending:
        raise CommissioningError(f"{out} would not open under that name; give it the ending {ending}.")
    came = {path.resolve() for path in outs.came}
    if is_file and out.resolve() in came:
        raise CommissioningError(f"{out} is a file that came; give the reply another name.")
    places = [out] if is_file else _numbered(out, name, ending)
    place = next(each for each in places if each not in outs.taken and each.resolve() not in came)
    outs.taken.add(place)
    return place


def _numbered(folder: Path, name: str, ending: str) -> Iterator[Path]:
    yield folder / f"{name}{ending}"
    yield from (folder / f"{name}-{number}{ending}" for number in range(2, 1_000_000))
