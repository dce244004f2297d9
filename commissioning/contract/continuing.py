"""What contract text says it `continues`: a thing that took another's place, under a new id.

A version of the text goes in; out comes the version in which whatever is continued has made way, or what is wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commissioning.contract.raw import Raw, Said, listed, table, tables, unknown

SECTIONS = ("measure", "service")
"""The tables whose entries may continue one of an earlier version."""

INSIDE = (("dimension", "categories", "continues"), ("measure", "choices", "choices_continue"))
"""The tables inside those whose entries may continue one, and the key under which they say so."""

NAMED = ("numerator", "denominator")
"""The keys of a measure that name another one, and change with its name alone."""

SAME = ("kind", "unit")
"""What must not change where figures go on under a new code."""


def made_way(version: Mapping[str, Any]) -> dict[str, Any]:
    """The version of a variation with each thing that is continued gone, and what continues it in its place."""
    over = dict(version)
    for section in SECTIONS:
        if any(listed(found, "continues") for _, found in tables(version, section)):
            earlier = {id: listed(found, "continues") for id, found in tables(version, section)}
            over[section] = _in_place(table(version, section), earlier)
    for section, inside, key in INSIDE:
        if any(table(found, key) for _, found in tables(version, section)):
            changed = {id: _inside(found, inside, key) for id, found in tables(over, section)}
            over[section] = {**table(over, section), **changed}
    return over


def _inside(found: Raw, inside: str, key: str) -> Raw:
    """A breakdown or measure whose categories or choices that are continued have made way."""
    earlier = {id: listed(table(found, key), id) for id in table(found, key)}
    if not earlier:
        return found
    gone = {old for olds in earlier.values() for old in olds}
    stays = {id: olds for id, olds in table(found, key).items() if id not in gone}
    return {**found, inside: _in_place(table(found, inside), earlier), key: stays}


def _in_place(there: Raw, earlier: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The table in its order, each id that is continued giving its place to the id that continues it."""
    later = {old: new for new, olds in earlier.items() if new in there for old in olds}
    order = dict.fromkeys(later.get(id, id) for id in there)
    return {id: there[id] for id in order}


def continuing_is_clear(raw: Raw) -> Iterator[Said]:
    """What is wrong with what one version of contract text continues."""
    for path, there, earlier in _continuing(raw):
        by: dict[str, list[str]] = {}
        for new, old in ((new, old) for new, olds in earlier.items() for old in dict.fromkeys(olds)):
            by.setdefault(old, []).append(new)
        for old, news in by.items():
            yield from _one_place(path, old, news, there)
    for section, inside, key in INSIDE:
        for id, found in tables(raw, section):
            for one in table(found, key):
                thing = {"categories": "category", "choices": "choice"}[inside]
                yield from unknown(f"{section}.{id}.{key}", one, table(found, inside), thing)


def _one_place(path: str, old: str, news: list[str], there: Raw) -> Iterator[Said]:
    """What is continued is no longer there, and goes on in one place."""
    if old in there:
        yield _where(path, news[0]), f"names {old}, which is still asked", "Take out the one that is no longer asked."
    if len(news) > 1:
        said = f"names {old}, and so {' and '.join(news)} continue it"
        yield _where(path, news[0]), said, "Let one of them continue it; a figure has one place."


def is_same(key: str, before: object, after: object, texts: Iterable[Raw]) -> bool:
    """Whether a measure's key says the same in other words: it names a measure that continues the one before."""
    later = {old: new for raw in texts for new, found in tables(raw, "measure") for old in listed(found, "continues")}
    names = [before]
    while key in NAMED and (name := later.get(str(names[-1]))) and name not in names:
        names.append(name)
    return after in names


def _continuing(raw: Raw) -> Iterator[tuple[str, Raw, dict[str, tuple[str, ...]]]]:
    for section in SECTIONS:
        yield section, table(raw, section), {id: listed(found, "continues") for id, found in tables(raw, section)}
    for section, inside, key in INSIDE:
        for id, found in tables(raw, section):
            earlier = {one: listed(table(found, key), one) for one in table(found, key)}
            yield f"{section}.{id}.{inside}", table(found, inside), earlier


def _where(path: str, new: str) -> str:
    """The key path of what something continues."""
    if path in SECTIONS:
        return f"{path}.{new}.continues"
    found, _, inside = path.rpartition(".")
    keys = {within: key for _, within, key in INSIDE}
    return f"{found}.{keys[inside]}.{new}"


def changes_of_meaning(before: Raw, after: Raw) -> Iterator[Said]:
    """Why what a variation continues cannot go on: another kind or unit, or two figures that would become one."""
    for path, there, earlier in _continuing(after):
        old_there = table(before, *path.split("."))
        for new, olds in earlier.items():
            gone = [old for old in dict.fromkeys(olds) if old in old_there and old not in there]
            if len(gone) > 1:
                said = f"continues {' and '.join(gone)}, which were asked side by side"
                yield _where(path, new), said, "Continue one of them; two figures cannot become one."
            for old in gone if path == "measure" else ():
                yield from _other_kind(new, table(after, "measure", new), old, table(before, "measure", old))


def _other_kind(new: str, now: Raw, old: str, then: Raw) -> Iterator[Said]:
    for key in SAME:
        if now.get(key) != then.get(key):
            said = f"is {now.get(key)}, and {old} was {then.get(key)}"
            yield f"measure.{new}.{key}", said, "Take out continues, since their figures cannot be added."
