"""Every kind of measure keeps the same promises: it guards, reads and shows one and the same numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.measures import KINDS, Kind, Over
from commissioning.measures.kind import LARGEST
from commissioning.measures.stated_percentage import counts_that_give, implied_count
from commissioning.model.quantity import Bound, Given, Missing, Quantity
from commissioning.model.returned import Cell, Trouble, Typed
from commissioning.money import round_half_up
from tests.builders import a_cell

GUARDED = {key: kind for key, kind in KINDS.items() if kind.guard}
COUNTS = ["flow", "bookings", "cumulative", "distinct-people", "snapshot-of-things", "snapshot-of-people"]
CHOSEN = ["choice", "yes-no", "date", "milestone"]
PERCENTS = ["ratio", "stated-percentage", "stated-change", "change", "occupancy", "sample"]
NUMBERS = ["stated-statistic", "mean", "median", "least", "most", "range", "duration"]
COMPUTED = ["ratio", "rate", "range", "change", "occupancy", "sample", "score-pair"]


@st.composite
def answers(draw: st.DrawFn) -> tuple[Kind, Decimal]:
    """A kind, and a number that its guard lets pass."""
    kind = draw(st.sampled_from(list(GUARDED.values())))
    guard = kind.guard
    assert guard
    low = guard.minimum if guard.minimum is not None else -LARGEST
    high = guard.maximum if guard.maximum is not None else LARGEST
    number = draw(st.decimals(low, high, places=guard.places, allow_nan=False))
    return kind, number


def typed(kind: Kind, number: Decimal) -> Cell:
    """The number as a person types it: a percentage with its sign."""
    if kind.is_percent:
        return Cell(Typed.NUMBER, f"{number}%", number / 100, percent=True)
    return Cell(Typed.NUMBER, str(number), number)


# The same promises of every kind.


def test_every_kind_stands_under_its_own_key_and_title() -> None:
    """Nothing is listed twice or under another's name."""
    assert [kind.key for kind in KINDS.values()] == list(KINDS)
    assert len({kind.title for kind in KINDS.values()}) == len(KINDS)


@given(answers())
def test_a_kind_reads_what_it_lets_pass_and_shows_what_it_read(answer: tuple[Kind, Decimal]) -> None:
    """What is typed is read exactly; what is shown is the same number again."""
    kind, number = answer
    read = kind.read(typed(kind, number))
    assert read == Quantity(number)
    words = kind.show(number).translate(str.maketrans("", "", "£,%"))
    assert Decimal(words) == number


@given(answers())
def test_what_stands_in_a_sum_comes_back_out_of_it(answer: tuple[Kind, Decimal]) -> None:
    """A percentage is a part of one in a Sum, as it is in a cell; everything else is itself."""
    kind, number = answer
    inside = kind.in_sums(Quantity(number, Bound.AT_LEAST))
    assert isinstance(inside, Quantity)
    assert inside.bound is Bound.AT_LEAST
    assert inside.value == (number / 100 if kind.is_percent else number)
    assert kind.from_sum(Fraction(inside.value)) == Fraction(number)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_that_never_adds_says_why(kind: Kind) -> None:
    """And one that adds up has nothing to excuse."""
    assert bool(kind.why_not_over_time) == (kind.over_time is Over.NEVER)
    assert bool(kind.why_not_over_services) == (kind.over_services is Over.NEVER)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
@pytest.mark.parametrize("gap", list(Missing))
def test_a_gap_in_a_sum_stays_the_gap_it_is(kind: Kind, gap: Missing) -> None:
    """Not known is not 0% either."""
    assert kind.in_sums(gap) is gap


HOW_THEY_ADD = [
    ("flow", Over.SUM, Over.SUM),
    ("bookings", Over.SUM, Over.SUM),
    ("cumulative", Over.LAST, Over.SUM),
    ("distinct-people", Over.NEVER, Over.NEVER),
    ("snapshot-of-things", Over.LAST, Over.SUM),
    ("snapshot-of-people", Over.LAST, Over.NEVER),
    ("ratio", Over.RATIO, Over.RATIO),
    ("rate", Over.RATIO, Over.NEVER),
    ("stated-percentage", Over.NEVER, Over.NEVER),
    ("stated-change", Over.NEVER, Over.NEVER),
    ("stated-statistic", Over.NEVER, Over.NEVER),
    ("money", Over.SUM, Over.SUM),
    ("fte", Over.LAST, Over.SUM),
    ("text", Over.NEVER, Over.NEVER),
    ("mean", Over.WEIGHTED, Over.WEIGHTED),
    ("median", Over.NEVER, Over.NEVER),
    ("least", Over.LEAST, Over.LEAST),
    ("most", Over.MOST, Over.MOST),
    ("range", Over.PARTS, Over.PARTS),
    ("duration", Over.SUM, Over.SUM),
    ("change", Over.NEVER, Over.NEVER),
    ("occupancy", Over.LAST, Over.RATIO),
    ("sample", Over.RATIO, Over.RATIO),
    ("score-pair", Over.PARTS, Over.WEIGHTED),
    ("choice", Over.TALLY, Over.TALLY),
    ("yes-no", Over.TALLY, Over.TALLY),
    ("date", Over.ENDS, Over.ENDS),
    ("milestone", Over.LAST, Over.NEVER),
]


