"""The page of a Document: the words of its workbook, none of them markup, and every way through it leads somewhere."""

import re
import warnings
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from openpyxl import load_workbook

from commissioning.model.document import (
    Chart,
    Column,
    Document,
    Look,
    Number,
    Piece,
    Shape,
    Sheet,
    Table,
    Trend,
    Words,
)
from commissioning.model.expression import Addition, Count, Ratio, Term
from commissioning.model.quantity import Bound, Missing, Quantity
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.work.publishing import gather
from commissioning.work.shipped import shipped
from commissioning.work.workspace import Workspace
from commissioning.writers.amounts import formatted, given_of, in_words, numbers_of
from commissioning.writers.dress import Dress
from commissioning.writers.html import write_html
from commissioning.writers.text import document_text
from commissioning.writers.workbook import write_workbook
from tests.worked import ACTOR, PERIODS

DRESS = Dress(shipped("templates"))


def a_table(*rows: tuple[Piece, ...], charts: tuple[Chart, ...] = ()) -> Table:
    """A table with a heading for each column: First, Second, Third."""
    names = ("First", "Second", "Third", "Fourth", "Fifth")
    columns = tuple(Column(name, 20) for name in names[: len(rows[0])])
    return Table("A table", columns, rows, charts=charts)


def a_document(*tables: Table, lead: str = "") -> Document:
    """One sheet, named Sheet."""
    return Document("A report", "What it is about", (Sheet("Sheet", "A sheet", (Words(lead),), tables),))


def a_page(*tables: Table) -> Any:
    """The document as a browser would take it apart."""
    return html.fromstring(write_html(a_document(*tables), DRESS))


def a_count(value: int, **more: Any) -> Number:
    """A number of things."""
    return Number(Quantity(Decimal(value)), "flow", **more)


def worked_document(workspace: Workspace, period: str) -> Document:
    """A worked period's workbook before it is a file."""
    return monitoring_workbook(period, gather(workspace, read_period(period), ACTOR))


