"""Contract text says what it means, or every fault of it is said at once, at its key, with what to do."""

import copy
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from commissioning import sums
from commissioning.contract import OF_ALL_CONTRACTS, read_book
from commissioning.contract.aims import aim_of
from commissioning.contract.expressions import UnreadableRelation, measures_in, read_relation
from commissioning.contract.reporting import (
    due_date,
    is_reported,
    period_label,
    previous_period,
    reported_within,
    year_to_date,
)
from commissioning.contract.shares import greatest_total, read_share
from commissioning.model.contract import FundingShare, Origin, Source
from commissioning.model.expression import Addition, Comparison, Constant, Term
from commissioning.model.finding import Severity
from commissioning.model.measure import Category, Polarity, RatingPolicy, Role, Target
from commissioning.model.organisation import Organisation
from commissioning.model.quantity import AnswerKey, Bound, Quantity, Standing
from commissioning.period import Period, read_period
from tests.builders import (
    ORGANISATIONS,
    WESTSHIRE,
    a_book,
    a_contract,
    contract_raw,
    contract_text,
    shipped_texts,
    some_terms,
    toml,
)

SHIPPED = Path(__file__).parent.parent / "contracts"


def faults(changes: str) -> list[str]:
    """The faults of Westshire's contract with those changes, without the file's name."""
    return [str(fault).removeprefix("westshire.toml: ") for fault in a_book(changes).faults]


# Faults, one at a time.

FAULTS = (Path(__file__).parent / "contract_faults.txt").read_text().strip().split("\n\n")[1:]


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_said_at_its_key_with_what_is_there_and_what_to_do(case: str) -> None:
    """One slip is one sentence, and the contract is not used."""
    *changes, said = case.splitlines()
    assert faults("\n".join(changes)) == [said]
    assert a_book("\n".join(changes)).contracts == {}


SPAN = """
reporting.frequency = "span"
reporting.due_working_days = "not stated"
measure.trained.target = "not stated"
"""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            SPAN,
            'reporting.span is not there. Write the span that is reported, such as "2019-04-01..2019-09-30".',
        ),
        (
            SPAN + 'reporting.span = "2025..2026"',
            "reporting.span is '2025..2026'. Period '2025..2026' has '2025' where a day or a month must stand: "
            "write it like 2019-04-01..2019-09-30, and leave an end out where it is not stated.",
        ),
    ],
)
def test_a_span_is_stated_and_can_be_read(changes: str, expected: str) -> None:
    """A contract that reports one span says which."""
    assert faults(changes) == [expected]


def test_a_breakdown_in_a_file_without_any_says_how_to_add_it() -> None:
    """With nothing near to suggest, the table to add is named."""
    changes = """
relation.stays.holds = "accepted <= referrals"
measure.people.breakdowns = []
- dimension
"""
    assert faults(changes) == [
        "measure.referrals.breakdowns is 'source', which is no dimension of this file. Add it as [dimension.source]."
    ]


def test_every_fault_is_said_at_once() -> None:
    """Faults of shape and of meaning, in one reading, in one list."""
    changes = """
title = ""
parties.lead = "nobody"
measure.units.kind = "things"
measure.referrals.rating = "strict"
funding.tie_order = []
"""
    assert [fault.split(". ")[0] for fault in faults(changes)] == [
        "measure.units.kind is 'things'",
        "title is empty",
        "measure.referrals.rating is 'strict', which is no rating of this file",
        "funding.tie_order does not name each funder once",
        "parties.lead is 'nobody', which is no organisation",
    ]


def test_faults_of_every_file_are_said_and_the_other_contracts_are_read() -> None:
    """One bad file does not hide another, and names itself."""
    book = read_book(
        {
            "organisations.toml": ORGANISATIONS + "[ghost]\nname = 5",
            "bad.toml": "title = ",
            "empty.toml": "",
            "good.toml": contract_text(),
        }
    )
    said = [str(fault) for fault in book.faults]
    assert [line.split()[0] for line in said].count("empty.toml:") == 8
    assert [line for line in said if not line.startswith("empty.toml")] == [
        "organisations.toml: ghost.name is 5. Write words in quotes.",
        "bad.toml: cannot be read as TOML (Invalid value (at end of document)). "
        "Mend it there; nothing else of the file was looked at.",
    ]
    assert list(book.contracts) == ["good"]
    assert sorted(book.organisations) == ["health-board", "safe-house", "westshire-council"]


