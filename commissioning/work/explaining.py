"""A check's code goes in; what it asks, why, and what to do about it come out."""

from dataclasses import dataclass

from commissioning import privacy
from commissioning.checks import catalogue
from commissioning.errors import NothingThere
from commissioning.model.finding import Severity
from commissioning.nearest import or_hint


@dataclass(frozen=True, slots=True)
class Explanation:
    """A check in words. In `there` and `remedy`, what a finding fills in stands in curly brackets. One on trial does
    nothing yet."""

    code: str
    complains: str
    severity: Severity
    there: str
    remedy: str
    why: str
    on_trial: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a group of checks asks, and its checks in the order they are asked."""

    asks: str
    checks: tuple[Explanation, ...]


def questions() -> tuple[Question, ...]:
    """Every question asked of a return, in the order they are asked, with its checks."""
    first, *rest = (
        Question(
            asks,
            tuple(
                Explanation(c.code, c.name, c.severity, c.there, c.remedy, " ".join(c.why.split()), c.on_trial)
                for c in checks
            ),
        )
        for asks, checks in catalogue()
    )
    people = tuple(Explanation(d.code, d.what, d.severity, d.there, d.remedy, d.why) for d in privacy.DETECTORS)
    return (first, Question(privacy.ASKS, people), *rest)


def explain(code: str) -> tuple[Question, Explanation]:
    """The check of a code, in capitals or not, with the question it belongs to; NothingThere names the nearest."""
    found = {check.code: (question, check) for question in questions() for check in question.checks}
    if code.upper() not in found:
        hint = or_hint(code, found, "commissioning explain, without a code, lists them all.")
        raise NothingThere(f"There is no check {code!r}; {hint}")
    return found[code.upper()]
