"""A blank return asks what its contract asks, where it says it does; its specification travels and comes back."""

import copy
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commissioning import sums
from commissioning.beside import say_given
from commissioning.checks import Given, check_return
from commissioning.contract import read_book
from commissioning.contract.raw import RESERVED
from commissioning.contract.reporting import reported_within
from commissioning.model.contract import Terms
from commissioning.model.posted import History
from commissioning.model.quantity import AnswerKey, Bound, Missing, Quantity
from commissioning.model.template import Opening, StatedPercentage
from commissioning.period import Period, read_period
from commissioning.returns import read_return
from commissioning.specification import read_specification, write_specification
from commissioning.template import COMMENTARY, DECLARATION, lay_out, places
from tests.builders import CLEAN, a_sheet, a_specification, changed, shipped_texts, some_terms

SHIPPED = Path(__file__).parent.parent / "contracts"
FIRST, SECOND, LAST = "2025-26-Q1", "2025-26-Q2", "2025-26-Q4"

ASKED = """
Refuge!G6 referrals
Refuge!G7 referrals/source/police
Refuge!G8 referrals/source/other
Refuge!G9 referrals/source/not-known
Refuge!G10 referrals/source/prefer-not-to-say
Refuge!G11 accepted
Refuge!G12 open-at-start
Refuge!G13 open-at-end
Advocacy!G6 people
Advocacy!G7 people/abuse/physical
Advocacy!G8 people/abuse/economic
Advocacy!G9 surveys
Advocacy!G10 happy
Advocacy!G11 satisfied
Advocacy!G12 waiting
Whole contract!G6 trained
Whole contract!G7 units
Whole contract!G8 staff
Whole contract!G9 spend
Narrative!D6 commentary
Narrative!D7 declared-by
Narrative!D8 turned-away
"""


def address(place: tuple[str, int, int]) -> str:
    sheet, row, column = place
    return f"{sheet}!{'ABCDEFGHIJ'[column - 1]}{row}"


def test_a_return_asks_each_service_its_measures_in_order_and_all_words_on_one_sheet() -> None:
    """A ratio is computed and not asked; a breakdown stands under its measure; the whole contract comes last."""
    found = places(a_specification())
    assert [f"{address(place)} {key.code}" for key, place in found.items()] == ASKED.strip().splitlines()


def test_each_answer_has_its_status_and_explanation_beside_it() -> None:
    """Except those in words."""
    specification = a_specification()
    for column, letter in (("status", "H"), ("explanation", "I"), ("check", "J")):
        found = places(specification, column)
        assert address(found[AnswerKey("refuge", "accepted")]) == f"Refuge!{letter}11"
    assert [key.measure for key in places(specification, "status") if key.service == "refuge"][-1] == "open-at-end"


def test_a_paper_transcribed_is_not_declared_by_anyone() -> None:
    """Its provider never saw the return."""
    terms = some_terms('origin = "transcribed"\nsource = { paper = "A paper", dated = "not stated", lines = "1" }')
    codes = [key.measure for key in places(a_specification(terms))]
    assert "declared-by" not in codes
    assert "commentary" in codes


def test_a_service_that_is_asked_nothing_has_no_sheet() -> None:
    """And a contract without measures still asks for its commentary."""
    terms = some_terms("- measure\n- relation")
    blocks = a_specification(terms).blocks
    assert [(block.sheet, [row.key.measure for row in block.rows]) for block in blocks] == [
        ("Narrative", ["commentary", "declared-by"])
    ]


SHEETS = [
    ("Refuge", "Refuge"),
    ("Refuge: north/south [new]", "Refuge  north south  new"),
    ("'Safe' house'", "Safe' house"),
    ("A service with a title that nobody can fit on a tab", "A service with a title that"),
    ("Cover", "Cover 2"),
    ("narrative", "narrative 2"),
    ("History", "History 2"),
    ("_return", "_return 2"),
    ("Advocacy", "Advocacy"),
    ("???", "Service"),
]


@pytest.mark.parametrize(("title", "sheet"), SHEETS)
def test_a_services_sheet_has_a_name_that_a_spreadsheet_allows(title: str, sheet: str) -> None:
    """Short, without forbidden signs, and not one that is taken."""
    terms = some_terms(f'service.refuge.title = "{title}"')
    assert a_specification(terms).blocks[0].sheet == sheet


