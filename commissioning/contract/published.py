"""Published rating policies: contract text names one, and stands as if it were written there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commissioning.contract.raw import Raw, Said, table, tables
from commissioning.nearest import did_you_mean

REFERENCE = "reference/"
"""What the names of files begin with that state what any contract may use by name."""
RATINGS = f"{REFERENCE}ratings.toml"


def with_published(raw: Mapping[str, Any], variations: Iterable[Raw], published: Raw) -> dict[str, Any]:
    """The text with each published policy that it or a variation names; one of its own of that name comes first."""
    variations = tuple(variations)
    own = {id for text in (raw, *variations) for id in table(text, "rating")}
    named = {str(found.get("rating")) for text in (raw, *variations) for _, found in tables(text, "measure")}
    taken = {id: published[id] for id in published if id in named and id not in own}
    if taken and isinstance(raw.get("rating", {}), dict):
        raw = {**raw, "rating": {**taken, **table(raw, "rating")}}
    return filled(raw, published)


def filled(text: Mapping[str, Any], published: Raw) -> dict[str, Any]:
    """The text, each policy that follows a published one filled in from it."""
    followed = {
        id: {**table(published, str(found.get("follows"))), **found}
        for id, found in tables(text, "rating")
        if str(found.get("follows")) in published
    }
    return {**text, "rating": {**table(text, "rating"), **followed}} if followed else dict(text)


def follow_what_is_there(text: Raw, published: Raw) -> Iterator[Said]:
    """Policies of the text that follow one which is not published."""
    for id, found in tables(text, "rating"):
        if "follows" in found and str(found["follows"]) not in published:
            known = f"Write one of: {', '.join(published)}." if published else "There is no published policy here."
            yield (
                f"rating.{id}.follows",
                f"is {found['follows']!r}, which is no published rating policy",
                did_you_mean(str(found["follows"]), published, known),
            )
