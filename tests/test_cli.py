"""Each job as it is typed: what is printed, what is written, and how it ends (0, 1 stopped, 2 misuse)."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commissioning.cli import main
from commissioning.contract import OF_ALL_CONTRACTS
from tests.worked import HARBOUR, RETURNS, laid_out

Say = Callable[..., Result]
CONTRACTS = Path(__file__).parent.parent / "contracts"
POSTED = 5 + 10 + 47 + 46 + 46 + 46
"""The answers of the six worked returns; those of the papers are counted in test_facts."""


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """Type a command in a workspace with the worked examples."""
    laid_out(tmp_path / "ws")

    def typed(*arguments: str) -> Result:
        result = CliRunner().invoke(
            main, [*arguments, "--workspace", str(tmp_path / "ws")], env={"COMMISSIONING_ACTOR": "J. Officer"}
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return typed


def returned(tmp_path: Path, name: str) -> str:
    """The path of a committed return in the workspace."""
    return str(tmp_path / "ws" / "returns" / f"{name}.xlsx")


def spoil(tmp_path: Path, file: str, old: str, new: str) -> None:
    """Change a word in a file of contract text."""
    path = tmp_path / "ws" / "contracts" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class TestContracts:
    def test_lists_them_and_ends_with_0_without_a_fault(self, say: Say) -> None:
        result = say("contracts")
        assert result.exit_code == 0
        assert "worcestershire-daass" in result.output
        shipped = [path for path in CONTRACTS.glob("*.toml") if path.name not in OF_ALL_CONTRACTS]
        assert f"{len(shipped)} contracts, 0 faults." in result.output

    def test_says_every_fault_at_once_and_ends_with_1(self, say: Say, tmp_path: Path) -> None:
        spoil(tmp_path, "worcestershire-daass.toml", 'kind = "flow"', 'kind = "flwo"')
        spoil(tmp_path, "worcestershire-daass.toml", 'provider = "west-mercia-womens-aid"', 'provider = "west-mercia"')
        result = say("contracts")
        assert result.exit_code == 1
        assert "worcestershire-daass.toml: measure.referrals.kind is 'flwo'. Did you mean flow?" in result.output
        assert (
            "worcestershire-daass.toml: parties.provider is 'west-mercia', which is no organisation." in result.output
        )

    def test_nothing_runs_on_a_wrong_file(self, say: Say, tmp_path: Path) -> None:
        spoil(tmp_path, "worcestershire-daass.toml", 'kind = "flow"', 'kind = "flwo"')
        result = say("figures")
        assert result.exit_code == 2
        assert "nothing was run" in result.output
        assert "measure.referrals.kind" in result.output

    def test_json_is_for_machines(self, say: Say) -> None:
        listed = json.loads(say("contracts", "--json").output)
        assert {row["contract"] for row in listed["contracts"]} >= {HARBOUR}
        assert listed["faults"] == []


class TestTemplate:
    def test_writes_the_blank_return(self, say: Say, tmp_path: Path) -> None:
        target = tmp_path / "blank.xlsx"
        result = say("template", HARBOUR, "2026-27-Q1", "-o", str(target))
        assert result.exit_code == 0
        assert "due Tuesday 21 July 2026" in result.output
        assert target.read_bytes().startswith(b"PK")

    @pytest.mark.parametrize(
        ("contract", "period", "words"),
        [
            (HARBOUR, "2026-27", "it reports every quarter"),
            ("worcestershire-daass", "2022-23", "it reports 2021-22 only"),
            ("cheshire-east-specialist-da", "2019-20", "states no reporting"),
            (HARBOUR, "2035-36-Q1", "its term is 2025-04-01 to 2028-03-31; record an extension first"),
            ("worcestershire-das", "2021-22", "did you mean worcestershire-daass?"),
        ],
    )
    def test_refuses_what_is_not_owed(self, say: Say, contract: str, period: str, words: str) -> None:
        result = say("template", contract, period, "-o", "never-written.xlsx")
        assert result.exit_code == 2
        assert words in " ".join(result.output.split())
        assert not Path("never-written.xlsx").exists()


class TestCheckAndImport:
    def test_check_says_what_import_would_and_keeps_nothing(self, say: Say, tmp_path: Path) -> None:
        result = say("check", returned(tmp_path, f"{HARBOUR}-2025-26-Q3"))
        assert result.exit_code == 0
        assert "What needs explanation: 1\n" in result.output
        assert "Refuge!G6: Referrals received is 78, but its parts add up to 77." in result.output
        assert not (tmp_path / "ws" / "ledger").exists()

    def test_a_blank_return_would_be_stopped(self, say: Say, tmp_path: Path) -> None:
        blank = str(tmp_path / "blank.xlsx")
        say("template", "worcestershire-daass", "2021-22", "-o", blank)
        result = say("check", blank)
        assert result.exit_code == 1
        assert result.output.count("C001") == 1, "the same fault in ten cells is said once"
        assert "Group work!G6, Group work!G7, Helpline support!G6" in result.output

    def test_import_posts_and_twice_is_once(self, say: Say, tmp_path: Path) -> None:
        file = returned(tmp_path, "worcestershire-daass-2021-22")
        assert "10 entries posted." in say("import", file).output
        again = say("import", file)
        assert again.exit_code == 0
        assert "imported before, nothing added" in again.output
        assert "0 entries posted." in again.output

    def test_a_folder_is_imported_whole(self, say: Say, tmp_path: Path) -> None:
        result = say("import", str(tmp_path / "ws" / "returns"), "--json")
        outcomes = json.loads(result.output)
        assert [outcome["verdict"] for outcome in outcomes].count("stopped") == 0
        worked = [outcome for outcome in outcomes if outcome["file"].removesuffix(".xlsx") in dict(RETURNS)]
        assert sum(outcome["posted"] for outcome in worked) == POSTED

    def test_what_is_not_there_is_misuse(self, say: Say) -> None:
        result = say("import", "no-such-folder")
        assert result.exit_code == 2
        assert "There is no file or folder no-such-folder" in result.output

    def test_returns_cannot_have_come_tomorrow(self, say: Say, tmp_path: Path) -> None:
        result = say("import", returned(tmp_path, f"{HARBOUR}-2025-26-Q3"), "--received", "2999-01-01")
        assert result.exit_code == 2
        assert "2999-01-01 has not come yet" in result.output

    def test_a_file_that_is_no_return_is_stopped(self, say: Say, tmp_path: Path) -> None:
        stray = tmp_path / "stray.xlsx"
        stray.write_text("name,date of birth\n")
        result = say("import", str(stray))
        assert result.exit_code == 1
        assert "(I000)" in result.output
        assert "1 file: 1 not known as a return. 0 entries posted." in result.output


class TestAccept:
    def test_what_needed_explanation_stands_once_accepted(self, say: Say, tmp_path: Path) -> None:
        say("import", returned(tmp_path, f"{HARBOUR}-2025-26-Q3"))
        assert states(say) == {"provisional"}
        result = say("accept", HARBOUR, "2025-26-Q3", "--why", "One referral has no source.")
        assert result.exit_code == 0
        assert "accepted by J. Officer. One referral has no source." in result.output
        assert states(say) == {"accepted"}

    def test_a_reason_that_names_somebody_is_not_kept(self, say: Say, tmp_path: Path) -> None:
        say("import", returned(tmp_path, f"{HARBOUR}-2025-26-Q3"))
        refused = say("accept", HARBOUR, "2025-26-Q3", "--why", "Ask jane.doe@example.org about it.")
        assert refused.exit_code == 2
        assert "jane.doe" not in refused.output.split("accept")[-1]
        assert states(say) == {"provisional"}

    def test_a_reason_is_asked_for_and_nothing_is_decided_for_a_real_council(self, say: Say, tmp_path: Path) -> None:
        say("import", returned(tmp_path, f"{HARBOUR}-2025-26-Q3"))
        say("import", returned(tmp_path, "cheshire-east-mycwa-2019-20-H1"))
        assert say("accept", HARBOUR, "2025-26-Q3", "--why", "  ").exit_code == 2
        real = say("accept", "cheshire-east-mycwa", "2019-20-H1", "--why", "Looks right.")
        assert real.exit_code == 2
        assert "nothing is decided here for a real council" in " ".join(real.output.split())
        assert states(say) == {"provisional"}


def states(say: Say) -> set[str]:
    """In what states the illustrative contract's figures are."""
    found = json.loads(say("figures", "--contract", HARBOUR, "--json").output)
    return {figure["state"] for figure in found if not figure["stated_in"]}


