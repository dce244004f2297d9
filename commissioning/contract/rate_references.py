"""Questions about rates, and about the values and expectations that they stand beside."""

from collections.abc import Collection, Iterable, Iterator

from commissioning.contract.raw import Raw, Said, table, tables
from commissioning.contract.text import TextFault
from commissioning.nearest import did_you_mean

RATE = "rate"


def rates_can_be_worked_out(raw: Raw) -> Iterator[Said]:
    """A rate has a numerator, a reference value and so many of it, and no target; no other kind has those."""
    for code, measure in tables(raw, "measure"):
        path, parts = f"measure.{code}", [key for key in ("numerator", "reference", "per") if measure.get(key)]
        if measure.get("kind") != RATE:
            for key in ("reference", "per"):
                if measure.get(key):
                    yield f"{path}.{key}", "stands where nothing is a rate", 'Take it out, or write kind = "rate".'
            continue
        if len(parts) != len(("numerator", "reference", "per")) or measure.get("denominator"):
            remedy = 'Name what is counted, numerator; what it is against, reference; and so many, per = "10000".'
            yield path, "is a rate without all its parts, or with another", remedy
        if isinstance(measure.get("target"), dict):
            remedy = "Take it out; name what is published as expected = instead."
            yield f"{path}.target", "aims at a rate of a whole place, which no provider decides", remedy


def values_are_dated_once(raw: Raw) -> Iterator[Said]:
    """Each value of a reference holds from a day of its own; an expectation is one number, or from one to another."""
    for id, found in tables(raw, "reference"):
        values = found.get("values")
        if values == []:
            yield f"reference.{id}.values", "is empty", "Write the value and the day from which it holds."
        days = [one.get("from") for one in values if isinstance(one, dict)] if isinstance(values, list) else []
        for day in dict.fromkeys(day for day in days if days.count(day) > 1):
            yield f"reference.{id}.values", f"states two values from {day}", "Keep the one that holds."
    for id in table(raw, "expectation"):
        found = table(raw, "expectation", id)
        ends = sorted(key for key in ("value", "low", "high") if key in found)
        if ends not in (["value"], ["high", "low"]):
            yield f"expectation.{id}", "is neither one number nor a range", "Write value, or low and high."


def scorecards_rate_nobody(raw: Raw) -> Iterator[Said]:
    """What is recorded of a place is nobody's performance: it has no target and no rating."""
    for code, measure in tables(raw, "measure") if table(raw, "scorecard") else ():
        for key in ("target", "rating"):
            if measure.get(key, "not stated") != "not stated":
                yield f"measure.{code}.{key}", "stands on a scorecard, where nobody is rated", "Take it out."


def contracts_beside_are_there(file: str, beside: Iterable[str], known: Collection[str]) -> Iterator[TextFault]:
    """Contracts that a scorecard names and the book does not hold."""
    for id in beside:
        if id not in known:
            remedy = did_you_mean(id, known, "Name contracts by their files, without .toml.")
            yield TextFault(file, "scorecard.beside", f"is {id!r}, which is no contract", remedy)


RATE_QUESTIONS = (rates_can_be_worked_out, values_are_dated_once, scorecards_rate_nobody)
