"""The page that says where each fact of the papers lives, from the tables of facts."""

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

FACTS = Path(__file__).parent.parent / "tests" / "facts"
PAPERS = {"S0": "Wirral", "S1": "Staffordshire", "S2": "Worcestershire", "S3": "Cheshire East", "S4": "Trafford"}
Row = dict[str, str]


def coverage() -> str:
    """A table for each authority's paper: every fact, and the contract text or return that holds it."""
    facts, held = _rows("seed_facts.csv"), _rows("coverage.csv")
    places: dict[str, list[Row]] = {}
    for row in held:
        places.setdefault(row["fact"], []).append(row)
    parts = [_counted(facts, held)]
    for seed, authority in sorted(PAPERS.items(), key=lambda paper: paper[1]):
        own = _named_in_full([fact for fact in facts if fact["seed"] == seed])
        lines = [f"| {fact['id']} | {fact['lines']} | {_about(fact)} | {_where(places[fact['id']])} |" for fact in own]
        parts.append("\n".join([f"## {authority}", "", *_HEAD, *lines]))
    return "\n\n".join(parts)


_HEAD = ("| row | lines of the paper | about | what is held, and where |", "|---|---|---|---|")


def _rows(name: str) -> list[Row]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counted(facts: list[Row], held: list[Row]) -> str:
    files = {row["file"] for row in held if row["file"]}
    contracts = sum(file.endswith(".toml") for file in files)
    left_out = sum(not row["file"] for row in held)
    return (
        f"{len(facts)} rows of facts: {len(facts) - left_out} live in {contracts} contract files and "
        f"{len(files) - contracts} returns; {left_out} state no number, date or share and are left out."
    )


def _named_in_full(facts: list[Row]) -> list[Row]:
    """The facts of one paper, each with its service; `same` is the one named last."""
    service, named = "", []
    for fact in facts:
        service = service if fact["service"] == "same" else fact["service"]
        named.append({**fact, "service": service.removeprefix("... ")})
    return named


def _about(fact: Row) -> str:
    service = "the paper itself" if fact["service"] == "(report)" else fact["service"]
    field = fact["field"].replace("_", " ").replace("->", "to")
    return f"{service}: {field}".replace("|", "/")


def _where(rows: list[Row]) -> str:
    if not rows[0]["file"]:
        return f"left out: {rows[0]['what'][:1].lower()}{rows[0]['what'][1:]}"
    return "<br>".join(_file(file, list(found)) for file, found in itertools.groupby(rows, key=lambda row: row["file"]))


def _file(file: str, rows: list[Row]) -> str:
    link = f"[{Path(file).stem}](../{file})"
    return f"{link}: {', '.join(_places(file, rows))}"


def _places(file: str, rows: list[Row]) -> Iterator[str]:
    for row in rows:
        where = f"`{row['where']}`" if file.endswith(".toml") else row["where"].replace("!", " ")
        yield f"**{_figure(row)}** ({where})"


def _figure(row: Row) -> str:
    """A figure with its commas, and pounds where it is money; a year has none."""
    what = row["what"].strip()
    is_money = row["where"].startswith(("value.", "funding.")) and what.isdigit()
    is_amount = is_money or "amount" in row["where"] or row["file"].endswith(".xlsx")
    words, _, number = what.rpartition(" ")
    if not is_amount or not number.isdigit():
        return what
    return f"{words} {'£' if is_money else ''}{int(number):,}".strip()
