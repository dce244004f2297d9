"""The bytes of a file to Cells, by the kind of file that its content shows it to be.

To add a kind of file: a module here that declares a Reader.
"""

from dataclasses import replace
from functools import cache

from commissioning.errors import NotOurs
from commissioning.model.returned import Cells
from commissioning.readers.kinds import what_it_is
from commissioning.readers.reader import Reader
from commissioning.rooms import declared

_NO_LETTER = "An answer has a character in it that is no letter (NUL). Type that answer anew and send it again."


@cache
def readers() -> tuple[Reader, ...]:
    """What reads each kind of file, in the order they are asked; looked for when first asked."""
    return tuple(sorted(declared(__name__, Reader), key=lambda reader: reader.rank))


def read(content: bytes) -> Cells:
    """Everything in a file that one of the readers recognises; NotOurs says what another file is, and what to do."""
    reader = next((reader for reader in readers() if reader.recognises(content)), None)
    if reader is None:
        raise NotOurs(what_it_is(content))
    cells = reader.read(content)
    if any("\0" in "".join([cell.text for cell in sheet.cells.values()]) for sheet in cells.sheets):
        raise NotOurs(_NO_LETTER)
    return cells if cells.format else replace(cells, format=reader.format)


__all__ = ["Reader", "read", "readers"]
