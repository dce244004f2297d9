"""A text file with a table in it: its letters, its separator, and what its values are, without a guess."""

from decimal import Decimal

import pytest

from commissioning.errors import NotOurs
from commissioning.model.returned import Aspect, Cell, Typed
from commissioning.readers import csv, read
from commissioning.work.checking import read_and_check

ROWS = "code,figure\nreferrals,12\n"


def values(content: bytes) -> list[list[str]]:
    """What is read, row by row."""
    cells = read(content).sheets[0].cells
    rows = range(1, max(row for row, _ in cells) + 1)
    return [[cell.text for (at, _), cell in cells.items() if at == row] for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode(),
        ROWS.replace("\n", "\r\n").encode(),
        ROWS.replace("\n", "\r").encode(),
        ROWS.encode("utf-8-sig"),
        ROWS.encode("utf-16"),
        ROWS.encode("utf-16-le"),
        ROWS.encode("utf-16-be"),
        b"\xfe\xff" + ROWS.encode("utf-16-be"),
        ROWS.replace(",", ";").encode(),
        ROWS.replace(",", "\t").encode(),
        ROWS.replace(",", "|").encode(),
        b'"code","figure"\n"referrals","12"',
    ],
)
def test_every_usual_way_of_writing_a_table_is_read(content: bytes) -> None:
    """Whatever its mark, encoding, separator, line ends and quotation marks."""
    assert values(content) == [["code", "figure"], ["referrals", "12"]]
    assert [each.aspect for each in read(content).noticed] == [Aspect.ONE_SHEET]


def test_a_line_that_says_the_separator_is_believed_and_is_no_row_of_values() -> None:
    """Excel writes it. What follows keeps the number of its line."""
    cells = read(b"sep=;\na,b;c\n").sheets[0].cells
    assert {place: cell.text for place, cell in cells.items()} == {(2, 1): "a,b", (2, 2): "c"}


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("12", Cell(Typed.NUMBER, "12", Decimal(12))),
        ("-3.25", Cell(Typed.NUMBER, "-3.25", Decimal("-3.25"))),
        ("-0", Cell(Typed.NUMBER, "0", Decimal(0))),
        ("75%", Cell(Typed.NUMBER, "75%", Decimal("0.75"), percent=True)),
        ("0012", Cell(Typed.TEXT, "0012")),
        ('"1,139"', Cell(Typed.TEXT, "1,139")),
        ("1e3", Cell(Typed.TEXT, "1e3")),
        ("12.", Cell(Typed.TEXT, "12.")),
        ("05/04/2026", Cell(Typed.TEXT, "05/04/2026")),
        ("1234567890123456", Cell(Typed.TEXT, "1234567890123456")),
        ("١٢", Cell(Typed.TEXT, "١٢")),
        (" 12", Cell(Typed.TEXT, " 12")),
        ("=1+1", Cell(Typed.TEXT, "=1+1")),
        ('"two\nlines"', Cell(Typed.TEXT, "two\nlines")),
        ('"said ""so"""', Cell(Typed.TEXT, 'said "so"')),
    ],
)
def test_only_what_is_plainly_a_number_is_one(value: str, cell: Cell) -> None:
    """A nought before other digits makes a code; anything that needs thought is left as text."""
    assert read(f"a,b,c\nx,{value},y\n".encode()).sheets[0].cells[2, 2] == cell


@pytest.mark.parametrize(
    ("encoding", "called"), [("cp1252", "Windows Western European"), ("cp850", "DOS Western European")]
)
def test_an_old_encoding_is_read_and_said_to_be_a_guess(encoding: str, called: str) -> None:
    content = "name,said,cost\na,café naïve façade,£12\nb,déjà vu,£9\n".encode(encoding)
    found = read(content)
    assert [(each.aspect, each.fact) for each in found.noticed] == [
        (Aspect.ONE_SHEET, ""),
        (Aspect.LETTERS_NOT_STATED, called),
    ]
    assert found.sheets[0].cells[2, 3].text == "£12"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'a,b\nc,d\ne,"f\n', "opened and never closed"),
        (b'a,b\nc,d\ne,"f"g\n', "in line 3 of this text file stands where no value begins or ends"),
        (b"a,b\nc,d\n" + b"e," + b"x" * 100_001, "in line 3 of this text file is longer than 100,000 letters"),
        (b"a,b\nc,d\n" + b"," * 20_000, "16,384 columns"),
        (b"hello\nyou\n", "text file without a table"),
        (b"Dear all, please find attached nothing.", "text file without a table"),
        (b"Dear Jo,\nas agreed, here it is, late.\nRegards\n", "text file without a table"),
        (b"<html><table><tr><td>1,2</td></tr></table></html>", "web page, whatever its name says"),
        (
            b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet">,',
            "an XML spreadsheet of 2003",
        ),
        (b"From: jo\nTo: a, b\nCc: c, d\n", "an e-mail"),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_refused_in_plain_words(content: bytes, words: str) -> None:
    with pytest.raises(NotOurs, match=words):
        read(content)


def test_a_text_file_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv, "MOST_CELLS", 3)
    with pytest.raises(NotOurs, match="3 values"):
        read(ROWS.encode())


def test_a_text_file_is_told_that_it_has_no_hidden_sheet_because_it_is_one() -> None:
    """Nothing was taken out of it: a text file cannot hold what says which return it is."""
    told = {finding.code: finding.there for finding in read_and_check(ROWS.encode(), "q1.csv").findings}
    assert "csv keeps one sheet only" in told["I001"]
    assert "missing" not in told["I001"]
