"""The bench runs, on a handful of returns, and prints a ratio for every step that has an aim."""

import re
import subprocess
import sys
from pathlib import Path

AIMED = (
    ("read and check, one process", 2.5),
    ("import, one process", 2.0),
    ("write a blank return", 1.5),
    ("write a workbook of 1 contracts", 1.5),
    ("totals over 2,000 entries", 1.0),
    ("split of 960 charges by six funders", 3.0),
    ("--help", 6.0),
)


def test_each_step_with_an_aim_is_measured_against_its_floor() -> None:
    asked = (sys.executable, "-m", "bench.bench", "--small")
    told = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=Path(__file__).parent.parent).stdout
    assert "4 returns of 6 sheets and 60 measures" in told
    for step, aim in AIMED:
        found = re.search(rf"^{re.escape(step)} +(\d+\.\d\d) +(\d\.\d) +\d+\.\d$", told, re.MULTILINE)
        assert found, step
        assert float(found[1]) > 0
        assert float(found[2]) == aim
    assert len(re.findall(r"^peak memory, import of +\d+ returns: +\d+ MB", told, re.MULTILINE)) == 2
