"""Who takes part: organisations in contract text, and the actor who asks for a job."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisation:
    """A council, provider or funder, under its canonical name."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks for a job."""

    name: str
    roles: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