class TestFigures:
    def test_each_names_its_file_sheet_and_cell(self, say: Say, tmp_path: Path) -> None:
        say("import", returned(tmp_path, "worcestershire-daass-2021-22"))
        found = json.loads(say("figures", "--period", "2021-22", "--json").output)
        refuge = next(f for f in found if (f["service"], f["measure"]) == ("refuge", "entered-rate"))
        assert (refuge["numerator"], refuge["denominator"]) == ("44", "224")
        assert refuge["value"].startswith("19.6")
        assert [source["cell"] for source in refuge["sources"]] == ["G7", "G6"]
        assert {source["file"] for source in refuge["sources"]} == {"worcestershire-daass-2021-22.xlsx"}

    def test_a_span_only_partly_inside_is_shown_and_not_added(self, say: Say, tmp_path: Path) -> None:
        say("import", returned(tmp_path, "cheshire-east-mycwa-2019-20-H1"))
        found = json.loads(say("figures", "--period", "2019-20-Q2", "--json").output)
        of_returns = [f for f in found if f["sources"]]
        assert {(f["period"], f["inside"], f["basis"]) for f in of_returns} == {
            ("2019-20-H1", False, "as returned"),
            ("2019-20-H1", False, "implied"),
        }
        whole = json.loads(say("figures", "--period", "2019-20", "--json").output)
        assert {f["inside"] for f in whole} == {True}

    def test_a_label_that_can_mean_two_things_is_refused_with_both(self, say: Say) -> None:
        result = say("figures", "--period", "2010-11")
        words = " ".join(result.output.split())
        assert result.exit_code == 2
        assert "2010-04-01..2011-03-31" in words
        assert "2010-11-01..2010-11-30" in words