HOSTILE = [
    "<script>alert(1)</script>",
    "</td></table><h1>Hello",
    "=1+1",
    "\"><img src=x onerror='alert(1)'>",
    "{{ document.title }} {% raw %}",
    "O'Brien & Daughters “said” 😀",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_was_typed_is_shown_as_it_was_typed(words: str) -> None:
    """In a cell, a title, a heading, a note, a lead and a picture; it never becomes markup."""
    chart = Chart(words, Shape.COLUMNS, 0, (1,), 0, 0)
    table = Table(words, (Column(words, 9), Column(words, 9)), ((Words(words), a_count(1)),), (words,), charts=(chart,))
    page = html.fromstring(write_html(Document(words, words, (Sheet("S", words, (Words(words),), (table,)),)), DRESS))
    shown = [text.strip() for text in page.itertext()]
    assert shown.count(words) >= 7
    assert not page.xpath("//script | //img | //table//h1 | //*[@onerror]")
    assert not [link for link in page.xpath("//a/@href") if not link.startswith("#")]


@pytest.mark.parametrize("period", PERIODS)
def test_a_page_needs_nothing_from_elsewhere(worked_workspace: Workspace, period: str) -> None:
    """No script, no picture, style or font by address, and a policy that would refuse them."""
    text = write_html(worked_document(worked_workspace, period), DRESS).decode()
    page = html.fromstring(text)
    assert not page.xpath("//script | //iframe | //object | //img | //*[@src] | //link[not(@href='data:,')]")
    assert "http" not in text.replace("http-equiv", "")
    assert "@import" not in text
    assert "url(" not in text
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert page.get("lang") == "en-GB"


def test_equal_documents_give_equal_bytes(worked_workspace: Workspace) -> None:
    first, second = (write_html(worked_document(worked_workspace, "2025-26-Q2"), DRESS) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("period", PERIODS)
def test_every_way_through_a_page_leads_somewhere(worked_workspace: Workspace, period: str) -> None:
    """Each link is to an id of the page, and no id stands twice."""
    page = html.fromstring(write_html(worked_document(worked_workspace, period), DRESS))
    ids = page.xpath("//@id")
    links = page.xpath("//a/@href")
    assert len(ids) == len(set(ids))
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)


# The words of a number. Expected as a spreadsheet shows the number in its format, by hand.

FORMATTED = [
    ("1234", "#,##0", "1,234"),
    ("1234567", "#,##0", "1,234,567"),
    ("0", "#,##0", "0"),
    ("0.725", "0.0%", "72.5%"),
    ("0.7249", "0.0%", "72.5%"),
    ("0.88", "0.####%", "88%"),
    ("0.123456", "0.####%", "12.3456%"),
    ("5", "0.0###", "5.0"),
    ("0.25", "0.0###", "0.25"),
    ("12.3456", "0.0###", "12.3456"),
    ("-50", "£#,##0.00", "-£50.00"),
    ("1139", "£#,##0.00", "£1,139.00"),
    ("0.005", "£#,##0.00", "£0.01"),
    ("-0.001", "£#,##0.00", "£0.00"),
    ("0.08", "+0.##%;-0.##%;0%", "+8%"),
    ("-0.105", "+0.##%;-0.##%;0%", "-10.5%"),
    ("0", "+0.##%;-0.##%;0%", "0%"),
    ("2.50", "General", "2.5"),
    ("1000", "General", "1000"),
]


@pytest.mark.parametrize(("value", "number_format", "words"), FORMATTED)
def test_a_number_is_said_as_its_format_shows_it(value: str, number_format: str, words: str) -> None:
    assert formatted(Fraction(value), number_format) == words


def test_bounds_gaps_and_provisional_figures_are_said_in_words() -> None:
    """At least 3 and 2 more is at least 5; a sum over a gap has none."""
    least = Number(Quantity(Decimal(3), Bound.AT_LEAST), "flow", name="a")
    two, gap = a_count(2, name="b"), Number(Missing.NOT_KNOWN, "flow", name="c")
    total = Number(Missing.NOT_ADDED, "flow", Addition((Term("a"), Term("b"))), provisional=True)
    lost = Number(Missing.NOT_ADDED, "flow", Addition((Term("a"), Term("c"))))
    page = a_page(a_table((least, two, gap, total, lost)))
    assert [cell.text_content() for cell in page.xpath("//tbody//td")] == [
        "at least 3",
        "2",
        "not known",
        "at least 5 [p]",
        "not known",
    ]


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_has_the_same_words_as_in_the_workbook(worked_workspace: Workspace, period: str) -> None:
    """Read from the workbook's own cells and number formats, which the page never sees, sheet by sheet in order."""
    document = worked_document(worked_workspace, period)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparkline")  # openpyxl says that it leaves small lines out.
        book = load_workbook(BytesIO(write_workbook(document, DRESS)), data_only=True)
    page = html.fromstring(write_html(document, DRESS))
    for number, sheet in enumerate(document.sheets, 1):
        there = [text for row in book[sheet.name].iter_rows() for cell in row for text in figure_in(cell)]
        here = page.xpath(f"//section[@id='sheet-{number}']//tbody//td[contains(@class, 'number')]")
        # Gaps are words in a workbook, like any others.
        assert [cell.text_content() for cell in here if "gap" not in cell.get("class")] == there
    assert len(list(numbers_of(document))) == len(page.xpath("//tbody//td[contains(@class, 'number')]"))


def figure_in(cell: Any) -> Iterator[str]:
    """A number in a cell as its number format shows it, worked out here from the format's own characters."""
    if not isinstance(cell.value, int | float):
        return
    sections = cell.number_format.split(";")
    section = sections[0 if cell.value > 0 else -1 if cell.value == 0 else min(1, len(sections) - 1)]
    section = re.sub("_.", "", section)  # Room as wide as the next character, which nobody reads.
    before, core, after = re.fullmatch(r'((?:"[^"]*")?)([^"]*)((?:"[^"]*")?)', section).groups()
    places = len(core.rstrip("%").partition(".")[2])
    value = Decimal(format(cell.value * (100 if "%" in core else 1), ".13g"))
    digits = f"{abs(value).quantize(Decimal(1).scaleb(-places), 'ROUND_HALF_UP'):{',' if ',' in core else ''}f}"
    for _ in range(core.count("#", core.find(".")) if "." in core else 0):
        digits = digits.removesuffix("0")
    sign = core[0] if core[0] in "+-" else "-" if value < 0 else ""
    pound, percent = ("£" if "£" in core else ""), ("%" if "%" in core else "")
    yield f"{before}{sign}{pound}{digits.removesuffix('.')}{percent}{after}".replace('"', "")


def test_a_named_number_is_a_place_and_others_lead_to_it() -> None:
    """A number that says where it leads, one that repeats another, and words that lead to a sheet."""
    page = a_page(
        a_table((Words("Row"), a_count(7, name=("key", 1)), a_count(9, to=("key", 1)))),
        a_table((Words("See", to="Sheet"), a_count(7, expression=Term(("key", 1))), Words(""))),
    )
    [place] = page.xpath("//td[.='7' and @id]/@id")
    assert page.xpath("//a[.='9']/@href") == [f"#{place}"]
    assert page.xpath("//a[.='7']/@href") == [f"#{place}"]
    assert page.xpath("//a[.='See']/@href") == ["#sheet-1"]


def test_a_computed_figure_says_how_it_comes_about() -> None:
    """In words with ways to its terms, folded away under its table; a Sum of many terms by how many they are."""
    parts = [(Words(f"Part {n}"), a_count(n, name=n)) for n in range(1, 11)]
    total = (Words("Share"), a_count(0, expression=Ratio(Term(1), Term(2))))
    many = (Words("Many"), a_count(10, expression=Count(tuple(Term(n) for n in range(1, 11)))))
    page = a_page(a_table(*parts), a_table(total, many))
    share, count = (" ".join(it.text_content().split()) for it in page.xpath("//details//li"))
    assert share == "Share, Second: Sheet: Part 1 out of Sheet: Part 2 = 1"
    assert count == "Many, Second: from 10 figures, the first Sheet: Part 1, the last Sheet: Part 10 = 10"
    assert page.xpath("//details//a/@href") == ["#n1", "#n2", "#n1", "#n10"]


def test_a_table_is_a_table_to_those_who_hear_it() -> None:
    """A caption, headings of columns, and a heading for each row: its strong words, or its first."""
    page = a_page(
        a_table((Words("Refuge"), Words("Referrals", Look.STRONG), a_count(57)), (Words("A"), Words("B"), a_count(1)))
    )
    assert page.xpath("//caption/text()") == ["A table"]
    assert page.xpath("//thead//th[@scope='col']/text()") == ["First", "Second", "Third"]
    assert page.xpath("//th[@scope='row']/text()") == ["Referrals", "A"]
    assert page.xpath("//thead//th[contains(@class, 'number')]/text()") == ["Third"]


def test_a_rating_is_a_word_with_a_colour() -> None:
    """Never a colour alone; what is not rated is plain."""
    page = a_page(a_table(*((Words(word, Look.RATING),) for word in ("Green", "Amber", "Red", "not rated"))))
    cells = page.xpath("//tbody//*[contains(@class, 'rating')]")
    assert [(cell.text_content().strip(), cell.get("class")) for cell in cells] == [
        ("Green", "rating good"),
        ("Amber", "rating warn"),
        ("Red", "rating bad"),
        ("not rated", "rating none"),
    ]


def luminance(colour: str) -> Fraction:
    """How light a colour is, by the formula of the Web Content Accessibility Guidelines 2.1."""

    def part(at: int) -> float:
        share = int(colour[at : at + 2], 16) / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    return Fraction(0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5))


