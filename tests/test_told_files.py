"""Choices and days in files of every sort: guarded, carried over, renamed, marked, and never named in a finding."""

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from commissioning.editions import Series
from commissioning.model.quantity import Missing
from commissioning.model.returned import Cells
from commissioning.readers import read
from commissioning.returns import read_return
from commissioning.template import COLUMNS
from commissioning.work.checking import read_and_check
from commissioning.work.refilling import refill
from commissioning.work.replying import reply_to
from commissioning.work.reporting import figures
from commissioning.writers.inputs import DAY_FORMAT
from tests.clients.libreoffice import LibreOffice
from tests.formats import MAKERS
from tests.moor import MOOR, OFFICER, Q1, a_book_of, a_moor, a_template, came, filled, issued
from tests.provider import DRESS, blank_return, sent

CHOICES = ", ".join(f'kind-{n} = "Advice, of sort {n}, as the board\'s list has it"' for n in range(12))
LONGER = re.sub("choices = {.*}", f"choices = {{ {CHOICES} }}", MOOR)
"""The same contract with a list that is longer than a drop-down takes, of labels with commas."""

KEPT = [
    ("line-open", "full"),
    ("safeguarding-lead", "yes"),
    ("opened", "2025-06-25"),
    ("accredited", ""),
    ("safeguarding-lead", "no"),
    ("opened", ""),
    ("policy-reviewed", "2025-04-03"),
]
"""What the first quarter's return comes to, as it is kept."""


def kept(cells: Cells, text: str = MOOR) -> list[tuple[str, str]]:
    """The answers that are no numbers."""
    specification = a_template("2025-26-Q1", text).specification
    rows = {row.key: row for _, row in specification.rows()}
    asked = ("choice", "yes-no", "date", "milestone")
    answers = read_return(cells, specification).answers
    return [(answer.key.measure, answer.words) for answer in answers if rows[answer.key].kind in asked]


@pytest.mark.parametrize("format", [format for format in MAKERS if format != "csv"])
def test_every_format_keeps_the_same_answers(format: str) -> None:
    """A day is a number in one, a text in another."""
    issued = read(filled("2025-26-Q1", Q1))
    assert kept(issued) == KEPT
    assert kept(read(MAKERS[format](issued))) == KEPT


@pytest.mark.parametrize("shown", ["3 April 2025", "03/04/2025", "2025-04-03", "03-Apr-25"])
def test_a_day_in_plain_text_is_read_as_the_contract_says(shown: str) -> None:
    """Programs write days into plain text as their cells show them; day first, here."""
    sheet = read(filled("2025-26-Q1", {**Q1, "Whole contract!G6": shown})).sheet("Whole contract")
    assert sheet
    answers = kept(read(MAKERS["csv"](Cells((sheet,)))))
    assert answers[-1] == ("policy-reviewed", "2025-04-03")


# What a spreadsheet program guards.


def guards(text: str, sheet: str = "Helpline") -> Mapping[str, Any]:
    """The guard of each cell of answers, as openpyxl reads it."""
    workbook = openpyxl.load_workbook(BytesIO(blank_return(text, "2025-26-Q1", "moor")[1]))
    found = workbook[sheet].data_validations.dataValidation
    return {str(guard.sqref): guard for guard in found}


def test_a_spreadsheet_offers_the_choices_and_takes_days_alone() -> None:
    """A list in the contract's own words; a milestone after the period's end is warned of."""
    found = guards(MOOR)
    assert (found["G7"].type, found["G7"].formula1) == (
        "list",
        '"In full,With shorter hours,By messages only,Closed"',
    )
    assert found["G8"].formula1 == '"Yes,No"'
    end = (date(2025, 6, 30) - date(1899, 12, 30)).days
    assert (found["G9"].type, found["G9"].formula2, found["G9"].errorStyle) == ("date", str(end), "warning")
    day = guards(MOOR, "Whole contract")["G6"]
    assert (day.type, day.errorStyle) == ("date", None)
    assert found["H7"].formula1 == '"not known,not applicable"'


def test_a_long_list_stands_on_the_hidden_sheet() -> None:
    """And is no stray there; its cells are the labels."""
    assert a_book_of(LONGER) == []
    place = guards(LONGER)["G7"].formula1
    assert place.startswith("'_return'!$B$")
    template, blank = blank_return(LONGER, "2025-26-Q1", "moor")
    workbook = openpyxl.load_workbook(BytesIO(blank))
    cells = workbook["_return"][place.rpartition("!")[2].replace("$", "")]
    labels = [cell.value for (cell,) in cells]
    [row] = [row for _, row in template.specification.rows() if row.key.measure == "line-open"]
    assert labels == [choice.label for choice in row.choices]
    answer = filled("2025-26-Q1", {**Q1, "Helpline!G7": labels[3]}, LONGER)
    checked = read_and_check(answer, "q1.xlsx")
    assert [finding.code for finding in checked.findings] == ["I006"]
    assert kept(read(answer), LONGER)[0] == ("line-open", "kind-3")


def test_days_are_shown_with_their_month_as_a_word() -> None:
    """Whoever types 3/4 sees which day was understood."""
    sheet = openpyxl.load_workbook(BytesIO(blank_return(MOOR, "2025-26-Q1", "moor")[1]))["Helpline"]
    assert sheet.cell(9, COLUMNS["figure"]).number_format == DAY_FORMAT


# Wrong answers, and words that may name someone.


