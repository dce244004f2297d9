"""What a reader is: the kind of file it reads, how that is told by its content, and its bytes to Cells."""

from collections.abc import Callable
from dataclasses import dataclass

from commissioning.model.returned import Cells


@dataclass(frozen=True, slots=True)
class Reader:
    """How files of one kind are read. `recognises` looks at the content, never at a name, and never raises.

    `rank` is the place among those asked: what takes any text comes after what knows its own.
    """

    format: str
    recognises: Callable[[bytes], bool]
    read: Callable[[bytes], Cells]
    rank: int = 100
