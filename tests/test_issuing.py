"""Returns are sent out with a letter each and a register, and the ledger knows what was sent."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from commissioning.calendar import day_in_words
from commissioning.contract import read_book
from commissioning.errors import CommissioningError
from commissioning.model.organisation import Actor
from commissioning.model.posted import Issue
from commissioning.period import read_period
from commissioning.report.letter import MOST_CHANGES, letter_of
from commissioning.template import lay_out
from commissioning.work.importing import import_returns
from commissioning.work.issuing import issue_returns, issue_template
from commissioning.work.workspace import Workspace
from tests.builders import ORGANISATIONS, contract_text
from tests.provider import DRESS
from tests.worked import HARBOUR, laid_out

OFFICER = Actor("Priya Shah")
Q1 = "2025-26-Q1"


def clock(day: int = 1) -> datetime:
    """Nine in the morning of a day of July 2025."""
    return datetime(2025, 7, day, 9, 0, tzinfo=UTC)


def a_workspace(folder: Path, **contracts: str) -> Workspace:
    """A folder with these contracts in it, each Westshire's with its changes."""
    texts = {"organisations.toml": ORGANISATIONS} | {
        f"{name.replace('_', '-')}.toml": contract_text(changes) for name, changes in contracts.items()
    }
    (folder / "contracts").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "contracts" / name).write_text(text, encoding="utf-8")
    return Workspace(folder)


MONTHLY = 'reporting.frequency = "month"\n- measure.trained.target'
PAPER = 'origin = "transcribed"\nsource = { paper = "A paper", dated = 2025-01-01, lines = "1" }'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two contracts that report each quarter, one each month, and one from a paper."""
    return a_workspace(tmp_path / "ws", north="", south="", monthly=MONTHLY, paper=PAPER)


def files(folder: Path) -> list[str]:
    """What was written."""
    return sorted(path.name for path in folder.iterdir())


class TestWhatIsWritten:
    def test_every_return_due_with_its_letter_and_a_register(self, workspace: Workspace, tmp_path: Path) -> None:
        """Of the contracts that report that period; the others are named with why they owe none."""
        done = issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        assert files(tmp_path / "out") == [
            "north-2025-26-Q1-letter.html",
            "north-2025-26-Q1.xlsx",
            "register-2025-26-Q1.xlsx",
            "south-2025-26-Q1-letter.html",
            "south-2025-26-Q1.xlsx",
        ]
        assert [(one.contract, one.why) for one in done.left_out] == [
            ("monthly", "reports every month, in years from April"),
            ("paper", "is transcribed from a published paper, and owes nothing here"),
        ]

    def test_a_month_is_issued_for_those_that_report_months(self, workspace: Workspace, tmp_path: Path) -> None:
        issue_returns(workspace, "2025-05", OFFICER, clock, folder=tmp_path / "out")
        assert [name for name in files(tmp_path / "out") if name.endswith("05.xlsx")] == [
            "monthly-2025-05.xlsx",
            "register-2025-05.xlsx",
        ]

    def test_the_return_is_the_one_that_template_shows(self, workspace: Workspace, tmp_path: Path) -> None:
        """Byte for byte, so that what was looked at is what was sent."""
        issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        _, looked_at = issue_template(workspace, "north", Q1, OFFICER)
        assert (tmp_path / "out" / "north-2025-26-Q1.xlsx").read_bytes() == looked_at

    def test_one_contract_alone_and_refused_where_it_owes_none(self, workspace: Workspace, tmp_path: Path) -> None:
        issue_returns(workspace, Q1, OFFICER, clock, contract="south", folder=tmp_path / "out")
        assert "north-2025-26-Q1.xlsx" not in files(tmp_path / "out")
        with pytest.raises(CommissioningError, match="monthly owes no return for 2025-26-Q1: it reports every month"):
            issue_returns(workspace, Q1, OFFICER, clock, contract="monthly", folder=tmp_path / "other")
        assert not (tmp_path / "other").exists()

    def test_what_is_issued_comes_back_and_is_known(self, workspace: Workspace, tmp_path: Path) -> None:
        """The edition is kept: the blank return is read, and stopped for being blank, not for being unknown."""
        issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        [outcome] = import_returns(workspace, [tmp_path / "out" / "north-2025-26-Q1.xlsx"], OFFICER, clock)
        assert {finding.code for finding in outcome.findings} == {"C001", "C002"}


class TestTheRegister:
    def test_it_says_what_was_sent_to_whom_and_when(self, workspace: Workspace, tmp_path: Path) -> None:
        """A row a return; its sha256 is that of the file beside it."""
        issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        content = (tmp_path / "out" / "north-2025-26-Q1.xlsx").read_bytes()
        row = register_rows(tmp_path / "out" / "register-2025-26-Q1.xlsx")["north"]
        assert row["Provider"] == "Safe House"
        assert row["Due"] == "21 July 2025"
        # The lines of CLEAN in tests/builders.py: nineteen figures, parts of breakdowns among them, and three in words.
        assert row["Answers asked"] == 22
        assert row["SHA-256 of the file"] == hashlib.sha256(content).hexdigest()
        assert (row["First issued"], row["Last issued"], row["By"]) == (
            "1 July 2025, 09:00 UTC",
            "1 July 2025, 09:00 UTC",
            "Priya Shah",
        )

    def test_issuing_again_gives_the_same_bytes_and_tells_the_first_time_and_the_last(
        self, workspace: Workspace, tmp_path: Path
    ) -> None:
        issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "first")
        issue_returns(workspace, Q1, Actor("Sam"), lambda: clock(8), folder=tmp_path / "second")
        first, second = ((tmp_path / name / "north-2025-26-Q1.xlsx").read_bytes() for name in ("first", "second"))
        assert first == second
        row = register_rows(tmp_path / "second" / "register-2025-26-Q1.xlsx")["north"]
        assert (row["First issued"], row["Last issued"], row["By"]) == (
            "1 July 2025, 09:00 UTC",
            "8 July 2025, 09:00 UTC",
            "Sam",
        )

    def test_it_names_those_left_out(self, workspace: Workspace, tmp_path: Path) -> None:
        issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        sheet = openpyxl.load_workbook(tmp_path / "out" / "register-2025-26-Q1.xlsx").worksheets[0]
        found = [row[:2] for row in sheet.iter_rows(values_only=True)]
        assert ("1", "reports every month, in years from April: monthly") in found


def register_rows(path: Path) -> dict[str, dict[str, object]]:
    """The register's rows by contract, each by its headings."""
    rows = list(openpyxl.load_workbook(BytesIO(path.read_bytes())).worksheets[0].iter_rows(values_only=True))
    headings = next(row for row in rows if row[0] == "Contract")
    after = rows[rows.index(headings) + 1 :]
    return {str(row[0]): dict(zip(map(str, headings), row, strict=True)) for row in after if row[4]}


