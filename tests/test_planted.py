"""What looks like a formula, a link or markup comes out as text, wherever it was typed and whatever is written."""

import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from lxml import html

from commissioning.cli import main
from tests.provider import Typed, filled

PLANTS = (
    '=HYPERLINK("http://evil.example","planted")',
    "+1+1 planted",
    "-1+1 planted",
    "@SUM(1) planted",
    "\t=1+1 planted",
    "=cmd|' /C calc'!A0 planted",
    "+cmd|'/C calc'!A0 planted",
    "http://evil.example/planted",
    "javascript:planted",
    '<img src=x onerror="planted()">',
    "{=1+1} planted",
    '=WEBSERVICE("http://evil.example/planted")',
    '=DDE("cmd";"/C calc";"planted")',
    "{{ planted }}",
)
ALIVE = re.compile(r"evil|planted|calc|HYPERLINK\(\"http|WEBSERVICE|DDE", re.IGNORECASE)
"""What is in every plant and in nothing of ours: a formula or a link with this in it is one that was planted."""
QUOTED = re.compile(r"""'(?:[^']|'')*'!|&quot;(?:(?!&quot;).)*&quot;|"[^"]*\"""")
"""In a formula, the name of a sheet and a text."""
CONTRACT = """
title = {0}
origin = "issued"
legal_form = {1}
value = "not stated"
published_contacts = [{2}]
parties = {{ lead = "a-council", provider = "a-provider" }}
term = {{ starts = 2025-04-01, ends = 2027-03-31 }}
reporting = {{ frequency = "quarter", due_working_days = 15 }}
service.refuge = {{ title = {3}, areas = [{4}], eligibility = {5} }}
funding = {{ shares_are = "exact", tie_order = ["a-council"], share = [{{ funder = "a-council", share = "100%" }}] }}

[dimension.source]
label = {6}
exclusive = true
unknowns = false
categories = {{ self = {7}, police = {8} }}

[measure.referrals]
label = {9}
kind = "flow"
role = "output"
unit = {10}
definition = {11}
counting_rule = {12}
polarity = "higher"
target.per_period = 40
breakdowns = ["source"]

[measure.accepted]
label = {13}
kind = "flow"
role = "output"
unit = "people"
definition = "People."
counting_rule = "Once."

[measure.spend]
label = {14}
kind = "money"
role = "input"
unit = "GBP"
definition = "Spent."
counting_rule = "Once."

[measure.notes]
label = {15}
kind = "text"
role = "context"
unit = "words"
definition = {16}
counting_rule = {17}

[relation.flow]
says = {18}
holds = "accepted <= referrals"

[[variation]]
from = 2025-05-01
reason = {19}
measure.accepted.definition = {20}
"""
ORGANISATIONS = "[a-council]\nname = {0}\n[a-provider]\nname = {1}\naliases = [{2}]\n"
ANSWERS = {"referrals": 30, "referrals/source/self": 10, "referrals/source/police": 19, "accepted": 31, "spend": 12}
NO_PICTURE = "data:,"
PERIOD = "2025-26-Q1"


@dataclass
class Wrote:
    """Everything that was written of planted words: the files by name, what was said, and what was planted."""

    files: dict[str, bytes]
    said: dict[str, str]
    planted: list[str]


@cache
def wrote(turn: int, folder: Path) -> Wrote:
    """A quarter's work on words of which each is a plant; another turn plants the next ones."""
    planted: list[str] = []
    plants = itertools.islice(itertools.cycle(PLANTS), turn, None)

    def plant() -> str:
        planted.append(next(plants))
        return planted[-1]

    def written(template: str) -> str:
        fields = [json.dumps(plant()) for _ in set(re.findall(r"\{\d+\}", template))]
        return template.format(*fields)

    work = folder / f"turn {turn}"
    (work / "contracts").mkdir(parents=True)
    (work / "contracts" / "organisations.toml").write_text(written(ORGANISATIONS))
    (work / "contracts" / "refuge.toml").write_text(written(CONTRACT))
    said = _a_quarter(work, plant)
    files = {str(path.relative_to(work)): path.read_bytes() for path in sorted((work / "out").rglob("*.*"))}
    return Wrote(files, said, planted)