class TestSplit:
    def test_to_the_penny_and_labelled_illustrative(self, say: Say) -> None:
        result = say("split", "1000000.01", "--contract", "cheshire-east-specialist-da")
        assert result.exit_code == 0
        assert result.output.startswith("Illustrative: the shares are known only as whole percents")
        for pence in ("870,000.01", "50,000.00", "70,000.00", "10,000.00"):
            assert pence in result.output
        assert "nothing may be billed from this" in result.output
        assert "up to £5,000.01 more or less" in result.output

    def test_where_caps_or_services_decide_it_is_said(self, say: Say) -> None:
        """The joint fund's grant for refuges has a cap; what is no one service's is met by shares of what is left."""
        rivers = ("split", "100.00", "--contract", "illustrative-three-rivers", "--period", "2025-26-Q1")
        assert "see the posted charges" in say(*rivers, "--service", "refuge").output
        assert json.loads(say(*rivers, "--json").output)["parts"][-1]["funder"] is not None

    def test_a_negative_amount_is_taken_as_typed(self, say: Say) -> None:
        split = json.loads(say("split", "-1000000.01", "--contract", "cheshire-east-specialist-da", "--json").output)
        assert [part["pence"] for part in split["parts"]] == [-87000001, -5000000, -7000000, -1000000]
        assert split["illustrative"] is True

    def test_shares_that_changed_need_a_period_and_what_is_uncovered_is_a_line(self, say: Say) -> None:
        undated = say("split", "100.00", "--contract", HARBOUR)
        assert undated.exit_code == 2
        dated = json.loads(say("split", "100.00", "--contract", HARBOUR, "--period", "2025-26-Q4", "--json").output)
        assert sum(part["pence"] for part in dated["parts"]) == 10000
        assert dated["parts"][-1]["funder"] is None

    @pytest.mark.parametrize("amount", ["12.345", "lots", "1,39", "nan"])
    def test_what_is_not_pounds_and_pence_is_misuse(self, say: Say, amount: str) -> None:
        assert say("split", amount, "--contract", "cheshire-east-specialist-da").exit_code == 2

    def test_where_no_shares_are_stated_nothing_is_split(self, say: Say) -> None:
        result = say("split", "1.00", "--contract", "worcestershire-daass")
        assert result.exit_code == 2
        assert "states no funding shares" in " ".join(result.output.split())


def test_a_reader_who_has_enough_is_no_mistake(tmp_path: Path) -> None:
    """As in `figures … | head`, which closes what is printed to."""
    laid_out(tmp_path)
    command = (sys.executable, "-m", "commissioning", "contracts", "--workspace", str(tmp_path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as printing:
        assert printing.stdout is not None
        assert printing.stderr is not None
        printing.stdout.close()
        assert printing.stderr.read() == ""


def test_a_workbook_is_written_for_a_period(say: Say, tmp_path: Path) -> None:
    """Even where nothing has come yet."""
    target = tmp_path / "out" / "workbook.xlsx"
    result = say("workbook", "2019-20-H1", "-o", str(target))
    assert result.exit_code == 0
    assert re.search(r"\d+ contracts\.", result.output)
    assert target.read_bytes().startswith(b"PK")


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    """No contract text is the first thing a newcomer meets."""
    result = CliRunner().invoke(main, ["--workspace", str(tmp_path), "contracts"])
    assert result.exit_code == 2
    assert "commissioning init DIR" in " ".join(result.output.split())


def test_init_lays_out_the_worked_examples_and_overwrites_nothing(tmp_path: Path) -> None:
    """A second time it refuses."""
    target = str(tmp_path / "demo")
    first = CliRunner().invoke(main, ["init", target])
    assert first.exit_code == 0
    assert (tmp_path / "demo" / "contracts" / "organisations.toml").is_file()
    assert CliRunner().invoke(main, ["init", target]).exit_code == 2


def test_an_organisation_sees_only_what_it_takes_part_in(tmp_path: Path) -> None:
    """A funder sees what it pays for, a provider what it provides; nobody the rest."""
    laid_out(tmp_path / "ws")

    def seen(organisation: str) -> list[str]:
        result = CliRunner().invoke(
            main, ["--organisation", organisation, "contracts", "--json", "--workspace", str(tmp_path / "ws")]
        )
        return [row["contract"] for row in json.loads(result.output)["contracts"]]

    assert seen("cheshire-constabulary") == ["cheshire-east-specialist-da"]
    assert "worcestershire-daass" in seen("west-mercia-womens-aid")
    assert all(contract.startswith("worcestershire-") for contract in seen("west-mercia-womens-aid"))
    refused = CliRunner().invoke(
        main, ["--organisation", "my-cwa", "split", "1.00", "--contract", HARBOUR, "--workspace", str(tmp_path / "ws")]
    )
    assert refused.exit_code == 2
    assert "There is no contract" in refused.output