INK_ON = [
    ("ink", "#FFFFFF"),
    ("ink", "band"),
    ("ink", "warn"),
    ("quiet", "#FFFFFF"),
    ("quiet", "band"),
    ("heading", "#FFFFFF"),
    ("heading", "band"),
    ("heading_ink", "heading"),
    ("#14532d", "good"),
    ("#6b4700", "warn"),
    ("#8a1c12", "bad"),
]


@pytest.mark.parametrize(("ink", "ground"), INK_ON)
def test_words_stand_out_from_what_is_behind_them(ink: str, ground: str) -> None:
    """By 4.5 to 1 at least, as the guidelines' level AA asks of ordinary text."""
    colours = DRESS.theme["colours"]
    lighter, darker = sorted((luminance(colours.get(name, name)) for name in (ink, ground)), reverse=True)
    assert (lighter + Fraction(5, 100)) / (darker + Fraction(5, 100)) >= Fraction(9, 2)


QUARTERS = (
    (Words("Q1"), a_count(10), a_count(4)),
    (Words("Q2"), Number(Missing.NOT_KNOWN, "flow"), a_count(6)),
    (Words("Q3"), a_count(20), Number(Quantity(Decimal(8), Bound.AT_LEAST), "flow")),
)


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize(("across", "names"), [(False, ["Second", "Third"]), (True, ["Q1", "Q2", "Q3"])])
def test_a_chart_draws_what_its_table_says(shape: Shape, *, across: bool, names: list[str]) -> None:
    """A mark for each number and none for a gap; its series by name, and everything again in words."""
    page = a_page(a_table(*QUARTERS, charts=(Chart("Referrals", shape, 0, (1, 2), 0, 2, across=across),)))
    marks = page.xpath("//figure/svg//*[name()='rect' or name()='circle']/title/text()")
    assert len(marks) == 5
    assert sorted(mark.rpartition(" ")[2] for mark in marks) == ["10", "20", "4", "6", "8"]
    assert [name.strip() for name in page.xpath("//figure/ul/li//text()") if name.strip()] == names
    [said] = page.xpath("//figure/svg/desc/text()")
    assert "not known" in said
    assert "at least 8" in said
    assert page.xpath("//figure/svg/title/text()") == ["Referrals"]