def test_a_contracts_file_is_named_by_its_id() -> None:
    """The id is how everyone asks for it."""
    book = read_book({"organisations.toml": ORGANISATIONS, "West Shire.toml": contract_text()})
    assert [str(fault) for fault in book.faults] == [
        "West Shire.toml: is not named by an id. "
        "Name the file by an id in small letters, digits and single hyphens, such as refuge-1."
    ]


def test_nothing_can_be_written_anywhere_that_is_a_crash_or_said_in_a_librarys_words() -> None:
    """Whatever stands in place of a value is read, or is a fault in our own words."""
    whole = contract_raw('variation = [{ from = 2026-04-01, reason = "Agreed", title = "Anew" }]')
    wrong: tuple[Any, ...] = ([["x"]], {"x": 1}, datetime(2026, 4, 1, 3, tzinfo=None))  # noqa: DTZ001  # as TOML has it
    for path in list(_paths(whole)):
        for value in wrong:
            book = read_book({"organisations.toml": ORGANISATIONS, "x.toml": toml(_with(whole, path, value))})
            said = " ".join(map(str, book.faults))
            assert said or path == ("variation", 0, "reason"), path
            assert not re.search(r"Input|valid |pydantic|constrained", said), said


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inside:
        yield (*path, key)
        yield from _paths(below, (*path, key))


