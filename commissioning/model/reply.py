"""What is sent back to a provider about a return: the remarks, and what an earlier reply had listed."""

from dataclasses import dataclass, field

from commissioning.model.finding import Finding, Place


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as a reply says it: `areas` are its cells, those that stand under each other as one (`G6:G24`);
    `explained` is what the provider typed beside them, where that is asked."""

    finding: Finding
    areas: tuple[Place, ...]
    explained: str = ""


@dataclass(frozen=True, slots=True)
class RemarkGroup:
    """The remarks that ask the same of a provider, in the template's own order."""

    title: str
    asks: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """One thing to be put right: its check, where it was in the file, and which answer it is about (empty for none)."""

    code: str
    place: Place
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier reply had listed, as the marked file says that came back: evidence, and nothing is decided by it.

    `words` are digests of every text which that reply wrote into the file.
    """

    edition: str
    sheet: str
    listed: tuple[Listed, ...]
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Progress:
    """Of what an earlier reply had listed, how many things are put right, and which are not."""

    of: int
    put_right: int
    still: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Remarks:
    """All that a reply says: `summary` in sentences, groups in order of weight, and what is to be put right."""

    title: str
    subject: str
    summary: tuple[str, ...]
    groups: tuple[RemarkGroup, ...]
    listed: tuple[Listed, ...] = ()
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The page, and beside it the provider's own file, marked; `instead` says why there is no marked file.

    `ending` is that of the marked file's name, with its dot. The `marked` file is held without a password; with the
    `password` that the file came with, where that `came_locked` and it is known, it is locked again as it is written.
    """

    page: bytes
    marked: bytes | None
    ending: str = ".xlsx"
    instead: str = ""
    came_locked: bool = False
    password: str = field(default="", repr=False)
