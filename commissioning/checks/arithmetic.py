"""Do the figures agree with each other? Parts against wholes, relations, ratios, stated percentages.

A check whose figures cannot be read is silent: the unreadable answer has its own finding.
"""

from collections.abc import Hashable, Iterator
from decimal import Decimal
from fractions import Fraction

from commissioning import sums
from commissioning.checks.answers import Given
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.measures.stated_percentage import bases_that_give, counts_that_give
from commissioning.model.contract import Relation
from commissioning.model.expression import Constant, Maximum, Sum, Term
from commissioning.model.finding import Severity
from commissioning.model.quantity import AnswerKey, Bound, Quantity
from commissioning.model.returned import Answer
from commissioning.model.template import StatedPercentage
from commissioning.money import round_half_up

ARITHMETIC_CHECKS = Checks(Given, "Do the figures agree with each other?", rank=30)
declare = ARITHMETIC_CHECKS.declare


def _broken(given: Given, sort: str) -> Iterator[Relation]:
    values = given.returned.given()
    return (r for r in given.specification.relations if r.sort == sort and sums.holds(r.comparison, values) is False)


def _shown(given: Given, expression: Sum) -> str:
    """What the Sum comes to, as its first answer's kind shows it."""
    amount = sums.evaluate(expression, given.returned.given())
    value = amount.value if isinstance(amount, sums.Amount) else Fraction()
    keys = sums.terms(expression)
    kinds = {row.key: row.kind for _, row in given.specification.rows()}
    kind = KINDS[kinds[keys[0]]] if keys and isinstance(keys[0], AnswerKey) else KINDS["flow"]
    return kind.show(round_half_up(value, kind.guard.places if kind.guard else 0))


def _fault(given: Given, relation: Relation, keys: tuple[Hashable, ...], **facts: str) -> Fault:
    answers = given.returned.by_key()
    found = [answers[key] for key in dict.fromkeys(keys) if isinstance(key, AnswerKey)]
    sides = {"left": _shown(given, relation.comparison.left), "right": _shown(given, relation.comparison.right)}
    measures = tuple(dict.fromkeys(answer.key.measure for answer in found))
    places, words = tuple(a.place for a in found), {**sides, "says": relation.says, **facts}
    return Fault(places, words, measures, relation.severity, on_trial=bool(relation.on_trial))


def _about(given: Given, key: Hashable) -> str:
    answer = given.returned.by_key().get(key) if isinstance(key, AnswerKey) else None
    return answer.about if answer else str(key)


@declare(
    "A001",
    Severity.NEEDS_EXPLANATION,
    "{whole} is {right}, but its parts add up to {left}.",
    "Correct the total or the parts.",
    "Which is right?",
)
def total_disagrees_with_parts(given: Given) -> Iterator[Fault]:
    """The categories of an exclusive breakdown, not known among them, make up the whole."""
    for relation in _first_of_each_whole(given, _broken(given, "parts")):
        whole = sums.terms(relation.comparison.right)
        if not isinstance(relation.comparison.left, Maximum):
            yield _fault(given, relation, whole, whole=_about(given, whole[0]))


def _first_of_each_whole(given: Given, broken: Iterator[Relation]) -> Iterator[Relation]:
    """Where a breakdown asks categories and groups, the groups speak for the whole only where categories cannot."""
    values = given.returned.given()
    parts = [relation for relation in given.specification.relations if relation.sort == "parts"]
    first: dict[tuple[Hashable, ...], str] = {}
    for relation in parts:
        if sums.holds(relation.comparison, values) is not None:
            first.setdefault(_whole_and_breakdown(relation), relation.code)
    return (relation for relation in broken if first[_whole_and_breakdown(relation)] == relation.code)


def _whole_and_breakdown(relation: Relation) -> tuple[Hashable, ...]:
    part = sums.terms(relation.comparison.left)[0]
    dimension = part.dimension if isinstance(part, AnswerKey) else ""
    return (sums.terms(relation.comparison.right)[0], dimension)