def test_columns_are_as_high_as_their_numbers() -> None:
    """20 is twice as high as 10 on one scale from nought, and ends where the axis says 20."""
    rows = tuple((Words(name), a_count(value)) for name, value in (("a", 10), ("b", 20), ("c", 0)))
    page = a_page(a_table(*rows, charts=(Chart("C", Shape.COLUMNS, 0, (1,), 0, 2),)))
    ten, twenty, nought = (Decimal(height) for height in page.xpath("//figure/svg//rect/@height"))
    assert twenty == 2 * ten
    assert nought == 0
    [tick] = page.xpath("//figure/svg/text[@text-anchor='end' and .='20']/@y")
    assert Decimal(tick) - 4 == Decimal(page.xpath("//figure/svg//rect/@y")[1])


def test_bars_below_nought_go_the_other_way() -> None:
    """From the axis to the left, as long as one above it."""
    rows = (
        (Words("up"), Number(Quantity(Decimal(50)), "money")),
        (Words("down"), Number(Quantity(Decimal(-50)), "money")),
    )
    page = a_page(a_table(*rows, charts=(Chart("C", Shape.BARS, 0, (1,), 0, 1),)))
    up, down = page.xpath("//figure/svg//rect")
    assert up.get("width") == down.get("width")
    assert Decimal(down.get("x")) + Decimal(down.get("width")) == Decimal(up.get("x"))
    assert "-£50.00" in page.xpath("//figure/svg/text/text()")


def test_a_line_breaks_where_a_number_is_missing() -> None:
    """10, a gap, 20: two pieces; 4, 6, 8: one."""
    page = a_page(a_table(*QUARTERS, charts=(Chart("C", Shape.LINE, 0, (1, 2), 0, 2),)))
    assert len(page.xpath("//figure/svg/polyline[@class='stroke-0']")) == 2
    assert len(page.xpath("//figure/svg/polyline[@class='stroke-1']")) == 1


@pytest.mark.parametrize("values", [(), (0, 0), (5,), (1, 2, 3)])
def test_a_small_line_is_drawn_from_any_numbers(values: tuple[int, ...]) -> None:
    """None, all alike, one, or rising; its numbers are its words."""
    row = (Words("Row"), *(a_count(value) for value in values), Trend(1, len(values)))
    page = a_page(a_table(row))
    assert page.xpath("//svg/desc/text()") == ([", ".join(map(str, values))] if values else [])
    assert len(page.xpath("//svg//circle")) == (1 if values else 0)


def test_plain_text_has_every_figure_whole_and_no_long_line(worked_workspace: Workspace) -> None:
    """What a command prints: every number as the page shows it, in one piece, in lines of at most 100 characters."""
    document = worked_document(worked_workspace, "2025-26-Q2")
    text = document_text(document)
    given = given_of(document)
    assert max(map(len, text.splitlines())) <= 100
    figures = [in_words(number, given) for number in numbers_of(document)]
    assert [figure for figure in figures if figure not in text] == []


def test_a_table_in_plain_text_has_its_figures_under_each_other() -> None:
    """To the right; one with no room for its words in a line is said row by row."""
    table = a_table((Words("Refuge"), a_count(1234)), (Words("All"), a_count(9)))
    assert document_text(a_document(table)).splitlines()[2:] == [
        "A table",
        "First   Second",
        "Refuge   1,234",
        "All          9",
    ]
    wide = a_table((Words("x" * 40), Words("y" * 40), Words("z" * 40)))
    assert document_text(a_document(wide)).splitlines()[3:] == [
        f"First: {'x' * 40}; Second: {'y' * 40};",
        f"    Third: {'z' * 40}",
    ]


def test_the_page_is_chosen_by_the_ending_of_the_file(tmp_path: Path) -> None:
    """Whatever the case of its letters; another ending is refused with those there are."""
    from commissioning.errors import CommissioningError
    from commissioning.writers import writer_for

    assert writer_for(tmp_path / "Workbook.HTML").format == "html"
    assert writer_for(tmp_path / "workbook.xlsx").format == "xlsx"
    with pytest.raises(CommissioningError, match=r"ending \.html \(a page for a browser\) or \.txt .* or \.xlsx"):
        writer_for(tmp_path / "workbook.pdf")
