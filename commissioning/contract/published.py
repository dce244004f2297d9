"""The folder of reference data: rating policies, standard lists, values that rates are against, and what is expected.

Contract text names one of them, and stands as if it were written there.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commissioning.contract.list_references import lists_hold_together
from commissioning.contract.lists import lists_are_used_rightly, with_lists
from commissioning.contract.parsing import parsed
from commissioning.contract.raw import Raw, Said, table, tables
from commissioning.contract.reference_text import ListsText, ValuesText
from commissioning.contract.shapes import Table
from commissioning.contract.target_text import RatingsText
from commissioning.contract.text import TextFault, admit_table
from commissioning.nearest import did_you_mean

REFERENCE = "reference/"
"""What the names of files begin with that state what any contract may use by name."""
FILES: Mapping[str, type[Table]] = {
    f"{REFERENCE}ratings.toml": RatingsText,
    f"{REFERENCE}lists.toml": ListsText,
    f"{REFERENCE}values.toml": ValuesText,
}
"""Each file of reference data with what it may hold."""
NAMED_BY = {"rating": "rating", "reference": "reference", "expectation": "expected"}
"""The key of a measure by which it names a table of reference data."""


def read_published(texts: Mapping[str, str]) -> tuple[Raw, tuple[TextFault, ...]]:
    """Reference data by sort and id, from a folder's files by name; a file with a fault is left out and said."""
    published: dict[str, Any] = {}
    faults: tuple[TextFault, ...] = ()
    for file in sorted(name for name in texts if name.startswith(REFERENCE)):
        if file not in FILES:
            faults += (TextFault(file, "", "is no file of reference data", f"Name it one of: {', '.join(FILES)}."),)
            continue
        raw, wrong = parsed(file, texts[file])
        found, unfit = admit_table(FILES[file], raw, file)
        unfit += tuple(TextFault(file, *said) for said in lists_hold_together(raw, "list"))
        faults += wrong or unfit
        published |= raw if found and not unfit else {}
    return published, faults


def with_published(raw: Mapping[str, Any], variations: Iterable[Raw], published: Raw) -> dict[str, Any]:
    """The text with all that it or a variation names of reference data; what it writes under that name comes first."""
    variations = tuple(variations)
    for section, key in NAMED_BY.items():
        own = {id for text in (raw, *variations) for id in table(text, section)}
        named = {str(found.get(key)) for text in (raw, *variations) for _, found in tables(text, "measure")}
        taken = {id: found for id, found in table(published, section).items() if id in named and id not in own}
        if taken and isinstance(raw.get(section, {}), dict):
            raw = {**raw, section: {**taken, **table(raw, section)}}
    return filled(raw, published)


def filled(text: Mapping[str, Any], published: Raw) -> dict[str, Any]:
    """The text with each policy that follows a published one, and each breakdown by a standard list, written out."""
    ratings = table(published, "rating")
    followed = {
        id: {**table(ratings, str(found.get("follows"))), **found}
        for id, found in tables(text, "rating")
        if str(found.get("follows")) in ratings
    }
    text = {**text, "rating": {**table(text, "rating"), **followed}} if followed else text
    return with_lists(text, table(published, "list"))


def names_what_is_there(text: Raw, published: Raw, before: Raw | None = None) -> Iterator[Said]:
    """Policies that follow one which is not published, and lists used wrongly; in a variation, of a text before it."""
    ratings = table(published, "rating")
    for id, found in tables(text, "rating"):
        if "follows" in found and str(found["follows"]) not in ratings:
            known = f"Write one of: {', '.join(ratings)}." if ratings else "There is no published policy here."
            yield (
                f"rating.{id}.follows",
                f"is {found['follows']!r}, which is no published rating policy",
                did_you_mean(str(found["follows"]), ratings, known),
            )
    yield from lists_are_used_rightly(text, table(published, "list"), before)
