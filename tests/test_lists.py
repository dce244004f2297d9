"""Standard lists: used by name, they ask what the same list written out would; what cannot be used is said."""

import tomllib
from collections import Counter

import pytest

from commissioning.contract import ContractBook, read_book
from commissioning.contract.raw import UNKNOWNS
from commissioning.contract.reference_text import Characteristic, DimensionText, ListsText
from commissioning.period import read_period
from commissioning.template import lay_out
from tests.builders import ORGANISATIONS, contract_raw, shipped_texts, toml

LISTS = ListsText.model_validate(tomllib.loads(shipped_texts()["reference/lists.toml"])).list_
REFERENCE = {name: text for name, text in shipped_texts().items() if name.startswith("reference/")}
RISK = '{ high = "High", medium = "Medium", standard = "Standard" }'
WRITTEN = f'label = "Risk level", exclusive = true, categories = {RISK}'


def a_book(changes: str) -> ContractBook:
    """Westshire's contract with those changes, and the lists that come with the engine."""
    raw = contract_raw(f'measure.referrals.breakdowns = ["source", "made"]\n{changes}')
    return read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": toml(raw), **REFERENCE})


# What a contract writes, and the breakdown written out that it stands for.
USES = [
    ('"risk-level"', f"{{ {WRITTEN} }}"),
    ('{ uses = "risk-level" }', f"{{ {WRITTEN} }}"),
    ('{ uses = "risk-level", unknowns = false }', f"{{ {WRITTEN}, unknowns = false }}"),
    (
        '{ uses = "risk-level", label = "Risk", takes = ["high"], adds = { low = "Low" } }',
        '{ label = "Risk", exclusive = true, categories = { high = "High", low = "Low" } }',
    ),
    (
        '{ uses = "ethnicity-2021", takes = ["white-irish", "white-roma", "other-arab"], asks = "groups" }',
        '{ label = "Ethnicity", exclusive = true, categories = { white = "White", other = "Other ethnic group" } }',
    ),
    (
        '{ uses = "ethnicity-2021", takes = ["white-irish", "other-arab"], asks = "groups and categories" }',
        '{ label = "Ethnicity", exclusive = true, categories = { white-irish = "Irish", other-arab = "Arab" },'
        ' groups = { white = { label = "White", categories = ["white-irish"] },'
        ' other = { label = "Other ethnic group", categories = ["other-arab"] } } }',
    ),
    (
        '{ uses = "age-adults", takes = ["a16-17", "a65-over"] }',
        '{ label = "Age", exclusive = true, categories = { a16-17 = "16 to 17", a65-over = "65 and over" },'
        " ages = { a16-17 = [16, 17], a65-over = [65] } }",
    ),
]


@pytest.mark.parametrize(("used", "written"), USES)
def test_a_list_used_by_name_is_the_same_contract_as_one_written_out(used: str, written: str) -> None:
    """The same terms, digest and all, and the same edition of its return."""
    books = [a_book(f"dimension.made = {text}") for text in (used, written)]
    assert [str(fault) for book in books for fault in book.faults] == []
    by_name, by_hand = (book.contracts["westshire"].latest for book in books)
    assert by_name == by_hand
    period = read_period("2025-26-Q1")
    assert lay_out(by_name, period).edition == lay_out(by_hand, period).edition


# What is wrong with a use of a list, and what is said of it; once, whatever else names the breakdown.
FAULTS = [
    ('"risk-levl"', "dimension.made.uses is 'risk-levl', which is no standard list. Did you mean risk-level?"),
    (
        '{ uses = "risk-level", takes = ["hig"] }',
        "dimension.made.takes is 'hig', which is not in risk-level. Did you mean high?",
    ),
    (
        '{ uses = "risk-level", adds = { high = "Very high" } }',
        "dimension.made.adds.high is in risk-level already. Take it out, or give it an id of its own.",
    ),
    (
        '{ uses = "risk-level", adds = { not-known = "Unknown" } }',
        "dimension.made.adds.not-known is in risk-level already. Take it out, or give it an id of its own.",
    ),
    (
        '{ uses = "risk-level", adds = { severe = "HIGH" } }',
        "dimension.made.adds.severe is 'HIGH', as risk-level has it already. Take it out, or say what it is besides.",
    ),
    (
        '{ uses = "risk-level", asks = "groups" }',
        "dimension.made.asks is 'groups', and risk-level has no groups. Take it out.",
    ),
    (
        '{ uses = "risk-level", asks = "all" }',
        "dimension.made.asks is 'all'. Write categories, groups or groups and categories.",
    ),
    (
        '{ uses = "risk-level", exclusive = false }',
        "dimension.made.exclusive stands beside uses. Take it out, or write the breakdown out without a standard list.",
    ),
    (
        '{ uses = "risk-level", take = ["high"] }',
        "dimension.made.take is not a key of contract text. Did you mean takes?",
    ),
]