def _with(whole: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    raw = copy.deepcopy(whole)
    at: Any = raw
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return raw


# What faultless text becomes.


def test_contract_text_becomes_terms() -> None:
    """Ids become organisations, words become exact numbers, and defaults are the nouns' own."""
    terms = some_terms()
    assert (terms.contract, terms.title, terms.origin) == (
        "westshire",
        "Westshire domestic abuse services",
        Origin.ISSUED,
    )
    assert terms.parties.lead == Organisation("westshire-council", "Westshire Council")
    assert terms.parties.provider == Organisation("safe-house", "Safe House")
    assert (terms.value, terms.value_is) == (Quantity(Decimal(640000)), "a year")
    assert (terms.starts, terms.ends, terms.source, terms.label) == ("2025-04-01", "2028-03-31", None, "")
    assert terms.published_contacts == ("returns@westshire.example",)
    assert terms.ratings[1] == RatingPolicy("five-points", Decimal(5), in_points=True, minimum_denominator=10)


def test_a_measure_says_what_its_text_says() -> None:
    """Not stated is None, an empty list of services is every service, `whole-contract` is the one without a name."""
    terms = some_terms("- measure.surveys.services\nmeasure.happy.services = []")
    referrals, surveys, spend = (terms.measure(code) for code in ("referrals", "surveys", "spend"))
    assert (referrals.kind, referrals.role, referrals.polarity) == ("flow", Role.OUTPUT, Polarity.HIGHER)
    assert (referrals.definition, referrals.counting_rule) == (None, None)
    assert (referrals.target, spend.target) == (Target(per_period=Decimal(60)), None)
    assert (surveys.services, spend.services) == (("refuge", "advocacy"), ("",))
    assert terms.service("").title == "Whole contract"


def test_a_contract_without_services_asks_everything_of_the_whole() -> None:
    """Nothing is asked of nobody."""
    base = WESTSHIRE[: WESTSHIRE.index("[service]")] + 'funding = "not stated"\nmeasure.units.kind = "flow"'
    base = base.replace('{ frequency = "quarter", due_working_days = 15 }', '"not stated"')
    terms = some_terms(base=base)
    assert [(measure.code, measure.services) for measure in terms.measures] == [("units", ("",))]
    assert (terms.funding, terms.reporting, terms.services) == (None, None, ())


def test_unknowns_stand_in_every_breakdown_unless_left_out() -> None:
    """Not known and prefer not to say are separate categories, and last."""
    terms = some_terms()
    assert [category.id for category in terms.dimension("source").categories] == [
        "police",
        "other",
        "not-known",
        "prefer-not-to-say",
    ]
    assert terms.dimension("abuse").categories == (Category("physical", "Physical"), Category("economic", "Economic"))


NOT_STATED = """
legal_form = "not stated"
value = "not stated"
funding = "not stated"
term = { starts = "2019-11", ends = "not stated" }
parties.provider = "not stated"
reporting.due_working_days = "not stated"
origin = "transcribed"
source = { paper = "A paper", dated = "not stated", lines = "97" }
"""


def test_what_is_not_stated_is_none() -> None:
    """And never an empty word or a nought."""
    terms = some_terms(NOT_STATED)
    assert (terms.legal_form, terms.value, terms.value_is, terms.funding) == (None, None, "", None)
    assert (terms.starts, terms.ends, terms.parties.provider) == ("2019-11", None, None)
    assert terms.source == Source("A paper", None, "97")
    assert terms.reporting is not None
    assert terms.reporting.due_working_days is None
    assert due_date(terms, read_period("2025-26-Q1")) is None
    assert terms.label.startswith("Transcribed from a published paper")


def test_a_value_may_be_a_bound_and_to_be_confirmed() -> None:
    """Over £1m is not £1m."""
    terms = some_terms('value = { amount = "1000000", bound = "over", standing = "to be confirmed", says = "total" }')
    assert terms.value == Quantity(Decimal(1000000), Bound.OVER, Standing.TO_BE_CONFIRMED)


def test_relations_are_asked_of_each_service_they_name() -> None:
    """One line of text is a relation for each service."""
    changes = """
measure.accepted.services = []
measure.referrals.services = []
relation.stays = { says = "No more than came.", holds = "accepted <= referrals", services = [], when_broken = "stops" }
"""
    found = some_terms(changes).relations
    assert [(r.code, r.service, r.severity, r.sort) for r in found] == [
        ("stays", "refuge", Severity.STOPS, "relation"),
        ("stays", "advocacy", Severity.STOPS, "relation"),
    ]
    assert sums.terms(found[1].comparison) == (AnswerKey("advocacy", "accepted"), AnswerKey("advocacy", "referrals"))


def test_a_relation_may_be_between_a_part_and_a_whole() -> None:
    """Not known is a part like any other."""
    found = some_terms('relation.stays.holds = "referrals/source/not-known + referrals/source/other <= 20"').relations
    assert [
        key.code for relation in found for key in sums.terms(relation.comparison) if isinstance(key, AnswerKey)
    ] == [
        "referrals/source/not-known",
        "referrals/source/other",
    ]


# Variations.

VARIATIONS = """
[[variation]]
from = 2026-10-01
measure.referrals.target = { per_period = 80 }

[[variation]]
from = 2026-04-01
reason = "Second refuge"
title = "Westshire anew"
measure.referrals = { target = { per_period = 70 }, breakdowns = [] }
"""


def test_the_version_for_a_period_is_the_one_that_held_when_it_began() -> None:
    """Tables are laid over tables, lists are replaced, and each variation over those before it, by date."""
    contract = a_contract(VARIATIONS)
    assert [(terms.holds_from, terms.reason) for terms in contract.versions] == [
        (None, "As first agreed."),
        (date(2026, 4, 1), "Second refuge"),
        (date(2026, 10, 1), "not stated"),
    ]
    for period, title, target in [
        ("2025-26-Q4", "Westshire domestic abuse services", 60),
        ("2026-27-Q1", "Westshire anew", 70),
        ("2026-05-01..2026-12-31", "Westshire anew", 70),
        ("2026-27-Q3", "Westshire anew", 80),
        ("..2026-03-31", "Westshire domestic abuse services", 60),
        ("..", "Westshire domestic abuse services", 60),
    ]:
        terms = contract.terms_for(read_period(period))
        assert (terms.title, terms.measure("referrals").target) == (title, Target(per_period=Decimal(target))), period
    assert contract.latest.measure("referrals").breakdowns == ()
    assert contract.latest.measure("referrals").rating == "ten-percent"


def test_a_contract_known_only_from_a_date_has_its_first_version_before() -> None:
    """A period before everything is read by the earliest terms there are."""
    contract = a_contract(VARIATIONS)
    later = type(contract)("westshire", "", contract.versions[1:])
    assert later.terms_for(read_period("2025-26-Q1")).title == "Westshire anew"


def test_a_version_is_known_by_the_digest_of_what_it_says() -> None:
    """Equal text has an equal digest, whatever the order of its lines; any change has another."""
    first, second, third = a_contract(VARIATIONS).versions
    assert len({first.digest, second.digest, third.digest}) == 3
    assert first.digest == some_terms().digest
    turned = toml(dict(reversed(contract_raw().items())))
    book = read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": turned})
    assert book.contracts["westshire"].latest.digest == first.digest
    assert some_terms("reporting.due_working_days = 16").digest != first.digest


def test_a_fault_that_a_variation_inherits_is_said_once() -> None:
    """What is wrong at first is not said again of every version; what a variation breaks is said of it."""
    assert faults('funding.tie_order = ["health-board"]\n' + VARIATIONS) == [TIE_ORDER]
    assert faults('[[variation]]\nfrom = 2026-04-01\nfunding.tie_order = ["health-board"]') == [
        f"variation.0: {TIE_ORDER}"
    ]
    broken = VARIATIONS.replace(
        "measure.referrals.target", "measure.referrals.target.annual = 240\nmeasure.units.target"
    )
    assert [fault.split(". ")[0] for fault in faults(broken)] == [
        "variation.0: measure.referrals.target states per_period and annual",
        "variation.0: measure.units.target has no side that is better",
    ]


TIE_ORDER = (
    "funding.tie_order does not name each funder once. Write the order of ties: westshire-council, health-board."
)


# Relations.


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = b", "a is b"),
        ("a + b - c = d", "a + b − c is d"),
        ("a <= b + c", "a is no more than b + c"),
        ("a >= b - c - d", "a is no less than b − c − d"),
        ("a < 10", "a is less than 10"),
        ("a/source/police > 0", "a/source/police is more than 0"),
    ],
)
def test_a_relation_is_measures_joined_by_signs(text: str, said: str) -> None:
    """What is taken away is taken away together."""
    assert sums.say(read_relation(text, "refuge"), lambda key: getattr(key, "code", "")) == said


