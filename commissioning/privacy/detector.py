"""One kind of personal data: its code and words, and what finds it in a text or among the cells of a sheet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from commissioning.model.finding import Severity
from commissioning.privacy.table import Spot, Table

TAKE_IT_OUT = "Take it out and send the return again."
ENDANGERS = "A return is passed on and kept for years; what identifies one person in it can put that person in danger."


def _in_no_text(_: str) -> Iterable[str]:
    return ()


def _in_no_table(_: Table) -> Iterable[Spot]:
    return ()


@dataclass(frozen=True, slots=True)
class Detector:
    """What is looked for. `in_text` gives each thing found in a tidied text, `in_table` the spots of cells that only
    their heading, or their company, gives away. What stops surely identifies somebody, and its file is not kept; what
    needs explanation may."""

    code: str
    what: str
    severity: Severity
    there: str
    remedy: str = TAKE_IT_OUT
    why: str = ENDANGERS
    in_text: Callable[[str], Iterable[str]] = _in_no_text
    in_table: Callable[[Table], Iterable[Spot]] = _in_no_table
