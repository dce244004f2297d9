"""Kinds that are made of several numbers: what each part asks, what they come to, and what must hold between them."""

import pytest

from commissioning import sums
from commissioning.asked import answers_of, figure_of, whole_of
from commissioning.beside import say_given
from commissioning.checks import check_return
from commissioning.measures import KINDS, Over
from commissioning.model.expression import Ratio, Term
from commissioning.model.figure import Basis, Figure
from commissioning.model.quantity import AnswerKey
from commissioning.period import read_period
from commissioning.template import lay_out
from commissioning.totals.figures import figures_of
from tests.builders import a_ledger, a_return, a_specification, some_terms

MADE_OF_PARTS = [key for key, kind in KINDS.items() if kind.parts]

ASKS = """
[measure]
wait = { kind = "mean", unit = "days", services = ["refuge"] }
stay = { kind = "median", unit = "days", services = ["refuge"] }
queue = { kind = "range", unit = "days", services = ["refuge"] }
support = { kind = "duration", unit = "hours", services = ["refuge"] }
repeat = { kind = "change", unit = "incidents", services = ["refuge"] }
beds = { kind = "occupancy", unit = "spaces", services = ["refuge"] }
audit = { kind = "sample", unit = "files", services = ["refuge"] }
score = { kind = "score-pair", unit = "points", services = ["refuge"] }
cars = { kind = "snapshot-of-things", unit = "cars", services = ["refuge"], over_time = "average" }
"""
"""Westshire's contract asks one measure of every kind that is made of parts, of its refuge."""

ROWS = """
wait | mean | days | required
wait/part/n | flow | number | required
stay | median | days | required
stay/part/n | flow | number | required
queue/part/least | least | days | required
queue/part/most | most | days | required
support | duration | hours | required
repeat/part/before | flow | incidents | required
repeat/part/now | flow | incidents | required
beds/part/spaces | snapshot-of-things | spaces | required
beds/part/taken | snapshot-of-things | spaces | required
beds/part/waiting | snapshot-of-people | people | may be left blank
audit/part/frame | flow | files | required
audit/part/size | flow | files | required
audit/part/met | flow | files | required
score/part/people | flow | people | required
score/part/first | mean | points | required
score/part/last | mean | points | required
score/part/improved | flow | people | may be left blank
score/part/same | flow | people | may be left blank
score/part/worse | flow | people | may be left blank
cars | snapshot-of-things | cars | required
"""


def test_each_part_is_asked_in_a_row_of_its_own() -> None:
    """Under its measure, of its own kind; what is computed has no row."""
    own = {line.split(" = ")[0] for line in ASKS.strip().splitlines()[1:]}
    rows = [row for _, row in a_specification(some_terms(ASKS)).rows() if row.key.measure in own]
    said = [
        f"{row.key.code} | {row.kind} | {row.unit} | {'required' if row.required else 'may be left blank'}"
        for row in rows
    ]
    assert said == ROWS.strip().splitlines()


def test_a_part_is_named_with_its_measure_where_it_has_no_row_above() -> None:
    """The first row of a measure bears its definition and target, and every part its own unit."""
    template = lay_out(some_terms(ASKS), read_period("2025-26-Q1"))
    beside = {row: words for sheet, row, words in template.beside if sheet == "Refuge"}
    shown = {row.key.code: beside[row.row] for _, row in template.specification.rows() if row.key.service == "refuge"}
    found = [
        (words.label, words.indent, words.unit) for code, words in shown.items() if code.startswith(("wait", "queue"))
    ]
    assert found == [
        ("Wait", 0, "days"),
        ("How many it is the mean of", 1, "number"),
        ("Queue, least", 0, "days"),
        ("Queue, most", 1, "days"),
    ]
    assert shown["queue/part/least"].definition
    assert not shown["queue/part/most"].definition


# What each kind comes to: two quarters as typed, and the half year.