def test_two_services_of_one_title_have_two_sheets() -> None:
    """The second is numbered, whatever the case of its letters."""
    terms = some_terms('service.advocacy.title = "REFUGE"')
    assert [block.sheet for block in a_specification(terms).blocks][:2] == ["Refuge", "REFUGE 2"]


def test_every_row_knows_what_may_stand_in_it() -> None:
    """Its kind, its unit, whether it is owed, and the bounds of its kind and of the measure."""
    terms = some_terms('measure.units.bounds = ["about", "fewer than"]')
    rows = {row.key.code: row for _, row in a_specification(terms).rows()}
    units, spend, waiting, police = (rows[code] for code in ("units", "spend", "waiting", "referrals/source/police"))
    assert units.bounds == (Bound.FEWER_THAN, Bound.ABOUT)
    assert (spend.kind, spend.unit, spend.required) == ("money", "people", True)
    assert (waiting.kind, waiting.required) == ("stated-change", False)
    assert (police.about, police.kind) == ("Referrals, source: Police", "flow")


# What must hold.

RELATIONS = """
parts, referrals-by-source of refuge: police + other + not-known + prefer-not-to-say is referrals
ratio, accepted-rate of refuge: accepted is no more than referrals
relation, stays of refuge: open-at-end is no more than open-at-start + accepted
parts, people-by-abuse of advocacy: the greatest of physical, economic is no more than people
"""


def test_what_must_hold_of_the_answers() -> None:
    """An exclusive breakdown adds up, no part of another outnumbers the whole, and no ratio passes one."""

    def name(key: object) -> str:
        assert isinstance(key, AnswerKey)
        return key.category or key.measure

    found = [f"{r.sort}, {r.code} of {r.service}: {sums.say(r.comparison, name)}" for r in a_specification().relations]
    assert found == RELATIONS.strip().splitlines()


def test_what_must_hold_says_so_in_words() -> None:
    """Beside the live check, for a provider to read."""
    assert [relation.says for relation in a_specification().relations] == [
        "Referrals by source add up to all of them.",
        "Accepted: no more than referrals.",
        "Nobody leaves before they came.",
        "People by type of abuse: no part is more than all of them.",
    ]


def test_percentages_name_their_base_and_count_and_openings_their_closing() -> None:
    """By service; a count that is not asked for is none."""
    specification = a_specification()
    satisfied, surveys, happy = (AnswerKey("advocacy", code) for code in ("satisfied", "surveys", "happy"))
    assert specification.percentages == (StatedPercentage(satisfied, surveys, happy),)
    assert specification.openings == (
        Opening(AnswerKey("refuge", "open-at-start"), AnswerKey("refuge", "open-at-end")),
    )
    [alone] = a_specification(some_terms("- measure.satisfied.count")).percentages
    assert alone.count is None


ALONE = "\n- measure.accepted-rate.target\n- measure.trained"
RATE = "Refuge: Accepted, out of referrals at least 50%"
ANNUAL = "- measure.referrals.target.per_period\nmeasure.referrals.target.annual = 240"
TARGETS = [
    ("", FIRST, ["Refuge: Referrals at least 60", RATE, "Trained at least 50"]),
    ("measure.referrals.target.per_period = 70" + ALONE, LAST, ["Refuge: Referrals at least 70"]),
    ('measure.referrals.polarity = "lower"' + ALONE, FIRST, ["Refuge: Referrals at most 60"]),
    # What a flow comes to over the year needs the earlier returns: it is rated, not checked.
    (ANNUAL + ALONE, LAST, []),
    # What is counted since a start is the year to date by itself.
    ("- measure.referrals.target\n- measure.accepted-rate.target", LAST, ["Trained at least 200"]),
]


@pytest.mark.parametrize(("changes", "period", "expected"), TARGETS)
def test_targets_that_a_return_meets_or_misses_by_itself(changes: str, period: str, expected: list[str]) -> None:
    """Those of this period alone."""
    sides = {">=": "at least", "<=": "at most"}
    found = a_specification(some_terms(changes), period).targets
    assert [f"{t.about} {sides[t.comparison.operator]} {t.target}" for t in found] == expected


# Editions.


