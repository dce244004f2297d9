"""Breakdowns in groups: parts of parts are checked and added up. Bands of ages go wholly over, or not at all."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.checks import check_return
from commissioning.contract.bands import Mapped, Split, common_bands, gathered, map_bands
from commissioning.model.figure import Basis
from commissioning.model.measure import Category, Dimension
from commissioning.model.quantity import AnswerKey, Missing, Quantity
from commissioning.totals.figures import figures_of
from commissioning.work.importing import import_returns
from commissioning.work.workspace import Workspace
from tests.builders import CLEAN, a_ledger, a_return, a_specification, changed, some_terms
from tests.provider import REFUGE, a_workspace, sent
from tests.provider import a_return as a_file
from tests.test_monitoring import OFFICER, clock, document, rows

GROUPED = """
measure.referrals.breakdowns = ["source", "ethnicity"]
[dimension.ethnicity]
label = "Ethnicity"
exclusive = true
unknowns = false
categories = { irish = "Irish", roma = "Roma", indian = "Indian", arab = "Arab" }
[dimension.ethnicity.groups]
white = { label = "White", categories = ["irish", "roma"] }
asian = { label = "Asian", categories = ["indian"] }
"""
SPECIFICATION = a_specification(some_terms(GROUPED))
ROWS = {row.key.code: row.row for _, row in SPECIFICATION.rows()}
TOTAL = Decimal(CLEAN.split("referrals ", 1)[1].split()[0])


def answers(irish: object, roma: object, indian: object, arab: object, white: object = "", asian: object = "") -> str:
    """Westshire's clean return with those referrals by ethnicity; an empty one is left blank."""
    typed = {"irish": irish, "roma": roma, "indian": indian, "arab": arab, "white": white, "asian": asian}
    lines = (f"referrals/ethnicity/{id} {figure}" for id, figure in typed.items() if figure != "")
    return changed(CLEAN, "\n".join(lines))


def test_a_group_stands_before_its_categories_and_is_not_required() -> None:
    """The rows of the return, in order."""
    asked = [row for _, row in SPECIFICATION.rows() if row.key.dimension == "ethnicity"]
    assert [row.key.category for row in asked] == ["white", "irish", "roma", "asian", "indian", "arab"]
    assert [row.key.category for row in asked if not row.required] == ["white", "asian"]


# Irish, Roma, Indian, Arab, White and Asian out of 60 referrals; and the answers that an A001 is about.
HIERARCHIES = [
    ((20, 20, 10, 10, 40, 10), []),
    ((20, 20, 10, 10), []),
    ((20, 20, 10, 10, 40), []),
    ((20, 20, 10, 10, 41, 10), ["referrals/ethnicity/white"]),
    ((20, 20, 10, 10, 40, 9), ["referrals/ethnicity/asian"]),
    ((20, 20, 10, 11, 40, 10), ["referrals"]),
    ((20, 21, 10, 10, 40, 10), ["referrals/ethnicity/white", "referrals"]),
    (("not known", "not known", 10, 10, 40, 10), []),
    (("not known", "not known", 10, 10, 39, 10), ["referrals"]),
    (("not known", "not known", 10, 10), []),
]


@pytest.mark.parametrize(("figures", "about"), HIERARCHIES)
def test_a_group_is_the_sum_of_its_categories_and_the_whole_of_both(
    figures: tuple[object, ...], about: list[str]
) -> None:
    """Each disagreement once, at its own cell; where categories are not known, groups speak for the whole."""
    assert TOTAL == 60
    typed = answers(*figures)
    findings = [one for one in check_return(a_return(typed, SPECIFICATION)) if one.code.startswith("A")]
    assert sorted((one.code, one.places[0].cell) for one in findings) == sorted(
        ("A001", f"G{ROWS[code]}") for code in about
    )


def test_a_group_left_blank_is_the_sum_of_its_categories() -> None:
    """Computed, and said so; one that is given stays as it was returned."""
    ledger = a_ledger({"2025-26-Q1": answers(20, 20, 10, 10, "", 10)}, GROUPED)
    found = {figure.key.category: figure for figure in figures_of(ledger) if figure.key.dimension == "ethnicity"}
    assert (found["white"].given, found["white"].basis) == (Quantity(Decimal(40)), Basis.COMPUTED)
    assert found["white"].note == "left blank: the sum of its categories"
    assert (found["asian"].given, found["asian"].basis) == (Quantity(Decimal(10)), Basis.RETURNED)


