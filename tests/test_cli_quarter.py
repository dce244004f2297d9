"""Sending out, following up, explaining and narrowing as they are typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from commissioning.cli import main
from tests.test_cli import Say, returned
from tests.worked import HARBOUR, laid_out

CONTRACTS = Path(__file__).parent.parent / "contracts"
OUTREACH = "illustrative-vale-outreach"
BRIDGE = "illustrative-bridge-house"
MOOR = "illustrative-moor-helpline"
COAST = "illustrative-targets-coast-support"
SCORECARD = "illustrative-county-scorecard"
"""A contract of one year, 2024-25."""
TRANSCRIBED = [
    path.stem for path in sorted(CONTRACTS.glob("*.toml")) if 'origin = "transcribed"' in path.read_text("utf-8")
]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Type a command in an empty folder, with the worked examples in `ws` beside it."""
    laid_out(tmp_path / "ws")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def typed(*arguments: str, ws: bool = True):
        where = ("--workspace", str(tmp_path / "ws")) if ws else ()
        result = CliRunner().invoke(main, [*arguments, *where], env={"COMMISSIONING_ACTOR": "J. Officer"})
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return typed


def words(result) -> str:
    """What was printed, on one line."""
    return " ".join(result.output.split())


class TestIssue:
    def test_says_what_was_written_and_what_was_left_out(self, say: Say) -> None:
        """Into a folder named by the period, where none is named."""
        result = say("issue", "2026-27-Q1")
        assert result.exit_code == 0
        assert f"issued-2026-27-Q1/{HARBOUR}-2026-27-Q1.xlsx: 47 answers asked, due 21 July 2026." in words(result)
        assert "issued-2026-27-Q1/register-2026-27-Q1.xlsx: 3 returns issued for 2026-27-Q1." in words(result)
        assert f"Left out: {len(TRANSCRIBED)} contracts" in result.output
        assert "owes nothing here" in result.output
        assert len(list(Path("issued-2026-27-Q1").iterdir())) == 7

    def test_where_nothing_is_due_it_says_so_and_ends_with_0(self, say: Say) -> None:
        result = say("issue", "2026-05")
        assert result.exit_code == 0
        assert "0 returns issued for 2026-05." in words(result)
        assert "Left out: 7 contracts: each reports every quarter, in years from April." in words(result)

    def test_a_contract_that_owes_none_is_a_mistake(self, say: Say) -> None:
        result = say("issue", "2021-22", "--contract", "worcestershire-daass")
        assert result.exit_code == 2
        assert "worcestershire-daass owes no return for 2021-22: it is transcribed" in words(result)


class TestStatus:
    def test_shows_what_is_in_late_and_outstanding(self, say: Say, tmp_path: Path) -> None:
        """Due 21 July and 21 October 2025, 22 January and 23 April 2026: working days without Christmas and Easter."""
        for quarter, day in (("Q1", "2025-07-18"), ("Q2", "2025-10-28")):
            say("import", returned(tmp_path, f"{HARBOUR}-2025-26-{quarter}"), "--received", day)
        result = say("status", "2025-26", "--on", "2026-02-01")
        assert result.exit_code == 0
        said = words(result)
        assert (
            "2025-26-Q1 Safe Harbour (illustrative) 21 July 2025 not issued 18 July 2025 received on time acc" in said
        )
        assert "28 October 2025 received late, 7 days provisional: needs explanation" in said
        assert "22 January 2026 not issued not received outstanding, 10 days" in said
        assert "8 expected: 1 received on time, 1 received late, 4 outstanding, 2 not issued." in said

    def test_for_machines(self, say: Say, tmp_path: Path) -> None:
        say("issue", "2025-26-Q2", "-o", str(tmp_path / "out"))
        say("import", returned(tmp_path, f"{HARBOUR}-2025-26-Q2"), "--received", "2025-10-28")
        found = json.loads(say("status", "2025-26-Q2", "--on", "2099-01-01", "--json").output)
        [one] = [each for each in found["returns"] if each["contract"] == HARBOUR]
        assert (one["status"], one["days_late"], one["due"], one["received"]) == (
            "received late",
            7,
            "2025-10-21",
            "2025-10-28",
        )
        assert [issue["by"] for issue in one["issued"]] == ["J. Officer"]
        assert {one["contract"] for one in found["left_out"]} == {
            *TRANSCRIBED,
            OUTREACH,
            BRIDGE,
            MOOR,
            COAST,
            SCORECARD,
        }

    def test_without_a_period_each_contract_has_its_own_last_one(self, say: Say) -> None:
        result = say("status", "--on", "2026-05-01")
        assert "Returns for each contract's last period that has ended, as things stand on 1 May 2026." in result.output
        assert "2025-26-Q4" in result.output
        assert "2 expected: 2 outstanding." in result.output


