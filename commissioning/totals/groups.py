"""The groups of a breakdown that a return left blank, each with the Sum of its categories."""

from collections.abc import Iterator

from commissioning.model.contract import Terms
from commissioning.model.expression import Addition, Sum, Term
from commissioning.model.measure import Measure
from commissioning.model.quantity import AnswerKey
from commissioning.period import Period
from commissioning.totals.adding import Posted

LEFT_BLANK = "left blank: the sum of its categories"


def groups_left_blank(
    posted: Posted, terms: Terms, measure: Measure, key: AnswerKey, period: Period
) -> Iterator[tuple[AnswerKey, Sum]]:
    """Each group of which nothing is posted, and something of every category; `key` is the measure's own."""
    for dimension in (terms.dimension(id) for id in measure.breakdowns):
        for group, parts in dimension.groups.items():
            whole = key._replace(dimension=dimension.id, category=group)
            entries = [posted.find(period, whole._replace(category=part.id)) for part in parts]
            there = tuple(Term(entry.number) for entry in entries if entry)
            if len(there) == len(parts) and posted.find(period, whole) is None:
                yield whole, Addition(there)