def test_how_each_kind_adds_up() -> None:
    """The design's table, kind by kind; a kind that is not in it is not done."""
    assert [(kind.key, kind.over_time, kind.over_services) for kind in KINDS.values()] == HOW_THEY_ADD


def test_which_kinds_are_asked_and_which_are_words() -> None:
    """What is computed is never typed; text and what is chosen or dated have no guard, and only text stands apart."""
    assert [key for key, kind in KINDS.items() if not kind.answered] == COMPUTED
    assert [key for key, kind in KINDS.items() if kind.guard is None] == ["text", *CHOSEN]
    assert [key for key, kind in KINDS.items() if not kind.stands_among_figures] == ["text"]
    assert [key for key, kind in KINDS.items() if kind.is_percent] == PERCENTS


# Troubles: what is typed, by which kinds, and what is wrong with it.

TROUBLES: list[tuple[list[str], str, Trouble]] = [
    (list(GUARDED), "nine", Trouble.NOT_A_NUMBER),
    (list(GUARDED), '"9"', Trouble.NOT_A_NUMBER),
    (list(GUARDED), "9 people", Trouble.NOT_A_NUMBER),
    (list(GUARDED), "#REF!", Trouble.ERROR_VALUE),
    (list(GUARDED), "#DIV/0!", Trouble.ERROR_VALUE),
    (list(GUARDED), "=A1+1", Trouble.UNCALCULATED),
    (list(GUARDED), "1000000000001", Trouble.TOO_LARGE),
    (list(GUARDED), "4E300", Trouble.TOO_LARGE),
    ([*COUNTS, *NUMBERS, "fte"], "-1", Trouble.NEGATIVE),
    ([*COUNTS, *NUMBERS, "fte"], "-0.5", Trouble.NEGATIVE),
    (NUMBERS, "0.33333", Trouble.TOO_PRECISE),
    (["money", "stated-change"], "-1000000000001", Trouble.TOO_LARGE),
    (COUNTS, "9.5", Trouble.NOT_WHOLE),
    (COUNTS, "50%", Trouble.NOT_WHOLE),
    (["money"], "9.505", Trouble.TOO_PRECISE),
    (["money"], "0.001", Trouble.TOO_PRECISE),
    (["fte"], "7.12345", Trouble.TOO_PRECISE),
    (["stated-percentage"], "88.12345%", Trouble.TOO_PRECISE),
    (["stated-change"], "-3.12345%", Trouble.TOO_PRECISE),
    (PERCENTS, "0.88", Trouble.UNCLEAR_PERCENT),
    (PERCENTS, "1", Trouble.UNCLEAR_PERCENT),
    (["stated-change"], "-0.12", Trouble.UNCLEAR_PERCENT),
    (["stated-percentage"], "100.1%", Trouble.OVER_A_HUNDRED),
    (["stated-percentage"], "101", Trouble.OVER_A_HUNDRED),
    (["stated-percentage"], "-5%", Trouble.NEGATIVE),
]


@pytest.mark.parametrize(
    ("key", "text", "trouble"), [(key, text, trouble) for keys, text, trouble in TROUBLES for key in keys]
)
def test_what_cannot_be_read_has_one_trouble(key: str, text: str, trouble: Trouble) -> None:
    """The first thing a person would complain of."""
    assert KINDS[key].read(a_cell(text)) is trouble


BESIDES = (("flow", "-4E300", ()), ("flow", "-4.5", (Trouble.NOT_WHOLE,)), ("flow", "-40", ()))


@pytest.mark.parametrize(("key", "text", "troubles"), BESIDES)
def test_what_else_is_wrong_with_a_number_is_told_however_large_it_is(
    key: str, text: str, troubles: tuple[Trouble, ...]
) -> None:
    assert KINDS[key].besides(a_cell(text)) == troubles


