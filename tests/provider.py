"""A contract, a period and answers go in; the return that a provider would send comes out, typed with openpyxl."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl

from commissioning.contract import read_book
from commissioning.contract.reporting import year_starts
from commissioning.model.quantity import AnswerKey
from commissioning.model.template import Template
from commissioning.period import read_period
from commissioning.specification import write_specification
from commissioning.template import lay_out
from commissioning.work.shipped import shipped
from commissioning.work.workspace import Workspace
from commissioning.writers.dress import Dress
from commissioning.writers.returns import write_return

DRESS = Dress(shipped("templates"))


@dataclass(frozen=True)
class Typed:
    """What a provider types for one answer; a text is typed as text, whatever it begins with."""

    figure: int | float | str | None = None
    status: str = ""
    explanation: str = ""


def filled(blank: bytes, template: Template, answers: Mapping[AnswerKey, Typed]) -> bytes:
    """The blank return with these answers in it, as a spreadsheet program saves it."""
    workbook = openpyxl.load_workbook(BytesIO(blank))
    for block, row in template.specification.rows():
        typed = answers.get(row.key, Typed())
        columns = dict(block.columns)
        for code, content in vars(typed).items():
            if content not in ("", None):
                cell = workbook[block.sheet].cell(row.row, columns[code], content)
                # openpyxl would take =1+1 for a formula and #N/A for an error, as no keyboard does for pasted text.
                cell.data_type = "s" if isinstance(content, str) else "n"
    saved = BytesIO()
    workbook.save(saved)
    return saved.getvalue()


ORGANISATIONS = '[a-council]\nname = "A Council"\n[a-provider]\nname = "A Provider"\n'

REFUGE = """
title = "A refuge, for tests"
origin = "issued"
legal_form = "contract"
value = "not stated"
parties = { lead = "a-council", provider = "a-provider" }
term = { starts = 2025-04-01, ends = 2027-03-31 }
reporting = { frequency = "quarter", due_working_days = 15 }
funding = "not stated"
service.refuge.title = "Refuge"

[measure.open-at-start]
label = "Households at the start"
kind = "snapshot-of-people"
role = "context"
unit = "households"
definition = "Households with a place on the first day."
counting_rule = "Repeat the last closing figure."
opens = "open-at-end"

[measure.moved-in]
label = "Households that moved in"
kind = "flow"
role = "output"
unit = "households"
definition = "Households whose stay began."
counting_rule = "Count each stay once."

[measure.open-at-end]
label = "Households at the end"
kind = "snapshot-of-people"
role = "context"
unit = "households"
definition = "Households with a place on the last day."
counting_rule = "Count each household once."

[measure.trained]
label = "People trained since the start"
kind = "cumulative"
role = "output"
unit = "people"
definition = "People who completed the course."
counting_rule = "Carry the last figure forward and add."
services = ["whole-contract"]

[measure.notes]
label = "Notes"
kind = "text"
role = "context"
unit = "words"
definition = "What else there is to say."
counting_rule = "Name nobody."
required = false

[relation.stays]
says = "No more households are there at the end than were there or came."
holds = "open-at-end <= open-at-start + moved-in"
"""


def a_workspace(folder: Path, contracts: Mapping[str, str] | None = None, database: str | None = None) -> Workspace:
    """A folder with contract text in it, and the editions of every return that `a_return` makes of it."""
    texts = {"organisations.toml": ORGANISATIONS, **(contracts or {"refuge.toml": REFUGE})}
    (folder / "contracts").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "contracts" / name).write_text(text, encoding="utf-8")
    workspace = Workspace(folder, database)
    editions = folder / "returns" / "editions"
    editions.mkdir(parents=True)
    for contract in workspace.book.contracts:
        for quarter in QUARTERS:
            template, _ = blank_return(texts[f"{contract}.toml"], quarter, contract)
            (editions / f"{template.edition}.json").write_text(write_specification(template.specification))
    return workspace


QUARTERS = ("2025-26-Q1", "2025-26-Q2", "2025-26-Q3", "2025-26-Q4")


def template_of(text: str, period: str, contract: str = "refuge") -> Template:
    """The return that contract text asks for in a period."""
    book = read_book({"organisations.toml": ORGANISATIONS, f"{contract}.toml": text})
    assert [str(fault) for fault in book.faults] == []
    terms = book.contracts[contract].latest
    return lay_out(terms, read_period(period, year_starts(terms)))


@cache
def blank_return(text: str, period: str, contract: str = "refuge") -> tuple[Template, bytes]:
    """The same, laid out and as a workbook."""
    template = template_of(text, period, contract)
    return template, write_return(template, DRESS)


@cache
def a_return(period: str, answers: str, *, contract: str = "refuge", text: str = REFUGE) -> bytes:
    """A return of the refuge, from text: `open-at-start 4, moved-in 3 (two of them late), notes All well`.

    Words in brackets explain a figure; who declares the return is typed unasked.
    """
    template, blank = blank_return(text, period, contract)
    keys = {row.key.code: row.key for _, row in template.specification.rows()}
    typed = {keys["declared-by"]: Typed("Manager")} if "declared-by" in keys else {}
    for answer in answers.split(", "):
        code, figure = answer.split(" ", 1)
        figure, _, words = figure.removesuffix(")").partition(" (")
        typed[keys[code]] = Typed(int(figure) if figure.isdigit() else figure, explanation=words)
    return filled(blank, template, typed)


def sent(folder: Path, files: Mapping[str, bytes], names: Iterable[str] = ()) -> list[Path]:
    """Files in a folder as they came, all or those named, in that order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in names or files]
    for path in paths:
        path.write_bytes(files[path.name])
    return paths
