"""What is typed for a figure is read where it can only mean one, with each change named, and asked about where not."""

from decimal import Decimal

import pytest

from commissioning.model.quantity import Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer, Tidying, Trouble
from commissioning.returns.characters import plain
from tests.builders import a_return, a_specification, some_terms

SPECIFICATION = a_specification(some_terms('measure.surveys.unit = "women"\nmeasure.staff.unit = "FTE"'))


CALLS = a_specification(some_terms('measure.accepted.unit = "calls"\nmeasure.surveys.unit = "enquiries a day"'))


@pytest.mark.parametrize("line", ["accepted 1,223 calls", "surveys 1,223 enquiries", "surveys 1,223 enquiries a day"])
def test_the_rows_own_unit_is_read_in_its_evident_forms(line: str) -> None:
    """Its first word, where more words say how often."""
    code, _, _ = line.partition(" ")
    found = [answer for answer in a_return(line, CALLS).returned.answers if answer.key.code == code]
    assert [(one.given, set(one.tidied)) for one in found] == [(number("1223"), {Tidying.SEPARATORS, Tidying.UNIT})]


def answer(line: str) -> Answer:
    """The one answer of a line, as it is read."""
    code = line.split(maxsplit=1)[0]
    [found] = [answer for answer in a_return(line, SPECIFICATION).returned.answers if answer.key.code == code]
    return found


def number(value: str, bound: Bound = Bound.EXACT, standing: Standing = Standing.STATED) -> Quantity:
    return Quantity(Decimal(value), bound, standing)


READ: list[tuple[str, Given, list[Tidying]]] = [
    ("accepted 48", number("48"), []),
    ('accepted "48"', number("48"), [Tidying.AS_TEXT]),
    ('accepted "1,139"', number("1139"), [Tidying.SEPARATORS]),
    ("accepted 1 139", number("1139"), [Tidying.SEPARATORS]),
    ("accepted 1'139'000", number("1139000"), [Tidying.SEPARATORS]),
    ("accepted 1\u2009139", number("1139"), [Tidying.CHARACTERS, Tidying.SEPARATORS]),
    ("accepted 48\u200b", number("48"), [Tidying.CHARACTERS]),
    ("accepted \uff14\uff18", number("48"), [Tidying.CHARACTERS]),
    ("accepted \u200b", Missing.BLANK, []),
    ('spend "£1,139.50"', number("1139.50"), [Tidying.SEPARATORS, Tidying.CURRENCY]),
    ("spend 1139 GBP", number("1139"), [Tidying.CURRENCY]),
    ("spend -£5", number("-5"), [Tidying.CURRENCY]),
    ("spend £-5.20", number("-5.20"), [Tidying.CURRENCY]),
    ("spend (120)", number("-120"), [Tidying.NEGATIVE]),
    ("spend 120.50-", number("-120.50"), [Tidying.NEGATIVE]),
    ("waiting \u22125%", number("-5"), [Tidying.CHARACTERS, Tidying.PERCENT]),
    ("waiting +5 per cent", number("5"), [Tidying.PERCENT]),
    ("satisfied 50 %", number("50"), [Tidying.PERCENT]),
    ('satisfied "50"', number("50"), [Tidying.AS_TEXT]),
    ("staff 7.5 WTE", number("7.5"), [Tidying.UNIT]),
    ("surveys 12 women", number("12"), [Tidying.UNIT]),
    ("surveys 1 woman", number("1"), [Tidying.UNIT]),
    ("accepted 12 persons", number("12"), [Tidying.UNIT]),
    ("accepted <5", number("5", Bound.FEWER_THAN), [Tidying.QUALIFIER]),
    ("accepted fewer than 5 people", number("5", Bound.FEWER_THAN), [Tidying.UNIT, Tidying.QUALIFIER]),
    ("accepted <5 | fewer than", number("5", Bound.FEWER_THAN), [Tidying.QUALIFIER]),
    ("spend c. 40", number("40", Bound.ABOUT), [Tidying.QUALIFIER]),
    ("spend ca 40", number("40", Bound.ABOUT), [Tidying.QUALIFIER]),
    ("spend approx 12", number("12", Bound.ABOUT), [Tidying.QUALIFIER]),
    ("spend 12 (est.)", number("12", Bound.ABOUT), [Tidying.QUALIFIER]),
    ("spend at least 12", number("12", Bound.AT_LEAST), [Tidying.QUALIFIER]),
    ("spend >=12", number("12", Bound.AT_LEAST), [Tidying.QUALIFIER]),
    ("spend 40+", number("40", Bound.AT_LEAST), [Tidying.QUALIFIER]),
    ("spend over £40", number("40", Bound.OVER), [Tidying.CURRENCY, Tidying.QUALIFIER]),
    ("spend 5 or less", number("5", Bound.UP_TO), [Tidying.QUALIFIER]),
    ("accepted 12 (tbc)", number("12", standing=Standing.TO_BE_CONFIRMED), [Tidying.QUALIFIER]),
    ("accepted nil", number("0"), [Tidying.NOUGHT]),
    ("accepted None", number("0"), [Tidying.NOUGHT]),
    ("accepted n/a", Missing.NOT_APPLICABLE, [Tidying.GAP]),
    ("accepted Not known", Missing.NOT_KNOWN, [Tidying.GAP]),
    ("accepted N/A | not applicable", Missing.NOT_APPLICABLE, [Tidying.GAP]),
    ("accepted | Don’t know", Missing.NOT_KNOWN, [Tidying.STATUS]),
    ("accepted | N/A", Missing.NOT_APPLICABLE, [Tidying.STATUS]),
    ("accepted 4 | Less than", number("4", Bound.FEWER_THAN), [Tidying.STATUS]),
    ("accepted 4 | provisional", number("4", standing=Standing.TO_BE_CONFIRMED), [Tidying.STATUS]),
]