AMBIGUOUS = {
    Trouble.TWO_READINGS,
    Trouble.TWO_FIGURES,
    Trouble.A_DATE,
    Trouble.A_DASH,
    Trouble.BOUND_NOT_OFFERED,
    Trouble.OTHER_UNIT,
    Trouble.QUALIFIED_TWICE,
}
"""What is told before a kind reads its number: tests/test_tidying.py."""
CHOSEN_OR_DATED = {Trouble.NOT_A_CHOICE, Trouble.NOT_A_DAY, Trouble.TWO_DAYS, Trouble.FAR_DAY}
"""What is wrong with answers that are no numbers: tests/test_choices_and_days.py."""


def test_every_trouble_of_a_cell_is_in_the_table() -> None:
    """The rest belong to the row and its status."""
    of_a_number = {trouble for _, _, trouble in TROUBLES}
    of_the_row = {
        Trouble.UNKNOWN_STATUS,
        Trouble.STATUS_AND_FIGURE,
        Trouble.BOUND_WITHOUT_FIGURE,
        Trouble.ROW_MISSING,
        Trouble.ROW_UNCLEAR,
        Trouble.LABEL_UNCLEAR,
        Trouble.NOT_LAID,
        Trouble.STANDS_TWICE,
    }
    assert of_a_number == set(Trouble) - of_the_row - AMBIGUOUS - CHOSEN_OR_DATED


READ: list[tuple[str, str, str]] = [
    ("flow", "0", "0"),
    ("flow", "9.0", "9"),
    ("flow", "1E3", "1000"),
    ("flow", "1000000000000", "1000000000000"),
    ("money", "-1234.50", "-1234.5"),
    ("money", "0.1", "0.1"),
    ("fte", "0.25", "0.25"),
    ("stated-percentage", "88%", "88"),
    ("stated-percentage", "88", "88"),
    ("stated-percentage", "0.5%", "0.5"),
    ("stated-percentage", "0", "0"),
    ("stated-percentage", "100%", "100"),
    ("stated-change", "-12.5%", "-12.5"),
    ("stated-change", "250%", "250"),
]


@pytest.mark.parametrize(("key", "text", "number"), READ)
def test_what_can_be_read_is_that_number(key: str, text: str, number: str) -> None:
    """Exactly, in the measure's own unit: 88% is 88, with its sign or without."""
    assert KINDS[key].read(a_cell(text)) == Quantity(Decimal(number))


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_an_empty_cell_is_blank_and_not_nought(kind: Kind) -> None:
    """Spaces are nothing too; a formula without a result is not nothing."""
    assert kind.read(None) is Missing.BLANK
    assert kind.read(Cell(Typed.TEXT, "  ")) is Missing.BLANK
    if kind.guard:
        assert kind.read(Cell(Typed.UNCALCULATED, "")) is Trouble.UNCALCULATED
        assert kind.read(Cell(Typed.BOOLEAN, "TRUE")) is Trouble.NOT_A_NUMBER
        assert kind.read(Cell(Typed.DATE, "2026-04-01")) is Trouble.NOT_A_NUMBER


def test_words_are_no_figure() -> None:
    """Text is kept beside the figure, not in it."""
    assert KINDS["text"].read(a_cell("9")) is Missing.NOT_APPLICABLE
    assert KINDS["text"].show(Decimal(9)) == "9"


SHOWN = [
    ("flow", "1139", "1,139"),
    ("flow", "0", "0"),
    ("money", "1234.5", "£1,234.50"),
    ("money", "-0.05", "-£0.05"),
    ("money", "0", "£0.00"),
    ("money", "1000000", "£1,000,000.00"),
    ("fte", "0.2500", "0.25"),
    ("fte", "7", "7.0"),
    ("stated-statistic", "10.5", "10.5"),
    ("stated-statistic", "10", "10"),
    ("stated-percentage", "88", "88%"),
    ("stated-percentage", "88.10", "88.1%"),
    ("stated-percentage", "100", "100%"),
    ("stated-change", "-12.5", "-12.5%"),
    ("ratio", "85.1000", "85.1%"),
    ("rate", "45.0000", "45.0"),
]


@pytest.mark.parametrize(("key", "number", "words"), SHOWN)
def test_a_number_is_shown_with_no_more_places_than_it_needs(key: str, number: str, words: str) -> None:
    """Money always with pence, a percentage always with its sign."""
    assert KINDS[key].show(Decimal(number)) == words


# A stated percentage and the counts that give it.