def test_a_group_left_blank_over_a_category_that_is_not_known_is_not_known() -> None:
    """Nothing is put in its place."""
    ledger = a_ledger({"2025-26-Q1": answers("not known", 20, 10, 10)}, GROUPED)
    [white] = [figure for figure in figures_of(ledger) if figure.key.category == "white"]
    assert isinstance(white.given, Missing)


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_groups_left_blank_and_what_is_in_none_make_up_the_categories(counts: list[int]) -> None:
    """Whatever the counts are: nobody is invented, and nobody lost."""
    ledger = a_ledger({"2025-26-Q1": answers(*counts)}, GROUPED)
    found = {one.key: one.given for one in figures_of(ledger) if one.key.dimension == "ethnicity"}
    tops = [found[AnswerKey("refuge", "referrals", "ethnicity", id)] for id in ("white", "asian", "arab")]
    assert sum(top.value for top in tops if isinstance(top, Quantity)) == sum(counts)


def bands(words: str) -> Dimension:
    """A breakdown by ages: `16-17 18-24 65+ not-known`."""
    return Dimension("age", "Age", True, tuple(_band(word) for word in words.split()))


def _band(word: str) -> Category:
    first, dash, last = word.removesuffix("+").partition("-")
    if not first.isdigit():
        return Category(word, word)
    return Category(word, word, ages=(int(first), int(last) if dash else None))


# Bands, those they are to go into, and where each goes or which cannot be split.
MAPPINGS: list[tuple[str, str, str]] = [
    ("16-17 18-24 25-34 35-44", "16-24 25-44", "16-17>16-24 18-24>16-24 25-34>25-44 35-44>25-44"),
    ("16-24 25-44", "16-24 25-44", "16-24>16-24 25-44>25-44"),
    ("16-24 25-44", "16-17 18-24 25-44", "16-24 cannot be split: it lies partly in 16-17 and 18-24"),
    ("18-25 26-34", "18-24 25-34", "18-25 cannot be split: it lies partly in 18-24 and 25-34"),
    ("55-64 65+", "55+", "55-64>55+ 65+>55+"),
    ("55+", "55-64 65+", "55+ cannot be split: it lies partly in 55-64 and 65+"),
    ("55+", "55-70", "55+ cannot be split: it lies partly in 55-70"),
    ("0-4 16-17", "16-24", "0-4 has no place there"),
    ("16-17 not-known", "16-24 not-known", "16-17>16-24 not-known>not-known"),
    ("16-17 not-known", "16-24", "not-known has no place there"),
]


@pytest.mark.parametrize(("given_bands", "wanted", "expected"), MAPPINGS)
def test_a_band_goes_wholly_into_another_or_is_named(given_bands: str, wanted: str, expected: str) -> None:
    """Nobody is divided between two."""
    found = map_bands(bands(given_bands), bands(wanted))
    if isinstance(found, Split):
        assert found.why == expected
    else:
        assert " ".join(f"{one}>{into}" for one, into in found.into.items()) == expected


def test_several_breakdowns_meet_in_the_widest_of_them_or_not_at_all() -> None:
    """16-24 and 25-44 hold the narrower ones; where neither holds the other, the band that cannot be split is said."""
    wide, narrow = bands("16-24 25-44"), bands("16-17 18-24 25-34 35-44")
    assert common_bands([narrow, wide, narrow]) == wide
    crossed = common_bands([wide, bands("16-17 18-44")])
    assert isinstance(crossed, Split)
    assert crossed.why == "18-44 cannot be split: it lies partly in 16-24 and 25-44"


@st.composite
def cut(draw: st.DrawFn) -> str:
    """Bands from 0 to 99 without a gap, cut anywhere."""
    ends = sorted(draw(st.sets(st.integers(1, 98), max_size=6)))
    firsts, lasts = [0, *(end + 1 for end in ends)], [*ends, 99]
    return " ".join(f"{first}-{last}" for first, last in zip(firsts, lasts, strict=True))


