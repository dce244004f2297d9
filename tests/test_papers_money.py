"""Real councils' papers: every command of money says that nothing is charged here, and judges nothing."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from commissioning.cli import main

ROOT = Path(__file__).parents[1]
PAPERS = (
    "cheshire-east-specialist-da",
    "staffordshire-da-services",
    "trafford-tdas-refuge",
    "worcestershire-da-grant",
)
FOR_NOBODY = "transcribed from a published paper: nothing is posted for a real council"


def said(tmp_path: Path, *words: str) -> str:
    """What a command says, on one line."""
    if not (tmp_path / "contracts").exists():
        shutil.copytree(ROOT / "contracts", tmp_path / "contracts")
    result = CliRunner().invoke(main, [*words, "--workspace", str(tmp_path)])
    return " ".join(result.output.split())


@pytest.mark.parametrize("contract", PAPERS)
def test_no_charge_share_statement_or_payment_of_a_paper(tmp_path: Path, contract: str) -> None:
    """Each command says why there is none, and never asks for returns that nobody owes."""
    of = ("--contract", contract)
    assert f"{FOR_NOBODY.capitalize()}. Nobody is billed." in said(tmp_path, "shares", "2025-26-Q1", *of)
    assert f"there is no statement; it is {FOR_NOBODY}." in said(tmp_path, "statement", "2025-26-Q1", *of)
    assert "no payment is worked out here for a real council" in said(tmp_path, "payments", "2025-26-Q1", *of)
    assert "nothing is forecast" in said(tmp_path, "forecast", "2025-26-P06", *of)


@pytest.mark.parametrize("posting", ["2025-26-P06", "2025-26-P13"])
def test_no_council_is_said_to_have_missed_a_floor_that_was_never_charged_here(tmp_path: Path, posting: str) -> None:
    """Staffordshire's minimum spends: what was spent there is in no book of ours."""
    words = said(tmp_path, "forecast", posting, "--contract", "staffordshire-da-services")
    assert f"Staffordshire, floor 600,000.00: Not known: {FOR_NOBODY}." in words
    assert f"Stoke-on-Trent, floor 421,000.00: Not known: {FOR_NOBODY}." in words
    assert "issed" not in words


def test_cheshire_easts_whole_percents_are_split_with_the_width_of_the_doubt(tmp_path: Path) -> None:
    """£5,000 either way for each £1m, and nothing is billed from it."""
    words = said(tmp_path, "split", "1000000", "--contract", "cheshire-east-specialist-da")
    assert "nothing may be billed from this" in words
    assert "may be up to £5,000.00 more or less" in words
    for part in ("870,000.00", "50,000.00", "70,000.00", "10,000.00"):
        assert part in words
