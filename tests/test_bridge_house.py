"""The illustrative contract that asks something of every kind with parts: issued, filled in, imported and reported."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from commissioning.contract.reporting import year_starts
from commissioning.measures import KINDS
from commissioning.model.document import Document
from commissioning.model.quantity import AnswerKey
from commissioning.model.template import Template
from commissioning.period import read_period
from commissioning.specification import write_specification
from commissioning.template import lay_out
from commissioning.work.importing import import_returns
from commissioning.work.workspace import Workspace
from commissioning.writers import writer_for
from commissioning.writers.returns import write_return
from tests.clients.libreoffice import LibreOffice
from tests.provider import DRESS, Typed, filled, sent
from tests.test_monitoring import OFFICER, clock, document, rows
from tests.test_office import as_saved, differences

CONTRACTS = Path(__file__).parent.parent / "contracts"
BRIDGE_HOUSE = "illustrative-bridge-house"

Q1 = """
refuge: spaces 12 10 4, support 310.5, first-contact 4.5 40, stay 84 9, wait 2 41, audit 60 20 19
refuge: confidence 10 4.1 6.3 8 1 1
outreach: support 120, first-contact 6 10, repeat 25 19, audit 80 20 16, confidence 30 5 6.5 20 6 4
whole: staff 6.5
"""
Q2 = """
refuge: spaces 12 11 6, support 295, first-contact 8 10, stay 91 7, wait 1 30, audit 52 15 13
refuge: confidence 20 4.4 7 15 3 2
outreach: support 131.25, first-contact - 0, repeat 30 33, audit 75 20 18, confidence 20 5.5 7 12 5 3
whole: staff 7
"""
"""What was typed for each measure and then its parts, in order; `-` is not applicable."""


def typed(text: str, template: Template) -> dict[AnswerKey, Typed]:
    """The answers of a return by their keys, with a declaration."""
    rows = [row.key for _, row in template.specification.rows()]
    found = {key: Typed("Manager") for key in rows if key.measure == "declared-by"}
    for line in text.strip().splitlines():
        service, _, measures = line.partition(": ")
        for measure, *numbers in (words.split() for words in measures.split(", ")):
            keys = [key for key in rows if (key.service or "whole", key.measure) == (service, measure)]
            given = [Typed(None, "not applicable") if one == "-" else Typed(float(one)) for one in numbers]
            found |= dict(zip(keys, given, strict=True))
    return found


def returned(workspace: Workspace, period: str, text: str) -> bytes:
    """The return of a quarter, as a spreadsheet program saves it; its edition is kept."""
    terms = workspace.book.contracts[BRIDGE_HOUSE].latest
    template = lay_out(terms, read_period(period, year_starts(terms)))
    written = write_specification(template.specification)
    (workspace.folder / "returns" / "editions" / f"{template.edition}.json").write_text(written)
    return filled(write_return(template, DRESS), template, typed(text, template))


QUARTERS = {"Q1": Q1, "Q2": Q2}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The workbook of the half year, of two returns."""
    folder = tmp_path_factory.mktemp("bridge-house")
    (folder / "contracts").mkdir()
    (folder / "returns" / "editions").mkdir(parents=True)
    for name in ("organisations.toml", f"{BRIDGE_HOUSE}.toml"):
        (folder / "contracts" / name).write_bytes((CONTRACTS / name).read_bytes())
    workspace = Workspace(folder, None)
    files = {f"{quarter}.xlsx": returned(workspace, f"2023-24-{quarter}", text) for quarter, text in QUARTERS.items()}
    outcomes = import_returns(workspace, sent(folder / "in", files), OFFICER, clock)
    assert [str(one.verdict) for one in outcomes] == ["accepted", "accepted"]
    return document(workspace, "2023-24-H1")


def test_the_contract_asks_something_of_every_kind_with_parts() -> None:
    """And of time given, and of an average over time."""
    text = (CONTRACTS / f"{BRIDGE_HOUSE}.toml").read_text(encoding="utf-8")
    wanted = {key for key, kind in KINDS.items() if kind.parts and kind.rank < 100} | {"duration"}
    assert not [key for key in wanted if f'kind = "{key}"' not in text]
    assert 'over_time = "average"' in text


