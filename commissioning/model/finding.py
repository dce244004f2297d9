"""Something wrong, odd or worth knowing about a return or what was agreed: data, collected and sorted, never raised."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a finding does to a return. One that is waived would need explanation, but for a decision."""

    STOPS = "stops"
    NEEDS_EXPLANATION = "needs explanation"
    WAIVED = "waived"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet and, where one is meant, a cell of it (`Refuge!G6`)."""

    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return "!".join(part for part in (self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Clause(Place):
    """A file of contract text and a key of it (`trafford-is-lite.toml: term.ends`), in place of a sheet and a cell."""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.sheet, self.cell) if part)


ON_TRIAL = "On trial: "
"""What the words of a finding by a rule on trial begin with, on every page and in the ledger."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, with every cell it is in: what is there, and what to do."""

    code: str
    severity: Severity
    places: tuple[Place, ...]
    there: str
    remedy: str
    measures: tuple[str, ...] = ()

    @property
    def on_trial(self) -> bool:
        """Whether the rule that found it is on trial: then it is a note, and asks nothing."""
        return self.there.startswith(ON_TRIAL)