FITTING = [
    ("75", 236, [176, 177, 178]),
    ("40", 236, [94, 95]),
    ("34", 236, [80, 81]),
    ("79", 236, [186, 187]),
    ("95", 20, [19]),
    ("60", 20, [12]),
    ("88", 117, [103]),
    ("88", 5, []),
    ("100", 117, [117]),
    ("0", 117, [0]),
    ("50", 1, []),
    ("12.5", 8, [1]),
    ("33.3", 3, [1]),
    ("33.4", 3, []),
    ("0.5", 1000, [5]),
    ("50", 0, []),
]


@pytest.mark.parametrize(("stated", "base", "counts"), FITTING)
def test_the_counts_that_give_a_stated_percentage(stated: str, base: int, counts: list[int]) -> None:
    """Rounded half up, to the places it is stated to."""
    assert list(counts_that_give(Decimal(stated), base)) == counts


@given(st.integers(1, 3000), st.data())
def test_a_count_fits_exactly_if_it_rounds_to_what_is_stated(base: int, data: st.DataObject) -> None:
    """Any count rounds to a percentage that it fits, and the counts beside the fitting ones do not."""
    count = data.draw(st.integers(0, base))
    places = data.draw(st.integers(0, 2))
    stated = round_half_up(Fraction(100 * count, base), places)
    # 12.50% is typed as 12.5%, so the places it is stated to are those it needs.
    needed = max(0, -int(stated.normalize().as_tuple().exponent))
    fitting = counts_that_give(stated, base)
    assert list(fitting) == [
        one for one in range(base + 1) if round_half_up(Fraction(100 * one, base), needed) == stated
    ]
    assert count in fitting or needed < places


IMPLIED: list[tuple[Given, Given, int | None]] = [
    (Quantity(Decimal(88)), Quantity(Decimal(117)), 103),
    (Quantity(Decimal(60)), Quantity(Decimal(20)), 12),
    (Quantity(Decimal(0)), Quantity(Decimal(117)), 0),
    (Quantity(Decimal(75)), Quantity(Decimal(236)), None),
    (Quantity(Decimal(88)), Quantity(Decimal(5)), None),
    (Quantity(Decimal(88), Bound.ABOUT), Quantity(Decimal(117)), None),
    (Quantity(Decimal(88)), Quantity(Decimal(117), Bound.AT_LEAST), None),
    (Quantity(Decimal(88)), Quantity(Decimal("117.5")), None),
    (Missing.NOT_KNOWN, Quantity(Decimal(117)), None),
    (Quantity(Decimal(88)), Missing.BLANK, None),
]


@pytest.mark.parametrize(("stated", "base", "count"), IMPLIED)
def test_a_percentage_implies_a_count_only_where_exactly_one_fits(
    stated: Given, base: Given, count: int | None
) -> None:
    """One of several is not guessed, and what is about something implies nothing."""
    assert implied_count(stated, base) == count


# The guard, as a spreadsheet and a reader both take it.

NOUGHT, HUNDRED = Decimal(0), Decimal(100)
LIMITS: dict[str, tuple[int, Decimal | None, Decimal | None]] = {
    **dict.fromkeys(COUNTS, (0, NOUGHT, None)),
    "ratio": (4, NOUGHT, HUNDRED),
    "rate": (4, NOUGHT, None),
    "stated-percentage": (4, NOUGHT, HUNDRED),
    "stated-change": (4, None, None),
    **dict.fromkeys(NUMBERS, (4, NOUGHT, None)),
    "change": (4, Decimal(-100), None),
    "occupancy": (4, NOUGHT, None),
    "sample": (4, NOUGHT, HUNDRED),
    "score-pair": (4, None, None),
    "money": (2, None, None),
    "fte": (4, NOUGHT, None),
}


def test_what_each_kind_lets_pass() -> None:
    """How many places, from what, to what."""
    guards = {key: kind.guard for key, kind in GUARDED.items() if kind.guard}
    assert {key: (guard.places, guard.minimum, guard.maximum) for key, guard in guards.items()} == LIMITS


@pytest.mark.parametrize("kind", GUARDED.values(), ids=list(GUARDED))
def test_a_guard_shows_as_many_places_as_it_keeps(kind: Kind) -> None:
    """A spreadsheet never hides a digit that was typed; what is computed is shown to one place."""
    assert kind.guard
    places = kind.guard.number_format.split(";")[0].partition(".")[2].rstrip("%")
    assert len(places) == (1 if kind.figure is not None else kind.guard.places)
    assert kind.guard.number_format.split(";")[0].endswith("%") == kind.is_percent
    assert kind.guard.asks.endswith(".")
