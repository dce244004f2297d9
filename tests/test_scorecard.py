"""Scorecards: what is recorded of a place, beside the contracts that serve it. Nobody is rated on it."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from commissioning.contract import read_book
from commissioning.model.document import Document
from commissioning.work.checking import read_and_check
from commissioning.work.importing import import_returns
from commissioning.work.workspace import Workspace
from tests.builders import shipped_texts
from tests.provider import ORGANISATIONS, REFUGE, a_return, a_workspace, sent
from tests.test_front_page import sheet, table
from tests.test_monitoring import OFFICER, clock, document, rows

PLACE = """
title = "Vale, for tests"
origin = "issued"
legal_form = "figures of a place"
value = "not stated"
parties = { lead = "a-council", provider = "not stated" }
term = { starts = 2025-04-01, ends = 2027-03-31 }
reporting = { frequency = "quarter", due_working_days = 15 }
funding = "not stated"
scorecard = { place = "Vale", source = "The police", beside = ["refuge"] }

[reference.women]
label = "Adult females, Vale"
unit = "adult females"
values = [{ from = 2021-03-21, value = 20000 }]
source = "Census"
dated = "not stated"
checked = "illustrative"

[measure.cases]
label = "Marac cases"
kind = "flow"
role = "context"
unit = "cases"
definition = "Cases heard."
counting_rule = "Cases are not people."

[measure.repeats]
label = "Repeat cases"
kind = "flow"
role = "context"
unit = "cases"
definition = "Cases heard before."
counting_rule = "Of twelve months."

[measure.repeat-rate]
label = "Repeats out of all"
kind = "ratio"
role = "context"
unit = "%"
definition = "Repeats out of all."
counting_rule = "Computed."
numerator = "repeats"
denominator = "cases"

[measure.rate]
label = "Cases for every 10,000 women"
kind = "rate"
role = "context"
unit = "cases per 10,000 women"
definition = "Cases against adult females."
counting_rule = "Computed."
numerator = "cases"
reference = "women"
per = 10000
"""
ALONE = PLACE.replace(', beside = ["refuge"]', "")
"""The same return is asked, whatever contracts there are."""
QUIET = "open-at-start 4, open-at-end 4, trained 10, moved-in 3"


def a_place(folder: Path) -> Workspace:
    """A refuge and a place of two quarters: 80 cases of which 20 repeats, then 90 of which 27."""
    a_workspace(folder / "ws", {"refuge.toml": REFUGE, "place.toml": ALONE})
    (folder / "ws" / "contracts" / "place.toml").write_text(PLACE, encoding="utf-8")
    workspace = Workspace(folder / "ws")
    files = {
        "refuge.xlsx": a_return("2025-26-Q2", QUIET),
        "q1.xlsx": a_return("2025-26-Q1", "cases 80, repeats 20", contract="place", text=ALONE),
        "q2.xlsx": a_return("2025-26-Q2", "cases 90, repeats 27", contract="place", text=ALONE),
    }
    import_returns(workspace, sent(folder / "in", files), OFFICER, clock)
    return workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The workbook of the second quarter."""
    return document(a_place(tmp_path_factory.mktemp("place")), "2025-26-Q2")


def test_a_place_is_shown_with_its_changes_and_what_its_figures_are_out_of(made: Document) -> None:
    """90 of 20,000 is 45 for every 10,000, 5 more than before; 27 of 90 is 30%, 5 points more than 25%."""
    found = {row[0]: row[1:] for row in rows(made, "Scorecard", "Vale, recorded by The police")}
    assert found["Marac cases"] == ["2025-26-Q2", "90.0000", "80.0000", "10.0000", "Cases are not people."]
    assert found["Repeats out of all"][1:4] == ["30.0000", "25.0000", "5 percentage points higher"]
    assert found["Cases for every 10,000 women"][1:4] == ["45.0000", "40.0000", "5.0000"]
    assert found["Cases for every 10,000 women"][4] == (
        "For every 10,000 of 20,000 adult females (Adult females, Vale, 21 March 2021: Census, illustrative)"
    )


