"""Questions about targets: can they be met or missed, and do their numbers agree with each other?"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from commissioning.contract.derivations import in_words, is_change, number_of, plain
from commissioning.contract.raw import PERIODS_A_YEAR, Raw, Said, is_number, table, tables
from commissioning.contract.shares import read_share
from commissioning.measures import KINDS, Over
from commissioning.measures.kind import Kind
from commissioning.model.measure import Derivation, Rounding

FORMS = ("per_period", "cumulative", "annual", "profile")
"""The forms of a target that is one number at a time; a range is the other one."""
FORM_ADVICE = "State per_period, cumulative, annual, a profile, or low and high."


def _aims(raw: Raw) -> Iterator[tuple[str, Raw, Raw]]:
    """Each target and each that takes its place: its key path, its table and its measure's."""
    for code, measure in tables(raw, "measure"):
        target = measure.get("target")
        if isinstance(target, dict):
            yield f"measure.{code}.target", target, measure
            for number, later in _changes(target):
                yield f"measure.{code}.target.changes.{number}", later, measure


def _changes(target: Raw) -> list[tuple[int, Raw]]:
    changes = target.get("changes")
    found = changes if isinstance(changes, list) else []
    return [(number, later) for number, later in enumerate(found) if isinstance(later, dict)]


def _kind(measure: Raw) -> Kind | None:
    return KINDS.get(str(measure.get("kind")))


def _targets_have_one_form(raw: Raw) -> Iterator[Said]:
    for path, aim, _ in _aims(raw):
        forms = [key for key in FORMS if key in aim]
        ends = [key for key in ("low", "high") if key in aim]
        stated = forms[:-1] if forms == ["annual", "profile"] else forms
        if len(stated) + bool(ends) != 1:
            yield path, f"states {' and '.join((*forms, *ends)) or 'nothing'}", FORM_ADVICE
        elif len(ends) == 1:
            yield path, f"states {ends[0]} alone", "A range has both ends; of one end alone, write per_period."
        elif ends and is_number(aim["low"]) and is_number(aim["high"]) and _exact(aim["low"]) > _exact(aim["high"]):
            yield f"{path}.high", f"is {aim['high']!r}, less than low", "Write the lower end in low."


