"""A file's bytes in, its sha256 out, and the same bytes back, or nothing at all."""

import os
import re
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from commissioning.errors import CommissioningError, NothingThere

PART = ".part"
SETTLED_AFTER = 3600
"""Seconds after which a part-written file cannot belong to a writer still at work."""


def keep(folder: Path, content: bytes) -> str:
    """Put a file on the shelf under its sha256, whole or not at all, and say that sha256."""
    digest = sha256(content).hexdigest()
    place = place_of(folder, digest)
    if not (place.is_file() and place.read_bytes() == content):
        write(place, content)
    return digest


def original(folder: Path, digest: str) -> bytes:
    """The file of that sha256, checked against it."""
    if not is_digest(digest) or not (place := place_of(folder, digest)).is_file():
        raise NothingThere(f"No file with the sha256 {digest} is kept in {folder}; import the return first.")
    content = place.read_bytes()
    if sha256(content).hexdigest() != digest:
        raise CommissioningError(f"The file kept as {place} is damaged; restore it from a backup, or import it again.")
    return content


def kept(folder: Path) -> frozenset[str]:
    """The sha256 of every file on the shelf."""
    return frozenset(place.name for place in folder.glob("??/*") if is_digest(place.name))


def sweep(folder: Path) -> None:
    """Remove what writers that were killed have left."""
    for part in folder.glob(f"??/*{PART}"):
        with suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > SETTLED_AFTER:
                part.unlink()


def place_of(folder: Path, digest: str) -> Path:
    """Where on a shelf the file of a sha256 stands."""
    return folder / digest[:2] / digest


def is_digest(name: str) -> bool:
    """Whether a name is a sha256."""
    return re.fullmatch("[0-9a-f]{64}", name) is not None


def write(place: Path, content: bytes, *, for_good: bool = True) -> None:
    """Put a file in its place, whole or not at all; `for_good` once it would survive the machine's stopping, too."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{uuid4().hex}{PART}")
    with part.open("xb") as file:
        file.write(content)
        if for_good:
            file.flush()
            os.fsync(file.fileno())
    part.replace(place)
    if for_good:
        _settle(place.parent)
        _settle(place.parent.parent)


def _settle(folder: Path) -> None:
    # A name is on the disk only once its folder is; Windows neither needs this nor allows it.
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