def test_equal_questions_are_one_edition_whatever_is_pre_filled() -> None:
    """What the ledger held before stands beside the inputs and not in the specification."""
    terms, period = some_terms(), read_period(SECOND)
    before = History({read_period(FIRST): {AnswerKey("refuge", "accepted"): Quantity(Decimal(48))}})
    plain, filled = lay_out(terms, period), lay_out(terms, period, before)
    assert plain.edition == filled.edition
    assert plain.beside != filled.beside


@pytest.mark.parametrize(
    ("changes", "period"),
    [
        ("", FIRST),
        ("measure.units.required = false", SECOND),
        ('relation.stays.when_broken = "stops"', SECOND),
        ("measure.referrals.target.per_period = 61", SECOND),
        ('published_contacts = ["help@westshire.example"]', SECOND),
        ("- measure.units", SECOND),
    ],
)
def test_any_other_question_is_another_edition(changes: str, period: str) -> None:
    """Another period too."""
    assert (
        lay_out(some_terms(changes), read_period(period)).edition != lay_out(some_terms(), read_period(SECOND)).edition
    )


# What stands beside the inputs.


def beside(code: str, terms: Terms | None = None, history: History | None = None, period: str = SECOND) -> Any:
    """What stands beside one answer."""
    template = lay_out(terms or some_terms(), read_period(period), history)
    rows = {(block.sheet, row.row): row.key.code for block, row in template.specification.rows()}
    [found] = [words for sheet, row, words in template.beside if rows[(sheet, row)] == code]
    return found


def test_a_measure_is_said_once_and_its_parts_stand_under_it() -> None:
    """Definition, unit and target beside the whole alone."""
    terms = some_terms('measure.referrals.definition = "Requests."\nmeasure.referrals.unit = "requests"')
    whole, part = beside("referrals", terms), beside("referrals/source/police", terms)
    assert (whole.label, whole.indent, whole.unit) == ("Referrals", 0, "requests")
    assert whole.definition == "Requests. (not stated)"
    assert (part.label, part.indent, part.definition, part.unit, part.target) == ("Source: Police", 1, "", "", "")
    assert beside("accepted").definition == "Definition and counting rule: not stated"


TARGET_WORDS = [
    ("referrals", "", "at least 60 each period"),
    ("accepted", "", "not stated"),
    ("trained", "", "at least 100 by the end of this period"),
    ("trained", "- measure.trained.target.cumulative\nmeasure.trained.target.annual = 200", "not due yet"),
    ("units", 'measure.units = { target = { per_period = 18 }, polarity = "lower" }', "at most 18 each period"),
    ("turned-away", "", ""),
]


@pytest.mark.parametrize(("code", "changes", "words"), TARGET_WORDS)
def test_the_target_beside_an_input(code: str, changes: str, words: str) -> None:
    """As it bites in this period; not stated where none is."""
    assert beside(code, some_terms(changes)).target == words


def test_last_periods_figures_stand_beside_the_inputs() -> None:
    """An opening shows what the last period closed with; a gap shows its reason; a period further back is not last."""
    history = History(
        {
            read_period("2024-25-Q4"): {AnswerKey("", "staff"): Quantity(Decimal(9))},
            read_period(FIRST): {
                AnswerKey("refuge", "referrals", "source", "police"): Quantity(Decimal(1140)),
                AnswerKey("refuge", "open-at-start"): Quantity(Decimal(12)),
                AnswerKey("refuge", "open-at-end"): Quantity(Decimal(15), Bound.ABOUT),
                AnswerKey("", "units"): Missing.NOT_KNOWN,
            },
        }
    )
    codes = ("referrals/source/police", "open-at-start", "open-at-end", "units", "staff", "accepted")
    found = [beside(code, history=history).last_period for code in codes]
    assert found == ["1,140", "about 15", "about 15", "not known", "", ""]


def test_a_contract_that_reports_one_span_has_no_last_period() -> None:
    """There is nothing to show."""
    terms = some_terms(
        'reporting.frequency = "span"\nreporting.span = "2025-07..2025-09"\nmeasure.trained.target = "not stated"'
    )
    history = History({read_period(FIRST): {AnswerKey("", "staff"): Quantity(Decimal(9))}})
    assert beside("staff", terms, history).last_period == ""


