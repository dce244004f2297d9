"""What every test may ask for."""

import os
from collections.abc import Iterator

import hypothesis
import pytest

from commissioning.work import workers
from tests.clients import libreoffice as office

pytest_plugins = ["tests.clients.required", "tests.databases", "tests.worked", "tests.papers"]

# A ledger that somebody works with is never tested on.
os.environ.pop("DATABASE_URL", None)

# Tests read files in their own process, where what they patch and count is; tests/test_workers.py forks for real.
workers.FORKS = False

# A slow machine is not a fault of ours; a run of everything must be repeatable.
hypothesis.settings.register_profile("here", deadline=None, max_examples=100)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=200, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def libreoffice() -> Iterator[office.LibreOffice]:
    """One real LibreOffice for the whole session, or a skip that says what is missing."""
    if reason := office.why_not():
        pytest.skip(reason)
    with office.LibreOffice() as running:
        yield running