def test_a_wrong_choice_is_marked_in_its_cell() -> None:
    """The provider's own file, with the list to choose from."""
    content = filled("2025-26-Q1", {**Q1, "Helpline!G7": "Half open"})
    checked = read_and_check(content, "q1.xlsx")
    reply = reply_to(checked, checked.findings, DRESS, alone=True)
    assert reply.marked
    note = openpyxl.load_workbook(BytesIO(reply.marked))["Helpline"]["G7"].comment
    assert "Choose one of: In full, With shorter hours, By messages only, Closed." in note.text


@pytest.mark.parametrize("typed", ["Ask jane.example@mail.test", "9434765919"])
@pytest.mark.parametrize("cell", ["Helpline!G7", "Helpline!G9"])
def test_words_that_name_someone_are_found_and_not_repeated(cell: str, typed: str) -> None:
    """As in any other cell; ten digits are no figure there."""
    checked = read_and_check(filled("2025-26-Q1", {**Q1, cell: typed}), "q1.xlsx")
    assert checked.names_people
    said = " ".join(f"{finding.there} {finding.remedy}" for finding in checked.findings)
    assert not any(word in said for word in typed.split() if len(word) > len("Ask"))


# Carried over, and renamed.


def test_answers_are_carried_into_a_fresh_return(tmp_path: Path) -> None:
    """A choice by its label, a day as a day; what is not on the list stays blank and is named."""
    workspace = a_moor(tmp_path / "ws")
    files = {"one.xlsx": filled("2025-26-Q1", Q1), "two.xlsx": filled("2025-26-Q1", {"Helpline!G10": date(2025, 6, 1)})}
    done = refill(workspace, sent(tmp_path / "in", files), OFFICER)
    assert [one.about for one in done.merged.not_carried] == []
    carried = dict.fromkeys(KEPT) | {("accredited", "2025-06-01"): None}
    del carried["accredited", ""]
    assert set(kept(read(done.content))) == set(carried)
    sheet = openpyxl.load_workbook(BytesIO(done.content), data_only=True)["Helpline"]
    checks = [sheet.cell(row, COLUMNS["check"]).value or "" for row in range(6, 11)]
    assert checks == ["", "", "", "", ""]


RENAMED = f"""{MOOR}
[[variation]]
from = 2025-07-01
reason = "Plainer words."

[variation.measure.line-open]
choices = {{ shorter = "Shorter hours than agreed" }}
choices_continue = {{ shorter = ["reduced"] }}
"""


def test_a_choice_that_is_renamed_goes_on(tmp_path: Path) -> None:
    """It takes the place of the old one in the list, and what was said before counts as the same."""
    assert a_book_of(RENAMED) == []
    workspace = a_moor(tmp_path / "ws", RENAMED)
    contract = workspace.book.contracts["moor"]
    first, second = contract.versions
    assert [choice.id for choice in second.measure("line-open").choices] == ["full", "shorter", "messages", "closed"]
    assert Series(contract).choice_called("line-open", "reduced", second) == "shorter"
    assert Series(contract).choice_called("line-open", "reduced", first) == "reduced"
    changes = {**Q1, "Helpline!G7": "With shorter hours"}
    content = filled("2025-26-Q1", changes, blank=issued(workspace, "2025-26-Q1"))
    assert came(workspace, "q1.xlsx", content, date(2025, 7, 10)).posted
    [now] = [f for f in figures(workspace, OFFICER, "moor", "2025-26-Q1") if f.key.measure == "line-open"]
    assert (now.sources[0].words, now.words) == ("shorter", "With shorter hours")


# The same in a real spreadsheet program.


DAY = (date(2025, 6, 25) - date(1899, 12, 30)).days
GOOD = {"G7": "Advice, of sort 7, as the board's list has it", "G8": "yes", "G9": DAY, "G10": "", "H10": "not known"}
SAID_BESIDE: list[tuple[dict[str, int | str], list[str | None]]] = [
    ({}, ["to answer", "to answer", "not met yet", "not met yet"]),
    (
        {"G7": "Half open", "G8": "perhaps", "G9": "spring", "G10": 12},
        ["not a choice", "not a choice", "not a date", "too early"],
    ),
    ({**GOOD}, [None, None, None, "not known"]),
]
"""What is typed into the helpline's sheet, in turn, and what its checks say of four answers then."""


@pytest.mark.real_client
def test_choices_and_days_survive_libreoffice(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """Its own checks say what the engine's do; what it saves reads back, in its format too."""
    blank, saved = tmp_path / "blank.xlsx", tmp_path / "saved.xlsx"
    blank.write_bytes(blank_return(LONGER, "2025-26-Q1", "moor")[1])
    with libreoffice.open_document(blank) as document:
        states = [f"Helpline!J{row}" for row in (7, 8, 9, 10)]
        for typed, said in SAID_BESIDE:
            document.set({f"Helpline!{cell}": what for cell, what in typed.items()})
            document.recalculate()
            assert [document.read(states)[cell].value for cell in states] == said
        document.save(saved)
    checked = read_and_check(saved.read_bytes(), "q1.xlsx")
    assert checked.returned
    found = {(a.key.service, a.key.measure): (a.words, a.given) for a in checked.returned.answers}
    assert found["helpline", "line-open"] == ("kind-7", Missing.BLANK)
    assert found["helpline", "safeguarding-lead"] == ("yes", Missing.BLANK)
    assert found["helpline", "opened"] == ("2025-06-25", Missing.BLANK)
    assert found["helpline", "accredited"] == ("", Missing.NOT_KNOWN)