def test_a_return_says_when_it_is_due_and_for_what() -> None:
    """Fifteen working days after 30 June 2025 is Monday 21 July."""
    template = lay_out(some_terms(), read_period(FIRST))
    assert (template.period_label, template.due) == (FIRST, "Monday 21 July 2025")
    undue = lay_out(some_terms('reporting.due_working_days = "not stated"'), read_period(FIRST))
    assert undue.due == "not stated"


@pytest.mark.parametrize(
    ("given", "kind", "words"),
    [
        (Quantity(Decimal(5), Bound.FEWER_THAN), "flow", "fewer than 5"),
        (Quantity(Decimal(88)), "stated-percentage", "88%"),
        (Quantity(Decimal(1000000), Bound.OVER), "money", "over £1,000,000.00"),
        (Missing.NOT_APPLICABLE, "flow", "not applicable"),
    ],
)
def test_a_figure_in_words(given: Quantity | Missing, kind: str, words: str) -> None:
    """With its bound; a gap by its reason."""
    assert say_given(given, kind) == words


# Live checks.

LIVE = """
Refuge 17 referrals-by-source
Refuge 18 accepted-rate
Refuge 19 stays
Advocacy 16 people-by-abuse
"""


def test_each_live_check_stands_under_the_answers_it_is_about() -> None:
    """On their own sheet, a row each, after a heading."""
    found = lay_out(some_terms(), read_period(FIRST)).live_checks
    assert [f"{sheet} {row} {relation.code}" for sheet, row, relation in found] == LIVE.strip().splitlines()


# The specification travels.


def shipped() -> Iterator[tuple[Terms, Period]]:
    book = read_book(shipped_texts())
    for contract in book.contracts.values():
        for terms in contract.versions:
            year = terms.reporting.spans[0] if terms.reporting and terms.reporting.spans else read_period("2025-26")
            yield from ((terms, period) for period in reported_within(terms, year))


@pytest.mark.parametrize(("terms", "period"), [*shipped(), (some_terms(), read_period(FIRST))])
def test_a_specification_is_read_back_as_it_was_written(terms: Terms, period: Period) -> None:
    """To the letter, so that its digest is the edition's."""
    specification = lay_out(terms, period).specification
    text = write_specification(specification)
    assert read_specification(text) == specification
    assert write_specification(read_specification(text)) == text
    assert text.isascii()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Expecting value"),
        ("[]", "not the specification"),
        ("{}", "not the specification"),
        ('{"format": 2}', "is of format 2, and this engine reads format 1"),
        ("[" * 100_000, "not the specification"),
        (write_specification(a_specification()).replace("2025-04-01..", "2025-04-31.."), "not the specification"),
        (write_specification(a_specification()).replace('"figure":7,', ""), "not the specification"),
    ],
)
def test_other_text_is_no_specification(text: str, words: str) -> None:
    """A ValueError, for whoever reads the file to turn into a finding."""
    with pytest.raises(ValueError, match=words):
        read_specification(text)


WRONG: tuple[Any, ...] = (-1, "x", [[]])


def test_a_damaged_specification_is_refused_or_can_be_used() -> None:
    """Whatever stands in place of a value: no file crashes the engine or keeps it busy for ever."""
    text = write_specification(a_specification(some_terms("- measure.people\n- measure.units")))
    answers = changed(CLEAN, "referrals 61\nsatisfied 74%\naccepted 70")
    answers = "\n".join(line for line in answers.splitlines() if not line.startswith(("people", "units")))
    sheet = a_sheet(answers, read_specification(text))
    refused = 0
    for path in list(_paths(json.loads(text))):
        for value in WRONG:
            try:
                specification = read_specification(json.dumps(_with(json.loads(text), path, value)))
            except ValueError:
                refused += 1
            else:
                check_return(Given(read_return(sheet, specification), specification))
    assert refused > 500


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inside:
        yield (*path, key)
        yield from _paths(below, (*path, key))


def _with(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    raw = copy.deepcopy(whole)
    at = raw
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return raw


def test_the_codes_that_contract_text_may_not_use_are_those_every_return_asks() -> None:
    """Two measures of one code would be one answer."""
    assert {measure.code for measure in (COMMENTARY, *DECLARATION)} == RESERVED
