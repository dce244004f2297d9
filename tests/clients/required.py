"""What ran in, a failed session out where a test with a real client was left out.

Tests that drive a real program carry `@pytest.mark.real_client` and stand in
`tests/real_clients.txt`, one a line, without their parameters. On a machine that lacks the
program they are skipped and say why; with REQUIRE_REAL_CLIENTS=1 each of them must pass.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

LIST = Path("tests/real_clients.txt")
MARK = "real_client"


def listed(text: str) -> list[str]:
    """The tests that a list names; lines that start with # are remarks."""
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def faults(wanted: Iterable[str], outcomes: Mapping[str, set[str]]) -> list[str]:
    """A sentence for each listed test that did not pass, and each real-client test that is not listed."""
    wanted = list(wanted)
    missing = [f"{test} did not run." for test in wanted if test not in outcomes]
    skipped = [f"{test} was skipped." for test in wanted if "skipped" in outcomes.get(test, ())]
    unlisted = [f"{test} is not in {LIST}: add it." for test in outcomes if test not in wanted]
    return missing + skipped + unlisted


class RealClients:
    """Watches which real-client tests ran, also where several processes run them."""

    def __init__(self, wanted: Iterable[str]) -> None:
        """Nothing has run yet."""
        self.wanted = list(wanted)
        self.outcomes: dict[str, set[str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how one phase of a real-client test ended."""
        if MARK in report.keywords:
            self.outcomes.setdefault(report.nodeid.partition("[")[0], set()).add(report.outcome)

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the session where a real client was left out."""
        if faults(self.wanted, self.outcomes) and session.exitstatus in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which."""
        for fault in faults(self.wanted, self.outcomes):
            terminalreporter.write_line(f"REAL CLIENT  {fault}", red=True)


def pytest_configure(config: pytest.Config) -> None:
    """Watch only where real clients are required, and only in the process that reports."""
    if os.environ.get("REQUIRE_REAL_CLIENTS") == "1" and not hasattr(config, "workerinput"):
        config.pluginmanager.register(RealClients(listed((config.rootpath / LIST).read_text())))
