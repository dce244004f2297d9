"""Contract text to a blank return, to a filled one, to its answers: whatever the contract and the answers."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commissioning.measures import KINDS
from commissioning.model.quantity import AnswerKey, Given, Missing, Quantity, Standing
from commissioning.model.returned import Answer
from commissioning.model.template import Row, Template
from commissioning.specification import write_specification
from commissioning.work.checking import Checked, Known, read_and_check
from commissioning.work.publishing import write_workbook
from commissioning.writers.returns import write_return
from tests.clients.postgresql import Postgresql
from tests.provider import DRESS, REFUGE, Typed, blank_return, filled, template_of
from tests.strategies import TITLES, Answered, answered_returns
from tests.worked import ACTOR, PERIODS, worked

HOUSE = Path(__file__).parent.parent

# A contract with its answers is large, and each is written, typed into and read as a real file.
THOROUGH = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

PLAIN = REFUGE.partition("service.refuge.title")[0]
A_COUNT = """
[measure.referrals]
label = "Referrals"
kind = "flow"
role = "output"
unit = "referrals"
definition = "not stated"
counting_rule = "not stated"
"""


@THOROUGH
@given(answered_returns())
def test_every_answer_comes_back_as_it_was_typed(case: Answered) -> None:
    """Write, fill and read: nothing is lost, moved or taken for something else."""
    checked = read_back(filled(write_return(case.template, DRESS), case.template, case.typed), case.template)
    assert checked.specification == case.template.specification
    assert answers(checked) == dict(case.means)


@settings(THOROUGH, max_examples=50)
@given(answered_returns())
def test_the_only_fault_of_a_well_typed_answer_is_that_it_is_missing(case: Answered) -> None:
    """What the template lets a provider type is never unreadable, and a blank is said where it is."""
    checked = read_back(filled(write_return(case.template, DRESS), case.template, case.typed), case.template)
    of_answers = [finding for finding in checked.findings if finding.code[0] in "CI"]
    found = {(finding.code, str(place)) for finding in of_answers for place in finding.places}
    places = {key: str(answer.place) for key, answer in answers_by_key(checked).items()}
    rows = [row for _, row in case.template.specification.rows() if row.required]
    assert found == {
        (code, places[row.key]) for row in rows if (code := owed(row, case.typed[row.key], *case.means[row.key]))
    }


@settings(THOROUGH, max_examples=25)
@given(answered_returns())
def test_a_lone_file_is_read_and_found_fault_with_like_one_whose_edition_was_kept(case: Answered) -> None:
    """It carries its own specification; that nobody vouches for that is all there is to add."""
    content = filled(write_return(case.template, DRESS), case.template, case.typed)
    alone, kept = read_and_check(content, "return.xlsx"), read_back(content, case.template)
    assert (alone.specification, answers(alone)) == (kept.specification, answers(kept))
    assert [finding for finding in alone.findings if finding.code != "I006"] == list(kept.findings)


@settings(max_examples=200)
@given(st.lists(TITLES, min_size=1, max_size=12))
def test_every_title_of_a_service_gives_a_sheet_that_spreadsheets_allow(titles: list[str]) -> None:
    """31 characters as a spreadsheet counts them, seven signs forbidden, no quotes at its ends, no two alike."""
    services = "\n".join(
        f"[service.s{n}]\ntitle = {json.dumps(title, ensure_ascii=False)}" for n, title in enumerate(titles)
    )
    template = template_of(f"{PLAIN}\n{services}\n{A_COUNT}", "2025-26-Q1")
    names = [block.sheet for block in template.specification.blocks]
    assert len(names) == len(titles) + 1
    assert [name for name in names if not 0 < len(name.encode("utf-16-le")) // 2 <= 31] == []
    assert [name for name in names if set(name) & set("[]:*?/\\") or name[0] == "'" or name[-1] == "'"] == []
    assert len({name.lower() for name in [*names, "Cover", "_return", "History"]}) == len(names) + 3


ONE_QUESTION_OF_TWO_SERVICES = """
service.refuge.title = "Refuge"
service.helpline.title = "Helpline"
[measure.hard-to-place]
label = "Who could not be placed"
kind = "text"
role = "context"
unit = "words"
definition = "Name nobody."
counting_rule = "not stated"
"""


@pytest.mark.parametrize("title", ["Helpline", "Refuge"])
def test_two_services_answer_the_same_question_each_in_its_own_words(title: str) -> None:
    """On the sheet that all of them share, and under one code; even where both have one title."""
    template, blank = laid_out(PLAIN + ONE_QUESTION_OF_TWO_SERVICES.replace('"Helpline"', f'"{title}"'))
    typed = {AnswerKey(service, "hard-to-place"): Typed(f"in {service}") for service in ("refuge", "helpline")}
    read = answers(read_back(filled(blank, template, typed), template))
    assert {key: words for key, (_, words) in read.items() if key in typed} == {
        key: answer.figure for key, answer in typed.items()
    }


@pytest.mark.parametrize("code", ["code", "figure", "status", "explanation", "measure"])
def test_a_measure_may_be_called_what_a_column_is_called(code: str) -> None:
    """The hidden row of codes is not an answer."""
    template, blank = laid_out(PLAIN + A_COUNT.replace("[measure.referrals]", f"[measure.{code}]"))
    checked = read_back(filled(blank, template, {AnswerKey("", code): Typed(12, "to be confirmed")}), template)
    assert answers(checked)[AnswerKey("", code)][0] == Quantity(Decimal(12), standing=Standing.TO_BE_CONFIRMED)


def laid_out(text: str) -> tuple[Template, bytes]:
    """The blank return that a contract asks for in the first quarter."""
    return blank_return(text, "2025-26-Q1")


def read_back(content: bytes, template: Template) -> Checked:
    """The file as it is read by the edition that was kept when it was issued."""
    kept = {template.edition: write_specification(template.specification)}
    return read_and_check(content, "return.xlsx", Known({template.terms.contract: None}, kept.get))


def answers_by_key(checked: Checked) -> dict[AnswerKey, Answer]:
    """What was read, by which answer it is."""
    assert checked.returned
    return checked.returned.by_key()


def answers(checked: Checked) -> dict[AnswerKey, tuple[Given, str]]:
    """What each answer comes to, and the words with it."""
    return {key: (answer.given, answer.words or answer.explanation) for key, answer in answers_by_key(checked).items()}


def owed(row: Row, typed: Typed, given: Given, words: str) -> str:
    """The code of the finding that a required answer was left out, or nothing."""
    if not KINDS[row.kind].stands_among_figures:
        return "" if words else "C002"
    return "C001" if given is Missing.BLANK and typed.figure is None else ""


# Bytes


def test_the_foot_of_a_page_says_no_more_than_excel_takes() -> None:
    """A title full of signs that have to be doubled is cut between two of them."""
    template, blank = laid_out(PLAIN.replace("A refuge, for tests", "R&D " * 60))
    foot = openpyxl.load_workbook(BytesIO(blank))[template.specification.blocks[0].sheet].oddFooter
    assert foot.left.text.replace("&&", "").count("&") == 0
    assert foot.right.text == "&A, page &P of &N"


MADE = """
import hashlib, sys
from pathlib import Path
from commissioning.work.issuing import issue_template
from commissioning.work.publishing import write_workbook
from tests.worked import ACTOR, HARBOUR, PERIODS, worked

