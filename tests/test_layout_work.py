"""A file in an organisation's own layout is checked, imported, traced and corrected as any return is."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from commissioning.cli import main
from commissioning.contract import read_book
from commissioning.model.organisation import Actor
from commissioning.model.posted import Verdict
from commissioning.work.checking import Known, read_and_check
from commissioning.work.importing import Outcome, import_returns
from commissioning.work.tracing import trace
from commissioning.work.workspace import Workspace
from tests.builders import ORGANISATIONS, contract_text, shipped_texts
from tests.own_files import a_file, answers, checked, parts, said

ACTOR = Actor("An officer")


def clock() -> datetime:
    return datetime(2025, 7, 10, 12, tzinfo=UTC)


def later() -> datetime:
    return datetime(2025, 8, 10, 12, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """The contracts of Safe House's report and of the case system, each with its layout."""
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "organisations.toml").write_text(ORGANISATIONS, encoding="utf-8")
    for name in ("simple", "case_system"):
        text = contract_text(base=parts(name)[0])
        (tmp_path / "contracts" / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return Workspace(tmp_path)


def came(workspace: Workspace, name: str, there: str = "", instead: str = "", correction: str = "") -> Outcome:
    """A file that came, with a change or none."""
    sheets = parts(name)[1]
    path = workspace.folder / f"{name}{len(list(workspace.folder.iterdir()))}.xlsx"
    path.write_bytes(a_file(sheets.replace(there, instead) if there else sheets))
    [outcome] = [
        outcome
        for outcome in import_returns(workspace, [path], ACTOR, later if correction else clock, correction=correction)
        if not outcome.because
    ]
    return outcome


def test_a_file_of_its_own_layout_is_posted_kept_and_traced_to_its_cells(workspace: Workspace) -> None:
    """The sum to the first of its parts; and it is kept as it came."""
    outcome = came(workspace, "simple")
    assert (outcome.verdict, outcome.contract, outcome.period) == (Verdict.ACCEPTED, "simple", "2025-26-Q1")
    [moved] = trace(workspace, ACTOR, "simple", "moved-in", "refuge", "2025-26-Q1")
    [calls] = trace(workspace, ACTOR, "simple", "calls", "helpline", "2025-26-Q1")
    assert [str(entry.place) for one in (moved, calls) for entry, _ in one.entries] == ["Figures!B5", "Figures!B10"]
    with workspace.store() as store:
        assert sha256(store.original(outcome.sha256)).hexdigest() == outcome.sha256


def test_such_a_file_is_not_called_outdated_for_what_it_leaves_out(workspace: Workspace) -> None:
    """What contract text leaves out of a layout is not asked of it."""
    codes = {finding.code for finding in came(workspace, "simple").findings}
    assert codes == {"Y001", "Y013"}


def test_such_a_file_is_corrected_by_another(workspace: Workspace) -> None:
    came(workspace, "simple")
    outcome = came(workspace, "simple", "admitted | 12", "admitted | 14", "Two families were left out.")
    assert [(change.key.code, str(change.before), str(change.after)) for change in outcome.changes] == [
        ("moved-in", "12", "14")
    ]


def test_such_a_file_is_judged_again_when_its_layout_changes(workspace: Workspace, tmp_path: Path) -> None:
    """A later file makes the import look at what contract text now says of the first."""
    came(workspace, "simple")
    path = workspace.folder / "contracts" / "simple.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Nationally"', '"Nationally", "Households waiting"'), encoding="utf-8")
    second = tmp_path / "second.xlsx"
    second.write_bytes(a_file(parts("simple")[1].replace("Q1 2025/26", "Q2 2025/26")))
    outcomes = import_returns(Workspace(workspace.folder), [second], ACTOR, later)
    again = [(outcome.period, outcome.because) for outcome in outcomes if outcome.because]
    assert again == [("2025-26-Q1", "contract text")]
    assert not [one for outcome in outcomes for one in outcome.findings if one.code == "R006"]


def test_a_mended_layout_is_said_and_changes_nothing_that_was_posted(workspace: Workspace, tmp_path: Path) -> None:
    """The file is read anew: its figures now are others than those in the ledger, and these stand until corrected."""
    first = came(workspace, "simple")
    path = workspace.folder / "contracts" / "simple.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Households departed" = "moved-out"', '"Households waiting" = "moved-out"'), "utf-8")
    path.write_text(path.read_text("utf-8").replace(', "Households waiting" = "waited"', ""), "utf-8")
    second = tmp_path / "second.xlsx"
    second.write_bytes(a_file(parts("simple")[1].replace("Q1 2025/26", "Q2 2025/26")))
    outcomes = import_returns(Workspace(workspace.folder), [second], ACTOR, later)
    [again] = [outcome for outcome in outcomes if outcome.because]
    [reread] = [finding for finding in again.findings if finding.code == "R006"]
    assert [str(place) for place in reread.places] == ["Figures!B7"]
    with workspace.store() as store:
        posted = {entry.key.measure: str(entry.given.value) for entry in store.entries_of(first.sha256)}
    assert posted["moved-out"] == "9"


def test_a_list_of_cases_is_counted_and_leaves_no_trace(workspace: Workspace) -> None:
    """Neither its bytes nor a receipt are kept, and nothing is posted."""
    outcome = came(workspace, "case_system")
    assert (outcome.verdict, outcome.posted) == (Verdict.STOPPED, 0)
    with workspace.store() as store:
        assert store.receipts() == ()
    kept = [path for path in (workspace.folder / "ledger").rglob("*") if path.is_file()]
    assert not [path for path in kept if b"K-3" in path.read_bytes()]


def test_check_knows_the_layouts_of_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    """And where there is no contract text, the file is no return."""
    path = tmp_path / "report.xlsx"
    path.write_bytes(a_file(parts("simple")[1]))
    known = CliRunner().invoke(main, ["check", str(path), "--workspace", str(workspace.folder)])
    assert "it was read by the layout “Safe House's own report”" in known.output
    assert known.exit_code == 0
    unknown = CliRunner().invoke(main, ["check", str(path), "--workspace", str(tmp_path / "elsewhere")])
    assert "it was read by the layout" not in unknown.output
    assert unknown.exit_code == 1


def test_hidden_figures_are_read_and_said() -> None:
    """Whoever hid them may not have meant them."""
    text, sheets = parts("simple")
    book = openpyxl.load_workbook(BytesIO(a_file(sheets)))
    book["Figures"].row_dimensions[5].hidden = True
    content = BytesIO()
    book.save(content)
    assert said(checked(text, content.getvalue())) == ["Y001", "Y013 Figures!B10 Figures!B11", "Y020 Figures!B5"]


def test_a_series_that_says_other_figures_of_earlier_periods_is_asked_about(tmp_path: Path) -> None:
    """The first quarter's referrals were sent as 50; the second quarter's file has 52 for them."""
    text = parts("commissioner")[0]
    (tmp_path / "contracts").mkdir()
    (tmp_path / "contracts" / "organisations.toml").write_text(ORGANISATIONS, encoding="utf-8")
    (tmp_path / "contracts" / "commissioner.toml").write_text(contract_text(base=text), encoding="utf-8")
    workspace = Workspace(tmp_path)
    came(workspace, "commissioner", "Quarter | Q2", "Quarter | Q1")
    same = came(workspace, "commissioner")
    assert [finding.code for finding in same.findings if finding.code == "H005"] == []
    other = came(workspace, "commissioner", "All | 50 |", "All | 52 |", "One was counted twice.")
    [finding] = [finding for finding in other.findings if finding.code == "H005"]
    assert finding.there == "Beside Referrals, “52” stands for 2025-26-Q1, and 50 is what was recorded of it."
    assert [place.cell for place in finding.places] == ["C7"]


SHIPPED = """
outreach:referrals 41
outreach:referrals/source/police 18
outreach:referrals/source/health 9
outreach:referrals/source/self 14
outreach:open-at-end 33
drop-in:visits 212
drop-in:satisfied 4.6
spend £12,250.00
"""


def test_what_came_along_in_a_file_of_its_own_layout_is_noted(workspace: Workspace) -> None:
    """As in a return: here, what merged cells hide."""
    book = openpyxl.load_workbook(BytesIO(a_file(parts("simple")[1])))
    sheet = book.worksheets[0]
    sheet["Y99"], sheet["Z99"] = "Seen", "Unseen"
    sheet.merged_cells.add("Y99:Z99")
    saved = BytesIO()
    book.save(saved)
    plain, merged = (
        read_and_check(content, "report.xlsx", Known(workspace.seen_by(ACTOR)))
        for content in (a_file(parts("simple")[1]), saved.getvalue())
    )
    notes = {finding.code for finding in merged.findings} - {finding.code for finding in plain.findings}
    assert {code for code in notes if code.startswith("F")} == {"F011"}


def test_the_worked_example_is_read_from_the_providers_own_report() -> None:
    """Three months added up, the last one's open cases, pounds from thousands of them."""
    house = Path(__file__).parent.parent
    content = (house / "returns" / "illustrative-vale-outreach-2024-25-Q4.xlsx").read_bytes()
    one = read_and_check(content, "report.xlsx", Known(read_book(shipped_texts()).contracts))
    assert answers(one) == SHIPPED.strip().splitlines()
