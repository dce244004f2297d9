"""Two breakdowns by age whose bands differ to the bands that both can be added up to, or to the band that cannot.

Nobody is moved: a band goes wholly into a wider one, or what is asked for is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commissioning.model.measure import Category, Dimension

Ages = tuple[int, int | None]
"""The first and the last year of age of a band; a last of None has no end."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Each category's id with the id of the category it goes wholly into."""

    into: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Split:
    """The category that would have to be split, and why."""

    category: Category
    why: str


def overlap(one: Ages, other: Ages) -> bool:
    """Whether two bands hold an age in common."""
    return _begins_by_the_end(one, other) and _begins_by_the_end(other, one)


def _begins_by_the_end(one: Ages, other: Ages) -> bool:
    return other[1] is None or one[0] <= other[1]


def holds(wide: Ages, narrow: Ages) -> bool:
    """Whether every age of the narrow band is in the wide one."""
    ends_inside = wide[1] is None or (narrow[1] is not None and narrow[1] <= wide[1])
    return wide[0] <= narrow[0] and ends_inside


def map_bands(given: Dimension, wanted: Dimension) -> Mapped | Split:
    """Where each category of a breakdown goes in another one; the first that goes nowhere wholly refuses it.

    Bands go by their ages; a category without ages, such as not known, into the one of its id.
    """
    into: dict[str, str] = {}
    for category in given.leaves:
        found = next((one.id for one in wanted.leaves if _goes_into(category, one)), None)
        if found is None:
            return Split(category, _why(category, wanted))
        into[category.id] = found
    return Mapped(into)


def _goes_into(category: Category, other: Category) -> bool:
    if category.ages is None or other.ages is None:
        return category.id == other.id and category.ages is other.ages
    return holds(other.ages, category.ages)


def _why(category: Category, wanted: Dimension) -> str:
    touched = [one.label for one in wanted.leaves if one.ages and category.ages and overlap(one.ages, category.ages)]
    if not touched:
        return f"{category.label} has no place there"
    return f"{category.label} cannot be split: it lies partly in {' and '.join(touched)}"


def gathered(mapping: Mapped) -> Mapping[str, tuple[str, ...]]:
    """For each category that something goes into, the categories that do; each goes into one."""
    wanted = dict.fromkeys(mapping.into.values())
    return {id: tuple(one for one, into in mapping.into.items() if into == id) for id in wanted}


def common_bands(dimensions: Sequence[Dimension]) -> Dimension | Split:
    """The one of several breakdowns into which every other goes wholly; where there is none, why not into the widest.

    The widest is the one of the fewest bands.
    """
    splits: list[Split] = []
    for wanted in sorted(dimensions, key=lambda one: len(one.leaves)):
        refused = [found for one in dimensions if isinstance(found := map_bands(one, wanted), Split)]
        if not refused:
            return wanted
        splits += refused
    return splits[0]
