"""Template or Document to bytes. Writers know formats, and nothing of contracts' meaning.

To add a format in which Documents are written: a module here that declares a Writer.
"""

from functools import cache
from pathlib import Path

from commissioning.errors import CommissioningError
from commissioning.rooms import declared
from commissioning.writers.writer import Writer


@cache
def writers() -> dict[str, Writer]:
    """What writes Documents, by the ending of the file; looked for when first asked."""
    return {writer.format: writer for writer in declared(__name__, Writer)}


def writer_for(file: Path) -> Writer:
    """The writer that a file's ending asks for; CommissioningError names the endings there are."""
    found = writers().get(file.suffix.lower().removeprefix("."))
    if found is None:
        endings = " or ".join(f".{ending} ({writer.title})" for ending, writer in sorted(writers().items()))
        raise CommissioningError(f"{file} could be of any format; give its name the ending {endings}.")
    return found


__all__ = ["Writer", "writer_for", "writers"]
