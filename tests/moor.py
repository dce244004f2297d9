"""The illustrative helpline whose answers are no numbers, a year earlier; returns of it as a provider fills them in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl

from commissioning.contract import read_book
from commissioning.model.organisation import Actor
from commissioning.model.template import Template
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.issuing import issue_template
from commissioning.work.shipped import shipped
from commissioning.work.workspace import Workspace
from tests.provider import a_workspace, blank_return, sent

OFFICER = Actor("Priya Shah")
SHIPPED = (shipped("contracts") / "illustrative-moor-helpline.toml").read_text(encoding="utf-8")
MOOR = (
    SHIPPED.replace("2026", "2025")
    .replace("2027", "2026")
    .replace("illustrative-moor-district-council", "a-council")
    .replace("illustrative-moor-call", "a-provider")
)

Q1: Mapping[str, object] = {
    "Helpline!G6": 120,
    "Helpline!G7": "In full",
    "Helpline!G8": "Yes",
    "Helpline!G9": date(2025, 6, 25),
    "Helpline!I10": "The visit is in July.",
    "Safe home scheme!G6": "No",
    "Whole contract!G6": date(2025, 4, 3),
    "Narrative!D7": "Manager",
}
"""A good return of the first quarter, cell by cell."""
Q2: Mapping[str, object] = {
    **Q1,
    "Helpline!G7": "With shorter hours",
    "Helpline!G10": date(2025, 10, 1),
    "Safe home scheme!G6": None,
    "Safe home scheme!H6": "not known",
    "Whole contract!G6": date(2025, 9, 9),
}
"""One of the second, whose certificate came a day after the quarter."""


def a_template(period: str, text: str = MOOR) -> Template:
    """What is asked in a quarter."""
    template, _ = blank_return(text, period, "moor")
    return template


def filled(period: str, cells: Mapping[str, object], text: str = MOOR, blank: bytes = b"") -> bytes:
    """The blank return of a quarter with these cells typed; a date as a spreadsheet takes it."""
    workbook = openpyxl.load_workbook(BytesIO(blank or blank_return(text, period, "moor")[1]))
    for place, typed in cells.items():
        sheet, _, cell = place.partition("!")
        workbook[sheet][cell].value = typed
    saved = BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def a_moor(folder: Path, text: str = MOOR) -> Workspace:
    """A workspace with that one contract."""
    return a_workspace(folder, {"moor.toml": text})


def came(workspace: Workspace, file: str, content: bytes, day: date, correction: str = "") -> Outcome:
    """A return that came on a day, imported."""
    paths = sent(workspace.folder / "came", {file: content})
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return import_returns(workspace, paths, OFFICER, lambda: moment, received=day, correction=correction)[0]


def issued(workspace: Workspace, period: str) -> bytes:
    """The blank return of a quarter, with what the ledger holds before it."""
    return issue_template(workspace, "moor", period, OFFICER)[1]


def a_book_of(text: str) -> list[str]:
    """The faults of that contract text."""
    organisations = '[a-council]\nname = "A Council"\n[a-provider]\nname = "A Provider"\n'
    return [str(fault) for fault in read_book({"organisations.toml": organisations, "moor.toml": text}).faults]
