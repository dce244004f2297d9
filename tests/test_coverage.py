"""Every row of the facts has a home: in contract text or in a return, and the place named holds what it must."""

import csv
import importlib.util
import re
import tomllib
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

ROOT = Path(__file__).parent.parent
FACTS = ROOT / "tests" / "facts"
A_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})+|[0-9]+(?:\.[0-9]+)?")
STATED_IN_WORDS = re.compile(r"\b(two|three|twice|half|month|monthly|quarterly|annual|annually|yearly)\b")
LINES_OF_THE_PAPER = re.compile(r"\(l\.[0-9]+\)")
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    """The rows of one table of facts."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SEED = {row["id"]: row for row in rows("seed_facts.csv")}
COVERAGE = rows("coverage.csv")
PLACES = [row for row in COVERAGE if row["file"]]
EXCUSED = [row for row in COVERAGE if not row["file"]]


def numbers(text: str) -> set[Decimal]:
    """Every number in a text, `1.1m` and `40k` written out; a date gives its year, month and day."""
    plain = LINES_OF_THE_PAPER.sub("", text)
    for letter, zeros in (("k", 3), ("m", 6)):
        plain = re.sub(rf"([0-9.]+){letter}\b", lambda found, by=zeros: str(int(Decimal(found[1]) * 10**by)), plain)
    return {Decimal(number.replace(",", "")) for number in A_NUMBER.findall(plain)}


@cache
def contract_file(name: str) -> dict[str, Any]:
    """A contract's text, as TOML reads it."""
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


@cache
def returned(name: str) -> openpyxl.Workbook:
    """A return, by an independent reader."""
    return openpyxl.load_workbook(ROOT / name, data_only=True)


def text_at(name: str, path: str) -> str:
    """What stands at a key of contract text; a number in the path counts tables of a list from 1."""
    found: Any = contract_file(name)
    for part in path.split("."):
        found = found[int(part) - 1] if isinstance(found, list) else found[part]
    assert not isinstance(found, dict | list), path
    return str(found)


def shown_at(name: str, place: str) -> str:
    """What a return's cell says to a person: `over 40`, `75%`, `236`; or its words."""
    sheet, _, address = place.rpartition("!")
    cell = returned(name)[sheet][address]
    if isinstance(cell.value, str):
        return cell.value
    percent = "%" in cell.number_format
    number = Decimal(str(cell.value)) * (100 if percent else 1)
    status = cell.offset(0, 1).value
    return f"{status or ''} {number.normalize():f}{'%' if percent else ''}".strip()


def is_same(there: str, what: str) -> bool:
    """Whether two texts are one number, however written."""
    try:
        return Decimal(there) == Decimal(what)
    except InvalidOperation:
        return False


def test_every_fact_has_its_rows_and_no_other_has_any() -> None:
    """In the order of the facts of each paper, so that a gap is seen."""
    assert {row["fact"] for row in COVERAGE} == set(SEED)
    assert not {row["fact"] for row in PLACES} & {row["fact"] for row in EXCUSED}


@pytest.mark.parametrize("row", EXCUSED, ids=lambda row: row["fact"])
def test_no_fact_with_a_number_a_date_or_a_share_is_excused(row: Row) -> None:
    """Only what states none of these may stay outside, and says why."""
    fact = SEED[row["fact"]]
    for words in (fact["value"], fact["period"]):
        assert not numbers(words), fact
        assert not STATED_IN_WORDS.search(words.lower()), fact
    assert row["what"].endswith(".")


@pytest.mark.parametrize("row", PLACES, ids=lambda row: f"{row['fact']} {row['where']}")
def test_the_place_named_is_there_and_holds_what_is_said(row: Row) -> None:
    """A key of a contract file, or a cell of a return."""
    is_text = row["file"].endswith(".toml")
    there = text_at(row["file"], row["where"]) if is_text else shown_at(row["file"], row["where"])
    if any(character.isalpha() for character in row["what"]) and not re.match(r"(over|about) [0-9]", row["what"]):
        assert row["what"].lower() in there.lower()
    else:
        assert there == row["what"] or is_same(there, row["what"]) or (is_text and row["what"] in there)


@pytest.mark.parametrize("fact", sorted({row["fact"] for row in PLACES}))
def test_every_number_of_a_fact_stands_in_one_of_its_places(fact: str) -> None:
    """Nothing that the paper counts, dates or shares is lost on the way; a return's file name tells its period."""
    held = {number for row in PLACES if row["fact"] == fact for number in numbers(f"{row['what']} {row['file']}")}
    assert numbers(SEED[fact]["value"]) <= held


def test_the_page_for_commissioners_says_the_same() -> None:
    """It is written from these tables."""
    found = importlib.util.spec_from_file_location("coverage_page", ROOT / "scripts" / "coverage.py")
    assert found is not None
    assert found.loader is not None
    page = importlib.util.module_from_spec(found)
    found.loader.exec_module(page)
    assert page.coverage() in (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")


def test_a_place_that_does_not_hold_the_number_is_noticed() -> None:
    """Or the tests above could not fail."""
    assert not is_same(text_at("contracts/worcestershire-marac.toml", "capacity.meetings.amount"), "3")
    assert numbers("GBP 1.1m pa, 40k and 24") == {Decimal(1_100_000), Decimal(40_000), Decimal(24)}
    assert numbers("leads (l.92)") == set()
    assert shown_at("returns/cheshire-east-mycwa-2019-20-H1.xlsx", "Whole family service!G10") == "88%"