workspace = worked(Path(sys.argv[1]))
blanks = [issue_template(workspace, HARBOUR, f"2026-27-Q{quarter}", ACTOR)[1] for quarter in (1, 2)]
workbooks = [write_workbook(workspace, period, ACTOR)[0] for period in PERIODS]
print(*(hashlib.sha256(made).hexdigest() for made in (*blanks, *workbooks)))
"""


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    """Blank returns and workbooks, made by processes that shuffle their sets and tell the time differently."""
    made = []
    for seed, zone in [("1", "UTC"), ("2", "Pacific/Kiritimati"), ("3", "Europe/London")]:
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        ran = subprocess.run(
            [sys.executable, "-c", MADE, tmp_path / seed],
            cwd=HOUSE,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        made.append(ran.stdout.split())
    assert made[0] == made[1] == made[2]
    assert len(set(made[0])) == 8


@pytest.mark.real_client
def test_the_same_returns_give_the_same_workbooks_on_either_database(
    postgresql: Postgresql, worked_workbooks: dict[str, Path], tmp_path: Path
) -> None:
    """Byte for byte: where the ledger is kept shows nowhere."""
    with postgresql.database() as url:
        workspace = worked(tmp_path, url)
        made = {period: write_workbook(workspace, period, ACTOR)[0] for period in worked_workbooks}
    assert [period for period, path in worked_workbooks.items() if made[period] != path.read_bytes()] == []
    assert len(made) == len(PERIODS)