def test_one_measure_on_a_side_is_that_measure() -> None:
    """No sum of one, and no more than was written."""
    a, b = (Term(AnswerKey("refuge", code)) for code in "ab")
    assert read_relation("a <= b", "refuge") == Comparison(a, "<=", b)
    assert read_relation("a + b <= 3", "refuge") == Comparison(Addition((a, b)), "<=", Constant(Fraction(3)))


def test_what_is_taken_away_one_after_another_is_all_taken_away() -> None:
    """10 - 3 - 2 is 5."""
    values = {AnswerKey("", code): Quantity(Decimal(value)) for code, value in [("a", 10), ("b", 3), ("c", 2)]}
    assert sums.holds(read_relation("a - b - c = 5", ""), values) is True


@pytest.mark.parametrize(
    "text",
    ["", "a", "a b", "a = b = c", "= b", "a =", "a b = c", "a + = c", "a * b = c", "- a = b", "a +- b = c", "a/b = c"],
)
def test_other_words_are_no_relation(text: str) -> None:
    """Nobody guesses what was meant."""
    with pytest.raises(UnreadableRelation, match="Write "):
        read_relation(text, "refuge")


def test_the_measures_of_a_relation_are_its_words_without_signs_and_numbers() -> None:
    """A category counts as its measure."""
    assert measures_in("a/source/police + b - 3 <= c") == ("a", "b", "c")


# Shares.


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("87%", Fraction(87, 100)),
        (" 12.5 % ", Fraction(1, 8)),
        ("1/3", Fraction(1, 3)),
        ("0%", Fraction(0)),
        ("100%", Fraction(1)),
        ("101%", None),
        ("4/3", None),
        ("1/0", None),
        ("87", None),
        ("0.87", None),
        ("-5%", None),
        ("", None),
    ],
)
def test_a_share_is_a_percentage_or_a_fraction_of_one(text: str, share: Fraction | None) -> None:
    """A bare number could be either and is neither."""
    assert read_share(text) == share


def a_share(percent: int, starts: date | None = None, ends: date | None = None) -> FundingShare:
    return FundingShare(Organisation("ash", "Ash"), Fraction(percent, 100), starts, ends)


MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("shares", "total", "day"),
    [
        ([], 0, None),
        ([a_share(60), a_share(40)], 100, None),
        ([a_share(60, ends=MARCH), a_share(70, starts=APRIL), a_share(30)], 100, APRIL),
        ([a_share(60, ends=APRIL), a_share(70, starts=APRIL)], 130, APRIL),
        ([a_share(60, starts=APRIL, ends=APRIL), a_share(50, starts=MAY)], 60, APRIL),
    ],
)
def test_the_most_that_shares_come_to_on_any_day(shares: list[FundingShare], total: int, day: date | None) -> None:
    """First and last days count in."""
    assert greatest_total(shares) == (Fraction(total, 100), day)


def test_shares_that_overlap_for_one_day_pass_a_hundred_percent() -> None:
    """The fault says from when."""
    share = """
[[funding.share]]
funder = "westshire-council"
share = "70%"
until = 2026-03-31

[[funding.share]]
funder = "westshire-council"
share = "80%"
from = 2026-03-31

[[funding.share]]
funder = "health-board"
share = "20%"
"""
    assert faults(share) == [
        "funding.share comes to 170% from 2026-03-31. Correct the shares; together they may not pass 100%."
    ]


# Reporting and targets in time.

QUARTERS = ["2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4"]