class TestCommissioner:
    @pytest.mark.parametrize(
        ("organisation", "contracts"),
        [
            ("cheshire-east-council", [id for id in TRANSCRIBED if id.startswith("cheshire-east")]),
            ("illustrative-vale-city-council", [SCORECARD, HARBOUR, OUTREACH]),
            # It pays, and commissions nothing.
            ("cheshire-constabulary", []),
        ],
    )
    def test_narrows_to_what_an_organisation_leads_or_commissions(self, say: Say, organisation, contracts) -> None:
        found = json.loads(say("contracts", "--commissioner", organisation, "--json").output)
        assert [row["contract"] for row in found["contracts"]] == contracts

    def test_narrows_every_list(self, say: Say, tmp_path: Path) -> None:
        """Wherever it is given, before the workspace or after it."""
        say("import", str(tmp_path / "ws" / "returns"))
        cheshire = ("--commissioner", "cheshire-east-council")
        figures = json.loads(say("figures", *cheshire, "--json").output)
        there = {figure["contract"] for figure in figures}
        assert "cheshire-east-mycwa" in there
        assert {id for id in there if not id.startswith("cheshire-east")} == set()
        assert " 0 contracts." not in say("workbook", "2021-22", "-o", "w.xlsx").output
        assert "0 contracts." in say("workbook", "2021-22", "-o", "w.xlsx", *cheshire).output
        assert "No return is expected." in say("status", "2025-26", *cheshire).output
        assert "0 returns issued" in say("issue", "2025-26-Q1", *cheshire).output

    def test_an_unknown_one_is_named_with_the_nearest(self, say: Say) -> None:
        result = say("status", "--commissioner", "cheshire-est-council")
        assert result.exit_code == 2
        assert "There is no organisation 'cheshire-est-council'" in words(result)
        assert "did you mean cheshire-east-council?" in words(result)


class TestExplain:
    def test_says_what_a_check_asks_and_what_to_do(self, say: Say) -> None:
        result = say("explain", "a001", ws=False)
        assert result.exit_code == 0
        for part in ("A001 total disagrees with parts", "Do the figures agree", "Correct the total", "It needs expl"):
            assert part in words(result)

    def test_lists_every_check_by_its_question(self, say: Say) -> None:
        listed = say("explain", ws=False).output
        found = json.loads(say("explain", "--json", ws=False).output)
        codes = [check["code"] for question in found for check in question["checks"]]
        assert {"I000", "P003", "A001", "H001", "R001"} <= set(codes)
        assert all(f"  {code}  " in listed for code in codes)
        assert listed.rstrip().endswith(f"{len(codes)} checks.")

    def test_one_for_machines_names_its_question(self, say: Say) -> None:
        found = json.loads(say("explain", "P003", "--json", ws=False).output)
        assert (found["code"], found["severity"]) == ("P003", "stops")
        assert found["question"] == "Does anything in the file identify a person?"

    @pytest.mark.parametrize(("code", "hint"), [("A01", "did you mean A001?"), ("nonsense", "lists them all")])
    def test_an_unknown_code_is_a_mistake(self, say: Say, code: str, hint: str) -> None:
        result = say("explain", code, ws=False)
        assert result.exit_code == 2
        assert hint in words(result)


class TestSchema:
    def test_is_printed_or_written(self, say: Say) -> None:
        printed = json.loads(say("schema", ws=False).output)
        assert printed["properties"]["variation"]["items"] == {"$ref": "#/$defs/Variation"}
        assert "contract.json: the keys of contract text." in say("schema", "-o", "made/contract.json", ws=False).output
        assert json.loads(Path("made/contract.json").read_text(encoding="utf-8")) == printed
        assert json.loads(say("schema", "--organisations", ws=False).output)["title"] == "Organisations"

    def test_init_lays_out_the_same_for_editors(self, say: Say, tmp_path: Path) -> None:
        """With the settings that lead an editor to it."""
        assert json.loads((tmp_path / "ws" / "schemas" / "contract.json").read_text(encoding="utf-8")) == json.loads(
            say("schema", ws=False).output
        )
        assert 'path = "schemas/contract.json"' in (tmp_path / "ws" / ".taplo.toml").read_text(encoding="utf-8")


def test_a_zip_archive_is_checked_like_the_files_in_it(say: Say, tmp_path: Path) -> None:
    """The finding names the file inside."""
    import zipfile

    with zipfile.ZipFile("mail.zip", "w") as made:
        made.write(returned(tmp_path, f"{HARBOUR}-2025-26-Q3"), "From Jo/q3.xlsx")
    result = say("check", "mail.zip", ws=False)
    assert result.exit_code == 0
    assert result.output.startswith("q3.xlsx\n")
