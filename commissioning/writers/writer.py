"""What a writer is: the format it writes, told by a file's ending, and a Document to bytes."""

from collections.abc import Callable
from dataclasses import dataclass

from commissioning.model.document import Document
from commissioning.writers.dress import Dress


@dataclass(frozen=True, slots=True)
class Writer:
    """How Documents are written in one format. `format` is the file's ending, without its dot."""

    format: str
    title: str
    write: Callable[[Document, Dress], bytes]
