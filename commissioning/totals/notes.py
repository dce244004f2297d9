"""A Sum that is known only in part, and what is given, to the words that say what is missing of it."""

from commissioning import sums
from commissioning.model.expression import Sum
from commissioning.model.quantity import Missing


def unknown_parts_note(expression: Sum, given: sums.Lookup) -> str:
    """`1 of 5 not stated`, `1 of 4 not returned`, `2 of 4 not known` for gaps of several sorts; nothing where every
    part is known."""
    amount = sums.evaluate(expression, given)
    if not isinstance(amount, sums.Amount) or not amount.unknown_parts:
        return ""
    found = (given.get(key, Missing.NOT_RETURNED) for key in sums.terms(expression))
    gaps = {gap for gap in found if isinstance(gap, Missing)}
    word = gaps.pop() if len(gaps) == 1 else Missing.NOT_KNOWN
    return f"{amount.unknown_parts} of {amount.parts} {word.value}"