class TestTheLedger:
    def test_it_knows_each_time_a_return_was_sent(self, workspace: Workspace, tmp_path: Path) -> None:
        """Whoever sent it, and in which edition."""
        issue_returns(workspace, Q1, OFFICER, clock, contract="north", folder=tmp_path / "out")
        issue_returns(workspace, Q1, Actor("Sam"), lambda: clock(8), contract="north", folder=tmp_path / "out")
        template, content = issue_template(workspace, "north", Q1, OFFICER)
        sent = Issue(
            contract="north",
            period=read_period(Q1),
            edition=template.edition,
            contract_digest=template.terms.digest,
            file="north-2025-26-Q1.xlsx",
            sha256=hashlib.sha256(content).hexdigest(),
            due=date(2025, 7, 21),
            actor="Priya Shah",
            at=clock(),
        )
        with workspace.store() as store:
            assert store.issues() == (sent, replace(sent, actor="Sam", at=clock(8)))

    def test_a_template_written_for_a_look_is_not_an_issue(self, workspace: Workspace) -> None:
        issue_template(workspace, "north", Q1, OFFICER)
        with workspace.store() as store:
            assert store.issues() == ()

    def test_what_could_not_be_written_was_not_sent(self, workspace: Workspace, tmp_path: Path) -> None:
        """A folder stands where the register should go."""
        (tmp_path / "out" / "register-2025-26-Q1.xlsx").mkdir(parents=True)
        with pytest.raises(OSError, match="register-2025-26-Q1"):
            issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        with workspace.store() as store:
            assert store.issues() == ()


class TestTheLetter:
    def test_it_says_what_by_when_and_to_whom(self, workspace: Workspace, tmp_path: Path) -> None:
        issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        page = (tmp_path / "out" / "north-2025-26-Q1-letter.html").read_text(encoding="utf-8")
        for words in (
            "north-2025-26-Q1.xlsx",
            "Monday 21 July 2025",
            "returns@westshire.example",
            "1 April 2025 to 30 June 2025",
            "To: Safe House",
            "This is the first return under this contract.",
            "Nothing about one person.",
        ):
            assert words in page
        assert "llustrative" not in page

    def test_an_illustrative_one_says_so_first(self, tmp_path: Path) -> None:
        issue_returns(laid_out(tmp_path / "ws"), "2025-26-Q3", OFFICER, clock, folder=tmp_path / "out")
        page = (tmp_path / "out" / f"{HARBOUR}-2025-26-Q3-letter.html").read_text(encoding="utf-8")
        body = page.partition("<body>")[2].strip()
        assert body.startswith('<p class="notice">Illustrative: invented organisations and figures')

    def test_it_needs_nothing_from_elsewhere_and_words_stay_words(self, tmp_path: Path) -> None:
        """A title that looks like markup is shown as it is typed."""
        workspace = a_workspace(tmp_path / "ws", odd='title = "<b>Refuge</b> & more <script>"')
        issue_returns(workspace, Q1, OFFICER, clock, folder=tmp_path / "out")
        page = (tmp_path / "out" / "odd-2025-26-Q1-letter.html").read_text(encoding="utf-8")
        assert "&lt;b&gt;Refuge&lt;/b&gt; &amp; more &lt;script&gt;" in page
        assert "<script" not in page
        assert "http" not in page