@pytest.mark.parametrize(("line", "given", "changes"), READ)
def test_what_can_only_mean_one_figure_is_read_and_every_change_named(
    line: str, given: Given, changes: list[Tidying]
) -> None:
    found = answer(line)
    assert (found.given, found.trouble, list(found.tidied)) == (given, None, changes)


ASKED = [
    ("accepted 1,5", Trouble.TWO_READINGS),
    ("accepted 1,13", Trouble.TWO_READINGS),
    ('accepted "1.139"', Trouble.TWO_READINGS),
    ('accepted "1.139.000"', Trouble.TWO_READINGS),
    ("spend £1.139,50", Trouble.TWO_READINGS),
    ('spend "1.139"', Trouble.TWO_READINGS),
    ('staff "7,125"', Trouble.TWO_READINGS),
    ("accepted 12/13", Trouble.TWO_FIGURES),
    ("accepted 05/04", Trouble.TWO_FIGURES),
    ("accepted 3-4", Trouble.TWO_FIGURES),
    ("accepted 3 – 4", Trouble.TWO_FIGURES),
    ("accepted 5 or 6", Trouble.TWO_FIGURES),
    ("accepted 12 of 20", Trouble.TWO_FIGURES),
    ("accepted 12 13", Trouble.TWO_FIGURES),
    ("accepted 05/04/2025", Trouble.A_DATE),
    ("accepted 2025-06-30", Trouble.A_DATE),
    ("accepted -", Trouble.A_DASH),
    ("accepted —", Trouble.A_DASH),
    ("accepted c. 40", Trouble.BOUND_NOT_OFFERED),
    ("accepted 40+", Trouble.BOUND_NOT_OFFERED),
    ("accepted tbc", Trouble.BOUND_WITHOUT_FIGURE),
    ("accepted £12", Trouble.OTHER_UNIT),
    ("spend €12", Trouble.OTHER_UNIT),
    ("accepted 48%", Trouble.OTHER_UNIT),
    ('accepted "48%"', Trouble.OTHER_UNIT),
    ("accepted 3 households", Trouble.OTHER_UNIT),
    ("accepted <5 | to be confirmed", Trouble.QUALIFIED_TWICE),
    ("accepted n/a | not known", Trouble.QUALIFIED_TWICE),
    ("spend c. 40 (tbc)", Trouble.QUALIFIED_TWICE),
    ("accepted 48 | N/A", Trouble.STATUS_AND_FIGURE),
    ('satisfied "0.5"', Trouble.UNCLEAR_PERCENT),
    ("accepted (120)", Trouble.NEGATIVE),
    ("accepted 12²", Trouble.NOT_A_NUMBER),
    ("accepted 7½", Trouble.NOT_A_NUMBER),
    ("accepted ٣", Trouble.NOT_A_NUMBER),
    ('accepted "+5"', Trouble.NOT_A_NUMBER),
    ("accepted 12 see below", Trouble.NOT_A_NUMBER),
    ("accepted overall 5", Trouble.NOT_A_NUMBER),
    ("spend £1m", Trouble.NOT_A_NUMBER),
    ("spend (12", Trouble.NOT_A_NUMBER),
]


@pytest.mark.parametrize(("line", "trouble"), ASKED)
def test_what_could_mean_two_things_is_asked_about_and_not_read(line: str, trouble: Trouble) -> None:
    found = answer(line)
    assert (found.given, found.trouble, found.tidied) == (Missing.UNREADABLE, trouble, ())


def test_a_figure_typed_in_other_words_is_kept_as_it_was_typed() -> None:
    """What is shown to people is what they typed."""
    found = answer("spend £1,139.50 (tbc)")
    assert (found.typed, found.status) == ("£1,139.50 (tbc)", "")


def test_small_figures_above_the_line_stay_what_they_are() -> None:
    """A footnote's 2 would make a hundred and twenty-two of 12."""
    assert [plain(text) for text in ("12²", "⑫", "Ｆ１\u00a0 2")] == ["12²", "⑫", "f1 2"]