SHEET = """
Confidence to stay safe | Refuge | 2.2000 | 2.6000 | 2.4667 | Green
People with two readings | Refuge | 10.0000 | 20.0000 | 30 |
Mean of the first readings | Refuge | 4.1000 | 4.4000 | 4.3 |
Days from referral to first contact | Refuge | 4.5000 | 8.0000 | 5.2 | Red
How many it is the mean of | Refuge | 40.0000 | 10.0000 | 50 |
Days from referral to first contact | Outreach | 6.0000 | not applicable | 6 | not rated
Days waited for a space, least | Refuge | 2.0000 | 1.0000 | 1 |
Days waited for a space, most | Refuge | 41.0000 | 30.0000 | 41 |
Case files with a safety plan | Refuge | 95.0000 | 86.6667 | 91.4286 | Red
How many there were to choose from | Refuge | 60.0000 | 52.0000 | not added |
Family spaces | Refuge | 83.3333 | 91.6667 | 91.6667 | Green
Spaces taken | Refuge | 10.0000 | 11.0000 | 11 |
People waiting | Refuge | 4.0000 | 6.0000 | 6 |
Support given | Refuge | 310.5000 | 295.0000 | 605.5 | not rated
Support workers in post | Whole contract | 6.5000 | 7.0000 | 6.75 | not rated
Length of stay | Refuge | 84.0000 | 91.0000 | not added | not rated
Repeat incidents | Outreach | -24.0000 | 10.0000 | not added | not rated
"""


def test_the_sheet_shows_each_figure_with_its_parts_under_it(made: Document) -> None:
    """Both quarters, the half year and the rating, worked by hand."""
    found = {" | ".join(plain((row[0], row[1], row[2], row[3], row[6], row[7]))) for row in shown(made)}
    wanted = {" | ".join(plain(tuple(part.strip() for part in line.split("|")))) for line in SHEET.strip().splitlines()}
    assert wanted - found == set()


def shown(made: Document) -> list[list[str]]:
    """The rows of the contract's table of measures, without the headings of groups."""
    return [row for row in rows(made, BRIDGE_HOUSE, "Measures") if row[1]]


def plain(words: tuple[str, ...]) -> list[str]:
    """Numbers without the noughts at their end."""
    return [word.rstrip("0").rstrip(".") if re.fullmatch(r"-?[0-9]+\.[0-9]+", word) else word for word in words]


TOGETHER = """
Support given, together | 856.75 | added up over services
Days from referral to first contact, together | 5.3333 | weighted by how many each is of
Days from referral to first contact, how many it is the mean of, together | 60 | added up over services
Case files with a safety plan, together | 88 | numerators over denominators
Confidence to stay safe, together | 1.8625 | weighted by how many each is of
Confidence to stay safe, people with two readings, together | not added | not added: one person may have two readings
"""


def test_services_are_put_together_by_the_rule_of_the_kind(made: Document) -> None:
    """260 days of 50 people and 60 of 10 are 320 of 60; 74 points of 30 people and 75 of 50 are 149 of 80.

    People with readings are never added over services.
    """
    found = {row[0]: (plain((row[4],))[0], row[7]) for row in rows(made, "By provider", "Measures")}
    for line in TOGETHER.strip().splitlines():
        name, value, says = (part.strip() for part in line.split("|"))
        assert found[name][0] == value
        assert found[name][1].startswith(says)


def test_parts_are_never_said_to_have_got_better_or_worse(made: Document) -> None:
    """More people waiting is no improvement of a rate that is to be high."""
    waiting = next(row for row in shown(made) if row[0] == "People waiting")
    assert [word for word in waiting if "since" in word] == ["↑ higher since 2023-24-Q1"]


def test_what_changed_most_says_nothing_of_the_change_of_a_change(made: Document) -> None:
    """From 24% fewer to 10% more is no rise by 34 points of anything."""
    said = [row[0] for row in rows(made, "Summary", "What changed since the period before")]
    assert said
    assert not [sentence for sentence in said if sentence.startswith("Repeat incidents")]


def is_noise(one: object, anew: object) -> bool:
    """Whether two results are one number but for what a spreadsheet program keeps of tenths."""
    return isinstance(one, Decimal) and isinstance(anew, Decimal) and abs(one - anew) < Decimal("1e-12")


@pytest.mark.real_client
def test_every_formula_comes_to_what_it_was_saved_with(
    libreoffice: LibreOffice, made: Document, tmp_path: Path
) -> None:
    """Weighted means, rates, ends of ranges and averages as a spreadsheet program works them out."""
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(writer_for(path).write(made, DRESS))
    numbers = {place: (one.value, anew.value) for place, (one, anew) in differences(libreoffice, path).items()}
    assert [at for at, (one, anew) in numbers.items() if not is_noise(one, anew)] == []
    assert {place.rpartition("!")[0] for place in as_saved(path)} >= {BRIDGE_HOUSE, "By provider"}
