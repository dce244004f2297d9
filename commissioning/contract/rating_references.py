"""Questions about rating policies: has every figure one word, and can what they stand on be known?"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise

from commissioning.contract.raw import Raw, Said, is_number, table, tables
from commissioning.measures import KINDS, Over


def _policies_say_how_far(raw: Raw) -> Iterator[Said]:
    for id, policy in tables(raw, "rating"):
        bands = _bands(policy)
        reaches = [band.get(key) for band in bands for key in ("within", "beyond")]
        if not bands and "tolerance" not in policy:
            yield f"rating.{id}", "states neither a tolerance nor bands", "State how far from the target is Amber."
        if "tolerance" in reaches and "tolerance" not in policy:
            yield (
                f"rating.{id}",
                "leaves its tolerance to the contract",
                f'Add [rating.OTHER-ID] with follows = "{id}" and a tolerance, and name that one.',
            )
        if bands and "tolerance" in policy and "tolerance" not in reaches:
            yield f"rating.{id}.tolerance", "is used by no band", 'Write within = "tolerance", or take it out.'


def _bands_are_in_order(raw: Raw) -> Iterator[Said]:
    for id, policy in tables(raw, "rating"):
        bands, path = _bands(policy), f"rating.{id}.band"
        words = [str(band.get("word")) for band in bands]
        if len(set(words)) < len(words):
            twice = sorted({word for word in words if words.count(word) > 1})
            yield path, f"names {', '.join(twice)} twice", "Give each band a word of its own."
        both = [band for band in bands if "within" in band and "beyond" in band]
        if both:
            yield path, "states within and beyond of one band", "State one of the two."
        elif bands and (_reach(bands[-1], policy) is not None or bands[-1].get("if_improved")):
            yield path, "ends with a band that not every figure left is in", "Let the last band state its word alone."
        elif bands and all(map(_is_readable, bands)):
            yield from _not_in_order(path, bands, policy)


def _not_in_order(path: str, bands: list[Raw], policy: Raw) -> Iterator[Said]:
    reaches = [_reach(band, policy) for band in bands[:-1]]
    if any(reach is None and not band.get("if_improved") for reach, band in zip(reaches, bands, strict=False)):
        yield path, "has a band for all that are left before the last", "State within or beyond of each but the last."
    known = [reach for reach in reaches if reach is not None]
    if any(later <= earlier for earlier, later in pairwise(known)):
        yield path, "is not in order", "Begin with the best: beyond the furthest first, within the least first."


def _bands(policy: Raw) -> list[Raw]:
    bands = policy.get("band")
    return [band for band in bands if isinstance(band, dict)] if isinstance(bands, list) else []


def _is_readable(band: Raw) -> bool:
    """Whether its reaches are numbers, or the policy's tolerance; what else stands there is a fault already."""
    return all(is_number(band[key]) or band[key] == "tolerance" for key in ("within", "beyond") if key in band)


def _reach(band: Raw, policy: Raw) -> tuple[Decimal, bool] | None:
    """How far short of the target a band reaches, less than nothing where that is beyond it, and whether so much is in
    it; None for all there are."""
    for key, sign in (("within", 1), ("beyond", -1)):
        number = policy.get("tolerance", 1) if band.get(key) == "tolerance" else band.get(key)
        if is_number(number):
            return sign * Decimal(str(number)), sign > 0
    return None


def _policies_fit_their_measures(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        policy = table(raw, "rating", str(measure.get("rating")))
        target, path = measure.get("target"), f"measure.{code}.rating"
        kind = KINDS.get(str(measure.get("kind")))
        if policy.get("by_profile") and isinstance(target, dict):
            if "profile" not in target and "cumulative" not in target:
                yield path, "rates by a profile, and the target states none", "State a profile, or name another policy."
            elif "profile" in target and kind and kind.over_time is not Over.SUM:
                said = f"adds up the profile of a {kind.title}, which does not add up over the year"
                yield path, said, "Name another policy."
        if measure.get("polarity") == "in range" and any("beyond" in band for band in _bands(policy)):
            yield path, "has a word for better than the target", "Name another policy: a range is met or missed."


RATING_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _policies_say_how_far,
    _bands_are_in_order,
    _policies_fit_their_measures,
)