OVER_TIME: list[tuple[str, str, dict[str, str]]] = [
    ("wait 12.5, wait/part/n 40", "wait 20, wait/part/n 10", {"wait": "14", "wait/part/n": "50"}),
    ("wait 12.5, wait/part/n 40", "wait | not applicable, wait/part/n 0", {"wait": "12.5", "wait/part/n": "40"}),
    ("wait | not applicable, wait/part/n 0", "wait | not applicable, wait/part/n 0", {"wait": "not applicable"}),
    (
        "wait 12.5, wait/part/n 40",
        "wait 20, wait/part/n | not known",
        {
            "wait": "not added (how many each is of is not known exactly for every period)",
            "wait/part/n": "at least 40 (1 of 2 not known)",
        },
    ),
    (
        "wait 12.5, wait/part/n 40",
        "wait 20, wait/part/n 5 | fewer than",
        {"wait": "not added (how many each is of is not known exactly for every period)"},
    ),
    (
        "stay 84, stay/part/n 9",
        "stay 91, stay/part/n 7",
        {"stay": "not added (the median of several medians is not the median of them all)", "stay/part/n": "16"},
    ),
    (
        "queue/part/least 2, queue/part/most 41",
        "queue/part/least 1, queue/part/most 30",
        {"queue/part/least": "1", "queue/part/most": "41"},
    ),
    (
        "queue/part/least 2, queue/part/most 41",
        "queue/part/least | not applicable, queue/part/most | not known",
        {"queue/part/least": "2", "queue/part/most": "not known"},
    ),
    ("support 310.5", "support 295.25", {"support": "605.75"}),
    (
        "repeat/part/before 25, repeat/part/now 19",
        "repeat/part/before 19, repeat/part/now 20",
        dict.fromkeys(
            ["repeat", "repeat/part/before", "repeat/part/now"],
            "not added (a change is between two counts, and the count now may be the count before of the next)",
        ),
    ),
    (
        "beds/part/spaces 12, beds/part/taken 9, beds/part/waiting 4",
        "beds/part/spaces 8, beds/part/taken 6, beds/part/waiting 5",
        {"beds": "75%", "beds/part/spaces": "8", "beds/part/taken": "6", "beds/part/waiting": "5"},
    ),
    (
        "audit/part/frame 60, audit/part/size 20, audit/part/met 19",
        "audit/part/frame 40, audit/part/size 5, audit/part/met 1",
        {
            "audit": "80%",
            "audit/part/size": "25",
            "audit/part/met": "20",
            "audit/part/frame": "not added (one case may be there to be chosen from in several periods and services)",
        },
    ),
    (
        "score/part/people 10, score/part/first 4, score/part/last 6",
        "score/part/people 30, score/part/first 6, score/part/last 7",
        {"score": "1.25", "score/part/first": "5.5", "score/part/last": "6.75", "score/part/people": "40"},
    ),
    ("cars 3", "cars 4", {"cars": "3.5"}),
    ("cars 3", "cars | not known", {"cars": "not known"}),
]


def lines(answers: str) -> str:
    """One answer a line, of answers with commas between."""
    return "\n".join(answers.split(", "))


def half_year(first: str, second: str, changes: str = ASKS) -> dict[str, Figure]:
    """The totals of two quarters in which that was typed, by the code of their answer."""
    ledger = a_ledger({"2025-26-Q1": lines(first), "2025-26-Q2": lines(second)}, changes)
    found = figures_of(ledger, read_period("2025-26-H1"))
    return {figure.key.code: figure for figure in found if figure.basis is Basis.TOTAL}


def shown(figure: Figure) -> str:
    """A figure with its note."""
    return say_given(figure.given, figure.kind) + (f" ({figure.note})" if figure.note else "")


@pytest.mark.parametrize(("first", "second", "comes_to"), OVER_TIME)
def test_what_two_quarters_come_to(first: str, second: str, comes_to: dict[str, str]) -> None:
    """By the rule of the kind, or not added and why."""
    found = half_year(first, second)
    assert {code: shown(found[code]) for code in comes_to} == comes_to


