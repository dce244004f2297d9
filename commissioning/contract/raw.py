"""Contract text as parsed, before anything is known of it: how its raw tables are looked into."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from commissioning.measures import KINDS
from commissioning.nearest import did_you_mean

Raw = Mapping[str, Any]
Said = tuple[str, str, str]
"""A key path, what is there, and what to do."""

WHOLE_CONTRACT = "whole-contract"
"""What contract text calls the contract as a whole, where a measure belongs to no one service."""

UNKNOWNS = {"not-known": "Not known", "prefer-not-to-say": "Prefer not to say"}
"""Kept apart in every breakdown, and never the same as each other."""

RESERVED = frozenset({"commentary", "declared-by"})
"""The codes of what every return asks in words, whatever its contract."""

PERIODS_A_YEAR = {"month": 12, "quarter": 4, "half": 2, "year": 1}


def table(raw: Raw, *keys: str) -> Raw:
    """The table under those keys; empty where there is none, or something else stands there."""
    found: Any = raw
    for key in keys:
        found = found.get(key, {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def tables(raw: Raw, name: str) -> Iterator[tuple[str, Raw]]:
    """The tables under a heading, by id; what is no table is passed over."""
    return ((key, found) for key, found in table(raw, name).items() if isinstance(found, dict))


def listed(found: Raw, key: str) -> tuple[str, ...]:
    """The words of a list; none where there is no list."""
    value = found.get(key, ())
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list | tuple) else ()


def unknown(path: str, word: str, known: Iterable[str], thing: str) -> Iterator[Said]:
    """The fault of a word that is no id of its kind, with what is probably meant."""
    known = tuple(known)
    if word in known:
        return
    otherwise = f"Write one of: {', '.join(known)}." if known else f"Add it as [{thing}.{word}]."
    yield path, f"is {word!r}, which is no {thing} of this file", did_you_mean(word, known, otherwise)


def services_of(raw: Raw, found: Raw) -> tuple[str, ...]:
    """The services something is asked of: those it names and there are, or every one of the contract."""
    if named := listed(found, "services"):
        return tuple(id for id in named if id == WHOLE_CONTRACT or id in table(raw, "service"))
    return tuple(table(raw, "service")) or (WHOLE_CONTRACT,)


def parts_named(raw: Raw, measure: str) -> tuple[str, ...]:
    """The ids of the parts that a measure of the file is made of, by its kind; none where it has none."""
    kind = KINDS.get(str(table(raw, "measure", measure).get("kind")))
    return tuple(part.id for part in kind.parts) if kind else ()


def shares_of(funding: Raw) -> list[tuple[int, Raw]]:
    """The funding shares, each with its place in the text."""
    shares = funding.get("share")
    found = shares if isinstance(shares, list) else []
    return [(number, share) for number, share in enumerate(found) if isinstance(share, dict)]


def day_of(share: Raw, key: str) -> date | None:
    """The day that a share states; None where it states none."""
    day = share.get(key)
    return day if type(day) is date else None


def is_number(value: object) -> bool:
    """Whether a value is an exact number: whole, or in quotes."""
    is_typed = isinstance(value, int | str) and not isinstance(value, bool)
    return is_typed and bool(re.fullmatch(r"-?\d+(\.\d+)?", str(value)))