def test_a_place_stands_beside_the_contracts_that_serve_it(made: Document) -> None:
    """Each leads to its own sheet."""
    [[piece, *_]] = table(made, "Scorecard", "Contracts that serve Vale").rows
    assert (getattr(piece, "text", ""), getattr(piece, "to", "")) == ("A refuge, for tests", "refuge")


def test_a_scorecard_says_that_nobody_is_rated_and_rates_nobody(made: Document) -> None:
    """Neither there, nor on the sheet of its own figures."""
    assert any("no one is rated on it" in words.text for words in sheet(made, "Scorecard").lead)
    columns = [column.heading for one in sheet(made, "Scorecard").tables for column in one.columns]
    assert not {"Target", "Rating"} & set(columns)
    headings = [column.heading for column in table(made, "place", "Measures").columns]
    assert {row[headings.index("Rating")] for row in rows(made, "place", "Measures") if row[1]} == {"not rated"}


def test_without_a_scorecard_there_is_no_such_sheet(tmp_path: Path) -> None:
    """Workbooks of contracts alone are as they were."""
    workspace = a_workspace(tmp_path / "ws")
    import_returns(workspace, sent(tmp_path / "in", {"r.xlsx": a_return("2025-26-Q1", QUIET)}), OFFICER, clock)
    names = [one.name for one in document(workspace, "2025-26-Q1").sheets]
    assert not {"Scorecard", "By age"} & set(names)


# A change of the place's text, and the fault it makes.
FAULTS = [
    (
        'beside = ["refuge"]',
        'beside = ["refug"]',
        "scorecard.beside is 'refug', which is no contract. Did you mean refuge?",
    ),
    (
        'counting_rule = "Cases are not people."',
        'counting_rule = "Cases are not people."\npolarity = "lower"\nrating = "ours"\n',
        "measure.cases.rating stands on a scorecard, where nobody is rated. Take it out.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_scorecard_that_rates_or_names_nothing_is_a_fault(old: str, new: str, said: str) -> None:
    """Before anything runs."""
    place = PLACE.replace(old, new) + "\n[rating.ours]\ntolerance = 5\n"
    book = read_book({"organisations.toml": ORGANISATIONS, "refuge.toml": REFUGE, "place.toml": place})
    assert [str(fault) for fault in book.faults] == [f"place.toml: {said}"]


def test_the_illustrative_scorecard_shows_each_of_these_forms() -> None:
    """A list by its name, a part of one, groups, a rate against a dated value, and what is published of it."""
    terms = read_book(shipped_texts()).contracts["illustrative-county-scorecard"].latest
    assert terms.scorecard
    assert [len(terms.dimension(id).leaves) for id in ("ethnicity", "age", "abuse")] == [21, 9, 6]
    assert len(terms.dimension("ethnicity").groups) == 5
    assert {measure.kind for measure in terms.measures} == {"flow", "ratio", "rate"}
    assert len(terms.expectations) == 2


GROUPED = """
[dimension.made]
label = "Ethnicity"
exclusive = true
categories = { white-irish = "Irish", other-arab = "Arab" }
groups.white = { label = "White", categories = ["white-irish"] }
groups.other = { label = "Other ethnic group", categories = ["other-arab"] }
"""


@pytest.mark.parametrize(("typed_over", "codes"), [("", []), ("All of them", ["L005"])])
def test_words_issued_beside_a_group_are_not_taken_for_a_change(typed_over: str, codes: list[str]) -> None:
    """Left blank, it is the sum of its categories: the sheet says so, and only other words there are a change."""
    text = REFUGE.replace('counting_rule = "Count each stay once."', 'counting_rule = "Each."\nbreakdowns = ["made"]')
    answers = "open-at-start 4, moved-in 3, open-at-end 5, trained 2, moved-in/made/white-irish 3"
    answers += ", moved-in/made/other-arab 0, moved-in/made/not-known 0, moved-in/made/prefer-not-to-say 0"
    content = a_return("2025-26-Q1", answers, text=text + GROUPED)
    if typed_over:
        book = openpyxl.load_workbook(BytesIO(content))
        book["Refuge"]["C8"] = typed_over
        book.save(saved := BytesIO())
        content = saved.getvalue()
    found = read_and_check(content, "r.xlsx").findings
    assert [finding.code for finding in found if finding.code.startswith("L")] == codes
