"""What was asked of money, clause by clause: where each is, and the test that shows it, by `cases/every-penny.csv`."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

from commissioning.checks import catalogue

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "tests" / "cases" / "every-penny.csv"
PARTS = ("Terms", "Money in", "Answers", "Checks", "Shown by")


def rows() -> list[dict[str, str]]:
    """The table's rows, by the names of its columns."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows()


@cache
def named_in(path: str) -> frozenset[str]:
    """The tests of a file, those of a class with its name before them: `TestBilling::test_a_correction`."""
    body = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    own = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    inner = {f"{one.name}::{node.name}" for one in classes for node in one.body if isinstance(node, ast.FunctionDef)}
    return frozenset(name for name in own | inner if name.rpartition("::")[2].startswith("test_"))


def called(row: dict[str, str]) -> str:
    """A row as a test is called by it."""
    return row["clause"]


@pytest.mark.parametrize("row", ROWS, ids=called)
def test_each_clause_is_somewhere_and_a_test_shows_it(row: dict[str, str]) -> None:
    """Its file is there, and the test that it names is in the file that it names."""
    assert all(row.values())
    assert (ROOT / row["where"]).is_file()
    path, _, name = row["shown by"].partition("::")
    assert name in named_in(path)


def test_each_clause_stands_once_and_in_its_part() -> None:
    """The parts come one after another, none is left out."""
    parts = [row["part"] for row in ROWS]
    assert tuple(dict.fromkeys(parts)) == PARTS
    assert parts == sorted(parts, key=PARTS.index)
    assert len({called(row) for row in ROWS}) == len(ROWS)


def test_each_check_that_is_named_is_declared() -> None:
    """By its code."""
    declared = {check.code for _, checks in catalogue() for check in checks}
    named = {code for row in ROWS if row["part"] == "Checks" for code in re.findall(r"\b[BK]\d{3}\b", row["clause"])}
    assert named
    assert named <= declared