def _targets_have_a_better_side(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        target = measure.get("target")
        if isinstance(target, dict) and measure.get("role") == "context":
            path = f"measure.{code}.target"
            yield path, "stands on a context measure, which is never rated", "Take it out, or change the role."
    for path, aim, measure in _aims(raw):
        polarity = measure.get("polarity", "none")
        is_range = "low" in aim or "high" in aim
        if is_range and polarity != "in range":
            yield path, "states a range", 'Write polarity = "in range", or state one number.'
        elif not is_range and polarity == "in range":
            yield path, "states no range", "State low and high, or change the polarity."
        elif polarity not in ("higher", "lower", "in range"):
            yield path, "has no side that is better", 'Add polarity = "higher" or "lower".'


def _numbers_are_for_each_period(raw: Raw) -> Iterator[Said]:
    frequency = table(raw, "reporting").get("frequency")
    for path, aim, _ in _aims(raw):
        for key in ("cumulative", "profile"):
            numbers = aim.get(key)
            if isinstance(numbers, list) and len(numbers) != PERIODS_A_YEAR.get(str(frequency), len(numbers)):
                yield f"{path}.{key}", f"holds {len(numbers)} numbers", "Write one for each period of the year."
            if numbers is not None and frequency in (None, "span"):
                yield f"{path}.{key}", "stands in a contract that reports no years", "State per_period instead."


def _profiles_come_to_the_year(raw: Raw) -> Iterator[Said]:
    for path, aim, measure in _aims(raw):
        parts, kind = aim.get("profile"), _kind(measure)
        if not isinstance(parts, list) or not parts or kind is None:
            continue
        if not all(map(is_number, parts)):
            yield from _of_parts(f"{path}.profile", parts, aim, kind)
        elif is_number(aim.get("annual")) and kind.over_time is Over.SUM:
            yield from _not_the_same(path, sum(map(_exact, parts), Fraction()), _exact(aim["annual"]))


def _of_parts(path: str, parts: list[object], aim: Raw, kind: Kind) -> Iterator[Said]:
    """What is wrong with a profile that is told in parts of the year's target."""
    shares = [read_share(part) if isinstance(part, str) else None for part in parts]
    whole = sum((share for share in shares if share is not None), Fraction())
    if None in shares:
        yield path, "mixes numbers and parts", 'Write numbers, or parts of the year such as "25%".'
    elif not is_number(aim.get("annual")):
        yield path, "states parts of a year's target that is not there", "State annual beside it."
    elif kind.over_time is not Over.SUM:
        yield path, f"divides a {kind.title}, which does not add up over the year", "State each period's own number."
    elif whole != 1:
        yield path, f"comes to {plain(whole * 100)}%", "Make its parts come to 100%."


def _not_the_same(path: str, came_to: Fraction, annual: Fraction) -> Iterator[Said]:
    if came_to != annual:
        said = f"comes to {plain(came_to)}, and annual is {plain(annual)}"
        yield f"{path}.profile", said, "Make the two agree, or take annual out."


def _formulas_give_the_number(raw: Raw) -> Iterator[Said]:
    for path, aim, _ in _aims(raw):
        derived = aim.get("derived")
        if not isinstance(derived, dict):
            continue
        agreed = aim.get("per_period", aim.get("annual"))
        change = derived.get("change")
        if isinstance(change, str) and not is_change(change):
            yield f"{path}.derived.change", f"is {change!r}", 'Write it with its sign: "-25%", "+5 points", "+12".'
        elif agreed is None:
            yield f"{path}.derived", "stands without the number agreed", "State per_period or annual beside it."
        elif isinstance(change, str) and is_number(agreed) and is_number(derived.get("baseline")):
            yield from _other_number(path, _derivation(derived), _exact(agreed))


def _other_number(path: str, derived: Derivation, agreed: Fraction) -> Iterator[Said]:
    gives = number_of(derived)
    if gives != agreed and not derived.differs_because:
        yield (
            f"{path}.derived",
            f"gives another number than was agreed, {plain(agreed)}: {in_words(derived)}",
            "Mend the number or the formula, or say in differs_because why they differ.",
        )
    if gives == agreed and derived.differs_because:
        yield f"{path}.derived.differs_because", "stands where the two agree", "Take it out."


def _derivation(derived: Raw) -> Derivation:
    rounded = str(derived.get("rounded", Rounding.NONE))
    known = Rounding(rounded) if rounded in set(Rounding) else Rounding.NONE
    why = str(derived.get("differs_because", ""))
    return Derivation(Decimal(str(derived["baseline"])), str(derived.get("period")), str(derived["change"]), known, why)


def _changes_follow_each_other(raw: Raw) -> Iterator[Said]:
    for code, measure in tables(raw, "measure"):
        target = measure.get("target")
        changes = _changes(target) if isinstance(target, dict) else []
        days = [later.get("from") for _, later in changes]
        for number, day in enumerate(days):
            if type(day) is date and day in days[:number]:
                path = f"measure.{code}.target.changes.{number}.from"
                yield path, f"is {day}, like an earlier one", "Give each change a day of its own."


def _targets_are_possible(raw: Raw) -> Iterator[Said]:
    for path, aim, measure in _aims(raw):
        kind = _kind(measure)
        most = kind.guard.maximum if kind and kind.guard else None
        for key in (*FORMS, "low", "high"):
            value = aim.get(key)
            numbers = [number for number in (value if isinstance(value, list) else [value]) if is_number(number)]
            if most is not None and any(_exact(number) > most for number in numbers):
                yield f"{path}.{key}", f"is {value!r}, more than {most}%", "Write a percentage that can be."


def _exact(value: object) -> Fraction:
    return Fraction(str(value))


TARGET_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _targets_have_one_form,
    _targets_have_a_better_side,
    _numbers_are_for_each_period,
    _profiles_come_to_the_year,
    _formulas_give_the_number,
    _changes_follow_each_other,
    _targets_are_possible,
)


def changed_twice(variation: Raw, so_far: Raw) -> Iterator[Said]:
    """Targets that a variation changes though they say themselves from when they change: which holds is not clear."""
    for code, measure in tables(variation, "measure"):
        target = measure.get("target")
        is_dated = "changes" in table(so_far, "measure", code, "target")
        if isinstance(target, dict) and is_dated and "changes" not in target and target.keys() - {"on_trial"}:
            yield (
                f"measure.{code}.target",
                "changes a target that has changes with days of their own",
                "Write this one among its changes too, with its day.",
            )