def test_a_part_that_has_not_come_is_not_nought() -> None:
    """The average of two quarters of which one is not in is not said, and no mean is made of one of them."""
    ledger = a_ledger({"2025-26-Q1": "cars 3\nwait 12\nwait/part/n 4"}, ASKS)
    found = {f.key.code: shown(f) for f in figures_of(ledger, read_period("2025-26-H1")) if f.basis is Basis.TOTAL}
    assert found["cars"] == "not returned"
    assert found["wait"].startswith("not added")


def test_occupancy_may_be_averaged_where_contract_text_says_so() -> None:
    """12 and 8 spaces are 10 on average, 9 and 6 taken 7.5."""
    averaged = ASKS.replace('kind = "occupancy",', 'kind = "occupancy", over_time = "average",')
    first, second = OVER_TIME[10][:2]
    found = half_year(first, second, averaged)
    assert [shown(found[f"beds{part}"]) for part in ("", "/part/spaces", "/part/taken")] == ["75%", "10", "7.5"]


IN_ONE_PERIOD = [
    ("beds/part/spaces 12, beds/part/taken 9", "beds", "75%", ("9", "12")),
    ("beds/part/spaces 0, beds/part/taken 0", "beds", "not applicable", ("0", "0")),
    ("audit/part/size 20, audit/part/met 19", "audit", "95%", ("19", "20")),
    ("repeat/part/before 25, repeat/part/now 19", "repeat", "-24%", ("", "25")),
    ("repeat/part/before 0, repeat/part/now 19", "repeat", "not applicable", ("", "0")),
    ("score/part/first 4.1, score/part/last 6.3", "score", "2.2", ("", "")),
    ("score/part/first 6.3, score/part/last 4.1", "score", "-2.2", ("", "")),
]


@pytest.mark.parametrize(("answers", "code", "value", "parts"), IN_ONE_PERIOD)
def test_what_is_computed_from_the_parts(answers: str, code: str, value: str, parts: tuple[str, str]) -> None:
    """The figure of a period, and the two counts it is of, where it is one of the other."""
    found = figures_of(a_ledger({"2025-26-Q1": lines(answers)}, ASKS))
    [figure] = [one for one in found if one.key.code == code]
    assert (figure.basis, shown(figure)) == (Basis.COMPUTED, value)
    said = tuple(say_given(part, "flow") if part is not None else "" for part in (figure.numerator, figure.denominator))
    assert said == parts


def test_a_computed_figure_has_a_target_and_a_rating() -> None:
    """The standard of a sample is its target: 19 of 20 meet 95%."""
    aimed = ASKS.replace('"sample",', '"sample", polarity = "higher", target = { per_period = 95 },')
    ledger = a_ledger({"2025-26-Q1": "audit/part/size 20\naudit/part/met 19"}, aimed)
    assert [one.rating.word for one in figures_of(ledger) if one.key.code == "audit"] == ["Green"]


OF_TWO_MEASURES = """
[measure.two]
kind = "ratio"
unit = "percent"
services = ["refuge"]
numerator = "NUMERATOR"
denominator = "DENOMINATOR"
[measure.floors]
kind = "snapshot-of-things"
services = ["refuge"]
[measure.lifts]
kind = "snapshot-of-things"
services = ["refuge"]
[measure.helped]
kind = "distinct-people"
services = ["refuge"]
"""
RATIOS = [
    ("accepted", "referrals", "accepted 1, referrals 2", "accepted 2, referrals 4", "50%"),
    ("lifts", "floors", "lifts 1, floors 2", "lifts 3, floors 4", "75%"),
    ("helped", "referrals", "helped 1, referrals 2", "helped 2, referrals 4", "not added (one person may be counted"),
]


@pytest.mark.parametrize(("numerator", "denominator", "first", "second", "comes_to"), RATIOS)
def test_a_ratio_takes_each_of_its_measures_by_its_own_rule(
    numerator: str, denominator: str, first: str, second: str, comes_to: str
) -> None:
    """Of what there is on the last day, the last; of people who may come again, nothing."""
    changes = OF_TWO_MEASURES.replace("NUMERATOR", numerator).replace("DENOMINATOR", denominator)
    assert shown(half_year(first, second, changes)["two"]).startswith(comes_to)


