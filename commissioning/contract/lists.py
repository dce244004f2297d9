"""Breakdowns that use a standard list go in; the same breakdowns written out come out, or what cannot be made of them.

A contract that uses a list has the same text, and so the same specification, as one that writes it out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from commissioning.contract.raw import UNKNOWNS, Raw, Said, listed, table
from commissioning.contract.reference_text import DimensionText, ListUseText
from commissioning.contract.text import admit_table
from commissioning.nearest import did_you_mean

USES = "uses"
NOTHING = {"label": "Nothing", "exclusive": False, "categories": {"nothing": "Nothing"}}
CATEGORIES, GROUPS, BOTH = "categories", "groups", "groups and categories"
WRITTEN_OUT = DimensionText.model_fields.keys() - ListUseText.model_fields.keys()
"""The keys of a breakdown that is written out, which a use of a list has not."""


def with_lists(text: Mapping[str, Any], lists: Raw) -> dict[str, Any]:
    """The text with each breakdown that uses a list written out; one of a list that is not there stands empty."""
    uses = dict(_uses(text))
    if not uses:
        return dict(text)
    written = {id: _written_out(use, table(lists, str(use[USES]))) for id, use in uses.items()}
    return {**text, "dimension": {id: written.get(id, found) for id, found in text["dimension"].items()}}


def lists_are_used_rightly(text: Raw, lists: Raw, before: Raw | None = None) -> Iterator[Said]:
    """Uses of lists that are not there, of categories they do not have, or that change a breakdown there was."""
    for id, use in _uses(text):
        yield from _faults_of(id, use, lists)
        if before is not None and id in table(before, "dimension"):
            yield f"dimension.{id}", "changes to a list by its name", "Give what is asked from then on a new id."


def _uses(text: Raw) -> Iterator[tuple[str, dict[str, Any]]]:
    """The breakdowns that use a list: by a table, or by its name alone."""
    for id, found in table(text, "dimension").items():
        if isinstance(found, str):
            yield id, {USES: found}
        elif isinstance(found, dict) and USES in found:
            yield id, found


def _faults_of(id: str, use: Raw, lists: Raw) -> Iterator[Said]:
    path, name = f"dimension.{id}", str(use[USES])
    beside = WRITTEN_OUT & use.keys()
    for key in sorted(beside):
        yield f"{path}.{key}", "stands beside uses", "Take it out, or write the breakdown out without a standard list."
    _, unfit = admit_table(ListUseText, {key: use[key] for key in use if key not in beside}, "", path)
    yield from ((fault.path, fault.there, fault.remedy) for fault in unfit)
    if name not in lists:
        known = f"Write one of: {', '.join(lists)}." if lists else "There are no standard lists here."
        yield f"{path}.uses", f"is {name!r}, which is no standard list", did_you_mean(name, lists, known)
    elif not unfit:
        yield from _not_in_the_list(path, name, use, table(lists, name))


def _not_in_the_list(path: str, name: str, use: Raw, standard: Raw) -> Iterator[Said]:
    known = table(standard, "categories")
    for word in listed(use, "takes"):
        if word not in known:
            otherwise = f"Write some of: {', '.join(known)}."
            yield f"{path}.takes", f"is {word!r}, which is not in {name}", did_you_mean(word, known, otherwise)
    labels = {str(said).casefold() for said in (*known.values(), *UNKNOWNS.values())}
    for word, said in table(use, "adds").items():
        if word in {**known, **table(standard, "groups"), **UNKNOWNS}:
            yield f"{path}.adds.{word}", f"is in {name} already", "Take it out, or give it an id of its own."
        elif str(said).casefold() in labels:
            yield (
                f"{path}.adds.{word}",
                f"is {said!r}, as {name} has it already",
                "Take it out, or say what it is besides.",
            )
    if use.get("asks", CATEGORIES) != CATEGORIES and not table(standard, "groups"):
        yield f"{path}.asks", f"is {use['asks']!r}, and {name} has no groups", "Take it out."


def _written_out(use: Raw, standard: Raw) -> dict[str, Any]:
    """The breakdown that a use of a list stands for, with no more keys than somebody who writes it out would need."""
    if not standard:
        return NOTHING
    every, takes = table(standard, "categories"), listed(use, "takes")
    taken = {id: words for id, words in every.items() if id in takes} or every
    adds = {id: words for id, words in table(use, "adds").items() if id not in {**every, **UNKNOWNS}}
    groups = {
        id: {**group, "categories": inside}
        for id, group in table(standard, "groups").items()
        if (inside := [one for one in listed(group, "categories") if one in taken])
    }
    ages = table(standard, "ages")
    by_group = use.get("asks") == GROUPS
    more = {
        "unknowns": use.get("unknowns", standard.get("unknowns")),
        "groups": groups if use.get("asks") == BOTH else None,
        "ages": {} if by_group else {id: ages[id] for id in taken if id in ages},
        "continues": use.get("continues"),
    }
    return {
        "label": use.get("label", standard["label"]),
        "exclusive": standard["exclusive"],
        "categories": {**(_by_group(taken, groups) if by_group else taken), **adds},
        **{key: value for key, value in more.items() if value not in (None, {}, True)},
    }


def _by_group(taken: Raw, groups: Raw) -> dict[str, Any]:
    """The groups in place of their categories, in the order of the list; what is in no group stays as it is."""
    within = {one: id for id, group in groups.items() for one in group["categories"]}
    ids = dict.fromkeys(within.get(id, id) for id in taken)
    return {id: groups[id]["label"] if id in groups else taken[id] for id in ids}
