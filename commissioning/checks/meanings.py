"""Does each figure say what it is of? Percentages without their counts, and the same number in two units.

Nothing here is wrong; it is what a reader must know before a figure is believed or compared.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from commissioning.checks.answers import Given
from commissioning.checks.arithmetic import exact_number, stated_percentages, whole
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS, Over
from commissioning.measures.stated_percentage import implied_count
from commissioning.model.finding import Severity
from commissioning.model.quantity import Quantity
from commissioning.model.template import Row
from commissioning.money import round_half_up

MEANING_CHECKS = Checks(Given, "Does each figure say what it is of?", rank=35)
declare = MEANING_CHECKS.declare

WITHOUT_COUNTS = ("stated-percentage", "stated-change")
MANY = 3
"""With more counts beside it than this, nobody could mean each of them."""


@declare(
    "M001",
    Severity.NOTE,
    "{about} is {stated}, and what it is of is not stated{candidates}.",
    "It is kept as it is and never added. Where you can, give its counts in the explanation beside it.",
)
def percentage_is_of_nothing_stated(given: Given) -> Iterator[Fault]:
    """Without its numerator and denominator nobody can check a percentage, add it up or compare it."""
    with_base = {percentage.percentage for percentage in given.specification.percentages}
    answers = given.returned.by_key()
    beside = cache(lambda service: dict(_counts_beside(given, service)))
    for _, row in given.specification.rows():
        answer = answers.get(row.key)
        if row.kind in WITHOUT_COUNTS and row.key not in with_base and answer and isinstance(answer.given, Quantity):
            stated = answer.given
            bound = "" if stated.bound == "exact" else f"{stated.bound} "
            facts = {"about": answer.about, "stated": f"{bound}{KINDS[row.kind].show(stated.value)}"}
            facts["candidates"] = (
                _candidates(beside(row.key.service), stated.value) if row.kind == "stated-percentage" else ""
            )
            yield Fault((answer.place,), facts, (row.key.measure,))


@declare(
    "M002",
    Severity.NOTE,
    "{stated} of {base} can only be {count}: the count itself was not asked for.",
    "Nothing more is asked. It is shown as implied, and is not added.",
)
def count_follows_from_the_percentage(given: Given) -> Iterator[Fault]:
    """Out of a small base only one whole number rounds to the percentage: it may be used if said to be implied."""
    for percentage, (stated, base, count) in stated_percentages(given):
        found = implied_count(stated.given, base.given) if stated and base and percentage.count is None else None
        number, of = exact_number(stated), exact_number(base)
        if found is not None and stated and base and number and of and not count:
            facts = {
                "stated": KINDS["stated-percentage"].show(number.value),
                "base": whole(of.value),
                "count": whole(Decimal(found)),
            }
            yield Fault((stated.place, base.place), facts, (percentage.percentage.measure,))


@declare(
    "M003",
    Severity.NOTE,
    "{about} is {number} {unit}, and {parts} comes to {number} {units}: the same number of something else.",
    "Nothing is wrong if each of the {unit} stands for one of the {units}; otherwise say which was counted.",
)
def same_number_in_two_units(given: Given) -> Iterator[Fault]:
    """46 people and 46 places are the same only if nobody took two: whoever mistakes one for the other counts twice."""
    counts = _counts(given)
    wholes = [row for row in counts if not row.key.service]
    for rows in _over_services(counts):
        for row in wholes:
            if row.unit != rows[0].unit and counts[row] == sum(counts[part] for part in rows) != 0:
                yield _two_units(given, row, rows, counts)


def _two_units(given: Given, row: Row, rows: tuple[Row, ...], counts: Mapping[Row, Decimal]) -> Fault:
    answers, parts = given.returned.by_key(), " + ".join(whole(counts[part]) for part in rows)
    facts = {
        "about": row.about,
        "number": whole(counts[row]),
        "unit": row.unit,
        "units": rows[0].unit,
        "parts": f"{rows[0].about} over {len(rows)} services ({parts})",
    }
    places = tuple(answers[one.key].place for one in (row, *rows))
    return Fault(places, facts, (row.key.measure, rows[0].key.measure))


def _candidates(found: Mapping[str, Fraction], stated: Decimal) -> str:
    """What the percentage would come to of each count beside it."""
    if not 0 < len(found) <= MANY:
        return ""
    return ": " + "; ".join(f"of {name} it would be about {_part(stated, of)}" for name, of in found.items())


def _counts_beside(given: Given, service: str) -> Iterator[tuple[str, Fraction]]:
    """The counts of the same service, and what its percentages of one of them come to."""
    for row, count in _counts(given).items():
        if row.key.service == service and count:
            yield f"{row.about} ({whole(count)})", Fraction(count)
    for _, (stated, base, _count) in stated_percentages(given):
        number, of = exact_number(stated), exact_number(base)
        if stated and number and of and stated.key.service == service:
            says = f"{KINDS['stated-percentage'].show(number.value)} of {whole(of.value)}"
            part = _part(number.value, Fraction(of.value))
            yield f"{stated.about} ({says}, about {part})", Fraction(number.value) * Fraction(of.value) / 100


def _part(stated: Decimal, of: Fraction) -> str:
    return whole(round_half_up(Fraction(stated) * of / 100, 0))


def _over_services(counts: Mapping[Row, Decimal]) -> Iterator[tuple[Row, ...]]:
    """The rows of each measure that two services or more answer, and that may be added over them."""
    found: dict[str, list[Row]] = {}
    for row in counts:
        if row.key.service and KINDS[row.kind].over_services is Over.SUM:
            found.setdefault(row.key.measure, []).append(row)
    return (tuple(rows) for rows in found.values() if len(rows) > 1)


def _counts(given: Given) -> Mapping[Row, Decimal]:
    """The whole measures that are counts, and the exact number given for each."""
    answers = given.returned.by_key()
    asked = (row for _, row in given.specification.rows() if row.key in answers and not row.key.dimension)
    numbers = ((row, exact_number(answers[row.key])) for row in asked if KINDS[row.kind].is_amount)
    return {row: number.value for row, number in numbers if number and row.unit != "GBP"}