@declare(
    "A002",
    Severity.NEEDS_EXPLANATION,
    "{part} is {left}, more than {whole}, which is {right}.",
    "Correct the part or the whole.",
    "Which is right?",
)
def part_is_more_than_the_whole(given: Given) -> Iterator[Fault]:
    """In a multi-response breakdown one person may be in several parts, but no part outnumbers them all."""
    values = given.returned.given()
    for relation in _broken(given, "parts"):
        if isinstance(relation.comparison.left, Maximum):
            whole = sums.terms(relation.comparison.right)[0]
            for part in relation.comparison.left.parts:
                amount = sums.evaluate(part, values)
                total = sums.evaluate(relation.comparison.right, values)
                if isinstance(amount, sums.Amount) and isinstance(total, sums.Amount) and amount.value > total.value:
                    facts = {"part": _about(given, sums.terms(part)[0]), "left": _shown(given, part)}
                    yield _fault(given, relation, (*sums.terms(part), whole), whole=_about(given, whole), **facts)


@declare(
    "A003",
    Severity.NEEDS_EXPLANATION,
    "{says} Here {left_words}, and {right_words}.",
    "{remedy}",
)
def relation_is_broken(given: Given) -> Iterator[Fault]:
    """What contract text says must hold between answers of one service."""
    for relation in _broken(given, "relation"):
        sides = {"left_words": relation.comparison.left, "right_words": relation.comparison.right}
        words = {name: _side_in_words(given, side) for name, side in sides.items()}
        stops = relation.severity is Severity.STOPS
        remedy = "Correct the figures." if stops else "Correct the figures, or explain beside them why this is so."
        yield _fault(given, relation, sums.terms(relation.comparison), **words, remedy=remedy)


def _side_in_words(given: Given, side: Sum) -> str:
    """A side with what it comes to: `Open at the end is 14`, `Open at the start (12) + … comes to 15`."""
    if isinstance(side, Constant):
        return f"the limit is {_shown(given, side)}"
    if isinstance(side, Term):
        return f"{_about(given, side.key)} is {_shown(given, side)}"
    words = sums.say(side, lambda key: _about_and_figure(given, key))
    return f"{words} comes to {_shown(given, side)}"


def _about_and_figure(given: Given, key: Hashable) -> str:
    answer = given.returned.by_key().get(key) if isinstance(key, AnswerKey) else None
    return f"{answer.about} ({_shown(given, Term(key))})" if answer else str(key)


@declare(
    "A004",
    Severity.NEEDS_EXPLANATION,
    "{part} is {left}, more than {whole}, which is {right}, so the ratio is above one.",
    "Correct the figures, or explain beside them why this is so.",
    "Which is right?",
)
def ratio_is_above_one(given: Given) -> Iterator[Fault]:
    """A numerator is part of its denominator."""
    for relation in _broken(given, "ratio"):
        keys = sums.terms(relation.comparison)
        yield _fault(given, relation, keys, part=_about(given, keys[0]), whole=_about(given, keys[-1]))


@declare(
    "A005",
    Severity.NEEDS_EXPLANATION,
    "{stated} of {base} needs {needed}; the counts give {count}, which is {percent}.",
    "Correct the percentage or the counts{fitting}.",
    "Which is right: the percentage, or the counts?",
)
def stated_percentage_disagrees_with_counts(given: Given) -> Iterator[Fault]:
    """A percentage must come out of its own counts, rounded half up to the places it is stated to."""
    for percentage, answers in stated_percentages(given):
        stated, base, counted = (exact_number(answer) for answer in answers)
        if stated is None or base is None or counted is None or not base.value:
            continue
        count = base.value - counted.value if percentage.the_rest else counted.value
        fitting = counts_that_give(stated.value, int(base.value))
        if count not in fitting:
            facts = {
                "stated": KINDS["stated-percentage"].show(stated.value),
                "base": whole(base.value),
                "needed": _either(fitting),
                "count": f"{whole(count)} ({whole(base.value)} less {whole(counted.value)})"
                if percentage.the_rest
                else whole(count),
                "percent": KINDS["stated-percentage"].show(
                    round_half_up(Fraction(count) / Fraction(base.value) * 100, 1)
                ),
                "fitting": "" if percentage.the_rest else _fitting(stated.value, base.value, count),
            }
            places = tuple(answer.place for answer in answers if answer)
            yield Fault(places, facts, (percentage.percentage.measure,))


