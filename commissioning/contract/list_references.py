"""Questions about breakdowns: do their groups and bands hold together?"""

from collections.abc import Iterator
from itertools import combinations

from commissioning.contract.bands import overlap
from commissioning.contract.raw import UNKNOWNS, Raw, Said, listed, table, tables


def breakdowns_hold_together(raw: Raw) -> Iterator[Said]:
    """The questions of one version of a contract."""
    yield from lists_hold_together(raw, "dimension")


def lists_hold_together(raw: Raw, section: str) -> Iterator[Said]:
    """Groups of categories that are there, each in one; bands of ages that do not overlap where each has one."""
    for id, found in tables(raw, section):
        yield from _groups(f"{section}.{id}", found)
        yield from _bands(f"{section}.{id}", found)


def _groups(path: str, found: Raw) -> Iterator[Said]:
    known, seen = table(found, "categories"), dict[str, str]()
    for group, text in tables(found, "groups"):
        if group in known or group in UNKNOWNS:
            yield f"{path}.groups.{group}", "has the id of a category", "Give the group an id of its own."
        for one in listed(text, "categories"):
            if one not in known:
                yield f"{path}.groups.{group}", f"holds {one!r}, which is no category", "Name categories of this list."
            elif one in seen:
                there = f"holds {one!r}, which is in {seen[one]} already"
                yield f"{path}.groups.{group}", there, "Leave each category in one group."
            seen.setdefault(one, group)


def _bands(path: str, found: Raw) -> Iterator[Said]:
    known, ages = table(found, "categories"), table(found, "ages")
    bands = {id: tuple(band) for id, band in ages.items() if _is_band(band)}
    for id, band in bands.items():
        if id not in known:
            yield f"{path}.ages.{id}", "is no category", "Name a category of this list."
        if len(band) > 1 and band[1] < band[0]:
            yield f"{path}.ages.{id}", f"ends at {band[1]}, before it begins", "Write the first age, then the last."
    for (one, first), (other, second) in combinations(bands.items(), 2):
        if found.get("exclusive") is True and overlap(_ages(first), _ages(second)):
            there = f"and {one} hold the same ages"
            yield f"{path}.ages.{other}", there, "Let each age be in one band, or nobody can tell where to count it."


def _is_band(band: object) -> bool:
    return isinstance(band, list) and len(band) in (1, 2) and all(type(age) is int for age in band)


def _ages(band: tuple[int, ...]) -> tuple[int, int | None]:
    return band[0], band[1] if len(band) > 1 else None