@pytest.mark.parametrize(("used", "said"), FAULTS)
def test_a_list_that_cannot_be_used_so_is_said(used: str, said: str) -> None:
    """Once, and the contract is not used."""
    assert [str(fault) for fault in a_book(f"dimension.made = {used}").faults] == [f"westshire.toml: {said}"]


def test_a_variation_does_not_turn_a_breakdown_into_another_list() -> None:
    """Its answers could not be told from those before; a new breakdown may use a list."""
    later = '[[variation]]\nfrom = 2026-04-01\ndimension.{} = "age-adults"\n'
    made = 'dimension.made = "risk-level"\n'
    assert a_book(made + later.format("age")).faults == ()
    said = "variation.0: dimension.made changes to a list by its name. Give what is asked from then on a new id."
    assert [str(fault) for fault in a_book(made + later.format("made")).faults] == [f"westshire.toml: {said}"]


def test_every_protected_characteristic_has_a_list() -> None:
    """All nine of the Equality Act 2010."""
    there = {one.characteristic for one in LISTS.values() if one.characteristic}
    assert there == set(Characteristic.__args__)
    assert len(there) == 9


def test_ethnicity_has_the_nineteen_categories_of_2021() -> None:
    """5 White, 4 Mixed, 5 Asian, 3 Black and 2 other; each in one group."""
    ethnicity = LISTS["ethnicity-2021"]
    assert [len(group.categories) for group in ethnicity.groups.values()] == [5, 4, 5, 3, 2]
    counted = Counter(one for group in ethnicity.groups.values() for one in group.categories)
    assert set(counted.values()) == {1}
    assert list(counted) == list(ethnicity.categories)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_keeps_not_known_and_prefer_not_to_say_apart_and_out_of_its_own_categories(name: str) -> None:
    """They are asked of every list, under ids that no list takes."""
    dimension = a_book(f'dimension.made = "{name}"').contracts["westshire"].latest.dimension("made")
    assert [category.id for category in dimension.categories[-2:]] == list(UNKNOWNS)
    assert not UNKNOWNS.keys() & LISTS[name].categories.keys()


def test_only_what_people_may_have_several_of_is_multi_response() -> None:
    """Types of disability and of abuse, and specialist characteristics."""
    several = {name for name, one in LISTS.items() if not one.exclusive}
    assert several == {"disability-type", "type-of-abuse", "specialist-characteristics"}


def test_a_faulty_file_of_lists_is_said_and_not_used() -> None:
    """As contract text is."""
    lists = '[list.odd]\nlabel = "Odd"\nexclusive = true\nsource = "Us"\ndated = "not stated"\nchecked = "maybe"\n'
    book = read_book({"reference/lists.toml": lists + 'categories = { one = "One" }\n', "reference/odd.toml": ""})
    assert [str(fault) for fault in book.faults] == [
        "reference/lists.toml: list.odd.checked is 'maybe'. Write in its source, in part, not checked or illustrative.",
        "reference/odd.toml: is no file of reference data. Name it one of: reference/ratings.toml,"
        " reference/lists.toml, reference/values.toml.",
    ]


def test_a_breakdown_that_is_written_out_has_the_keys_of_a_list() -> None:
    """So that a list can be written out: but for where it is from."""
    only_lists = {"source", "dated", "checked", "note", "characteristic"}
    assert type(LISTS["sex"]).model_fields.keys() - only_lists == DimensionText.model_fields.keys() - {"continues"}