def _a_quarter(work: Path, plant) -> dict[str, str]:
    """Issue, fill in, import, decide and report, with a plant wherever a person types."""
    said: dict[str, str] = {}

    def say(*arguments: str) -> None:
        of = [*arguments, "--workspace", str(work)]
        result = CliRunner().invoke(main, ["--actor", plant(), *of], env={"DATABASE_URL": None}, catch_exceptions=False)
        assert result.exit_code in (0, 1), result.output
        said[" ".join(arguments[:1] + arguments[-1:])] = result.output

    out = work / "out"
    say("issue", PERIOD, "-o", str(out / "issued"))
    returned = work / f"{plant().replace('/', '÷')[:60]}.xlsx"
    returned.write_bytes(_filled(work, plant))
    say("check", str(returned))
    say("check", str(returned), "--json")
    sent_back = ("--receipts", str(out / "receipts"), "--replies", str(out / "replies"))
    say("import", str(returned), "--received", "2025-07-03", *sent_back)
    say("query", "refuge", PERIOD, "--why", plant(), "--until", "2099-08-01")
    say("waive", "refuge", PERIOD, "A001", "--why", plant(), "--until", "2099-08-01")
    say("accept", "refuge", PERIOD, "--why", plant())
    for name in ("workbook.xlsx", "workbook.html", "workbook.txt"):
        say("workbook", PERIOD, "-o", str(out / name))
    for name in ("questions.html", "questions.xlsx", "questions.txt"):
        say("questions", PERIOD, "-o", str(out / name))
    for name in ("receipt.html", "receipt.xlsx"):
        say("receipt", "refuge", PERIOD, "-o", str(out / name))
    for command in (("contracts",), ("figures",), ("status", PERIOD), ("trace", "refuge", "referrals")):
        say(*command)
        say(*command, "--json")
    say("check", str(returned), "--html", str(out / "said.html"), "--marked", str(out / "marked.xlsx"))
    say("refill", str(returned), "-o", str(out / "refilled.xlsx"))
    return said


def _filled(work: Path, plant) -> bytes:
    """The return that was issued, with a plant in every answer in words and beside every figure."""
    from commissioning.model.organisation import Actor
    from commissioning.work.issuing import issue_template
    from commissioning.work.workspace import Workspace

    template, blank = issue_template(Workspace(work), "refuge", PERIOD, Actor("Test"))
    typed = {
        row.key: Typed(ANSWERS[row.key.code], explanation=plant()) if row.key.code in ANSWERS else Typed(plant())
        for _, row in template.specification.rows()
        if row.key.code in ANSWERS or row.kind == "text"
    }
    return filled(blank, template, typed)


@pytest.fixture(params=range(3), ids=["first turn", "second turn", "third turn"])
def turned(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Wrote:
    """What was written, each turn with other plants in the same fields."""
    return wrote(request.param * 5, tmp_path_factory.getbasetemp() / "planted")


def parts(wrote: Wrote) -> Iterator[tuple[str, str]]:
    """Every XML part of every workbook that was written, with its name."""
    for file, content in wrote.files.items():
        if file.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                yield from ((f"{file} {name}", package.read(name).decode()) for name in package.namelist())


def pages(wrote: Wrote) -> Iterator[tuple[str, html.HtmlElement]]:
    """Every page that was written, with its name."""
    return ((name, html.fromstring(text)) for name, text in wrote.files.items() if name.endswith(".html"))


def test_every_writer_wrote(turned: Wrote) -> None:
    """Blank returns, filled and marked ones, workbooks, letters, registers, receipts, replies, questions and texts."""
    endings = sorted(name.rpartition(".")[2] for name in turned.files)
    assert {ending: endings.count(ending) for ending in set(endings)} == {"xlsx": 8, "html": 7, "txt": 2}


def test_no_formula_and_no_link_of_a_workbook_was_planted(turned: Wrote) -> None:
    """Formulas, rules, lists and names hold only what is ours; a link leads nowhere but to its own workbook."""
    live = "f|formula|formula1|formula2|definedName|ddeLink|oleLink"
    for name, content in parts(turned):
        found = re.findall(rf"<(?:{live})\b[^>]*>([^<]*)<", content)
        assert [it for it in found if ALIVE.search(QUOTED.sub("", it))] == [], name
        assert "TargetMode" not in content, name
        assert not re.search("ddeLink|externalLink|oleLink", name + content), name


def test_planted_words_stand_in_workbooks_as_text(turned: Wrote) -> None:
    """What begins like a formula is a text, and is there as it was typed."""
    texts: list[str] = []
    for name, content in turned.files.items():
        if name.endswith(".xlsx"):
            for sheet in openpyxl.load_workbook(io.BytesIO(content)):
                cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
                texts += [str(cell.value) for cell in cells if cell.data_type == "s"]
                assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == [], name
    assert [plant for plant in PLANTS if not any(plant in text for text in texts)] == []


def test_planted_words_stand_on_pages_as_text(turned: Wrote) -> None:
    """No element, no handler and no way out came of them."""
    for name, page in pages(turned):
        assert page.xpath("//script | //img | //iframe | //object | //*[@*[starts-with(name(), 'on')]]") == [], name
        outside = [way for way in page.xpath("//@href | //@src") if not way.startswith("#") and way != NO_PICTURE]
        assert outside == [], name
    shown = "\n".join("".join(page.itertext()) for _, page in pages(turned))
    assert [plant for plant in PLANTS if plant.strip() not in shown] == []


def test_what_is_printed_for_machines_can_be_read_by_them(turned: Wrote) -> None:
    """Each answer in JSON is one document, whatever was typed."""
    printed = {command: output for command, output in turned.said.items() if command.endswith("--json")}
    assert len(printed) == 5
    assert all(json.loads(output) for output in printed.values())


def test_a_file_name_moves_no_cursor_and_turns_no_line() -> None:
    """Signs that a terminal obeys are shown as dots."""
    from commissioning.privacy import masked

    assert masked("a\x1b[31m\tb\r\u202exslx.xlsx") == "a•[31m•b••xslx.xlsx"