def test_a_workspace_may_have_a_letter_and_a_theme_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    """Pages that it has not are those that come with the engine."""
    own = workspace.folder / "templates"
    own.mkdir()
    (own / "theme.toml").write_bytes((DRESS.folder / "theme.toml").read_bytes())
    issue_returns(workspace, Q1, OFFICER, clock, contract="north", folder=tmp_path / "shipped")
    (own / "letter.html").write_text("Dear {{ letter.provider }}", encoding="utf-8")
    issue_returns(Workspace(workspace.folder), Q1, OFFICER, clock, contract="north", folder=tmp_path / "own")
    pages = [(tmp_path / name / "north-2025-26-Q1-letter.html").read_text() for name in ("shipped", "own")]
    assert "What must not be in it" in pages[0]
    assert pages[1] == "Dear Safe House"


VARIED = """
[[variation]]
from = 2025-07-01
reason = "Agreed at the review."
measure.referrals.target.per_period = 70
measure.people.counting_rule = "Count a person once."
measure.units.label = "Units ready for use"
"""
CHANGED = """
[[measure.referrals.target.changes]]
from = 2025-07-01
per_period = 70
"""
NEW_QUESTION = """
[[variation]]
from = 2025-07-01
reason = "A new question."
measure.turned-away.services = ["advocacy"]
"""


def changes_told(period: str, more: str = "") -> tuple[str, tuple[str, ...]]:
    """Which return a letter compares with, and what it says is new."""
    book = read_book({"organisations.toml": ORGANISATIONS, "westshire.toml": contract_text(more)})
    assert [str(fault) for fault in book.faults] == []
    contract, asked = book.contracts["westshire"], read_period(period)
    letter = letter_of(lay_out(contract.terms_for(asked), asked), contract, "a.xlsx", date(2025, 7, 1))
    return letter.since, letter.changes


@pytest.mark.parametrize(
    ("period", "more", "since", "changes"),
    [
        ("2025-26-Q1", VARIED, "", ()),
        ("2025-26-Q2", "", "2025-26-Q1", ()),
        (
            "2025-26-Q2",
            VARIED,
            "2025-26-Q1",
            (
                "The contract was changed from 1 July 2025: Agreed at the review.",
                "Referrals: the target is now at least 70 each period.",
                "People: how it is counted has changed; read what stands beside it.",
                "Units is now called Units ready for use.",
            ),
        ),
        ("2025-26-Q3", VARIED, "2025-26-Q2", ()),
        ("2025-26-Q2", CHANGED, "2025-26-Q1", ("Referrals: the target is now at least 70 each period.",)),
        ("2025-26-Q3", CHANGED, "2025-26-Q2", ()),
        (
            "2025-26-Q2",
            NEW_QUESTION,
            "2025-26-Q1",
            (
                "The contract was changed from 1 July 2025: A new question.",
                "New: Advocacy: Turned away.",
                "No longer asked: Refuge: Turned away.",
            ),
        ),
    ],
)
def test_a_letter_tells_what_is_asked_otherwise_than_last_time(period, more, since, changes):
    """A cumulative target that grows from quarter to quarter is no change of the contract."""
    assert changes_told(period, more) == (since, changes)


def test_many_changes_stay_on_the_page():
    """The first eight are told, and how many more there are."""
    renamed = "".join(
        f'measure.{code}.label = "Renamed {code}"\n'
        for code in ("accepted", "people", "surveys", "happy", "units", "staff", "spend", "waiting", "referrals")
    )
    _, changes = changes_told("2025-26-Q2", f'\n[[variation]]\nfrom = 2025-07-01\nreason = "Words."\n{renamed}')
    assert len(changes) == MOST_CHANGES + 1
    assert changes[-1].startswith("And ")


def test_a_letter_is_written_on_the_day_it_is_sent(workspace: Workspace, tmp_path: Path) -> None:
    """In the words that every day is written in."""
    issue_returns(workspace, Q1, OFFICER, lambda: clock(8), folder=tmp_path / "out")
    page = (tmp_path / "out" / "north-2025-26-Q1-letter.html").read_text(encoding="utf-8")
    assert f"<p>{day_in_words(date(2025, 7, 8))}</p>" in page
    assert DRESS.theme["colours"]["heading"] in page
