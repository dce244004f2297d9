"""A control takes the statements' figures, and writes no statement."""

from pathlib import Path

import pytest

from commissioning.work import statements
from commissioning.work.control import control_for
from tests.three_rivers import PROVIDER, a_first_quarter


def test_a_control_makes_no_document_of_a_statement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take longer than the control; the books are read once."""
    read = []
    kept = statements.books_of

    def no_document(*_: object) -> None:
        raise AssertionError("a statement was written")

    monkeypatch.setattr(statements, "statement_document", no_document)
    monkeypatch.setattr(statements, "books_of", lambda *given: read.append(given) or kept(*given))
    control, document = control_for(a_first_quarter(tmp_path), "2025-26-Q1", PROVIDER)
    assert len(control.stated) >= 6
    assert document.title
    assert read == []