def labels(periods: tuple[Period, ...]) -> list[str]:
    return [str(period) for period in periods]


def spans(*texts: str) -> list[str]:
    return [str(read_period(text)) for text in texts]


def test_a_contract_that_reports_quarters_owes_four_a_year() -> None:
    """What is owed, what came before, and the year so far."""
    terms = some_terms()
    year, third = read_period("2025-26"), read_period("2025-26-Q3")
    assert labels(reported_within(terms, year)) == spans(*QUARTERS)
    assert labels(year_to_date(terms, third)) == spans(*QUARTERS[:3])
    assert previous_period(terms, read_period("2025-26-Q1")) == read_period("2024-25-Q4")
    assert (is_reported(terms, third), is_reported(terms, year)) == (True, False)
    assert due_date(terms, read_period("2025-26-Q1")) == date(2025, 7, 21)


def test_a_contract_that_reports_a_span_owes_that_alone() -> None:
    """There is nothing before it and no year around it."""
    terms = some_terms(SPAN + 'reporting.span = "2019-04-01..2019-09-30"\nreporting.as_at = 2020-03-23')
    half = read_period("2019-20-H1")
    assert labels(reported_within(terms, read_period("2019-20"))) == [str(half)]
    assert reported_within(terms, read_period("2019-20-Q1")) == ()
    assert (previous_period(terms, half), year_to_date(terms, half)) == (None, (half,))
    assert (is_reported(terms, half), is_reported(terms, read_period("2019-20"))) == (True, False)
    assert terms.reporting is not None
    assert [span.as_at for span in terms.reporting.spans] == [date(2020, 3, 23)]


def test_a_period_is_labelled_in_the_contracts_own_years() -> None:
    """From July where they start in July; from April where no reporting is stated."""
    july = Period(date(2025, 7, 1), date(2025, 9, 30))
    assert period_label(some_terms("reporting.year_starts = 7"), july) == "2025-26-Q1"
    undated = some_terms('reporting = "not stated"\nmeasure.trained.target = "not stated"')
    assert period_label(undated, july) == "2025-26-Q2"


def test_a_contract_that_states_no_reporting_owes_nothing() -> None:
    """Not stated is not monthly."""
    terms = some_terms('reporting = "not stated"\nmeasure.trained.target = "not stated"')
    period = read_period("2025-26-Q1")
    assert (is_reported(terms, period), reported_within(terms, period)) == (False, ())
    assert (previous_period(terms, period), due_date(terms, period)) == (None, None)
    assert year_to_date(terms, period) == (period,)


AIMS = [
    ('measure.trained.target = "not stated"', "2025-26-Q1", None),
    ("measure.trained.target = { per_period = 50 }", "2025-26-Q1", "50 each period"),
    ("measure.trained.target.cumulative = [50, 100, 150, 200]", "2025-26-Q1", "50 by the end of this period"),
    ("measure.trained.target.cumulative = [50, 100, 150, 200]", "2025-26-Q4", "200 by the end of this period"),
    ("measure.trained.target = { annual = 200 }", "2025-26-Q3", None),
    ("measure.trained.target = { annual = 200 }", "2025-26-Q4", "200 for the year"),
    ("measure.trained.target = { annual = 200 }", "2025-26", "200 for the year"),
    ("measure.trained.target = { annual = 200 }", "2025-11..", None),
]


@pytest.mark.parametrize(("changes", "period", "expected"), AIMS)
def test_a_target_bites_when_it_is_due(changes: str, period: str, expected: str | None) -> None:
    """Each form of target, in the periods it is and is not due."""
    if "cumulative" not in changes:
        changes += "\n- measure.trained.target.cumulative" if "{" in changes else ""
    terms = some_terms(changes)
    aim = aim_of(terms, terms.measure("trained"), read_period(period))
    assert (f"{aim.value} {aim.says}" if aim else None) == expected


def test_a_target_without_a_better_side_aims_at_nothing() -> None:
    """Contract text with one is refused; a noun made otherwise is never rated."""
    from dataclasses import replace

    terms = some_terms()
    sideless = replace(terms.measure("trained"), polarity=Polarity.NONE)
    assert aim_of(terms, sideless, read_period("2025-26-Q1")) is None


# What is shipped.


def test_the_shipped_contracts_have_no_faults() -> None:
    """Every contract that comes with the engine can be used."""
    book = read_book(shipped_texts())
    assert [str(fault) for fault in book.faults] == []
    assert set(book.contracts) == {path.stem for path in SHIPPED.glob("*.toml") if path.name not in OF_ALL_CONTRACTS}
