"""Is what was aimed at reached in this period? A missed target is news, not a fault."""

from collections.abc import Iterator
from fractions import Fraction

from commissioning import sums
from commissioning.checks.answers import Given
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.model.expression import Comparison, Constant
from commissioning.model.finding import Severity
from commissioning.model.quantity import AnswerKey, Bound
from commissioning.money import round_half_up

TARGET_CHECKS = Checks(Given, "Is what was aimed at reached?", rank=40)


@TARGET_CHECKS.declare(
    "T001",
    Severity.NOTE,
    "{about} is {actual}; the target is {side} {target}.",
    "{remedy}",
    "What stands in the way, and what is being done about it?",
)
def target_is_missed(given: Given) -> Iterator[Fault]:
    """A target for this period alone, on an answer or on a ratio of two; over the year it is rated, not checked."""
    values, answers = given.returned.given(), given.returned.by_key()
    kinds = {row.key: row.kind for _, row in given.specification.rows()}
    for target in given.specification.targets:
        amount = sums.evaluate(target.comparison.left, values)
        if not isinstance(amount, sums.Amount) or _is_met(target.comparison, amount, values):
            continue
        found = [answers[key] for key in sums.terms(target.comparison.left) if isinstance(key, AnswerKey)]
        # What is computed is not asked, and is in percent where its target is.
        computed = "ratio" if target.target.endswith("%") else "stated-statistic"
        kind, digits = KINDS[kinds.get(target.key, computed)], 4 if target.key in kinds else 1
        explained = any(answer.explanation for answer in found)
        facts = {
            "about": target.about,
            "actual": kind.show(round_half_up(amount.value, digits)),
            "side": "at least" if target.comparison.operator == ">=" else "at most",
            "target": target.target,
            "remedy": "It is explained beside the figure." if explained else "Say why in the explanation beside it.",
        }
        places = tuple(answer.place for answer in found)
        yield Fault(places, facts, (target.key.measure,), on_trial=target.on_trial)


def _is_met(comparison: Comparison, amount: sums.Amount, values: sums.Lookup) -> bool:
    """Whether a target is met by the figure to the four places that figures are kept to, as it is rated."""
    if amount.bound is not Bound.EXACT:
        return True
    kept = Comparison(Constant(Fraction(round_half_up(amount.value, 4))), comparison.operator, comparison.right)
    return sums.holds(kept, values) is not False