# What must hold between parts.

BROKEN = [
    ("queue/part/least 9, queue/part/most 4", "stops", "Queue: the least is no more than the most."),
    ("beds/part/spaces 8, beds/part/taken 9", "needs explanation", "Beds: no more spaces are taken than there are."),
    ("audit/part/frame 9, audit/part/size 10", "needs explanation", "Audit: no more were looked at than there were to"),
    (
        "audit/part/size 9, audit/part/met 10",
        "needs explanation",
        "Audit: no more met the standard than were looked",
    ),
    (
        "score/part/people 9, score/part/improved 5, score/part/same 2, score/part/worse 1",
        "needs explanation",
        "Score: those who improved, stayed the same and did worse are all with two readings.",
    ),
]
HOLDS = [
    "queue/part/least 4, queue/part/most 4",
    "beds/part/spaces 9, beds/part/taken 9",
    "audit/part/frame 10, audit/part/size 10, audit/part/met 10",
    "score/part/people 8, score/part/improved 5, score/part/same 2, score/part/worse 1",
    "score/part/people 9, score/part/improved 5",
]


@pytest.mark.parametrize(("answers", "severity", "says"), BROKEN)
def test_parts_that_cannot_be_are_found(answers: str, severity: str, says: str) -> None:
    """The same relation stands live in the sheet."""
    specification = a_specification(some_terms(ASKS))
    found = [f for f in check_return(a_return(lines(answers), specification)) if f.code == "A003" and says in f.there]
    assert [str(one.severity) for one in found] == [severity]
    assert any(says in relation.says for relation in specification.relations)


@pytest.mark.parametrize("answers", HOLDS)
def test_parts_that_agree_are_passed_over(answers: str) -> None:
    """At the limit, and where one is not given."""
    found = check_return(a_return(lines(answers), a_specification(some_terms(ASKS))))
    assert not [one for one in found if one.code == "A003"]


# Every kind with parts keeps the same promises.


@pytest.mark.parametrize("key", MADE_OF_PARTS)
def test_a_kind_names_its_own_parts_and_no_others(key: str) -> None:
    """Its figure, its rules and its weights stand on parts that it has, of kinds that there are."""
    kind = KINDS[key]
    ids = [part.id for part in kind.parts]
    rules = [side for rule in kind.rules for side in (rule.comparison.left, rule.comparison.right)]
    used = {name for one in (kind.figure, *rules) if one is not None for name in sums.terms(one)}
    weights = {kind.weight, *(part.weight for part in kind.parts)} - {""}
    assert len(set(ids)) == len(ids)
    assert used | weights <= set(ids)
    assert {part.kind for part in kind.parts} <= set(KINDS)
    assert bool(kind.weight) == (kind.over_services is Over.WEIGHTED)


@pytest.mark.parametrize("key", [key for key, kind in KINDS.items() if kind.purpose])
def test_a_kind_says_what_it_is_for_with_an_example(key: str) -> None:
    """As docs/measures.md prints it."""
    assert KINDS[key].purpose.endswith(".")
    assert KINDS[key].example.endswith(".")


def test_what_a_measure_asks_and_comes_to() -> None:
    """A range has no figure of its own, a mean is its own figure, a rate is computed."""
    terms = some_terms(ASKS)
    assert [one.key.category for one in answers_of(terms.measure("queue"), "refuge")] == ["least", "most"]
    assert figure_of(terms.measure("wait"), "refuge") == Term(AnswerKey("refuge", "wait"))
    spaces, taken = (Term(AnswerKey("refuge", "beds", "part", part)) for part in ("spaces", "taken"))
    assert figure_of(terms.measure("beds"), "refuge") == Ratio(taken, spaces)
    assert whole_of(terms.measure("beds"), "refuge").unit == "percent"
