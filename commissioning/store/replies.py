"""A reply to a return in, kept beside the return under its sha256 as one file, and the same reply out.

Page and marked file are kept in one zip archive, so that neither is ever there without the other.
"""

import zipfile
from io import BytesIO
from pathlib import Path

from commissioning.errors import NothingThere
from commissioning.model.reply import Reply
from commissioning.store import originals

PAGE, MARKED, INSTEAD = "findings.html", "marked", "instead.txt"
"""What an archive holds: the page, the marked file by its own ending, and why there is none."""
_DAY = (1980, 1, 1, 0, 0, 0)


def keep(folder: Path, sha256: str, reply: Reply) -> None:
    """Keep the newest reply to a return, whole or not at all."""
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        _put(archive, PAGE, reply.page, zipfile.ZIP_DEFLATED)
        if reply.marked is not None:
            _put(archive, f"{MARKED}{reply.ending}", reply.marked, zipfile.ZIP_STORED)
        if reply.instead:
            _put(archive, INSTEAD, reply.instead.encode(), zipfile.ZIP_STORED)
    # It can be made again from the return, so nobody waits until the disk has it.
    originals.write(originals.place_of(folder, sha256), held.getvalue(), for_good=False)


def reply(folder: Path, sha256: str) -> Reply:
    """The reply to a return; NothingThere where none is kept, or the one that is cannot be read."""
    place = originals.place_of(folder, sha256)
    try:
        with zipfile.ZipFile(place) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
    except (FileNotFoundError, zipfile.BadZipFile) as missing:
        raise NothingThere(f"No reply to the return {sha256} is kept; import the return again.") from missing
    name = next((name for name in held if name.startswith(f"{MARKED}.")), "")
    instead = held.get(INSTEAD, b"").decode()
    return Reply(held[PAGE], held.get(name), name.removeprefix(MARKED) or ".xlsx", instead)


def _put(archive: zipfile.ZipFile, name: str, content: bytes, method: int) -> None:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = method
    archive.writestr(entry, content)