@given(cut(), cut(), st.lists(st.integers(0, 99), max_size=40))
def test_bands_that_map_lose_nobody_and_invent_nobody(one: str, other: str, people: list[int]) -> None:
    """Counted in the one and added up, or counted in the other: the same people; else some band crosses an edge."""
    narrow, wide = bands(one), bands(other)
    mapping = map_bands(narrow, wide)
    if isinstance(mapping, Mapped):
        counts = counted(narrow, people)
        added = {id: sum(counts[part] for part in parts) for id, parts in gathered(mapping).items()}
        assert added == counted(wide, people)
    else:
        first, last = mapping.category.ages or (0, 0)
        assert sum(_holds(band, first) or _holds(band, last or 0) for band in wide.categories) == 2


def counted(dimension: Dimension, people: list[int]) -> dict[str, Fraction]:
    """How many of the people are in each band."""
    return {band.id: Fraction(sum(_holds(band, age) for age in people)) for band in dimension.categories}


def _holds(band: Category, age: int) -> bool:
    first, last = band.ages or (0, 0)
    return first <= age <= (last or 0)


NARROW = """
[dimension.age]
label = "Age"
exclusive = true
unknowns = false
categories = { a16-17 = "16 to 17", a18-24 = "18 to 24", a25-34 = "25 to 34" }
ages = { a16-17 = [16, 17], a18-24 = [18, 24], a25-34 = [25, 34] }
"""
WIDE = """
[dimension.age]
label = "Age"
exclusive = true
unknowns = false
categories = { a16-24 = "16 to 24", a25-34 = "25 to 34" }
ages = { a16-24 = [16, 24], a25-34 = [25, 34] }
"""
ASKED = REFUGE.replace(
    'counting_rule = "Count each stay once."', 'counting_rule = "Count each stay once."\nbreakdowns = ["age"]'
)
QUIET = "open-at-start 4, open-at-end 4, trained 10, moved-in 6"


def two_by_age(folder: Path, wide: str) -> Workspace:
    """6 moved in at the one by three bands, 6 at the other by two."""
    texts = {"refuge.toml": ASKED + NARROW, "annexe.toml": ASKED + wide}
    workspace = a_workspace(folder / "ws", texts)
    narrow = f"{QUIET}, moved-in/age/a16-17 1, moved-in/age/a18-24 2, moved-in/age/a25-34 3"
    first = wide.split("categories = { ")[1].split(" ", maxsplit=1)[0]
    other = f"{QUIET}, moved-in/age/{first} 4, moved-in/age/a25-34 2"
    files = {
        "refuge.xlsx": a_file("2025-26-Q1", narrow, text=texts["refuge.toml"]),
        "annexe.xlsx": a_file("2025-26-Q1", other, contract="annexe", text=texts["annexe.toml"]),
    }
    import_returns(workspace, sent(folder / "in", files), OFFICER, clock)
    return workspace


def test_two_contracts_are_added_in_the_bands_that_hold_both(tmp_path: Path) -> None:
    """1 and 2 in the narrow bands stand beside 4 in the wide one, and come to 7."""
    made = document(two_by_age(tmp_path, WIDE), "2025-26-Q1")
    found = [(row[0], row[3], row[4]) for row in rows(made, "By age", "Measures by age")]
    assert found == [
        ("Households that moved in", "", ""),
        ("16 to 24", "4.0000", ""),
        ("16 to 24", "3.0000", "16 to 17 + 18 to 24"),
        ("16 to 24, together", "7.0000", ""),
        ("25 to 34", "2.0000", ""),
        ("25 to 34", "3.0000", ""),
        ("25 to 34, together", "5.0000", ""),
    ]


def test_bands_that_cross_are_not_added_and_the_row_says_which(tmp_path: Path) -> None:
    """17 to 24 holds half of 16 to 17."""
    crossed = WIDE.replace("a16-24", "a17-24").replace("16 to 24", "17 to 24").replace("[16, 24]", "[17, 24]")
    made = document(two_by_age(tmp_path, crossed), "2025-26-Q1")
    assert [row[3:] for row in rows(made, "By age", "Measures by age")][1:] == [
        ["not added", "16 to 17 cannot be split: it lies partly in 17 to 24"]
    ]