def _fitting(stated: Decimal, base: Decimal, count: Decimal) -> str:
    """Which counts of the base, and which base of the count, would come to the percentage."""
    counts, bases = counts_that_give(stated, int(base)), bases_that_give(stated, int(count))
    found = [f"{_either(counts)} of {whole(base)}"] if counts else []
    found += [f"{whole(count)} of {_either(bases)}"] if bases else []
    return f": what gives it is {' or '.join(found)}" if found else ""


@declare(
    "A006",
    Severity.NEEDS_EXPLANATION,
    "{stated} of {base} cannot be: no whole number out of {base} comes to it.",
    "Correct the percentage or the number it is of; where that is 0, choose not applicable.",
    "Which is right?",
)
def no_count_gives_the_stated_percentage(given: Given) -> Iterator[Fault]:
    """With a small base most percentages are impossible."""
    for percentage, answers in stated_percentages(given):
        stated, base, count = (exact_number(answer) for answer in answers)
        if stated is None or base is None or count is not None:
            continue
        if not counts_that_give(stated.value, int(base.value)):
            facts = {
                "stated": KINDS["stated-percentage"].show(stated.value),
                "base": whole(base.value),
            }
            yield Fault(tuple(a.place for a in answers if a), facts, (percentage.percentage.measure,))


HOW_MANY = ("n", "people")
"""The parts that say how many people or cases a mean or a median is of."""


@declare(
    "A007",
    Severity.NEEDS_EXPLANATION,
    "{about} is {stated}, and {count} is 0: it is of nobody.",
    "Correct one of them; where there was nobody, choose not applicable.",
    "Which is right?",
)
def mean_is_of_nobody(given: Given) -> Iterator[Fault]:
    """A mean or a median without anybody it is of is no figure; nothing may be rated or compared by it."""
    answers = given.returned.by_key()
    counts = {
        (row.key.service, row.key.measure): answers.get(row.key)
        for _, row in given.specification.rows()
        if row.key.is_part and row.key.category in HOW_MANY
    }
    for _, row in given.specification.rows():
        answer, count = answers.get(row.key), counts.get((row.key.service, row.key.measure))
        number, of = exact_number(answer), exact_number(count)
        if row.kind in ("mean", "median") and answer and count and number and of and of.value == 0:
            facts = {"about": answer.about, "stated": KINDS[row.kind].show(number.value), "count": count.about}
            yield Fault((answer.place, count.place), facts, (row.key.measure,))


def stated_percentages(
    given: Given,
) -> Iterator[tuple[StatedPercentage, tuple[Answer | None, Answer | None, Answer | None]]]:
    """Each stated percentage that contract text names a base for: the answers with it, its base and its count."""
    answers = given.returned.by_key()
    for percentage in given.specification.percentages:
        count = answers.get(percentage.count) if percentage.count else None
        yield percentage, (answers.get(percentage.percentage), answers.get(percentage.base), count)


def exact_number(answer: Answer | None) -> Quantity | None:
    """The answer's number, if there is one and it has no bound."""
    given = answer.given if answer else None
    return given if isinstance(given, Quantity) and given.bound is Bound.EXACT else None


def _either(counts: range) -> str:
    """`176, 177 or 178`; the ends alone of a long run; what to say of none."""
    words = [whole(Decimal(count)) for count in counts[:4]]  # a longer run is said by its ends
    if not words:
        return "a count that is not whole"
    if len(counts) > len(words):
        return f"{words[0]} to {whole(Decimal(counts[-1]))}"
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def whole(count: Decimal) -> str:
    """A count as a person reads it."""
    return KINDS["flow"].show(count)
