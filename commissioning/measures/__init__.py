"""Kinds of measure, one module each. To add one: a module here that declares a Kind."""

from commissioning.measures.kind import Guard, Kind, Over
from commissioning.rooms import declared

KINDS: dict[str, Kind] = {
    kind.key: kind for kind in sorted(declared(__name__, Kind), key=lambda kind: (kind.rank, kind.key))
}

__all__ = ["KINDS", "Guard", "Kind", "Over"]
